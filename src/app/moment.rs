//! From what a person types for a time to what a line says about it.

use chrono::{Datelike as _, TimeDelta};

use crate::domain::when::{Moment, OccurredAs, Precision, When};
use crate::text::spoken_time::{self, Spoken, SpokenTime, SpokenTimeError};

/// Reads a time as typed; nothing typed means now.
///
/// # Errors
/// [`SpokenTimeError`] when the words are no time.
pub fn when(words: Option<&str>, now: Moment) -> Result<When, SpokenTimeError> {
    match words.map(str::trim).filter(|words| !words.is_empty()) {
        None => Ok(When::now(now)),
        Some(words) => spoken_time::parse(words, now).map(of_spoken),
    }
}

/// Reads a time, or a day alone, which means some time of that day; nothing typed means now.
///
/// # Errors
/// [`SpokenTimeError`] when the words are neither.
pub fn when_or_day(words: Option<&str>, now: Moment) -> Result<When, SpokenTimeError> {
    match when(words, now) {
        Err(SpokenTimeError::NoTime(_)) => {
            let words = words.unwrap_or_default().trim();
            let mut spoken = spoken_time::parse(&format!("{words} 0000-2359"), now)?;
            words.clone_into(&mut spoken.words);
            Ok(of_spoken(spoken))
        }
        other => other,
    }
}

fn of_spoken(spoken: SpokenTime) -> When {
    let precision = match spoken.precision {
        Spoken::Exact => Precision::Exact,
        Spoken::About => Precision::About,
        Spoken::Range => Precision::Range,
        Spoken::PartOfDay => Precision::PartOfDay,
        Spoken::Unknown => Precision::Unknown,
    };
    When { at: spoken.at, said: Some(OccurredAs { words: spoken.words, precision, until: spoken.until }) }
}

/// Reads a time that lies ahead: `1800` is the next 18:00, where a bare time of something that happened is the last one. `+30`
/// is in thirty minutes. A day alone is the end of that day.
///
/// # Errors
/// [`SpokenTimeError`] when the words are no time, or name none.
pub fn when_due(words: &str, now: Moment) -> Result<Moment, SpokenTimeError> {
    let half: String = words.trim().chars().map(crate::text::kana::half_ascii).collect();
    if let Some(minutes) = half.strip_prefix('+').and_then(|rest| rest.parse::<i64>().ok()) {
        let due = TimeDelta::try_minutes(minutes).and_then(|ahead| now.checked_add_signed(ahead));
        return due.ok_or(SpokenTimeError::NoSuchTime(half));
    }
    let spoken = match spoken_time::parse(words, now) {
        Err(SpokenTimeError::NoTime(_)) => spoken_time::parse(&format!("{} 2359", words.trim()), now)?,
        spoken => spoken?,
    };
    let at = spoken.at.ok_or_else(|| SpokenTimeError::NoTime(half.clone()))?;
    if at >= now {
        return Ok(at);
    }
    // Something that happened is read as the last such time; something that is due is the next one.
    let names_a_year = half.chars().take_while(char::is_ascii_digit).count() == 4 && half.len() > 5;
    let names_a_date = half.contains(['/', '月']);
    let next = if names_a_year {
        None
    } else if names_a_date {
        at.with_year(at.year() + 1)
    } else if half.chars().all(|c| c.is_ascii_digit() || c == ':') {
        at.checked_add_signed(TimeDelta::days(1))
    } else {
        None
    };
    Ok(next.unwrap_or(at))
}

/// By when an instruction is to be carried out. That counts from when it was given, however late it is typed: 「17時まで」 of one
/// that is typed in the evening is the 17:00 after it was given.
///
/// # Errors
/// As [`when_due`].
pub fn due_of_order(words: &str, given: &When, now: Moment) -> Result<Moment, SpokenTimeError> {
    when_due(words, given.at.unwrap_or(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::when::{read, write};

    #[test]
    fn a_due_time_lies_ahead() {
        let now = read("2026-11-22T16:00:00+09:00").unwrap();
        let due = |words: &str| write(when_due(words, now).unwrap());
        assert_eq!(due("1800"), "2026-11-22T18:00:00+09:00");
        assert_eq!(due("0600"), "2026-11-23T06:00:00+09:00");
        assert_eq!(due("+30"), "2026-11-22T16:30:00+09:00");
        assert_eq!(due("11/25 0900"), "2026-11-25T09:00:00+09:00");
        assert_eq!(due("11/25"), "2026-11-25T23:59:00+09:00");
        assert_eq!(due("2026-11-22"), "2026-11-22T23:59:00+09:00");
        assert_eq!(due("1/10"), "2027-01-10T23:59:00+09:00");
        assert!(when_due("不明", now).is_err() && when_due("2026-02-30", now).is_err());
    }

    #[test]
    fn a_day_alone_is_some_time_of_that_day() {
        let now = read("2026-11-22T16:00:00+09:00").unwrap();
        for words in ["2026-11-20", "11/20", " 一昨日 ", "11月20日"] {
            let found = when_or_day(Some(words), now).unwrap();
            assert_eq!(found.at.map(write).as_deref(), Some("2026-11-20T00:00:00+09:00"), "{words}");
            assert_eq!(found.until().map(write).as_deref(), Some("2026-11-20T23:59:00+09:00"), "{words}");
            assert_eq!(found.said.unwrap().words, words.trim());
        }
        assert_eq!(when_or_day(Some("11/20 0900"), now).unwrap().precision(), Precision::Exact);
        assert_eq!(when_or_day(None, now).unwrap(), When::now(now));
        assert!(when_or_day(Some("2026-02-30"), now).is_err());
    }

    #[test]
    fn an_instruction_that_is_typed_late_is_due_after_it_was_given() {
        let now = read("2026-11-22T20:00:00+09:00").unwrap();
        let due = |words: &str, given: &str| write(due_of_order(words, &when(Some(given), now).unwrap(), now).unwrap());
        assert_eq!(due("1700", "1500"), "2026-11-22T17:00:00+09:00");
        assert_eq!(due("+30", "1500"), "2026-11-22T15:30:00+09:00");
        assert_eq!(due("1700", "不明"), "2026-11-23T17:00:00+09:00");
    }
}
