//! `sonae duties`: whom one must tell, by when, and what is still to be answered; `submit` and `agree` record what was handed in and
//! by when, as agreed.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::context::{Context, who};
use super::meant;
use super::out::{self, Answer};
use super::past::{Asked, ListOr, Looked, Past};
use crate::app::AppError;
use crate::app::moment::when_due;
use crate::domain::command::Command;
use crate::domain::duty::clock::{DutyClock, DutyState, clocks};
use crate::domain::duty::finding::Unsettled;
use crate::domain::duty::{Certainty, DueRule, Start};
use crate::domain::event::{DutyAgreed, DutySubmitted};
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::value::Confidence;
use crate::domain::when::{Moment, write};
use crate::message::Message;
use crate::message::duty::{begin_words, due_notes, due_words, met_words, rests_on, state_word, unsettled_words};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Duties {
    #[command(flatten)]
    asked: ListOr<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    Submit {
        duty: String,
        #[arg(long, value_name = "TEXT")]
        way: String,
        #[arg(long, value_name = "NUMBER")]
        receipt: Option<String>,
    },
    Agree {
        duty: String,
        #[arg(long, value_name = "TIME", required_unless_present = "none")]
        due: Option<String>,
        #[arg(long, conflicts_with = "due")]
        none: bool,
    },
}

impl Duties {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.asked.asked() {
            Asked::List(past) => list(context, &past),
            Asked::Act(Act::Submit { duty, way, receipt }) => {
                let (id, _, plan) = context.incident()?;
                let known = meant::duty(&plan, &duty)?;
                let (duty, title) = (known.id.clone(), known.title.clone());
                context.act(&id, &plan, Command::Submit(DutySubmitted { duty, title, way, receipt }))
            }
            Asked::Act(Act::Agree { duty, due, .. }) => {
                let (id, _, plan) = context.incident()?;
                let known = meant::duty(&plan, &duty)?;
                let (duty, title) = (known.id.clone(), known.title.clone());
                let due = due.map(|words| when_due(&words, context.now())).transpose().map_err(AppError::from)?;
                context.act(&id, &plan, Command::Agree(DutyAgreed { duty, title, due }))
            }
        }
    }
}

fn list(context: &mut Context, past: &Past) -> Result<Answer, Message> {
    let looked = past.look(context)?;
    let Looked { id, incident, plan, now } = &looked;
    let data = json!({
        "incident": id.as_str(),
        "guide": t!("duties-guide"),
        "holidays_until": plan.calendar.as_ref().map(|calendar| calendar.until.to_string()),
        "duties": clocks(incident, plan).iter().map(|clock| shape(clock, plan, *now)).collect::<Vec<_>>(),
    });
    looked.answer(context, text(incident, plan, *now), "duties", data)
}

/// Every duty: what presses, what is not settled, what is done, what does not apply.
fn text(incident: &Incident, plan: &Plan, now: Moment) -> String {
    let clocks = clocks(incident, plan);
    if clocks.is_empty() {
        return format!("{}\n", t!("duties-none"));
    }
    let mut lines = Vec::new();
    if incident.drill {
        lines.push(t!("duties-drill"));
    }
    lines.push(t!("duties-guide"));
    for (state, heading) in [
        (DutyState::Open, t!("duties-head-open")),
        (DutyState::Undetermined, t!("duties-head-undetermined")),
        (DutyState::Met, t!("duties-head-met")),
        (DutyState::NotApplicable, t!("duties-head-not-applicable")),
    ] {
        let of: Vec<&DutyClock<'_>> = clocks.iter().filter(|clock| clock.state == state).collect();
        if of.is_empty() {
            continue;
        }
        lines.extend([String::new(), t!("duties-head", title = heading, count = of.len())]);
        for clock in of {
            lines.extend(rows(clock, plan, now));
        }
    }
    out::lines(&lines)
}

fn rows(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> Vec<String> {
    let duty = clock.duty;
    let mark = match clock.state {
        DutyState::Open if clock.is_overdue(now) => "!",
        DutyState::Open => "[ ]",
        DutyState::Undetermined => "[?]",
        DutyState::Met => "[x]",
        DutyState::NotApplicable => "[-]",
    };
    let optional = if duty.optional { t!("duties-optional-mark") } else { String::new() };
    let mut rows = vec![format!("  {mark} {}{optional}  ({})", duty.title, duty.id)];
    let mut below = |text: String| rows.push(format!("      {text}"));
    if duty.optional && clock.is_pending() {
        below(due_words(clock, plan, now));
        return rows;
    }
    match clock.state {
        DutyState::NotApplicable => {}
        DutyState::Met => met_words(clock, plan, now).into_iter().for_each(&mut below),
        DutyState::Open | DutyState::Undetermined => {
            below(due_words(clock, plan, now));
            below(begin_words(clock, plan, now));
            due_notes(clock, plan).into_iter().for_each(&mut below);
            rests_on(clock).into_iter().for_each(&mut below);
            for open in &clock.finding.open {
                below(t!("duties-settle", what = unsettled_words(open, plan)));
            }
            if let Some(last) = clock.attempts.last() {
                let count = clock.attempts.len();
                let result = crate::domain::wording::call_result(last.made.result, crate::i18n::current());
                below(t!("duties-attempts", count = count, last = result));
            }
            if duty.needs_submission {
                below(t!("duties-needs-submission"));
            }
            duty.form.iter().for_each(|form| below(t!("duties-form", form = form.as_str())));
        }
    }
    rows
}

fn shape(clock: &DutyClock<'_>, plan: &Plan, now: Moment) -> Json {
    let (duty, until) = (clock.duty, &clock.until);
    let ids =
        |wanted: fn(&Unsettled<'_>) -> Option<String>| clock.finding.open.iter().filter_map(wanted).collect::<Vec<_>>();
    json!({
        "id": duty.id.as_str(),
        "title": duty.title,
        "state": match clock.state {
            DutyState::Open => "open",
            DutyState::Undetermined => "undetermined",
            DutyState::Met => "met",
            DutyState::NotApplicable => "not-applicable",
        },
        "overdue": clock.is_overdue(now),
        "optional": duty.optional,
        "needs_submission": duty.needs_submission,
        "contacts": duty.contacts.iter().map(Id::as_str).collect::<Vec<_>>(),
        "form": duty.form,
        "source": duty.source,
        "from": {
            "what": start(clock.begin.what),
            "at": clock.begin.at.map(write),
            "assumed": clock.begin.is_assumed,
        },
        "due": {
            "rule": rule(until.rule),
            "certainty": match duty.due.certainty {
                Certainty::Confirmed => "confirmed",
                Certainty::Secondary => "secondary",
                Certainty::Unverified => "unverified",
            },
            "first_day": until.first_day.map(|day| day.to_string()),
            "last_day": until.last_day.map(|day| day.to_string()),
            "moved_from": until.moved_from.map(|day| day.to_string()),
            "beyond_holidays": until.is_beyond_calendar,
            "agreed": until.is_agreed,
            "at": until.at.map(write),
            "words": due_words(clock, plan, now),
            "notes": due_notes(clock, plan),
        },
        "answer": ids(|open| match open {
            Unsettled::Answer(id) | Unsettled::Disagree(id) => Some(id.to_string()),
            _ => None,
        }),
        "settle": clock.finding.open.iter().map(|open| unsettled_words(open, plan)).collect::<Vec<_>>(),
        "rests_on": clock.finding.confidence.map(confidence),
        "met": clock.met.as_ref().map(|met| json!({
            "line": met.line.to_string(),
            "at": met.at.map(write),
            "by": who(met.actor),
            "submitted": met.by_submission,
        })),
        "attempts": clock.attempts.iter().map(|call| json!({
            "line": call.line.to_string(),
            "at": call.at.map(write),
            "result": call.made.result.word(),
            "told": call.made.is_told(),
        })).collect::<Vec<_>>(),
        "words": state_word(clock.state),
    })
}

fn confidence(sure: Confidence) -> &'static str {
    match sure {
        Confidence::Confirmed => "confirmed",
        Confidence::Hearsay => "hearsay",
        Confidence::Estimated => "estimated",
    }
}

fn start(start: &Start) -> String {
    match start {
        Start::Noticed => "noticed".to_owned(),
        Start::Declared => "declared".to_owned(),
        Start::Judged => "judged".to_owned(),
        Start::Step(key) => format!("step:{key}"),
        Start::Atom(atom) => atom.key.to_string(),
    }
}

fn rule(rule: DueRule) -> Json {
    match rule {
        DueRule::AtOnce => json!("at-once"),
        DueRule::Promptly => json!("promptly"),
        DueRule::Early => json!("early"),
        DueRule::AsAgreed => json!("as-agreed"),
        DueRule::Days { first, days, .. } => json!({ "first": first, "days": days }),
    }
}
