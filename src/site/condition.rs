//! Conditions as data files write them: an atom's text, or `{ all = […] }`, `{ any = […] }`, `{ not = … }`, nested.
//!
//! Owns this reading. What a condition means is [`crate::domain::condition`]'s; whether its keys exist is `check`'s.

use toml::Spanned;
use toml::de::DeValue;

use super::diagnostic::harmless;
use super::mention::Target;
use super::reader::{Reader, Wanted, wrong_type};
use super::sink::Sink;
use crate::domain::condition::{Atom, Condition};

/// Reads the condition of a key that may be missing.
pub(crate) fn optional(table: &Reader<'_>, key: &'static str) -> Option<Condition> {
    condition(table.value(key)?, table.sink(), key)
}

/// Reads a condition. How deep it may nest is the parser's limit. `None` when any part of it is faulty: a condition that lacks a
/// part would mean something else.
pub(crate) fn condition(value: &Spanned<DeValue<'_>>, sink: &Sink, key: &str) -> Option<Condition> {
    match value.get_ref() {
        DeValue::String(text) => atom(text, value, sink),
        DeValue::Table(_) => combination(&Reader::of_value(value, sink)?, value),
        _ => {
            wrong_type(sink, key, value, Wanted::Condition);
            None
        }
    }
}

fn atom(text: &str, value: &Spanned<DeValue<'_>>, sink: &Sink) -> Option<Condition> {
    let Ok(atom) = Atom::parse(text) else {
        let hint = Some(crate::t!("site-bad-condition-hint"));
        let message = crate::t!("site-bad-condition", text = harmless(text));
        sink.error("bad-condition", message, value.span(), hint);
        return None;
    };
    sink.refer(Target::Atom(atom.clone()), value.span());
    Some(Condition::Atom(atom))
}

fn combination(table: &Reader<'_>, whole: &Spanned<DeValue<'_>>) -> Option<Condition> {
    let sink = table.sink();
    let given: Vec<&str> = whole.get_ref().as_table()?.keys().map(|key| key.get_ref().as_ref()).collect();
    let (Some(one), 1) = (given.first(), given.len()) else {
        sink.error("bad-condition", crate::t!("site-condition-one"), whole.span(), None);
        return None;
    };
    match *one {
        "all" => parts(table, "all").map(Condition::All),
        "any" => parts(table, "any").map(Condition::Any),
        "not" => Some(Condition::Not(Box::new(condition(table.value("not")?, sink, "not")?))),
        other => {
            let message = crate::t!("site-unknown-key", key = harmless(other));
            sink.error("unknown-key", message, table.key_span(other), Some(crate::t!("site-condition-one")));
            None
        }
    }
}

fn parts(table: &Reader<'_>, key: &'static str) -> Option<Vec<Condition>> {
    let value = table.value(key)?;
    let DeValue::Array(items) = value.get_ref() else {
        wrong_type(table.sink(), key, value, Wanted::Tables);
        return None;
    };
    if items.is_empty() {
        // An empty `all` would always hold: nobody means that.
        table.sink().error("bad-condition", crate::t!("site-condition-empty"), value.span(), None);
        return None;
    }
    let read: Vec<Option<Condition>> = items.iter().map(|item| condition(item, table.sink(), key)).collect();
    read.into_iter().collect()
}
