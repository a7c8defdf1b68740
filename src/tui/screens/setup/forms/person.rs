//! Somebody who works here, with the entry on the list of whom to call.

use super::{Around, contact, file_of_group};
use crate::domain::contact::{Contact, Group};
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, Value};
use crate::site::facility::PATH;
use crate::t;
use crate::text::romaji;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, clean, fresh};
use crate::tui::screens::setup::sweep::{file_of, no_longer_next};
use crate::tui::widgets::form::{Field, Form};

/// The entry on the list of whom to call that is this person.
fn contact_of<'a>(person: &str, seen: &'a Seen) -> Option<&'a Contact> {
    seen.contacts.iter().find(|contact| contact.person.as_ref().is_some_and(|id| id.as_str() == person))
}

/// The lines of a person.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let person = match id {
        Some(id) => Some(seen.plan.facility.person(id)?),
        None => None,
    };
    let contact = id.and_then(|id| contact_of(id, seen));
    let text = |key, label, text: Option<&str>| Field::text(key, label).with(text.unwrap_or_default());
    let calls = usize::from(id.is_some() && contact.is_none());
    Some(vec![
        text("name", t!("setup-person-name"), person.map(|person| person.name.as_str()))
            .hint(t!("setup-person-name-hint")),
        text("kana", t!("setup-person-kana"), person.and_then(|person| person.kana.as_deref())),
        text("phone", t!("setup-person-phone"), person.and_then(|person| person.phone.as_deref())),
        Field::choice("calls", t!("setup-person-calls"), vec![t!("setup-calls"), t!("setup-calls-not")], calls),
        text("desk", t!("setup-person-desk"), contact.and_then(|contact| contact.desk.as_deref()))
            .hint(t!("setup-person-desk-hint")),
        text("when", t!("setup-contact-when"), contact.and_then(|contact| contact.when.as_deref()))
            .hint(t!("setup-person-when-hint")),
        contact::verified_field(contact),
    ])
}

/// The roles that a person holds: they are given elsewhere.
pub fn above(id: &str, seen: &Seen) -> String {
    let facility = &seen.plan.facility;
    let Some(person) = facility.person(id) else { return String::new() };
    if person.roles.is_empty() {
        return t!("setup-person-no-roles");
    }
    let roles: Vec<&str> = person.roles.iter().map(|role| facility.role_title(role.as_str())).collect();
    t!("setup-person-roles", roles = roles.join(&t!("list-separator")))
}

/// The changes of a person.
pub fn edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let known = id.and_then(|id| facility.person(id));
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "name")?;
    draft.text(form, "kana");
    if id.is_none() {
        draft.put("roles", Some(Value::Texts(Vec::new())));
    }
    draft.text(form, "phone");
    draft.own(known.is_some_and(|known| known.sample));
    let people = facility.people.iter().map(|person| person.id.as_str());
    let person = match id {
        Some(id) => id.to_owned(),
        // Commands name people by the family name, where it is free.
        None => family(form)
            .filter(|id| !people.clone().any(|known| known == id))
            .unwrap_or_else(|| fresh("person", people)),
    };
    let mut edits: Vec<Edit> = draft.edit(PATH, "person", &person).into_iter().collect();
    let entry = call_entry(id, &person, form, around);
    if let Some(Change::Remove { id, .. }) = entry.as_ref().map(|edit| &edit.change) {
        edits.extend(no_longer_next(around.seen, |contact| contact.as_str() == id));
    }
    edits.extend(entry);
    if form.changed("phone") {
        edits.extend(id.into_iter().flat_map(|id| outdated(id, around.seen)));
    }
    Some(edits)
}

/// The other entries on the list of whom to call that are this person: what was checked there was another number.
fn outdated(person: &str, seen: &Seen) -> Vec<Edit> {
    let own = contact_of(person, seen).map(|own| &own.id);
    let of_person = |contact: &&Contact| contact.person.as_ref().is_some_and(|id| id.as_str() == person);
    let others = seen.contacts.iter().filter(of_person).filter(|contact| Some(&contact.id) != own);
    let others = others.filter(|contact| contact::was_checked(contact));
    let unchecked = |contact: &Contact| {
        let fields = vec![("verified", Some(Value::text(""))), ("verified-by", None), ("verified-from", None)];
        let change = Change::Put { list: "contact", id: contact.id.as_str().to_owned(), fields };
        Edit::new(file_of(seen, &contact.id), change)
    };
    others.map(unchecked).collect()
}

/// The family name in Latin letters, of the reading.
fn family(form: &Form) -> Option<String> {
    let words = romaji::words(&form.given("kana")?)?;
    words.into_iter().next().filter(|word| word.len() >= 2 && Id::new(word.as_str()).is_ok())
}

/// The change of the entry on the list of whom to call.
fn call_entry(id: Option<&str>, person: &str, form: &Form, around: &Around<'_>) -> Option<Edit> {
    let seen = around.seen;
    let known = id.and_then(|id| contact_of(id, seen));
    if form.chosen("calls") == 1 {
        let known = known?;
        let change = Change::Remove { list: "contact", id: known.id.as_str().to_owned() };
        return Some(Edit::new(file_of(seen, &known.id), change));
    }
    let mut draft = Draft::new(known.is_none());
    if known.is_none() || form.changed("name") {
        draft.put("name", clean(form, "name").map(Value::Text));
    }
    draft.text(form, "desk");
    if known.is_none() {
        draft.put("person", Some(Value::text(person)));
    }
    draft.text(form, "when");
    contact::verified(&mut draft, form, known, form.changed("phone"), around.model);
    draft.own(known.is_some_and(|known| known.sample));
    let free = |wanted: &str| !seen.contacts.iter().any(|contact| contact.id.as_str() == wanted);
    let own_name = format!("staff-{person}");
    let name = match known {
        Some(known) => known.id.as_str().to_owned(),
        None if free(&own_name) && Id::new(own_name.clone()).is_ok() => own_name,
        None => super::fresh_contact(seen, "staff"),
    };
    let file = known.map_or_else(|| file_of_group(seen, Group::Staff), |known| file_of(seen, &known.id));
    draft.edit(&file, "contact", &name)
}
