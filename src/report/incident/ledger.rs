//! 台帳: paper from the stock to the typed-back entry, and gaps in what was restored. Who takes what is open is in
//! [`super::knowledge`].

use super::super::ledger_words::{batch_remarks, batch_state, counts, gap_remarks, gap_state, least, period};
use super::Input;
use crate::domain::ledger::ledger;
use crate::report::document::Section;
use crate::t;

/// Every batch of paper. `None`: none was given out.
pub(super) fn batches(input: &Input<'_>) -> Option<Section> {
    let state = ledger(input.incident);
    let rows = state.batches.iter().map(|batch| {
        let made = &batch.given.made;
        let lines =
            [counts(batch)].into_iter().chain(batch_remarks(batch)).chain(least(input.plan, made.department.as_str()));
        vec![
            made.title.clone(),
            batch.id().to_string(),
            made.sheet.clone(),
            batch_state(batch.state()),
            lines.collect::<Vec<_>>().join("\n"),
            input.when_of(&batch.last_line()),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = [
        t!("column-department"),
        t!("column-batch"),
        t!("column-sheet"),
        t!("column-state"),
        t!("column-sheets"),
        t!("column-last-said"),
    ];
    let section = || Input::section(t!("report-paper")).paragraph(t!("report-paper-guide"));
    (!rows.is_empty()).then(|| section().table(head.into(), rows))
}

/// Every gap. `None`: none was noted.
pub(super) fn gaps(input: &Input<'_>) -> Option<Section> {
    let state = ledger(input.incident);
    let rows = state.gaps.iter().map(|gap| {
        vec![
            gap.noted.made.system.title.clone(),
            period(gap, input.plan),
            gap_state(gap),
            gap_remarks(gap, &input.plan.facility).join("\n"),
            input.when_of(&gap.noted.line),
            input.who(gap.noted.actor.as_ref()),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = [
        t!("column-system"),
        t!("column-period"),
        t!("column-state"),
        t!("column-restore-details"),
        t!("column-occurred"),
        t!("column-who"),
    ];
    let section = || Input::section(t!("report-gaps")).paragraph(t!("report-gaps-guide"));
    (!rows.is_empty()).then(|| section().table(head.into(), rows))
}
