//! The runbooks as files: gone through, approved, read by everybody, and printed as they are today.

use super::super::event::{FileRead, Paper, PaperPrinted};
use super::super::facility::Person;
use super::super::standing::{Noted, files_read, papers_printed};
use super::super::who::Who;
use super::{FileHead, Finding, Group, Input, Mend, ReadMark, Reader, Reading, State, What, date_of, dates, standing};

/// When each runbook was last gone through, and whether this edition was approved.
pub(super) fn reviews(input: &Input<'_>) -> Vec<Finding> {
    let of = |file: &FileHead| {
        let mend = || Mend::File(file.path.clone());
        let reviewed = file.reviewed.as_deref().and_then(dates::read);
        let review = Finding::new(Group::Reviews, What::Review(file.title.clone()), State::NotDone, mend())
            .stands(standing(reviewed, input.months("runbook-review"), input.today))
            .whose(Some(&file.owner));
        let approved = file.approved.as_ref().and_then(|approved| dates::read(&approved.on));
        let mut approval = standing(approved, None, input.today);
        // What was approved is the edition of that day, not one that was written later.
        if approved < dates::read(&file.version) && approved.is_some() {
            approval.state = State::Expired;
        }
        let approval = Finding::new(Group::Reviews, What::Approval(file.title.clone()), State::NotDone, mend())
            .stands(approval)
            .whose(Some(&file.owner));
        [review, approval]
    };
    input.runbook_files().flat_map(of).collect()
}

/// Who has read which edition of each runbook.
pub(super) fn readings(input: &Input<'_>) -> Vec<Reading> {
    let of = |file: &FileHead| Reading {
        path: file.path.clone(),
        title: file.title.clone(),
        version: file.version.clone(),
        sha256: file.sha256,
        people: input.facility.people.iter().map(|person| reader(person, file, input)).collect(),
    };
    input.runbook_files().map(of).collect()
}

fn reader(person: &Person, file: &FileHead, input: &Input<'_>) -> Reader {
    let who = Who { id: Some(person.id.clone()), name: person.name.clone(), role: None };
    let by_name = Who::stranger(person.name.clone());
    let is_meant = |reader: &Who| reader.same_person(&who) || reader.same_person(&by_name);
    let read: Vec<Noted<'_, FileRead>> =
        of_file(file, input).filter(|read| read.what.readers.iter().any(is_meant)).collect();
    let this = read.iter().filter(|read| read.what.version == file.version).map(|read| read.at).max();
    let last = read.iter().max_by_key(|read| read.at);
    let mark = match (this, last) {
        (Some(at), _) => ReadMark::Read(date_of(input.facility, at)),
        (None, Some(last)) => ReadMark::Older(last.what.version.clone()),
        (None, None) => ReadMark::Unread,
    };
    Reader { person: person.id.clone(), name: person.name.clone(), mark }
}

fn of_file<'a>(file: &'a FileHead, input: &Input<'a>) -> impl Iterator<Item = Noted<'a, FileRead>> {
    files_read(input.series).filter(|read| read.what.path == file.path)
}

/// Who has not read today's edition, and which runbooks were changed without a new edition.
pub(super) fn of_readings(input: &Input<'_>, readings: &[Reading]) -> Vec<Finding> {
    let mut found = Vec::new();
    for reading in readings {
        let mend = || Mend::Read(reading.path.clone());
        let dates = reading.people.iter().filter_map(|reader| match &reader.mark {
            ReadMark::Read(date) => Some(*date),
            _ => None,
        });
        let last = dates.max();
        let unread: Vec<String> = reading
            .people
            .iter()
            .filter(|reader| !matches!(reader.mark, ReadMark::Read(_)))
            .map(|reader| reader.name.clone())
            .collect();
        // Without anybody on the staff list nobody has read it either.
        let all = unread.is_empty() && !reading.people.is_empty();
        let (title, version) = (reading.title.clone(), reading.version.clone());
        let what = What::Reading { title, version, unread, of: reading.people.len() };
        found.push(Finding { last, ..Finding::there(Group::Readings, what, all, mend()) });
        let Some(file) = input.file(&reading.path) else { continue };
        // The latest reading of this edition was one of another text.
        let read = of_file(file, input).filter(|read| read.what.version == file.version).max_by_key(|read| read.at);
        if read.is_some_and(|read| read.what.sha256 != file.sha256) {
            let what = What::ChangedSinceRead(reading.title.clone());
            let finding = Finding::new(Group::Readings, what, State::Check, Mend::File(file.path.clone()));
            found.push(finding.whose(Some(&file.owner)));
        }
    }
    found
}

/// Whether what was printed last is what the site says today. The binder and the contacts are needed where no computer runs; other
/// papers are looked at once somebody has printed them.
pub(super) fn papers(input: &Input<'_>) -> Vec<Finding> {
    let of = |paper: Paper| {
        let printed = papers_printed(input.series).filter(|printed| printed.what.paper == paper);
        let last = printed.max_by_key(|printed| printed.at);
        let finding = Finding::new(Group::Papers, What::Paper(paper), State::NotDone, Mend::Print(paper));
        match last {
            None => matches!(paper, Paper::Binder | Paper::Contacts).then_some(finding),
            Some(last) => {
                let state = if is_older(last.what, input) { State::Expired } else { State::Done };
                Some(Finding { state, last: Some(date_of(input.facility, last.at)), ..finding })
            }
        }
    };
    Paper::ALL.into_iter().filter_map(of).collect()
}

/// Whether any file of the print is another one today, or a file of its kind has come that is not in it.
fn is_older(printed: &PaperPrinted, input: &Input<'_>) -> bool {
    let changed = printed.files.iter().any(|file| input.file(&file.path).is_none_or(|now| now.sha256 != file.sha256));
    let folders: &[&str] = match printed.paper {
        Paper::Binder => &["runbooks/"],
        Paper::Contacts => &["contacts/"],
        Paper::RoleCards => &["runbooks/", "contacts/"],
        Paper::BlankForms => &[],
    };
    let is_in = |path: &str| printed.files.iter().any(|file| file.path == path);
    let belongs = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
    changed || input.files.iter().any(|file| belongs(&file.path) && !is_in(&file.path))
}
