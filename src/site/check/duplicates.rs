//! Ids that name two things.

use std::collections::BTreeMap;

use super::{Loaded, conditions};
use crate::domain::id::Id;
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::{Definition, Kind, Mentions};

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    for mentions in loaded.mentions {
        within_a_file(mentions, found);
    }
    for kind in [Kind::Contact, Kind::Obligation, Kind::Contradiction] {
        across_files(kind, loaded, found);
    }
    file_ids(loaded, found);
    criteria(loaded, found);
    facts(loaded, found);
}

/// Most kinds live in one file only, so this is where most are found.
fn within_a_file(mentions: &Mentions, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(Kind, &Id), &Definition> = BTreeMap::new();
    for definition in &mentions.definitions {
        if first.insert((definition.kind, &definition.id), definition).is_some() {
            found.push(twice(&mentions.file, definition, &mentions.file));
        }
    }
}

/// Contacts and duties stand in several lists.
fn across_files(kind: Kind, loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&Id, &str> = BTreeMap::new();
    for mentions in loaded.mentions {
        for definition in mentions.definitions.iter().filter(|definition| definition.kind == kind) {
            match first.get(&definition.id) {
                Some(other) if *other != mentions.file => found.push(twice(&mentions.file, definition, other)),
                Some(_) => {}
                None => {
                    first.insert(&definition.id, &mentions.file);
                }
            }
        }
    }
}

fn twice(file: &str, definition: &Definition, other: &str) -> Diagnostic {
    let message = crate::t!("site-duplicate-id", id = definition.id.as_str());
    let hint = (file != other).then(|| crate::t!("site-duplicate-elsewhere", file = other));
    Diagnostic::error(file, "duplicate-id", message, Some(definition.span.clone())).with_hint(hint)
}

/// Two files of one folder with one id: of two runbooks, the second is not used.
fn file_ids(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&str, &Id), &str> = BTreeMap::new();
    for mentions in loaded.mentions {
        let Some((id, span)) = &mentions.file_id else { continue };
        let folder = mentions.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        match first.get(&(folder, id)).copied() {
            Some(other) => {
                let message = crate::t!("site-duplicate-file", id = id.as_str());
                let hint = Some(crate::t!("site-duplicate-elsewhere", file = other));
                let place = Some(span.clone());
                found.push(Diagnostic::error(&mentions.file, "duplicate-id", message, place).with_hint(hint));
            }
            None => {
                first.insert((folder, id), &mentions.file);
            }
        }
    }
}

/// Two runbooks may ask one criterion, as long as they ask the same: the answer counts for both.
fn criteria(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&Id, (&str, &Id)> = BTreeMap::new();
    for runbook in &loaded.plan.runbooks {
        for criterion in &runbook.criteria {
            let (ask, owner) = *first.entry(&criterion.id).or_insert((&criterion.ask, &runbook.id));
            if ask == criterion.ask || *owner == runbook.id {
                continue;
            }
            let id = criterion.id.as_str();
            let message = crate::t!("site-criterion-differs", id = id, runbook = owner.as_str());
            found.extend(
                at(loaded, &runbook.id, id).map(|(mentions, span)| {
                    Diagnostic::error(&mentions.file, "criterion-differs", message, Some(span))
                }),
            );
        }
    }
}

fn at<'a>(loaded: &Loaded<'a>, runbook: &Id, criterion: &str) -> Option<(&'a Mentions, std::ops::Range<usize>)> {
    let mut files = loaded.mentions.iter().filter(|file| file.file_id.as_ref().is_some_and(|(id, _)| id == runbook));
    files.find_map(|file| file.definition(Kind::Criterion, criterion).map(|span| (file, span)))
}

/// A criterion is a fact by itself, and `level` is the program's own.
fn facts(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    for mentions in loaded.mentions {
        for definition in &mentions.definitions {
            let id = definition.id.as_str();
            let message = match definition.kind {
                Kind::Fact | Kind::Criterion if id == conditions::LEVEL => crate::t!("site-reserved-id", id = id),
                Kind::Fact if loaded.plan.criterion(id).is_some() => crate::t!("site-fact-is-criterion", id = id),
                _ => continue,
            };
            found.push(Diagnostic::error(&mentions.file, "duplicate-id", message, Some(definition.span.clone())));
        }
    }
}
