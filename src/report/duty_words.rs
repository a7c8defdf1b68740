//! How a duty is said: by when, whether, from when, what settles it, how it was met.
//!
//! Owns these words for screens, commands and reports alike. Every date that was counted is called 目安, and what nobody has verified
//! 要確認. Must not know where they are shown.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::duty::clock::{DutyClock, DutyState};
use crate::domain::duty::finding::Unsettled;
use crate::domain::duty::{Certainty, DueRule, Start};
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::value::Confidence;
use crate::domain::when::Moment;
use crate::domain::{condition::Atom, wording};
use crate::i18n::{Lang, current};
use crate::t;
use crate::text::spoken_time;

/// Where a duty stands, in a word: まだ, 未判定, 済, 該当なし.
pub fn state_word(state: DutyState) -> String {
    match state {
        DutyState::Open => t!("duty-open"),
        DutyState::Undetermined => t!("duty-undetermined"),
        DutyState::Met => t!("duty-met"),
        DutyState::NotApplicable => t!("duty-not-applicable"),
    }
}

/// By when, in full: 「直ちに」「目安11/26(木)」「3〜5日 目安11/24〜11/26」「協議 11/24 17:00」「未判定 (覚知からなら目安11/26(木))」.
pub fn due_words(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> String {
    let said = rule_words(clock, plan, now, true);
    match clock.state {
        // Only a date depends on when it began.
        DutyState::Undetermined if clock.until.is_agreed || clock.until.last_day.is_none() => {
            t!("duty-due-undetermined", due = said)
        }
        DutyState::Undetermined => t!("duty-due-as-if", due = said),
        _ => said,
    }
}

/// By when, in a few cells: 「直ちに」「目安11/26」「協議 11/24 17:00」.
pub fn due_brief(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> String {
    rule_words(clock, plan, now, false)
}

fn rule_words(clock: &DutyClock<'_>, plan: &Plan, now: Moment, in_full: bool) -> String {
    let until = &clock.until;
    let here = now.with_timezone(&plan.facility.offset);
    let day = |day: NaiveDate| {
        let date = if day.year() == here.year() { day.format("%-m/%-d") } else { day.format("%Y-%m-%d") };
        if in_full { format!("{date}({})", weekday(day)) } else { date.to_string() }
    };
    if let Some(at) = until.at.filter(|_| until.is_agreed) {
        let at = spoken_time::show(at, here);
        return t!("duty-due-agreed", at = at);
    }
    match (until.rule, until.last_day) {
        (DueRule::AtOnce, _) => t!("duty-due-at-once"),
        (DueRule::Promptly, _) => t!("duty-due-promptly"),
        (DueRule::Early, _) => t!("duty-due-early"),
        (DueRule::AsAgreed, _) => t!("duty-due-as-agreed"),
        (DueRule::Days { first: Some(first), days, .. }, Some(last)) if in_full => {
            let span = t!("duty-due-span", first = first, days = days);
            // Closed days may have moved the last day before the first one was over: then only the last is a guide.
            match until.first_day.filter(|first| *first < last) {
                Some(first) => format!("{span} {}", t!("duty-due-guide-span", first = day(first), last = day(last))),
                None => format!("{span} {}", t!("duty-due-guide", day = day(last))),
            }
        }
        (DueRule::Days { .. }, Some(last)) => t!("duty-due-guide", day = day(last)),
        (DueRule::Days { days, .. }, None) => t!("duty-due-days", days = days),
    }
}

/// A day of the week, in a letter or three.
fn weekday(day: NaiveDate) -> String {
    match current() {
        Lang::En => day.format("%a").to_string(),
        Lang::Ja => {
            let names = ["日", "月", "火", "水", "木", "金", "土"];
            let at = usize::try_from(day.weekday().num_days_from_sunday()).unwrap_or_default();
            names.get(at).copied().unwrap_or_default().to_owned()
        }
    }
}

/// From when it counts: 「起算 覚知 11/22 01:50」. Where that moment is not recorded, it says that it counts as if from 覚知.
pub fn begin_words(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> String {
    let here = now.with_timezone(&plan.facility.offset);
    let at = clock.begin.at.map_or_else(|| t!("time-unknown"), |at| spoken_time::show(at, here));
    let what = start_words(clock.begin.what, plan);
    if !clock.begin.is_assumed {
        return t!("duty-begin", what = what, at = at);
    }
    let waited: Vec<String> = clock.duty.from.iter().map(|start| start_words(start, plan)).collect();
    // A duty that counts from 覚知 anyway assumes nothing.
    if clock.duty.from == [Start::Noticed] {
        return t!("duty-begin", what = what, at = at);
    }
    t!("duty-begin-assumed", what = what, at = at, waited = waited.join(&t!("list-separator")))
}

/// What a duty counts from, in words.
fn start_words(start: &Start, plan: &Plan) -> String {
    match start {
        Start::Noticed => t!("duty-start-noticed"),
        Start::Declared => t!("duty-start-declared"),
        Start::Judged => t!("duty-start-judged"),
        Start::Step(key) => t!("duty-start-step", step = wording::step_named(plan, key)),
        Start::Atom(atom) => atom_words(atom, plan),
    }
}

fn atom_words(atom: &Atom, plan: &Plan) -> String {
    let title = plan.fact_title(atom.key.as_str());
    match &atom.test {
        None => t!("duty-start-fact", title = title),
        Some((_, wanted)) => {
            let choices = plan.fact(atom.key.as_str()).map(|def| def.choices.as_slice()).unwrap_or_default();
            let wanted =
                choices.iter().find(|(id, _)| id.as_str() == wanted).map_or(wanted.as_str(), |(_, title)| title);
            t!("duty-start-value", title = title, value = wanted)
        }
    }
}

/// What would settle whether a duty exists: 「「…」に答える」.
pub fn unsettled_words(open: &Unsettled<'_>, plan: &Plan) -> String {
    match open {
        Unsettled::Answer(id) => t!("duty-asks-answer", ask = plan.fact_title(id.as_str())),
        Unsettled::Disagree(id) => t!("duty-asks-disagree", ask = plan.fact_title(id.as_str())),
        Unsettled::Contradiction(contradiction) => contradiction.say.clone(),
        Unsettled::Runbook => t!("duty-asks-runbook"),
        Unsettled::Founder => t!("duty-asks-founder"),
    }
}

/// Why a duty does not apply: the cause, who runs the facility, or the answers that said so. `None` for any other duty.
pub fn ruled_out(clock: &DutyClock<'_>, incident: &Incident, plan: &Plan) -> Option<String> {
    if clock.state != DutyState::NotApplicable {
        return None;
    }
    let duty = clock.duty;
    let active = incident.active_runbooks().into_iter().filter_map(|id| plan.runbook(id.as_str()));
    let is_of_cause =
        duty.causes.is_empty() || active.filter_map(|runbook| runbook.cause).any(|cause| duty.causes.contains(&cause));
    if !is_of_cause {
        return Some(t!("duty-other-cause"));
    }
    if duty.founder.is_some() && duty.founder != plan.facility.founder {
        return Some(t!("duty-other-founder"));
    }
    let answered = duty.when.iter().flat_map(|when| when.keys()).filter_map(|id| answer_words(id, incident, plan));
    Some(answered.collect::<Vec<_>>().join(&t!("list-separator")))
}

/// What a duty rests on: each answer that was given, with how sure it is.
pub fn grounds(clock: &DutyClock<'_>, incident: &Incident, plan: &Plan) -> Vec<String> {
    let keys = clock.duty.when.iter().flat_map(|when| when.keys());
    keys.filter_map(|id| answer_words(id, incident, plan)).collect()
}

/// 「攻撃が疑われますか: はい \[伝聞\]」
fn answer_words(id: &Id, incident: &Incident, plan: &Plan) -> Option<String> {
    let fact = incident.fact(id.as_str())?;
    let value = wording::value(plan, id.as_str(), &fact.value, current());
    let sure = match fact.confidence {
        Confidence::Confirmed => String::new(),
        weaker => format!(" [{}]", wording::confidence(weaker, current())),
    };
    Some(format!("{}: {value}{sure}", plan.fact_title(id.as_str())))
}

/// What must be known about the date: how sure it is, that a closed day moved it, that the list of holidays ends before it.
pub fn due_notes(clock: &DutyClock<'_>, plan: &Plan) -> Vec<String> {
    let until = &clock.until;
    let mut notes = Vec::new();
    if until.is_beyond_calendar {
        notes.push(match &plan.calendar {
            Some(calendar) => {
                let (from, until) = (calendar.from.to_string(), calendar.until.to_string());
                t!("duty-beyond-calendar", from = from, until = until)
            }
            None => t!("duty-no-calendar"),
        });
    }
    if let Some(from) = until.moved_from {
        notes.push(t!("duty-moved", day = format!("{}({})", from.format("%-m/%-d"), weekday(from))));
    }
    // What was agreed is no reading of a rule.
    if !until.is_agreed {
        match clock.duty.due.certainty {
            Certainty::Confirmed => {}
            Certainty::Secondary => notes.push(t!("duty-secondary")),
            Certainty::Unverified => notes.push(t!("duty-unverified")),
        }
    }
    notes.extend(clock.duty.due.note.clone());
    notes
}

/// Whether something about the date is 要確認.
pub fn is_uncertain(clock: &DutyClock<'_>) -> bool {
    let is_read = clock.until.is_agreed || clock.duty.due.certainty != Certainty::Unverified;
    clock.until.is_beyond_calendar || !is_read
}

/// How it was met: 「11/22 03:10 佐藤 一郎 伝達済」.
pub fn met_words(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> Option<String> {
    let met = clock.met.as_ref()?;
    let here = now.with_timezone(&plan.facility.offset);
    let at = met.at.map_or_else(|| t!("time-unknown"), |at| spoken_time::show(at, here));
    let who = met.actor.map_or_else(|| t!("report-nameless"), |who| wording::who(&plan.facility, who));
    Some(if met.by_submission {
        t!("duty-met-submitted", at = at, who = who)
    } else {
        t!("duty-met-told", at = at, who = who)
    })
}

/// On what it rests that it exists, where that is less than 確認済.
pub fn rests_on(clock: &DutyClock<'_>) -> Option<String> {
    let weak = clock.finding.confidence.filter(|sure| *sure != Confidence::Confirmed)?;
    Some(t!("duty-rests-on", sure = wording::confidence(weak, current())))
}
