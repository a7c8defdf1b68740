//! How the guide is laid out: two panes and the last lines where there is room, one step after another where there is not.

use ratatui::layout::Rect;

use super::guide::{Guide, phases};
use super::step_detail;
use crate::domain::guide::{GuidePhase, GuideStep, tally};
use crate::domain::wording;
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::screens::chronology_view::brief;
use crate::tui::spot::Spot;

/// From this many cells on there are two panes.
const TWO_PANES: u16 = 76;
/// From this many rows on the last lines of the chronology are shown.
const WITH_LINES: u16 = 17;

/// Draws the guide.
pub fn draw(guide: &Guide, model: &Model, open: &Snapshot, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let inside = canvas.frame(area, "", theme.text());
    let lines = if area.height >= WITH_LINES { if area.height >= 30 { 5 } else { 2 } } else { 0 };
    let upper = Rect { height: inside.height.saturating_sub(if lines > 0 { lines + 1 } else { 0 }), ..inside };
    let phases = phases(open);
    let two = area.width >= TWO_PANES;
    let left = if two { (area.width * 3 / 10).clamp(24, 40) } else { 0 };
    let right = Rect { x: upper.x + left, width: upper.width.saturating_sub(left), ..upper };
    if two {
        let post = upper.x + left - 1;
        canvas.post(post, upper.y, upper.height, theme.text());
        let [.., above, below] = theme.lines().joints;
        canvas.put_chrome(post, area.y, above, theme.text());
        draw_phases(guide, &phases, model, canvas, Rect { width: left - 1, ..upper });
        canvas.title(area.x, area.y, left, &t!("guide-phases-search"));
        if lines == 0 {
            canvas.put_chrome(post, area.bottom() - 1, below, theme.text());
        }
    }
    if lines > 0 {
        let [joint_left, joint_right, _, below] = theme.lines().joints;
        let y = upper.bottom();
        canvas.rule(area.x, y, area.width, [joint_left, joint_right], theme.text());
        if two {
            canvas.put_chrome(upper.x + left - 1, y, below, theme.text());
        }
        let under = Rect { y: y + 1, height: lines, ..inside };
        for ((text, style), y) in brief(open, model, canvas, usize::from(lines)).into_iter().zip(under.top()..) {
            canvas.put(under.x, y, under.width, &text, style);
        }
    }
    match phases.get(guide.phase) {
        Some((_, phase)) => draw_step(guide, phase, model, open, canvas, right, area),
        None => {
            let text = Rect { x: right.x + 1, width: right.width.saturating_sub(2), ..right };
            canvas.wrapped(text, &t!("guide-no-runbook"), theme.strong());
        }
    }
}

fn draw_phases(
    guide: &Guide,
    phases: &[(Option<&str>, GuidePhase<'_>)],
    model: &Model,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let theme = canvas.theme;
    // A runbook's title stands above its phases where there are several runbooks.
    let mut rows: Vec<(String, String, Option<usize>, bool)> = Vec::new();
    let mut title_above: Option<&str> = None;
    for (at, (title, phase)) in phases.iter().enumerate() {
        if let Some(title) = title.filter(|title| title_above != Some(*title)) {
            rows.push((title.to_owned(), String::new(), None, false));
            title_above = Some(title);
        }
        let count = tally(&phase.steps, model.now);
        let late = count.overdue > 0;
        let tally = format!("{}{}/{}", if late { "! " } else { "" }, count.done + count.skipped, count.all());
        rows.push((phase.phase.title.clone(), tally, Some(at), late));
    }
    let chosen = rows.iter().position(|(_, _, at, _)| *at == Some(guide.phase)).unwrap_or(0);
    let first = crate::tui::widgets::list::List { at: chosen }.first_in_sight(&vec![1; rows.len()], area.height);
    for ((title, tally, at, late), y) in rows.iter().skip(first).zip(area.top()..area.bottom()) {
        let here = *at == Some(guide.phase);
        let style = match (here, late, at) {
            (true, ..) => theme.chosen(),
            (_, true, _) => theme.warning(),
            (_, _, None) => theme.strong(),
            _ => theme.text(),
        };
        let count = canvas.width(tally) + 1;
        let marker = if here {
            "> "
        } else if at.is_some() {
            "  "
        } else {
            ""
        };
        if let Some(at) = at {
            canvas.spot(Rect { y, height: 1, ..area }, Spot::Row(*at));
        }
        if here {
            canvas.tint(Rect { y, height: 1, ..area }, style);
        }
        canvas.put(area.x, y, area.width.saturating_sub(count + 1), &format!("{marker}{title}"), style);
        canvas.put(area.right().saturating_sub(count), y, count, tally, style);
    }
}

fn draw_step(
    guide: &Guide,
    phase: &GuidePhase<'_>,
    model: &Model,
    open: &Snapshot,
    canvas: &mut Canvas<'_>,
    right: Rect,
    area: Rect,
) {
    let theme = canvas.theme;
    let Some(step) = phase.steps.get(guide.step) else { return };
    let place = t!("guide-step", at = (guide.step + 1), all = phase.steps.len());
    let one_pane = right.x == area.x + 1;
    let place = if one_pane { format!("{} {place}", phase.phase.title) } else { place };
    let heading = format!("{place}  {}", step_detail::heading(step, &open.plan, model.now));
    canvas.title(right.x - 1, area.y, right.width + 1, &heading);
    let inside = Rect { x: right.x + 1, width: right.width.saturating_sub(2), ..right };
    let taken = step_detail::draw(step, model, open, canvas, inside);
    canvas.spot(Rect { height: taken, ..inside }, Spot::OtherRow(guide.step));
    // What comes next stands at the foot, as far as there is room for it.
    let ahead: Vec<&GuideStep<'_>> = phase.steps.iter().skip(guide.step + 1).collect();
    let room = inside.height.saturating_sub(taken + 1);
    let shown = cells(ahead.len()).min(room).min(6);
    if shown == 0 {
        return;
    }
    for ((at, step), y) in ahead.into_iter().enumerate().zip(inside.bottom() - shown..inside.bottom()) {
        let next = format!("{} ", t!("guide-next"));
        let lead = if at == 0 { next } else { " ".repeat(usize::from(canvas.width(&next))) };
        let title = wording::step_title(step.placed.step, step.department);
        let text = format!("{lead}{} {title}", step_detail::state_mark(step));
        canvas.spot(Rect { y, height: 1, ..inside }, Spot::OtherRow(guide.step + 1 + at));
        canvas.put(inside.x, y, inside.width, &text, theme.faint());
    }
}
