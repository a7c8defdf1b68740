//! 復旧: every system in the order of its restoration, readable on a wall; marked ones are written down together.
//!
//! Owns the chosen system and the marked ones. What is written down is in [`super::restore_form`], one system in [`super::restore_detail`].

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::normal::Normal;
use super::restore_acts;
use super::restore_detail::RestoreDetail;
use super::{Cx, Screen};
use crate::domain::event::Gate;
use crate::domain::id::Id;
use crate::domain::restoration::{Answer, Row, Stage, board, restoration, with_register};
use crate::message::restoring::{intrusion, next, stage};
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, line};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::List;

/// So many cells of a row are the title's, and so many the stage's.
const TITLE: usize = 20;
const STAGE: usize = 14;

/// The board.
#[derive(Default)]
pub struct Restore {
    list: List,
    chosen: Option<Id>,
    marked: BTreeSet<Id>,
}

/// Every system as it stands, with the generations that were taken before it all began.
pub fn rows(model: &Model) -> Vec<Row<'_>> {
    let Some(open) = &model.open else { return Vec::new() };
    let rows = board(&open.incident, &open.plan);
    match &model.seen {
        Some(seen) => with_register(rows, &open.plan, &seen.series),
        None => rows,
    }
}

impl Restore {
    /// What an act is about: the marked systems, else the chosen one.
    fn meant(&self, rows: &[Row<'_>]) -> Vec<Id> {
        if self.marked.is_empty() {
            return rows.get(self.list.at).map(|row| row.id.clone()).into_iter().collect();
        }
        rows.iter().filter(|row| self.marked.contains(&row.id)).map(|row| row.id.clone()).collect()
    }
}

impl Screen for Restore {
    fn context(&self) -> Ctx {
        Ctx::Restore
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let is_empty = model.open.as_ref().is_none_or(|open| open.plan.facility.systems.is_empty());
        match cmd {
            Cmd::Restore => false,
            Cmd::Enter | Cmd::Toggle | Cmd::Check | Cmd::StepBack | Cmd::Acts => !is_empty,
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = rows(cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            self.chosen = rows.get(self.list.at).map(|row| row.id.clone());
            return;
        }
        let meant = self.meant(&rows);
        let chosen = rows.get(self.list.at).map(|row| row.id.clone());
        match (cmd, chosen) {
            (Cmd::Back, _) => cx.back(),
            (Cmd::Return, _) => cx.push(Normal::default()),
            (Cmd::Enter, Some(id)) if self.marked.is_empty() => cx.push(RestoreDetail::of(id)),
            (Cmd::Enter, _) => restore_acts::choose(&meant, cx),
            (Cmd::Toggle, Some(id)) => {
                if !self.marked.remove(&id) {
                    self.marked.insert(id);
                }
                self.list.handle(Cmd::Down, rows.len(), 10);
                self.chosen = rows.get(self.list.at).map(|row| row.id.clone());
            }
            (other, _) => restore_acts::give(other, &meant, cx),
        }
    }

    fn refresh(&mut self, model: &Model) {
        let rows = rows(model);
        let known = self.chosen.as_ref().and_then(|id| rows.iter().position(|row| row.id == *id));
        self.list.at = known.unwrap_or(self.list.at);
        self.list.clamp(rows.len());
        self.chosen = rows.get(self.list.at).map(|row| row.id.clone());
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.chosen = rows(model).get(self.list.at).map(|row| row.id.clone());
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = board(&open.incident, &open.plan);
        let inside = canvas.page(area, &t!("restore-title"), theme.text());
        if rows.is_empty() {
            canvas.wrapped(inside, &t!("restore-none"), theme.text());
            return;
        }
        let said =
            format!("{}  {}", counts(&rows), intrusion(&open.plan.facility, restoration(&open.incident).intrusion));
        let taken = canvas.wrapped(inside, &said, theme.strong());
        let heads = Rect { y: inside.y + taken, height: 1, ..inside };
        canvas.put(heads.x, heads.y, heads.width, &format!("      {}", heading(canvas)), theme.faint());
        let body = Rect { y: heads.y + 1, height: inside.bottom().saturating_sub(heads.y + 1), ..inside };
        let is_marked = |row: &Row<'_>| if self.marked.contains(&row.id) { "[*] " } else { "[ ] " };
        let mode = canvas.mode();
        let texts = rows.iter().map(|row| {
            let cells = |text: &str, room: usize| pad(&line(text), room, mode);
            let since = row.since().map(|at| clock(at, model.now)).unwrap_or_default();
            let marks = gate_marks(row);
            let text = format!(
                "{}{} {} {} {} {}",
                is_marked(row),
                cells(&row.title, TITLE),
                cells(&stage(row.stage), STAGE),
                cells(&marks, 6),
                cells(&since, 11),
                next(row)
            );
            (text, style(row, theme))
        });
        self.list.draw(canvas, body, true, texts);
    }
}

fn heading(canvas: &Canvas<'_>) -> String {
    let mode = canvas.mode();
    let cells = |text: String, room: usize| pad(&text, room, mode);
    format!(
        "{} {} {} {} {}",
        cells(t!("column-system"), TITLE),
        cells(t!("column-state"), STAGE),
        cells(t!("restore-column-gates"), 6),
        cells(t!("column-since"), 11),
        t!("restore-column-next")
    )
}

/// How many are back, on their way, and not looked at.
fn counts(rows: &[Row<'_>]) -> String {
    let of = |wanted: &dyn Fn(Stage) -> bool| rows.iter().filter(|row| wanted(row.stage)).count();
    t!(
        "restore-counts",
        released = of(&|stage| stage == Stage::Released),
        open = of(&Stage::is_open),
        unsaid = of(&|stage| stage == Stage::NotSaid)
    )
}

/// The three gates in a cell each: o holds, x does not, ! overridden, ? to be looked at again, - nobody has looked.
fn gate_marks(row: &Row<'_>) -> String {
    let mark = |gate: Gate| {
        let Some(now) = row.progress.gate(gate) else { return '-' };
        match &now.answer {
            None => '-',
            Some(_) if now.recheck.is_some() => '?',
            Some(Answer::Overridden(_)) => '!',
            Some(Answer::Checked(_)) if now.holds() => 'o',
            Some(Answer::Checked(_)) => 'x',
        }
    };
    Gate::BEFORE.into_iter().flat_map(|gate| [mark(gate), ' ']).collect()
}

fn style(row: &Row<'_>, theme: Theme) -> Style {
    match row.stage {
        _ if row.progress.to_recheck().next().is_some() => theme.warning(),
        Stage::Failed => theme.warning(),
        Stage::Released => theme.good(),
        Stage::NotSaid | Stage::Unaffected => theme.faint(),
        _ => theme.text(),
    }
}
