//! The program in five screens, for somebody who sees it for the first time. Offered, never in the way.
//!
//! Owns the page. Any key leaves it and does what it does elsewhere: who is in a hurry has lost nothing.

use ratatui::layout::Rect;

use super::{Cx, Screen, Todo};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Change, Model};
use crate::tui::spot::Spot;

/// How many pages there are.
const PAGES: usize = 5;

/// The tour.
#[derive(Default)]
pub struct Tour {
    page: usize,
}

impl Tour {
    fn leave(cx: &mut Cx<'_>) {
        cx.back();
        if !cx.model.looks.toured {
            cx.todo.push(Todo::Wear(Change::Toured));
        }
    }
}

fn page(at: usize) -> (String, [String; 4]) {
    match at {
        0 => (t!("tour-1-title"), [t!("tour-1-a"), t!("tour-1-b"), t!("tour-1-c"), t!("tour-1-d")]),
        1 => (t!("tour-2-title"), [t!("tour-2-a"), t!("tour-2-b"), t!("tour-2-c"), t!("tour-2-d")]),
        2 => (t!("tour-3-title"), [t!("tour-3-a"), t!("tour-3-b"), t!("tour-3-c"), t!("tour-3-d")]),
        3 => (t!("tour-4-title"), [t!("tour-4-a"), t!("tour-4-b"), t!("tour-4-c"), t!("tour-4-d")]),
        _ => (t!("tour-5-title"), [t!("tour-5-a"), t!("tour-5-b"), t!("tour-5-c"), t!("tour-5-d")]),
    }
}

impl Screen for Tour {
    fn context(&self) -> Ctx {
        Ctx::Tour
    }

    fn passes_on(&self) -> bool {
        true
    }

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter && self.page + 1 == PAGES).then(|| t!("label-tour-end"))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter | Cmd::Right | Cmd::Down | Cmd::Next | Cmd::PageDown if self.page + 1 < PAGES => self.page += 1,
            Cmd::Left | Cmd::Up | Cmd::Previous | Cmd::PageUp => self.page = self.page.saturating_sub(1),
            Cmd::First => self.page = 0,
            Cmd::Last => self.page = PAGES - 1,
            Cmd::Enter | Cmd::Right | Cmd::Down | Cmd::Next | Cmd::PageDown | Cmd::Back => Self::leave(cx),
            other => {
                Self::leave(cx);
                cx.todo.push(Todo::Give(other));
            }
        }
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let inside = canvas.frame(area, &t!("tour-title", at = (self.page + 1), all = PAGES), theme.accent());
        let inside = Rect { x: inside.x + 2, width: inside.width.saturating_sub(4), ..inside };
        canvas.spot(area, Spot::Cmd(Cmd::Enter));
        let (title, lines) = page(self.page);
        let rows: usize = lines.iter().map(|line| canvas.rows(line, inside.width).len()).sum();
        let roomy = usize::from(inside.height) >= rows + 8;
        let mut y = inside.y + u16::from(roomy);
        let below = |y: u16| Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        y += canvas.wrapped(below(y), &title, theme.strong());
        y += u16::from(roomy);
        for line in &lines {
            y += canvas.wrapped(below(y), line, theme.text());
            y += u16::from(roomy);
        }
        let foot = t!("tour-foot");
        let room = cells(canvas.rows(&foot, inside.width).len());
        if y + room <= inside.bottom() {
            canvas.wrapped(below(inside.bottom() - room), &foot, theme.faint());
        }
    }
}
