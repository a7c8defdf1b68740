//! Sonae (備え): the emergency runbook, incident recorder and drill room of a Japanese hospital or clinic, in the terminal, offline.
//!
//! A tour. [`domain`] holds what is true: lines, incidents, runbooks, and every rule. [`text`] knows Japanese text. Both are pure.
//! [`site`] reads the facility's folder, [`record`] keeps the lines on disk, [`report`] renders documents. [`app`] joins them into
//! use cases, [`message`] words what went wrong, and the two faces, [`cli`] and [`tui`], translate between people and `app`.
//!
//! The one rule: `cli, tui → message → app → record, site, report → domain, text`, and never back. `tests/it/arrows.rs` reads the
//! `use` lines and fails on a wrong arrow. [`i18n`] (words) may be used by all but the two pure modules.

pub mod app;
pub mod cli;
pub mod domain;
pub mod i18n;
pub mod manifest;
pub mod message;
pub mod notify;
pub mod record;
pub mod report;
pub mod site;
pub mod text;
pub mod tui;
