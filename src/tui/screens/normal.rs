//! 平常への復帰: all that is open, with who has taken it and until when, and what was taken and is done. Nothing in it blocks.
//!
//! Owns the chosen row. Enter goes to where an item is settled; who takes it is asked in [`super::take`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::accounts::Accounts;
use super::call_sheet::CallSheet;
use super::chronology::Chronology;
use super::confirm_all::confirm_all;
use super::declare::Declare;
use super::duties::Duties;
use super::guide::Guide;
use super::ledger::{self, Ledger};
use super::mode_detail::ModeDetail;
use super::outbox::Outbox;
use super::restore_detail::RestoreDetail;
use super::take::take;
use super::{Cx, Screen};
use crate::domain::event::Taken;
use crate::domain::hash::Hash;
use crate::domain::incident::{Made, Stage};
use crate::domain::open_items::OpenKind;
use crate::domain::return_list::{ReturnItem, return_list, settled};
use crate::message::ledger::{open_kind, taken, today};
use crate::t;
use crate::text::spoken_time;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::foot;
use crate::tui::widgets::list::List;

/// The list.
#[derive(Default)]
pub struct Normal {
    list: List,
    /// The chosen item's name, by which it is followed.
    chosen: Option<String>,
}

enum Row {
    Open(ReturnItem),
    Done(Made<Taken>, Option<Hash>),
}

impl Row {
    fn id(&self) -> String {
        match self {
            Self::Open(item) => item.item.id(),
            Self::Done(taken, _) => taken.made.item.clone(),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

fn rows(model: &Model) -> Vec<Row> {
    let Some(open) = &model.open else { return Vec::new() };
    let list = return_list(&open.incident, &open.plan).into_iter().map(Row::Open);
    list.chain(settled(&open.incident, &open.plan).into_iter().map(|(taken, line)| Row::Done(taken, line))).collect()
}

/// Goes to where an item is settled.
fn go(what: &OpenKind, cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    match what {
        OpenKind::Declaration(_) => cx.push(Declare::new(cx.model)),
        OpenKind::Order(line) => cx.push(Chronology::at(cx.model, line)),
        OpenKind::Call(_) => cx.push(CallSheet::default()),
        OpenKind::Mail(_) => cx.push(Outbox::default()),
        OpenKind::Later(key) | OpenKind::Failed(key) | OpenKind::Untouched(key) => cx.push(Guide::at(&open, key)),
        OpenKind::Unconfirmed(_) => cx.push(confirm_all(cx.model)),
        OpenKind::Duty(id) | OpenKind::PerhapsDuty(id) => cx.push(Duties::at(&open, id)),
        OpenKind::Restore(id) | OpenKind::Recheck(id) => cx.push(RestoreDetail::of(id.clone())),
        OpenKind::Department(id) => cx.push(ModeDetail::of(id.clone())),
        OpenKind::Account(_) => cx.push(Accounts::default()),
        OpenKind::Batch(id) => cx.push(Ledger::at(ledger::Row::Batch(id.clone()))),
        OpenKind::Gap(line) => cx.push(Ledger::at(ledger::Row::Gap(*line))),
    }
}

impl Screen for Normal {
    fn context(&self) -> Ctx {
        Ctx::Return
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let takes_acts = model.open.as_ref().is_some_and(|open| open.incident.stage != Stage::Closed);
        match cmd {
            Cmd::Enter => !rows(model).is_empty(),
            Cmd::Take => takes_acts && rows(model).get(self.list.at).is_some_and(Row::is_open),
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = rows(cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            self.chosen = rows.get(self.list.at).map(Row::id);
            return;
        }
        match (cmd, rows.get(self.list.at)) {
            (Cmd::Back, _) => cx.back(),
            (Cmd::Ledger, _) => cx.push(Ledger::default()),
            (Cmd::Enter, Some(Row::Open(item))) => go(&item.item.what, cx),
            (Cmd::Enter, Some(Row::Done(taken, line))) => {
                let screen = Chronology::at(cx.model, line.as_ref().unwrap_or(&taken.line));
                cx.push(screen);
            }
            (Cmd::Take, Some(Row::Open(item))) => {
                if let Some(form) = take(cx.model, &item.item.id()) {
                    cx.push(form);
                }
            }
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let rows = rows(model);
        let known = self.chosen.as_ref().and_then(|id| rows.iter().position(|row| row.id() == *id));
        self.list.at = known.unwrap_or(self.list.at);
        self.list.clamp(rows.len());
        self.chosen = rows.get(self.list.at).map(Row::id);
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.chosen = rows(model).get(self.list.at).map(Row::id);
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let facility = &open.plan.facility;
        let rows = rows(model);
        let day = today(facility, model.now);
        let inside = canvas.page(area, &t!("return-title"), theme.text());
        let late = |row: &Row| matches!(row, Row::Open(item) if item.is_overdue(day));
        let nobody = rows.iter().filter(|row| matches!(row, Row::Open(item) if item.taken.is_none())).count();
        let count = rows.iter().filter(|row| row.is_open()).count();
        let overdue = rows.iter().filter(|row| late(row)).count();
        let said = match count {
            0 => t!("return-none"),
            count => t!("return-screen-count", count = count, nobody = nobody, late = overdue),
        };
        let taken_rows = canvas.wrapped(inside, &said, theme.strong());
        // All about the chosen row stands at the foot.
        let about = rows.get(self.list.at).map(|row| self.about(row, model)).unwrap_or_default();
        let room = Rect { y: inside.y + taken_rows, height: inside.height.saturating_sub(taken_rows), ..inside };
        let body = foot::draw(canvas, room, &about, theme.text());
        let texts = rows.iter().map(|row| -> (String, Style) {
            match row {
                Row::Open(item) => {
                    let by = item.taken.as_ref().map(|taken| {
                        let (who, until) = (taken.made.taker.name.as_str(), taken.made.until.as_str());
                        t!("return-row-taken", who = who, until = until)
                    });
                    let mark = if late(row) { "!" } else { "" };
                    let style = if late(row) { theme.warning() } else { theme.text() };
                    let by = by.map(|by| format!(" {by}")).unwrap_or_default();
                    (format!("{mark}[{}]{by} {}", open_kind(&item.item.what), item.item.title), style)
                }
                Row::Done(taken, _) => (t!("return-row-done", title = taken.made.title.as_str()), theme.good()),
            }
        });
        self.list.draw(canvas, body, true, texts);
    }
}

impl Normal {
    fn about(&self, row: &Row, model: &Model) -> Vec<String> {
        let Some(open) = &model.open else { return Vec::new() };
        let facility = &open.plan.facility;
        match row {
            Row::Open(item) => {
                let due = item.item.due.map(|due| t!("return-due", at = spoken_time::show(due, model.now)));
                let late = item.is_overdue(today(facility, model.now));
                let by = item.taken.as_ref().map_or_else(|| t!("return-nobody"), |made| taken(made, facility, late));
                [item.item.title.clone(), by].into_iter().chain(due).collect()
            }
            Row::Done(made, line) => {
                let entry = line.as_ref().and_then(|line| open.incident.entry(line));
                let settled = entry.map_or_else(
                    || t!("return-settled-otherwise"),
                    |entry| {
                        let at = crate::tui::typed::show_when(&entry.when(), model.now);
                        let who = entry.actor().map_or_else(|| t!("report-nameless"), |who| who.name.clone());
                        t!("return-settled-by", text = entry.text(), at = at, who = who)
                    },
                );
                vec![taken(made, facility, false), settled]
            }
        }
    }
}
