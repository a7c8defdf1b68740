//! The words of backups: how each stands and what falls short, the same in a command and on a screen.

use crate::domain::backup::{APPROVE_WITHIN_DAYS, BackupState, Short, SystemShort};
use crate::domain::entry::Entry;
use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::manifest::{Checked, Finding, Kind, LineFault};
use crate::t;

/// A moment on the facility's clock.
pub fn moment(facility: &Facility, at: Moment) -> String {
    wording::moment(facility, at)
}

/// A backup in a few rows: what it is, when it was last taken, approved and tried, and what falls short.
pub fn rows(state: &BackupState<'_>, facility: &Facility) -> Vec<String> {
    let backup = state.backup;
    let mark = if state.short.is_empty() { "[x]" } else { "!" };
    let sample = if backup.sample { t!("backup-sample-mark") } else { String::new() };
    let mut rows =
        vec![format!("{mark} {}{sample}  ({})", backup.title, backup.id), format!("    {}", about(state, facility))];
    rows.push(format!("    {}", last(state, facility)));
    rows.extend(state.short.iter().map(|found| format!("    ! {}", short(found, facility))));
    rows
}

/// What it is: system, how often, generations, on what, whether out of reach, where.
pub fn about(state: &BackupState<'_>, facility: &Facility) -> String {
    let backup = state.backup;
    let system = facility.system(backup.system.as_str()).map_or(backup.system.as_str(), |system| system.title.as_str());
    let reach = if backup.apart { t!("backup-apart") } else { t!("backup-within-reach") };
    let place = Some(backup.place.as_str()).filter(|place| !place.is_empty());
    let generations = t!("backup-generations", count = backup.generations);
    let parts = [system, backup.frequency.as_str(), &generations, &backup.medium, &reach];
    parts.into_iter().chain(place).collect::<Vec<_>>().join(" / ")
}

/// When it was last taken, approved and tried.
pub fn last(state: &BackupState<'_>, facility: &Facility) -> String {
    let never = || t!("backup-never");
    let taken = state.taken.as_ref().map_or_else(never, |taken| moment(facility, taken.at));
    let approved = match (&state.taken, &state.approved) {
        (None, _) => None,
        (Some(_), None) => Some(t!("backup-not-approved")),
        (Some(taken), Some(approved)) => {
            let person = approved.entry.actor();
            let own = person.zip(taken.entry.actor()).is_some_and(|(one, other)| one.same_person(other));
            let name = person.map(|who| wording::who(facility, who)).unwrap_or_default();
            Some(if own { t!("backup-approved-own", who = name) } else { t!("backup-approved", who = name) })
        }
    };
    let tested = state.tested.map_or_else(never, |day| day.to_string());
    let taken = [Some(t!("backup-taken", at = taken)), approved, Some(t!("backup-tested", at = tested))];
    taken.into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

/// What falls short, in one row.
pub fn short(short: &Short, facility: &Facility) -> String {
    match short {
        Short::Ahead(at) => t!("backup-short-ahead", at = moment(facility, *at)),
        Short::NeverTaken => t!("backup-short-never-taken"),
        Short::TooOld { until, .. } => t!("backup-short-too-old", until = moment(facility, *until)),
        Short::LastFailed(at) => t!("backup-short-last-failed", at = moment(facility, *at)),
        Short::Unapproved { count, oldest } => t!(
            "backup-short-unapproved",
            count = (*count),
            days = APPROVE_WITHIN_DAYS,
            oldest = moment(facility, *oldest)
        ),
        Short::NeverTested => t!("backup-short-never-tested"),
        Short::TestTooOld(day) => t!("backup-short-test-too-old", day = day.to_string()),
        Short::TestFailed(day) => t!("backup-short-test-failed", day = day.to_string()),
    }
}

/// What a system lacks, in a word for programs.
pub fn system_word(short: &SystemShort) -> &'static str {
    match short {
        SystemShort::NoBackup => "no-backup",
        SystemShort::AllWithinReach => "all-within-reach",
        SystemShort::OneMethod => "one-method",
    }
}

/// What a system lacks.
pub fn system(facility: &Facility, id: &Id, short: &SystemShort) -> String {
    let known = facility.system(id.as_str());
    let mut title = known.map_or_else(|| id.to_string(), |system| system.title.clone());
    if known.is_some_and(|system| system.sample) {
        title.push_str(&t!("backup-sample-mark"));
    }
    match short {
        SystemShort::NoBackup => t!("readiness-system-without-backup", title = title),
        SystemShort::AllWithinReach => t!("readiness-system-within-reach", title = title),
        SystemShort::OneMethod => t!("readiness-system-one-method", title = title),
    }
}

/// A line of work that waits for approval: its number, when, who, what.
pub fn work(facility: &Facility, entry: &Entry) -> String {
    let at = entry.at().map_or_else(|| t!("backup-time-unknown"), |at| moment(facility, at));
    let who = entry.actor().map(|who| wording::who(facility, who)).unwrap_or_default();
    format!("#{} {at} {who} {}", entry.number, entry.text())
}

/// What was found in a folder, a row each, in full.
pub fn findings(found: &[Finding]) -> Vec<String> {
    found.iter().map(|found| format!("! {}", finding(found))).collect()
}

/// How often what was found.
pub fn counts(checked: &Checked) -> Option<String> {
    let lang = crate::i18n::current();
    let counts = checked.counts();
    let said = counts
        .iter()
        .map(|(what, count)| t!("manifest-count", what = wording::backup::finding(what, lang), count = (*count)));
    (!counts.is_empty()).then(|| said.collect::<Vec<_>>().join(&t!("list-separator")))
}

/// What was found, with the file that it is about.
pub fn finding(found: &Finding) -> String {
    let what = wording::backup::finding(found.kind.word(), crate::i18n::current());
    let name = found.name.to_string();
    let more = match &found.kind {
        Kind::Truncated { was, is } | Kind::Grown { was, is } => Some(t!("manifest-was-is", was = (*was), is = (*is))),
        Kind::Unreadable { after: Some(after), error } => {
            Some(t!("manifest-read-until", after = (*after), detail = error.as_str()))
        }
        Kind::Unreadable { after: None, error } => Some(error.clone()),
        Kind::BadLine { line, fault } => Some(match fault {
            LineFault::NoHash => t!("manifest-line-no-hash", line = (*line)),
            LineFault::NoName => t!("manifest-line-no-name", line = (*line)),
            LineFault::TooLong => t!("manifest-line-too-long", line = (*line)),
            LineFault::AndMore => t!("manifest-line-and-more", line = (*line)),
        }),
        Kind::UnsafePath { line } | Kind::Duplicate { line } => Some(t!("manifest-line", line = (*line))),
        _ => None,
    };
    let said = if name.is_empty() { what.to_owned() } else { format!("{what}: {name}") };
    wording::with_remark(&said, more.as_deref())
}
