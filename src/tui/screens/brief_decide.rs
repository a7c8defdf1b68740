//! A decision that was given, mostly by telephone: what, in which words, when, whose.

use std::sync::Arc;

use super::declare::{deciders, likely};
use super::form::{FormScreen, Purpose};
use super::mark::{FactLines, fact_field};
use super::memo::via;
use crate::domain::announcement::ToDecide;
use crate::domain::command::Command;
use crate::domain::event::DecisionMade;
use crate::domain::plan::Plan;
use crate::domain::wording;
use crate::t;
use crate::tui::model::{Model, lang};
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// By which word an unfinished decision is found again.
pub const KEY: &str = "decide";

/// What was decided.
pub struct Decide {
    topic: ToDecide,
    lines: FactLines,
    plan: Arc<Plan>,
}

/// The form for one decision; `None` for the declaration, which has a screen of its own, and where the fact is gone.
pub fn decide(model: &Model, topic: &ToDecide) -> Option<FormScreen<Decide>> {
    let open = model.open.as_ref()?;
    let plan = Arc::clone(&open.plan);
    let id = topic.fact.clone()?;
    let def = plan.fact(id.as_str())?;
    let known = open.incident.fact(id.as_str()).map(|fact| wording::value(&plan, id.as_str(), &fact.value, lang()));
    let here = model.keyboard.as_ref().and_then(|who| who.id.as_ref());
    let decider = deciders(open).get(likely(open, here)).map(|person| person.name.clone()).unwrap_or_default();
    let ways = vec![t!("via-none"), t!("via-phone"), t!("via-person"), t!("via-paper")];
    let fields = vec![
        fact_field(def, known),
        Field::text("text", t!("decide-text")).hint(t!("decide-text-hint")).of_many_lines(),
        Field::time("time", t!("form-time")).hint(t!("form-now")),
        Field::person("for", t!("decide-by")).hint(t!("form-for-hint")).with(&decider),
        Field::choice("via", t!("declare-via"), ways, 1),
    ];
    let lines = FactLines { plan: Arc::clone(&plan), ids: vec![id] };
    Some(FormScreen::new(Decide { topic: topic.clone(), lines, plan }, Form::new(fields)))
}

impl Purpose for Decide {
    fn title(&self, _model: &Model) -> String {
        t!("decide-title", title = self.topic.title.as_str())
    }

    fn above(&self, _model: &Model) -> String {
        self.topic.ask.clone()
    }

    fn begun_key(&self) -> String {
        format!("{KEY} {}", self.topic.id)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let facts = self.lines.read(form, model)?;
        let Some(fact) = facts.first() else {
            let missing = self.lines.ids.first().map(|id| format!("fact:{id}")).unwrap_or_default();
            form.complain(&missing, t!("decide-missing"));
            return None;
        };
        let occurred = form.when(model.now)?;
        let words = wording::value(&self.plan, fact.fact.as_str(), &fact.value, self.plan.facility.lang);
        let decision = form.given("text").map_or(words.clone(), |said| format!("{words}。{said}"));
        let (topic, title) = (self.topic.id.clone(), self.topic.title.clone());
        let command = Command::Decide(DecisionMade { topic, title, decision, facts });
        let whose = typed::person(&self.plan, &form.text("for"));
        // Whoever decides at the keyboard was not told by telephone.
        let own = whose.as_ref().is_some_and(|whose| model.keyboard.as_ref().is_some_and(|by| by.same_person(whose)));
        let whose = whose.filter(|_| !own);
        let via = via(form.chosen("via")).filter(|_| whose.is_some());
        Some(Deed { occurred, for_: whose, via, ..model.deed(command) })
    }
}
