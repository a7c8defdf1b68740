//! 前に見てからのこと: what is new to the person at the keyboard, in at most ten rows.
//!
//! Owns the popup. Closing it, and going elsewhere from it, means that it was read. What is news is `domain::since`'s, its words are
//! in [`since_words`](super::since_words).

use ratatui::layout::Rect;

use super::since_words::Words;
use super::{Cx, Screen, Todo};
use crate::domain::since::{Change, Looked, since};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::Spot;

/// What is new.
pub struct Since {
    /// How far this person had read when it was opened.
    looked: Looked,
    changes: Vec<Change>,
}

impl Since {
    /// What is new to the person at the keyboard.
    pub fn new(model: &Model) -> Self {
        let mut screen = Self { looked: model.looked(), changes: Vec::new() };
        screen.refresh(model);
        screen
    }
}

impl Screen for Since {
    fn context(&self) -> Ctx {
        Ctx::Since
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::TakeBack
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if cmd == Cmd::Back {
            let kept = cx.model.all_read();
            cx.todo.extend(kept.map(Todo::Ask));
            cx.back();
        }
    }

    fn refresh(&mut self, model: &Model) {
        if let Some(open) = &model.open {
            self.changes = since(&open.incident, &open.plan, &self.looked);
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows: Vec<String> = if self.changes.is_empty() {
            vec![t!("since-none")]
        } else {
            let room = usize::from(area.width.saturating_sub(4));
            let words = Words { open, now: model.now, room, mode: canvas.mode() };
            self.changes.iter().map(|change| words.row(change)).collect()
        };
        let height = (cells(rows.len()) + 3).min(area.height);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        let is_first = self.looked.iter().next().is_none();
        let title = if is_first { t!("since-title-first") } else { t!("since-title") };
        let inside = canvas.page(outside, &title, theme.accent());
        canvas.spot(outside, Spot::Cmd(Cmd::Back));
        for (row, y) in rows.iter().zip(inside.top()..inside.bottom()) {
            canvas.put(inside.x, y, inside.width, row, theme.text());
        }
        if usize::from(inside.height) > rows.len() {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &t!("since-foot"), theme.faint());
        }
    }
}
