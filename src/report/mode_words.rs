//! How a department without its systems is said: its state, its cell of the table, today's patients, and the situation for the meeting.
//!
//! Owns these words for screens, commands and reports alike. Must not know where they are shown.

use crate::domain::accounts::Account;
use crate::domain::board::{Row, Situation};
use crate::domain::degraded::Way;
use crate::domain::event::Mode;
use crate::domain::facility::Facility;
use crate::domain::when::Moment;
use crate::domain::wording::{self, degraded};
use crate::i18n::current;
use crate::t;

/// How a department stands, in a word; 未報告 where nobody has said.
pub fn mode(mode: Option<Mode>) -> String {
    mode.map_or_else(|| t!("mode-unsaid"), |mode| degraded::mode(mode, current()).to_owned())
}

/// Which level's cell is looked at: the declared one; where none is declared, or it has no cell, the lowest.
pub fn level_of(facility: &Facility, declared: u8) -> u8 {
    let first = facility.levels.first().map_or(1, |level| level.number);
    facility.levels.iter().map(|level| level.number).find(|number| *number == declared).unwrap_or(first)
}

/// Since when, by whom, and what was remarked; `None`: nobody has said anything.
pub fn said(row: &Row<'_>, facility: &Facility) -> Option<String> {
    let last = row.last()?;
    let since = row.since().map_or_else(|| t!("mode-since-unknown"), |at| wording::moment(facility, at));
    let by = last.actor.as_ref().map_or_else(|| t!("report-nameless"), |who| wording::who(facility, who));
    Some(wording::with_remark(&t!("mode-said", since = since, by = by), last.made.remark.as_deref()))
}

/// Where today's patients are listed: as recorded, else as planned.
pub fn patients(row: &Row<'_>, facility: &Facility) -> String {
    let planned = row.sheet.and_then(|sheet| sheet.patients.as_ref());
    match (&row.listed, planned) {
        (Some(listed), _) => {
            let at = listed.at.map_or_else(|| t!("mode-since-unknown"), |at| wording::moment(facility, at));
            let count = listed.made.count.map(|count| t!("mode-list-count", count = count)).unwrap_or_default();
            t!("mode-listed", place = listed.made.place.as_str(), at = at, count = count)
        }
        (None, Some(planned)) => {
            let how = planned.how.as_deref().unwrap_or_default();
            t!("mode-list-planned", place = planned.place.as_str(), how = how)
        }
        (None, None) => t!("mode-list-unknown"),
    }
}

/// How a department works at a level, a line each. `of`: the level whose cell says so.
pub fn way(way: &Way, level: u8, of: u8, facility: &Facility) -> Vec<String> {
    let mut lines = Vec::new();
    if of != level {
        lines.push(t!("mode-same-as", level = of));
    }
    let labels = [t!("mode-stops"), t!("mode-orders"), t!("mode-results")];
    let texts = [&way.stops, &way.orders, &way.results];
    let line = |label: &str, text: &str| t!("mode-line", label = label, text = text);
    lines.extend(labels.iter().zip(texts).filter(|(_, text)| !text.is_empty()).map(|(label, text)| line(label, text)));
    let decides = way.decides.as_ref().map(|role| facility.role_title(role.as_str()));
    lines.extend(decides.map(|role| line(&t!("mode-decides"), role)));
    if !way.back.is_empty() {
        lines.push(line(&t!("mode-back"), &way.back));
    }
    for paper in &way.paper {
        let (name, place) = (paper.name.as_str(), paper.place.as_str());
        lines.push(t!("mode-paper", name = name, place = place, sheets = paper.sheets, hours = paper.hours));
    }
    lines
}

/// The situation for the meeting, to be read out: nothing is added to what was said.
pub fn situation(told: &Situation) -> Vec<String> {
    let row = |titles: &[String]| titles.join(&t!("list-separator"));
    let mut lines = Vec::new();
    for (titles, state) in [
        (&told.stopped, mode(Some(Mode::Stopped))),
        (&told.degraded, mode(Some(Mode::Degraded))),
        (&told.normal, mode(Some(Mode::Normal))),
        (&told.unsaid, mode(None)),
    ] {
        if !titles.is_empty() {
            lines.push(t!("mode-situation", state = state, count = titles.len(), titles = row(titles)));
        }
    }
    if told.changed.is_empty() {
        lines.push(t!("mode-situation-same"));
    } else {
        let changed = told.changed.iter().map(|(title, from, to)| {
            t!("mode-situation-change", title = title.as_str(), from = mode(*from), to = mode(Some(*to)))
        });
        lines.push(t!("mode-situation-changed", titles = changed.collect::<Vec<_>>().join(&t!("list-separator"))));
    }
    if !told.without_list.is_empty() {
        lines.push(t!("mode-situation-lists", titles = row(&told.without_list)));
    }
    lines
}

/// One use of an emergency account: who, when, which, what for, by whose approval, and whether it is closed.
pub fn account(account: &Account, facility: &Facility) -> String {
    let used = &account.used;
    let by = |who: Option<&crate::domain::who::Who>| {
        who.map_or_else(|| t!("report-nameless"), |who| wording::who(facility, who))
    };
    let at = |at: Option<Moment>| at.map_or_else(|| t!("mode-since-unknown"), |at| wording::moment(facility, at));
    let approved = used.made.approved_by.as_ref().map_or_else(|| t!("account-not-approved"), |who| by(Some(who)));
    let seal = used.made.seal.as_deref().map(|seal| t!("account-seal", seal = seal)).unwrap_or_default();
    let (name, why) = (used.made.account.as_str(), used.made.why.as_str());
    let who = by(used.actor.as_ref());
    let line =
        t!("account-line", account = name, seal = seal, by = who, at = at(used.at), why = why, approved = approved);
    let state = match &account.closed {
        None => t!("account-open"),
        Some(closed) => {
            let how = degraded::closing(closed.made.how, current());
            t!("account-closed", how = how, by = by(closed.actor.as_ref()), at = at(closed.at))
        }
    };
    format!("{line} {state}")
}
