//! Reads `forms/facts.toml`: the dictionary of 把握事項.
//!
//! Owns the schema of this file. Must not know who collects a fact.

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::header::{self, Part};
use super::mention::Kind;
use super::reader::Reader;
use crate::domain::id::Id;
use crate::domain::runbook::FactDef;
use crate::domain::value::ValueType;

/// The file's path in every site.
pub const PATH: &str = "forms/facts.toml";

const TYPES: [(&str, ValueType); 6] = [
    ("text", ValueType::Text),
    ("count", ValueType::Count),
    ("time", ValueType::Time),
    ("choice", ValueType::Choice),
    ("answer", ValueType::Answer),
    ("list", ValueType::List),
];

/// Reads the text of a fact dictionary. `None` when it does not say who it is or was written for a newer schema.
pub fn read(file_name: &str, text: &str) -> (Option<Vec<FactDef>>, Vec<Diagnostic>) {
    let part = load(file_name, text);
    (part.value, part.diagnostics)
}

/// The same, as a part of the site.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<FactDef>> {
    header::load(file, text, |root, _| {
        let mut facts = Vec::new();
        for table in root.tables("fact") {
            facts.extend(fact(&table));
            table.finish();
        }
        Some(facts)
    })
}

fn fact(table: &Reader<'_>) -> Option<FactDef> {
    let id = table.defined(Kind::Fact);
    let title = table.text("title").map(Spanned::into_inner);
    let ask = table.opt_text("ask");
    let value = table.word("type", &TYPES);
    let unit = table.opt_text("unit");
    let choices: Vec<(Spanned<Id>, String)> = table.tables("choices").into_iter().filter_map(choice).collect();
    let sink = table.sink();
    match value {
        Some(ValueType::Choice) if choices.is_empty() => {
            sink.error("missing-key", crate::t!("site-choices-missing"), table.span(), None);
        }
        Some(kind) if kind != ValueType::Choice && table.has("choices") => {
            sink.error("unused-key", crate::t!("site-choices-unused"), table.key_span("choices"), None);
        }
        _ => {}
    }
    for (at, (id, _)) in choices.iter().enumerate() {
        if choices.iter().take(at).any(|(other, _)| other.get_ref() == id.get_ref()) {
            let message = crate::t!("site-duplicate-id", id = id.get_ref().as_str());
            sink.error("duplicate-id", message, id.span(), None);
        }
    }
    let choices = choices.into_iter().map(|(id, title)| (id.into_inner(), title)).collect();
    let ahead = table.flag("ahead");
    if ahead && value.is_some_and(|value| value != ValueType::Time) {
        sink.error("unused-key", crate::t!("site-ahead-unused"), table.key_span("ahead"), None);
    }
    Some(FactDef { id: id?, title: title?, ask, value: value?, unit, choices, ahead })
}

fn choice(table: Reader<'_>) -> Option<(Spanned<Id>, String)> {
    let id = table.id("id");
    let title = table.text("title");
    table.finish();
    Some((id?, title?.into_inner()))
}
