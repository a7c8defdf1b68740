//! The work itself: answers, facts, steps, notes, instructions, calls. All of it works before any declaration.

use super::{not_empty, one, reasoned, writable};
use crate::domain::command::{Context, Decision};
use crate::domain::event::{
    CriterionAnswered, Event, FactSet, FactValue, Nothing, OrderDone, OrderGiven, StepMark, StepMarked,
};
use crate::domain::hash::Hash;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::step_key::StepKey;
use crate::domain::value::{Answer, Confidence, Value, ValueType};
use crate::domain::when::Moment;
use crate::domain::{guide, resolve, wording};

pub(super) fn answer(
    incident: &Incident,
    context: &Context<'_>,
    criterion: &Id,
    answer: Answer,
    confidence: Confidence,
) -> Result<Decision, Refusal> {
    let criterion = resolve::criterion(incident, context.plan, criterion.as_str())?;
    let text = wording::answered(context.plan, criterion.as_str(), answer, confidence);
    one(context, Event::CriterionAnswered(CriterionAnswered { criterion, answer, confidence }), text)
}

pub(super) fn set_facts(context: &Context<'_>, facts: &[FactValue]) -> Result<Decision, Refusal> {
    if facts.is_empty() {
        return Err(Refusal::EmptyText);
    }
    let facts = fitting(context.plan, facts)?;
    let text = wording::facts(context.plan, &facts, context.plan.facility.lang);
    one(context, Event::FactSet(FactSet { facts }), text)
}

pub(super) fn mark(
    incident: &Incident,
    context: &Context<'_>,
    key: &StepKey,
    mark: StepMark,
    reason: Option<&str>,
    facts: &[FactValue],
) -> Result<Decision, Refusal> {
    let key = resolve::step(incident, context.plan, &key.to_string())?;
    let Some(step) = context.plan.step(&key) else {
        return Err(Refusal::NotFound { what: What::Step, typed: key.to_string(), near: Vec::new() });
    };
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if matches!(mark, StepMark::Failed | StepMark::Skipped | StepMark::Reopened) {
        reasoned(reason.unwrap_or(""))?;
    }
    let reopens_nothing = mark == StepMark::Reopened && incident.step(&key).is_none();
    if reopens_nothing {
        return Err(Refusal::NoChange);
    }
    let facts = fitting(context.plan, facts)?;
    let text = wording::marked(context.plan, &key, mark, reason, &facts);
    let mut notices = Vec::new();
    let given = |id: &&Id| !facts.iter().any(|fact| fact.fact == **id) && incident.fact(id.as_str()).is_none();
    let missing: Vec<Id> = step.collect.iter().filter(given).cloned().collect();
    if mark == StepMark::Done && !missing.is_empty() {
        notices.push(Notice::NotCollected { facts: missing });
    }
    let stands = guide::all_steps(incident, context.plan).into_iter().find(|known| known.key == key);
    if mark == StepMark::Done && stands.is_some_and(|s| s.applies == crate::domain::condition::Truth::False) {
        notices.push(Notice::DoesNotApply);
    }
    let marked = StepMarked { step: key, mark, reason: reason.map(ToOwned::to_owned), facts };
    let mut decision = one(context, Event::StepMarked(marked), text)?;
    decision.notices = notices;
    Ok(decision)
}

pub(super) fn note(context: &Context<'_>, text: &str) -> Result<Decision, Refusal> {
    one(context, Event::NoteWritten(Nothing {}), not_empty(text)?.to_owned())
}

pub(super) fn order(context: &Context<'_>, text: &str, owner: &Id, due: Option<Moment>) -> Result<Decision, Refusal> {
    let owner = resolve::role(context.plan, owner.as_str())?;
    let text = not_empty(text)?.to_owned();
    if let Some(due) = due {
        writable(due)?;
    }
    let mut decision = one(context, Event::OrderGiven(OrderGiven { owner: owner.clone(), due }), text)?;
    for draft in &mut decision.drafts {
        draft.to.get_or_insert_with(|| context.plan.facility.role_title(owner.as_str()).to_owned());
    }
    Ok(decision)
}

pub(super) fn order_done(
    incident: &Incident,
    context: &Context<'_>,
    order: &Hash,
    result: Option<&str>,
) -> Result<Decision, Refusal> {
    let Some(given) = incident.orders.iter().find(|known| known.line == *order) else {
        let near = incident.open_orders().map(|order| order.line.short()).take(3).collect();
        return Err(Refusal::NotFound { what: What::Order, typed: order.short(), near });
    };
    if given.done.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let lang = context.plan.facility.lang;
    let result = result.map(str::trim).filter(|result| !result.is_empty());
    let text = format!("{}{}", wording::pick(lang, "指示を完了: ", "Instruction done: "), wording::quoted(&given.text));
    let text = wording::with_remark(&text, result);
    one(context, Event::OrderDone(OrderDone { order: *order, result: result.map(ToOwned::to_owned) }), text)
}

/// The values as the record holds them, where they fit the fact dictionary. Criteria take yes, no, unknown; 不明 fits everything,
/// and to a question it is the answer 不明.
pub(super) fn fitting(plan: &Plan, facts: &[FactValue]) -> Result<Vec<FactValue>, Refusal> {
    let mut fitting = Vec::with_capacity(facts.len());
    // A number of something: never less than none, and exact for every reader of JSON.
    let exact = |number: i64| (0..1 << 53).contains(&number);
    for fact in facts {
        let id = fact.fact.as_str();
        let (wanted, choices) = match (plan.fact(id), plan.criterion(id)) {
            (Some(def), _) => (def.value, def.choices.as_slice()),
            (None, Some(_)) => (ValueType::Answer, [].as_slice()),
            (None, None) => {
                let known = plan.facts.iter().map(|def| def.id.as_str());
                return Err(Refusal::NotFound { what: What::Fact, typed: id.to_owned(), near: near(id, known) });
            }
        };
        let fits = match &fact.value {
            Value::Unknown => true,
            Value::Text(_) => wanted == ValueType::Text,
            Value::Count(number) => wanted == ValueType::Count && exact(*number),
            Value::Range { low, high } => wanted == ValueType::Count && low <= high && exact(*low) && exact(*high),
            Value::Time(_) => wanted == ValueType::Time,
            Value::Choice(choice) => {
                wanted == ValueType::Choice && choices.iter().any(|(known, _)| known.as_str() == choice)
            }
            Value::Answer(_) => wanted == ValueType::Answer,
            Value::List(_) => wanted == ValueType::List,
        };
        if !fits {
            let choices = choices.iter().map(|(id, title)| format!("{id} ({title})")).collect();
            let title = plan.fact_title(id).to_owned();
            return Err(Refusal::WrongValue { fact: fact.fact.clone(), title, wanted, choices });
        }
        let value = match &fact.value {
            Value::Unknown if wanted == ValueType::Answer => Value::Answer(Answer::Unknown),
            value => value.clone(),
        };
        fitting.push(FactValue { value, ..fact.clone() });
    }
    Ok(fitting)
}
