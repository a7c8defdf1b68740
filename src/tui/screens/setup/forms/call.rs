//! A place among the staff's contacts that a runbook calls by its name: who is called there.

use super::{Around, contact};
use crate::domain::contact::Contact;
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, Value};
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::Draft;
use crate::tui::screens::setup::part::is_called;
use crate::tui::screens::setup::sweep::{file_of, no_longer_next};
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

fn of<'a>(id: &str, seen: &'a Seen) -> Option<&'a Contact> {
    seen.contacts.iter().find(|contact| contact.id.as_str() == id)
}

/// The lines of such a place.
pub fn fields(id: &str, seen: &Seen) -> Option<Vec<Field>> {
    let known = of(id, seen)?;
    let person = known.person.as_ref().and_then(|id| seen.plan.facility.person(id.as_str()));
    let name = person.map_or("", |person| person.name.as_str());
    Some(vec![
        Field::person("person", t!("setup-call-person")).with(name).hint(t!("setup-person-hint")).stops(true),
        Field::text("desk", t!("setup-person-desk")).with(known.desk.as_deref().unwrap_or_default()),
        Field::text("when", t!("setup-contact-when")).with(known.when.as_deref().unwrap_or_default()),
        contact::alternate_field(Some(known), known.group, seen),
        contact::verified_field(Some(known)),
    ])
}

/// The changes of such a place. Whoever stands in it needs no second entry of his or her own.
pub fn edits(id: &str, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let seen = around.seen;
    let known = of(id, seen)?;
    let named = typed::person(&seen.plan, &form.text("person")).and_then(|who| who.id);
    let Some(person) = named.and_then(|id| seen.plan.facility.person(id.as_str())) else {
        form.complain("person", t!("setup-person-unknown"));
        return None;
    };
    let mut draft = Draft::new(false);
    let other = known.person.as_ref() != Some(&person.id);
    if other {
        draft.put("name", Some(Value::text(person.name.clone())));
        draft.put("person", Some(Value::text(person.id.as_str())));
    }
    draft.text(form, "desk");
    draft.text(form, "when");
    contact::alternate(&mut draft, form, Some(id), known.group, around)?;
    contact::verified(&mut draft, form, Some(known), other, around.model);
    draft.own(known.sample);
    let twice = seen.contacts.iter().filter(|other| other.id != known.id && other.person.as_ref() == Some(&person.id));
    let twice = twice.filter(|other| !is_called(&seen.plan, &other.id));
    let twice: Vec<&Contact> = twice.collect();
    let out = twice.iter().map(|other| {
        let change = Change::Remove { list: "contact", id: other.id.as_str().to_owned() };
        Edit::new(file_of(seen, &other.id), change)
    });
    let gone = |id: &Id| twice.iter().any(|contact| contact.id == *id);
    let own = draft.edit(&file_of(seen, &known.id), "contact", id);
    Some(own.into_iter().chain(out).chain(no_longer_next(seen, gone)).collect())
}
