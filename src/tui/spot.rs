//! What a click on a part of the screen means.
//!
//! Owns the kinds of places that can be clicked. They are named while the screen is drawn, so that what is seen is what is hit.
//! Must not know where on the screen they are.

use super::keys::Cmd;

/// A place that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A row of the screen's list, by its number from 0.
    Row(usize),
    /// A row of the screen's second list.
    OtherRow(usize),
    /// A line of a form, and how far from its first cell the text begins, for the caret.
    Field {
        /// Which line, from 0.
        line: usize,
        /// The first cell of its text.
        x: u16,
        /// The first row of its text.
        y: u16,
        /// How many cells its text has.
        room: u16,
        /// Which row of its text is drawn first.
        first: usize,
    },
    /// One of the choices of a line of a form.
    Choice {
        /// Which line, from 0.
        line: usize,
        /// Which choice, from 0.
        choice: usize,
    },
    /// A command, as in the footer.
    Cmd(Cmd),
}

/// What a click did to a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointed {
    /// Nothing: there is nothing to click on.
    Nothing,
    /// Something was chosen: a second click on it opens it.
    Chosen,
    /// It was chosen already, or needs no second click: as Enter.
    Entered,
}
