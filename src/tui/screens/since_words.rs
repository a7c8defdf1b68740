//! What is new, in words: one row for each change, what it is about first, because the end of a long row is cut.
//!
//! Owns the words of changes. Must not know who reads them.

use crate::domain::facility::Facility;
use crate::domain::id::Id;
use crate::domain::incident::Stage;
use crate::domain::since::{CallChange, Change, FactChange, LevelChange, OrderChange, RunbookChange, StepChange};
use crate::domain::value::{Confidence, Value};
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::tui::model::{clock, lang};
use crate::tui::msg::Snapshot;
use crate::tui::typed;

/// A change in one row.
pub fn row(change: &Change, open: &Snapshot, now: Moment) -> String {
    match change {
        Change::Opened { text, noticed } => {
            let at = noticed.map_or_else(|| t!("time-unknown"), |at| clock(at, now));
            t!("since-opened", at = at, text = text.as_str())
        }
        Change::Stage { from, to } => stages(*from, *to),
        Change::Level(level) => levels(level, &open.plan.facility, now),
        Change::StepsFailed(steps) => several(&t!("since-failed"), steps.len(), steps.iter().map(step)),
        Change::StepsReopened(steps) => several(&t!("since-reopened"), steps.len(), steps.iter().map(step)),
        Change::OrdersGiven(orders) => {
            let facility = &open.plan.facility;
            several(&t!("since-orders"), orders.len(), orders.iter().map(|order| order_given(order, facility, now)))
        }
        Change::OrdersDone(orders) => several(&t!("since-orders-done"), orders.len(), orders.iter().map(order_done)),
        Change::Calls(calls) => several(&t!("since-calls"), calls.len(), calls.iter().map(call)),
        Change::Facts(facts) => several(&t!("since-facts"), facts.len(), facts.iter().map(|one| fact(one, open, now))),
        Change::Criteria(ids) => several(&t!("since-criteria"), ids.len(), ids.iter().map(|id| criterion(id, open))),
        Change::StepsDone { count, last } => several(&t!("since-done"), *count, last.iter().map(step)),
        Change::StepsLater { count, last } => several(&t!("since-later"), *count, last.iter().map(step)),
        Change::StepsSkipped { count, last } => several(&t!("since-skipped"), *count, last.iter().map(step)),
        Change::Mended { corrected: 0, withdrawn } => t!("since-withdrawn", count = (*withdrawn)),
        Change::Mended { corrected, withdrawn: 0 } => t!("since-corrected", count = (*corrected)),
        Change::Mended { corrected, withdrawn } => {
            t!("since-mended", corrected = (*corrected), withdrawn = (*withdrawn))
        }
        Change::RunbooksAdded(runbooks) => several(&t!("since-added"), runbooks.len(), runbooks.iter().map(runbook)),
        Change::RunbooksAside(runbooks) => several(&t!("since-aside"), runbooks.len(), runbooks.iter().map(runbook)),
        Change::HandedOver { from: Some(from), to } => {
            t!("since-watch-from", from = from.name.as_str(), to = to.name.as_str())
        }
        Change::HandedOver { from: None, to } => t!("since-watch", to = to.name.as_str()),
        Change::Unconfirmed { count } => t!("since-unconfirmed", count = (*count)),
        Change::Memos { count, last } => several(&t!("since-memos"), *count, std::iter::once(last.clone())),
        Change::Joined { terminals, lines } => t!("since-joined", terminals = (terminals.len()), lines = (*lines)),
        Change::Other { count, last } => several(&t!("since-other"), *count, std::iter::once(last.clone())),
        Change::More(count) => t!("since-more", count = (*count)),
    }
}

/// One item, or how many there are with those that are named.
fn several(what: &str, count: usize, items: impl Iterator<Item = String>) -> String {
    let items = items.collect::<Vec<_>>().join(&t!("list-separator"));
    if count > 1 {
        t!("since-several", what = what, count = count, items = items)
    } else {
        t!("since-one", what = what, item = items)
    }
}

fn stages(from: Stage, to: Stage) -> String {
    let word = |stage: Stage| match stage {
        Stage::Open => t!("stage-open"),
        Stage::StoodDown => t!("stage-stood-down"),
        Stage::Closed => t!("stage-closed"),
    };
    if from == to {
        t!("since-stage-again", to = word(to))
    } else {
        t!("since-stage", from = word(from), to = word(to))
    }
}

fn levels(change: &LevelChange, facility: &Facility, now: Moment) -> String {
    let level = |number: u8| if number == 0 { t!("level-none") } else { t!("level-short", level = number) };
    if change.to == 0 {
        return t!("since-level-ended", from = level(change.from));
    }
    let mut text = level(change.to);
    if change.from != 0 && change.from != change.to {
        text = t!("since-from-to", from = level(change.from), to = text);
    }
    if change.provisional && change.confirmed_by.is_none() {
        text.push_str(&t!("since-provisional"));
    }
    let at = change.at.map(|at| clock(at, now));
    let actor = change.actor.as_ref().map(|who| wording::who(facility, who));
    let told = [change.title.clone(), at, actor].into_iter().flatten();
    let text = std::iter::once(text).chain(told).collect::<Vec<_>>().join(" ");
    match &change.confirmed_by {
        Some(who) => t!("since-level-confirmed", name = who.name.as_str(), text = text),
        None => t!("since-level", text = text),
    }
}

fn step(change: &StepChange) -> String {
    wording::with_remark(&change.title, change.reason.as_deref())
}

fn order_given(order: &OrderChange, facility: &Facility, now: Moment) -> String {
    let owner = facility.role_title(order.owner.as_str());
    match order.due {
        Some(due) => t!("since-order-due", owner = owner, text = order.text.as_str(), due = clock(due, now)),
        None => t!("since-order", owner = owner, text = order.text.as_str()),
    }
}

fn order_done(order: &OrderChange) -> String {
    wording::with_remark(&order.text, order.result.as_deref())
}

fn call(change: &CallChange) -> String {
    let result = if change.reached { crate::domain::event::CallResult::Reached } else { change.last };
    let result = wording::call_result(result, lang());
    if change.attempts > 1 {
        t!("since-call-again", name = change.name.as_str(), result = result, count = (change.attempts))
    } else {
        t!("since-call", name = change.name.as_str(), result = result)
    }
}

fn fact(change: &FactChange, open: &Snapshot, now: Moment) -> String {
    let sure = [&change.from, &change.to].into_iter().flatten().all(|(_, sure)| *sure == Confidence::Confirmed);
    let shown = |(value, confidence): &(Value, Confidence)| {
        let value = match value {
            Value::Time(time) => typed::show_when(&time.when(), now),
            other => wording::value(&open.plan, change.fact.as_str(), other, lang()),
        };
        if sure { value } else { format!("{value} [{}]", wording::confidence(*confidence, lang())) }
    };
    let title = change.title.as_str();
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => {
            format!("{title} {}", t!("since-from-to", from = shown(from), to = shown(to)))
        }
        (None, Some(to)) => format!("{title} {}", shown(to)),
        (Some(from), None) => t!("since-fact-gone", title = title, from = shown(from)),
        (None, None) => title.to_owned(),
    }
}

/// The answer stands first: questions are long.
fn criterion(id: &Id, open: &Snapshot) -> String {
    let title = open.plan.fact_title(id.as_str());
    match open.incident.fact(id.as_str()) {
        Some(entry) => format!("[{}] {title}", wording::value(&open.plan, id.as_str(), &entry.value, lang())),
        None => t!("since-criterion-open", title = title),
    }
}

fn runbook(change: &RunbookChange) -> String {
    wording::with_remark(&change.title, change.reason.as_deref())
}
