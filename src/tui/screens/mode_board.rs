//! 縮退運用の板: how every department stands, readable on a wall, with the situation for the meeting.
//!
//! Owns the chosen department. What is written down is in [`super::mode_form`], one department in [`super::mode_detail`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::accounts::Accounts;
use super::mode_detail::ModeDetail;
use super::{Cx, Screen, mode_form};
use crate::domain::accounts::open_accounts;
use crate::domain::board::{MEETING, Row, board, situation, steps};
use crate::domain::event::Mode;
use crate::domain::guide::StepState;
use crate::domain::id::Id;
use crate::message::mode::{mode, situation as situation_words};
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, line};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::List;

const TITLE: usize = 12;
const STATE: usize = 8;
const SINCE: usize = 12;
const LISTED: usize = 14;

/// The board.
#[derive(Default)]
pub struct ModeBoard {
    list: List,
    chosen: Option<Id>,
}

fn rows(model: &Model) -> Vec<Row<'_>> {
    model.open.as_ref().map(|open| board(&open.incident, &open.plan)).unwrap_or_default()
}

impl ModeBoard {
    fn follow(&mut self, rows: &[Row<'_>]) {
        self.chosen = rows.get(self.list.at).map(|row| row.id.clone());
    }
}

/// The state that a number stands for.
pub fn picked(number: u8) -> Option<Mode> {
    usize::from(number).checked_sub(1).and_then(|at| Mode::ALL.get(at)).copied()
}

impl Screen for ModeBoard {
    fn context(&self) -> Ctx {
        Ctx::ModeBoard
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        match cmd {
            Cmd::Board => false,
            Cmd::Enter | Cmd::Pick(_) | Cmd::PatientList => !rows(model).is_empty(),
            _ => true,
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let rows = rows(cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            return self.follow(&rows);
        }
        let id = rows.get(self.list.at).map(|row| row.id.clone());
        match (cmd, id) {
            (Cmd::Back, _) => cx.back(),
            (Cmd::Accounts, _) => cx.push(Accounts::default()),
            (Cmd::Enter, Some(id)) => cx.push(ModeDetail::of(id)),
            (Cmd::Pick(number), Some(id)) => {
                if let Some(form) = mode_form::set(cx.model, &id, picked(number)) {
                    cx.push(form);
                }
            }
            (Cmd::PatientList, Some(id)) => {
                if let Some(form) = mode_form::listed(cx.model, &id) {
                    cx.push(form);
                }
            }
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let rows = rows(model);
        let known = self.chosen.as_ref().and_then(|id| rows.iter().position(|row| row.id == *id));
        self.list.at = known.unwrap_or(self.list.at);
        self.list.clamp(rows.len());
        self.follow(&rows);
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        self.follow(&rows(model));
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = board(&open.incident, &open.plan);
        let title = t!("mode-title", level = level_words(open));
        let inside = canvas.page(area, &title, theme.text());
        let mut y = inside.y;
        for text in situation_words(&situation(&rows, model.now - MEETING)) {
            // The table keeps at least half of the room.
            if y >= inside.y + inside.height / 2 {
                break;
            }
            y += canvas.wrapped(Rect { y, height: inside.bottom() - y, ..inside }, &text, theme.strong());
        }
        let accounts = open_accounts(&open.incident).len();
        if accounts > 0 {
            canvas.put(inside.x, y, inside.width, &t!("mode-accounts-open", count = accounts), theme.warning());
            y += 1;
        }
        canvas.put(inside.x, y, inside.width, &format!("  {}", heading(canvas)), theme.faint());
        let body = Rect { y: y + 1, height: inside.bottom().saturating_sub(y + 1), ..inside };
        let mode_of = canvas.mode();
        let texts = rows.iter().map(|row| {
            let cells = |text: &str, room: usize| pad(&line(text), room, mode_of);
            let since = row.since().map(|at| clock(at, model.now)).unwrap_or_default();
            let by = row.last().and_then(|said| said.actor.as_ref()).map(|who| who.name.as_str()).unwrap_or_default();
            let remark = row.last().and_then(|said| said.made.remark.as_deref()).unwrap_or_default();
            let text = format!(
                "{} {} {} {} {} {by} {remark}",
                cells(&row.title, TITLE),
                cells(&format!("[{}]", mode(row.mode())), STATE),
                cells(&since, SINCE),
                cells(&list_words(row, model), LISTED),
                cells(&steps_words(row, open), 7),
            );
            (text, style(row, theme))
        });
        self.list.draw(canvas, body, true, texts);
    }
}

fn level_words(open: &Snapshot) -> String {
    match open.incident.level() {
        0 => t!("level-none"),
        level => t!("level-short", level = level),
    }
}

fn heading(canvas: &Canvas<'_>) -> String {
    let cells = |text: String, room: usize| pad(&text, room, canvas.mode());
    format!(
        "{} {} {} {} {} {}",
        cells(t!("column-department"), TITLE),
        cells(t!("column-state"), STATE),
        cells(t!("column-since"), SINCE),
        cells(t!("column-patient-list"), LISTED),
        cells(t!("mode-column-steps"), 7),
        t!("mode-column-said")
    )
}

/// Whether today's list is there, and from when.
fn list_words(row: &Row<'_>, model: &Model) -> String {
    match &row.listed {
        Some(listed) => listed.at.map_or_else(|| t!("mode-list-there"), |at| clock(at, model.now)),
        None => t!("mode-list-missing"),
    }
}

fn steps_words(row: &Row<'_>, open: &Snapshot) -> String {
    let steps = steps(&open.incident, &open.plan, &row.id);
    let done = steps.iter().filter(|step| matches!(step.state, StepState::Done | StepState::Skipped)).count();
    if steps.is_empty() { String::new() } else { format!("{done}/{}", steps.len()) }
}

fn style(row: &Row<'_>, theme: Theme) -> Style {
    match row.mode() {
        Some(Mode::Stopped) => theme.warning(),
        Some(Mode::Degraded) => theme.accent(),
        Some(Mode::Normal) => theme.good(),
        None => theme.faint(),
    }
}
