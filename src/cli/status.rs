//! `sonae status`: where an incident stands.

use clap::Args;
use serde_json::{Value as Json, json};

use super::context::{Context, who};
use super::incidents::stage_key;
use super::out::Answer;
use crate::domain::condition::Truth;
use crate::domain::fold::AsOf;
use crate::domain::guide::{self, GuideStep, StepState};
use crate::domain::incident::Incident;
use crate::domain::open_items::open_items;
use crate::domain::plan::Plan;
use crate::domain::value::Answer as Given;
use crate::domain::when::{Moment, write};
use crate::domain::{suggest, wording};
use crate::message::Message;
use crate::t;
use crate::text::duration::show_minutes;

#[derive(Debug, Args)]
pub(super) struct Status {
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
}

impl Status {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        let as_of = as_of(context, self.as_of.as_deref(), self.known_at.as_deref())?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let now = as_of.happened.or(as_of.known).unwrap_or_else(|| context.now());
        let mut answer = Answer::new(text(&incident, &plan, now), "status", json(&incident, &plan, now));
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}

/// `--as-of` by when it happened, `--known-at` by when it was recorded.
pub(super) fn as_of(context: &Context, happened: Option<&str>, known: Option<&str>) -> Result<AsOf, Message> {
    let read =
        |words: Option<&str>| words.map(|words| context.time(words).map(|when| when.until().or(when.at))).transpose();
    Ok(AsOf { happened: read(happened)?.flatten(), known: read(known)?.flatten() })
}

fn text(incident: &Incident, plan: &Plan, now: Moment) -> String {
    let mut out = Vec::new();
    let mark = if incident.drill { t!("report-mark-drill") } else { String::new() };
    let id = incident.id.as_ref().map(ToString::to_string).unwrap_or_default();
    out.push(format!("{mark}{id}  {}", crate::report::stage(incident.stage)));
    if let Some(opening) = &incident.opening {
        let at = wording::when(&opening.noticed, crate::i18n::current());
        let elapsed = opening.noticed.at.map(|at| show_minutes((now - at).num_minutes())).unwrap_or_default();
        out.push(t!("status-noticed", at = at, elapsed = elapsed, text = opening.text.as_str()));
    }
    match incident.declaration() {
        Some(declaration) => {
            let made = &declaration.made;
            let by = declaration
                .actor
                .as_ref()
                .map_or_else(|| t!("report-nameless"), |who| wording::who(&plan.facility, who));
            let at = declaration.at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
            let waits = if declaration.awaits_confirmation() { t!("report-provisional-open") } else { String::new() };
            out.push(t!(
                "status-level",
                level = made.level,
                title = made.level_title.as_str(),
                at = at,
                by = by,
                waits = waits
            ));
        }
        None => out.push(t!("status-no-level")),
    }
    if let Some(level) = suggest::suggested_level(incident, plan) {
        out.push(t!("status-suggested", level = level));
    }
    for runbook in suggest::proposals(incident, plan) {
        out.push(t!("start-proposal", id = runbook.id.to_string(), title = runbook.title.as_str()));
    }
    for asked in suggest::criteria(incident, plan) {
        let answer = asked
            .answer
            .map_or_else(|| t!("report-not-asked"), |a| wording::answer(a, crate::i18n::current()).to_owned());
        out.push(format!("  {}: {answer}  ({})", asked.criterion.ask, asked.criterion.id));
    }
    for id in incident.active_runbooks() {
        let title = plan.runbook(id.as_str()).map_or(id.as_str(), |runbook| runbook.title.as_str());
        out.push(format!("[{title}]"));
        for phase in guide::guide(incident, plan, id) {
            let tally = guide::tally(&phase.steps, now);
            let overdue = if tally.overdue > 0 { t!("status-overdue", count = tally.overdue) } else { String::new() };
            out.push(format!(
                "{} {}/{} {overdue}",
                phase.phase.title,
                tally.done + tally.failed + tally.skipped,
                tally.all()
            ));
            out.extend(phase.steps.iter().filter(|step| step.applies != Truth::False).map(|step| step_line(step, now)));
        }
    }
    for order in incident.open_orders() {
        let owner = plan.facility.role_title(order.owner.as_str());
        out.push(t!("status-order", id = order.line.short(), owner = owner, text = order.text.as_str()));
    }
    let unconfirmed = incident.unconfirmed().count();
    if unconfirmed > 0 {
        out.push(t!("status-unconfirmed", count = unconfirmed));
    }
    if !incident.forks.is_empty() {
        out.push(t!("status-forks", count = incident.forks.len()));
    }
    out.join("\n")
}

fn step_line(step: &GuideStep<'_>, now: Moment) -> String {
    let state = match step.state {
        StepState::Open if step.is_overdue(now) => "!",
        StepState::Open => " ",
        StepState::Done => "v",
        StepState::Failed => "x",
        StepState::Skipped => "-",
        StepState::Later => ">",
    };
    let open = if step.applies == Truth::Unknown { "?" } else { " " };
    format!("  [{state}]{open} {}  ({})", wording::step_title(step.placed.step, step.department), step.key)
}

fn json(incident: &Incident, plan: &Plan, now: Moment) -> Json {
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
        "open_items": open_items(incident, plan).iter().map(|item| json!({
            "item": item.id(),
            "title": item.title,
            "due": item.due.map(write),
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
