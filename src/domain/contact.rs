//! Contacts: whom to tell, as `contacts/*.toml` say.
//!
//! Owns the shape, the ways to reach a contact, who is tried next, and what may be shown as a number to call. Contacts stay live: they
//! are not pinned to an incident.

pub mod address;
mod freshness;

pub use freshness::{CHECK_DUTY, Freshness, USUAL_MONTHS, usual_months};

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
    /// A number for faxes.
    pub fax: Option<String>,
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
    /// 代わり: the contact that is tried next when nobody answers here.
    pub alternate: Option<Id>,
    /// The date on which somebody last checked it; empty means 要確認.
    pub verified: Option<String>,
    /// Who checked it.
    pub verified_by: Option<String>,
    /// How or where it was checked: 電話で, 委員会のウェブページで.
    pub verified_from: Option<String>,
    /// After how many months it is to be checked again, where that is another number than the facility's.
    pub stale_after_months: Option<u16>,
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

impl Group {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Staff, Self::Vendor, Self::Authority];

    /// Its word in files and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Vendor => "vendor",
            Self::Authority => "authority",
        }
    }
}

/// A number, with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As one dials it.
    pub number: String,
    /// 代表, 夜間, …
    pub label: Option<String>,
    /// When somebody answers this number, in words.
    pub hours: Option<String>,
}

impl Phone {
    /// A number of which nothing else is said.
    pub fn new(number: impl Into<String>) -> Self {
        Self { number: number.into(), label: None, hours: None }
    }

    /// The number with what it is for and when it answers: `03-0000-0000 (夜間、18時から8時)`.
    pub fn in_words(&self) -> String {
        let notes: Vec<&str> = [&self.label, &self.hours].into_iter().flatten().map(String::as_str).collect();
        if notes.is_empty() { self.number.clone() } else { format!("{} ({})", self.number, notes.join("、")) }
    }
}

/// One way to reach a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel<'a> {
    /// A telephone number.
    Phone(&'a Phone),
    /// A number for faxes.
    Fax(&'a str),
    /// A mail address.
    Mail(&'a str),
    /// A web form.
    Web(&'a str),
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
    /// A contact of which nothing more is known than who it is.
    pub fn new(id: Id, name: impl Into<String>, group: Group) -> Self {
        Self {
            id,
            name: name.into(),
            group,
            desk: None,
            phones: Vec::new(),
            fax: None,
            mail: None,
            web: None,
            hours: None,
            have_ready: None,
            when: None,
            person: None,
            alternate: None,
            verified: None,
            verified_by: None,
            verified_from: None,
            stale_after_months: None,
            sample: false,
            source: Vec::new(),
        }
    }

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

    /// The ways to reach it that stand in its entry, numbers first, in their order. The number of a person stands with the person.
    pub fn channels(&self) -> impl Iterator<Item = Channel<'_>> {
        let phones = self.phones.iter().map(Channel::Phone);
        let fax = self.fax.as_deref().map(Channel::Fax);
        let mail = self.mail.as_deref().map(Channel::Mail);
        phones.chain(fax).chain(mail).chain(self.web.as_deref().map(Channel::Web))
    }
}

/// Whom to try when nobody answers at a contact: its alternate, that one's alternate, and so on; nobody twice, and never itself.
pub fn alternates<'a>(contacts: &'a [Contact], first: &Contact) -> Vec<&'a Contact> {
    let mut chain: Vec<&Contact> = Vec::new();
    let mut wanted = first.alternate.as_ref();
    while let Some(next) = wanted.and_then(|id| contacts.iter().find(|contact| contact.id == *id)) {
        if next.id == first.id || chain.iter().any(|known| known.id == next.id) {
            break;
        }
        chain.push(next);
        wanted = next.alternate.as_ref();
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, alternate: Option<&str>) -> Contact {
        let id = |id: &str| Id::new(id).unwrap();
        Contact { alternate: alternate.map(id), ..Contact::new(id(name), name, Group::Vendor) }
    }

    fn chain(contacts: &[Contact], first: usize) -> Vec<&str> {
        alternates(contacts, &contacts[first]).into_iter().map(|contact| contact.id.as_str()).collect()
    }

    #[test]
    fn the_alternates_follow_one_another_and_nobody_is_tried_twice() {
        let contacts = [contact("a", Some("b")), contact("b", Some("c")), contact("c", Some("b")), contact("d", None)];
        assert_eq!(chain(&contacts, 0), ["b", "c"]);
        assert_eq!(chain(&contacts, 2), ["b"]);
        assert!(chain(&contacts, 3).is_empty());
        let alone = [contact("a", Some("a")), contact("b", Some("gone"))];
        assert!(chain(&alone, 0).is_empty() && chain(&alone, 1).is_empty());
    }

    #[test]
    fn the_ways_to_reach_somebody_begin_with_the_numbers_in_their_order() {
        let mut known = contact("a", None);
        assert_eq!(known.channels().count(), 0);
        known.web = Some("https://example.invalid/".to_owned());
        known.mail = Some("a@example.invalid".to_owned());
        known.fax = Some("03-2".to_owned());
        let night =
            Phone { label: Some("夜間".to_owned()), hours: Some("18時から".to_owned()), ..Phone::new("03-1") };
        known.phones = vec![night.clone(), Phone::new("03-0")];
        let channels: Vec<Channel<'_>> = known.channels().collect();
        assert!(matches!(
            channels.as_slice(),
            [Channel::Phone(one), Channel::Phone(_), Channel::Fax("03-2"), Channel::Mail(_), Channel::Web(_)]
                if **one == night
        ));
        assert_eq!(night.in_words(), "03-1 (夜間、18時から)");
    }
}
