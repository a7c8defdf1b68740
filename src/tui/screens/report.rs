//! 報告書: as it would be saved, to be read through and then taken away.
//!
//! Owns how far one has scrolled, and the choice of a form to save it in. What it says is made by the worker, how it stands in rows
//! by `report::plain`.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::menu::Menu;
use super::{Action, Cx, Screen};
use crate::app::report::Copied;
use crate::domain::facility::Lang;
use crate::domain::id::Id;
use crate::report::document::Document;
use crate::report::plain::{Kind, Row, render};
use crate::t;
use crate::text::width::Ambiguous;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, lang};
use crate::tui::msg::{Effect, Ticket};

/// The report of the open incident.
#[derive(Default)]
pub struct Report {
    /// The row on top.
    first: usize,
    /// What was asked of the worker last: whose report, after how many lines, in which language.
    asked: Option<(Id, usize, Lang)>,
    ticket: Option<Ticket>,
    /// The rows as they were drawn last: a long report is not broken into rows again for each key, and keys move among these.
    laid: RefCell<Laid>,
}

/// A report in rows.
#[derive(Default)]
struct Laid {
    of: Option<Arc<Document>>,
    cells: u16,
    mode: Ambiguous,
    rows: Vec<Row>,
    /// How many of them are in sight.
    height: usize,
}

impl Laid {
    fn renew(&mut self, document: &Arc<Document>, cells: u16, height: u16, mode: Ambiguous) {
        self.height = usize::from(height);
        let same = self.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, document));
        if !same || (self.cells, self.mode) != (cells, mode) {
            self.rows = render(document, usize::from(cells), mode);
            (self.of, self.cells, self.mode) = (Some(Arc::clone(document)), cells, mode);
        }
    }

    /// The furthest one can scroll.
    fn most(&self) -> usize {
        self.rows.len().saturating_sub(self.height)
    }

    fn headings(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.rows.iter().enumerate().filter(|(_, row)| row.kind == Kind::Heading).map(|(at, _)| at)
    }

    /// Where a command scrolls to; `None`: it does not scroll.
    fn scrolled(&self, first: usize, cmd: Cmd) -> Option<usize> {
        let first = first.min(self.most());
        let page = self.height.saturating_sub(1).max(1);
        let to = match cmd {
            Cmd::Up => first.saturating_sub(1),
            Cmd::Down => first + 1,
            Cmd::PageUp => first.saturating_sub(page),
            Cmd::PageDown => first + page,
            Cmd::First => 0,
            Cmd::Last => self.most(),
            Cmd::Next | Cmd::Right => self.headings().find(|at| *at > first).unwrap_or(first),
            Cmd::Previous | Cmd::Left => self.headings().rev().find(|at| *at < first).unwrap_or(0),
            _ => return None,
        };
        Some(to.min(self.most()))
    }
}

/// What is said when something was saved: where it is, and how one takes it away.
pub fn saved(what: Copied, path: &Path) -> String {
    let path = path.display().to_string();
    let said = match what {
        Copied::Html => t!("report-saved", path = path),
        _ => t!("report-saved-copy", path = path),
    };
    format!("{said}\n{}", t!("report-saved-take"))
}

fn name(what: Copied) -> String {
    match what {
        Copied::Html => t!("report-as-html"),
        Copied::Markdown => t!("report-as-markdown"),
        Copied::Csv => t!("report-as-csv"),
        Copied::Json => t!("report-as-json"),
        Copied::Lines => t!("report-as-lines"),
    }
}

fn save(what: Copied, cx: &mut Cx<'_>) -> Option<Ticket> {
    let id = cx.model.open.as_ref()?.id.clone();
    cx.ask(|ticket| Effect::SaveReport(ticket, id, what))
}

impl Screen for Report {
    fn context(&self) -> Ctx {
        Ctx::Report
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Report
    }

    fn wants(&mut self, model: &Model) -> Option<Effect> {
        let open = model.open.as_ref()?;
        let now = (open.id.clone(), open.incident.entries.len(), lang());
        if self.asked.as_ref() == Some(&now) {
            return None;
        }
        self.asked = Some(now);
        Some(Effect::Preview(open.id.clone()))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let to = self.laid.borrow().scrolled(self.first, cmd);
        if let Some(to) = to {
            self.first = to;
            return;
        }
        match cmd {
            Cmd::Enter if self.ticket.is_none() => self.ticket = save(Copied::Html, cx),
            Cmd::Format => {
                let row = |what: Copied| -> (String, Action) {
                    let action = move |cx: &mut Cx<'_>| {
                        save(what, cx);
                    };
                    (name(what), Box::new(action))
                };
                Menu::push(cx, t!("report-format-title"), Copied::ALL.map(row).into());
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    // Also said when it was saved: the next Enter saves again.
    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let room = Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(4), height: area.height - 2 };
        let mark = if open.incident.drill { t!("mark-drill") } else { String::new() };
        let made = model.preview.as_ref().filter(|(id, _)| *id == open.id).map(|(_, document)| document);
        let document = match made {
            Some(Some(document)) => document,
            missing => {
                let (said, style) = match missing {
                    Some(_) => (t!("report-view-failed"), theme.warning()),
                    None => (t!("report-view-making"), theme.strong()),
                };
                canvas.frame(area, &format!("{mark}{}", t!("report-view-title-making")), theme.text());
                canvas.wrapped(room, &said, style);
                return;
            }
        };
        let mut laid = self.laid.borrow_mut();
        laid.renew(document, room.width, room.height, canvas.mode());
        let first = self.first.min(laid.most());
        let last = (first + laid.height).min(laid.rows.len());
        let title = t!("report-view-title", from = (first + 1), to = last, all = laid.rows.len());
        canvas.frame(area, &format!("{mark}{title}"), theme.text());
        for (row, y) in laid.rows.iter().skip(first).zip(room.top()..room.bottom()) {
            let style = match row.kind {
                Kind::Title | Kind::Heading => theme.strong(),
                Kind::Head => theme.accent(),
                Kind::Notice => theme.warning(),
                Kind::Text => theme.text(),
            };
            // A heading is one without colours, too.
            let lead = if row.kind == Kind::Heading { "# " } else { "" };
            canvas.spans(room.x, y, room.width, &[(lead, style), (&row.text, style)]);
        }
    }
}
