//! How a contact and its numbers are worded, the same on screens, in answers, on paper and in the chart.
//!
//! Owns that what nobody has checked, what was checked too long ago and what is invented can never be taken for a number to rely on.

use crate::domain::contact::{Channel, Contact, Freshness, Group};
use crate::domain::round::{Says, Update};
use crate::t;

/// A number with how much it can be relied on.
pub fn number(number: &str, contact: &Contact, freshness: Freshness) -> String {
    let date = contact.verified.as_deref().unwrap_or_default();
    match freshness {
        Freshness::Sample => t!("call-number-sample", number = number),
        Freshness::Never => t!("call-number-unverified", number = number),
        Freshness::Stale { months } => t!("contact-number-stale", number = number, date = date, months = months),
        Freshness::Fresh => t!("call-number-verified", number = number, date = date),
    }
}

/// The same in a few cells.
pub fn number_in_brief(number: &str, freshness: Freshness) -> String {
    match freshness {
        Freshness::Sample => t!("brief-number-sample", number = number),
        Freshness::Never => t!("brief-number-unverified", number = number),
        Freshness::Stale { .. } => t!("brief-number-stale", number = number),
        Freshness::Fresh => number.to_owned(),
    }
}

/// How much an entry can be relied on, in a few words: 確認 2026-11-01, 要確認, 要再確認 (8か月前), 見本.
pub fn mark(contact: &Contact, freshness: Freshness) -> String {
    let date = contact.verified.as_deref().unwrap_or_default();
    match freshness {
        Freshness::Sample => t!("contact-sample"),
        Freshness::Never => t!("contact-unverified"),
        Freshness::Stale { months } => t!("contact-stale", date = date, months = months),
        Freshness::Fresh => t!("paper-verified", date = date),
    }
}

/// The same for where there is little room.
pub fn short_mark(contact: &Contact, freshness: Freshness) -> String {
    match freshness {
        Freshness::Stale { .. } => {
            t!("paper-stale", date = contact.verified.as_deref().unwrap_or_default())
        }
        other => mark(contact, other),
    }
}

/// Who checked it and how, where that is known of one that is not invented.
pub fn checked_how(contact: &Contact) -> Option<String> {
    let how = [contact.verified_by.as_deref(), contact.verified_from.as_deref()];
    let how: Vec<&str> = how.into_iter().flatten().collect();
    let known = contact.verified.is_some() && !contact.sample && !how.is_empty();
    known.then(|| how.join(&t!("list-separator")))
}

/// How much an entry can be relied on, with who checked it and how.
pub fn mark_in_full(contact: &Contact, freshness: Freshness) -> String {
    let mark = mark(contact, freshness);
    match checked_how(contact) {
        Some(how) => t!("contact-mark-by", mark = mark, how = how),
        None => mark,
    }
}

/// The numbers without any mark; of somebody of the staff the one on the staff list, too.
pub fn bare_numbers(contact: &Contact, of_person: Option<&str>) -> Vec<String> {
    let of_person = of_person.filter(|number| !number.trim().is_empty()).map(ToOwned::to_owned);
    of_person.into_iter().chain(contact.phones.iter().map(crate::domain::contact::Phone::in_words)).collect()
}

/// The same numbers as they are dialled, in the same order.
pub fn dialled_numbers(contact: &Contact, of_person: Option<&str>) -> Vec<String> {
    let of_person = of_person.filter(|number| !number.trim().is_empty()).map(ToOwned::to_owned);
    of_person.into_iter().chain(contact.phones.iter().map(|phone| phone.number.clone())).collect()
}

/// The ways to reach it beside the telephone, each with its name.
pub fn other_channels(contact: &Contact) -> Vec<String> {
    let other = |channel: Channel<'_>| match channel {
        Channel::Phone(_) => None,
        Channel::Fax(number) => Some(t!("contact-fax", number = number)),
        Channel::Mail(address) => Some(t!("contact-mail", address = address)),
        Channel::Web(address) => Some(t!("contact-web", address = address)),
    };
    let shown = contact.channels().filter_map(other);
    // An invented one must not look as if somebody could be reached there.
    shown.map(|said| if contact.sample { format!("{}: {said}", t!("contact-sample")) } else { said }).collect()
}

/// What a result changes in the entry of a contact, in one row.
pub fn update(update: &Update) -> String {
    let (name, date) = (update.name.as_str(), update.date.format("%Y-%m-%d").to_string());
    let by = update.tried.by.clone().unwrap_or_else(|| t!("mark-nameless"));
    match update.says {
        Says::Right => t!("round-writes-right", name = name, date = date, by = by),
        Says::Wrong if update.writes => t!("round-takes-out", name = name, date = date, by = by),
        Says::Wrong => t!("round-is-wrong", name = name, date = date, by = by),
    }
}

/// The name of a list.
pub fn group(group: Group) -> String {
    match group {
        Group::Staff => t!("group-staff"),
        Group::Vendor => t!("group-vendor"),
        Group::Authority => t!("group-authority"),
    }
}
