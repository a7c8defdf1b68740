//! Times of day: `1042`, `10:42`, `10時半`, `午後2時`, `25:30`, and the parts of a day.

use super::SpokenTimeError;
use super::scanner::Scanner;

/// The last hour that can be said: a night's work counts on after midnight.
const LAST_HOUR: u32 = 29;

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// Seconds after the day's midnight; more than a day's from 24:00 on.
    pub(super) seconds: u32,
    /// Said with 午前 or 午後.
    pub(super) halved: bool,
}

/// A part of a day, in hours from its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) from: u32,
    pub(super) until: u32,
}

/// The parts of a day. A word stands before those that it begins with.
const PARTS: [(&[&str], Part); 10] = [
    (&["明け方", "明方"], Part { from: 4, until: 6 }),
    (&["早朝"], Part { from: 5, until: 7 }),
    (&["朝"], Part { from: 6, until: 9 }),
    (&["午前中", "午前"], Part { from: 6, until: 12 }),
    (&["昼"], Part { from: 11, until: 13 }),
    (&["午後"], Part { from: 12, until: 18 }),
    (&["夕方"], Part { from: 16, until: 18 }),
    (&["夜中", "深夜"], Part { from: 0, until: 3 }),
    (&["夜"], Part { from: 18, until: 22 }),
    (&["未明"], Part { from: 0, until: 4 }),
];

/// Reads a part of a day; `None` when none stands here.
pub(super) fn read_part(scan: &mut Scanner<'_>) -> Option<Part> {
    PARTS.iter().find(|(words, _)| scan.eat(words)).map(|(_, part)| *part)
}

/// Reads a time of day; `None` when none stands here.
pub(super) fn read(scan: &mut Scanner<'_>) -> Result<Option<Clock>, SpokenTimeError> {
    let before = *scan;
    if scan.eat(&["正午"]) {
        return Ok(Some(Clock { seconds: 12 * 3600, halved: false }));
    }
    let half = half(scan);
    let Some((hour, minute, second)) = digits(scan) else {
        *scan = before;
        return Ok(None);
    };
    // 午前12時 and 午後12時 mean noon to some and midnight to others.
    let last_hour = if half.is_some() { 11 } else { LAST_HOUR };
    if hour > last_hour || minute > 59 || second > 59 {
        return Err(SpokenTimeError::NoSuchTime(scan.since(before).to_owned()));
    }
    let hour = hour + half.unwrap_or(0);
    Ok(Some(Clock { seconds: hour * 3600 + minute * 60 + second, halved: half.is_some() }))
}

/// The hours that 午前 or 午後 before a number adds.
fn half(scan: &mut Scanner<'_>) -> Option<u32> {
    let mut ahead = *scan;
    let hours = if ahead.eat(&["午前"]) {
        0
    } else if ahead.eat(&["午後"]) {
        12
    } else {
        return None;
    };
    ahead.skip_spaces();
    ahead.rest().starts_with(|c: char| c.is_ascii_digit()).then(|| {
        *scan = ahead;
        hours
    })
}

/// Hour, minute and second as written, possible or not.
fn digits(scan: &mut Scanner<'_>) -> Option<(u32, u32, u32)> {
    let number = scan.number()?;
    if scan.eat(&["時"]) {
        if scan.eat(&["半"]) {
            return Some((number.value, 30, 0));
        }
        let Some(minute) = scan.number() else {
            return Some((number.value, 0, 0));
        };
        let second = if scan.eat(&["分"]) { scan.number_before(&["秒"]) } else { None };
        return Some((number.value, minute.value, second.unwrap_or(0)));
    }
    if scan.eat(&[":"]) {
        let minute = scan.number().filter(|minute| minute.digits == 2)?;
        let second = if scan.eat(&[":"]) { scan.number().filter(|second| second.digits == 2)?.value } else { 0 };
        // Fractions of a second are not kept.
        if scan.eat(&["."]) {
            scan.number()?;
        }
        return Some((number.value, minute.value, second));
    }
    matches!(number.digits, 3 | 4).then_some((number.value / 100, number.value % 100, 0))
}
