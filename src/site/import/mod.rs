//! People and contacts out of a spreadsheet that somebody has already.
//!
//! Owns the way from a file to edits: `file` (`delimited`, `workbook`: bytes to cells; `grid`: cells to a `table`) → `columns` (which column is what) → `plan`
//! (what would be added, changed, left; what was not understood). Writes nothing. A table comes from outside: every size is looked
//! at before anything is made of it, and every cell is made harmless.

mod cell;
mod columns;
mod delimited;
mod fault;
mod file;
mod form;
mod grid;
mod ids;
mod plan;
mod role;
mod table;
mod workbook;

#[cfg(test)]
mod tests;

pub use columns::{Columns, Key, Kind};
pub use fault::ImportFault;
pub use file::{read_bytes, read_table};
pub use form::form;
pub use plan::{Choices, Entry, Preview, Problem, Standing, Why, plan};
pub use table::{Encoding, MAX_COLUMNS, MAX_ROWS, Remark, Table};
