//! How many cells of a terminal a text takes.
//!
//! Owns measuring, cutting and padding. Must not know how the terminal was asked about ambiguous characters.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How the terminal draws characters that Unicode calls ambiguous (`…`, `○`, `※`, the lines of boxes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ambiguous {
    /// One cell.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

/// What stands at the end of a text that was cut.
const CUT: &str = "~";

/// The width of a text, in cells. Control characters count nothing, since they are never drawn.
pub fn width(s: &str, mode: Ambiguous) -> usize {
    s.graphemes(true).map(|grapheme| of_grapheme(grapheme, mode)).sum()
}

/// The width of one grapheme, in cells.
pub(super) fn of_grapheme(grapheme: &str, mode: Ambiguous) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let cells = match mode {
        Ambiguous::Narrow => grapheme.width(),
        Ambiguous::Wide => grapheme.width_cjk(),
    };
    // Unicode lets half-width sound marks extend the letter before them; every terminal gives them a cell of their own.
    cells + grapheme.chars().filter(|c| is_halfwidth_sound_mark(*c)).count()
}

/// Whether it is `ﾞ` or `ﾟ`.
pub(super) fn is_halfwidth_sound_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// The text in at most `cells` cells. What had to be cut ends in `~`, which stands inside these cells; nothing is cut in
/// the middle of a grapheme, so the result may be a cell narrower.
pub fn cut(s: &str, cells: usize, mode: Ambiguous) -> String {
    if width(s, mode) <= cells {
        return s.to_owned();
    }
    let Some(room) = cells.checked_sub(CUT.len()) else {
        return String::new();
    };
    let mut taken = 0;
    let mut kept = String::new();
    for grapheme in s.graphemes(true) {
        taken += of_grapheme(grapheme, mode);
        if taken > room {
            break;
        }
        kept.push_str(grapheme);
    }
    kept + CUT
}

/// The text in exactly `cells` cells: cut, or filled up with spaces.
pub fn pad(s: &str, cells: usize, mode: Ambiguous) -> String {
    let mut padded = cut(s, cells, mode);
    let missing = cells.saturating_sub(width(&padded, mode));
    padded.extend(std::iter::repeat_n(' ', missing));
    padded
}

#[cfg(test)]
mod tests {
    use super::Ambiguous::{Narrow, Wide};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kanji_and_kana_take_two_cells_and_ambiguous_ones_what_the_terminal_gives() {
        assert_eq!(width("", Narrow), 0);
        assert_eq!(width("A社へ電話", Narrow), 9);
        assert_eq!(width("覚知01:50…", Narrow), 10);
        assert_eq!(width("覚知01:50…", Wide), 11);
        assert_eq!(width("○※→│", Wide), 8);
        assert_eq!(width("か\u{3099}", Narrow), 2, "a combining sound mark takes no cell");
        assert_eq!(width("ｶﾞ", Narrow), 2, "a half-width one takes its own");
        assert_eq!(width("a\u{1b}\n", Narrow), 1);
    }

    #[test]
    fn a_cut_says_so_and_leaves_graphemes_whole() {
        assert_eq!(cut("院内", 4, Narrow), "院内");
        assert_eq!(cut("院内周知", 7, Narrow), "院内周~");
        assert_eq!(cut("院内周知", 6, Narrow), "院内~", "five cells: a sixth would need half a kanji");
        assert_eq!(cut("か\u{3099}き", 3, Narrow), "か\u{3099}~");
        assert_eq!(cut("院内", 1, Narrow), "~");
        assert_eq!(cut("院内", 0, Narrow), "");
        assert_eq!(cut("12…", 3, Wide), "12~");
    }

    #[test]
    fn padding_fills_what_a_wide_character_leaves() {
        assert_eq!(pad("院内周知", 6, Narrow), "院内~ ");
        assert_eq!(pad("縮退", 6, Narrow), "縮退  ");
        assert_eq!(pad("", 2, Narrow), "  ");
    }

    proptest! {
        #[test]
        fn cut_fits_and_padded_fills(s in any::<String>(), cells in 0usize..40, wide in any::<bool>()) {
            let mode = if wide { Wide } else { Narrow };
            prop_assert!(width(&cut(&s, cells, mode), mode) <= cells);
            prop_assert_eq!(width(&pad(&s, cells, mode), mode), cells);
        }
    }
}
