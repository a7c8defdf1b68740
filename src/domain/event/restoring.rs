//! Getting systems back, as lines carry it: what stopped, which generation is to be used, the three gates, approval, the restoration
//! itself, what the departments saw, release, and going back a step.
//!
//! Owns these shapes. What they add up to is [`crate::domain::restoration`]'s. Sonae itself restores nothing.

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::when::{Moment, optional};

/// A system as a line names it: the line is readable without the facility's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemNamed {
    /// Its short name in `facility.toml`.
    pub id: Id,
    /// Its title at the time.
    pub title: String,
}

/// What is said of systems before they are restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SystemMark {
    /// 停止: it does not run, or was taken from the network; it has to be restored.
    Stopped,
    /// 影響なし: it was looked at and need not be restored.
    Unaffected,
}

impl SystemMark {
    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Unaffected => "unaffected",
        }
    }
}

/// `systems.marked`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemsMarked {
    /// Which.
    pub systems: Vec<SystemNamed>,
    /// What is said of them.
    pub state: SystemMark,
    /// What else.
    pub remark: Option<String>,
}

/// `generation.noted`: a generation of a backup that was found, whether it can be used or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerationNoted {
    /// Of which system.
    pub system: SystemNamed,
    /// Of which backup of the register; null where it is none of them.
    pub backup: Option<Id>,
    /// In words: 10月29日の控え、事務室の外付けHDD.
    pub generation: String,
    /// When it was taken; null when nobody knows.
    #[serde(with = "optional")]
    pub taken: Option<Moment>,
    /// 使えない: why it cannot be used; null where nothing speaks against it.
    pub unusable: Option<String>,
}

/// `restore.planned`: which generation is to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestorePlanned {
    /// For which system.
    pub system: SystemNamed,
    /// From which backup of the register; null where it is built anew or from elsewhere.
    pub backup: Option<Id>,
    /// In words.
    pub generation: String,
    /// When it was taken; null when nobody knows, or nothing is put back.
    #[serde(with = "optional")]
    pub taken: Option<Moment>,
}

/// What must hold before anything is restored (安全管理ガイドライン第6.0版 システム運用編 11.1, 18; 手引き 4-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// 証拠保全: what is needed to find out what happened was kept.
    Evidence,
    /// 侵入経路・アカウント・保守回線: the way in is shut.
    Entry,
    /// 汚染確認: the generation that is put back is clean.
    Clean,
    /// 部門の確認, which stands before the release. It can be overridden, and is passed by what the departments say.
    Departments,
}

impl Gate {
    /// The three before a restoration, in the order in which they are asked.
    pub const BEFORE: [Self; 3] = [Self::Evidence, Self::Entry, Self::Clean];
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Evidence, Self::Entry, Self::Clean, Self::Departments];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Entry => "entry",
            Self::Clean => "clean",
            Self::Departments => "departments",
        }
    }
}

/// What came of looking at a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateResult {
    /// 済み
    Passed,
    /// 行わない: only evidence can be waived, by the person whose line it is.
    Waived,
    /// 不可: it was looked at, and does not hold.
    Failed,
}

impl GateResult {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Passed, Self::Waived, Self::Failed];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Waived => "waived",
            Self::Failed => "failed",
        }
    }
}

/// `gate.checked`: the line's person looked at a gate of these systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateChecked {
    /// Of which systems.
    pub systems: Vec<SystemNamed>,
    /// Which gate.
    pub gate: Gate,
    /// What came of it.
    pub result: GateResult,
    /// How it was looked at; for a waiver, why it is not done.
    pub how: String,
}

/// `gate.overridden`: who approves goes on although a gate does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateOverridden {
    /// Of which systems.
    pub systems: Vec<SystemNamed>,
    /// Which gate.
    pub gate: Gate,
    /// Why.
    pub reason: String,
}

/// `restore.approved`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreApproved {
    /// Of which systems.
    pub systems: Vec<SystemNamed>,
    /// The role whose approval it is.
    pub role: Id,
}

/// `restore.begun`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreBegun {
    /// Of which system.
    pub system: SystemNamed,
}

/// `restore.ended`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreEnded {
    /// Of which system.
    pub system: SystemNamed,
    /// Whether it worked.
    pub worked: bool,
    /// What came of it.
    pub note: Option<String>,
}

/// `restore.verified`: a department looked whether the system is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreVerified {
    /// Which system.
    pub system: SystemNamed,
    /// Which department.
    pub department: Id,
    /// Its title at the time.
    pub department_title: String,
    /// Whether it is right.
    pub right: bool,
    /// What was seen.
    pub note: Option<String>,
}

/// `restore.released`: the systems are in use again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreReleased {
    /// Which.
    pub systems: Vec<SystemNamed>,
}

/// To where a restoration goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackTo {
    /// 世代選びから: the generation is chosen anew, and with it the check whether it is clean.
    Generation,
    /// 関門から: the gates are looked at again, and it is approved again.
    Gates,
    /// 復元から: it is restored again, as approved.
    Restore,
    /// 部門の確認から: the departments look again.
    Verification,
}

impl BackTo {
    /// All of them, earliest first.
    pub const ALL: [Self; 4] = [Self::Generation, Self::Gates, Self::Restore, Self::Verification];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Generation => "generation",
            Self::Gates => "gates",
            Self::Restore => "restore",
            Self::Verification => "verification",
        }
    }
}

/// `restore.stepped-back`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreSteppedBack {
    /// Of which system.
    pub system: SystemNamed,
    /// To where.
    pub to: BackTo,
    /// Why.
    pub reason: String,
}
