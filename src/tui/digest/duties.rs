//! The duties of an incident with their clocks, as the screens show them.
//!
//! Owns the rows. Whether a date has passed is asked when a row is drawn: time goes on between two snapshots.

use crate::domain::duty::clock::{DutyClock, DutyState, clocks};
use crate::domain::duty::finding::Unsettled;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::message::duty::{due_brief, due_notes, due_words, is_uncertain, met_words, ruled_out, unsettled_words};
use crate::t;

/// One duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// Which.
    pub id: Id,
    /// Whom to tell what.
    pub title: String,
    /// The same in a few words.
    pub short: String,
    /// The contacts any one of whom discharges it.
    pub contacts: Vec<Id>,
    /// Where it stands.
    pub state: DutyState,
    /// 任意
    pub optional: bool,
    /// By when, in full.
    pub due: String,
    /// By when, in a few cells.
    pub brief: String,
    /// Something about the date is 要確認.
    pub is_uncertain: bool,
    /// How it was met.
    pub met: Option<String>,
    /// What would settle it, or what ruled it out, in words.
    pub says: Vec<String>,
    /// What must be known about its date.
    pub notes: Vec<String>,
    /// What to answer, to settle it.
    pub asks: Vec<Ask>,
    /// How many attempts were made.
    pub attempts: usize,
    /// The date that can be missed; `None` where it cannot.
    at: Option<Moment>,
}

/// Under which heading a duty is listed, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// It exists and is not met.
    Open,
    /// 未判定
    Undetermined,
    /// 任意, whether it exists or may: nobody has to see to it, so it stands in nobody's way.
    Optional,
    /// It was met.
    Met,
    /// It does not exist on what is known.
    NotApplicable,
}

/// Where an answer is given that settles a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A criterion or a fact.
    Answer(Id),
    /// A runbook is chosen.
    Runbook,
    /// The setup says who runs the facility.
    Founder,
}

impl DutyRow {
    /// Whether somebody has to see to it.
    pub fn presses(&self) -> bool {
        !self.optional && matches!(self.state, DutyState::Open | DutyState::Undetermined)
    }

    /// Under which heading it is listed.
    pub fn heading(&self) -> Heading {
        match self.state {
            DutyState::Met => Heading::Met,
            DutyState::NotApplicable => Heading::NotApplicable,
            _ if self.optional => Heading::Optional,
            DutyState::Open => Heading::Open,
            DutyState::Undetermined => Heading::Undetermined,
        }
    }

    /// Whether its date has passed.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.at.is_some_and(|at| at < now)
    }

    /// Its name and date in a few cells: 「! PPC速報 目安11/26」「? 警察 直ちに」.
    pub fn in_brief(&self, now: Moment) -> String {
        let mark = match self.state {
            _ if self.is_overdue(now) => "! ",
            DutyState::Undetermined => "? ",
            _ => "",
        };
        format!("{mark}{} {}", self.short, self.brief)
    }
}

/// What is to be told next, most pressing first, and the rest in numbers; `None` where nobody has to be told anything.
pub fn summary(rows: &[DutyRow], now: Moment) -> Option<String> {
    let of = |state: DutyState| rows.iter().filter(|row| row.presses() && row.state == state).count();
    let (open, unsettled) = (of(DutyState::Open), of(DutyState::Undetermined));
    if open + unsettled == 0 {
        return None;
    }
    if unnarrowed(rows).is_some() {
        return Some(t!("home-duties-unnarrowed", count = unsettled));
    }
    Some(t!("home-duties", open = open, unsettled = unsettled, next = next(rows, now, 2)))
}

/// The most pressing ones in a few cells each. What is over presses more than what is not.
pub fn next(rows: &[DutyRow], now: Moment, count: usize) -> String {
    let (over, still): (Vec<&DutyRow>, Vec<&DutyRow>) =
        rows.iter().filter(|row| row.presses()).partition(|row| row.is_overdue(now));
    let first = over.into_iter().chain(still).take(count).map(|row| row.in_brief(now));
    first.collect::<Vec<_>>().join(" / ")
}

/// How many duties are 未判定 while nobody has chosen a runbook and none is open: which of them come first says nothing yet.
pub fn unnarrowed(rows: &[DutyRow]) -> Option<usize> {
    let pressing: Vec<&DutyRow> = rows.iter().filter(|row| row.presses()).collect();
    let all_wait = pressing.iter().all(|row| row.state == DutyState::Undetermined);
    let is_open = pressing.iter().any(|row| row.asks.contains(&Ask::Runbook));
    (all_wait && is_open).then_some(pressing.len())
}

/// All duties by their headings; under each, what presses most first.
pub(super) fn rows(incident: &Incident, plan: &Plan, now: Moment) -> Vec<DutyRow> {
    let mut rows: Vec<DutyRow> =
        clocks(incident, plan).into_iter().map(|clock| row(&clock, incident, plan, now)).collect();
    rows.sort_by_key(DutyRow::heading);
    rows
}

fn row(clock: &DutyClock<'_>, incident: &Incident, plan: &Plan, now: Moment) -> DutyRow {
    let duty = clock.duty;
    let can_be_missed = clock.state == DutyState::Open && !duty.optional && clock.until.last_day.is_some();
    let unsettled = clock.finding.open.iter().map(|open| unsettled_words(open, plan));
    DutyRow {
        id: duty.id.clone(),
        title: duty.title.clone(),
        short: duty.short().to_owned(),
        contacts: duty.contacts.clone(),
        state: clock.state,
        optional: duty.optional,
        due: due_words(clock, plan, now),
        brief: due_brief(clock, plan, now),
        is_uncertain: is_uncertain(clock),
        met: met_words(clock, plan, now),
        says: unsettled.chain(ruled_out(clock, incident, plan)).collect(),
        notes: due_notes(clock, plan),
        asks: asks(clock),
        attempts: clock.attempts.len(),
        at: clock.until.at.filter(|_| can_be_missed),
    }
}

/// What to answer, each once.
fn asks(clock: &DutyClock<'_>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    for open in &clock.finding.open {
        let further: Vec<Ask> = match open {
            Unsettled::Answer(id) | Unsettled::Disagree(id) => vec![Ask::Answer((*id).clone())],
            Unsettled::Contradiction(contradiction) => {
                contradiction.when.keys().into_iter().cloned().map(Ask::Answer).collect()
            }
            Unsettled::Runbook => vec![Ask::Runbook],
            Unsettled::Founder => vec![Ask::Founder],
        };
        for ask in further {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
    }
    asks
}
