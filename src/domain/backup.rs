//! How the backups of a facility stand against what it promised itself.
//!
//! Owns which work counts as the newest and what falls short; pure. A line from the future proves nothing: a clock was wrong, or a
//! date was mistyped. It is named, and counts as nothing else.

use std::collections::HashSet;

use chrono::{NaiveDate, TimeDelta};

use super::entry::Entry;
use super::event::{BackupApproved, BackupResult, BackupTaken, BackupTested, Event, ManifestMade};
use super::facility::{Backup, Facility};
use super::hash::Hash;
use super::id::Id;
use super::incident::Incident;
use super::readiness::dates::{self, State, date_of, standing};
use super::standing::{Noted, noted};
use super::when::Moment;
use super::year::YearDuty;

/// So much later than now is the same now on another clock.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// After so many days, work that nobody has approved is named.
pub const APPROVE_WITHIN_DAYS: i64 = 7;

/// What falls short of what a facility promised itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Short {
    /// A line about it has a time that lies ahead.
    Ahead(Moment),
    /// It was to be taken, and the record has no such work.
    NeverTaken,
    /// The newest is older than it may be.
    TooOld {
        /// When it was taken.
        taken: Moment,
        /// Up to when it was in time.
        until: Moment,
    },
    /// The newest attempt failed.
    LastFailed(Moment),
    /// Work waits for approval for longer than it should.
    Unapproved {
        /// How many lines of work.
        count: usize,
        /// The oldest.
        oldest: Moment,
    },
    /// Nobody has tried to restore it.
    NeverTested,
    /// The last try is too long ago.
    TestTooOld(NaiveDate),
    /// It was tried, and could not be used.
    TestFailed(NaiveDate),
}

/// How a backup stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupState<'a> {
    /// What the facility promised itself.
    pub backup: &'a Backup,
    /// The newest that was taken.
    pub taken: Option<Noted<'a, BackupTaken>>,
    /// The approval of that work.
    pub approved: Option<Noted<'a, BackupApproved>>,
    /// The day on which restoring it was last tried with success, by record or file.
    pub tested: Option<NaiveDate>,
    /// What falls short.
    pub short: Vec<Short>,
}

/// Which systems have too few kinds of backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SystemShort {
    /// None is written down.
    NoBackup,
    /// What encrypts the network encrypts every generation of it.
    AllWithinReach,
    /// All of them are taken by one method (数世代を複数の方式で).
    OneMethod,
}

/// Work on backups, in the order of the record.
pub fn taken(series: &Incident) -> impl Iterator<Item = Noted<'_, BackupTaken>> {
    noted(series, |event| match event {
        Event::BackupTaken(taken) => Some(taken),
        _ => None,
    })
}

/// Restore tests, in the order of the record.
pub fn tested(series: &Incident) -> impl Iterator<Item = Noted<'_, BackupTested>> {
    noted(series, |event| match event {
        Event::BackupTested(tested) => Some(tested),
        _ => None,
    })
}

/// The approval of some work.
pub fn approval_of<'a>(series: &'a Incident, work: &Hash) -> Option<Noted<'a, BackupApproved>> {
    noted(series, |event| match event {
        Event::BackupApproved(approved) => Some(approved),
        _ => None,
    })
    .find(|approved| approved.what.work == *work)
}

/// The line that says of this list of hashes that it was made here.
pub fn manifest_made<'a>(series: &'a Incident, sha256: &Hash) -> Option<Noted<'a, ManifestMade>> {
    noted(series, |event| match event {
        Event::ManifestMade(made) => Some(made),
        _ => None,
    })
    .find(|made| made.what.sha256 == *sha256)
}

/// Work that waits for approval, oldest first: what was taken or tried, and is not withdrawn.
pub fn unapproved(series: &Incident) -> Vec<(Moment, Hash, &Id)> {
    let approvals = noted(series, |event| match event {
        Event::BackupApproved(approved) => Some(approved),
        _ => None,
    });
    let approved: HashSet<Hash> = approvals.map(|approved| approved.what.work).collect();
    let of_taken = taken(series).map(|work| (work.at, work.entry.hash(), &work.what.backup));
    let of_tested = tested(series).map(|work| (work.at, work.entry.hash(), &work.what.backup));
    let mut open: Vec<_> = of_taken.chain(of_tested).filter(|(_, work, _)| !approved.contains(work)).collect();
    open.sort_by_key(|(at, work, _)| (*at, *work));
    open
}

/// The year's duty that says how often restoring is tried, where a backup does not.
const RESTORE_TEST: &str = "restore-test";

/// What the facility promised itself, against the standing series.
#[derive(Debug, Clone)]
pub struct Register<'a> {
    /// Each backup, in the order of the facility.
    pub backups: Vec<BackupState<'a>>,
    /// Systems that are backed up too little.
    pub systems: Vec<(&'a Id, SystemShort)>,
    /// Work that waits for approval, oldest first.
    pub unapproved: Vec<&'a Entry>,
}

/// The whole register as it stands now. `year`: the duties of the year.
pub fn register<'a>(facility: &'a Facility, series: &'a Incident, year: &[YearDuty], now: Moment) -> Register<'a> {
    let months = year.iter().find(|duty| duty.id.as_str() == RESTORE_TEST).map(|duty| duty.every_months);
    Register {
        backups: states(facility, series, months, now),
        systems: of_systems(facility),
        unapproved: unapproved(series).iter().filter_map(|(_, work, _)| series.entry(work)).collect(),
    }
}

/// How each backup stands now, in the order of the facility. `months`: after how many a restore test is due where the backup does
/// not say.
pub fn states<'a>(
    facility: &'a Facility,
    series: &'a Incident,
    months: Option<u16>,
    now: Moment,
) -> Vec<BackupState<'a>> {
    let waiting = unapproved(series);
    facility.backups.iter().map(|backup| state(facility, series, backup, &waiting, months, now)).collect()
}

fn state<'a>(
    facility: &Facility,
    series: &'a Incident,
    backup: &'a Backup,
    waiting: &[(Moment, Hash, &Id)],
    months: Option<u16>,
    now: Moment,
) -> BackupState<'a> {
    let mut short = Vec::new();
    let ahead = |at: Moment| at > now + TOLERANCE;
    let of: Vec<_> = taken(series).filter(|work| work.what.backup == backup.id).collect();
    let tests: Vec<_> = tested(series).filter(|work| work.what.backup == backup.id).collect();
    let times = of.iter().map(|work| work.at).chain(tests.iter().map(|work| work.at));
    short.extend(times.filter(|at| ahead(*at)).max().map(Short::Ahead));

    let newest = |result| of.iter().filter(|work| !ahead(work.at) && work.what.result == result).max_by_key(|w| w.at);
    let last = newest(BackupResult::Ok).cloned();
    if let Some(max_age) = backup.max_age {
        let until = |at: Moment| at.checked_add_signed(TimeDelta::minutes(i64::from(max_age))).unwrap_or(at);
        match &last {
            None => short.push(Short::NeverTaken),
            Some(work) if until(work.at) < now => {
                short.push(Short::TooOld { taken: work.at, until: until(work.at) });
            }
            Some(_) => {}
        }
    }
    let failed = newest(BackupResult::Failed).filter(|failed| last.as_ref().is_none_or(|last| failed.at > last.at));
    short.extend(failed.map(|failed| Short::LastFailed(failed.at)));

    let limit = now - TimeDelta::days(APPROVE_WITHIN_DAYS);
    let late: Vec<Moment> =
        waiting.iter().filter(|(at, _, id)| **id == backup.id && *at < limit).map(|(at, ..)| *at).collect();
    short.extend(late.first().map(|oldest| Short::Unapproved { count: late.len(), oldest: *oldest }));

    let tests: Vec<_> = tests.into_iter().filter(|test| !ahead(test.at)).collect();
    let worked = tests.iter().filter(|test| test.what.worked).map(|test| date_of(facility, test.at));
    let by_file = backup.tested.as_deref().and_then(dates::read);
    let day = worked.chain(by_file).max();
    let failed = tests.iter().max_by_key(|test| test.at).filter(|test| !test.what.worked);
    let failed =
        failed.map(|test| date_of(facility, test.at)).filter(|failed| by_file.is_none_or(|day| day <= *failed));
    short.extend(failed.map(Short::TestFailed));
    let stands = standing(day, backup.test_every.or(months), date_of(facility, now));
    match (stands.state, day) {
        (_, None) if failed.is_none() => short.push(Short::NeverTested),
        (State::Expired, Some(day)) => short.push(Short::TestTooOld(day)),
        _ => {}
    }
    let approved = last.as_ref().and_then(|work| approval_of(series, &work.entry.hash()));
    BackupState { backup, taken: last, approved, tested: day, short }
}

/// Which systems have too few kinds of backup. One of which the facility says that none is taken, and why, is not asked again.
pub fn of_systems(facility: &Facility) -> Vec<(&Id, SystemShort)> {
    let systems = facility.systems.iter().filter(|system| system.without_backup.is_none());
    let of = |system: &Id| facility.backups.iter().filter(|backup| backup.system == *system).collect::<Vec<_>>();
    systems
        .flat_map(|system| {
            let backups = of(&system.id);
            let short = |is: bool, short: SystemShort| is.then_some((&system.id, short));
            let mut methods: Vec<&str> = backups.iter().map(|backup| backup.method.trim()).collect();
            methods.sort_unstable();
            methods.dedup();
            let is_backed_up = !backups.is_empty();
            let found = [
                short(!is_backed_up, SystemShort::NoBackup),
                short(is_backed_up && !backups.iter().any(|backup| backup.apart), SystemShort::AllWithinReach),
                short(is_backed_up && methods.len() < 2, SystemShort::OneMethod),
            ];
            found.into_iter().flatten()
        })
        .collect()
}
