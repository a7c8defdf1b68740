//! The words of findings: the same on a screen, in a command and on paper.

use chrono::NaiveDate;

use crate::domain::facility::Lang;
use crate::domain::readiness::{Finding, Group, Mend, Readiness, State, What};
use crate::domain::wording;
use crate::t;

/// So many names stand in a row; the rest is counted.
const NAMES: usize = 5;

/// 未実施, 期限切れ, …
pub fn state(state: State) -> String {
    match state {
        State::NotDone => t!("readiness-not-done"),
        State::Expired => t!("readiness-expired"),
        State::Check => t!("readiness-check"),
        State::Soon => t!("readiness-soon"),
        State::Done => t!("readiness-done"),
    }
}

/// 連絡先, 代行, …
pub fn group(group: Group) -> String {
    match group {
        Group::Contacts => t!("readiness-group-contacts"),
        Group::Alternates => t!("readiness-group-alternates"),
        Group::Cutoffs => t!("readiness-group-cutoffs"),
        Group::Backups => t!("readiness-group-backups"),
        Group::Patients => t!("readiness-group-patients"),
        Group::Drills => t!("readiness-group-drills"),
        Group::Reviews => t!("readiness-group-reviews"),
        Group::Readings => t!("readiness-group-readings"),
        Group::Papers => t!("readiness-group-papers"),
        Group::Year => t!("readiness-group-year"),
        Group::Samples => t!("readiness-group-samples"),
        Group::Mirrors => t!("readiness-group-mirrors"),
    }
}

/// What a finding is about.
pub fn what(what: &What, lang: Lang) -> String {
    let is = |title: &String| title.clone();
    match what {
        What::Contact(name) | What::Duty(name) => is(name),
        What::NoContacts => t!("readiness-no-contacts"),
        What::Holder(role) => t!("readiness-holder", role = role.as_str()),
        What::Alternate(role) => t!("readiness-alternate", role = role.as_str()),
        What::CutoffPlace(title) => t!("readiness-cutoff-place", title = title.as_str()),
        What::NoCutoffs => t!("readiness-no-cutoffs"),
        What::NoBackups => t!("readiness-no-backups"),
        What::NoneApart => t!("readiness-none-apart"),
        What::BackupPlace(title) => t!("readiness-backup-place", title = title.as_str()),
        What::BackupRestore(title) => t!("readiness-backup-restore", title = title.as_str()),
        What::RestoreTest(title) => t!("readiness-restore-test", title = title.as_str()),
        What::RestoreFailed(title) => t!("readiness-restore-failed", title = title.as_str()),
        What::BackupAge(title) => t!("readiness-backup-age", title = title.as_str()),
        What::BackupFailed(title) => t!("readiness-backup-failed", title = title.as_str()),
        What::BackupUnapproved { title, count } => {
            t!("readiness-backup-unapproved", title = title.as_str(), count = (*count))
        }
        What::BackupAhead(title) => t!("readiness-backup-ahead", title = title.as_str()),
        What::SystemWithoutBackup(title) => t!("readiness-system-without-backup", title = title.as_str()),
        What::SystemWithinReach(title) => t!("readiness-system-within-reach", title = title.as_str()),
        What::SystemOneMethod(title) => t!("readiness-system-one-method", title = title.as_str()),
        What::PatientList(title) => t!("readiness-patient-list", department = title.as_str()),
        What::ListsNeverRecorded(titles) => {
            let departments = titles.join(&t!("list-separator"));
            t!("readiness-lists-never", count = titles.len(), departments = departments)
        }
        What::Holidays => t!("readiness-holidays"),
        What::Review(title) => t!("readiness-review", title = title.as_str()),
        What::Approval(title) => t!("readiness-approval", title = title.as_str()),
        What::Reading { title, version, unread, of } => {
            let head = t!("readiness-reading", title = title.as_str(), version = version.as_str());
            let count = t!("readiness-unread", unread = unread.len(), of = (*of));
            // How many comes first: a long title is cut off at its end.
            if unread.is_empty() { head } else { format!("{count}: {head}") }
        }
        What::ChangedSinceRead(title) => t!("readiness-changed-since-read", title = title.as_str()),
        What::Paper(paper) => wording::paper(*paper, lang).to_owned(),
        What::SampleFacility(count) => t!("readiness-sample-facility", count = (*count)),
        What::SampleContacts(count) => t!("readiness-sample-contacts", count = (*count)),
        What::NoMirror => t!("readiness-no-mirror"),
        What::Mirror { title, word } => wording::with_remark(title, word.as_deref()),
    }
}

/// The names of some people, a few of many.
pub fn names(people: &[String]) -> String {
    let named = people.iter().take(NAMES).cloned().collect::<Vec<_>>().join(&t!("list-separator"));
    match people.len().saturating_sub(NAMES) {
        0 => named,
        more => format!("{named}{}", t!("readiness-more-people", count = more)),
    }
}

/// A day as people read it.
pub fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// When it was done last, and when it is due again: 「最後 2025-11-20、期限 2026-11-20」.
pub fn dates(finding: &Finding) -> Option<String> {
    let last = finding.last.map(|last| t!("readiness-last", date = day(last)));
    let due = finding.due.map(|due| t!("readiness-due", date = day(due)));
    let said: Vec<String> = last.into_iter().chain(due).collect();
    (!said.is_empty()).then(|| said.join(&t!("list-separator")))
}

/// Where it is mended, in one row.
pub fn mend(mend: &Mend) -> String {
    match mend {
        Mend::File(path) => path.clone(),
        Mend::Duty(duty) => format!("sonae readiness done {duty}"),
        Mend::Read(path) => format!("sonae readiness read {path} --reader …"),
        Mend::Print(paper) => format!("sonae print {}", paper.word()),
        Mend::Patients(departments) => {
            let one = departments.first().map_or("…", |id| id.as_str());
            format!("sonae mode patients {one} --place … --quiet")
        }
    }
}

/// What to do about it.
pub fn to_do(finding: &Finding) -> String {
    match &finding.mend {
        Mend::File(path) => t!("readiness-do-file", path = path.as_str()),
        Mend::Duty(_) => t!("readiness-do-duty"),
        Mend::Read(_) => t!("readiness-do-read"),
        Mend::Print(_) => t!("readiness-do-print"),
        Mend::Patients(_) => t!("readiness-do-patients"),
    }
}

/// A finding in one row: how it stands, what it is, when.
pub fn in_one_row(finding: &Finding, lang: Lang) -> String {
    let said = format!("{} {}", state(finding.state), what(&finding.what, lang));
    wording::with_remark(&said, dates(finding).as_deref())
}

/// How much is open, in one row: 「未実施 3・期限切れ 2・見本 43件」. `None`: nothing is.
pub fn counts(readiness: &Readiness) -> Option<String> {
    let count = |state| readiness.count(state);
    let not_done = (count(State::NotDone), t!("readiness-count-not-done", count = count(State::NotDone)));
    let expired = (count(State::Expired), t!("readiness-count-expired", count = count(State::Expired)));
    let soon = (count(State::Soon), t!("readiness-count-soon", count = count(State::Soon)));
    let samples = (readiness.samples(), t!("readiness-count-samples", count = readiness.samples()));
    // What is a sample is also to be checked, and is counted as what it is.
    let check = readiness.findings.iter();
    let check = check.filter(|found| found.state == State::Check && found.group != Group::Samples).count();
    let check = (check, t!("readiness-count-check", count = check));
    let said: Vec<String> = [not_done, expired, check, soon, samples]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, said)| said)
        .collect();
    (!said.is_empty()).then(|| said.join(&t!("readiness-count-separator")))
}
