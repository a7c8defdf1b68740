//! Reads `departments/*.toml`: how each department works at each level, a department a file.
//!
//! Owns the schema of these files. What is missing across them is looked for in `check`.

use toml::Spanned;

use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use crate::domain::degraded::{BackEntry, Cell, DepartmentSheet, Paper, PatientList, Way};

/// The folder in every site.
pub const FOLDER: &str = "departments/";

/// Reads the sheet of a department.
pub(crate) fn load(file: &str, text: &str) -> Part<DepartmentSheet> {
    header::load(file, text, |root, header| {
        let department = root.id("department");
        if let Some(department) = &department {
            root.sink().refer(Target::Department(department.get_ref().clone()), department.span());
            // By this a check across files finds the sheet of a department.
            root.sink().define(Kind::DepartmentSheet, department);
        }
        let steps = steps(root);
        let patients = root.table("patients").and_then(patients);
        let back_entry = root.table("back-entry").map(back_entry);
        if !root.has("cell") {
            root.missing("cell");
        }
        let mut cells: Vec<Cell> = Vec::new();
        for table in root.tables("cell") {
            let read = cell(&table);
            if let Some(twice) = read.as_ref().filter(|read| cells.iter().any(|known| known.level == read.level)) {
                let message = crate::t!("site-cell-twice", level = twice.level);
                table.sink().error("duplicate-id", message, table.key_span("level"), None);
            } else {
                cells.extend(read);
            }
            table.finish();
        }
        let department = department?.into_inner();
        Some(DepartmentSheet { department, title: header.title.clone(), steps, patients, back_entry, cells })
    })
}

fn steps(root: &Reader<'_>) -> Vec<crate::domain::step_key::StepKey> {
    let mut steps = Vec::new();
    for words in root.texts("steps") {
        match words.get_ref().parse::<crate::domain::step_key::StepKey>() {
            Ok(key) => {
                root.sink().refer(Target::AnyStep(key.clone()), words.span());
                steps.push(key);
            }
            Err(_not_a_key) => {
                let typed = super::diagnostic::harmless(words.get_ref());
                let message = crate::t!("site-bad-value", key = "steps", text = typed);
                let hint = Some(crate::t!("site-steps-hint"));
                root.sink().error("bad-value", message, words.span(), hint);
            }
        }
    }
    steps
}

fn patients(table: Reader<'_>) -> Option<PatientList> {
    let place = table.text("place").map(Spanned::into_inner);
    let how = table.opt_text("how");
    let every = super::step::length_of_time(&table, "every");
    table.finish();
    Some(PatientList { place: place?, how, every })
}

fn back_entry(table: Reader<'_>) -> BackEntry {
    let least = table.texts("least").into_iter().map(Spanned::into_inner).collect();
    let by = table.opt_ref("by", Target::Role);
    table.finish();
    BackEntry { least, by }
}

fn cell(table: &Reader<'_>) -> Option<Cell> {
    let level = table.int::<u8>("level", 1..=9);
    refer_to_level(table, "level", level);
    let same_as = table.opt_int::<u8>("same-as", 1..=9);
    refer_to_level(table, "same-as", same_as);
    let text = |key| table.opt_text(key).unwrap_or_default();
    let way = Way {
        stops: text("stops"),
        orders: text("orders"),
        results: text("results"),
        decides: table.opt_ref("decides", Target::Role),
        back: text("back"),
        paper: paper(table),
    };
    if same_as.is_some() && way != Way::default() {
        let message = crate::t!("site-cell-both", level = i64::from(level.unwrap_or_default()));
        let hint = Some(crate::t!("site-cell-both-hint"));
        table.sink().error("cell-both", message, table.key_span("same-as"), hint);
    }
    Some(Cell { level: level?, same_as, way })
}

fn refer_to_level(table: &Reader<'_>, key: &'static str, level: Option<u8>) {
    if let (Some(level), Some(value)) = (level, table.value(key)) {
        table.sink().refer(Target::Level(level), value.span());
    }
}

fn paper(table: &Reader<'_>) -> Vec<Paper> {
    let read = table.tables("paper").into_iter().filter_map(|paper| {
        let name = paper.text("name").map(Spanned::into_inner);
        let place = paper.opt_text("place").unwrap_or_default();
        let sheets = paper.int("sheets", 1..=1_000_000);
        let hours = paper.int("hours", 1..=9999);
        paper.finish();
        Some(Paper { name: name?, place, sheets: sheets?, hours: hours? })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "schema=1\nid='ward'\ntitle='病棟'\nversion='2026-11-23'\nowner='o'\nreviewed=''\ndepartment='ward'\n";

    #[test]
    fn a_sheet_is_read() {
        let text = format!(
            "{HEAD}steps=['ransomware:ward-medication']\n[patients]\nplace='詰所'\nevery='1d'\n[back-entry]\nleast=['与薬']\nby='head-nurse'\n\
             [[cell]]\nlevel=1\nstops='指示'\norders='電話'\nresults='紙'\ndecides='head-nurse'\nback='突合'\n\
             paper=[{{name='与薬記録', place='棚', sheets=40, hours=8}}]\n[[cell]]\nlevel=2\nsame-as=1\n"
        );
        let part = load("departments/ward.toml", &text);
        assert!(part.diagnostics.is_empty(), "{:?}", part.diagnostics);
        let sheet = part.value.unwrap();
        assert_eq!(sheet.way(2).map(|(level, way)| (level, way.paper[0].sheets)), Some((1, 40)));
        assert_eq!(sheet.patients.unwrap().every, Some(24 * 60));
    }

    #[test]
    fn a_cell_is_its_own_or_like_another_and_stands_once() {
        let text = format!("{HEAD}[[cell]]\nlevel=1\nsame-as=2\nstops='x'\n[[cell]]\nlevel=2\n[[cell]]\nlevel=2\n");
        let codes: Vec<_> = load("departments/ward.toml", &text).diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["cell-both", "duplicate-id"]);
    }
}
