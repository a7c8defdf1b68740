//! How a system on its way back is said: its stage, its gates, its generation, what comes next.
//!
//! Owns these words for screens, commands and reports alike. Must not know where they are shown.

use crate::domain::event::{BackTo, Gate, GateResult};
use crate::domain::facility::Facility;
use crate::domain::incident::Made;
use crate::domain::restoration::{Against, Answer, Candidate, GateNow, Row, Stage};
use crate::domain::when::Moment;
use crate::domain::who::Who;
use crate::domain::wording;
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
    let said = match &now.answer {
        None => return t!("gate-open"),
        Some(Answer::Checked(made)) => gate_result(made.made.result),
        Some(Answer::Overridden(_)) => t!("gate-overridden"),
    };
    if now.recheck.is_some() { t!("gate-recheck", before = said) } else { said }
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
pub fn word_of_gate(now: &GateNow) -> &'static str {
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

/// What comes next for a system; empty where nothing does.
pub fn next(row: &Row<'_>) -> String {
    let recheck: Vec<String> = row.progress.to_recheck().map(|(known, _)| gate(known)).collect();
    if !recheck.is_empty() {
        return t!("restore-next-recheck", gates = recheck.join(&t!("list-separator")));
    }
    if row.progress.is_doubtful() {
        return t!("restore-next-doubt", what = doubts(row).join(&t!("list-separator")));
    }
    match row.stage {
        Stage::NotSaid => t!("restore-next-not-said"),
        Stage::Unaffected | Stage::Released => String::new(),
        Stage::Stopped => t!("restore-next-generation"),
        Stage::Planned => t!("restore-next-gates", gates = shut(row)),
        Stage::Cleared => t!("restore-next-approve"),
        Stage::Approved => t!("restore-next-begin"),
        Stage::Restoring => t!("restore-next-end"),
        Stage::Failed => t!("restore-next-again"),
        Stage::Restored if row.unchecked_by.is_empty() => t!("restore-next-verify"),
        Stage::Restored => t!("restore-next-verify-by", departments = row.unchecked_by.join(&t!("list-separator"))),
        Stage::Verified => t!("restore-next-release"),
    }
}

/// What speaks against a system that is in use.
fn doubts(row: &Row<'_>) -> Vec<String> {
    let gates = Gate::BEFORE.into_iter().zip(&row.progress.gates).filter(|(_, now)| !now.holds());
    let gates = gates.map(|(known, now)| t!("restore-gate", gate = gate(known), state = gate_now(now)));
    let wrong = row.progress.found_wrong().into_iter();
    gates.chain(wrong.map(|department| t!("restore-found-wrong", department = department))).collect()
}

fn shut(row: &Row<'_>) -> String {
    let shut: Vec<String> = row.progress.shut().into_iter().map(gate).collect();
    shut.join(&t!("list-separator"))
}

/// When somebody is believed to have come in.
pub fn intrusion(facility: &Facility, at: Option<Moment>) -> String {
    match at {
        Some(at) => t!("restore-intrusion", at = wording::moment(facility, at)),
        None => t!("restore-intrusion-unknown"),
    }
}

/// The chosen generation and where it lies beside the intrusion; `None`: none is chosen.
pub fn generation(row: &Row<'_>, facility: &Facility) -> Option<String> {
    let planned = &row.progress.planned.as_ref()?.made;
    let taken = planned.taken.map_or_else(|| t!("restore-taken-unknown"), |at| wording::moment(facility, at));
    let (generation, against) = (planned.generation.as_str(), against(row.against));
    Some(t!("restore-generation", generation = generation, taken = taken, against = against))
}

/// A generation from which a system could be restored, beside the estimated time of intrusion.
fn candidate(known: &Candidate, facility: &Facility) -> String {
    let taken = known.taken.map_or_else(|| t!("restore-taken-unknown"), |at| wording::moment(facility, at));
    let against = against(known.against);
    if known.is_registered {
        let backup = known.backup.as_ref().and_then(|id| facility.backup(id.as_str()));
        let title = backup.map(|backup| backup.title.as_str()).unwrap_or_default();
        let name = [Some(title), known.generation.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        return t!("restore-candidate-registered", generation = name, taken = taken, against = against);
    }
    let generation = known.generation.as_deref().unwrap_or_default();
    let found = t!("restore-candidate", generation = generation, taken = taken, against = against);
    let unusable = known.unusable.as_deref().map(|why| t!("restore-unusable", why = why)).unwrap_or_default();
    format!("{found}{unusable}")
}

fn by(facility: &Facility, who: Option<&Who>, at: Option<Moment>) -> String {
    let who = who.map_or_else(|| t!("report-nameless"), |who| wording::who(facility, who));
    match at {
        Some(at) => format!("{who} {}", wording::moment(facility, at)),
        None => who,
    }
}

fn made<T>(facility: &Facility, made: &Made<T>) -> String {
    by(facility, made.actor.as_ref(), made.at)
}

/// How one gate stands, by whom, when and how.
pub fn gate_line(known: Gate, now: &GateNow, facility: &Facility) -> String {
    let mut line = t!("restore-gate", gate = gate(known), state = gate_now(now));
    let how = match &now.answer {
        None => return line,
        Some(Answer::Checked(made)) => made.made.how.as_str(),
        Some(Answer::Overridden(made)) => made.made.reason.as_str(),
    };
    let answer = now.answer.as_ref();
    let said = by(facility, answer.and_then(Answer::actor), answer.and_then(Answer::at));
    line.push_str(&format!(" {said}"));
    line.push_str(&t!("restore-how", how = how));
    if let Some(recheck) = &now.recheck {
        let at = wording::moment(facility, recheck.earlier);
        line.push_str(&match recheck.before {
            Some(before) => t!("restore-recheck-why", before = wording::moment(facility, before), at = at),
            None => t!("restore-recheck-known", at = at),
        });
    }
    line
}

/// Everything that is known of one system on its way back, a line each.
pub fn details(row: &Row<'_>, facility: &Facility) -> Vec<String> {
    let progress = &row.progress;
    let mut lines = Vec::new();
    if !row.waits_for.is_empty() {
        lines.push(t!("restore-waits", systems = row.waits_for.join(&t!("list-separator"))));
    }
    let marked = progress.marked.as_ref();
    lines.extend(marked.and_then(|marked| Some(t!("restore-remark", text = marked.made.remark.as_deref()?))));
    lines.extend(row.candidates.iter().map(|known| candidate(known, facility)));
    lines.extend(generation(row, facility));
    if progress.planned.is_some() || progress.gates.iter().any(GateNow::is_answered) {
        let gates = Gate::BEFORE.into_iter().zip(&progress.gates);
        lines.extend(gates.map(|(known, now)| gate_line(known, now, facility)));
    }
    if let Some(approval) = &progress.approval {
        lines.push(t!("restore-approved", by = made(facility, approval)));
        let own: Vec<String> = progress.checked_and_approved().into_iter().map(gate).collect();
        if !own.is_empty() {
            lines.push(t!("restore-same-person", gates = own.join(&t!("list-separator"))));
        }
    }
    lines.extend(progress.begun.as_ref().map(|begun| t!("restore-begun", by = made(facility, begun))));
    if let Some(ended) = &progress.ended {
        let by = made(facility, ended);
        let said = if ended.made.worked { t!("restore-ended", by = by) } else { t!("restore-ended-failed", by = by) };
        lines.push(wording::with_remark(&said, ended.made.note.as_deref()));
    }
    for seen in &progress.verified {
        let (department, by) = (seen.made.department_title.as_str(), made(facility, seen));
        let said = if seen.made.right {
            t!("restore-verified", department = department, by = by)
        } else {
            t!("restore-verified-wrong", department = department, by = by)
        };
        lines.push(wording::with_remark(&said, seen.made.note.as_deref()));
    }
    lines.extend(progress.released.as_ref().map(|released| t!("restore-released", by = made(facility, released))));
    for overridden in &progress.overrides {
        let (known, reason) = (gate(overridden.made.gate), overridden.made.reason.as_str());
        lines.push(t!("restore-overridden", gate = known, by = made(facility, overridden), reason = reason));
    }
    for back in &progress.backs {
        let (to, reason) = (back_to(back.made.to), back.made.reason.as_str());
        lines.push(t!("restore-back", to = to, by = made(facility, back), reason = reason));
    }
    lines
}
