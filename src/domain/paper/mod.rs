//! The binder: every runbook as a check sheet, and the number of each of its lines.
//!
//! Owns which lines there are and in which order: they count through all sheets of the binder, one a step and department. Must not
//! know how a sheet looks; what is typed back from one is [`typed_back`]'s.

pub mod condition;
pub mod typed_back;

use super::facility::Department;
use super::plan::{Placed, Plan};
use super::runbook::{Phase, Runbook};
use super::step_key::StepKey;
use super::wording;

/// A runbook as a check sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'a> {
    /// The runbook.
    pub runbook: &'a Runbook,
    /// Its phases that have lines, in order.
    pub phases: Vec<SheetPhase<'a>>,
}

/// A phase of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetPhase<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// Its lines.
    pub lines: Vec<SheetLine<'a>>,
}

/// A line that is filled in by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetLine<'a> {
    /// Its number in the binder, from 1.
    pub number: u32,
    /// The step, of a repeat its first time.
    pub key: StepKey,
    /// The step where it stands.
    pub placed: Placed<'a>,
    /// The department, where it is done in each.
    pub department: Option<&'a Department>,
}

impl SheetLine<'_> {
    /// What is to be done, in the words of the screen.
    pub fn title(&self) -> String {
        wording::step_title(self.placed.step, self.department)
    }
}

/// The sheets of all runbooks. A step that stands in two runbooks has a line in both: it is settled in the one that is followed.
pub fn binder(plan: &Plan) -> Vec<Sheet<'_>> {
    let mut number = 0;
    plan.runbooks.iter().map(|runbook| sheet(plan, runbook, &mut number)).collect()
}

/// The step of each line of the binder, from line 1.
pub fn lines(plan: &Plan) -> Vec<StepKey> {
    let sheets = binder(plan);
    let phases = sheets.iter().flat_map(|sheet| &sheet.phases);
    phases.flat_map(|phase| &phase.lines).map(|line| line.key.clone()).collect()
}

fn sheet<'a>(plan: &'a Plan, runbook: &'a Runbook, number: &mut u32) -> Sheet<'a> {
    let mut phases: Vec<SheetPhase<'a>> = Vec::new();
    for placed in plan.walk(&runbook.id) {
        if phases.last().is_none_or(|last| last.phase.id != placed.phase.id) {
            phases.push(SheetPhase { phase: placed.phase, lines: Vec::new() });
        }
        let departments: Vec<Option<&Department>> =
            if placed.step.each_department { plan.facility.departments.iter().map(Some).collect() } else { vec![None] };
        for department in departments {
            *number += 1;
            let mut key = StepKey::new(placed.owner.id.clone(), placed.step.id.clone());
            key.department = department.map(|department| department.id.clone());
            let line = SheetLine { number: *number, key, placed: placed.clone(), department };
            phases.iter_mut().rev().take(1).for_each(|phase| phase.lines.push(line.clone()));
        }
    }
    phases.retain(|phase| !phase.lines.is_empty());
    Sheet { runbook, phases }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::plan;

    #[test]
    fn every_step_of_every_runbook_has_a_line_and_each_department_its_own() {
        let plan = plan();
        let keys = lines(&plan);
        for runbook in &plan.runbooks {
            for placed in plan.walk(&runbook.id) {
                let key = StepKey::new(placed.owner.id.clone(), placed.step.id.clone());
                let wanted = if placed.step.each_department { plan.facility.departments.len() } else { 1 };
                let found = keys.iter().filter(|known| known.runbook == key.runbook && known.step == key.step).count();
                assert!(wanted > 0 && found >= wanted && found % wanted == 0, "{key}: {found} of {wanted}");
            }
        }
        assert!(keys.iter().any(|key| key.department.is_some()) && keys.iter().all(|key| key.occurrence == 1));
    }

    #[test]
    fn lines_count_through_all_sheets() {
        let plan = plan();
        let sheets = binder(&plan);
        assert_eq!(sheets.len(), plan.runbooks.len());
        let numbers =
            sheets.iter().flat_map(|sheet| &sheet.phases).flat_map(|phase| &phase.lines).map(|line| line.number);
        let numbers: Vec<u32> = numbers.collect();
        assert_eq!(numbers, (1..=u32::try_from(lines(&plan).len()).unwrap()).collect::<Vec<_>>());
    }
}
