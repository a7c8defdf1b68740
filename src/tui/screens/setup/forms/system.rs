//! A system: how much care depends on it, when it is restored, who maintains it, how work goes on without it.

use super::{Around, choices};
use crate::domain::contact::{Contact, Group};
use crate::site::edit::Edit;
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, fresh};
use crate::tui::widgets::form::{Field, Form};

fn vendors(seen: &Seen, held: Option<&crate::domain::id::Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    // Whoever maintains it now stays among the choices, on whichever list that contact stands.
    let fits = |contact: &&Contact| contact.group == Group::Vendor || Some(&contact.id) == held;
    let vendors = seen.contacts.iter().filter(fits).map(|contact| (&contact.id, contact.name.as_str()));
    choices(t!("setup-no-vendor"), vendors, held)
}

/// The lines of a system.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(id) => Some(seen.plan.facility.system(id)?),
        None => None,
    };
    let (words, values, at) = vendors(seen, known.and_then(|known| known.vendor.as_ref()));
    let next = u8::try_from(seen.plan.facility.systems.len() + 1).unwrap_or(u8::MAX).min(99);
    let number = |number: Option<u8>| number.unwrap_or(next).to_string();
    Some(vec![
        Field::text("title", t!("setup-system-name")).with(known.map_or("", |known| known.title.as_str())),
        Field::text("importance", t!("setup-system-importance")).with(&number(known.map(|known| known.importance))),
        Field::text("restore-order", t!("setup-system-order")).with(&number(known.map(|known| known.restore_order))),
        Field::choice(&among("vendor", &values), t!("setup-system-vendor"), words, at).stops(true),
        Field::text("fallback", t!("setup-system-fallback"))
            .with(known.and_then(|known| known.fallback.as_deref()).unwrap_or_default()),
    ])
}

/// The changes of a system.
pub fn edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let known = id.and_then(|id| facility.system(id));
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "title")?;
    draft.number(form, "importance", 1..=99)?;
    draft.number(form, "restore-order", 1..=99)?;
    let values = |seen: &Seen| {
        let known = id.and_then(|id| seen.plan.facility.system(id));
        vendors(seen, known.and_then(|known| known.vendor.as_ref())).1
    };
    draft.choice(form, "vendor", &values(around.asked), &values(around.seen))?;
    draft.text(form, "fallback");
    draft.own(known.is_some_and(|known| known.sample));
    let id =
        id.map_or_else(|| fresh("system", facility.systems.iter().map(|known| known.id.as_str())), ToOwned::to_owned);
    Some(draft.edit(PATH, "system", &id).into_iter().collect())
}
