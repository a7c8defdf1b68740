//! Something went wrong: what happened, what it means for the record, what to do now. What was typed stays below.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Cx, Screen};
use crate::message::Message;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::Spot;

/// A message that waits until it was read.
pub struct Trouble {
    title: String,
    what: String,
    record: String,
    hints: Vec<String>,
    bad: bool,
}

impl Trouble {
    /// Of an error.
    pub fn of(message: &Message) -> Self {
        Self {
            title: t!("trouble-title"),
            what: message.what.clone(),
            record: message.record.clone(),
            hints: message.hints_for_screen().to_vec(),
            bad: true,
        }
    }

    /// Of something that went well and should be read.
    pub fn said(title: String, what: String) -> Self {
        Self { title, what, record: String::new(), hints: Vec::new(), bad: false }
    }

    fn rows(&self, canvas: &Canvas<'_>) -> Vec<(String, Style)> {
        let theme = canvas.theme;
        let mut rows = vec![(self.what.clone(), if self.bad { theme.warning() } else { theme.strong() })];
        if !self.record.is_empty() {
            rows.push((self.record.clone(), theme.strong()));
        }
        rows.extend(self.hints.iter().map(|hint| (t!("trouble-hint", hint = hint.as_str()), theme.text())));
        rows
    }
}

impl Screen for Trouble {
    fn context(&self) -> Ctx {
        Ctx::Trouble
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd == Cmd::Back
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if cmd == Cmd::Back {
            cx.back();
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = self.rows(canvas);
        let room = area.width.saturating_sub(4);
        let needed: usize = rows.iter().map(|(text, _)| canvas.rows(text, room).len()).sum();
        let height = (cells(needed) + 4).min(area.height);
        let outside = Rect { y: area.y + (area.height - height) / 2, height, ..area };
        let border = if self.bad { canvas.theme.warning() } else { canvas.theme.good() };
        let inside = canvas.frame(outside, &self.title, border);
        canvas.spot(outside, Spot::Cmd(Cmd::Back));
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let mut y = inside.y;
        for (text, style) in rows {
            y += canvas.wrapped(Rect { y, height: inside.bottom().saturating_sub(y), ..inside }, &text, style);
        }
        if y + 1 < inside.bottom() {
            let accent = canvas.theme.accent();
            // After something went well nobody fears for what was typed.
            let foot = if self.bad { t!("trouble-foot") } else { t!("trouble-foot-said") };
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &foot, accent);
        }
    }
}
