//! Correcting an entry: other words, another time, another person. The older words stay in the record.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use super::mark::{FactLines, fact_fields};
use crate::domain::command::Command;
use crate::domain::entry::Entry;
use crate::domain::event::CorrectedTime;
use crate::domain::hash::Hash;
use crate::domain::plan::Plan;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// An entry that is to be corrected.
pub struct Correct {
    target: Hash,
    text: String,
    lines: FactLines,
    plan: Arc<Plan>,
}

/// The form for it.
pub fn correct(model: &Model, entry: &Entry) -> Option<FormScreen<Correct>> {
    let open = model.open.as_ref()?;
    let plan = Arc::clone(&open.plan);
    // The answer to a question is given anew where it was asked.
    let ids = entry.facts().into_iter().map(|fact| fact.fact).filter(|id| plan.fact(id.as_str()).is_some()).collect();
    let lines = FactLines { plan: Arc::clone(&plan), ids };
    let mut fields = vec![
        Field::text("text", t!("correct-text")).of_many_lines().with(entry.text()),
        Field::time("time", t!("correct-time")).hint(typed::show_when(&entry.when(), model.now)),
        Field::person("for", t!("correct-for")).hint(entry.actor().map_or(String::new(), |who| who.name.clone())),
    ];
    fields.extend(fact_fields(open, &lines.ids).into_iter().map(|field| field.stops(false)));
    let purpose = Correct { target: entry.hash(), text: entry.text().to_owned(), lines, plan };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

impl Purpose for Correct {
    fn title(&self, _model: &Model) -> String {
        t!("correct-title")
    }

    fn begun_key(&self) -> String {
        format!("correct {}", self.target)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let Some(text) = form.given("text") else {
            form.complain("text", t!("correct-text-missing"));
            return None;
        };
        let occurred = match form.given("time").map(|time| typed::time(&time, model.now)).transpose() {
            Ok(occurred) => occurred.map(|when| CorrectedTime { at: when.at, said: when.said }),
            Err(complaint) => {
                form.complain("time", complaint);
                return None;
            }
        };
        let whose = typed::person(&self.plan, &form.text("for"));
        let text = Some(text).filter(|text| text.trim() != self.text.trim());
        let facts = self.lines.read(form, model)?;
        if text.is_none() && occurred.is_none() && whose.is_none() && facts.is_empty() {
            form.complain("text", t!("correct-nothing"));
            return None;
        }
        Some(model.deed(Command::Correct { target: self.target, text, occurred, for_: whose, facts }))
    }
}
