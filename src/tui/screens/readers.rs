//! 周知: who has read today's edition of a runbook. People are marked, and recorded together.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use super::duty_done::in_series;
use super::{Cx, Screen, Todo};
use crate::domain::command::Command;
use crate::domain::event::FileRead;
use crate::domain::id::Id;
use crate::domain::readiness::{ReadMark, Reading};
use crate::domain::who::Who;
use crate::report::readiness::words;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Recorded, Ticket};
use crate::tui::widgets::list::List;

/// The people of the staff list, with what each has read.
pub struct Readers {
    path: String,
    list: List,
    marked: BTreeSet<Id>,
    ticket: Option<Ticket>,
    done: bool,
}

impl Readers {
    /// Of the file at this path of the site.
    pub fn of(path: String) -> Self {
        Self { path, list: List::default(), marked: BTreeSet::new(), ticket: None, done: false }
    }

    fn reading<'a>(&self, model: &'a Model) -> Option<&'a Reading> {
        let found = model.seen.as_ref()?.readiness.as_ref()?;
        found.readings.iter().find(|reading| reading.path == self.path)
    }

    fn record(&mut self, cx: &mut Cx<'_>) {
        let Some(reading) = self.reading(cx.model) else { return };
        let marked = reading.people.iter().filter(|reader| self.marked.contains(&reader.person));
        let readers: Vec<Who> = marked
            .map(|reader| Who { id: Some(reader.person.clone()), name: reader.name.clone(), role: None })
            .collect();
        if readers.is_empty() {
            return cx.model.say(t!("readers-none"));
        }
        let (path, title, version) = (reading.path.clone(), reading.title.clone(), reading.version.clone());
        let read = FileRead { path, title, version, sha256: reading.sha256, readers };
        let deed = cx.model.deed(Command::FileRead(read));
        self.ticket = in_series(deed, cx);
    }
}

impl Screen for Readers {
    fn context(&self) -> Ctx {
        Ctx::Readers
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        !cmd.leads_elsewhere() && cmd != Cmd::TakeBack
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(reading) = self.reading(cx.model) else { return cx.back() };
        if self.list.handle(cmd, reading.people.len(), 8) {
            return;
        }
        match cmd {
            Cmd::Toggle => {
                let Some(reader) = reading.people.get(self.list.at) else { return };
                if !self.marked.remove(&reader.person) {
                    self.marked.insert(reader.person.clone());
                }
            }
            Cmd::Enter if self.ticket.is_none() => self.record(cx),
            Cmd::Back if self.ticket.is_none() => cx.back(),
            _ => {}
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(self.reading(model).map_or(0, |reading| reading.people.len()));
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(reading) = self.reading(model) else { return };
        let above = t!("readers-above", title = reading.title.as_str(), version = reading.version.as_str());
        let room = area.width.saturating_sub(4);
        let above_rows = cells(canvas.rows(&above, room).len());
        let height = (cells(reading.people.len()) + above_rows + 2).min(area.height);
        let outside = Rect { y: area.bottom() - height, height, ..area };
        let inside = canvas.page(outside, &t!("readers-title"), theme.accent());
        let taken = canvas.wrapped(
            Rect { height: above_rows.min(inside.height.saturating_sub(2)), ..inside },
            &above,
            theme.strong(),
        );
        let rest = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let rows = reading.people.iter().map(|reader| {
            let mark = if self.marked.contains(&reader.person) { "[x]" } else { "[ ]" };
            let (said, style) = match &reader.mark {
                ReadMark::Read(date) => (t!("readers-read", date = words::day(*date)), theme.faint()),
                ReadMark::Older(version) => (t!("readers-older", version = version.as_str()), theme.text()),
                ReadMark::Unread => (t!("readers-unread"), theme.text()),
            };
            (format!("{mark} {}  {said}", reader.name), style)
        });
        self.list.draw(canvas, rest, true, rows);
    }
}
