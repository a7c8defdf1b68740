//! The lines of each kind of entry, and what becomes of them.
//!
//! Owns which kind has which module. Each gives its lines with what the site has, and reads them back as changes.

pub mod backup;
pub mod call;
pub mod contact;
pub mod cutoff;
pub mod facility;
pub mod mail;
pub mod people;
pub mod person;
pub mod plain;
pub mod role;
pub mod system;

use super::draft;
use super::part::Part;
use crate::domain::contact::Group;
use crate::domain::id::Id;
use crate::site::edit::Edit;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::widgets::form::{Field, Form};

/// What a form is read against.
pub struct Around<'a> {
    /// The site as it is now.
    pub seen: &'a Seen,
    /// The site as it was when the lines were made: their choices are of then.
    pub asked: &'a Seen,
    /// Who is at the keyboard, and what time it is.
    pub model: &'a Model,
}

/// The lines for an entry; `None` where it is not there any more.
pub fn fields(part: Part, id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    match part {
        Part::Facility => Some(facility::fields(seen)),
        Part::People => person::fields(id, seen),
        Part::Leaders | Part::Roles => role::fields(id, seen),
        Part::Calls => call::fields(id?, seen),
        Part::Departments => plain::department_fields(id, seen),
        Part::Systems => system::fields(id, seen),
        Part::Vendors | Part::Authorities => contact::fields(id, part.group()?, seen),
        Part::Cutoffs => cutoff::fields(id, seen),
        Part::Levels => plain::level_fields(id, seen),
        Part::Backups => backup::fields(id, seen),
        Part::Mirrors => plain::mirror_fields(id, seen),
        Part::Mail => Some(mail::fields(seen)),
        Part::Import | Part::Check => None,
    }
}

/// What stands above the lines.
pub fn above(part: Part, id: Option<&str>, seen: &Seen) -> String {
    match part {
        Part::Facility => t!("setup-facility-why"),
        Part::People => id.map(|id| person::above(id, seen)).unwrap_or_default(),
        Part::Leaders | Part::Roles => t!("setup-role-above"),
        Part::Calls => t!("setup-call-above"),
        Part::Systems => t!("setup-system-above"),
        Part::Mail => t!("setup-mail-above"),
        Part::Authorities => t!("setup-authority-above"),
        Part::Cutoffs => t!("setup-cutoff-above"),
        _ => String::new(),
    }
}

/// The changes that a form describes; `None` when something is missing or wrong, about which it then complains.
pub fn edits(part: Part, id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    match part {
        Part::Facility => facility::edits(form, around),
        Part::People => person::edits(id, form, around),
        Part::Leaders | Part::Roles => role::edits(id, form, around),
        Part::Calls => call::edits(id?, form, around),
        Part::Departments => plain::department_edits(id, form, around),
        Part::Systems => system::edits(id, form, around),
        Part::Vendors | Part::Authorities => contact::edits(id, part.group()?, form, around),
        Part::Cutoffs => cutoff::edits(id, form, around),
        Part::Levels => plain::level_edits(id, form, around),
        Part::Backups => backup::edits(id, form, around),
        Part::Mirrors => plain::mirror_edits(id, form, around),
        Part::Mail => mail::edits(form, around),
        Part::Import | Part::Check => None,
    }
}

/// The file in which a new contact of a group goes: where the others stand.
fn file_of_group(seen: &Seen, group: Group) -> String {
    let usual = match group {
        Group::Staff => "contacts/staff.toml",
        Group::Vendor => "contacts/vendors.toml",
        Group::Authority => "contacts/authorities.toml",
    };
    let others = seen.contacts.iter().filter(|contact| contact.group == group);
    let mut files = others.filter_map(|contact| seen.contact_files.get(&contact.id));
    let file = files.clone().find(|file| *file == usual).or_else(|| files.next());
    file.map_or_else(|| usual.to_owned(), Clone::clone)
}

/// A name for a new contact.
fn fresh_contact(seen: &Seen, prefix: &str) -> String {
    draft::fresh(prefix, seen.contacts.iter().map(|contact| contact.id.as_str()))
}

/// A choice among things that have ids, headed by none of them: the words, the values, and which one holds.
fn choices<'a>(
    none: String,
    things: impl Iterator<Item = (&'a Id, &'a str)>,
    held: Option<&Id>,
) -> (Vec<String>, Vec<Option<String>>, usize) {
    let (mut words, mut values) = (vec![none], vec![None]);
    for (id, word) in things {
        words.push(word.to_owned());
        values.push(Some(id.as_str().to_owned()));
    }
    let at = held.and_then(|held| values.iter().position(|value| value.as_deref() == Some(held.as_str())));
    (words, values, at.unwrap_or_default())
}
