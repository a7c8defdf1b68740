//! Reading what was typed in the lines of a form. What cannot be read is complained about at its line.

use crate::app::moment::when_or_day;
use crate::domain::when::{Moment, When};
use crate::t;
use crate::text::kana::half_ascii;
use crate::tui::widgets::form::{Complained, Form};

impl Form {
    /// What must be typed.
    pub fn needed(&mut self, id: &str) -> Option<String> {
        let given = self.given(id);
        if given.is_none() {
            self.complain(id, t!("form-missing"));
        }
        given
    }

    /// A time or a day in the past; nothing typed: nobody knows.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn past(&mut self, id: &str, now: Moment) -> Result<Option<When>, Complained> {
        let Some(words) = self.given(id) else { return Ok(None) };
        if let Ok(when) = when_or_day(Some(&words), now) {
            return Ok(Some(when));
        }
        self.complain(id, t!("form-time-not-read"));
        Err(Complained)
    }

    /// How many; also in full-width digits, and with the unit behind it. Nothing typed: nobody counted.
    ///
    /// # Errors
    /// It is no number, which `complaint` says.
    pub fn count(&mut self, id: &str, units: &[char], complaint: String) -> Result<Option<u32>, Complained> {
        let Some(typed) = self.given(id) else { return Ok(None) };
        let digits: String = typed.trim_end_matches(units).chars().map(half_ascii).collect();
        if let Ok(count) = digits.trim().parse() {
            return Ok(Some(count));
        }
        self.complain(id, complaint);
        Err(Complained)
    }

    /// How many, which must be typed.
    pub fn needed_count(&mut self, id: &str, units: &[char], complaint: String) -> Option<u32> {
        let count = self.count(id, units, complaint.clone()).ok()?;
        if count.is_none() {
            self.complain(id, complaint);
        }
        count
    }
}
