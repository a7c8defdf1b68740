//! The only door to the screen's cells.
//!
//! Owns drawing of text: whatever comes from a file, a person or another machine is made harmless and widened here, measured as
//! the terminal will draw it, and cut with a mark. Whoever draws a text field parks the caret here, and says here what a click on
//! a part of the screen means, so that caret, clicks and text cannot disagree. Must not know screens or models.

use std::borrow::Cow;
use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;

use super::spot::Spot;
use super::theme::Theme;
use crate::text::width::{Ambiguous, cut, width};
use crate::text::{kana, linebreak, sanitize};

/// What is drawn on.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// The looks.
    pub theme: Theme,
    /// Where the terminal's cursor is to stand.
    pub caret: Option<Position>,
    /// What a click means, by area; the last one that was named holds.
    pub spots: Vec<(Rect, Spot)>,
}

/// A text as it is drawn in one row: harmless, half-width kana widened.
pub fn line(text: &str) -> String {
    kana::widen(&sanitize::line(text)).into_owned()
}

/// A text as it is drawn in several rows.
pub fn block(text: &str) -> String {
    kana::widen(&sanitize::block(text)).into_owned()
}

/// A count of cells as the terminal counts them.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer.
    pub fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme, caret: None, spots: Vec::new() }
    }

    /// How ambiguous characters are counted.
    pub fn mode(&self) -> Ambiguous {
        self.theme.ambiguous
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// How many cells a text takes here.
    pub fn width(&self, text: &str) -> u16 {
        cells(width(&line(text), self.mode()))
    }

    /// Draws a text in one row of at most `room` cells; says how many it took.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        self.put_clean(x, y, room, &Cow::Owned(line(text)), style)
    }

    fn put_clean(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let room = room.min(area.right().saturating_sub(x));
        if !area.contains(Position::new(x, y)) || room == 0 {
            return 0;
        }
        let mode = self.mode();
        let mut at = x;
        for grapheme in cut(text, usize::from(room), mode).graphemes(true) {
            let takes = cells(width(grapheme, mode));
            if takes == 0 {
                continue;
            }
            // A wide terminal gives an ambiguous character two cells where the library counts one: the second stays blank.
            if mode == Ambiguous::Wide || grapheme.contains(['ﾞ', 'ﾟ']) {
                self.buffer.set_stringn(at, y, " ".repeat(usize::from(takes)), usize::from(takes), style);
            }
            self.buffer.set_stringn(at, y, grapheme, usize::from(takes), style);
            at += takes;
        }
        at - x
    }

    /// Draws several texts one after another in one row; says how many cells they took.
    pub fn spans(&mut self, x: u16, y: u16, room: u16, spans: &[(&str, Style)]) -> u16 {
        let mut taken = 0;
        for (text, style) in spans {
            taken += self.put(x + taken, y, room.saturating_sub(taken), text, *style);
        }
        taken
    }

    /// The rows of a text in so many cells, as [`Canvas::wrapped`] draws them.
    pub fn rows(&self, text: &str, room: u16) -> Vec<String> {
        linebreak::wrap(&block(text), usize::from(room.max(2)), self.mode())
    }

    /// Draws a text broken into rows; what does not fit below ends in a mark. Says how many rows it took.
    pub fn wrapped(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let rows = self.rows(text, area.width);
        self.put_rows(area, &rows, style)
    }

    /// Draws the rows that [`Canvas::rows`] gave for this width, as [`Canvas::wrapped`] does.
    pub fn put_rows(&mut self, area: Rect, rows: &[String], style: Style) -> u16 {
        let fits = usize::from(area.height);
        for (y, row) in (area.top()..area.bottom()).zip(rows) {
            let last = y + 1 == area.bottom() && rows.len() > fits;
            let row = if last {
                // What is cut already shows it.
                Cow::Owned(cut(&format!("{row}~"), usize::from(area.width), self.mode()))
            } else {
                Cow::Borrowed(row.as_str())
            };
            self.put_clean(area.x, y, area.width, &row, style);
        }
        cells(rows.len()).min(area.height)
    }

    /// Gives every cell of an area a style.
    pub fn tint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        let (area, base) = (area.intersection(self.buffer.area), self.theme.base());
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(base);
                }
            }
        }
    }

    /// A line from `x`, with what stands at its ends.
    pub fn rule(&mut self, x: u16, y: u16, length: u16, ends: [&str; 2], style: Style) {
        let flat = self.theme.lines().flat;
        let middle = flat.repeat(usize::from(length.saturating_sub(2)));
        let [left, right] = ends;
        self.put_chrome(x, y, &format!("{left}{middle}{right}"), style);
    }

    /// An upright line.
    pub fn post(&mut self, x: u16, y: u16, length: u16, style: Style) {
        let upright = self.theme.lines().upright;
        for y in y..y.saturating_add(length) {
            self.put_chrome(x, y, upright, style);
        }
    }

    /// A box with a title; gives the area inside.
    pub fn frame(&mut self, area: Rect, title: &str, style: Style) -> Rect {
        self.clear(area);
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let lines = self.theme.lines();
        let [top_left, top_right, bottom_left, bottom_right] = lines.corners;
        self.rule(area.x, area.y, area.width, [top_left, top_right], style);
        self.rule(area.x, area.bottom() - 1, area.width, [bottom_left, bottom_right], style);
        self.post(area.x, area.y + 1, area.height - 2, style);
        self.post(area.right() - 1, area.y + 1, area.height - 2, style);
        self.title(area.x, area.y, area.width, title);
        Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
    }

    /// A box with a title and a blank at each side; gives the area for text.
    pub fn page(&mut self, area: Rect, title: &str, style: Style) -> Rect {
        let inside = self.frame(area, title, style);
        Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
    }

    /// A title in the line that begins at `x`.
    pub fn title(&mut self, x: u16, y: u16, length: u16, title: &str) {
        if !title.is_empty() && length > 6 {
            let style = self.theme.strong();
            let title = cut(&line(title), usize::from(length - 5), self.mode());
            self.put_clean(x + 1, y, length - 2, &format!(" {title} "), style);
        }
    }

    /// A piece of a box: one cell a character, as the theme promises.
    pub fn put_chrome(&mut self, x: u16, y: u16, text: &str, style: Style) {
        let area = self.buffer.area;
        if area.contains(Position::new(x, y)) {
            self.buffer.set_stringn(x, y, text, usize::from(area.right() - x), style);
        }
    }

    /// Says where the caret stands.
    pub fn park(&mut self, at: Position) {
        if self.buffer.area.contains(at) {
            self.caret = Some(at);
        }
    }

    /// Says what a click in an area means.
    pub fn spot(&mut self, area: Rect, spot: Spot) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            self.spots.push((area, spot));
        }
    }

    /// Tells the terminal library about characters that this terminal draws wider than it counts. The last thing to be done.
    pub fn finish(&mut self) {
        let Some(two) = NonZeroU16::new(2).filter(|_| self.mode() == Ambiguous::Wide) else { return };
        for cell in &mut self.buffer.content {
            let symbol = cell.symbol();
            if width(symbol, Ambiguous::Wide) != width(symbol, Ambiguous::Narrow) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(two));
            }
        }
    }
}
