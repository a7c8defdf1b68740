//! What is known, how surely, and what is not.

use std::collections::BTreeSet;

use super::super::document::Section;
use super::Input;
use crate::domain::guide::all_steps;
use crate::domain::id::Id;
use crate::domain::incident::Stage;
use crate::domain::open_items::{OpenKind, open_items};
use crate::domain::suggest;
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

/// What is open, and who has taken it at stand-down.
pub(super) fn open(input: &Input<'_>) -> Section {
    let section = Input::section(t!("report-open"));
    if input.incident.stage == Stage::Open {
        let items = open_items(input.incident, input.plan);
        let kept = items.into_iter().filter(|item| !matches!(item.what, OpenKind::Unconfirmed(_)));
        let mut lines: Vec<(Option<(Id, Id)>, String)> = Vec::new();
        for item in kept {
            // A step that each department does stands once, with the departments behind it.
            let (of, department) = department_step(input, &item.what);
            match (lines.last_mut().filter(|(last, _)| of.is_some() && *last == of), department) {
                (Some((_, line)), Some(department)) => line.push_str(&format!("〔{department}〕")),
                _ => lines.push((of, format!("{}: {}", kind(&item.what), item.title))),
            }
        }
        let items = lines.into_iter().map(|(_, line)| line).collect();
        return section.list(items);
    }
    let rows = input
        .incident
        .taken
        .iter()
        .map(|taken| {
            vec![taken.title.clone(), input.who(Some(&taken.taker)), taken.until.clone(), taken.reason.clone()]
        })
        .collect();
    let head = vec![t!("column-item"), t!("column-taker"), t!("column-until"), t!("column-reason")];
    section.table(head, rows)
}

fn kind(what: &OpenKind) -> String {
    match what {
        OpenKind::Declaration(_) => t!("open-declaration"),
        OpenKind::Order(_) => t!("open-order"),
        OpenKind::Later(_) => t!("open-later"),
        OpenKind::Failed(_) => t!("open-failed"),
        OpenKind::Untouched(_) => t!("open-untouched"),
        OpenKind::Unconfirmed(_) => t!("open-unconfirmed"),
    }
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
