//! Withdrawing an entry: why, by a further line.

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::domain::entry::Entry;
use crate::domain::hash::Hash;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::widgets::form::{Field, Form};

/// An entry that is to be withdrawn.
pub struct Withdraw {
    target: Hash,
    text: String,
}

/// The form for it.
pub fn withdraw(entry: &Entry) -> FormScreen<Withdraw> {
    let purpose = Withdraw { target: entry.hash(), text: entry.text().to_owned() };
    let reason = Field::text("reason", t!("form-reason")).hint(t!("withdraw-reason-hint"));
    FormScreen::new(purpose, Form::new(vec![reason]))
}

impl Purpose for Withdraw {
    fn title(&self, _model: &Model) -> String {
        t!("withdraw-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.text.clone()
    }

    fn begun_key(&self) -> String {
        format!("withdraw {}", self.target)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let Some(reason) = form.given("reason") else {
            form.complain("reason", t!("form-reason-missing"));
            return None;
        };
        Some(model.deed(Command::Withdraw { target: self.target, reason }))
    }
}
