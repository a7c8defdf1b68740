//! The table of what people type, and that nothing else gets past.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

/// Sunday night, shortly after the first sign.
const NOW: &str = "2021-10-31T02:31:10+09:00";

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// What is understood, short: `10-31 02:30` and the like, with `..` between the two of a range.
fn read_at(words: &str, now: &str) -> (Spoken, String) {
    let spoken = parse(words, at(now)).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    let short = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.format("%Y-%m-%d %H:%M").to_string());
    let times: Vec<String> = [short(spoken.at), short(spoken.until)].into_iter().flatten().collect();
    (spoken.precision, times.join(".."))
}

fn check(table: &[(&str, &str)], precision: Spoken) {
    for (words, expected) in table {
        assert_eq!(read_at(words, NOW), (precision, (*expected).to_owned()), "{words:?}");
    }
}

#[test]
fn exact_times() {
    check(
        &[
            ("0230", "2021-10-31 02:30"),
            ("230", "2021-10-31 02:30"),
            ("02:30", "2021-10-31 02:30"),
            ("０２：３０", "2021-10-31 02:30"),
            ("2時30分", "2021-10-31 02:30"),
            ("2時半", "2021-10-31 02:30"),
            ("２時", "2021-10-31 02:00"),
            ("午前2時", "2021-10-31 02:00"),
            ("午後2時30分", "2021-10-30 14:30"),
            ("正午", "2021-10-30 12:00"),
            ("1042", "2021-10-30 10:42"),
            ("0236", "2021-10-31 02:36"),
            ("0237", "2021-10-30 02:37"),
            ("25:30", "2021-10-31 01:30"),
            ("2530", "2021-10-31 01:30"),
            ("27:00", "2021-10-30 03:00"),
            ("2400", "2021-10-31 00:00"),
            ("今", "2021-10-31 02:31"),
            ("Now", "2021-10-31 02:31"),
            (" 昨日2310 ", "2021-10-30 23:10"),
            ("昨日 23:10", "2021-10-30 23:10"),
            ("昨日の23時10分", "2021-10-30 23:10"),
            ("昨日25:30", "2021-10-31 01:30"),
            ("一昨日0100", "2021-10-29 01:00"),
            ("3日前 0100", "2021-10-28 01:00"),
            ("今日1042", "2021-10-31 10:42"),
            ("今朝0600", "2021-10-31 06:00"),
            ("11/20 2359", "2020-11-20 23:59"),
            ("10/31 0030", "2021-10-31 00:30"),
            ("11/1 0030", "2021-11-01 00:30"),
            ("11/2 0030", "2020-11-02 00:30"),
            ("１０・３１　００３０", "2021-10-31 00:30"),
            ("11月20日 23時59分", "2020-11-20 23:59"),
            ("2021年10月31日0時30分", "2021-10-31 00:30"),
            ("2/29 0800", "2020-02-29 08:00"),
            ("2021-10-31 00:30", "2021-10-31 00:30"),
            ("2021/10/31 0:30", "2021-10-31 00:30"),
            ("2022-01-05 09:00", "2022-01-05 09:00"),
            ("2021-10-31T00:30", "2021-10-31 00:30"),
            ("2021-10-31T00:30:15", "2021-10-31 00:30"),
            ("2021-10-31T00:30:15+09:00", "2021-10-31 00:30"),
            ("2021-10-30T15:30:15.250Z", "2021-10-31 00:30"),
            ("2021-10-30T08:30-0700", "2021-10-31 00:30"),
            ("2021-10-31 00:30+09", "2021-10-31 00:30"),
            ("20211031T0030", "2021-10-31 00:30"),
        ],
        Spoken::Exact,
    );
}

#[test]
fn minutes_ago() {
    for words in ["-5", "－５", "ー5", "−5", "‐５", "- 5", "５分前", "5分前", "-5m"] {
        assert_eq!(parse(words, at(NOW)).unwrap().at, Some(at("2021-10-31T02:26:10+09:00")), "{words:?}");
    }
    check(
        &[
            ("2時間前", "2021-10-31 00:31"),
            ("1時間半前", "2021-10-31 01:01"),
            ("-1h30m", "2021-10-31 01:01"),
            ("-180", "2021-10-30 23:31"),
        ],
        Spoken::Exact,
    );
    check(&[("約10分前", "2021-10-31 02:21"), ("10分くらい前", "2021-10-31 02:21")], Spoken::About);
}

#[test]
fn about_ranges_and_parts_of_the_day() {
    check(
        &[
            ("0200頃", "2021-10-31 02:00"),
            ("0200ごろ", "2021-10-31 02:00"),
            ("約0200", "2021-10-31 02:00"),
            ("2時頃", "2021-10-31 02:00"),
            ("昨日約0800", "2021-10-30 08:00"),
            ("10/30 8時ごろ", "2021-10-30 08:00"),
        ],
        Spoken::About,
    );
    check(
        &[
            ("0630-0700", "2021-10-30 06:30..2021-10-30 07:00"),
            ("0630~0700", "2021-10-30 06:30..2021-10-30 07:00"),
            ("0630〜0700", "2021-10-30 06:30..2021-10-30 07:00"),
            ("６：３０～７：００", "2021-10-30 06:30..2021-10-30 07:00"),
            ("0630から0700まで", "2021-10-30 06:30..2021-10-30 07:00"),
            ("2330-0015", "2021-10-30 23:30..2021-10-31 00:15"),
            ("10/20 2330 - 0015", "2021-10-20 23:30..2021-10-21 00:15"),
            ("10/20 2330-10/22 0015", "2021-10-20 23:30..2021-10-22 00:15"),
            ("25:00-26:00", "2021-10-31 01:00..2021-10-31 02:00"),
            ("2021-10-20 06:30-07:00", "2021-10-20 06:30..2021-10-20 07:00"),
            ("0200-0300頃", "2021-10-31 02:00..2021-10-31 03:00"),
        ],
        Spoken::Range,
    );
    check(
        &[
            ("未明", "2021-10-31 00:00..2021-10-31 04:00"),
            ("深夜", "2021-10-31 00:00..2021-10-31 03:00"),
            ("夜中", "2021-10-31 00:00..2021-10-31 03:00"),
            ("明け方", "2021-10-30 04:00..2021-10-30 06:00"),
            ("早朝", "2021-10-30 05:00..2021-10-30 07:00"),
            ("朝", "2021-10-30 06:00..2021-10-30 09:00"),
            ("午前中", "2021-10-30 06:00..2021-10-30 12:00"),
            ("昼頃", "2021-10-30 11:00..2021-10-30 13:00"),
            ("昨日の午後", "2021-10-30 12:00..2021-10-30 18:00"),
            ("一昨日午前", "2021-10-29 06:00..2021-10-29 12:00"),
            ("10/20 夕方", "2021-10-20 16:00..2021-10-20 18:00"),
            ("今日の夜", "2021-10-31 18:00..2021-10-31 22:00"),
            ("昨夜", "2021-10-30 18:00..2021-10-30 22:00"),
            ("今朝", "2021-10-31 06:00..2021-10-31 09:00"),
        ],
        Spoken::PartOfDay,
    );
    check(&[("不明", "")], Spoken::Unknown);
}

#[test]
fn around_midnight_and_new_year() {
    let read = |words: &str, now: &str| read_at(words, now).1;
    assert_eq!(read("0001", "2021-10-31T23:58:00+09:00"), "2021-11-01 00:01", "five minutes ahead may be tomorrow");
    assert_eq!(read("25:30", "2021-10-31T00:30:00+09:00"), "2021-10-30 01:30");
    assert_eq!(read("12/31 2359", "2022-01-01T00:10:00+09:00"), "2021-12-31 23:59");
    assert_eq!(read("1/1 0030", "2021-12-31T20:00:00+09:00"), "2022-01-01 00:30");
    assert_eq!(read("2/29 0800", "2021-02-28T20:00:00+09:00"), "2020-02-29 08:00");
}

#[test]
fn the_words_are_kept_as_typed() {
    assert_eq!(parse(" ０８００頃　", at(NOW)).unwrap().words, "０８００頃");
}

#[test]
fn impossible_times_and_dates_are_named() {
    for bad in [
        "2575",
        "9999",
        "30:00",
        "3000",
        "25:60",
        "10:42:60",
        "午後13時",
        "午前12時",
        "昨日2575",
        "0630-0760",
        "10時99分",
    ] {
        assert!(
            matches!(parse(bad, at(NOW)), Err(SpokenTimeError::NoSuchTime(_))),
            "{bad:?}: {:?}",
            parse(bad, at(NOW))
        );
    }
    for bad in [
        "13/40 0800",
        "2/30 0800",
        "2021-02-29 08:00",
        "0/1 0800",
        "0021/10/31 0800",
        "9999-12-31 25:30",
        "13月1日 8時",
    ] {
        assert!(
            matches!(parse(bad, at(NOW)), Err(SpokenTimeError::NoSuchDate(_))),
            "{bad:?}: {:?}",
            parse(bad, at(NOW))
        );
    }
    assert_eq!(parse("昨日2575", at(NOW)), Err(SpokenTimeError::NoSuchTime("2575".into())));
    assert_eq!(parse("２／３０　0800", at(NOW)), Err(SpokenTimeError::NoSuchDate("2/30".into())));
}

#[test]
fn what_is_not_understood_is_shown() {
    assert_eq!(parse("  ", at(NOW)), Err(SpokenTimeError::Empty));
    assert_eq!(parse("11/20", at(NOW)), Err(SpokenTimeError::NoTime("11/20".into())));
    assert_eq!(parse("昨日", at(NOW)), Err(SpokenTimeError::NoTime("昨日".into())));
    for bad in [
        "10",
        "abc",
        "1042x",
        "-",
        "-x",
        "-2021-10-31",
        "0630-",
        "0630から",
        "10:4",
        "昨夜0030",
        "午後2時から3時",
        "5前",
        "前",
        "::",
    ] {
        assert!(
            matches!(parse(bad, at(NOW)), Err(SpokenTimeError::NotUnderstood { .. })),
            "{bad:?}: {:?}",
            parse(bad, at(NOW))
        );
    }
    let error = parse("1042くるま", at(NOW)).unwrap_err();
    assert_eq!(error, SpokenTimeError::NotUnderstood { rest: "くるま".into() });
    assert!(error.to_string().contains("くるま"));
}

#[test]
fn the_year_is_shown_when_it_is_another() {
    assert_eq!(show(at("2021-10-31T00:30:59+09:00"), at(NOW)), "10/31 00:30");
    assert_eq!(show(at("2020-10-31T00:30:00+09:00"), at(NOW)), "2020-10-31 00:30");
    assert_eq!(show(at("2020-12-31T15:30:00Z"), at(NOW)), "01/01 00:30", "the year where now is counts");
}

/// Words made of what the grammar knows, in any order.
fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "昨日",
        "今日",
        "一昨日",
        "今朝",
        "の",
        "10",
        "1042",
        "2575",
        "99999999",
        "20211031",
        "9999",
        "/",
        "-",
        ":",
        "年",
        "月",
        "日",
        "時",
        "分",
        "半",
        "前",
        "時間",
        "日前",
        "頃",
        "約",
        "から",
        "~",
        " ",
        "T",
        "Z",
        "+",
        "午前",
        "午後",
        "夜",
        "ー",
        "５",
        "h",
        "4294967295",
    ]);
    prop_oneof![proptest::collection::vec(known, 0..9).prop_map(|parts| parts.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(words in words(), seconds in -9_000_000_000i64..9_000_000_000, offset in -86_399i32..86_400) {
        let offset = FixedOffset::east_opt(offset).unwrap();
        let now = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&offset);
        if let Ok(spoken) = parse(&words, now) {
            prop_assert_eq!(spoken.at.is_none(), spoken.precision == Spoken::Unknown);
            prop_assert!(spoken.until.is_none_or(|until| Some(until) >= spoken.at), "{:?}", spoken);
        }
    }

    #[test]
    fn a_bare_time_is_the_most_recent_one(hour in 0u32..24, minute in 0u32..60, seconds in 0i64..2_000_000_000) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(at(NOW).offset());
        let found = parse(&format!("{hour:02}{minute:02}"), now).unwrap().at.unwrap();
        let limit = now + TimeDelta::minutes(5);
        prop_assert!(found <= limit && found > limit - TimeDelta::days(1), "{} at {}", found, now);
    }

    #[test]
    fn what_is_shown_with_a_year_is_read_back(seconds in -1_000_000_000i64..4_000_000_000) {
        let shown = at(NOW) + TimeDelta::minutes(seconds / 60);
        let text = shown.format("%Y-%m-%d %H:%M").to_string();
        let found = parse(&text, at(NOW)).unwrap().at.unwrap();
        prop_assert_eq!(found.format("%Y-%m-%d %H:%M").to_string(), text);
    }
}
