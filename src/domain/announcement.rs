//! 周知の文: templates of what is said or put up, and the words that are looked at again, as `forms/announcements.toml` says.
//!
//! Owns these shapes. Must not know the engine that fills a template.

use super::condition::Condition;
use super::id::Id;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Short name.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// Who reads or hears it.
    pub to: Audience,
    /// The template's text.
    pub body: String,
    /// When it fits, and what to mind.
    pub hint: Option<String>,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// Who reads or hears an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// 院内放送
    Hospital,
    /// 玄関掲示
    Door,
    /// 電話応対
    Phone,
    /// Web
    Web,
    /// 職員宛
    Staff,
    /// 患者宛
    Patients,
}

/// Words that are looked at again before they are given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caution {
    /// Short name.
    pub id: Id,
    /// Any of these words.
    pub words: Vec<String>,
    /// Unless one of these stands near.
    pub unless_near: Vec<String>,
    /// How near, in characters.
    pub near: u16,
    /// Unless this holds, and rests on nothing less than 確認済.
    pub unless: Option<Condition>,
    /// What to think about.
    pub say: String,
}

/// Something that the director is asked to decide, as `forms/briefing.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDecide {
    /// Short name; lines carry it.
    pub id: Id,
    /// What is to be decided.
    pub title: String,
    /// How it is asked on the telephone.
    pub ask: String,
    /// The fact that the answer sets; `None`: the declaration.
    pub fact: Option<Id>,
}
