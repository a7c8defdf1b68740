//! 縮退運用: how each department stood over time, where today's patients were listed, and which emergency accounts were opened.

use super::super::document::Section;
use super::super::mode_words::{mode, patients};
use super::Input;
use crate::domain::accounts::accounts;
use crate::domain::board::{board, with_quiet_lists};
use crate::domain::wording::degraded::closing;
use crate::t;

/// Every word about a department, in its order. `None`: nobody said anything.
pub(super) fn departments(input: &Input<'_>) -> Option<Section> {
    let board = board(input.incident, input.plan);
    if board.iter().all(|row| row.said.is_empty() && row.listed.is_none()) {
        return None;
    }
    let board = with_quiet_lists(board, input.quiet);
    let rows = board.iter().map(|row| {
        let said = row.said.iter().map(|said| {
            let remark = said.made.remark.as_deref().unwrap_or_default();
            let (when, who) = (input.when_of(&said.line), input.who(said.actor.as_ref()));
            format!("{when} {} {who} {remark}", mode(Some(said.made.state))).trim_end().to_owned()
        });
        let said: Vec<String> = said.collect();
        vec![row.title.clone(), mode(row.mode()), said.join("\n"), patients(row, &input.plan.facility)]
    });
    let head = vec![t!("column-department"), t!("column-state"), t!("column-mode-said"), t!("column-patient-list")];
    Some(Input::section(t!("report-modes")).table(head, rows.collect()))
}

/// Every use of an emergency account. `None`: there was none.
pub(super) fn emergency_accounts(input: &Input<'_>) -> Option<Section> {
    let rows: Vec<Vec<String>> = accounts(input.incident)
        .iter()
        .map(|account| {
            let used = &account.used.made;
            let approved = used.approved_by.as_ref();
            let closed = account.closed.as_ref().map_or_else(
                || t!("account-open"),
                |closed| {
                    let how = closing(closed.made.how, input.lang);
                    format!("{how} {} {}", input.when_of(&closed.line), input.who(closed.actor.as_ref()))
                },
            );
            vec![
                input.when_of(&account.used.line),
                used.account.clone(),
                used.seal.clone().unwrap_or_default(),
                input.who(account.used.actor.as_ref()),
                used.why.clone(),
                approved.map_or_else(|| t!("account-not-approved"), |who| input.who(Some(who))),
                closed,
            ]
        })
        .collect();
    let head = vec![
        t!("column-occurred"),
        t!("column-account"),
        t!("column-seal"),
        t!("column-who"),
        t!("column-account-why"),
        t!("column-approver"),
        t!("column-account-closed"),
    ];
    (!rows.is_empty()).then(|| Input::section(t!("report-accounts")).table(head, rows))
}
