//! Something to pull: where it is, how, who may do it without asking, and after how many minutes anybody may.

use super::{Around, choices};
use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::site::edit::{Edit, Value};
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, chosen, fresh};
use crate::tui::widgets::form::{Field, Form};

/// The longest wait, in minutes: a day.
const LONGEST: i64 = 1440;

fn roles(facility: &Facility, held: Option<&Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    choices(t!("setup-nobody"), facility.roles.iter().map(|role| (&role.id, role.title.as_str())), held)
}

/// The lines of a cut-off.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let facility = &seen.plan.facility;
    let known = match id {
        Some(id) => Some(facility.cutoff(id)?),
        None => None,
    };
    let text = |key, label, text: &str| Field::text(key, label).with(text);
    let order = known.map_or_else(|| facility.cutoffs.len() + 1, |known| usize::from(known.order)).to_string();
    let wait = known.and_then(|known| known.alone_after).map(|minutes| minutes.to_string()).unwrap_or_default();
    let mut fields = vec![
        text("title", t!("setup-cutoff-name"), known.map_or("", |known| known.title.as_str())),
        text("order", t!("setup-cutoff-order"), &order),
        text("place", t!("setup-cutoff-place"), known.map_or("", |known| known.place.as_str()))
            .hint(t!("setup-cutoff-place-hint")),
        text("how", t!("setup-cutoff-how"), known.map_or("", |known| known.how.as_str())),
        text("stops", t!("setup-cutoff-stops"), known.map_or("", |known| known.stops.as_str())),
    ];
    let alone = known.map(|known| known.alone.as_slice()).unwrap_or_default();
    for at in 0..(alone.len() + 1).max(2) {
        let (words, values, held) = roles(facility, alone.get(at));
        let label = t!("setup-cutoff-alone", at = (at + 1));
        let line = among(&format!("alone-{}", at + 1), &values);
        fields.push(Field::choice(&line, label, words, held).stops(true));
    }
    fields.push(text("alone-after", t!("setup-cutoff-wait"), &wait).hint(t!("setup-cutoff-wait-hint")));
    let photo = known.and_then(|known| known.photo.as_deref()).unwrap_or_default();
    fields.push(text("photo", t!("setup-cutoff-photo"), photo).hint(t!("setup-cutoff-photo-hint")));
    Some(fields)
}

/// The changes of a cut-off.
pub fn edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let known = id.and_then(|id| facility.cutoff(id));
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "title")?;
    draft.number(form, "order", 1..=99)?;
    draft.needed(form, "place")?;
    draft.needed(form, "how")?;
    draft.needed(form, "stops")?;
    let lines: Vec<String> = form
        .fields
        .iter()
        .map(|field| field.id.clone())
        .filter(|id| id.starts_with("alone-") && id != "alone-after")
        .collect();
    if id.is_none() || lines.iter().any(|line| form.changed(line)) {
        let (values, now) = (roles(&around.asked.plan.facility, None).1, roles(facility, None).1);
        let mut alone: Vec<String> = Vec::new();
        for line in &lines {
            let role = chosen(form, line, &values, &now)?;
            alone.extend(role.filter(|role| !alone.contains(role)));
        }
        draft.put("alone", Some(Value::Texts(alone)));
    }
    draft.number_or_none(form, "alone-after", 0..=LONGEST)?;
    draft.text(form, "photo");
    draft.own(known.is_some_and(|known| known.sample));
    let id =
        id.map_or_else(|| fresh("cutoff", facility.cutoffs.iter().map(|known| known.id.as_str())), ToOwned::to_owned);
    Some(draft.edit(PATH, "cutoff", &id).into_iter().collect())
}
