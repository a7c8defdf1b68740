//! 縮退運用の板: how every department stands, readable on a wall, with the situation for the meeting.
//!
//! Owns the chosen department. What is written down is in [`super::mode_form`], one department in [`super::mode_detail`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::accounts::Accounts;
use super::mode_detail::ModeDetail;
use super::{Cx, Screen, mode_form};
use crate::domain::accounts::open_accounts;
use crate::domain::board::{Row, board, progress, situation, with_quiet_lists};
use crate::domain::event::Mode;
use crate::domain::id::Id;
use crate::message::mode::{level_of, mode, situation as situation_words};
use crate::t;
use crate::tui::canvas::{Canvas, line};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::columns::Columns;
use crate::tui::widgets::foot;
use crate::tui::widgets::list::{List, draw_row};

/// So many cells of a row are at most the department's, the state's, the time's, the list's and the steps'.
const MOST: [usize; 5] = [16, 10, 12, 14, 7];

/// The board.
#[derive(Default)]
pub struct ModeBoard {
    list: List,
    chosen: Option<Id>,
}

/// Every department as it stands, with the lists that were printed before it all began.
pub fn rows(model: &Model) -> Vec<Row<'_>> {
    let Some(open) = &model.open else { return Vec::new() };
    let rows = board(&open.incident, &open.plan);
    match &model.seen {
        Some(seen) => with_quiet_lists(rows, &seen.series),
        None => rows,
    }
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
        let rows = rows(model);
        let title = t!("mode-title", level = level_words(open));
        let inside = canvas.page(area, &title, theme.text());
        let mut y = inside.y;
        for text in situation_words(&situation(&rows, model.now)) {
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
        let steps = progress(&open.incident, &open.plan, &rows, model.now);
        let texts: Vec<[String; 5]> = rows.iter().zip(steps).map(|(row, steps)| texts(row, steps, model)).collect();
        let heading = [
            t!("column-department"),
            t!("column-state"),
            t!("column-since"),
            t!("column-patient-list"),
            t!("mode-column-steps"),
        ];
        let columns = Columns::of(texts.iter().chain([&heading]), MOST, canvas.mode());
        let head = format!("  {}", columns.row(&heading, &t!("mode-column-said")));
        canvas.put(inside.x, y, inside.width, &head, theme.faint());
        let body = Rect { y: y + 1, height: inside.bottom().saturating_sub(y + 1), ..inside };
        // A remark may be longer than its row.
        let about = rows.get(self.list.at).map(|row| (&row.title, said(row))).filter(|(_, said)| !said.is_empty());
        let about: Vec<String> =
            about.into_iter().map(|(title, said)| t!("mode-line", label = title.as_str(), text = said)).collect();
        let body = foot::draw(canvas, body, &about, theme.text());
        let texts = rows.iter().zip(&texts).map(|(row, texts)| (columns.row(texts, &said(row)), style(row, theme)));
        if usize::from(body.height) < rows.len() * 2 {
            return self.list.draw(canvas, body, true, texts);
        }
        // On a wall there is room for what stops, too.
        let level = level_of(&open.plan.facility, open.incident.level());
        let texts: Vec<_> = texts.collect();
        for ((at, (text, style)), y) in texts.iter().enumerate().zip((body.y..).step_by(2)) {
            draw_row(canvas, Rect { y, height: 1, ..body }, at == self.list.at, text, *style, Spot::Row(at));
            if let Some((_, found)) = rows.get(at).and_then(|row| row.way(level)) {
                let below = t!("mode-line", label = t!("mode-stops-at", level = level), text = found.stops.as_str());
                canvas.put(body.x + 4, y + 1, body.width.saturating_sub(4), &line(&below), theme.faint());
            }
        }
    }
}

fn level_words(open: &Snapshot) -> String {
    match open.incident.level() {
        0 => t!("level-none"),
        level => t!("level-short", level = level),
    }
}

/// What a row says before what somebody said of it.
fn texts(row: &Row<'_>, steps: (usize, usize), model: &Model) -> [String; 5] {
    let since = row.since().map(|at| clock(at, model.now)).unwrap_or_default();
    [row.title.clone(), format!("[{}]", mode(row.mode())), since, list_words(row, model), steps_words(steps)]
}

/// Who said how it stands, and what was remarked.
fn said(row: &Row<'_>) -> String {
    let Some(last) = row.last() else { return String::new() };
    let by = last.actor.as_ref().map(|who| who.name.as_str());
    by.into_iter().chain(last.made.remark.as_deref()).collect::<Vec<_>>().join(" ")
}

/// Whether today's list is there, and from when; one that is too old says so.
fn list_words(row: &Row<'_>, model: &Model) -> String {
    let Some(listed) = &row.listed else { return t!("mode-list-missing") };
    let printed = listed.at.map_or_else(|| t!("mode-list-there"), |at| clock(at, model.now));
    if row.has_list(model.now) { printed } else { format!("! {printed}") }
}

fn steps_words((done, all): (usize, usize)) -> String {
    if all == 0 { String::new() } else { format!("{done}/{all}") }
}

fn style(row: &Row<'_>, theme: Theme) -> Style {
    match row.mode() {
        Some(Mode::Stopped) => theme.warning(),
        Some(Mode::Degraded) => theme.accent(),
        Some(Mode::Normal) => theme.good(),
        None => theme.faint(),
    }
}
