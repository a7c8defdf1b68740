//! クロノロジー: what happened, both times on each line; search, both orders, and setting a line right.
//!
//! Owns the order, the search and the chosen line. Which lines there are is looked up when data, order or search change, not when it
//! is drawn; drawn is what is in sight.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::confirm::Confirm;
use super::correct::correct;
use super::order_done::order_done;
use super::withdraw::withdraw;
use super::{Cx, Screen};
use crate::domain::command::Command;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::hash::Hash;
use crate::domain::incident::Order;
use crate::domain::when::Precision;
use crate::domain::wording;
use crate::t;
use crate::text::spoken_time;
use crate::text::width::{cut, pad};
use crate::tui::canvas::{Canvas, cells};
use crate::tui::digest::line_text;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// The cells of a time.
const TIME: usize = 11;

/// The chronology of the open incident.
pub struct Chronology {
    list: List,
    /// The places of the shown entries in the incident, in the order in which they are shown.
    found: Arc<[usize]>,
    by_record: bool,
    search: TextField,
    searching: bool,
}

impl Chronology {
    /// The chronology at its last line.
    pub fn new(model: &Model) -> Self {
        let found = model.open.as_ref().map(|open| open.digest.by_time()).unwrap_or_default();
        Self {
            list: List { at: found.len().saturating_sub(1) },
            found,
            by_record: false,
            search: TextField::default(),
            searching: false,
        }
    }

    /// The chronology at a line.
    pub fn at(model: &Model, line: &Hash) -> Self {
        let mut chronology = Self::new(model);
        if let Some(open) = &model.open {
            let place = open.incident.place(line);
            let shown = chronology.found.iter().position(|at| Some(*at) == place);
            chronology.list.at = shown.unwrap_or(chronology.list.at);
        }
        chronology
    }

    /// Looks up what is shown.
    fn look(&mut self, open: &Snapshot) {
        let all = if self.by_record { open.digest.by_record() } else { open.digest.by_time() };
        let search = self.search.text();
        let search = search.trim();
        self.found = if search.is_empty() { all } else { open.digest.search(&all, search) };
    }

    fn entry<'a>(&self, open: &'a Snapshot, at: usize) -> Option<&'a Entry> {
        open.incident.entries.get(*self.found.get(at)?)
    }
}

/// When it happened, in as many words as a column takes.
fn happened(entry: &Entry, model: &Model) -> String {
    let when = entry.when();
    match (when.at, when.precision()) {
        (Some(at), Precision::About) => t!("time-about", at = spoken_time::show(at, model.now)),
        (Some(at), Precision::Range | Precision::PartOfDay) => t!("time-from", at = spoken_time::show(at, model.now)),
        (Some(at), Precision::Exact | Precision::Unknown) => spoken_time::show(at, model.now),
        (None, _) => t!("time-unknown"),
    }
}

/// The last lines, for the foot of the guide: the newest one last.
pub fn brief(open: &Snapshot, model: &Model, canvas: &Canvas<'_>, count: usize) -> Vec<(String, Style)> {
    let places = open.digest.by_record();
    let skipped = places.len().saturating_sub(count);
    let row = |entry: &Entry| {
        let style = if entry.withdrawn.is_some() { canvas.theme.faint() } else { canvas.theme.text() };
        // A long question would hide its answer at the end of the row.
        let answer = match &entry.line.event {
            Event::CriterionAnswered(answered) => format!("[{}] ", wording::answer(answered.answer, lang())),
            _ => String::new(),
        };
        (format!("{} {answer}{}", happened(entry, model), line_text(entry)), style)
    };
    places.iter().skip(skipped).filter_map(|place| open.incident.entries.get(*place)).map(row).collect()
}

/// The instruction that a line gave, while nobody has reported it as carried out.
fn open_order<'a>(open: &'a Snapshot, entry: &Entry) -> Option<&'a Order> {
    open.incident.open_orders().find(|order| order.line == entry.hash())
}

impl Screen for Chronology {
    fn context(&self) -> Ctx {
        Ctx::Chronology
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Chronology
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        let open = model.open.as_ref().filter(|_| cmd == Cmd::Confirm)?;
        open_order(open, self.entry(open, self.list.at)?).map(|_order| t!("label-order-done"))
    }

    fn field(&mut self) -> Option<&mut TextField> {
        if self.searching { Some(&mut self.search) } else { None }
    }

    fn is_typing(&self) -> bool {
        self.searching
    }

    fn typed(&mut self, model: &Model) {
        if let Some(open) = &model.open {
            self.look(open);
            self.list.clamp(self.found.len());
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        if self.searching && matches!(cmd, Cmd::Correct | Cmd::Back | Cmd::Down) {
            // Enter leaves the search with what it found, Esc leaves it without.
            self.searching = false;
            if cmd == Cmd::Back {
                self.search.set("");
                self.look(&open);
            }
            return;
        }
        if self.list.handle(cmd, self.found.len(), 8) {
            return;
        }
        let entry = self.entry(&open, self.list.at);
        match (cmd, entry) {
            (Cmd::Search, _) => self.searching = true,
            (Cmd::Order, _) => {
                let chosen = self.found.get(self.list.at).copied();
                self.by_record = !self.by_record;
                self.look(&open);
                self.list.at = self.found.iter().position(|place| Some(*place) == chosen).unwrap_or(0);
            }
            (Cmd::Correct, Some(entry)) => {
                if let Some(form) = correct(cx.model, entry) {
                    cx.push(form);
                }
            }
            (Cmd::ConfirmAll, _) => cx.push(super::confirm_all::confirm_all(cx.model)),
            (Cmd::Withdraw, Some(entry)) => cx.push(withdraw(entry)),
            (Cmd::Confirm, Some(entry)) if open_order(&open, entry).is_some() => {
                let form = open_order(&open, entry).and_then(|order| order_done(cx.model, order));
                if let Some(form) = form {
                    cx.push(form);
                }
            }
            (Cmd::Confirm, Some(entry)) => {
                let target = entry.hash();
                let ask = t!("chronology-confirm-ask", text = cut(&line_text(entry), 100, cx.model.theme.ambiguous));
                cx.push(Confirm::new(ask, move |cx| {
                    let deed = cx.model.deed(Command::Confirm { targets: vec![target] });
                    cx.act(deed);
                }));
            }
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.typed(model);
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(at) => self.list.point(at),
            _ => Pointed::Nothing,
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let all = self.found.len();
        let order = if self.by_record { t!("chronology-by-record") } else { t!("chronology-by-time") };
        let title = t!("chronology-title", at = (self.list.at + 1).min(all), all = all, order = order);
        let inside = canvas.frame(area, &title, theme.text());
        let mode = canvas.mode();
        let mut y = inside.y;
        if self.searching || !self.search.is_blank() {
            let label = t!("search-label");
            let taken = canvas.put(inside.x, y, inside.width, &label, theme.strong()) + 1;
            let field = Rect { x: inside.x + taken, y, width: inside.width.saturating_sub(taken), height: 1 };
            self.search.draw(canvas, field, self.searching, theme.text());
            y += 1;
        }
        let times = cells(TIME * 2 + 4);
        let wide = inside.width > 50;
        if wide {
            let head = format!(
                " {} {} {}",
                pad(&t!("chronology-happened"), TIME, mode),
                pad(&t!("chronology-written"), TIME, mode),
                t!("chronology-what")
            );
            canvas.put(inside.x, y, inside.width, &head, theme.faint());
            y += 1;
        }
        let body = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        let text_room = if wide { body.width.saturating_sub(times) } else { body.width.saturating_sub(2) };
        let extra = u16::from(!wide);
        // Each entry in sight is broken into rows once: for its height, and to be drawn.
        let broken: RefCell<BTreeMap<usize, Vec<String>>> = RefCell::default();
        let height_at = |at: usize| {
            let entry = self.entry(open, at)?;
            let mut broken = broken.borrow_mut();
            let rows = broken.entry(at).or_insert_with(|| canvas.rows(&line_text(entry), text_room));
            Some(cells(rows.len().min(4)) + extra)
        };
        let first = self.list.first_in_sight_of(height_at, body.height);
        let mut broken = broken.take();
        for at in first..all {
            let Some(entry) = self.entry(open, at) else { break };
            let here = at == self.list.at;
            let style = match (here, entry.withdrawn.is_some()) {
                (true, _) => theme.chosen(),
                (_, true) => theme.faint(),
                _ => theme.text(),
            };
            let rows = broken.remove(&at).unwrap_or_else(|| canvas.rows(&line_text(entry), text_room));
            let height = (cells(rows.len().min(4)) + extra).min(body.bottom().saturating_sub(y));
            if height == 0 {
                break;
            }
            let happened = pad(&happened(entry, model), TIME, mode);
            let written = pad(&spoken_time::show(entry.recorded_at(), model.now), TIME, mode);
            let marker = if here { ">" } else { " " };
            canvas.spot(Rect { y, height, ..body }, Spot::Row(at));
            canvas.put(body.x, y, body.width, &format!("{marker}{happened} {written}"), style);
            let text = if wide {
                Rect { x: body.x + times - 1, y, width: text_room, height }
            } else {
                Rect { x: body.x + 2, y: y + 1, width: text_room, height: height.saturating_sub(1) }
            };
            canvas.put_rows(text, &rows, style);
            y += height;
        }
        if all == 0 {
            canvas.put(body.x + 1, body.y, body.width, &t!("chronology-none"), theme.text());
        }
    }
}
