//! What to say on the telephone: who we are, what happened, what it is about, what is not known yet.
//!
//! Owns the sentences. All of them repeat the record and the plan: nothing is concluded, and what is suspected is not said as if it
//! were known. Must not know screens.

use super::contact::Contact;
use super::facility::Lang;
use super::id::Id;
use super::incident::{Incident, Opening};
use super::plan::Plan;
use super::step_key::StepKey;
use super::when::{Moment, Precision};
use super::who::Who;
use super::wording::{pick, step_named, when};

/// Who calls whom, about what.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Whom.
    pub contact: &'a Contact,
    /// The step that asks for the call.
    pub step: Option<&'a StepKey>,
    /// Who sits at the keyboard.
    pub by: Option<&'a Who>,
    /// Now: a time of today is said without its date.
    pub now: Moment,
}

/// So many characters of what was noticed are read out; the whole stands in the record.
const READ_OUT: usize = 80;
/// So many unknown things are named.
const NAMED: usize = 4;

/// At most so many lines.
const MOST: usize = 4;

/// At most four lines to read out, of which the last one ends in asking for a repetition.
pub fn script(incident: &Incident, plan: &Plan, asked: &Asked<'_>, lang: Lang) -> Vec<String> {
    let mut lines = vec![who_we_are(incident, plan, asked, lang)];
    lines.extend(incident.opening.as_ref().map(|opening| what_happened(opening, plan, asked.now, lang)));
    lines.extend(what_about(plan, asked, lang));
    let unknown = asked.step.map(|step| unknown(incident, plan, step)).unwrap_or_default();
    if !unknown.is_empty() {
        lines.push(not_known(&unknown, lang));
    }
    let full = lines.len() >= MOST;
    let repeat = pick(lang, "[復唱してもらう]", "[have it repeated]");
    match lines.last_mut().filter(|_| full) {
        Some(last) => last.push_str(&format!(" {repeat}")),
        None => lines.push(repeat.to_owned()),
    }
    lines
}

fn who_we_are(incident: &Incident, plan: &Plan, asked: &Asked<'_>, lang: Lang) -> String {
    // Whoever hears it must not take an exercise for an emergency.
    let drill = if incident.drill { pick(lang, "訓練です。", "This is an exercise. ") } else { "" };
    let facility = &plan.facility.name;
    match (asked.by, lang) {
        (Some(by), Lang::Ja) => format!("{drill}{facility}の{}です。", by.name),
        (None, Lang::Ja) => format!("{drill}{facility}です。"),
        (Some(by), Lang::En) => format!("{drill}This is {}, {facility}.", by.name),
        (None, Lang::En) => format!("{drill}This is {facility}."),
    }
}

/// The first sign in the words of who noticed it.
fn what_happened(opening: &Opening, plan: &Plan, now: Moment, lang: Lang) -> String {
    let here = |at: Moment| at.with_timezone(&plan.facility.offset);
    let today = opening
        .noticed
        .at
        .map(here)
        .filter(|at| opening.noticed.precision() == Precision::Exact && at.date_naive() == here(now).date_naive());
    let at = match (today, opening.noticed.at) {
        (Some(at), _) => at.format("%H:%M").to_string(),
        (None, Some(_)) => when(&plan.facility, &opening.noticed, lang),
        (None, None) => pick(lang, "時刻は不明", "time unknown").to_owned(),
    };
    let text = opening.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(READ_OUT).collect();
    let more = if short.len() < text.len() { pick(lang, " (以下略)", " (shortened)") } else { "" };
    match lang {
        Lang::Ja => format!("{at}に気付いたこと: 「{short}」{more}"),
        Lang::En => format!("Noticed at {at}: \"{short}\"{more}"),
    }
}

/// The step that asks for the call, else when this contact is told.
fn what_about(plan: &Plan, asked: &Asked<'_>, lang: Lang) -> Option<String> {
    let about = match asked.step {
        Some(step) => step_named(plan, step),
        None => asked.contact.when.clone()?,
    };
    Some(format!("{} {about}", pick(lang, "用件:", "About:")))
}

/// What the step collects and nobody could say yet.
fn unknown<'a>(incident: &Incident, plan: &'a Plan, step: &StepKey) -> Vec<&'a str> {
    let collected: &[Id] = plan.step(step).map(|step| step.collect.as_slice()).unwrap_or_default();
    let open = |id: &&Id| incident.fact(id.as_str()).is_none_or(|fact| fact.value.is_unknown());
    collected.iter().filter(open).map(|id| plan.fact_title(id.as_str())).collect()
}

fn not_known(titles: &[&str], lang: Lang) -> String {
    let named: Vec<&str> = titles.iter().take(NAMED).copied().collect();
    let more = titles.len().saturating_sub(NAMED);
    let named = named.join(pick(lang, "、", ", "));
    match (lang, more) {
        (Lang::Ja, 0) => format!("まだ不明: {named}"),
        (Lang::Ja, more) => format!("まだ不明: {named} ほか{more}件"),
        (Lang::En, 0) => format!("Not known yet: {named}"),
        (Lang::En, more) => format!("Not known yet: {named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::Group;
    use crate::domain::event::StepMark;
    use crate::domain::fixture::{Story, by, id, key, listed, mark, set, t};
    use crate::domain::value::Value;

    fn vendor() -> Contact {
        let when = Some("電子カルテが使えないとき".into());
        Contact { when, sample: true, ..Contact::new(id("vendor-a"), "A社", Group::Vendor) }
    }

    fn said(story: &Story, step: Option<&str>, person: Option<&str>) -> Vec<String> {
        let (contact, step, by) = (vendor(), step.map(key), person.map(listed));
        let asked = Asked { contact: &contact, step: step.as_ref(), by: by.as_ref(), now: story.now };
        script(&story.state(), &story.plan, &asked, Lang::Ja)
    }

    #[test]
    fn it_says_who_what_and_what_for() {
        let story = Story::attacked();
        assert_eq!(
            said(&story, Some("ransomware:call-vendor"), Some("tanaka")),
            [
                "見本クリニックの田中 幸です。",
                "00:30に気付いたこと: 「プリンタが英文を印字」",
                "用件: 保守会社に連絡する",
                "[復唱してもらう]",
            ]
        );
        let without_step = said(&story, None, None);
        assert_eq!(without_step.first().unwrap(), "見本クリニックです。");
        assert_eq!(without_step[2..], ["用件: 電子カルテが使えないとき", "[復唱してもらう]"]);
    }

    #[test]
    fn what_the_step_collects_is_unknown_until_somebody_knows_it() {
        let mut story = Story::attacked();
        let last = |story: &Story| said(story, Some("ransomware:count"), None).pop().unwrap();
        assert_eq!(last(&story), "まだ不明: 患者数 [復唱してもらう]");
        story.say(by("tanaka"), set("patients", Value::Unknown));
        assert_eq!(last(&story), "まだ不明: 患者数 [復唱してもらう]");
        story.say(by("tanaka"), set("patients", Value::Count(40)));
        assert!(!last(&story).contains("不明"), "{}", last(&story));
    }

    #[test]
    fn a_suspicion_stays_one_and_nothing_is_added() {
        let mut story = Story::attacked();
        story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
        let all = said(&story, Some("ransomware:call-vendor"), None).concat();
        // The runbook that is followed is no finding.
        assert!(!all.contains("ランサム") && !all.contains("攻撃") && !all.contains("感染"), "{all}");
    }

    #[test]
    fn a_time_of_another_day_has_its_date_and_a_long_text_is_short() {
        let mut story = Story::attacked();
        story.now = t("23 0700");
        assert!(said(&story, None, None)[1].starts_with("2026-11-22 00:30に"), "{:?}", said(&story, None, None));
        let mut state = story.state();
        let opening = state.opening.as_mut().unwrap();
        opening.text = "長い話。".repeat(100);
        let contact = vendor();
        let asked = Asked { contact: &contact, step: None, by: None, now: story.now };
        state.drill = true;
        let lines = script(&state, &story.plan, &asked, Lang::Ja);
        assert!(lines[0].starts_with("訓練です。"), "{lines:?}");
        assert!(lines[1].ends_with("(以下略)") && lines[1].chars().count() < 120, "{lines:?}");
        assert!(lines.len() <= 4);
        assert!(script(&state, &story.plan, &asked, Lang::En)[0].starts_with("This is an exercise."));
    }
}
