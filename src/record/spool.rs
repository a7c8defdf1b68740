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
use super::private;
use super::schema::{beside, sync_folder};

const ENDING: &str = ".lines";

/// A folder for spool files.
#[derive(Debug, Clone)]
pub(super) struct SpoolFolder {
    pub(super) path: PathBuf,
    /// Not beside the database, but where others may write too: it must be the user's own.
    pub(super) elsewhere: bool,
}

/// What lies in a spool and was not taken in. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The file or the folder.
    pub at: PathBuf,
    /// Why.
    pub reason: Reason,
}

/// Why something in a spool was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Somebody else may have put it there: the folder or file is another user's, can be written by others, or is a link.
    NotSafe,
    /// These many lines are of another facility.
    OtherFacility(usize),
}

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
    pub(super) fn begin(folder: &SpoolFolder, book: Book, origin: &Id) -> io::Result<Self> {
        folder.make()?;
        let path = folder.path.join(name(book, origin));
        // Read, too, though nothing is read here: Windows locks no file that is open for appending only.
        let file = private::options().read(true).append(true).create_new(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(error) => return Err(io::Error::other(error)),
        }
        sync_folder(&folder.path)?;
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

impl SpoolFolder {
    fn make(&self) -> io::Result<()> {
        if !self.elsewhere {
            return private::make_folders(&self.path);
        }
        self.path.parent().map_or(Ok(()), private::make_folders)?;
        match private::make_folder(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if private::is_safe_folder(&self.path)? {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "others can write in this folder"))
        }
    }

    /// The spool files of a book that were not put away yet. A folder that is not there has none.
    ///
    /// # Errors
    /// The folder itself, where its files are not to be trusted.
    pub(super) fn files(&self, book: Book) -> Result<Vec<PathBuf>, LeftOut> {
        if self.elsewhere && private::is_safe_folder(&self.path).is_ok_and(|safe| !safe) {
            return Err(LeftOut { at: self.path.clone(), reason: Reason::NotSafe });
        }
        Ok(list(&self.path, book))
    }
}

fn list(folder: &Path, book: Book) -> Vec<PathBuf> {
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
    /// Lines of it were left out, because they are not of this record.
    pub(super) foreign: bool,
    /// Locked, unless its writer still lives. The lock is taken before the file is read, so that nothing is written in between.
    locked: Option<File>,
}

impl Pending {
    /// Opens and reads a spool file; `None` where it is not to be trusted.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub(super) fn open(path: &Path, elsewhere: bool) -> Result<Option<Self>, RecordError> {
        let failed = |error| RecordError::of_io(path, error);
        let Some(mut file) = private::open(path, elsewhere).map_err(failed)? else { return Ok(None) };
        // Without locks nobody knows whether the writer lives. Reading the file once more at each opening does no harm.
        let alone = file.try_lock().is_ok();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let text = read(path, &bytes);
        Ok(Some(Self { path: path.to_path_buf(), text, foreign: false, locked: alone.then_some(file) }))
    }

    /// Whether all that is in it was taken.
    pub(super) fn is_whole(&self) -> bool {
        self.text.unreadable.is_empty() && !self.foreign
    }

    /// Puts the file away, after all its lines are in the database. It stays where its writer still lives, or where a line could
    /// not be read or was left out.
    pub(super) fn put_away(self) -> io::Result<()> {
        if self.locked.is_none() || !self.is_whole() {
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
