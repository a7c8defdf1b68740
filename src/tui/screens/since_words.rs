//! What is new, in words: one row for each change, what it is about first. Long titles are cut in the row, so
//! that a reason, a time limit and the other items behind them stay in sight.
//!
//! Owns the words of changes. Must not know who reads them.

use crate::domain::event::CallResult;
use crate::domain::id::Id;
use crate::domain::incident::Stage;
use crate::domain::since::{CallChange, Change, FactChange, LevelChange, OrderChange, RunbookChange, StepChange};
use crate::domain::value::{Confidence, Value};
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::text::width::{Ambiguous, cut, width};
use crate::tui::model::{clock, lang};
use crate::tui::msg::Snapshot;
use crate::tui::typed;

/// The fewest cells that are left of a title.
const LEAST: usize = 16;

/// The room that a change has, and what it is about.
pub struct Words<'a> {
    /// The incident.
    pub open: &'a Snapshot,
    /// Now.
    pub now: Moment,
    /// The cells of a row.
    pub room: usize,
    /// How ambiguous characters are counted.
    pub mode: Ambiguous,
}

impl Words<'_> {
    /// A change in one row. Lines broken in a text are the canvas's to flatten.
    pub fn row(&self, change: &Change) -> String {
        match change {
            Change::Opened { text, noticed } => {
                let at = noticed.map_or_else(|| t!("time-unknown"), |at| clock(at, self.now));
                t!("since-opened", at = at, text = text.as_str())
            }
            Change::Stage { from, to } => stages(*from, *to),
            Change::Level(level) => self.level(level),
            Change::StepsFailed(steps) => self.several(&t!("since-failed"), steps.len(), steps, Self::step),
            Change::StepsReopened(steps) => self.several(&t!("since-reopened"), steps.len(), steps, Self::step),
            Change::OrdersGiven(orders) => self.several(&t!("since-orders"), orders.len(), orders, Self::order),
            Change::OrdersDone(orders) => {
                self.several(&t!("since-orders-done"), orders.len(), orders, Self::carried_out)
            }
            Change::Calls(calls) => self.several(&t!("since-calls"), calls.len(), calls, Self::call),
            Change::Decided { count, last } => several(&t!("since-decided"), *count, last),
            Change::Submitted { count, last } => several(&t!("since-submitted"), *count, last),
            Change::Announced { count, last } => several(&t!("since-announced"), *count, last),
            Change::Restoring { count, last } => several(&t!("since-restoring"), *count, last),
            Change::Degraded { count, last } => several(&t!("since-degraded"), *count, last),
            Change::Ledger { count, last } => several(&t!("since-ledger"), *count, last),
            Change::Mails { count, last } => several(&t!("since-mails"), *count, last),
            Change::Facts(facts) => self.several(&t!("since-facts"), facts.len(), facts, Self::fact),
            Change::Criteria(ids) => self.several(&t!("since-criteria"), ids.len(), ids, Self::criterion),
            Change::StepsDone { count, last } => self.several(&t!("since-done"), *count, last, Self::step),
            Change::StepsLater { count, last } => self.several(&t!("since-later"), *count, last, Self::step),
            Change::StepsSkipped { count, last } => self.several(&t!("since-skipped"), *count, last, Self::step),
            Change::Mended { corrected: 0, withdrawn } => t!("since-withdrawn", count = (*withdrawn)),
            Change::Mended { corrected, withdrawn: 0 } => t!("since-corrected", count = (*corrected)),
            Change::Mended { corrected, withdrawn } => {
                t!("since-mended", corrected = (*corrected), withdrawn = (*withdrawn))
            }
            Change::RunbooksAdded(books) => self.several(&t!("since-added"), books.len(), books, Self::runbook),
            Change::RunbooksAside(books) => self.several(&t!("since-aside"), books.len(), books, Self::runbook),
            Change::HandedOver { from: Some(from), to } => {
                t!("since-watch-from", from = from.name.as_str(), to = to.name.as_str())
            }
            Change::HandedOver { from: None, to } => t!("since-watch", to = to.name.as_str()),
            Change::Unconfirmed { count } => t!("since-unconfirmed", count = (*count)),
            Change::Memos { count, last } => several(&t!("since-memos"), *count, last),
            Change::Joined { terminals, lines } => {
                t!("since-joined", terminals = (terminals.len()), lines = (*lines))
            }
            Change::Other { count, last } => several(&t!("since-other"), *count, last),
            Change::More(count) => t!("since-more", count = (*count)),
        }
    }

    /// One item, or how many there are with those that are named, each of which gets its part of the row.
    fn several<T>(&self, what: &str, count: usize, items: &[T], words: fn(&Self, &T, usize) -> String) -> String {
        let room = self.room.saturating_sub(width(&several(what, count, ""), self.mode));
        let each = (room / items.len().max(1)).saturating_sub(2 * usize::from(items.len() > 1));
        let one = |item: &T| {
            let words = words(self, item, each);
            if items.len() > 1 { cut(&words, each.max(LEAST), self.mode) } else { words }
        };
        several(what, count, &items.iter().map(one).collect::<Vec<_>>().join(&t!("list-separator")))
    }

    /// A title with what follows it; the title gives way.
    fn with_tail(&self, title: &str, tail: &str, room: usize) -> String {
        let left = room.saturating_sub(width(tail, self.mode)).max(LEAST);
        format!("{}{tail}", cut(title, left, self.mode))
    }

    fn with_remark(&self, title: &str, remark: Option<&str>, room: usize) -> String {
        match remark.filter(|remark| !remark.is_empty()) {
            Some(_) => self.with_tail(title, &wording::with_remark("", remark), room),
            None => title.to_owned(),
        }
    }

    fn level(&self, change: &LevelChange) -> String {
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
        let at = change.at.map(|at| clock(at, self.now));
        let actor = change.actor.as_ref().map(|who| wording::who(&self.open.plan.facility, who));
        let told = [at, actor, change.title.clone()].into_iter().flatten();
        let text = std::iter::once(text).chain(told).collect::<Vec<_>>().join(" ");
        match &change.confirmed_by {
            Some(who) => t!("since-level-confirmed", name = who.name.as_str(), text = text),
            None => t!("since-level", text = text),
        }
    }

    fn step(&self, change: &StepChange, room: usize) -> String {
        self.with_remark(&change.title, change.reason.as_deref(), room)
    }

    fn order(&self, order: &OrderChange, room: usize) -> String {
        let owner = self.open.plan.facility.role_title(order.owner.as_str());
        let text = t!("since-order", owner = owner, text = order.text.as_str());
        match order.due {
            Some(due) => self.with_tail(&text, &t!("since-order-due", due = clock(due, self.now)), room),
            None => text,
        }
    }

    fn carried_out(&self, order: &OrderChange, room: usize) -> String {
        self.with_remark(&order.text, order.result.as_deref(), room)
    }

    fn call(&self, change: &CallChange, room: usize) -> String {
        let result = if change.reached { CallResult::Reached } else { change.last };
        let result = wording::call_result(result, lang());
        let tail = if change.attempts > 1 {
            t!("since-call-again", result = result, count = (change.attempts))
        } else {
            t!("since-call", result = result)
        };
        self.with_tail(&change.name, &tail, room)
    }

    fn fact(&self, change: &FactChange, _room: usize) -> String {
        let sure = [&change.from, &change.to].into_iter().flatten().all(|(_, sure)| *sure == Confidence::Confirmed);
        let shown = |(value, confidence): &(Value, Confidence)| {
            let value = match value {
                Value::Time(time) => typed::show_when(&time.when(), self.now),
                other => wording::value(&self.open.plan, change.fact.as_str(), other, lang()),
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
    fn criterion(&self, id: &Id, _room: usize) -> String {
        let title = self.open.plan.fact_title(id.as_str());
        match self.open.incident.fact(id.as_str()) {
            Some(entry) => {
                format!("[{}] {title}", wording::value(&self.open.plan, id.as_str(), &entry.value, lang()))
            }
            None => t!("since-criterion-open", title = title),
        }
    }

    fn runbook(&self, change: &RunbookChange, room: usize) -> String {
        self.with_remark(&change.title, change.reason.as_deref(), room)
    }
}

fn several(what: &str, count: usize, items: &str) -> String {
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
