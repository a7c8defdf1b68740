//! The words of what was not understood.

use super::{Problem, Why};
use crate::t;
use crate::text::sanitize;

impl Problem {
    /// What is wrong, and what was done instead. Harmless to show: the cells of a table are.
    pub fn words(&self) -> String {
        let text = self.text.as_str();
        match &self.why {
            Why::NoName => t!("import-no-name"),
            Why::UnknownRole(near) if near.is_empty() => t!("import-unknown-role", text = text),
            Why::UnknownRole(near) => t!("import-unknown-role-near", text = text, near = near.join("、")),
            Why::NotANumber => t!("import-not-a-number", text = text),
            Why::PerhapsLostZero => t!("import-lost-zero", text = text),
            Why::NotADate => t!("import-not-a-date", text = text),
            Why::NotAMail => t!("import-not-a-mail", text = text),
            Why::NotAWeb => t!("import-not-a-web", text = text),
            Why::UnknownContact => t!("import-unknown-contact", text = text),
            Why::UnknownGroup => t!("import-unknown-group", text = text),
            Why::PerhapsSame { name } => t!("import-perhaps-same", name = sanitize::line(name).into_owned()),
            Why::Twice { row } => t!("import-twice", text = text, row = (*row)),
        }
    }

    /// For programs: stays the same in every language.
    pub fn code(&self) -> &'static str {
        match self.why {
            Why::NoName => "no-name",
            Why::UnknownRole(_) => "unknown-role",
            Why::NotANumber => "not-a-number",
            Why::PerhapsLostZero => "perhaps-lost-zero",
            Why::NotADate => "not-a-date",
            Why::NotAMail => "not-a-mail",
            Why::NotAWeb => "not-a-web",
            Why::UnknownContact => "unknown-contact",
            Why::UnknownGroup => "unknown-group",
            Why::PerhapsSame { .. } => "perhaps-same",
            Why::Twice { .. } => "twice",
        }
    }
}
