//! The forms that words may have, and the moments they mean.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use super::super::duration::parse_minutes;
use super::clock::{self, Clock, Part};
use super::day::{self, Day, YEARS};
use super::scanner::Scanner;
use super::{Spoken, SpokenTimeError};

/// How far ahead of now a time without a date may lie: clocks differ, and one rounds up.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// What the words mean.
pub(super) struct Reading {
    pub(super) at: Option<DateTime<FixedOffset>>,
    pub(super) until: Option<DateTime<FixedOffset>>,
    pub(super) precision: Spoken,
}

impl Reading {
    fn moment(at: DateTime<FixedOffset>, about: bool) -> Self {
        Self { at: Some(at), until: None, precision: if about { Spoken::About } else { Spoken::Exact } }
    }
}

/// Reads the words, given in their plain form.
pub(super) fn read(text: &str, now: DateTime<FixedOffset>) -> Result<Reading, SpokenTimeError> {
    match text {
        "" => return Err(SpokenTimeError::Empty),
        "不明" | "時刻不明" | "unknown" => {
            return Ok(Reading { at: None, until: None, precision: Spoken::Unknown });
        }
        "今" | "現在" | "now" => return Ok(Reading::moment(now, false)),
        _ => {}
    }
    if let Some((minutes, about)) = ago(text) {
        let at = now.checked_sub_signed(TimeDelta::minutes(i64::from(minutes))).filter(|at| YEARS.contains(&at.year()));
        return at.map(|at| Reading::moment(at, about)).ok_or_else(|| SpokenTimeError::NoSuchDate(text.to_owned()));
    }
    let mut scan = Scanner::new(text);
    let reading = dated(&mut scan, now)?;
    scan.skip_spaces();
    if scan.rest().is_empty() { Ok(reading) } else { Err(not_understood(&scan)) }
}

fn not_understood(scan: &Scanner<'_>) -> SpokenTimeError {
    SpokenTimeError::NotUnderstood { rest: scan.rest().to_owned() }
}

/// `-5`, `-1h30m`, `5分前`, `2時間半前`, `約10分前` as minutes, and whether they are only about right.
fn ago(text: &str) -> Option<(u32, bool)> {
    if let Some(typed) = text.strip_prefix('-') {
        let typed = typed.trim().trim_end_matches('前').trim_end_matches('分');
        let digits = (1..=5).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_digit());
        let minutes = if digits { typed.parse().ok() } else { parse_minutes(typed) };
        return minutes.map(|minutes| (minutes, false));
    }
    let mut scan = Scanner::new(text);
    let mut about = eat_about_before(&mut scan);
    let hours = scan.number_before(&["時間"]);
    let half = hours.is_some() && scan.eat(&["半"]);
    let minutes = if half { Some(30) } else { scan.number_before(&["分"]) };
    if hours.is_none() && minutes.is_none() {
        return None;
    }
    about |= eat_about_after(&mut scan);
    if !scan.eat(&["前"]) {
        return None;
    }
    about |= eat_about_after(&mut scan);
    let total = hours.unwrap_or(0).checked_mul(60)?.checked_add(minutes.unwrap_or(0))?;
    scan.rest().is_empty().then_some((total, about))
}

fn eat_about_before(scan: &mut Scanner<'_>) -> bool {
    let about = scan.eat(&["約", "およそ", "だいたい", "about"]);
    scan.skip_spaces();
    about
}

fn eat_about_after(scan: &mut Scanner<'_>) -> bool {
    scan.skip_spaces();
    scan.eat(&["頃", "ごろ", "ころ", "くらい", "ぐらい", "前後"])
}

/// A day or none, then a time, a range, or a part of the day.
fn dated(scan: &mut Scanner<'_>, now: DateTime<FixedOffset>) -> Result<Reading, SpokenTimeError> {
    let before = *scan;
    let mut about = eat_about_before(scan);
    let day = day::read(scan, now)?;
    // Only ISO 8601 writes a `T`, and only after it a minus before digits is a zone and not a range.
    let iso_t = day.is_some_and(|day| day.iso) && scan.eat(&["t"]);
    scan.skip_spaces();
    if day.is_some() && scan.eat(&["の"]) {
        scan.skip_spaces();
    }
    about |= eat_about_before(scan);
    let date = day.map(|day| day.date);
    let out_of_range = |scan: &Scanner<'_>| SpokenTimeError::NoSuchDate(scan.since(before).to_owned());
    if let Some(start) = clock::read(scan)? {
        // 昨夜0030 is yesterday to some and today to others.
        if day.is_some_and(|day| day.part == Some("夜")) {
            return Err(not_understood(&before));
        }
        if let Some(zone) = zone(scan, day, iso_t)? {
            let at = date.and_then(|date| moment(date, start, zone)).map(|at| at.with_timezone(now.offset()));
            return at.map(|at| Reading::moment(at, about)).ok_or_else(|| out_of_range(scan));
        }
        let at = match date {
            Some(date) => moment(date, start, *now.offset()),
            None => most_recent(start, now),
        };
        let at = at.ok_or_else(|| out_of_range(scan))?;
        about |= eat_about_after(scan);
        return range_end(scan, start, at, date, now, about);
    }
    let part = clock::read_part(scan).or_else(|| day.and_then(|day| clock::read_part(&mut Scanner::new(day.part?))));
    let Some(part) = part else {
        let only_a_date = day.is_some() && scan.rest().is_empty();
        return Err(if only_a_date {
            SpokenTimeError::NoTime(scan.since(before).to_owned())
        } else {
            not_understood(scan)
        });
    };
    eat_about_after(scan);
    part_of_day(part, date, now).ok_or_else(|| out_of_range(scan))
}

/// What follows a range's start; a moment when no range does.
fn range_end(
    scan: &mut Scanner<'_>,
    start: Clock,
    at: DateTime<FixedOffset>,
    date: Option<NaiveDate>,
    now: DateTime<FixedOffset>,
    about: bool,
) -> Result<Reading, SpokenTimeError> {
    let before = *scan;
    scan.skip_spaces();
    if !scan.eat(&["-", "~", "から"]) {
        return Ok(Reading::moment(at, about));
    }
    scan.skip_spaces();
    let end_day = day::read(scan, now)?;
    scan.skip_spaces();
    let end = clock::read(scan)?.ok_or_else(|| not_understood(&before))?;
    // 午後11時から1時: whether one at night or in the afternoon cannot be known.
    if start.halved && !end.halved {
        return Err(not_understood(&before));
    }
    let no_such = |scan: &Scanner<'_>| SpokenTimeError::NoSuchDate(scan.since(before).to_owned());
    let until = if let Some(end_day) = end_day {
        moment(end_day.date, end, *now.offset()).filter(|until| *until >= at)
    } else {
        // The day that the start counts from: 25:30 counts from the day before the one on which it is.
        let counted_from = date.or_else(|| {
            at.checked_sub_signed(TimeDelta::seconds(i64::from(start.seconds))).map(|midnight| midnight.date_naive())
        });
        let next_day = u64::from(end.seconds < start.seconds);
        counted_from
            .and_then(|date| date.checked_add_days(Days::new(next_day)))
            .and_then(|date| moment(date, end, *now.offset()))
    };
    let until = until.ok_or_else(|| no_such(scan))?;
    scan.eat(&["まで"]);
    eat_about_after(scan);
    Ok(Reading { at: Some(at), until: Some(until), precision: Spoken::Range })
}

/// A zone after the time of a date in ISO 8601.
fn zone(scan: &mut Scanner<'_>, day: Option<Day>, after_t: bool) -> Result<Option<FixedOffset>, SpokenTimeError> {
    if !day.is_some_and(|day| day.iso) {
        return Ok(None);
    }
    let before = *scan;
    let sign = if scan.eat(&["z"]) {
        return Ok(FixedOffset::east_opt(0));
    } else if scan.eat(&["+"]) {
        1
    } else if after_t && scan.eat(&["-"]) {
        -1
    } else {
        return Ok(None);
    };
    let seconds = zone_seconds(scan).ok_or_else(|| not_understood(&before))?;
    FixedOffset::east_opt(sign * seconds).map(Some).ok_or_else(|| not_understood(&before))
}

/// `09:00`, `0900` or `09` in seconds.
fn zone_seconds(scan: &mut Scanner<'_>) -> Option<i32> {
    let number = scan.number()?;
    let (hours, minutes) = match number.digits {
        2 if scan.eat(&[":"]) => (number.value, scan.number().filter(|minutes| minutes.digits == 2)?.value),
        2 => (number.value, 0),
        4 => (number.value / 100, number.value % 100),
        _ => return None,
    };
    if minutes > 59 { None } else { i32::try_from(hours * 3600 + minutes * 60).ok() }
}

/// A time of a day, which from 24:00 on lies on the next one.
fn moment(date: NaiveDate, clock: Clock, offset: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(i64::from(clock.seconds)))?;
    local.and_local_timezone(offset).single().filter(|at| YEARS.contains(&at.year()))
}

/// The most recent such time that is not more than five minutes after now.
fn most_recent(clock: Clock, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let latest = now.checked_add_signed(AHEAD)?;
    // Shortly before midnight that may be tomorrow's; 29:59 may have to be the day before yesterday's.
    let tomorrow = now.date_naive().checked_add_days(Days::new(1))?;
    (0..=3)
        .filter_map(|back| moment(tomorrow.checked_sub_days(Days::new(back))?, clock, *now.offset()))
        .find(|at| *at <= latest)
}

/// A part of a day; without a date the most recent one that has begun.
fn part_of_day(part: Part, date: Option<NaiveDate>, now: DateTime<FixedOffset>) -> Option<Reading> {
    let hour = |date: NaiveDate, hour: u32| moment(date, Clock { seconds: hour * 3600, halved: false }, *now.offset());
    let today = now.date_naive();
    let date = match date {
        Some(date) => date,
        None if hour(today, part.from)? <= now => today,
        None => today.checked_sub_days(Days::new(1))?,
    };
    Some(Reading {
        at: Some(hour(date, part.from)?),
        until: Some(hour(date, part.until)?),
        precision: Spoken::PartOfDay,
    })
}
