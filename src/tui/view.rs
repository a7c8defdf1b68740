//! The frame around every screen: header, body, what was said last, footer.
//!
//! Owns the layout of the whole. A pure function of the session: drawing changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::canvas::{Canvas, cells};
use super::digest::duties::{self, DutyRow};
use super::keys::{self, Cmd};
use super::model::{Model, clock, elapsed, short_id};
use super::msg::Snapshot;
use super::screens::{Screen, step_detail};
use super::spot::Spot;
use super::update::Session;
use crate::domain::guide::all_steps;
use crate::domain::incident::Stage;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::message::{mirror_line, mirror_word};
use crate::record::MirrorState;
use crate::t;
use crate::text::spoken_time;

/// Below this size only a word is shown.
pub const SMALLEST: (u16, u16) = (40, 12);

/// Draws the session; says where the terminal's cursor is to stand.
pub fn draw(session: &Session, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, session.model.theme);
    draw_on(session, &mut canvas);
    canvas.caret
}

/// What is drawn at a place of a window of this size, for a click there.
pub fn spot_at(session: &Session, (width, height): (u16, u16), at: Position) -> Option<Spot> {
    let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
    let mut canvas = Canvas::new(&mut buffer, session.model.theme);
    draw_on(session, &mut canvas);
    canvas.spots.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, spot)| *spot)
}

fn draw_on(session: &Session, canvas: &mut Canvas<'_>) {
    let model = &session.model;
    let area = canvas.area();
    canvas.tint(area, canvas.theme.base());
    let (width, height) = SMALLEST;
    if area.width < width || area.height < height {
        let style = canvas.theme.text();
        canvas.wrapped(area, &t!("too-small"), style);
        return canvas.finish();
    }
    let header = if area.height >= 16 { 2 } else { 1 };
    draw_header(model, canvas, Rect { height: header, ..area });
    let standing = draw_standing(model, canvas, Rect { y: area.y + header, height: header, ..area });
    let above = header + standing;
    let body = Rect { y: area.y + above, height: area.height - above - 1, ..area };
    // The last screen that is not in front of another, and what stands in front of it.
    let base = session.stack.iter().rposition(|screen| !screen.is_popup()).unwrap_or(0);
    for screen in session.stack.iter().skip(base) {
        canvas.caret = None;
        // What lies behind a screen in front cannot be clicked.
        canvas.spots.clear();
        // What was said last stands below a screen in front, not on it.
        let said = if screen.is_popup() {
            cells(toast_lines(model, canvas, body.width).len()).min(body.height / 4)
        } else {
            0
        };
        screen.view(model, canvas, Rect { height: body.height - said, ..body });
    }
    canvas.caret = canvas.caret.filter(|_| session.is_typing());
    draw_toast(model, canvas, body);
    if let Some(top) = session.stack.last() {
        draw_footer(top.as_ref(), model, canvas, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    canvas.finish();
}

fn draw_header(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    match &model.open {
        Some(open) => {
            incident_row(open, model, canvas, area);
            if area.height > 1 {
                level_row(open, model, canvas, Rect { y: area.y + 1, height: 1, ..area });
            }
        }
        None => home_rows(model, canvas, area),
    }
}

/// What is wrong with where lines go, or with the site: under the header on every screen. Says how many rows it took.
fn draw_standing(model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let said = model.standing();
    if said.is_empty() {
        return 0;
    }
    let style = canvas.theme.warning();
    canvas.wrapped(area, &format!("! {}", said.join(" ")), style)
}

/// 【本番】title  ..k3f7w2  覚知01:50 経過0:42
fn incident_row(open: &Snapshot, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let incident = &open.incident;
    let (mark, style) =
        if incident.drill { (t!("mark-drill"), theme.drill()) } else { (t!("mark-real"), theme.real()) };
    let since = incident.noticed_at().map_or_else(
        || t!("time-unknown"),
        |at| t!("header-since", at = clock(at, model.now), elapsed = elapsed(at, model.now)),
    );
    let right = format!("  ..{}  {since}", short_id(&open.id));
    let room = canvas.width(&right).min(area.width * 2 / 3);
    let mut used = canvas.put(area.x, area.y, area.width, &mark, style);
    if open.plan.facility.sample {
        used += canvas.put(
            area.x + used,
            area.y,
            area.width.saturating_sub(used + room),
            &t!("mark-sample"),
            theme.warning(),
        );
    }
    let runbook = incident.active_runbooks().into_iter().next().and_then(|id| open.plan.runbook(id.as_str()));
    let title = runbook.map(|runbook| runbook.title.clone());
    let title = title.or_else(|| incident.opening.as_ref().map(|opening| opening.text.clone())).unwrap_or_default();
    canvas.put(area.x + used, area.y, area.width.saturating_sub(used + room), &title, theme.strong());
    canvas.put(area.right() - room, area.y, room, &right, theme.text());
}

/// レベル3 02:10 佐藤  次: … あと3分      記録: 山田
fn level_row(open: &Snapshot, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let incident = &open.incident;
    let level = match (incident.stage, incident.declaration()) {
        (Stage::StoodDown, _) => t!("stage-stood-down"),
        (Stage::Closed, _) => t!("stage-closed"),
        (Stage::Open, None) => t!("level-none"),
        (Stage::Open, Some(made)) => {
            let at = made.at.map_or_else(String::new, |at| clock(at, model.now));
            // The role is said where there is room for it beside whom to tell next.
            let is_narrow = area.width < 100 && open.digest.duties().iter().any(DutyRow::presses);
            let who = made.actor.as_ref().map_or(String::new(), |who| {
                if is_narrow { who.name.clone() } else { wording::who(&open.plan.facility, who) }
            });
            let name = if made.awaits_confirmation() {
                t!("level-provisional", level = made.made.level)
            } else {
                t!("level-short", level = made.made.level)
            };
            format!("{name} {at} {who}")
        }
    };
    let keyboard = match &model.keyboard {
        Some(who) => t!("header-keyboard", name = who.name.as_str()),
        None => t!("header-nobody"),
    };
    let right = canvas.width(&keyboard).min(area.width / 3);
    let room = area.width.saturating_sub(right + 1);
    let used = canvas.put(area.x, area.y, room, &level, theme.strong());
    let middle = Rect { x: area.x + used, width: room.saturating_sub(used), ..area };
    next_part(open, model, canvas, middle);
    canvas.put(area.right() - right, area.y, right, &keyboard, theme.text());
}

/// The next step's guide time and whom to tell next. Both are in sight at 80 cells; what there is room for beyond that is the
/// step's title.
fn next_part(open: &Snapshot, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let incident = &open.incident;
    let steps = all_steps(incident, &open.plan);
    // After the end nothing is overdue any more.
    let waiting = steps
        .iter()
        .filter(|step| step.is_waiting() && incident.stage == Stage::Open)
        .filter_map(|step| Some((step.due?, step)));
    let next = waiting.min_by_key(|(due, _)| *due);
    let late = next.as_ref().is_some_and(|(due, _)| *due < model.now);
    let mark = if late { "! " } else { "" };
    let left = next.as_ref().map(|(due, _)| step_detail::remaining(*due, model.now));
    // Without its title the time says whose it is.
    let alone =
        left.as_ref().map(|left| format!("  {mark}{}", t!("header-step", left = left.as_str()))).unwrap_or_default();
    let left = left.map(|left| format!("  {mark}{left} ")).unwrap_or_default();
    let duties = open.digest.duties();
    let is_over = duties.iter().any(|duty| duty.is_overdue(model.now));
    // As many as there is room for beside the step's time; the first one in any case.
    let told = match duties::unnarrowed(duties) {
        // Nobody has said what happened: a first name out of all of them would mislead.
        Some(count) => [(); 3].map(|()| format!("  {}", t!("header-unsettled", count = count))),
        None => [3, 2, 1].map(|count| next_told(duties, model.now, count)),
    };
    let room = area.width.saturating_sub(canvas.width(&alone));
    let told = told.iter().find(|told| canvas.width(told) <= room).or(told.last()).cloned().unwrap_or_default();
    let reserved = canvas.width(&told).min(area.width);
    let step_room = area.width - reserved;
    let mut x = area.x;
    if let Some((_, step)) = next {
        let style = if late { theme.warning() } else { theme.accent() };
        let title_room = step_room.saturating_sub(canvas.width(&left));
        // A word or two of a title say nothing: the guide has it in full.
        if reserved == 0 || title_room >= 14 {
            x += canvas.put(x, area.y, step_room, &left, style);
            let title = wording::step_title(step.placed.step, step.department);
            x += canvas.put(x, area.y, title_room, &title, theme.text());
        } else {
            x += canvas.put(x, area.y, step_room, &alone, style);
        }
    }
    let style = if is_over { theme.warning() } else { theme.text() };
    canvas.put(x, area.y, area.right().saturating_sub(x), &told, style);
}

/// 「  次: 厚労省 速やかに / ? PPC速報 目安11/26」; nothing where nobody has to be told anything.
fn next_told(duties: &[DutyRow], now: Moment, count: usize) -> String {
    let next = duties::next(duties, now, count);
    if next.is_empty() { next } else { format!("  {}", t!("header-tell", next = next)) }
}

fn home_rows(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let now = spoken_time::show(model.now, model.now);
    // Where there is no second row, whether there is a second copy stands beside the clock.
    let now = match &model.mirrors {
        Some(states) if area.height == 1 => format!("{}  {now}", mirror_word(states)),
        _ => now,
    };
    let right = canvas.width(&now) + 1;
    let name = model.seen.as_ref().map_or(String::new(), |seen| seen.plan.facility.name.clone());
    let sample = model.seen.as_ref().is_some_and(|seen| seen.plan.facility.sample);
    let mark = if sample { t!("mark-sample") } else { String::new() };
    let title = format!("{}  {mark}{name}", t!("program-name"));
    canvas.put(area.x, area.y, area.width.saturating_sub(right), &title, theme.strong());
    canvas.put(area.right().saturating_sub(right), area.y, right, &now, theme.text());
    let Some(seen) = &model.seen else { return };
    if area.height > 1 {
        let (text, style) = if seen.faulty > 0 {
            (t!("home-faulty", count = seen.faulty), theme.warning())
        } else if seen.plan.facility.sample {
            (t!("home-sample"), theme.warning())
        } else {
            (seen.folder.display().to_string(), theme.faint())
        };
        let row = Rect { y: area.y + 1, height: 1, ..area };
        let room = mirror_part(model, canvas, row);
        canvas.put(row.x, row.y, row.width - room, &text, style);
    }
}

/// 控え: 正常, at the right of a row; says how much of it was taken. What is late may take most of it.
fn mirror_part(model: &Model, canvas: &mut Canvas<'_>, row: Rect) -> u16 {
    let Some(states) = &model.mirrors else { return 0 };
    let theme = canvas.theme;
    let style = if states.iter().any(MirrorState::is_late) { theme.warning() } else { theme.faint() };
    let text = mirror_line(states);
    let width = canvas.width(&text).min(row.width * 3 / 4);
    canvas.put(row.right().saturating_sub(width + 1), row.y, width, &text, style);
    width + 2
}

/// The most rows that what was said last takes.
const TOAST: usize = 3;

fn toast_lines(model: &Model, canvas: &Canvas<'_>, room: u16) -> Vec<String> {
    let Some(toast) = &model.toast else { return Vec::new() };
    let mark = if toast.recorded { "✓ " } else { "" };
    let mut rows = canvas.rows(&format!("{mark}{}", toast.text), room.saturating_sub(1));
    rows.truncate(TOAST);
    rows
}

fn draw_toast(model: &Model, canvas: &mut Canvas<'_>, body: Rect) {
    let Some(toast) = &model.toast else { return };
    let theme = canvas.theme;
    let style = if toast.recorded { theme.good().patch(theme.chosen()) } else { theme.chosen() };
    let rows = toast_lines(model, canvas, body.width);
    let height = cells(rows.len()).min(body.height);
    let area = Rect { y: body.bottom() - height, height, ..body };
    canvas.clear(area);
    canvas.tint(area, style);
    for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
        canvas.put(area.x, y, area.width, row, style);
    }
}

fn draw_footer(top: &dyn Screen, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let mut items: Vec<(String, String, Cmd)> = Vec::new();
    let shown = |cmd: Cmd| top.enabled(model, cmd) && top.offers(model, cmd);
    for row in keys::rows(top.context()).into_iter().filter(|row| row.footer && shown(row.cmd)) {
        let key = row.keys.first().map(|key| keys::shown(key)).unwrap_or_default();
        let label = top.label(model, row.cmd).unwrap_or_else(row.label);
        // Japanese stands out behind a key by itself; Latin letters need a blank.
        let latin = label.starts_with(|c: char| c.is_ascii_lowercase());
        let label = if latin { format!(" {label}") } else { label };
        items.push((key, label, row.cmd));
    }
    let width = |canvas: &Canvas<'_>, items: &[(String, String, Cmd)]| -> u16 {
        items.iter().map(|(key, label, _)| canvas.width(key) + canvas.width(label) + 1).sum()
    };
    // What does not fit is in the menu; the way to it, to help and back are kept.
    while width(canvas, &items) > area.width + 1 && items.len() > 4 {
        items.remove(items.len() - 4);
    }
    let plain: Style = theme.text();
    let mut x = area.x;
    for (key, label, cmd) in items {
        let room = area.right().saturating_sub(x);
        let taken = canvas.spans(x, area.y, room, &[(&key, theme.key()), (&label, plain)]);
        canvas.spot(Rect { x, width: taken, ..area }, Spot::Cmd(cmd));
        x += taken + 1;
    }
}
