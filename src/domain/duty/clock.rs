//! The duties of an incident with their clocks: whether each exists, from when it counts, by when it is to be met, and whether it was.
//!
//! Owns what discharges a duty: an attempt that told, or a submission; never a report that was made. Pure: recomputed from the record
//! whenever it is looked at.

use super::due::{Begin, Until, begin, until};
use super::finding::{Finding, finding};
use super::{DueRule, Duty};
use crate::domain::condition::Truth;
use crate::domain::event::{CallMade, DutySubmitted};
use crate::domain::hash::Hash;
use crate::domain::incident::{Call, Incident, Made};
use crate::domain::outbox::Mail;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::who::Who;

/// A duty as an incident has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyClock<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// Whether it exists on what is known.
    pub finding: Finding<'a>,
    /// From when it counts.
    pub begin: Begin<'a>,
    /// By when it is to be met.
    pub until: Until,
    /// Where it stands.
    pub state: DutyState,
    /// How it was met.
    pub met: Option<Met<'a>>,
    /// The attempts made for it, oldest first.
    pub attempts: Vec<&'a Call>,
    /// The submissions, oldest first.
    pub submissions: Vec<&'a Made<DutySubmitted>>,
    /// The mails written for it, in the order of the record.
    pub mails: Vec<&'a Mail>,
}

/// Where a duty stands, in the order in which duties are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyState {
    /// It exists and is not met.
    Open,
    /// 未判定: whether it exists is not settled.
    Undetermined,
    /// It was met.
    Met,
    /// It does not exist on what is known.
    NotApplicable,
}

/// How a duty was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met<'a> {
    /// The line.
    pub line: Hash,
    /// When.
    pub at: Option<Moment>,
    /// By whom.
    pub actor: Option<&'a Who>,
    /// Whether by a submission; else somebody was told.
    pub by_submission: bool,
}

impl DutyClock<'_> {
    /// Whether somebody still has to see to it.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, DutyState::Open | DutyState::Undetermined)
    }

    /// Whether its date has passed while it is open. A date that only would hold if it existed is never overdue, and words (直ちに)
    /// have no date.
    pub fn is_overdue(&self, now: Moment) -> bool {
        let is_dated = self.until.last_day.is_some();
        self.state == DutyState::Open && !self.duty.optional && is_dated && self.until.at.is_some_and(|at| at < now)
    }

    /// What presses most comes first: open ones before unsettled ones, 任意 last among them; 直ちに, 速やかに, then by date.
    fn urgency(&self) -> (DutyState, bool, u8, Option<Moment>) {
        let rank = match self.until.rule {
            _ if self.until.is_agreed => 2,
            DueRule::AtOnce => 0,
            DueRule::Promptly => 1,
            DueRule::Days { .. } => 2,
            DueRule::Early => 3,
            DueRule::AsAgreed => 4,
        };
        (self.state, self.duty.optional, rank, self.until.at)
    }
}

/// All duties of an incident, what presses most first.
pub fn clocks<'a>(incident: &'a Incident, plan: &'a Plan) -> Vec<DutyClock<'a>> {
    let mut clocks: Vec<DutyClock<'a>> = plan.duties.iter().map(|duty| clock(duty, incident, plan)).collect();
    // Stable: what presses alike stays in the order of the files.
    clocks.sort_by_key(DutyClock::urgency);
    clocks
}

/// One duty of an incident.
pub fn clock<'a>(duty: &'a Duty, incident: &'a Incident, plan: &'a Plan) -> DutyClock<'a> {
    let finding = finding(duty, incident, plan);
    let attempts: Vec<&Call> = incident.calls.iter().filter(|call| serves(&call.made, duty)).collect();
    let submissions: Vec<&Made<DutySubmitted>> =
        incident.submissions.iter().filter(|made| made.made.duty == duty.id).collect();
    let mails = incident.mails.iter().filter(|mail| mail.queued.duties.contains(&duty.id)).collect();
    // Who was told about something else met no duty that does not exist: only what names it does.
    let is_ruled_out = finding.truth == Truth::False;
    let names = |call: &&&Call| !is_ruled_out || call.made.duties.is_some();
    let met = met(duty, attempts.iter().filter(names).copied(), &submissions);
    let state = match (met, finding.truth) {
        (Some(_), _) => DutyState::Met,
        (None, Truth::True) => DutyState::Open,
        (None, Truth::Unknown) => DutyState::Undetermined,
        (None, Truth::False) => DutyState::NotApplicable,
    };
    let begin = begin(duty, incident, finding.truth == Truth::True);
    let until = until(&duty.due, &duty.id, begin.at, incident, plan);
    DutyClock { duty, finding, begin, until, state, met, attempts, submissions, mails }
}

/// Whether an attempt was made for a duty: it says so, or it says nothing and was made to one of its contacts.
fn serves(made: &CallMade, duty: &Duty) -> bool {
    match &made.duties {
        Some(duties) => duties.contains(&duty.id),
        None => duty.contacts.contains(&made.contact),
    }
}

/// The first that met it.
fn met<'a>(
    duty: &Duty,
    mut attempts: impl Iterator<Item = &'a Call>,
    submissions: &[&'a Made<DutySubmitted>],
) -> Option<Met<'a>> {
    let told = attempts.find(|call| !duty.needs_submission && call.made.is_told()).map(|call| Met {
        line: call.line,
        at: call.at,
        actor: call.actor.as_ref(),
        by_submission: false,
    });
    let submitted = submissions.first().map(|made| Met {
        line: made.line,
        at: made.at,
        actor: made.actor.as_ref(),
        by_submission: true,
    });
    match (told, submitted) {
        (Some(told), Some(submitted)) => Some(if submitted.at < told.at { submitted } else { told }),
        (told, submitted) => told.or(submitted),
    }
}
