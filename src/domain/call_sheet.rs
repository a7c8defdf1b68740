//! 連絡票: whom to call, in which order, why, and what came of the attempts so far.
//!
//! Owns the list. Nobody drops out of it but by being told, or when the duty to tell ceases to exist; who was told stands last. Pure:
//! made of the record, the plan and the live contacts whenever it is looked at. Must not know screens.

mod order;

use super::call_again::open_of;
use super::condition::Truth;
use super::contact::{Contact, alternates};
use super::duty::clock::{DutyClock, clocks};
use super::event::StepMark;
use super::guide::{GuideStep, guide};
use super::id::Id;
use super::incident::{Call, Incident};
use super::plan::Plan;
use super::runbook::StepKind;
use super::step_key::StepKey;
use super::when::Moment;
use super::wording::step_title;

/// Somebody on the call sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct ToCall<'a> {
    /// As the record names contacts and people.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Its entry in the live list; `None` where there is none any more.
    pub contact: Option<&'a Contact>,
    /// Why, weightiest first; empty: it was told, and nothing is open.
    pub whys: Vec<Why<'a>>,
    /// The attempts so far, oldest first.
    pub attempts: Vec<&'a Call>,
    /// When to try again; `None`: there is nothing to wait for.
    pub again: Option<Moment>,
    /// Who can be told instead, in the order in which they are tried.
    pub alternates: Vec<&'a Contact>,
}

/// Why somebody is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Why<'a> {
    /// A moment was named for the next call.
    Promised(Moment),
    /// Something was asked of us.
    Asked(&'a str),
    /// A duty to tell that is not met.
    Duty(Box<DutyClock<'a>>),
    /// A step that asks for the call.
    Step(ToldStep),
    /// An attempt that nobody took.
    Tried,
}

/// A step of a runbook that asks for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldStep {
    /// The step.
    pub key: StepKey,
    /// In words.
    pub title: String,
    /// When it is due (目安).
    pub due: Option<Moment>,
    /// Whether it applies for sure.
    pub applies: bool,
    /// It stands in a phase that the work has not come to.
    pub is_later: bool,
}

impl ToCall<'_> {
    /// Whether it was told and nothing is open now. What only a later phase asks for comes back when that phase does.
    pub fn is_told(&self) -> bool {
        let was_told = self.attempts.iter().any(|call| call.made.is_told());
        let is_later = |why: &Why<'_>| matches!(why, Why::Step(step) if step.is_later);
        self.whys.is_empty() || was_told && self.whys.iter().all(is_later)
    }

    /// Whether it is not yet time to try again.
    pub fn waits(&self, now: Moment) -> bool {
        !self.is_told() && self.again.is_some_and(|again| again > now)
    }

    /// The duties that a call discharges which tells; `None` where there is none.
    pub fn duties(&self) -> Option<Vec<Id>> {
        let of = |why: &Why<'_>| match why {
            Why::Duty(clock) if !clock.duty.needs_submission => Some(clock.duty.id.clone()),
            _ => None,
        };
        let duties: Vec<Id> = self.whys.iter().filter_map(of).collect();
        (!duties.is_empty()).then_some(duties)
    }

    /// The first step that asks for the call now.
    pub fn step(&self) -> Option<&StepKey> {
        self.whys.iter().find_map(|why| match why {
            Why::Step(step) if !step.is_later => Some(&step.key),
            _ => None,
        })
    }

    /// Who offers to be told instead, once an attempt was in vain.
    pub fn offered(&self) -> Option<&Contact> {
        let in_vain = self.attempts.last().is_some_and(|last| !last.made.is_told());
        self.alternates.first().copied().filter(|_| in_vain)
    }
}

/// Everybody who is to be called, in the order in which to call; then who was told, last first.
pub fn sheet<'a>(incident: &'a Incident, plan: &'a Plan, contacts: &'a [Contact], now: Moment) -> Vec<ToCall<'a>> {
    let mut sheet = Sheet { incident, plan, contacts, rows: Vec::new() };
    // In this order they are called, where nothing else tells them apart.
    let duties = clocks(incident, plan);
    for clock in duties.into_iter().filter(DutyClock::is_pending) {
        sheet.add_duty(&clock);
    }
    let open = call_steps(incident, plan);
    for (step, is_later) in open.iter().filter(|(step, _)| step.is_waiting()) {
        sheet.add_step(step, *is_later, &open);
    }
    for call in &incident.calls {
        sheet.row(&call.made.contact);
    }
    sheet.add_open();
    sheet.add_alternates();
    let mut rows = sheet.rows;
    rows.sort_by_cached_key(|row| order::rank(row, now));
    rows
}

/// One contact as it stands on the sheet; without a reason where nothing asks for a call.
pub fn entry<'a>(
    incident: &'a Incident,
    plan: &'a Plan,
    contacts: &'a [Contact],
    contact: &'a Contact,
    now: Moment,
) -> ToCall<'a> {
    let id = record_id(contact);
    let known = sheet(incident, plan, contacts, now).into_iter().find(|row| row.id == *id);
    known.unwrap_or_else(|| {
        let mut sheet = Sheet { incident, plan, contacts, rows: Vec::new() };
        let mut row = sheet.blank(id);
        row.alternates = sheet.alternates(&row);
        row
    })
}

/// How the record names a contact: a person of the staff list by that name.
pub fn record_id(contact: &Contact) -> &Id {
    contact.person.as_ref().unwrap_or(&contact.id)
}

struct Sheet<'a> {
    incident: &'a Incident,
    plan: &'a Plan,
    contacts: &'a [Contact],
    rows: Vec<ToCall<'a>>,
}

impl<'a> Sheet<'a> {
    /// The contact that a file or a line names.
    fn contact(&self, id: &Id) -> Option<&'a Contact> {
        let by_person = || self.contacts.iter().find(|contact| contact.person.as_ref() == Some(id));
        self.contacts.iter().find(|contact| contact.id == *id).or_else(by_person)
    }

    fn blank(&mut self, id: &Id) -> ToCall<'a> {
        let contact = self.contact(id);
        let id = contact.map_or_else(|| id.clone(), |contact| record_id(contact).clone());
        let same = |call: &&Call| call.made.contact == id || contact.is_some_and(|c| c.id == call.made.contact);
        let attempts: Vec<&Call> = self.incident.calls.iter().filter(same).collect();
        let listed = contact.map(|contact| contact.name.clone());
        let written = || attempts.last().map(|call| call.made.contact_name.clone());
        let name = listed.or_else(written).unwrap_or_else(|| id.to_string());
        ToCall { id, name, contact, whys: Vec::new(), attempts, again: None, alternates: Vec::new() }
    }

    fn row(&mut self, id: &Id) -> Option<&mut ToCall<'a>> {
        let blank = self.blank(id);
        let at = self.rows.iter().position(|row| row.id == blank.id);
        let at = at.unwrap_or_else(|| {
            self.rows.push(blank);
            self.rows.len() - 1
        });
        self.rows.get_mut(at)
    }

    fn add_duty(&mut self, clock: &DutyClock<'a>) {
        for id in &clock.duty.contacts {
            // What only a submission meets is asked about by telephone where there is one, and once.
            if clock.duty.needs_submission {
                let has_phone = self.contact(id).is_some_and(|contact| !contact.phones.is_empty());
                let was_told = self.blank(id).attempts.iter().any(|call| call.made.is_told());
                if !has_phone || was_told {
                    continue;
                }
            }
            if let Some(row) = self.row(id) {
                row.whys.push(Why::Duty(Box::new(clock.clone())));
            }
        }
    }

    fn add_step(&mut self, step: &GuideStep<'a>, is_later: bool, steps: &[(GuideStep<'a>, bool)]) {
        let StepKind::Call(contacts) = &step.placed.step.kind else { return };
        for id in contacts {
            // Who was told for this step has not to be told again because the others of the step wait.
            let told = self.blank(id).attempts.iter().rev().find(|call| call.made.is_told()).and_then(|call| call.at);
            if told.is_some_and(|told| !is_later && !settled_since(told, id, steps)) {
                continue;
            }
            let why = ToldStep {
                key: step.key.clone(),
                title: step_title(step.placed.step, step.department),
                due: step.due,
                applies: step.applies == Truth::True,
                is_later,
            };
            if let Some(row) = self.row(id) {
                row.whys.push(Why::Step(why));
            }
        }
    }

    /// What is open of the attempts that were made.
    fn add_open(&mut self) {
        for row in &mut self.rows {
            let Some(open) = open_of(&row.attempts, self.incident, self.plan) else { continue };
            row.again = open.again;
            let mut whys: Vec<Why<'_>> = open.asked.iter().copied().map(Why::Asked).collect();
            whys.extend(open.again.filter(|_| open.is_promised).map(Why::Promised));
            if open.tries > 0 && whys.is_empty() {
                row.whys.push(Why::Tried);
            }
            row.whys.splice(0..0, whys);
        }
    }

    fn add_alternates(&mut self) {
        let found: Vec<Vec<&Contact>> = self.rows.iter().map(|row| self.alternates(row)).collect();
        for (row, alternates) in self.rows.iter_mut().zip(found) {
            row.alternates = alternates;
        }
    }

    /// Who can be told instead: its alternates, the other contacts of its duties, and of a person who stands in for his or her roles. Who has it
    /// already, or was tried just as much in vain, is nobody to offer.
    fn alternates(&self, row: &ToCall<'a>) -> Vec<&'a Contact> {
        let chain = row.contact.map(|contact| alternates(self.contacts, contact)).unwrap_or_default();
        let mut ids: Vec<&Id> = chain.into_iter().map(|contact| &contact.id).collect();
        for why in &row.whys {
            if let Why::Duty(clock) = why {
                ids.extend(&clock.duty.contacts);
            }
        }
        let facility = &self.plan.facility;
        let roles = facility.person(row.id.as_str()).map(|person| person.roles.as_slice()).unwrap_or_default();
        let roles = roles.iter().filter_map(|held| facility.roles.iter().find(|role| role.id == *held));
        ids.extend(roles.flat_map(|role| &role.alternates));
        let mut found: Vec<&Contact> = Vec::new();
        for contact in ids.into_iter().filter_map(|id| self.contact(id)) {
            let id = record_id(contact);
            let was_tried = self.incident.calls.iter().any(|call| call.made.contact == *id);
            if *id != row.id && !was_tried && !found.iter().any(|known| known.id == contact.id) {
                found.push(contact);
            }
        }
        found
    }
}

/// The call steps of the runbooks that are followed, each once, with whether the work has not come to their phase yet. What must be
/// done first is never for later.
fn call_steps<'a>(incident: &Incident, plan: &'a Plan) -> Vec<(GuideStep<'a>, bool)> {
    let mut steps: Vec<(GuideStep<'a>, bool)> = Vec::new();
    for runbook in incident.active_runbooks() {
        let mut is_later = false;
        for phase in guide(incident, plan, runbook) {
            let waits = phase.steps.iter().any(GuideStep::is_waiting);
            for step in phase.steps {
                let is_call = matches!(step.placed.step.kind, StepKind::Call(_));
                if is_call && !steps.iter().any(|(known, _)| known.key == step.key) {
                    let is_later = is_later && !step.placed.step.memory;
                    steps.push((step, is_later));
                }
            }
            is_later |= waits;
        }
    }
    steps
}

/// Whether a step that asks for a call to this contact was settled since it was told: then that was the step it was told for.
fn settled_since(told: Moment, contact: &Id, steps: &[(GuideStep<'_>, bool)]) -> bool {
    steps.iter().any(|(step, _)| {
        let asks = matches!(&step.placed.step.kind, StepKind::Call(contacts) if contacts.contains(contact));
        let done = step.marked.as_ref().filter(|marked| marked.mark == StepMark::Done);
        asks && done.is_some_and(|done| done.at.is_some_and(|at| at >= told))
    })
}
