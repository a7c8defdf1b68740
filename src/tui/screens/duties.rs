//! 連絡義務: whom to tell, by when, and what must be answered where nobody can say yet.
//!
//! Owns the chosen duty, which is followed when duties change their place. What is done about one is in [`super::duty_acts`].

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::duty_detail::DutyDetail;
use super::{Cx, Screen, duty_acts};
use crate::domain::duty::clock::DutyState;
use crate::domain::id::Id;
use crate::message::duty::state_word;
use crate::t;
use crate::text::width::pad;
use crate::tui::canvas::Canvas;
use crate::tui::digest::duties::{DutyRow, Heading};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::{List, draw_row};

/// The list of duties.
#[derive(Default)]
pub struct Duties {
    list: List,
    chosen: Option<Id>,
}

impl Duties {
    /// The list at one duty.
    pub fn at(open: &Snapshot, id: &Id) -> Self {
        let rows = open.digest.duties();
        let at = rows.iter().position(|row| row.id == *id).unwrap_or_default();
        Self { list: List { at }, chosen: Some(id.clone()) }
    }

    /// The list at the first duty that is 未判定.
    pub fn at_unsettled(open: &Snapshot) -> Self {
        let unsettled = open.digest.duties().iter().find(|row| row.state == DutyState::Undetermined);
        unsettled.map(|row| Self::at(open, &row.id)).unwrap_or_default()
    }

    fn row<'a>(&self, model: &'a Model) -> Option<&'a DutyRow> {
        model.open.as_ref()?.digest.duties().get(self.list.at)
    }

    fn follow(&mut self, rows: &[DutyRow]) {
        self.chosen = rows.get(self.list.at).map(|row| row.id.clone());
    }
}

impl Screen for Duties {
    fn context(&self) -> Ctx {
        Ctx::Duties
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        cmd != Cmd::Duties && duty_acts::enabled(self.row(model), cmd)
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let rows = open.digest.duties();
        if self.list.handle(cmd, rows.len(), 10) {
            return self.follow(rows);
        }
        match (cmd, rows.get(self.list.at)) {
            (Cmd::Back, _) => cx.back(),
            (Cmd::Enter, Some(row)) => cx.push(DutyDetail::of(row.id.clone())),
            (other, Some(row)) => duty_acts::give(other, row, &open, cx),
            (_, None) => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        let rows = open.digest.duties();
        let known = self.chosen.as_ref().and_then(|id| rows.iter().position(|row| row.id == *id));
        self.list.at = known.unwrap_or(self.list.at);
        self.list.clamp(rows.len());
        self.follow(rows);
    }

    fn point(&mut self, spot: Spot, model: &Model) -> Pointed {
        let Spot::Row(at) = spot else { return Pointed::Nothing };
        let pointed = self.list.point(at);
        if let Some(open) = &model.open {
            self.follow(open.digest.duties());
        }
        pointed
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = open.digest.duties();
        let inside = canvas.page(area, &t!("duties-title"), theme.text());
        let said = if rows.is_empty() { t!("duties-none") } else { t!("duties-caution") };
        let taken = canvas.wrapped(inside, &said, theme.faint());
        let below = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken), ..inside };
        let (body, foot) = divided(below);
        let begins = |at: usize| at.checked_sub(1).and_then(|above| rows.get(above)).map(DutyRow::heading);
        let heading = |at: usize| rows.get(at).map(DutyRow::heading).filter(|heading| begins(at) != Some(*heading));
        let heights: Vec<u16> = (0..rows.len()).map(|at| 1 + u16::from(heading(at).is_some())).collect();
        let first = self.list.first_in_sight(&heights, body.height);
        let mut ys = body.top()..body.bottom();
        for (at, row) in rows.iter().enumerate().skip(first) {
            if let Some(heading) = heading(at) {
                let Some(y) = ys.next() else { break };
                canvas.put(body.x, y, body.width, &heading_words(heading, rows), theme.accent());
            }
            let Some(y) = ys.next() else { break };
            let text = in_one_row(row, model, canvas);
            let style = style(row, model, theme);
            draw_row(canvas, Rect { y, height: 1, ..body }, at == self.list.at, &text, style, Spot::Row(at));
        }
        if let (Some(row), Some(foot)) = (rows.get(self.list.at), foot) {
            draw_foot(row, canvas, area, foot);
        }
    }
}

/// The list's part, and that of the chosen duty below it; a small window has room for the list only.
fn divided(area: Rect) -> (Rect, Option<Rect>) {
    const FOOT: u16 = 4;
    if area.height < 3 * FOOT {
        return (area, None);
    }
    let foot = Rect { y: area.bottom() - FOOT, height: FOOT, ..area };
    (Rect { height: area.height - FOOT - 1, ..area }, Some(foot))
}

fn heading_words(heading: Heading, rows: &[DutyRow]) -> String {
    let count = rows.iter().filter(|row| row.heading() == heading).count();
    let words = match heading {
        Heading::Open => state_word(DutyState::Open),
        Heading::Undetermined => t!("duties-heading-undetermined"),
        Heading::Optional => t!("duty-optional"),
        Heading::Met => state_word(DutyState::Met),
        Heading::NotApplicable => state_word(DutyState::NotApplicable),
    };
    t!("duties-heading", state = words, count = count)
}

/// 「! PPC速報      3〜5日 目安11/24(火)〜11/26(木)」
fn in_one_row(row: &DutyRow, model: &Model, canvas: &Canvas<'_>) -> String {
    let mode = canvas.mode();
    let mark = if row.is_overdue(model.now) { "! " } else { "" };
    let name = pad(&format!("{mark}{}", row.short), 18, mode);
    let says = row.says.first().cloned().unwrap_or_default();
    match row.state {
        DutyState::Open => {
            let tried = match row.attempts {
                0 => String::new(),
                count => format!("  {}", t!("duties-tried", count = count)),
            };
            let unsure = if row.is_uncertain { format!("  {}", t!("duties-uncertain")) } else { String::new() };
            format!("{name} {}{tried}{unsure}", row.due)
        }
        DutyState::Undetermined => format!("{name} {} {says}", pad(&row.brief, 14, mode)),
        DutyState::Met => format!("{name} {}", row.met.as_deref().unwrap_or_default()),
        DutyState::NotApplicable => format!("{name} {says}"),
    }
}

fn style(row: &DutyRow, model: &Model, theme: Theme) -> Style {
    match row.state {
        _ if row.is_overdue(model.now) => theme.warning(),
        DutyState::Open | DutyState::Undetermined => theme.text(),
        DutyState::Met => theme.good(),
        DutyState::NotApplicable => theme.faint(),
    }
}

/// The chosen duty: its whole title, by when, and what to answer.
fn draw_foot(row: &DutyRow, canvas: &mut Canvas<'_>, outside: Rect, area: Rect) {
    let theme = canvas.theme;
    let [left, right, ..] = theme.lines().joints;
    canvas.rule(outside.x, area.y - 1, outside.width, [left, right], theme.text());
    let due = match row.state {
        DutyState::Met => row.met.clone().unwrap_or_default(),
        DutyState::NotApplicable => state_word(row.state),
        _ => row.due.clone(),
    };
    let texts = [(row.title.clone(), theme.strong()), (due, theme.text())];
    let says = row.says.iter().map(|text| (text.clone(), theme.accent()));
    let is_pending = matches!(row.state, DutyState::Open | DutyState::Undetermined);
    let notes = row.notes.iter().filter(|_| is_pending).map(|text| (text.clone(), theme.faint()));
    let mut y = area.y;
    for (text, style) in texts.into_iter().chain(says).chain(notes) {
        if y >= area.bottom() {
            break;
        }
        y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, &text, style);
    }
}
