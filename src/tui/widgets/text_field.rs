//! A text that somebody types.
//!
//! Owns the editing, the policy for pastes and lengths, and the drawing with its caret. What was typed is kept as it was typed; what
//! is drawn is harmless. The editing library counts characters; here a caret moves and deletes whole graphemes, so that no letter
//! loses its sound mark.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, DataCursor, TextArea};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::linebreak;
use crate::text::width::{Ambiguous, width};
use crate::tui::canvas::{Canvas, block, cells};
use crate::tui::keys::Key;

/// The longest text, in bytes. A line of the record has room for twice as much.
const MOST: usize = 1024 * 1024;

/// An editable text.
#[derive(Debug, Clone)]
pub struct TextField {
    area: TextArea<'static>,
    many_lines: bool,
    full: bool,
}

impl Default for TextField {
    fn default() -> Self {
        Self::new("")
    }
}

impl TextField {
    /// A field of one line: pasted newlines become spaces.
    pub fn new(text: &str) -> Self {
        let mut field = Self { area: TextArea::default(), many_lines: false, full: false };
        field.paste(text);
        field
    }

    /// A field that keeps pasted newlines.
    #[must_use]
    pub fn of_many_lines(mut self) -> Self {
        self.many_lines = true;
        self
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing, or only blanks, were typed.
    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Whether the last thing that was typed did not fit in any more.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        *self = Self { many_lines: self.many_lines, ..Self::default() };
        self.paste(text);
    }

    /// Takes out the first line that is not blank, with what is blank above and below it. The caret goes to the end of the next one.
    pub fn take_line(&mut self) -> Option<String> {
        let lines = self.area.lines();
        let is_blank = |line: &&String| line.trim().is_empty();
        let mut rest = lines.iter().skip_while(is_blank);
        let taken = rest.next()?.clone();
        let rest = rest.skip_while(is_blank).cloned().collect();
        self.become_lines(rest);
        Some(taken)
    }

    /// Puts a line that was taken out above all others again. Nothing of it is cut: it had its place before.
    pub fn put_back(&mut self, line: &str) {
        let rest = if self.is_blank() { Vec::new() } else { self.area.lines().to_vec() };
        self.become_lines(std::iter::once(line.to_owned()).chain(rest).collect());
    }

    fn become_lines(&mut self, lines: Vec<String>) {
        self.area = TextArea::from(lines);
        self.full = false;
        self.area.move_cursor(CursorMove::End);
    }

    /// How many lines there are, also blank ones.
    pub fn lines(&self) -> usize {
        self.area.lines().len()
    }

    /// Moves the caret to the line above or below.
    pub fn move_row(&mut self, down: bool) {
        self.area.move_cursor(if down { CursorMove::Down } else { CursorMove::Up });
    }

    /// Moves the caret before the first character.
    pub fn to_start(&mut self) {
        self.area.move_cursor(CursorMove::Jump(0, 0));
    }

    /// Takes a paste, or a burst of an input method.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = if self.many_lines { text } else { text.replace('\n', " ") };
        let room = MOST.saturating_sub(self.bytes());
        self.full = text.len() > room;
        let fitting: String = text
            .grapheme_indices(true)
            .take_while(|(at, grapheme)| at + grapheme.len() <= room)
            .map(|(_, grapheme)| grapheme)
            .collect();
        if !fitting.is_empty() {
            self.area.insert_str(fitting);
        }
    }

    /// Takes a key; says whether it was one that edits.
    pub fn key(&mut self, key: &Key) -> bool {
        if let Some(c) = key.writes() {
            self.full = self.bytes() + c.len_utf8() > MOST;
            if !self.full {
                self.area.insert_char(c);
            }
            return true;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        self.full = false;
        match (key.code, control) {
            (KeyCode::Backspace, _) => self.delete_back(),
            (KeyCode::Delete, _) => self.delete_forward(),
            (KeyCode::Left, _) => self.step(CursorMove::Back, self.grapheme_before()),
            (KeyCode::Right, _) => self.step(CursorMove::Forward, self.grapheme_after()),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.area.move_cursor(CursorMove::Head),
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.area.move_cursor(CursorMove::End),
            (KeyCode::Char('z'), true) => {
                self.area.undo();
            }
            (KeyCode::Char('y'), true) => {
                self.area.redo();
            }
            (KeyCode::Char('u'), true) => {
                self.area.delete_line_by_head();
            }
            _ => return false,
        }
        true
    }

    /// How many rows it takes in so many cells.
    pub fn rows(&self, room: u16, canvas: &Canvas<'_>) -> u16 {
        let shown = block(&self.text());
        let rows = linebreak::wrap_ranges(&shown, usize::from(room.max(2)), canvas.mode()).len();
        let (caret_row, _) = self.caret(room, canvas);
        cells(rows.max(caret_row + 1))
    }

    /// Draws it; a focused one parks the caret. More rows than there is room for scroll with the caret.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, style: Style) {
        if area.is_empty() {
            return;
        }
        let shown = block(&self.text());
        let rows = linebreak::wrap(&shown, usize::from(area.width.max(2)), canvas.mode());
        let (caret_row, caret_column) = self.caret(area.width, canvas);
        let first = self.first_row(area, focused, canvas);
        for (y, row) in (area.top()..area.bottom()).zip(rows.iter().skip(first)) {
            canvas.put(area.x, y, area.width, row, style);
        }
        if focused {
            let column = cells(caret_column).min(area.width.saturating_sub(1));
            canvas.park(Position::new(area.x + column, area.y + cells(caret_row - first)));
        }
    }

    /// Moves the caret to the character that is drawn at a row and column of the text, or to the end of that row.
    pub fn point(&mut self, row: usize, column: u16, room: u16, mode: Ambiguous) {
        let text = self.text();
        let shown = block(&text);
        let rows = linebreak::wrap_ranges(&shown, usize::from(room.max(2)), mode);
        let Some(range) = rows.get(row).or(rows.last()).cloned() else { return };
        let mut place = range.start;
        let mut taken = 0;
        for grapheme in shown.get(range).unwrap_or("").graphemes(true) {
            taken += width(grapheme, mode);
            if taken > usize::from(column) || grapheme == "\n" {
                break;
            }
            place += grapheme.len();
        }
        // What is drawn may be longer or shorter than what was typed: counted along both.
        let mut drawn = 0;
        let mut at = text.len();
        for (here, grapheme) in text.grapheme_indices(true) {
            if drawn >= place {
                at = here;
                break;
            }
            drawn += block(grapheme).len();
        }
        let above = text.get(..at).unwrap_or(&text);
        let line = above.matches('\n').count();
        let start = above.rfind('\n').map_or(0, |newline| newline + 1);
        let column = above.get(start..).unwrap_or("").chars().count();
        let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(short(line), short(column)));
    }

    /// Which of its rows is drawn first in an area: more rows than there is room for scroll with the caret.
    pub fn first_row(&self, area: Rect, focused: bool, canvas: &Canvas<'_>) -> usize {
        if !focused {
            return 0;
        }
        let (caret_row, _) = self.caret(area.width, canvas);
        (caret_row + 1).saturating_sub(usize::from(area.height))
    }

    /// Draws it as the first row of an area, behind its name; gives what is left below.
    pub fn draw_named(&self, canvas: &mut Canvas<'_>, area: Rect, name: &str, focused: bool) -> Rect {
        let (strong, plain) = (canvas.theme.strong(), canvas.theme.text());
        let taken = canvas.put(area.x, area.y, area.width, name, strong) + 1;
        let height = area.height.min(1);
        let field = Rect { x: area.x + taken, y: area.y, width: area.width.saturating_sub(taken), height };
        self.draw(canvas, field, focused, plain);
        Rect { y: area.y + height, height: area.height - height, ..area }
    }

    fn caret(&self, room: u16, canvas: &Canvas<'_>) -> (usize, usize) {
        let text = self.text();
        let before = text.get(..self.offset()).unwrap_or(&text);
        let (shown, shown_before) = (block(&text), block(before));
        let room = usize::from(room.max(2));
        let (row, column) = linebreak::caret(&shown, shown_before.len(), room, canvas.mode());
        // A row that is full puts the caret on the next one, unless the text goes on behind a break within the row.
        let column = column.min(width(&shown, canvas.mode()));
        (row, column)
    }

    fn bytes(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum()
    }

    /// The caret's place in [`TextField::text`].
    fn offset(&self) -> usize {
        let DataCursor(row, column) = self.area.cursor();
        let above: usize = self.area.lines().iter().take(row).map(|line| line.len() + 1).sum();
        above + self.row().chars().take(column).map(char::len_utf8).sum::<usize>()
    }

    fn row(&self) -> &str {
        let DataCursor(row, _) = self.area.cursor();
        self.area.lines().get(row).map_or("", String::as_str)
    }

    /// The row's text before and after the caret.
    fn split(&self) -> (&str, &str) {
        let DataCursor(_, column) = self.area.cursor();
        let row = self.row();
        let at = row.char_indices().nth(column).map_or(row.len(), |(at, _)| at);
        row.split_at_checked(at).unwrap_or((row, ""))
    }

    /// How many characters the grapheme before the caret has; 1 at the start of a row, for its newline.
    fn grapheme_before(&self) -> usize {
        self.split().0.graphemes(true).next_back().map_or(1, |grapheme| grapheme.chars().count())
    }

    fn grapheme_after(&self) -> usize {
        self.split().1.graphemes(true).next().map_or(1, |grapheme| grapheme.chars().count())
    }

    fn step(&mut self, to: CursorMove, times: usize) {
        for _ in 0..times {
            self.area.move_cursor(to);
        }
    }

    fn delete_back(&mut self) {
        for _ in 0..self.grapheme_before() {
            self.area.delete_char();
        }
    }

    fn delete_forward(&mut self) {
        for _ in 0..self.grapheme_after() {
            self.area.delete_next_char();
        }
    }
}
