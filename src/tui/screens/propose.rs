//! Choosing the runbook: those that fit what was noticed first, the fitting one already chosen.
//!
//! Owns the list. A runbook can wait: an incident goes on without one.

use ratatui::layout::Rect;

use super::first_things::FirstThings;
use super::guide::Guide;
use super::{Cx, Screen};
use crate::domain::command::Command;
use crate::domain::id::Id;
use crate::domain::runbook::Runbook;
use crate::domain::suggest::proposals;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Recorded, Snapshot, Ticket};
use crate::tui::widgets::list::List;

/// The runbooks that can be added.
pub struct Propose {
    rows: Vec<(Id, bool)>,
    list: List,
    ticket: Option<Ticket>,
}

impl Propose {
    /// What can be added to an incident: what fits it first.
    pub fn new(snapshot: &Snapshot) -> Self {
        let (incident, plan) = (&snapshot.incident, &snapshot.plan);
        let fitting: Vec<Id> = proposals(incident, plan).into_iter().map(|runbook| runbook.id.clone()).collect();
        let active = incident.active_runbooks();
        // Nobody begins by restoring: the procedures stand behind the first runbook.
        let may_wait = |runbook: &&Runbook| runbook.restores.is_none() || !active.is_empty();
        let others = plan
            .runbooks
            .iter()
            .filter(may_wait)
            .map(|runbook| runbook.id.clone())
            .filter(|id| !fitting.contains(id) && !active.contains(&id));
        let others: Vec<(Id, bool)> = others.map(|id| (id, false)).collect();
        let rows = fitting.into_iter().map(|id| (id, true)).chain(others).collect();
        Self { rows, list: List::default(), ticket: None }
    }
}

impl Screen for Propose {
    fn context(&self) -> Ctx {
        Ctx::Propose
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let followed = model.open.as_ref().is_some_and(|open| !open.incident.active_runbooks().is_empty());
        cmd != Cmd::PutAside || followed
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        if self.list.handle(cmd, self.rows.len(), 5) {
            return;
        }
        match cmd {
            Cmd::Enter if self.ticket.is_none() => {
                let Some((runbook, _)) = self.rows.get(self.list.at) else { return cx.go_to(Guide::default()) };
                let deed = cx.model.deed(Command::AddRunbook { runbook: runbook.clone(), file: None });
                self.ticket = cx.act(deed);
            }
            Cmd::PutAside => super::put_aside::begin(cx),
            Cmd::Back => cx.go_to(Guide::default()),
            _ => {}
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.ticket == Some(ticket) {
            cx.go_to(FirstThings::default());
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if self.ticket == Some(ticket) {
            self.ticket = None;
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(open) = &model.open else { return };
        let inside = canvas.page(area, &t!("propose-title"), theme.text());
        let mut y = inside.y;
        if let Some(opening) = &open.incident.opening {
            canvas.put(
                inside.x,
                y,
                inside.width,
                &t!("propose-first-line", text = opening.text.as_str()),
                theme.text(),
            );
            y += 2;
        }
        canvas.put(inside.x, y, inside.width, &t!("propose-ask"), theme.strong());
        y += 2;
        if self.rows.is_empty() {
            canvas.put(inside.x, y, inside.width, &t!("propose-none"), theme.text());
        }
        let rows = self.rows.iter().map(|(id, fits)| {
            let title = open.plan.runbook(id.as_str()).map_or(id.as_str(), |runbook| runbook.title.as_str());
            let mark = if *fits { format!("  {}", t!("propose-fits")) } else { String::new() };
            (format!("{title}{mark}"), theme.text())
        });
        let room = inside.bottom().saturating_sub(y).min(cells(self.rows.len()));
        self.list.draw(canvas, Rect { y, height: room, ..inside }, true, rows);
        y += room;
        if y + 1 < inside.bottom() {
            canvas.put(inside.x, y + 1, inside.width, &t!("propose-foot"), theme.faint());
        }
    }
}
