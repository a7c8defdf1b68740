//! Who goes on, as lines carry it: the watch is handed over, the emergency ends, the incident opens again.
//!
//! Owns these shapes. What is open when it ends is said by [`crate::domain::open_items`].

use serde::{Deserialize, Serialize};

use crate::domain::who::Who;

/// `watch.handed-over`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Who hands over.
    pub giver: Who,
    /// Who takes over.
    pub taker: Who,
}

/// What is still open, and who takes it: at stand-down, or at any time (`item.taken`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which item, as [`crate::domain::open_items::OpenItem::id`] has it: `step:KEY`, `order:HASH`, `batch:ID`, …
    pub item: String,
    /// What it is, in words.
    pub title: String,
    /// Who takes it.
    pub taker: Who,
    /// By which date (`2026-11-23`).
    pub until: String,
    /// Why it is still open.
    pub reason: String,
}

/// `incident.stood-down`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoodDown {
    /// What is still open.
    pub open: Vec<Taken>,
}

/// `incident.reopened`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// Why.
    pub reason: String,
}
