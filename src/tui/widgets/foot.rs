//! All about the chosen row of a list, below it.
//!
//! Owns the room of the foot. Must not know what is said there.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::canvas::{Canvas, cells};

/// Draws the texts at the foot of an area, at most in its lower half, and leaves a row free above them. Returns what is the list's.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, about: &[String], style: Style) -> Rect {
    let rows: Vec<String> = about.iter().flat_map(|text| canvas.rows(text, area.width)).collect();
    if rows.is_empty() {
        return area;
    }
    let foot = cells(rows.len() + 1).min(area.height / 2);
    let list = Rect { height: area.height - foot, ..area };
    let below = Rect { y: list.bottom() + 1, height: foot.saturating_sub(1), ..area };
    canvas.put_rows(below, &rows, style);
    list
}
