//! Days: 昨日, `11/20`, `11月20日`, `2021-10-31`.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

use super::SpokenTimeError;
use super::scanner::Scanner;

/// The years that a date may lie in. Others are slips of the fingers, and a record's times have four digits.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// How far one has to go back for a 29 February.
const YEARS_TO_LEAP_DAY: i32 = 8;

/// A day that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// Written as ISO 8601 writes it, so that a zone may follow the time.
    pub(super) iso: bool,
    /// The part of the day that the word says by itself: 今朝, 昨夜.
    pub(super) part: Option<&'static str>,
}

/// Words for days, with how many days ago they are and the part of the day they imply.
const WORDS: [(&[&str], u64, Option<&str>); 6] = [
    (&["一昨日", "おととい"], 2, None),
    (&["昨日", "きのう", "yesterday"], 1, None),
    (&["今日", "本日", "きょう", "today"], 0, None),
    (&["今朝", "けさ"], 0, Some("朝")),
    (&["昨夜", "昨晩", "ゆうべ"], 1, Some("夜")),
    (&["今夜", "今晩"], 0, Some("夜")),
];

/// Reads a day; `None` when none stands here.
pub(super) fn read(scan: &mut Scanner<'_>, now: DateTime<FixedOffset>) -> Result<Option<Day>, SpokenTimeError> {
    let before = *scan;
    let no_such = |scan: &Scanner<'_>| SpokenTimeError::NoSuchDate(scan.since(before).to_owned());
    for (words, ago, part) in WORDS {
        if scan.eat(words) {
            let date = days_before(now, ago).ok_or_else(|| no_such(scan))?;
            return Ok(Some(Day { date, iso: false, part }));
        }
    }
    if let Some(ago) = scan.number_before(&["日前"]) {
        let date = days_before(now, u64::from(ago)).ok_or_else(|| no_such(scan))?;
        return Ok(Some(Day { date, iso: false, part: None }));
    }
    let Some(written) = written(scan) else {
        return Ok(None);
    };
    let date = match written.year {
        Some(year) => date(year, written.month, written.day),
        None => most_recent(written.month, written.day, now),
    };
    let date = date.ok_or_else(|| no_such(scan))?;
    Ok(Some(Day { date, iso: written.iso, part: None }))
}

fn days_before(now: DateTime<FixedOffset>, days: u64) -> Option<NaiveDate> {
    now.date_naive().checked_sub_days(Days::new(days)).filter(|date| YEARS.contains(&date.year()))
}

/// A date as it was written, before anybody asks whether it exists.
struct Written {
    year: Option<i32>,
    month: u32,
    day: u32,
    iso: bool,
}

fn written(scan: &mut Scanner<'_>) -> Option<Written> {
    let mut ahead = *scan;
    let first = ahead.number()?;
    let year = i32::try_from(first.value).ok();
    let found = if first.digits == 8 && ahead.rest().starts_with(['t', ' ']) {
        let (year, monthday) = (first.value / 10_000, first.value % 10_000);
        Written { year: i32::try_from(year).ok(), month: monthday / 100, day: monthday % 100, iso: true }
    } else if first.digits == 4 && ahead.eat(&["年"]) {
        let month = ahead.number_before(&["月"])?;
        Written { year, month, day: ahead.number_before(&["日"])?, iso: false }
    } else if ahead.eat(&["月"]) {
        Written { year: None, month: first.value, day: ahead.number_before(&["日"])?, iso: false }
    } else if first.digits == 4 && ahead.eat(&["-"]) {
        let month = ahead.number_before(&["-"])?;
        Written { year, month, day: ahead.number()?.value, iso: true }
    } else if ahead.eat(&["/"]) {
        let second = ahead.number()?.value;
        if ahead.eat(&["/"]) {
            Written { year, month: second, day: ahead.number()?.value, iso: false }
        } else {
            Written { year: None, month: first.value, day: second, iso: false }
        }
    } else {
        return None;
    };
    *scan = ahead;
    Some(found)
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| YEARS.contains(&date.year()))
}

/// The most recent such date that is not more than a day after now.
fn most_recent(month: u32, day: u32, now: DateTime<FixedOffset>) -> Option<NaiveDate> {
    let latest = now.date_naive().checked_add_days(Days::new(1))?;
    (0..=YEARS_TO_LEAP_DAY)
        .filter_map(|back| date(latest.year().checked_sub(back)?, month, day))
        .find(|found| *found <= latest)
}
