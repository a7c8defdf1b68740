//! What a mirror reads of the database, beside the one who writes it.
//!
//! Each look is a connection of its own that is closed before a mirror is written: a mirror that hangs must not keep the database
//! open.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::record::error::RecordError;
use crate::record::origin;
use crate::record::schema::{self, Mode};

use super::MirrorFault;

/// Who has the database for itself has it for longer than this.
const PATIENCE: Duration = Duration::from_millis(250);

/// How much is read at once.
const BATCH_LINES: u32 = 500;
const BATCH_BYTES: usize = 1024 * 1024;

/// The store at a glance.
pub(super) struct Glance {
    /// Who writes now.
    pub(super) origin: Id,
    /// Every origin that wrote at this place on this computer: their files are this store's own.
    pub(super) own: Vec<Id>,
    /// The last row.
    pub(super) last: i64,
}

/// Lines as they are stored, one behind the other.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    /// The last row that was looked at.
    pub(super) last: i64,
    /// How many rows come after it.
    pub(super) left: u64,
}

fn look<T>(path: &Path, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, MirrorFault> {
    let fault = |error: RecordError| MirrorFault::Record(error.to_string());
    let connection = schema::connect(path, Mode::ReadOnly, PATIENCE).map_err(fault)?;
    read(&connection).map_err(|error| fault(RecordError::of_sqlite(path, error)))
}

/// Who writes, and how far.
pub(super) fn glance(path: &Path) -> Result<Glance, MirrorFault> {
    let (origin, own, last) = look(path, |connection| {
        let origin = origin::get(connection, origin::ORIGIN)?;
        Ok((origin, origin::of_this_place(connection)?, last_row(connection)?))
    })?;
    let origin = origin.and_then(|word| Id::new(word).ok());
    let origin = origin.ok_or_else(|| MirrorFault::Record("no origin".to_owned()))?;
    Ok(Glance { origin, own, last })
}

/// The row of a line.
pub(super) fn row_of(path: &Path, hash: &Hash) -> Result<Option<i64>, MirrorFault> {
    use rusqlite::OptionalExtension as _;
    look(path, |connection| {
        connection.query_row("SELECT rowid FROM line WHERE hash = ?1", [hash.bytes()], |row| row.get(0)).optional()
    })
}

/// The lines behind a row. What is not a line is passed over: a mirror holds nothing else, and `verify` tells of it.
pub(super) fn after(path: &Path, row: i64) -> Result<Batch, MirrorFault> {
    look(path, |connection| {
        let mut batch = Batch { last: row, ..Batch::default() };
        let sql = "SELECT rowid, bytes FROM line NOT INDEXED WHERE rowid > ?1 ORDER BY rowid LIMIT ?2";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query((row, BATCH_LINES))?;
        while let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(1)?;
            if Line::read(&bytes).is_ok() {
                batch.bytes.extend_from_slice(&bytes);
            }
            batch.last = row.get(0)?;
            if batch.bytes.len() > BATCH_BYTES {
                break;
            }
        }
        batch.left = u64::try_from(last_row(connection)? - batch.last).unwrap_or(0);
        Ok(batch)
    })
}

/// Rows are never deleted, so their numbers count them.
fn last_row(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(rowid), 0) FROM line", [], |row| row.get(0))
}
