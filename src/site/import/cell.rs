//! What stands in a cell, made harmless and cut to what a data file takes.

use super::table::Remark;
use crate::text::{kana, sanitize};

/// The longest cell, in bytes: as long as a text of a data file.
const MAX_CELL: usize = 4096;

/// The text of a cell on one line; what is worth telling about it.
pub(super) fn clean(raw: &str, row: usize, column: usize) -> (String, Option<Remark>) {
    let end = raw.floor_char_boundary(MAX_CELL);
    let kept = raw.get(..end).unwrap_or_default();
    let text = sanitize::line(kept).trim().to_owned();
    if end < raw.len() {
        return (text, Some(Remark::LongCell { row, column }));
    }
    if is_blank_mark(&text) {
        return (String::new(), None);
    }
    let formula =
        looks_like_formula(&text).then(|| Remark::LikeFormula { row, column, text: text.chars().take(20).collect() });
    (text, formula)
}

/// People write a dash where there is nothing.
fn is_blank_mark(text: &str) -> bool {
    matches!(text, "-" | "－" | "ー" | "―" | "—" | "‐")
}

/// A spreadsheet would calculate it. Telephone numbers begin with `+`, too.
fn looks_like_formula(text: &str) -> bool {
    let dialled =
        |c: char| c.is_ascii_digit() || matches!(kana::half_ascii(c), '0'..='9' | '-' | '+' | '(' | ')' | ' ' | '.');
    text.starts_with(['=', '+', '-', '@']) && !text.chars().all(dialled)
}
