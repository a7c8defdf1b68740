//! 速記: the one who keeps the record takes down line by line what is said: `[time] [from>to] text`, Enter, the next.
//!
//! Owns the line with what it will be recorded as, and the lines that wait below it. What is read out of a line is
//! [`crate::text::scribe`]'s. While a line is being recorded the next one can be typed; one that could not be recorded comes
//! back in front of it.

use ratatui::layout::Rect;

use super::{Cx, Screen, Todo, chronology_view};
use crate::domain::command::Command;
use crate::domain::when::{Moment, When};
use crate::t;
use crate::text::kana::half_ascii;
use crate::text::scribe::{self, Scribed};
use crate::text::spoken_time::{self, SpokenTimeError};
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Deed, Recorded, Snapshot, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::text_field::TextField;

/// By which word an unfinished line is found again.
pub const KEY: &str = "scribe";

/// The name of its text among those that are kept.
const TEXT: &str = "text";
/// The most rows that the line takes.
const TALLEST: u16 = 4;
/// The most rows that one entry above takes.
const TALLEST_ENTRY: usize = 3;
/// How far a page goes.
const PAGE: usize = 5;

/// The line that is being typed.
pub struct Scribe {
    field: TextField,
    /// The line that is being recorded.
    sent: Option<(Ticket, String)>,
    /// How many of the last entries are scrolled out of sight.
    skipped: usize,
    /// A line that was asked about.
    warned: Option<String>,
}

impl Default for Scribe {
    fn default() -> Self {
        Self { field: TextField::new("").of_many_lines(), sent: None, skipped: 0, warned: None }
    }
}

/// What a line says and when that was.
struct Reading<'a> {
    said: Scribed<'a>,
    when: When,
}

/// Reads a line; a time that cannot be one is part of what was said.
fn read(line: &str, now: Moment) -> Reading<'_> {
    let said = scribe::read(line, now);
    match said.time.map(|words| typed::time(words, now)) {
        Some(Ok(when)) => Reading { said, when },
        None => Reading { said, when: When::now(now) },
        Some(Err(_)) => {
            Reading { said: Scribed { time: None, from: None, to: None, text: line }, when: When::now(now) }
        }
    }
}

/// Whether a line begins as if with a time that no day has: then that is said, as a form says it.
fn begins_with_no_time(line: &str, now: Moment) -> bool {
    let word = line.split_whitespace().next().filter(|word| line.starts_with(word)).unwrap_or_default();
    let looks = word.chars().map(half_ascii).all(|c| c.is_ascii_digit() || matches!(c, ':' | '/'));
    let impossible =
        matches!(spoken_time::parse(word, now), Err(SpokenTimeError::NoSuchTime(_) | SpokenTimeError::NoSuchDate(_)));
    looks && impossible
}

impl Scribe {
    /// The line that Enter records.
    fn line(&self) -> Option<String> {
        self.field.text().lines().find(|line| !line.trim().is_empty()).map(ToOwned::to_owned)
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        if self.sent.is_some() {
            return;
        }
        let Some(line) = self.line() else { return };
        // A time that is to come is easily taken for yesterday's: it is asked about once.
        if is_early(&line, cx.model) && self.warned.as_ref() != Some(&line) {
            cx.model.say(t!("scribe-early"));
            self.warned = Some(line);
            return;
        }
        if let Some(ticket) = cx.act(deed(&line, cx.model)) {
            self.field.take_line();
            self.sent = Some((ticket, line));
        }
    }

    fn scroll(&mut self, back: bool, by: usize, model: &Model) {
        self.skipped = if back { self.skipped + by } else { self.skipped.saturating_sub(by) };
        self.refresh(model);
    }

    /// The entries above the line, the newest at the bottom.
    fn draw_entries(&self, open: &Snapshot, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let mut entries = chronology_view::brief(open, model, canvas, self.skipped + usize::from(area.height));
        entries.truncate(entries.len().saturating_sub(self.skipped));
        let mut bottom = area.bottom();
        for (text, style) in entries.iter().rev() {
            let height = cells(canvas.rows(text, area.width).len().min(TALLEST_ENTRY)).min(bottom - area.y);
            if height == 0 {
                break;
            }
            bottom -= height;
            canvas.wrapped(Rect { y: bottom, height, ..area }, text, *style);
        }
    }

    /// How the line will be recorded.
    fn draw_reading(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let Some(line) = self.line() else {
            for (row, y) in [t!("scribe-example"), t!("scribe-example-more")].iter().zip(area.top()..area.bottom()) {
                canvas.put(area.x, y, area.width, row, theme.faint());
            }
            return;
        };
        let Reading { said, when } = read(&line, model.now);
        let time = match said.time {
            Some(_) if is_early(&line, model) => format!("! {}", typed::show_when(&when, model.now)),
            Some(_) => typed::show_when(&when, model.now),
            None if begins_with_no_time(&line, model.now) => format!("{} {}", t!("form-now"), t!("form-time-not-yet")),
            None => t!("form-now"),
        };
        let pieces = [(t!("form-time"), Some(time.as_str())), (t!("memo-from"), said.from), (t!("memo-to"), said.to)];
        let mut x = area.x;
        for (label, piece) in pieces.iter().filter_map(|(label, piece)| Some((label, (*piece)?))) {
            let room = area.right().saturating_sub(x);
            let label = format!("{label} ");
            x += canvas.spans(x, area.y, room, &[(&label, theme.faint()), (piece, theme.accent())]) + 2;
        }
        if area.height > 1 {
            let label = format!("{} ", t!("memo-text"));
            let text = said.text.trim();
            canvas.spans(area.x, area.y + 1, area.width, &[(&label, theme.faint()), (text, theme.accent())]);
        }
    }

    fn foot(&self) -> String {
        let lines = self.field.text().lines().filter(|line| !line.trim().is_empty()).count();
        let enter = if lines > 1 { t!("scribe-foot-first", count = lines) } else { t!("scribe-foot-record") };
        format!("{enter}  {}", t!("scribe-foot-blank"))
    }
}

/// Whether a line is timed long before, and before the incident was noticed: more likely it means something to come.
fn is_early(line: &str, model: &Model) -> bool {
    let Reading { said, when } = read(line, model.now);
    let noticed = model.open.as_ref().and_then(|open| open.incident.noticed_at());
    said.time.is_some()
        && when.at.zip(noticed).is_some_and(|(at, noticed)| at < noticed && (model.now - at).num_hours() >= LONG_AGO)
}

/// So many hours ago a time of day is yesterday's rather than that of a moment ago.
const LONG_AGO: i64 = 6;

/// The note that a line becomes. It is the typist's: whom the words come from stands in it, but nobody else vouches for them.
fn deed(line: &str, model: &Model) -> Deed {
    let Reading { said, when } = read(line, model.now);
    Deed {
        occurred: when,
        from: said.from.map(ToOwned::to_owned),
        to: said.to.map(ToOwned::to_owned),
        ..model.deed(Command::Note { text: said.text.trim().to_owned() })
    }
}

impl Screen for Scribe {
    fn context(&self) -> Ctx {
        Ctx::Scribe
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        // What becomes of a line is waited for here; leaving would leave it twice, recorded and unfinished.
        let leaves = cmd.leads_elsewhere() || matches!(cmd, Cmd::TakeBack | Cmd::Back);
        cmd != Cmd::Scribe && !(leaves && self.sent.is_some())
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.field)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.skipped = 0;
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => self.submit(cx),
            Cmd::Up | Cmd::Down if self.field.lines() > 1 => self.field.move_row(cmd == Cmd::Down),
            Cmd::Up | Cmd::Down => self.scroll(cmd == Cmd::Up, 1, cx.model),
            Cmd::PageUp | Cmd::PageDown => self.scroll(cmd == Cmd::PageUp, PAGE, cx.model),
            Cmd::Back => cx.back(),
            _ => {}
        }
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Field { .. } => Pointed::Chosen,
            _ => Pointed::Nothing,
        }
    }

    fn begun(&self, _model: &Model) -> Option<Begun> {
        let mut all = self.field.clone();
        if let Some((_, line)) = &self.sent {
            all.put_back(line);
        }
        let lines = if all.is_blank() { Vec::new() } else { vec![(TEXT.to_owned(), all.text())] };
        Some(Begun { key: KEY.to_owned(), title: t!("scribe-name"), first: false, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], _written: Option<Written>) {
        if let Some((_, text)) = lines.iter().find(|(name, _)| name == TEXT) {
            self.field.set(text);
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, cx: &mut Cx<'_>) {
        if self.sent.as_ref().is_some_and(|(sent, _)| *sent == ticket) {
            self.sent = None;
            self.skipped = 0;
            cx.todo.extend(cx.model.note_begun(self).map(Todo::Ask));
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if let Some((_, line)) = self.sent.take_if(|(sent, _)| *sent == ticket) {
            self.field.put_back(&line);
        }
    }

    fn refresh(&mut self, model: &Model) {
        let entries = model.open.iter().flat_map(|open| &open.incident.entries);
        let most = entries.filter(|entry| !entry.is_bookkeeping()).count().saturating_sub(1);
        self.skipped = self.skipped.min(most);
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        const PROMPT: u16 = 2;
        let Some(open) = &model.open else { return };
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("scribe-title"), theme.accent());
        let room = inside.width.saturating_sub(PROMPT);
        // From the line outwards: in a small window the way it is read counts more than the foot, and that more than what was before.
        let field = self.field.rows(room, canvas).min(TALLEST).min(inside.height);
        let mut left = inside.height - field;
        let mut take = |rows: u16| {
            let taken = rows.min(left);
            left -= taken;
            taken
        };
        let reading = take(2);
        let foot = take(1);
        let sent = take(u16::from(self.sent.is_some()));
        let rule = take(1);
        self.draw_entries(open, model, canvas, Rect { height: left, ..inside });
        let mut y = inside.y + left;
        if let Some((_, line)) = self.sent.as_ref().filter(|_| sent > 0) {
            canvas.put(inside.x, y, inside.width, &format!("{}: {line}", t!("form-recording")), theme.faint());
            y += sent;
        }
        if rule > 0 {
            let flat = theme.lines().flat;
            canvas.rule(inside.x, y, inside.width, [flat, flat], theme.faint());
            y += rule;
        }
        canvas.put(inside.x, y, PROMPT, ">", theme.strong());
        let text = Rect { x: inside.x + PROMPT, y, width: room, height: field };
        let first = self.field.first_row(text, true, canvas);
        canvas.spot(text, Spot::Field { line: 0, x: text.x, y, room, first });
        self.field.draw(canvas, text, true, theme.text());
        y += field;
        self.draw_reading(model, canvas, Rect { y, height: reading, ..inside });
        if foot > 0 {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &self.foot(), theme.faint());
        }
    }
}
