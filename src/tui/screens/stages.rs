//! Opening an incident again: why.

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::widgets::form::{Field, Form};

/// An incident that is to be opened again.
pub struct Reopen;

/// The form for it.
pub fn reopen() -> FormScreen<Reopen> {
    let reason = Field::text("reason", t!("form-reason")).hint(t!("form-reason-hint"));
    FormScreen::new(Reopen, Form::new(vec![reason]))
}

impl Purpose for Reopen {
    fn title(&self, _model: &Model) -> String {
        t!("reopen-title")
    }

    fn begun_key(&self) -> String {
        "reopen".to_owned()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let Some(reason) = form.given("reason") else {
            form.complain("reason", t!("form-reason-missing"));
            return None;
        };
        Some(model.deed(Command::Reopen { reason }))
    }
}
