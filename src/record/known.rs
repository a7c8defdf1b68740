//! What is known of one incident: its lines in memory, and how far the table was read.
//!
//! Owns catching up. Rows are never changed or deleted, so what came after the last row seen is all that is new.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::domain::event::Head;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::{Line, LineError};
use crate::domain::lines::{Lines, order_of};

/// Where stored bytes stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The row of the table `line`.
    Row(i64),
    /// A spool file, and which of its lines, from 1.
    Spool(PathBuf, usize),
}

/// Stored bytes that are not a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where they stand.
    pub at: Place,
    /// What the column `hash` says, in hexadecimal digits; a spool file has none.
    pub hash: Option<String>,
    /// What is wrong with them.
    pub error: LineError,
    /// The bytes as they are.
    pub bytes: Vec<u8>,
}

/// The lines of one incident and what appending to them needs.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) lines: Lines,
    pub(super) unreadable: Vec<Unreadable>,
    /// The last row that was read.
    rowid: i64,
    heads: BTreeMap<Id, Head>,
    places: BTreeMap<(Id, u64), Hash>,
    /// Origins that must not write here any more: two lines at one number, or a line that cannot be read and may be their last.
    unsure: BTreeSet<Id>,
}

/// A row of the table `line`.
pub(super) struct Row {
    pub(super) rowid: i64,
    pub(super) hash: Vec<u8>,
    pub(super) incident: String,
    pub(super) origin: String,
    pub(super) seq: i64,
    pub(super) clock: i64,
    pub(super) bytes: Vec<u8>,
}

impl Row {
    pub(super) const COLUMNS: &'static str = "rowid, hash, incident, origin, seq, clock, bytes";

    pub(super) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            rowid: row.get(0)?,
            hash: row.get(1)?,
            incident: row.get(2)?,
            origin: row.get(3)?,
            seq: row.get(4)?,
            clock: row.get(5)?,
            bytes: row.get(6)?,
        })
    }

    /// The column `hash` as people write it.
    pub(super) fn hash_in_hex(&self) -> String {
        self.hash.iter().fold(String::new(), |mut text, byte| {
            // Writing into a string cannot fail.
            let _infallible = write!(text, "{byte:02x}");
            text
        })
    }

    /// The first column that says something else than the bytes; the bytes are right.
    pub(super) fn differing(&self, line: &Line) -> Option<&'static str> {
        let envelope = &line.envelope;
        [
            ("hash", self.hash == line.hash().bytes()),
            ("incident", self.incident == envelope.incident.as_str()),
            ("origin", self.origin == envelope.origin.as_str()),
            ("seq", u64::try_from(self.seq) == Ok(envelope.seq)),
            ("clock", u64::try_from(self.clock) == Ok(envelope.clock)),
        ]
        .into_iter()
        .find_map(|(column, fits)| (!fits).then_some(column))
    }
}

impl Known {
    /// Reads the rows that are new. Rows read before an error stay known.
    pub(super) fn catch_up(&mut self, connection: &Connection, incident: &Id) -> rusqlite::Result<()> {
        let sql = format!("SELECT {} FROM line WHERE incident = ?1 AND rowid > ?2 ORDER BY rowid", Row::COLUMNS);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query((incident.as_str(), self.rowid))?;
        while let Some(row) = rows.next()? {
            self.take(Row::read(row)?, incident);
        }
        Ok(())
    }

    /// Reads what can be read of a damaged table: from its beginning to the first error, and from its end back to one.
    pub(super) fn salvage(&mut self, connection: &Connection, incident: &Id) {
        for row in salvaged_rows(connection) {
            let is_new = self.unreadable.iter().all(|known| known.at != Place::Row(row.rowid));
            if row.incident == incident.as_str() && is_new {
                self.take(row, incident);
            }
        }
    }

    fn take(&mut self, row: Row, incident: &Id) {
        self.rowid = self.rowid.max(row.rowid);
        match Line::read(&row.bytes) {
            Ok(line) => {
                // A column that differs is a finding of `verify`; the series may go on, but not by the origin it happened to.
                if row.differing(&line).is_some() {
                    self.unsure.extend([line.envelope.origin.clone()]);
                    self.unsure.extend(Id::new(row.origin));
                }
                if line.envelope.incident == *incident {
                    self.add(line);
                }
            }
            Err(error) => {
                let hash = Some(row.hash_in_hex());
                self.unsure.extend(Id::new(row.origin));
                self.unreadable.push(Unreadable { at: Place::Row(row.rowid), hash, error, bytes: row.bytes });
            }
        }
    }

    /// Adds a line that is on disk.
    pub(super) fn add(&mut self, line: Line) {
        let origin = line.envelope.origin.clone();
        let head = Head { origin: origin.clone(), seq: line.envelope.seq, hash: line.hash() };
        let other = self.places.insert((origin.clone(), head.seq), head.hash);
        if other.is_some_and(|other| other != head.hash) {
            self.unsure.insert(origin.clone());
        }
        let is_last = self.heads.get(&origin).is_none_or(|known| {
            let later = self.lines.get(&known.hash).is_none_or(|known| order_of(known) < order_of(&line));
            head.seq > known.seq || (head.seq == known.seq && later)
        });
        if is_last {
            self.heads.insert(origin, head);
        }
        self.lines.insert(line);
    }

    /// The row of a line that was just inserted.
    pub(super) fn seen(&mut self, rowid: i64) {
        self.rowid = self.rowid.max(rowid);
    }

    /// The last line of an origin.
    pub(super) fn head(&self, origin: &Id) -> Option<&Head> {
        self.heads.get(origin)
    }

    /// The last line of each origin.
    pub(super) fn heads(&self) -> Vec<Head> {
        self.heads.values().cloned().collect()
    }

    /// Whether an origin may go on here.
    pub(super) fn may_continue(&self, origin: &Id) -> bool {
        !self.unsure.contains(origin)
    }
}

/// The rows of a damaged table that can be read: forwards to the first error, then backwards from the end to one.
pub(super) fn salvaged_rows(connection: &Connection) -> Vec<Row> {
    let mut rows = BTreeMap::new();
    for direction in ["ASC", "DESC"] {
        let sql = format!("SELECT {} FROM line NOT INDEXED ORDER BY rowid {direction}", Row::COLUMNS);
        let Ok(mut statement) = connection.prepare(&sql) else { continue };
        let Ok(mut found) = statement.query([]) else { continue };
        while let Ok(Some(row)) = found.next() {
            // A row with a value of another type is passed over; the next one may be whole.
            if let Ok(row) = Row::read(row)
                && let Some(_twice) = rows.insert(row.rowid, row)
                && direction == "DESC"
            {
                break;
            }
        }
    }
    rows.into_values().collect()
}
