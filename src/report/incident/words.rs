//! What was decided beside declarations, and what was said or put up, word by word.

use super::super::document::Section;
use super::Input;
use crate::domain::wording;
use crate::t;

/// Decisions that were given, mostly by telephone. `None`: there were none.
pub(super) fn decisions(input: &Input<'_>) -> Option<Section> {
    let rows: Vec<Vec<String>> = input
        .incident
        .decisions
        .iter()
        .map(|decided| {
            vec![
                input.when_of(&decided.line),
                decided.made.title.clone(),
                decided.made.decision.clone(),
                wording::facts(input.plan, &decided.made.facts, input.lang),
                input.who(decided.actor.as_ref()),
            ]
        })
        .collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-topic"),
        t!("column-decided"),
        t!("column-sets"),
        t!("column-decided-by"),
    ];
    (!rows.is_empty()).then(|| Input::section(t!("report-decisions")).table(head, rows))
}

/// What was given out, with the warnings that it was given out in spite of. `None`: nothing was.
pub(super) fn announcements(input: &Input<'_>) -> Option<Section> {
    let rows: Vec<Vec<String>> = input
        .incident
        .announcements
        .iter()
        .map(|given| {
            vec![
                input.when_of(&given.line),
                given.made.title.clone(),
                given.made.body.clone(),
                given.made.cautions.join("\n"),
                input.who(given.actor.as_ref()),
            ]
        })
        .collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-announcement"),
        t!("column-body"),
        t!("column-cautions"),
        t!("column-given-out-by"),
    ];
    (!rows.is_empty()).then(|| Input::section(t!("report-announcements")).table(head, rows))
}
