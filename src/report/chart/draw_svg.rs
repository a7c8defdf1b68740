//! The chart as SVG: black on white, no script, nothing from outside.
//!
//! Owns the escaping. Every line is stretched to its cells, so that it stays in its box in whatever font there is.

use super::{Boxed, CELLS, Chart, MODE, Words};
use crate::text::width::width;

/// One cell in the units of the drawing.
const CELL: usize = 8;
/// One row.
const ROW: usize = 20;
/// Around all of it.
const MARGIN: usize = 8;
/// From the top of a row to where letters stand.
const BASE: usize = 15;
/// An arrow's head, to each side and up.
const HEAD: usize = 4;

/// The chart as one SVG element, ending in a line feed.
pub fn svg(chart: &Chart) -> String {
    let all = CELLS * CELL + 2 * MARGIN;
    let foot = 2 + chart.rows;
    let high = (foot + chart.foot.len() + 1) * ROW + 2 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {all} {high}\" role=\"img\" \
         font-family=\"monospace\" font-size=\"15\" fill=\"#000\">\n<title>{}</title>\n\
         <rect width=\"{all}\" height=\"{high}\" fill=\"#fff\"/>\n",
        escape(&chart.title)
    );
    let title = Words::fit(&chart.title, CELLS);
    line(&mut out, 0, 0, &title, true);
    for boxed in &chart.boxes {
        draw(&mut out, boxed);
    }
    for (x, y) in &chart.arrows {
        arrow(&mut out, *x, *y);
    }
    for (at, words) in chart.foot.iter().enumerate() {
        line(&mut out, 0, foot + at, words, false);
    }
    out.push_str("</svg>\n");
    out
}

/// A row of the drawing itself: the title and a blank row stand above.
fn down(y: usize) -> usize {
    y + 2
}

fn draw(out: &mut String, boxed: &Boxed) {
    let (x, y) = (MARGIN + boxed.x * CELL, MARGIN + down(boxed.y) * ROW);
    // The heading stands in a band of its own; the lower border closes the box in the middle of its row.
    let (wide, high) = (boxed.width * CELL, boxed.height() * ROW - ROW / 2);
    out.push_str(&format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.5\"/>\n\
         <rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{ROW}\" fill=\"#eee\" stroke=\"#000\" stroke-width=\"1.5\"/>\n"
    ));
    line(out, boxed.x + 2, down(boxed.y), &boxed.title, true);
    for (at, words) in boxed.lines.iter().enumerate() {
        line(out, boxed.x + 2, down(boxed.y) + 1 + at, words, false);
    }
}

fn arrow(out: &mut String, x: usize, y: usize) {
    let x = MARGIN + x * CELL + CELL / 2;
    let (top, tip) = (MARGIN + down(y) * ROW - ROW / 2, MARGIN + (down(y) + 1) * ROW);
    let (left, right, neck) = (x - HEAD, x + HEAD, tip - 2 * HEAD);
    out.push_str(&format!(
        "<path d=\"M{x} {top}V{neck}\" stroke=\"#000\" stroke-width=\"1.5\"/>\
         <path d=\"M{left} {neck}H{right}L{x} {tip}Z\"/>\n"
    ));
}

/// A line of text at a place in cells and rows. What was cut off is told to whoever points at it.
fn line(out: &mut String, x: usize, y: usize, words: &Words, strong: bool) {
    let shown = words.shown.trim_end();
    let cells = width(shown, MODE);
    if cells == 0 {
        return;
    }
    let (x, y, length) = (MARGIN + x * CELL, MARGIN + y * ROW + BASE, cells * CELL);
    let weight = if strong { " font-weight=\"bold\"" } else { "" };
    let whole = words.whole.as_ref().map(|whole| format!("<title>{}</title>", escape(whole))).unwrap_or_default();
    // Where something was cut off, a drawing has the usual sign for it.
    let shown = words.whole.as_ref().map_or_else(|| shown.to_owned(), |whole| with_the_usual_sign(shown, whole));
    out.push_str(&format!(
        "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\"{weight}>{whole}{}</text>\n",
        escape(&shown)
    ));
}

/// The mark stands where what is shown leaves the whole; any other one is part of the words.
fn with_the_usual_sign(shown: &str, whole: &str) -> String {
    let kept = shown.chars().zip(whole.chars()).take_while(|(shown, whole)| shown == whole).count();
    shown.chars().enumerate().map(|(at, c)| if at == kept && c == '~' { '…' } else { c }).collect()
}

/// A text that is no markup. What XML cannot hold was taken out before.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Noncharacters are no XML.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
