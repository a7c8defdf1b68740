//! Telling others, as lines carry it: attempts, submissions, agreed dates, decisions, announcements, and numbers tried in quiet times.
//!
//! Owns these shapes. What discharges a duty is read from them by [`crate::domain::duty`].

use serde::{Deserialize, Serialize};

use super::FactValue;
use crate::domain::id::Id;
use crate::domain::when::{Moment, optional};

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallResult {
    /// 出た
    Reached,
    /// 不在
    NoAnswer,
    /// 話中
    Busy,
    /// 伝言
    Message,
    /// FAX
    Fax,
    /// 担当外
    WrongDesk,
}

impl CallResult {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Reached, Self::NoAnswer, Self::Busy, Self::Message, Self::Fax, Self::WrongDesk];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no-answer",
            Self::Busy => "busy",
            Self::Message => "message",
            Self::Fax => "fax",
            Self::WrongDesk => "wrong-desk",
        }
    }

    /// Whether the other side has it now. Only this discharges anything.
    pub fn is_told(self) -> bool {
        self == Self::Reached
    }

    /// Whether it is an attempt that nobody took.
    pub fn is_failed_attempt(self) -> bool {
        matches!(self, Self::NoAnswer | Self::Busy | Self::WrongDesk | Self::Message)
    }
}

/// `call.made`: an attempt to tell somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallMade {
    /// The contact, or a person of the staff list.
    pub contact: Id,
    /// Its name at the time.
    pub contact_name: String,
    /// What came of it.
    pub result: CallResult,
    /// Whom one spoke to.
    pub spoke_to: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// 伝達済: the other side has what it had to be told. Left out, the result says it ([`CallResult::is_told`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<bool>,
    /// The duties that it was made for. Left out: every duty to tell this contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duties: Option<Vec<Id>>,
    /// The number that was tried, as dialled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 受付番号: the reference that the other side gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What was asked of us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// When it is to be tried again, or a call back was promised.
    #[serde(default, with = "optional", skip_serializing_if = "Option::is_none")]
    pub again: Option<Moment>,
}

impl CallMade {
    /// An attempt of which nothing more is known than what came of it.
    pub fn new(contact: Id, contact_name: String, result: CallResult) -> Self {
        Self {
            contact,
            contact_name,
            result,
            spoke_to: None,
            note: None,
            told: None,
            duties: None,
            number: None,
            reference: None,
            asked: None,
            again: None,
        }
    }

    /// 伝達済: whether the other side has it now. Only this discharges a duty.
    pub fn is_told(&self) -> bool {
        self.told.unwrap_or_else(|| self.result.is_told())
    }
}

/// `duty.submitted`: a report or notification was handed in; its time is when, its actor who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutySubmitted {
    /// The duty, as `duties/*.toml` has it.
    pub duty: Id,
    /// Its title at the time.
    pub title: String,
    /// By which way: a web form, by post, in person.
    pub way: String,
    /// 受付番号
    pub receipt: Option<String>,
}

/// `duty.agreed`: by when, as agreed with who must be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyAgreed {
    /// The duty.
    pub duty: Id,
    /// Its title at the time.
    pub title: String,
    /// By when; null: the agreed date holds no more.
    #[serde(with = "optional")]
    pub due: Option<Moment>,
}

/// `decision.made`: what somebody decided who may, often on the telephone: 外来, 救急, 転院, 透析, the next meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionMade {
    /// What was to be decided, as `forms/briefing.toml` has it.
    pub topic: Id,
    /// In words, at the time.
    pub title: String,
    /// What was decided, in the words in which it was said.
    pub decision: String,
    /// What follows from it for the facts.
    pub facts: Vec<FactValue>,
}

/// `announcement.made`: what was said or put up, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementMade {
    /// The template, as `forms/announcements.toml` has it.
    pub template: Id,
    /// Its title at the time.
    pub title: String,
    /// The words that were given out.
    pub body: String,
    /// What the wording check had said, and the person gave it out all the same.
    pub cautions: Vec<String>,
}

/// What came of trying a contact's number in quiet times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// 合っている
    Right,
    /// 違う: the number or the desk is another one now.
    Wrong,
    /// 不在
    NoAnswer,
    /// 今回は見送り
    Skipped,
}

impl CheckOutcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Right, Self::Wrong, Self::NoAnswer, Self::Skipped];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::NoAnswer => "no-answer",
            Self::Skipped => "skipped",
        }
    }
}

/// `contact.checked`: 連絡訓練, a number was tried in quiet times. Standing series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChecked {
    /// The contact.
    pub contact: Id,
    /// Its name at the time.
    pub contact_name: String,
    /// The number that was tried.
    pub number: Option<String>,
    /// What came of it.
    pub outcome: CheckOutcome,
    /// What is different now, and what else was said.
    pub note: Option<String>,
}
