//! Checking: whether the stored bytes are what was written.
//!
//! Owns the reading of every row and the comparison with its columns; the chains are checked by `domain::lines`.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::event::Head;
use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::domain::lines::{Finding, Lines};

use super::Record;
use super::error::RecordError;
use super::known::{Place, Row, Unreadable, salvaged_rows};
use super::schema;
use super::spool::LeftOut;

/// How many findings of SQLite's own check are read.
const DAMAGE_AT_MOST: u32 = 20;

/// The lines of each incident.
type Sets = BTreeMap<Id, Lines>;

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Each incident of this book.
    pub incidents: BTreeMap<Id, IncidentCheck>,
    /// Bytes that are not a line.
    pub unreadable: Vec<Unreadable>,
    /// Rows of which a column says something else than the bytes.
    pub mismatched: Vec<Mismatch>,
    /// Drill incidents in the real record, or the other way round, with their number of lines.
    pub misplaced: BTreeMap<Id, usize>,
    /// What lies in spools and was not taken in, other than what is misplaced.
    pub left_out: Vec<LeftOut>,
    /// What SQLite itself finds wrong with the file. Checked with the whole record only.
    pub damage: Vec<String>,
    /// Tables and triggers that are not as this program makes them, by name.
    pub altered_objects: Vec<String>,
    /// How many lines were read.
    pub lines: usize,
    /// How many bytes they have.
    pub bytes: u64,
}

/// What was found about one incident.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentCheck {
    /// How many lines.
    pub lines: usize,
    /// The end of each chain: what a fingerprint is made of.
    pub heads: Vec<Head>,
    /// What is wrong with the chains.
    pub findings: Vec<Finding>,
}

/// A row that was changed beside the program: the bytes count, the column does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Where.
    pub at: Place,
    /// The line, by what its bytes say.
    pub incident: Id,
    /// Who wrote it.
    pub origin: Id,
    /// Its number.
    pub seq: u64,
    /// The first column that differs.
    pub column: &'static str,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.unreadable.is_empty()
            && self.mismatched.is_empty()
            && self.misplaced.is_empty()
            && self.left_out.is_empty()
            && self.damage.is_empty()
            && self.altered_objects.is_empty()
            && self.incidents.values().all(|check| check.findings.is_empty())
    }
}

impl Record {
    /// Reads every stored line again, of one incident or of all, and checks it. Takes its time with a large record.
    ///
    /// # Errors
    /// [`RecordError`], when the database cannot be read; damage is not an error here but what is looked for.
    pub fn verify(&self, incident: Option<&Id>) -> Result<Verification, RecordError> {
        let mut found = Verification::default();
        let mut sets = Sets::new();
        match (&self.connection, &self.problem) {
            (Some(connection), _) => {
                self.judge_rows(connection, incident, &mut found, &mut sets)?;
                judge_file(connection, incident.is_none(), &mut found);
            }
            // Nothing of the database was checked: never say that it is sound.
            (None, problem) => found.damage.extend(problem.as_ref().map(ToString::to_string)),
        }
        self.judge_spools(incident, &mut found, &mut sets);
        for (incident, lines) in &sets {
            found.lines += lines.len();
            let check = IncidentCheck { lines: lines.len(), heads: lines.heads(), findings: lines.check() };
            found.incidents.insert(incident.clone(), check);
        }
        Ok(found)
    }

    fn judge_rows(
        &self,
        connection: &Connection,
        only: Option<&Id>,
        found: &mut Verification,
        sets: &mut Sets,
    ) -> Result<(), RecordError> {
        let Err(error) = every_row(connection, |row| self.judge_row(row, only, found, sets)) else { return Ok(()) };
        let detail = match RecordError::of_sqlite(&self.path, error) {
            RecordError::Damaged { detail } => detail,
            other => return Err(other),
        };
        // Once more, around the damage.
        (*found, *sets) = (Verification::default(), Sets::new());
        found.damage.push(detail);
        for row in salvaged_rows(connection) {
            self.judge_row(row, only, found, sets);
        }
        Ok(())
    }

    fn judge_row(&self, row: Row, only: Option<&Id>, found: &mut Verification, sets: &mut Sets) {
        let at = Place::Row(row.rowid);
        let of_column = only.is_none_or(|only| row.incident == only.as_str());
        match Line::read(&row.bytes) {
            Ok(line) => {
                let envelope = &line.envelope;
                if !of_column && only.is_some_and(|only| envelope.incident != *only) {
                    return;
                }
                if let Some(column) = row.differing(&line) {
                    let (incident, origin) = (envelope.incident.clone(), envelope.origin.clone());
                    found.mismatched.push(Mismatch { at, incident, origin, seq: envelope.seq, column });
                }
                found.bytes += u64::try_from(row.bytes.len()).unwrap_or(0);
                self.place(line, found, sets);
            }
            Err(error) if of_column => {
                let hash = Some(row.hash_in_hex());
                found.unreadable.push(Unreadable { at, hash, error, bytes: row.bytes });
            }
            Err(_) => {}
        }
    }

    fn judge_spools(&self, only: Option<&Id>, found: &mut Verification, sets: &mut Sets) {
        found.unreadable.extend(self.spooled_unreadable.iter().cloned());
        found.left_out.extend(self.left_out.iter().cloned());
        for (incident, lines) in &self.spooled_misplaced {
            *found.misplaced.entry(incident.clone()).or_default() += lines;
        }
        for (incident, lines) in &self.spooled {
            if only.is_none_or(|only| only == incident) {
                found.bytes += lines.iter().map(|line| u64::try_from(line.bytes().len()).unwrap_or(0)).sum::<u64>();
                sets.entry(incident.clone()).or_default().merge(lines);
            }
        }
    }

    /// Real and drill are kept apart also when one is found in the other's file.
    fn place(&self, line: Line, found: &mut Verification, sets: &mut Sets) {
        let incident = line.envelope.incident.clone();
        if !self.book.holds(&incident) {
            *found.misplaced.entry(incident.clone()).or_default() += 1;
        }
        sets.entry(incident).or_default().insert(line);
    }
}

/// What SQLite finds, and whether the tables and triggers are the program's own.
fn judge_file(connection: &Connection, whole: bool, found: &mut Verification) {
    if whole {
        match schema::damage(connection, "integrity_check", DAMAGE_AT_MOST) {
            Ok(damage) => found.damage.extend(damage),
            Err(error) => found.damage.push(error.to_string()),
        }
    }
    match schema::altered_objects(connection) {
        Ok(altered) => found.altered_objects = altered,
        Err(error) => found.damage.push(error.to_string()),
    }
}

/// Every row in the order in which they were written, past all indexes.
fn every_row(connection: &Connection, mut judge: impl FnMut(Row)) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("SELECT {} FROM line NOT INDEXED ORDER BY rowid", Row::COLUMNS))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        judge(Row::read(row)?);
    }
    Ok(())
}
