//! A backup, as the facility promised itself to take it.

use super::system::procedures;
use super::{Around, choices};
use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::site::edit::{Edit, Value};
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, among, clean, fresh, line_of};
use crate::tui::widgets::form::{Field, Form};

fn systems(facility: &Facility, held: Option<&Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    let systems = facility.systems.iter().map(|system| (&system.id, system.title.as_str()));
    choices(t!("setup-choose"), systems, held)
}

fn keepers(facility: &Facility, held: Option<&Id>) -> (Vec<String>, Vec<Option<String>>, usize) {
    choices(t!("setup-nobody"), facility.roles.iter().map(|role| (&role.id, role.title.as_str())), held)
}

/// The lines of a backup.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let facility = &seen.plan.facility;
    let known = match id {
        Some(id) => Some(facility.backup(id)?),
        None => None,
    };
    let text = |key, label, text: Option<&str>| Field::text(key, label).with(text.unwrap_or_default());
    let (system_words, system_values, system) = systems(facility, known.map(|known| &known.system));
    let (keeper_words, keeper_values, keeper) = keepers(facility, known.and_then(|known| known.keeper.as_ref()));
    let generations = known.map(|known| known.generations.to_string());
    let (procedure_words, procedure_values, procedure) =
        procedures(seen, known.and_then(|known| known.procedure.as_ref()));
    let test_every = known.and_then(|known| known.test_every).map(|months| months.to_string());
    let max_age = known.and_then(|known| known.max_age).map(|minutes| minutes.div_ceil(60).to_string());
    let apart = usize::from(known.is_some_and(|known| known.apart));
    Some(vec![
        text("title", t!("setup-backup-name"), known.map(|known| known.title.as_str())),
        Field::choice(&among("system", &system_values), t!("setup-backup-system"), system_words, system).stops(true),
        text("method", t!("setup-backup-method"), known.map(|known| known.method.as_str())),
        text("frequency", t!("setup-backup-frequency"), known.map(|known| known.frequency.as_str()))
            .hint(t!("setup-backup-frequency-hint")),
        text("generations", t!("setup-backup-generations"), generations.as_deref()),
        text("medium", t!("setup-backup-medium"), known.map(|known| known.medium.as_str())),
        Field::choice("apart", t!("setup-backup-apart"), vec![t!("setup-apart-not"), t!("setup-apart")], apart)
            .stops(true),
        text("place", t!("setup-backup-place"), known.map(|known| known.place.as_str())),
        Field::choice(&among("keeper", &keeper_values), t!("setup-backup-keeper"), keeper_words, keeper).stops(true),
        text("restore", t!("setup-backup-restore"), known.map(|known| known.restore.as_str())),
        text("tested", t!("setup-backup-tested"), known.and_then(|known| known.tested.as_deref()))
            .hint(t!("setup-backup-tested-hint")),
        text("test-every", t!("setup-backup-test-every"), test_every.as_deref())
            .hint(t!("setup-backup-test-every-hint"))
            .stops(false),
        text("max-age", t!("setup-backup-max-age"), max_age.as_deref())
            .hint(t!("setup-backup-max-age-hint"))
            .stops(false),
        Field::choice(&among("procedure", &procedure_values), t!("setup-procedure"), procedure_words, procedure),
    ])
}

/// The changes of a backup.
pub fn edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let known = id.and_then(|id| facility.backup(id));
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "title")?;
    let system = line_of(form, "system");
    if form.chosen(&system) == 0 {
        form.complain(&system, t!("setup-backup-system-missing"));
        return None;
    }
    let asked = &around.asked.plan.facility;
    draft.choice(form, "system", &systems(asked, None).1, &systems(facility, None).1)?;
    draft.needed(form, "method")?;
    draft.needed(form, "frequency")?;
    draft.number(form, "generations", 1..=9999)?;
    draft.needed(form, "medium")?;
    draft.flag(form, "apart");
    draft.text(form, "place");
    draft.choice(form, "keeper", &keepers(asked, None).1, &keepers(facility, None).1)?;
    draft.text(form, "restore");
    tested(&mut draft, form, id.is_none())?;
    draft.length(form, "test-every", "mo", 1..=120)?;
    draft.length(form, "max-age", "h", 1..=8784)?;
    let procedures = |seen: &Seen| {
        let known = id.and_then(|id| seen.plan.facility.backup(id));
        procedures(seen, known.and_then(|known| known.procedure.as_ref())).1
    };
    draft.choice(form, "procedure", &procedures(around.asked), &procedures(around.seen))?;
    draft.own(known.is_some_and(|known| known.sample));
    let id =
        id.map_or_else(|| fresh("backup", facility.backups.iter().map(|known| known.id.as_str())), ToOwned::to_owned);
    Some(draft.edit(PATH, "backup", &id).into_iter().collect())
}

/// The date of the last restore test; empty: never.
fn tested(draft: &mut Draft, form: &mut Form, is_new: bool) -> Option<()> {
    let date: String = clean(form, "tested").unwrap_or_default().chars().map(crate::text::kana::half_ascii).collect();
    if !date.is_empty() && chrono::NaiveDate::parse_from_str(&date, "%Y-%m-%d").is_err() {
        form.complain("tested", t!("setup-date"));
        return None;
    }
    if is_new || form.changed("tested") {
        draft.put("tested", Some(Value::Text(date)));
    }
    Some(())
}
