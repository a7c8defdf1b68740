//! Reading: the incidents of a book, all lines of one, its last lines, its bytes.
//!
//! Owns what a reader sees when the database is damaged or partly in spool files: everything that can be read, once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::Connection;

use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::line::Line;
use crate::domain::lines::{Lines, order_of};

use super::error::RecordError;
use super::known::{Known, salvaged_rows};
use super::{Record, is_standing};

/// Among how many of its earliest lines the opening line is looked for.
const OPENING_AMONG: u32 = 20;

/// An incident in the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its id.
    pub incident: Id,
    /// Its opening line; `None` when it is missing or cannot be read.
    pub opening: Option<Arc<Line>>,
    /// How many lines it has.
    pub lines: usize,
    /// The hybrid clock of its last line.
    pub last_clock: u64,
}

impl Record {
    /// The incidents of this book, newest first. The standing series is none of them.
    ///
    /// # Errors
    /// [`RecordError`], when the database cannot be read at all.
    pub fn incidents(&self) -> Result<Vec<Brief>, RecordError> {
        let mut briefs = match &self.connection {
            Some(connection) => match list(connection) {
                Ok(briefs) => briefs,
                Err(error) => match RecordError::of_sqlite(&self.path, error) {
                    RecordError::Damaged { .. } => salvaged_list(connection),
                    other => return Err(other),
                },
            },
            None => BTreeMap::new(),
        };
        // What was read before the database was lost, and what is in spool files.
        for incident in self.known.keys().chain(self.spooled.keys()).collect::<BTreeSet<_>>() {
            let mut lines = Lines::default();
            let read = self.known.get(incident).map(|known| &known.lines);
            for part in [read, self.spooled.get(incident)].into_iter().flatten() {
                lines.merge(part);
            }
            if lines.is_empty() {
                continue;
            }
            let brief = brief_of(incident, &lines);
            let unstored = self.spooled.get(incident).map_or(0, |spooled| self.not_stored(spooled));
            match briefs.get_mut(incident) {
                Some(stored) => {
                    stored.opening = stored.opening.take().or(brief.opening);
                    stored.last_clock = stored.last_clock.max(brief.last_clock);
                    stored.lines = brief.lines.max(stored.lines + unstored);
                }
                None => drop(briefs.insert(incident.clone(), brief)),
            }
        }
        let mut briefs: Vec<Brief> = briefs.into_values().collect();
        briefs.retain(|brief| self.book.holds(&brief.incident) && !is_standing(&brief.incident));
        briefs.sort_by_key(|brief| {
            let began = brief.opening.as_ref().map_or(brief.last_clock, |line| line.envelope.clock);
            (std::cmp::Reverse(began), brief.incident.clone())
        });
        Ok(briefs)
    }

    /// All lines of an incident that can be read, with what others wrote since the last time. None: there is no such incident.
    ///
    /// # Errors
    /// [`RecordError`], when nothing can be read and nothing was read before. When something was, [`Record::problem`] tells.
    pub fn lines(&mut self, incident: &Id) -> Result<&Lines, RecordError> {
        self.must_hold(incident)?;
        if let Err(error) = self.catch_up(incident) {
            if self.known.get(incident).is_none_or(|known| known.lines.is_empty()) {
                return Err(error);
            }
            self.problem = Some(error);
        }
        Ok(&Self::entry(&mut self.known, &self.spooled, incident).lines)
    }

    /// The last lines of an incident, oldest first, without reading the others.
    ///
    /// # Errors
    /// As [`Record::lines`].
    pub fn tail(&mut self, incident: &Id, n: usize) -> Result<Vec<Arc<Line>>, RecordError> {
        self.must_hold(incident)?;
        let direct = match &self.connection {
            Some(connection) if !self.known.contains_key(incident) => last_rows(connection, incident, n).ok(),
            _ => None,
        };
        let mut lines: Vec<Arc<Line>> = match direct {
            Some(lines) => {
                let spooled = self.spooled.get(incident);
                lines.into_iter().map(Arc::new).chain(spooled.into_iter().flat_map(|all| all.iter().cloned())).collect()
            }
            None => self.lines(incident)?.iter().cloned().collect(),
        };
        lines.sort_by_key(|line| order_of(line));
        lines.dedup_by_key(|line| line.hash());
        Ok(lines.split_off(lines.len().saturating_sub(n)))
    }

    /// The stored bytes of an incident, as they are: its lines in their order, then what is not a line.
    ///
    /// # Errors
    /// As [`Record::lines`].
    pub fn raw(&mut self, incident: &Id) -> Result<Vec<Vec<u8>>, RecordError> {
        let mut all: Vec<Vec<u8>> = self.lines(incident)?.iter().map(|line| line.bytes().to_vec()).collect();
        let known = Self::entry(&mut self.known, &self.spooled, incident);
        all.extend(known.unreadable.iter().map(|unreadable| unreadable.bytes.clone()));
        Ok(all)
    }

    /// What is known of an incident; at first, what the spool files have of it.
    pub(super) fn entry<'a>(
        known: &'a mut BTreeMap<Id, Known>,
        spooled: &BTreeMap<Id, Lines>,
        incident: &Id,
    ) -> &'a mut Known {
        known.entry(incident.clone()).or_insert_with(|| {
            let mut known = Known::default();
            for line in spooled.get(incident).into_iter().flat_map(Lines::iter) {
                known.add((**line).clone());
            }
            known
        })
    }

    /// Reads what is new in the database; what can be read of it, where it is damaged.
    pub(super) fn catch_up(&mut self, incident: &Id) -> Result<(), RecordError> {
        let known = Self::entry(&mut self.known, &self.spooled, incident);
        let Some(connection) = &self.connection else { return Ok(()) };
        let Err(error) = known.catch_up(connection, incident) else { return Ok(()) };
        let error = RecordError::of_sqlite(&self.path, error);
        if !matches!(error, RecordError::Damaged { .. }) {
            return Err(error);
        }
        known.salvage(connection, incident);
        self.problem = self.problem.take().or(Some(error));
        Ok(())
    }

    /// How many of these lines are in spool files only.
    fn not_stored(&self, spooled: &Lines) -> usize {
        let Some(connection) = &self.connection else { return spooled.len() };
        let stored = |line: &Arc<Line>| super::ladder::is_stored(connection, line).unwrap_or(false);
        spooled.iter().filter(|line| !stored(line)).count()
    }
}

/// The incidents as the index has them.
fn list(connection: &Connection) -> rusqlite::Result<BTreeMap<Id, Brief>> {
    let mut statement =
        connection.prepare_cached("SELECT incident, count(*), max(clock) FROM line GROUP BY incident")?;
    let rows =
        statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))?;
    let mut briefs = BTreeMap::new();
    for row in rows {
        let (incident, lines, last_clock) = row?;
        // A column that holds no id is a finding of `verify`.
        let Ok(incident) = Id::new(incident) else { continue };
        let opening = opening(connection, &incident)?;
        // Counts and clocks are never below zero: the table checks it.
        let lines = usize::try_from(lines).unwrap_or(0);
        let last_clock = u64::try_from(last_clock).unwrap_or(0);
        briefs.insert(incident.clone(), Brief { incident, opening, lines, last_clock });
    }
    Ok(briefs)
}

fn opening(connection: &Connection, incident: &Id) -> rusqlite::Result<Option<Arc<Line>>> {
    let mut statement = connection
        .prepare_cached("SELECT bytes FROM line WHERE incident = ?1 ORDER BY clock, origin, hash LIMIT ?2")?;
    let rows = statement.query_map((incident.as_str(), OPENING_AMONG), |row| row.get::<_, Vec<u8>>(0))?;
    for bytes in rows {
        if let Ok(line) = Line::read(&bytes?)
            && matches!(line.event, Event::Opened(_))
        {
            return Ok(Some(Arc::new(line)));
        }
    }
    Ok(None)
}

fn last_rows(connection: &Connection, incident: &Id, n: usize) -> rusqlite::Result<Vec<Line>> {
    let mut statement = connection.prepare_cached(
        "SELECT bytes FROM line WHERE incident = ?1 ORDER BY clock DESC, origin DESC, hash DESC LIMIT ?2",
    )?;
    let rows = statement
        .query_map((incident.as_str(), i64::try_from(n).unwrap_or(i64::MAX)), |row| row.get::<_, Vec<u8>>(0))?;
    let mut lines = Vec::new();
    for bytes in rows {
        lines.extend(Line::read(&bytes?).ok());
    }
    Ok(lines)
}

/// The incidents of a damaged table.
fn salvaged_list(connection: &Connection) -> BTreeMap<Id, Brief> {
    let mut sets: BTreeMap<Id, Lines> = BTreeMap::new();
    for row in salvaged_rows(connection) {
        if let Ok(line) = Line::read(&row.bytes) {
            sets.entry(line.envelope.incident.clone()).or_default().insert(line);
        }
    }
    sets.iter().map(|(incident, lines)| (incident.clone(), brief_of(incident, lines))).collect()
}

fn brief_of(incident: &Id, lines: &Lines) -> Brief {
    Brief {
        incident: incident.clone(),
        opening: lines.opening().cloned(),
        lines: lines.len(),
        last_clock: lines.latest_clock(),
    }
}
