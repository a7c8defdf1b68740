//! Open and closed days, as `duties/holidays.toml` says.
//!
//! Owns what a closed day is, and up to which day the list of holidays is complete.

use chrono::{Datelike as _, NaiveDate, Weekday};

/// The days on which offices are closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The first day for which the holidays are complete.
    pub from: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
    /// 土日
    pub weekends: Vec<Weekday>,
    /// 祝日, by day.
    pub holidays: Vec<Holiday>,
    /// 閉庁日: every year.
    pub closed: Vec<Closed>,
}

/// A holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its name.
    pub title: String,
}

/// Days of every year, from month and day to month and day; may run over the year's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The first one: month, day.
    pub from: (u32, u32),
    /// The last one: month, day.
    pub to: (u32, u32),
    /// What they are called.
    pub title: String,
}

impl Closed {
    /// Whether a day lies in it, in any year.
    pub fn contains(&self, date: NaiveDate) -> bool {
        let day = (date.month(), date.day());
        if self.from <= self.to { (self.from..=self.to).contains(&day) } else { day >= self.from || day <= self.to }
    }
}

impl Calendar {
    /// Whether offices are closed on a day, as far as this list knows.
    pub fn is_closed(&self, date: NaiveDate) -> bool {
        self.weekends.contains(&date.weekday())
            || self.holidays.iter().any(|holiday| holiday.date == date)
            || self.closed.iter().any(|closed| closed.contains(date))
    }

    /// Whether the list of holidays is complete for a day.
    pub fn knows(&self, date: NaiveDate) -> bool {
        (self.from..=self.until).contains(&date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_holidays_and_the_days_around_new_year_are_closed() {
        let calendar = Calendar {
            from: day("2026-01-01"),
            until: day("2026-12-31"),
            weekends: vec![Weekday::Sat, Weekday::Sun],
            holidays: vec![Holiday { date: day("2026-11-23"), title: "勤労感謝の日".into() }],
            closed: vec![Closed { from: (12, 29), to: (1, 3), title: "年末年始".into() }],
        };
        for closed in ["2026-11-22", "2026-11-23", "2026-12-29", "2027-01-03", "2031-01-01"] {
            assert!(calendar.is_closed(day(closed)), "{closed}");
        }
        for open in ["2026-11-20", "2026-11-24", "2026-12-28", "2027-01-04"] {
            assert!(!calendar.is_closed(day(open)), "{open}");
        }
        assert!(calendar.knows(day("2026-12-31")) && !calendar.knows(day("2027-01-01")));
    }
}
