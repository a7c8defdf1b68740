//! Contacts on paper: whom to call, with room for what came of it.

use serde::Serialize;

use super::{Input, Part, words};
use crate::domain::contact::{Contact, Group};
use crate::domain::event::Paper;
use crate::domain::facility::Person;
use crate::domain::wording;
use crate::report::contact_words;
use crate::t;

#[derive(Serialize)]
struct Lists {
    note: String,
    head: Vec<String>,
    groups: Vec<GroupData>,
}

#[derive(Serialize)]
struct GroupData {
    title: String,
    rows: Vec<RowData>,
}

#[derive(Serialize)]
struct RowData {
    name: String,
    marks: Vec<String>,
    notes: Vec<String>,
    numbers: Vec<String>,
}

pub(super) fn parts(input: &Input<'_>) -> Vec<Part> {
    let groups = [Group::Staff, Group::Vendor, Group::Authority].map(|group| GroupData {
        title: match group {
            Group::Staff => t!("paper-contacts-staff"),
            Group::Vendor => t!("paper-contacts-vendor"),
            Group::Authority => t!("paper-contacts-authority"),
        },
        rows: rows(input, group),
    });
    let head = [t!("paper-contact"), t!("paper-number"), t!("paper-time"), t!("paper-spoke-to"), t!("paper-result")];
    let data = Lists {
        note: t!("paper-contacts-note"),
        head: head.to_vec(),
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
    };
    let title = wording::paper(Paper::Contacts, input.lang).to_owned();
    vec![Part::new("contacts", title, data)]
}

fn rows(input: &Input<'_>, group: Group) -> Vec<RowData> {
    let listed = input.contacts.iter().filter(|contact| contact.group == group);
    let mut rows: Vec<RowData> = listed.map(|contact| of_contact(input, contact)).collect();
    if group == Group::Staff {
        let known = |person: &&Person| input.contacts.iter().any(|contact| contact.person.as_ref() == Some(&person.id));
        let others = input.plan.facility.people.iter().filter(|person| !known(person));
        rows.extend(others.map(|person| of_person(input, person)));
    }
    rows
}

fn of_contact(input: &Input<'_>, contact: &Contact) -> RowData {
    let labelled = |label: String, text: &Option<String>| text.as_ref().map(|text| format!("{label} {text}"));
    let person = contact.person.as_ref().and_then(|id| input.plan.facility.person(id.as_str()));
    let next = contact.alternate.as_ref().and_then(|id| input.contacts.iter().find(|other| other.id == *id));
    let notes = [
        contact.desk.clone(),
        person.map(|person| roles(input, person)).filter(|roles| !roles.is_empty()),
        labelled(t!("call-in-case"), &contact.when),
        labelled(t!("call-hours"), &contact.hours),
        labelled(t!("call-have-ready"), &contact.have_ready),
        next.map(|next| t!("contact-alternate", name = next.name.as_str())),
        contact.mail.as_deref().map(|address| t!("contact-mail", address = address)),
        contact.web.as_deref().map(|address| t!("contact-web", address = address)),
        contact_words::checked_how(contact).map(|how| t!("paper-checked-how", how = how)),
    ];
    let mut numbers = words::numbers(input, contact);
    let fax = contact.fax.as_deref().map(|number| t!("contact-fax", number = number));
    numbers.extend(fax.map(|fax| contact_words::number_in_brief(&fax, words::freshness(input, contact))));
    RowData {
        name: contact.name.clone(),
        marks: vec![contact_words::short_mark(contact, words::freshness(input, contact))],
        notes: notes.into_iter().flatten().collect(),
        numbers,
    }
}

fn of_person(input: &Input<'_>, person: &Person) -> RowData {
    let number = match &person.phone {
        Some(number) if person.sample => t!("call-number-sample", number = number.as_str()),
        Some(number) => number.clone(),
        None => t!("paper-no-number"),
    };
    RowData {
        name: person.name.clone(),
        marks: if person.sample { vec![t!("contact-sample")] } else { Vec::new() },
        notes: vec![roles(input, person)],
        numbers: vec![number],
    }
}

fn roles(input: &Input<'_>, person: &Person) -> String {
    let titles: Vec<&str> = person.roles.iter().map(|role| input.plan.facility.role_title(role.as_str())).collect();
    titles.join(&t!("list-separator"))
}
