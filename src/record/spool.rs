//! The last rung: a plain text file of ordinary lines, written when the database takes none.
//!
//! Owns the files' names, their writing and reading. A spool file has an origin of its own. It is locked by its writer for as long
//! as that lives, so that nobody puts it away under the writer's hands.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::Line;

use super::Book;
use super::error::RecordError;
use super::known::{Place, Unreadable};
use super::schema::{beside, sync_folder};

const ENDING: &str = ".lines";

/// A spool file that this program writes.
#[derive(Debug)]
pub(super) struct SpoolWriter {
    path: PathBuf,
    file: File,
    /// What is acknowledged.
    length: u64,
}

/// What stands in a spool file.
#[derive(Debug, Default)]
pub(super) struct SpoolText {
    pub(super) lines: Vec<(Place, Line)>,
    pub(super) unreadable: Vec<Unreadable>,
}

/// The name of an origin's spool file. A drill's says so, as every drill's artefact does.
pub(super) fn name(book: Book, origin: &Id) -> String {
    match book {
        Book::Real => format!("{origin}{ENDING}"),
        Book::Drill => format!("drill-{origin}{ENDING}"),
    }
}

impl SpoolWriter {
    /// Begins a file, and the folder if there is none.
    pub(super) fn begin(folder: &Path, book: Book, origin: &Id) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(name(book, origin));
        let file = File::options().append(true).create_new(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(error) => return Err(io::Error::other(error)),
        }
        sync_folder(folder)?;
        Ok(Self { path, file, length: 0 })
    }

    /// Appends lines; when it returns, they are on disk. After an error the file is not used any more: what a failed `fsync` left
    /// behind is not known.
    pub(super) fn append(&mut self, lines: &[Line]) -> io::Result<()> {
        let bytes: Vec<u8> = lines.iter().flat_map(|line| line.bytes().iter().copied()).collect();
        let written = self.file.write_all(&bytes).and_then(|()| self.file.sync_all());
        match written {
            Ok(()) => self.length += u64::try_from(bytes.len()).unwrap_or(0),
            // What was not acknowledged is written again elsewhere; here it would stand twice. Best effort.
            Err(_) => drop(self.file.set_len(self.length)),
        }
        written
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SpoolWriter {
    fn drop(&mut self) {
        if self.length == 0 {
            // Nothing was ever acknowledged in it; an empty file would only puzzle somebody.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// The spool files of a book in a folder that were not put away yet. A folder that is not there has none.
pub(super) fn list(folder: &Path, book: Book) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let stem = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(ENDING));
            stem.is_some_and(|stem| stem.starts_with("drill-") == (book == Book::Drill))
        })
        .collect();
    files.sort();
    files
}

/// A spool file that somebody else wrote, or this program before it was started anew.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) path: PathBuf,
    pub(super) text: SpoolText,
    /// Locked, unless its writer still lives. The lock is taken before the file is read, so that nothing is written in between.
    locked: Option<File>,
}

impl Pending {
    /// Opens and reads a spool file.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, RecordError> {
        let failed = |error| RecordError::of_io(path, error);
        let mut file = File::open(path).map_err(failed)?;
        // Without locks nobody knows whether the writer lives. Reading the file once more at each opening does no harm.
        let alone = file.try_lock().is_ok();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(Self { path: path.to_path_buf(), text: read(path, &bytes), locked: alone.then_some(file) })
    }

    /// Puts the file away, after all its lines are in the database. It stays where its writer still lives, or where a line could
    /// not be read.
    pub(super) fn put_away(self) -> io::Result<()> {
        if self.locked.is_none() || !self.text.unreadable.is_empty() {
            return Ok(());
        }
        fs::rename(&self.path, beside(&self.path, ".imported"))?;
        self.path.parent().map_or(Ok(()), sync_folder)
    }
}

/// Reads the text of a spool file. What follows the last LF was torn off while it was written and never acknowledged: it is passed
/// over, and stays in the file.
fn read(path: &Path, bytes: &[u8]) -> SpoolText {
    let mut text = SpoolText::default();
    for (at, piece) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let place = Place::Spool(path.to_path_buf(), at + 1);
        match Line::read(piece) {
            Ok(line) => text.lines.push((place, line)),
            Err(_) if !piece.ends_with(b"\n") => {}
            Err(error) => text.unreadable.push(Unreadable { at: place, hash: None, error, bytes: piece.to_vec() }),
        }
    }
    text
}

/// The name of a record's own folder among the fallbacks, when its `store` word cannot be read: after its path.
pub(super) fn key_of(path: &Path) -> String {
    let path = path.parent().and_then(|folder| fs::canonicalize(folder).ok()).unwrap_or_else(|| path.to_path_buf());
    Hash::of(path.to_string_lossy().as_bytes()).short()
}
