//! Somebody outside to tell: a vendor, an authority.

use super::{Around, file_of_group, fresh_contact};
use crate::domain::contact::{Contact, Group};
use crate::site::edit::{Edit, Value};
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, clean, line_of};
use crate::tui::screens::setup::sweep::file_of;
use crate::tui::widgets::form::{Field, Form};

/// The lines of a contact.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(id) => Some(seen.contacts.iter().find(|contact| contact.id.as_str() == id)?),
        None => None,
    };
    let of = |get: fn(&Contact) -> Option<&String>| known.and_then(get).map(String::as_str).unwrap_or_default();
    let mut fields = vec![
        Field::text("name", t!("setup-contact-name")).with(known.map_or("", |known| known.name.as_str())),
        Field::text("desk", t!("setup-contact-desk")).with(of(|known| known.desk.as_ref())),
    ];
    let phones = known.map(|known| known.phones.as_slice()).unwrap_or_default();
    for at in 0..(phones.len() + 1).max(2) {
        let phone = phones.get(at);
        let label = phone.and_then(|phone| phone.label.as_deref()).unwrap_or_default();
        let number = phone.map_or("", |phone| phone.number.as_str());
        let shown = at + 1;
        fields.push(Field::text(&format!("number-{shown}"), t!("setup-contact-number", at = shown)).with(number));
        fields.push(
            Field::text(&format!("label-{shown}"), t!("setup-contact-label", at = shown))
                .with(label)
                .hint(t!("setup-contact-label-hint")),
        );
    }
    fields.extend([
        Field::text("hours", t!("setup-contact-hours")).with(of(|known| known.hours.as_ref())),
        Field::text("when", t!("setup-contact-when")).with(of(|known| known.when.as_ref())),
        Field::text("have-ready", t!("setup-contact-have-ready")).with(of(|known| known.have_ready.as_ref())),
        Field::text("mail", t!("setup-contact-mail")).with(of(|known| known.mail.as_ref())),
        Field::text("web", t!("setup-contact-web")).with(of(|known| known.web.as_ref())),
        verified_field(known).stops(true),
    ]);
    Some(fields)
}

/// Whether somebody checked the number: not yet, today, or as before.
pub fn verified_field(known: Option<&Contact>) -> Field {
    let mut options = vec![t!("setup-verified-not"), t!("setup-verified-today")];
    let before = known.and_then(|known| known.verified.as_deref());
    options.extend(before.map(|date| t!("setup-verified-on", date = date)));
    let at = if before.is_some() { 2 } else { 0 };
    Field::choice(&among("verified", &[before.map(ToOwned::to_owned)]), t!("setup-verified"), options, at)
}

/// What becomes of that line. `other`: it is another number or another person than before, and who checked, checked what was before.
pub fn verified(draft: &mut Draft, form: &Form, known: Option<&Contact>, other: bool, model: &Model) {
    let line = line_of(form, "verified");
    let today = form.chosen(&line) == 1;
    let outdated = other && !today && known.is_some_and(was_checked);
    if known.is_some() && !form.changed(&line) && !outdated {
        return;
    }
    let date = if today { model.now.format("%Y-%m-%d").to_string() } else { String::new() };
    draft.put("verified", Some(Value::Text(date)));
    let by = model.keyboard.as_ref().filter(|_| today).map(|who| Value::text(who.name.clone()));
    if by.is_some() || known.is_some() {
        draft.put("verified-by", by);
    }
}

/// Whether somebody checked its number once.
pub fn was_checked(contact: &Contact) -> bool {
    contact.verified.is_some() || contact.verified_by.is_some()
}

/// The numbers of a form, with what each is for.
fn phones(form: &Form) -> Vec<Vec<(String, Value)>> {
    let lines = form.fields.iter().filter_map(|field| field.id.strip_prefix("number-"));
    let phone = |at: &str| {
        let number = clean(form, &format!("number-{at}"))?;
        let label = clean(form, &format!("label-{at}")).map(|label| ("label".to_owned(), Value::Text(label)));
        Some(std::iter::once(("number".to_owned(), Value::Text(number))).chain(label).collect())
    };
    lines.filter_map(phone).collect()
}

/// A line that says what a number is for, where there is no number.
fn lonely_label(form: &Form) -> Option<String> {
    let mut lines = form.fields.iter().filter_map(|field| field.id.strip_prefix("label-"));
    let lonely =
        |at: &&str| form.given(&format!("label-{at}")).is_some() && form.given(&format!("number-{at}")).is_none();
    lines.find(lonely).map(|at| format!("number-{at}"))
}

/// The changes of a contact.
pub fn edits(id: Option<&str>, group: Group, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let seen = around.seen;
    let known = id.and_then(|id| seen.contacts.iter().find(|contact| contact.id.as_str() == id));
    if let Some(line) = lonely_label(form) {
        form.complain(&line, t!("setup-contact-number-missing"));
        return None;
    }
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "name")?;
    draft.text(form, "desk");
    let is_phone = |id: &str| id.starts_with("number-") || id.starts_with("label-");
    let lines = form.fields.iter().map(|field| field.id.as_str());
    if lines.into_iter().any(|id| is_phone(id) && form.changed(id)) {
        let phones = phones(form);
        draft.put("phone", Some(phones).filter(|phones| !phones.is_empty()).map(Value::Tables));
    }
    for key in ["mail", "web", "hours", "when", "have-ready"] {
        draft.text(form, key);
    }
    let numbers = form.fields.iter().filter(|field| field.id.starts_with("number-"));
    let other = numbers.into_iter().any(|field| form.changed(&field.id));
    verified(&mut draft, form, known, other, around.model);
    draft.own(known.is_some_and(|known| known.sample));
    let prefix = if group == Group::Vendor { "vendor" } else { "authority" };
    let file = known.map_or_else(|| file_of_group(seen, group), |known| file_of(seen, &known.id));
    let id = id.map_or_else(|| fresh_contact(seen, prefix), ToOwned::to_owned);
    Some(draft.edit(&file, "contact", &id).into_iter().collect())
}
