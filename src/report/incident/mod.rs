//! The full report of an incident, `incident`: what happened, what was decided and done, what is known and what is not, and how
//! the record stands. Everything in it is computed from the record.

mod account;
mod decisions;
mod degraded;
mod knowledge;
mod ledger;
mod restoring;
mod telling;
mod words;
mod work;

pub use decisions::stage;

use super::document::{Document, Section};
use crate::domain::facility::Lang;
use crate::domain::fingerprint::Fingerprint;
use crate::domain::fold::AsOf;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::{Moment, When};
use crate::domain::who::Who;
use crate::domain::wording;
use crate::t;

/// What a report is computed from.
pub struct Input<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// What it follows.
    pub plan: &'a Plan,
    /// The standing series as it was when the incident was noticed: lists that were printed and backups that were taken before.
    pub quiet: &'a Incident,
    /// Which past is looked at; the present by default.
    pub as_of: AsOf,
    /// The ends of its chains, in the whole record.
    pub fingerprints: Vec<Fingerprint>,
    /// How many lines the whole record has.
    pub whole: usize,
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
    let past = input.past();
    let sections = [
        Some(decisions::summary(input)),
        Some(decisions::declarations(input)),
        // Where there were none, nothing is missing: a declaration is asked for in every incident, these are not.
        words::decisions(input),
        Some(decisions::criteria(input)),
        Some(work::progress(input)),
        Some(work::failed(input)),
        Some(work::skipped(input)),
        Some(work::done(input)),
        Some(work::orders(input)),
        Some(telling::duties(input)),
        Some(telling::calls(input)),
        Some(telling::mails(input)),
        words::announcements(input),
        degraded::departments(input),
        degraded::emergency_accounts(input),
        restoring::systems(input),
        restoring::overrides(input),
        restoring::backs(input),
        ledger::batches(input),
        ledger::gaps(input),
        Some(knowledge::facts(input)),
        Some(knowledge::unknown(input)),
        Some(knowledge::open(input)),
        Some(account::chronology(input)),
        Some(account::unconfirmed(input)),
        Some(account::corrections(input)),
        Some(account::about(input)),
    ];
    let sections = sections.into_iter().flatten().collect();
    Document {
        title: wording::with_remark(&format!("{mark}{}", t!("report-title")), past.as_deref()),
        running_head: wording::with_remark(&format!("{mark}{} / {id}", facility.name), past.as_deref()),
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
            |at| wording::moment(&self.plan.facility, at),
        )
    }

    /// The moment that the report looks at as now.
    fn moment(&self) -> Moment {
        self.as_of.moment().unwrap_or(self.now)
    }

    /// Which past is looked at, in words; `None`: the present.
    fn past(&self) -> Option<String> {
        let happened = self.as_of.happened.map(|at| t!("report-as-of-happened", at = self.at(Some(at))));
        let known = self.as_of.known.map(|at| t!("report-as-of-known", at = self.at(Some(at))));
        let both: Vec<String> = happened.into_iter().chain(known).collect();
        (!both.is_empty()).then(|| both.join(&t!("list-separator")))
    }

    /// A time as surely as it was said.
    fn when(&self, when: &When) -> String {
        wording::when(&self.plan.facility, when, self.lang)
    }

    /// When the thing happened that a line tells, as surely as it was said: 明け方 never becomes 04:00.
    fn when_of(&self, line: &Hash) -> String {
        self.incident.entry(line).map_or_else(|| self.at(None), |entry| self.when(&entry.when()))
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
