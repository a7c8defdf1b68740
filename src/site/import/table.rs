//! A table of cells, whatever it was read from.
//!
//! Owns how wide and long it may be, and what is to be known of how it was read.

/// How many rows are read below the head.
pub const MAX_ROWS: usize = 2000;

/// How many columns are read.
pub const MAX_COLUMNS: usize = 200;

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
