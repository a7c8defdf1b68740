//! How fast Enter counts: a key that is held down, or struck once too often, records nothing.
//!
//! Owns the two pauses. Must not know what Enter does.

use std::time::{Duration, Instant};

use crossterm::event::KeyCode;

use super::keys::Key;

/// A held key comes again faster than a hand can strike it twice.
const HELD: Duration = Duration::from_millis(150);
/// So long after a line was recorded Enter does nothing: it was meant for that line.
const SETTLING: Duration = Duration::from_millis(400);

/// The pace of one session.
#[derive(Debug, Default)]
pub struct Pace {
    last: Option<Instant>,
    recorded: Option<Instant>,
    clicked: Option<Instant>,
}

impl Pace {
    /// Whether a key that comes now counts.
    pub fn admits(&mut self, key: &Key, now: Instant) -> bool {
        if key.code != KeyCode::Enter {
            // Somebody did something else: the next Enter is neither the last one, held, nor meant for the last line.
            *self = Self::default();
            return true;
        }
        let within =
            |since: Option<Instant>, pause| since.is_some_and(|since| now.saturating_duration_since(since) < pause);
        let held = within(self.last, HELD);
        self.last = Some(now);
        !held && !within(self.recorded, SETTLING)
    }

    /// Whether a click on a command that comes now counts: the second half of a double click does not.
    pub fn admits_click(&mut self, now: Instant) -> bool {
        let double = self.clicked.is_some_and(|since| now.saturating_duration_since(since) < SETTLING);
        self.clicked = Some(now);
        !double
    }

    /// A line was recorded now.
    pub fn recorded(&mut self, now: Instant) {
        self.recorded = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_enter_counts_once() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let enter = Key::plain(KeyCode::Enter);
        assert!(pace.admits(&enter, start));
        for step in 1..200 {
            assert!(!pace.admits(&enter, start + Duration::from_millis(33 * step)));
        }
        assert!(pace.admits(&enter, start + Duration::from_secs(20)));
    }

    #[test]
    fn a_double_click_on_a_command_counts_once() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        assert!(pace.admits_click(start));
        assert!(!pace.admits_click(start + Duration::from_millis(250)));
        assert!(pace.admits_click(start + Duration::from_millis(900)));
    }

    #[test]
    fn an_enter_right_after_a_recorded_line_was_meant_for_it() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        pace.recorded(start);
        let enter = Key::plain(KeyCode::Enter);
        assert!(!pace.admits(&enter, start + Duration::from_millis(200)));
        assert!(pace.admits(&enter, start + Duration::from_millis(450)));
        pace.recorded(start + Duration::from_millis(460));
        assert!(pace.admits(&Key::plain(KeyCode::Char('a')), start + Duration::from_millis(470)));
        assert!(pace.admits(&enter, start + Duration::from_millis(480)));
    }
}
