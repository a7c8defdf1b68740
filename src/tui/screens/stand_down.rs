//! 解除: what is still open, and who takes it. Open items never block.
//!
//! Owns the chosen item. Who takes what is kept in the model until the end is recorded, so that leaving the screen loses nothing; the
//! forms are in [`super::stand_down_takers`].

use ratatui::layout::Rect;

use super::normal::Normal;
use super::stand_down_takers::{given, given_before, taker_of, takers};
use super::{Cx, Screen};
use crate::domain::incident::Stage;
use crate::domain::open_items::{OpenItem, OpenKind, open_items};
use crate::message::ledger::open_kind;
use crate::t;
use crate::text::spoken_time;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Recorded, Snapshot, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;

/// The list of what is open.
#[derive(Default)]
pub struct StandDown {
    list: List,
    /// Its name, by which it is followed.
    chosen: Option<String>,
}

impl StandDown {
    fn item(&self, open: &Snapshot) -> Option<OpenItem> {
        open_items(&open.incident, &open.plan).into_iter().nth(self.list.at)
    }
}

impl Screen for StandDown {
    fn context(&self) -> Ctx {
        Ctx::StandDown
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let item = || model.open.as_ref().and_then(|open| self.item(open));
        match cmd {
            Cmd::Enter => item().is_some(),
            Cmd::Withdraw => item().is_some_and(|item| given(model, &item.id()).is_some()),
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let rows = open_items(&open.incident, &open.plan).len();
        if self.list.handle(cmd, rows, 10) {
            self.chosen = self.item(&open).map(|item| item.id());
            return;
        }
        match cmd {
            Cmd::Enter => {
                if let Some(form) = self.item(&open).and_then(|item| taker_of(cx.model, &item.id())) {
                    cx.push(form);
                }
            }
            Cmd::Withdraw => {
                let dropped = self.item(&open).map(|item| item.id());
                if let (Some(id), Some(takers)) = (dropped, cx.model.takers.get_mut(&open.id)) {
                    takers.retain(|taker| taker.item != id);
                }
            }
            Cmd::Submit => {
                if let Some(form) = takers(cx.model) {
                    cx.push(form);
                }
            }
            Cmd::Return => cx.push(Normal::default()),
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        // Items come and go with further lines: the chosen one is followed.
        if let Some(open) = &model.open {
            let items = open_items(&open.incident, &open.plan);
            let chosen = self.chosen.as_ref().and_then(|id| items.iter().position(|item| item.id() == *id));
            self.list.at = chosen.unwrap_or(self.list.at);
            self.list.clamp(items.len());
        }
    }

    fn recorded(&mut self, _ticket: Ticket, recorded: &Recorded, cx: &mut Cx<'_>) {
        if recorded.snapshot.incident.stage != Stage::Open {
            cx.go_to(super::guide::Guide::default());
        }
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.chosen = model.open.as_ref().and_then(|open| self.item(open)).map(|item| item.id());
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let items = open_items(&open.incident, &open.plan);
        let inside = canvas.page(area, &t!("stand-down-title"), theme.text());
        let named = items.iter().filter(|item| given_before(model, &item.id()).is_some()).count();
        let ask = if items.is_empty() {
            t!("stand-down-none")
        } else {
            t!("stand-down-ask", count = items.len(), named = named)
        };
        let taken = canvas.wrapped(inside, &ask, theme.strong());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let rows = items.iter().map(|item| {
            let kind = open_kind(&item.what);
            let due = match &item.what {
                // What is counted for a duty is a guide, and says so.
                OpenKind::Duty(id) | OpenKind::PerhapsDuty(id) => {
                    open.digest.duty(id).map(|duty| format!("  {}", duty.brief)).unwrap_or_default()
                }
                _ => item.due.map(|due| format!("  {}", spoken_time::show(due, model.now))).unwrap_or_default(),
            };
            // Who takes it stands before the words: those may be long.
            let who = given_before(model, &item.id()).map(|who| format!(" ({who})")).unwrap_or_default();
            (format!("[{kind}]{who} {}{due}", item.title), theme.text())
        });
        self.list.draw(canvas, body, true, rows);
    }
}
