//! クロノロジー: what happened, both times on each line; search, kinds, both orders, and setting a line right.
//!
//! Owns the order, the search, the kind that is looked at, and the chosen line, which it follows when the line moves. Which lines
//! there are is looked up when data, order, kind or search change, not when it is drawn: [`super::chronology_view`] draws what is in
//! sight. What a row says is in [`super::entry_text`], what belongs to a kind in [`super::chronology_filter`].

use std::sync::Arc;

use ratatui::layout::Rect;

use super::chronology_filter::Filter;
use super::confirm::Confirm;
use super::correct::correct;
use super::entry_detail::EntryDetail;
use super::entry_text::{line_text, order};
use super::order_done::order_done;
use super::withdraw::withdraw;
use super::{Cx, Screen, chronology_view, memo};
use crate::domain::command::Command;
use crate::domain::entry::Entry;
use crate::domain::hash::Hash;
use crate::domain::incident::Order;
use crate::t;
use crate::text::width::cut;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// A text of more characters may be cut in its row at 80 cells: reading it in full is offered.
const LONG: usize = 80;

/// The chronology of the open incident.
pub struct Chronology {
    pub(super) list: List,
    /// The places of the shown entries in the incident, in the order in which they are shown.
    pub(super) found: Arc<[usize]>,
    /// The line that is chosen: it is followed when a correction moves it, or further lines come before it.
    chosen: Option<Hash>,
    by_record: bool,
    pub(super) filter: Filter,
    pub(super) search: TextField,
    pub(super) searching: bool,
}

impl Chronology {
    /// The chronology at its last line.
    pub fn new(model: &Model) -> Self {
        let mut screen = Self {
            list: List::default(),
            found: Arc::default(),
            chosen: None,
            by_record: false,
            filter: Filter::All,
            search: TextField::default(),
            searching: false,
        };
        if let Some(open) = &model.open {
            screen.look(open);
            screen.choose(open, screen.found.len().saturating_sub(1));
        }
        screen
    }

    /// The chronology at a line.
    pub fn at(model: &Model, line: &Hash) -> Self {
        let mut screen = Self::new(model);
        screen.chosen = Some(*line);
        screen.follow(model);
        screen
    }

    /// Looks up what is shown: of the kind, with what is searched for, in the order. The cheaper question comes first.
    fn look(&mut self, open: &Snapshot) {
        let all = if self.by_record { open.digest.by_record() } else { open.digest.by_time() };
        let of_kind: Arc<[usize]> = if self.filter == Filter::All {
            all
        } else {
            let admits = |at: &usize| open.incident.entries.get(*at).is_some_and(|entry| self.filter.admits(entry));
            all.iter().copied().filter(admits).collect()
        };
        let search = self.search.text();
        let search = search.trim();
        self.found = if search.is_empty() { of_kind } else { open.digest.search(&of_kind, search) };
    }

    /// Chooses the line at a place, or the last one.
    fn choose(&mut self, open: &Snapshot, at: usize) {
        self.list.at = at;
        self.list.clamp(self.found.len());
        self.chosen = self.entry_at(open, self.list.at).map(Entry::hash);
    }

    /// Goes where the chosen line is now; where it is no more among them, its neighbour is chosen.
    fn follow(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        self.look(open);
        let place = self.chosen.as_ref().and_then(|chosen| open.incident.place(chosen));
        let at = self.found.iter().position(|at| Some(*at) == place);
        self.choose(open, at.unwrap_or(self.list.at));
    }

    /// The entry in a row.
    pub(super) fn entry_at<'a>(&self, open: &'a Snapshot, row: usize) -> Option<&'a Entry> {
        open.incident.entries.get(*self.found.get(row)?)
    }

    /// The chosen line.
    fn entry<'a>(&self, open: &'a Snapshot) -> Option<&'a Entry> {
        self.chosen.as_ref().and_then(|chosen| open.incident.entry(chosen))
    }

    /// What stands in the border: which line of how many, of which kind, in which order.
    pub(super) fn title(&self, open: &Snapshot) -> String {
        let entries = self.found.len();
        let order = if self.by_record { t!("chronology-by-record") } else { t!("chronology-by-time") };
        let at = (self.list.at + 1).min(entries);
        if self.filter == Filter::All {
            return t!("chronology-title", at = at, all = entries, order = order);
        }
        let whole = open.digest.by_record().len();
        t!(
            "chronology-narrowed",
            filter = self.filter.name(),
            count = entries,
            whole = whole,
            at = at,
            all = entries,
            order = order
        )
    }
}

/// The instruction that a line gave, while nobody has reported it as carried out.
fn open_order<'a>(open: &'a Snapshot, entry: &Entry) -> Option<&'a Order> {
    order(entry, open).filter(|order| order.done.is_none())
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
        open_order(open, self.entry(open)?).map(|_order| t!("label-order-done"))
    }

    fn offers(&self, model: &Model, cmd: Cmd) -> bool {
        let entry = model.open.as_ref().and_then(|open| self.entry(open));
        match cmd {
            // On an instruction, F4 says that it is done: there the room is for that.
            Cmd::ConfirmAll => {
                let open = model.open.as_ref();
                entry.is_some_and(|entry| {
                    entry.is_unconfirmed() && open.is_none_or(|open| open_order(open, entry).is_none())
                })
            }
            // The row of a short entry says all that most readers want.
            Cmd::Detail => entry.is_some_and(|entry| entry.text().chars().count() > LONG),
            _ => true,
        }
    }

    fn field(&mut self) -> Option<&mut TextField> {
        if self.searching { Some(&mut self.search) } else { None }
    }

    fn is_typing(&self) -> bool {
        self.searching
    }

    fn typed(&mut self, model: &Model) {
        self.follow(model);
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        if self.searching && matches!(cmd, Cmd::Correct | Cmd::Back | Cmd::Down) {
            // Enter leaves the search with what it found, Esc leaves it without.
            self.searching = false;
            if cmd == Cmd::Back {
                self.search.set("");
            }
            return self.follow(cx.model);
        }
        if self.list.handle(cmd, self.found.len(), 8) {
            return self.choose(&open, self.list.at);
        }
        let entry = self.entry(&open);
        match (cmd, entry) {
            (Cmd::Search, _) => self.searching = true,
            (Cmd::Order, _) => {
                self.by_record = !self.by_record;
                self.follow(cx.model);
            }
            (Cmd::Left | Cmd::Right, _) => {
                self.filter = self.filter.turned(cmd == Cmd::Right);
                self.follow(cx.model);
            }
            (Cmd::Late, _) => {
                if let Some(form) = memo::late(cx.model) {
                    cx.push(form);
                }
            }
            // A second click on a line opens it to be read: it changes nothing.
            (Cmd::Detail | Cmd::Enter, Some(entry)) => cx.push(EntryDetail::new(entry, &open, cx.model)),
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
                let ask = t!(
                    "chronology-confirm-ask",
                    text = cut(&line_text(entry, &open, cx.model.now), 100, cx.model.theme.ambiguous)
                );
                cx.push(Confirm::new(ask, move |cx| {
                    let deed = cx.model.deed(Command::Confirm { targets: vec![target] });
                    cx.act(deed);
                }));
            }
            (Cmd::Back, _) if !self.search.is_blank() => {
                self.search.set("");
                self.follow(cx.model);
            }
            (Cmd::Back, _) if self.filter != Filter::All => {
                self.filter = Filter::All;
                self.follow(cx.model);
            }
            (Cmd::Back, _) => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.follow(model);
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let (Spot::Row(at), Some(open)) = (spot, &model.open) else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.choose(open, at);
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(open) = &model.open {
            chronology_view::draw(self, model, open, canvas, area);
        }
    }
}
