//! Hashes of a folder's files: writing them down, and finding what differs from what was written down.
//!
//! Owns the walk, the reading, the list's format and the names of what can be wrong. Never writes: every file is opened for reading
//! only, and nothing is opened by a name that stands in a list, so that no list can lead out of the folder. Links are never
//! followed. What goes wrong with one file is a finding, and the rest goes on. Must not know words, records or screens.

mod disk;
mod list;
mod make;
mod name;
mod progress;
mod read;
#[cfg(test)]
mod tests;
mod verify;
mod walk;

pub use list::LineFault;
pub use make::{Made, make};
pub use name::Name;
pub use progress::Progress;
pub use verify::{Checked, VerifyFault, verify};

use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// What is known of a file without reading it. Where it differs before and after reading, the file was changed meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub len: u64,
    /// When it was changed last, where the system says so.
    pub modified: Option<SystemTime>,
}

/// A file that was opened for reading.
pub trait Stream: Read {
    /// What is known of it now.
    fn stamp(&self) -> io::Result<Stamp>;
}

/// Where files are opened. The one on disk is [`Disk`]; tests have others that fail.
pub trait Source {
    /// Opens a file for reading, and nothing else: no link, no pipe.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Stream>>;
}

pub use disk::Disk;

/// What was found, by kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// As long as it was, with another content.
    Flipped,
    /// Another content; the list does not say how long it was.
    Changed,
    /// Shorter than it was.
    Truncated {
        /// Bytes that it had.
        was: u64,
        /// Bytes that it has.
        is: u64,
    },
    /// Longer than it was.
    Grown {
        /// Bytes that it had.
        was: u64,
        /// Bytes that it has.
        is: u64,
    },
    /// In the list and not in the folder.
    Missing,
    /// In the folder and not in the list.
    Extra,
    /// A file that is a link, a folder or a device now, or the other way round.
    OtherKind,
    /// A link that leads elsewhere than it did.
    LinkChanged,
    /// A link that leads out of the folder: what it leads to is not in the list.
    LinkOut,
    /// A pipe, a device: it has no content to be hashed.
    Special,
    /// It could not be read, or not to its end.
    Unreadable {
        /// After how many bytes; `None`: it could not be opened.
        after: Option<u64>,
        /// What the system said.
        error: String,
    },
    /// In the list, in a folder that could not be listed: nobody can say whether it is there.
    NotSeen,
    /// It was there when the folder was listed, and gone when it was to be read.
    Vanished,
    /// It was changed while it was read.
    Unsteady,
    /// A line of the list that cannot be read.
    BadLine {
        /// Which.
        line: u64,
        /// Why.
        fault: LineFault,
    },
    /// A line of the list that names something out of the folder. It was not looked at.
    UnsafePath {
        /// Which.
        line: u64,
    },
    /// Twice in the list; the first counts.
    Duplicate {
        /// Which line is the second.
        line: u64,
    },
    /// The list ends before its end, or its count differs.
    CutShort,
}

impl Kind {
    /// Its word in lines of the record and in answers for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Flipped => "flipped",
            Self::Changed => "changed",
            Self::Truncated { .. } => "truncated",
            Self::Grown { .. } => "grown",
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::OtherKind => "other-kind",
            Self::LinkChanged => "link-changed",
            Self::LinkOut => "link-out",
            Self::Special => "special",
            Self::Unreadable { .. } => "unreadable",
            Self::NotSeen => "not-seen",
            Self::Vanished => "vanished",
            Self::Unsteady => "unsteady",
            Self::BadLine { .. } => "bad-line",
            Self::UnsafePath { .. } => "unsafe-path",
            Self::Duplicate { .. } => "duplicate",
            Self::CutShort => "cut-short",
        }
    }
}

/// Something that was found, with the file that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which file; of a line that cannot be read, nothing.
    pub name: Name,
    /// What.
    pub kind: Kind,
}

impl Finding {
    fn new(name: Name, kind: Kind) -> Self {
        Self { name, kind }
    }
}

/// In the order of their names, then of what they are.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.kind.cmp(&b.kind)));
}
