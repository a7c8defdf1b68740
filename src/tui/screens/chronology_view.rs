//! How the chronology is drawn: both times and what is said on each row, and only the rows in sight.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::chronology::Chronology;
use super::chronology_filter::Filter;
use super::entry_text::{happened, line_text};
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::wording;
use crate::t;
use crate::text::spoken_time;
use crate::text::width::pad;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::model::{Model, lang};
use crate::tui::msg::Snapshot;
use crate::tui::spot::Spot;

/// The cells of a time.
const TIME: usize = 11;

/// The last lines, for the foot of the guide: the newest one last.
pub fn brief(open: &Snapshot, model: &Model, canvas: &Canvas<'_>, count: usize) -> Vec<(String, Style)> {
    let places = open.digest.by_record();
    let skipped = places.len().saturating_sub(count);
    let row = |entry: &Entry| {
        let style = if entry.withdrawn.is_some() { canvas.theme.faint() } else { canvas.theme.text() };
        // A long question would hide its answer at the end of the row.
        let answer = match &entry.line.event {
            Event::CriterionAnswered(answered) => format!("[{}] ", wording::answer(answered.answer, lang())),
            _ => String::new(),
        };
        (format!("{} {answer}{}", happened(entry, model), line_text(entry, open, model.now)), style)
    };
    places.iter().skip(skipped).filter_map(|place| open.incident.entries.get(*place)).map(row).collect()
}

/// Draws the chronology.
pub fn draw(screen: &Chronology, model: &Model, open: &Snapshot, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let all = screen.found.len();
    let title = screen.title(open);
    let inside = canvas.frame(area, &title, theme.text());
    let mode = canvas.mode();
    let mut y = inside.y;
    if screen.searching || !screen.search.is_blank() {
        y = screen.search.draw_named(canvas, inside, &t!("search-label"), screen.searching).y;
    }
    let times = cells(TIME * 2 + 4);
    let wide = inside.width > 50;
    if wide {
        let head = format!(
            " {} {} {}",
            pad(&t!("chronology-happened"), TIME, mode),
            pad(&t!("chronology-written"), TIME, mode),
            t!("chronology-what")
        );
        canvas.put(inside.x, y, inside.width, &head, theme.faint());
        y += 1;
    }
    let body = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
    let text_room = if wide { body.width.saturating_sub(times) } else { body.width.saturating_sub(2) };
    let extra = u16::from(!wide);
    // Each entry in sight is broken into rows once: for its height, and to be drawn.
    let broken: RefCell<BTreeMap<usize, Vec<String>>> = RefCell::default();
    let height_at = |at: usize| {
        let entry = screen.entry_at(open, at)?;
        let mut broken = broken.borrow_mut();
        let rows = broken.entry(at).or_insert_with(|| canvas.rows(&line_text(entry, open, model.now), text_room));
        Some(cells(rows.len().min(4)) + extra)
    };
    let first = screen.list.first_in_sight_of(height_at, body.height);
    let mut broken = broken.take();
    for at in first..all {
        let Some(entry) = screen.entry_at(open, at) else { break };
        let here = at == screen.list.at;
        let style = match (here, entry.withdrawn.is_some()) {
            (true, _) => theme.chosen(),
            (_, true) => theme.faint(),
            _ => theme.text(),
        };
        let rows = broken.remove(&at).unwrap_or_else(|| canvas.rows(&line_text(entry, open, model.now), text_room));
        let height = (cells(rows.len().min(4)) + extra).min(body.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let happened = pad(&happened(entry, model), TIME, mode);
        let written = pad(&spoken_time::show(entry.recorded_at(), model.now), TIME, mode);
        let marker = if here { ">" } else { " " };
        canvas.spot(Rect { y, height, ..body }, Spot::Row(at));
        canvas.put(body.x, y, body.width, &format!("{marker}{happened} {written}"), style);
        let text = if wide {
            Rect { x: body.x + times - 1, y, width: text_room, height }
        } else {
            Rect { x: body.x + 2, y: y + 1, width: text_room, height: height.saturating_sub(1) }
        };
        canvas.put_rows(text, &rows, style);
        y += height;
    }
    if all == 0 {
        let narrowed = screen.filter != Filter::All || !screen.search.is_blank();
        let none = if narrowed { t!("chronology-none-narrowed") } else { t!("chronology-none") };
        canvas.put(body.x + 1, body.y, body.width, &none, theme.text());
    }
}
