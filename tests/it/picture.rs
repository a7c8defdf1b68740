//! Pictures of the real screens for the documentation, drawn as SVG and compared, so that they never go stale.
//!
//! `SONAE_UPDATE_PICTURES=1` draws them anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use sonae::text::width::{Ambiguous, width};

use crate::nurse::Nurse;

const CELL: (usize, usize) = (9, 20);

/// One text a grapheme at its cell: wide characters stay on the grid in every browser.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (wide, high) = (columns * CELL.0 + 20, rows * CELL.1 + 20);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#111418\"/>\n\
         <g font-family=\"'Noto Sans Mono CJK JP','BIZ UDGothic','MS Gothic',monospace\" font-size=\"16\">\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let cells = width(cell.symbol(), Ambiguous::Narrow).max(1);
            draw_cell(&mut out, cell, usize::from(x), usize::from(y), cells);
            x += u16::try_from(cells).unwrap();
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn draw_cell(out: &mut String, cell: &ratatui::buffer::Cell, x: usize, y: usize, cells: usize) {
    let (mut ink, mut ground) = (colour(cell.fg).unwrap_or("#e6e6e6"), colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground.unwrap_or("#111418"), Some(ink));
    }
    let (left, top) = (10 + x * CELL.0, 10 + y * CELL.1);
    if let Some(ground) = ground {
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{ground}\"/>",
            cells * CELL.0,
            CELL.1
        )
        .unwrap();
    }
    if cell.symbol().trim().is_empty() {
        return;
    }
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let opacity = if cell.modifier.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
    let symbol = cell.symbol().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{weight}{opacity}>{symbol}</text>",
        top + 16,
        cells * CELL.0
    ).unwrap();
}

fn colour(colour: Color) -> Option<&'static str> {
    Some(match colour {
        Color::Black => "#111418",
        Color::Red | Color::LightRed => "#ff7a70",
        Color::Green | Color::LightGreen => "#7fd67f",
        Color::Yellow | Color::LightYellow => "#f2cf63",
        Color::Blue | Color::LightBlue => "#7ab0ff",
        Color::Magenta | Color::LightMagenta => "#d79bff",
        Color::Cyan | Color::LightCyan => "#72d6d6",
        Color::Gray => "#b8b8b8",
        Color::DarkGray => "#8a8a8a",
        Color::White => "#ffffff",
        _ => return None,
    })
}

fn compare(name: &str, svg: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens").join(name);
    if std::env::var_os("SONAE_UPDATE_PICTURES").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, svg).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == svg, "{} is not what the program draws: SONAE_UPDATE_PICTURES=1 draws it anew", path.display());
}

#[test]
fn the_guide_in_the_readme_is_what_the_program_draws() {
    let dir = tempfile::tempdir().unwrap();
    let mut nurse = Nurse::at(&dir.path().join("site"), "2026-11-22T00:32:00+09:00", (80, 24));
    nurse.press("Enter 5").types("病棟のプリンタが英文を印字し続けている").press("Tab").types("0030").press("Enter");
    nurse.press("Enter").press("Enter").types("そのまま").press("Enter");
    nurse.types("山田").press("Enter");
    nurse.wait(4);
    nurse.press("F5").types("3階の端末2台も同じ画面。電源は切っていない").press("Enter");
    nurse.press("Tab");
    let (buffer, _) = nurse.buffer();
    nurse.sees("手順").sees("患者の安全").sees("3階の端末2台");
    compare("guide.svg", &svg(&buffer));
}
