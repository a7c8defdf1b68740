//! How the declaration is laid out: levels, people, grounds, from top to bottom.

use ratatui::layout::Rect;

use super::call::{attempts, number_in_brief};
use super::declare::{Declare, Part, contact_of, deciders};
use crate::domain::suggest::{deciding_role, suggested_level};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::spot::Spot;
use crate::tui::widgets::form_view::{self, Around};

/// Draws the declaration.
pub fn draw(screen: &Declare, model: &Model, open: &Snapshot, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let inside = canvas.page(area, &t!("declare-title"), theme.text());
    let mut y = inside.y;
    let room = |y: u16| inside.bottom().saturating_sub(y);
    if let Some(made) = open.incident.declaration() {
        let text = if made.awaits_confirmation() {
            t!("declare-provisional-now", level = made.made.level)
        } else {
            t!("declare-now", level = made.made.level)
        };
        canvas.put(inside.x, y, inside.width, &text, theme.accent());
        y += 1;
    }
    let suggested = suggested_level(&open.incident, &open.plan);
    let ask = if suggested.is_some() { t!("declare-ask-level") } else { t!("declare-ask-level-none") };
    canvas.put(inside.x, y, inside.width, &ask, strong_if(screen.part == Part::Level, canvas));
    y += 1;
    for (at, level) in open.plan.facility.levels.iter().enumerate() {
        let here = at == screen.level.at;
        let mark = if suggested == Some(level.number) { t!("declare-suggested") } else { String::new() };
        let text = format!(
            "{} {} {} {mark} {}",
            marker(here, screen.part == Part::Level),
            level.number,
            level.title,
            level.meaning
        );
        // The chosen one is read in full, as far as there is room: what tells two levels apart may stand at the end.
        let all = canvas.rows(&text, inside.width);
        let spare = usize::from(inside.height) > open.plan.facility.levels.len() + deciders(open).len() + 8;
        let rows = if here && spare && screen.part != Part::Grounds { all.len().min(3) } else { 1 };
        let row = Rect { y, height: cells(rows).min(room(y)), ..inside };
        if row.height > 0 {
            canvas.spot(row, Spot::Row(at));
            let style = row_style(here, screen.part == Part::Level, canvas);
            if rows > 1 {
                canvas.put_rows(row, &all, style);
            } else {
                canvas.put(inside.x, y, inside.width, &text, style);
            }
        }
        y += cells(rows);
    }
    let role = deciding_role(&open.incident, &open.plan);
    let role = open.plan.facility.role_title(role.as_str());
    if room(y) > 0 {
        canvas.put(
            inside.x,
            y,
            inside.width,
            &t!("declare-ask-person", role = role),
            strong_if(screen.part == Part::Person, canvas),
        );
    }
    y += 1;
    for (at, person) in deciders(open).into_iter().enumerate() {
        let here = at == screen.person.at && !screen.provisional;
        let contact = contact_of(person, model);
        let number = number_in_brief(&contact, model);
        let last = attempts(&contact, model).next().map(|last| format!("  {last}")).unwrap_or_default();
        let text = format!("{} {}{last}  {number}", marker(here, screen.part == Part::Person), person.name);
        if room(y) > 0 {
            canvas.spot(Rect { y, height: 1, ..inside }, Spot::OtherRow(at));
            canvas.put(inside.x, y, inside.width, &text, row_style(here, screen.part == Part::Person, canvas));
        }
        y += 1;
    }
    // In the form, what it will be stands under its lines.
    let said = if screen.part == Part::Grounds && !screen.provisional {
        String::new()
    } else if screen.provisional {
        let name = model.keyboard.as_ref().map_or("", |who| who.name.as_str());
        t!("declare-provisional-by", name = name)
    } else if Declare::may_be_provisional(model) {
        t!("declare-provisional-possible")
    } else {
        t!("declare-person-foot")
    };
    let style = if screen.provisional { theme.chosen() } else { theme.accent() };
    if room(y) > 0 {
        canvas.put(inside.x, y, inside.width, &said, style);
    }
    y += 1;
    if screen.part != Part::Grounds {
        return;
    }
    // The lines to fill in are never out of sight: where there is no room below, they cover what was chosen above.
    let means = screen.meaning(model);
    let means_rows = cells(canvas.rows(&means, inside.width).len());
    let height = form_view::height(&screen.form, inside.width, canvas) + means_rows + 1;
    let y = y.min(inside.bottom().saturating_sub(height)).max(inside.y);
    let lines = Rect { y, height: room(y), ..inside };
    canvas.clear(lines);
    // Where there is hardly any room, the lines to fill in come first.
    let means_rows = means_rows.min(lines.height.saturating_sub(3));
    let fields = Rect { height: lines.height.saturating_sub(means_rows + 1), ..lines };
    let below = Rect { y: fields.bottom(), height: means_rows, ..lines };
    canvas.wrapped(below, &means, if screen.provisional { theme.strong() } else { theme.text() });
    form_view::draw(&screen.form, canvas, fields, Around { plan: Some(&open.plan), now: model.now });
    let foot = if screen.ticket.is_some() { t!("form-recording") } else { t!("declare-foot") };
    canvas.put(lines.x, lines.bottom().saturating_sub(1), lines.width, &foot, theme.faint());
}

/// Where the focus is, in signs: one sees it without colours.
fn marker(here: bool, focused: bool) -> &'static str {
    match (here, focused) {
        (true, true) => ">",
        (true, false) => "*",
        _ => " ",
    }
}

fn row_style(here: bool, focused: bool, canvas: &Canvas<'_>) -> ratatui::style::Style {
    match (here, focused) {
        (true, true) => canvas.theme.chosen(),
        (true, false) => canvas.theme.strong(),
        _ => canvas.theme.text(),
    }
}

fn strong_if(focused: bool, canvas: &Canvas<'_>) -> ratatui::style::Style {
    if focused { canvas.theme.strong() } else { canvas.theme.text() }
}
