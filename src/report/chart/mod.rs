//! 連絡体制図: who tells whom, from the one who notices to the outside.
//!
//! Owns which boxes there are, and where they stand in cells and rows: one layout, drawn as text and as SVG. A number that nobody has
//! checked and an invented one are never shown as one to call.

mod boxes;
mod draw_svg;
mod draw_text;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::domain::contact::Contact;
use crate::domain::facility::Facility;
use crate::text::linebreak::wrap;
use crate::text::width::{Ambiguous, cut};
use crate::text::{kana, sanitize};
pub use draw_svg::svg;
pub use draw_text::text;

/// How most terminals and every editor draw the few characters that could be wider.
const MODE: Ambiguous = Ambiguous::Narrow;

/// How many cells the drawing is wide.
pub const CELLS: usize = 80;

/// Boxes in their places, and the arrows between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it is, of whom, on which day.
    pub title: String,
    /// The boxes, from above.
    pub boxes: Vec<Boxed>,
    /// Where an arrow leads down: column and row, both in cells.
    pub arrows: Vec<(usize, usize)>,
    /// Below the drawing.
    pub foot: Vec<Words>,
    /// How many rows the drawing takes, without title and foot.
    pub rows: usize,
}

/// A box with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxed {
    /// Its first column.
    pub x: usize,
    /// Its first row.
    pub y: usize,
    /// Its width, with both borders.
    pub width: usize,
    /// Its heading, in the upper border.
    pub title: Words,
    /// Its lines.
    pub lines: Vec<Words>,
}

impl Boxed {
    /// Its height, with both borders.
    pub fn height(&self) -> usize {
        self.lines.len() + 2
    }
}

/// A text as it fits, and as it is where it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is drawn.
    pub shown: String,
    /// The whole, where something was cut off.
    pub whole: Option<String>,
}

impl Words {
    /// A text in so many cells.
    fn fit(text: &str, cells: usize) -> Self {
        let clean = clean(text);
        let shown = cut(&clean, cells, MODE);
        let whole = (shown != clean).then_some(clean);
        Self { shown, whole }
    }

    /// A text in as many rows as it takes.
    fn wrapped(text: &str, cells: usize) -> Vec<Self> {
        let rows = wrap(&clean(text), cells, MODE);
        rows.into_iter().map(|row| Self { shown: row.trim_end().to_owned(), whole: None }).collect()
    }
}

/// A text as it is drawn: on one line, harmless, half-width kana widened.
fn clean(text: &str) -> String {
    kana::widen(&sanitize::line(text)).into_owned()
}

/// The drawing of a facility on a day; `usual`: after how many months contacts are checked again.
pub fn chart(facility: &Facility, contacts: &[Contact], today: NaiveDate, usual: u16) -> Chart {
    boxes::chart(facility, contacts, today, usual)
}
