//! What is known, how surely, and what is not.

use std::collections::BTreeSet;

use super::super::document::Section;
use super::super::duty_words::{due_words, met_words};
use super::super::ledger_words::{open_kind, taken as taken_words, today};
use super::Input;
use crate::domain::duty::clock::clock;
use crate::domain::event::{StepMark, Taken};
use crate::domain::guide::all_steps;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::{Incident, Stage};
use crate::domain::open_items::{OpenItem, OpenKind, open_items};
use crate::domain::return_list::{day, settled_by};
use crate::domain::step_key::StepKey;
use crate::domain::suggest;
use crate::domain::who::Who;
use crate::domain::wording;
use crate::t;

/// Facts that are known, each with its confidence and its earlier values. Answers to criteria have a section of their own.
pub(super) fn facts(input: &Input<'_>) -> Section {
    let mut rows = Vec::new();
    // In the order of the dictionary; then what no dictionary knows.
    let known = input.plan.facts.iter().map(|def| &def.id);
    let strange = input.incident.facts.keys().filter(|id| input.plan.fact(id.as_str()).is_none());
    for id in known.chain(strange.filter(|id| input.plan.criterion(id.as_str()).is_none())) {
        let Some(history) = input.incident.facts.get(id) else { continue };
        let Some(current) = history.last() else { continue };
        let value = |entry: &crate::domain::incident::FactEntry| {
            wording::value(input.plan, id.as_str(), &entry.value, input.lang)
        };
        let earlier: Vec<String> = history
            .iter()
            .rev()
            .skip(1)
            .map(|entry| format!("{} ({})", value(entry), input.when_of(&entry.line)))
            .collect();
        rows.push(vec![
            input.plan.fact_title(id.as_str()).to_owned(),
            value(current),
            wording::confidence(current.confidence, input.lang).to_owned(),
            input.when_of(&current.line),
            earlier.join(&t!("list-separator")),
        ]);
    }
    let head =
        vec![t!("column-fact"), t!("column-value"), t!("column-confidence"), t!("column-as-of"), t!("column-earlier")];
    Input::section(t!("report-facts")).table(head, rows)
}

/// What nobody could answer, and what nobody has been asked: the facts that the followed runbooks collect, and the criteria.
pub(super) fn unknown(input: &Input<'_>) -> Section {
    let steps = all_steps(input.incident, input.plan);
    let collected = steps.iter().flat_map(|step| &step.placed.step.collect);
    let asked = suggest::criteria(input.incident, input.plan);
    // The criteria first, then in the order in which the steps ask.
    let wanted = asked.iter().map(|asked| &asked.criterion.id).chain(collected);
    let (mut seen, mut unknown, mut never) = (BTreeSet::<&Id>::new(), Vec::new(), Vec::new());
    for id in wanted.filter(|id| seen.insert(id)) {
        let title = input.plan.fact_title(id.as_str()).to_owned();
        match input.incident.fact(id.as_str()) {
            None => never.push(title),
            Some(fact) if fact.value.is_unknown() => {
                unknown.push(format!("{title} ({})", t!("report-asked-unknown", at = input.when_of(&fact.line))));
            }
            Some(_) => {}
        }
    }
    unknown.extend(never.into_iter().map(|title| format!("{title} ({})", t!("report-not-asked"))));
    Input::section(t!("report-unknown")).list(unknown)
}

/// What is open. After stand-down: what was handed on there and how it stands now, and what has come up since.
pub(super) fn open(input: &Input<'_>) -> Section {
    let section = Input::section(t!("report-open"));
    let items = open_items(input.incident, input.plan);
    let taken = taken_by(input.incident);
    let head = vec![t!("column-item"), t!("column-taker"), t!("column-until"), t!("column-reason"), t!("column-now")];
    if input.incident.stage == Stage::Open {
        let section = section.list(lines(input, &items).into_iter().map(OpenLine::in_one).collect());
        let settled: Vec<&Taken> =
            taken.into_iter().filter(|taken| !items.iter().any(|item| item.id() == taken.item)).collect();
        if settled.is_empty() {
            return section;
        }
        return section.paragraph(t!("report-taken-and-done")).table(head, rows(input, &settled, &items));
    }
    let mut rows = rows(input, &taken, &items);
    let since: Vec<_> = items.into_iter().filter(|item| !taken.iter().any(|taken| taken.item == item.id())).collect();
    for line in lines(input, &since) {
        rows.push(vec![line.title, t!("report-none"), line.due, String::new(), line.kind]);
    }
    section.table(head, rows)
}

/// Who has which item: in the order of the stand-down, then what was taken besides. Whoever took it last has it.
fn taken_by(incident: &Incident) -> Vec<&Taken> {
    let handed_on: Vec<&str> = incident.taken.iter().map(|taken| taken.item.as_str()).collect();
    let besides = incident.takers.keys().map(String::as_str).filter(|item| !handed_on.contains(item));
    let items = handed_on.iter().copied().chain(besides);
    items.filter_map(|item| Some(&incident.takers.get(item)?.made)).collect()
}

/// What was taken by whom, and how it stands now.
fn rows(input: &Input<'_>, taken: &[&Taken], items: &[OpenItem]) -> Vec<Vec<String>> {
    let row = |taken: &&Taken| {
        let still = items.iter().find(|item| item.id() == taken.item);
        let now = still.map_or_else(|| now(input, &taken.item), |item| open_kind(&item.what));
        vec![taken.title.clone(), input.who(Some(&taken.taker)), taken.until.clone(), taken.reason.clone(), now]
    };
    taken.iter().map(row).collect()
}

/// What is open, as it is listed.
struct OpenLine {
    kind: String,
    title: String,
    due: String,
    is_duty: bool,
    taken: Option<String>,
}

impl OpenLine {
    fn new(input: &Input<'_>, item: &OpenItem) -> Self {
        let duty = match &item.what {
            OpenKind::Duty(id) | OpenKind::PerhapsDuty(id) => input.plan.duty(id.as_str()),
            _ => None,
        };
        let due = match duty {
            Some(duty) => due_words(&clock(duty, input.incident, input.plan), input.plan, input.moment()),
            None => item.due.map(|due| input.at(Some(due))).unwrap_or_default(),
        };
        let facility = &input.plan.facility;
        let taken = input.incident.takers.get(&item.id()).map(|taken| {
            let is_overdue = day(&taken.made.until).is_some_and(|until| until < today(facility, input.moment()));
            taken_words(taken, facility, is_overdue)
        });
        Self { kind: open_kind(&item.what), title: item.title.clone(), due, is_duty: duty.is_some(), taken }
    }

    /// In one line. By when somebody must be told is part of what is open.
    fn in_one(self) -> String {
        let line = format!("{}: {}", self.kind, self.title);
        let line = if self.is_duty { format!("{line}  {}", self.due) } else { line };
        match self.taken {
            Some(taken) => format!("{line}  {taken}"),
            None => line,
        }
    }
}

/// Open items as they are listed. A step that each department does stands once, with the departments behind it; what waits for
/// its person has a section of its own.
fn lines(input: &Input<'_>, items: &[OpenItem]) -> Vec<OpenLine> {
    let mut lines: Vec<(Option<(Id, Id)>, OpenLine)> = Vec::new();
    for item in items.iter().filter(|item| !matches!(item.what, OpenKind::Unconfirmed(_))) {
        let (of, department) = department_step(input, &item.what);
        let is_taken = input.incident.takers.contains_key(&item.id());
        match (
            lines.last_mut().filter(|(last, line)| of.is_some() && *last == of && line.taken.is_none() && !is_taken),
            department,
        ) {
            (Some((_, line)), Some(department)) => line.title.push_str(&format!("〔{department}〕")),
            _ => lines.push((of, OpenLine::new(input, item))),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// How an item that was handed on and is not open any more was seen through, when and by whom.
fn now(input: &Input<'_>, item: &str) -> String {
    let incident = input.incident;
    let said = |state: &str, line: &Hash, who: Option<&Who>| {
        t!("report-taken-now", state = state, at = input.when_of(line), who = input.who(who))
    };
    let settled = || {
        let line = settled_by(incident, input.plan, item)?;
        let entry = incident.entry(&line)?;
        Some(said(entry.text(), &line, entry.actor()))
    };
    let withdrawn = |line: &Hash| {
        let withdrawal = incident.entry(line)?.withdrawn.as_ref()?;
        let by = incident.entry(&withdrawal.line)?;
        Some(said(&t!("report-taken-withdrawn"), &withdrawal.line, by.actor()))
    };
    let confirmed = |line: &Hash| {
        let confirmation = incident.entry(line)?.confirmed.last()?;
        Some(said(&t!("report-taken-confirmed"), &confirmation.line, confirmation.who.as_ref()))
    };
    let found = match item.split_once(':') {
        Some(("duty", id)) => input
            .plan
            .duty(id)
            .and_then(|duty| met_words(&clock(duty, incident, input.plan), input.plan, input.moment())),
        Some(("step", key)) => {
            let mark = key.parse().ok().and_then(|key: StepKey| incident.step(&key));
            return match mark {
                Some(mark) if matches!(mark.mark, StepMark::Done | StepMark::Skipped) => {
                    said(wording::mark(mark.mark, input.lang), &mark.line, mark.actor.as_ref())
                }
                _ => t!("report-taken-gone"),
            };
        }
        Some(("order", line)) => line.parse().ok().and_then(|line: Hash| {
            let done = incident.orders.iter().find(|order| order.line == line).and_then(|order| order.done.as_ref());
            let done = done.map(|done| {
                t!("report-order-done", at = input.when_of(&done.line), who = input.who(done.actor.as_ref()))
            });
            done.or_else(|| withdrawn(&line))
        }),
        Some(("call", contact)) => {
            let told =
                incident.calls.iter().rev().find(|call| call.made.contact.as_str() == contact && call.made.is_told());
            told.map(|told| said(&t!("report-taken-told"), &told.line, told.actor.as_ref()))
        }
        Some(("restore" | "recheck" | "department" | "account" | "batch" | "gap", _)) => settled(),
        Some((_, line)) => line.parse().ok().and_then(|line: Hash| withdrawn(&line).or_else(|| confirmed(&line))),
        None => None,
    };
    found.unwrap_or_else(|| t!("report-taken-settled"))
}

/// Of an untouched step that a department does: the step, and the department's title.
fn department_step<'a>(input: &'a Input<'_>, what: &OpenKind) -> (Option<(Id, Id)>, Option<&'a str>) {
    let OpenKind::Untouched(key) = what else { return (None, None) };
    let title = |id: &Id| input.plan.facility.department(id.as_str()).map(|department| department.title.as_str());
    match key.department.as_ref().and_then(title) {
        Some(department) => (Some((key.runbook.clone(), key.step.clone())), Some(department)),
        None => (None, None),
    }
}
