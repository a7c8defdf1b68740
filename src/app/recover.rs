//! Building the records anew from second copies: whose lines are taken, into which book, and what is found afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::world::Zoned;
use super::{App, AppError, facilities};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::{Line, LineError};
use crate::domain::missing::{Missing, missing};
use crate::record::recover::{Database, Source, look_at, put_aside, put_back, salvage, sources};
use crate::record::{BUSY_TIMEOUT, Book, Verification};

/// What is to be recovered.
#[derive(Debug, Clone, Default)]
pub struct Recover {
    /// Mirrors, folders and files.
    pub from: Vec<PathBuf>,
    /// Lines of this facility are taken beside those of the site.
    pub facility: Option<Id>,
    /// A database that cannot be used may be put aside.
    pub agreed: bool,
}

/// What a recovery did, or would do.
#[derive(Debug, Default)]
pub struct Recovery {
    /// What each file gave.
    pub sources: Vec<Contribution>,
    /// What became of each record.
    pub books: Vec<Recovered>,
    /// Nothing was done: a database would have to be put aside, and nobody has agreed.
    pub waits: bool,
}

/// What one file gave.
#[derive(Debug, Default)]
pub struct Contribution {
    /// The file, or the database that was there.
    pub path: PathBuf,
    /// It is the old database.
    pub is_database: bool,
    /// How many whole lines could be read.
    pub lines: usize,
    /// How many of them neither the record nor a file before this one had.
    pub new: usize,
    /// Lines of other facilities, which were not taken.
    pub foreign: BTreeMap<Id, usize>,
    /// Which lines cannot be read.
    pub unreadable: Vec<(u64, LineError)>,
    /// The last line was cut off while it was written.
    pub torn: bool,
    /// A link or a pipe: not read.
    pub not_a_file: bool,
    /// Reading stopped before the end.
    pub stopped: Option<String>,
}

/// What became of one record.
#[derive(Debug)]
pub struct Recovered {
    /// Which.
    pub book: Book,
    /// What was there.
    pub was: Database,
    /// Under what name the old database lies now.
    pub aside: Option<PathBuf>,
    /// How many lines were added.
    pub new: usize,
    /// What is found in the record now.
    pub verification: Verification,
    /// Which lines of each incident are missing, as far as the others show it.
    pub missing: BTreeMap<Id, Vec<Missing>>,
}

impl Recovery {
    /// Whether nothing is known to be missing or unreadable.
    pub fn is_whole(&self) -> bool {
        // Lines of another facility were left out: whether they are missed, a person has to say.
        let read = |from: &Contribution| {
            from.unreadable.is_empty() && from.foreign.is_empty() && !from.not_a_file && from.stopped.is_none()
        };
        !self.waits
            && self.sources.iter().filter(|from| !from.is_database).all(read)
            && self.books.iter().all(|book| book.verification.is_sound() && book.missing.values().all(Vec::is_empty))
    }

    /// How many lines could be read and were of this facility.
    pub fn usable(&self) -> usize {
        self.sources.iter().map(|from| from.lines - from.foreign.values().sum::<usize>()).sum()
    }
}

/// How many lines were added, what is found in the record now, and which lines of each incident are missing.
type Rebuilt = (usize, Verification, BTreeMap<Id, Vec<Missing>>);

/// A book before the recovery.
struct Before {
    book: Book,
    path: PathBuf,
    was: Database,
}

impl App {
    /// Brings the lines of second copies into the records. Adds to a record that is sound, makes one where there is none, and
    /// builds one anew in place of one that cannot be used, which is put aside under another name.
    ///
    /// # Errors
    /// [`AppError::Record`]: a path is not there, a database is in use or must not be touched, or it could not be written.
    pub fn recover(&mut self, recover: &Recover) -> Result<Recovery, AppError> {
        // Whoever puts a file aside must not have it open.
        (self.real, self.drill) = (None, None);
        let mut taken = facilities(&self.site);
        taken.extend(recover.facility.clone());
        let found = sources(&recover.from)?;
        let mut before = Vec::new();
        for book in [Book::Real, Book::Drill] {
            let path = self.record_dir.join(book.file_name());
            let was = look_at(&path, BUSY_TIMEOUT)?;
            let concerns = found.iter().flat_map(|from| &from.lines).any(|line| book.holds(&line.envelope.incident));
            if concerns || !matches!(was, Database::Absent) {
                before.push(Before { book, path, was });
            }
        }
        let zoned = Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset };
        let mut all: Vec<(bool, Source)> = Vec::new();
        for book in before.iter().filter(|book| matches!(book.was, Database::Broken(_))) {
            all.push((true, salvage(&book.path, BUSY_TIMEOUT, &zoned)));
        }
        all.extend(found.into_iter().map(|from| (false, from)));
        let mut recovery = Recovery::default();
        let mut lines: BTreeMap<Hash, Line> = BTreeMap::new();
        let mut given: Vec<BTreeSet<Hash>> = Vec::new();
        for (is_database, source) in all {
            let (contribution, new) = contribute(source, is_database, &taken, &mut lines);
            recovery.sources.push(contribution);
            given.push(new);
        }
        let broken = before.iter().any(|book| matches!(book.was, Database::Broken(_)));
        recovery.waits = broken && !recover.agreed;
        if recovery.waits || lines.is_empty() {
            recovery.books = before.into_iter().map(untouched).collect();
            return Ok(recovery);
        }
        for book in before {
            let recovered = self.put_in_place(book, &lines, &mut given)?;
            recovery.books.push(recovered);
        }
        // What the record had already is no contribution.
        for (from, new) in recovery.sources.iter_mut().zip(&given) {
            from.new = new.len();
        }
        Ok(recovery)
    }

    /// Puts a broken database aside and builds the record anew. Where that fails, the old one gets its name back: it may hold lines
    /// that are nowhere else.
    fn put_in_place(
        &mut self,
        before: Before,
        lines: &BTreeMap<Hash, Line>,
        given: &mut [BTreeSet<Hash>],
    ) -> Result<Recovered, AppError> {
        let Before { book, path, was } = before;
        let zoned = Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset };
        let aside = match &was {
            Database::Broken(_) => Some(put_aside(&path, BUSY_TIMEOUT, &zoned)?),
            Database::Absent | Database::Sound(_) => None,
        };
        match self.rebuild(book, lines, given) {
            Ok((new, verification, missing)) => Ok(Recovered { book, was, aside, new, verification, missing }),
            Err(error) => {
                (self.real, self.drill) = (None, None);
                if let Some(aside) = aside {
                    let zoned = Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset };
                    put_back(&aside, &path, BUSY_TIMEOUT, &zoned)?;
                }
                Err(error)
            }
        }
    }

    fn rebuild(
        &mut self,
        book: Book,
        lines: &BTreeMap<Hash, Line>,
        given: &mut [BTreeSet<Hash>],
    ) -> Result<Rebuilt, AppError> {
        let mine: Vec<&Line> = lines.values().filter(|line| book.holds(&line.envelope.incident)).collect();
        self.book(book)?;
        let zoned = Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset };
        let slot = match book {
            Book::Real => &mut self.real,
            Book::Drill => &mut self.drill,
        };
        let record = slot.as_mut().ok_or(AppError::NoIncident)?;
        let there = record.stored(mine.iter().map(|line| line.hash()))?;
        for new in given.iter_mut() {
            new.retain(|hash| !there.contains(hash));
        }
        let new = record.unite(mine, &zoned)?;
        let verification = record.verify(None)?;
        let ids: Vec<Id> = verification.incidents.keys().cloned().collect();
        let mut gaps = BTreeMap::new();
        for id in ids.into_iter().filter(|id| book.holds(id)) {
            let lacking = missing(record.lines(&id)?);
            gaps.insert(id, lacking);
        }
        Ok((new, verification, gaps))
    }
}

/// Takes the lines of one file that are to be taken; gives those that no file before it had.
fn contribute(
    source: Source,
    is_database: bool,
    taken: &[Id],
    lines: &mut BTreeMap<Hash, Line>,
) -> (Contribution, BTreeSet<Hash>) {
    let Source { path, lines: read, unreadable, torn, not_a_file, stopped } = source;
    let count = read.len();
    let mut foreign: BTreeMap<Id, usize> = BTreeMap::new();
    let mut new = BTreeSet::new();
    for line in read {
        // What stands in the record of this site belongs to it, whoever wrote it.
        if !is_database && !taken.contains(&line.envelope.facility) {
            *foreign.entry(line.envelope.facility.clone()).or_default() += 1;
        } else if let std::collections::btree_map::Entry::Vacant(place) = lines.entry(line.hash()) {
            new.insert(*place.key());
            place.insert(line);
        }
    }
    let contribution = Contribution {
        path,
        is_database,
        lines: count,
        new: new.len(),
        foreign,
        unreadable,
        torn,
        not_a_file,
        stopped,
    };
    (contribution, new)
}

fn untouched(before: Before) -> Recovered {
    let verification = Verification::default();
    Recovered { book: before.book, was: before.was, aside: None, new: 0, verification, missing: BTreeMap::new() }
}
