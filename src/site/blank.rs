//! Reads `forms/blank.toml`: the blank forms of care without the system.
//!
//! Owns the schema of this file. Must not know how a form looks on paper.

use toml::Spanned;

use super::header::{self, Part};
use super::mention::Kind;
use super::reader::Reader;
use crate::domain::blank::{BlankField, BlankForm};

/// The file's path in every site.
pub const PATH: &str = "forms/blank.toml";

/// The most lines and columns: more do not fit on a sheet.
const MOST_LINES: u8 = 30;
const MOST_COLUMNS: usize = 12;

/// Reads the list of blank forms.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<BlankForm>> {
    header::load(file, text, |root, _| {
        let mut forms = Vec::new();
        for table in root.tables("form") {
            forms.extend(form(&table));
            table.finish();
        }
        Some(forms)
    })
}

fn form(table: &Reader<'_>) -> Option<BlankForm> {
    let id = table.defined(Kind::Form);
    let title = table.text("title").map(Spanned::into_inner);
    let purpose = table.opt_text("purpose");
    let landscape = table.flag("landscape");
    let fields = table.tables("field").into_iter().filter_map(field).collect();
    let mut columns = table.lines("columns");
    columns.truncate(MOST_COLUMNS);
    let lines = if table.has("lines") { table.int("lines", 0..=i64::from(MOST_LINES)).unwrap_or(0) } else { 0 };
    let notes = table.lines("notes");
    let source = table.lines("source");
    Some(BlankForm { id: id?, title: title?, purpose, landscape, fields, columns, lines, notes, source })
}

fn field(table: Reader<'_>) -> Option<BlankField> {
    let title = table.text("title").map(Spanned::into_inner);
    let choices = table.lines("choices");
    let wide = table.flag("wide");
    let rows = if table.has("rows") { table.int("rows", 1..=20).unwrap_or(1) } else { 1 };
    table.finish();
    Some(BlankField { title: title?, choices, wide, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='blank'\ntitle='用紙'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn a_form_is_read_and_what_nobody_asked_for_is_said() {
        let text = format!(
            "{HEAD}[[form]]\nid='a'\ntitle='受付票'\nlandscape=true\ncolumns=['時刻','内容']\nlines=12\nnotes='二つで確かめる'\n\
             [[form.field]]\ntitle='氏名'\nwide=true\n[[form.field]]\ntitle='アレルギー'\nchoices=['あり','なし']\nrows=2\nodd=1\n"
        );
        let part = load(PATH, &text);
        assert_eq!(part.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["unknown-key"]);
        let forms = part.value.unwrap();
        let [form] = forms.as_slice() else { panic!("{forms:?}") };
        assert!(form.landscape && form.lines == 12 && form.columns.len() == 2 && form.notes.len() == 1);
        assert_eq!(
            form.fields.iter().map(|field| (field.wide, field.rows, field.choices.len())).collect::<Vec<_>>(),
            [(true, 1, 0), (false, 2, 2)]
        );
    }

    #[test]
    fn the_shipped_forms_ask_for_two_ways_to_know_a_patient_and_for_allergies() {
        let site = crate::site::Site::embedded();
        let ids: Vec<&str> = site.blank_forms().iter().map(|form| form.id.as_str()).collect();
        assert_eq!(ids, ["reception", "outpatient", "orders", "laboratory", "prescription", "meals"]);
        for form in site.blank_forms() {
            let words = format!("{form:?}");
            for wanted in ["生年月日", "アレルギー"] {
                assert!(words.contains(wanted), "{wanted} is not on {}", form.title);
            }
            assert!(!form.source.is_empty(), "{}", form.title);
        }
    }
}
