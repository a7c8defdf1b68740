//! Quiet times, as lines of the standing series carry them: the year's duties, who read what, what was printed.
//!
//! Owns these shapes. What they add up to is [`crate::domain::standing`]'s.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::step_key::StepKey;
use crate::domain::who::Who;

/// `duty.done`: one of the year's duties was carried out; its time is when. Standing series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyDone {
    /// Which, as `duties/year.toml` has it.
    pub duty: Id,
    /// Its title at the time.
    pub title: String,
    /// What came of it.
    pub result: Option<String>,
    /// What was used: the text of a training, the scenario of a drill.
    pub material: Option<String>,
    /// Who took part.
    pub attended: Vec<Who>,
}

/// `file.read`: 周知, who has read which edition of a file. Standing series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// Its path in the site, with `/`.
    pub path: String,
    /// Its title at the time.
    pub title: String,
    /// Its edition.
    pub version: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
    /// Who read it.
    pub readers: Vec<Who>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 手順書の綴り: every runbook as a check sheet.
    Binder,
    /// 連絡先
    Contacts,
    /// 役割カード
    RoleCards,
    /// 白紙の用紙
    BlankForms,
}

impl Paper {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Binder, Self::Contacts, Self::RoleCards, Self::BlankForms];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Binder => "binder",
            Self::Contacts => "contacts",
            Self::RoleCards => "role-cards",
            Self::BlankForms => "blank-forms",
        }
    }
}

/// A file of the site as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedFile {
    /// Its path in the site, with `/`.
    pub path: String,
    /// Its edition.
    pub version: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
}

/// `paper.printed`: something was made for the printer. Standing series. With the lines of its check sheets, so that what is written
/// on paper can be typed back when the site has long been changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPrinted {
    /// What.
    pub paper: Paper,
    /// The number that stands in the codes of its lines (`p3-5`: line 5 of edition 3); null where there are no codes.
    pub edition: Option<u32>,
    /// What it was made of.
    pub files: Vec<PrintedFile>,
    /// The step of each line, from line 1.
    pub lines: Vec<StepKey>,
}
