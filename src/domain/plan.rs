//! The plan: what the facility has prepared, as one incident sees it (its pinned copy).
//!
//! Owns the look-ups across facility, runbooks and fact dictionary. Must not know files; `site` builds it from them.

use super::announcement::{Announcement, Caution, ToDecide};
use super::degraded::DepartmentSheet;
use super::duty::{Calendar, Contradiction, Duty};
use super::facility::Facility;
use super::id::Id;
use super::runbook::{Criterion, FactDef, Phase, Runbook, Step, StepKind};
use super::step_key::StepKey;

/// What the facility has prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who we are.
    pub facility: Facility,
    /// 手順書
    pub runbooks: Vec<Runbook>,
    /// 把握事項
    pub facts: Vec<FactDef>,
    /// 連絡義務, in the order of their files.
    pub duties: Vec<Duty>,
    /// Findings that cannot both hold.
    pub contradictions: Vec<Contradiction>,
    /// Open and closed days; `None` where nobody has written them down.
    pub calendar: Option<Calendar>,
    /// 周知の文
    pub announcements: Vec<Announcement>,
    /// Words that are looked at again.
    pub cautions: Vec<Caution>,
    /// What the director is asked to decide.
    pub decisions: Vec<ToDecide>,
    /// 縮退運用: how the departments work without their systems.
    pub degraded: Vec<DepartmentSheet>,
}

/// A step where it stands: the runbook and phase that are being walked, and the step's own runbook (another one where the step
/// was included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The runbook that is walked.
    pub walked: &'a Runbook,
    /// The phase of the walked runbook.
    pub phase: &'a Phase,
    /// The runbook that owns the step.
    pub owner: &'a Runbook,
    /// The step.
    pub step: &'a Step,
}

impl Plan {
    /// The runbook with this id.
    pub fn runbook(&self, id: &str) -> Option<&Runbook> {
        self.runbooks.iter().find(|runbook| runbook.id.as_str() == id)
    }

    /// The step that a key names.
    pub fn step(&self, key: &StepKey) -> Option<&Step> {
        self.runbook(key.runbook.as_str())?.step(key.step.as_str())
    }

    /// The duty with this id.
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id.as_str() == id)
    }

    /// How a department works without its systems.
    pub fn sheet(&self, department: &str) -> Option<&DepartmentSheet> {
        self.degraded.iter().find(|sheet| sheet.department.as_str() == department)
    }

    /// The criterion with this id, whichever runbook asks it.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.runbooks.iter().find_map(|runbook| runbook.criterion(id))
    }

    /// What a fact means.
    pub fn fact(&self, id: &str) -> Option<&FactDef> {
        self.facts.iter().find(|fact| fact.id.as_str() == id)
    }

    /// What people call a fact or criterion; its id where nobody named it.
    pub fn fact_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.fact(id)
            .map(|fact| fact.title.as_str())
            .or_else(|| self.criterion(id).map(|criterion| criterion.ask.as_str()))
            .unwrap_or(id)
    }

    /// A runbook's steps in order, with included runbooks' steps in their places. A cycle of includes (refused by `check`)
    /// ends where it would begin again.
    pub fn walk(&self, runbook: &Id) -> Vec<Placed<'_>> {
        let mut placed = Vec::new();
        if let Some(walked) = self.runbook(runbook.as_str()) {
            for (phase, step) in walked.steps() {
                self.place(walked, phase, walked, step, &mut vec![&walked.id], &mut placed);
            }
        }
        placed
    }

    fn place<'a>(
        &'a self,
        walked: &'a Runbook,
        phase: &'a Phase,
        owner: &'a Runbook,
        step: &'a Step,
        inside: &mut Vec<&'a Id>,
        placed: &mut Vec<Placed<'a>>,
    ) {
        let StepKind::Include(other, only) = &step.kind else {
            placed.push(Placed { walked, phase, owner, step });
            return;
        };
        let Some(other) = self.runbook(other.as_str()).filter(|other| !inside.contains(&&other.id)) else {
            return;
        };
        inside.push(&other.id);
        for (other_phase, other_step) in other.steps() {
            if only.as_ref().is_none_or(|only| *only == other_phase.id) {
                self.place(walked, phase, other, other_step, inside, placed);
            }
        }
        inside.pop();
    }
}
