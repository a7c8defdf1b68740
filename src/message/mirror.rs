//! The words for how second copies stand.

use super::safe;
use crate::record::{MirrorCondition, MirrorFault, MirrorState};
use crate::t;

/// 控え: なし / 正常 / 遅れ, with what is in the way.
pub fn mirror_line(states: &[MirrorState]) -> String {
    if states.is_empty() {
        return t!("hikae-none");
    }
    let late: Vec<&MirrorState> = states.iter().filter(|state| state.is_late()).collect();
    if !late.is_empty() {
        let details: Vec<String> = late.into_iter().map(detail).collect();
        return t!("hikae-late", detail = details.join(&t!("list-separator")));
    }
    let fits = |wanted: &MirrorCondition| states.iter().any(|state| state.condition == *wanted);
    if fits(&MirrorCondition::Late(MirrorFault::Catching)) {
        let lines: u64 = states.iter().filter_map(|state| state.behind).sum();
        return t!("hikae-catching", lines = lines);
    }
    if fits(&MirrorCondition::Looking) {
        return t!("hikae-looking");
    }
    if states.iter().any(|state| state.ahead) { t!("hikae-ahead") } else { t!("hikae-whole") }
}

/// The same in one word, where there is no room.
pub fn mirror_word(states: &[MirrorState]) -> String {
    if states.iter().any(MirrorState::is_late) { t!("hikae-late-short") } else { mirror_line(states) }
}

/// What somebody should know behind a command; `None` where all is well or nobody has looked.
pub fn mirror_notice(states: &[MirrorState]) -> Option<String> {
    let late: Vec<String> = states.iter().filter(|state| state.is_late()).map(detail).collect();
    if !late.is_empty() {
        return Some(t!("hikae-late-notice", detail = late.join(&t!("list-separator"))));
    }
    let ahead = states.iter().find(|state| state.ahead)?;
    Some(t!("hikae-ahead-notice", title = safe(&ahead.title), path = safe(&ahead.path.display().to_string())))
}

/// How many lines are missing, and why.
fn detail(state: &MirrorState) -> String {
    let title = safe(&state.title);
    let reason = match &state.condition {
        MirrorCondition::Late(MirrorFault::NotThere) => t!("hikae-not-there", title = title),
        MirrorCondition::Late(MirrorFault::Full) => t!("hikae-full", title = title),
        MirrorCondition::Late(MirrorFault::ReadOnly) => t!("hikae-read-only", title = title),
        MirrorCondition::Late(MirrorFault::OtherFacility(facility)) => {
            t!("hikae-other-facility", title = title, facility = facility.to_string())
        }
        MirrorCondition::Late(MirrorFault::NotOurs(path)) => {
            t!("hikae-not-ours", title = title, path = safe(&path.display().to_string()))
        }
        MirrorCondition::Late(MirrorFault::Busy) => t!("hikae-busy", title = title),
        MirrorCondition::Late(MirrorFault::NoAnswer) => t!("hikae-no-answer", title = title),
        MirrorCondition::Late(MirrorFault::Record(detail)) => t!("hikae-record", detail = safe(detail)),
        MirrorCondition::Late(MirrorFault::Io(detail)) => t!("hikae-io", title = title, detail = safe(detail)),
        MirrorCondition::Late(MirrorFault::Catching) | MirrorCondition::Looking | MirrorCondition::Whole => title,
    };
    match state.behind.filter(|behind| *behind > 0) {
        Some(lines) => t!("hikae-behind", lines = lines, reason = reason),
        None => reason,
    }
}
