//! 連絡義務: whom to tell, on what finding, from which moment, by when, as `duties/*.toml` say.
//!
//! Owns these shapes. Law is data: nothing here knows an addressee or a number of days. Must not know files, nor what was done in an
//! incident.

pub mod calendar;
pub mod clock;
pub mod due;
pub mod finding;

pub use calendar::{Calendar, Closed, Holiday};

use super::condition::{Atom, Condition};
use super::id::Id;
use super::runbook::Cause;
use super::step_key::StepKey;

/// One duty to tell somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Short name; lines of an incident carry it.
    pub id: Id,
    /// Who is told what.
    pub title: String,
    /// The same in a few words, for a line with little room; `None`: the title.
    pub short: Option<String>,
    /// What one says on the telephone that it is about, as a spoken sentence.
    pub say: Option<String>,
    /// The contacts any one of whom discharges it, when told.
    pub contacts: Vec<Id>,
    /// The causes for which it exists; empty: all.
    pub causes: Vec<Cause>,
    /// The founder for which it exists; `None`: every one.
    pub founder: Option<Founder>,
    /// On what finding; `None`: on any.
    pub when: Option<Condition>,
    /// From which moment it counts: the first of these that is recorded.
    pub from: Vec<Start>,
    /// By when.
    pub due: Due,
    /// Only a submission discharges it, no call.
    pub needs_submission: bool,
    /// 任意: nobody has to.
    pub optional: bool,
    /// With which form, in words.
    pub form: Option<String>,
    /// Where it comes from.
    pub source: Vec<String>,
}

impl Duty {
    /// Its name where there is little room.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.title)
    }
}

/// Who runs the facility: some duties differ for public ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Founder {
    /// 公立
    Public,
    /// 民間
    Private,
}

/// A moment from which a duty counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// 覚知
    Noticed,
    /// 宣言: the first declaration.
    Declared,
    /// 判断: when the duty's own condition first held.
    Judged,
    /// When a step was done.
    Step(StepKey),
    /// A fact that is a time: its value; else when this first held.
    Atom(Atom),
}

/// By when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// How it is counted.
    pub rule: DueRule,
    /// How sure the way of counting is.
    pub certainty: Certainty,
    /// What is to be said about it.
    pub note: Option<String>,
}

/// How a due date is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueRule {
    /// 直ちに
    AtOnce,
    /// 速やかに
    Promptly,
    /// 早期に
    Early,
    /// 協議による
    AsAgreed,
    /// Within so many days.
    Days {
        /// Where a span is said (3 to 5 days), its beginning.
        first: Option<u16>,
        /// The last day.
        days: u16,
        /// The day of the beginning is day 1.
        count_first_day: bool,
        /// What a last day on a closed day means.
        closed: ClosedRule,
    },
}

/// What a last day on a closed day means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClosedRule {
    /// Nothing: it stays.
    #[default]
    AsIs,
    /// The next open day.
    NextOpen,
    /// The open day before.
    PreviousOpen,
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Read in the law or notice itself.
    Confirmed,
    /// Read in a text about it.
    Secondary,
    /// 要確認
    Unverified,
}

/// Findings that cannot both hold: what rests on them is 未判定 until somebody has answered again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Short name.
    pub id: Id,
    /// The findings.
    pub when: Condition,
    /// What does not fit, and what to look at again.
    pub say: String,
}
