//! The ladder: the database; the database for us alone; a text file. And the way back up at the next opening.
//!
//! Owns which rung the record stands on. One goes down only after an I/O error, on a full disk, or where nothing may be written;
//! never because another program is busy.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::domain::world::World;

use super::error::RecordError;
use super::known::Known;
use super::schema::{self, Mode, beside};
use super::spool::{self, Pending};
use super::{Record, origin};

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
            self.look();
        }
        self.origin = origin::mint(world)?;
        let folder = self.spool_folders().into_iter().next().unwrap_or_default();
        self.rung = Rung::Spool(folder.join(spool::name(self.book, &self.origin)));
        self.problem = Some(why);
        Ok(())
    }

    /// Opens what can be read, without writing to it: where it is, else a copy of its readable beginning. A journal that was left
    /// behind holds the latest lines, so it is copied too, and never passed over.
    fn look(&mut self) {
        if schema::judge(&self.path).is_err() {
            return;
        }
        let there = schema::connect(&self.path, Mode::ReadOnly, self.options.busy_timeout);
        self.connection = there.ok().or_else(|| {
            let (folder, file) = copy_of(&self.path)?;
            let copied = schema::connect(&file, Mode::Normal, self.options.busy_timeout).ok();
            self.copy = copied.is_some().then_some(folder);
            copied
        });
        if let Some(connection) = self.connection.take() {
            self.read_store_key(&connection);
            self.connection = Some(connection);
        }
    }

    /// Where spool files may lie, best first.
    pub(super) fn spool_folders(&self) -> Vec<PathBuf> {
        let own = self.path.parent().unwrap_or(Path::new(".")).join("spool");
        let elsewhere = self.options.spool_fallbacks.iter();
        let elsewhere =
            elsewhere.flat_map(|folder| self.keys.iter().map(|key| folder.join(format!("sonae-spool-{key}"))));
        std::iter::once(own).chain(elsewhere).collect()
    }

    /// Brings the lines of spool files into the database, or at least into memory.
    pub(super) fn take_in_spools(&mut self, world: &dyn World) -> Result<(), RecordError> {
        let folders: BTreeSet<PathBuf> = self.spool_folders().into_iter().collect();
        let mut pending = Vec::new();
        for path in folders.iter().flat_map(|folder| spool::list(folder, self.book)) {
            match Pending::open(&path) {
                Ok(file) => pending.push(file),
                // Locked or not readable now; its lines are safe where they are.
                Err(error) => self.problem = self.problem.take().or(Some(error)),
            }
        }
        if pending.is_empty() {
            return Ok(());
        }
        if !matches!(self.rung, Rung::Spool(_)) {
            // Where there is a spool, something was wrong with the database.
            let checked = self.connection.as_ref().map_or(Ok(()), |db| schema::check_pages(db, &self.path, true));
            match checked {
                Err(error) if error.closes_the_database() => self.fall(error, world)?,
                _ => match self.union(&pending) {
                    Ok(()) => {
                        for file in pending.extract_if(.., |file| file.text.unreadable.is_empty()) {
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
                let incident = line.envelope.incident.clone();
                if self.book.holds(&incident) {
                    self.spooled.entry(incident).or_default().insert(line);
                } else {
                    *self.spooled_misplaced.entry(incident).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    /// Set union by hash, in one transaction.
    fn union(&self, pending: &[Pending]) -> Result<(), RecordError> {
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let Some(connection) = &self.connection else { return Ok(()) };
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(said)?;
        for (_, line) in pending.iter().flat_map(|file| &file.text.lines) {
            if self.book.holds(&line.envelope.incident) && !is_stored(&transaction, line).map_err(said)? {
                insert(&transaction, line).map_err(said)?;
                origin::note_union(&transaction, &line.envelope.incident).map_err(said)?;
            }
        }
        transaction.commit().map_err(said)
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

/// Copies the readable beginning of the database and of its journal into a folder for temporary files.
fn copy_of(path: &Path) -> Option<(CopyFolder, PathBuf)> {
    let name = format!("sonae-{}-{}", spool::key_of(path), std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).ok()?;
    let guard = CopyFolder(folder.clone());
    let file = folder.join(path.file_name()?);
    copy_readable(path, &file)?;
    if beside(path, "-wal").exists() {
        copy_readable(&beside(path, "-wal"), &beside(&file, "-wal"))?;
    }
    Some((guard, file))
}

/// Copies up to the first error: on a medium with a torn directory entry all acknowledged lines lie before it.
fn copy_readable(from: &Path, to: &Path) -> Option<()> {
    let (mut from, mut to) = (File::open(from).ok()?, File::create(to).ok()?);
    let mut block = vec![0; 4096];
    while let Ok(read @ 1..) = from.read(&mut block) {
        to.write_all(block.get(..read)?).ok()?;
    }
    Some(())
}
