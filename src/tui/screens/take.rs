//! Who takes one open item, at any time: a person, a date and a reason, recorded at once.
//!
//! Owns the form. At stand-down the same is asked for all items together, in [`super::stand_down_takers`].

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use crate::domain::command::{Command, Taking};
use crate::domain::plan::Plan;
use crate::domain::return_list::{ReturnItem, return_list};
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word a form that was begun is found again; the item stands behind it.
pub const KEY: &str = "take";

/// An item that is to be taken.
pub struct Take {
    item: ReturnItem,
    plan: Arc<Plan>,
}

/// The form, with who has the item now; `None` where it is open no more.
pub fn take(model: &Model, item: &str) -> Option<FormScreen<Take>> {
    let open = model.open.as_ref()?;
    let item = return_list(&open.incident, &open.plan).into_iter().find(|known| known.item.id() == item)?;
    let before = item.taken.as_ref().map(|taken| &taken.made);
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let name = before.map(|before| before.taker.name.as_str()).unwrap_or_default();
    let reason = before.map(|before| before.reason.as_str()).unwrap_or_default();
    let until = item.until().map(|until| until.to_string()).unwrap_or_default();
    let fields = vec![
        Field::person("taker", t!("stand-down-taker")).hint(here).stops(true).with(name),
        Field::time("until", t!("stand-down-until")).ahead().hint(t!("stand-down-until-hint")).with(&until),
        Field::text("reason", t!("stand-down-reason")).hint(t!("take-reason-hint")).with(reason),
        Field::time("time", t!("form-time")).hint(t!("form-now")),
    ];
    Some(FormScreen::new(Take { item, plan: Arc::clone(&open.plan) }, Form::new(fields)))
}

impl Purpose for Take {
    fn title(&self, _model: &Model) -> String {
        t!("take-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.item.item.title.clone()
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.item.item.id())
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        // Who sits here takes it where nobody is named, as the hint says.
        let Some(taker) = typed::person(&self.plan, &form.text("taker")).or_else(|| model.keyboard.clone()) else {
            form.complain("taker", t!("stand-down-taker-missing"));
            return None;
        };
        let until = match form.given("until").map(|until| typed::due(&until, model.now)).transpose() {
            Ok(until) => until.map(|until| until.date_naive()).or_else(|| model.now.date_naive().succ_opt())?,
            Err(complaint) => {
                form.complain("until", complaint);
                return None;
            }
        };
        let reason = form.needed("reason")?;
        let occurred = form.when(model.now)?;
        let item = self.item.item.id();
        Some(Deed { occurred, ..model.deed(Command::Take(Taking { item, taker, until, reason })) })
    }
}
