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
use crate::domain::event::{Gate, GateResult};
use crate::domain::id::Id;
use crate::domain::restoration::{Answer, Row, Stage, board, restoration, with_register};
use crate::message::restoring::{intrusion, next, stage};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::theme::Theme;
use crate::tui::widgets::columns::Columns;
use crate::tui::widgets::foot;
use crate::tui::widgets::list::List;

/// So many cells of a row are at most the title's, the stage's, the gates' and the time's.
const MOST: [usize; 4] = [20, 14, 5, 11];
/// The same in a wide window.
const MOST_WIDE: [usize; 4] = [36, 24, 5, 11];
/// A window is wide from so many cells on.
const WIDE: u16 = 110;

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

    /// Which systems the next act is about, where they are not the chosen one.
    fn marked_words(&self, rows: &[Row<'_>]) -> Option<String> {
        let titles: Vec<&str> =
            rows.iter().filter(|row| self.marked.contains(&row.id)).map(|row| row.title.as_str()).collect();
        let said = || t!("restore-marked", count = titles.len(), systems = titles.join(&t!("list-separator")));
        (!titles.is_empty()).then(said)
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

    fn label(&self, _model: &Model, cmd: Cmd) -> Option<String> {
        (cmd == Cmd::Enter && !self.marked.is_empty()).then(|| t!("label-together"))
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
        let texts: Vec<[String; 4]> = rows.iter().map(|row| texts(row, model)).collect();
        let heading = [t!("column-system"), t!("column-state"), t!("restore-column-gates"), t!("column-since")];
        let most = if inside.width < WIDE { MOST } else { MOST_WIDE };
        let columns = Columns::of(texts.iter().chain([&heading]), most, canvas.mode());
        let head = format!("      {}", columns.row(&heading, &t!("restore-column-next")));
        canvas.put(heads.x, heads.y, heads.width, &head, theme.faint());
        let body = Rect { y: heads.y + 1, height: inside.bottom().saturating_sub(heads.y + 1), ..inside };
        let about: Vec<String> = self
            .marked_words(&rows)
            .into_iter()
            .chain(rows.get(self.list.at).map(about))
            .chain([t!("restore-legend")])
            .collect();
        let body = foot::draw(canvas, body, &about, theme.text());
        let is_marked = |row: &Row<'_>| if self.marked.contains(&row.id) { "[*]" } else { "[ ]" };
        let texts = rows
            .iter()
            .zip(&texts)
            .map(|(row, texts)| (format!("{} {}", is_marked(row), columns.row(texts, &next(row))), style(row, theme)));
        self.list.draw(canvas, body, true, texts);
    }
}

/// What a row says before what is to be done next.
fn texts(row: &Row<'_>, model: &Model) -> [String; 4] {
    let since = row.since().map(|at| clock(at, model.now)).unwrap_or_default();
    [row.title.clone(), stage(row.stage), gate_marks(row), since]
}

/// The chosen row, whole.
fn about(row: &Row<'_>) -> String {
    let next = Some(next(row)).filter(|next| !next.is_empty()).map(|next| t!("restore-next", what = next));
    [Some(row.title.clone()), Some(stage(row.stage)), next].into_iter().flatten().collect::<Vec<_>>().join("  ")
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

/// The three gates in a cell each: o holds, / waived, x does not hold, ! overridden, ? to be looked at again, - nobody has looked.
fn gate_marks(row: &Row<'_>) -> String {
    let mark = |gate: Gate| {
        let Some(now) = row.progress.gate(gate) else { return '-' };
        match &now.answer {
            None => '-',
            Some(_) if now.recheck.is_some() => '?',
            Some(Answer::Overridden(_)) => '!',
            Some(Answer::Checked(made)) if made.made.result == GateResult::Waived => '/',
            Some(Answer::Checked(_)) if now.holds() => 'o',
            Some(Answer::Checked(_)) => 'x',
        }
    };
    Gate::BEFORE.map(|gate| mark(gate).to_string()).join(" ")
}

fn style(row: &Row<'_>, theme: Theme) -> Style {
    match row.stage {
        _ if row.progress.to_recheck().next().is_some() || row.progress.is_doubtful() => theme.warning(),
        Stage::Failed => theme.warning(),
        Stage::Released => theme.good(),
        Stage::NotSaid | Stage::Unaffected => theme.faint(),
        _ => theme.text(),
    }
}
