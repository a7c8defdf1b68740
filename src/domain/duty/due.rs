//! When a duty counts from, and by when it is to be met. Every date is a guide (目安).
//!
//! Owns the counting of days in the facility's offset, and what closed days do to it: both by the rules of the data.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeZone as _};

use super::{Calendar, ClosedRule, Due, DueRule, Duty, Start};
use crate::domain::condition::{Atom, Condition};
use crate::domain::entry::minute;
use crate::domain::event::StepMark;
use crate::domain::id::Id;
use crate::domain::incident::{FactEntry, Incident};
use crate::domain::plan::Plan;
use crate::domain::value::Value;
use crate::domain::when::Moment;

/// The moment from which a duty counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin<'a> {
    /// Which kind of moment.
    pub what: &'a Start,
    /// The moment; `None` where not even 覚知 has one.
    pub at: Option<Moment>,
    /// None of the duty's own moments is recorded, or whether it exists is not settled: counted as if from 覚知.
    pub is_assumed: bool,
}

/// By when a duty is to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until {
    /// How it is counted.
    pub rule: DueRule,
    /// Where a span is said, its first day.
    pub first_day: Option<NaiveDate>,
    /// The last day.
    pub last_day: Option<NaiveDate>,
    /// The last day before closed days moved it.
    pub moved_from: Option<NaiveDate>,
    /// The list of holidays does not reach so far: the day may still move.
    pub is_beyond_calendar: bool,
    /// The end of the last day, or the date that was agreed; `None` where only words are said.
    pub at: Option<Moment>,
    /// It is a date that was agreed with the other side.
    pub is_agreed: bool,
}

/// Nothing but 覚知.
pub(super) const NOTICED: &Start = &Start::Noticed;

/// From which moment a duty counts.
pub(super) fn begin<'a>(duty: &'a Duty, incident: &Incident, is_settled: bool) -> Begin<'a> {
    let recorded = duty.from.iter().find_map(|start| Some((start, moment_of(start, duty, incident)?)));
    match recorded.filter(|_| is_settled) {
        Some((what, at)) => Begin { what, at: Some(at), is_assumed: false },
        None => Begin { what: NOTICED, at: noticed(incident), is_assumed: true },
    }
}

/// 覚知; where nobody knows when, the moment at which it was written down.
fn noticed(incident: &Incident) -> Option<Moment> {
    let written = || incident.opening.as_ref().and_then(|opening| incident.entry(&opening.line));
    incident.noticed_at().or_else(|| written().map(crate::domain::entry::Entry::recorded_at))
}

fn moment_of(start: &Start, duty: &Duty, incident: &Incident) -> Option<Moment> {
    match start {
        Start::Noticed => noticed(incident),
        Start::Declared => incident.declarations.iter().find_map(|declared| declared.at),
        Start::Judged => judged(duty.when.as_ref()?, incident),
        Start::Step(key) => {
            let marks = incident.steps.get(key)?;
            marks.iter().find(|mark| mark.mark == StepMark::Done).and_then(|mark| mark.at)
        }
        Start::Atom(atom) => first_true(atom, incident),
    }
}

/// The value of a fact that is a time; else when the atom first held.
fn first_true(atom: &Atom, incident: &Incident) -> Option<Moment> {
    let history = incident.fact_history(atom.key.as_str());
    if let Some(FactEntry { value: Value::Time(time), .. }) = history.last() {
        return Some(time.at);
    }
    let holds = |entry: &&FactEntry| atom.evaluate(Some(&entry.value)) == crate::domain::condition::Truth::True;
    history.iter().filter(holds).find_map(|entry| entry.at)
}

/// When a condition first held. Who found out, forgot and found out again has known since the first time.
fn judged(condition: &Condition, incident: &Incident) -> Option<Moment> {
    let keys = condition.keys();
    let histories: Vec<(&Id, &[FactEntry])> =
        keys.into_iter().map(|key| (key, incident.fact_history(key.as_str()))).collect();
    let mut moments: Vec<Moment> =
        histories.iter().flat_map(|(_, history)| history.iter()).filter_map(|entry| entry.at).collect();
    moments.sort_unstable();
    moments.dedup();
    let held = |then: &Moment| {
        let lookup = |key: &Id| {
            let (_, history) = histories.iter().find(|(known, _)| *known == key)?;
            let known = history.partition_point(|entry| entry.at.map(minute) <= Some(minute(*then)));
            history.get(known.checked_sub(1)?).map(|entry| &entry.value)
        };
        condition.evaluate(&lookup) == crate::domain::condition::Truth::True
    };
    moments.into_iter().find(held)
}

/// By when, counted from a moment.
pub(super) fn until(due: &Due, duty: &Id, from: Option<Moment>, incident: &Incident, plan: &Plan) -> Until {
    let offset = plan.facility.offset;
    let mut until = Until {
        rule: due.rule,
        first_day: None,
        last_day: None,
        moved_from: None,
        is_beyond_calendar: false,
        at: None,
        is_agreed: false,
    };
    let begun = from.map(|at| at.with_timezone(&offset).date_naive());
    if let (DueRule::Days { first, days, count_first_day, closed }, Some(begun)) = (due.rule, begun) {
        let last = counted(begun, days, count_first_day);
        until.first_day = first.and_then(|first| counted(begun, first, count_first_day));
        if let Some(last) = last {
            let (moved, is_known) = shift(last, closed, plan.calendar.as_ref());
            until.moved_from = (moved != last).then_some(last);
            until.last_day = Some(moved);
            until.is_beyond_calendar = !is_known;
            let end = moved.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default());
            until.at = offset.from_local_datetime(&end).single();
        }
    }
    if due.rule == DueRule::AtOnce {
        until.at = from;
    }
    // What was agreed with the other side holds over what is counted.
    if let Some(agreed) = incident.agreed.get(duty).and_then(|agreed| agreed.due) {
        let day = agreed.with_timezone(&offset).date_naive();
        return Until {
            at: Some(agreed),
            last_day: Some(day),
            first_day: None,
            moved_from: None,
            is_beyond_calendar: false,
            is_agreed: true,
            ..until
        };
    }
    until
}

/// The day that is so many days on.
fn counted(begun: NaiveDate, days: u16, count_first_day: bool) -> Option<NaiveDate> {
    let days = u64::from(days).saturating_sub(u64::from(count_first_day));
    begun.checked_add_days(Days::new(days)).filter(|day| (1..=9999).contains(&day.year()))
}

/// Where closed days move a last day, and whether the list of holidays says enough about it.
fn shift(last: NaiveDate, rule: ClosedRule, calendar: Option<&Calendar>) -> (NaiveDate, bool) {
    if rule == ClosedRule::AsIs {
        return (last, true);
    }
    let Some(calendar) = calendar else { return (last, false) };
    let (mut day, mut is_known) = (last, calendar.knows(last));
    // No office is closed for a year: a calendar that says so is wrong, and the day stays.
    for _ in 0..366 {
        if !calendar.is_closed(day) {
            return (day, is_known);
        }
        let next = if rule == ClosedRule::NextOpen { day.succ_opt() } else { day.pred_opt() };
        let Some(next) = next else { break };
        day = next;
        is_known &= calendar.knows(day);
    }
    (last, false)
}
