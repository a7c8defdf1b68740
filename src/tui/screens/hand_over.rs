//! 引継ぎ: who hands the watch over, and who takes it.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::domain::open_items::owed;
use crate::domain::plan::Plan;
use crate::domain::return_list;
use crate::message::ledger::{awaited, today};
use crate::t;
use crate::tui::digest::duties::summary;
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// A watch that is to be handed over.
pub struct HandOver {
    plan: Arc<Plan>,
}

/// The form for it: who is at the keyboard hands over, unless somebody else is named.
pub fn hand_over(model: &Model) -> Option<FormScreen<HandOver>> {
    let plan = Arc::clone(&model.open.as_ref()?.plan);
    let here = model.keyboard.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let fields = vec![
        Field::person("giver", t!("hand-over-giver")).with(&here).stops(here.is_empty()),
        Field::person("taker", t!("hand-over-taker")).stops(true),
        Field::time("time", t!("form-time")).hint(t!("form-now")),
    ];
    Some(FormScreen::new(HandOver { plan }, Form::new(fields)))
}

impl Purpose for HandOver {
    fn title(&self, _model: &Model) -> String {
        t!("hand-over-title")
    }

    /// Whom nobody has told yet goes over with the watch, and whom one owes a call or a mail.
    fn above(&self, model: &Model) -> String {
        let Some(open) = &model.open else { return String::new() };
        let duties = summary(open.digest.duties(), model.now);
        let owed: Vec<String> = owed(&open.incident, &open.plan).into_iter().map(|item| item.title).collect();
        let owed = owed.split_first().map(|(first, rest)| {
            let names = if rest.is_empty() { first.clone() } else { t!("hand-over-owed-more", first = first.as_str()) };
            t!("hand-over-owed", count = owed.len(), names = names)
        });
        let back = awaited(return_list::awaited(&open.incident, &open.plan, today(&open.plan.facility, model.now)));
        duties.into_iter().chain(owed).chain(back).collect::<Vec<_>>().join("\n")
    }

    fn begun_key(&self) -> String {
        "hand-over".to_owned()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let giver = typed::person(&self.plan, &form.text("giver"));
        let taker = typed::person(&self.plan, &form.text("taker"));
        let (Some(giver), Some(taker)) = (giver.clone(), taker) else {
            let missing = if giver.is_none() { "giver" } else { "taker" };
            form.complain(missing, t!("hand-over-missing"));
            return None;
        };
        if giver.same_person(&taker) {
            form.complain("taker", t!("hand-over-same"));
            return None;
        }
        let occurred = form.when(model.now)?;
        let own = model.keyboard.as_ref().is_some_and(|here| here.same_person(&giver));
        Some(Deed { occurred, for_: (!own).then_some(giver), ..model.deed(Command::HandOver { taker }) })
    }

    fn recorded(&mut self, _recorded: &Recorded, cx: &mut super::Cx<'_>) {
        // Somebody else sits down now, and says so.
        cx.push(super::who::Who::default());
    }
}
