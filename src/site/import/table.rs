//! A table of cells out of a file, whatever its kind.
//!
//! Owns the limits, and which row is the head.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::{ImportFault, cell, columns, delimited, workbook};

/// The largest file, in bytes.
const MAX_FILE: u64 = 8 * 1024 * 1024;

/// How many rows are read below the head.
pub const MAX_ROWS: usize = 2000;

/// How many columns are read.
pub const MAX_COLUMNS: usize = 200;

/// How many remarks about cells are told one by one.
const MAX_REMARKS: usize = 50;

/// In which rows the head is looked for: lists have a title and a date above it.
const HEAD_WITHIN: usize = 10;

/// How the text of a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with a BOM or without.
    Utf8,
    /// UTF-16 with a BOM: 「Unicode テキスト」.
    Utf16,
    /// Shift_JIS as Windows writes it (CP932).
    ShiftJis,
    /// A workbook says by itself what its characters are.
    Workbook,
}

impl Encoding {
    /// As people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::ShiftJis => "Shift_JIS",
            Self::Workbook => "Excel (.xlsx)",
        }
    }
}

/// Something that the person should know about how the table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// There are more rows: these were not read.
    MoreRows,
    /// There are more columns: these were not read.
    MoreColumns,
    /// A cell was too long and was cut.
    LongCell {
        /// The row, as the spreadsheet counts.
        row: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A cell looks like a formula; it is taken as text.
    LikeFormula {
        /// The row, as the spreadsheet counts.
        row: usize,
        /// The column, from 1.
        column: usize,
        /// Its beginning.
        text: String,
    },
    /// A cell of several lines: perhaps rows that a quotation mark swallowed.
    ManyLines {
        /// The row, as the spreadsheet counts.
        row: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The workbook has further sheets.
    OtherSheets(Vec<String>),
    /// So many further remarks about cells are not told.
    More(usize),
}

impl Remark {
    /// In words, harmless to show.
    pub fn words(&self) -> String {
        match self {
            Self::MoreRows => crate::t!("import-more-rows", limit = MAX_ROWS),
            Self::MoreColumns => crate::t!("import-more-columns", limit = MAX_COLUMNS),
            Self::LongCell { row, column } => crate::t!("import-long-cell", row = (*row), column = (*column)),
            Self::LikeFormula { row, column, text } => {
                crate::t!("import-like-formula", row = (*row), column = (*column), text = text.as_str())
            }
            Self::ManyLines { row, column } => crate::t!("import-many-lines", row = (*row), column = (*column)),
            Self::More(count) => crate::t!("import-more-remarks", count = (*count)),
            Self::OtherSheets(names) => crate::t!("import-other-sheets", names = names.join("、")),
        }
    }
}

/// A table, its cells harmless to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How the file was written.
    pub encoding: Encoding,
    /// Which sheet of a workbook it is.
    pub sheet: Option<String>,
    /// The words above the columns.
    pub head: Vec<String>,
    /// The rows below, each as wide as the head; rows without anything in them are left out.
    pub rows: Vec<Vec<String>>,
    /// The number of each row, as the spreadsheet counts.
    pub numbers: Vec<usize>,
    /// What should be known about it.
    pub remarks: Vec<Remark>,
}

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

/// Reads a table from a file.
///
/// # Errors
/// [`ImportFault`] says why there is none.
pub fn read_table(path: &Path) -> Result<Table, ImportFault> {
    // Looked at before it is opened: opening a pipe would wait for ever.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(ImportFault::NotAFile);
    }
    if found.len() > MAX_FILE {
        return Err(ImportFault::TooLarge);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    read_bytes(&bytes)
}

/// Reads a table from the bytes of a file. What kind of file it is, they say by themselves, whatever its name.
///
/// # Errors
/// [`ImportFault`] says why there is none.
pub fn read_bytes(bytes: &[u8]) -> Result<Table, ImportFault> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE) {
        return Err(ImportFault::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes);
    }
    // The container of old Excel files, and of new ones with a password.
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(ImportFault::OtherWorkbook);
    }
    delimited::read(bytes)
}
