//! What stands in `facility.toml`: who stands in for whom, where to cut, what is still invented.

use super::super::facility::Facility;
use super::super::id::Id;
use super::{Finding, Group, Input, Mend, State, What};

/// Where all of it is mended.
pub(super) const FILE: &str = "facility.toml";

fn mend() -> Mend {
    Mend::File(FILE.to_owned())
}

/// Whether each role that decides, and each of the three, has somebody who holds it and somebody else who stands in.
pub(super) fn alternates(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for id in deciding(input) {
        let title = input.facility.role_title(&id).to_owned();
        let held = input.facility.people.iter().any(|person| holds(person, &id) && !person.sample);
        let stands_in = input.facility.has_alternate(&id);
        found.push(Finding::there(Group::Alternates, What::Holder(title.clone()), held, mend()));
        found.push(Finding::there(Group::Alternates, What::Alternate(title), stands_in, mend()));
    }
    found
}

fn deciding(input: &Input<'_>) -> Vec<String> {
    let of_runbooks = input.runbooks.iter().filter_map(|runbook| runbook.declaration.decided_by.as_ref());
    let deciders = std::iter::once(&input.facility.decided_by).chain(of_runbooks).map(Id::to_string);
    let mut roles: Vec<String> = Vec::new();
    for role in deciders.chain(Facility::LEADERS.map(str::to_owned)) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

fn holds(person: &super::super::facility::Person, role: &str) -> bool {
    person.roles.iter().any(|held| held.as_str() == role)
}

/// Whether it is written down where to cut.
pub(super) fn cutoffs(input: &Input<'_>) -> Vec<Finding> {
    if input.facility.cutoffs.is_empty() {
        return vec![Finding::new(Group::Cutoffs, What::NoCutoffs, State::NotDone, mend())];
    }
    let place = |cutoff: &super::super::facility::Cutoff| {
        let is_there = !cutoff.place.trim().is_empty() && !cutoff.sample;
        Finding::there(Group::Cutoffs, What::CutoffPlace(cutoff.title.clone()), is_there, mend())
    };
    input.facility.cutoffs.iter().map(place).collect()
}

/// What is still invented.
pub(super) fn samples(input: &Input<'_>) -> Vec<Finding> {
    let finding = |what: What, count: usize, path: &str| {
        let state = if count == 0 { State::Done } else { State::Check };
        Finding::new(Group::Samples, what, state, Mend::File(path.to_owned()))
    };
    let own = input.facility.samples();
    let contacts = input.contacts.iter().filter(|contact| contact.sample).count();
    vec![
        finding(What::SampleFacility(own), own, FILE),
        finding(What::SampleContacts(contacts), contacts, super::duties::CONTACTS),
    ]
}

/// Where the record is copied to. Where nobody looked, how the copies stand is to be checked.
pub(super) fn mirrors(input: &Input<'_>) -> Vec<Finding> {
    let mirrors = &input.facility.mirrors;
    if mirrors.is_empty() {
        return vec![Finding::new(Group::Mirrors, What::NoMirror, State::NotDone, mend())];
    }
    let of = |title: &str| {
        let known = input.mirrors.and_then(|all| all.iter().find(|known| known.title == title));
        let state = if known.is_some_and(|known| known.well) { State::Done } else { State::Check };
        let word = known.map(|known| known.word.clone());
        Finding::new(Group::Mirrors, What::Mirror { title: title.to_owned(), word }, state, mend())
    };
    mirrors.iter().map(|mirror| of(&mirror.title)).collect()
}
