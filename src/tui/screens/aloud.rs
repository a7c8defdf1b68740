//! A text alone, with room between its lines: to be read aloud, or copied by hand onto paper.
//!
//! Owns how far one has scrolled. Nothing can be changed here.

use ratatui::layout::Rect;

use super::{Cx, Screen};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;

/// Longer rows than these are lost by the eye on the way back, in cells.
const WIDEST: u16 = 60;

/// A text to be read aloud.
pub struct Aloud {
    title: String,
    text: String,
    first: usize,
}

impl Aloud {
    /// Shows a text.
    pub fn new(title: String, text: String) -> Self {
        Self { title, text, first: 0 }
    }

    /// Its rows, each line apart from the next one.
    fn rows(&self, canvas: &Canvas<'_>, room: u16) -> Vec<String> {
        let mut rows = Vec::new();
        for line in self.text.lines().filter(|line| !line.trim().is_empty()) {
            rows.extend(canvas.rows(line, room));
            rows.push(String::new());
        }
        rows.push(t!("aloud-end"));
        rows
    }
}

impl Screen for Aloud {
    fn context(&self) -> Ctx {
        Ctx::Aloud
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !cmd.leads_elsewhere() && cmd != Cmd::TakeBack
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Up => self.first = self.first.saturating_sub(1),
            Cmd::Down => self.first += 1,
            Cmd::PageUp => self.first = self.first.saturating_sub(8),
            Cmd::PageDown => self.first += 8,
            Cmd::First => self.first = 0,
            Cmd::Back => cx.back(),
            _ => {}
        }
        // No further than to the last line: whoever presses on is not lost behind the end.
        let most = self.text.lines().count() * 4;
        self.first = self.first.min(most);
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.page(area, &self.title, theme.text());
        let margin = inside.width.saturating_sub(WIDEST).min(6) / 2;
        let room = inside.width.saturating_sub(2 * margin).min(WIDEST);
        let rows = self.rows(canvas, room);
        let first = self.first.min(rows.len().saturating_sub(usize::from(inside.height)));
        let last = (first + usize::from(inside.height)).min(rows.len());
        for (row, y) in rows.iter().skip(first).zip(inside.top()..inside.bottom()) {
            let style = if y + 1 == inside.top() + cells(last - first) && last == rows.len() {
                theme.faint()
            } else {
                theme.strong()
            };
            canvas.put(inside.x + margin, y, room, row, style);
        }
        if last < rows.len() {
            let more = t!("aloud-more");
            let width = canvas.width(&more);
            let x = inside.right().saturating_sub(width);
            canvas.put(x, inside.bottom().saturating_sub(1), width, &more, theme.accent());
        }
    }
}
