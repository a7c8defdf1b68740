//! The guide: phases on the left, the step in full on the right, the last lines of the chronology below.
//!
//! Owns which step is chosen. How the screen is laid out is in `guide_view`.

use ratatui::layout::Rect;

use super::jump::Jump;
use super::mark::{begin, put, wanted};
use super::propose::Propose;
use super::{Cx, Screen, Todo, guide_view};
use crate::domain::event::StepMark;
use crate::domain::guide::{GuidePhase, GuideStep, StepState, guide};
use crate::domain::hash::Hash;
use crate::domain::runbook::StepKind;
use crate::domain::step_key::StepKey;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;
use crate::tui::spot::{Pointed, Spot};

/// The guide of the open incident.
#[derive(Default)]
pub struct Guide {
    /// The chosen phase, among those of all runbooks.
    pub phase: usize,
    /// The chosen step in it.
    pub step: usize,
    /// The chosen step when it was last looked at, and the line of its mark.
    watched: Option<(StepKey, Option<Hash>)>,
    /// Nobody has chosen a step yet: the first that waits is shown.
    touched: bool,
}

/// The phases of all runbooks that are followed, with the runbook's title where there are several.
pub fn phases(open: &Snapshot) -> Vec<(Option<&str>, GuidePhase<'_>)> {
    let active = open.incident.active_runbooks();
    let several = active.len() > 1;
    let mut phases = Vec::new();
    for runbook in active {
        let title = open.plan.runbook(runbook.as_str()).map(|runbook| runbook.title.as_str()).filter(|_| several);
        for phase in guide(&open.incident, &open.plan, runbook) {
            if !phase.steps.is_empty() {
                phases.push((title, phase));
            }
        }
    }
    phases
}

/// What Enter does with a step, in a word.
pub fn enter_label(step: &GuideStep<'_>, open: &Snapshot) -> String {
    if step.is_settled() {
        return t!("label-reopen");
    }
    match &step.placed.step.kind {
        StepKind::Call(_) => t!("label-call"),
        StepKind::Decision(_) if super::step_detail::is_declaration(step, &open.incident, &open.plan) => {
            t!("label-declare")
        }
        StepKind::Question => t!("label-answer"),
        _ => t!("label-done"),
    }
}

impl Guide {
    /// The guide at a step.
    pub fn at(open: &Snapshot, key: &StepKey) -> Self {
        let mut guide = Self { touched: true, ..Self::default() };
        for (phase, (_, content)) in phases(open).iter().enumerate() {
            if let Some(step) = content.steps.iter().position(|step| step.key == *key) {
                (guide.phase, guide.step) = (phase, step);
            }
        }
        guide
    }

    fn watch(&mut self, phases: &[(Option<&str>, GuidePhase<'_>)]) {
        let step = phases.get(self.phase).and_then(|(_, phase)| phase.steps.get(self.step));
        self.watched = step.map(|step| (step.key.clone(), step.marked.as_ref().map(|marked| marked.line)));
    }

    /// To the next step that waits, from the chosen one on.
    fn onward(&mut self, phases: &[(Option<&str>, GuidePhase<'_>)]) {
        let places = phases.iter().enumerate().flat_map(|(at, (_, phase))| {
            phase.steps.iter().enumerate().map(move |(step_at, step)| (at, step_at, step))
        });
        let here = (self.phase, self.step);
        let waiting = |(_, _, step): &(usize, usize, &GuideStep<'_>)| step.is_waiting();
        let next = places.filter(|(phase, step, _)| (*phase, *step) >= here).find(waiting);
        if let Some((phase, step, _)) = next {
            (self.phase, self.step) = (phase, step);
        }
    }

    fn walk(&mut self, cmd: Cmd, phases: &[(Option<&str>, GuidePhase<'_>)]) -> bool {
        let last_phase = phases.len().saturating_sub(1);
        let steps = |phase: usize| phases.get(phase).map_or(0, |(_, phase)| phase.steps.len());
        match cmd {
            Cmd::Down if self.step + 1 < steps(self.phase) => self.step += 1,
            Cmd::Down if self.phase < last_phase => (self.phase, self.step) = (self.phase + 1, 0),
            Cmd::Up if self.step > 0 => self.step -= 1,
            Cmd::Up if self.phase > 0 => {
                self.phase -= 1;
                self.step = steps(self.phase).saturating_sub(1);
            }
            Cmd::Right | Cmd::PageDown | Cmd::Next => {
                self.phase = if self.phase >= last_phase { 0 } else { self.phase + 1 };
                self.step = 0;
            }
            Cmd::Left | Cmd::PageUp | Cmd::Previous => {
                self.phase = self.phase.checked_sub(1).unwrap_or(last_phase);
                self.step = 0;
            }
            Cmd::First => (self.phase, self.step) = (0, 0),
            Cmd::Last => {
                self.phase = last_phase;
                self.step = steps(last_phase).saturating_sub(1);
            }
            Cmd::Up | Cmd::Down => {}
            _ => return false,
        }
        self.touched = true;
        true
    }
}

impl Screen for Guide {
    fn context(&self) -> Ctx {
        Ctx::Guide
    }

    fn enabled(&self, model: &Model, cmd: Cmd) -> bool {
        let followed = model.open.as_ref().is_some_and(|open| !open.incident.active_runbooks().is_empty());
        followed || !matches!(cmd, Cmd::Failed | Cmd::Skipped | Cmd::Later | Cmd::Search)
    }

    fn label(&self, model: &Model, cmd: Cmd) -> Option<String> {
        if cmd == Cmd::Back {
            return Some(t!("label-home"));
        }
        let open = model.open.as_ref().filter(|_| cmd == Cmd::Enter)?;
        let phases = phases(open);
        match phases.get(self.phase).and_then(|(_, phase)| phase.steps.get(self.step)) {
            Some(step) => Some(enter_label(step, open)),
            None => Some(t!("label-runbook")),
        }
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        let Some(open) = cx.model.open.clone() else { return cx.todo.push(Todo::Home) };
        let phases = phases(&open);
        if self.walk(cmd, &phases) {
            return self.watch(&phases);
        }
        let step = phases.get(self.phase).and_then(|(_, phase)| phase.steps.get(self.step));
        match (cmd, step) {
            (Cmd::Enter, Some(step)) => begin(step, cx),
            (Cmd::Enter, None) => cx.push(Propose::new(&open)),
            (Cmd::Back, _) => cx.todo.push(Todo::Home),
            (Cmd::Search, _) => cx.push(Jump::default()),
            (other, Some(step)) => {
                if let Some(mark) = wanted(other) {
                    // Put off twice, or failed again: the line says so once more, which is right.
                    let mark = if step.is_settled() && mark == StepMark::Later { StepMark::Reopened } else { mark };
                    put(step, mark, cx);
                }
            }
            (_, None) => {}
        }
    }

    fn refresh(&mut self, model: &Model) {
        let Some(open) = &model.open else { return };
        let phases = phases(open);
        if !self.touched {
            self.touched = true;
            self.onward(&phases);
            return self.watch(&phases);
        }
        // Another terminal may have added or put aside a runbook: the chosen step is where its name is now.
        if let Some((key, _)) = &self.watched {
            let here = phases.get(self.phase).and_then(|(_, phase)| phase.steps.get(self.step));
            if here.is_none_or(|here| here.key.at(1) != key.at(1)) {
                let places = phases.iter().enumerate().flat_map(|(at, (_, phase))| {
                    phase.steps.iter().enumerate().map(move |(step_at, step)| (at, step_at, step))
                });
                if let Some((phase, step, _)) = places.into_iter().find(|(_, _, step)| step.key.at(1) == key.at(1)) {
                    (self.phase, self.step) = (phase, step);
                }
            }
        }
        self.phase = self.phase.min(phases.len().saturating_sub(1));
        let steps = phases.get(self.phase).map_or(0, |(_, phase)| phase.steps.len());
        self.step = self.step.min(steps.saturating_sub(1));
        let now = phases.get(self.phase).and_then(|(_, phase)| phase.steps.get(self.step));
        // The chosen step has another mark than before (a repeat has another number): on to the next, unless it was opened again.
        let just_settled = match (&self.watched, now) {
            (Some((key, line)), Some(step)) => {
                let same = step.key.at(1) == key.at(1);
                let marked = step.key != *key || step.marked.as_ref().map(|marked| marked.line) != *line;
                same && marked && step.state != StepState::Open || same && step.key.occurrence > key.occurrence
            }
            _ => false,
        };
        if just_settled {
            let here = (self.phase, self.step);
            self.onward(&phases);
            if (self.phase, self.step) == here {
                self.walk(Cmd::Down, &phases);
            }
        }
        self.watch(&phases);
    }

    fn point(&mut self, spot: Spot, _model: &Model) -> Pointed {
        match spot {
            Spot::Row(phase) if phase != self.phase => (self.phase, self.step) = (phase, 0),
            Spot::OtherRow(step) if step != self.step => self.step = step,
            Spot::OtherRow(_) => return Pointed::Entered,
            _ => return Pointed::Nothing,
        }
        self.touched = true;
        Pointed::Chosen
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        if let Some(open) = &model.open {
            guide_view::draw(self, model, open, canvas, area);
        }
    }
}
