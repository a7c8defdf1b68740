//! What a mail to somebody says before a person has touched it: who we are, what happened, what is known and what is not.
//!
//! Owns the sentences. All of them repeat the record: what is suspected is not said as if it were known, and what nobody knows is said
//! to be unknown. A person reads and changes them before anything is queued. Must not know addresses or servers.

use super::contact::Contact;
use super::event::FactValue;
use super::facility::Lang;
use super::fingerprint::Fingerprint;
use super::id::Id;
use super::incident::Incident;
use super::plan::Plan;
use super::value::{Answer, Value};
use super::who::Who;
use super::wording::{self, pick, when};

/// So many known things are named, the latest first: a mail is a notice, and the report says the rest.
const KNOWN: usize = 10;

/// So many unknown things are named.
const UNKNOWN: usize = 8;

/// The subject that is offered. It says no cause: a subject is read by many on its way.
pub fn subject(incident: &Incident, plan: &Plan, lang: Lang) -> String {
    let facility = &plan.facility.name;
    let number = incident.mails.len() + 1;
    match lang {
        Lang::Ja if number == 1 => format!("障害・異変のお知らせ({facility})"),
        Lang::Ja => format!("障害・異変のお知らせ 第{number}報({facility})"),
        Lang::En if number == 1 => format!("Notice of a disruption ({facility})"),
        Lang::En => format!("Notice of a disruption, no. {number} ({facility})"),
    }
}

/// The text that is offered.
pub fn body(incident: &Incident, plan: &Plan, to: Option<&Contact>, by: Option<&Who>, lang: Lang) -> String {
    let facility = &plan.facility;
    let mut lines = Vec::new();
    if let Some(to) = to {
        let desk = to.desk.as_deref().unwrap_or_default();
        lines.push(match lang {
            Lang::Ja if desk.is_empty() => format!("{} 御中", to.name),
            Lang::Ja => format!("{} {desk} 御中", to.name),
            Lang::En => format!("To {} {desk}", to.name).trim_end().to_owned(),
        });
        lines.push(String::new());
    }
    lines.push(match (by, lang) {
        (Some(by), Lang::Ja) => format!("{}の{}です。次のとおりお知らせします。", facility.name, by.name),
        (None, Lang::Ja) => format!("{}です。次のとおりお知らせします。", facility.name),
        (Some(by), Lang::En) => format!("This is {}, {}. We inform you of the following.", by.name, facility.name),
        (None, Lang::En) => format!("This is {}. We inform you of the following.", facility.name),
    });
    lines.push(String::new());
    if let Some(opening) = &incident.opening {
        let noticed = when(facility, &opening.noticed, lang);
        lines.push(format!("{}: {noticed}", pick(lang, "覚知", "Noticed")));
        lines.push(format!("{}: {}", pick(lang, "内容", "What"), opening.text.trim()));
    }
    let (known, unknown) = facts(incident, plan, lang);
    if !known.is_empty() {
        lines.push(String::new());
        lines.push(pick(lang, "今わかっていること", "Known so far").to_owned());
        lines.extend(known.into_iter().take(KNOWN).map(|line| format!("- {line}")));
    }
    lines.push(String::new());
    if unknown.is_empty() {
        lines.push(
            pick(
                lang,
                "原因と影響の範囲は、まだ分かっていないことがあります。",
                "Cause and extent may not be known completely yet.",
            )
            .to_owned(),
        );
    } else {
        lines.push(pick(lang, "まだ不明なこと", "Not known yet").to_owned());
        lines.extend(unknown.into_iter().take(UNKNOWN).map(|line| format!("- {line}")));
    }
    lines.push(String::new());
    lines.push(
        pick(lang, "分かり次第、続けてお知らせします。", "We will inform you further as we learn more.").to_owned(),
    );
    lines.join("\n")
}

/// Facts that are known, latest first, and those of which somebody said that they are not.
fn facts(incident: &Incident, plan: &Plan, lang: Lang) -> (Vec<String>, Vec<String>) {
    let mut current: Vec<_> = incident.facts.iter().filter_map(|(id, history)| Some((id, history.last()?))).collect();
    // Answers to criteria are about declaring, and stay in the house.
    current.retain(|(id, _)| plan.fact(id.as_str()).is_some());
    current.sort_by_key(|(_, entry)| std::cmp::Reverse(incident.place(&entry.line)));
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (id, entry) in current {
        if is_unknown(&entry.value) {
            unknown.push(plan.fact_title(id.as_str()).to_owned());
        } else {
            let fact = FactValue { fact: id.clone(), value: entry.value.clone(), confidence: entry.confidence };
            known.push(wording::facts(plan, &[fact], lang));
        }
    }
    (known, unknown)
}

fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Unknown | Value::Answer(Answer::Unknown))
}

/// What stands under every mail: who, which incident, and the record that it was written from.
pub fn footer(plan: &Plan, incident: &Id, fingerprints: &[Fingerprint], lang: Lang) -> String {
    let mut lines = vec![plan.facility.name.clone(), format!("{} {incident}", pick(lang, "事案", "Incident"))];
    let label = pick(lang, "記録の指紋", "Fingerprint of the record");
    lines.extend(fingerprints.iter().map(|code| format!("{label} {code}")));
    lines.join("\n")
}
