//! The record: lines on disk, in a database that only grows, or in a text file when there is no other way.
//!
//! Owns durability: an append returns after its lines are on disk, and not before. Owns what happens when the disk does not do
//! what it should: a ladder from the database down to a plain text file. Must not know the rules of incidents, the words of
//! screens or the layout of the site. `docs/record-format.md` describes the files for people.

mod append;
pub mod desk;
mod error;
mod glance;
mod known;
mod ladder;
mod mirror;
mod origin;
mod private;
mod read;
pub mod recover;
mod schema;
mod spool;
mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::domain::id::{Id, READINESS, is_drill};
use crate::domain::lines::Lines;
use crate::domain::world::World;

pub use append::{Appended, Words};
pub use error::{AppendError, Kept, RecordError};
pub use glance::Glance;
pub use known::{Place, Unreadable};
pub use ladder::Rung;
pub use mirror::{MirrorCondition, MirrorFault, MirrorPlace, MirrorState};
pub use read::Brief;
pub use schema::BUSY_TIMEOUT;
pub use spool::{LeftOut, Reason};
pub use verify::{IncidentCheck, Mismatch, Verification};

use known::Known;
use ladder::CopyFolder;
use mirror::Mirrors;
use spool::SpoolWriter;

/// Which of the two records: they never share a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Book {
    /// 本番, and the standing series.
    Real,
    /// 訓練
    Drill,
}

impl Book {
    /// The name of its database.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Real => "real.db",
            Self::Drill => "drill.db",
        }
    }

    /// Whether an incident belongs in it.
    pub fn holds(self, incident: &Id) -> bool {
        is_drill(incident) == (self == Self::Drill)
    }
}

/// How a record is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Folders for the spool when `record/spool/` cannot be written, best first. Each gets a folder of its own inside, named after
    /// the store.
    pub spool_fallbacks: Vec<PathBuf>,
    /// How long one waits for another program.
    pub busy_timeout: Duration,
    /// The facilities of which a spool may hold lines, beside those of the incidents that are in the database. Empty: not known, and
    /// where the database says nothing either, every one.
    pub facilities: Vec<Id>,
    /// Where the second copy goes.
    pub mirrors: Vec<MirrorPlace>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { spool_fallbacks: Vec::new(), busy_timeout: BUSY_TIMEOUT, facilities: Vec::new(), mirrors: Vec::new() }
    }
}

/// An open record.
#[derive(Debug)]
pub struct Record {
    book: Book,
    /// The database.
    path: PathBuf,
    options: OpenOptions,
    /// The database, or in the spool rung a view of what can be read of it.
    connection: Option<Connection>,
    /// Holds the copy that `connection` looks at; dropped after it.
    copy: Option<CopyFolder>,
    rung: Rung,
    problem: Option<RecordError>,
    origin: Id,
    known: BTreeMap<Id, Known>,
    /// Lines of spool files that are not in the database.
    spooled: BTreeMap<Id, Lines>,
    spooled_unreadable: Vec<Unreadable>,
    spooled_misplaced: BTreeMap<Id, usize>,
    /// What lies in spools and was not taken in.
    left_out: Vec<LeftOut>,
    /// How many lines came from spools into the database.
    taken_in: usize,
    writer: Option<SpoolWriter>,
    mirrors: Mirrors,
    /// The names of this record's own folders among the fallbacks.
    keys: Vec<String>,
}

impl Record {
    /// Opens the record of a site, and makes it if there is none.
    ///
    /// A database that cannot be written, is damaged, or comes from a newer version is no error: the record opens on its last rung,
    /// where what can be read is read and lines go to a spool; [`Record::problem`] says why.
    ///
    /// # Errors
    /// [`RecordError::Busy`] when another program keeps the database for itself; [`RecordError::NoRandomness`].
    pub fn open(dir: &Path, book: Book, world: &dyn World) -> Result<Self, RecordError> {
        Self::open_with(dir, book, world, OpenOptions::default())
    }

    /// Opens the record with other folders for the spool or another waiting time.
    ///
    /// # Errors
    /// As [`Record::open`].
    pub fn open_with(dir: &Path, book: Book, world: &dyn World, options: OpenOptions) -> Result<Self, RecordError> {
        let path = dir.join(book.file_name());
        let mirrors = Mirrors::new(book, &path, options.mirrors.clone());
        let mut record = Self {
            book,
            options,
            mirrors,
            connection: None,
            copy: None,
            rung: Rung::Normal,
            problem: None,
            origin: origin::mint(world)?,
            known: BTreeMap::new(),
            spooled: BTreeMap::new(),
            spooled_unreadable: Vec::new(),
            spooled_misplaced: BTreeMap::new(),
            left_out: Vec::new(),
            taken_in: 0,
            writer: None,
            keys: vec![spool::key_of(&path)],
            path,
        };
        match record.open_database(world) {
            Ok(()) => {}
            Err(error) if error.is_of_the_disk() || error.closes_the_database() => record.fall(error, world)?,
            Err(error) => return Err(error),
        }
        record.take_in_spools(world)?;
        record.hand_spooled_over();
        Ok(record)
    }

    /// Who writes. Another one after a copy, a fork or a spool was found.
    pub fn origin(&self) -> &Id {
        &self.origin
    }

    /// Which record.
    pub fn book(&self) -> Book {
        self.book
    }

    /// On which rung the record stands.
    pub fn rung(&self) -> &Rung {
        &self.rung
    }

    /// Why the record does not stand on the first rung, or what else is wrong with it.
    pub fn problem(&self) -> Option<&RecordError> {
        self.problem.as_ref()
    }

    /// How many lines of spools were put into the database when the record was opened.
    pub fn taken_in(&self) -> usize {
        self.taken_in
    }

    /// What was found in spools when the record was opened, and left where it is.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The database file, whether it is there or not.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lines that came from spools, or stand there only, are in no mirror yet.
    fn hand_spooled_over(&mut self) {
        let spooled = self.spooled.values().flat_map(Lines::iter).map(AsRef::as_ref);
        if self.taken_in > 0 || !self.spooled.is_empty() {
            self.mirrors.follow(spooled);
        }
    }

    /// Begins to look after the second copy now, and not with the next line only. Returns at once.
    pub fn keep_mirrors(&mut self) {
        self.mirrors.follow(std::iter::empty());
    }

    /// How the second copies stand, as far as it is known now.
    pub fn mirrors(&self) -> Vec<MirrorState> {
        self.mirrors.states()
    }

    /// Waits until the last lines are in every mirror or could not be put there, but not beyond the moment.
    pub fn wait_for_mirrors(&self, until: Instant) {
        self.mirrors.wait(until);
    }

    /// Refuses a drill in the real record, and the other way round.
    fn must_hold(&self, incident: &Id) -> Result<(), RecordError> {
        if self.book.holds(incident) { Ok(()) } else { Err(RecordError::WrongBook { incident: incident.clone() }) }
    }
}

/// Whether it is the standing series, which has no opening line.
fn is_standing(incident: &Id) -> bool {
    incident.as_str() == READINESS
}
