//! Blank forms: the chronology, and the sheets with which care goes on without the system.

use serde::Serialize;

use super::{Input, Part};
use crate::domain::blank::BlankForm;
use crate::t;

/// The lines of the blank chronology: one page.
const CHRONOLOGY: usize = 20;

#[derive(Serialize)]
struct ChronologyData {
    lead: String,
    head: Vec<String>,
    rows: usize,
    foot: String,
}

#[derive(Serialize)]
struct FormData {
    purpose: Option<String>,
    fields: Vec<FieldData>,
    columns: Vec<String>,
    lines: u8,
    notes: Vec<String>,
    later: Vec<String>,
}

#[derive(Serialize)]
struct FieldData {
    title: String,
    choices: Vec<String>,
    wide: bool,
    rows: u8,
}

pub(super) fn parts(input: &Input<'_>) -> Vec<Part> {
    let head = [t!("paper-time"), t!("paper-from"), t!("paper-to"), t!("paper-what"), t!("paper-response")];
    let chronology = ChronologyData {
        lead: t!("paper-chronology-lead"),
        head: head.to_vec(),
        rows: CHRONOLOGY,
        foot: t!("paper-chronology-foot"),
    };
    let mut parts = vec![Part::new("chronology", t!("paper-chronology"), chronology)];
    parts.extend(input.forms.iter().map(form));
    parts
}

fn form(form: &BlankForm) -> Part {
    let fields = form.fields.iter().map(|field| FieldData {
        title: field.title.clone(),
        choices: field.choices.clone(),
        wide: field.wide,
        rows: field.rows,
    });
    let data = FormData {
        purpose: form.purpose.clone(),
        fields: fields.collect(),
        columns: form.columns.clone(),
        lines: form.lines,
        notes: form.notes.clone(),
        later: vec![
            t!("paper-form-written-by"),
            t!("paper-form-entered"),
            t!("paper-form-entered-by"),
            t!("paper-form-entered-at"),
            t!("paper-form-checked-by"),
        ],
    };
    Part { landscape: form.landscape, ..Part::new("form", form.title.clone(), data) }
}
