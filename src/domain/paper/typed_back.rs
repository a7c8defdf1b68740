//! What a code on a sheet means in an incident.
//!
//! Owns the way from a code to a step: the step that stood on that line when the sheet was printed decides, and it must stand in the
//! plan of the incident. Where that gives no step, or more than one, it is asked and nothing is guessed. Must not know how a line
//! is typed.

use crate::domain::event::{PaperPrinted, StepMark};
use crate::domain::guide::next_time;
use crate::domain::id::near;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::runbook::StepKind;
use crate::domain::step_key::StepKey;
use crate::domain::when::When;
use crate::domain::who::Who;

/// The code of a line: `p3-5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The edition of the binder.
    pub edition: u32,
    /// The line, from 1.
    pub line: u32,
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p{}-{}", self.edition, self.line)
    }
}

/// What a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The step; of a repeat its first time.
    pub step: StepKey,
    /// How it was found.
    pub how: How,
}

/// How a step was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The sheet has the lines of the plan that the incident follows.
    Exact,
    /// The sheet was printed of another text; the step is the same.
    Mapped,
    /// Its name was typed in place of a code.
    Named,
    /// Nobody knows that edition here; it was taken for the present text because somebody agreed.
    Offered,
}

/// Why a code names no step by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// The step of that line does not stand in the plan of the incident.
    Gone {
        /// The step that stood there.
        step: StepKey,
        /// Steps that may have taken its place.
        near: Vec<StepKey>,
    },
    /// No such edition was printed here.
    UnknownEdition {
        /// The step on that line if it were printed now.
        offered: Option<StepKey>,
    },
    /// The edition has fewer lines.
    NoSuchLine {
        /// Its last line.
        last: usize,
    },
    /// Two computers that did not know of each other gave the same number to different prints.
    SeveralPrints {
        /// What stands on that line in each.
        fits: Vec<StepKey>,
    },
}

/// The step that a code means.
///
/// # Errors
/// [`Unclear`]: it has to be asked.
pub fn of_code(code: Code, printed: &[PaperPrinted], plan: &Plan) -> Result<Meant, Unclear> {
    let now = super::lines(plan);
    let at = usize::try_from(code.line).ok().and_then(|line| line.checked_sub(1));
    let on = |lines: &[StepKey]| at.and_then(|at| lines.get(at)).cloned();
    let prints: Vec<&[StepKey]> = printed
        .iter()
        .filter(|print| print.edition == Some(code.edition))
        .map(|print| print.lines.as_slice())
        .collect();
    if prints.is_empty() {
        return Err(Unclear::UnknownEdition { offered: on(&now) });
    }
    let mut fits: Vec<StepKey> = prints.iter().filter_map(|lines| on(lines)).collect();
    fits.sort();
    fits.dedup();
    match fits.as_slice() {
        [] => Err(Unclear::NoSuchLine { last: prints.iter().map(|lines| lines.len()).max().unwrap_or(0) }),
        [one] => {
            let how = if prints.iter().all(|lines| *lines == now.as_slice()) { How::Exact } else { How::Mapped };
            placed(one, how, plan)
        }
        _ => Err(Unclear::SeveralPrints { fits }),
    }
}

/// The step that somebody named, if it stands in the plan.
///
/// # Errors
/// [`Unclear::Gone`] with the near ones.
pub fn of_name(step: &StepKey, plan: &Plan) -> Result<Meant, Unclear> {
    placed(&step.at(1), How::Named, plan)
}

fn placed(step: &StepKey, how: How, plan: &Plan) -> Result<Meant, Unclear> {
    if stands(step, plan) {
        return Ok(Meant { step: step.clone(), how });
    }
    let all = super::lines(plan);
    // The same step elsewhere first: its departments may have been named anew.
    let same = all.iter().filter(|known| known.runbook == step.runbook && known.step == step.step);
    let names: Vec<String> = all.iter().map(ToString::to_string).collect();
    let alike = near(&step.to_string(), names.iter().map(String::as_str));
    let alike = alike.iter().filter_map(|name| name.parse::<StepKey>().ok());
    let mut near: Vec<StepKey> = Vec::new();
    for key in same.cloned().chain(alike) {
        if near.len() < 3 && !near.contains(&key) {
            near.push(key);
        }
    }
    Err(Unclear::Gone { step: step.clone(), near })
}

/// Whether a step can be marked in this plan under this name.
fn stands(key: &StepKey, plan: &Plan) -> bool {
    let Some(step) = plan.step(key).filter(|step| !matches!(step.kind, StepKind::Include(..))) else { return false };
    match &key.department {
        None => !step.each_department,
        Some(department) => step.each_department && plan.facility.department(department.as_str()).is_some(),
    }
}

/// Of a repeat the time that is next, else the step itself.
pub fn time_of(step: &StepKey, incident: &Incident, plan: &Plan) -> StepKey {
    let repeats = plan.step(step).is_some_and(|body| body.every.is_some());
    if repeats { next_time(incident, step) } else { step.clone() }
}

/// The entry that says the same already: this step (any time of a repeat), so marked, at this time, by this person. Its number.
pub fn recorded_already(incident: &Incident, step: &StepKey, mark: StepMark, when: &When, who: &Who) -> Option<usize> {
    let minute = |when: Option<crate::domain::when::Moment>| when.map(|at| at.timestamp().div_euclid(60));
    let from = StepKey::new(step.runbook.clone(), step.step.clone());
    let same_step = |key: &StepKey| key.runbook == step.runbook && key.step == step.step;
    let times = incident.steps.range(from..).take_while(|(key, _)| same_step(key));
    let marks = times.filter(|(key, _)| key.department == step.department).flat_map(|(_, history)| history);
    let mut same = marks.filter(|known| {
        let person = known.actor.as_ref().is_some_and(|actor| actor.same_person(who));
        known.mark == mark && person && minute(known.at) == minute(when.at)
    });
    same.find_map(|known| incident.entry(&known.line)).map(|entry| entry.number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::event::Paper;
    use crate::domain::fixture::{Story, by, key, listed, mark, plan, t};
    use crate::domain::paper::lines;

    fn print(edition: u32, lines: Vec<StepKey>) -> PaperPrinted {
        PaperPrinted { paper: Paper::Binder, edition: Some(edition), files: Vec::new(), lines }
    }

    fn code(edition: u32, line: u32) -> Code {
        Code { edition, line }
    }

    #[test]
    fn a_sheet_of_the_same_text_is_exact_on_every_line() {
        let plan = plan();
        let printed = [print(3, lines(&plan))];
        for (at, step) in lines(&plan).into_iter().enumerate() {
            let meant = of_code(code(3, u32::try_from(at + 1).unwrap()), &printed, &plan);
            assert_eq!(meant, Ok(Meant { step, how: How::Exact }));
        }
    }

    #[test]
    fn the_step_of_an_older_sheet_decides_and_not_its_line() {
        let plan = plan();
        let mut older = lines(&plan);
        older.reverse();
        let printed = [print(1, older.clone()), print(2, lines(&plan))];
        assert_eq!(of_code(code(1, 1), &printed, &plan), Ok(Meant { step: older[0].clone(), how: How::Mapped }));
        assert_eq!(of_code(code(2, 1), &printed, &plan).unwrap().how, How::Exact);
    }

    #[test]
    fn a_step_that_is_gone_is_asked_about_with_those_near_it() {
        let plan = plan();
        let printed =
            [print(1, vec![key("ransomware:cut-all"), key("ransomware:monitors/icu"), key("ransomware:count")])];
        let gone = of_code(code(1, 1), &printed, &plan);
        let Err(Unclear::Gone { step, near }) = gone else { panic!("{gone:?}") };
        assert_eq!(step, key("ransomware:cut-all"));
        assert!(near.contains(&key("ransomware:cut")), "{near:?}");
        let elsewhere = of_code(code(1, 2), &printed, &plan);
        let Err(Unclear::Gone { near, .. }) = elsewhere else { panic!("{elsewhere:?}") };
        assert_eq!(near[..2], [key("ransomware:monitors/ward"), key("ransomware:monitors/reception")]);
        // A step that is done in each department is no step without one.
        assert!(of_name(&key("ransomware:monitors"), &plan).is_err());
        assert!(of_name(&key("ransomware:continuity"), &plan).is_err(), "an include is no step");
        assert_eq!(of_name(&key("ransomware:count@3"), &plan).unwrap().step, key("ransomware:count"));
    }

    #[test]
    fn an_edition_that_nobody_printed_here_is_offered_as_the_present_text() {
        let plan = plan();
        let offered = Some(lines(&plan)[1].clone());
        assert_eq!(of_code(code(9, 2), &[], &plan), Err(Unclear::UnknownEdition { offered }));
        assert_eq!(of_code(code(9, 900), &[], &plan), Err(Unclear::UnknownEdition { offered: None }));
        assert_eq!(of_code(code(9, 0), &[], &plan), Err(Unclear::UnknownEdition { offered: None }));
    }

    #[test]
    fn one_number_of_two_prints_is_asked_about_only_where_they_differ() {
        let plan = plan();
        let (one, two) = (vec![key("ransomware:cut")], vec![key("ransomware:cut"), key("ransomware:police")]);
        let three = vec![key("ransomware:cut"), key("ransomware:headquarters")];
        let printed = [print(1, one), print(1, two), print(1, three)];
        assert_eq!(of_code(code(1, 1), &printed, &plan).unwrap().step, key("ransomware:cut"));
        let fits = vec![key("ransomware:headquarters"), key("ransomware:police")];
        assert_eq!(of_code(code(1, 2), &printed, &plan), Err(Unclear::SeveralPrints { fits }));
        assert_eq!(of_code(code(1, 3), &printed, &plan), Err(Unclear::NoSuchLine { last: 2 }));
    }

    #[test]
    fn a_repeat_goes_to_its_next_time_and_the_same_line_is_known_again() {
        let mut story = Story::begun();
        let plan = plan();
        let count = key("ransomware:count");
        assert_eq!(time_of(&count, &story.state(), &plan), count);
        story.say(by("yamada").whose("tanaka").at("0025"), mark("ransomware:count", StepMark::Done));
        assert_eq!(time_of(&count, &story.state(), &plan), count.at(2));
        assert_eq!(time_of(&key("ransomware:cut"), &story.state(), &plan), key("ransomware:cut"));
        let at = When::now(t("0025"));
        let known = |as_, who: &str| recorded_already(&story.state(), &count, as_, &at, &listed(who));
        assert!(known(StepMark::Done, "tanaka").is_some());
        assert_eq!(known(StepMark::Failed, "tanaka"), None);
        assert_eq!(known(StepMark::Done, "yamada"), None);
        let later = When::now(t("0310"));
        assert_eq!(recorded_already(&story.state(), &count, StepMark::Done, &later, &listed("tanaka")), None);
    }

    proptest! {
        #[test]
        fn no_code_and_no_print_is_too_odd(edition in any::<u32>(), line in any::<u32>(), other in any::<u32>(), kept in 0_usize..40) {
            let plan = plan();
            let mut some = lines(&plan);
            some.truncate(kept);
            let meant = of_code(code(edition, line), &[print(other, some.clone()), print(edition, some.clone())], &plan);
            let at = usize::try_from(line).unwrap().checked_sub(1);
            prop_assert_eq!(meant.ok().map(|meant| meant.step), at.and_then(|at| some.get(at)).cloned());
        }
    }
}
