//! How long ago a contact was checked, and whether that is too long.
//!
//! Owns the rule. Names of desks and numbers change: one that was right a year ago is shown as such and not as right.

use chrono::{Datelike as _, Months, NaiveDate};

use super::super::year::YearDuty;
use super::Contact;

/// After how many months a contact is checked again where the facility says nothing.
pub const USUAL_MONTHS: u16 = 6;

/// The duty of the year that says how often.
pub const CHECK_DUTY: &str = "contacts-check";

/// How much a contact's entry can be relied on today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Somebody checked it not long ago.
    Fresh,
    /// Somebody checked it, so many whole months ago: too long.
    Stale {
        /// How many.
        months: u16,
    },
    /// 要確認: nobody has checked it, or only on a day that has not come yet.
    Never,
    /// 見本: invented.
    Sample,
}

impl Freshness {
    /// Whether somebody has to check it: it is real, and nobody has lately.
    pub fn is_due(self) -> bool {
        matches!(self, Self::Stale { .. } | Self::Never)
    }

    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale { .. } => "stale",
            Self::Never => "never",
            Self::Sample => "sample",
        }
    }
}

/// After how many months the facility checks its contacts again.
pub fn usual_months(year: &[YearDuty]) -> u16 {
    year.iter().find(|duty| duty.id.as_str() == CHECK_DUTY).map_or(USUAL_MONTHS, |duty| duty.every_months)
}

impl Contact {
    /// How much its entry can be relied on; `usual`: the facility's months, see [`usual_months`].
    pub fn freshness(&self, today: NaiveDate, usual: u16) -> Freshness {
        if self.sample {
            return Freshness::Sample;
        }
        let date = self.verified.as_deref().and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
        let Some(date) = date.filter(|date| *date <= today) else { return Freshness::Never };
        let months = self.stale_after_months.unwrap_or(usual);
        // A date that no calendar has is not reached.
        let due = date.checked_add_months(Months::new(months.into()));
        if due.is_none_or(|due| today <= due) {
            Freshness::Fresh
        } else {
            Freshness::Stale { months: between(date, today) }
        }
    }
}

/// The whole months from one day to a later one.
fn between(from: NaiveDate, until: NaiveDate) -> u16 {
    let month = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let begun = month(until) - month(from) - i64::from(until.day() < from.day());
    u16::try_from(begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::Group;
    use super::*;
    use crate::domain::id::Id;

    fn of(verified: Option<&str>, months: Option<u16>, today: &str) -> Freshness {
        let contact = Contact {
            verified: verified.map(ToOwned::to_owned),
            stale_after_months: months,
            ..Contact::new(Id::new("a").unwrap(), "a", Group::Vendor)
        };
        contact.freshness(NaiveDate::parse_from_str(today, "%Y-%m-%d").unwrap(), USUAL_MONTHS)
    }

    #[test]
    fn a_contact_is_fresh_until_its_months_are_over() {
        assert_eq!(of(None, None, "2026-11-22"), Freshness::Never);
        assert_eq!(of(Some("2026-05-22"), None, "2026-11-22"), Freshness::Fresh);
        assert_eq!(of(Some("2026-05-21"), None, "2026-11-22"), Freshness::Stale { months: 6 });
        assert_eq!(of(Some("2025-11-23"), None, "2026-11-22"), Freshness::Stale { months: 11 });
        // The day after the last one of a short month.
        assert_eq!(of(Some("2025-08-31"), None, "2026-02-28"), Freshness::Fresh);
        assert_eq!(of(Some("2025-08-31"), None, "2026-03-01"), Freshness::Stale { months: 6 });
    }

    #[test]
    fn its_own_months_count_before_the_facilitys() {
        assert_eq!(of(Some("2026-08-22"), Some(2), "2026-11-22"), Freshness::Stale { months: 3 });
        assert_eq!(of(Some("2025-12-01"), Some(12), "2026-11-22"), Freshness::Fresh);
    }

    #[test]
    fn a_day_that_has_not_come_and_one_that_is_none_say_nothing() {
        assert_eq!(of(Some("2062-11-22"), None, "2026-11-22"), Freshness::Never);
        assert_eq!(of(Some("きのう"), None, "2026-11-22"), Freshness::Never);
    }

    #[test]
    fn what_is_invented_is_never_fresh() {
        let invented = Contact {
            sample: true,
            verified: Some("2026-11-22".to_owned()),
            ..Contact::new(Id::new("a").unwrap(), "a", Group::Vendor)
        };
        let found = invented.freshness(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), USUAL_MONTHS);
        assert!(found == Freshness::Sample && !found.is_due());
    }
}
