//! Identifiers: the short ASCII words that data files, lines and commands use to name things.
//!
//! Owns their grammar. Must not know what they name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest identifier, in characters.
pub const MAX_ID: usize = 40;

/// A short ASCII word, `[a-z0-9-]{1,40}`, that names a step, a person, a fact and so on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

/// The text that was given is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier (a-z, 0-9 and '-', at most 40 characters): {0:?}")]
pub struct NotAnId(pub String);

impl Id {
    /// Reads an identifier.
    ///
    /// # Errors
    /// [`NotAnId`] when the text is empty, too long, or holds anything but `a-z`, `0-9` and `-`.
    pub fn new(text: impl Into<String>) -> Result<Self, NotAnId> {
        let text = text.into();
        let fits = (1..=MAX_ID).contains(&text.len());
        if fits && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            Ok(Self(text))
        } else {
            Err(NotAnId(text))
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;
    fn try_from(text: String) -> Result<Self, NotAnId> {
        Self::new(text)
    }
}

impl std::str::FromStr for Id {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::new(text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The incident of the standing series: what belongs to no incident (a contact verified, a restore tested, …).
pub const READINESS: &str = "readiness";

/// What a drill's incident id begins with, so that every exported line proves that it is one.
pub const DRILL_PREFIX: &str = "drill-";

/// The letters of random parts of ids: no `0 o 1 l i u v`, so that they survive a telephone and handwriting.
pub const UNAMBIGUOUS: &[u8; 29] = b"23456789abcdefghjkmnpqrstwxyz";

/// Makes `length` unambiguous characters out of random bytes. Bytes that would favour some letters are passed over; `None`
/// when too few bytes were given (four a character are plenty).
pub fn random_word(random: &[u8], length: usize) -> Option<String> {
    let size = UNAMBIGUOUS.len();
    let limit = 256 / size * size;
    let word: String = random
        .iter()
        .filter(|byte| usize::from(**byte) < limit)
        .filter_map(|byte| UNAMBIGUOUS.get(usize::from(*byte) % size))
        .take(length)
        .map(|byte| char::from(*byte))
        .collect();
    (word.len() == length).then_some(word)
}

/// Makes an incident's id: its date (`20261122`) and eight unambiguous characters, with `drill-` before a drill's.
pub fn incident_id(drill: bool, date: chrono::NaiveDate, word: &str) -> Result<Id, NotAnId> {
    let prefix = if drill { DRILL_PREFIX } else { "" };
    Id::new(format!("{prefix}{}-{word}", date.format("%Y%m%d")))
}

/// Whether an incident's id is a drill's.
pub fn is_drill(incident: &Id) -> bool {
    incident.as_str().starts_with(DRILL_PREFIX)
}

/// The names among `candidates` that look like what was typed, nearest first, at most three.
pub fn near<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|name| {
            let contains = !typed.is_empty() && (name.contains(typed) || typed.contains(name));
            let score = strsim::jaro_winkler(typed, name) + if contains { 0.5 } else { 0.0 };
            (score, name)
        })
        .filter(|(score, _)| *score >= 0.7)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_ascii_words() {
        assert!(Id::new("cut-backup-network").is_ok());
        for bad in ["", "Upper", "全角", "a b", "../x", &"a".repeat(41)] {
            assert!(Id::new(bad).is_err(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn a_random_word_is_unambiguous_and_needs_enough_bytes() {
        let word = random_word(&(0..=255).collect::<Vec<u8>>(), 8).unwrap();
        assert_eq!(word, "23456789");
        assert_eq!(random_word(&[255, 254, 253], 1), None);
    }

    #[test]
    fn a_drill_shows_in_its_id() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let id = incident_id(true, day, "k3f7w2xx").unwrap();
        assert_eq!(id.as_str(), "drill-20261122-k3f7w2xx");
        assert!(is_drill(&id));
        assert!(!is_drill(&incident_id(false, day, "k3f7w2xx").unwrap()));
    }

    #[test]
    fn near_names_come_nearest_first() {
        let found = near("cut-backup", ["cut-outside", "cut-backup-network", "call-vendor"]);
        assert_eq!(found.first().map(String::as_str), Some("cut-backup-network"));
        assert!(near("zzzz", ["cut-outside"]).is_empty());
    }
}
