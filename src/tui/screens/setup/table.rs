//! A table before it is read in: what each column holds, what would be written, what was not understood.
//!
//! Owns which of the three is looked at. What becomes of the rows is worked out by the site's import.

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::allows;
use crate::site::import::{Columns, Entry, Key, Kind, Remark, Standing};
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Reading, TableRead, Ticket};
use crate::tui::screens::{Cx, Screen, Todo};
use crate::tui::widgets::list::List;

/// The cells of a name, at most.
const NAME: usize = 24;

/// What is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Side {
    /// What would be written.
    #[default]
    Entries,
    /// What each column holds.
    Columns,
    /// What was not understood.
    Problems,
}

/// A table before it is read in.
pub struct TablePreview {
    read: Option<Arc<TableRead>>,
    /// What is being asked for: reading, or writing.
    ticket: Option<Ticket>,
    side: Side,
    list: List,
    /// Whether it is writing that is asked for.
    writes: bool,
    /// It could not be written: what was worked out may be true no longer. The table is read again under this name.
    stale: Option<Ticket>,
    done: bool,
}

impl TablePreview {
    /// Reads a table, and shows it.
    pub fn open(reading: Reading, cx: &mut Cx<'_>) {
        let ticket = cx.ask(|ticket| Effect::ReadTable(ticket, Box::new(reading)));
        if ticket.is_some() {
            cx.push(Self {
                read: None,
                ticket,
                side: Side::default(),
                list: List::default(),
                writes: false,
                stale: None,
                done: false,
            });
        }
    }

    fn rows(&self) -> usize {
        self.read.as_ref().map_or(0, |read| match self.side {
            Side::Entries => read.preview.entries.len(),
            Side::Columns => read.table.head.len(),
            Side::Problems => read.preview.problems.len() + read.table.remarks.len(),
        })
    }

    fn turn(&mut self, to: Side) {
        self.side = to;
        self.list.at = 0;
    }

    /// Reads it once more, otherwise.
    fn again(&mut self, reading: Reading, cx: &mut Cx<'_>) {
        self.ticket = cx.ask(|ticket| Effect::ReadTable(ticket, Box::new(reading)));
    }

    /// Lets the chosen column hold the next thing that a column can hold, or the one before.
    fn change_column(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let Some(read) = self.read.clone().filter(|_| self.side == Side::Columns) else { return };
        let keys: Vec<Option<Key>> =
            std::iter::once(None).chain(Key::all(read.reading.kind).iter().copied().map(Some)).collect();
        let held = read.columns.keys.get(self.list.at).copied().flatten();
        let at = keys.iter().position(|key| *key == held).unwrap_or_default();
        let to = if forward { at + 1 } else { at + keys.len() - 1 } % keys.len();
        let mut columns = read.columns.clone();
        columns.set(self.list.at, keys.get(to).copied().flatten());
        self.again(Reading { columns: Some(columns), ..read.reading.clone() }, cx);
    }

    fn write(&mut self, cx: &mut Cx<'_>) {
        let Some(read) = &self.read else { return };
        if read.columns.of(Key::Name).is_none() {
            self.turn(Side::Columns);
            return cx.model.say(t!("table-no-names"));
        }
        if read.preview.edits.is_empty() {
            return cx.model.say(t!("setup-unchanged"));
        }
        self.ticket = cx.edit_site(read.preview.edits.clone());
        self.writes = self.ticket.is_some();
    }

    fn has_samples(&self, model: &Model) -> bool {
        let people = self.read.as_ref().is_some_and(|read| read.reading.kind == Kind::People);
        people && model.seen.as_ref().is_some_and(|seen| seen.plan.facility.people.iter().any(|person| person.sample))
    }
}

fn words(entry: &Entry) -> String {
    match entry.standing {
        Standing::Added => t!("table-added"),
        Standing::Changed(_) => t!("table-changed"),
        Standing::Same => t!("table-same"),
        Standing::Removed => t!("table-removed"),
    }
}

/// What a column holds, and what stands in it first.
fn column(read: &TableRead, columns: &Columns, at: usize, canvas: &Canvas<'_>) -> String {
    let mode = canvas.mode();
    let head = read.table.head.get(at).map_or("", String::as_str);
    let key = columns.keys.get(at).copied().flatten();
    let key = key.map_or_else(|| t!("table-not-read-column"), |key| key.title(columns.kind));
    let first = read.table.rows.iter().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty());
    let first = first.map(|cell| t!("table-example", text = cell.as_str())).unwrap_or_default();
    format!("{} < {} >  {first}", pad(head, NAME, mode), pad(&key, 14, mode))
}

impl Screen for TablePreview {
    fn context(&self) -> Ctx {
        Ctx::SetupTable
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Enter | Cmd::Next | Cmd::Previous => self.read.is_some(),
            Cmd::Left | Cmd::Right => self.side == Side::Columns,
            Cmd::DropSamples => self.has_samples(model),
            other => allows(model, other),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.list.handle(cmd, self.rows(), 10) {
            return;
        }
        match cmd {
            Cmd::Back => cx.back(),
            _ if self.ticket.is_some() || self.stale.is_some() => {}
            Cmd::Enter => self.write(cx),
            Cmd::Next => self.turn(match self.side {
                Side::Entries => Side::Columns,
                Side::Columns => Side::Problems,
                Side::Problems => Side::Entries,
            }),
            Cmd::Previous => self.turn(match self.side {
                Side::Entries => Side::Problems,
                Side::Columns => Side::Entries,
                Side::Problems => Side::Columns,
            }),
            Cmd::Right => self.change_column(true, cx),
            Cmd::Left => self.change_column(false, cx),
            Cmd::DropSamples => {
                let Some(read) = self.read.clone() else { return };
                let replaces_samples = !read.reading.replaces_samples;
                let columns = Some(read.columns.clone());
                self.again(Reading { columns, replaces_samples, ..read.reading.clone() }, cx);
            }
            _ => {}
        }
    }

    fn table_read(&mut self, ticket: Ticket, read: &Arc<TableRead>, _cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
            self.stale = None;
            // Without names nothing can be read: which column has them is asked first.
            if self.read.is_none() && read.columns.of(Key::Name).is_none() {
                self.side = Side::Columns;
            }
            self.read = Some(Arc::clone(read));
            self.list.clamp(self.rows());
        }
    }

    fn edited(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            self.done = true;
            cx.todo.push(Todo::LeaveDone);
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket != Some(ticket) {
            return;
        }
        self.ticket = None;
        if std::mem::take(&mut self.writes) {
            self.stale = Some(ticket);
        } else if self.stale.take().is_some() {
            // What was worked out before is not written any more.
            self.read = None;
        }
    }

    fn wants(&mut self, _model: &Model) -> Option<Effect> {
        let ticket = self.stale.filter(|_| self.ticket.is_none())?;
        let read = self.read.as_ref()?;
        self.ticket = Some(ticket);
        let reading = Reading { columns: Some(read.columns.clone()), ..read.reading.clone() };
        Some(Effect::ReadTable(ticket, Box::new(reading)))
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, _model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(read) = &self.read else {
            let inside = canvas.page(area, &t!("table-file-title"), theme.text());
            let said = if self.ticket.is_some() { t!("table-reading") } else { t!("table-none") };
            canvas.wrapped(inside, &said, theme.text());
            return;
        };
        let name = read.reading.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let sheet = read.table.sheet.clone().unwrap_or_default();
        let title = t!(
            "table-title",
            name = name.as_ref(),
            encoding = read.table.encoding.name(),
            sheet = sheet,
            rows = read.table.rows.len()
        );
        let inside = canvas.page(area, &title, theme.text());
        let (added, changed, same, removed) = read.preview.counts();
        let problems = read.preview.problems.len() + read.table.remarks.len();
        let counts = t!("table-counts", added = added, changed = changed, same = same, removed = removed);
        let side = match self.side {
            Side::Entries => t!("table-side-entries", problems = problems),
            Side::Columns => t!("table-side-columns"),
            Side::Problems => t!("table-side-problems", problems = problems),
        };
        let head = format!("{counts}\n{side}");
        let taken = canvas.wrapped(Rect { height: inside.height / 2, ..inside }, &head, theme.strong());
        let body = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let name = NAME.min(usize::from(cells(usize::from(body.width)) / 2));
        let rows: Vec<(String, Style)> = match self.side {
            Side::Entries => {
                let entry = |entry: &Entry| {
                    let text = format!("{} {}{}", words(entry), pad(&entry.name, name, theme.ambiguous), entry.detail);
                    (text, if entry.standing == Standing::Same { theme.faint() } else { theme.text() })
                };
                read.preview.entries.iter().map(entry).collect()
            }
            Side::Columns => {
                (0..read.table.head.len()).map(|at| (column(read, &read.columns, at, canvas), theme.text())).collect()
            }
            Side::Problems => {
                let problem = |problem: &crate::site::import::Problem| {
                    let column = problem.column.as_str();
                    let text = t!("table-problem", row = problem.row, column = column, words = problem.words());
                    (text, theme.warning())
                };
                let problems = read.preview.problems.iter().map(problem);
                problems
                    .chain(read.table.remarks.iter().map(Remark::words).map(|words| (words, theme.text())))
                    .collect()
            }
        };
        if rows.is_empty() {
            canvas.put(body.x, body.y, body.width, &t!("table-nothing"), theme.text());
        }
        self.list.draw(canvas, body, true, rows.iter().map(|(text, style)| (text, *style)));
    }
}
