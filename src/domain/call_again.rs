//! What is open of the calls that were made: tries to repeat, call backs that were promised, and things asked of us.
//!
//! Owns what ends such a thing (a later attempt that told, and nothing else but its duty ceasing to exist or being handed in), and
//! when to try again. Whom a duty or a step asks to call is [`super::call_sheet`]'s. Must not know contacts, which stay live.

use chrono::TimeDelta;

use super::duty::clock::{DutyClock, DutyState, clock};
use super::entry::Entry;
use super::event::CallResult;
use super::id::Id;
use super::incident::{Call, Incident};
use super::plan::Plan;
use super::when::Moment;

/// After so many minutes a number is tried again that nobody answered: longer each time.
const PAUSES: [i64; 3] = [5, 15, 30];

/// After so many minutes one asks whether a message or a fax has arrived.
const ARRIVED: i64 = 30;

/// What is open with somebody who was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall<'a> {
    /// Whom, as the record names contacts and people.
    pub contact: &'a Id,
    /// The name at the time.
    pub name: &'a str,
    /// What was asked of us and not answered.
    pub asked: Vec<&'a str>,
    /// A moment was named for the next call.
    pub is_promised: bool,
    /// Attempts since that nobody took.
    pub tries: usize,
    /// When to try again; `None`: at once.
    pub again: Option<Moment>,
}

/// Everybody with whom something is open, in the order in which they were first called.
pub fn open_calls<'a>(incident: &'a Incident, plan: &Plan) -> Vec<OpenCall<'a>> {
    let mut people: Vec<&Id> = Vec::new();
    for call in &incident.calls {
        if !people.contains(&&call.made.contact) {
            people.push(&call.made.contact);
        }
    }
    let of = |person: &&Id| incident.calls.iter().filter(|call| call.made.contact == **person).collect::<Vec<_>>();
    people.iter().filter_map(|person| open_of(&of(person), incident, plan)).collect()
}

/// What is open of the attempts to tell one contact, oldest first.
pub fn open_of<'a>(calls: &[&'a Call], incident: &'a Incident, plan: &Plan) -> Option<OpenCall<'a>> {
    let last = calls.last()?;
    let told = calls.iter().rposition(|call| call.made.is_told());
    // Who has heard us may have asked for something, or promised to call, in the same breath.
    let since = calls.get(told.unwrap_or(0)..).unwrap_or_default();
    let asked: Vec<&str> = since.iter().filter_map(|call| call.made.asked.as_deref()).collect();
    let is_promised = since.iter().any(|call| call.made.again.is_some());
    let untold: Vec<&&Call> = since.iter().filter(|call| !call.made.is_told()).collect();
    let waits = untold.iter().any(|call| !is_moot(call, incident, plan));
    if asked.is_empty() && !is_promised && !waits {
        return None;
    }
    Some(OpenCall {
        contact: &last.made.contact,
        name: &last.made.contact_name,
        asked,
        is_promised,
        tries: untold.len(),
        again: again(last, untold.len(), incident),
    })
}

/// When to try again: as was said at the last attempt, else after a pause that grows with every attempt in vain.
fn again(last: &Call, tries: usize, incident: &Incident) -> Option<Moment> {
    if last.made.again.is_some() {
        return last.made.again;
    }
    if last.made.is_told() {
        return None;
    }
    let typed = || incident.entry(&last.line).map(Entry::recorded_at);
    last.at.or_else(typed).and_then(|at| at.checked_add_signed(pause(last.made.result, tries)?))
}

/// How long to wait after an attempt in vain, the so manyth; `None`: not at all.
pub fn pause(result: CallResult, tries: usize) -> Option<TimeDelta> {
    let minutes = match result {
        CallResult::Message | CallResult::Fax => ARRIVED,
        // Waiting does not make it the right desk.
        CallResult::WrongDesk => return None,
        CallResult::NoAnswer | CallResult::Busy | CallResult::Reached => {
            let at = tries.saturating_sub(1).min(PAUSES.len() - 1);
            PAUSES.get(at).copied().unwrap_or_default()
        }
    };
    Some(TimeDelta::minutes(minutes))
}

/// Whether nobody needs the attempt any more: it was made for duties, and each of them does not exist after all or was handed in.
fn is_moot(call: &Call, incident: &Incident, plan: &Plan) -> bool {
    let meant = |duty: &&super::duty::Duty| match &call.made.duties {
        Some(duties) => duties.contains(&duty.id),
        None => duty.contacts.contains(&call.made.contact),
    };
    let mut duties = plan.duties.iter().filter(meant).peekable();
    let is_over = |clock: &DutyClock<'_>| match clock.state {
        DutyState::NotApplicable => true,
        DutyState::Met => clock.met.is_some_and(|met| met.by_submission),
        DutyState::Open | DutyState::Undetermined => false,
    };
    duties.peek().is_some() && duties.all(|duty| is_over(&clock(duty, incident, plan)))
}
