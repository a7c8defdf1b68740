//! Numbers as screens show them: what nobody has checked lately says so, and what is invented cannot be mistaken for a number.

use crate::domain::contact::{Contact, Freshness, USUAL_MONTHS, usual_months};
use crate::report::contact_words;
use crate::t;
use crate::tui::model::Model;

/// How much a contact's entry can be relied on now.
pub fn freshness(contact: &Contact, model: &Model) -> Freshness {
    let seen = model.seen.as_ref();
    let usual = seen.map_or(USUAL_MONTHS, |seen| usual_months(&seen.duties));
    let offset = seen.map_or(*model.now.offset(), |seen| seen.plan.facility.offset);
    contact.freshness(model.now.with_timezone(&offset).date_naive(), usual)
}

/// The contact's numbers with how much each can be relied on; of one without a number by which other ways it is reached.
pub fn numbers(contact: &Contact, model: &Model) -> Vec<String> {
    let numbers = bare(contact, model);
    if numbers.is_empty() {
        let others = contact_words::other_channels(contact);
        let said = if others.is_empty() { t!("call-no-number") } else { t!("contact-no-phone") };
        return std::iter::once(said).chain(others).collect();
    }
    let freshness = freshness(contact, model);
    numbers.into_iter().map(|number| contact_words::number(&number, contact, freshness)).collect()
}

/// The first number in a few cells, with the same warnings.
pub fn number_in_brief(contact: &Contact, model: &Model) -> String {
    match bare(contact, model).first() {
        Some(number) => contact_words::number_in_brief(number, freshness(contact, model)),
        None => t!("brief-no-number"),
    }
}

/// The numbers with what each is for: that of the staff list first.
pub fn bare(contact: &Contact, model: &Model) -> Vec<String> {
    contact_words::bare_numbers(contact, of_person(contact, model).as_deref())
}

/// The same as they are dialled.
pub fn dialled(contact: &Contact, model: &Model) -> Vec<String> {
    contact_words::dialled_numbers(contact, of_person(contact, model).as_deref())
}

fn of_person(contact: &Contact, model: &Model) -> Option<String> {
    let plan = model.plan()?;
    plan.facility.person(contact.person.as_ref()?.as_str())?.phone.clone()
}
