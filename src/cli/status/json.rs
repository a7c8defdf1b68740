//! The status as data: `sonae.status/1`, documented in `docs/commands.md`.

use serde_json::{Value as Json, json};

use super::super::context::who;
use super::super::incidents::stage_key;
use crate::domain::condition::Truth;
use crate::domain::guide::{self, GuideStep, StepState};
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::return_list::return_list;
use crate::domain::value::Answer as Given;
use crate::domain::when::{Moment, write};
use crate::domain::{suggest, wording};

pub(super) fn json(incident: &Incident, plan: &Plan, now: Moment) -> Json {
    let runbooks: Vec<Json> = incident
        .runbooks
        .iter()
        .map(|(id, state)| {
            let phases: Vec<Json> = if state.active {
                guide::guide(incident, plan, id)
                    .iter()
                    .map(|phase| {
                        json!({
                            "id": phase.phase.id,
                            "title": phase.phase.title,
                            "steps": phase.steps.iter().map(|step| step_json(step, now)).collect::<Vec<_>>(),
                        })
                    })
                    .collect()
            } else {
                Vec::new()
            };
            json!({ "id": id, "active": state.active, "reason": state.reason, "phases": phases })
        })
        .collect();
    json!({
        "incident": incident.id,
        "drill": incident.drill,
        "stage": stage_key(incident.stage),
        "now": write(now),
        "noticed_at": incident.noticed_at().map(write),
        "text": incident.opening.as_ref().map(|opening| opening.text.clone()),
        "signs": incident.opening.as_ref().map(|opening| opening.signs.clone()),
        "level": incident.level(),
        "declarations": incident.declarations.iter().map(|declaration| json!({
            "line": declaration.line,
            "level": declaration.made.level,
            "at": declaration.at.map(write),
            "by": who(declaration.actor.as_ref()),
            "grounds": declaration.made.grounds,
            "provisional": declaration.made.provisional,
            "awaits_confirmation": declaration.awaits_confirmation(),
        })).collect::<Vec<_>>(),
        "suggested_level": suggest::suggested_level(incident, plan),
        "levels": suggest::levels(incident, plan).iter().map(|reading| json!({
            "level": reading.level,
            "holds": truth(reading.truth),
            "missing": reading.missing,
            "rests_on": reading.rests_on,
        })).collect::<Vec<_>>(),
        "criteria": suggest::criteria(incident, plan).iter().map(|asked| json!({
            "id": asked.criterion.id,
            "ask": asked.criterion.ask,
            "answer": asked.answer.map(given),
        })).collect::<Vec<_>>(),
        "proposals": suggest::proposals(incident, plan).iter().map(|runbook| runbook.id.clone()).collect::<Vec<_>>(),
        "runbooks": runbooks,
        "facts": incident.facts.iter().filter_map(|(id, history)| history.last().map(|fact| json!({
            "id": id,
            "value": fact.value,
            "confidence": fact.confidence,
            "at": fact.at.map(write),
            "entries": history.len(),
        }))).collect::<Vec<_>>(),
        "orders": incident.orders.iter().map(|order| json!({
            "line": order.line,
            "text": order.text,
            "owner": order.owner,
            "due": order.due.map(write),
            "done": order.done.is_some(),
        })).collect::<Vec<_>>(),
        "calls": incident.calls.len(),
        "watch": who(incident.watch.as_ref()),
        "unconfirmed": incident.unconfirmed().map(crate::domain::entry::Entry::hash).collect::<Vec<_>>(),
        "open_items": return_list(incident, plan).iter().map(|item| json!({
            "item": item.item.id(),
            "title": item.item.title,
            "due": item.item.due.map(write),
            "taker": who(item.taken.as_ref().map(|taken| &taken.made.taker)),
            "until": item.taken.as_ref().map(|taken| taken.made.until.as_str()),
        })).collect::<Vec<_>>(),
        "forks": incident.forks.iter().map(|(origin, seq)| json!({ "origin": origin, "seq": seq })).collect::<Vec<_>>(),
        "lines": incident.entries.len(),
    })
}

fn step_json(step: &GuideStep<'_>, now: Moment) -> Json {
    json!({
        "key": step.key,
        "title": wording::step_title(step.placed.step, step.department),
        "role": step.placed.step.role,
        "memory": step.placed.step.memory,
        "state": match step.state {
            StepState::Open => "open",
            StepState::Done => "done",
            StepState::Failed => "failed",
            StepState::Skipped => "skipped",
            StepState::Later => "later",
        },
        "applies": truth(step.applies),
        "due": step.due.map(write),
        "overdue": step.is_overdue(now),
        "at": step.marked.as_ref().and_then(|marked| marked.at).map(write),
        "reason": step.marked.as_ref().and_then(|marked| marked.reason.clone()),
    })
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "unknown",
    }
}

fn given(answer: Given) -> &'static str {
    match answer {
        Given::Yes => "yes",
        Given::No => "no",
        Given::Unknown => "unknown",
    }
}
