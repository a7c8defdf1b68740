//! Asking the terminal how wide it draws ambiguous characters.
//!
//! Owns the question: a `…` at the start of a row, and where the cursor stands then. What somebody typed in the meantime is kept.

#[cfg(unix)]
use crossterm::event::KeyCode;

use super::keys::Key;
use crate::text::width::Ambiguous;

/// What the terminal said, and the keys that were pressed while it was asked.
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    /// How it draws; `None` when it did not say.
    pub ambiguous: Option<Ambiguous>,
    /// Keys that belong to the session.
    pub keys: Vec<Key>,
}

/// Asks, and waits for at most 300 ms.
#[cfg(unix)]
pub fn ask() -> Answer {
    use std::io::Write as _;
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    const PATIENCE: Duration = Duration::from_millis(300);
    let mut out = std::io::stdout();
    if out.write_all("\r…\x1b[6n\r \r".as_bytes()).and_then(|()| out.flush()).is_err() {
        return Answer::default();
    }
    let stdin = std::io::stdin();
    let until = Instant::now() + PATIENCE;
    let mut heard: Vec<u8> = Vec::new();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(wait) = Timespec::try_from(left) else { break };
        let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
        if left.is_zero() || !matches!(poll(&mut ready, Some(&wait)), Ok(1..)) {
            break;
        }
        let mut bytes = [0; 1024];
        match rustix::io::read(&stdin, &mut bytes) {
            Ok(count @ 1..) => heard.extend(bytes.iter().take(count)),
            _ => break,
        }
        if read(&heard).ambiguous.is_some() {
            break;
        }
    }
    read(&heard)
}

/// On Windows the console says where its cursor is without being written to.
#[cfg(windows)]
pub fn ask() -> Answer {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    let written = out.write_all("\r…".as_bytes()).and_then(|()| out.flush());
    let column = written.and_then(|()| crossterm::cursor::position()).map(|(column, _)| column).ok();
    drop(out.write_all(b"\r  \r"));
    let ambiguous = match column {
        Some(1) => Some(Ambiguous::Narrow),
        Some(2) => Some(Ambiguous::Wide),
        _ => None,
    };
    Answer { ambiguous, keys: Vec::new() }
}

/// Reads `ESC [ row ; column R` out of what came in; the rest was typed.
#[cfg(unix)]
fn read(heard: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(heard);
    let Some((before, report)) = text.split_once("\x1b[") else {
        return Answer { ambiguous: None, keys: typed(&text) };
    };
    let Some((place, after)) = report.split_once('R') else { return Answer { ambiguous: None, keys: typed(before) } };
    let ambiguous = match place.split_once(';').map(|(_, column)| column) {
        Some("2") => Some(Ambiguous::Narrow),
        Some("3") => Some(Ambiguous::Wide),
        _ => None,
    };
    Answer { ambiguous, keys: typed(before).into_iter().chain(typed(after)).collect() }
}

#[cfg(unix)]
fn typed(text: &str) -> Vec<Key> {
    let key = |c: char| match c {
        '\r' | '\n' => Some(Key::plain(KeyCode::Enter)),
        c if c.is_control() => None,
        c => Some(Key::plain(KeyCode::Char(c))),
    };
    // A function key begins with ESC: what follows it is not text.
    text.split('\x1b').next().unwrap_or("").chars().filter_map(key).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_column_says_how_wide_it_was_drawn() {
        assert_eq!(read(b"\x1b[1;2R").ambiguous, Some(Ambiguous::Narrow));
        assert_eq!(read(b"\x1b[24;3R").ambiguous, Some(Ambiguous::Wide));
        assert_eq!(read(b"\x1b[24;").ambiguous, None);
        assert_eq!(read(b"").ambiguous, None);
    }

    #[test]
    fn what_was_typed_meanwhile_is_kept() {
        let answer = read("n\x1b[1;2R\rあ".as_bytes());
        let codes: Vec<KeyCode> = answer.keys.iter().map(|key| key.code).collect();
        assert_eq!(codes, [KeyCode::Char('n'), KeyCode::Enter, KeyCode::Char('あ')]);
    }
}
