//! How a form is drawn.
//!
//! Owns the rows: label, text, and behind it the echo (the time with its date, the person as the staff list has it) or what is
//! wrong. Must not change the form.

use ratatui::layout::Rect;

use super::form::{Field, Form, Kind};
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::when::When;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::spot::Spot;
use crate::tui::typed;

/// The fewest and the most cells that labels take.
const LABEL: (u16, u16) = (14, 26);
/// The most rows that one text takes.
const TALLEST: u16 = 6;

/// What a form needs to know to echo what was typed.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Who there is; `None` before the site was read, which nobody has to wait for.
    pub plan: Option<&'a Plan>,
    /// Now.
    pub now: Moment,
}

/// How many rows the form takes in so many cells.
pub fn height(form: &Form, room: u16, canvas: &Canvas<'_>) -> u16 {
    let label = label(form, room, canvas);
    form.fields.iter().map(|field| rows(field, room.saturating_sub(label), canvas)).sum()
}

/// The cells that this form's labels take: as many as the longest, as far as the texts keep their room.
fn label(form: &Form, room: u16, canvas: &Canvas<'_>) -> u16 {
    let (fewest, most) = LABEL;
    let longest = form.fields.iter().map(|field| canvas.width(&field.label) + 3).max().unwrap_or(fewest);
    longest.clamp(fewest, most.min(room / 2).max(fewest))
}

fn rows(field: &Field, room: u16, canvas: &Canvas<'_>) -> u16 {
    let text = match &field.kind {
        Kind::Text(text) => text.rows(room, canvas).min(TALLEST),
        _ => 1,
    };
    text + u16::from(field.complaint.is_some())
}

/// Draws the form; the focused line parks the caret. Lines that do not fit scroll with the focus.
pub fn draw(form: &Form, canvas: &mut Canvas<'_>, area: Rect, around: Around<'_>) {
    let label = label(form, area.width, canvas);
    let heights: Vec<u16> =
        form.fields.iter().map(|field| rows(field, area.width.saturating_sub(label), canvas)).collect();
    let focus = super::list::List { at: form.focus };
    let first =
        if heights.iter().sum::<u16>() <= area.height { 0 } else { focus.first_in_sight(&heights, area.height) };
    let mut y = area.y;
    for (at, (field, height)) in form.fields.iter().zip(&heights).enumerate().skip(first) {
        let height = (*height).min(area.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let row = Rect { y, height, ..area };
        let room = area.width.saturating_sub(label);
        let text = Rect { width: room, height: height.saturating_sub(u16::from(field.complaint.is_some())), ..row };
        let typed = field.kind.text_field();
        let first = typed.map_or(0, |typed| typed.first_row(text, at == form.focus, canvas));
        canvas.spot(row, Spot::Field { line: at, x: area.x + label, y, room, first });
        draw_field(field, at, canvas, row, label, at == form.focus, around);
        y += height;
    }
}

fn draw_field(
    field: &Field,
    line: usize,
    canvas: &mut Canvas<'_>,
    area: Rect,
    label: u16,
    focused: bool,
    around: Around<'_>,
) {
    let theme = canvas.theme;
    let label_style = if focused { theme.strong() } else { theme.text() };
    canvas.put(area.x, area.y, 1, if focused { ">" } else { " " }, label_style);
    canvas.put(area.x + 1, area.y, label.saturating_sub(2), &field.label, label_style);
    let complaint_rows = u16::from(field.complaint.is_some() && area.height > 1);
    let value = Rect {
        x: area.x + label,
        y: area.y,
        width: area.width.saturating_sub(label),
        height: area.height - complaint_rows,
    };
    match &field.kind {
        Kind::Choice { options, at } => draw_choice(options, line, *at, canvas, value, focused),
        Kind::Text(text) => {
            text.draw(canvas, value, focused, theme.text());
            if text.is_blank() {
                canvas.put(value.x + 1, value.y, value.width.saturating_sub(1), &field.hint, theme.faint());
            }
        }
        Kind::Time(text) | Kind::Person(text) => {
            let typed_cells = canvas.width(&text.text()).min(value.width.saturating_sub(1));
            text.draw(canvas, Rect { height: 1, ..value }, focused, theme.text());
            let typed = text.text();
            // What already reads as it is meant is not said twice.
            let echo = Some(echo(field, &typed, around)).filter(|echo| echo.strip_prefix("= ") != Some(typed.trim()));
            let echo = echo.unwrap_or_default();
            let after = typed_cells + 1;
            canvas.put(value.x + after, value.y, value.width.saturating_sub(after), &echo, theme.accent());
        }
    }
    if let Some(complaint) = field.complaint.as_ref().filter(|_| complaint_rows > 0) {
        canvas.spans(value.x, value.bottom(), value.width, &[("! ", theme.warning()), (complaint, theme.warning())]);
    }
}

fn echo(field: &Field, text: &str, around: Around<'_>) -> String {
    if text.trim().is_empty() {
        return field.hint.clone();
    }
    match &field.kind {
        Kind::Time(_) if field.ahead => match typed::due(text, around.now) {
            Ok(due) => format!("= {}", typed::show_when(&When::now(due), around.now)),
            Err(_) => t!("form-time-not-yet"),
        },
        Kind::Time(_) => match typed::time(text, around.now) {
            Ok(when) => format!("= {}", typed::show_when(&when, around.now)),
            Err(_) => t!("form-time-not-yet"),
        },
        _ => around.plan.map(|plan| typed::person_echo(plan, text)).unwrap_or_default(),
    }
}

fn draw_choice(options: &[String], line: usize, chosen: usize, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
    let theme = canvas.theme;
    let total: u16 = options.iter().map(|option| canvas.width(option) + 3).sum();
    let mut x = area.x;
    if focused {
        canvas.park(ratatui::layout::Position::new(area.x, area.y));
    }
    // Where not all of them fit, the chosen one is shown with how many there are.
    if total > area.width {
        let option = options.get(chosen).map_or("", String::as_str);
        let text = format!("< {option} > {}/{}", chosen + 1, options.len());
        // A click takes the next one, as the arrow does.
        canvas.spot(area, Spot::Choice { line, choice: (chosen + 1) % options.len().max(1) });
        canvas.put(x, area.y, area.width, &text, if focused { theme.chosen() } else { theme.text() });
        return;
    }
    for (at, option) in options.iter().enumerate() {
        let style = if at == chosen && focused { theme.chosen() } else { theme.text() };
        let text = if at == chosen { format!("[{option}]") } else { format!(" {option} ") };
        let taken = canvas.put(x, area.y, area.right().saturating_sub(x), &text, style);
        canvas.spot(Rect { x, y: area.y, width: taken, height: 1 }, Spot::Choice { line, choice: at });
        x += taken + 1;
    }
}
