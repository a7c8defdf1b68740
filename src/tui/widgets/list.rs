//! Choosing one of several rows.
//!
//! Owns the chosen row, which rows are in sight, and how rows of one line each are drawn. Must not know what the rows are.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::canvas::Canvas;
use crate::tui::keys::Cmd;
use crate::tui::spot::{Pointed, Spot};

/// The chosen row of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    /// The chosen row, from 0.
    pub at: usize,
}

impl List {
    /// Moves; says whether the command was one that moves.
    pub fn handle(&mut self, cmd: Cmd, rows: usize, page: usize) -> bool {
        let last = rows.saturating_sub(1);
        self.at = match cmd {
            Cmd::Up => self.at.saturating_sub(1),
            Cmd::Down => self.at + 1,
            Cmd::PageUp => self.at.saturating_sub(page.max(1)),
            Cmd::PageDown => self.at + page.max(1),
            Cmd::First => 0,
            Cmd::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Chooses the row that was clicked.
    pub fn point(&mut self, at: usize) -> Pointed {
        let again = self.at == at;
        self.at = at;
        if again { Pointed::Entered } else { Pointed::Chosen }
    }

    /// Draws rows of one line each, the chosen one marked and in sight. `focused`: a row is chosen now.
    pub fn draw<'a>(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        focused: bool,
        rows: impl ExactSizeIterator<Item = (impl AsRef<str> + 'a, Style)>,
    ) {
        let first = self.first_in_sight(&vec![1; rows.len()], area.height);
        for ((at, (text, style)), y) in rows.enumerate().skip(first).zip(area.top()..area.bottom()) {
            let here = focused && at == self.at;
            draw_row(canvas, Rect { y, height: 1, ..area }, here, text.as_ref(), style, Spot::Row(at));
        }
    }

    /// Keeps the chosen row among those that there are.
    pub fn clamp(&mut self, rows: usize) {
        self.at = self.at.min(rows.saturating_sub(1));
    }

    /// The first row in sight, so that the chosen one is: rows have heights, and `room` cells of height there are.
    pub fn first_in_sight(&self, heights: &[u16], room: u16) -> usize {
        self.first_in_sight_of(|at| heights.get(at).copied(), room)
    }

    /// The same, where the height of a row is worked out when it is asked for (`None` behind the last row): only rows near the
    /// chosen one are, however many there are.
    pub fn first_in_sight_of(&self, height: impl Fn(usize) -> Option<u16>, room: u16) -> usize {
        let mut first = self.at;
        let mut taken = height(self.at).unwrap_or(1);
        while let Some(above) = first.checked_sub(1).and_then(&height) {
            taken = taken.saturating_add(above);
            // The chosen row stands in the upper two thirds where it can, so that one sees what comes.
            if taken > room.saturating_sub(room / 3) {
                break;
            }
            first -= 1;
        }
        // No empty rows below while rows are hidden above.
        let mut below: u16 = 0;
        for height in (first..).map_while(&height) {
            below = below.saturating_add(height);
            if below > room {
                return first;
            }
        }
        while let Some(above) = first.checked_sub(1).and_then(&height) {
            below = below.saturating_add(above);
            if below > room {
                break;
            }
            first -= 1;
        }
        first
    }
}

/// Draws one row with its marker; says how many cells it took.
pub fn draw_row(canvas: &mut Canvas<'_>, area: Rect, here: bool, text: &str, style: Style, spot: Spot) -> u16 {
    let style = if here { canvas.theme.chosen() } else { style };
    canvas.spot(area, spot);
    canvas.put(area.x, area.y, area.width, &format!("{} {text}", if here { ">" } else { " " }), style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_stays_in_the_list() {
        let mut list = List::default();
        assert!(list.handle(Cmd::Up, 3, 10));
        assert_eq!(list.at, 0);
        list.handle(Cmd::PageDown, 3, 10);
        assert_eq!(list.at, 2);
        list.clamp(0);
        assert_eq!(list.at, 0);
        assert!(!list.handle(Cmd::Enter, 3, 10));
    }

    #[test]
    fn nothing_is_hidden_above_while_there_is_room_below() {
        assert_eq!(List { at: 5 }.first_in_sight(&[1; 6], 6), 0);
        assert_eq!(List { at: 9 }.first_in_sight(&[1; 10], 6), 4);
    }

    #[test]
    fn only_rows_near_the_chosen_one_are_measured() {
        for at in [0, 5_000, 9_999] {
            let measured = std::cell::Cell::new(0);
            let height = |row: usize| {
                measured.set(measured.get() + 1);
                (row < 10_000).then_some(2)
            };
            List { at }.first_in_sight_of(height, 40);
            assert!(measured.get() < 60, "{at}: {}", measured.get());
        }
    }

    #[test]
    fn the_chosen_row_is_in_sight() {
        let heights = vec![2; 20];
        for at in 0..20 {
            let first = List { at }.first_in_sight(&heights, 9);
            assert!(first <= at && (at - first + 1) * 2 <= 9, "{at} {first}");
        }
    }
}
