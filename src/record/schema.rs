//! The database file: its marks, tables and triggers, how it is made, and how it is judged before anything is written to it.
//!
//! Owns what SQLite is told about durability. Must not know what lines mean; columns are only indexes of their bytes.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::RecordError;
use super::private;

/// "SONA": how the file is known to be ours.
pub(super) const APPLICATION_ID: u32 = 0x534f_4e41;

/// The version of the tables.
pub(super) const USER_VERSION: u32 = 1;

/// How long one waits for another program.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Up to this size a database is checked page by page when it is opened; a larger one by `verify` only, which takes its time.
const CHECK_AT_OPEN_UP_TO: u64 = 4 * 1024 * 1024;

/// What the file holds. A line is never changed and never deleted; the third trigger also stops `INSERT OR REPLACE` by a program
/// that does not set `recursive_triggers`.
const OBJECTS: [&str; 6] = [
    "CREATE TABLE line(
  hash BLOB PRIMARY KEY NOT NULL CHECK(length(hash) = 32),
  incident TEXT NOT NULL,
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK(seq >= 1),
  clock INTEGER NOT NULL CHECK(clock >= 0),
  bytes BLOB NOT NULL
) STRICT",
    "CREATE INDEX line_by_clock ON line(incident, clock)",
    "CREATE TRIGGER line_is_never_changed BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER line_is_never_deleted BEFORE DELETE ON line
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TRIGGER line_is_never_replaced BEFORE INSERT ON line
WHEN EXISTS(SELECT 1 FROM line WHERE hash = NEW.hash) OR EXISTS(SELECT 1 FROM line WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
];

/// How a database is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// For everybody.
    Normal,
    /// For us alone, without the shared-memory file: the only way in on a full disk with a left-over journal.
    Exclusive,
    /// To look at.
    ReadOnly,
}

/// Opens the database and sets every pragma. It must exist.
///
/// # Errors
/// [`RecordError`], as SQLite reports it; `ReadOnly` when the medium lets itself only be read.
pub(super) fn connect(path: &Path, mode: Mode, busy: Duration) -> Result<Connection, RecordError> {
    let said = |error| RecordError::of_sqlite(path, error);
    let access =
        if mode == Mode::ReadOnly { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(said)?;
    connection.busy_timeout(busy).map_err(said)?;
    if mode == Mode::Exclusive {
        // Before the first access, so that no shared-memory file is made.
        pragma(&connection, "locking_mode", "EXCLUSIVE").map_err(said)?;
    }
    if mode != Mode::ReadOnly {
        if connection.is_readonly(rusqlite::MAIN_DB).map_err(said)? {
            return Err(RecordError::ReadOnly { path: path.to_path_buf() });
        }
        pragma(&connection, "journal_mode", "WAL").map_err(said)?;
    }
    for (name, value) in [
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("recursive_triggers", "ON"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
    ] {
        pragma(&connection, name, value).map_err(said)?;
    }
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(said)?;
    if version > USER_VERSION {
        // Not yet in the header of the file, where `judge` looks, but in its journal.
        return Err(RecordError::Newer { found: version });
    }
    // A first look: a database whose journal cannot be read fails here and not in the middle of something.
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('line', 'meta')", [], |row| row.get(0))
        .map_err(said)?;
    if tables != 2 {
        return Err(RecordError::Damaged { detail: "the tables of the record are missing".to_owned() });
    }
    connection.query_row("SELECT count(*) FROM meta", [], |row| row.get::<_, i64>(0)).map_err(said)?;
    Ok(connection)
}

fn pragma(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, name, value, |_row| Ok(())).or_else(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        other => Err(other),
    })
}

/// Looks at the first bytes of the file, before SQLite may write anything: a journal that is played back into a file of another
/// program, or into a file cut to nothing, would destroy what is left.
///
/// # Errors
/// `Damaged`, `Newer`, `NotOurs`, or why the file cannot be read.
pub(super) fn judge(path: &Path) -> Result<(), RecordError> {
    let damaged = |detail: &str| Err(RecordError::Damaged { detail: detail.to_owned() });
    if !path.exists() && beside(path, "-wal").exists() {
        return damaged("the file is missing, and its journal is there");
    }
    let mut header = Vec::with_capacity(100);
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut header))
        .map_err(|error| RecordError::of_io(path, error))?;
    if header.is_empty() {
        return damaged("the file is empty");
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return damaged("the file is not a database");
    }
    let number = |at: usize| {
        let four = header.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        four.map(u32::from_be_bytes)
    };
    match (number(68), number(60)) {
        (Some(APPLICATION_ID), Some(USER_VERSION)) => Ok(()),
        (Some(APPLICATION_ID), Some(found)) if found > USER_VERSION => Err(RecordError::Newer { found }),
        (Some(APPLICATION_ID), Some(_)) => damaged("the file has no version"),
        (Some(found), Some(_)) => Err(RecordError::NotOurs { found }),
        _ => damaged("the file ends in its header"),
    }
}

/// Checks the pages of a small database, or of any when it is `asked`.
///
/// # Errors
/// `Damaged` with the first thing that does not fit.
pub(super) fn check_pages(connection: &Connection, path: &Path, asked: bool) -> Result<(), RecordError> {
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > CHECK_AT_OPEN_UP_TO && !asked {
        return Ok(());
    }
    match damage(connection, "quick_check", 1).map_err(|error| RecordError::of_sqlite(path, error))?.into_iter().next()
    {
        Some(detail) => Err(RecordError::Damaged { detail }),
        None => Ok(()),
    }
}

/// What SQLite's own check finds; empty when all is well.
pub(super) fn damage(connection: &Connection, check: &str, at_most: u32) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA {check}({at_most})"))?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?;
    let said: Vec<String> = said.collect::<Result<_, _>>()?;
    Ok(if said == ["ok"] { Vec::new() } else { said })
}

/// What differs from the tables and triggers that this program makes, by name.
pub(super) fn altered_objects(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let list = |connection: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    let fresh = Connection::open_in_memory()?;
    for sql in OBJECTS {
        fresh.execute_batch(sql)?;
    }
    let (wanted, found) = (list(&fresh)?, list(connection)?);
    let differing = wanted.iter().filter(|object| !found.contains(object));
    let unknown = found.iter().filter(|(name, _)| wanted.iter().all(|(known, _)| known != name));
    Ok(differing.chain(unknown).map(|(name, _)| name.clone()).collect())
}

/// Makes the database, if there is none, and gives it its first `meta` rows. It appears under its name only when it is whole, so
/// that a file of zero bytes is always damage and never a creation that was cut short.
///
/// # Errors
/// Why it could not be made.
pub(super) fn create(path: &Path, meta: impl FnOnce(&Path) -> Vec<(String, String)>) -> Result<(), RecordError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = |error| RecordError::of_io(path, error);
    private::make_folders(folder).map_err(failed)?;
    let _lock = lock(&folder.join("creating.lock")).map_err(failed)?;
    if path.exists() {
        return Ok(());
    }
    let new = beside(path, ".new");
    for left_over in [new.clone(), beside(&new, "-journal"), beside(&new, "-wal"), beside(&new, "-shm")] {
        match fs::remove_file(left_over) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    // The journals get the permissions of the file from SQLite.
    private::options().write(true).create_new(true).open(&new).map_err(failed)?;
    let said = |error| RecordError::of_sqlite(path, error);
    fill(&new, meta(&new)).map_err(said)?;
    File::options().write(true).open(&new).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(&new, path).map_err(failed)?;
    sync_folder(folder).map_err(failed)
}

fn fill(new: &Path, meta: Vec<(String, String)>) -> rusqlite::Result<()> {
    let connection = Connection::open_with_flags(new, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", USER_VERSION)?;
    for sql in OBJECTS {
        connection.execute_batch(sql)?;
    }
    for (key, value) in meta {
        connection.execute("INSERT INTO meta(key, value) VALUES(?1, ?2)", (key, value))?;
    }
    // Last, so that all of the above is in the file itself.
    pragma(&connection, "journal_mode", "WAL")?;
    connection.close().map_err(|(_connection, error)| error)
}

/// One creator at a time. Where the file system knows no locks, SQLite would not work for two programs either.
fn lock(path: &Path) -> io::Result<File> {
    let file = private::options().create(true).truncate(false).write(true).open(path)?;
    match file.lock() {
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error),
        _ => Ok(file),
    }
}

/// A neighbour of the file: its name with something behind it.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes the names in a folder durable. SQLite ignores it when this fails; a record must not.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
