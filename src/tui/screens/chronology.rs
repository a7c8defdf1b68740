//! クロノロジー: what happened, both times on each line; search, kinds, both orders, and setting a line right.
//!
//! Owns the order, the search, the kind that is looked at, and the chosen line, which it follows when the line moves. What a row says
//! is in [`super::entry_text`], what belongs to a kind in [`super::chronology_filter`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::chronology_filter::Filter;
use super::confirm::Confirm;
use super::correct::correct;
use super::entry_detail::EntryDetail;
use super::entry_text::{happened, line_text, order};
use super::order_done::order_done;
use super::withdraw::withdraw;
use super::{Cx, Screen, memo};
use crate::domain::command::Command;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::hash::Hash;
use crate::domain::incident::Order;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::text::kana::finds;
use crate::text::spoken_time;
use crate::text::width::{cut, pad};
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// The cells of a time.
const TIME: usize = 11;
/// A text of more characters may be cut in its row at 80 cells: reading it in full is offered.
const LONG: usize = 80;

/// The chronology of the open incident.
pub struct Chronology {
    list: List,
    /// The line that is chosen: it is followed when a correction moves it, or further lines come before it.
    chosen: Option<Hash>,
    by_record: bool,
    filter: Filter,
    search: TextField,
    searching: bool,
}

impl Chronology {
    /// The chronology at its last line.
    pub fn new(model: &Model) -> Self {
        let mut screen = Self {
            list: List::default(),
            chosen: None,
            by_record: false,
            filter: Filter::All,
            search: TextField::default(),
            searching: false,
        };
        if let Some(open) = &model.open {
            let entries = screen.entries(open, model.now);
            screen.choose(&entries, entries.len().saturating_sub(1));
        }
        screen
    }

    /// The entries that are looked at: of the kind, with what is searched for, in the order. The cheaper question comes first.
    fn entries<'a>(&self, open: &'a Snapshot, now: Moment) -> Vec<&'a Entry> {
        let all: Vec<&Entry> = if self.by_record {
            open.incident.entries.iter().filter(|entry| !entry.is_bookkeeping()).collect()
        } else {
            open.incident.chronology()
        };
        let search = self.search.text();
        let search = search.trim();
        let found = |entry: &Entry| search.is_empty() || finds(&line_text(entry, open, now), search);
        all.into_iter().filter(|entry| self.filter.admits(entry) && found(entry)).collect()
    }

    /// Chooses the line at a place, or the last one.
    fn choose(&mut self, entries: &[&Entry], at: usize) {
        self.list.at = at;
        self.list.clamp(entries.len());
        self.chosen = entries.get(self.list.at).map(|entry| entry.hash());
    }

    /// Goes where the chosen line is now; where it is no more among them, its neighbour is chosen.
    fn follow(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        let entries = self.entries(open, model.now);
        let at = entries.iter().position(|entry| Some(entry.hash()) == self.chosen);
        self.choose(&entries, at.unwrap_or(self.list.at));
    }

    /// The chosen line.
    fn entry<'a>(&self, open: &'a Snapshot) -> Option<&'a Entry> {
        self.chosen.as_ref().and_then(|chosen| open.incident.entry(chosen))
    }

    fn title(&self, open: &Snapshot, entries: usize) -> String {
        let order = if self.by_record { t!("chronology-by-record") } else { t!("chronology-by-time") };
        let at = (self.list.at + 1).min(entries);
        if self.filter == Filter::All {
            return t!("chronology-title", at = at, all = entries, order = order);
        }
        let whole = open.incident.entries.iter().filter(|entry| !entry.is_bookkeeping()).count();
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

/// The last lines, for the foot of the guide: the newest one last.
pub fn brief(open: &Snapshot, model: &Model, canvas: &Canvas<'_>, count: usize) -> Vec<(String, Style)> {
    let entries: Vec<&Entry> = open.incident.entries.iter().filter(|entry| !entry.is_bookkeeping()).collect();
    let skipped = entries.len().saturating_sub(count);
    let row = |entry: &&Entry| {
        let style = if entry.withdrawn.is_some() { canvas.theme.faint() } else { canvas.theme.text() };
        // A long question would hide its answer at the end of the row.
        let answer = match &entry.line.event {
            Event::CriterionAnswered(answered) => format!("[{}] ", wording::answer(answered.answer, lang())),
            _ => String::new(),
        };
        (format!("{} {answer}{}", happened(entry, model), line_text(entry, open, model.now)), style)
    };
    entries.iter().skip(skipped).map(row).collect()
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
        let entries = self.entries(&open, cx.model.now);
        if self.searching && matches!(cmd, Cmd::Correct | Cmd::Back | Cmd::Down) {
            // Enter leaves the search with what it found, Esc leaves it without.
            self.searching = false;
            if cmd == Cmd::Back {
                self.search.set("");
            }
            return self.follow(cx.model);
        }
        if self.list.handle(cmd, entries.len(), 8) {
            return self.choose(&entries, self.list.at);
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
        let entries = self.entries(open, model.now);
        let pointed = self.list.point(at);
        self.choose(&entries, at);
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let entries = self.entries(open, model.now);
        let title = self.title(open, entries.len());
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
        let texts: Vec<Vec<String>> =
            entries.iter().map(|entry| canvas.rows(&line_text(entry, open, model.now), text_room)).collect();
        let extra = u16::from(!wide);
        let heights: Vec<u16> = texts.iter().map(|rows| cells(rows.len().min(4)) + extra).collect();
        let first = self.list.first_in_sight(&heights, body.height);
        for (at, (entry, height)) in entries.iter().zip(&heights).enumerate().skip(first) {
            let here = at == self.list.at;
            let style = match (here, entry.withdrawn.is_some()) {
                (true, _) => theme.chosen(),
                (_, true) => theme.faint(),
                _ => theme.text(),
            };
            let height = (*height).min(body.bottom().saturating_sub(y));
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
            canvas.wrapped(text, &line_text(entry, open, model.now), style);
            y += height;
        }
        if entries.is_empty() {
            let narrowed = self.filter != Filter::All || !self.search.is_blank();
            let none = if narrowed { t!("chronology-none-narrowed") } else { t!("chronology-none") };
            canvas.put(body.x + 1, body.y, body.width, &none, theme.text());
        }
    }
}
