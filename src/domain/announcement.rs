//! 周知の文: templates of what is said or put up, and the words that are looked at again, as `forms/announcements.toml` says.
//!
//! Owns these shapes. Must not know the engine that fills a template.

use super::condition::Condition;
use super::id::{Id, near};
use super::plan::Plan;
use super::refusal::{Refusal, What};

/// What every template can name, beside facts and criteria (with `_` for `-`): the facility, now, when it was noticed, the level
/// declared, and whether it is a drill.
pub const OWN_NAMES: [&str; 5] = ["facility", "now", "noticed", "level", "drill"];

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

impl Audience {
    /// Its word in files and answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hospital => "hospital",
            Self::Door => "door",
            Self::Phone => "phone",
            Self::Web => "web",
            Self::Staff => "staff",
            Self::Patients => "patients",
        }
    }

    /// Whether it is heard, not read.
    pub fn is_heard(self) -> bool {
        matches!(self, Self::Hospital | Self::Phone)
    }
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

/// The announcement that somebody means: by its id or its title.
///
/// # Errors
/// [`Refusal::NotFound`] with near names.
pub fn called<'a>(plan: &'a Plan, typed: &str) -> Result<&'a Announcement, Refusal> {
    let wanted = typed.trim();
    let mut all = plan.announcements.iter();
    all.find(|known| known.id.as_str() == wanted || known.title == wanted).ok_or_else(|| {
        let names = plan.announcements.iter().flat_map(|known| [known.id.as_str(), known.title.as_str()]);
        Refusal::NotFound { what: What::Announcement, typed: wanted.to_owned(), near: near(wanted, names) }
    })
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
