//! The work of an incident, as lines carry it: runbooks, criteria, facts, declarations, steps and instructions.
//!
//! Owns these shapes. What they add up to is [`crate::domain::incident`]'s.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::step_key::StepKey;
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{Moment, optional};

/// `runbook.added`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunbookAdded {
    /// The runbook.
    pub runbook: Id,
}

/// `runbook.aside`: it turned out not to apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunbookAside {
    /// The runbook.
    pub runbook: Id,
    /// Why.
    pub reason: String,
}

/// `criterion.answered`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionAnswered {
    /// The criterion.
    pub criterion: Id,
    /// Yes, no or 不明.
    pub answer: Answer,
    /// How sure.
    pub confidence: Confidence,
}

/// A fact with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactValue {
    /// The fact.
    pub fact: Id,
    /// Its value.
    pub value: Value,
    /// How sure.
    pub confidence: Confidence,
}

/// `fact.set`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSet {
    /// The facts.
    pub facts: Vec<FactValue>,
}

/// `declaration.made`: an emergency, another level, or the end of one level, as a person with the role (or provisionally the
/// senior person present) declared it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationMade {
    /// The level.
    pub level: u8,
    /// Its name at the time.
    pub level_title: String,
    /// On what grounds.
    pub grounds: String,
    /// The role whose decision it is.
    pub role: Id,
    /// What the criteria suggested at that moment.
    pub suggested: Option<u8>,
    /// 仮宣言: holds, and waits for confirmation or withdrawal.
    pub provisional: bool,
    /// For a 仮宣言: the calls that nobody answered.
    pub attempts: Vec<Hash>,
}

/// What was done with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepMark {
    /// 完了
    Done,
    /// 不可
    Failed,
    /// 該当なし
    Skipped,
    /// 後で
    Later,
    /// やり直し: open again.
    Reopened,
}

impl StepMark {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::Failed, Self::Skipped, Self::Later, Self::Reopened];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Later => "later",
            Self::Reopened => "reopened",
        }
    }
}

/// `step.marked`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMarked {
    /// The step.
    pub step: StepKey,
    /// What was done with it.
    pub mark: StepMark,
    /// Why; always there for failed, skipped and reopened.
    pub reason: Option<String>,
    /// The facts that the step collected.
    pub facts: Vec<FactValue>,
}

/// `order.given`: an instruction. Its text says what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderGiven {
    /// The role that is to do it.
    pub owner: Id,
    /// By when.
    #[serde(with = "optional")]
    pub due: Option<Moment>,
}

/// `order.done`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDone {
    /// The instruction.
    pub order: Hash,
    /// What came of it.
    pub result: Option<String>,
}
