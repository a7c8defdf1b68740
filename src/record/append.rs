//! Appending: catch up, decide, seal, insert and commit in one transaction; what to do when the disk fails in the middle of it.
//!
//! Owns the lines that the record writes by itself: an origin joins, the clock stepped back, chains were seen. Their words come from
//! the caller.

use rusqlite::{Transaction, TransactionBehavior};

use crate::domain::event::{ClockStepped, Event, Head, HeadsSeen, Joined};
use crate::domain::hash::Hash;
use crate::domain::id::{Id, is_drill};
use crate::domain::line::{Draft, Line, Seal};
use crate::domain::lines::{Lines, next_clock};
use crate::domain::when::{Moment, When};
use crate::domain::world::World;

use super::error::{AppendError, RecordError};
use super::known::Known;
use super::ladder::{Rung, insert};
use super::schema::Mode;
use super::spool::SpoolWriter;
use super::{Record, is_standing, origin};

/// A clock that goes back by no more than this is being set by the network, and not worth a line.
const CLOCK_TOLERANCE_SECONDS: i64 = 5;

/// The largest integer that a line may hold. A line from elsewhere with such a clock must not keep others from recording.
const MAX_CLOCK: u64 = (1 << 53) - 1;

/// What the lines say that the record writes by itself, in the language of the site.
pub trait Words {
    /// An origin joins an incident that another one opened.
    fn joined(&self, origin: &Id) -> String;
    /// The wall clock went back.
    fn clock_stepped(&self, behind_seconds: u64) -> String;
    /// These chains were seen after a union.
    fn heads_seen(&self, heads: &[Head]) -> String;
}

/// What is on disk now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The new lines in their order, those that the record wrote by itself included.
    pub lines: Vec<Line>,
}

/// One append on its way down the ladder.
struct Act<'a, F> {
    incident: &'a Id,
    facility: &'a Id,
    world: &'a dyn World,
    words: &'a dyn Words,
    /// Until it has decided.
    decide: Option<F>,
    drafts: Vec<Draft>,
    /// What the last commit was about, whether it reached the disk or not.
    sealed: Vec<Line>,
}

impl<F> Act<'_, F> {
    /// Decides, once: after a failed commit the same drafts are sealed again.
    fn decide<E>(&mut self, lines: &Lines) -> Result<(), AppendError<E>>
    where
        F: FnOnce(&Lines) -> Result<Vec<Draft>, E>,
    {
        if let Some(decide) = self.decide.take() {
            self.drafts = decide(lines).map_err(AppendError::Refused)?;
        }
        for draft in &self.drafts {
            if let Event::Opened(opened) = &draft.event
                && opened.drill != is_drill(self.incident)
            {
                return Err(RecordError::WrongBook { incident: self.incident.clone() }.into());
            }
        }
        let opened_by = lines.opening().map(|opening| &opening.envelope.facility);
        if let Some(opened_by) = opened_by.filter(|by| !self.drafts.is_empty() && *by != self.facility) {
            let (incident, opened_by) = (self.incident.clone(), opened_by.clone());
            return Err(RecordError::OtherFacility { incident, opened_by, given: self.facility.clone() }.into());
        }
        Ok(())
    }
}

impl Record {
    /// Appends what `decide` wants recorded, given all lines of the incident. When it returns, the lines are on disk. `decide` runs
    /// inside the transaction, so nothing can come between what it saw and what it wrote. No drafts: nothing is written.
    ///
    /// After an I/O error the record goes down its ladder by itself; [`Record::rung`] and [`Record::problem`] tell.
    ///
    /// # Errors
    /// [`AppendError::Refused`] with what `decide` said, or [`AppendError::Record`]; [`RecordError::kept`] says what that means for
    /// the lines.
    pub fn append<E>(
        &mut self,
        incident: &Id,
        facility: &Id,
        world: &dyn World,
        words: &dyn Words,
        decide: impl FnOnce(&Lines) -> Result<Vec<Draft>, E>,
    ) -> Result<Appended, AppendError<E>> {
        self.must_hold(incident)?;
        let mut act =
            Act { incident, facility, world, words, decide: Some(decide), drafts: Vec::new(), sealed: Vec::new() };
        if let Some(why) = self.problem.take_if(|problem| matches!(problem, RecordError::Damaged { .. })) {
            // Reading found it since the last append; or it was so from the beginning.
            match self.rung {
                Rung::Spool(_) => self.problem = Some(why),
                Rung::Normal | Rung::Exclusive => self.fall(why, world)?,
            }
        }
        let lines = if matches!(self.rung, Rung::Spool(_)) {
            self.spool(&mut act)?
        } else {
            match self.commit(&mut act) {
                Err(AppendError::Record(error)) if error.is_of_the_disk() || error.closes_the_database() => {
                    self.climb_down(&mut act, error)?
                }
                result => result?,
            }
        };
        if !lines.is_empty() {
            // Beside the others mirrors read the database; what they cannot find there is given to them.
            let handed: &[Line] = if self.rung == Rung::Normal { &[] } else { &lines };
            self.mirrors.follow(handed.iter());
        }
        Ok(Appended { lines })
    }

    /// After a failed commit: the database anew, the database for us alone, the text file.
    fn climb_down<E, F>(&mut self, act: &mut Act<'_, F>, error: RecordError) -> Result<Vec<Line>, AppendError<E>>
    where
        F: FnOnce(&Lines) -> Result<Vec<Draft>, E>,
    {
        let mut why = error;
        for mode in [Mode::Normal, Mode::Exclusive] {
            if !why.is_of_the_disk() {
                break;
            }
            match self.reopen(mode).map_err(AppendError::from).and_then(|()| self.commit(act)) {
                Err(AppendError::Record(error)) if error.is_of_the_disk() || error.closes_the_database() => why = error,
                // The disk failed before the lock did: that another program has the database open is no reason to wait.
                Err(AppendError::Record(RecordError::Busy)) => {}
                Ok(lines) => {
                    if mode == Mode::Exclusive {
                        self.problem = Some(why);
                    }
                    return Ok(lines);
                }
                refused => return refused,
            }
        }
        self.fall(why, act.world)?;
        self.spool(act)
    }

    /// One transaction in the database.
    fn commit<E, F>(&mut self, act: &mut Act<'_, F>) -> Result<Vec<Line>, AppendError<E>>
    where
        F: FnOnce(&Lines) -> Result<Vec<Draft>, E>,
    {
        let said = |error| RecordError::of_sqlite(&self.path, error);
        let Some(connection) = &self.connection else {
            let source = std::io::Error::from(std::io::ErrorKind::NotConnected);
            return Err(RecordError::Io { path: self.path.clone(), source }.into());
        };
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(said)?;
        let known = Self::entry(&mut self.known, &self.spooled, act.incident);
        known.catch_up(&transaction, act.incident).map_err(said)?;
        if !act.sealed.is_empty() && act.sealed.iter().all(|line| known.lines.get(&line.hash()).is_some()) {
            // The commit that failed reached the disk after all. What a failed fsync left behind is not known to be durable: moving
            // it from the journal into the file writes and syncs it once more.
            drop(transaction);
            let blocked: i64 =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(said)?;
            if blocked != 0 {
                let source = std::io::Error::other("the journal could not be moved into the file");
                return Err(RecordError::Io { path: self.path.clone(), source }.into());
            }
            let lines = std::mem::take(&mut act.sealed);
            if let Some(line) = lines.last() {
                self.origin = line.envelope.origin.clone();
            }
            return Ok(lines);
        }
        act.decide(&known.lines)?;
        if act.drafts.is_empty() {
            return Ok(Vec::new());
        }
        let mut origin = self.origin.clone();
        if !known.may_continue(&origin) {
            origin = origin::mint(act.world)?;
            origin::adopt(&transaction, &origin, &origin::place_of(&self.path, &self.path)).map_err(said)?;
        }
        let union = origin::is_union_new(&transaction, act.incident).map_err(said)?;
        let lines = seal(known, act, &origin, union)?;
        let mut last = 0;
        for line in &lines {
            last = insert(&transaction, line).map_err(said)?;
        }
        if union {
            origin::forget_union(&transaction, act.incident).map_err(said)?;
        }
        act.sealed.clone_from(&lines);
        transaction.commit().map_err(said)?;
        self.origin = origin;
        known.seen(last);
        for line in &lines {
            known.add(line.clone());
        }
        Ok(lines)
    }

    /// One write to a text file, the first that takes it.
    fn spool<E, F>(&mut self, act: &mut Act<'_, F>) -> Result<Vec<Line>, AppendError<E>>
    where
        F: FnOnce(&Lines) -> Result<Vec<Draft>, E>,
    {
        // What cannot be read now does not keep anybody from recording.
        drop(self.catch_up(act.incident));
        let known = Self::entry(&mut self.known, &self.spooled, act.incident);
        act.decide(&known.lines)?;
        if act.drafts.is_empty() {
            return Ok(Vec::new());
        }
        let commit_tried = !act.sealed.is_empty();
        let folders = self.spool_folders();
        let mut folders = folders.iter();
        let mut failure = None;
        loop {
            let mut writer = if let Some(writer) = self.writer.take() {
                writer
            } else {
                let Some(folder) = folders.next() else { break };
                let origin = origin::mint(act.world)?;
                match SpoolWriter::begin(folder, self.book, &origin) {
                    Ok(writer) => {
                        self.origin = origin;
                        writer
                    }
                    Err(source) => {
                        failure = Some((folder.path.clone(), source));
                        continue;
                    }
                }
            };
            let known = Self::entry(&mut self.known, &self.spooled, act.incident);
            let lines = seal(known, act, &self.origin, false)?;
            match writer.append(&lines) {
                Ok(()) => {
                    self.rung = Rung::Spool(writer.path().to_path_buf());
                    self.writer = Some(writer);
                    let spooled = self.spooled.entry(act.incident.clone()).or_default();
                    for line in &lines {
                        known.add(line.clone());
                        spooled.insert(line.clone());
                    }
                    return Ok(lines);
                }
                Err(source) => failure = Some((writer.path().to_path_buf(), source)),
            }
        }
        let (path, source) = failure.unwrap_or_else(|| (self.path.clone(), std::io::ErrorKind::NotFound.into()));
        Err(RecordError::Spool { path, source, commit_tried }.into())
    }
}

/// Writes the drafts as lines that continue the origin's series, with the lines before them that the record owes.
fn seal<F>(known: &Known, act: &Act<'_, F>, origin: &Id, union: bool) -> Result<Vec<Line>, RecordError> {
    let now = act.world.now();
    let mut drafts = Vec::with_capacity(act.drafts.len() + 2);
    let (mut seq, mut prev) = (0, Hash::ZERO);
    let begins = matches!(act.drafts.first().map(|draft| &draft.event), Some(Event::Opened(_)));
    if let Some(head) = known.head(origin) {
        (seq, prev) = (head.seq, head.hash);
        let behind = known.lines.get(&head.hash).map_or(0, |last| seconds_behind(now, last.envelope.recorded_at));
        if behind > 0 {
            let event = Event::ClockStepped(ClockStepped { behind_seconds: behind });
            drafts.push(own_draft(now, event, act.words.clock_stepped(behind)));
        }
    } else if !begins && (!is_standing(act.incident) || !known.lines.is_empty()) {
        // The standing series has no opening; whatever is its earliest line stands for it. So it does for an incident of which the
        // opening line cannot be read.
        let opening = known.lines.opening().or_else(|| known.lines.iter().next()).map(|line| line.hash());
        let opening = opening.ok_or_else(|| RecordError::NoOpening { incident: act.incident.clone() })?;
        prev = opening;
        drafts.push(own_draft(now, Event::Joined(Joined { opening }), act.words.joined(origin)));
    }
    if union {
        let heads = known.heads();
        let text = act.words.heads_seen(&heads);
        drafts.push(own_draft(now, Event::HeadsSeen(HeadsSeen { heads }), text));
    }
    drafts.extend(act.drafts.iter().cloned());

    let wall = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    let mut clock = known.lines.latest_clock();
    let mut lines = Vec::with_capacity(drafts.len());
    for draft in drafts {
        seq += 1;
        clock = next_clock(wall, clock).min(MAX_CLOCK);
        let seal = Seal {
            facility: act.facility.clone(),
            incident: act.incident.clone(),
            origin: origin.clone(),
            seq,
            prev,
            clock,
            recorded_at: now,
        };
        let line = Line::seal(draft, seal)?;
        prev = line.hash();
        lines.push(line);
    }
    Ok(lines)
}

/// By how much the clock is behind, where that is worth a line; else 0.
fn seconds_behind(now: Moment, last: Moment) -> u64 {
    let behind = (last - now).num_seconds();
    if behind > CLOCK_TOLERANCE_SECONDS { u64::try_from(behind).unwrap_or(0) } else { 0 }
}

/// A line that nobody typed.
fn own_draft(now: Moment, event: Event, text: String) -> Draft {
    Draft { occurred: When::now(now), by: None, for_: None, via: None, from: None, to: None, event, text }
}
