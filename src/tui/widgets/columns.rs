//! Rows whose cells stand under one another.
//!
//! Owns how wide a column is. Must not know what it says.

use crate::text::width::{Ambiguous, pad, width};
use crate::tui::canvas::line;

/// How wide each column is; the last one has no width, it goes on to the edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<const N: usize> {
    widths: [usize; N],
    mode: Ambiguous,
}

impl<const N: usize> Columns<N> {
    /// Columns as wide as their widest cell, the heading among them, and no wider than `most` cells.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a [String; N]>, most: [usize; N], mode: Ambiguous) -> Self {
        let mut widths = [0; N];
        for row in rows {
            for (wide, text) in widths.iter_mut().zip(row) {
                *wide = width(&line(text), mode).max(*wide);
            }
        }
        for (wide, most) in widths.iter_mut().zip(most) {
            *wide = most.min(*wide);
        }
        Self { widths, mode }
    }

    /// One row, with its last text behind the columns.
    pub fn row(&self, texts: &[String; N], last: &str) -> String {
        let mut row = String::new();
        for (wide, text) in self.widths.iter().zip(texts) {
            row.push_str(&pad(&line(text), *wide, self.mode));
            row.push(' ');
        }
        row + &line(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell_and_no_wider_than_it_may() {
        let heading = ["部門".to_owned(), "状態".to_owned()];
        let rows = [["受付".to_owned(), "[停止]".to_owned()], ["リハビリテーション".to_owned(), String::new()]];
        let columns = Columns::of(rows.iter().chain([&heading]), [10, 20], Ambiguous::Narrow);
        assert_eq!(columns.row(&heading, "備考"), "部門       状態   備考");
        assert_eq!(columns.row(&rows[0], "紙で"), "受付       [停止] 紙で");
        assert_eq!(columns.row(&rows[1], ""), "リハビリ~         ");
    }
}
