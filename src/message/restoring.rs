//! The words for why a system cannot go on on its way back. Stages and gates are said in the report's words, so that paper and screen
//! agree.

use super::{Message, names, refused, safe};
use crate::domain::event::Gate;
use crate::domain::refusal::Needed;
pub use crate::report::restore_words::{
    against, back_to, details, gate, gate_now, gate_result, generation, intrusion, next, stage, word_of_gate,
};
use crate::t;

/// Gates by name.
pub(super) fn gates(gates: &[Gate]) -> String {
    names(&gates.iter().map(|known| gate(*known)).collect::<Vec<_>>())
}

pub(super) fn gates_shut(system: &str, shut: &[Gate], recheck: &[Gate]) -> Message {
    let message = refused("gates-shut", t!("refusal-gates", system = safe(system), gates = gates(shut)));
    let message =
        if recheck.is_empty() { message } else { message.hint(t!("refusal-gates-recheck", gates = gates(recheck))) };
    message.hint_by_face(t!("refusal-gates-hint"), t!("screen-gates"))
}

pub(super) fn only_overridden(known: Gate) -> Message {
    refused("only-overridden", t!("refusal-only-overridden", gate = gate(known)))
        .hint(t!("refusal-only-overridden-hint"))
}

pub(super) fn not_the_approver(role: &str, approvers: &[String], who: Option<&str>) -> Message {
    let what = match who {
        Some(who) => t!("refusal-approver", who = safe(who), role = safe(role)),
        None => t!("refusal-approver-nobody", role = safe(role)),
    };
    refused("not-the-approver", what).hint_by_face(
        t!("refusal-approver-hint", approvers = names(approvers)),
        t!("screen-approver", approvers = names(approvers)),
    )
}

pub(super) fn backup_of_another(backup: &str, of: &str, system: &str) -> Message {
    let what = t!("refusal-backup-of-another", backup = safe(backup), of = safe(of), system = safe(system));
    refused("backup-of-another", what).hint(t!("refusal-backup-of-another-hint"))
}

pub(super) fn not_yet(system: &str, needed: &Needed) -> Message {
    let system = safe(system);
    let (code, what, hint) = match needed {
        Needed::Generation => {
            ("no-generation", t!("refusal-no-generation", system = system), t!("refusal-no-generation-hint"))
        }
        Needed::Approval => {
            ("not-approved", t!("refusal-not-approved", system = system), t!("refusal-not-approved-hint"))
        }
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
        Needed::BackToGeneration => (
            "generation-chosen",
            t!("refusal-generation-chosen", system = system),
            t!("refusal-generation-chosen-hint"),
        ),
        Needed::BackFromRestore => {
            ("restore-begun", t!("refusal-restore-begun", system = system), t!("refusal-restore-begun-hint"))
        }
        Needed::HowFoundOut => {
            ("how-found-out", t!("refusal-how-found-out", system = system), t!("refusal-how-found-out-hint"))
        }
        Needed::StoppedAgain => ("in-use", t!("refusal-in-use", system = system), t!("refusal-in-use-hint")),
    };
    refused(code, what).hint(hint)
}
