//! Where a text breaks into rows: UAX #14 with 禁則処理 (what may not begin or end a row).
//!
//! Owns wrapping and where a caret stands in wrapped text, so that both always agree. Must not know who draws the rows.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width::{Ambiguous, of_grapheme};

/// One grapheme of a paragraph.
struct Piece {
    /// Where it begins, in bytes of the whole text.
    start: usize,
    /// Its cells.
    cells: usize,
    /// A row may begin with it.
    may_begin: bool,
    /// A row that has to be broken by force may begin with it: 禁則 holds, a word is broken.
    may_begin_by_force: bool,
}

/// Breaks a text into rows of at most `cells` cells (see [`wrap_ranges`]).
pub fn wrap(s: &str, cells: usize, mode: Ambiguous) -> Vec<String> {
    wrap_ranges(s, cells, mode).into_iter().map(|row| s.get(row).unwrap_or_default().to_owned()).collect()
}

/// The rows of a text as byte ranges, which cover it apart from its newlines (`\n`, `\r\n`); there is always at least one.
///
/// Greedy. Spaces count, and stay at the end of a row. What fits nowhere is broken between graphemes, and only where
/// nothing else is left against 禁則. A row is wider than `cells` only if it is a single grapheme that is.
pub fn wrap_ranges(s: &str, cells: usize, mode: Ambiguous) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for paragraph in s.split('\n') {
        let next = start + paragraph.len() + 1;
        let is_last = next > s.len();
        let text = if is_last { paragraph } else { paragraph.strip_suffix('\r').unwrap_or(paragraph) };
        wrap_paragraph(text, start, cells, mode, &mut rows);
        start = next;
    }
    rows
}

/// Where a caret before byte `offset` stands: row and column, in cells. It agrees with [`wrap_ranges`]; at the end of a full
/// row it stands at the start of the next one, which may be one more than there are. An offset within a grapheme is taken as the
/// grapheme's start, one behind the end as the end.
pub fn caret(s: &str, offset: usize, cells: usize, mode: Ambiguous) -> (usize, usize) {
    let rows = wrap_ranges(s, cells, mode);
    let row = rows.partition_point(|row| row.start <= offset).saturating_sub(1);
    let Some(range) = rows.get(row) else {
        return (0, 0);
    };
    let text = s.get(range.clone()).unwrap_or_default();
    let column = text
        .grapheme_indices(true)
        .take_while(|(start, grapheme)| range.start + start + grapheme.len() <= offset)
        .map(|(_, grapheme)| of_grapheme(grapheme, mode))
        .sum();
    if column >= cells.max(1) { (row + 1, 0) } else { (row, column) }
}

fn wrap_paragraph(text: &str, base: usize, cells: usize, mode: Ambiguous, rows: &mut Vec<Range<usize>>) {
    let pieces = pieces(text, base, mode);
    let mut start = base;
    let mut first = 0;
    while let Some(next) = row_end(&pieces, first, cells) {
        let Some(piece) = pieces.get(next) else { break };
        rows.push(start..piece.start);
        start = piece.start;
        first = next;
    }
    rows.push(start..base + text.len());
}

/// The piece that begins the row after the one that begins with `first`; `None` when the rest fits.
fn row_end(pieces: &[Piece], first: usize, cells: usize) -> Option<usize> {
    let mut taken = 0;
    let mut gentle = None;
    let mut forced = None;
    for (index, piece) in pieces.iter().enumerate().skip(first) {
        if index > first {
            if piece.may_begin {
                gentle = Some(index);
            }
            if piece.may_begin_by_force {
                forced = Some(index);
            }
            if taken + piece.cells > cells {
                return gentle.or(forced).or(Some(index));
            }
        }
        taken += piece.cells;
    }
    None
}

fn pieces(text: &str, base: usize, mode: Ambiguous) -> Vec<Piece> {
    let mut breaks = unicode_linebreak::linebreaks(text).map(|(at, _)| at).peekable();
    let mut before = None;
    text.grapheme_indices(true)
        .map(|(at, grapheme)| {
            // Breaks inside a grapheme (a space that carries a combining mark) are passed over.
            while breaks.next_if(|found| *found < at).is_some() {}
            let first = grapheme.chars().next();
            let allowed = !first.is_some_and(never_begins_a_row) && !before.is_some_and(never_ends_a_row);
            before = first;
            Piece {
                start: base + at,
                cells: of_grapheme(grapheme, mode),
                may_begin: allowed && breaks.peek() == Some(&at),
                may_begin_by_force: allowed,
            }
        })
        .collect()
}

/// 行頭禁則: what must not stand at the start of a row. UAX #14 knows most of them, but lets some (`゛`, `％`) begin one.
fn never_begins_a_row(c: char) -> bool {
    matches!(
        c,
        '、' | '。' | '，' | '．' | '・' | '：' | '；' | '？' | '！' | 'ー' | '…' | '‥' | '〜' | '～' | '゠' | '‐'
            | '」' | '』' | '）' | '】' | '〕' | '〉' | '》' | '｝' | '］' | '〙' | '〗' | '〟' | '’' | '”' | '｠' | '»'
            | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ'
            | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | '\u{31f0}'..='\u{31ff}'
            | '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | '゛' | '゜' | '％' | '‰' | '℃' | '°' | '′' | '″'
            | '｡' | '､' | '･' | '｣' | 'ｰ' | 'ｧ'..='ｯ' | 'ﾞ' | 'ﾟ'
            | ')' | ']' | '}' | ',' | '.' | ':' | ';' | '?' | '!' | '%'
    )
}

/// 行末禁則: what must not stand at the end of a row.
fn never_ends_a_row(c: char) -> bool {
    matches!(
        c,
        '（' | '「'
            | '『'
            | '【'
            | '〔'
            | '〈'
            | '《'
            | '｛'
            | '［'
            | '〘'
            | '〖'
            | '〝'
            | '‘'
            | '“'
            | '｟'
            | '«'
            | '｢'
            | '('
            | '['
            | '{'
            | '￥'
            | '＄'
            | '¥'
            | '№'
    )
}

#[cfg(test)]
mod tests {
    use super::super::width::width;
    use super::Ambiguous::{Narrow, Wide};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn japanese_breaks_between_characters_but_not_before_marks_and_small_kana() {
        assert_eq!(wrap("電源は切らない。", 14, Narrow), ["電源は切らな", "い。"]);
        assert_eq!(wrap("ネットワーク", 8, Narrow), ["ネット", "ワーク"]);
        assert_eq!(wrap("サーバ", 4, Narrow), ["サー", "バ"]);
        assert_eq!(wrap("写真（棚Ｂ）", 6, Narrow), ["写真", "（棚", "Ｂ）"]);
        assert_eq!(wrap("約５０％", 6, Narrow), ["約５", "０％"]);
        assert_eq!(wrap("人々が", 2, Narrow), ["人", "々", "が"], "by force: nothing else is left");
    }

    #[test]
    fn words_stay_whole_until_they_are_wider_than_the_row() {
        assert_eq!(wrap("call the vendor", 9, Narrow), ["call the ", "vendor"]);
        assert_eq!(wrap("端末ws-0123456789", 8, Narrow), ["端末", "ws-01234", "56789"]);
        assert_eq!(wrap("abcdef、", 6, Narrow), ["abcde", "f、"], "a forced break leaves 、 where it belongs");
    }

    #[test]
    fn newlines_break_and_belong_to_no_row() {
        assert_eq!(wrap("", 10, Narrow), [""]);
        assert_eq!(wrap("一\r\n\n二\n", 10, Narrow), ["一", "", "二", ""]);
        assert_eq!(wrap_ranges("一\r\n二", 10, Narrow), [0..3, 5..8]);
    }

    #[test]
    fn ambiguous_characters_break_earlier_on_a_wide_terminal() {
        assert_eq!(wrap("○○○○", 4, Narrow).len(), 1);
        assert_eq!(wrap("○○○○", 4, Wide).len(), 2);
    }

    #[test]
    fn no_width_at_all_gives_a_grapheme_a_row() {
        for cells in [0, 1] {
            assert_eq!(wrap("院内\nか\u{3099}", cells, Narrow), ["院", "内", "か\u{3099}"]);
        }
    }

    #[test]
    fn the_caret_follows_the_rows() {
        let s = "院内周知\n次";
        assert_eq!(caret(s, 0, 6, Narrow), (0, 0));
        assert_eq!(caret(s, 6, 6, Narrow), (0, 4));
        assert_eq!(caret(s, 9, 6, Narrow), (1, 0), "the row is full: the start of the next");
        assert_eq!(caret(s, 12, 6, Narrow), (1, 2), "before the newline");
        assert_eq!(caret(s, 13, 6, Narrow), (2, 0));
        assert_eq!(caret(s, 99, 6, Narrow), (2, 2));
        assert_eq!(caret("院内周", 9, 6, Narrow), (1, 0), "a row that does not exist yet");
        assert_eq!(caret("か\u{3099}", 3, 6, Narrow), (0, 0), "within a grapheme");
        assert_eq!(caret("", 0, 0, Narrow), (0, 0));
    }

    /// Texts that are rich in what 禁則 is about.
    fn text() -> impl Strategy<Value = String> {
        let rich = "[、。「」（）ー…っァ々%％あ漢ｶﾞ a-z0-9\r\n\u{3099}　]{0,60}";
        prop_oneof![rich, any::<String>()]
    }

    proptest! {
        #[test]
        fn rows_cover_the_text_and_fit(s in text(), cells in 0usize..24, wide in any::<bool>()) {
            let mode = if wide { Wide } else { Narrow };
            let rows = wrap(&s, cells, mode);
            prop_assert_eq!(rows.concat(), s.replace("\r\n", "").replace('\n', ""));
            for row in &rows {
                let visible = row.graphemes(true).filter(|g| of_grapheme(g, mode) > 0).count();
                prop_assert!(width(row, mode) <= cells || visible <= 1, "{:?}", row);
            }
        }

        #[test]
        fn kinsoku_is_broken_only_where_nothing_else_is_left(s in text(), cells in 0usize..24) {
            let ranges = wrap_ranges(&s, cells, Narrow);
            for pair in ranges.windows(2).filter(|pair| pair[0].end == pair[1].start) {
                let whole = s.get(pair[0].start..pair[1].end).unwrap();
                let graphemes: Vec<(usize, &str)> = whole.grapheme_indices(true).collect();
                let broken = |at: usize| {
                    let index = graphemes.iter().position(|(start, _)| *start == at).unwrap();
                    let begins = graphemes[index].1.chars().next().unwrap();
                    let ends = graphemes[index - 1].1.chars().next().unwrap();
                    never_begins_a_row(begins) || never_ends_a_row(ends)
                };
                let taken = pair[0].len();
                if broken(taken) {
                    let earlier = graphemes.iter().map(|(start, _)| *start).filter(|start| (1..taken).contains(start));
                    prop_assert!(earlier.into_iter().all(broken), "{:?} at {:?}", s, pair);
                }
            }
        }

        #[test]
        fn the_caret_stands_where_the_rows_say(s in text(), cells in 0usize..24) {
            for (row, range) in wrap_ranges(&s, cells, Narrow).into_iter().enumerate() {
                if !range.is_empty() {
                    prop_assert_eq!(caret(&s, range.start, cells, Narrow), (row, 0));
                }
            }
            for offset in 0..=s.len() + 1 {
                let (_, column) = caret(&s, offset, cells, Narrow);
                prop_assert!(column < cells.max(1) || column == 0, "{} in {}", column, cells);
            }
        }
    }
}
