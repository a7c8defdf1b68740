//! Somebody outside to tell: a vendor, an authority.

use super::{Around, choices, file_of_group, fresh_contact};
use crate::domain::contact::{Contact, Group, address, alternates};
use crate::site::contacts::MONTHS;
use crate::site::edit::{Edit, Value};
use crate::t;
use crate::text::kana::half_ascii;
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, clean, line_of};
use crate::tui::screens::setup::sweep::file_of;
use crate::tui::widgets::form::{Field, Form};

/// The lines of a contact.
pub fn fields(id: Option<&str>, group: Group, seen: &Seen) -> Option<Vec<Field>> {
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
        let hours = phone.and_then(|phone| phone.hours.as_deref()).unwrap_or_default();
        let number = phone.map_or("", |phone| phone.number.as_str());
        let shown = at + 1;
        fields.push(Field::text(&format!("number-{shown}"), t!("setup-contact-number", at = shown)).with(number));
        fields.push(
            Field::text(&format!("label-{shown}"), t!("setup-contact-label", at = shown))
                .with(label)
                .hint(t!("setup-contact-label-hint")),
        );
        fields.push(
            Field::text(&format!("hours-{shown}"), t!("setup-contact-number-hours", at = shown))
                .with(hours)
                .hint(t!("setup-contact-number-hours-hint"))
                .stops(false),
        );
    }
    let months = known.and_then(|known| known.stale_after_months).map(|months| months.to_string()).unwrap_or_default();
    fields.extend([
        Field::text("hours", t!("setup-contact-hours")).with(of(|known| known.hours.as_ref())),
        Field::text("when", t!("setup-contact-when")).with(of(|known| known.when.as_ref())),
        Field::text("have-ready", t!("setup-contact-have-ready")).with(of(|known| known.have_ready.as_ref())),
        Field::text("mail", t!("setup-contact-mail")).with(of(|known| known.mail.as_ref())),
        Field::text("web", t!("setup-contact-web")).with(of(|known| known.web.as_ref())),
        Field::text("fax", t!("setup-contact-fax")).with(of(|known| known.fax.as_ref())),
        alternate_field(known, group, seen),
        Field::text("stale-after-months", t!("setup-contact-months"))
            .with(&months)
            .hint(t!("setup-contact-months-hint"))
            .stops(false),
        Field::text("verified-from", t!("setup-verified-from"))
            .with(of(|known| known.verified_from.as_ref()))
            .hint(t!("setup-verified-from-hint"))
            .stops(false),
        verified_field(known).stops(true),
    ]);
    Some(fields)
}

/// Whom to try next: those of the same list that do not lead back here.
fn nexts(known: Option<&Contact>, group: Group, seen: &Seen) -> (Vec<String>, Vec<Option<String>>, usize) {
    let held = known.and_then(|known| known.alternate.as_ref());
    let fits = |contact: &&Contact| {
        let itself = known.is_some_and(|known| known.id == contact.id);
        let back =
            known.is_some_and(|known| alternates(&seen.contacts, contact).iter().any(|next| next.id == known.id));
        Some(&contact.id) == held || (contact.group == group && !itself && !back)
    };
    let others = seen.contacts.iter().filter(fits).map(|contact| (&contact.id, contact.name.as_str()));
    choices(t!("setup-no-alternate"), others, held)
}

/// The line for it.
pub fn alternate_field(known: Option<&Contact>, group: Group, seen: &Seen) -> Field {
    let (words, values, at) = nexts(known, group, seen);
    Field::choice(&among("alternate", &values), t!("setup-contact-alternate"), words, at)
}

/// What becomes of that line.
pub fn alternate(
    draft: &mut Draft,
    form: &mut Form,
    id: Option<&str>,
    group: Group,
    around: &Around<'_>,
) -> Option<()> {
    let values = |seen: &Seen| {
        let known = seen.contacts.iter().find(|contact| Some(contact.id.as_str()) == id);
        nexts(known, group, seen).1
    };
    draft.choice(form, "alternate", &values(around.asked), &values(around.seen))
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
        return draft.text(form, FROM);
    }
    let date = if today { model.now.format("%Y-%m-%d").to_string() } else { String::new() };
    draft.put("verified", Some(Value::Text(date)));
    let by = model.keyboard.as_ref().filter(|_| today).map(|who| Value::text(who.name.clone()));
    if by.is_some() || known.is_some() {
        draft.put("verified-by", by);
    }
    let from = clean(form, FROM).filter(|_| today).map(Value::Text);
    if from.is_some() || known.is_some_and(|known| known.verified_from.is_some()) {
        draft.put(FROM, from);
    }
}

/// How it was checked.
const FROM: &str = "verified-from";

/// Whether somebody checked its number once.
pub fn was_checked(contact: &Contact) -> bool {
    contact.verified.is_some() || contact.verified_by.is_some()
}

/// The lines of one number, by the beginning of their names.
const OF_NUMBER: [&str; 3] = ["number-", "label-", "hours-"];

/// The numbers of a form, with what each is for and when it answers.
fn phones(form: &Form) -> Vec<Vec<(String, Value)>> {
    let lines = form.fields.iter().filter_map(|field| field.id.strip_prefix("number-"));
    let phone = |at: &str| {
        let number = dialled(&clean(form, &format!("number-{at}"))?);
        let of = |key: &str| clean(form, &format!("{key}-{at}")).map(|text| (key.to_owned(), Value::Text(text)));
        let number = ("number".to_owned(), Value::Text(number));
        Some(std::iter::once(number).chain(of("label")).chain(of("hours")).collect())
    };
    lines.filter_map(phone).collect()
}

/// A number as one dials it: digits and signs in half width, words as they are.
fn dialled(text: &str) -> String {
    let half = |c: char| match half_ascii(c) {
        half @ ('0'..='9' | '+' | '-' | '(' | ')' | '#' | '*' | ' ') => half,
        _ => c,
    };
    text.chars().map(half).collect()
}

/// A line that says something about a number, where there is no number.
fn lonely_line(form: &Form) -> Option<String> {
    let ats = form.fields.iter().filter_map(|field| field.id.strip_prefix("number-"));
    let given = |key: &str, at: &str| form.given(&format!("{key}{at}")).is_some();
    let mut lonely = ats.filter(|at| !given("number-", at) && (given("label-", at) || given("hours-", at)));
    lonely.next().map(|at| format!("number-{at}"))
}

/// The first line with an address that is none, and why. What stood there before is not complained of here: `check` says it.
fn no_address(form: &Form) -> Option<(String, String)> {
    let typed = |line: &str| clean(form, line).filter(|_| form.changed(line));
    let dials = |line: &str| line == "fax" || line.starts_with("number-");
    form.fields.iter().find_map(|field| {
        let line = field.id.as_str();
        let wrong = match line {
            "mail" => typed(line).filter(|text| !address::is_mail(&half(text))).map(|_| t!("setup-bad-mail")),
            "web" => typed(line).filter(|text| !address::is_web(&half(text))).map(|_| t!("setup-bad-web")),
            line if dials(line) => typed(line).filter(|text| !address::has_digit(text)).map(|_| t!("setup-no-digit")),
            _ => None,
        };
        wrong.map(|why| (line.to_owned(), why))
    })
}

/// An address as it is written: somebody may have typed it while an input method was on.
fn half(text: &str) -> String {
    text.chars().map(half_ascii).collect()
}

/// Which number the focused line belongs to, from 1, where another one stands above it.
fn movable(form: &Form) -> Option<(&'static str, usize)> {
    let line = form.fields.get(form.focus)?.id.as_str();
    let of = |key: &'static str| Some((key, line.strip_prefix(key)?.parse::<usize>().ok()?));
    OF_NUMBER.into_iter().find_map(of).filter(|(_, at)| *at > 1)
}

/// Whether the focused line belongs to a number that can be put before another one.
pub fn can_move_up(form: &Form) -> bool {
    movable(form).is_some()
}

/// Puts the number of the focused line before the one above it: numbers are tried in their order.
pub fn move_up(form: &mut Form) {
    let Some((focused, at)) = movable(form) else { return };
    for key in OF_NUMBER {
        let (this, above) = (format!("{key}{at}"), format!("{key}{}", at - 1));
        let (of_this, of_above) = (form.text(&this), form.text(&above));
        for field in &mut form.fields {
            let text = if field.id == this { &of_above } else { &of_this };
            if (field.id == this || field.id == above)
                && let Some(line) = field.kind.text_mut()
            {
                line.set(text);
            }
        }
    }
    let above = format!("{focused}{}", at - 1);
    form.focus = form.fields.iter().position(|field| field.id == above).unwrap_or(form.focus);
}

/// The changes of a contact.
pub fn edits(id: Option<&str>, group: Group, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let seen = around.seen;
    let known = id.and_then(|id| seen.contacts.iter().find(|contact| contact.id.as_str() == id));
    if let Some(line) = lonely_line(form) {
        form.complain(&line, t!("setup-contact-number-missing"));
        return None;
    }
    if let Some((line, why)) = no_address(form) {
        form.complain(&line, why);
        return None;
    }
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "name")?;
    draft.text(form, "desk");
    let is_phone = |id: &str| OF_NUMBER.iter().any(|key| id.starts_with(key));
    let lines = form.fields.iter().map(|field| field.id.as_str());
    if lines.into_iter().any(|id| is_phone(id) && form.changed(id)) {
        let phones = phones(form);
        draft.put("phone", Some(phones).filter(|phones| !phones.is_empty()).map(Value::Tables));
    }
    for key in ["fax", "mail", "web"] {
        let text = clean(form, key).map(|text| if key == "fax" { dialled(&text) } else { half(&text) });
        if form.changed(key) || (id.is_none() && text.is_some()) {
            draft.put(key, text.map(Value::Text));
        }
    }
    for key in ["hours", "when", "have-ready"] {
        draft.text(form, key);
    }
    alternate(&mut draft, form, id, group, around)?;
    draft.number_or_none(form, "stale-after-months", MONTHS)?;
    // Numbers that only change places are the ones that were checked.
    let before: Vec<&str> = known.iter().flat_map(|known| &known.phones).map(|phone| phone.number.as_str()).collect();
    let numbers = form.fields.iter().filter(|field| field.id.starts_with("number-"));
    let now: Vec<String> = numbers.filter_map(|field| clean(form, &field.id)).collect();
    let other = now.iter().any(|number| !before.contains(&number.as_str())) || now.len() < before.len();
    verified(&mut draft, form, known, other, around.model);
    draft.own(known.is_some_and(|known| known.sample));
    let prefix = if group == Group::Vendor { "vendor" } else { "authority" };
    let file = known.map_or_else(|| file_of_group(seen, group), |known| file_of(seen, &known.id));
    let id = id.map_or_else(|| fresh_contact(seen, prefix), ToOwned::to_owned);
    Some(draft.edit(&file, "contact", &id).into_iter().collect())
}
