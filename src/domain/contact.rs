//! Contacts: whom to tell, as `contacts/*.toml` say.
//!
//! Owns the shape and what may be shown as a number to call. Contacts stay live: they are not pinned to an incident.

use super::id::Id;

/// Somebody to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Short name.
    pub id: Id,
    /// 連絡先
    pub name: String,
    /// Which list it stands on.
    pub group: Group,
    /// The office or the person at the other end.
    pub desk: Option<String>,
    /// Numbers, in the order in which they are tried.
    pub phones: Vec<Phone>,
    /// A mail address.
    pub mail: Option<String>,
    /// A web form.
    pub web: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
    /// What to have at hand.
    pub have_ready: Option<String>,
    /// When to call, and for what.
    pub when: Option<String>,
    /// The person of `facility.toml` whom this is.
    pub person: Option<Id>,
    /// The date on which somebody last checked it; empty means 要確認.
    pub verified: Option<String>,
    /// Who checked it.
    pub verified_by: Option<String>,
    /// 見本: invented; must never look as if it could be called.
    pub sample: bool,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// Which list a contact stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 職員
    Staff,
    /// 保守会社・ベンダ
    Vendor,
    /// 行政・警察ほか
    Authority,
}

/// A number, with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As one dials it.
    pub number: String,
    /// 代表, 夜間, …
    pub label: Option<String>,
}

/// Whether a contact's number may be shown as one to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Somebody checked it.
    Verified,
    /// 要確認: nobody has.
    Unverified,
    /// 見本: invented.
    Sample,
}

impl Contact {
    /// Whether its numbers were checked, are to be checked, or are invented.
    pub fn standing(&self) -> Standing {
        if self.sample {
            Standing::Sample
        } else if self.verified.is_some() {
            Standing::Verified
        } else {
            Standing::Unverified
        }
    }
}
