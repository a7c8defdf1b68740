//! Bringing into one mirror what it lacks.
//!
//! Owns where the mirror stands, which it finds from the mirror itself: its last whole line is looked for in the database, and what
//! was stored after that is what it lacks. Nothing that stands in a mirror is ever overwritten.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::record::{Book, private};

use super::file::{MirrorFile, tail};
use super::keeper::{Job, Shared};
use super::{MirrorFault, MirrorPlace, folder, rows};

/// A store would have to be set back this often.
const MOST_FILES: u32 = 1000;

/// What one mirror's thread knows.
#[derive(Debug)]
pub(super) struct Copier {
    book: Book,
    /// The database.
    path: PathBuf,
    place: MirrorPlace,
    /// Lines that the database does not have, or that only the one who writes it can read.
    direct: Vec<Line>,
    /// The file that was written last, its length, and the row of its last line.
    stands: Option<(PathBuf, u64, i64)>,
    /// Whether lines of this store were looked for that only the mirror has.
    looked_ahead: bool,
}

impl Copier {
    pub(super) fn new(book: Book, path: &Path, place: MirrorPlace) -> Self {
        let path = path.to_path_buf();
        Self { book, path, place, direct: Vec::new(), stands: None, looked_ahead: false }
    }

    /// What was handed over goes into files of its own, a file for each origin.
    fn copy_direct(&self, folder: &Path) -> Result<(), MirrorFault> {
        let origins: BTreeSet<&Id> = self.direct.iter().map(|line| &line.envelope.origin).collect();
        for origin in origins {
            let path = folder.join(folder::direct_name(self.book, origin));
            let mut file = MirrorFile::open(&path)?;
            file.last_line(&path)?;
            let there = file.read_all()?;
            let there: BTreeSet<Hash> = there.split_inclusive(|byte| *byte == b'\n').map(Hash::of).collect();
            let lacking = self.direct.iter().filter(|line| line.envelope.origin == *origin);
            let lacking = lacking.filter(|line| !there.contains(&line.hash()));
            let bytes: Vec<u8> = lacking.flat_map(|line| line.bytes().iter().copied()).collect();
            if !bytes.is_empty() {
                file.append(&bytes)?;
            }
        }
        Ok(())
    }

    /// What the database has.
    fn copy_rows(&mut self, folder: &Path, shared: &Shared) -> Result<(), MirrorFault> {
        let glance = rows::glance(&self.path)?;
        if !self.looked_ahead {
            shared.set_ahead(self.is_ahead(folder, &glance.own)?);
            self.looked_ahead = true;
        }
        let (path, mut file, mut row) = self.find_end(folder, &glance.origin, shared)?;
        while row < glance.last {
            if shared.stopped() {
                return Err(MirrorFault::Catching);
            }
            let batch = rows::after(&self.path, row)?;
            if batch.last == row {
                break;
            }
            file.append(&batch.bytes)?;
            row = batch.last;
            self.stands = Some((path.clone(), file.length, row));
            if batch.left == 0 {
                break;
            }
            shared.catching(batch.left);
        }
        self.stands = Some((path, file.length, row));
        Ok(())
    }

    /// The file to go on with, and the row of its last line.
    fn find_end(&self, folder: &Path, origin: &Id, shared: &Shared) -> Result<(PathBuf, MirrorFile, i64), MirrorFault> {
        let path = |number: u32| folder.join(folder::name(self.book, origin, number));
        let there = |number: &u32| path(*number).symlink_metadata().is_ok();
        let mut number = (1..MOST_FILES).take_while(there).last().unwrap_or(1);
        loop {
            let path = path(number);
            let mut file = MirrorFile::open(&path)?;
            if let Some((known, length, row)) = &self.stands
                && *known == path
                && *length == file.size()?
                && *length > 0
            {
                file.length = *length;
                return Ok((path, file, *row));
            }
            let Some(last) = file.last_line(&path)? else { return Ok((path, file, 0)) };
            match (rows::row_of(&self.path, &Hash::of(&last))?, Line::read(&last)) {
                (Some(row), _) => return Ok((path, file, row)),
                // The record was set back: it goes on in the next file, and this one is not touched.
                (None, Ok(_)) => shared.set_ahead(true),
                // Damaged on the medium.
                (None, Err(_)) => {}
            }
            number += 1;
            if number >= MOST_FILES {
                return Err(MirrorFault::NotOurs(path));
            }
        }
    }

    /// Whether a file of this store ends with a line that the database lacks.
    fn is_ahead(&self, folder: &Path, own: &[Id]) -> Result<bool, MirrorFault> {
        for origin in own {
            for number in 1..MOST_FILES {
                let Ok(Some(mut file)) = private::open(&folder.join(folder::name(self.book, origin, number)), false)
                else {
                    break;
                };
                let last = tail(&mut file).ok().flatten().and_then(|tail| tail.line);
                let Some(last) = last.filter(|last| Line::read(last).is_ok()) else { continue };
                if rows::row_of(&self.path, &Hash::of(&last))?.is_none() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

impl Job for Copier {
    fn pass(&mut self, handed: Vec<Line>, shared: &Shared) -> Result<(), MirrorFault> {
        self.direct.extend(handed);
        let folder = folder::open(&self.place)?;
        self.copy_direct(&folder)?;
        self.copy_rows(&folder, shared)
    }

    fn behind(&self) -> Option<u64> {
        let (_, _, row) = self.stands.as_ref()?;
        let last = rows::glance(&self.path).ok()?.last;
        u64::try_from(last - row).ok()
    }
}
