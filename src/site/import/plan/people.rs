//! People out of a table: into the staff of `facility.toml`, and new ones on the list of the staff's contacts, too.

use super::super::columns::{Columns, Key};
use super::super::ids::Ids;
use super::super::role::{self, Meant};
use super::super::table::Table;
use super::{Choices, Entry, Names, Preview, Row, Standing, Why, bare, digits};
use crate::domain::contact::{Contact, Group};
use crate::domain::facility::{Facility, Person};
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, Field, Value};
use crate::site::{Site, contacts, facility};

pub(super) fn plan(table: &Table, columns: &Columns, site: &Site, choices: &Choices) -> Preview {
    let facility = &site.plan().facility;
    let known = facility.people.iter().map(|person| person.id.to_string());
    let mut ids = Ids::new(known.chain(site.contacts().iter().map(|contact| contact.id.to_string())), 'p');
    let staff = contacts::file_of(site, Group::Staff);
    let mut preview = Preview::default();
    let mut names = Names::default();
    let mut kept: Vec<String> = Vec::new();
    for row in Row::all(table, columns) {
        let name = row.get(Key::Name);
        if name.is_empty() {
            preview.problems.push(row.problem(columns.of(Key::Name), "", Why::NoName));
            continue;
        }
        if let Some(before) = names.seen(bare(name), row.number) {
            preview.problems.push(row.problem(columns.of(Key::Name), name, Why::Twice { row: before }));
            continue;
        }
        let roles = roles(&row, facility, &mut preview);
        let phones = row.phones(&mut preview.problems).into_iter().map(|(number, _)| number);
        let phone = phones.collect::<Vec<_>>().join(" / ");
        let old = facility.people.iter().find(|person| bare(&person.name) == bare(name));
        let id = old.map_or_else(|| ids.next(name, row.get(Key::Kana)), |old| old.id.to_string());
        let wanted = Wanted { name, kana: row.get(Key::Kana), roles: &roles, phone: &phone };
        let (standing, fields) = wanted.against(old);
        if standing != Standing::Same {
            let put = Change::Put { list: "person", id: id.clone(), fields };
            preview.edits.push(Edit::new(facility::PATH, put));
            let known = old.and_then(|old| old.phone.as_deref()).unwrap_or_default();
            if old.is_some() && !phone.is_empty() && digits(&phone) != digits(known) {
                preview.edits.extend(unchecked(site, &id));
            }
            let title = row.get(Key::Role);
            preview.edits.extend(staff.as_ref().and_then(|file| beside(site, &mut ids, file, &id, name, title)));
        }
        let titles: Vec<&str> = roles.iter().map(|role| facility.role_title(role.as_str())).collect();
        let detail =
            [titles.join("、"), phone].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        kept.push(id.clone());
        preview.entries.push(Entry { row: row.number, id, name: name.to_owned(), detail, standing });
    }
    if choices.replace_samples && !preview.entries.is_empty() {
        take_out_samples(site, &kept, &mut preview);
    }
    preview
}

fn roles(row: &Row<'_>, facility: &Facility, preview: &mut Preview) -> Vec<Id> {
    let mut roles: Vec<Id> = Vec::new();
    for part in role::parts(row.get(Key::Role)) {
        match role::meant(facility, part) {
            Meant::Role(role) if roles.contains(&role) => {}
            Meant::Role(role) => roles.push(role),
            Meant::Occupation => {}
            Meant::Unknown(near) => {
                preview.problems.push(row.problem(row.columns.of(Key::Role), part, Why::UnknownRole(near)));
            }
        }
    }
    roles
}

/// A person as a row says.
struct Wanted<'r> {
    name: &'r str,
    kana: &'r str,
    roles: &'r [Id],
    phone: &'r str,
}

impl Wanted<'_> {
    /// What changes about the person whom the site has. Of an invented one all is replaced that the row says.
    fn against(&self, old: Option<&Person>) -> (Standing, Vec<Field>) {
        let mut roles: Vec<Id> = old.filter(|old| !old.sample).map(|old| old.roles.clone()).unwrap_or_default();
        roles.extend(
            self.roles.iter().filter(|role| !old.is_some_and(|old| !old.sample && old.roles.contains(role))).cloned(),
        );
        let mut fields: Vec<Field> = Vec::new();
        if old.is_none_or(|old| old.name != self.name) {
            fields.push(("name", Some(Value::text(self.name))));
        }
        if !self.kana.is_empty() && old.is_none_or(|old| old.kana.as_deref() != Some(self.kana)) {
            fields.push(("kana", Some(Value::text(self.kana))));
        }
        if !self.roles.is_empty() && old.is_none_or(|old| old.roles != roles) {
            fields.push(("roles", Some(Value::Texts(roles.iter().map(Id::to_string).collect()))));
        }
        if !self.phone.is_empty() && old.is_none_or(|old| old.phone.as_deref() != Some(self.phone)) {
            fields.push(("phone", Some(Value::text(self.phone))));
        }
        let Some(old) = old else { return (Standing::Added, fields) };
        if old.sample {
            // An invented number must not become one that looks real.
            if self.phone.is_empty() {
                fields.push(("phone", None));
            }
            fields.push(("sample", None));
        }
        if fields.is_empty() {
            return (Standing::Same, fields);
        }
        (Standing::Changed(fields.iter().map(|(key, _)| (*key).to_owned()).collect()), fields)
    }
}

/// The entry on the staff's list of contacts, where there is none for this person or an invented one.
fn beside(site: &Site, ids: &mut Ids, file: &str, id: &str, name: &str, title: &str) -> Option<Edit> {
    let old =
        site.contacts().iter().find(|contact| contact.person.as_ref().is_some_and(|person| person.as_str() == id));
    if old.is_some_and(|old| !old.sample) {
        return None;
    }
    // Somebody else may stand under the id that is usual.
    let contact = old.map_or_else(|| ids.take(&format!("staff-{id}")), |old| Some(old.id.to_string()))?;
    let mut fields: Vec<Field> = vec![("name", Some(Value::text(name)))];
    if !title.is_empty() {
        fields.push(("desk", Some(Value::text(title))));
    }
    fields.extend([
        ("person", Some(Value::text(id))),
        ("verified", Some(Value::text(""))),
        ("verified-by", None),
        ("sample", None),
    ]);
    let fits = Id::new(contact.as_str()).is_ok();
    fits.then(|| Edit::new(file, Change::Put { list: "contact", id: contact, fields }))
}

/// The entries on the lists that are this person and were checked: what somebody checked was another number. Invented ones are
/// [replaced](beside).
fn unchecked(site: &Site, person: &str) -> Vec<Edit> {
    let theirs = site.contacts().iter().filter(|known| known.person.as_ref().is_some_and(|id| id.as_str() == person));
    let checked = theirs.filter(|known| !known.sample && (known.verified.is_some() || known.verified_by.is_some()));
    let edit = |known: &Contact| {
        let fields = vec![("verified", Some(Value::text(""))), ("verified-by", None), ("verified-from", None)];
        let change = Change::Put { list: "contact", id: known.id.to_string(), fields };
        Some(Edit::new(contacts::file_with(site, &known.id)?, change))
    };
    checked.filter_map(edit).collect()
}

/// Whether a runbook tells to call this contact. It stays then, still 見本, for somebody to write in who it is here.
fn is_named(site: &Site, contact: &Id) -> bool {
    let quoted = format!("\"{contact}\"");
    site.files().any(|file| !file.path.starts_with(contacts::FOLDER) && file.text.contains(&quoted))
}

/// Invented people who are not in the table go, and with them their contacts and their places among those who stand in.
fn take_out_samples(site: &Site, kept: &[String], preview: &mut Preview) {
    let facility = &site.plan().facility;
    let goes =
        |id: &Id| facility.person(id.as_str()).is_some_and(|person| person.sample) && !kept.contains(&id.to_string());
    for person in facility.people.iter().filter(|person| goes(&person.id)) {
        let (id, name) = (person.id.to_string(), person.name.clone());
        preview.edits.push(Edit::new(facility::PATH, Change::Remove { list: "person", id: id.clone() }));
        preview.entries.push(Entry { row: 0, id, name, detail: String::new(), standing: Standing::Removed });
    }
    for role in &facility.roles {
        if role.alternates.iter().any(goes) {
            let left = role.alternates.iter().filter(|id| !goes(id)).map(Id::to_string).collect();
            let fields = vec![("alternates", Some(Value::Texts(left)))];
            preview
                .edits
                .push(Edit::new(facility::PATH, Change::Put { list: "role", id: role.id.to_string(), fields }));
        }
    }
    let is_of_them = |contact: &&Contact| contact.person.as_ref().is_some_and(goes);
    let leaves = |contact: &Contact| is_of_them(&contact) && contact.sample && !is_named(site, &contact.id);
    let gone: Vec<&Id> = site.contacts().iter().filter(|contact| leaves(contact)).map(|contact| &contact.id).collect();
    for contact in site.contacts().iter().filter(|contact| !gone.contains(&&contact.id)) {
        let next = contact.alternate.as_ref().filter(|next| gone.contains(next));
        let file = next.and_then(|_| contacts::file_with(site, &contact.id));
        let fields = vec![("alternate", None)];
        let change = Change::Put { list: "contact", id: contact.id.to_string(), fields };
        preview.edits.extend(file.map(|file| Edit::new(file, change)));
    }
    for contact in site.contacts().iter().filter(is_of_them) {
        let Some(file) = contacts::file_with(site, &contact.id) else { continue };
        let change = if gone.contains(&&contact.id) {
            Change::Remove { list: "contact", id: contact.id.to_string() }
        } else {
            Change::Put { list: "contact", id: contact.id.to_string(), fields: vec![("person", None)] }
        };
        preview.edits.push(Edit::new(file, change));
    }
}
