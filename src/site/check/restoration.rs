//! What a restoration will miss: systems that need one another in a circle, and systems without a procedure.

use super::Loaded;
use crate::domain::facility::System;
use crate::domain::id::Id;
use crate::domain::restoration::cycles;
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::{Kind, Target};

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let facility = &loaded.plan.facility;
    for circle in cycles(&facility.systems) {
        let ids: Vec<&str> = circle.iter().chain(circle.first()).map(|id| id.as_str()).collect();
        let message = crate::t!("site-system-circle", circle = ids.join(" → "));
        let hint = Some(crate::t!("site-system-circle-hint"));
        found.extend(
            circle.first().and_then(|id| at_system(loaded, id, "system-circle", message)).map(|d| d.with_hint(hint)),
        );
    }
    for system in &facility.systems {
        about_procedure(loaded, system, found);
    }
}

/// Every system names its procedure, one that is for it, and no two the same: its steps are marked once.
fn about_procedure(loaded: &Loaded<'_>, system: &System, found: &mut Vec<Diagnostic>) {
    let facility = &loaded.plan.facility;
    let of_backups = facility.backups.iter().filter(|backup| backup.system == system.id);
    let own = system.procedure.iter().chain(of_backups.filter_map(|backup| backup.procedure.as_ref()));
    let procedures: Vec<&Id> = own.collect();
    if procedures.is_empty() {
        let message = crate::t!("site-no-procedure", system = system.title.as_str());
        let note = at_system(loaded, &system.id, "no-procedure", message);
        found.extend(note.map(|note| note.with_hint(Some(crate::t!("site-no-procedure-hint")))));
    }
    for id in procedures {
        let Some(runbook) = loaded.plan.runbook(id.as_str()) else { continue };
        if runbook.restores.as_ref() != Some(&system.id) {
            let (runbook, system_title) = (runbook.title.as_str(), system.title.as_str());
            let message = crate::t!("site-other-procedure", runbook = runbook, system = system_title);
            found.extend(at_reference(loaded, id, message));
        }
    }
}

/// A warning at the place where a system is written down.
fn at_system(loaded: &Loaded<'_>, id: &Id, code: &'static str, message: String) -> Option<Diagnostic> {
    loaded.mentions.iter().find_map(|mentions| {
        let span = mentions.definition(Kind::System, id.as_str())?;
        Some(Diagnostic::warning(&mentions.file, code, message.clone(), Some(span)))
    })
}

/// A warning at the place where a procedure is named.
fn at_reference(loaded: &Loaded<'_>, id: &Id, message: String) -> Option<Diagnostic> {
    loaded.mentions.iter().find_map(|mentions| {
        let names = |target: &Target| matches!(target, Target::Runbook(runbook) if runbook == id);
        let reference = mentions.references.iter().find(|reference| names(&reference.target))?;
        let warning =
            Diagnostic::warning(&mentions.file, "other-procedure", message.clone(), Some(reference.span.clone()));
        Some(warning.with_hint(Some(crate::t!("site-other-procedure-hint"))))
    })
}
