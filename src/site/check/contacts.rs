//! Contacts that nobody can reach, and alternates that lead back to where one came from.

use std::collections::BTreeSet;

use super::Loaded;
use crate::domain::contact::{Contact, alternates};
use crate::domain::id::Id;
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::Kind;

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: BTreeSet<&Id> = BTreeSet::new();
    for mentions in loaded.mentions {
        for definition in mentions.definitions.iter().filter(|definition| definition.kind == Kind::Contact) {
            let Some(contact) = loaded.contacts.iter().find(|contact| contact.id == definition.id) else { continue };
            let warn = |code, message, hint| {
                Diagnostic::warning(&mentions.file, code, message, Some(definition.span.clone())).with_hint(hint)
            };
            if let Some(message) = unreachable(loaded, contact) {
                found.push(warn("no-channel", message, Some(crate::t!("site-no-channel-hint"))));
            }
            if let Some(circle) = circle(loaded, contact).filter(|_| told.insert(&contact.id)) {
                // The same circle is found from each of its contacts.
                told.extend(circle.iter().map(|contact| &contact.id));
                let names: Vec<&str> = circle.iter().chain([&contact]).map(|contact| contact.name.as_str()).collect();
                let message = crate::t!("site-alternate-circle", names = names.join(" → "));
                found.push(warn("alternate-circle", message, Some(crate::t!("site-alternate-circle-hint"))));
            }
        }
    }
}

/// What is missing where there is no way to reach somebody. Of an invented entry it is said that it is invented.
fn unreachable(loaded: &Loaded<'_>, contact: &Contact) -> Option<String> {
    if contact.sample || contact.channels().next().is_some() {
        return None;
    }
    let name = contact.name.as_str();
    let Some(person) = contact.person.as_ref().and_then(|id| loaded.plan.facility.person(id.as_str())) else {
        return Some(crate::t!("site-no-channel", name = name));
    };
    person.phone.is_none().then(|| crate::t!("site-no-channel-person", name = name))
}

/// The contacts that are tried one after another until it is this one's turn again, beginning with it.
fn circle<'a>(loaded: &Loaded<'a>, contact: &'a Contact) -> Option<Vec<&'a Contact>> {
    let chain: Vec<&Contact> = std::iter::once(contact).chain(alternates(loaded.contacts, contact)).collect();
    let last = chain.last()?;
    (last.alternate.as_ref() == Some(&contact.id)).then_some(chain)
}
