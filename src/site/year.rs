//! Reads `duties/year.toml`: the year's duties.
//!
//! Owns the schema of this file. Must not know when a duty was last carried out.

use toml::Spanned;

use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use crate::domain::year::YearDuty;

/// The file's path in every site.
pub const PATH: &str = "duties/year.toml";

/// Reads the list of the year's duties.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<YearDuty>> {
    header::load(file, text, |root, _| {
        let mut duties = Vec::new();
        for table in root.tables("duty") {
            duties.extend(duty(&table));
            table.finish();
        }
        Some(duties)
    })
}

fn duty(table: &Reader<'_>) -> Option<YearDuty> {
    let id = table.defined(Kind::Duty);
    let title = table.text("title").map(Spanned::into_inner);
    let every_months = table.int("every-months", 1..=120);
    let role = table.opt_ref("role", Target::Role);
    let keep = table.opt_text("keep");
    let source = table.lines("source");
    Some(YearDuty { id: id?, title: title?, every_months: every_months?, role, keep, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='year'\ntitle='年'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn a_duty_without_its_interval_is_left_out_and_the_rest_is_kept() {
        let text = format!("{HEAD}[[duty]]\nid='a'\ntitle='研修'\n[[duty]]\nid='b'\ntitle='訓練'\nevery-months=12\n");
        let part = load(PATH, &text);
        assert_eq!(part.value.unwrap().iter().map(|duty| duty.id.as_str()).collect::<Vec<_>>(), ["b"]);
        assert_eq!(part.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["missing-key"]);
    }

    #[test]
    fn the_shipped_list_names_what_others_rely_on() {
        let site = crate::site::Site::embedded();
        let ids: Vec<&str> = site.year().iter().map(|duty| duty.id.as_str()).collect();
        for wanted in ["training", "drill", "audit", "inspection", "contacts-check", "runbook-review", "restore-test"] {
            assert!(ids.contains(&wanted), "{wanted} in {ids:?}");
        }
        assert!(site.year().iter().all(|duty| !duty.source.is_empty()));
    }
}
