//! Working without the system, as lines carry it: how a department stands, where today's patients are listed, emergency accounts.
//!
//! Owns these shapes. Counts only, never patients' data.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::who::Who;

/// How a department stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// 通常
    Normal,
    /// 縮退
    Degraded,
    /// 停止
    Stopped,
}

impl Mode {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Degraded, Self::Stopped];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Degraded => "degraded",
            Self::Stopped => "stopped",
        }
    }
}

/// `mode.set`: how a department stands, from the line's time on; its person said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeSet {
    /// The department.
    pub department: Id,
    /// Its title at the time.
    pub title: String,
    /// How it stands.
    pub state: Mode,
    /// What else.
    pub remark: Option<String>,
}

/// `patients.listed`: 今日の患者一覧, where it lies; the line's time is when it was printed or written. In quiet times in the standing
/// series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientsListed {
    /// The department.
    pub department: Id,
    /// Its title at the time.
    pub title: String,
    /// Where it lies.
    pub place: String,
    /// How many stand on it; null when nobody counted.
    pub count: Option<u32>,
}

/// `account.used`: a sealed emergency account was opened (安全管理ガイドライン第6.0版 システム運用編 11). The line's person used it, at its
/// time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountUsed {
    /// Which, as the envelope names it. Never its password.
    pub account: String,
    /// The number of the seal; null where there is none.
    pub seal: Option<String>,
    /// What for.
    pub why: String,
    /// Who approved it; null: nobody was asked.
    pub approved_by: Option<Who>,
}

/// How an emergency account was closed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closing {
    /// 無効化
    Disabled,
    /// パスワード変更
    Changed,
    /// 変更して再封緘
    Resealed,
}

impl Closing {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Disabled, Self::Changed, Self::Resealed];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Changed => "changed",
            Self::Resealed => "resealed",
        }
    }
}

/// `account.closed`: it cannot be used as it was any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountClosed {
    /// The line of its use.
    pub account: Hash,
    /// How.
    pub how: Closing,
    /// The number of the new seal.
    pub seal: Option<String>,
}
