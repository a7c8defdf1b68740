//! When something happened: exactly, about, within a range, in a part of the day, or nobody knows.
//!
//! Owns the two envelope fields `occurred_at` and `occurred_as` and their order. Must not read a clock; `text` reads what people
//! type, and `app` turns it into this.

use chrono::{DateTime, FixedOffset, SecondsFormat, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment with the offset in which people said it.
pub type Moment = DateTime<FixedOffset>;

/// When something happened, and the words in which it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The moment; of a range or a part of the day its beginning; `None` when nobody knows.
    pub at: Option<Moment>,
    /// The words and the precision; `None` for an exact moment that the program took from the clock.
    pub said: Option<OccurredAs>,
}

/// The words in which a time was given, and how precise they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurredAs {
    /// As typed.
    pub words: String,
    /// How precise.
    pub precision: Precision,
    /// The end of a range or part of the day.
    #[serde(with = "optional")]
    pub until: Option<Moment>,
}

/// How precise a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// To the minute.
    Exact,
    /// 頃
    About,
    /// Between two moments.
    Range,
    /// 明け方, 夕方, …
    PartOfDay,
    /// 不明
    Unknown,
}

impl When {
    /// Exactly now, as the clock says.
    pub fn now(at: Moment) -> Self {
        Self { at: Some(at), said: None }
    }

    /// Exactly then, in somebody's words.
    pub fn exactly(at: Moment, words: impl Into<String>) -> Self {
        Self { at: Some(at), said: Some(OccurredAs { words: words.into(), precision: Precision::Exact, until: None }) }
    }

    /// Nobody knows when.
    pub fn unknown(words: impl Into<String>) -> Self {
        Self { at: None, said: Some(OccurredAs { words: words.into(), precision: Precision::Unknown, until: None }) }
    }

    /// How precise it is.
    pub fn precision(&self) -> Precision {
        self.said.as_ref().map_or(Precision::Exact, |said| said.precision)
    }

    /// The end, where it is a range or a part of the day.
    pub fn until(&self) -> Option<Moment> {
        self.said.as_ref().and_then(|said| said.until)
    }
}

/// Writes a moment as lines have it: RFC 3339, seconds, numeric offset.
pub fn write(at: Moment) -> String {
    at.with_nanosecond(0).unwrap_or(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// Reads a moment as lines have it.
pub fn read(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// Serde for a moment.
pub mod moment {
    use super::{Deserialize, Deserializer, Moment, Serializer, read, write};

    /// Writes it.
    pub fn serialize<S: Serializer>(at: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write(*at))
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

/// Serde for a moment that may be null.
pub mod optional {
    use super::{Deserialize, Deserializer, Moment, Serializer, read, write};

    /// Writes it.
    pub fn serialize<S: Serializer>(at: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.serialize_str(&write(*at)),
            None => serializer.serialize_none(),
        }
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| read(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time")))
            .transpose()
    }
}
