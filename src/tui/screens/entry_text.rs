//! An entry in words: what a row of the chronology says, and when it happened.
//!
//! Owns the marks around a line's text. Must not know how rows are laid out.

use crate::domain::entry::Entry;
use crate::domain::event::{Event, OrderGiven};
use crate::domain::incident::Order;
use crate::domain::when::{Moment, Precision};
use crate::t;
use crate::text::spoken_time;
use crate::tui::digest::marked;
use crate::tui::model::{Model, clock};
use crate::tui::msg::Snapshot;

/// When it happened, in as many words as a column takes.
pub fn happened(entry: &Entry, model: &Model) -> String {
    let when = entry.when();
    match (when.at, when.precision()) {
        (Some(at), Precision::About) => t!("time-about", at = spoken_time::show(at, model.now)),
        (Some(at), Precision::Range | Precision::PartOfDay) => t!("time-from", at = spoken_time::show(at, model.now)),
        (Some(at), Precision::Exact | Precision::Unknown) => spoken_time::show(at, model.now),
        (None, _) => t!("time-unknown"),
    }
}

/// What a line says, with its marks: from whom to whom, whose act, what became of it.
pub fn line_text(entry: &Entry, open: &Snapshot, now: Moment) -> String {
    match &entry.line.event {
        Event::OrderGiven(given) => marked(entry, &ordered(given, entry, open, now)),
        _ => marked(entry, entry.text()),
    }
}

/// The instruction that a line gave; `None` for other lines, and where it was withdrawn.
pub fn order<'a>(entry: &Entry, open: &'a Snapshot) -> Option<&'a Order> {
    if !matches!(entry.line.event, Event::OrderGiven(_)) {
        return None;
    }
    open.incident.orders.iter().find(|order| order.line == entry.hash())
}

/// 指示(情報システム担当 03:00まで)〔まだ〕 回線を点検. How it stands comes before the words, which may be long.
fn ordered(given: &OrderGiven, entry: &Entry, open: &Snapshot, now: Moment) -> String {
    let role = open.plan.facility.role_title(given.owner.as_str());
    // One that was withdrawn waits for nobody.
    let state = order(entry, open).map(|order| stands(order, now)).unwrap_or_default();
    match given.due {
        Some(due) => t!("chronology-order-by", role = role, due = clock(due, now), state = state, text = entry.text()),
        None => t!("chronology-order", role = role, state = state, text = entry.text()),
    }
}

fn stands(order: &Order, now: Moment) -> String {
    match &order.done {
        Some(done) => {
            let at = done.at.map_or_else(|| t!("time-unknown"), |at| clock(at, now));
            t!("mark-order-done", at = at)
        }
        None if order.due.is_some_and(|due| due < now) => t!("mark-order-late"),
        None => t!("mark-order-open"),
    }
}
