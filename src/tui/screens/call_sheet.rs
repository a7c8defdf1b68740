//! 連絡票: whom to call next, with why and the number; below it everybody else, and last who was told.
//!
//! Owns which row is chosen: the next one, until somebody moves, and again after each call. Whom it holds in which order is
//! [`crate::domain::call_sheet`]'s.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::call::{Call, find, numbers};
use super::contacts::Contacts;
use super::{Cx, Screen};
use crate::domain::contact::{Contact, Standing};
use crate::domain::id::Id;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, line};
use crate::tui::digest::calls::{self, CallRow};
use crate::tui::digest::derived::Derived;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;

/// So many cells of a row are the name's, and so many the reason's.
const NAME: usize = 24;
const REASON: usize = 22;
/// So many reasons are shown.
const SHOWN: usize = 3;

/// The list of whom to call.
#[derive(Default)]
pub struct CallSheet {
    list: List,
    /// Whom somebody chose; `None`: the next one.
    chosen: Option<Id>,
    /// How many attempts to tell it the record had then.
    calls: usize,
    rows: Derived<(), Vec<CallRow>>,
}

impl CallSheet {
    /// The rows, as far as an incident is open.
    fn rows(&self, model: &Model) -> Option<Rc<Vec<CallRow>>> {
        self.rows.get(model, (), |open| calls::rows(open, model))
    }

    fn at(&self, rows: &[CallRow]) -> usize {
        let chosen = self.chosen.as_ref().and_then(|id| rows.iter().position(|row| row.id == *id));
        chosen.unwrap_or(0)
    }

    fn choose(&mut self, at: usize, rows: &[CallRow]) {
        self.list.at = at;
        self.chosen = rows.get(at).map(|row| row.id.clone());
        self.calls = rows.get(at).map_or(0, |row| row.attempts);
    }

    /// Who is chosen: whom to call, why, the number, and what came of it so far. Says how many rows it took.
    fn draw_chosen(row: &CallRow, is_next: bool, model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        let (theme, mut y) = (canvas.theme, area.y);
        let mut put = |canvas: &mut Canvas<'_>, text: &str, style| {
            if y < area.bottom() {
                y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, text, style);
            }
        };
        let contact = row.contact.as_ref().and_then(|id| find(model, id));
        let desk = contact.and_then(|contact| contact.desk.as_deref());
        let name = match desk {
            Some(desk) => format!("{}  {desk}", row.name),
            None => row.name.clone(),
        };
        let head = if is_next { t!("sheet-next-to-call", name = name) } else { name };
        put(canvas, &head, theme.strong());
        let standing = contact.map(Contact::standing);
        let style = if standing == Some(Standing::Verified) { theme.strong() } else { theme.warning() };
        match contact {
            Some(contact) => numbers(contact, model).iter().take(2).for_each(|number| put(canvas, number, style)),
            None => put(canvas, &t!("sheet-not-listed"), style),
        }
        for why in row.whys.iter().take(SHOWN) {
            put(canvas, why, theme.text());
        }
        if row.whys.len() > SHOWN {
            put(canvas, &t!("sheet-more-whys", count = (row.whys.len() - SHOWN)), theme.text());
        }
        if !row.tried.is_empty() {
            put(canvas, &t!("call-tried", tried = row.tried.join(&t!("list-separator"))), theme.accent());
        }
        if let Some((_, name)) = &row.offered {
            put(canvas, &t!("call-alternate", name = name.as_str()), theme.accent());
        }
        y - area.y
    }
}

impl Screen for CallSheet {
    fn context(&self) -> Ctx {
        Ctx::CallSheet
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Alternate => {
                self.rows(model).is_some_and(|rows| rows.get(self.at(&rows)).is_some_and(|row| row.offered.is_some()))
            }
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(rows) = self.rows(cx.model) else { return cx.back() };
        self.list.at = self.at(&rows);
        if self.list.handle(cmd, rows.len(), 8) {
            return self.choose(self.list.at, &rows);
        }
        let row = rows.get(self.list.at);
        match cmd {
            Cmd::Enter => {
                let call = row.and_then(|row| Some(Call::of_sheet(row.contact.clone()?, row.step.clone())));
                match call {
                    Some(call) => cx.push(call),
                    None if row.is_some() => cx.model.say(t!("sheet-not-listed")),
                    None => {}
                }
            }
            Cmd::Alternate => {
                let other = row.and_then(|row| Some(Call::of_sheet(row.offered.clone()?.0, row.step.clone())));
                if let Some(call) = other {
                    cx.push(call);
                }
            }
            Cmd::Next => cx.push(Contacts::default()),
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(chosen) = &self.chosen else { return };
        let calls = model.open.as_ref().map(|open| open.incident.calls.as_slice()).unwrap_or_default();
        // After a call the next one is meant.
        if calls.iter().filter(|call| call.made.contact == *chosen).count() != self.calls {
            self.chosen = None;
        }
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let (Spot::Row(at), Some(rows)) = (spot, self.rows(model)) else { return Pointed::Nothing };
        let again = self.at(&rows) == at;
        self.choose(at, &rows);
        if again { Pointed::Entered } else { Pointed::Chosen }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(rows) = self.rows(model) else { return };
        let told = rows.iter().filter(|row| row.is_told).count();
        let title = t!("sheet-title", open = (rows.len() - told), told = told);
        let inside = canvas.page(area, &title, theme.text());
        let at = self.at(&rows);
        let Some(row) = rows.get(at) else {
            canvas.wrapped(inside, &t!("sheet-none"), theme.text());
            return;
        };
        // At least a third of the room is the list's.
        let above = Rect { height: inside.height - (inside.height / 3).min(inside.height), ..inside };
        let is_next = at == 0 && !row.is_told && !row.waits;
        let taken = Self::draw_chosen(row, is_next, model, canvas, above);
        let gap = u16::from(inside.height > taken + 6);
        let y = inside.y + taken + gap;
        let mode = canvas.mode();
        // A wide window shows more of the reason.
        let reason = REASON + usize::from(inside.width.saturating_sub(78)).min(40);
        let texts = rows.iter().map(|row| {
            let cells = |text: &str, room: usize| pad(&line(text), room, mode);
            let style = match () {
                () if row.is_told => theme.faint(),
                () if row.is_due => theme.warning(),
                () => theme.text(),
            };
            (format!("{} {} {}", cells(&row.name, NAME), cells(&row.why, reason), row.state), style)
        });
        let body = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        List { at }.draw(canvas, body, true, texts);
    }
}
