//! What the table of levels and departments lacks: departments without a sheet, empty cells, and copies that nobody declared.

use super::Loaded;
use crate::domain::degraded::{DepartmentSheet, Way};
use crate::site::diagnostic::Diagnostic;
use crate::site::mention::{Kind, Mentions};

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    let plan = loaded.plan;
    // A site that has no sheet at all follows an older edition: that is said once.
    if plan.degraded.is_empty() {
        return;
    }
    for department in &plan.facility.departments {
        if !plan.degraded.iter().any(|sheet| sheet.department == department.id) {
            let message = crate::t!("site-department-without-sheet", department = department.title.as_str());
            let place = loaded
                .mentions
                .iter()
                .find_map(|mentions| Some((mentions, mentions.definition(Kind::Department, department.id.as_str())?)));
            found.extend(place.map(|(mentions, span)| {
                let hint = Some(crate::t!("site-department-without-sheet-hint", id = department.id.as_str()));
                Diagnostic::warning(&mentions.file, "department-without-sheet", message, Some(span)).with_hint(hint)
            }));
        }
    }
    for sheet in &plan.degraded {
        let of = |mentions: &&Mentions| mentions.definition(Kind::DepartmentSheet, sheet.department.as_str()).is_some();
        if let Some(mentions) = loaded.mentions.iter().find(of) {
            about(loaded, sheet, mentions, found);
        }
    }
}

fn about(loaded: &Loaded<'_>, sheet: &DepartmentSheet, mentions: &Mentions, found: &mut Vec<Diagnostic>) {
    let place = mentions.definition(Kind::DepartmentSheet, sheet.department.as_str());
    let mut warn = |code: &'static str, message: String, hint: String| {
        let warning = Diagnostic::warning(&mentions.file, code, message, place.clone());
        found.push(warning.with_hint(Some(hint)));
    };
    for level in &loaded.plan.facility.levels {
        let number = level.number;
        let Some(cell) = sheet.cell(number) else {
            warn("empty-cell", crate::t!("site-cell-missing", level = number), crate::t!("site-cell-missing-hint"));
            continue;
        };
        if cell.same_as.is_some() {
            if sheet.way(number).is_none() {
                warn("cell-circle", crate::t!("site-cell-circle", level = number), crate::t!("site-cell-circle-hint"));
            }
            continue;
        }
        let empty: Vec<&str> = empty(&cell.way);
        if !empty.is_empty() {
            let message = crate::t!("site-cell-empty", level = number, keys = empty.join(", "));
            warn("empty-cell", message, crate::t!("site-cell-empty-hint"));
        }
        // Of two that are alike the later one says which it is like.
        let own = sheet.cells.iter().filter(|other| other.level < number && other.same_as.is_none());
        if let Some(other) = own.into_iter().find(|other| other.way == cell.way && cell.way != Way::default()) {
            let message = crate::t!("site-cell-copy", level = number, other = other.level);
            warn("undeclared-copy", message, crate::t!("site-cell-copy-hint", other = other.level));
        }
    }
}

/// The names of what nobody has written.
fn empty(way: &Way) -> Vec<&'static str> {
    let texts = way.texts().into_iter().filter(|(_, text)| text.is_empty()).map(|(key, _)| key);
    texts.chain(way.decides.is_none().then_some("decides")).chain(way.paper.is_empty().then_some("paper")).collect()
}
