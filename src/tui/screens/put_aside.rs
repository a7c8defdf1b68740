//! Putting a runbook aside that turned out not to apply: why. What was done with its steps stays in the record.

use super::Cx;
use super::form::{FormScreen, Purpose};
use super::menu::Menu;
use crate::domain::command::Command;
use crate::domain::id::Id;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Snapshot};
use crate::tui::widgets::form::{Field, Form};

/// A runbook that is to be put aside.
pub struct PutAside {
    runbook: Id,
    title: String,
}

/// Asks which of the runbooks that are followed is put aside, where there are several, and why.
pub fn begin(cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    let followed = open.incident.active_runbooks().into_iter().map(|id| {
        let title = open.plan.runbook(id.as_str()).map_or_else(|| id.to_string(), |runbook| runbook.title.clone());
        (id.clone(), title)
    });
    let followed: Vec<(Id, String)> = followed.collect();
    if let [(runbook, title)] = followed.as_slice() {
        return cx.push(form(runbook.clone(), title.clone()));
    }
    let row = |(runbook, title): (Id, String)| -> (String, super::Action) {
        (title.clone(), Box::new(move |cx| cx.push(form(runbook.clone(), title.clone()))))
    };
    Menu::push(cx, t!("put-aside-which"), followed.into_iter().map(row).collect());
}

/// The form for one of them; `None` where the incident does not follow it.
pub fn put_aside(open: &Snapshot, runbook: &Id) -> Option<FormScreen<PutAside>> {
    open.incident.active_runbooks().into_iter().find(|id| *id == runbook)?;
    let title = open.plan.runbook(runbook.as_str()).map_or_else(|| runbook.to_string(), |known| known.title.clone());
    Some(form(runbook.clone(), title))
}

fn form(runbook: Id, title: String) -> FormScreen<PutAside> {
    let reason = Field::text("reason", t!("form-reason")).hint(t!("form-reason-hint"));
    FormScreen::new(PutAside { runbook, title }, Form::new(vec![reason]))
}

impl Purpose for PutAside {
    fn title(&self, _model: &Model) -> String {
        t!("put-aside-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.title.clone()
    }

    fn begun_key(&self) -> String {
        format!("put-aside {}", self.runbook)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let Some(reason) = form.given("reason") else {
            form.complain("reason", t!("form-reason-missing"));
            return None;
        };
        Some(model.deed(Command::PutAside { runbook: self.runbook.clone(), reason }))
    }
}
