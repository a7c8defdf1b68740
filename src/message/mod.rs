//! What went wrong, in the words of the person who reads it.
//!
//! Owns the one place that turns an error into: what happened, what it means for the record, what to do now; in Japanese and in
//! English, with a code for programs and an exit code. Must not know how it is drawn or printed. Texts that came from a file, an
//! argument or another program are made harmless here, because from here they reach a terminal.

mod app;
pub mod call;
pub mod duty;
mod edit;
pub mod ledger;
mod mail;
mod manifest;
mod mirror;
pub mod mode;
mod notice;
mod paper;
mod refusal;
pub mod restoring;

pub use app::{left_out, problem, site_unusable, spool_remarks, standing};
pub use mirror::{mirror_line, mirror_notice, mirror_word};
pub use notice::notice;
pub use paper::{paper_entry, paper_problem, paper_remarks};
pub use refusal::{mail_state, value_type};

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
    on_screen: Vec<String>,
}

impl Message {
    /// A message of something that was not recorded.
    pub fn new(code: &'static str, exit: Exit, what: String) -> Self {
        Self { code, exit, what, record: t!("record-not-written"), hints: Vec::new(), on_screen: Vec::new() }
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
        self.on_screen.push(hint.clone());
        self.hints.push(hint);
        self
    }

    /// With something to do now: what to type behind a command, and what to press on a screen.
    #[must_use]
    pub fn hint_by_face(mut self, command: String, screen: String) -> Self {
        self.hints.push(command);
        self.on_screen.push(screen);
        self
    }

    /// What to do now for somebody in front of the screens: keys, where [`Message::hints`] speaks of commands.
    pub fn hints_for_screen(&self) -> &[String] {
        &self.on_screen
    }
}

impl From<&Refusal> for Message {
    fn from(refusal: &Refusal) -> Self {
        refusal::message(refusal)
    }
}

/// A refusal's words under its code.
fn refused(code: &'static str, what: String) -> Message {
    Message::new(code, Exit::Refused, what)
}

/// A text that people typed or a file held, safe to print.
fn safe(text: &str) -> String {
    sanitize::line(text).into_owned()
}

/// Names in a row, safe to print.
fn names<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| safe(name.as_ref())).collect::<Vec<_>>().join(&t!("list-separator"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hash::Hash;
    use crate::domain::id::Id;
    use crate::domain::incident::Stage;
    use crate::domain::refusal::What;
    use crate::domain::when::read;

    #[test]
    fn what_a_screen_says_to_do_is_no_command() {
        let whats =
            [What::Step, What::Criterion, What::Fact, What::Line, What::Contact, What::Incident, What::OpenItem];
        let not_found = whats.map(|what| Refusal::NotFound { what, typed: "x".to_owned(), near: vec!["y".to_owned()] });
        let more = [
            Refusal::Future { at: read("2026-11-22T16:00:00+09:00").unwrap() },
            Refusal::EmptyText,
            Refusal::NeedsReason,
            Refusal::NeedsGrounds,
            Refusal::NeedsPerson,
            Refusal::WrongStage { stage: Stage::Closed },
            Refusal::NotActive { runbook: Id::new("a").unwrap(), title: "A".to_owned() },
            Refusal::NotTheDecider { role: "r".to_owned(), deciders: vec!["d".to_owned()], who: None },
            Refusal::NobodyTried { role: "r".to_owned(), deciders: vec![("d".to_owned(), "D".to_owned())] },
            Refusal::NotYours { whose: "w".to_owned() },
            Refusal::NotChangeable { line: Hash::ZERO },
        ];
        for refusal in not_found.iter().chain(&more) {
            let message = Message::from(refusal);
            assert!(!message.hints_for_screen().is_empty(), "{refusal:?}");
            assert_eq!(message.hints.len(), message.hints_for_screen().len(), "{refusal:?}");
            for hint in message.hints_for_screen() {
                assert!(!hint.contains("sonae ") && !hint.contains("--") && !hint.contains("-i "), "{hint}");
            }
        }
    }
}
