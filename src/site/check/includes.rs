//! Runbooks that include one another in a circle.

use std::collections::BTreeSet;

use super::Loaded;
use crate::domain::id::Id;
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::Target;

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<BTreeSet<&Id>> = BTreeSet::new();
    for runbook in &loaded.plan.runbooks {
        let Some(cycle) = cycle_from(loaded, &runbook.id) else { continue };
        // The same circle is found from each of its runbooks.
        if told.insert(cycle.iter().copied().collect()) {
            found.extend(diagnostic(loaded, &cycle));
        }
    }
}

/// The shortest way from a runbook back to itself, beginning with it.
fn cycle_from<'a>(loaded: &Loaded<'a>, start: &'a Id) -> Option<Vec<&'a Id>> {
    let mut ways: Vec<Vec<&'a Id>> = vec![vec![start]];
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        let last = way.last().and_then(|last| loaded.plan.runbook(last.as_str()));
        for included in last.map(crate::domain::runbook::Runbook::includes).unwrap_or_default() {
            if included == start {
                return Some(way);
            }
            if seen.insert(included) {
                ways.push(way.iter().copied().chain([included]).collect());
            }
        }
    }
    None
}

fn diagnostic(loaded: &Loaded<'_>, cycle: &[&Id]) -> Option<Diagnostic> {
    let first = cycle.first()?;
    let second = cycle.get(1).unwrap_or(first);
    let names: Vec<&str> = cycle.iter().chain([first]).map(|id| id.as_str()).collect();
    let message = crate::t!("site-include-cycle", cycle = names.join(" → "));
    let of_first = |id: &Option<(Id, _)>| id.as_ref().is_some_and(|(id, _)| id == *first);
    loaded.mentions.iter().filter(|mentions| of_first(&mentions.file_id)).find_map(|mentions| {
        let into = |target: &Target| matches!(target, Target::Include(runbook, _) if runbook == *second);
        let reference = mentions.references.iter().find(|reference| into(&reference.target))?;
        Some(Diagnostic::error(&mentions.file, "include-cycle", message.clone(), Some(reference.span.clone())))
    })
}
