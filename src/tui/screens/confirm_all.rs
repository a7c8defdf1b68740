//! Confirming all entries of one person in one go: who looks through what others typed for him or her.

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// A person whose entries are to be confirmed.
pub struct ConfirmAll;

/// The form for it: who is at the keyboard, unless another name is written.
pub fn confirm_all(model: &Model) -> FormScreen<ConfirmAll> {
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let person = Field::person("person", t!("confirm-all-person")).with(&here).stops(true);
    FormScreen::new(ConfirmAll, Form::new(vec![person]))
}

impl Purpose for ConfirmAll {
    fn title(&self, _model: &Model) -> String {
        t!("confirm-all-title")
    }

    fn above(&self, _model: &Model) -> String {
        t!("confirm-all-above")
    }

    fn begun_key(&self) -> String {
        "confirm-all".to_owned()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let plan = model.plan()?;
        let Some(person) = typed::person(&plan, &form.text("person")) else {
            form.complain("person", t!("confirm-all-missing"));
            return None;
        };
        let unconfirmed = model.open.as_ref()?.incident.unconfirmed();
        let count = unconfirmed.filter(|entry| entry.actor().is_some_and(|who| who.same_person(&person))).count();
        if count == 0 {
            form.complain("person", t!("confirm-all-none"));
            return None;
        }
        // Only the person can confirm: whoever writes the name here says that he or she sits here now.
        Some(Deed { by: Some(person.clone()), ..model.deed(Command::ConfirmAllOf { person }) })
    }
}
