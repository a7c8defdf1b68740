//! Lines about other lines: corrected, withdrawn, confirmed, claimed.
//!
//! Owns these shapes. What they do to the line that they name is [`crate::domain::fold`]'s.

use serde::{Deserialize, Serialize};

use super::FactValue;
use crate::domain::hash::Hash;
use crate::domain::when::{Moment, OccurredAs, optional};
use crate::domain::who::Who;

/// `entry.corrected`: only what is given changes; the older words stay in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCorrected {
    /// The line.
    pub target: Hash,
    /// Other words.
    pub text: Option<String>,
    /// Another time.
    pub occurred: Option<CorrectedTime>,
    /// Another person whose act it was.
    #[serde(rename = "for")]
    pub for_: Option<Who>,
    /// Other values.
    pub facts: Vec<FactValue>,
}

/// The time that a correction gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedTime {
    /// The moment; null when nobody knows.
    #[serde(with = "optional")]
    pub at: Option<Moment>,
    /// The words.
    #[serde(rename = "as")]
    pub said: Option<OccurredAs>,
}

/// `entry.withdrawn`: it was a mistake, or does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryWithdrawn {
    /// The line.
    pub target: Hash,
    /// Why.
    pub reason: String,
}

/// `entry.confirmed` and `entry.claimed`: lines that a person confirms, or says were typed by him or her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// The lines.
    pub targets: Vec<Hash>,
}
