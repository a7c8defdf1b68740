//! Going to a step: all steps of the runbooks that are followed, to be searched and narrowed down.
//!
//! Owns the search, the filter and the chosen row. What becomes of the step is up to the guide.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::guide::{Guide, phases};
use super::{Cx, Screen, step_detail};
use crate::domain::condition::Truth;
use crate::domain::guide::{GuideStep, StepState, with_earlier};
use crate::domain::step_key::StepKey;
use crate::domain::wording;
use crate::t;
use crate::text::kana::finds;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;
use crate::tui::spot::Spot;
use crate::tui::widgets::list::List;
use crate::tui::widgets::text_field::TextField;

/// Which steps are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Filter {
    /// すべて
    #[default]
    All,
    /// まだ
    Waiting,
    /// 期限超過
    Overdue,
    /// 後で・不可
    Aside,
}

/// The filters in the order in which Tab goes through them.
const FILTERS: [Filter; 4] = [Filter::All, Filter::Waiting, Filter::Overdue, Filter::Aside];

/// From so many rows on the chosen step is repeated in full below the list.
const WITH_TITLE: u16 = 8;

/// The list of steps.
#[derive(Default)]
pub struct Jump {
    search: TextField,
    list: List,
    filter: Filter,
}

/// One row: a step, or one time of a step that is repeated.
struct Row<'a> {
    /// The step in the guide that one goes to.
    to: StepKey,
    phase: &'a str,
    step: GuideStep<'a>,
    title: String,
}

/// Every step once; of a repeat, what was done before as rows of its own.
fn all(open: &Snapshot) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (_, phase) in phases(open) {
        for step in phase.steps {
            if rows.iter().any(|known| known.to == step.key) {
                continue;
            }
            let to = step.key.clone();
            let times = with_earlier(&open.incident, step);
            let several = times.len() > 1;
            for step in times {
                let title = wording::step_title(step.placed.step, step.department);
                // In front, where it is not cut off.
                let title = if several { t!("jump-time", n = step.key.occurrence, title = title) } else { title };
                rows.push(Row { to: to.clone(), phase: &phase.phase.title, step, title });
            }
        }
    }
    rows
}

impl Jump {
    fn rows<'a>(&self, open: &'a Snapshot, model: &Model) -> Vec<Row<'a>> {
        let search = self.search.text();
        let search = search.trim();
        let narrowed = |step: &GuideStep<'_>| match self.filter {
            Filter::All => true,
            Filter::Waiting => step.is_waiting(),
            Filter::Overdue => step.is_overdue(model.now),
            Filter::Aside => matches!(step.state, StepState::Later | StepState::Failed),
        };
        let found = |row: &Row<'_>| {
            let role = row.step.placed.step.role.as_ref();
            let role = role.map(|role| open.plan.facility.role_title(role.as_str()));
            let words = [Some(row.title.as_str()), Some(row.phase), role];
            search.is_empty() || words.into_iter().flatten().any(|words| finds(words, search))
        };
        all(open).into_iter().filter(|row| narrowed(&row.step) && found(row)).collect()
    }

    fn narrow(&mut self, by: usize) {
        let at = FILTERS.iter().position(|filter| *filter == self.filter).unwrap_or(0);
        self.filter = FILTERS.get((at + by) % FILTERS.len()).copied().unwrap_or_default();
        self.list.at = 0;
    }
}

fn name(filter: Filter) -> String {
    match filter {
        Filter::All => t!("jump-all"),
        Filter::Waiting => t!("jump-waiting"),
        Filter::Overdue => t!("jump-overdue"),
        Filter::Aside => t!("jump-aside"),
    }
}

/// By when it is due, when it was done, or that it does not apply now.
fn when(step: &GuideStep<'_>, model: &Model) -> String {
    if step.state == StepState::Open && step.applies == Truth::False {
        return t!("jump-not-now");
    }
    match (step.is_waiting(), step.due, &step.marked) {
        (true, Some(due), _) => {
            let mark = if step.is_overdue(model.now) { "! " } else { "" };
            format!("{mark}{}", step_detail::remaining(due, model.now))
        }
        (false, _, Some(marked)) => marked.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now)),
        _ => String::new(),
    }
}

impl Screen for Jump {
    fn context(&self) -> Ctx {
        Ctx::Jump
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        cmd == Cmd::Memo || !(cmd.leads_elsewhere() || cmd == Cmd::TakeBack)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.search)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.list.at = 0;
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.back() };
        let rows = self.rows(&open, cx.model);
        if self.list.handle(cmd, rows.len(), 10) {
            return;
        }
        match cmd {
            Cmd::Next => self.narrow(1),
            Cmd::Previous => self.narrow(FILTERS.len() - 1),
            Cmd::Enter => {
                if let Some(row) = rows.get(self.list.at) {
                    cx.go_to(Guide::at(&open, &row.to));
                }
            }
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let rows = model.open.as_ref().map_or(0, |open| self.rows(open, model).len());
        self.list.clamp(rows);
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let rows = self.rows(open, model);
        let title = t!("jump-title", filter = name(self.filter), count = rows.len());
        let inside = canvas.page(area, &title, theme.accent());
        let mut body = self.search.draw_named(canvas, inside, &t!("search-label"), true);
        let Some(chosen) = rows.get(self.list.at) else {
            canvas.wrapped(body, &t!("jump-none"), theme.text());
            return;
        };
        if body.height >= WITH_TITLE {
            let full = cells(canvas.rows(&chosen.title, inside.width).len()).min(body.height / 3);
            body.height -= full + 1;
            let [left, right, ..] = theme.lines().joints;
            canvas.rule(area.x, body.bottom(), area.width, [left, right], theme.accent());
            let below = Rect { y: body.bottom() + 1, height: full, ..inside };
            canvas.wrapped(below, &chosen.title, theme.strong());
        }
        self.draw_rows(&rows, model, canvas, body);
    }
}

impl Jump {
    /// State, phase, title, and at the right end by when.
    fn draw_rows(&self, rows: &[Row<'_>], model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let mode = canvas.mode();
        let widest = rows.iter().map(|row| canvas.width(row.phase)).max().unwrap_or(0);
        let phase = usize::from(widest.min(area.width / 4));
        let first = self.list.first_in_sight(&vec![1; rows.len()], area.height);
        for ((at, row), y) in rows.iter().enumerate().skip(first).zip(area.top()..area.bottom()) {
            let here = at == self.list.at;
            let style: Style = match (here, row.step.is_overdue(model.now), row.step.is_waiting()) {
                (true, ..) => theme.chosen(),
                (_, true, _) => theme.warning(),
                (_, _, true) => theme.text(),
                _ => theme.faint(),
            };
            let line = Rect { y, height: 1, ..area };
            canvas.spot(line, Spot::Row(at));
            if here {
                canvas.tint(line, style);
            }
            let when = when(&row.step, model);
            let right = canvas.width(&when);
            let room = area.width.saturating_sub(right + 1);
            let lead = format!(
                "{}{} {} ",
                if here { ">" } else { " " },
                step_detail::state_mark(&row.step),
                pad(&crate::text::width::cut(&crate::tui::canvas::line(row.phase), phase, mode), phase, mode)
            );
            canvas.spans(area.x, y, room, &[(&lead, style), (&row.title, style)]);
            canvas.put(area.right().saturating_sub(right), y, right, &when, style);
        }
    }
}
