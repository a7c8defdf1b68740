//! The words for systems on their way back: stages, gates, and why something has to come first.

use super::{Message, names, refused, safe};
use crate::domain::event::{BackTo, Gate, GateResult};
use crate::domain::refusal::Needed;
use crate::domain::restoration::{Against, GateNow, Stage};
use crate::domain::restoration::Answer;
use crate::t;

/// Where a system stands, in a word.
pub fn stage(stage: Stage) -> String {
    match stage {
        Stage::NotSaid => t!("restore-stage-not-said"),
        Stage::Unaffected => t!("restore-stage-unaffected"),
        Stage::Stopped => t!("restore-stage-stopped"),
        Stage::Planned => t!("restore-stage-gates"),
        Stage::Cleared => t!("restore-stage-to-approve"),
        Stage::Approved => t!("restore-stage-approved"),
        Stage::Restoring => t!("restore-stage-restoring"),
        Stage::Failed => t!("restore-stage-failed"),
        Stage::Restored => t!("restore-stage-to-verify"),
        Stage::Verified => t!("restore-stage-to-release"),
        Stage::Released => t!("restore-stage-released"),
    }
}

/// A gate, in a word.
pub fn gate(gate: Gate) -> String {
    match gate {
        Gate::Evidence => t!("gate-evidence"),
        Gate::Entry => t!("gate-entry"),
        Gate::Clean => t!("gate-clean"),
        Gate::Departments => t!("gate-departments"),
    }
}

/// How a gate stands, in a word.
pub fn gate_now(now: &GateNow) -> String {
    if now.recheck.is_some() {
        return t!("gate-recheck");
    }
    match &now.answer {
        None => t!("gate-open"),
        Some(Answer::Checked(made)) => gate_result(made.made.result),
        Some(Answer::Overridden(_)) => t!("gate-overridden"),
    }
}

/// What came of looking at a gate, in a word.
pub fn gate_result(result: GateResult) -> String {
    match result {
        GateResult::Passed => t!("gate-passed"),
        GateResult::Waived => t!("gate-waived"),
        GateResult::Failed => t!("gate-failed"),
    }
}

/// How a gate stands, for programs.
pub fn gate_word(now: &GateNow) -> &'static str {
    match &now.answer {
        _ if now.recheck.is_some() => "recheck",
        None => "open",
        Some(Answer::Checked(made)) => made.made.result.word(),
        Some(Answer::Overridden(_)) => "overridden",
    }
}

/// Where a generation lies beside the estimated time of intrusion, in words.
pub fn against(against: Against) -> String {
    match against {
        Against::Before => t!("generation-before"),
        Against::After => t!("generation-after"),
        Against::Unknown => t!("generation-unknown"),
    }
}

/// To where a restoration goes back, in words.
pub fn back_to(to: BackTo) -> String {
    match to {
        BackTo::Generation => t!("back-to-generation"),
        BackTo::Gates => t!("back-to-gates"),
        BackTo::Restore => t!("back-to-restore"),
        BackTo::Verification => t!("back-to-verification"),
    }
}

/// Gates by name.
pub fn gates(gates: &[Gate]) -> String {
    names(&gates.iter().map(|known| gate(*known)).collect::<Vec<_>>())
}

pub(super) fn gates_shut(system: &str, shut: &[Gate], recheck: &[Gate]) -> Message {
    let message = refused("gates-shut", t!("refusal-gates", system = safe(system), gates = gates(shut)));
    let message =
        if recheck.is_empty() { message } else { message.hint(t!("refusal-gates-recheck", gates = gates(recheck))) };
    message.hint_by_face(t!("refusal-gates-hint"), t!("screen-gates"))
}

pub(super) fn not_yet(system: &str, needed: &Needed) -> Message {
    let system = safe(system);
    let (code, what, hint) = match needed {
        Needed::Generation => ("no-generation", t!("refusal-no-generation", system = system), t!("refusal-no-generation-hint")),
        Needed::Approval => ("not-approved", t!("refusal-not-approved", system = system), t!("refusal-not-approved-hint")),
        Needed::Begin => ("not-begun", t!("refusal-not-begun", system = system), t!("refusal-not-begun-hint")),
        Needed::End => ("not-restored", t!("refusal-not-restored", system = system), t!("refusal-not-restored-hint")),
        Needed::Departments { departments } if departments.is_empty() => {
            ("not-verified", t!("refusal-not-verified", system = system), t!("refusal-not-verified-hint"))
        }
        Needed::Departments { departments } => (
            "not-verified",
            t!("refusal-not-verified-by", system = system, departments = names(departments)),
            t!("refusal-not-verified-hint"),
        ),
        Needed::StoppedAgain => ("in-use", t!("refusal-in-use", system = system), t!("refusal-in-use-hint")),
    };
    refused(code, what).hint(hint)
}
