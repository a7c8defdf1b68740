//! The second copy (控え): the same lines once more, in plain text files in folders of the facility's choice.
//!
//! Owns what a mirror is, in which state it is, and that nobody waits for one: each has a thread of its own, and what goes wrong
//! there is a state and never an error of an append. Must not word anything for people.

mod copy;
mod file;
mod folder;
mod keeper;
mod rows;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::id::Id;
use crate::domain::line::Line;

use super::Book;
use copy::Copier;
use keeper::Shared;

pub(super) use folder::FOLDER;

/// A folder of the facility's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorPlace {
    /// What people call it.
    pub title: String,
    /// The folder. It is never made: a stick that is not there must not become a folder on the computer's own disk.
    pub path: PathBuf,
    /// Whose lines go there.
    pub facility: Id,
    /// Under what names the same facility may have begun it: what lines are recorded under before it has a name of its own.
    pub formerly: Vec<Id>,
}

/// How a mirror stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorState {
    /// What people call it.
    pub title: String,
    /// The folder.
    pub path: PathBuf,
    /// Whether all lines are there.
    pub condition: MirrorCondition,
    /// How many lines are not there yet, where that is known.
    pub behind: Option<u64>,
    /// For how long it has been so, as far as this program has seen.
    pub lasting: Duration,
    /// It holds lines that the record does not have: the record was set back.
    pub ahead: bool,
}

/// Whether all lines are in a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorCondition {
    /// Nobody has looked yet.
    Looking,
    /// 正常
    Whole,
    /// 遅れ
    Late(MirrorFault),
}

/// Why lines are not in a mirror. None of it touches the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorFault {
    /// They are being written.
    Catching,
    /// The folder is not there.
    NotThere,
    /// No space is left.
    Full,
    /// It cannot be written.
    ReadOnly,
    /// It holds the second copy of this facility.
    OtherFacility(Id),
    /// Something stands in the place of a folder or file of it: a link, a pipe, a file that is none of ours.
    NotOurs(PathBuf),
    /// Another program is writing there.
    Busy,
    /// It hangs: a network drive that is gone, a stick that no longer answers.
    NoAnswer,
    /// The record itself cannot be read now.
    Record(String),
    /// Something else.
    Io(String),
}

impl MirrorState {
    /// Whether somebody should look after it: lines are missing, and it is not just being caught up with.
    pub fn is_late(&self) -> bool {
        matches!(&self.condition, MirrorCondition::Late(fault) if *fault != MirrorFault::Catching)
    }

    /// Whether two states of one mirror look the same to people.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.condition == other.condition && self.behind == other.behind && self.ahead == other.ahead
    }
}

/// The mirrors of one book.
#[derive(Debug)]
pub(super) struct Mirrors {
    book: Book,
    /// The database.
    path: PathBuf,
    places: Vec<MirrorPlace>,
    /// One for each place, once there was something to do.
    keepers: Vec<Arc<Shared>>,
}

impl Mirrors {
    /// Begins nothing yet: a program that only reads leaves mirrors alone.
    pub(super) fn new(book: Book, path: &Path, places: Vec<MirrorPlace>) -> Self {
        Self { book, path: path.to_path_buf(), places, keepers: Vec::new() }
    }

    /// There may be new lines. Those that mirrors cannot get from the database are handed over. Returns at once.
    pub(super) fn follow<'a>(&mut self, handed: impl Iterator<Item = &'a Line>) {
        if self.places.is_empty() {
            return;
        }
        if self.keepers.is_empty() {
            let keeper = |place: &MirrorPlace| keeper::start(Copier::new(self.book, &self.path, place.clone()));
            self.keepers = self.places.iter().map(keeper).collect();
        }
        let handed: Vec<Line> = handed.cloned().collect();
        self.keepers.iter().for_each(|keeper| keeper.ask(&handed));
    }

    /// Waits until every mirror was tried since the last line, but not beyond the moment.
    pub(super) fn wait(&self, until: Instant) {
        self.keepers.iter().for_each(|keeper| keeper.wait(until));
    }

    /// How they stand.
    pub(super) fn states(&self) -> Vec<MirrorState> {
        let state = |(at, place): (usize, &MirrorPlace)| {
            let (title, path) = (place.title.clone(), place.path.clone());
            match self.keepers.get(at) {
                Some(keeper) => keeper.state(title, path),
                None => MirrorState {
                    title,
                    path,
                    condition: MirrorCondition::Looking,
                    behind: None,
                    lasting: Duration::ZERO,
                    ahead: false,
                },
            }
        };
        self.places.iter().enumerate().map(state).collect()
    }
}

impl Drop for Mirrors {
    fn drop(&mut self) {
        self.keepers.iter().for_each(|keeper| keeper.stop());
    }
}
