//! A key as it was pressed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text::kana::half_ascii;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// What was held with it.
    pub modifiers: KeyModifiers,
}

/// The name of a key in the table.
pub type KeyName = String;

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self { code: event.code, modifiers: event.modifiers }
    }
}

impl Key {
    /// A key without anything held.
    pub fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// The character that it writes, if it writes one.
    pub fn writes(&self) -> Option<char> {
        let held = self.modifiers.difference(KeyModifiers::SHIFT);
        // AltGr arrives as Ctrl+Alt on Windows and writes characters.
        let plain = held.is_empty() || held == KeyModifiers::CONTROL | KeyModifiers::ALT;
        match self.code {
            KeyCode::Char(c) if plain => Some(c),
            _ => None,
        }
    }

    /// Its name in the key table; `None` for keys that the table never has, and, while somebody types, for keys that edit a text.
    pub fn name(&self, typing: bool) -> Option<KeyName> {
        if typing && self.edits() {
            return None;
        }
        let name = match self.code {
            KeyCode::Char(c) => return self.char_name(c),
            KeyCode::F(number) => format!("f{number}"),
            KeyCode::Enter => "enter".to_owned(),
            KeyCode::Esc => "esc".to_owned(),
            KeyCode::Tab if self.modifiers.contains(KeyModifiers::SHIFT) => "backtab".to_owned(),
            KeyCode::Tab => "tab".to_owned(),
            KeyCode::BackTab => "backtab".to_owned(),
            KeyCode::Up => "up".to_owned(),
            KeyCode::Down => "down".to_owned(),
            KeyCode::Left => "left".to_owned(),
            KeyCode::Right => "right".to_owned(),
            KeyCode::PageUp => "pageup".to_owned(),
            KeyCode::PageDown => "pagedown".to_owned(),
            KeyCode::Home => "home".to_owned(),
            KeyCode::End => "end".to_owned(),
            KeyCode::Backspace => "backspace".to_owned(),
            KeyCode::Delete => "delete".to_owned(),
            KeyCode::Insert => "insert".to_owned(),
            _ => return None,
        };
        Some(name)
    }

    fn char_name(&self, c: char) -> Option<KeyName> {
        let c = half_ascii(c).to_ascii_lowercase();
        if self.writes().is_none() {
            let control = self.modifiers.contains(KeyModifiers::CONTROL) && !self.modifiers.contains(KeyModifiers::ALT);
            return control.then(|| format!("ctrl-{c}"));
        }
        Some(if c == ' ' { "space".to_owned() } else { c.to_string() })
    }

    /// Whether it changes a text or moves the caret within a row.
    fn edits(&self) -> bool {
        let moves = matches!(
            self.code,
            KeyCode::Backspace | KeyCode::Delete | KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End
        );
        // Ctrl-A, -E, -U, -Y, -Z: start, end, delete, again, undo.
        let edits =
            self.modifiers == KeyModifiers::CONTROL && matches!(self.code, KeyCode::Char('a' | 'e' | 'u' | 'y' | 'z'));
        moves || edits || self.writes().is_some()
    }
}
