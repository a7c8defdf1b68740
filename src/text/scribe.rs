//! 速記: one line typed while people talk, read as `[time] [from→to] text`.
//!
//! Owns where a line's time, sender and receiver end and its text begins. When in doubt it is all text: a misread line puts words
//! where nobody said them, an unread one loses nothing. Must not know the people of the house, nor what is done with the line. What
//! is a time is decided by [`spoken_time`]; the pieces are parts of the line, so that the record keeps what was typed.

use chrono::{DateTime, FixedOffset};

use super::kana::half_ascii;
use super::spoken_time::{self, SpokenTimeError};

/// The longest sender or receiver, in characters: a department with a name fits, a clause seldom does.
const LONGEST_NAME: usize = 20;

/// The most words that a time takes: 昨日 2310 - 2330.
const TIME_WORDS: usize = 4;

/// Counters that make a number before them a quantity. Those that begin everyday verbs (通じない, 分からない) or stand alone as
/// words (床, 例) are left out: after a time of day they are what people write.
const COUNTERS: [&str; 15] =
    ["人", "名", "台", "件", "個", "枚", "本", "箱", "円", "回", "歳", "年", "%", "時間", "ページ"];

/// Units that do the same, compared without width and case. No single letters: `1042 A→B` is a time.
const UNITS: [&str; 12] = ["ml", "mg", "kg", "cm", "mm", "km", "kb", "mb", "gb", "tb", "kw", "kva"];

/// Counters of places and telephone numbers. They make a number no time (119 番), but a name may end in one (305号室).
const PLACES: [&str; 6] = ["番", "番線", "番地", "号", "号室", "号機"];

/// What makes words a sentence or something else than a name.
const NOT_IN_A_NAME: [char; 24] = [
    '。', '、', '「', '」', '『', '』', '｡', '､', '｢', '｣', '！', '？', '!', '?', ':', '：', '<', '＜', '←', '⇐', '=',
    '＝', '，', 'を',
];

/// Ends of sentences. They count only where not all is hiragana, since やました is a name.
const SENTENCE_ENDS: [&str; 9] = ["した", "った", "れた", "ない", "する", "いる", "ます", "です", "ません"];

/// A line in its pieces, each as typed, without the blanks, the arrow and the colon between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scribed<'a> {
    /// When it was said, in words that [`spoken_time::parse`] reads.
    pub time: Option<&'a str>,
    /// 発: who said it. There is a receiver too, or neither.
    pub from: Option<&'a str>,
    /// 受: to whom.
    pub to: Option<&'a str>,
    /// What was said; empty only where the line is.
    pub text: &'a str,
}

/// Reads a line. Whether its first words are a time may depend on `now`.
///
/// A line that begins with a blank is all text, as typed: the way out where something else than what was meant is read.
pub fn read(line: &str, now: DateTime<FixedOffset>) -> Scribed<'_> {
    if line.starts_with(char::is_whitespace) {
        return Scribed { time: None, from: None, to: None, text: line };
    }
    let line = line.trim_end();
    let (time, rest) = match time(line, now) {
        Some((time, rest)) => (Some(time), rest),
        None => (None, line),
    };
    match addressed(rest) {
        Some((from, to, text)) => Scribed { time, from: Some(from), to: Some(to), text },
        None => Scribed { time, from: None, to: None, text: rest },
    }
}

/// The time before the text, and the text.
///
/// It is the first word, or more where they are one time only together: 昨日 2310, 今朝 0600, 1042 頃, 0630 - 0700.
fn time(line: &str, now: DateTime<FixedOffset>) -> Option<(&str, &str)> {
    let reads = |words: &str| spoken_time::parse(words, now);
    let (first, _) = words(line, 1)?;
    // Most lines begin with no time at all; and a line that is nothing but a time says nothing that happened then.
    if !matches!(reads(first), Ok(_) | Err(SpokenTimeError::NoTime(_))) || reads(line).is_ok() {
        return None;
    }
    (1..=TIME_WORDS).rev().filter_map(|count| words(line, count)).find(|(time, rest)| {
        let counted = time.split_whitespace().next_back().is_some_and(is_bare_number) && is_counted(rest);
        // 12:30 → 13:00 に延期: what is told is the change of a time.
        let until =
            starts_with_arrow(rest).then(|| rest.trim_start_matches(|c| is_shaft(c) || is_head(c)).trim_start());
        let moved = until.and_then(|until| words(until, 1)).is_some_and(|(until, _)| reads(until).is_ok());
        !counted && !moved && reads(time).is_ok()
    })
}

/// The first words of a line and what stands after them; `None` when nothing does.
fn words(line: &str, count: usize) -> Option<(&str, &str)> {
    let mut rest = line;
    for _ in 0..count {
        let end = rest.find(char::is_whitespace)?;
        rest = rest.get(end..)?.trim_start();
    }
    let taken = line.strip_suffix(rest)?.trim_end();
    (!rest.is_empty()).then_some((taken, rest))
}

/// Whether a word is only digits, perhaps two numbers with a dash, perhaps 約: it could be a number of something.
fn is_bare_number(word: &str) -> bool {
    let word = ["約", "およそ", "だいたい"].iter().find_map(|about| word.strip_prefix(about)).unwrap_or(word);
    word.chars().map(half_ascii).all(|c| c.is_ascii_digit() || matches!(c, '-' | '~' | '\u{301c}' | '\u{223c}'))
}

/// Whether the text goes on with a counter, so that the number before it is a quantity.
///
/// The counter must end there: 人が and 人以上 are people, 人工呼吸器 and 本部 are what happened at that time.
fn is_counted(text: &str) -> bool {
    let text: String = text.chars().take(LONGEST_NAME).map(|c| half_ascii(c).to_ascii_lowercase()).collect();
    if text.starts_with("番通報") {
        return true;
    }
    let mut counters = COUNTERS.iter().chain(&UNITS).chain(&PLACES);
    counters.any(|counter| text.strip_prefix(&plain(counter)).is_some_and(ends_a_word))
}

/// A counter in the form in which texts are compared here.
fn plain(counter: &str) -> String {
    counter.chars().map(half_ascii).collect()
}

/// Whether a word has ended where this follows.
fn ends_a_word(rest: &str) -> bool {
    let bounds = ["以上", "以下", "未満", "程度", "前後", "余", "目", "分"];
    let goes_on = |c: char| c.is_alphabetic() && !is_hiragana(c);
    rest.chars().next().is_none_or(|next| !goes_on(next)) || bounds.iter().any(|bound| rest.starts_with(bound))
}

/// Sender, receiver and text; `None` where it is only text.
fn addressed(line: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = line.split_once(is_head)?;
    let from = without_shaft(before).trim_end();
    let after = after.trim_start_matches(|c| is_head(c) || c == '\u{fe0f}').trim_start();
    let end = after.find(|c: char| c.is_whitespace() || matches!(c, '「' | '｢' | ':' | '：'))?;
    let (to, rest) = after.split_at_checked(end)?;
    let rest = rest.trim_start();
    let text = rest.strip_prefix([':', '：']).unwrap_or(rest).trim_start();
    // A chain of arrows is a course of events, and an address of the web has a colon.
    let is_text = text.is_empty() || text.starts_with("//") || to.contains(is_head) || starts_with_arrow(text);
    (!is_text && is_name(from) && is_name(to)).then_some((from, to, text))
}

/// Whether it is the head of an arrow.
fn is_head(c: char) -> bool {
    matches!(half_ascii(c), '→' | '⇒' | '➡' | '⇨' | '>')
}

/// Whether it may be the shaft of one: `->`, `=>`, `ー＞`.
fn is_shaft(c: char) -> bool {
    matches!(half_ascii(c), '-' | '=')
}

fn starts_with_arrow(text: &str) -> bool {
    text.trim_start_matches(is_shaft).starts_with(is_head)
}

/// What stands before an arrow, without its shaft. A long vowel after kana belongs to the word: センター＞本部.
fn without_shaft(before: &str) -> &str {
    let bare = before.trim_end_matches(is_shaft);
    let shaft = before.strip_prefix(bare).unwrap_or_default();
    match shaft.chars().next() {
        Some(long @ ('ー' | 'ｰ')) if bare.ends_with(is_kana) => {
            before.get(..bare.len() + long.len_utf8()).unwrap_or(bare)
        }
        _ => bare,
    }
}

/// Whether it may be somebody: not too long, no sentence, no quantity (患者数 32→35, SpO2>90).
fn is_name(words: &str) -> bool {
    let is_sentence = || {
        let ends = SENTENCE_ENDS.iter().any(|end| words.ends_with(end));
        ends && !words.chars().all(is_hiragana)
    };
    let fits = !words.is_empty() && words.chars().nth(LONGEST_NAME).is_none();
    let last = words.split_whitespace().next_back().unwrap_or_default();
    fits && !words.contains(NOT_IN_A_NAME)
        && words.contains(char::is_alphabetic)
        && !is_quantity(last)
        && !is_sentence()
}

/// Whether a word is a number, with or without what it counts.
fn is_quantity(word: &str) -> bool {
    let plain: String = word.chars().map(|c| half_ascii(c).to_ascii_lowercase()).collect();
    let unit = plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '+' | '-' | '~'));
    let counted = || COUNTERS.iter().chain(&UNITS).any(|counter| *counter == unit);
    unit.len() < plain.len() && (unit.is_empty() || counted())
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

fn is_kana(c: char) -> bool {
    is_hiragana(c) || matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-22T11:02:10+09:00").unwrap()
    }

    /// The pieces with `|` between them, `-` for what is not there.
    fn pieces(line: &str) -> String {
        let read = read(line, now());
        let [time, from, to] = [read.time, read.from, read.to].map(|piece| piece.unwrap_or("-"));
        format!("{time}|{from}|{to}|{}", read.text)
    }

    fn check(table: &[(&str, &str)]) {
        for (line, expected) in table {
            assert_eq!(pieces(line), *expected, "{line:?}");
        }
    }

    fn all_text(lines: &[&str]) {
        for line in lines {
            assert_eq!(pieces(line), format!("-|-|-|{line}"));
        }
    }

    #[test]
    fn lines_as_they_are_typed_at_headquarters() {
        check(&[
            ("1042 情シス→A社 遠隔で確認を始める", "1042|情シス|A社|遠隔で確認を始める"),
            ("-5 田中＞院長「外来は止める」", "-5|田中|院長|「外来は止める」"),
            ("10:42頃 A社 受付番号 123", "10:42頃|-|-|A社 受付番号 123"),
            ("昨日2310 当直 → 事務長 到着", "昨日2310|当直|事務長|到着"),
            ("病棟の電話がつながらない", "-|-|-|病棟の電話がつながらない"),
            ("3病棟→本部 人工呼吸器は動いている", "-|3病棟|本部|人工呼吸器は動いている"),
            ("情報システム課 田中→A社サポート 受付番号 123", "-|情報システム課 田中|A社サポート|受付番号 123"),
        ]);
    }

    #[test]
    fn times_in_the_forms_of_an_input_method() {
        check(&[
            ("１０４２　情シス→Ａ社　遠隔で確認", "１０４２|情シス|Ａ社|遠隔で確認"),
            ("ー5 当直到着", "ー5|-|-|当直到着"),
            ("－５　当直到着", "－５|-|-|当直到着"),
            ("10：42 当直到着", "10：42|-|-|当直到着"),
            ("5分前 当直到着", "5分前|-|-|当直到着"),
            ("10時半 当直到着", "10時半|-|-|当直到着"),
            ("0630-0700 電源断", "0630-0700|-|-|電源断"),
            ("明け方 印字があった", "明け方|-|-|印字があった"),
            ("不明 印字があった", "不明|-|-|印字があった"),
            ("今 田中→院長 入室", "今|田中|院長|入室"),
            ("1042\t当直到着", "1042|-|-|当直到着"),
        ]);
    }

    #[test]
    fn a_day_takes_the_time_of_day_after_a_blank() {
        check(&[
            ("昨日 2310 当直→事務長 到着", "昨日 2310|当直|事務長|到着"),
            ("11/20 2359 当直到着", "11/20 2359|-|-|当直到着"),
            ("１１／２０　２３５９　当直到着", "１１／２０　２３５９|-|-|当直到着"),
            ("今朝 0600 当直到着", "今朝 0600|-|-|当直到着"),
            ("昨日 午後 2時 当直到着", "昨日 午後 2時|-|-|当直到着"),
            ("昨日の 2310 当直到着", "昨日の 2310|-|-|当直到着"),
            ("昨日 2310 - 2330 停電", "昨日 2310 - 2330|-|-|停電"),
            ("0630 ～ 0700 停電", "0630 ～ 0700|-|-|停電"),
            ("1042 頃 停電", "1042 頃|-|-|停電"),
            ("1042 1050 の便で到着", "1042|-|-|1050 の便で到着"),
            ("1042 -5 度の部屋", "1042|-|-|-5 度の部屋"),
            ("今朝 印字があった", "今朝|-|-|印字があった"),
            ("今朝 300 人が来た", "今朝|-|-|300 人が来た"),
        ]);
        all_text(&["昨日 印字があった", "11/20 の記録", "昨日 300 人が来た"]);
    }

    #[test]
    fn a_time_needs_a_blank_and_text_after_it() {
        all_text(&["1042", "10:42", "昨日 2310", "今朝 0600", "10:42情シス→A社 確認", "1042、当直到着", "今日は休診"]);
        assert_eq!(pieces("1042 "), "-|-|-|1042");
        assert_eq!(pieces("1042　"), "-|-|-|1042");
    }

    #[test]
    fn numbers_of_something_are_no_times() {
        all_text(&[
            "3階の端末",
            "110番通報した",
            "119 番に電話",
            "110 番通報済",
            "300人が待っている",
            "300 人が待っている",
            "３００　人が待っている",
            "約300 人以上が待っている",
            "100-200 台が停止",
            "230 台",
            "500 ml を投与",
            "５００　ＭＬを投与",
            "512 MB しか残っていない",
            "2026 年4月から使っている機器",
            "305 号室のナースコール",
            "9999 は内線",
            "2575 を押す",
            "3 階の端末",
        ]);
    }

    #[test]
    fn words_that_only_begin_like_a_counter_leave_the_time_alone() {
        for text in [
            "人工呼吸器が止まった",
            "人手が足りない",
            "本部設置",
            "回線が切れた",
            "台風で停電",
            "個人情報の有無を確認",
            "番号を控えた",
            "名簿を出した",
            "件名を確認",
            "電話が通じない",
            "通じない",
            "分からない",
            "床に患者が倒れている",
            "年表を更新",
            "ＭＲＩ停止",
        ] {
            assert_eq!(pieces(&format!("1042 {text}")), format!("1042|-|-|{text}"));
        }
        assert_eq!(pieces("1042頃 人が倒れている"), "1042頃|-|-|人が倒れている");
        assert_eq!(pieces("10:42 人が倒れている"), "10:42|-|-|人が倒れている");
    }

    #[test]
    fn arrows_of_every_keyboard_with_and_without_blanks() {
        let arrows =
            ["→", ">", "＞", "->", "⇒", "ー＞", "=>", "ー>", "－＞", "＝＞", "-->", ">>", "→→", "➡\u{fe0f}", "―→"];
        for arrow in arrows {
            for (left, right) in [("", ""), (" ", " "), ("　", "　"), ("", " "), (" ", "")] {
                let line = format!("1042 田中{left}{arrow}{right}院長 外来は止める");
                assert_eq!(pieces(&line), "1042|田中|院長|外来は止める", "{line:?}");
            }
        }
    }

    #[test]
    fn what_ends_the_receiver() {
        check(&[
            ("田中→院長「外来は止める」", "-|田中|院長|「外来は止める」"),
            ("田中→院長 「外来は止める」", "-|田中|院長|「外来は止める」"),
            ("田中→院長:外来は止める", "-|田中|院長|外来は止める"),
            ("田中→院長：　外来は止める", "-|田中|院長|外来は止める"),
            ("田中→院長 : 外来は止める", "-|田中|院長|外来は止める"),
            ("田中→院長　外来は止める", "-|田中|院長|外来は止める"),
            ("ﾀﾅｶ→院長｢外来は止める｣", "-|ﾀﾅｶ|院長|｢外来は止める｣"),
            ("田中→事務長・院長 到着", "-|田中|事務長・院長|到着"),
            ("田中→院長 レベル1→2に上げる", "-|田中|院長|レベル1→2に上げる"),
        ]);
    }

    #[test]
    fn a_long_vowel_before_an_arrow_belongs_to_the_name() {
        check(&[
            ("センター＞本部 応答なし", "-|センター|本部|応答なし"),
            ("ﾘｰﾀﾞｰ>本部 到着", "-|ﾘｰﾀﾞｰ|本部|到着"),
            ("ベンダーー＞本部 到着", "-|ベンダー|本部|到着"),
            ("ベンダー->本部 到着", "-|ベンダー|本部|到着"),
            ("ベンダー ー＞ 本部 到着", "-|ベンダー|本部|到着"),
            ("院長ー＞本部 到着", "-|院長|本部|到着"),
        ]);
    }

    #[test]
    fn half_an_arrow_is_text() {
        all_text(&[
            "田中→",
            "田中 →",
            "田中→院長",
            "田中→院長：",
            "→院長 報告済",
            "→ 再起動した",
            "> 引用",
            "田中→「了解」",
            "田中→：了解",
            "→",
            "->",
        ]);
        assert_eq!(pieces("1042 田中→"), "1042|-|-|田中→");
        assert_eq!(pieces("田中→ 　"), "-|-|-|田中→");
    }

    #[test]
    fn arrows_between_other_things_than_people_are_text() {
        all_text(&[
            "患者数 32→35 に増えた",
            "患者数 32人→35人 に増えた",
            "SpO2>90 を保つ",
            "SpO2 > 90% を保つ",
            "血圧>=180 が続く",
            "レベル2→3に引上げ",
            "12:30 → 13:00 に延期",
            "12:30→13:00 に延期",
            "1030→1100 に延期",
            "田中→鈴木→院長 外来は止める",
            "田中 → 鈴木 → 院長 外来は止める",
            "電源を切った→復旧 確認中",
            "システムが止まった→再起動 待ち",
            "外来は、止める→院長 了承",
            "田中「外来は」→院長 了承",
            "田中→院長に外来を止めるよう進言 了承",
            "田中→院長、外来は止める 了承",
            "資料→https://example.jp/ 参照",
            "<b>太字 の表示",
            "本部に集まった人たちの名前と所属の一覧表の写し→院長 提出",
        ]);
        assert_eq!(pieces("1042 → 再起動した"), "1042|-|-|→ 再起動した");
        assert_eq!(pieces("やました→院長 到着"), "-|やました|院長|到着");
    }

    #[test]
    fn a_line_that_begins_with_a_blank_is_all_text_as_typed() {
        all_text(&[" 1042 田中→院長 了解", "　1042 田中→院長 了解 ", " ", "　", "\t-5 x"]);
        all_text(&[""]);
    }

    /// Where a piece stands in its line.
    fn place(line: &str, piece: &str) -> (usize, usize) {
        let from = piece.as_ptr() as usize - line.as_ptr() as usize;
        (from, from + piece.len())
    }

    /// Between the pieces, and after them, stand only separators.
    fn loses_nothing(line: &str) {
        let read = read(line, now());
        let separates =
            |c: char| c.is_whitespace() || is_head(c) || is_shaft(c) || matches!(c, ':' | '：' | '\u{fe0f}');
        let mut reached = 0;
        for piece in [read.time, read.from, read.to, Some(read.text)].into_iter().flatten() {
            let (from, until) = place(line, piece);
            assert!(line.get(reached..from).unwrap().chars().all(separates), "{line:?} {read:?}");
            reached = until;
        }
        assert!(line.get(reached..).unwrap().chars().all(char::is_whitespace), "{line:?} {read:?}");
        assert_eq!(read.from.is_some(), read.to.is_some());
        assert_eq!(read.text.is_empty(), line.is_empty(), "{line:?}");
        assert!(read.time.is_none_or(|time| spoken_time::parse(time, now()).is_ok()));
    }

    proptest! {
        #[test]
        fn any_line_is_read_and_loses_nothing(line in any::<String>()) {
            loses_nothing(&line);
        }

        #[test]
        fn lines_like_those_of_people_lose_nothing(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "1042", "-5", "ー5", "昨日", "2310", "今朝", "11/20", "300", "人", "番", "不明", "頃", "1", "田中", "院長",
                "A社", "センター", "外来は止める", "を", "した", "→", ">", "＞", "-", "ー", "=", "➡\u{fe0f}", " ", " ", "　", ":",
                "：", "「", "」", "。", "、", "//", "e\u{301}", "🚑",
            ]), 0..12),
        ) {
            loses_nothing(&parts.concat());
        }

        #[test]
        fn pieces_put_together_are_read_again(
            time in proptest::option::of("(0[0-9]|1[0-9])[0-5][0-9]|-[1-9]|昨日2[0-3][0-5][0-9]"),
            from in "[情田病院][a-z]{0,9}", to in "[情田病院][a-z]{0,9}",
            arrow in proptest::sample::select(vec!["→", "＞", "->", " → ", "　⇒　", "ー＞"]),
            text in "[あ-ん]{1,9}[。、]?( [ぁ-ん]{1,3}[→＞]?){0,2}",
        ) {
            let start = time.as_ref().map(|time| format!("{time} ")).unwrap_or_default();
            let line = format!("{start}{from}{arrow}{to} {text}");
            let expected = Scribed { time: time.as_deref(), from: Some(&from), to: Some(&to), text: text.trim_end() };
            prop_assert_eq!(read(&line, now()), expected);
        }
    }
}
