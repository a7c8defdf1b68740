//! Getting systems back: which line may be written when.
//!
//! Owns the rules: a gate is never skipped, only overridden by who approves, with a reason; nothing is restored unapproved or released
//! unchecked. That one person checks and approves is allowed, and said.

mod course;
mod gates;

use super::{in_the_past, kept, known, not_empty, one, reasoned};
use crate::domain::command::{Context, Decision, Restoring};
use crate::domain::event::{
    BackTo, Event, GenerationNoted, RestorePlanned, RestoreSteppedBack, SystemMark, SystemNamed, SystemsMarked,
};
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::refusal::{Needed, Notice, Refusal};
use crate::domain::restoration::{Against, GateNow, Progress, Restoration, Row, Stage, board, restoration};
use crate::domain::when::Moment;
use crate::domain::wording::restoring as wording;

pub(super) fn restore(incident: &Incident, context: &Context<'_>, act: &Restoring) -> Result<Decision, Refusal> {
    let desk = Desk { context, state: restoration(incident), incident };
    match act {
        Restoring::Mark { systems, state, remark } => {
            let systems = desk.named(systems)?;
            let remark = kept(remark.as_deref());
            if *state == SystemMark::Unaffected {
                desk.unaffected(&systems, remark.is_some())?;
            }
            let made = SystemsMarked { systems, state: *state, remark };
            desk.one(Event::SystemsMarked(made.clone()), wording::marked(context.plan, &made))
        }
        Restoring::Note { system, backup, generation, taken, unusable } => {
            let system = desk.name(system)?;
            desk.backup(&system.id, backup.as_ref())?;
            taken.iter().try_for_each(|at| in_the_past(context, *at))?;
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

impl Desk<'_> {
    fn one(&self, event: Event, text: String) -> Result<Decision, Refusal> {
        one(self.context, event, text)
    }

    fn name(&self, id: &Id) -> Result<SystemNamed, Refusal> {
        known::system(self.context, id).map(|system| SystemNamed { id: system.id.clone(), title: system.title.clone() })
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
        let known = known::backup(self.context, id)?;
        if known.system == *system {
            return Ok(());
        }
        let title = |system: &Id| self.context.plan.facility.system_title(system.as_str()).to_owned();
        Err(Refusal::BackupOfAnother { backup: known.title.clone(), of: title(&known.system), system: title(system) })
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
        let approvers = facility.holders_and_alternates(role.as_str()).into_iter();
        let approvers = approvers.map(|person| person.name.clone()).collect();
        let who = actor.map(|actor| actor.name.clone());
        Err(Refusal::NotTheApprover { role: facility.role_title(role.as_str()).to_owned(), approvers, who })
    }

    fn needs(&self, named: &SystemNamed, needed: Needed) -> Refusal {
        Refusal::NotYet { system: named.title.clone(), needed }
    }

    /// To say of a stopped system that nothing was the matter with it would lead around the gates: somebody says so, and how it was
    /// found out; and not of one whose way back has begun.
    fn unaffected(&self, systems: &[SystemNamed], has_reason: bool) -> Result<(), Refusal> {
        for named in systems {
            match self.stage(&named.id) {
                Stage::NotSaid | Stage::Unaffected => {}
                Stage::Stopped if !has_reason => return Err(self.needs(named, Needed::HowFoundOut)),
                Stage::Stopped => self.somebody()?,
                _ => return Err(self.needs(named, Needed::BackToGeneration)),
            }
        }
        Ok(())
    }

    fn plan(
        &self,
        systems: &[Id],
        backup: Option<&Id>,
        generation: &str,
        taken: Option<Moment>,
    ) -> Result<Decision, Refusal> {
        let systems = self.named(systems)?;
        taken.iter().try_for_each(|at| in_the_past(self.context, *at))?;
        for named in &systems {
            self.backup(&named.id, backup)?;
            match self.stage(&named.id) {
                Stage::Released => return Err(self.needs(named, Needed::StoppedAgain)),
                // What runs, or was looked at, is given up with a reason.
                Stage::Restoring | Stage::Restored | Stage::Verified => {
                    return Err(self.needs(named, Needed::BackFromRestore));
                }
                _ => {}
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

    /// Something is wrong with systems that are in use: those among these.
    fn in_use(&self, systems: &[SystemNamed]) -> Option<Notice> {
        let released = systems.iter().filter(|named| self.stage(&named.id) == Stage::Released);
        let systems: Vec<String> = released.map(|named| named.title.clone()).collect();
        (!systems.is_empty()).then_some(Notice::DoubtInUse { systems })
    }

    fn waits(&self, system: &Id) -> Option<Notice> {
        let row = self.row(system)?;
        let waits = !row.waits_for.is_empty();
        waits.then_some(Notice::NeededSystemsOpen { system: row.title, on: row.waits_for })
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
