//! Runbooks: criteria, phases and steps, as `runbooks/*.toml` say.
//!
//! Owns these shapes. Must not know the file they came from, nor what was done in an incident.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::event::Sign;
use super::id::Id;

/// One runbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runbook {
    /// Short name.
    pub id: Id,
    /// 手順書名
    pub title: String,
    /// The date of this edition, as written.
    pub version: String,
    /// Which of the guideline's three causes it answers (安全管理ガイドライン第6.0版 企画管理編 表11-1); `None` for the steps of a
    /// restoration, which answer none.
    pub cause: Option<Cause>,
    /// The system whose restoration it walks through (BCPひな形 2.2.4 復旧方法). Such a runbook is never proposed: it is followed when
    /// the restoration begins.
    pub restores: Option<Id>,
    /// The first signs that propose it.
    pub signs: Vec<Sign>,
    /// Facts that propose it while an incident is open.
    pub propose_when: Option<Condition>,
    /// 判断項目, in the order in which they are asked.
    pub criteria: Vec<Criterion>,
    /// How a level is suggested and who declares.
    pub declaration: Declaration,
    /// 段階
    pub phases: Vec<Phase>,
    /// Step ids that were used once and must not be used again.
    pub retired: Vec<Id>,
}

/// The guideline's own classification of what causes an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// 災害
    Disaster,
    /// サイバー攻撃
    Cyberattack,
    /// システム障害
    SystemFailure,
}

/// One yes/no/unknown question towards a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Short name; also the key of its answer in every condition.
    pub id: Id,
    /// The question.
    pub ask: String,
    /// What to look at to answer it.
    pub help: Option<String>,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// How a level is suggested, and who declares it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// Rules; the highest level whose condition holds is suggested.
    pub suggest: Vec<Suggest>,
    /// The role that decides; the facility's own where it is not given.
    pub decided_by: Option<Id>,
}

/// A level, and when it is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggest {
    /// The level.
    pub level: u8,
    /// When.
    pub when: Condition,
}

/// A stretch of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Short name.
    pub id: Id,
    /// 段階名
    pub title: String,
    /// 手順
    pub steps: Vec<Step>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Short name, never used again for another step of the runbook.
    pub id: Id,
    /// What to do, in one or two lines.
    pub action: String,
    /// What not to do.
    pub warn: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Whose it is.
    pub role: Option<Id>,
    /// 目安: overdue is shown, it is never a failure.
    pub within: Option<Within>,
    /// 最初にやる: shown before anything else.
    pub memory: bool,
    /// Facts that this step collects.
    pub collect: Vec<Id>,
    /// Where the work of this step is written down, besides its own mark.
    pub book: Option<Book>,
    /// When it applies; always where it is not given.
    pub when: Option<Condition>,
    /// What kind of step it is.
    pub kind: StepKind,
    /// Due again this many minutes after it was last done.
    pub every: Option<u32>,
    /// Once for each department.
    pub each_department: bool,
    /// What is pulled.
    pub cutoff: Option<Id>,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// Where the work of a step is written down, besides its own mark: what is kept by department, system or sheet has a place of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Book {
    /// 縮退運用の板
    Board,
    /// 非常時アカウント
    Accounts,
    /// 復旧
    Restore,
    /// 紙とデータの台帳
    Ledger,
    /// 平常への復帰
    Return,
}

impl Book {
    /// All of them, with their words in files.
    pub const ALL: [(&'static str, Self); 5] = [
        ("board", Self::Board),
        ("accounts", Self::Accounts),
        ("restore", Self::Restore),
        ("ledger", Self::Ledger),
        ("return", Self::Return),
    ];
}

/// A guide time in occurred time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Minutes.
    pub minutes: u32,
    /// From when they count.
    pub from: Anchor,
}

/// From when a guide time counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// 覚知
    Noticed,
    /// 宣言
    Declared,
    /// A step of the same runbook was done.
    Step(Id),
}

/// What kind of step it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// A plain action.
    Action,
    /// A question: the facts that it sets decide later conditions.
    Question,
    /// Somebody is told.
    Call(Vec<Id>),
    /// Somebody in this role decides.
    Decision(Id),
    /// Another runbook's steps stand here: all of them, or those of one phase.
    Include(Id, Option<Id>),
}

/// What a fact means, as `forms/facts.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactDef {
    /// Short name; the key in every condition.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// The question that a screen asks.
    pub ask: Option<String>,
    /// What it holds.
    pub value: super::value::ValueType,
    /// 人, 台, …
    pub unit: Option<String>,
    /// The choices, with their words.
    pub choices: Vec<(Id, String)>,
    /// Of a time: it lies ahead, so that `1000` typed in the night is the next one.
    pub ahead: bool,
}

impl Runbook {
    /// All steps with their phases, in order.
    pub fn steps(&self) -> impl Iterator<Item = (&Phase, &Step)> {
        self.phases.iter().flat_map(|phase| phase.steps.iter().map(move |step| (phase, step)))
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps().map(|(_, step)| step).find(|step| step.id.as_str() == id)
    }

    /// The criterion with this id.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id.as_str() == id)
    }

    /// The runbooks whose steps stand inside this one.
    pub fn includes(&self) -> BTreeSet<&Id> {
        self.steps()
            .filter_map(|(_, step)| match &step.kind {
                StepKind::Include(runbook, _) => Some(runbook),
                _ => None,
            })
            .collect()
    }
}
