//! How a chain begins and hangs together, as lines carry it: what was noticed, who joined, which chains were seen, the site's files, the clock.
//!
//! Owns these shapes. Whether chains fit together is checked where the record is read.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;

/// What was noticed first (BCPひな形 1.3.2), in place of a runbook that nobody has chosen yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// 見えない: records, orders or images cannot be read.
    CannotSee,
    /// 入らない: nothing can be entered.
    CannotEnter,
    /// 連絡できない: staff cannot reach one another.
    CannotContact,
    /// 機器が動かない: devices do not work, or wrongly.
    DeviceFails,
    /// 予兆: something odd that may be the beginning.
    Omen,
    /// 災害: earthquake, flood, fire, loss of power.
    Disaster,
}

impl Sign {
    /// All signs, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::CannotSee, Self::CannotEnter, Self::CannotContact, Self::DeviceFails, Self::Omen, Self::Disaster];
}

/// `incident.opened`: the first line of an incident. Its text is what was noticed, its time the 覚知.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// 訓練
    pub drill: bool,
    /// What was noticed; may be empty.
    pub signs: Vec<Sign>,
}

/// `origin.joined`: another origin's first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The opening line.
    pub opening: Hash,
}

/// The end of a chain, as an origin saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Whose chain.
    pub origin: Id,
    /// Its last line's number.
    pub seq: u64,
    /// Its last line.
    pub hash: Hash,
}

/// `heads.seen`: which chains an origin had in front of it. It ties the chains together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadsSeen {
    /// The chains.
    pub heads: Vec<Head>,
}

/// `site.pinned` and `site.changed`: a file of the site as it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFile {
    /// Its path in the site, with `/`.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Its text.
    pub content: String,
}

/// `clock.stepped`: the wall clock went back by more than a few seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStepped {
    /// Seconds by which the clock is behind the last line.
    pub behind_seconds: u64,
}
