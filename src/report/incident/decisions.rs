//! What happened and what was decided: the summary, the declarations, the answers.

use super::super::document::Section;
use super::Input;
use crate::domain::event::Event;
use crate::domain::incident::{DeclarationEntry, Stage};
use crate::domain::suggest;
use crate::domain::wording;
use crate::t;

pub(super) fn summary(input: &Input<'_>) -> Section {
    let incident = input.incident;
    let mut pairs = Vec::new();
    if let Some(opening) = &incident.opening {
        let signs: Vec<&str> = opening.signs.iter().map(|sign| wording::sign(*sign, input.lang)).collect();
        pairs.push((t!("report-what"), opening.text.clone()));
        pairs.push((t!("report-signs"), signs.join(&t!("list-separator"))));
        pairs.push((t!("report-noticed"), input.when(&opening.noticed)));
    }
    pairs.push((t!("report-stage"), stage(incident.stage)));
    // After the end no level is in force; which one was is still the first question of a reader.
    let ended = || incident.declarations.last().map(|last| t!("report-level-ended", level = level(input, last)));
    let in_force = incident.declaration().map(|declaration| level(input, declaration));
    pairs.push((t!("report-level"), in_force.or_else(ended).unwrap_or_else(|| t!("report-level-none"))));
    let runbooks = |active: bool| -> String {
        let mut of: Vec<_> = incident.runbooks.iter().filter(|(_, state)| state.active == active).collect();
        of.sort_by_key(|(_, state)| state.order);
        let titles: Vec<String> = of
            .into_iter()
            .map(|(id, state)| {
                let title = input.plan.runbook(id.as_str()).map_or(id.as_str(), |runbook| runbook.title.as_str());
                let since = input.at(state.since);
                wording::with_remark(&format!("{title} {since}"), state.reason.as_deref())
            })
            .collect();
        if titles.is_empty() { t!("report-none") } else { titles.join(&t!("list-separator")) }
    };
    pairs.push((t!("report-runbooks"), runbooks(true)));
    if incident.runbooks.values().any(|state| !state.active) {
        pairs.push((t!("report-runbooks-aside"), runbooks(false)));
    }
    if let Some(watch) = &incident.watch {
        pairs.push((t!("report-watch"), input.who(Some(watch))));
    }
    let section = Input::section(t!("report-summary")).pairs(pairs);
    if incident.drill { section.notice(t!("report-drill-notice")) } else { section }
}

/// Where an incident stands, in words.
pub fn stage(stage: Stage) -> String {
    match stage {
        Stage::Open => t!("stage-open"),
        Stage::StoodDown => t!("stage-stood-down"),
        Stage::Closed => t!("stage-closed"),
    }
}

fn level(input: &Input<'_>, declaration: &DeclarationEntry) -> String {
    let made = &declaration.made;
    let kind = if declaration.awaits_confirmation() { t!("report-provisional-open") } else { String::new() };
    let by = input.who(declaration.actor.as_ref());
    format!(
        "{} {} {} {by} {kind}",
        t!("report-level-n", level = made.level),
        made.level_title,
        input.when_of(&declaration.line)
    )
    .trim_end()
    .to_owned()
}

/// Every declaration, with grounds, also those that were withdrawn.
pub(super) fn declarations(input: &Input<'_>) -> Section {
    let mut rows = Vec::new();
    for entry in input.incident.chronology() {
        let Event::DeclarationMade(made) = &entry.line.event else { continue };
        let held = input.incident.declarations.iter().find(|known| known.line == entry.hash());
        let status = match (&entry.withdrawn, held) {
            (Some(withdrawal), _) => t!("report-withdrawn-because", reason = withdrawal.reason.as_str()),
            (None, Some(held)) if held.awaits_confirmation() => t!("report-provisional-open"),
            (None, Some(held)) if held.settled && held.confirmed_by.is_none() => t!("report-provisional-settled"),
            (None, Some(held)) if made.provisional => {
                t!("report-provisional-confirmed", who = input.who(held.confirmed_by.as_ref()))
            }
            _ => t!("report-declared"),
        };
        let suggested = made.suggested.map_or_else(|| t!("report-none"), |level| t!("report-level-n", level = level));
        rows.push(vec![
            input.when(&entry.when()),
            format!("{} {}", t!("report-level-n", level = made.level), made.level_title),
            input.who(entry.actor()),
            made.grounds.clone(),
            suggested,
            status,
        ]);
    }
    let head = vec![
        t!("column-occurred"),
        t!("column-level"),
        t!("column-declared-by"),
        t!("column-grounds"),
        t!("column-suggested"),
        t!("column-state"),
    ];
    Input::section(t!("report-declarations")).table(head, rows)
}

pub(super) fn criteria(input: &Input<'_>) -> Section {
    let rows = suggest::criteria(input.incident, input.plan)
        .into_iter()
        .map(|asked| {
            let fact = input.incident.fact(asked.criterion.id.as_str());
            let answer = asked
                .answer
                .map_or_else(|| t!("report-not-asked"), |answer| wording::answer(answer, input.lang).to_owned());
            let sure = fact.map_or("", |fact| wording::confidence(fact.confidence, input.lang));
            let at = fact.map_or_else(String::new, |fact| input.when_of(&fact.line));
            vec![asked.criterion.ask.clone(), answer, sure.to_owned(), at]
        })
        .collect();
    let head = vec![t!("column-criterion"), t!("column-answer"), t!("column-confidence"), t!("column-occurred")];
    Input::section(t!("report-criteria")).table(head, rows)
}
