//! The guide: a runbook's steps as they stand in an incident, with what is due.
//!
//! Owns what applies, what is settled and what is overdue. Guide times run in occurred time: what was done in time stays in time
//! however late it is typed. Overdue is shown; it is never a failure.

use chrono::TimeDelta;

use super::condition::Truth;
use super::entry::Entry;
use super::event::StepMark;
use super::facility::Department;
use super::id::Id;
use super::incident::{Incident, StepEntry};
use super::plan::{Placed, Plan};
use super::runbook::{Anchor, Phase};
use super::step_key::StepKey;
use super::value::Confidence;
use super::when::Moment;

/// A phase with its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct GuidePhase<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// Its steps, in order.
    pub steps: Vec<GuideStep<'a>>,
}

/// A step as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct GuideStep<'a> {
    /// Its name in the record; of a repeat, the occurrence that is due next.
    pub key: StepKey,
    /// The step and where it stands.
    pub placed: Placed<'a>,
    /// The department, where it is done in each.
    pub department: Option<&'a Department>,
    /// Whether its condition holds.
    pub applies: Truth,
    /// The weakest confidence on which that rests.
    pub rests_on: Option<Confidence>,
    /// How it stands.
    pub state: StepState,
    /// The mark that holds.
    pub marked: Option<StepEntry>,
    /// When it is due (目安).
    pub due: Option<Moment>,
    /// Of a repeat: when it was last done.
    pub last_done: Option<Moment>,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// Nothing was done with it yet.
    Open,
    /// 完了
    Done,
    /// 不可
    Failed,
    /// 該当なし
    Skipped,
    /// 後で
    Later,
}

/// How many steps stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// 完了
    pub done: usize,
    /// 不可
    pub failed: usize,
    /// 該当なし
    pub skipped: usize,
    /// 後で
    pub later: usize,
    /// Open and applying (or not known not to).
    pub open: usize,
    /// Open and past their guide time.
    pub overdue: usize,
}

impl Tally {
    /// Steps that are settled or open.
    pub fn all(self) -> usize {
        self.done + self.failed + self.skipped + self.later + self.open
    }
}

impl GuideStep<'_> {
    /// Whether nothing more is to be done with it now.
    pub fn is_settled(&self) -> bool {
        matches!(self.state, StepState::Done | StepState::Skipped | StepState::Failed)
    }

    /// Whether it waits: it applies, or may, and is not settled.
    pub fn is_waiting(&self) -> bool {
        !self.is_settled() && self.applies != Truth::False
    }

    /// Whether its guide time has passed while it waits.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.is_waiting() && self.due.is_some_and(|due| due < now)
    }
}

/// A runbook's phases as they stand.
pub fn guide<'a>(incident: &Incident, plan: &'a Plan, runbook: &Id) -> Vec<GuidePhase<'a>> {
    let mut phases: Vec<GuidePhase<'a>> = Vec::new();
    if let Some(runbook) = plan.runbook(runbook.as_str()) {
        phases.extend(runbook.phases.iter().map(|phase| GuidePhase { phase, steps: Vec::new() }));
    }
    for placed in plan.walk(runbook) {
        let Some(into) = phases.iter_mut().find(|known| known.phase.id == placed.phase.id) else { continue };
        if placed.step.each_department {
            for department in &plan.facility.departments {
                into.steps.push(stand(incident, plan, placed.clone(), Some(department)));
            }
        } else {
            into.steps.push(stand(incident, plan, placed, None));
        }
    }
    phases
}

/// The steps of all active runbooks, each step once.
pub fn all_steps<'a>(incident: &Incident, plan: &'a Plan) -> Vec<GuideStep<'a>> {
    let mut steps: Vec<GuideStep<'a>> = Vec::new();
    for runbook in incident.active_runbooks() {
        for step in guide(incident, plan, runbook).into_iter().flat_map(|phase| phase.steps) {
            if !steps.iter().any(|known| known.key == step.key) {
                steps.push(step);
            }
        }
    }
    steps
}

/// What must be done first: the memory items of a runbook, in order.
pub fn first_things<'a>(incident: &Incident, plan: &'a Plan, runbook: &Id) -> Vec<GuideStep<'a>> {
    guide(incident, plan, runbook)
        .into_iter()
        .flat_map(|phase| phase.steps)
        .filter(|step| step.placed.step.memory)
        .collect()
}

/// Counts steps by how they stand. A repeat counts as done when it was done and is not overdue again.
pub fn tally<'a, 'b: 'a>(steps: impl IntoIterator<Item = &'a GuideStep<'b>>, now: Moment) -> Tally {
    let mut tally = Tally::default();
    for step in steps {
        match step.state {
            StepState::Done => tally.done += 1,
            StepState::Failed => tally.failed += 1,
            StepState::Skipped => tally.skipped += 1,
            StepState::Later => tally.later += 1,
            StepState::Open if step.applies == Truth::False => {}
            StepState::Open if step.last_done.is_some() && !step.is_overdue(now) => tally.done += 1,
            StepState::Open => tally.open += 1,
        }
        tally.overdue += usize::from(step.is_overdue(now));
    }
    tally
}

fn stand<'a>(
    incident: &Incident,
    plan: &Plan,
    placed: Placed<'a>,
    department: Option<&'a Department>,
) -> GuideStep<'a> {
    let step = placed.step;
    let mut key = StepKey::new(placed.owner.id.clone(), step.id.clone());
    key.department = department.map(|department| department.id.clone());
    let mut last_done = None;
    if step.every.is_some() {
        (key.occurrence, last_done) = next_occurrence(incident, &key);
    }
    let marked = incident.step(&key).cloned();
    let state = marked.as_ref().map_or(StepState::Open, |marked| state_of(marked.mark));
    let lookup = |id: &Id| incident.value(id);
    let applies = step.when.as_ref().map_or(Truth::True, |when| when.evaluate(&lookup));
    let rests_on = step.when.as_ref().and_then(|when| incident.weakest(when));
    let due = due(incident, plan, &placed, department, last_done);
    GuideStep { key, placed, department, applies, rests_on, state, marked, due, last_done }
}

fn state_of(mark: StepMark) -> StepState {
    match mark {
        StepMark::Done => StepState::Done,
        StepMark::Failed => StepState::Failed,
        StepMark::Skipped => StepState::Skipped,
        StepMark::Later => StepState::Later,
        StepMark::Reopened => StepState::Open,
    }
}

/// A step of the guide with, of a repeat, the other times at which something was done with it, in their order. These have no
/// guide time of their own any more.
pub fn with_earlier<'a>(incident: &Incident, step: GuideStep<'a>) -> Vec<GuideStep<'a>> {
    let first = step.key.at(1);
    let from = StepKey::new(first.runbook.clone(), first.step.clone());
    let mut times: Vec<GuideStep<'a>> = incident
        .steps
        .range(from..)
        .take_while(|(key, _)| key.runbook == first.runbook && key.step == first.step)
        .filter(|(key, _)| key.at(1) == first && **key != step.key)
        .filter_map(|(key, history)| {
            let marked = history.last()?.clone();
            let state = state_of(marked.mark);
            Some(GuideStep { key: key.clone(), state, marked: Some(marked), due: None, ..step.clone() })
        })
        .collect();
    times.push(step);
    times.sort_by_key(|step| step.key.occurrence);
    times
}

/// The time of a repeat that is next: the one that was put off or reopened, else the one after the last.
pub fn next_time(incident: &Incident, step: &StepKey) -> StepKey {
    let first = step.at(1);
    first.at(next_occurrence(incident, &first).0)
}

/// Which occurrence of a repeat is next, and when it was last done or found not to apply. Next is the one that somebody put off
/// or reopened, else the one after the last: where the middle one of three was withdrawn, the third still counts.
fn next_occurrence(incident: &Incident, first: &StepKey) -> (u32, Option<Moment>) {
    let (mut waiting, mut last, mut last_done) = (None, 0, None);
    let same = |key: &StepKey| key.runbook == first.runbook && key.step == first.step;
    let from = StepKey::new(first.runbook.clone(), first.step.clone());
    for (key, history) in incident.steps.range(from..).take_while(|(key, _)| same(key)) {
        let Some(marked) = history.last().filter(|_| key.department == first.department) else { continue };
        last = key.occurrence;
        match marked.mark {
            // Done at a time that nobody knows is done when it was typed.
            StepMark::Done | StepMark::Skipped => {
                let typed = || incident.entry(&marked.line).map(Entry::recorded_at);
                last_done = last_done.max(marked.at.or_else(typed));
            }
            StepMark::Failed => {}
            StepMark::Later | StepMark::Reopened => waiting = waiting.or(Some(key.occurrence)),
        }
    }
    (waiting.unwrap_or_else(|| last.saturating_add(1)), last_done)
}

fn due(
    incident: &Incident,
    plan: &Plan,
    placed: &Placed<'_>,
    department: Option<&Department>,
    last_done: Option<Moment>,
) -> Option<Moment> {
    if let (Some(every), Some(last)) = (placed.step.every, last_done) {
        return last.checked_add_signed(TimeDelta::minutes(i64::from(every)));
    }
    let within = placed.step.within.as_ref()?;
    let from = match &within.from {
        Anchor::Noticed => incident.noticed_at(),
        Anchor::Declared => incident.declarations.iter().find_map(|declaration| declaration.at),
        Anchor::Step(step) => {
            let mut key = StepKey::new(placed.owner.id.clone(), step.clone());
            if plan.step(&key).is_some_and(|anchor| anchor.each_department) {
                key.department = department.map(|department| department.id.clone());
            }
            incident.step(&key).filter(|marked| marked.mark == StepMark::Done).and_then(|marked| marked.at)
        }
    }?;
    from.checked_add_signed(TimeDelta::minutes(i64::from(within.minutes)))
}
