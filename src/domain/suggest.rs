//! Suggestions: which runbook fits, which level the answers point to, and what is still missing to say so.
//!
//! Owns the reading of criteria. A suggestion is never a decision: a person declares, also against it.

use super::condition::{Condition, Truth};
use super::id::Id;
use super::incident::Incident;
use super::plan::Plan;
use super::runbook::{Criterion, Runbook};
use super::value::{Answer, Confidence, Value};

/// What the answers say about one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelReading {
    /// The level.
    pub level: u8,
    /// Whether its condition holds.
    pub truth: Truth,
    /// The questions whose answers could still change that.
    pub missing: Vec<Id>,
    /// The weakest confidence on which it rests.
    pub rests_on: Option<Confidence>,
}

/// A criterion with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The runbook that asks.
    pub runbook: &'a Runbook,
    /// The question.
    pub criterion: &'a Criterion,
    /// The answer; `None`: never asked.
    pub answer: Option<Answer>,
}

/// Runbooks that fit what was noticed or is known, and were neither added nor put aside.
pub fn proposals<'a>(incident: &Incident, plan: &'a Plan) -> Vec<&'a Runbook> {
    let signs = incident.opening.as_ref().map(|opening| opening.signs.as_slice()).unwrap_or_default();
    let lookup = |id: &Id| incident.value(id);
    let mut fitting: Vec<(usize, &Runbook)> = plan
        .runbooks
        .iter()
        .filter(|runbook| !incident.runbooks.contains_key(&runbook.id))
        .filter_map(|runbook| {
            let by_sign = runbook.signs.iter().position(|sign| signs.contains(sign));
            let by_fact = runbook.propose_when.as_ref().is_some_and(|when| when.evaluate(&lookup) == Truth::True);
            if by_fact { Some((0, runbook)) } else { by_sign.map(|at| (at + 1, runbook)) }
        })
        .collect();
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().map(|(_, runbook)| runbook).collect()
}

/// The criteria of the active runbooks in the order in which they are asked, each once.
pub fn criteria<'a>(incident: &Incident, plan: &'a Plan) -> Vec<Asked<'a>> {
    let mut asked: Vec<Asked<'a>> = Vec::new();
    for runbook in incident.active_runbooks().into_iter().filter_map(|id| plan.runbook(id.as_str())) {
        for criterion in &runbook.criteria {
            if asked.iter().any(|known| known.criterion.id == criterion.id) {
                continue;
            }
            let answer = incident.fact(criterion.id.as_str()).and_then(|fact| match fact.value {
                Value::Answer(answer) => Some(answer),
                Value::Unknown => Some(Answer::Unknown),
                _ => None,
            });
            asked.push(Asked { runbook, criterion, answer });
        }
    }
    asked
}

/// What the answers say about each level, highest first. Several rules for one level: any of them.
pub fn levels(incident: &Incident, plan: &Plan) -> Vec<LevelReading> {
    let lookup = |id: &Id| incident.value(id);
    let mut readings: Vec<LevelReading> = Vec::new();
    for runbook in incident.active_runbooks().into_iter().filter_map(|id| plan.runbook(id.as_str())) {
        for rule in &runbook.declaration.suggest {
            let truth = rule.when.evaluate(&lookup);
            let missing = open_keys(&lookup, &rule.when);
            let rests_on = incident.weakest(&rule.when);
            match readings.iter_mut().find(|known| known.level == rule.level) {
                Some(known) => {
                    // Where one rule holds, the level rests on that one alone.
                    known.rests_on = match (known.truth, truth) {
                        (Truth::True, Truth::False | Truth::Unknown) => known.rests_on,
                        (Truth::False | Truth::Unknown, Truth::True) => rests_on,
                        _ => known.rests_on.into_iter().chain(rests_on).min(),
                    };
                    known.truth = known.truth.or(truth);
                    known
                        .missing
                        .extend(missing.into_iter().filter(|id| !known.missing.contains(id)).collect::<Vec<_>>());
                    if known.truth == Truth::True {
                        known.missing.clear();
                    }
                }
                None => readings.push(LevelReading { level: rule.level, truth, missing, rests_on }),
            }
        }
    }
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.level));
    readings
}

/// The highest level whose condition holds.
pub fn suggested_level(incident: &Incident, plan: &Plan) -> Option<u8> {
    levels(incident, plan).into_iter().find(|reading| reading.truth == Truth::True).map(|reading| reading.level)
}

/// The facts on which a condition still depends: those of its parts that cannot be said yet.
fn open_keys<'a>(lookup: &impl Fn(&Id) -> Option<&'a Value>, condition: &Condition) -> Vec<Id> {
    let mut open: Vec<Id> = Vec::new();
    let mut parts = vec![condition];
    while let Some(part) = parts.pop() {
        if part.evaluate(lookup) != Truth::Unknown {
            continue;
        }
        match part {
            // In reverse, so that they come off in the order in which they stand.
            Condition::All(inner) | Condition::Any(inner) => parts.extend(inner.iter().rev()),
            Condition::Not(inner) => parts.push(inner),
            Condition::Atom(atom) if !open.contains(&atom.key) => open.push(atom.key.clone()),
            Condition::Atom(_) => {}
        }
    }
    open
}

/// The role that declares in this incident: that of the first active runbook which names one, else the facility's.
pub fn deciding_role<'a>(incident: &Incident, plan: &'a Plan) -> &'a Id {
    incident
        .active_runbooks()
        .into_iter()
        .filter_map(|id| plan.runbook(id.as_str()))
        .find_map(|runbook| runbook.declaration.decided_by.as_ref())
        .unwrap_or(&plan.facility.decided_by)
}
