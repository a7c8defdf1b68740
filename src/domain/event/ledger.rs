//! Making the data whole again, as lines carry it: paper given out, counted and typed back, and the gap between what was restored and
//! the stop.
//!
//! Owns these shapes. What they add up to is [`crate::domain::ledger`]'s. Counts and the names of batches only, never what stands on
//! a sheet.

use serde::{Deserialize, Serialize};

use super::FactValue;
use super::restoring::SystemNamed;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::when::{Moment, optional};

/// `sheets.given`: a batch of paper was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetsGiven {
    /// What the batch is called, as written on it.
    pub batch: Id,
    /// To which department.
    pub department: Id,
    /// The department's title at the time.
    pub title: String,
    /// Which kind of paper, in words.
    pub sheet: String,
    /// How many sheets.
    pub count: u32,
    /// Where they lie, or came from.
    pub place: Option<String>,
}

/// `sheets.counted`: how many of a batch were used. The whole batch, not what came since the last count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetsCounted {
    /// Which batch.
    pub batch: Id,
    /// How many have something on them.
    pub used: u32,
    /// How many are blank.
    pub unused: u32,
}

/// `sheets.entered`: how many of a batch have been typed back. The whole batch, not what came since the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetsEntered {
    /// Which batch.
    pub batch: Id,
    /// How many.
    pub entered: u32,
    /// Where the originals are kept; null: not said with this line.
    pub kept_at: Option<String>,
}

/// What became of personal data in a gap (個人情報保護法施行規則第7条: 漏えい、滅失、毀損).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// 滅失: it is lost, and stands nowhere else.
    Loss,
    /// 毀損: it was changed, or cannot be read.
    Damage,
    /// なし: the same stands elsewhere, or nothing of it was personal data.
    None,
    /// 不明
    Unknown,
}

impl GapKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Loss, Self::Damage, Self::None, Self::Unknown];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Damage => "damage",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// `gap.noted`: what a restored system does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapNoted {
    /// Which system.
    pub system: SystemNamed,
    /// From when on it is missing: when the restored generation was taken; null when nobody knows.
    #[serde(with = "optional")]
    pub from: Option<Moment>,
    /// Until when: the stop; null when nobody knows.
    #[serde(with = "optional")]
    pub until: Option<Moment>,
    /// What was lost, in words: which kinds of entries.
    pub lost: String,
    /// What that means for personal data.
    pub kind: GapKind,
    /// How it is to be made again: from which paper, from whom.
    pub how: Option<String>,
    /// What follows for the duties to tell somebody.
    pub facts: Vec<FactValue>,
}

/// `gap.closed`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapClosed {
    /// The line that noted it.
    pub gap: Hash,
    /// How it was made whole, or why it stays.
    pub how: String,
}
