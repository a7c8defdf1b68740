//! Whether a duty exists on what is known: three-valued, with what would have to be answered to settle it.
//!
//! Owns the reading of a duty's condition, its causes and its founder against an incident. Must not know dates.

use super::{Contradiction, Duty};
use crate::domain::condition::{Condition, Truth};
use crate::domain::entry::minute;
use crate::domain::id::Id;
use crate::domain::incident::{FactEntry, Incident};
use crate::domain::plan::Plan;
use crate::domain::value::Confidence;

/// What is known about whether a duty exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    /// Whether it does. Findings that do not fit together make it unknown.
    pub truth: Truth,
    /// The weakest confidence that this rests on; `None` where it rests on no answer.
    pub confidence: Option<Confidence>,
    /// What would settle it, in the order of the condition.
    pub open: Vec<Unsettled<'a>>,
}

/// Something that would settle whether a duty exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsettled<'a> {
    /// A fact or criterion to answer.
    Answer(&'a Id),
    /// A fact or criterion that two people answered differently for the same minute.
    Disagree(&'a Id),
    /// Answers that do not fit together.
    Contradiction(&'a Contradiction),
    /// No runbook is followed yet, so that nobody has said what the cause is.
    Runbook,
    /// Nobody has said who runs the facility (`facility.toml`).
    Founder,
}

/// Whether a duty exists, on what is known now.
pub fn finding<'a>(duty: &'a Duty, incident: &'a Incident, plan: &'a Plan) -> Finding<'a> {
    let lookup = |key: &Id| incident.value(key);
    let mut open = Vec::new();
    let mut truth = cause(duty, incident, plan, &mut open).and(founder(duty, plan, &mut open));
    let mut confidence = None;
    if let Some(when) = &duty.when {
        truth = truth.and(when.evaluate(&lookup));
        let mut asked = Vec::new();
        unsettled(when, &lookup, &mut asked);
        open.extend(asked.into_iter().map(Unsettled::Answer));
        confidence = when.keys().into_iter().filter_map(|key| Some(incident.fact(key.as_str())?.confidence)).min();
    }
    if truth == Truth::False && certain(duty, incident, plan) {
        return Finding { truth, confidence, open: Vec::new() };
    }
    let doubts = doubts(duty, incident, plan);
    if !doubts.is_empty() {
        return Finding { truth: Truth::Unknown, confidence, open: doubts };
    }
    if truth != Truth::Unknown {
        open.clear();
    }
    Finding { truth, confidence, open }
}

/// Whether the duty is ruled out by what no answer could change: its cause and founder.
fn certain(duty: &Duty, incident: &Incident, plan: &Plan) -> bool {
    let mut nothing = Vec::new();
    cause(duty, incident, plan, &mut nothing) == Truth::False || founder(duty, plan, &mut nothing) == Truth::False
}

fn cause(duty: &Duty, incident: &Incident, plan: &Plan, open: &mut Vec<Unsettled<'_>>) -> Truth {
    if duty.causes.is_empty() {
        return Truth::True;
    }
    let active = incident.active_runbooks();
    // The steps of a restoration answer no cause: beside them it is as open as with no runbook at all.
    let runbooks = active.iter().filter_map(|id| plan.runbook(id.as_str()));
    let causes: Vec<_> = runbooks.filter(|runbook| runbook.restores.is_none()).map(|runbook| runbook.cause).collect();
    if causes.is_empty() {
        open.push(Unsettled::Runbook);
        return Truth::Unknown;
    }
    Truth::from(causes.into_iter().flatten().any(|cause| duty.causes.contains(&cause)))
}

fn founder(duty: &Duty, plan: &Plan, open: &mut Vec<Unsettled<'_>>) -> Truth {
    match (duty.founder, plan.facility.founder) {
        (None, _) => Truth::True,
        (Some(wanted), Some(own)) => Truth::from(wanted == own),
        (Some(_), None) => {
            open.push(Unsettled::Founder);
            Truth::Unknown
        }
    }
}

/// The facts whose answer could still change what a condition says.
fn unsettled<'a, 'v>(
    condition: &'a Condition,
    lookup: &impl Fn(&Id) -> Option<&'v crate::domain::value::Value>,
    found: &mut Vec<&'a Id>,
) {
    if condition.evaluate(lookup) != Truth::Unknown {
        return;
    }
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                unsettled(part, lookup, found);
            }
        }
        Condition::Not(part) => unsettled(part, lookup, found),
        Condition::Atom(atom) if !found.contains(&&atom.key) => found.push(&atom.key),
        Condition::Atom(_) => {}
    }
}

/// What does not fit together among the findings that a duty rests on.
fn doubts<'a>(duty: &'a Duty, incident: &'a Incident, plan: &'a Plan) -> Vec<Unsettled<'a>> {
    let Some(when) = &duty.when else { return Vec::new() };
    let keys = when.keys();
    let lookup = |key: &Id| incident.value(key);
    let disagree = keys.iter().filter(|key| disagree(incident.fact_history(key.as_str())));
    let mut doubts: Vec<Unsettled<'a>> = disagree.map(|key| Unsettled::Disagree(key)).collect();
    let contradicting = plan.contradictions.iter().filter(|contradiction| {
        let touches = contradiction.when.keys().iter().any(|key| keys.contains(key));
        touches && contradiction.when.evaluate(&lookup) == Truth::True
    });
    doubts.extend(contradicting.map(Unsettled::Contradiction));
    doubts
}

/// Whether somebody else said something else for the same minute as what holds. One person changes his or her mind; two disagree.
fn disagree(history: &[FactEntry]) -> bool {
    let Some((holds, before)) = history.split_last() else { return false };
    let at = |entry: &FactEntry| entry.at.map(minute);
    let another = |entry: &FactEntry| match (&entry.actor, &holds.actor) {
        (Some(one), Some(other)) => !one.same_person(other),
        (None, None) => false,
        _ => true,
    };
    let same_minute = before.iter().rev().take_while(|entry| at(entry) == at(holds));
    let mut differing = same_minute.filter(|entry| another(entry));
    differing.any(|entry| entry.value != holds.value)
}
