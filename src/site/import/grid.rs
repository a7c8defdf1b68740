//! Cells as a file gives them, on the way to a table.
//!
//! Owns which row is the head, and how many remarks are told.

use super::table::{Encoding, MAX_COLUMNS, MAX_ROWS, Remark, Table};
use super::{ImportFault, cell, columns};

/// How many remarks about cells are told one by one.
const MAX_REMARKS: usize = 50;

/// In which rows the head is looked for: lists have a title and a date above it.
const HEAD_WITHIN: usize = 10;

/// Cells as they were found, row by row, with the number of each row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<(usize, Vec<String>)>,
    pub(super) remarks: Vec<Remark>,
    /// How many remarks about cells there were, with those that are not told.
    about_cells: usize,
}

impl Grid {
    /// Takes a cell in; `false` when there is no room for it.
    pub(super) fn put(&mut self, row: usize, column: usize, raw: &str) -> bool {
        if column > MAX_COLUMNS {
            self.remark_once(Remark::MoreColumns);
            return true;
        }
        let is_new = self.rows.last().is_none_or(|(number, _)| *number != row);
        if is_new && self.rows.len() >= MAX_ROWS + HEAD_WITHIN {
            self.remark_once(Remark::MoreRows);
            return false;
        }
        let (text, remark) = cell::clean(raw, row, column);
        if text.is_empty() {
            return true;
        }
        if let Some(remark) = remark {
            self.remark(remark);
        }
        if is_new {
            self.rows.push((row, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut() {
            cells.resize(cells.len().max(column), String::new());
            if let Some(cell) = cells.get_mut(column - 1) {
                *cell = text;
            }
        }
        true
    }

    /// Takes in a remark about a cell; after the first of them, they are only counted.
    pub(super) fn remark(&mut self, remark: Remark) {
        self.about_cells += 1;
        if self.about_cells <= MAX_REMARKS {
            self.remarks.push(remark);
        }
    }

    fn remark_once(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Where the head is, if one of its words is known.
    pub(super) fn head(&self) -> Option<usize> {
        let rows = self.rows.iter().take(HEAD_WITHIN);
        let known = |cells: &Vec<String>| cells.iter().filter(|cell| columns::is_head_word(cell)).count();
        let counted = rows.map(|(_, cells)| known(cells)).enumerate().filter(|(_, count)| *count > 0);
        // Of two rows with as many known words, the upper one.
        counted.max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at))).map(|(at, _)| at)
    }

    pub(super) fn into_table(mut self, encoding: Encoding, sheet: Option<String>) -> Result<Table, ImportFault> {
        let at = self.head().unwrap_or(0);
        let mut rows = self.rows.split_off(at.min(self.rows.len())).into_iter();
        let (_, mut head) = rows.next().ok_or(ImportFault::Empty)?;
        let mut rest: Vec<(usize, Vec<String>)> = rows.collect();
        if rest.is_empty() {
            return Err(ImportFault::Empty);
        }
        if rest.len() > MAX_ROWS {
            rest.truncate(MAX_ROWS);
            if !self.remarks.contains(&Remark::MoreRows) {
                self.remarks.push(Remark::MoreRows);
            }
        }
        if self.about_cells > MAX_REMARKS {
            self.remarks.push(Remark::More(self.about_cells - MAX_REMARKS));
        }
        let width = rest.iter().map(|(_, cells)| cells.len()).chain([head.len()]).max().unwrap_or_default();
        head.resize(width, String::new());
        let mut table = Table { encoding, sheet, head, rows: Vec::new(), numbers: Vec::new(), remarks: self.remarks };
        for (number, mut cells) in rest {
            cells.resize(width, String::new());
            table.rows.push(cells);
            table.numbers.push(number);
        }
        Ok(table)
    }
}
