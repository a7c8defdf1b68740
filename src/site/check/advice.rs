//! What works but will be missed in an emergency: nobody to decide, a cut-off without a place, numbers nobody checked.

use super::Loaded;
use crate::domain::address::Address;
use crate::domain::backup::{self, SystemShort};
use crate::domain::contact::Standing;
use crate::domain::facility::{Cutoff, Facility};
use crate::site::diagnostic::{Diagnostic, harmless};
use crate::site::facility;
use crate::site::mention::{Definition, Kind, Mentions, Target};

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let facility = &loaded.plan.facility;
    for mentions in loaded.mentions {
        for reference in &mentions.references {
            if let Target::Decider(role) = &reference.target
                && facility.role(role.as_str()).is_some()
                && facility.holders_and_alternates(role.as_str()).is_empty()
            {
                let message = crate::t!("site-nobody-decides", role = facility.role_title(role.as_str()));
                found.push(Diagnostic::error(&mentions.file, "nobody-decides", message, Some(reference.span.clone())));
            }
        }
        for definition in &mentions.definitions {
            about(loaded, mentions, definition, found);
        }
        if facility.sample && mentions.file.ends_with(facility::PATH) {
            let span = mentions.file_id.as_ref().map(|(_, span)| span.clone());
            let hint = Some(crate::t!("site-sample-facility-hint"));
            let note = Diagnostic::note(&mentions.file, "sample", crate::t!("site-sample-facility"), span);
            found.push(note.with_hint(hint));
        }
    }
}

fn about(loaded: &Loaded<'_>, mentions: &Mentions, definition: &Definition, found: &mut Vec<Diagnostic>) {
    let facility = &loaded.plan.facility;
    let (file, place) = (&mentions.file, Some(definition.span.clone()));
    let id = definition.id.as_str();
    match definition.kind {
        Kind::Role => {
            let decides = mentions
                .references
                .iter()
                .any(|reference| matches!(&reference.target, Target::Decider(role) if *role == definition.id));
            // Of a role that decides it is said as an error, where it decides.
            if !decides && facility.holders_and_alternates(id).is_empty() {
                let message = crate::t!("site-role-without-people", role = facility.role_title(id));
                found.push(Diagnostic::warning(file, "role-without-people", message, place.clone()));
            }
        }
        Kind::System => about_system(file, definition, facility, found),
        Kind::Cutoff => {
            if let Some(cutoff) = facility.cutoff(id) {
                about_cutoff(file, definition, cutoff, facility, found);
            }
        }
        Kind::Contact => {
            let Some(contact) = loaded.contacts.iter().find(|contact| contact.id == definition.id) else { return };
            found.extend(contact.mail.as_deref().filter(|mail| Address::new(mail).is_err()).map(|mail| {
                let (name, address) = (contact.name.as_str(), harmless(mail));
                let message = crate::t!("site-contact-mail", name = name, address = address);
                let warning = Diagnostic::warning(file, "contact-mail", message, place.clone());
                warning.with_hint(Some(crate::t!("site-contact-mail-hint")))
            }));
            let (code, message) = match contact.standing() {
                Standing::Verified => return,
                Standing::Unverified => ("unverified", crate::t!("site-unverified", name = contact.name.as_str())),
                Standing::Sample => ("sample", crate::t!("site-sample-contact", name = contact.name.as_str())),
            };
            found.push(Diagnostic::note(file, code, message, place.clone()));
        }
        _ => {}
    }
    let sample = sample_entry(facility, definition.kind, id);
    found.extend(sample.map(|name| {
        let note = Diagnostic::note(file, "sample", crate::t!("site-sample-entry", name = name), place);
        note.with_hint(Some(crate::t!("site-sample-entry-hint")))
    }));
}

/// What an entry of the facility is called, where it is still 見本.
fn sample_entry<'a>(facility: &'a Facility, kind: Kind, id: &str) -> Option<&'a str> {
    let (sample, name) = match kind {
        Kind::Person => facility.person(id).map(|entry| (entry.sample, &entry.name)),
        Kind::Department => facility.department(id).map(|entry| (entry.sample, &entry.title)),
        Kind::System => facility.system(id).map(|entry| (entry.sample, &entry.title)),
        Kind::Level => {
            let number = id.parse().ok()?;
            facility.level(number).map(|entry| (entry.sample, &entry.title))
        }
        Kind::Cutoff => facility.cutoff(id).map(|entry| (entry.sample, &entry.title)),
        Kind::Backup => facility.backup(id).map(|entry| (entry.sample, &entry.title)),
        _ => None,
    }?;
    sample.then_some(name.as_str())
}

/// Whether a system of the facility's own is backed up as the facility wants to be able to restore it.
fn about_system(file: &str, definition: &Definition, facility: &Facility, found: &mut Vec<Diagnostic>) {
    let Some(system) = facility.system(definition.id.as_str()).filter(|system| !system.sample) else { return };
    let title = system.title.as_str();
    for (_, short) in backup::of_systems(facility).into_iter().filter(|(id, _)| **id == system.id) {
        let (code, message, hint) = match short {
            SystemShort::NoBackup => (
                "system-without-backup",
                crate::t!("site-system-without-backup", title = title),
                Some(crate::t!("site-system-without-backup-hint")),
            ),
            SystemShort::AllWithinReach => {
                ("backups-within-reach", crate::t!("site-backups-within-reach", title = title), None)
            }
            SystemShort::OneMethod => ("backups-one-method", crate::t!("site-backups-one-method", title = title), None),
        };
        let diagnostic = Diagnostic::warning(file, code, message, Some(definition.span.clone()));
        found.push(diagnostic.with_hint(hint));
    }
}

fn about_cutoff(
    file: &str,
    definition: &Definition,
    cutoff: &Cutoff,
    facility: &Facility,
    found: &mut Vec<Diagnostic>,
) {
    let place = || Some(definition.span.clone());
    let title = cutoff.title.as_str();
    if cutoff.place.is_empty() {
        let message = crate::t!("site-cutoff-without-place", title = title);
        found.push(Diagnostic::warning(file, "cutoff-without-place", message, place()));
    }
    if cutoff.alone_after.is_some() {
        return;
    }
    let somebody = cutoff.alone.iter().any(|role| !facility.holders_and_alternates(role.as_str()).is_empty());
    if somebody {
        let message = crate::t!("site-cutoff-never-by-others", title = title);
        found.push(Diagnostic::note(file, "cutoff-alone", message, place()));
    } else {
        let message = crate::t!("site-cutoff-never-alone", title = title);
        found.push(Diagnostic::warning(file, "cutoff-alone", message, place()));
    }
}
