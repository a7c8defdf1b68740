//! Reports: one document computed from the record, and renderers of it.
//!
//! Owns what a report says (`incident/`), its neutral shape (`document`), and its renderings (Markdown, HTML, rows to be read on a
//! screen), and the chronology as text, CSV and JSON. Must not know files, terminals or the store. A report never turns 推定 into a fact, never says that nothing leaked
//! by default, and lists what is still unknown.

pub mod announcement;
pub mod backup_words;
pub mod chart;
pub mod contact_words;
pub mod document;
pub mod duty_words;
pub mod html;
mod incident;
pub mod ledger_words;
pub mod markdown;
pub mod mode_words;
pub mod paper;
pub mod plain;
pub mod readiness;
pub mod restore_words;
pub mod timeline;

pub use incident::{Input, incident, stage};
