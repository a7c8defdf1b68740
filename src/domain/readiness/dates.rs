//! When something is due again, and how it stands.
//!
//! Owns the arithmetic of months: a month after 31 January is the last day of February, and a year after a leap day 28 February.

use chrono::{Months, NaiveDate};

use super::super::facility::Facility;
use super::super::when::Moment;

/// Due within so many days is soon.
const SOON: i64 = 30;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 未実施: never, or missing.
    NotDone,
    /// 期限切れ
    Expired,
    /// 要確認
    Check,
    /// もうすぐ: due within thirty days.
    Soon,
    /// 済
    Done,
}

impl State {
    /// All of them, what presses most first.
    pub const ALL: [Self; 5] = [Self::NotDone, Self::Expired, Self::Check, Self::Soon, Self::Done];

    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotDone => "not-done",
            Self::Expired => "expired",
            Self::Check => "check",
            Self::Soon => "soon",
            Self::Done => "done",
        }
    }

    /// Whether somebody has to do something about it now.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotDone | Self::Expired | Self::Check)
    }
}

/// How something that comes round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How.
    pub state: State,
    /// When it was done last.
    pub last: Option<NaiveDate>,
    /// When it is due again.
    pub due: Option<NaiveDate>,
}

/// How something stands that was last done then and is due again after so many months; `None`: it does not come round. On its last
/// day it is still in time. A date that lies ahead proves nothing: somebody has to look.
pub fn standing(last: Option<NaiveDate>, every_months: Option<u16>, today: NaiveDate) -> Standing {
    let Some(done) = last else { return Standing { state: State::NotDone, last: None, due: None } };
    if done > today {
        return Standing { state: State::Check, last, due: None };
    }
    let due = every_months.and_then(|months| done.checked_add_months(Months::new(u32::from(months))));
    let left = due.map(|due| (due - today).num_days());
    let state = match left {
        Some(..=-1) => State::Expired,
        Some(0..=SOON) => State::Soon,
        _ => State::Done,
    };
    Standing { state, last, due }
}

/// A date as files have it.
pub(in crate::domain) fn read(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// The day of a moment on the facility's clock.
pub fn date_of(facility: &Facility, at: Moment) -> NaiveDate {
    at.with_timezone(&facility.offset).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        read(text).unwrap()
    }

    fn of(last: &str, months: u16, today: &str) -> (State, String) {
        let found = standing(Some(day(last)), Some(months), day(today));
        (found.state, found.due.map(|due| due.to_string()).unwrap_or_default())
    }

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        assert_eq!(of("2026-01-31", 1, "2026-02-01").1, "2026-02-28");
        assert_eq!(of("2028-01-31", 1, "2028-02-01").1, "2028-02-29");
        assert_eq!(of("2028-02-29", 12, "2028-03-01").1, "2029-02-28");
        assert_eq!(of("2026-08-31", 6, "2026-09-01").1, "2027-02-28");
        assert_eq!(of("2026-11-30", 3, "2026-12-01").1, "2027-02-28");
    }

    #[test]
    fn the_last_day_is_in_time_and_the_next_one_is_not() {
        assert_eq!(of("2025-11-22", 12, "2026-11-22").0, State::Soon);
        assert_eq!(of("2025-11-22", 12, "2026-11-23").0, State::Expired);
        assert_eq!(of("2025-12-22", 12, "2026-11-22").0, State::Soon, "thirty days ahead");
        assert_eq!(of("2025-12-23", 12, "2026-11-22").0, State::Done, "thirty-one");
    }

    #[test]
    fn never_done_is_not_done_and_a_date_ahead_is_to_be_looked_at() {
        assert_eq!(standing(None, Some(12), day("2026-11-22")).state, State::NotDone);
        assert_eq!(of("2026-11-23", 12, "2026-11-22"), (State::Check, String::new()));
        assert_eq!(standing(Some(day("2001-01-01")), None, day("2026-11-22")).state, State::Done);
    }

    #[test]
    fn a_date_that_the_calendar_cannot_hold_is_no_fault() {
        let far = NaiveDate::MAX;
        assert_eq!(standing(Some(far), Some(120), far).state, State::Done);
    }
}
