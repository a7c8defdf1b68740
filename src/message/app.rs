//! The words for what goes wrong around the rules: record, site, times, files.

use super::{Exit, Message, safe};
use crate::app::AppError;
use crate::record::{Kept, LeftOut, Reason, RecordError, Rung};
use crate::t;
use crate::text::spoken_time::SpokenTimeError;

impl From<&AppError> for Message {
    fn from(error: &AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::from(refusal),
            AppError::Record(error) => Self::from(error),
            AppError::Site(error) => {
                let detail = safe(&error.to_string());
                Self::new("site", Exit::Data, t!("error-site", detail = detail))
                    .hint_by_face(t!("error-site-hint"), t!("screen-site"))
            }
            AppError::Edit(error) => super::edit::edit(error),
            AppError::Import { path, fault } => super::edit::import(path, fault),
            AppError::Time(error) => time(error),
            AppError::NoIncident => Self::new("no-incident", Exit::Refused, t!("error-no-incident"))
                .hint_by_face(t!("error-no-incident-hint"), t!("screen-incident")),
            AppError::SeveralIncidents(ids) => {
                Self::new("several-incidents", Exit::Refused, t!("error-several-incidents"))
                    .hint_by_face(t!("error-several-incidents-hint", ids = super::names(ids)), t!("screen-incident"))
            }
            AppError::Output { path, source } => {
                let detail = safe(&source.to_string());
                Self::new("output", Exit::Refused, t!("error-output", path = safe(path), detail = detail))
                    .meaning(t!("record-untouched"))
                    .hint_by_face(t!("error-output-hint"), t!("screen-output"))
            }
            AppError::Mail(fault) => super::mail::fault(fault),
            AppError::Manifest(fault) => super::manifest::fault(fault),
            AppError::Input { path, source } => {
                let detail = safe(&source.to_string());
                Self::new("input", Exit::Data, t!("error-input", path = safe(path), detail = detail))
            }
        }
    }
}

impl From<AppError> for Message {
    fn from(error: AppError) -> Self {
        Self::from(&error)
    }
}

impl From<&RecordError> for Message {
    fn from(error: &RecordError) -> Self {
        let failed = |code, what| {
            let meaning = match error.kept() {
                Kept::No => t!("record-not-written"),
                Kept::Perhaps => t!("record-perhaps-written"),
            };
            Self::new(code, Exit::Record, what).meaning(meaning)
        };
        match error {
            RecordError::Busy => failed("record-busy", t!("error-busy")).hint(t!("error-busy-hint")),
            RecordError::ReadOnly { path } => {
                failed("record-read-only", t!("error-read-only", path = safe(&path.display().to_string())))
                    .hint_by_face(t!("error-medium-hint"), t!("screen-medium"))
            }
            RecordError::Full { path } => {
                failed("record-full", t!("error-full", path = safe(&path.display().to_string())))
                    .hint(t!("error-full-hint"))
            }
            RecordError::Damaged { detail } => failed("record-damaged", t!("error-damaged", detail = safe(detail)))
                .hint(t!("error-damaged-hint"))
                .hint(t!("error-paper-hint")),
            RecordError::Newer { found } => {
                failed("record-newer", t!("error-newer", found = (*found))).hint(t!("error-newer-hint"))
            }
            RecordError::NotOurs { .. } => failed("record-not-ours", t!("error-not-ours"))
                .hint_by_face(t!("error-not-ours-hint"), t!("screen-medium")),
            RecordError::Io { path, source } => {
                let (path, detail) = (safe(&path.display().to_string()), safe(&source.to_string()));
                failed("record-io", t!("error-io", path = path, detail = detail))
                    .hint_by_face(t!("error-medium-hint"), t!("screen-medium"))
            }
            RecordError::Spool { path, source, .. } => {
                let (path, detail) = (safe(&path.display().to_string()), safe(&source.to_string()));
                failed("record-nowhere", t!("error-spool", path = path, detail = detail))
                    .hint_by_face(t!("error-medium-hint"), t!("screen-medium"))
                    .hint(t!("error-paper-hint"))
            }
            RecordError::Line(error) => failed("record-line", t!("error-line", detail = safe(&error.to_string()))),
            RecordError::WrongBook { incident } => {
                failed("record-wrong-book", t!("error-wrong-book", incident = incident.to_string()))
            }
            RecordError::NoOpening { incident } => {
                failed("record-no-opening", t!("error-no-opening", incident = incident.to_string()))
                    .hint_by_face(t!("refusal-incident-hint"), t!("screen-incident"))
            }
            RecordError::OtherFacility { incident, opened_by, given } => {
                let (incident, opened_by, given) = (incident.to_string(), opened_by.to_string(), given.to_string());
                let what = t!("error-other-facility", incident = incident, opened = opened_by, given = given);
                failed("record-other-facility", what).hint(t!("error-other-facility-hint"))
            }
            RecordError::NoRandomness => failed("record-no-randomness", t!("error-no-randomness")),
        }
    }
}

/// A record that could not be used as it is, while recording goes on elsewhere.
pub fn problem(error: &RecordError, spool: &std::path::Path) -> String {
    let what = Message::from(error).what;
    t!("record-on-spool", what = what, path = safe(&spool.display().to_string()))
}

/// How a record stands that is not as it should be, in words for a line that stays in sight: where lines go now.
pub fn standing(error: &RecordError, rung: &Rung) -> String {
    match rung {
        Rung::Spool(path) => problem(error, path),
        Rung::Exclusive => t!("record-alone", what = Message::from(error).what),
        Rung::Normal => Message::from(error).what,
    }
}

/// A site folder that cannot be used, in words for a line that stays in sight.
pub fn site_unusable(error: &crate::site::SiteError) -> String {
    t!("cli-site-unusable", detail = safe(&error.to_string()))
}

/// What lies in a spool and was not taken in.
pub fn left_out(left_out: &LeftOut) -> String {
    let path = safe(&left_out.at.display().to_string());
    match left_out.reason {
        Reason::NotSafe => t!("spool-not-safe", path = path),
        Reason::OtherFacility(lines) => t!("spool-other-facility", path = path, lines = lines),
    }
}

/// What happened to lines that lay in spools when the records were opened.
pub fn spool_remarks(taken_in: usize, left: &[LeftOut]) -> Vec<String> {
    let taken_in = (taken_in > 0).then(|| t!("record-taken-in", lines = taken_in));
    // A folder that is not to be trusted is for `verify` to name: anybody can make one.
    let left = left.iter().filter(|left| matches!(left.reason, Reason::OtherFacility(_)));
    taken_in.into_iter().chain(left.map(left_out)).collect()
}

fn time(error: &SpokenTimeError) -> Message {
    let what = match error {
        SpokenTimeError::Empty => t!("error-time-empty"),
        SpokenTimeError::NotUnderstood { rest } => t!("error-time", words = safe(rest)),
        SpokenTimeError::NoSuchTime(words) => t!("error-time-no-such", words = safe(words)),
        SpokenTimeError::NoSuchDate(words) => t!("error-date-no-such", words = safe(words)),
        SpokenTimeError::NoTime(words) => t!("error-time-date-only", words = safe(words)),
    };
    Message::new("time", Exit::Usage, what).hint(t!("error-time-hint"))
}
