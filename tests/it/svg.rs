//! Screens as SVG: one row of cells after the other, on a grid that every browser keeps; several screens as a film.
//!
//! Owns the drawing. Which screens there are is in `picture`.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use sonae::text::width::{Ambiguous, width};

const CELL: (usize, usize) = (9, 20);
const EDGE: usize = 10;
/// The height of the words under a film.
const CAPTION: usize = 44;
const FONTS: &str = "'Noto Sans Mono CJK JP','BIZ UDGothic','MS Gothic',monospace";

/// The ground and the ink of a terminal.
#[derive(Clone, Copy)]
pub(crate) struct Paper {
    pub(crate) ground: &'static str,
    pub(crate) ink: &'static str,
    pub(crate) ambiguous: Ambiguous,
}

pub(crate) const DARK: Paper = Paper { ground: "#15181c", ink: "#e8e8e8", ambiguous: Ambiguous::Narrow };
pub(crate) const LIGHT: Paper = Paper { ground: "#fbfbf8", ink: "#1d1f21", ambiguous: Ambiguous::Narrow };
pub(crate) const WIDE: Paper = Paper { ambiguous: Ambiguous::Wide, ..DARK };

/// One picture of a film: a screen, where its caret stands, the words under it, and for how many seconds it stays.
pub(crate) struct Frame {
    pub(crate) buffer: Buffer,
    pub(crate) caret: Option<Position>,
    pub(crate) caption: &'static str,
    pub(crate) seconds: f32,
}

fn open(buffer: &Buffer, paper: Paper, below: usize) -> String {
    let wide = usize::from(buffer.area.width) * CELL.0 + 2 * EDGE;
    let high = usize::from(buffer.area.height) * CELL.1 + 2 * EDGE + below;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n\
         <g font-family=\"{FONTS}\" font-size=\"16\">\n",
        paper.ground
    )
}

/// One screen.
pub(crate) fn still(buffer: &Buffer, caret: Option<Position>, paper: Paper) -> String {
    let mut out = open(buffer, paper, 0);
    for y in 0..buffer.area.height {
        out.push_str(&row(buffer, y, caret, paper));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Several screens one after another, without end. A row that stays is drawn once.
pub(crate) fn film(frames: &[Frame], paper: Paper) -> String {
    let first = &frames[0].buffer;
    let mut out = open(first, paper, CAPTION);
    let total: f32 = frames.iter().map(|frame| frame.seconds).sum();
    let starts: Vec<f32> = frames
        .iter()
        .scan(0.0, |at, frame| {
            let start = *at;
            *at += frame.seconds;
            Some(start)
        })
        .collect();
    let mut shown = |rows: Vec<String>| {
        let mut at = 0;
        while at < rows.len() {
            let same = rows[at..].iter().take_while(|row| **row == rows[at]).count();
            let end = starts.get(at + same).copied().unwrap_or(total);
            if !rows[at].is_empty() {
                write!(out, "<g>{}", rows[at]).unwrap();
                if same < rows.len() {
                    out.push_str(&between(starts[at], end, total));
                }
                out.push_str("</g>\n");
            }
            at += same;
        }
    };
    for y in 0..first.area.height {
        shown(frames.iter().map(|frame| row(&frame.buffer, y, frame.caret, paper)).collect());
    }
    let words = usize::from(first.area.height) * CELL.1 + 2 * EDGE + CAPTION / 2;
    let middle = EDGE + usize::from(first.area.width) * CELL.0 / 2;
    shown(
        frames
            .iter()
            .map(|frame| {
                format!(
                    "<text x=\"{middle}\" y=\"{words}\" text-anchor=\"middle\" fill=\"#f2cf63\">{}</text>\n",
                    frame.caption
                )
            })
            .collect(),
    );
    out.push_str("</g>\n</svg>\n");
    out
}

/// Makes what it stands in visible from one second to another, again and again.
fn between(from: f32, to: f32, total: f32) -> String {
    let (values, times) = if from <= 0.0 {
        ("visible;hidden", format!("0;{:.4}", to / total))
    } else if to >= total {
        ("hidden;visible", format!("0;{:.4}", from / total))
    } else {
        ("hidden;visible;hidden", format!("0;{:.4};{:.4}", from / total, to / total))
    };
    format!(
        "<animate attributeName=\"visibility\" values=\"{values}\" keyTimes=\"{times}\" dur=\"{total}s\" calcMode=\"discrete\" repeatCount=\"indefinite\"/>"
    )
}

/// How a run of cells looks.
#[derive(PartialEq, Clone, Copy)]
struct Look {
    ink: &'static str,
    ground: Option<&'static str>,
    bold: bool,
    /// Cells a character: the runs of narrow and of wide ones are stretched apart.
    cells: usize,
    /// Fonts draw it narrower or wider than the terminal does: it is squeezed into its cells.
    squeezed: bool,
}

fn look(cell: &Cell, cells: usize, paper: Paper) -> Look {
    let (mut ink, mut ground) = (colour(cell.fg).unwrap_or(paper.ink), colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground.unwrap_or(paper.ground), Some(ink));
    }
    let squeezed = width(cell.symbol(), Ambiguous::Narrow) != width(cell.symbol(), Ambiguous::Wide);
    Look { ink, ground, bold: cell.modifier.contains(Modifier::BOLD), cells, squeezed }
}

fn row(buffer: &Buffer, y: u16, caret: Option<Position>, paper: Paper) -> String {
    let mut runs: Vec<(usize, Look, String, usize)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = width(cell.symbol(), paper.ambiguous).max(1);
        let look = look(cell, cells, paper);
        let place = usize::from(x);
        match runs.last_mut() {
            Some((_, known, text, count)) if *known == look => {
                text.push_str(cell.symbol());
                *count += 1;
            }
            _ => runs.push((place, look, cell.symbol().to_owned(), 1)),
        }
        x += u16::try_from(cells).unwrap();
    }
    let mut out = String::new();
    let top = EDGE + usize::from(y) * CELL.1;
    for (x, look, text, count) in runs {
        let (left, wide) = (EDGE + x * CELL.0, count * look.cells * CELL.0);
        if let Some(ground) = look.ground {
            writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{}\" fill=\"{ground}\"/>", CELL.1)
                .unwrap();
        }
        // A browser draws blanks as it likes: each word is put at its own place.
        let mut at = left;
        for word in text.split(' ') {
            let wide = width(word, paper.ambiguous) * CELL.0;
            if !word.is_empty() {
                let drawn = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let adjust = if look.squeezed { "spacingAndGlyphs" } else { "spacing" };
                let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
                writeln!(
                    out,
                    "<text x=\"{at}\" y=\"{}\" textLength=\"{wide}\" lengthAdjust=\"{adjust}\" fill=\"{}\"{weight}>{drawn}</text>",
                    top + 16,
                    look.ink
                )
                .unwrap();
            }
            at += wide + CELL.0;
        }
    }
    if let Some(caret) = caret.filter(|caret| caret.y == y) {
        let left = EDGE + usize::from(caret.x) * CELL.0;
        writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"2\" height=\"{}\" fill=\"{}\"/>", CELL.1, paper.ink)
            .unwrap();
    }
    out
}

/// A colour as browsers know it; `None`: the terminal's own.
fn colour(colour: Color) -> Option<&'static str> {
    Some(match colour {
        Color::Black | Color::Indexed(16) => "#000000",
        Color::Red | Color::LightRed => "#ff7a70",
        Color::Green | Color::LightGreen => "#7fd67f",
        Color::Yellow | Color::LightYellow => "#f2cf63",
        Color::Blue | Color::LightBlue => "#7ab0ff",
        Color::Magenta | Color::LightMagenta => "#d79bff",
        Color::Cyan | Color::LightCyan => "#72d6d6",
        Color::Gray => "#b8b8b8",
        Color::DarkGray => "#8a8a8a",
        Color::White | Color::Indexed(231) => "#ffffff",
        // The fixed part of the 256 colours, as far as the themes use it.
        Color::Indexed(25) => "#005faf",
        Color::Indexed(28) => "#008700",
        Color::Indexed(51) => "#00ffff",
        Color::Indexed(111) => "#87afff",
        Color::Indexed(114) => "#87d787",
        Color::Indexed(117) => "#87d7ff",
        Color::Indexed(160) => "#d70000",
        Color::Indexed(210) => "#ff8787",
        Color::Indexed(226) => "#ffff00",
        Color::Indexed(240) => "#585858",
        Color::Indexed(246) => "#949494",
        Color::Reset => return None,
        other => panic!("{other:?} has no place in the pictures"),
    })
}
