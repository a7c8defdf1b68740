//! How the call sheet is said: why somebody is called, what came of it so far, when to try again.
//!
//! Owns these words for screens and commands alike. Must not know where they are shown.

use super::duty::{due_brief, due_words, unsettled_words};
use crate::domain::call_sheet::{ToCall, Why};
use crate::domain::duty::clock::DutyState;
use crate::domain::incident::Call;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::i18n::current;
use crate::t;
use crate::text::spoken_time;

/// A reason in full.
pub fn why_words(why: &Why<'_>, plan: &Plan, now: Moment) -> String {
    match why {
        Why::Promised(at) => t!("sheet-why-promised", at = clock(*at, now)),
        Why::Asked(asked) => t!("sheet-why-asked", asked = (*asked)),
        Why::Duty(duty) => {
            let title = duty.duty.title.as_str();
            let said = t!("sheet-why-duty", due = due_words(duty, plan, now), title = title);
            let optional = if duty.duty.optional { t!("sheet-optional") } else { String::new() };
            let settle = duty.finding.open.first().filter(|_| duty.state == DutyState::Undetermined);
            let settle = settle.map(|open| t!("sheet-settle", what = unsettled_words(open, plan))).unwrap_or_default();
            format!("{said}{optional}{settle}")
        }
        Why::Step(step) if step.is_later => t!("sheet-why-step-later", title = step.title.as_str()),
        Why::Step(step) if !step.applies => t!("sheet-why-step-perhaps", title = step.title.as_str()),
        Why::Step(step) => match step.due {
            Some(due) => t!("sheet-why-step-due", at = clock(due, now), title = step.title.as_str()),
            None => t!("sheet-why-step", title = step.title.as_str()),
        },
        Why::Tried => t!("sheet-why-tried"),
    }
}

/// The weightiest reason in a few cells.
pub fn why_brief(row: &ToCall<'_>, plan: &Plan, now: Moment) -> String {
    let Some(why) = row.whys.first() else { return String::new() };
    match why {
        Why::Promised(_) => t!("sheet-brief-promised"),
        Why::Asked(asked) => t!("sheet-brief-asked", asked = (*asked)),
        Why::Duty(duty) => format!("{} {}", due_brief(duty, plan, now), duty.duty.short()),
        Why::Step(step) => t!("sheet-brief-step", title = step.title.as_str()),
        Why::Tried => t!("sheet-why-tried"),
    }
}

/// Where it stands: 未, 不在2回 次は02:30, 伝達済 01:30.
pub fn state_words(row: &ToCall<'_>, now: Moment) -> String {
    let Some(last) = row.attempts.last() else { return t!("sheet-untried") };
    if row.is_told() {
        let told = row.attempts.iter().rev().find(|call| call.made.is_told()).unwrap_or(last);
        return if told.made.is_told() { t!("sheet-told", at = at(told, now)) } else { t!("sheet-not-needed") };
    }
    let said = wording::call_result(last.made.result, current());
    let said = if row.attempts.len() > 1 {
        t!("sheet-last-of", at = at(last, now), result = said, count = row.attempts.len())
    } else {
        t!("sheet-last", at = at(last, now), result = said)
    };
    match row.again {
        Some(again) if again > now => t!("sheet-next", said = said, at = clock(again, now)),
        Some(again) => t!("sheet-time-has-come", said = said, at = clock(again, now)),
        None => said,
    }
}

/// One attempt: 「01:20 不在」, with what is more to say about it.
pub fn attempt_words(call: &Call, now: Moment) -> String {
    let said = format!("{} {}", at(call, now), wording::call_result(call.made.result, current()));
    let told = match call.made.told.filter(|told| *told != call.made.result.is_told()) {
        Some(true) => t!("sheet-mark-told"),
        Some(false) => t!("sheet-mark-not-told"),
        None => String::new(),
    };
    let spoke = call.made.spoke_to.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    format!("{said}{told}{spoke}")
}

fn at(call: &Call, now: Moment) -> String {
    call.at.map_or_else(|| t!("time-unknown"), |at| clock(at, now))
}

/// A time of today without its date; any other with it.
fn clock(at: Moment, now: Moment) -> String {
    let at = at.with_timezone(now.offset());
    if at.date_naive() == now.date_naive() { at.format("%H:%M").to_string() } else { spoken_time::show(at, now) }
}
