//! A line of a sheet, typed back: `p3-5 1042 田中`, perhaps with 完了, 不可 or 該当なし and why.
//!
//! Owns where code, time, person, mark and reason begin and end. Must not know which steps or people there are. What is a time is
//! decided by [`spoken_time`]; the pieces are parts of the line, so that nothing of it is lost.

use chrono::{DateTime, FixedOffset};

use super::kana::half_ascii;
use super::spoken_time::{self, SpokenTimeError};

/// The most words that a time takes: 昨日 2310 - 2330.
const TIME_WORDS: usize = 4;

/// The most digits of an edition or a line.
const DIGITS: usize = 6;

/// The words for what was done, as people write them into a sheet.
const MARKS: [(&str, Mark); 15] = [
    ("完了", Mark::Done),
    ("済", Mark::Done),
    ("済み", Mark::Done),
    ("done", Mark::Done),
    ("不可", Mark::Failed),
    ("できず", Mark::Failed),
    ("×", Mark::Failed),
    ("failed", Mark::Failed),
    ("該当なし", Mark::Skipped),
    ("該当無し", Mark::Skipped),
    ("非該当", Mark::Skipped),
    ("不要", Mark::Skipped),
    ("skipped", Mark::Skipped),
    ("n/a", Mark::Skipped),
    ("na", Mark::Skipped),
];

/// A line in its pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLine<'a> {
    /// Which line of which sheet, or which step.
    pub name: Name<'a>,
    /// When, in words that [`spoken_time::parse`] reads.
    pub time: &'a str,
    /// Who.
    pub person: &'a str,
    /// What came of it; done where nothing is said.
    pub mark: Mark,
    /// Why, or a remark.
    pub reason: Option<&'a str>,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// `p3-5`
    Code {
        /// The edition.
        edition: u32,
        /// The line.
        line: u32,
    },
    /// A step's own name: `ransomware:cut`.
    Step(&'a str),
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// 完了
    Done,
    /// 不可
    Failed,
    /// 該当なし
    Skipped,
}

/// What a line lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not begin with a code.
    NoCode,
    /// No time stands behind the code.
    NoTime,
    /// What stands there is no time that any day has.
    BadTime(SpokenTimeError),
    /// It does not say who.
    NoPerson,
    /// 不可 and 該当なし need a reason.
    NoReason(Mark),
}

/// Reads a line. Whether words are a time may depend on `now`.
///
/// # Errors
/// [`Unreadable`]: what is missing.
pub fn read(line: &str, now: DateTime<FixedOffset>) -> Result<PaperLine<'_>, Unreadable> {
    let (first, rest) = word(line);
    let name = code(first).or_else(|| first.contains(':').then_some(Name::Step(first))).ok_or(Unreadable::NoCode)?;
    let (time, rest) = time(rest, now)?;
    let (person, said) = until_mark(rest);
    if person.is_empty() {
        return Err(Unreadable::NoPerson);
    }
    let (mark, reason) = said.unwrap_or((Mark::Done, ""));
    if reason.is_empty() && mark != Mark::Done {
        return Err(Unreadable::NoReason(mark));
    }
    Ok(PaperLine { name, time, person, mark, reason: (!reason.is_empty()).then_some(reason) })
}

/// The first word and what stands after it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at_checked(end).map_or((text, ""), |(first, rest)| (first, rest.trim_start()))
}

/// `p3-5`, in full width too, and without its p.
fn code(word: &str) -> Option<Name<'static>> {
    let plain: String = word.chars().map(|c| half_ascii(c).to_ascii_lowercase()).collect();
    let (edition, line) = plain.strip_prefix('p').unwrap_or(&plain).split_once('-')?;
    let number = |digits: &str| {
        let fits = (1..=DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|_| fits)
    };
    Some(Name::Code { edition: number(edition)?, line: number(line)? })
}

/// The time with which a text begins, as long as it can be, and what stands after it.
fn time(text: &str, now: DateTime<FixedOffset>) -> Result<(&str, &str), Unreadable> {
    let mut found = None;
    let mut rest = text;
    for _ in 0..TIME_WORDS {
        if rest.is_empty() {
            break;
        }
        rest = word(rest).1;
        let taken = text.strip_suffix(rest).unwrap_or(text).trim_end();
        if spoken_time::parse(taken, now).is_ok() {
            found = Some((taken, rest));
        }
    }
    found.ok_or_else(|| match spoken_time::parse(word(text).0, now) {
        Err(error @ (SpokenTimeError::NoSuchTime(_) | SpokenTimeError::NoSuchDate(_))) => Unreadable::BadTime(error),
        _ => Unreadable::NoTime,
    })
}

/// The words before the one that says what came of it, and that with what stands after it.
fn until_mark(text: &str) -> (&str, Option<(Mark, &str)>) {
    let mut rest = text;
    while !rest.is_empty() {
        let (first, after) = word(rest);
        if let Some(mark) = mark(first) {
            return (text.strip_suffix(rest).unwrap_or_default().trim_end(), Some((mark, after)));
        }
        rest = after;
    }
    (text, None)
}

fn mark(word: &str) -> Option<Mark> {
    let plain: String = word.chars().map(|c| half_ascii(c).to_ascii_lowercase()).collect();
    MARKS.iter().find(|(known, _)| *known == plain).map(|(_, mark)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-22T11:02:10+09:00").unwrap()
    }

    /// The pieces with `|` between them.
    fn pieces(line: &str) -> String {
        let read = match read(line, now()) {
            Ok(read) => read,
            Err(unreadable) => return format!("{unreadable:?}"),
        };
        let name = match read.name {
            Name::Code { edition, line } => format!("p{edition}-{line}"),
            Name::Step(step) => step.to_owned(),
        };
        format!("{name}|{}|{}|{:?}|{}", read.time, read.person, read.mark, read.reason.unwrap_or("-"))
    }

    #[test]
    fn lines_as_they_are_typed_back() {
        for (line, expected) in [
            ("p3-5 1042 田中", "p3-5|1042|田中|Done|-"),
            ("Ｐ３ー５　１０４２　田中", "p3-5|１０４２|田中|Done|-"),
            ("ｐ３－１２ 10:42頃 田中 修", "p3-12|10:42頃|田中 修|Done|-"),
            ("3-5 1042 田中", "p3-5|1042|田中|Done|-"),
            ("  p3-5\t昨日 2310  田中 完了 ", "p3-5|昨日 2310|田中|Done|-"),
            ("p3-5 1042 田中 不可 鍵がない", "p3-5|1042|田中|Failed|鍵がない"),
            ("p3-5 1042 田中 該当なし 病棟はない", "p3-5|1042|田中|Skipped|病棟はない"),
            ("p3-5 1042 田中 完了 二人で確認", "p3-5|1042|田中|Done|二人で確認"),
            ("p3-5 不明 田中@看護師", "p3-5|不明|田中@看護師|Done|-"),
            ("ransomware:cut/ward 1042 田中", "ransomware:cut/ward|1042|田中|Done|-"),
            ("p3-5 0630-0700 田中", "p3-5|0630-0700|田中|Done|-"),
            ("p3-5 -5 田中", "p3-5|-5|田中|Done|-"),
        ] {
            assert_eq!(pieces(line), expected, "{line:?}");
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        for (line, expected) in [
            ("", "NoCode"),
            ("田中 1042", "NoCode"),
            ("p3 1042 田中", "NoCode"),
            ("p-5 1042 田中", "NoCode"),
            ("p3-5000000 1042 田中", "NoCode"),
            ("p3-5", "NoTime"),
            ("p3-5 田中", "NoTime"),
            ("p3-5 不可 鍵がない", "NoTime"),
            ("p3-5 1042", "NoPerson"),
            ("p3-5 1042 不可 鍵がない", "NoPerson"),
            ("p3-5 1042 田中 不可", "NoReason(Failed)"),
            ("p3-5 1042 田中 該当なし ", "NoReason(Skipped)"),
        ] {
            assert_eq!(pieces(line), expected, "{line:?}");
        }
        assert!(matches!(read("p3-5 2575 田中", now()), Err(Unreadable::BadTime(_))));
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_said_to_lack_something(line in any::<String>()) {
            drop(read(&line, now()));
        }

        #[test]
        fn lines_like_those_of_people_lose_nothing(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "p3-5", "ｐ３ー５", "1042", "昨日", "2310", "不明", "-5", "田中", "不可", "該当なし", "完了", "鍵がない", " ", "　", "\t", "a:b",
            ]), 0..12),
        ) {
            let line = parts.concat();
            if let Ok(read) = read(&line, now()) {
                prop_assert!(spoken_time::parse(read.time, now()).is_ok() && !read.person.is_empty());
                let words = |text: &str| text.split_whitespace().count();
                let kept = words(read.time) + words(read.person) + read.reason.map_or(0, words);
                // Besides these stand only the code and the word for what came of it.
                prop_assert!((kept + 1..=kept + 2).contains(&words(&line)), "{line:?} {read:?}");
            }
        }
    }
}
