//! The binder: every runbook as a check sheet whose lines carry the code of the edition, and how each department works without its
//! systems.

use serde::Serialize;

use super::{Input, Part, departments, words};
use crate::domain::event::{Paper, StepMark};
use crate::domain::facility::Lang;
use crate::domain::paper::typed_back::Code;
use crate::domain::paper::{Sheet, SheetLine, binder};
use crate::domain::runbook::{FactDef, Runbook};
use crate::domain::value::{Answer, ValueType};
use crate::domain::wording;
use crate::t;

/// How often a repeated step can be ticked on one sheet.
const REPEATS: u8 = 4;

#[derive(Serialize)]
struct CoverData {
    how: Vec<String>,
    title: String,
    runbooks: Vec<[String; 3]>,
    head: [String; 3],
    sample: Option<String>,
}

#[derive(Serialize)]
struct SheetData {
    lead: String,
    criteria_title: String,
    criteria: Vec<[String; 2]>,
    answers: Vec<String>,
    levels_title: String,
    levels: Vec<[String; 2]>,
    level_blanks: Vec<String>,
    head: Vec<String>,
    phases: Vec<PhaseData>,
}

#[derive(Serialize)]
struct PhaseData {
    title: String,
    lines: Vec<LineData>,
}

#[derive(Serialize)]
struct LineData {
    code: String,
    ticks: Vec<String>,
    memory: Option<String>,
    meta: String,
    applies: Option<String>,
    title: String,
    warn: Option<String>,
    below: Vec<String>,
    blanks: Vec<Blank>,
    times: u8,
}

/// Room for a fact.
#[derive(Serialize)]
pub(super) struct Blank {
    title: String,
    choices: Vec<String>,
    after: String,
}

pub(super) fn parts(input: &Input<'_>) -> Vec<Part> {
    let title = wording::paper(Paper::Binder, input.lang).to_owned();
    let sheets = binder(input.plan);
    let mut parts = vec![Part::new("cover", title, cover(input, &sheets))];
    parts.extend(sheets.iter().map(|sheet| Part::new("sheet", sheet.runbook.title.clone(), sheet_data(input, sheet))));
    parts.extend(departments::parts(input));
    let example = Code { edition: input.edition, line: 5 }.to_string();
    let back = [
        t!("paper-back-how"),
        t!("paper-back-example", code = example.as_str()),
        t!("paper-back-failed", code = example.as_str()),
        t!("paper-back-time"),
        t!("paper-back-screen"),
        t!("paper-back-command", code = example.as_str()),
        t!("paper-back-older"),
        t!("paper-back-facts"),
        t!("paper-back-keep"),
    ];
    parts.push(Part::new("back", t!("paper-back-title"), back.to_vec()));
    parts
}

fn cover(input: &Input<'_>, sheets: &[Sheet<'_>]) -> CoverData {
    let lines = |sheet: &Sheet<'_>| {
        let numbers = || sheet.phases.iter().flat_map(|phase| &phase.lines).map(|line| line.number);
        let code = |line| Code { edition: input.edition, line }.to_string();
        match (numbers().next(), numbers().next_back()) {
            (Some(first), Some(last)) => format!("{} ~ {}", code(first), code(last)),
            _ => String::new(),
        }
    };
    let row = |sheet: &Sheet<'_>| [sheet.runbook.title.clone(), sheet.runbook.version.clone(), lines(sheet)];
    CoverData {
        title: t!("paper-cover-title"),
        how: vec![
            t!("paper-cover-pick"),
            t!("paper-cover-write"),
            t!("paper-cover-memory"),
            t!("paper-cover-guide-times"),
            t!("paper-cover-pages"),
        ],
        runbooks: sheets.iter().map(row).collect(),
        head: [t!("paper-cover-runbook"), t!("paper-cover-version"), t!("paper-cover-codes")],
        sample: input.plan.facility.sample.then(|| t!("paper-cover-sample")),
    }
}

fn sheet_data(input: &Input<'_>, sheet: &Sheet<'_>) -> SheetData {
    let (runbook, lang) = (sheet.runbook, input.lang);
    let phases = sheet.phases.iter().map(|phase| PhaseData {
        title: phase.phase.title.clone(),
        lines: phase.lines.iter().map(|line| line_data(input, line)).collect(),
    });
    let levels = &input.plan.facility.levels;
    SheetData {
        lead: t!("paper-sheet-lead", version = runbook.version.as_str()),
        criteria_title: t!("paper-criteria"),
        criteria: runbook
            .criteria
            .iter()
            .map(|asked| [asked.ask.clone(), asked.help.clone().unwrap_or_default()])
            .collect(),
        answers: [Answer::Yes, Answer::No, Answer::Unknown].map(|a| wording::answer(a, lang).to_owned()).to_vec(),
        levels_title: t!("paper-levels", role = decider(input, runbook)),
        levels: levels
            .iter()
            .map(|level| [format!("{} {}", level.number, level.title), level.meaning.clone()])
            .collect(),
        level_blanks: vec![t!("paper-level"), t!("paper-time"), t!("paper-declared-by"), t!("paper-grounds")],
        head: vec![t!("paper-code"), t!("paper-step"), t!("paper-time"), t!("paper-person"), t!("paper-signature")],
        phases: phases.collect(),
    }
}

fn decider(input: &Input<'_>, runbook: &Runbook) -> String {
    let facility = &input.plan.facility;
    let role = runbook.declaration.decided_by.as_ref().unwrap_or(&facility.decided_by);
    facility.role_title(role.as_str()).to_owned()
}

fn line_data(input: &Input<'_>, line: &SheetLine<'_>) -> LineData {
    let (step, facility) = (line.placed.step, &input.plan.facility);
    let mut meta: Vec<String> = Vec::new();
    meta.extend(step.role.as_ref().map(|role| facility.role_title(role.as_str()).to_owned()));
    meta.extend(step.within.as_ref().map(|within| words::within(&line.placed, within)));
    meta.extend(step.every.map(|every| t!("paper-every", span = words::span(every))));
    let mark = |mark| wording::mark(mark, input.lang).to_owned();
    LineData {
        code: Code { edition: input.edition, line: line.number }.to_string(),
        ticks: [StepMark::Done, StepMark::Failed, StepMark::Skipped].map(mark).to_vec(),
        memory: step.memory.then(|| t!("paper-memory")),
        meta: meta.join("  "),
        applies: words::applies(input, &line.placed),
        title: line.title(),
        warn: step.warn.clone(),
        below: words::below(input, &line.placed),
        blanks: step.collect.iter().map(|id| blank(input, id.as_str())).collect(),
        times: if step.every.is_some() { REPEATS } else { 1 },
    }
}

fn blank(input: &Input<'_>, id: &str) -> Blank {
    let plan = input.plan;
    let title = plan.fact_title(id).to_owned();
    let answers =
        || [Answer::Yes, Answer::No, Answer::Unknown].map(|a| wording::answer(a, input.lang).to_owned()).to_vec();
    let Some(def) = plan.fact(id) else { return Blank { title, choices: answers(), after: String::new() } };
    let choices = match def.value {
        ValueType::Answer => answers(),
        ValueType::Choice => choices(def, input.lang),
        _ => Vec::new(),
    };
    let after = match (def.value, &def.unit) {
        (ValueType::Time, _) => t!("paper-blank-time"),
        (_, Some(unit)) => unit.clone(),
        _ => String::new(),
    };
    Blank { title, choices, after }
}

fn choices(def: &FactDef, lang: Lang) -> Vec<String> {
    let unknown = wording::answer(Answer::Unknown, lang).to_owned();
    def.choices.iter().map(|(_, title)| title.clone()).chain([unknown]).collect()
}
