//! Changing data files as a careful hand would: comments and order stay, only what was meant changes.
//!
//! Owns what a change is, how it is made in a text (`apply`, pure) and how texts get to disk, all or none (`write`). Must not know
//! who asked for it, nor what an entry means: that a file is still sound afterwards is for the readers of this site to say.

mod apply;
mod find;
mod place;
mod toml_value;
mod write;

pub use apply::{EditFault, apply};
pub use write::{EditError, write};

/// One change to one data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file, relative to the site, with `/`: `facility.toml`, `contacts/vendors.toml`.
    pub file: String,
    /// What is changed in it.
    pub change: Change,
}

impl Edit {
    /// A change to a file.
    pub fn new(file: impl Into<String>, change: Change) -> Self {
        Self { file: file.into(), change }
    }
}

/// A key with its new value; `None` takes the key out.
pub type Field = (&'static str, Option<Value>);

/// What is changed in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A key at the head of the file; `None` takes it out.
    Head {
        /// The key.
        key: &'static str,
        /// Its new value.
        value: Option<Value>,
    },
    /// Keys of the entry `id` of a list; an entry that is not there yet is put behind the last one of its list.
    Put {
        /// The list: `person`, `contact`.
        list: &'static str,
        /// Which entry. A level is found by its `number`, a mirror by its `path`.
        id: String,
        /// The keys that change, in the order in which new ones are written.
        fields: Vec<Field>,
    },
    /// Takes an entry out, with the comment lines right above it.
    Remove {
        /// The list.
        list: &'static str,
        /// Which entry.
        id: String,
    },
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text; dates are texts, too.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Int(i64),
    /// A list of texts.
    Texts(Vec<String>),
    /// One small table on its line: `{ by = "…", on = "…" }`.
    Table(Vec<(String, Value)>),
    /// Small tables, one a line: `phone = [{ number = "…", label = "…" }]`.
    Tables(Vec<Vec<(String, Value)>>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// What the revision history says of a change. One line a file, day and person; what is added to it on the same day joins that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionNote {
    /// The date, as `2026-11-22`.
    pub date: String,
    /// Who.
    pub who: String,
    /// What was changed.
    pub what: String,
}

#[cfg(test)]
mod tests;
