//! What must be done first: the memory items of the runbooks, right under the first line, before any criterion is asked.
//!
//! Owns the list of these steps; recording them is as in the guide.

use ratatui::layout::Rect;

use super::guide::Guide;
use super::mark::{begin, put, wanted};
use super::{Cx, Screen, step_detail};
use crate::domain::guide::{GuideStep, first_things};
use crate::domain::wording;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;
use crate::tui::spot::Spot;
use crate::tui::widgets::list::List;

/// The first things.
#[derive(Default)]
pub struct FirstThings {
    list: List,
    settled: Option<bool>,
}

/// The memory items of all runbooks that are followed, each once.
pub fn items(open: &Snapshot) -> Vec<GuideStep<'_>> {
    let mut items: Vec<GuideStep<'_>> = Vec::new();
    for runbook in open.incident.active_runbooks() {
        for step in first_things(&open.incident, &open.plan, runbook) {
            if !items.iter().any(|known| known.key == step.key) {
                items.push(step);
            }
        }
    }
    items
}

/// A step in the list: its title, and how long there is.
struct Row {
    title: String,
    left: String,
    /// The cells of the title.
    room: u16,
    /// The rows that the whole title takes.
    rows: u16,
}

/// The cells before a title: the marker, how it stands.
const LEAD: u16 = 8;

impl Row {
    fn of(step: &GuideStep<'_>, model: &Model, canvas: &Canvas<'_>, cells_here: u16) -> Self {
        let late = step.is_overdue(model.now);
        let left = match step.due.filter(|_| step.is_waiting()) {
            Some(due) => format!("  {}{}", if late { "! " } else { "" }, step_detail::remaining(due, model.now)),
            None => String::new(),
        };
        let title = wording::step_title(step.placed.step, step.department);
        let room = cells_here.saturating_sub(LEAD + canvas.width(&left));
        let rows = cells(canvas.rows(&title, room).len());
        Self { title, left, room, rows }
    }
}

/// One row each, and a second one for long titles, from above, as far as there is room.
fn heights(rows: &[Row], room: u16) -> Vec<u16> {
    let mut spare = room.saturating_sub(cells(rows.len()));
    let height = |row: &Row| {
        let further = u16::from(row.rows > 1 && spare > 0);
        spare -= further;
        1 + further
    };
    rows.iter().map(height).collect()
}

impl Screen for FirstThings {
    fn context(&self) -> Ctx {
        Ctx::FirstThings
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        let open = model.open.as_ref()?;
        let items = items(open);
        let step = items.get(self.list.at)?;
        (cmd == Cmd::Enter).then(|| super::guide::enter_label(step, open))
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return };
        let items = items(&open);
        if self.list.handle(cmd, items.len(), 5) {
            self.settled = items.get(self.list.at).map(GuideStep::is_settled);
            return;
        }
        let step = items.get(self.list.at);
        match cmd {
            Cmd::Next | Cmd::Back => cx.go_to(Guide::default()),
            Cmd::Enter => match step {
                Some(step) if items.iter().any(|step| !step.is_settled()) => begin(step, cx),
                // All of it is done: on to the guide.
                _ => cx.go_to(Guide::default()),
            },
            other => {
                if let (Some(step), Some(mark)) = (step, wanted(other)) {
                    put(step, mark, cx);
                }
            }
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        let items = items(open);
        self.list.clamp(items.len());
        let settled = items.get(self.list.at).map(GuideStep::is_settled);
        let just_settled = self.settled != Some(true) && settled == Some(true);
        if just_settled {
            // On to the next one that waits.
            let next = items.iter().enumerate().cycle().skip(self.list.at + 1).take(items.len());
            if let Some((at, _)) = next.into_iter().find(|(_, step)| !step.is_settled()) {
                self.list.at = at;
            }
        }
        self.settled = items.get(self.list.at).map(GuideStep::is_settled);
    }

    fn list(&mut self) -> Option<&mut List> {
        Some(&mut self.list)
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let items = items(open);
        let inside = canvas.page(area, &t!("first-things-title"), theme.text());
        let mut y = inside.y;
        if let Some(opening) = open.incident.opening.as_ref().filter(|_| inside.height > 12) {
            let at = opening.noticed.at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now));
            let text = t!("first-things-line", at = at, text = opening.text.as_str());
            canvas.put(inside.x, y, inside.width, &text, theme.good());
            y += 1;
        }
        if items.is_empty() || items.iter().all(GuideStep::is_settled) {
            canvas.put(inside.x, y, inside.width, &t!("first-things-done"), theme.strong());
            y += 1;
        }
        let room = inside.bottom().saturating_sub(y);
        // The step in full comes first; the list scrolls where there is no room for both.
        let detail =
            items.get(self.list.at).map_or(0, |step| step_detail::height(step, model, open, canvas, inside.width));
        let all = cells(items.len().max(1));
        let shown = room.saturating_sub(detail + 1).clamp(all.min(3), all);
        let rows: Vec<Row> = items.iter().map(|step| Row::of(step, model, canvas, inside.width)).collect();
        let heights = heights(&rows, room.saturating_sub(detail + 1));
        let shown = shown.max(heights.iter().sum::<u16>().min(room.saturating_sub(detail + 1)));
        let first = self.list.first_in_sight(&heights, shown);
        let bottom = y + shown;
        let mut at_y = y;
        for (at, ((step, row), height)) in items.iter().zip(&rows).zip(&heights).enumerate().skip(first) {
            if at_y >= bottom {
                break;
            }
            let height = (*height).min(bottom - at_y);
            let here = at == self.list.at;
            let late = step.is_overdue(model.now);
            let style = match (here, late) {
                (true, _) => theme.chosen(),
                (false, true) => theme.warning(),
                (false, false) => theme.text(),
            };
            let lead = format!("{}{} ", if here { ">" } else { " " }, step_detail::state_mark(step));
            canvas.spot(Rect { y: at_y, height, ..inside }, Spot::Row(at));
            let lead_cells = canvas.put(inside.x, at_y, inside.width, &lead, style);
            let title = Rect { x: inside.x + lead_cells, y: at_y, width: row.room, height };
            canvas.wrapped(title, &row.title, style);
            // The time that is left stands right behind the end of the title.
            let rows = canvas.rows(&row.title, row.room);
            let last = rows.get(usize::from(height) - 1).map_or("", String::as_str);
            let taken = if rows.len() > usize::from(height) { row.room } else { canvas.width(last) };
            canvas.put(title.x + taken, at_y + height - 1, canvas.width(&row.left), &row.left, style);
            at_y += height;
        }
        y += shown;
        if y + 2 > inside.bottom() {
            return;
        }
        let joints = theme.lines().joints;
        let [left, right, ..] = joints;
        canvas.rule(area.x, y, area.width, [left, right], theme.text());
        if let Some(step) = items.get(self.list.at) {
            canvas.title(area.x, y, area.width, &step_detail::heading(step, &open.plan, model.now));
            let below = Rect { y: y + 1, height: inside.bottom() - y - 1, ..inside };
            step_detail::draw(step, model, open, canvas, below);
        }
    }
}
