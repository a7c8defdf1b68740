//! What went wrong, in the words of the person who reads it.
//!
//! Owns the one place that turns an error into: what happened, what it means for the record, what to do now; in Japanese and in
//! English, with a code for programs and an exit code. Must not know how it is drawn or printed. Texts that came from a file, an
//! argument or another program are made harmless here, because from here they reach a terminal.

mod app;
mod notice;
mod refusal;

pub use app::{left_out, problem};
pub use notice::notice;
pub use refusal::value_type;

use crate::domain::refusal::Refusal;
use crate::t;
use crate::text::sanitize;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Refused, or found wanting.
    Refused = 1,
    /// Wrong usage.
    Usage = 2,
    /// A bad data file that is needed here, or found by `check`.
    Data = 3,
    /// The record could not be written, or is damaged.
    Record = 4,
    /// The network.
    Network = 5,
    /// A bug.
    Bug = 70,
}

/// An error as somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// For programs: stays the same in every language.
    pub code: &'static str,
    /// How the command ends.
    pub exit: Exit,
    /// What happened.
    pub what: String,
    /// What it means for the record.
    pub record: String,
    /// What to do now.
    pub hints: Vec<String>,
}

impl Message {
    /// A message of something that was not recorded.
    pub fn new(code: &'static str, exit: Exit, what: String) -> Self {
        Self { code, exit, what, record: t!("record-not-written"), hints: Vec::new() }
    }

    /// With what it means for the record.
    #[must_use]
    pub fn meaning(mut self, record: String) -> Self {
        self.record = record;
        self
    }

    /// With something to do now.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hints.push(hint);
        self
    }
}

impl From<&Refusal> for Message {
    fn from(refusal: &Refusal) -> Self {
        refusal::message(refusal)
    }
}

/// A text that people typed or a file held, safe to print.
fn safe(text: &str) -> String {
    sanitize::line(text).into_owned()
}

/// Names in a row, safe to print.
fn names<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| safe(name.as_ref())).collect::<Vec<_>>().join(&t!("list-separator"))
}
