//! The gates before a restoration, and its approval.
//!
//! Owns that a gate is never skipped, only overridden by who approves, with a reason; and that one person may check and approve,
//! which is said.

use super::Desk;
use crate::domain::command::Decision;
use crate::domain::decide::reasoned;
use crate::domain::event::{Event, Gate, GateChecked, GateOverridden, GateResult, RestoreApproved, SystemNamed};
use crate::domain::id::Id;
use crate::domain::refusal::{Needed, Notice, Refusal};
use crate::domain::restoration::{GateNow, Progress, Stage};
use crate::domain::wording::restoring as wording;

impl Desk<'_> {
    pub(super) fn check(&self, systems: &[Id], gate: Gate, result: GateResult, how: &str) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.somebody()?;
        if gate == Gate::Departments || (result == GateResult::Waived && gate != Gate::Evidence) {
            return Err(Refusal::OnlyOverridden { gate });
        }
        let how = reasoned(how)?.to_owned();
        if gate == Gate::Clean {
            let without = systems.iter().find(|named| self.progress(&named.id).is_none_or(|p| p.planned.is_none()));
            if let Some(named) = without {
                return Err(self.needs(named, Needed::Generation));
            }
        }
        let made = GateChecked { systems, gate, result, how };
        let mut decision = self.one(Event::GateChecked(made.clone()), wording::checked(self.context.plan, &made))?;
        if result == GateResult::Failed {
            decision.notices.extend(self.in_use(&made.systems));
        }
        Ok(decision)
    }

    pub(super) fn overrule(&self, systems: &[Id], gate: Gate, reason: &str) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.approver()?;
        let reason = reasoned(reason)?.to_owned();
        for named in &systems {
            let progress = self.progress(&named.id);
            let holds = match gate {
                Gate::Departments => match self.stage(&named.id) {
                    Stage::Released => progress.is_some_and(|progress| progress.found_wrong().is_empty()),
                    stage => stage == Stage::Verified,
                },
                gate => progress.and_then(|progress| progress.gate(gate)).is_some_and(GateNow::holds),
            };
            if holds {
                return Err(Refusal::NoChange);
            }
            if gate == Gate::Clean && progress.is_none_or(|progress| progress.planned.is_none()) {
                return Err(self.needs(named, Needed::Generation));
            }
        }
        let made = GateOverridden { systems, gate, reason };
        self.one(Event::GateOverridden(made.clone()), wording::overridden(self.context.plan, &made))
    }

    /// The gates hold, or which do not.
    pub(super) fn through_the_gates(&self, named: &SystemNamed) -> Result<&Progress, Refusal> {
        let progress = self.progress(&named.id).filter(|progress| progress.planned.is_some());
        let Some(progress) = progress else { return Err(self.needs(named, Needed::Generation)) };
        let shut = progress.shut();
        if shut.is_empty() {
            return Ok(progress);
        }
        let recheck = progress.to_recheck().map(|(gate, _)| gate).collect();
        Err(Refusal::GatesShut { system: named.title.clone(), gates: shut, recheck })
    }

    pub(super) fn approve(&self, systems: &[Id]) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        let role = self.approver()?;
        for named in &systems {
            let progress = self.through_the_gates(named)?;
            if progress.approval.is_some() || progress.released.is_some() {
                return Err(Refusal::NoChange);
            }
        }
        let made = RestoreApproved { systems, role };
        let mut decision =
            self.one(Event::RestoreApproved(made.clone()), wording::approved(self.context.plan, &made))?;
        for named in &made.systems {
            let own = self.progress(&named.id).map(|progress| self.own_checks(progress)).unwrap_or_default();
            if !own.is_empty() {
                decision.notices.push(Notice::CheckedAndApproved { system: named.title.clone(), gates: own });
            }
            decision.notices.extend(self.waits(&named.id));
        }
        Ok(decision)
    }

    /// The gates that who approves now looked at himself.
    fn own_checks(&self, progress: &Progress) -> Vec<Gate> {
        let Some(actor) = self.context.actor() else { return Vec::new() };
        progress.checked_by(actor)
    }
}
