//! What can go wrong with the record, in variants that the application can put into plain words.
//!
//! Owns the errors and the reading of SQLite's. Must not word anything for people.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::id::Id;
use crate::domain::line::LineError;

/// What can go wrong with the record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Another program holds the record for longer than the waiting time. Nothing was written; trying again is right.
    #[error("another program is using the record")]
    Busy,
    /// The medium or the file cannot be written.
    #[error("the record cannot be written: {}", path.display())]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// No space is left.
    #[error("no space is left for the record: {}", path.display())]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// The database is not whole. It is left as it is.
    #[error("the record is damaged: {detail}")]
    Damaged {
        /// What does not fit.
        detail: String,
    },
    /// The database was written by a newer version of the program. It is left as it is.
    #[error("the record has version {found}, which this program is too old to read")]
    Newer {
        /// Its version.
        found: u32,
    },
    /// The database belongs to another program. It is left as it is.
    #[error("the file is a database of another program (application id {found:#010x})")]
    NotOurs {
        /// Its application id.
        found: u32,
    },
    /// Reading or writing failed.
    #[error("reading or writing the record failed: {}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Neither the database nor any spool took the lines.
    #[error("the line could be written nowhere; last tried: {}: {source}", path.display())]
    Spool {
        /// The last place that was tried.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
        /// Whether the database had failed in the middle of a commit, so that the lines may be in it after all.
        commit_tried: bool,
    },
    /// The draft cannot be a line: too long, or with a number that cannot be kept exactly.
    #[error(transparent)]
    Line(#[from] LineError),
    /// A drill in the book of real incidents, or the other way round.
    #[error("incident {incident} does not belong in this book")]
    WrongBook {
        /// The incident.
        incident: Id,
    },
    /// The incident has no line yet, and the first draft does not open it.
    #[error("incident {incident} has no opening line")]
    NoOpening {
        /// The incident.
        incident: Id,
    },
    /// The incident was opened by another facility.
    #[error("incident {incident} is one of the facility {opened_by}, not of {given}")]
    OtherFacility {
        /// The incident.
        incident: Id,
        /// What its opening line says.
        opened_by: Id,
        /// What the new line would have said.
        given: Id,
    },
    /// The operating system gave no randomness for a new origin.
    #[error("no randomness for a new origin")]
    NoRandomness,
}

/// What an error means for the line that was to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is not recorded.
    No,
    /// It may be on disk all the same: look before typing it again.
    Perhaps,
}

impl RecordError {
    /// What the error means for the line that was to be recorded. Whatever was acknowledged before is not touched by it.
    pub fn kept(&self) -> Kept {
        match self {
            Self::Spool { commit_tried: true, .. } => Kept::Perhaps,
            _ => Kept::No,
        }
    }

    /// Whether the ladder may be climbed down after it: an I/O error or a full disk, never a lock.
    pub(super) fn is_of_the_disk(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::Io { .. })
    }

    /// Whether nothing more may be written to the database after it.
    pub(super) fn closes_the_database(&self) -> bool {
        matches!(self, Self::ReadOnly { .. } | Self::Damaged { .. } | Self::Newer { .. } | Self::NotOurs { .. })
    }

    /// Reads what SQLite says.
    pub(super) fn of_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::OutOfMemory
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::NoLargeFileSupport,
            ) => Self::Io { path, source: io::Error::other(error) },
            // A missing table, a wrong type in a column, a constraint that does not hold: not the file that this program wrote.
            _ => Self::Damaged { detail: error.to_string() },
        }
    }

    pub(super) fn of_io(path: &Path, error: io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io { path, source: error },
        }
    }
}

/// Why nothing was appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError<E> {
    /// The rules said no.
    #[error("refused")]
    Refused(E),
    /// The record could not take it.
    #[error(transparent)]
    Record(#[from] RecordError),
}
