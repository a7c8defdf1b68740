//! What was done: steps, instructions, calls.

use super::super::document::Section;
use super::Input;
use crate::domain::event::StepMark;
use crate::domain::guide::{guide, tally};
use crate::domain::step_key::StepKey;
use crate::domain::wording;
use crate::t;

pub(super) fn progress(input: &Input<'_>) -> Section {
    let mut rows = Vec::new();
    for id in input.incident.active_runbooks() {
        for phase in guide(input.incident, input.plan, id) {
            let tally = tally(&phase.steps, input.moment());
            rows.push(vec![
                phase.phase.title.clone(),
                tally.done.to_string(),
                tally.failed.to_string(),
                tally.skipped.to_string(),
                tally.later.to_string(),
                tally.open.to_string(),
                tally.overdue.to_string(),
            ]);
        }
    }
    let head = vec![
        t!("column-phase"),
        t!("column-done"),
        t!("column-failed"),
        t!("column-skipped"),
        t!("column-later"),
        t!("column-open"),
        t!("column-overdue"),
    ];
    Input::section(t!("report-progress")).table(head, rows)
}

pub(super) fn failed(input: &Input<'_>) -> Section {
    marked(input, t!("report-failed"), StepMark::Failed)
}

pub(super) fn skipped(input: &Input<'_>) -> Section {
    marked(input, t!("report-skipped"), StepMark::Skipped)
}

pub(super) fn done(input: &Input<'_>) -> Section {
    marked(input, t!("report-done"), StepMark::Done)
}

/// Steps of every runbook that was ever followed: what was entered is never lost when a runbook is put aside.
fn marked(input: &Input<'_>, heading: String, mark: StepMark) -> Section {
    let mut of_mark: Vec<_> = input
        .incident
        .steps
        .iter()
        .filter_map(|(key, history)| history.last().map(|entry| (key, entry)))
        .filter(|(_, entry)| entry.mark == mark)
        .collect();
    of_mark.sort_by_key(|(key, entry)| (entry.at, (*key).clone()));
    let rows = of_mark
        .into_iter()
        .map(|(key, entry)| {
            vec![
                input.when_of(&entry.line),
                title(input, key),
                entry.reason.clone().unwrap_or_default(),
                input.who(entry.actor.as_ref()),
            ]
        })
        .collect();
    let head = vec![t!("column-occurred"), t!("column-step"), t!("column-reason"), t!("column-who")];
    Input::section(heading).table(head, rows)
}

fn title(input: &Input<'_>, key: &StepKey) -> String {
    let facility = &input.plan.facility;
    let department = key.department.as_ref().and_then(|id| facility.department(id.as_str()));
    let title = input.plan.step(key).map_or_else(|| key.to_string(), |step| wording::step_title(step, department));
    if key.occurrence > 1 { t!("report-occurrence", title = title, n = key.occurrence) } else { title }
}

pub(super) fn orders(input: &Input<'_>) -> Section {
    let rows = input
        .incident
        .orders
        .iter()
        .map(|order| {
            let state = match &order.done {
                Some(done) => {
                    let said =
                        t!("report-order-done", at = input.when_of(&done.line), who = input.who(done.actor.as_ref()));
                    wording::with_remark(&said, done.result.as_deref())
                }
                None => t!("report-order-open"),
            };
            vec![
                input.when_of(&order.line),
                order.text.clone(),
                input.plan.facility.role_title(order.owner.as_str()).to_owned(),
                order.due.map_or_else(|| t!("report-none"), |due| input.at(Some(due))),
                state,
                input.who(order.actor.as_ref()),
            ]
        })
        .collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-order"),
        t!("column-owner"),
        t!("column-due"),
        t!("column-state"),
        t!("column-given-by"),
    ];
    Input::section(t!("report-orders")).table(head, rows)
}
