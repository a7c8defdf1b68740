//! The chart as text: `+ - |`, exact in cells wherever it is read.

use super::{Boxed, CELLS, Chart, MODE, Words};
use crate::text::width::{cut, pad, width};

/// The chart as rows of at most eighty cells, ending in a line feed.
pub fn text(chart: &Chart) -> String {
    let mut rows = vec![cut(&chart.title, CELLS, MODE), String::new()];
    rows.extend((0..chart.rows).map(|y| row(chart, y)));
    rows.push(String::new());
    rows.extend(chart.foot.iter().map(|words| words.shown.clone()));
    rows.iter().map(|row| format!("{}\n", row.trim_end())).collect()
}

/// What stands in a row, from the left.
fn row(chart: &Chart, y: usize) -> String {
    let mut pieces: Vec<(usize, String)> =
        chart.boxes.iter().filter_map(|boxed| Some((boxed.x, of_box(boxed, y.checked_sub(boxed.y)?)?))).collect();
    pieces.extend(chart.arrows.iter().filter(|(_, row)| *row == y).map(|(x, _)| (*x, "v".to_owned())));
    pieces.sort_by_key(|(x, _)| *x);
    let mut row = String::new();
    for (x, piece) in pieces {
        let taken = width(&row, MODE);
        row.extend(std::iter::repeat_n(' ', x.saturating_sub(taken)));
        row.push_str(&piece);
    }
    row
}

/// A row of a box; `None`: it does not reach there.
fn of_box(boxed: &Boxed, row: usize) -> Option<String> {
    let room = boxed.width - 4;
    if row == 0 {
        let Words { shown, .. } = &boxed.title;
        let rest = (boxed.width - 5).saturating_sub(width(shown, MODE));
        return Some(format!("+- {shown} {}+", "-".repeat(rest)));
    }
    if row == boxed.height() - 1 {
        return Some(format!("+{}+", "-".repeat(boxed.width - 2)));
    }
    boxed.lines.get(row - 1).map(|words| format!("| {} |", pad(&words.shown, room, MODE)))
}
