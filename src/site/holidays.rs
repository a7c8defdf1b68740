//! Reads `duties/holidays.toml`: open and closed days.
//!
//! Owns the schema of this file. Must not know what a closed day means for a duty.

use chrono::{NaiveDate, Weekday};
use toml::Spanned;

use super::diagnostic::harmless;
use super::header::{self, Part};
use super::reader::Reader;
use crate::domain::duty::{Calendar, Closed, Holiday};

/// The file's path in every site.
pub const PATH: &str = "duties/holidays.toml";

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// Reads the list of closed days.
pub(crate) fn load(file: &str, text: &str) -> Part<Calendar> {
    header::load(file, text, |root, _| {
        let (from, until) = (day(root, "from"), day(root, "until"));
        let weekends = root.words_of("weekends", &DAYS);
        let mut holidays = Vec::new();
        for table in root.tables("holiday") {
            let (date, title) = (day(&table, "date"), table.text("title").map(Spanned::into_inner));
            holidays.extend(date.zip(title).map(|(date, title)| Holiday { date, title }));
            table.finish();
        }
        holidays.sort_by_key(|holiday: &Holiday| holiday.date);
        let mut closed = Vec::new();
        for table in root.tables("closed") {
            let (from, to) = (of_year(&table, "from"), of_year(&table, "to"));
            let title = table.opt_text("title").unwrap_or_default();
            closed.extend(from.zip(to).map(|(from, to)| Closed { from, to, title }));
            table.finish();
        }
        Some(Calendar { from: from?, until: until?, weekends, holidays, closed })
    })
}

fn day(table: &Reader<'_>, key: &'static str) -> Option<NaiveDate> {
    let text = table.date(key);
    if !table.has(key) || text.as_deref() == Some("") {
        table.missing(key);
    }
    text?.parse().ok()
}

/// Reads `12-29`.
fn of_year(table: &Reader<'_>, key: &'static str) -> Option<(u32, u32)> {
    let words = table.text(key)?;
    let parts = words.get_ref().split_once('-').and_then(|(month, day)| month.parse().ok().zip(day.parse().ok()));
    // A leap year, so that February has all its days.
    let read = parts.filter(|(month, day)| NaiveDate::from_ymd_opt(2028, *month, *day).is_some());
    if read.is_none() {
        let message = crate::t!("site-bad-date", key = key, text = harmless(words.get_ref()));
        table.sink().error("bad-date", message, words.span(), Some(crate::t!("site-month-day-hint")));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema=1\nid='holidays'\ntitle='休日'\nversion='2026-11-22'\nowner='o'\nreviewed=''\n";

    #[test]
    fn a_calendar_is_read_and_a_day_that_does_not_exist_is_said() {
        let text = format!(
            "{HEAD}from=2026-01-01\nuntil='2026-12-31'\nweekends=['sat','sun']\n\
             holiday=[{{date=2026-11-23,title='勤労感謝の日'}}]\n\
             closed=[{{from='12-29',to='01-03',title='年末年始'}},{{from='02-30',to='03-01'}}]\n"
        );
        let part = load(PATH, &text);
        assert_eq!(part.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["bad-date"]);
        let calendar = part.value.unwrap();
        assert_eq!((calendar.holidays.len(), calendar.closed.len(), calendar.weekends.len()), (1, 1, 2));
    }
}
