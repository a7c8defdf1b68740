//! 復旧: every system with where it stands and how it came there; what was overridden stands by itself.

use super::super::document::Section;
use super::super::restore_words::{back_to, details, gate, intrusion, next, stage};
use super::Input;
use crate::domain::restoration::{Row, Stage, board, restoration, with_register};
use crate::t;

/// The board as a table. `None`: nothing was said of any system.
pub(super) fn systems(input: &Input<'_>) -> Option<Section> {
    let board = with_register(board(input.incident, input.plan), input.plan, input.quiet);
    if board.iter().all(|row| row.stage == Stage::NotSaid) {
        return None;
    }
    let rows = board.iter().map(|row| {
        // What is wrong in a system in use is not left to be found among its details.
        let doubt = row.progress.is_doubtful().then(|| next(row));
        let details: Vec<String> = doubt.into_iter().chain(details(row, &input.plan.facility)).collect();
        let since = row.since().map(|at| input.at(Some(at))).unwrap_or_default();
        vec![row.title.clone(), stage(row.stage), since, details.join("\n")]
    });
    let head = vec![t!("column-system"), t!("column-state"), t!("column-since"), t!("column-restore-details")];
    let section = Input::section(t!("report-restoration")).paragraph(t!("report-restoration-guide"));
    let intrusion = intrusion(&input.plan.facility, restoration(input.incident).intrusion);
    Some(section.paragraph(intrusion).table(head, rows.collect()))
}

/// Every gate that was overridden, also where it does not hold any more. `None`: none was.
pub(super) fn overrides(input: &Input<'_>) -> Option<Section> {
    let board = board(input.incident, input.plan);
    let rows = board.iter().flat_map(|row| row.progress.overrides.iter().map(move |made| (row, made)));
    let rows: Vec<Vec<String>> = rows
        .map(|(row, made)| {
            let (when, who) = (input.when_of(&made.line), input.who(made.actor.as_ref()));
            vec![when, row.title.clone(), gate(made.made.gate), made.made.reason.clone(), who]
        })
        .collect();
    let head = [
        t!("column-occurred"),
        t!("column-system"),
        t!("column-gate"),
        t!("column-override-reason"),
        t!("column-approver"),
    ];
    (!rows.is_empty()).then(|| Input::section(t!("report-overrides")).table(head.into(), rows))
}

/// Every step back. `None`: there was none.
pub(super) fn backs(input: &Input<'_>) -> Option<Section> {
    let board = board(input.incident, input.plan);
    let of = |row: &Row<'_>| {
        let rows = row.progress.backs.iter().map(|made| {
            let (when, who) = (input.when_of(&made.line), input.who(made.actor.as_ref()));
            vec![when, row.title.clone(), back_to(made.made.to), made.made.reason.clone(), who]
        });
        rows.collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = board.iter().flat_map(of).collect();
    let head = [
        t!("column-occurred"),
        t!("column-system"),
        t!("column-result"),
        t!("column-override-reason"),
        t!("column-who"),
    ];
    (!rows.is_empty()).then(|| Input::section(t!("report-restoration-back")).table(head.into(), rows))
}
