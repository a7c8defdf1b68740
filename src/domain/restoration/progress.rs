//! One system on its way back.
//!
//! Owns what each line changes of it, what a later line makes void, and where it stands. Must not know the plan.

use super::{Against, Stage};
use crate::domain::event::{
    BackTo, Gate, GateChecked, GateOverridden, GateResult, GenerationNoted, RestoreApproved, RestoreBegun,
    RestoreEnded, RestorePlanned, RestoreReleased, RestoreSteppedBack, RestoreVerified, SystemMark, SystemsMarked,
};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::Made;
use crate::domain::when::Moment;
use crate::domain::who::Who;

/// One system on its way back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Its title, as last written.
    pub title: String,
    /// What was last said of it: stopped, or unaffected.
    pub marked: Option<Made<SystemsMarked>>,
    /// Generations that were found.
    pub candidates: Vec<Made<GenerationNoted>>,
    /// The generation that is to be used.
    pub planned: Option<Made<RestorePlanned>>,
    /// The three gates, in the order of [`Gate::BEFORE`].
    pub gates: [GateNow; 3],
    /// The approval that holds.
    pub approval: Option<Made<RestoreApproved>>,
    /// When the restoration began.
    pub begun: Option<Made<RestoreBegun>>,
    /// How it ended.
    pub ended: Option<Made<RestoreEnded>>,
    /// What each department saw last.
    pub verified: Vec<Made<RestoreVerified>>,
    /// Who approves went on without the departments.
    pub departments_overridden: Option<Made<GateOverridden>>,
    /// The release.
    pub released: Option<Made<RestoreReleased>>,
    /// Every override, also those that do not hold any more: each shows in every report.
    pub overrides: Vec<Made<GateOverridden>>,
    /// Every step back.
    pub backs: Vec<Made<RestoreSteppedBack>>,
}

/// A gate as it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GateNow {
    /// What was last said; `None`: nobody has looked.
    pub answer: Option<Answer>,
    /// 再確認: what was learned since, so that it has to be looked at again.
    pub recheck: Option<Recheck>,
}

/// What was said of a gate.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Somebody looked.
    Checked(Made<GateChecked>),
    /// Who approves goes on all the same.
    Overridden(Made<GateOverridden>),
}

impl Answer {
    /// Whose line it is.
    pub fn actor(&self) -> Option<&Who> {
        match self {
            Self::Checked(made) => made.actor.as_ref(),
            Self::Overridden(made) => made.actor.as_ref(),
        }
    }

    /// When.
    pub fn at(&self) -> Option<Moment> {
        match self {
            Self::Checked(made) => made.at,
            Self::Overridden(made) => made.at,
        }
    }
}

/// 再確認: the estimated time of intrusion moved earlier after the gate was passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recheck {
    /// The line that said so.
    pub line: Hash,
    /// The time that was believed before; `None`: none was.
    pub before: Option<Moment>,
    /// The time that was named last before, also where that was taken back and nothing believed since; `None`: none ever was.
    pub named: Option<Moment>,
    /// The earlier one.
    pub earlier: Moment,
    /// When it was written down.
    pub at: Moment,
}

impl GateNow {
    /// Whether it stands open for the restoration.
    pub fn holds(&self) -> bool {
        let passed = match &self.answer {
            Some(Answer::Checked(made)) => made.made.result != GateResult::Failed,
            Some(Answer::Overridden(_)) => true,
            None => false,
        };
        passed && self.recheck.is_none()
    }

    /// Whether somebody looked, whatever came of it.
    pub fn is_answered(&self) -> bool {
        self.answer.is_some()
    }

    fn say(&mut self, answer: Answer) {
        *self = Self { answer: Some(answer), recheck: None };
    }
}

impl Progress {
    /// Where it stands. `checkers` are the departments that look before it is released; without any, one of them suffices.
    pub fn stage(&self, checkers: &[Id]) -> Stage {
        if self.released.is_some() {
            return Stage::Released;
        }
        if let Some(ended) = &self.ended {
            return match (ended.made.worked, self.departments_hold(checkers)) {
                (false, _) => Stage::Failed,
                (true, false) => Stage::Restored,
                (true, true) => Stage::Verified,
            };
        }
        if self.begun.is_some() {
            return Stage::Restoring;
        }
        if self.planned.is_some() {
            return match (self.gates_hold(), &self.approval) {
                (false, _) => Stage::Planned,
                (true, None) => Stage::Cleared,
                (true, Some(_)) => Stage::Approved,
            };
        }
        match self.marked.as_ref().map(|marked| marked.made.state) {
            Some(SystemMark::Unaffected) if !self.is_touched() => Stage::Unaffected,
            None if !self.is_touched() && self.candidates.is_empty() => Stage::NotSaid,
            _ => Stage::Stopped,
        }
    }

    /// Whether a gate was looked at.
    fn is_touched(&self) -> bool {
        self.gates.iter().any(GateNow::is_answered)
    }

    /// One of the three gates. What the departments say is no gate of these.
    pub fn gate(&self, gate: Gate) -> Option<&GateNow> {
        Gate::BEFORE.iter().position(|known| *known == gate).and_then(|at| self.gates.get(at))
    }

    fn gate_mut(&mut self, gate: Gate) -> Option<&mut GateNow> {
        Gate::BEFORE.iter().position(|known| *known == gate).and_then(|at| self.gates.get_mut(at))
    }

    /// Whether the three gates stand open.
    pub fn gates_hold(&self) -> bool {
        self.gates.iter().all(GateNow::holds)
    }

    /// The gates that do not stand open, in their order.
    pub fn shut(&self) -> Vec<Gate> {
        Gate::BEFORE.into_iter().zip(&self.gates).filter(|(_, now)| !now.holds()).map(|(gate, _)| gate).collect()
    }

    /// The gates that wait for 再確認.
    pub fn to_recheck(&self) -> impl Iterator<Item = (Gate, &Recheck)> {
        Gate::BEFORE.into_iter().zip(&self.gates).filter_map(|(gate, now)| Some((gate, now.recheck.as_ref()?)))
    }

    /// Whether the departments found it right, or who approves went on without them.
    pub fn departments_hold(&self, checkers: &[Id]) -> bool {
        if self.departments_overridden.is_some() {
            return true;
        }
        let is_right =
            |wanted: &Id| self.verified.iter().any(|seen| seen.made.department == *wanted && seen.made.right);
        self.found_wrong().is_empty() && !self.verified.is_empty() && checkers.iter().all(is_right)
    }

    /// The departments that say last that it is not right, by title, unless who approves went on without them.
    pub fn found_wrong(&self) -> Vec<&str> {
        if self.departments_overridden.is_some() {
            return Vec::new();
        }
        let wrong = self.verified.iter().filter(|seen| !seen.made.right);
        wrong.map(|seen| seen.made.department_title.as_str()).collect()
    }

    /// Whether it is in use although a gate does not hold any more or a department has found it wrong since: somebody has to decide
    /// whether it goes on or is stopped again.
    pub fn is_doubtful(&self) -> bool {
        self.released.is_some() && (!self.gates_hold() || !self.found_wrong().is_empty())
    }

    /// The departments of these that have not found it right.
    pub fn missing<'a>(&self, checkers: &'a [Id]) -> Vec<&'a Id> {
        let is_right =
            |wanted: &Id| self.verified.iter().any(|seen| seen.made.department == *wanted && seen.made.right);
        checkers.iter().filter(|wanted| !is_right(wanted)).collect()
    }

    /// The gates that who approved it had looked at himself: allowed, and shown.
    pub fn checked_and_approved(&self) -> Vec<Gate> {
        let Some(approver) = self.approval.as_ref().and_then(|approval| approval.actor.as_ref()) else {
            return Vec::new();
        };
        self.checked_by(approver)
    }

    /// The gates that this person looked at.
    pub fn checked_by(&self, person: &Who) -> Vec<Gate> {
        let is_theirs = |now: &GateNow| match &now.answer {
            Some(Answer::Checked(made)) => made.actor.as_ref().is_some_and(|actor| actor.same_person(person)),
            _ => false,
        };
        Gate::BEFORE.into_iter().zip(&self.gates).filter(|(_, now)| is_theirs(now)).map(|(gate, _)| gate).collect()
    }

    /// Where the chosen generation lies beside an estimated time of intrusion.
    pub fn against(&self, intrusion: Option<Moment>) -> Against {
        Against::of(self.planned.as_ref().and_then(|planned| planned.made.taken), intrusion)
    }

    /// It stopped, or need not be restored: either way it begins anew. What was overridden, and each step back, stays to be seen.
    pub(super) fn mark(&mut self, marked: Made<SystemsMarked>) {
        let goes_on = marked.made.state == SystemMark::Stopped && self.released.is_none();
        if goes_on {
            self.marked = Some(marked);
            return;
        }
        *self = Self {
            title: std::mem::take(&mut self.title),
            candidates: std::mem::take(&mut self.candidates),
            overrides: std::mem::take(&mut self.overrides),
            backs: std::mem::take(&mut self.backs),
            marked: Some(marked),
            ..Self::default()
        };
    }

    /// Another generation is another thing to be found clean, and to be approved.
    pub(super) fn plan(&mut self, planned: Made<RestorePlanned>) {
        if self.planned.is_some() {
            self.void(BackTo::Generation);
        }
        self.planned = Some(planned);
    }

    pub(super) fn check(&mut self, checked: Made<GateChecked>) {
        let failed = checked.made.result == GateResult::Failed;
        let Some(gate) = self.gate_mut(checked.made.gate) else { return };
        gate.say(Answer::Checked(checked));
        // An approval rests on its gates.
        if failed && self.released.is_none() {
            self.approval = None;
        }
    }

    pub(super) fn overrule(&mut self, overridden: Made<GateOverridden>) {
        self.overrides.push(overridden.clone());
        match self.gate_mut(overridden.made.gate) {
            Some(gate) => gate.say(Answer::Overridden(overridden)),
            None => self.departments_overridden = Some(overridden),
        }
    }

    pub(super) fn begin(&mut self, begun: Made<RestoreBegun>) {
        self.void(BackTo::Restore);
        self.begun = Some(begun);
    }

    pub(super) fn verify(&mut self, verified: Made<RestoreVerified>) {
        self.verified.retain(|known| known.made.department != verified.made.department);
        // To go on without the departments was decided before this was seen.
        if !verified.made.right {
            self.departments_overridden = None;
        }
        self.verified.push(verified);
    }

    pub(super) fn step_back(&mut self, back: Made<RestoreSteppedBack>) {
        self.void(back.made.to);
        self.backs.push(back);
    }

    /// Everything from a point on does not hold any more.
    fn void(&mut self, from: BackTo) {
        self.released = None;
        self.verified.clear();
        self.departments_overridden = None;
        if from <= BackTo::Restore {
            self.begun = None;
            self.ended = None;
        }
        if from <= BackTo::Gates {
            self.approval = None;
        }
        if from == BackTo::Gates {
            self.gates = Default::default();
        }
        if from == BackTo::Generation {
            self.planned = None;
            if let Some(clean) = self.gate_mut(Gate::Clean) {
                *clean = GateNow::default();
            }
        }
    }

    /// The estimated time of intrusion moved earlier: the gates that this touches are open again.
    pub(super) fn reopen(&mut self, recheck: &Recheck) {
        let taken = self.planned.as_ref().and_then(|planned| planned.made.taken);
        let was = Against::of(taken, recheck.before);
        let is = Against::of(taken, Some(recheck.earlier));
        let touches = |gate: Gate| match gate {
            Gate::Clean => is != Against::Before && was != Against::After,
            Gate::Entry => recheck.named.is_some_and(|named| recheck.earlier < named),
            Gate::Evidence | Gate::Departments => false,
        };
        let mut is_open_again = false;
        for (gate, now) in Gate::BEFORE.into_iter().zip(&mut self.gates) {
            if now.holds() && touches(gate) {
                now.recheck = Some(recheck.clone());
                is_open_again = true;
            }
        }
        // What is in use is in use: it is looked at again, and shows until it was. Before that, it is approved again.
        if is_open_again && self.released.is_none() {
            self.approval = None;
        }
    }
}
