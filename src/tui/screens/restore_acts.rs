//! What is done about systems on their way back: which act comes next, and the choice among all of them.
//!
//! Owns which acts are offered. The board and the single system offer the same.

use super::menu::Menu;
use super::restore_form::{Act, form};
use super::{Action, Cx};
use crate::domain::id::Id;
use crate::domain::restoration::{Row, Stage, board};
use crate::t;
use crate::tui::keys::Cmd;

/// Opens the form of an act.
pub fn begin(act: Act, systems: &[Id], cx: &mut Cx<'_>) {
    if let Some(form) = form(cx.model, act, systems) {
        cx.push(form);
    }
}

/// Does what a key says.
pub fn give(cmd: Cmd, systems: &[Id], cx: &mut Cx<'_>) {
    match cmd {
        Cmd::Check => begin(Act::Check, systems, cx),
        Cmd::StepBack => begin(Act::Back, systems, cx),
        Cmd::Acts => choose(systems, cx),
        _ => {}
    }
}

/// All acts, the one that comes next first.
pub fn choose(systems: &[Id], cx: &mut Cx<'_>) {
    let Some(open) = cx.model.open.clone() else { return };
    let rows = board(&open.incident, &open.plan);
    let of: Vec<&Row<'_>> = rows.iter().filter(|row| systems.contains(&row.id)).collect();
    let first = of.first().and_then(|row| next_act(row));
    let alone = of.len() == 1;
    let offered = Act::ALL.into_iter().filter(|act| Some(*act) != first && (alone || act.is_of_several()));
    let first = first.filter(|act| alone || act.is_of_several());
    let offered = first.into_iter().chain(offered);
    let actions = offered.map(|act| -> (String, Action) {
        let systems = systems.to_vec();
        (act.title(), Box::new(move |cx| begin(act, &systems, cx)))
    });
    let titles = of.iter().map(|row| row.title.as_str()).collect::<Vec<_>>().join(&t!("list-separator"));
    Menu::push(cx, t!("restore-acts-title", systems = titles), actions.collect());
}

/// What comes next for a system; `None`: nothing does.
pub fn next_act(row: &Row<'_>) -> Option<Act> {
    if row.progress.to_recheck().next().is_some() {
        return Some(Act::Check);
    }
    if row.progress.is_doubtful() {
        // What a department found wrong is put right and looked at again; what is not clean is stopped.
        return Some(if row.progress.gates_hold() { Act::Verify } else { Act::Stop });
    }
    Some(match row.stage {
        Stage::NotSaid => Act::Stop,
        Stage::Stopped => Act::Plan,
        Stage::Planned => Act::Check,
        Stage::Cleared => Act::Approve,
        Stage::Approved | Stage::Failed => Act::Begin,
        Stage::Restoring => Act::End,
        Stage::Restored => Act::Verify,
        Stage::Verified => Act::Release,
        Stage::Unaffected | Stage::Released => return None,
    })
}
