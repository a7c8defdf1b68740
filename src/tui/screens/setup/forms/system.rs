//! A system: how much care depends on it, when and how it is restored, who maintains it, how work goes on without it.

use super::{Around, choices};
use crate::domain::contact::{Contact, Group};
use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::domain::restoration::cycles;
use crate::site::edit::Edit;
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, fresh};
use crate::tui::screens::setup::named::{self, meant, names};
use crate::tui::widgets::form::{Field, Form};

fn vendors(seen: &Seen, held: Option<&Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    // Whoever maintains it now stays among the choices, on whichever list that contact stands.
    let fits = |contact: &&Contact| contact.group == Group::Vendor || Some(&contact.id) == held;
    let vendors = seen.contacts.iter().filter(fits).map(|contact| (&contact.id, contact.name.as_str()));
    choices(t!("setup-no-vendor"), vendors, held)
}

/// The procedures that are written for restoring something.
pub fn procedures(seen: &Seen, held: Option<&Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    let restores = seen.plan.runbooks.iter().filter(|runbook| runbook.restores.is_some() || Some(&runbook.id) == held);
    choices(t!("setup-no-vendor"), restores.map(|runbook| (&runbook.id, runbook.title.as_str())), held)
}

fn systems(facility: &Facility) -> impl Iterator<Item = (&Id, &str)> + Clone {
    facility.systems.iter().map(|system| (&system.id, system.title.as_str()))
}

fn departments(facility: &Facility) -> impl Iterator<Item = (&Id, &str)> + Clone {
    facility.departments.iter().map(|department| (&department.id, department.title.as_str()))
}

/// The lines of a system.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(id) => Some(seen.plan.facility.system(id)?),
        None => None,
    };
    let (words, values, at) = vendors(seen, known.and_then(|known| known.vendor.as_ref()));
    let facility = &seen.plan.facility;
    let (procedure_words, procedure_values, procedure) =
        procedures(seen, known.and_then(|known| known.procedure.as_ref()));
    let needs = known.map(|known| names(&known.needs, systems(facility))).unwrap_or_default();
    let checked_by = known.map(|known| names(&known.checked_by, departments(facility))).unwrap_or_default();
    let text = |key, label, text: Option<&str>| Field::text(key, label).with(text.unwrap_or_default());
    let next = u8::try_from(seen.plan.facility.systems.len() + 1).unwrap_or(u8::MAX).min(99);
    let number = |number: Option<u8>| number.unwrap_or(next).to_string();
    Some(vec![
        Field::text("title", t!("setup-system-name")).with(known.map_or("", |known| known.title.as_str())),
        Field::text("importance", t!("setup-system-importance")).with(&number(known.map(|known| known.importance))),
        Field::text("restore-order", t!("setup-system-order")).with(&number(known.map(|known| known.restore_order))),
        Field::choice(&among("vendor", &values), t!("setup-system-vendor"), words, at).stops(true),
        text("fallback", t!("setup-system-fallback"), known.and_then(|known| known.fallback.as_deref())),
        text("needs", t!("setup-system-needs"), Some(&needs)).hint(t!("setup-system-needs-hint")).stops(false),
        Field::choice(&among("procedure", &procedure_values), t!("setup-procedure"), procedure_words, procedure),
        text("checked-by", t!("setup-system-checked-by"), Some(&checked_by))
            .hint(t!("setup-system-checked-by-hint"))
            .stops(false),
        text(
            "without-backup",
            t!("setup-system-without-backup"),
            known.and_then(|known| known.without_backup.as_deref()),
        )
        .hint(t!("setup-system-without-backup-hint"))
        .stops(false),
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
    let needs = meant(form, "needs", systems(facility))?;
    not_in_a_circle(form, id, &needs, facility)?;
    named::put(&mut draft, form, "needs", &needs);
    let procedures = |seen: &Seen| {
        let known = id.and_then(|id| seen.plan.facility.system(id));
        procedures(seen, known.and_then(|known| known.procedure.as_ref())).1
    };
    draft.choice(form, "procedure", &procedures(around.asked), &procedures(around.seen))?;
    let checked_by = meant(form, "checked-by", departments(facility))?;
    named::put(&mut draft, form, "checked-by", &checked_by);
    draft.text(form, "without-backup");
    draft.own(known.is_some_and(|known| known.sample));
    let id =
        id.map_or_else(|| fresh("system", facility.systems.iter().map(|known| known.id.as_str())), ToOwned::to_owned);
    Some(draft.edit(PATH, "system", &id).into_iter().collect())
}

/// What a system needs must not need it in turn; `None` where it does, about which the form then complains.
fn not_in_a_circle(form: &mut Form, id: Option<&str>, needs: &[Id], facility: &Facility) -> Option<()> {
    let mut systems = facility.systems.clone();
    let Some(own) = systems.iter_mut().find(|system| Some(system.id.as_str()) == id) else { return Some(()) };
    own.needs = needs.to_vec();
    let own = own.id.clone();
    let all = cycles(&systems);
    let Some(circle) = all.iter().find(|circle| circle.contains(&&own)) else { return Some(()) };
    let titles: Vec<&str> = circle.iter().chain(circle.first()).map(|id| facility.system_title(id.as_str())).collect();
    form.complain("needs", t!("setup-system-circle", circle = titles.join(&t!("list-separator"))));
    None
}
