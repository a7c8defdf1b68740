//! In which order to call.

use std::cmp::Reverse;

use super::{ToCall, Why};
use crate::domain::duty::DueRule;
use crate::domain::duty::clock::{DutyClock, DutyState};
use crate::domain::when::Moment;

/// What is looked at, one after another, to say who is called before whom. What is alike stays in the order of duties and steps.
type Rank = (bool, bool, u8, Option<Moment>, Reverse<Option<Moment>>);

/// Where somebody stands: who was told last; before them who is not to be tried yet; among the others what weighs most.
pub(super) fn rank(row: &ToCall<'_>, now: Moment) -> Rank {
    if row.is_told() {
        let told = row.attempts.last().and_then(|call| call.at);
        return (true, false, 0, None, Reverse(told));
    }
    if row.waits(now) {
        return (false, true, 0, row.again, Reverse(None));
    }
    let weights = row.whys.iter().map(|why| weight(why, now));
    let (weight, due) = weights.min_by_key(|(weight, due)| (*weight, due.is_none(), *due)).unwrap_or((u8::MAX, None));
    (false, false, weight, due, Reverse(None))
}

/// Lower is sooner, with what it is due.
fn weight(why: &Why<'_>, now: Moment) -> (u8, Option<Moment>) {
    match why {
        // They wait for us.
        Why::Promised(at) => (0, Some(*at)),
        Why::Duty(clock) => (of_duty(clock, now), clock.until.at),
        Why::Step(step) if step.due.is_some_and(|due| due < now) && step.applies => (1, step.due),
        Why::Step(step) if step.applies && !step.is_later => (2, step.due),
        Why::Asked(_) => (2, None),
        Why::Tried => (4, None),
        Why::Step(step) => (7, step.due),
    }
}

fn of_duty(clock: &DutyClock<'_>, now: Moment) -> u8 {
    if clock.duty.optional {
        return 8;
    }
    let at_once = clock.until.rule == DueRule::AtOnce;
    match clock.state {
        DutyState::Open if at_once || clock.is_overdue(now) => 1,
        DutyState::Open if clock.until.rule == DueRule::Promptly => 3,
        DutyState::Open => 4,
        _ if at_once => 5,
        _ => 6,
    }
}
