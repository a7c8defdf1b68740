//! How things look: styles and the lines of boxes.
//!
//! Owns the palettes, the two sets of lines, and the choice among them by what the person wants and the terminal can do. A colour
//! never carries a meaning by itself: everything that is coloured also has a mark or a word. Must not know what is drawn.

use ratatui::style::{Color, Modifier, Style};

use crate::text::width::Ambiguous;

/// The looks of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// Which colours.
    pub palette: Palette,
    /// How the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Boxes are drawn with `+ - |`, because the terminal has no other lines or the person wants it so.
    pub ascii: bool,
}

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// None: bold and reversed only (`NO_COLOR`).
    #[default]
    Mono,
    /// The sixteen colours of the terminal, on a dark or a light ground.
    Sixteen(Ground),
    /// The 256 colours that every newer terminal agrees about, on a dark or a light ground.
    Full(Ground),
    /// White and yellow on black, whatever the terminal's own colours are: for a projector, and for tired eyes.
    Contrast,
}

/// What the terminal's ground is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// Dark, as terminals mostly are.
    #[default]
    Dark,
    /// Light.
    Light,
}

/// What a person wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    /// What the terminal is found to be.
    #[default]
    Auto,
    /// Colours for a dark ground.
    Dark,
    /// Colours for a light ground.
    Light,
    /// High contrast.
    Contrast,
    /// No colours.
    Mono,
}

impl Wanted {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Dark, Self::Light, Self::Contrast, Self::Mono];

    /// Its word in options and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
        }
    }

    /// Reads [`Wanted::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wanted| wanted.word() == word)
    }
}

/// What is known about a terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colours {
    /// How many there are.
    pub depth: Depth,
    /// Its ground, where it said so.
    pub ground: Option<Ground>,
    /// The person asked all programs for none (`NO_COLOR`).
    pub refused: bool,
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// None.
    None,
    /// Sixteen.
    #[default]
    Sixteen,
    /// 256 or more.
    Full,
}

impl Depth {
    /// Reads the names that terminals have: `TERM`, `COLORTERM`, and `WT_SESSION` of the Windows Terminal.
    pub fn of(term: &str, colorterm: &str, windows_terminal: bool) -> Self {
        if term == "dumb" || term.starts_with("vt1") || term.starts_with("vt2") {
            Self::None
        } else if windows_terminal || !colorterm.is_empty() || term.contains("256color") || term.contains("direct") {
            Self::Full
        } else {
            Self::Sixteen
        }
    }
}

impl Palette {
    /// The palette for what is wanted on what there is. What a person wants for this program counts more than `NO_COLOR`.
    pub fn choose(wanted: Wanted, colours: Colours) -> Self {
        let ground = match wanted {
            Wanted::Mono => return Self::Mono,
            Wanted::Auto if colours.refused => return Self::Mono,
            Wanted::Contrast => return if colours.depth == Depth::None { Self::Mono } else { Self::Contrast },
            Wanted::Auto => colours.ground.unwrap_or_default(),
            Wanted::Dark => Ground::Dark,
            Wanted::Light => Ground::Light,
        };
        match colours.depth {
            Depth::None => Self::Mono,
            Depth::Sixteen => Self::Sixteen(ground),
            Depth::Full => Self::Full(ground),
        }
    }
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

/// A colour on a dark and on a light ground, of sixteen and of 256.
struct Ink {
    sixteen: [Color; 2],
    full: [u8; 2],
}

const WARNING: Ink = Ink { sixteen: [Color::LightRed, Color::Red], full: [210, 160] };
const GOOD: Ink = Ink { sixteen: [Color::Green, Color::Green], full: [114, 28] };
const ACCENT: Ink = Ink { sixteen: [Color::Cyan, Color::Blue], full: [117, 25] };
const FAINT: Ink = Ink { sixteen: [Color::DarkGray, Color::DarkGray], full: [246, 240] };
const DRILL: Ink = Ink { sixteen: [Color::LightBlue, Color::Blue], full: [111, 25] };

impl Theme {
    /// The lines of boxes. All of Unicode's are ambiguous, so a wide terminal gets ASCII.
    pub fn lines(self) -> Lines {
        if self.ascii || self.ambiguous == Ambiguous::Wide { ASCII } else { LIGHT }
    }

    fn ink(self, ink: &Ink) -> Style {
        let of = |ground: Ground| usize::from(ground == Ground::Light);
        match self.palette {
            Palette::Mono | Palette::Contrast => Style::new(),
            Palette::Sixteen(ground) => ink.sixteen.get(of(ground)).map_or(Style::new(), |ink| Style::new().fg(*ink)),
            Palette::Full(ground) => {
                ink.full.get(of(ground)).map_or(Style::new(), |ink| Style::new().fg(Color::Indexed(*ink)))
            }
        }
    }

    /// What all text stands on. Only high contrast has a ground of its own.
    pub fn base(self) -> Style {
        match self.palette {
            Palette::Contrast => Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(16)),
            _ => Style::new(),
        }
    }

    /// In high contrast, these colours; else the others.
    fn or_contrast(self, style: Style, [ink, ground]: [u8; 2]) -> Style {
        match self.palette {
            Palette::Contrast => Style::new().fg(Color::Indexed(ink)).bg(Color::Indexed(ground)),
            _ => style,
        }
    }

    /// Plain text.
    pub fn text(self) -> Style {
        self.base()
    }

    /// What stands out.
    pub fn strong(self) -> Style {
        self.base().add_modifier(Modifier::BOLD)
    }

    /// What is less important.
    pub fn faint(self) -> Style {
        self.base().patch(self.ink(&FAINT))
    }

    /// What must not be overlooked.
    pub fn warning(self) -> Style {
        self.or_contrast(self.ink(&WARNING), [16, 226]).add_modifier(Modifier::BOLD)
    }

    /// What is well.
    pub fn good(self) -> Style {
        self.or_contrast(self.ink(&GOOD), [226, 16])
    }

    /// What is asked or proposed.
    pub fn accent(self) -> Style {
        self.or_contrast(self.ink(&ACCENT), [226, 16])
    }

    /// The chosen row.
    pub fn chosen(self) -> Style {
        match self.palette {
            Palette::Full(_) => {
                Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(25)).add_modifier(Modifier::BOLD)
            }
            Palette::Contrast => Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(231)),
            Palette::Mono | Palette::Sixteen(_) => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The mark of a real incident.
    pub fn real(self) -> Style {
        match self.palette {
            Palette::Full(_) | Palette::Contrast => {
                Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(160)).add_modifier(Modifier::BOLD)
            }
            _ => self.ink(&WARNING).add_modifier(Modifier::BOLD | Modifier::REVERSED),
        }
    }

    /// The mark of a drill.
    pub fn drill(self) -> Style {
        self.or_contrast(self.ink(&DRILL), [16, 51]).add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The name of a key.
    pub fn key(self) -> Style {
        self.or_contrast(self.ink(&ACCENT), [226, 16]).add_modifier(Modifier::BOLD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(depth: Depth, ground: Option<Ground>, refused: bool) -> Colours {
        Colours { depth, ground, refused }
    }

    #[test]
    fn the_terminal_is_believed_unless_the_person_says_otherwise() {
        use Ground::{Dark, Light};
        let full = |ground| colours(Depth::Full, ground, false);
        assert_eq!(Palette::choose(Wanted::Auto, full(Some(Light))), Palette::Full(Light));
        assert_eq!(Palette::choose(Wanted::Auto, full(None)), Palette::Full(Dark));
        assert_eq!(Palette::choose(Wanted::Dark, full(Some(Light))), Palette::Full(Dark));
        assert_eq!(Palette::choose(Wanted::Contrast, full(None)), Palette::Contrast);
        let sixteen = colours(Depth::Sixteen, Some(Light), false);
        assert_eq!(Palette::choose(Wanted::Auto, sixteen), Palette::Sixteen(Light));
        assert_eq!(Palette::choose(Wanted::Auto, colours(Depth::Full, None, true)), Palette::Mono);
        assert_eq!(Palette::choose(Wanted::Dark, colours(Depth::Full, None, true)), Palette::Full(Dark));
        assert_eq!(Palette::choose(Wanted::Contrast, colours(Depth::None, None, false)), Palette::Mono);
    }

    #[test]
    fn terminals_are_known_by_their_names() {
        assert_eq!(Depth::of("xterm-256color", "", false), Depth::Full);
        assert_eq!(Depth::of("xterm", "truecolor", false), Depth::Full);
        assert_eq!(Depth::of("linux", "", false), Depth::Sixteen);
        assert_eq!(Depth::of("vt100", "", false), Depth::None);
        assert_eq!(Depth::of("", "", true), Depth::Full);
        assert_eq!(Depth::of("", "", false), Depth::Sixteen);
    }

    #[test]
    fn without_colours_nothing_is_coloured() {
        let theme = Theme::default();
        for style in [theme.text(), theme.warning(), theme.good(), theme.chosen(), theme.real(), theme.drill()] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    #[test]
    fn words_of_options_are_read_back() {
        for wanted in Wanted::ALL {
            assert_eq!(Wanted::parse(wanted.word()), Some(wanted));
        }
        assert_eq!(Wanted::parse("pink"), None);
    }
}
