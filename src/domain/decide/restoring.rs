//! Getting systems back: which line may be written when.
//!
//! Owns the rules: a gate is never skipped, only overridden by who approves, with a reason; nothing is restored unapproved or released
//! unchecked. That one person checks and approves is allowed, and said.

use super::{not_empty, one, reasoned, writable};
use crate::domain::command::{Context, Decision, Restoring};
use crate::domain::event::{
    BackTo, Event, Gate, GateChecked, GateOverridden, GateResult, GenerationNoted, RestoreApproved, RestoreBegun,
    RestoreEnded, RestorePlanned, RestoreReleased, RestoreSteppedBack, RestoreVerified, SystemNamed, SystemsMarked,
};
use crate::domain::facility::System;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::refusal::{Needed, Notice, Refusal, What};
use crate::domain::restoration::{Against, GateNow, Progress, Restoration, Row, Stage, board, restoration};
use crate::domain::when::Moment;
use crate::domain::wording::restoring as wording;

pub(super) fn restore(incident: &Incident, context: &Context<'_>, act: &Restoring) -> Result<Decision, Refusal> {
    let desk = Desk { context, state: restoration(incident), incident };
    match act {
        Restoring::Mark { systems, state, remark } => {
            let systems = desk.named(systems)?;
            let remark = kept(remark.as_deref());
            let made = SystemsMarked { systems, state: *state, remark };
            desk.one(Event::SystemsMarked(made.clone()), wording::marked(context.plan, &made))
        }
        Restoring::Note { system, backup, generation, taken, unusable } => {
            let system = desk.name(system)?;
            desk.backup(&system.id, backup.as_ref())?;
            taken.iter().try_for_each(|at| desk.in_the_past(*at))?;
            let generation = not_empty(generation)?.to_owned();
            let unusable = kept(unusable.as_deref());
            let made = GenerationNoted { system, backup: backup.clone(), generation, taken: *taken, unusable };
            desk.one(Event::GenerationNoted(made.clone()), wording::noted(context.plan, &made))
        }
        Restoring::Plan { systems, backup, generation, taken } => {
            desk.plan(systems, backup.as_ref(), generation, *taken)
        }
        Restoring::Check { systems, gate, result, how } => desk.check(systems, *gate, *result, how),
        Restoring::Override { systems, gate, reason } => desk.overrule(systems, *gate, reason),
        Restoring::Approve { systems } => desk.approve(systems),
        Restoring::Begin { systems } => desk.begin(systems),
        Restoring::End { systems, worked, note } => desk.end(systems, *worked, note.as_deref()),
        Restoring::Verify { systems, department, right, note } => {
            desk.verify(systems, department, *right, note.as_deref())
        }
        Restoring::Release { systems } => desk.release(systems),
        Restoring::StepBack { system, to, reason } => desk.step_back(system, *to, reason),
    }
}

struct Desk<'a> {
    context: &'a Context<'a>,
    incident: &'a Incident,
    state: Restoration,
}

fn kept(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

impl Desk<'_> {
    fn one(&self, event: Event, text: String) -> Result<Decision, Refusal> {
        one(self.context, event, text)
    }

    /// A system of the plan.
    fn known(&self, id: &Id) -> Result<&System, Refusal> {
        let facility = &self.context.plan.facility;
        let near = || near(id.as_str(), facility.systems.iter().map(|system| system.id.as_str()));
        let missing = || Refusal::NotFound { what: What::System, typed: id.to_string(), near: near() };
        facility.system(id.as_str()).ok_or_else(missing)
    }

    fn name(&self, id: &Id) -> Result<SystemNamed, Refusal> {
        self.known(id).map(|system| SystemNamed { id: system.id.clone(), title: system.title.clone() })
    }

    /// The systems of one act, each once.
    fn named(&self, ids: &[Id]) -> Result<Vec<SystemNamed>, Refusal> {
        let mut systems: Vec<SystemNamed> = Vec::new();
        for id in ids {
            let named = self.name(id)?;
            if !systems.contains(&named) {
                systems.push(named);
            }
        }
        if systems.is_empty() { Err(Refusal::EmptyText) } else { Ok(systems) }
    }

    fn progress(&self, id: &Id) -> Option<&Progress> {
        self.state.systems.get(id)
    }

    fn stage(&self, id: &Id) -> Stage {
        let checkers = self.context.plan.facility.system(id.as_str()).map(|system| system.checked_by.as_slice());
        self.progress(id).map_or(Stage::NotSaid, |progress| progress.stage(checkers.unwrap_or_default()))
    }

    fn row(&self, id: &Id) -> Option<Row<'_>> {
        board(self.incident, self.context.plan).into_iter().find(|row| row.id == *id)
    }

    /// A backup of the register, and of this system.
    fn backup(&self, system: &Id, backup: Option<&Id>) -> Result<(), Refusal> {
        let Some(id) = backup else { return Ok(()) };
        let of_system = self.context.plan.facility.backups.iter().filter(|known| known.system == *system);
        if of_system.clone().any(|known| known.id == *id) {
            return Ok(());
        }
        let near = of_system.map(|known| known.id.to_string()).collect();
        Err(Refusal::NotFound { what: What::Backup, typed: id.to_string(), near })
    }

    /// No backup was taken tomorrow.
    fn in_the_past(&self, taken: Moment) -> Result<(), Refusal> {
        writable(taken)?;
        if taken > self.context.now + super::FUTURE_TOLERANCE {
            return Err(Refusal::Future { at: taken.with_timezone(&self.context.plan.facility.offset) });
        }
        Ok(())
    }

    /// Somebody is named.
    fn somebody(&self) -> Result<(), Refusal> {
        self.context.actor().map(|_| ()).ok_or(Refusal::NeedsPerson)
    }

    /// The role that approves, when this person holds it.
    fn approver(&self) -> Result<Id, Refusal> {
        let facility = &self.context.plan.facility;
        let role = facility.restore_decided_by.as_ref().unwrap_or(&facility.decided_by);
        let actor = self.context.actor();
        let may = actor.and_then(|actor| actor.id.as_ref());
        if may.is_some_and(|id| facility.may_act_as(id.as_str(), role.as_str())) {
            return Ok(role.clone());
        }
        let deciders = facility.holders_and_alternates(role.as_str()).into_iter();
        let deciders = deciders.map(|person| person.name.clone()).collect();
        let who = actor.map(|actor| actor.name.clone());
        Err(Refusal::NotTheDecider { role: facility.role_title(role.as_str()).to_owned(), deciders, who })
    }

    fn needs(&self, named: &SystemNamed, needed: Needed) -> Refusal {
        Refusal::NotYet { system: named.title.clone(), needed }
    }

    fn plan(
        &self,
        systems: &[Id],
        backup: Option<&Id>,
        generation: &str,
        taken: Option<Moment>,
    ) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        taken.iter().try_for_each(|at| self.in_the_past(*at))?;
        for named in &systems {
            self.backup(&named.id, backup)?;
            if self.stage(&named.id) == Stage::Released {
                return Err(self.needs(named, Needed::StoppedAgain));
            }
        }
        let generation = not_empty(generation)?.to_owned();
        let made = RestorePlanned { systems, backup: backup.cloned(), generation, taken };
        let mut decision = self.one(Event::RestorePlanned(made.clone()), wording::planned(self.context.plan, &made))?;
        let against = Against::of(taken, self.state.intrusion);
        // What is built anew carries nothing over.
        if against != Against::Before && (made.backup.is_some() || taken.is_some()) {
            let titles: Vec<String> = made.systems.into_iter().map(|named| named.title).collect();
            let system = titles.join(crate::domain::wording::pick(self.context.plan.facility.lang, "、", ", "));
            decision.notices.push(Notice::GenerationMayBeTouched { system, against });
        }
        Ok(decision)
    }

    fn check(&self, systems: &[Id], gate: Gate, result: GateResult, how: &str) -> Result<Decision, Refusal> {
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
        self.one(Event::GateChecked(made.clone()), wording::checked(self.context.plan, &made))
    }

    fn overrule(&self, systems: &[Id], gate: Gate, reason: &str) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.approver()?;
        let reason = reasoned(reason)?.to_owned();
        for named in &systems {
            let progress = self.progress(&named.id);
            let holds = match gate {
                Gate::Departments => self.stage(&named.id) == Stage::Verified,
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
    fn through_the_gates(&self, named: &SystemNamed) -> Result<&Progress, Refusal> {
        let progress = self.progress(&named.id).filter(|progress| progress.planned.is_some());
        let Some(progress) = progress else { return Err(self.needs(named, Needed::Generation)) };
        let shut = progress.shut();
        if shut.is_empty() {
            return Ok(progress);
        }
        let recheck = progress.to_recheck().map(|(gate, _)| gate).collect();
        Err(Refusal::GatesShut { system: named.title.clone(), gates: shut, recheck })
    }

    fn approve(&self, systems: &[Id]) -> Result<Decision, Refusal> {
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

    fn waits(&self, system: &Id) -> Option<Notice> {
        let row = self.row(system)?;
        let waits = !row.waits_for.is_empty();
        waits.then_some(Notice::NeededSystemsOpen { system: row.title, on: row.waits_for })
    }

    fn begin(&self, systems: &[Id]) -> Result<Decision, Refusal> {
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
        decision.drafts.extend(super::opening::add_runbook(self.incident, self.context, &runbook.id, None)?.drafts);
        decision.notices.push(Notice::ProcedureFollowed { title: runbook.title.clone() });
        Ok(())
    }

    fn end(&self, systems: &[Id], worked: bool, note: Option<&str>) -> Result<Decision, Refusal> {
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

    fn verify(&self, systems: &[Id], department: &Id, right: bool, note: Option<&str>) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        self.somebody()?;
        let facility = &self.context.plan.facility;
        let Some(known) = facility.department(department.as_str()) else {
            let near = near(department.as_str(), facility.departments.iter().map(|known| known.id.as_str()));
            return Err(Refusal::NotFound { what: What::Department, typed: department.to_string(), near });
        };
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
        self.one(Event::RestoreVerified(made.clone()), wording::verified(self.context.plan, &made))
    }

    fn release(&self, systems: &[Id]) -> Result<Decision, Refusal> {
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

    fn step_back(&self, system: &Id, to: BackTo, reason: &str) -> Result<Decision, Refusal> {
        let system = self.name(system)?;
        let reason = reasoned(reason)?.to_owned();
        let progress = self.progress(&system.id);
        let is_past = progress.is_some_and(|progress| match to {
            BackTo::Generation => progress.planned.is_some(),
            BackTo::Gates => progress.gates.iter().any(GateNow::is_answered),
            BackTo::Restore => progress.begun.is_some(),
            BackTo::Verification => !progress.verified.is_empty() || progress.released.is_some(),
        });
        if !is_past {
            return Err(Refusal::NoChange);
        }
        let made = RestoreSteppedBack { system, to, reason };
        self.one(Event::RestoreSteppedBack(made.clone()), wording::stepped_back(self.context.plan, &made))
    }
}
