//! A typed reader over a table with places: it asks for keys, records what is wrong with them and goes on.
//!
//! Owns what is true of every key (missing, of the wrong type, unknown, too long, not an id). Must not know any schema: the keys
//! that a schema asks for are the keys that it knows.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{harmless, is_harmful};
use super::mention::{Kind, Target};
use super::sink::{ROOT, Sink};
use crate::domain::id::{self, Id};

/// The longest text of one key, in bytes.
pub(crate) const MAX_TEXT: usize = 4096;

/// A text of a file with its place.
pub(crate) type Words = Spanned<String>;

/// Reads one table.
pub(crate) struct Reader<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    sink: &'a Sink,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn root(table: &'a DeTable<'a>, sink: &'a Sink) -> Self {
        Self::over(table, ROOT, sink)
    }

    fn over(table: &'a DeTable<'a>, span: Range<usize>, sink: &'a Sink) -> Self {
        Self { table, span, sink, asked: RefCell::new(Vec::new()) }
    }

    /// A table that is itself a value, such as one of a condition.
    pub(crate) fn of_value(value: &'a Spanned<DeValue<'a>>, sink: &'a Sink) -> Option<Self> {
        Some(Self::over(value.get_ref().as_table()?, value.span(), sink))
    }

    pub(crate) fn sink(&self) -> &'a Sink {
        self.sink
    }

    /// Where the table begins.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key, as it is.
    pub(crate) fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Where a key itself stands; the table where it does not.
    pub(crate) fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| self.span(), |(key, _)| key.span())
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Says that a key is missing.
    pub(crate) fn missing(&self, key: &'static str) {
        if !self.sink.broken() {
            self.sink.error("missing-key", crate::t!("site-missing-key", key = key), self.span(), None);
        }
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: Wanted) {
        wrong_type(self.sink, key, value, wanted);
    }

    fn words(&self, key: &'static str) -> Option<Words> {
        let value = self.value(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(key, value, Wanted::Text);
            return None;
        };
        check_text(self.sink, key, text, value.span());
        Some(Spanned::new(value.span(), text.to_string()))
    }

    /// A text that must be there and say something.
    pub(crate) fn text(&self, key: &'static str) -> Option<Words> {
        if !self.has(key) {
            self.value(key);
            self.missing(key);
            return None;
        }
        let words = self.words(key)?;
        if words.get_ref().trim().is_empty() {
            self.sink.error("empty-text", crate::t!("site-empty-text", key = key), words.span(), None);
            return None;
        }
        Some(words)
    }

    /// A text that may be missing; an empty one is as if it were.
    pub(crate) fn opt_text(&self, key: &'static str) -> Option<String> {
        self.opt_words(key).map(Spanned::into_inner)
    }

    /// The same, with its place.
    pub(crate) fn opt_words(&self, key: &'static str) -> Option<Words> {
        self.words(key).filter(|words| !words.get_ref().trim().is_empty())
    }

    /// A list of texts; one text alone is a list of one.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Words> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            if let DeValue::String(text) = item.get_ref() {
                check_text(self.sink, key, text, item.span());
                texts.push(Spanned::new(item.span(), text.to_string()));
            } else {
                self.wrong_type(key, item, Wanted::Texts);
            }
        }
        texts
    }

    /// Source lines.
    pub(crate) fn lines(&self, key: &'static str) -> Vec<String> {
        self.texts(key).into_iter().map(Spanned::into_inner).filter(|line| !line.trim().is_empty()).collect()
    }

    fn as_id(&self, words: Words) -> Option<Spanned<Id>> {
        let span = words.span();
        match Id::new(words.into_inner()) {
            Ok(id) => Some(Spanned::new(span, id)),
            Err(id::NotAnId(text)) => {
                let hint = Some(crate::t!("site-bad-id-hint", limit = id::MAX_ID));
                self.sink.error("bad-id", crate::t!("site-bad-id", text = harmless(&text)), span, hint);
                None
            }
        }
    }

    /// An id that must be there.
    pub(crate) fn id(&self, key: &'static str) -> Option<Spanned<Id>> {
        self.text(key).and_then(|words| self.as_id(words))
    }

    /// An id that may be missing or empty.
    pub(crate) fn opt_id(&self, key: &'static str) -> Option<Spanned<Id>> {
        self.opt_words(key).and_then(|words| self.as_id(words))
    }

    /// A list of ids.
    pub(crate) fn ids(&self, key: &'static str) -> Vec<Spanned<Id>> {
        self.texts(key).into_iter().filter_map(|words| self.as_id(words)).collect()
    }

    /// An id that must be there and is defined by it.
    pub(crate) fn defined(&self, kind: Kind) -> Option<Id> {
        let id = self.id("id")?;
        self.sink.define(kind, &id);
        Some(id.into_inner())
    }

    /// An id that may be missing and refers to something.
    pub(crate) fn opt_ref(&self, key: &'static str, target: impl Fn(Id) -> Target) -> Option<Id> {
        let id = self.opt_id(key)?;
        self.sink.refer(target(id.get_ref().clone()), id.span());
        Some(id.into_inner())
    }

    /// A list of ids that refer to something.
    pub(crate) fn refs(&self, key: &'static str, target: impl Fn(Id) -> Target) -> Vec<Id> {
        let refer = |id: Spanned<Id>| {
            self.sink.refer(target(id.get_ref().clone()), id.span());
            id.into_inner()
        };
        self.ids(key).into_iter().map(refer).collect()
    }

    /// Yes or no; no where it is missing.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.value(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong_type(key, value, Wanted::Flag);
        false
    }

    /// A whole number in a range that may be missing.
    pub(crate) fn opt_int<N: TryFrom<i64>>(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<N> {
        let value = self.value(key)?;
        let DeValue::Integer(digits) = value.get_ref() else {
            self.wrong_type(key, value, Wanted::Int);
            return None;
        };
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = range.into_inner();
            let message = crate::t!("site-out-of-range", key = key, low = low, high = high);
            self.sink.error("out-of-range", message, value.span(), None);
        }
        number.and_then(|number| N::try_from(number).ok())
    }

    /// A whole number in a range that must be there.
    pub(crate) fn int<N: TryFrom<i64>>(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<N> {
        if !self.has(key) {
            self.missing(key);
        }
        self.opt_int(key, range)
    }

    /// One of some words that may be missing.
    pub(crate) fn opt_word<T: Clone>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.opt_words(key)?;
        self.one_of(key, &text, words)
    }

    /// One of some words that must be there.
    pub(crate) fn word<T: Clone>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.one_of(key, &text, words)
    }

    /// Some of some words.
    pub(crate) fn words_of<T: Clone>(&self, key: &'static str, words: &[(&str, T)]) -> Vec<T> {
        self.texts(key).iter().filter_map(|text| self.one_of(key, text, words)).collect()
    }

    fn one_of<T: Clone>(&self, key: &str, text: &Words, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| word == text.get_ref());
        if found.is_none() {
            let allowed = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            let message = crate::t!("site-bad-value", key = key, text = harmless(text.get_ref()));
            let hint = Some(crate::t!("site-bad-value-hint", allowed = allowed));
            self.sink.error("bad-value", message, text.span(), hint);
        }
        found.map(|(_, value)| value.clone())
    }

    /// A date, as text or as TOML's own; `Some("")` where it is empty.
    pub(crate) fn date(&self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => {
                self.wrong_type(key, value, Wanted::Date);
                return None;
            }
        };
        // The length keeps out what chrono accepts and nobody can sort: `2026-1-2`.
        if text.is_empty() || (text.len() == 10 && NaiveDate::parse_from_str(&text, "%Y-%m-%d").is_ok()) {
            return Some(text);
        }
        self.sink.error("bad-date", crate::t!("site-bad-date", key = key, text = harmless(&text)), value.span(), None);
        None
    }

    /// The tables of a list.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Reader<'a>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, Wanted::Tables);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match Self::of_value(item, self.sink) {
                Some(table) => tables.push(table),
                None => self.wrong_type(key, item, Wanted::Tables),
            }
        }
        tables
    }

    /// A table.
    pub(crate) fn table(&self, key: &'static str) -> Option<Reader<'a>> {
        let value = self.value(key)?;
        let table = Self::of_value(value, self.sink);
        if table.is_none() {
            self.wrong_type(key, value, Wanted::Table);
        }
        table
    }

    /// Says which keys nobody asked for. To be called when everything was asked.
    pub(crate) fn finish(self) {
        let asked = self.asked.into_inner();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let near = id::near(name, asked.iter().copied());
                let hint = near_hint(&near);
                self.sink.error("unknown-key", crate::t!("site-unknown-key", key = harmless(name)), key.span(), hint);
            }
        }
    }
}

/// `もしかして: a, b`, where there is anything near.
pub(crate) fn near_hint(near: &[String]) -> Option<String> {
    (!near.is_empty()).then(|| crate::t!("site-near", names = near.join(", ")))
}

/// What a key should have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Text,
    Texts,
    Flag,
    Int,
    Date,
    Table,
    Tables,
    Condition,
}

/// Says that a key holds something else than it should.
pub(crate) fn wrong_type(sink: &Sink, key: &str, value: &Spanned<DeValue<'_>>, wanted: Wanted) {
    let wanted = match wanted {
        Wanted::Text => crate::t!("site-type-text"),
        Wanted::Texts => crate::t!("site-type-texts"),
        Wanted::Flag => crate::t!("site-type-flag"),
        Wanted::Int => crate::t!("site-type-int"),
        Wanted::Date => crate::t!("site-type-date"),
        Wanted::Table => crate::t!("site-type-table"),
        Wanted::Tables => crate::t!("site-type-tables"),
        Wanted::Condition => crate::t!("site-type-condition"),
    };
    let found = match value.get_ref() {
        DeValue::String(_) => crate::t!("site-type-text"),
        DeValue::Integer(_) => crate::t!("site-type-int"),
        DeValue::Float(_) => crate::t!("site-type-float"),
        DeValue::Boolean(_) => crate::t!("site-type-flag"),
        DeValue::Datetime(_) => crate::t!("site-type-datetime"),
        DeValue::Array(_) => crate::t!("site-type-list"),
        DeValue::Table(_) => crate::t!("site-type-table"),
    };
    let message = crate::t!("site-wrong-type", key = key, wanted = wanted, found = found);
    sink.error("wrong-type", message, value.span(), None);
}

fn check_text(sink: &Sink, key: &str, text: &str, span: Range<usize>) {
    if text.len() > MAX_TEXT {
        let message = crate::t!("site-text-too-long", key = key, limit = MAX_TEXT);
        sink.error("text-too-long", message, span.clone(), None);
    }
    // Lines and tabs are text; anything else that cannot be seen is shown as a mark later, so it had better go now.
    let hidden = text.chars().find(|c| !matches!(c, '\n' | '\t') && is_harmful(*c));
    if let Some(hidden) = hidden {
        let code = format!("U+{:04X}", u32::from(hidden));
        let hint = Some(crate::t!("site-hidden-character-hint"));
        sink.warning("hidden-character", crate::t!("site-hidden-character", key = key, code = code), span, hint);
    }
}
