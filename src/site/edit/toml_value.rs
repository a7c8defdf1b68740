//! Values between what an edit says and what a TOML file holds.
//!
//! Owns how a new value is laid out, and when a value that is there already says the same.

use toml_edit::{Array, InlineTable, Value as Toml};

use super::Value;

/// The value as it is written anew.
pub(super) fn to_toml(value: &Value) -> Toml {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Int(number) => (*number).into(),
        Value::Texts(texts) => Toml::Array(texts.iter().map(String::as_str).collect()),
        Value::Table(fields) => Toml::InlineTable(inline(fields)),
        Value::Tables(tables) => Toml::Array(rows(tables)),
    }
}

fn inline(fields: &[(String, Value)]) -> InlineTable {
    fields.iter().map(|(key, value)| (key.as_str(), to_toml(value))).collect()
}

/// Two tables and more stand one a line, as they do in the pack.
fn rows(tables: &[Vec<(String, Value)>]) -> Array {
    let mut rows: Array = tables.iter().map(|fields| Toml::InlineTable(inline(fields))).collect();
    if tables.len() > 1 {
        break_lines(&mut rows);
    }
    rows
}

fn break_lines(array: &mut Array) {
    array.iter_mut().for_each(|item| item.decor_mut().set_prefix("\n  "));
    array.set_trailing_comma(true);
    array.set_trailing("\n");
}

/// The new value with what stands around and inside of the old one: comments behind it, items on lines of their own.
pub(super) fn in_place_of(old: &Toml, new: &Value) -> Toml {
    let mut value = match (old, new) {
        (Toml::Array(old), Value::Texts(texts)) if old.to_string().contains('\n') => Toml::Array(relined(old, texts)),
        _ => to_toml(new),
    };
    *value.decor_mut() = old.decor().clone();
    value
}

/// A list of texts that a person wrote one a line stays so; an item that stays keeps the comments above and behind it.
fn relined(old: &Array, texts: &[String]) -> Array {
    let prefix = |item: &Toml| item.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    // What stands behind an item on its line belongs to the parser's next item, or to the end.
    let mut between: Vec<String> = old.iter().map(prefix).collect();
    between.push(old.trailing().as_str().unwrap_or_default().to_owned());
    let (opening, _) = between.first().map(|raw| split(raw)).unwrap_or_default();
    let (_, closing) = between.last().map(|raw| split(raw)).unwrap_or_default();
    let comments = |text: &str| {
        let at = old.iter().position(|item| item.as_str() == Some(text))?;
        Some((split(between.get(at)?).1, split(between.get(at + 1)?).0))
    };
    let mut array = Array::new();
    let mut behind = opening;
    for text in texts {
        let (above, next) = comments(text).unwrap_or((INDENT, ""));
        array.push_formatted(Toml::from(text.as_str()).decorated(format!("{behind}\n{above}"), ""));
        behind = next;
    }
    array.set_trailing_comma(true);
    array.set_trailing(format!("{behind}\n{}", if closing == INDENT { "" } else { closing }));
    array
}

/// What stands behind an item on its line, and above the one that follows.
fn split(raw: &str) -> (&str, &str) {
    raw.split_once('\n').unwrap_or(("", INDENT))
}

/// How far an item on a line of its own stands in.
const INDENT: &str = "  ";

/// Whether what a file holds says the same already.
pub(super) fn says_the_same(old: &Toml, new: &Value) -> bool {
    match (old, new) {
        (Toml::String(old), Value::Text(text)) => old.value() == text,
        (Toml::Datetime(old), Value::Text(text)) => old.value().to_string() == *text,
        (Toml::Boolean(old), Value::Flag(flag)) => old.value() == flag,
        (Toml::Integer(old), Value::Int(number)) => old.value() == number,
        (Toml::Array(old), Value::Texts(texts)) => {
            old.len() == texts.len() && old.iter().zip(texts).all(|(old, text)| old.as_str() == Some(text))
        }
        (Toml::InlineTable(old), Value::Table(fields)) => same_table(old, fields),
        (Toml::Array(old), Value::Tables(tables)) => {
            let same =
                |(old, fields): (&Toml, &Vec<_>)| old.as_inline_table().is_some_and(|old| same_table(old, fields));
            old.len() == tables.len() && old.iter().zip(tables).all(same)
        }
        _ => false,
    }
}

fn same_table(old: &InlineTable, fields: &[(String, Value)]) -> bool {
    let same = |(key, value): &(String, Value)| old.get(key).is_some_and(|old| says_the_same(old, value));
    old.len() == fields.len() && fields.iter().all(same)
}
