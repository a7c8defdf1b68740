//! 紙の記録を打ち込む: a whole sheet, one line a step: `p3-5 1042 田中`, Enter, the next.
//!
//! Owns the line with what it will be recorded as, and the lines that were taken. What a line means is
//! [`crate::app::paper_back`]'s. A line that cannot be read stays as it was typed, with what it lacks; one that has to be asked is
//! recorded by a second Enter.

use ratatui::layout::Rect;

use super::{Cx, Screen, Todo};
use crate::app::paper_back::{Desk, Entry, Problem, read};
use crate::message::{paper_entry, paper_problem, paper_remarks};
use crate::t;
use crate::tui::begun::{Begun, Written};
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::{Recorded, Ticket};
use crate::tui::spot::{Pointed, Spot};
use crate::tui::typed;
use crate::tui::widgets::text_field::TextField;

/// By which word an unfinished line is found again.
pub const KEY: &str = "paper";

/// The name of its text among those that are kept.
const TEXT: &str = "text";
/// The most rows that the lines take that are still to be recorded.
const TALLEST: u16 = 4;
/// The rows for how the line is read.
const READING: u16 = 3;
/// How far a page goes.
const PAGE: usize = 5;

/// The sheet that is being typed back.
pub struct PaperBack {
    field: TextField,
    /// The line that is being recorded, and what it says.
    sent: Option<(Ticket, String, String)>,
    /// What was taken here, newest first.
    taken: Vec<String>,
    /// How many of them are scrolled out of sight.
    skipped: usize,
    /// A line that was asked about.
    asked: Option<String>,
}

impl Default for PaperBack {
    fn default() -> Self {
        let field = TextField::new("").of_many_lines();
        Self { field, sent: None, taken: Vec::new(), skipped: 0, asked: None }
    }
}

/// What a line means in the open incident; `None`: none is open.
fn reading(line: &str, model: &Model) -> Option<Result<Entry, Problem>> {
    let open = model.open.as_ref()?;
    let seen = model.seen.as_ref();
    let desk = Desk {
        printed: seen.map(|seen| seen.printed.as_slice()).unwrap_or_default(),
        incident: &open.incident,
        plan: &open.plan,
        site: seen.map_or(&open.plan, |seen| &seen.plan),
        now: model.now,
    };
    Some(read(line, &desk))
}

/// A line that was taken: its code, when, who, what.
fn said(line: &str, entry: &Entry, model: &Model) -> String {
    let code = line.split_whitespace().next().unwrap_or_default();
    format!("{code}  {}  {}  {}", typed::show_when(&entry.when, model.now), entry.who.name, paper_entry(entry))
}

impl PaperBack {
    /// The line that Enter records.
    fn line(&self) -> Option<String> {
        self.field.text().lines().find(|line| !line.trim().is_empty()).map(ToOwned::to_owned)
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        if self.sent.is_some() {
            return;
        }
        let Some(line) = self.line() else { return };
        let Some(open) = cx.model.open.clone() else { return };
        let entry = match reading(&line, cx.model) {
            Some(Ok(entry)) => entry,
            Some(Err(Problem::Unclear { instead: Some(entry), .. })) if self.asked.as_ref() == Some(&line) => *entry,
            Some(Err(problem)) => {
                // What it lacks stands below the line already; a code that has to be asked is answered by the next Enter.
                cx.model.say(paper_problem(&problem, &line, &open.plan).what);
                self.asked = Some(line);
                return;
            }
            None => return,
        };
        if let Some(number) = entry.already {
            self.field.take_line();
            self.taken.insert(0, format!("= {}", said(&line, &entry, cx.model)));
            cx.model.say(t!("paper-not-doubled", number = number, text = paper_entry(&entry)));
            cx.todo.extend(cx.model.note_begun(self).map(Todo::Ask));
            return;
        }
        let deed = entry.act(cx.model.keyboard.clone(), false);
        let said = said(&line, &entry, cx.model);
        if let Some(ticket) = cx.act(deed) {
            self.field.take_line();
            self.sent = Some((ticket, line, said));
        }
    }

    fn scroll(&mut self, back: bool, by: usize) {
        let most = self.taken.len().saturating_sub(1);
        self.skipped = if back { self.skipped.saturating_sub(by) } else { (self.skipped + by).min(most) };
    }

    /// How the line will be recorded, or what it lacks.
    fn draw_reading(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let (Some(line), Some(open)) = (self.line(), &model.open) else {
            for (row, y) in [t!("paper-example"), t!("paper-example-more")].iter().zip(area.top()..area.bottom()) {
                canvas.put(area.x, y, area.width, row, theme.faint());
            }
            return;
        };
        let rows = match reading(&line, model) {
            Some(Ok(entry)) => {
                let when = typed::show_when(&entry.when, model.now);
                let times = format!("{} {when}  {} {}", t!("paper-time"), t!("paper-person"), entry.who.name);
                let remarks = paper_remarks(&entry, &open.plan).join("  ");
                vec![(paper_entry(&entry), theme.accent()), (times, theme.accent()), (remarks, theme.strong())]
            }
            Some(Err(problem)) => {
                let message = paper_problem(&problem, &line, &open.plan);
                let hints = message.hints_for_screen().join("  ");
                vec![(message.what.clone(), theme.warning()), (hints, theme.strong())]
            }
            None => Vec::new(),
        };
        let mut y = area.y;
        for (text, style) in rows.iter().filter(|(text, _)| !text.is_empty()) {
            if y >= area.bottom() {
                break;
            }
            y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, text, *style);
        }
    }

    fn draw_taken(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        if area.height == 0 {
            return;
        }
        let title = if self.taken.is_empty() { t!("paper-taken-none") } else { t!("paper-taken") };
        canvas.put(area.x, area.y, area.width, &title, theme.faint());
        let rows = self.taken.iter().skip(self.skipped).zip(area.top() + 1..area.bottom());
        for (text, y) in rows {
            canvas.put(area.x, y, area.width, text, theme.good());
        }
    }

    fn foot(&self) -> String {
        let lines = self.field.text().lines().filter(|line| !line.trim().is_empty()).count();
        if lines > 1 { t!("paper-foot-first", count = lines) } else { t!("paper-foot") }
    }
}

impl Screen for PaperBack {
    fn context(&self) -> Ctx {
        Ctx::PaperBack
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        // What becomes of a line is waited for here; leaving would leave it twice, recorded and unfinished.
        let leaves = cmd.leads_elsewhere() || matches!(cmd, Cmd::TakeBack | Cmd::Back);
        !(leaves && self.sent.is_some())
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.field)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _model: &Model) {
        self.skipped = 0;
        if self.asked.is_some() && self.asked != self.line() {
            self.asked = None;
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => self.submit(cx),
            Cmd::Up | Cmd::Down if self.field.lines() > 1 => self.field.move_row(cmd == Cmd::Down),
            Cmd::Up | Cmd::Down => self.scroll(cmd == Cmd::Up, 1),
            Cmd::PageUp | Cmd::PageDown => self.scroll(cmd == Cmd::PageUp, PAGE),
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
        if let Some((_, line, _)) = &self.sent {
            all.put_back(line);
        }
        let lines = if all.is_blank() { Vec::new() } else { vec![(TEXT.to_owned(), all.text())] };
        Some(Begun { key: KEY.to_owned(), title: t!("place-paper-back"), first: false, lines })
    }

    fn take_up(&mut self, lines: &[(String, String)], _written: Option<Written>) {
        if let Some((_, text)) = lines.iter().find(|(name, _)| name == TEXT) {
            self.field.set(text);
        }
    }

    fn recorded(&mut self, ticket: Ticket, _recorded: &Recorded, cx: &mut Cx<'_>) {
        if let Some((_, _, said)) = self.sent.take_if(|(sent, ..)| *sent == ticket) {
            self.taken.insert(0, format!("✓ {said}"));
            self.skipped = 0;
            cx.todo.extend(cx.model.note_begun(self).map(Todo::Ask));
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        if let Some((_, line, _)) = self.sent.take_if(|(sent, ..)| *sent == ticket) {
            self.field.put_back(&line);
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        const PROMPT: u16 = 2;
        let theme = canvas.theme;
        let inside = canvas.page(area, &t!("paper-title"), theme.accent());
        let room = inside.width.saturating_sub(PROMPT);
        // From the line outwards: in a small window the way it is read counts more than the foot, and that more than what was taken.
        let field = self.field.rows(room, canvas).min(TALLEST).min(inside.height);
        let mut left = inside.height - field;
        let mut take = |rows: u16| {
            let taken = rows.min(left);
            left -= taken;
            taken
        };
        let reading = take(READING);
        let foot = take(1);
        let sent = take(u16::from(self.sent.is_some()));
        let rule = take(1);
        let mut y = inside.y;
        canvas.put(inside.x, y, PROMPT, ">", theme.strong());
        let text = Rect { x: inside.x + PROMPT, y, width: room, height: field };
        let first = self.field.first_row(text, true, canvas);
        canvas.spot(text, Spot::Field { line: 0, x: text.x, y, room, first });
        self.field.draw(canvas, text, true, theme.text());
        y += field;
        self.draw_reading(model, canvas, Rect { y, height: reading, ..inside });
        y += reading;
        if foot > 0 {
            canvas.put(inside.x, y, inside.width, &self.foot(), theme.faint());
            y += foot;
        }
        if let Some((_, line, _)) = self.sent.as_ref().filter(|_| sent > 0) {
            canvas.put(inside.x, y, inside.width, &format!("{}: {line}", t!("form-recording")), theme.faint());
        }
        y += sent;
        if rule > 0 {
            let flat = theme.lines().flat;
            canvas.rule(inside.x, y, inside.width, [flat, flat], theme.faint());
            y += rule;
        }
        let shown = left.min(cells(self.taken.len().saturating_add(1)));
        self.draw_taken(canvas, Rect { y, height: shown, ..inside });
    }
}
