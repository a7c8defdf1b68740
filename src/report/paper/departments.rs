//! 縮退運用の表: a page a department, how it works at each level, with room for what is written by hand while the screens are dark.

use serde::Serialize;

use super::{Input, Part};
use crate::domain::degraded::{DepartmentSheet, Way};
use crate::domain::event::Mode;
use crate::report::mode_words::mode;
use crate::t;

/// So many changes of a department's state fit on its page.
const STATES: u8 = 10;

#[derive(Serialize)]
struct SheetData {
    lead: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
    states_title: String,
    states: Vec<String>,
    state_head: Vec<String>,
    lines: u8,
}

pub(super) fn parts(input: &Input<'_>) -> Vec<Part> {
    let facility = &input.plan.facility;
    let own = |department: &crate::domain::facility::Department| {
        let sheet = input.plan.sheet(department.id.as_str())?;
        let title = t!("paper-department-title", department = department.title.as_str());
        Some(Part { landscape: true, ..Part::new("department", title, data(input, sheet)) })
    };
    facility.departments.iter().filter_map(own).collect()
}

fn data(input: &Input<'_>, sheet: &DepartmentSheet) -> SheetData {
    let levels = &input.plan.facility.levels;
    let row = |level: &crate::domain::facility::Level| {
        let name = format!("{} {}", level.number, level.title);
        let cells = match sheet.way(level.number) {
            Some((of, _)) if of != level.number => vec![t!("mode-same-as", level = of)],
            Some((_, way)) => cells(way, input),
            None => vec![t!("mode-no-cell")],
        };
        std::iter::once(name).chain(cells).collect()
    };
    SheetData {
        lead: t!("paper-department-lead"),
        head: vec![
            t!("mode-level-head"),
            t!("mode-stops"),
            t!("mode-orders"),
            t!("mode-results"),
            t!("mode-papers"),
            t!("mode-decides"),
            t!("mode-back"),
        ],
        rows: levels.iter().map(row).collect(),
        notes: notes(sheet, input),
        states_title: t!("paper-department-states"),
        states: Mode::ALL.map(|state| mode(Some(state))).to_vec(),
        state_head: vec![t!("paper-time"), t!("column-state"), t!("paper-person"), t!("paper-department-remark")],
        lines: STATES,
    }
}

/// What stops, how orders come and results go, which paper, who decides, how to come back.
fn cells(way: &Way, input: &Input<'_>) -> Vec<String> {
    let paper = way.paper.iter().map(|paper| {
        let (name, place) = (paper.name.as_str(), paper.place.as_str());
        t!("paper-department-paper", name = name, place = place, sheets = paper.sheets, hours = paper.hours)
    });
    let decides = way.decides.as_ref().map(|role| input.plan.facility.role_title(role.as_str()).to_owned());
    vec![
        way.stops.clone(),
        way.orders.clone(),
        way.results.clone(),
        paper.collect::<Vec<_>>().join("\n"),
        decides.unwrap_or_default(),
        way.back.clone(),
    ]
}

/// Where the patients are listed, and what goes back into the system.
fn notes(sheet: &DepartmentSheet, input: &Input<'_>) -> Vec<String> {
    let list = sheet.patients.as_ref().map(|list| {
        let how = list.how.as_deref().unwrap_or_default();
        t!("paper-department-list", place = list.place.as_str(), how = how)
    });
    let back = sheet.back_entry.as_ref().map(|back| {
        let least = back.least.join(&t!("list-separator"));
        match back.by.as_ref().map(|role| input.plan.facility.role_title(role.as_str())) {
            Some(by) => t!("paper-department-back-by", least = least, by = by),
            None => t!("paper-department-back", least = least),
        }
    });
    list.into_iter().chain(back).collect()
}
