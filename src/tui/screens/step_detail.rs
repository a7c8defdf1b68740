//! A step in full: what to do, what not, why, where, how long there is, and how it stands.
//!
//! Owns the words around a step and their order. Must not change anything: the screens that show steps carry the commands out.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::call::{attempts, find};
use crate::domain::condition::Truth;
use crate::domain::facility::Cutoff;
use crate::domain::guide::{GuideStep, StepState};
use crate::domain::runbook::{Book, StepKind};
use crate::domain::suggest::deciding_role;
use crate::domain::when::Moment;
use crate::domain::{incident::Incident, plan::Plan, wording};
use crate::t;
use crate::tui::canvas::{Canvas, cells};
use crate::tui::keys::{self, Cmd, Ctx};
use crate::tui::model::{Model, clock, lang};
use crate::tui::msg::Snapshot;

/// How a step stands, in a word between brackets, 6 cells wide.
pub fn state_mark(step: &GuideStep<'_>) -> String {
    let mark = match step.state {
        StepState::Done => t!("state-done"),
        StepState::Failed => t!("state-failed"),
        StepState::Skipped => t!("state-skipped"),
        StepState::Later => t!("state-later"),
        StepState::Open => t!("state-open"),
    };
    crate::text::width::pad(&mark, 6, crate::text::width::Ambiguous::Narrow)
}

/// The time that is left, or by how much it is over: 「あと3分」.
pub fn remaining(due: Moment, now: Moment) -> String {
    let minutes = (due - now).num_minutes();
    if minutes == 0 {
        return t!("due-now");
    }
    let span = |minutes: i64| {
        if minutes < 60 { t!("span-minutes", minutes = minutes) } else { crate::text::duration::show_minutes(minutes) }
    };
    if due < now { t!("due-over", span = span(-minutes)) } else { t!("due-left", span = span(minutes)) }
}

/// What stands in the border above a step: whose it is, its guide time.
pub fn heading(step: &GuideStep<'_>, plan: &Plan, now: Moment) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(role) = &step.placed.step.role {
        parts.push(plan.facility.role_title(role.as_str()).to_owned());
    }
    if step.is_waiting()
        && let Some(due) = step.due
    {
        let mark = if step.is_overdue(now) { "! " } else { "" };
        parts.push(format!("{mark}{}", t!("due-title", left = remaining(due, now))));
    }
    if step.placed.step.every.is_some() {
        parts.push(t!("step-repeats"));
    }
    parts.join("  ")
}

/// Whether it is the step at which the emergency is declared: the first decision of the role that declares.
pub fn is_declaration(step: &GuideStep<'_>, incident: &Incident, plan: &Plan) -> bool {
    let role = deciding_role(incident, plan);
    let decides = |kind: &StepKind| matches!(kind, StepKind::Decision(decider) if decider == role);
    let first = step.placed.owner.steps().map(|(_, step)| step).find(|step| decides(&step.kind));
    first.is_some_and(|first| first.id == step.placed.step.id)
}

/// Draws a step; says how many rows it took.
pub fn draw(step: &GuideStep<'_>, model: &Model, open: &Snapshot, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let mut y = area.y;
    for (text, style) in rows(step, model, open, canvas) {
        if y >= area.bottom() {
            // More than fits: the last row says that something is missing.
            canvas.put(area.right().saturating_sub(1), area.bottom().saturating_sub(1), 1, "~", canvas.theme.strong());
            break;
        }
        y += canvas.wrapped(Rect { y, height: area.bottom() - y, ..area }, &text, style);
    }
    y - area.y
}

/// How many rows the step takes in so many cells.
pub fn height(step: &GuideStep<'_>, model: &Model, open: &Snapshot, canvas: &Canvas<'_>, room: u16) -> u16 {
    cells(rows(step, model, open, canvas).iter().map(|(text, _)| canvas.rows(text, room).len()).sum())
}

fn rows(step: &GuideStep<'_>, model: &Model, open: &Snapshot, canvas: &Canvas<'_>) -> Vec<(String, Style)> {
    let theme = canvas.theme;
    let plan = &open.plan;
    let body = step.placed.step;
    let mut rows: Vec<(String, Style)> = vec![(wording::step_title(body, step.department), theme.strong())];
    if let Some(warn) = &body.warn {
        rows.push((format!("! {warn}"), theme.warning()));
    }
    if let Some(marked) = &step.marked {
        rows.push((stands(step, marked, model.now), theme.good()));
    }
    match step.applies {
        Truth::True => {}
        Truth::False => rows.push((t!("step-does-not-apply"), theme.accent())),
        Truth::Unknown => rows.push((t!("step-may-apply"), theme.accent())),
    }
    if let Some(cutoff) = body.cutoff.as_ref().and_then(|id| plan.facility.cutoff(id.as_str())) {
        rows.extend(cutoff_rows(cutoff, model, open).into_iter().map(|row| (row, theme.text())));
    }
    if let Some(why) = &body.why {
        rows.push((t!("step-why", why = why.as_str()), theme.text()));
    }
    if let StepKind::Call(contacts) = &body.kind {
        let told = contacts.iter().filter_map(|id| find(model, id)).map(|contact| {
            let last = attempts(contact, model).next().map(|last| format!(" ({last})")).unwrap_or_default();
            format!("{}{last}", contact.name)
        });
        rows.push((t!("step-contacts", names = told.collect::<Vec<_>>().join(&t!("list-separator"))), theme.text()));
    }
    if let StepKind::Decision(role) = &body.kind {
        rows.push((t!("step-decider", role = deciders(plan, role.as_str())), theme.text()));
    }
    if let Some(last) = step.last_done {
        rows.push((t!("step-last-done", at = clock(last, model.now)), theme.text()));
    }
    if !body.collect.is_empty() {
        let facts = body.collect.iter().map(|id| match open.incident.fact(id.as_str()) {
            Some(fact) => {
                let value = wording::value(plan, id.as_str(), &fact.value, lang());
                format!("{} {value}", plan.fact_title(id.as_str()))
            }
            None => plan.fact_title(id.as_str()).to_owned(),
        });
        rows.push((t!("step-collect", facts = facts.collect::<Vec<_>>().join(&t!("list-separator"))), theme.text()));
    }
    rows.extend(body.book.map(|book| (t!("step-book", way = way_to(book)), theme.accent())));
    if let Some(source) = body.source.first() {
        rows.push((t!("step-source", source = source.as_str()), theme.faint()));
    }
    rows
}

/// 「佐藤 一郎 / 代行: 高橋 誠」
fn deciders(plan: &Plan, role: &str) -> String {
    let names: Vec<&str> =
        plan.facility.holders_and_alternates(role).into_iter().map(|person| person.name.as_str()).collect();
    format!("{} ({})", plan.facility.role_title(role), names.join(&t!("list-separator")))
}

fn stands(step: &GuideStep<'_>, marked: &crate::domain::incident::StepEntry, now: Moment) -> String {
    let at = marked.at.map_or_else(|| t!("time-unknown"), |at| clock(at, now));
    let who = marked.actor.as_ref().map(|who| format!(" {}", who.name)).unwrap_or_default();
    let reason = marked.reason.as_deref().map(|reason| format!("  {reason}")).unwrap_or_default();
    format!("{} {at}{who}{reason}", state_mark(step).trim_end())
}

fn cutoff_rows(cutoff: &Cutoff, model: &Model, open: &Snapshot) -> Vec<String> {
    let facility = &open.plan.facility;
    let mut rows = Vec::new();
    let photo = cutoff.photo.as_deref().map(|photo| t!("cutoff-photo", photo = photo)).unwrap_or_default();
    let place = if cutoff.place.is_empty() { t!("cutoff-place-unknown") } else { cutoff.place.clone() };
    rows.push(t!("cutoff-place", place = format!("{place}{photo}")));
    rows.push(t!("cutoff-how", how = cutoff.how.as_str()));
    let titles: Vec<&str> = cutoff.alone.iter().map(|role| facility.role_title(role.as_str())).collect();
    let mut alone = t!("cutoff-alone", roles = titles.join(&t!("list-separator")));
    alone.push_str(&match cutoff.alone_after {
        None => t!("cutoff-never-others"),
        Some(minutes) => match unanswered_since(cutoff, open) {
            // Somebody who decides answered: the waiting is over, and the answer counts.
            _ if let Some((name, at)) = reached(cutoff, open) => {
                t!("cutoff-reached", name = name, at = at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now)))
            }
            None => t!("cutoff-others-after", minutes = minutes),
            Some(since) => {
                let from = since + chrono::TimeDelta::minutes(i64::from(minutes));
                let at = clock(from, model.now);
                if from <= model.now { t!("cutoff-others-now", at = at) } else { t!("cutoff-others-from", at = at) }
            }
        },
    });
    rows.push(alone);
    rows.push(t!("cutoff-stops", stops = cutoff.stops.as_str()));
    rows
}

/// Those who may cut, with who stands in for them.
fn deciders_of<'a>(cutoff: &Cutoff, open: &'a Snapshot) -> Vec<&'a str> {
    let facility = &open.plan.facility;
    let people = cutoff.alone.iter().flat_map(|role| facility.holders_and_alternates(role.as_str()));
    people.map(|person| person.id.as_str()).collect()
}

/// Who of them was reached last, and when.
fn reached(cutoff: &Cutoff, open: &Snapshot) -> Option<(String, Option<Moment>)> {
    let people = deciders_of(cutoff, open);
    let mut calls = open.incident.calls.iter().rev();
    let call = calls.find(|call| call.made.result.is_told() && people.contains(&call.made.contact.as_str()))?;
    Some((call.made.contact_name.clone(), call.at))
}

/// When the first of those who may cut was called without an answer.
fn unanswered_since(cutoff: &Cutoff, open: &Snapshot) -> Option<Moment> {
    let people = deciders_of(cutoff, open);
    open.incident.failed_attempts(&people).into_iter().filter_map(|call| call.at).min()
}

/// How one gets from the guide to where the work of a step is written down.
fn way_to(book: Book) -> String {
    match book {
        Book::Board => t!("book-board", key = key_of(Cmd::Board)),
        Book::Accounts => t!("book-accounts", key = key_of(Cmd::Board)),
        Book::Restore => t!("book-restore", key = key_of(Cmd::Restore)),
        Book::Ledger => t!("book-ledger", key = key_of(Cmd::Menu), screen = t!("menu-ledger")),
        Book::Return => t!("book-return", key = key_of(Cmd::Menu), screen = t!("menu-return")),
    }
}

/// The key that does something everywhere, as it is printed on keyboards.
fn key_of(cmd: Cmd) -> String {
    let bound = keys::rows(Ctx::Guide).into_iter().find(|row| row.cmd == cmd);
    bound.and_then(|row| row.keys.first()).map(|key| keys::shown(key)).unwrap_or_default()
}
