//! The database that is there: whether it can be added to, what can be read of it, and putting it aside.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;

use crate::domain::line::{Line, LineError};
use crate::domain::world::World;
use crate::record::error::RecordError;
use crate::record::known::{Row, salvaged_rows};
use crate::record::ladder::copy_of;
use crate::record::schema::{self, Mode, beside, sync_folder};

use super::Source;

/// What is found in the place of a database.
#[derive(Debug)]
pub enum Database {
    /// Nothing.
    Absent,
    /// A database whose every line can be read, and how many there are.
    Sound(usize),
    /// Something that cannot be gone on with: damaged, or of another program.
    Broken(RecordError),
}

/// Looks at what is there. Nothing of this process may have it open.
///
/// # Errors
/// Where it cannot be judged or must not be touched: [`RecordError::Busy`], [`RecordError::Newer`], [`RecordError::ReadOnly`],
/// [`RecordError::Full`].
pub fn look_at(path: &Path, busy: Duration) -> Result<Database, RecordError> {
    if !path.exists() && !beside(path, "-wal").exists() {
        return Ok(Database::Absent);
    }
    let broken = |error: RecordError| match error {
        error @ (RecordError::Damaged { .. } | RecordError::NotOurs { .. } | RecordError::Io { .. }) => {
            Ok(Database::Broken(error))
        }
        error => Err(error),
    };
    match judged(path, busy) {
        Ok(lines) => Ok(Database::Sound(lines)),
        Err(error) => broken(error),
    }
}

fn judged(path: &Path, busy: Duration) -> Result<usize, RecordError> {
    schema::judge(path)?;
    let connection = schema::connect(path, Mode::Normal, busy)?;
    schema::check_pages(&connection, path, true)?;
    let said = |error| RecordError::of_sqlite(path, error);
    let sql = format!("SELECT {} FROM line NOT INDEXED ORDER BY rowid", Row::COLUMNS);
    let mut statement = connection.prepare(&sql).map_err(said)?;
    let mut rows = statement.query([]).map_err(said)?;
    let mut lines = 0;
    while let Some(row) = rows.next().map_err(said)? {
        let row = Row::read(row).map_err(said)?;
        // A line under a wrong hash would keep the right one out.
        if Line::read(&row.bytes).is_ok_and(|line| row.differing(&line).is_none()) {
            lines += 1;
        } else {
            return Err(RecordError::Damaged { detail: format!("row {}", row.rowid) });
        }
    }
    Ok(lines)
}

/// What can be read of a broken database. It is only looked at: in a copy of its readable beginning, which has the journal, and
/// where it is, because a copy ends at the first part of the disk that cannot be read.
pub fn salvage(path: &Path, busy: Duration, world: &dyn World) -> Source {
    let mut source = Source { path: path.to_path_buf(), ..Source::default() };
    if schema::judge(path).is_err() {
        return source;
    }
    let copied = copy_of(path, world);
    let in_copy = copied.as_ref().and_then(|(_folder, file)| schema::connect(file, Mode::Normal, busy).ok());
    let in_place = schema::connect(path, Mode::ReadOnly, busy).ok();
    let (mut lines, mut unreadable) = (BTreeMap::new(), BTreeMap::new());
    for row in in_copy.iter().chain(&in_place).flat_map(salvaged_rows) {
        let number = u64::try_from(row.rowid).unwrap_or(0);
        match Line::read(&row.bytes) {
            // Bytes that are a line, but not the one that was written.
            Ok(line) if row.differing(&line) == Some("hash") => {
                unreadable.insert(number, LineError::NotCanonical);
            }
            Ok(line) => {
                lines.insert(line.hash(), line);
            }
            Err(error) => {
                unreadable.insert(number, error);
            }
        }
    }
    source.lines = lines.into_values().collect();
    source.unreadable = unreadable.into_iter().collect();
    source
}

/// Gives a database that was put aside its name back, because nothing came in its place. What was begun there is put aside in turn.
///
/// # Errors
/// Why that cannot be done; then it lies where it was put.
pub fn put_back(aside: &Path, path: &Path, busy: Duration, world: &dyn World) -> Result<(), RecordError> {
    if path.exists() {
        put_aside(path, busy, world)?;
    }
    for end in ["", "-wal", "-shm"] {
        match fs::rename(beside(aside, end), beside(path, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(RecordError::of_io(path, error)),
            _ => {}
        }
    }
    path.parent().map_or(Ok(()), sync_folder).map_err(|error| RecordError::of_io(path, error))
}

/// Gives the database and its journal another name, which says when. Nothing is deleted. Gives the new path.
///
/// # Errors
/// [`RecordError::Busy`] when another program has it open, or why it cannot be renamed.
pub fn put_aside(path: &Path, busy: Duration, world: &dyn World) -> Result<PathBuf, RecordError> {
    must_be_alone(path, busy)?;
    let failed = |error| RecordError::of_io(path, error);
    let date = world.now().format("%Y%m%d-%H%M%S").to_string();
    let name = |number: u32| {
        let more = if number == 0 { String::new() } else { format!("-{number}") };
        beside(path, &format!(".set-aside-{date}{more}"))
    };
    let is_free = |to: &PathBuf| ["", "-wal", "-shm"].iter().all(|end| beside(to, end).symlink_metadata().is_err());
    let to = (0..1000).map(name).find(is_free).ok_or_else(|| failed(io::ErrorKind::AlreadyExists.into()))?;
    // The journal last: one that is left without its database is known for what it is.
    for end in ["", "-wal", "-shm"] {
        match fs::rename(beside(path, end), beside(&to, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    path.parent().map_or(Ok(()), sync_folder).map_err(failed)?;
    Ok(to)
}

/// A program that has the database open would go on writing under its new name.
fn must_be_alone(path: &Path, busy: Duration) -> Result<(), RecordError> {
    if schema::judge(path).is_err() {
        return Ok(());
    }
    let alone = schema::connect(path, Mode::Exclusive, busy).and_then(|connection| {
        let said = |error| RecordError::of_sqlite(path, error);
        // Only looked at: what is in the journal stays there.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(said)?;
        connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK").map_err(said)
    });
    match alone {
        Err(RecordError::Busy) => Err(RecordError::Busy),
        // Whatever else is wrong with it is why it is put aside.
        _ => Ok(()),
    }
}
