//! Runbooks that include one another in a circle.

use super::Loaded;
use crate::domain::circle::circles;
use crate::domain::id::Id;
use crate::domain::runbook::Runbook;
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::Target;

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let included = |id: &Id| loaded.plan.runbook(id.as_str()).map(Runbook::includes).unwrap_or_default();
    let runbooks = loaded.plan.runbooks.iter().map(|runbook| &runbook.id);
    found.extend(circles(runbooks, included).iter().filter_map(|circle| diagnostic(loaded, circle)));
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
