//! A text to be read that may be longer than its window.
//!
//! Owns how far it is scrolled. How long the text is depends on the window: scrolling stops at its end.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::linebreak::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Cmd;
use crate::tui::model::Model;

/// How far a text is scrolled.
#[derive(Default)]
pub struct Reading {
    from: usize,
}

impl Reading {
    /// Scrolls, where the command says so, a text of these paragraphs.
    pub fn handle(&mut self, cmd: Cmd, model: &Model, paragraphs: impl FnOnce() -> Vec<String>) {
        match cmd {
            Cmd::Up => self.from = self.from.saturating_sub(1),
            Cmd::PageUp => self.from = self.from.saturating_sub(10),
            Cmd::First => self.from = 0,
            Cmd::Down | Cmd::PageDown => {
                let step = if cmd == Cmd::Down { 1 } else { 10 };
                let width = model.size.map_or(80, |(width, _)| usize::from(width.max(8)) - 4);
                let rows = |text: &String| wrap(text, width, model.theme.ambiguous).len().max(1);
                let most: usize = paragraphs().iter().map(rows).sum();
                self.from = (self.from + step).min(most.saturating_sub(1));
            }
            _ => {}
        }
    }

    /// The first of so many rows that is seen in a window of this height. The last rows stay at the foot, however far somebody
    /// scrolls.
    pub fn first(&self, rows: usize, height: u16) -> usize {
        self.from.min(rows.saturating_sub(usize::from(height)))
    }

    /// Draws the paragraphs, each in its style. Says whether more stands below.
    pub fn view(&self, canvas: &mut Canvas<'_>, inside: Rect, paragraphs: &[(String, Style)]) -> bool {
        let mut rows: Vec<(String, Style)> = Vec::new();
        for (text, style) in paragraphs {
            let broken = canvas.rows(text, inside.width);
            if broken.is_empty() {
                rows.push((String::new(), *style));
            }
            rows.extend(broken.into_iter().map(|row| (row, *style)));
        }
        let first = self.first(rows.len(), inside.height);
        for ((row, style), y) in rows.iter().skip(first).zip(inside.top()..inside.bottom()) {
            canvas.put(inside.x, y, inside.width, row, *style);
        }
        rows.len() > first + usize::from(inside.height)
    }
}
