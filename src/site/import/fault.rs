//! Why a table cannot be read.

use std::io;

/// Why a file gave no table.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// There is no such file, or it cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A folder, a pipe, a device.
    #[error("not a regular file")]
    NotAFile,
    /// More bytes than a list of people has.
    #[error("too large")]
    TooLarge,
    /// A workbook that would fill the memory when it is unpacked.
    #[error("unpacks to too much")]
    Bomb,
    /// A workbook of an old or another kind (`.xls`, `.ods`, `.xlsb`).
    #[error("another kind of workbook")]
    OtherWorkbook,
    /// A workbook that is damaged or protected by a password. With what was found.
    #[error("damaged workbook: {0}")]
    Damaged(String),
    /// Bytes that are no text in any encoding that is known here.
    #[error("unknown encoding")]
    Encoding,
    /// A quotation mark is opened in this line of the table and never closed.
    #[error("a quotation mark is not closed in row {row}")]
    OpenQuote {
        /// Which row.
        row: usize,
    },
    /// There is nothing in it below a head.
    #[error("empty")]
    Empty,
}
