//! Building a database anew from second copies, spools, and what can be read of the old one.
//!
//! Owns reading those, putting an unusable database aside under another name, and the union. Nothing that exists is deleted. Must not
//! decide whose lines are taken: the caller does.

mod aside;
mod source;

use std::collections::BTreeSet;

use rusqlite::{Transaction, TransactionBehavior};

use crate::domain::hash::Hash;
use crate::domain::line::Line;
use crate::domain::lines::order_of;
use crate::domain::world::World;

use super::error::RecordError;
use super::ladder::{insert, is_stored};
use super::{Record, Rung, origin};

pub use aside::{Database, look_at, put_aside, put_back, salvage};
pub use source::{Source, sources};

impl Record {
    /// Which of these lines the database has.
    ///
    /// # Errors
    /// [`RecordError`], when it cannot be read.
    pub fn stored(&self, hashes: impl IntoIterator<Item = Hash>) -> Result<BTreeSet<Hash>, RecordError> {
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let Some(connection) = &self.connection else { return Ok(BTreeSet::new()) };
        let mut statement = connection.prepare("SELECT 1 FROM line WHERE hash = ?1").map_err(said)?;
        let mut there = BTreeSet::new();
        for hash in hashes {
            if statement.exists([hash.bytes()]).map_err(said)? {
                there.insert(hash);
            }
        }
        Ok(there)
    }

    /// Adds lines from elsewhere, as a set: what is there already stays as it is. The store goes on under a new origin, because it
    /// may not hold the end of any series. Gives how many lines are new.
    ///
    /// # Errors
    /// [`RecordError`]: then nothing was added.
    pub fn unite<'a>(
        &mut self,
        lines: impl IntoIterator<Item = &'a Line>,
        world: &dyn World,
    ) -> Result<usize, RecordError> {
        if matches!(self.rung, Rung::Spool(_)) {
            return Err(self.problem.take().unwrap_or(RecordError::ReadOnly { path: self.path.clone() }));
        }
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let Some(connection) = &self.connection else { return Ok(0) };
        let mut lines: Vec<&Line> = lines.into_iter().collect();
        lines.sort_by_cached_key(|line| order_of(line));
        for line in &lines {
            self.must_hold(&line.envelope.incident)?;
        }
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(said)?;
        let mut new = 0;
        for line in lines {
            if !is_stored(&transaction, line).map_err(said)? {
                insert(&transaction, line).map_err(said)?;
                origin::note_union(&transaction, &line.envelope.incident).map_err(said)?;
                new += 1;
            }
        }
        if new == 0 {
            return Ok(0);
        }
        let fresh = origin::mint(world)?;
        origin::adopt(&transaction, &fresh, &origin::place_of(&self.path, &self.path)).map_err(said)?;
        transaction.commit().map_err(said)?;
        self.origin = fresh;
        self.mirrors.follow(std::iter::empty());
        Ok(new)
    }
}
