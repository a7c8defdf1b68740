//! Taking entries out, and taking over what is still 見本, at one go.
//!
//! Owns what goes with an entry: nothing may point to what is no longer there. Must not ask anybody.

use super::part::{Part, is_called};
use crate::domain::contact::Contact;
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, Value};
use crate::site::facility::PATH;
use crate::tui::msg::Seen;

/// The file of a contact.
pub fn file_of(seen: &Seen, contact: &Id) -> String {
    seen.contact_files.get(contact).cloned().unwrap_or_default()
}

/// How many other entries change when these go.
pub fn also_changed(part: Part, ids: &[String], seen: &Seen) -> usize {
    remove(part, ids, seen).len().saturating_sub(ids.len())
}

/// Takes entries out, with what points to them: an alternate leaves the role, a number its person, a system its vendor.
pub fn remove(part: Part, ids: &[String], seen: &Seen) -> Vec<Edit> {
    let facility = &seen.plan.facility;
    let goes = |id: &Id| ids.iter().any(|gone| gone == id.as_str());
    let list = part.list();
    let out = |file: String, list, id: &str| Edit::new(file, Change::Remove { list, id: id.to_owned() });
    let mut edits: Vec<Edit> = Vec::new();
    match part {
        Part::People => {
            for role in facility.roles.iter().filter(|role| role.alternates.iter().any(goes)) {
                let stay = role.alternates.iter().filter(|id| !goes(id)).map(|id| id.as_str().to_owned()).collect();
                edits.push(put("role", role.id.as_str(), "alternates", Some(Value::Texts(stay))));
            }
            for contact in seen.contacts.iter().filter(|contact| contact.person.as_ref().is_some_and(goes)) {
                let file = file_of(seen, &contact.id);
                // A runbook calls it: it waits for another person.
                edits.push(if is_called(&seen.plan, &contact.id) {
                    let fields = vec![("person", None), ("sample", Some(Value::Flag(true)))];
                    Edit::new(file, Change::Put { list: "contact", id: contact.id.as_str().to_owned(), fields })
                } else {
                    out(file, "contact", contact.id.as_str())
                });
            }
        }
        Part::Vendors | Part::Authorities => {
            for system in facility.systems.iter().filter(|system| system.vendor.as_ref().is_some_and(goes)) {
                edits.push(put("system", system.id.as_str(), "vendor", None));
            }
        }
        Part::Systems => {
            for backup in facility.backups.iter().filter(|backup| goes(&backup.system)) {
                edits.push(out(PATH.to_owned(), "backup", backup.id.as_str()));
            }
        }
        _ => {}
    }
    let leaves = |contact: &Contact| match part {
        Part::People => contact.person.as_ref().is_some_and(goes) && !is_called(&seen.plan, &contact.id),
        _ => part.group().is_some() && goes(&contact.id),
    };
    let gone: Vec<&Id> = seen.contacts.iter().filter(|contact| leaves(contact)).map(|contact| &contact.id).collect();
    edits.extend(no_longer_next(seen, |id| gone.contains(&id)));
    for id in ids {
        let contact = part.group().and_then(|_| seen.contacts.iter().find(|contact| contact.id.as_str() == id));
        let file = contact.map_or_else(|| PATH.to_owned(), |contact| file_of(seen, &contact.id));
        edits.push(out(file, list, id));
    }
    edits
}

/// Of the contacts that stay: those whose alternate goes have none any more.
pub fn no_longer_next(seen: &Seen, goes: impl Fn(&Id) -> bool) -> Vec<Edit> {
    let left = |contact: &&Contact| !goes(&contact.id) && contact.alternate.as_ref().is_some_and(&goes);
    let edit = |contact: &Contact| {
        let (id, fields) = (contact.id.as_str().to_owned(), vec![("alternate", None)]);
        Edit::new(file_of(seen, &contact.id), Change::Put { list: "contact", id, fields })
    };
    seen.contacts.iter().filter(left).map(edit).collect()
}

/// Takes over as one's own what is still 見本 in a part; nothing where only [somebody](Part::keeps_samples) can say what is true.
pub fn keep(part: Part, seen: &Seen) -> Vec<Edit> {
    if !part.keeps_samples() {
        return Vec::new();
    }
    let samples = part.entries(seen).into_iter().filter(|entry| entry.sample);
    samples.map(|entry| put(part.list(), &entry.id, "sample", None)).collect()
}

fn put(list: &'static str, id: &str, key: &'static str, value: Option<Value>) -> Edit {
    Edit::new(PATH, Change::Put { list, id: id.to_owned(), fields: vec![(key, value)] })
}
