//! Entries of few lines: a department, a level, a place for a second copy.

use super::Around;
use crate::site::edit::{Change, Edit};
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, clean, fresh};
use crate::tui::widgets::form::{Field, Form};

/// The lines of a department.
pub fn department_fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(id) => Some(seen.plan.facility.department(id)?),
        None => None,
    };
    let title = known.map_or("", |known| known.title.as_str());
    Some(vec![Field::text("title", t!("setup-department-name")).with(title)])
}

/// The changes of a department.
pub fn department_edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "title")?;
    draft.own(id.and_then(|id| facility.department(id)).is_some_and(|known| known.sample));
    let known = facility.departments.iter().map(|known| known.id.as_str());
    let id = id.map_or_else(|| fresh("department", known), ToOwned::to_owned);
    Some(draft.edit(PATH, "department", &id).into_iter().collect())
}

/// The lines of a level.
pub fn level_fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(id) => Some(seen.plan.facility.level(id.parse().ok()?)?),
        None => None,
    };
    let text = |key, label, text: Option<&str>| Field::text(key, label).with(text.unwrap_or_default());
    let mut fields = vec![
        text("title", t!("setup-level-name"), known.map(|known| known.title.as_str())),
        text("meaning", t!("setup-level-meaning"), known.map(|known| known.meaning.as_str())),
    ];
    if known.is_none() {
        fields.insert(0, Field::text("number", t!("setup-level-number")).hint(t!("setup-level-number-hint")));
    }
    Some(fields)
}

/// The changes of a level. Its number is its name: runbooks speak of it, and it stays.
pub fn level_edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let facility = &around.seen.plan.facility;
    let mut draft = Draft::new(id.is_none());
    let number = match id {
        Some(id) => id.to_owned(),
        None => {
            // The entry is found by its number, which is written as its name.
            Draft::new(true).number(form, "number", 1..=9)?;
            let typed: String = clean(form, "number")?.chars().map(crate::text::kana::half_ascii).collect();
            if typed.trim().parse().is_ok_and(|number| facility.level(number).is_some()) {
                form.complain("number", t!("setup-level-taken"));
                return None;
            }
            typed.trim().trim_start_matches('0').to_owned()
        }
    };
    draft.needed(form, "title")?;
    draft.needed(form, "meaning")?;
    let known = number.parse().ok().and_then(|number| facility.level(number));
    draft.own(known.is_some_and(|known| known.sample));
    Some(draft.edit(PATH, "level", &number).into_iter().collect())
}

/// The lines of a place for a second copy of the record.
pub fn mirror_fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let known = match id {
        Some(path) => Some(seen.plan.facility.mirrors.iter().find(|known| known.path == path)?),
        None => None,
    };
    Some(vec![
        Field::text("title", t!("setup-mirror-name"))
            .hint(t!("setup-mirror-name-hint"))
            .with(known.map_or("", |known| known.title.as_str())),
        Field::text("path", t!("setup-mirror-path"))
            .hint(t!("setup-mirror-path-hint"))
            .with(known.map_or("", |known| known.path.as_str())),
    ])
}

/// The changes of such a place. Its path is its name: another path is another place.
pub fn mirror_edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let moved = id.is_none() || form.changed("path");
    let mut draft = Draft::new(moved);
    draft.needed(form, "title")?;
    let Some(path) = clean(form, "path") else {
        form.complain("path", t!("setup-missing"));
        return None;
    };
    let taken = around.seen.plan.facility.mirrors.iter().any(|known| known.path == path);
    if moved && taken && id != Some(path.as_str()) {
        form.complain("path", t!("setup-mirror-taken"));
        return None;
    }
    let old = id.filter(|_| moved);
    let out = old.map(|id| Edit::new(PATH, Change::Remove { list: "mirror", id: id.to_owned() }));
    Some(out.into_iter().chain(draft.edit(PATH, "mirror", &path)).collect())
}
