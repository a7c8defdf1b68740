//! Asking the terminal what it can do.
//!
//! Owns the questions, all asked at once before anything is drawn: how wide it draws ambiguous characters (a `…` at the start of a
//! row, and where the cursor stands then), what its ground is like, and whether it marks pastes. What somebody typed in the meantime
//! is kept.

#[cfg(unix)]
use crossterm::event::KeyCode;

use super::keys::Key;
use super::theme::Ground;
use crate::text::width::Ambiguous;

/// What the terminal said, and the keys that were pressed while it was asked.
#[derive(Debug, Default, PartialEq)]
pub struct Answer {
    /// How it draws; `None` when it did not say.
    pub ambiguous: Option<Ambiguous>,
    /// Its ground; `None` when it did not say.
    pub ground: Option<Ground>,
    /// It says that it marks what is pasted.
    pub marks_pastes: bool,
    /// Keys that belong to the session.
    pub keys: Vec<Key>,
}

/// Asks, and waits for at most 300 ms. The last question is one that every terminal answers.
#[cfg(unix)]
pub fn ask() -> Answer {
    use std::io::Write as _;
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    const PATIENCE: Duration = Duration::from_millis(300);
    const QUESTIONS: &str = "\r…\x1b[6n\r \r\x1b]11;?\x1b\\\x1b[?2004$p\x1b[c";
    let mut out = std::io::stdout();
    if out.write_all(QUESTIONS.as_bytes()).and_then(|()| out.flush()).is_err() {
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
        if read(&heard).1 {
            break;
        }
    }
    read(&heard).0
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
    Answer { ambiguous, ..Answer::default() }
}

/// Reads the answers out of what came in; what is none of them was typed. And whether the last answer is there.
#[cfg(unix)]
fn read(heard: &[u8]) -> (Answer, bool) {
    let text = String::from_utf8_lossy(heard);
    let mut answer = Answer::default();
    let mut done = false;
    let mut rest: &str = &text;
    while let Some(c) = rest.chars().next() {
        if let Some(sequence) = rest.strip_prefix("\x1b[") {
            // A sequence ends with a letter or one of `~ @`; one that is cut off is waited for.
            let Some(end) = sequence.find(|c: char| matches!(c, '\x40'..='\x7e')) else { break };
            let (body, after) = sequence.split_at(end);
            match after.chars().next() {
                Some('R') => answer.ambiguous = column(body),
                Some('y') => answer.marks_pastes = matches!(body, "?2004;1$" | "?2004;2$"),
                Some('c') => done = true,
                // A key with a sequence of its own, pressed too early.
                _ => {}
            }
            rest = after.get(1..).unwrap_or("");
        } else if let Some(sequence) = rest.strip_prefix("\x1b]") {
            let Some(end) = sequence.find(['\x07', '\x1b']) else { break };
            let (body, after) = sequence.split_at(end);
            answer.ground = body.strip_prefix("11;").and_then(ground).or(answer.ground);
            rest = after.strip_prefix("\x1b\\").or_else(|| after.get(1..)).unwrap_or("");
        } else {
            answer.keys.extend(typed(c));
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    (answer, done)
}

#[cfg(unix)]
fn column(place: &str) -> Option<Ambiguous> {
    match place.split_once(';')?.1 {
        "2" => Some(Ambiguous::Narrow),
        "3" => Some(Ambiguous::Wide),
        _ => None,
    }
}

/// Reads `rgb:1e1e/1e1e/2e2e`: what is brighter than the middle is a light ground.
#[cfg(unix)]
fn ground(colour: &str) -> Option<Ground> {
    let parts = colour.split_once(':')?.1.split('/').take(3);
    let bright = |part: &str| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        Some(u32::from_str_radix(part, 16).ok()?.checked_mul(1000)? / most)
    };
    let [red, green, blue] = <[u32; 3]>::try_from(parts.map(bright).collect::<Option<Vec<_>>>()?).ok()?;
    // As the eye weighs them.
    let light = (red * 30 + green * 59 + blue * 11) / 100;
    Some(if light > 500 { Ground::Light } else { Ground::Dark })
}

#[cfg(unix)]
fn typed(c: char) -> Option<Key> {
    match c {
        '\r' | '\n' => Some(Key::plain(KeyCode::Enter)),
        c if c.is_control() => None,
        c => Some(Key::plain(KeyCode::Char(c))),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_column_says_how_wide_it_was_drawn() {
        assert_eq!(read(b"\x1b[1;2R").0.ambiguous, Some(Ambiguous::Narrow));
        assert_eq!(read(b"\x1b[24;3R").0.ambiguous, Some(Ambiguous::Wide));
        assert_eq!(read(b"\x1b[24;").0.ambiguous, None);
        assert_eq!(read(b"").0, Answer::default());
    }

    #[test]
    fn all_answers_come_in_any_cut() {
        let whole = b"\x1b[1;2R\x1b]11;rgb:ffff/ffff/f0f0\x1b\\\x1b[?2004;2$y\x1b[?62;22c";
        let (answer, done) = read(whole);
        assert!(done && answer.marks_pastes && answer.keys.is_empty());
        assert_eq!((answer.ambiguous, answer.ground), (Some(Ambiguous::Narrow), Some(Ground::Light)));
        for cut in 0..whole.len() {
            let (answer, done) = read(&whole[..cut]);
            assert!(!done, "{cut}");
            assert!(answer.keys.len() <= 1, "{cut} {:?}", answer.keys);
        }
    }

    #[test]
    fn the_ground_is_as_bright_as_the_eye_sees_it() {
        assert_eq!(ground("rgb:0000/0000/0000"), Some(Ground::Dark));
        assert_eq!(ground("rgb:00/ff/00"), Some(Ground::Light));
        assert_eq!(ground("rgb:0000/0000/ffff"), Some(Ground::Dark));
        assert_eq!(ground("rgba:fdfd/f6f6/e3e3/ffff"), Some(Ground::Light));
        for odd in ["rgb:", "rgb:zz/00/00", "rgb:1/2", "rgb://", "x", "rgb:fffffffff/0/0"] {
            assert_eq!(ground(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_was_typed_meanwhile_is_kept() {
        let (answer, _) = read("n\x1b[1;2R\r\x1b[15~あ\x1b]11;rgb:0/0/0\x07い".as_bytes());
        let codes: Vec<KeyCode> = answer.keys.iter().map(|key| key.code).collect();
        assert_eq!(codes, [KeyCode::Char('n'), KeyCode::Enter, KeyCode::Char('あ'), KeyCode::Char('い')]);
    }
}
