//! The restoration board: every system in the order of its restoration, with where it stands and what it waits for.
//!
//! Owns these rows, for the screen, the command and the report alike.

use super::candidates::{Candidate, found};
use super::{Against, Progress, Restoration, Stage, in_order, restoration};
use crate::domain::facility::System;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;

/// One system.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Its short name.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// As the facility has it; `None`: the incident's copy of the facility does not have it.
    pub system: Option<&'a System>,
    /// Where it stands.
    pub stage: Stage,
    /// All that was written about it; empty where nothing was.
    pub progress: Progress,
    /// Where its chosen generation lies beside the estimated time of intrusion.
    pub against: Against,
    /// The estimated time of intrusion; `None`: not known.
    pub intrusion: Option<Moment>,
    /// The generations from which it could be restored.
    pub candidates: Vec<Candidate>,
    /// Systems that it needs and that are on their way back themselves.
    pub waits_for: Vec<String>,
    /// The departments that have not found it right yet, by title.
    pub unchecked_by: Vec<String>,
}

impl Row<'_> {
    /// When it came to stand there; `None` where nobody said when.
    pub fn since(&self) -> Option<Moment> {
        let progress = &self.progress;
        match self.stage {
            Stage::NotSaid => None,
            Stage::Unaffected | Stage::Stopped => progress.marked.as_ref()?.at,
            Stage::Planned => progress.planned.as_ref()?.at,
            Stage::Cleared => progress.gates.iter().filter_map(|gate| gate.answer.as_ref()?.at()).max(),
            Stage::Approved => progress.approval.as_ref()?.at,
            Stage::Restoring => progress.begun.as_ref()?.at,
            Stage::Failed | Stage::Restored => progress.ended.as_ref()?.at,
            Stage::Verified => progress.verified.iter().filter_map(|seen| seen.at).max(),
            Stage::Released => progress.released.as_ref()?.at,
        }
    }
}

/// All systems of the facility, and those of the record that it does not have, in the order in which they are restored.
pub fn board<'a>(incident: &Incident, plan: &'a Plan) -> Vec<Row<'a>> {
    let state = restoration(incident);
    let systems = in_order(&plan.facility.systems);
    let others = state.systems.iter().filter(|(id, _)| plan.facility.system(id.as_str()).is_none());
    let known = systems.iter().map(|system| row(&state, plan, &system.id, &system.title, Some(system)));
    known.chain(others.map(|(id, progress)| row(&state, plan, id, &progress.title, None))).collect()
}

fn row<'a>(all: &Restoration, plan: &Plan, id: &Id, title: &str, system: Option<&'a System>) -> Row<'a> {
    let progress = all.systems.get(id).cloned().unwrap_or_default();
    let checkers = system.map(|system| system.checked_by.as_slice()).unwrap_or_default();
    let stage = progress.stage(checkers);
    let needs = system.map(|system| system.needs.as_slice()).unwrap_or_default();
    let stage_of = |need: &Id| {
        let checkers = plan.facility.system(need.as_str()).map(|system| system.checked_by.as_slice());
        all.systems.get(need).map(|progress| progress.stage(checkers.unwrap_or_default()))
    };
    let waits_for = needs.iter().filter(|need| stage_of(need).is_some_and(Stage::is_open));
    let waits_for = waits_for.map(|need| plan.facility.system_title(need.as_str()).to_owned()).collect();
    let unchecked_by = progress.missing(checkers).into_iter();
    let unchecked_by = unchecked_by.map(|id| plan.facility.department_title(id.as_str()).to_owned()).collect();
    let against = progress.against(all.intrusion);
    let candidates = found(&progress.candidates, all.intrusion);
    Row {
        id: id.clone(),
        title: title.to_owned(),
        system,
        stage,
        progress,
        against,
        intrusion: all.intrusion,
        candidates,
        waits_for,
        unchecked_by,
    }
}
