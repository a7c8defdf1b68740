//! Hostile text made fit to be shown: on a terminal, in a log, in a report.
//!
//! Owns what may be shown raw. Every text from outside passes here at the boundary, for showing only: the record keeps the
//! original. What is taken out leaves a mark, so that nobody takes the shown text for the whole.

use std::borrow::Cow;
use std::iter::Peekable;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::width::is_halfwidth_sound_mark;

/// What stands for something that was taken out.
pub const MARK: char = '\u{fffd}';

/// Combining marks that one character may carry: enough for every language, too few to bury the row above.
const MAX_MARKS: usize = 4;

/// A tab in a text of several lines.
const TAB: &str = "    ";

/// The text as one line: newlines and tabs become a space each, a run of what must not be shown becomes one [`MARK`].
pub fn line(s: &str) -> Cow<'_, str> {
    clean(s, " ", " ")
}

/// The text with its lines: as [`line()`], but `\n` stays, `\r\n` becomes `\n`, and a tab four spaces.
pub fn block(s: &str) -> Cow<'_, str> {
    clean(s, "\n", TAB)
}

fn clean<'a>(s: &'a str, newline: &str, tab: &str) -> Cow<'a, str> {
    if s.chars().all(is_plain) {
        return Cow::Borrowed(s);
    }
    let mut cleaner = Cleaner { out: String::with_capacity(s.len()), before: Before::Other, in_run: false };
    for grapheme in s.graphemes(true) {
        match grapheme {
            "\n" | "\r\n" => cleaner.layout(newline),
            "\t" => cleaner.layout(tab),
            _ => cleaner.grapheme(grapheme),
        }
    }
    if cleaner.out == s { Cow::Borrowed(s) } else { Cow::Owned(cleaner.out) }
}

/// What the last character was, for those that are allowed only after some.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A pictograph, which may take a presentation selector and a joiner.
    Pictograph,
    /// A pictograph with its selector, which may take a joiner.
    Selected,
    /// A digit or sign that may become a keycap.
    KeycapBase,
    /// A kanji, which may take a variation selector: names are written with them, such as one 葛 of two.
    Ideograph,
    /// Anything else.
    Other,
}

struct Cleaner {
    out: String,
    before: Before,
    /// Whether the last thing written is the mark of what is being taken out.
    in_run: bool,
}

impl Cleaner {
    fn layout(&mut self, text: &str) {
        self.out.push_str(text);
        self.before = Before::Other;
        self.in_run = false;
    }

    fn grapheme(&mut self, grapheme: &str) {
        let mut marks = 0;
        let mut chars = grapheme.chars().peekable();
        while let Some(c) = chars.next() {
            let shown = if is_selector(c) || c == '\u{200d}' {
                self.fits_here(c, &mut chars)
            } else if is_forbidden(c) {
                false
            } else {
                let combining = is_combining(c);
                marks += usize::from(combining);
                !combining || marks <= MAX_MARKS
            };
            self.write(c, shown);
        }
    }

    /// Whether a selector or a joiner does something useful where it stands.
    fn fits_here(&self, c: char, rest: &mut Peekable<impl Iterator<Item = char>>) -> bool {
        match (self.before, c) {
            (Before::Pictograph | Before::Selected, '\u{200d}') => rest.peek().is_some_and(|next| is_pictograph(*next)),
            (Before::Pictograph, '\u{fe0e}' | '\u{fe0f}') | (Before::Ideograph, '\u{e0100}'..='\u{e01ef}') => true,
            (Before::KeycapBase, '\u{fe0f}') => rest.peek() == Some(&'\u{20e3}'),
            _ => false,
        }
    }

    fn write(&mut self, c: char, shown: bool) {
        if shown {
            self.out.push(c);
        } else if !self.in_run {
            self.out.push(MARK);
        }
        self.in_run = !shown;
        self.before = match (shown, c) {
            (false, _) => Before::Other,
            (_, '\u{fe0e}' | '\u{fe0f}') if self.before == Before::Pictograph => Before::Selected,
            (_, '0'..='9' | '#' | '*') => Before::KeycapBase,
            _ if is_pictograph(c) => Before::Pictograph,
            _ if is_ideograph(c) => Before::Ideograph,
            _ => Before::Other,
        };
    }
}

/// Whether it can be shown whatever stands around it.
fn is_plain(c: char) -> bool {
    is_common(c) || (!is_forbidden(c) && !is_combining(c))
}

/// Whether it is of the printable ASCII, punctuation, kana and kanji of which most texts consist: no need to look closer.
fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '一'..='鿿')
}

/// Whether it is never shown: what controls the terminal, reorders or hides text, or is no character at all. Selectors and
/// joiners are not among them: it depends on where they stand.
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || matches!(
            c,
            // Line and paragraph separators, and controls of the writing direction.
            '\u{2028}'..='\u{202e}' | '\u{061c}' | '\u{200e}' | '\u{200f}'
            // Nothing to see, yet there.
            | '\u{00ad}' | '\u{034f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200c}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            // Fillers, which are drawn as nothing.
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            // Tags.
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}'
            // Noncharacters, together with the last two of every plane.
            | '\u{fdd0}'..='\u{fdef}'
        )
        || code & 0xfffe == 0xfffe
}

/// Whether it selects a shape of the character before it.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether it is drawn upon the character before it.
fn is_combining(c: char) -> bool {
    if is_common(c) || is_pictograph(c) || is_halfwidth_sound_mark(c) {
        return false;
    }
    // Marks with a width of their own are known by what they do: they do not stand apart from a letter.
    c.width() == Some(0) || ['a', c].iter().collect::<String>().graphemes(true).count() == 1
}

/// Whether it lies in a range of pictographs. The ranges hold some other signs too, upon which a selector does nothing.
fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2194}'..='\u{21aa}'
            | '\u{231a}'..='\u{23ff}' | '\u{24c2}' | '\u{25aa}'..='\u{25fe}' | '\u{2600}'..='\u{27bf}'
            | '\u{2934}' | '\u{2935}' | '\u{2b05}'..='\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
            | '\u{1f000}'..='\u{1faff}'
    )
}

/// Whether it is a kanji.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is known to get through terminal programs, and what is shown of it.
    const PAYLOADS: &[(&str, &str, &str)] = &[
        ("OSC 52, clipboard", "a\u{1b}]52;c;cm0=\u{7}b", "a�]52;c;cm0=�b"),
        ("CSI 2J, clear", "\u{1b}[2Jb", "�[2Jb"),
        ("C1 CSI", "a\u{9b}2J", "a�2J"),
        ("C1 OSC and ST", "\u{9d}0;title\u{9c}", "�0;title�"),
        ("DCS", "\u{1b}P\u{90}x", "�P�x"),
        ("BEL, BS, DEL, NUL", "a\u{7}\u{8}\u{7f}\u{0}b", "a�b"),
        ("CR that overwrites", "済\r未", "済�未"),
        ("NEL, VT, FF", "a\u{85}b\u{b}c\u{c}d", "a�b�c�d"),
        ("forged line", "ok\nERROR\r\nx\ty", "ok ERROR x y"),
        ("RLO", "a\u{202e}txt.exe\u{202c}", "a�txt.exe�"),
        ("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}", "�a�b�c�"),
        ("marks of direction", "\u{200e}a\u{200f}b\u{61c}c", "�a�b�c"),
        ("ZWSP, ZWNJ, WJ, BOM, SHY", "a\u{200b}\u{200c}\u{2060}\u{feff}\u{ad}b", "a�b"),
        ("Hangul fillers", "\u{3164}a\u{115f}b\u{1160}c\u{ffa0}", "�a�b�c�"),
        ("tags", "a\u{e0041}\u{e007f}b\u{e0001}", "a�b�"),
        ("separators", "a\u{2028}b\u{2029}c", "a�b�c"),
        ("noncharacters", "\u{ffff}a\u{fdd0}b\u{10ffff}", "�a�b�"),
        ("joiner without emoji", "a\u{200d}b", "a�b"),
        ("joiner at the end", "👩\u{200d}", "👩�"),
        ("selector without emoji", "a\u{fe0f}b\u{fe00}c\u{e0100}", "a�b�c�"),
        ("two selectors", "⚠\u{fe0f}\u{fe0f}", "⚠\u{fe0f}�"),
        ("a letter's own marks", "e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}\u{303}\u{304}"),
        ("a fifth mark", "e\u{301}\u{301}\u{301}\u{301}\u{301}f", "e\u{301}\u{301}\u{301}\u{301}�f"),
    ];

    #[test]
    fn no_payload_gets_through() {
        for (name, payload, shown) in PAYLOADS {
            assert_eq!(line(payload), *shown, "{name}");
        }
        let tower = format!("a{}b", "\u{301}".repeat(200));
        assert_eq!(line(&tower), "a\u{301}\u{301}\u{301}\u{301}�b");
        let hidden = format!("a{}", "\u{301}\u{e0041}".repeat(200));
        assert!(line(&hidden).chars().filter(|c| *c == '\u{301}').count() <= 4, "tags must not restart the count");
    }

    #[test]
    fn japanese_stays_as_it_is_and_is_not_copied() {
        for kept in [
            "",
            "電源は切らない（ＬＡＮのみ抜く）。①㈱℃…",
            "ﾎﾟﾝﾌﾟ ｶﾞｶﾞｶﾞｶﾞｶﾞｶﾞ",
            "か\u{3099}",
            "葛\u{e0100}城",
            "𠮷野家",
            "⚠\u{fe0f} 1\u{fe0f}\u{20e3} 👩🏽\u{200d}⚕\u{fe0f} 👨\u{200d}👩\u{200d}👧",
            "외래",
            "外字\u{e000}",
            "�",
        ] {
            assert!(matches!(line(kept), Cow::Borrowed(text) if text == kept), "{kept:?} became {:?}", line(kept));
            assert!(matches!(block(kept), Cow::Borrowed(text) if text == kept), "{kept:?} became {:?}", block(kept));
        }
    }

    #[test]
    fn a_block_keeps_its_lines_only() {
        assert_eq!(block("一\r\n\t二\n三\r四\u{1b}"), "一\n    二\n三�四�");
        assert!(matches!(block("一\n二"), Cow::Borrowed(_)));
    }

    /// Said once more, apart from the code: what an output must not hold anywhere.
    fn holds_forbidden(s: &str) -> bool {
        let codes = |c: char| {
            matches!(u32::from(c),
                0x00..=0x09 | 0x0b..=0x1f | 0x7f..=0x9f | 0xad | 0x61c | 0x115f | 0x1160 | 0x200b | 0x200c | 0x200e | 0x200f
                | 0x2028..=0x202e | 0x2060..=0x2064 | 0x2066..=0x2069 | 0x3164 | 0xfeff | 0xffa0 | 0xfdd0..=0xfdef
                | 0xfffe | 0xffff | 0xe0000..=0xe007f)
        };
        s.chars().any(codes)
    }

    /// Texts that are rich in what is taken out.
    fn text() -> impl Strategy<Value = String> {
        let rich = "[\u{1b}\r\n\ta1\u{301}\u{3099}\u{200b}\u{200d}\u{fe0f}\u{20e3}👩⚕🏽葛\u{e0100}\u{e0041}ﾞ\u{202e}\u{1100}\u{1161}\u{94d}\u{93e}�]{0,30}";
        prop_oneof![rich, any::<String>(), proptest::collection::vec(any::<char>(), 0..30).prop_map(String::from_iter)]
    }

    proptest! {
        #[test]
        fn twice_is_once_and_nothing_forbidden_is_left(s in text()) {
            for clean in [line, block] {
                let once = clean(&s).into_owned();
                let twice = clean(&once).into_owned();
                prop_assert_eq!(&twice, &once);
                prop_assert!(!holds_forbidden(&once), "{:?}", once);
                for grapheme in once.graphemes(true) {
                    let mark = |c: &char| matches!(c, '\u{301}' | '\u{3099}' | '\u{20e3}' | '\u{94d}' | '\u{93e}');
                    let marks = grapheme.chars().filter(mark).count();
                    prop_assert!(marks <= MAX_MARKS, "{:?}", grapheme);
                }
            }
            prop_assert!(!line(&s).contains('\n'));
        }

        #[test]
        fn joiners_and_selectors_are_left_with_what_they_act_upon(s in text()) {
            let once = line(&s).into_owned();
            let chars: Vec<char> = once.chars().collect();
            for (index, c) in chars.iter().enumerate() {
                let before = index.checked_sub(1).map(|before| chars[before]);
                match c {
                    '\u{200d}' => {
                        let joins = before.is_some_and(|b| is_selector(b) || is_pictograph(b));
                        let joined = chars.get(index + 1).is_some_and(|next| is_pictograph(*next));
                        prop_assert!(joins && joined, "{:?}", once);
                    }
                    '\u{fe0e}' | '\u{fe0f}' => {
                        let acts = before.is_some_and(|b| b.is_ascii() || is_pictograph(b));
                        prop_assert!(acts, "{:?}", once);
                    }
                    selector if is_selector(*selector) => {
                        prop_assert!(before.is_some_and(is_ideograph), "{:?}", once);
                    }
                    _ => {}
                }
            }
        }
    }
}
