//! The restoration itself: begun, ended, looked at by departments, released.
//!
//! Owns that nothing begins unapproved and nothing is released unchecked.

use super::Desk;
use crate::domain::command::Decision;
use crate::domain::decide::{kept, known, opening};
use crate::domain::event::{Event, RestoreBegun, RestoreEnded, RestoreReleased, RestoreVerified, SystemNamed};
use crate::domain::id::Id;
use crate::domain::refusal::{Needed, Notice, Refusal};
use crate::domain::restoration::Stage;
use crate::domain::wording::restoring as wording;

impl Desk<'_> {
    pub(super) fn begin(&self, systems: &[Id]) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        for named in &systems {
            let progress = self.through_the_gates(named)?;
            if progress.released.is_some() {
                return Err(self.needs(named, Needed::StoppedAgain));
            }
            if progress.approval.is_none() {
                return Err(self.needs(named, Needed::Approval));
            }
            if progress.begun.is_some() && progress.ended.as_ref().is_none_or(|ended| ended.made.worked) {
                return Err(Refusal::NoChange);
            }
        }
        let made = RestoreBegun { systems };
        let mut decision = self.one(Event::RestoreBegun(made.clone()), wording::begun(self.context.plan, &made))?;
        for named in &made.systems {
            decision.notices.extend(self.waits(&named.id));
            self.follow_procedure(named, &mut decision)?;
        }
        Ok(decision)
    }

    /// The steps of the restoration are walked like those of any runbook: it is followed from here on.
    fn follow_procedure(&self, system: &SystemNamed, decision: &mut Decision) -> Result<(), Refusal> {
        let plan = self.context.plan;
        let planned = self.progress(&system.id).and_then(|progress| progress.planned.as_ref());
        let of_backup = planned.and_then(|planned| plan.facility.backup(planned.made.backup.as_ref()?.as_str()));
        let of_backup = of_backup.and_then(|backup| backup.procedure.as_ref());
        let procedure = of_backup.or_else(|| plan.facility.system(system.id.as_str())?.procedure.as_ref());
        let Some(runbook) = procedure.and_then(|id| plan.runbook(id.as_str())) else {
            decision.notices.push(Notice::NoProcedure { system: system.title.clone() });
            return Ok(());
        };
        if self.incident.runbooks.get(&runbook.id).is_some_and(|known| known.active) {
            decision.notices.push(Notice::ProcedureWalkedBefore { title: runbook.title.clone() });
            return Ok(());
        }
        decision.drafts.extend(opening::add_runbook(self.incident, self.context, &runbook.id, None)?.drafts);
        decision.notices.push(Notice::ProcedureFollowed { title: runbook.title.clone() });
        Ok(())
    }

    pub(super) fn end(&self, systems: &[Id], worked: bool, note: Option<&str>) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        if let Some(named) = systems.iter().find(|named| self.stage(&named.id) != Stage::Restoring) {
            return Err(self.needs(named, Needed::Begin));
        }
        let note = kept(note);
        if !worked && note.is_none() {
            return Err(Refusal::NeedsReason);
        }
        let made = RestoreEnded { systems, worked, note };
        self.one(Event::RestoreEnded(made.clone()), wording::ended(self.context.plan, &made))
    }

    pub(super) fn verify(
        &self,
        systems: &[Id],
        department: &Id,
        right: bool,
        note: Option<&str>,
    ) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.somebody()?;
        let known = known::department(self.context, department)?;
        let is_back =
            |named: &&SystemNamed| matches!(self.stage(&named.id), Stage::Restored | Stage::Verified | Stage::Released);
        if let Some(named) = systems.iter().find(|named| !is_back(named)) {
            return Err(self.needs(named, Needed::End));
        }
        let note = kept(note);
        if !right && note.is_none() {
            return Err(Refusal::NeedsReason);
        }
        let (department, department_title) = (known.id.clone(), known.title.clone());
        let made = RestoreVerified { systems, department, department_title, right, note };
        let mut decision =
            self.one(Event::RestoreVerified(made.clone()), wording::verified(self.context.plan, &made))?;
        if !right {
            decision.notices.extend(self.in_use(&made.systems));
        }
        Ok(decision)
    }

    pub(super) fn release(&self, systems: &[Id]) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.somebody()?;
        for named in &systems {
            match self.stage(&named.id) {
                Stage::Released => return Err(Refusal::NoChange),
                Stage::Restored | Stage::Verified => {}
                _ => {
                    self.through_the_gates(named)?;
                    let approved = self.progress(&named.id).is_some_and(|progress| progress.approval.is_some());
                    return Err(self.needs(named, if approved { Needed::End } else { Needed::Approval }));
                }
            }
            let progress = self.through_the_gates(named)?;
            if progress.approval.is_none() {
                return Err(self.needs(named, Needed::Approval));
            }
            if self.stage(&named.id) == Stage::Restored {
                let row = self.row(&named.id);
                let departments = row.map(|row| row.unchecked_by).unwrap_or_default();
                return Err(self.needs(named, Needed::Departments { departments }));
            }
        }
        let made = RestoreReleased { systems };
        let mut decision =
            self.one(Event::RestoreReleased(made.clone()), wording::released(self.context.plan, &made))?;
        decision.notices.extend(made.systems.iter().filter_map(|named| self.waits(&named.id)));
        Ok(decision)
    }
}
