//! Which row of a table is which contact of the site.
//!
//! Owns that no contact is two rows, and that a row becomes a contact only by its name. Must not know what changes then.

use std::collections::{BTreeMap, BTreeSet};

use super::super::columns::{Columns, Key};
use super::super::table::Table;
use super::{Row, bare, digits};
use crate::domain::contact::Contact;
use crate::site::Site;

/// So many digits are one line's alone. Short ones, such as 110 or an extension, are shared by many.
const OWN_NUMBER: usize = 9;

/// The contact of each row that has one.
pub(super) struct Matches<'s> {
    contacts: &'s [Contact],
    /// By the number of the row.
    found: BTreeMap<usize, &'s Contact>,
}

impl<'s> Matches<'s> {
    /// Rows that name the desk, too, choose first; what is left goes to rows or contacts without one, where only one is meant.
    pub(super) fn of(table: &Table, columns: &Columns, site: &'s Site) -> Self {
        let contacts = site.contacts();
        let mut found: BTreeMap<usize, &Contact> = BTreeMap::new();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        for (fits, certain) in [(is_exactly as Fits, true), (is_perhaps, false)] {
            for row in Row::all(table, columns).filter(|row| !row.get(Key::Name).is_empty()) {
                if found.contains_key(&row.number) {
                    continue;
                }
                let fits = |contact: &&Contact| {
                    !taken.contains(contact.id.as_str()) && fits(contact, row.get(Key::Name), row.get(Key::Desk))
                };
                let mut free = contacts.iter().filter(fits);
                let first = free.next();
                if let Some(contact) = first.filter(|_| certain || free.next().is_none()) {
                    taken.insert(contact.id.as_str());
                    found.insert(row.number, contact);
                }
            }
        }
        Self { contacts, found }
    }

    /// The contact that a row is.
    pub(super) fn old(&self, row: usize) -> Option<&'s Contact> {
        self.found.get(&row).copied()
    }

    /// A contact that a new entry may be, too: one of its name where it is not certain which, or one with its number.
    pub(super) fn like(&self, name: &str, desk: &str, phones: &[(String, String)]) -> Option<&'s Contact> {
        let own = |number: &str| Some(digits(number)).filter(|digits| digits.len() >= OWN_NUMBER);
        let has = |contact: &Contact, number: &str| contact.phones.iter().any(|phone| digits(&phone.number) == number);
        let shares = |contact: &Contact| {
            !contact.sample && phones.iter().filter_map(|(number, _)| own(number)).any(|number| has(contact, &number))
        };
        self.contacts.iter().find(|contact| is_perhaps(contact, name, desk) || shares(contact))
    }
}

/// Whether a contact has this name and this desk.
type Fits = fn(&Contact, &str, &str) -> bool;

/// The same name at the same desk.
fn is_exactly(contact: &Contact, name: &str, desk: &str) -> bool {
    bare(&contact.name) == bare(name) && bare(contact.desk.as_deref().unwrap_or_default()) == bare(desk)
}

/// The same name, and nothing said of another desk.
fn is_perhaps(contact: &Contact, name: &str, desk: &str) -> bool {
    let theirs = contact.desk.as_deref().unwrap_or_default();
    bare(&contact.name) == bare(name) && (desk.is_empty() || theirs.is_empty() || bare(theirs) == bare(desk))
}
