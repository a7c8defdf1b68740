//! Kana and the full-width forms: widening for the screen, folding for the search.
//!
//! Owns both and the half-width form of one typed character. Must not be used on what is recorded: the record keeps what was
//! typed. Never NFKC, which would turn `①` into `1` and `㈱` into `(株)`.

use std::borrow::Cow;
use std::iter::Peekable;

/// U+FF61 to U+FF9F in full width, in their order.
const WIDE: [char; 63] = [
    '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア', 'イ', 'ウ',
    'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ',
    'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル',
    'レ', 'ロ', 'ワ', 'ン', '゛', '゜',
];

/// The first character of the half-width block.
const FIRST_HALF: u32 = 0xff61;

/// A half-width katakana or mark in full width.
fn wide(c: char) -> Option<char> {
    let index = u32::from(c).checked_sub(FIRST_HALF)?;
    WIDE.get(usize::try_from(index).ok()?).copied()
}

/// A katakana with a sound mark (`゛`, `゜` or their combining or half-width forms) as one character.
fn voiced(kana: char, mark: char) -> Option<char> {
    let step = match mark {
        '゛' | '\u{3099}' | 'ﾞ' => 1,
        '゜' | '\u{309a}' | 'ﾟ' => 2,
        _ => return None,
    };
    match (kana, step) {
        ('ウ', 1) => Some('ヴ'),
        ('ワ', 1) => Some('ヷ'),
        ('ヲ', 1) => Some('ヺ'),
        (
            'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト'
            | 'ヽ',
            1,
        )
        | ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', _) => char::from_u32(u32::from(kana) + step),
        _ => None,
    }
}

/// Half-width katakana and their punctuation (U+FF61–FF9F) in full width, with sound marks joined: `ﾎﾟﾝﾌﾟ` → `ポンプ`.
/// Everything else stays as it is.
pub fn widen(s: &str) -> Cow<'_, str> {
    if !s.chars().any(|c| wide(c).is_some()) {
        return Cow::Borrowed(s);
    }
    let mut widened = String::with_capacity(s.len());
    let mut chars = s.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(kana) = wide(c) else {
            widened.push(c);
            continue;
        };
        let half_mark = |mark: &char| matches!(mark, 'ﾞ' | 'ﾟ');
        widened.push(with_mark(kana, &mut chars, half_mark));
    }
    Cow::Owned(widened)
}

/// Joins a kana with the mark that follows it, if there is one of the wanted kind that it takes.
fn with_mark(kana: char, rest: &mut Peekable<impl Iterator<Item = char>>, wanted: impl Fn(&char) -> bool) -> char {
    let joined = rest.peek().filter(|mark| wanted(mark)).and_then(|mark| voiced(kana, *mark));
    if joined.is_some() {
        rest.next();
    }
    joined.unwrap_or(kana)
}

/// A character of an IME as the key that was meant: full-width ASCII, the full-width space, and the signs that the key `-`
/// gives (`ー`, `−`, `－`, `‐`). Anything else is itself.
pub fn half_ascii(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        'ー' | 'ｰ' | '\u{2212}' | '\u{2010}'..='\u{2015}' => '-',
        _ => c,
    }
}

/// The form in which texts are compared when searching: width, case, hiragana or katakana, the kinds of dashes and tildes,
/// separate sound marks and variants of one kanji make no difference.
pub fn fold(s: &str) -> String {
    let widened = widen(s);
    let mut chars = widened.chars().filter(|c| !is_variation_selector(*c)).map(katakana).peekable();
    let mut folded = String::with_capacity(s.len());
    while let Some(kana) = chars.next() {
        match half_ascii(with_mark(kana, &mut chars, |_| true)) {
            '\u{301c}' => folded.push('~'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Whether `haystack` holds `needle`, both folded. The empty needle is in everything.
pub fn finds(haystack: &str, needle: &str) -> bool {
    fold(haystack).contains(&fold(needle))
}

fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Whether it only chooses among the shapes of the character before it.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_width_katakana_are_widened_and_nothing_else_is() {
        assert_eq!(widen("ﾎﾟﾝﾌﾟ"), "ポンプ");
        assert_eq!(widen("ｶﾞｰｾﾞ｢ｳﾞｨ｣､ﾜﾞｦﾞ｡"), "ガーゼ「ヴィ」、ヷヺ。");
        assert_eq!(widen("ｱﾞﾊﾟﾟ"), "ア゛パ゜", "a mark that nothing takes stands alone");
        assert_eq!(widen("ｬｭｮｯｧｨｩｪｫｦﾝ･"), "ャュョッァィゥェォヲン・");
        for kept in ["①㈱℃", "ＡＢＣ１２３", "ポンプ", "ABC", ""] {
            assert!(matches!(widen(kept), Cow::Borrowed(text) if text == kept), "{kept:?}");
        }
    }

    #[test]
    fn typed_characters_become_the_keys_that_were_meant() {
        for (typed, key) in [('ｍ', 'm'), ('Ｍ', 'M'), ('５', '5'), ('：', ':'), ('？', '?'), ('　', ' '), ('～', '~')]
        {
            assert_eq!(half_ascii(typed), key);
        }
        for dash in ['ー', '−', '－', 'ｰ', '‐', '–', '—', '-'] {
            assert_eq!(half_ascii(dash), '-', "{dash:?}");
        }
        for kept in ['m', 'あ', '、', '漢', 'ﾊ'] {
            assert_eq!(half_ascii(kept), kept);
        }
    }

    #[test]
    fn searching_sees_through_width_case_kana_and_dashes() {
        for (haystack, needle) in [
            ("輸液ﾎﾟﾝﾌﾟ停止", "ポンプ"),
            ("輸液ポンプ", "ぽんぷ"),
            ("サーバ室", "さーば"),
            ("サ−バ", "サーバ"),
            ("ＷＳ－０１２", "ws-012"),
            ("カ\u{3099}ス", "ガス"),
            ("カ゛ス", "がす"),
            ("葛\u{e0100}城", "葛城"),
            ("10〜12時", "10～12"),
            ("棚　Ｂ", "棚 b"),
            ("何でも", ""),
        ] {
            assert!(finds(haystack, needle), "{needle:?} in {haystack:?}");
        }
        for (haystack, needle) in [("ハス", "バス"), ("①", "1"), ("は", "ぱ"), ("", "a")] {
            assert!(!finds(haystack, needle), "{needle:?} in {haystack:?}");
        }
    }

    proptest! {
        #[test]
        fn widening_twice_is_widening_once(s in "[ｦ-ﾟ。-ンa\u{3099}]{0,20}") {
            let once = widen(&s).into_owned();
            prop_assert_eq!(widen(&once), once.as_str());
        }

        #[test]
        fn a_text_finds_its_own_parts(a in "[ｦ-ﾟあ-んア-ンＡ-ｚa-z漢字]{0,9}", b in "[あ-んA-Z]{0,9}", c in any::<String>()) {
            let whole = format!("{a}、{b}、{c}");
            prop_assert!(finds(&whole, &b), "{:?} in {:?}", b, whole);
            prop_assert_eq!(fold(&fold(&b)), fold(&b));
        }
    }
}
