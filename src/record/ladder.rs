//! The ladder: the database; the database for us alone; a text file. And the way back up at the next opening.
//!
//! Owns which rung the record stands on. One goes down only after an I/O error, on a full disk, or where nothing may be written;
//! never because another program is busy.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::domain::world::World;

use super::error::RecordError;
use super::known::Known;
use super::schema::{self, Mode, beside};
use super::spool::{self, LeftOut, Pending, Reason, SpoolFolder};
use super::{Record, origin, private};

/// Where the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rung {
    /// In the database, with others.
    Normal,
    /// In the database, alone, after an I/O error or on a full disk. Other programs wait until this one ends.
    Exclusive,
    /// In a text file: this one, or the one that will be tried first.
    Spool(PathBuf),
}

/// A folder with a copy of a database that cannot be read where it is.
#[derive(Debug)]
pub(super) struct CopyFolder(PathBuf);

impl Drop for CopyFolder {
    fn drop(&mut self) {
        // It lies among temporary files; whoever cleans those up gets it too.
        drop(fs::remove_dir_all(&self.0));
    }
}

impl Record {
    /// Opens the database on the first rung that holds.
    pub(super) fn open_database(&mut self, world: &dyn World) -> Result<(), RecordError> {
        let path = self.path.clone();
        if !path.exists() && !beside(&path, "-wal").exists() {
            let (origin, store) = (self.origin.clone(), origin::mint(world)?);
            schema::create(&path, |file| origin::first_rows(&origin, &store, origin::place_of(&path, file)))?;
            self.keys = vec![spool::key_of(&path)];
        }
        schema::judge(&path)?;
        let (connection, rung) = match schema::connect(&path, Mode::Normal, self.options.busy_timeout) {
            Ok(connection) => (connection, Rung::Normal),
            Err(error) if error.is_of_the_disk() => {
                match schema::connect(&path, Mode::Exclusive, self.options.busy_timeout) {
                    Ok(connection) => {
                        self.problem = Some(error);
                        (connection, Rung::Exclusive)
                    }
                    Err(_) => return Err(error),
                }
            }
            Err(error) => return Err(error),
        };
        self.read_store_key(&connection);
        schema::check_pages(&connection, &path, false)?;
        self.settle_origin(&connection, world)?;
        self.connection = Some(connection);
        self.rung = rung;
        Ok(())
    }

    /// Uses the origin of the store, or a new one where the store is a copy of another.
    fn settle_origin(&mut self, connection: &Connection, world: &dyn World) -> Result<(), RecordError> {
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let place = origin::place_of(&self.path, &self.path);
        let usable = |connection: &Connection| -> rusqlite::Result<Option<Id>> {
            let there = origin::get(connection, origin::PLACE)?.is_some_and(|known| known == place);
            let origin = origin::get(connection, origin::ORIGIN)?.and_then(|word| Id::new(word).ok());
            Ok(origin.filter(|_| there))
        };
        if let Some(origin) = usable(connection).map_err(said)? {
            self.origin = origin;
            return Ok(());
        }
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(said)?;
        // Somebody else may just have done it.
        let origin = if let Some(origin) = usable(&transaction).map_err(said)? {
            origin
        } else {
            let origin = origin::mint(world)?;
            origin::adopt(&transaction, &origin, &place).map_err(said)?;
            origin
        };
        transaction.commit().map_err(said)?;
        self.origin = origin;
        Ok(())
    }

    fn read_store_key(&mut self, connection: &Connection) {
        // Only ever made by `mint`; anything else in its place must not become the name of a folder.
        let key = origin::get(connection, origin::STORE).ok().flatten().and_then(|word| Id::new(word).ok());
        if let Some(key) = key.map(String::from)
            && !self.keys.contains(&key)
        {
            self.keys.insert(0, key);
        }
    }

    /// Opens the database anew after an I/O error. What was acknowledged and is in memory, but not on the disk that was opened, is
    /// written there again.
    pub(super) fn reopen(&mut self, mode: Mode) -> Result<(), RecordError> {
        self.connection = None;
        schema::judge(&self.path)?;
        let connection = schema::connect(&self.path, mode, self.options.busy_timeout)?;
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let mut fresh = Vec::new();
        let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate).map_err(said)?;
        for (incident, old) in &self.known {
            let mut known = Known::default();
            known.catch_up(&transaction, incident).map_err(said)?;
            let spooled = self.spooled.get(incident);
            for line in
                old.lines.iter().filter(|line| known.lines.get(&line.hash()).is_none()).cloned().collect::<Vec<_>>()
            {
                if spooled.is_none_or(|spooled| spooled.get(&line.hash()).is_none()) {
                    known.seen(insert(&transaction, &line).map_err(said)?);
                }
                known.add((*line).clone());
            }
            fresh.push((incident.clone(), known));
        }
        transaction.commit().map_err(said)?;
        self.known.extend(fresh);
        self.connection = Some(connection);
        self.rung = if mode == Mode::Exclusive { Rung::Exclusive } else { Rung::Normal };
        Ok(())
    }

    /// Goes down to the text file.
    pub(super) fn fall(&mut self, why: RecordError, world: &dyn World) -> Result<(), RecordError> {
        self.connection = None;
        if !matches!(why, RecordError::Newer { .. } | RecordError::NotOurs { .. }) {
            self.look(world);
        }
        self.origin = origin::mint(world)?;
        let folder = self.own_spool();
        self.rung = Rung::Spool(folder.join(spool::name(self.book, &self.origin)));
        self.problem = Some(why);
        Ok(())
    }

    /// Opens what can be read, without writing to it: where it is, else a copy of its readable beginning. A journal that was left
    /// behind holds the latest lines, so it is copied too, and never passed over.
    fn look(&mut self, world: &dyn World) {
        if schema::judge(&self.path).is_err() {
            return;
        }
        let there = schema::connect(&self.path, Mode::ReadOnly, self.options.busy_timeout);
        self.connection = there.ok().or_else(|| {
            let (folder, file) = copy_of(&self.path, world)?;
            let copied = schema::connect(&file, Mode::Normal, self.options.busy_timeout).ok();
            self.copy = copied.is_some().then_some(folder);
            copied
        });
        if let Some(connection) = self.connection.take() {
            self.read_store_key(&connection);
            self.connection = Some(connection);
        }
    }

    /// The spool beside the database.
    fn own_spool(&self) -> PathBuf {
        self.path.parent().unwrap_or(Path::new(".")).join("spool")
    }

    /// Where spool files may lie, best first.
    pub(super) fn spool_folders(&self) -> Vec<SpoolFolder> {
        let mut folders = vec![SpoolFolder { path: self.own_spool(), elsewhere: false }];
        for folder in &self.options.spool_fallbacks {
            for path in self.keys.iter().map(|key| folder.join(format!("sonae-spool-{key}"))) {
                if folders.iter().all(|known| known.path != path) {
                    folders.push(SpoolFolder { path, elsewhere: true });
                }
            }
        }
        folders
    }

    /// Brings the lines of spool files into the database, or at least into memory.
    pub(super) fn take_in_spools(&mut self, world: &dyn World) -> Result<(), RecordError> {
        let mut pending = Vec::new();
        for folder in self.spool_folders() {
            let files = folder.files(self.book).unwrap_or_else(|left_out| {
                self.left_out.push(left_out);
                Vec::new()
            });
            for path in files {
                match Pending::open(&path, folder.elsewhere) {
                    Ok(Some(file)) => pending.push(file),
                    Ok(None) => self.left_out.push(LeftOut { at: path, reason: Reason::NotSafe }),
                    // Locked or not readable now; its lines are safe where they are.
                    Err(error) => self.problem = self.problem.take().or(Some(error)),
                }
            }
        }
        if pending.is_empty() {
            return Ok(());
        }
        self.leave_out(&mut pending);
        if !matches!(self.rung, Rung::Spool(_)) {
            // Where there is a spool, something was wrong with the database.
            let checked = self.connection.as_ref().map_or(Ok(()), |db| schema::check_pages(db, &self.path, true));
            match checked {
                Err(error) if error.closes_the_database() => self.fall(error, world)?,
                _ => match self.union(&pending) {
                    Ok(taken_in) => {
                        self.taken_in = taken_in;
                        for file in pending.extract_if(.., |file| file.is_whole()) {
                            let path = file.path.clone();
                            if let Err(error) = file.put_away() {
                                self.problem = self.problem.take().or(Some(RecordError::of_io(&path, error)));
                            }
                        }
                    }
                    Err(RecordError::Busy) => {}
                    Err(error) => self.problem = self.problem.take().or(Some(error)),
                },
            }
        }
        for file in pending {
            self.spooled_unreadable.extend(file.text.unreadable);
            for (_, line) in file.text.lines {
                self.spooled.entry(line.envelope.incident.clone()).or_default().insert(line);
            }
        }
        Ok(())
    }

    /// Takes out what is not of this record: the other book's, and another facility's. An incident that is in the database is of the
    /// facility that opened it; any other one must be of one that this store is known for.
    fn leave_out(&mut self, pending: &mut [Pending]) {
        let briefs = self.incidents().unwrap_or_default();
        let opened: BTreeMap<&Id, &Id> = briefs
            .iter()
            .filter_map(|brief| Some((&brief.incident, &brief.opening.as_ref()?.envelope.facility)))
            .collect();
        let known: BTreeSet<&Id> = opened.values().copied().chain(&self.options.facilities).collect();
        for file in pending {
            let mut others = 0;
            file.text.lines.retain(|(_, line)| {
                let envelope = &line.envelope;
                let ours = match opened.get(&envelope.incident) {
                    Some(facility) => **facility == envelope.facility,
                    None => known.is_empty() || known.contains(&envelope.facility),
                };
                let holds = self.book.holds(&envelope.incident);
                if !holds {
                    *self.spooled_misplaced.entry(envelope.incident.clone()).or_default() += 1;
                } else if !ours {
                    others += 1;
                }
                file.foreign |= !(holds && ours);
                holds && ours
            });
            if others > 0 {
                self.left_out.push(LeftOut { at: file.path.clone(), reason: Reason::OtherFacility(others) });
            }
        }
    }

    /// Set union by hash, in one transaction. Gives how many lines are new.
    fn union(&self, pending: &[Pending]) -> Result<usize, RecordError> {
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let Some(connection) = &self.connection else { return Ok(0) };
        let mut new = 0;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(said)?;
        for (_, line) in pending.iter().flat_map(|file| &file.text.lines) {
            if !is_stored(&transaction, line).map_err(said)? {
                insert(&transaction, line).map_err(said)?;
                origin::note_union(&transaction, &line.envelope.incident).map_err(said)?;
                new += 1;
            }
        }
        transaction.commit().map_err(said)?;
        Ok(new)
    }
}

/// Stores a line; gives its row.
pub(super) fn insert(connection: &Connection, line: &Line) -> rusqlite::Result<i64> {
    let envelope = &line.envelope;
    let mut statement = connection
        .prepare_cached("INSERT INTO line(hash, incident, origin, seq, clock, bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")?;
    statement.insert((
        line.hash().bytes(),
        envelope.incident.as_str(),
        envelope.origin.as_str(),
        integer(envelope.seq),
        integer(envelope.clock),
        line.bytes(),
    ))
}

/// Lines hold integers below 2^53, so nothing is lost.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether the line is there, by its hash.
pub(super) fn is_stored(connection: &Connection, line: &Line) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM line WHERE hash = ?1")?;
    statement.exists([line.hash().bytes()])
}

/// How often a name for a new folder is drawn before one gives up.
const NAMES: usize = 8;

/// Copies the readable beginning of the database and of its journal into a new folder among the temporary files, which nobody else
/// can read and nobody can have prepared.
pub(super) fn copy_of(path: &Path, world: &dyn World) -> Option<(CopyFolder, PathBuf)> {
    let guard = new_folder(&std::env::temp_dir(), world)?;
    let file = guard.0.join(path.file_name()?);
    copy_readable(path, &file)?;
    if beside(path, "-wal").exists() {
        copy_readable(&beside(path, "-wal"), &beside(&file, "-wal"))?;
    }
    Some((guard, file))
}

fn new_folder(inside: &Path, world: &dyn World) -> Option<CopyFolder> {
    for _ in 0..NAMES {
        let folder = inside.join(format!("sonae-{}", origin::mint(world).ok()?));
        match private::make_folder(&folder) {
            Ok(()) => return Some(CopyFolder(folder)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(_) => return None,
        }
    }
    None
}

/// Copies up to the first error: on a medium with a torn directory entry all acknowledged lines lie before it.
fn copy_readable(from: &Path, to: &Path) -> Option<()> {
    let mut from = fs::File::open(from).ok()?;
    let mut to = private::options().write(true).create_new(true).open(to).ok()?;
    let mut block = vec![0; 4096];
    while let Ok(read @ 1..) = from.read(&mut block) {
        to.write_all(block.get(..read)?).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;
    use crate::domain::when::{Moment, read};

    /// Dice that fall the same way twice, and then another.
    struct Dice(AtomicU8);

    impl World for Dice {
        fn now(&self) -> Moment {
            read("2026-11-22T00:30:00+09:00").unwrap()
        }

        fn random(&self) -> [u8; 32] {
            let throw = self.0.fetch_add(1, Ordering::Relaxed) + 1;
            [throw / 3; 32]
        }
    }

    #[test]
    fn a_copy_goes_into_a_new_folder_and_never_through_what_was_planted() {
        let dir = tempfile::tempdir().unwrap();
        let dice = Dice(AtomicU8::new(0));
        let planted = new_folder(dir.path(), &dice).unwrap();
        let fresh = new_folder(dir.path(), &dice).unwrap();
        assert_ne!(planted.0, fresh.0, "the second throw gives the name that is there");
        let (from, to) = (dir.path().join("real.db"), fresh.0.join("real.db"));
        fs::write(&from, "lines").unwrap();
        copy_readable(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"lines");
        assert!(copy_readable(&from, &to).is_none(), "what is there is not opened");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, symlink};
            let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
            assert_eq!((mode(&fresh.0), mode(&to)), (0o700, 0o600));
            let (victim, link) = (dir.path().join("victim"), fresh.0.join("link"));
            symlink(&victim, &link).unwrap();
            assert!(copy_readable(&from, &link).is_none());
            assert!(!victim.exists());
        }
        let gone = fresh.0.clone();
        drop(fresh);
        assert!(!gone.exists());
    }
}
