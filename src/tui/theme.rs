//! How things look: styles and the lines of boxes.
//!
//! Owns the sixteen colours that are used and the two sets of lines. A colour never carries a meaning by itself: everything that
//! is coloured also has a mark or a word. Must not know what is drawn.

use ratatui::style::{Color, Modifier, Style};

use crate::text::width::Ambiguous;

/// The looks of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// Whether colours may be used (`NO_COLOR`).
    pub colour: bool,
    /// How the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
}

/// The characters of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// `─`
    pub flat: &'static str,
    /// `│`
    pub upright: &'static str,
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Where a line meets another from the left, the right, above, below.
    pub joints: [&'static str; 4],
}

const LIGHT: Lines =
    Lines { flat: "─", upright: "│", corners: ["┌", "┐", "└", "┘"], joints: ["├", "┤", "┬", "┴"] };
const ASCII: Lines = Lines { flat: "-", upright: "|", corners: ["+"; 4], joints: ["+"; 4] };

impl Theme {
    /// The lines of boxes. All of Unicode's are ambiguous, so a wide terminal gets ASCII.
    pub fn lines(self) -> Lines {
        match self.ambiguous {
            Ambiguous::Narrow => LIGHT,
            Ambiguous::Wide => ASCII,
        }
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Plain text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// What stands out.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What is less important.
    pub fn faint(self) -> Style {
        self.coloured(Color::DarkGray)
    }

    /// What must not be overlooked.
    pub fn warning(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// What is well.
    pub fn good(self) -> Style {
        self.coloured(Color::Green)
    }

    /// What is asked or proposed.
    pub fn accent(self) -> Style {
        self.coloured(Color::Cyan)
    }

    /// The chosen row.
    pub fn chosen(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The mark of a real incident.
    pub fn real(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The mark of a drill.
    pub fn drill(self) -> Style {
        self.coloured(Color::Blue).add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The name of a key.
    pub fn key(self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }
}
