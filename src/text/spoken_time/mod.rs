//! Times as people say and type them: `1042`, `25:30`, `-5`, `昨日2310`, `0800頃`, `明け方`, `不明`.
//!
//! Owns the grammar and what each form means relative to now. Must not know whether a time is acceptable where it is used: a date
//! in the future is read like any other. The offset of `now` is the one that is meant where no zone is written.

mod clock;
mod day;
mod grammar;
mod scanner;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, FixedOffset};

/// A time that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenTime {
    /// The moment, or the beginning of the range or part of the day; `None` when unknown. In the offset of `now`.
    pub at: Option<DateTime<FixedOffset>>,
    /// The end of a range or part of the day; `None` otherwise.
    pub until: Option<DateTime<FixedOffset>>,
    /// How exact the words are.
    pub precision: Spoken,
    /// The words as typed, without spaces around them.
    pub words: String,
}

/// How exact spoken words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spoken {
    /// A moment.
    Exact,
    /// 頃: around a moment.
    About,
    /// From one moment to another.
    Range,
    /// 明け方, 夜, …: a part of a day, by hours that `clock` fixes.
    PartOfDay,
    /// 不明
    Unknown,
}

/// Why words are not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpokenTimeError {
    /// Nothing was typed.
    #[error("no time given")]
    Empty,
    /// The words, or what is left of them, are none that are known.
    #[error("not understood as a time: {rest:?} (write 1042, 10:42, -5, 昨日2310, 11/20 2359, 0800頃 or 0630-0700)")]
    NotUnderstood {
        /// From where on nothing was understood, in half width.
        rest: String,
    },
    /// A time of day that no day has, such as 2575.
    #[error("there is no such time of day: {0:?}")]
    NoSuchTime(String),
    /// A date that no calendar has, such as 30 February, or one outside of 1900 to 2199.
    #[error("there is no such date: {0:?}")]
    NoSuchDate(String),
    /// A date without a time.
    #[error("a date without a time: {0:?} (add a time, 午前, 夜, …)")]
    NoTime(String),
}

/// Reads a time.
///
/// # Errors
/// [`SpokenTimeError`] says which part was not understood, or is impossible.
pub fn parse(words: &str, now: DateTime<FixedOffset>) -> Result<SpokenTime, SpokenTimeError> {
    let words = words.trim();
    let reading = grammar::read(&scanner::plain(words), now)?;
    Ok(SpokenTime { at: reading.at, until: reading.until, precision: reading.precision, words: words.to_owned() })
}

/// Shows a moment in the offset of `now`: `10/31 00:30`, with its year (`2021-10-31 00:30`) when that is not the present one.
pub fn show(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let at = at.with_timezone(now.offset());
    let form = if at.year() == now.year() { "%m/%d %H:%M" } else { "%Y-%m-%d %H:%M" };
    at.format(form).to_string()
}
