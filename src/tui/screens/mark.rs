//! Recording what was done with a step: time, remark or reason, and the facts that the step collects, one by one.

use std::sync::Arc;

use super::Cx;
use super::call::Call;
use super::declare::Declare;
use super::form::{FormScreen, Purpose};
use super::step_detail::is_declaration;
use crate::domain::command::Command;
use crate::domain::event::{FactValue, StepMark};
use crate::domain::guide::GuideStep;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::runbook::{FactDef, StepKind};
use crate::domain::step_key::StepKey;
use crate::domain::value::{Answer, Confidence, Value, ValueType};
use crate::domain::wording;
use crate::t;
use crate::tui::keys::Cmd;
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Deed, Snapshot};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form, Kind};

/// The confidences in the order in which they are offered.
const SURE: [Confidence; 3] = [Confidence::Confirmed, Confidence::Hearsay, Confidence::Estimated];

/// One step, one mark.
pub struct MarkStep {
    step: StepKey,
    title: String,
    mark: StepMark,
    lines: FactLines,
    plan: Arc<Plan>,
}

/// Lines of a form that ask for facts.
pub struct FactLines {
    /// What is known about the facts.
    pub plan: Arc<Plan>,
    /// Which.
    pub ids: Vec<Id>,
}

/// The lines for these facts, and how sure they are.
pub fn fact_fields(open: &Snapshot, ids: &[Id]) -> Vec<Field> {
    let plan = &open.plan;
    let mut fields: Vec<Field> = Vec::new();
    for id in ids {
        let Some(def) = plan.fact(id.as_str()) else { continue };
        let known = open.incident.fact(id.as_str()).map(|fact| wording::value(plan, id.as_str(), &fact.value, lang()));
        fields.push(fact_field(def, known));
    }
    if !fields.is_empty() {
        let sure = SURE.iter().map(|sure| wording::confidence(*sure, lang()).to_owned()).collect();
        fields.push(Field::choice("sure", t!("form-sure"), sure, 0));
    }
    fields
}

/// The form for a mark on a step.
pub fn mark(model: &Model, step: &GuideStep<'_>, mark: StepMark) -> Option<FormScreen<MarkStep>> {
    let open = model.open.as_ref()?;
    let plan = Arc::clone(&open.plan);
    let collect: Vec<Id> = if mark == StepMark::Done { step.placed.step.collect.clone() } else { Vec::new() };
    let mut fields = fact_fields(open, &collect);
    fields.push(Field::time("time", t!("form-time")).hint(t!("form-now")));
    fields.push(Field::person("for", t!("form-for")).hint(t!("form-for-hint")));
    fields.push(match mark {
        StepMark::Done => Field::text("reason", t!("form-remark")).hint(t!("form-remark-hint")),
        StepMark::Later => Field::text("reason", t!("form-reason")).hint(t!("form-remark-hint")),
        _ => Field::text("reason", t!("form-reason")).hint(t!("form-reason-hint")),
    });
    let title = wording::step_title(step.placed.step, step.department);
    let purpose = MarkStep {
        step: step.key.clone(),
        title,
        mark,
        lines: FactLines { plan: Arc::clone(&plan), ids: collect },
        plan,
    };
    Some(FormScreen::new(purpose, Form::new(fields)))
}

/// The line for one fact.
pub fn fact_field(def: &FactDef, known: Option<String>) -> Field {
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
        ValueType::Time if def.ahead => Field::time(&id, def.title.clone()).ahead(),
        ValueType::Time => Field::time(&id, def.title.clone()),
        ValueType::Text | ValueType::Count | ValueType::List => Field::text(&id, def.title.clone()),
    };
    field.hint(hint).stops(true)
}

impl FactLines {
    /// What was filled in; `None` when some of it cannot be read, about which the form then complains.
    pub fn read(&self, form: &mut Form, model: &Model) -> Option<Vec<FactValue>> {
        let confidence = SURE.get(form.chosen("sure")).copied().unwrap_or(Confidence::Confirmed);
        let mut facts = Vec::new();
        for id in &self.ids {
            let name = format!("fact:{id}");
            let (Some(def), Some(field)) = (self.plan.fact(id.as_str()), form.field(&name)) else { continue };
            let fact = match &field.kind {
                Kind::Choice { options, at } => {
                    chosen(def, options.len(), *at).map(|value| FactValue { fact: id.clone(), value, confidence })
                }
                Kind::Text(text) | Kind::Time(text) | Kind::Person(text) => {
                    match typed::fact(&self.plan, id, &text.text(), confidence, model.now) {
                        Ok(fact) => fact,
                        Err(complaint) => {
                            form.complain(&name, complaint);
                            return None;
                        }
                    }
                }
            };
            facts.extend(fact);
        }
        Some(facts)
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

    fn begun_key(&self) -> String {
        format!("mark {} {}", self.step, self.mark.word())
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let facts = self.lines.read(form, model)?;
        let occurred = form.when(model.now)?;
        let reason = form.given("reason");
        let needs_reason = matches!(self.mark, StepMark::Failed | StepMark::Skipped | StepMark::Reopened);
        if needs_reason && reason.is_none() {
            form.complain("reason", t!("form-reason-missing"));
            return None;
        }
        let command = Command::Mark { step: self.step.clone(), mark: self.mark, reason, facts };
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(command) })
    }
}

/// Begins what a step asks for: telling somebody, declaring, or the line that says it is done; a settled one is opened again.
pub fn begin(step: &GuideStep<'_>, cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    if step.is_settled() {
        return put(step, StepMark::Reopened, cx);
    }
    match &step.placed.step.kind {
        StepKind::Call(contacts) => cx.push(Call::of_step(step.key.clone(), contacts.clone())),
        StepKind::Decision(_) if is_declaration(step, &open.incident, &open.plan) => cx.push(Declare::new(cx.model)),
        _ => put(step, StepMark::Done, cx),
    }
}

/// Opens the line for a mark.
pub fn put(step: &GuideStep<'_>, wanted: StepMark, cx: &mut Cx<'_>) {
    if let Some(form) = mark(cx.model, step, wanted) {
        cx.push(form);
    }
}

/// The mark that a command asks for.
pub fn wanted(cmd: Cmd) -> Option<StepMark> {
    match cmd {
        Cmd::Failed => Some(StepMark::Failed),
        Cmd::Skipped => Some(StepMark::Skipped),
        Cmd::Later => Some(StepMark::Later),
        _ => None,
    }
}
