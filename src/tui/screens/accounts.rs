//! 非常時アカウント: which were opened, by whom and what for, and which nobody has closed yet.
//!
//! Owns the chosen one.

use ratatui::layout::Rect;

use super::{Cx, Screen, mode_form};
use crate::domain::accounts::{Account, accounts};
use crate::message::mode::account as words;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::{List, draw_row};

/// The list of emergency accounts.
#[derive(Default)]
pub struct Accounts {
    list: List,
}

/// The open ones first, the last one before the others.
fn rows(model: &Model) -> Vec<Account> {
    let mut rows = model.open.as_ref().map(|open| accounts(&open.incident)).unwrap_or_default();
    rows.reverse();
    rows.sort_by_key(|known| known.closed.is_some());
    rows
}

impl Screen for Accounts {
    fn context(&self) -> Ctx {
        Ctx::Accounts
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Enter => rows(model).get(self.list.at).is_some_and(|known| known.closed.is_none()),
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = rows(cx.model);
        if self.list.handle(cmd, rows.len(), 5) {
            return;
        }
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Add => {
                if let Some(form) = mode_form::account_used(cx.model) {
                    cx.push(form);
                }
            }
            Cmd::Enter => {
                let form =
                    rows.get(self.list.at).and_then(|known| mode_form::account_closed(cx.model, &known.used.line));
                if let Some(form) = form {
                    cx.push(form);
                }
            }
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(rows(model).len());
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        self.list.point(at)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = rows(model);
        let inside = canvas.page(area, &t!("accounts-title"), theme.text());
        if rows.is_empty() {
            canvas.wrapped(inside, &t!("accounts-none"), theme.text());
            return;
        }
        let room = usize::from(inside.width.saturating_sub(2)).max(1);
        let texts: Vec<Vec<String>> = rows
            .iter()
            .map(|known| crate::text::linebreak::wrap(&words(known, &open.plan.facility), room, canvas.mode()))
            .collect();
        let heights: Vec<u16> = texts.iter().map(|rows| u16::try_from(rows.len().max(1)).unwrap_or(1)).collect();
        let first = self.list.first_in_sight(&heights, inside.height);
        let mut ys = inside.top()..inside.bottom();
        for (at, text) in texts.iter().enumerate().skip(first) {
            let style =
                if rows.get(at).is_some_and(|known| known.closed.is_none()) { theme.warning() } else { theme.text() };
            for (number, row) in text.iter().enumerate() {
                let Some(y) = ys.next() else { return };
                let here = Rect { y, height: 1, ..inside };
                if number == 0 {
                    draw_row(canvas, here, at == self.list.at, row, style, Spot::Row(at));
                } else {
                    canvas.put(here.x + 2, y, here.width.saturating_sub(2), row, style);
                }
            }
        }
    }
}
