//! Values: what a fact can hold, and how sure somebody is of it.
//!
//! Owns the shapes and their JSON. Must not know which facts exist or who asked for them.

use serde::{Deserialize, Serialize};

use super::when::{Moment, OccurredAs, When, moment};

/// The answer to a question. 不明 is an answer, distinct from never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// はい
    Yes,
    /// いいえ
    No,
    /// 不明
    Unknown,
}

/// How sure the person is who gave a value. A report never turns the weaker ones into a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// 推定: concluded, seen by nobody. The weakest.
    Estimated,
    /// 伝聞: heard from somebody.
    Hearsay,
    /// 確認済: seen or checked.
    Confirmed,
}

/// A fact's value. In a line: `{"type":"count","value":32}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// Free text.
    Text(String),
    /// A number of something (patients, terminals); the unit stands in the fact dictionary.
    Count(i64),
    /// At least and at most.
    Range {
        /// At least.
        low: i64,
        /// At most.
        high: i64,
    },
    /// A moment, with the words in which it was said: 明け方 stays 明け方.
    Time(TimeValue),
    /// One of the choices of the fact dictionary, by its id.
    Choice(String),
    /// Yes, no or unknown.
    Answer(Answer),
    /// Several texts.
    List(Vec<String>),
    /// Asked, and answered 不明.
    Unknown,
}

/// A moment as a value. In a line: `{"type":"time","value":{"at":"2026-11-22T04:00:00+09:00","as":{…}}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeValue {
    /// The moment; of a range or a part of the day its beginning.
    #[serde(with = "moment")]
    pub at: Moment,
    /// The words and the precision; null for a moment that is exact.
    #[serde(rename = "as")]
    pub said: Option<OccurredAs>,
}

impl TimeValue {
    /// As a time of something that happened.
    pub fn when(&self) -> When {
        When { at: Some(self.at), said: self.said.clone() }
    }
}

impl From<Moment> for Value {
    fn from(at: Moment) -> Self {
        Self::Time(TimeValue { at, said: None })
    }
}

impl Value {
    /// Whether somebody was asked and did not know.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown | Self::Answer(Answer::Unknown))
    }
}

/// What kind of value a fact takes, as the fact dictionary says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// Free text.
    Text,
    /// A whole number, or a range of two.
    Count,
    /// A moment.
    Time,
    /// One of the listed choices.
    Choice,
    /// Yes, no or unknown.
    Answer,
    /// Several texts.
    List,
}
