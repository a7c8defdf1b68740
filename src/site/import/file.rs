//! A file, and what kind of table is in it.
//!
//! Owns how large it may be. What it is it says by its first bytes, whatever its name.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::table::Table;
use super::{ImportFault, delimited, workbook};

/// The largest file, in bytes.
const MAX_FILE: u64 = 8 * 1024 * 1024;

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
