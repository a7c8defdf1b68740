//! One department without its systems: how it stands, how it works at each level, its paper, its patients, its steps.
//!
//! Owns the level that is looked at, the chosen step, and whether the steps or the whole text have the room.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::guide::Guide;
use super::mode_board::{picked, rows};
use super::{Cx, Screen, mode_form};
use crate::domain::board::{Row, steps};
use crate::domain::guide::StepState;
use crate::domain::id::Id;
use crate::domain::wording;
use crate::message::mode::{level_of, mode, patients, said, way};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::List;
use crate::tui::widgets::reading::Reading;

/// One department.
pub struct ModeDetail {
    id: Id,
    /// The level that somebody chose; `None`: the declared one.
    level: Option<u8>,
    list: List,
    /// The whole text is read, in place of the steps.
    is_read: bool,
    reading: Reading,
}

impl ModeDetail {
    /// Shows a department.
    pub fn of(id: Id) -> Self {
        Self { id, level: None, list: List::default(), is_read: false, reading: Reading::default() }
    }

    fn row<'a>(&self, model: &'a Model) -> Option<Row<'a>> {
        rows(model).into_iter().find(|row| row.id == self.id)
    }

    /// How it stands, its patients, how it works at the level that is looked at, and what has to go back afterwards.
    fn texts(&self, model: &Model, theme: Theme) -> Vec<(String, Style)> {
        let (Some(open), Some(row)) = (&model.open, self.row(model)) else { return Vec::new() };
        let (facility, level) = (&open.plan.facility, self.level(model));
        let state = match said(&row, facility) {
            Some(said) => format!("[{}]  {said}", mode(row.mode())),
            None => format!("[{}]", mode(row.mode())),
        };
        let mut texts: Vec<(String, Style)> = vec![(state, theme.strong()), (patients(&row, facility), theme.text())];
        texts.push((t!("mode-level-keys", level = level), theme.accent()));
        match row.way(level) {
            Some((of, found)) => {
                texts.extend(way(found, level, of, facility).into_iter().map(|text| (text, theme.text())));
            }
            None => texts.push((t!("mode-no-cell"), theme.warning())),
        }
        let least = row.sheet.and_then(|sheet| sheet.back_entry.as_ref());
        texts.extend(
            least.map(|back| (t!("mode-back-entry", least = back.least.join(&t!("list-separator"))), theme.faint())),
        );
        texts
    }

    fn level(&self, model: &Model) -> u8 {
        let Some(open) = &model.open else { return 0 };
        self.level.unwrap_or_else(|| level_of(&open.plan.facility, open.incident.level()))
    }

    /// The next level of the facility, round and round.
    fn turn(&mut self, model: &Model, forward: bool) {
        let Some(open) = &model.open else { return };
        let levels: Vec<u8> = open.plan.facility.levels.iter().map(|level| level.number).collect();
        let here = self.level(model);
        let at = levels.iter().position(|level| *level == here).unwrap_or_default();
        let next = if forward { at + 1 } else { at + levels.len().saturating_sub(1) };
        self.level = levels.get(next % levels.len().max(1)).copied();
    }
}

impl Screen for ModeDetail {
    fn context(&self) -> Ctx {
        Ctx::ModeDetail
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let Some(open) = &model.open else { return true };
        cmd != Cmd::Enter || !steps(&open.incident, &open.plan, &self.id).is_empty()
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.back() };
        let steps = steps(&open.incident, &open.plan, &self.id);
        match cmd {
            Cmd::Left | Cmd::Right => return self.turn(cx.model, cmd == Cmd::Right),
            Cmd::Next => {
                self.is_read = !self.is_read;
                return;
            }
            Cmd::Up | Cmd::Down | Cmd::PageUp | Cmd::PageDown | Cmd::First if self.is_read => {
                let texts: Vec<String> =
                    self.texts(cx.model, cx.model.theme).into_iter().map(|(text, _)| text).collect();
                return self.reading.handle(cmd, cx.model, || texts);
            }
            _ if self.list.handle(cmd, steps.len(), 10) => return,
            _ => {}
        }
        match cmd {
            Cmd::Back => cx.back(),
            Cmd::Enter => {
                if let Some(step) = steps.get(self.list.at) {
                    cx.go_to(Guide::at(&open, &step.key));
                }
            }
            Cmd::Pick(number) => {
                if let Some(form) = mode_form::set(cx.model, &self.id, picked(number)) {
                    cx.push(form);
                }
            }
            Cmd::PatientList => {
                if let Some(form) = mode_form::listed(cx.model, &self.id) {
                    cx.push(form);
                }
            }
            _ => {}
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        self.list.point(at)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let (Some(open), Some(row)) = (&model.open, self.row(model)) else { return };
        let theme = canvas.theme;
        let inside = canvas.page(area, &row.title, theme.text());
        let texts = self.texts(model, theme);
        let steps = steps(&open.incident, &open.plan, &self.id);
        // The steps keep a few rows, where there are some.
        let kept = u16::try_from(steps.len().min(4)).unwrap_or(4) + u16::from(!steps.is_empty());
        let kept = if self.is_read { 0 } else { kept };
        let room = Rect { height: inside.height.saturating_sub(kept), ..inside };
        if self.reading.view(canvas, room, &texts) {
            canvas.put(room.right().saturating_sub(1), room.bottom().saturating_sub(1), 1, "~", theme.strong());
        }
        if kept == 0 {
            return;
        }
        let rows: usize = texts.iter().map(|(text, _)| canvas.rows(text, room.width).len()).sum();
        let y = room.y + u16::try_from(rows).unwrap_or(u16::MAX).min(room.height);
        canvas.put(inside.x, y, inside.width, &t!("mode-steps"), theme.strong());
        let body = Rect { y: y + 1, height: inside.bottom().saturating_sub(y + 1), ..inside };
        let rows = steps.iter().map(|step| {
            let mark = match step.state {
                StepState::Done => "[x]",
                StepState::Skipped => "[-]",
                StepState::Failed => "[!]",
                StepState::Later | StepState::Open => "[ ]",
            };
            (format!("{mark} {}", wording::step_title(step.placed.step, None)), theme.text())
        });
        self.list.draw(canvas, body, true, rows);
    }
}
