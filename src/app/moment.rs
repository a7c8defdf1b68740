//! From what a person types for a time to what a line says about it.

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
