//! 準備の様子 in words, and the two-page report for an inspection.
//!
//! Owns the words of findings and the tables: which file or register carries an item, its edition, who approved it, when somebody last
//! looked. What is not done is said; whether an item is met is never said. Must not know files, terminals or the store.

mod page;
mod tables;
pub mod words;

use serde::Serialize;

pub use page::{html, markdown};
pub use tables::inspection;

/// The report for an inspection, worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// What it is.
    pub title: String,
    /// Whose, and as of when.
    pub head: String,
    /// What it is not.
    pub caution: String,
    /// How much is open.
    pub counts: String,
    /// The language, `ja` or `en`.
    pub lang: &'static str,
    /// The lists with their items.
    pub lists: Vec<List>,
    /// 連絡体制図 as text.
    pub chart: String,
    /// The same as a drawing.
    #[serde(skip)]
    pub drawing: String,
}

/// One list of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// `checklist` or `bcp`.
    pub list: &'static str,
    /// What it is.
    pub title: String,
    /// Its items.
    pub items: Vec<Row>,
}

/// One item, worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number.
    pub number: String,
    /// What it asks for.
    pub title: String,
    /// Whether number and wording were seen in the source.
    pub certain: bool,
    /// What carries it.
    pub carried_by: String,
    /// 版
    pub version: String,
    /// By whom and when.
    pub approved: String,
    /// When somebody last looked; what is missing.
    pub last: String,
    /// Nothing that carries it has anything in it.
    pub is_missing: bool,
}
