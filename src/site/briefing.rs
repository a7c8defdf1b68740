//! Reads `forms/briefing.toml`: what the director is asked to decide.
//!
//! Owns the schema of this file.

use toml::Spanned;

use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use crate::domain::announcement::ToDecide;

/// The file's path in every site.
pub const PATH: &str = "forms/briefing.toml";

/// Reads the list of what is to be decided.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<ToDecide>> {
    header::load(file, text, |root, _| {
        let mut decisions = Vec::new();
        for table in root.tables("decision") {
            decisions.extend(decision(&table));
            table.finish();
        }
        Some(decisions)
    })
}

fn decision(table: &Reader<'_>) -> Option<ToDecide> {
    let id = table.defined(Kind::Topic);
    let title = table.text("title").map(Spanned::into_inner);
    let ask = table.text("ask").map(Spanned::into_inner);
    let fact = table.opt_ref("fact", Target::Fact);
    Some(ToDecide { id: id?, title: title?, ask: ask?, fact })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_decided_is_read() {
        let head = "schema=1\nid='briefing'\ntitle='判断'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";
        let text = format!(
            "{head}[[decision]]\nid='a'\ntitle='外来'\nask='どうしますか'\nfact='outpatient-policy'\n[[decision]]\nid='b'\n"
        );
        let part = load(PATH, &text);
        assert_eq!(part.value.unwrap().len(), 1);
        assert_eq!(part.diagnostics.len(), 2);
    }
}
