//! Recording what was done with a step: time, remark or reason, and the facts that the step collects, one by one.

use std::sync::Arc;

use super::Cx;
use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::domain::event::{FactValue, StepMark};
use crate::domain::guide::GuideStep;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::runbook::FactDef;
use crate::domain::step_key::StepKey;
use crate::domain::value::{Answer, Confidence, Value, ValueType};
use crate::domain::wording;
use crate::t;
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Deed, Recorded};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form, Kind};

/// The confidences in the order in which they are offered.
const SURE: [Confidence; 3] = [Confidence::Confirmed, Confidence::Hearsay, Confidence::Estimated];

/// One step, one mark.
pub struct MarkStep {
    step: StepKey,
    title: String,
    mark: StepMark,
    collect: Vec<Id>,
    plan: Arc<Plan>,
}

/// The form for a mark on a step.
pub fn mark(model: &Model, step: &GuideStep<'_>, mark: StepMark) -> Option<FormScreen<MarkStep>> {
    let open = model.open.as_ref()?;
    let plan = Arc::clone(&open.plan);
    let collect: Vec<Id> = if mark == StepMark::Done { step.placed.step.collect.clone() } else { Vec::new() };
    let mut fields: Vec<Field> = Vec::new();
    for id in &collect {
        let Some(def) = plan.fact(id.as_str()) else { continue };
        let known = open.incident.fact(id.as_str()).map(|fact| wording::value(&plan, id.as_str(), &fact.value, lang()));
        fields.push(fact_field(def, known));
    }
    if !fields.is_empty() {
        let sure = SURE.iter().map(|sure| wording::confidence(*sure, lang()).to_owned()).collect();
        fields.push(Field::choice("sure", t!("form-sure"), sure, 0));
    }
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", t!("form-for")).hint(t!("form-for-hint")));
    fields.push(match mark {
        StepMark::Done => Field::text("reason", t!("form-remark")).hint(t!("form-remark-hint")),
        StepMark::Later => Field::text("reason", t!("form-reason")).hint(t!("form-remark-hint")),
        _ => Field::text("reason", t!("form-reason")).hint(t!("form-reason-hint")),
    });
    let title = wording::step_title(step.placed.step, step.department);
    let purpose = MarkStep { step: step.key.clone(), title, mark, collect, plan };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

fn fact_field(def: &FactDef, known: Option<String>) -> Field {
    let id = format!("fact:{}", def.id);
    let ask = def.ask.clone().unwrap_or_else(|| def.title.clone());
    let hint = match known {
        Some(known) => t!("form-fact-known", ask = ask, known = known),
        None => ask,
    };
    let options = |words: Vec<String>| {
        std::iter::once(t!("form-not-asked")).chain(words).chain(std::iter::once(t!("answer-unknown"))).collect()
    };
    let field = match def.value {
        ValueType::Answer => {
            let words = [Answer::Yes, Answer::No].map(|answer| wording::answer(answer, lang()).to_owned());
            Field::choice(&id, def.title.clone(), options(words.to_vec()), 0)
        }
        ValueType::Choice => {
            let words = def.choices.iter().map(|(_, title)| title.clone()).collect();
            Field::choice(&id, def.title.clone(), options(words), 0)
        }
        ValueType::Time => Field::time(&id, def.title.clone()),
        ValueType::Text | ValueType::Count | ValueType::List => Field::text(&id, def.title.clone()),
    };
    field.hint(hint).stops(true)
}

impl MarkStep {
    fn facts(&self, form: &mut Form, model: &Model) -> Result<Vec<FactValue>, (String, String)> {
        let confidence = SURE.get(form.chosen("sure")).copied().unwrap_or(Confidence::Confirmed);
        let mut facts = Vec::new();
        for id in &self.collect {
            let name = format!("fact:{id}");
            let (Some(def), Some(field)) = (self.plan.fact(id.as_str()), form.field(&name)) else { continue };
            let value = match &field.kind {
                Kind::Choice { options, at } => chosen(def, options.len(), *at),
                Kind::Text(text) | Kind::Time(text) | Kind::Person(text) => {
                    typed::value(def, &text.text(), model.now).map_err(|complaint| (name.clone(), complaint))?
                }
            };
            facts.extend(value.map(|value| FactValue { fact: id.clone(), value, confidence }));
        }
        Ok(facts)
    }
}

fn chosen(def: &FactDef, options: usize, at: usize) -> Option<Value> {
    let which = at.checked_sub(1)?;
    if at + 1 == options {
        return Some(if def.value == ValueType::Answer { Value::Answer(Answer::Unknown) } else { Value::Unknown });
    }
    match def.value {
        ValueType::Answer => Some(Value::Answer(if which == 0 { Answer::Yes } else { Answer::No })),
        _ => def.choices.get(which).map(|(id, _)| Value::Choice(id.to_string())),
    }
}

impl Purpose for MarkStep {
    fn title(&self, _model: &Model) -> String {
        t!("mark-title", mark = wording::mark(self.mark, lang()))
    }

    fn above(&self, _model: &Model) -> String {
        self.title.clone()
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let facts = match self.facts(form, model) {
            Ok(facts) => facts,
            Err((field, complaint)) => {
                form.complain(&field, complaint);
                return None;
            }
        };
        let occurred = match typed::time(&form.text("time"), model.now) {
            Ok(occurred) => occurred,
            Err(complaint) => {
                form.complain("time", complaint);
                return None;
            }
        };
        let reason = form.given("reason");
        let needs_reason = matches!(self.mark, StepMark::Failed | StepMark::Skipped | StepMark::Reopened);
        if needs_reason && reason.is_none() {
            form.complain("reason", t!("form-reason-missing"));
            return None;
        }
        let command = Command::Mark { step: self.step.clone(), mark: self.mark, reason, facts };
        let for_ = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_, ..model.deed(command) })
    }

    fn recorded(&mut self, _recorded: &Recorded, cx: &mut Cx<'_>) {
        // The screen below shows the step; it goes on to the next one that waits.
        cx.todo.push(super::Todo::Give(crate::tui::keys::Cmd::Next));
    }
}
