//! What somebody means: lines, steps, criteria and people by the names that they type.
//!
//! Owns the matching. What fits nothing is refused with the near names; what fits several is refused with those.

use super::hash::Hash;
use super::id::{Id, near};
use super::incident::Incident;
use super::plan::Plan;
use super::refusal::{Notice, Refusal, What};
use super::runbook::StepKind;
use super::step_key::StepKey;
use super::suggest::criteria;
use super::who::Who;

/// The shortest beginning of a hash by which a line can be named.
const MIN_PREFIX: usize = 4;

/// The line that is meant: `last`, its number in the record (`12` or `#12`), or the beginning of its hash.
pub fn line(incident: &Incident, typed: &str) -> Result<Hash, Refusal> {
    let typed = typed.trim();
    let not_found = || Refusal::NotFound { what: What::Line, typed: typed.to_owned(), near: Vec::new() };
    if typed == "last" {
        let last = incident.entries.iter().rev().find(|entry| !entry.is_bookkeeping() && entry.withdrawn.is_none());
        return last.map(super::entry::Entry::hash).ok_or_else(not_found);
    }
    let number = typed.strip_prefix('#').unwrap_or(typed);
    let is_number = (1..6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let named = number.parse::<usize>().ok().filter(|_| is_number);
    if let Some(entry) = incident.entries.iter().find(|entry| Some(entry.number) == named) {
        return Ok(entry.hash());
    }
    // What is no number of a line may still be the beginning of a hash that happens to be digits only.
    let prefix = typed.to_ascii_lowercase();
    if prefix.len() < MIN_PREFIX {
        return Err(not_found());
    }
    let fits: Vec<Hash> =
        incident.entries.iter().map(super::entry::Entry::hash).filter(|h| h.to_string().starts_with(&prefix)).collect();
    match fits.as_slice() {
        [] => Err(not_found()),
        [one] => Ok(*one),
        several => Err(Refusal::Ambiguous {
            what: What::Line,
            typed: typed.to_owned(),
            fits: several.iter().map(Hash::short).collect(),
        }),
    }
}

/// The number by which a line can be named, from 1 in the order of the record.
pub fn number(incident: &Incident, line: &Hash) -> Option<usize> {
    incident.entry(line).map(|entry| entry.number)
}

/// The step that is meant: a whole key, or a step's id alone when only one active runbook has it.
pub fn step(incident: &Incident, plan: &Plan, typed: &str) -> Result<StepKey, Refusal> {
    let active = incident.active_runbooks();
    let known: Vec<StepKey> = active
        .iter()
        .flat_map(|runbook| plan.walk(runbook))
        .map(|placed| StepKey::new(placed.owner.id.clone(), placed.step.id.clone()))
        .collect();
    let names = || known.iter().map(ToString::to_string).collect::<Vec<_>>();
    let not_found = |typed: &str| {
        let names = names();
        let bare = names.iter().filter_map(|name| name.split_once(':')).map(|(_, step)| step);
        let mut found = near(typed, names.iter().map(String::as_str).chain(bare));
        found.truncate(3);
        Refusal::NotFound { what: What::Step, typed: typed.to_owned(), near: found }
    };
    if let Ok(key) = typed.parse::<StepKey>() {
        let step = plan.step(&key).filter(|step| !matches!(step.kind, StepKind::Include(..)));
        let Some(step) = step.filter(|step| step.every.is_some() || key.occurrence == 1) else {
            return Err(not_found(typed));
        };
        let departments = &plan.facility.departments;
        return match &key.department {
            None if step.each_department => {
                let fits = departments.iter().map(|department| format!("{key}/{}", department.id)).collect();
                Err(Refusal::Ambiguous { what: What::Step, typed: typed.to_owned(), fits })
            }
            Some(id) if !step.each_department || !departments.iter().any(|department| department.id == *id) => {
                Err(not_found(typed))
            }
            _ => Ok(key),
        };
    }
    // A step's id alone, with its occurrence and department: the runbook is the one that has it.
    let mut fits: Vec<StepKey> = known
        .iter()
        .filter_map(|key| format!("{}:{typed}", key.runbook).parse::<StepKey>().ok())
        .filter(|key| known.iter().any(|k| k.runbook == key.runbook && k.step == key.step))
        .collect();
    fits.sort();
    fits.dedup();
    match fits.as_slice() {
        [] => Err(not_found(typed)),
        [one] => step(incident, plan, &one.to_string()),
        several => Err(Refusal::Ambiguous {
            what: What::Step,
            typed: typed.to_owned(),
            fits: several.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// The criterion that is meant, among those of the active runbooks.
pub fn criterion(incident: &Incident, plan: &Plan, typed: &str) -> Result<Id, Refusal> {
    let asked = criteria(incident, plan);
    let ids: Vec<&str> = asked.iter().map(|asked| asked.criterion.id.as_str()).collect();
    match ids.iter().position(|id| *id == typed).and_then(|at| asked.get(at)) {
        Some(asked) => Ok(asked.criterion.id.clone()),
        None => Err(Refusal::NotFound { what: What::Criterion, typed: typed.to_owned(), near: near(typed, ids) }),
    }
}

/// The runbook that is meant.
pub fn runbook(plan: &Plan, typed: &str) -> Result<Id, Refusal> {
    if let Some(runbook) = plan.runbook(typed) {
        return Ok(runbook.id.clone());
    }
    let ids = plan.runbooks.iter().map(|runbook| runbook.id.as_str());
    Err(Refusal::NotFound { what: What::Runbook, typed: typed.to_owned(), near: near(typed, ids) })
}

/// The role that is meant, by id or title.
pub fn role(plan: &Plan, typed: &str) -> Result<Id, Refusal> {
    let roles = &plan.facility.roles;
    if let Some(role) = roles.iter().find(|role| role.id.as_str() == typed || role.title == typed) {
        return Ok(role.id.clone());
    }
    let names = roles.iter().flat_map(|role| [role.id.as_str(), role.title.as_str()]);
    Err(Refusal::NotFound { what: What::Role, typed: typed.to_owned(), near: near(typed, names) })
}

/// The person who is meant. Anybody can be named: who is not on the list is accepted, and the near names are shown.
/// `name@role` says in which role somebody acts.
pub fn person(plan: &Plan, typed: &str) -> Result<(Who, Option<Notice>), Refusal> {
    let (name, role) = match typed.rsplit_once('@') {
        Some((name, typed_role)) => (name.trim(), Some(role(plan, typed_role.trim())?)),
        None => (typed.trim(), None),
    };
    if name.is_empty() {
        return Err(Refusal::NeedsPerson);
    }
    if let Some(person) = plan.facility.person_called(name) {
        let role = role.or_else(|| match person.roles.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        });
        return Ok((Who { id: Some(person.id.clone()), name: person.name.clone(), role }, None));
    }
    let near = plan.facility.people_near(name).into_iter().map(|person| person.name.clone()).collect();
    let who = Who { id: None, name: name.to_owned(), role };
    Ok((who, Some(Notice::NotListed { name: name.to_owned(), near })))
}
