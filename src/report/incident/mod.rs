//! The full report of an incident, `incident`: what happened, what was decided and done, what is known and what is not, and how
//! the record stands. Everything in it is computed from the record.

mod account;
mod decisions;
mod knowledge;
mod work;

pub use decisions::stage;

use super::document::{Document, Section};
use crate::domain::facility::Lang;
use crate::domain::fingerprint::Fingerprint;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::who::Who;
use crate::domain::wording;
use crate::t;

/// What a report is computed from.
pub struct Input<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// What it follows.
    pub plan: &'a Plan,
    /// The ends of its chains.
    pub fingerprints: Vec<Fingerprint>,
    /// How many lines the check of the chains found wanting.
    pub findings: usize,
    /// When the report is made.
    pub now: Moment,
    /// The language of headings and labels.
    pub lang: Lang,
}

/// The full report.
pub fn incident(input: &Input<'_>) -> Document {
    let facility = &input.plan.facility;
    let id = input.incident.id.as_ref().map(ToString::to_string).unwrap_or_default();
    let mark = if input.incident.drill { t!("report-mark-drill") } else { String::new() };
    let sections = vec![
        decisions::summary(input),
        decisions::declarations(input),
        decisions::criteria(input),
        work::progress(input),
        work::failed(input),
        work::skipped(input),
        work::done(input),
        work::orders(input),
        work::calls(input),
        knowledge::facts(input),
        knowledge::unknown(input),
        knowledge::open(input),
        account::chronology(input),
        account::unconfirmed(input),
        account::corrections(input),
        account::about(input),
    ];
    Document {
        title: format!("{mark}{}", t!("report-title")),
        running_head: format!("{mark}{} / {id}", facility.name),
        drill: input.incident.drill,
        lang: match input.lang {
            Lang::Ja => "ja",
            Lang::En => "en",
        },
        sections,
    }
}

impl Input<'_> {
    /// A moment with its date; the words for 不明 where there is none.
    fn at(&self, at: Option<Moment>) -> String {
        at.map_or_else(
            || wording::answer(crate::domain::value::Answer::Unknown, self.lang).to_owned(),
            |at| at.with_timezone(&self.plan.facility.offset).format("%Y-%m-%d %H:%M").to_string(),
        )
    }

    /// When the thing happened that a line tells, as surely as it was said: 明け方 never becomes 04:00.
    fn when_of(&self, line: &Hash) -> String {
        self.incident.entry(line).map_or_else(|| self.at(None), |entry| wording::when(&entry.when(), self.lang))
    }

    /// A person with role; nobody named: 未名乗り; not on the list: marked.
    fn who(&self, who: Option<&Who>) -> String {
        match who {
            None => t!("report-nameless"),
            Some(who) if who.is_listed() => wording::who(&self.plan.facility, who),
            Some(who) => format!("{}{}", wording::who(&self.plan.facility, who), t!("report-mark-not-listed")),
        }
    }

    fn section(heading: String) -> Section {
        Section::new(heading)
    }
}
