//! One file of a mirror: lines, one behind the other, each ended by LF.
//!
//! Owns opening it safely, the lock, and the end of the file. What follows the last LF was cut off while it was written: it is
//! removed before anything is appended, because the record has the whole line.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;

use crate::domain::line::MAX_LINE;
use crate::record::private;
use crate::record::schema::sync_folder;

use super::MirrorFault;
use super::folder::of_io;

/// How often a file is asked for that another program is writing, and how long one waits in between.
const TRIES: u32 = 25;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// How much is read at once from the end.
const BLOCK: u64 = 64 * 1024;

/// A file that this thread alone writes, until it is dropped.
#[derive(Debug)]
pub(super) struct MirrorFile {
    file: File,
    /// Where the last whole line ends.
    pub(super) length: u64,
}

impl MirrorFile {
    /// Opens a file, or makes it, and takes its lock. Nothing is followed and nothing is waited for that is not a regular file.
    pub(super) fn open(path: &Path) -> Result<Self, MirrorFault> {
        let mut options = private::options();
        options.read(true).write(true);
        let file = match fs::symlink_metadata(path) {
            Ok(seen) if !seen.is_file() => return Err(MirrorFault::NotOurs(path.to_path_buf())),
            Ok(seen) => {
                let file = options.open(path).map_err(|error| of_io(&error))?;
                let opened = file.metadata().map_err(|error| of_io(&error))?;
                if !private::is_same(&seen, &opened) {
                    return Err(MirrorFault::NotOurs(path.to_path_buf()));
                }
                file
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let file = options.create_new(true).open(path);
                let folder = path.parent().unwrap_or(Path::new("."));
                file.and_then(|file| sync_folder(folder).map(|()| file)).map_err(|error| of_io(&error))?
            }
            Err(error) => return Err(of_io(&error)),
        };
        lock(&file)?;
        Ok(Self { file, length: 0 })
    }

    /// The last whole line; `None` where there is none. What follows it is cut off.
    pub(super) fn last_line(&mut self, path: &Path) -> Result<Option<Vec<u8>>, MirrorFault> {
        let found = tail(&mut self.file).map_err(|error| of_io(&error))?;
        let Some(tail) = found else { return Err(MirrorFault::NotOurs(path.to_path_buf())) };
        if tail.torn {
            self.file.set_len(tail.length).map_err(|error| of_io(&error))?;
        }
        self.length = tail.length;
        Ok(tail.line)
    }

    /// How long the file is now.
    pub(super) fn size(&self) -> Result<u64, MirrorFault> {
        self.file.metadata().map(|known| known.len()).map_err(|error| of_io(&error))
    }

    /// All of it, to look for single lines.
    pub(super) fn read_all(&mut self) -> Result<Vec<u8>, MirrorFault> {
        let mut bytes = Vec::new();
        self.file.rewind().and_then(|()| self.file.read_to_end(&mut bytes)).map_err(|error| of_io(&error))?;
        Ok(bytes)
    }

    /// Appends lines behind the last whole one; when it returns, they are on the medium.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), MirrorFault> {
        let written = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_at| self.file.write_all(bytes))
            .and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.length += u64::try_from(bytes.len()).unwrap_or(0);
                Ok(())
            }
            Err(error) => {
                // Best effort; the next one cuts off what is no whole line.
                drop(self.file.set_len(self.length));
                Err(of_io(&error))
            }
        }
    }
}

/// One writer at a time. Where the file system knows no locks, lines may stand twice, which does no harm.
fn lock(file: &File) -> Result<(), MirrorFault> {
    for attempt in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if attempt + 1 < TRIES => std::thread::sleep(BETWEEN_TRIES),
            Err(TryLockError::WouldBlock) => {}
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
    Err(MirrorFault::Busy)
}

/// The end of a file of lines.
pub(super) struct Tail {
    /// Its last whole line.
    pub(super) line: Option<Vec<u8>>,
    /// Where that ends.
    pub(super) length: u64,
    /// Something follows it.
    pub(super) torn: bool,
}

/// Reads the end of a file. `None`: it cannot be a file of lines, because a line would be too long.
pub(super) fn tail(file: &mut File) -> io::Result<Option<Tail>> {
    let size = file.seek(SeekFrom::End(0))?;
    // Two lines at most: the one that was torn, and the one before.
    let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX).saturating_mul(2);
    let mut end: Vec<u8> = Vec::new();
    let mut from = size;
    loop {
        let last = end.iter().rposition(|byte| *byte == b'\n');
        let before = last.and_then(|last| end.get(..last)?.iter().rposition(|byte| *byte == b'\n'));
        let start = match (last, before) {
            (Some(_), Some(before)) => Some(before + 1),
            _ => (from == 0).then_some(0),
        };
        if let Some(start) = start {
            let line = last.and_then(|last| end.get(start..=last)).map(<[u8]>::to_vec);
            let length = last.map_or(0, |last| from + u64::try_from(last + 1).unwrap_or(0));
            return Ok(Some(Tail { line, length, torn: length < size }));
        }
        if size - from > limit {
            return Ok(None);
        }
        // Twice as much each time, so that the search for LF stays cheap.
        let step = (size - from).max(BLOCK).min(from);
        from -= step;
        file.seek(SeekFrom::Start(from))?;
        let mut block = vec![0; usize::try_from(step).unwrap_or(0)];
        file.read_exact(&mut block)?;
        block.append(&mut end);
        end = block;
    }
}
