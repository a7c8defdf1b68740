//! A memo, or an instruction, from every screen: what, when, from whom to whom. Also the way to enter something late.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::domain::plan::Plan;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word an unfinished memo is found again.
pub const KEY: &str = "memo";

/// By which word an unfinished late entry is found again.
pub const KEY_LATE: &str = "memo-late";

/// A memo to be.
pub struct Memo {
    /// It happened earlier: its time is asked first, and must be given.
    late: bool,
    plan: Arc<Plan>,
}

/// The form for a memo.
pub fn memo(model: &Model) -> Option<FormScreen<Memo>> {
    form(model, false)
}

/// The form for something that happened earlier.
pub fn late(model: &Model) -> Option<FormScreen<Memo>> {
    form(model, true)
}

fn form(model: &Model, late: bool) -> Option<FormScreen<Memo>> {
    let plan = Arc::clone(&model.open.as_ref()?.plan);
    let roles = std::iter::once(t!("memo-no-order")).chain(plan.facility.roles.iter().map(|role| role.title.clone()));
    let mut first = [
        Field::text("text", t!("memo-text")).hint(t!("memo-text-hint")).of_many_lines(),
        if late {
            Field::time("time", t!("memo-late-time")).hint(t!("memo-late-hint")).stops(true)
        } else {
            Field::time("time", t!("form-time")).hint(t!("form-now"))
        },
    ];
    if late {
        first.reverse();
    }
    let further = [
        Field::text("from", t!("memo-from")).stops(false).hint(t!("memo-from-hint")),
        Field::text("to", t!("memo-to")).stops(false).hint(t!("memo-to-hint")),
        Field::person("for", t!("form-for")).hint(t!("form-for-hint")),
        Field::choice(
            "via",
            t!("memo-via"),
            vec![t!("via-none"), t!("via-phone"), t!("via-person"), t!("via-paper")],
            0,
        ),
        Field::choice("owner", t!("memo-owner"), roles.collect(), 0),
        Field::time("due", t!("memo-due")).ahead().hint(t!("memo-due-hint")),
    ];
    let fields = first.into_iter().chain(further).collect();
    Some(FormScreen::new(Memo { late, plan }, Form::new(fields)))
}

/// How something was said, as lines have it.
pub fn via(chosen: usize) -> Option<String> {
    ["phone", "in-person", "paper"].get(chosen.checked_sub(1)?).map(|via| (*via).to_owned())
}

impl Purpose for Memo {
    fn title(&self, _model: &Model) -> String {
        if self.late { t!("memo-late-title") } else { t!("memo-title") }
    }

    fn begun_key(&self) -> String {
        if self.late { KEY_LATE.to_owned() } else { KEY.to_owned() }
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        if self.late && form.given("time").is_none() {
            form.complain("time", t!("memo-late-missing"));
            return None;
        }
        let Some(text) = form.given("text") else {
            form.complain("text", t!("memo-text-missing"));
            return None;
        };
        let occurred = form.when(model.now)?;
        let owner = form.chosen("owner").checked_sub(1).and_then(|at| self.plan.facility.roles.get(at));
        let command = match owner {
            None if form.given("due").is_some() => {
                form.complain("due", t!("memo-due-no-order"));
                return None;
            }
            None => Command::Note { text },
            Some(role) => {
                let due = form.given("due").map(|due| typed::due_of_order(&due, &occurred, model.now)).transpose();
                let due = match due {
                    Ok(due) => due,
                    Err(complaint) => {
                        form.complain("due", complaint);
                        return None;
                    }
                };
                Command::Order { text, owner: role.id.clone(), due }
            }
        };
        Some(Deed {
            occurred,
            for_: typed::person(&self.plan, &form.text("for")),
            from: form.given("from"),
            to: form.given("to"),
            via: via(form.chosen("via")),
            ..model.deed(command)
        })
    }
}
