//! Ids that name nothing.

use std::collections::BTreeMap;

use super::Loaded;
use crate::domain::announcement;
use crate::domain::id::{self, Id};
use crate::site::diagnostic::{Diagnostic, harmless};
use crate::site::mention::{Kind, Mentions, Reference, Target};
use crate::site::reader::near_hint;

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let names = Names::of(loaded);
    for mentions in loaded.mentions {
        for reference in &mentions.references {
            found.extend(dangling(loaded, &names, mentions, reference));
        }
    }
}

fn dangling(loaded: &Loaded<'_>, names: &Names<'_>, mentions: &Mentions, reference: &Reference) -> Option<Diagnostic> {
    let (what, wanted, known) = match &reference.target {
        Target::Role(id) | Target::Decider(id) => (crate::t!("site-kind-role"), id, names.known(&[Kind::Role])),
        Target::Person(id) => (crate::t!("site-kind-person"), id, names.known(&[Kind::Person])),
        Target::System(id) => (crate::t!("site-kind-system"), id, names.known(&[Kind::System])),
        Target::Department(id) => (crate::t!("site-kind-department"), id, names.known(&[Kind::Department])),
        Target::Runbook(id) => (crate::t!("site-kind-runbook"), id, runbooks(loaded)),
        Target::Cutoff(id) => (crate::t!("site-kind-cutoff"), id, names.known(&[Kind::Cutoff])),
        Target::Contact(id) => (crate::t!("site-kind-contact"), id, names.known(&[Kind::Contact])),
        Target::Fact(id) => (crate::t!("site-kind-fact"), id, names.known(&[Kind::Fact, Kind::Criterion])),
        Target::Step(id) => (crate::t!("site-kind-step"), id, defined(mentions, &[Kind::Step]).collect()),
        Target::Include(runbook, phase) => return include(loaded, mentions, reference, runbook, phase.as_ref()),
        &Target::Level(number) => {
            let message = crate::t!("site-dangling-level", number = number);
            let missing = loaded.plan.facility.level(number).is_none();
            return missing.then(|| error(mentions, reference, message, None));
        }
        Target::AnyStep(key) => {
            let missing = loaded.plan.step(key).is_none();
            let (what, id) = (crate::t!("site-kind-step"), key.to_string());
            let message = crate::t!("site-dangling-id", what = what, id = id);
            return missing.then(|| error(mentions, reference, message, None));
        }
        Target::Atom(_) | Target::Start(_) => return None,
        Target::Variable(name) => return variable(names, mentions, reference, name),
    };
    refuse(mentions, reference, what, wanted, &known)
}

/// A name in a template: a fact or criterion with `_` for `-`, or one that every template can use.
fn variable(names: &Names<'_>, mentions: &Mentions, reference: &Reference, name: &str) -> Option<Diagnostic> {
    let known = names.known(&[Kind::Fact, Kind::Criterion]);
    let known: Vec<String> = known.iter().map(|id| id.replace('-', "_")).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).chain(announcement::OWN_NAMES).collect();
    if known.contains(&name) {
        return None;
    }
    let message = crate::t!("site-template-name", name = harmless(name));
    Some(error(mentions, reference, message, near_hint(&id::near(name, known))))
}

fn include(
    loaded: &Loaded<'_>,
    mentions: &Mentions,
    reference: &Reference,
    runbook: &Id,
    phase: Option<&Id>,
) -> Option<Diagnostic> {
    let Some(other) = loaded.plan.runbook(runbook.as_str()) else {
        return refuse(mentions, reference, crate::t!("site-kind-runbook"), runbook, &runbooks(loaded));
    };
    let known: Vec<&str> = other.phases.iter().map(|phase| phase.id.as_str()).collect();
    refuse(mentions, reference, crate::t!("site-kind-phase"), phase?, &known)
}

fn refuse(mentions: &Mentions, reference: &Reference, what: String, wanted: &Id, known: &[&str]) -> Option<Diagnostic> {
    if known.contains(&wanted.as_str()) {
        return None;
    }
    let near = id::near(wanted.as_str(), known.iter().copied());
    let message = crate::t!("site-dangling-id", what = what, id = wanted.as_str());
    Some(error(mentions, reference, message, near_hint(&near)))
}

fn error(mentions: &Mentions, reference: &Reference, message: String, hint: Option<String>) -> Diagnostic {
    Diagnostic::error(&mentions.file, "dangling-id", message, Some(reference.span.clone())).with_hint(hint)
}

/// The ids that any file defines, also where the rest of the entry is faulty: one fault is told once. Sorted by what they name once,
/// since there are hundreds of references.
pub(super) struct Names<'a>(BTreeMap<Kind, Vec<&'a str>>);

impl<'a> Names<'a> {
    /// Of all files.
    pub(super) fn of(loaded: &Loaded<'a>) -> Self {
        let mut names: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        for definition in loaded.mentions.iter().flat_map(|mentions| &mentions.definitions) {
            names.entry(definition.kind).or_default().push(definition.id.as_str());
        }
        Self(names)
    }

    /// Of these kinds.
    pub(super) fn known(&self, kinds: &[Kind]) -> Vec<&'a str> {
        kinds.iter().filter_map(|kind| self.0.get(kind)).flatten().copied().collect()
    }
}

fn runbooks<'a>(loaded: &Loaded<'a>) -> Vec<&'a str> {
    loaded.plan.runbooks.iter().map(|known| known.id.as_str()).collect()
}

fn defined<'a>(mentions: &'a Mentions, kinds: &[Kind]) -> impl Iterator<Item = &'a str> {
    let wanted = mentions.definitions.iter().filter(|definition| kinds.contains(&definition.kind));
    wanted.map(|definition| definition.id.as_str())
}
