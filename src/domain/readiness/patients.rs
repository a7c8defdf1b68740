//! 今日の患者一覧: whether each department's list is as new as the department promised itself.
//!
//! Owns that only a promise is judged: a department whose sheet does not say how often its list is made is not, and neither is an
//! invented one. Where the list is kept, and what a sheet lacks, `check` looks at.

use chrono::TimeDelta;

use super::super::facility::Department;
use super::super::standing::patients_listed;
use super::super::when::Moment;
use super::{Finding, Group, Input, Mend, State, What, date_of};

/// Each list that was ever recorded, with how old it may get; and in one finding those of which nobody has recorded any.
pub(super) fn lists(input: &Input<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut never: Vec<&Department> = Vec::new();
    for department in input.facility.departments.iter().filter(|department| !department.sample) {
        let Some(every) = promised(department, input) else { continue };
        match last(department, input) {
            Some(at) => all.push(of(department, at, every, input)),
            None => never.push(department),
        }
    }
    if !never.is_empty() {
        let what = What::ListsNeverRecorded(never.iter().map(|department| department.title.clone()).collect());
        let mend = Mend::Patients(never.iter().map(|department| department.id.clone()).collect());
        all.push(Finding::new(Group::Patients, what, State::Check, mend));
    }
    all
}

/// How old a department's list may get; `None`: nobody promised that.
fn promised(department: &Department, input: &Input<'_>) -> Option<TimeDelta> {
    let sheet = input.sheets.iter().find(|sheet| sheet.department == department.id)?;
    sheet.patients.as_ref()?.every.map(|minutes| TimeDelta::minutes(minutes.into()))
}

fn last(department: &Department, input: &Input<'_>) -> Option<Moment> {
    let listed = patients_listed(input.series).filter(|listed| listed.what.department == department.id);
    listed.map(|listed| listed.at).max()
}

fn of(department: &Department, at: Moment, every: TimeDelta, input: &Input<'_>) -> Finding {
    let until = at + every;
    let state = match () {
        // A time that lies ahead proves nothing.
        () if at > input.now => State::Check,
        () if until < input.now => State::Expired,
        () => State::Done,
    };
    let due = (state != State::Check).then(|| date_of(input.facility, until));
    let mend = Mend::Patients(vec![department.id.clone()]);
    let finding = Finding::new(Group::Patients, What::PatientList(department.title.clone()), state, mend);
    Finding { last: Some(date_of(input.facility, at)), due, ..finding }
}
