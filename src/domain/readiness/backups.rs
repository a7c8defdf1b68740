//! What is backed up, where that lies, how old it is, and whether restoring it was tried.
//!
//! Of what is invented nothing was promised: those are counted as samples, and only what a sample leaves blank is named.

use super::super::backup::{BackupState, Short, SystemShort, of_systems, states};
use super::facility::FILE;
use super::{Finding, Group, Input, Mend, State, What, date_of, standing};

fn mend() -> Mend {
    Mend::File(FILE.to_owned())
}

fn found(what: What, state: State) -> Finding {
    Finding::new(Group::Backups, what, state, mend())
}

pub(super) fn backups(input: &Input<'_>) -> Vec<Finding> {
    let backups = &input.facility.backups;
    if backups.is_empty() {
        return vec![found(What::NoBackups, State::NotDone)];
    }
    let mut all = Vec::new();
    let none_apart = !backups.iter().any(|backup| backup.apart);
    if none_apart {
        all.push(found(What::NoneApart, State::NotDone));
    }
    let states = states(input.facility, input.series, input.months("restore-test"), input.now);
    all.extend(states.iter().flat_map(|state| of_backup(state, input)));
    all.extend(systems(input, none_apart));
    all
}

fn of_backup(state: &BackupState<'_>, input: &Input<'_>) -> Vec<Finding> {
    let backup = state.backup;
    let keeper = backup.keeper.as_ref().map(|role| input.facility.role_title(role.as_str()));
    let title = || backup.title.clone();
    let mut all = Vec::new();
    let blanks = [(What::BackupPlace(title()), &backup.place), (What::BackupRestore(title()), &backup.restore)];
    all.extend(
        blanks.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(what, _)| found(what, State::NotDone)),
    );
    let every = backup.test_every.or(input.months("restore-test"));
    all.push(found(What::RestoreTest(title()), State::NotDone).stands(standing(state.tested, every, input.today)));
    if backup.max_age.is_some() && !backup.sample {
        all.push(age(state, input));
    }
    for short in state.short.iter().filter(|_| !backup.sample) {
        let what = match short {
            Short::Ahead(_) => What::BackupAhead(title()),
            Short::LastFailed(_) => What::BackupFailed(title()),
            Short::Unapproved { count, .. } => What::BackupUnapproved { title: title(), count: *count },
            Short::TestFailed(_) => What::RestoreFailed(title()),
            // These stand above, with their dates.
            Short::NeverTaken | Short::TooOld { .. } | Short::NeverTested | Short::TestTooOld(_) => continue,
        };
        let last = match short {
            Short::Ahead(at) | Short::LastFailed(at) | Short::Unapproved { oldest: at, .. } => {
                Some(date_of(input.facility, *at))
            }
            Short::TestFailed(day) => Some(*day),
            _ => None,
        };
        all.push(Finding { last, ..found(what, State::Check) });
    }
    all.into_iter().map(|finding| finding.whose(keeper)).collect()
}

/// When it was last taken, and up to when that is in time.
fn age(state: &BackupState<'_>, input: &Input<'_>) -> Finding {
    let stands = state.short.iter().find_map(|short| match short {
        Short::NeverTaken => Some((State::NotDone, None)),
        Short::TooOld { until, .. } => Some((State::Expired, Some(date_of(input.facility, *until)))),
        _ => None,
    });
    let (as_, due) = stands.unwrap_or((State::Done, None));
    let last = state.taken.as_ref().map(|taken| date_of(input.facility, taken.at));
    Finding { last, due, ..found(What::BackupAge(state.backup.title.clone()), as_) }
}

/// Systems of the facility's own that are backed up too little.
fn systems(input: &Input<'_>, none_apart: bool) -> Vec<Finding> {
    let of = |(id, short): (&super::Id, SystemShort)| {
        let system = input.facility.system(id.as_str()).filter(|system| !system.sample)?;
        let title = system.title.clone();
        Some(match short {
            SystemShort::NoBackup => found(What::SystemWithoutBackup(title), State::NotDone),
            // Said of all of them already.
            SystemShort::AllWithinReach if none_apart => return None,
            SystemShort::AllWithinReach => found(What::SystemWithinReach(title), State::NotDone),
            SystemShort::OneMethod => found(What::SystemOneMethod(title), State::Check),
        })
    };
    of_systems(input.facility).into_iter().filter_map(of).collect()
}
