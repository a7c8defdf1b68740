//! What happened, in groups: what a person who looked away is told.
//!
//! Owns the shapes. Which of them there are, and in which order, is [`super::since`]'s. Must not know words.

use super::event::CallResult;
use super::hash::Hash;
use super::id::Id;
use super::incident::Stage;
use super::step_key::StepKey;
use super::value::{Confidence, Value};
use super::when::Moment;
use super::who::Who;

/// One piece of news. The lists in it are never empty; what is newest by when it happened comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The incident began.
    Opened {
        /// What was noticed.
        text: String,
        /// 覚知
        noticed: Option<Moment>,
    },
    /// It was stood down, closed or reopened.
    Stage {
        /// Where it stood.
        from: Stage,
        /// Where it stands; the same when it went there and back.
        to: Stage,
    },
    /// Another declaration is in force, or a 仮宣言 was confirmed.
    Level(LevelChange),
    /// Steps that could not be done.
    StepsFailed(Vec<StepChange>),
    /// Steps that are open again.
    StepsReopened(Vec<StepChange>),
    /// Instructions that wait to be carried out.
    OrdersGiven(Vec<OrderChange>),
    /// Instructions that were carried out, also those that were given meanwhile.
    OrdersDone(Vec<OrderChange>),
    /// Attempts to tell somebody, one item a contact.
    Calls(Vec<CallChange>),
    /// Decisions that are no declarations.
    Decided {
        /// How many.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// Submissions, and dates agreed with whom must be told.
    Submitted {
        /// How many.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// What was said or put up.
    Announced {
        /// How many.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// Mails, and what became of them.
    Mails {
        /// How many lines.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// Systems on their way back: stopped, checked, approved, restored, released.
    Restoring {
        /// How many lines.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// How departments work, where their patients are listed, emergency accounts.
    Degraded {
        /// How many lines.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// Paper given out, counted and typed back, gaps in what was restored, and who took what is open.
    Ledger {
        /// How many lines.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// Facts with other values, or with the same ones more or less surely.
    Facts(Vec<FactChange>),
    /// Criteria that were answered.
    Criteria(Vec<Id>),
    /// Steps that were done.
    StepsDone {
        /// How many.
        count: usize,
        /// The last of them, at most three.
        last: Vec<StepChange>,
    },
    /// Steps that were put off.
    StepsLater {
        /// How many.
        count: usize,
        /// The last of them, at most three.
        last: Vec<StepChange>,
    },
    /// Steps that were found not to apply.
    StepsSkipped {
        /// How many.
        count: usize,
        /// The last of them, at most three.
        last: Vec<StepChange>,
    },
    /// The record was set right.
    Mended {
        /// How many corrections.
        corrected: usize,
        /// How many withdrawals.
        withdrawn: usize,
    },
    /// Runbooks that are followed now.
    RunbooksAdded(Vec<RunbookChange>),
    /// Runbooks that are followed no more.
    RunbooksAside(Vec<RunbookChange>),
    /// Somebody else has the watch.
    HandedOver {
        /// Who had it.
        from: Option<Who>,
        /// Who has it.
        to: Who,
    },
    /// New entries that were typed for somebody who has not confirmed them (代行入力).
    Unconfirmed {
        /// How many.
        count: usize,
    },
    /// Notes.
    Memos {
        /// How many.
        count: usize,
        /// The one that was written last.
        last: String,
    },
    /// Terminals of which this person had seen nothing.
    Joined {
        /// Which.
        terminals: Vec<Id>,
        /// How many lines of them people wrote.
        lines: usize,
    },
    /// What changes nothing of the above: confirmations, what happened before something that holds, lines of unknown kinds.
    Other {
        /// How many lines.
        count: usize,
        /// What the one that was written last says.
        last: String,
    },
    /// What found no place: how many items the changes left out tell of.
    More(usize),
}

/// A change of the level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelChange {
    /// The level before; 0 for none.
    pub from: u8,
    /// The level now; 0 for none.
    pub to: u8,
    /// Its name.
    pub title: Option<String>,
    /// 仮宣言
    pub provisional: bool,
    /// Of a 仮宣言: who confirmed it.
    pub confirmed_by: Option<Who>,
    /// Who declared it.
    pub actor: Option<Who>,
    /// When.
    pub at: Option<Moment>,
}

/// A step that stands otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepChange {
    /// Which.
    pub step: StepKey,
    /// In words.
    pub title: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Option<Moment>,
    /// Whose act it was.
    pub actor: Option<Who>,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderChange {
    /// The line that gave it.
    pub line: Hash,
    /// What is to be done.
    pub text: String,
    /// The role that is to do it.
    pub owner: Id,
    /// By when.
    pub due: Option<Moment>,
    /// What came of it.
    pub result: Option<String>,
}

/// The attempts to reach one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallChange {
    /// The contact or person.
    pub contact: Id,
    /// Its name.
    pub name: String,
    /// How many attempts.
    pub attempts: usize,
    /// Whether one of them told somebody.
    pub reached: bool,
    /// What came of the last one.
    pub last: CallResult,
    /// When that was.
    pub at: Option<Moment>,
}

/// A fact with another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// Which.
    pub fact: Id,
    /// What people call it.
    pub title: String,
    /// The value before, and how sure; `None`: there was none.
    pub from: Option<(Value, Confidence)>,
    /// The value now, and how sure; `None`: it was withdrawn.
    pub to: Option<(Value, Confidence)>,
}

/// A runbook that was added or put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookChange {
    /// Which.
    pub runbook: Id,
    /// Its title.
    pub title: String,
    /// Why it was put aside.
    pub reason: Option<String>,
}

impl Change {
    /// How many items it tells of.
    pub fn count(&self) -> usize {
        match self {
            Self::Opened { .. } | Self::Stage { .. } | Self::Level(_) | Self::HandedOver { .. } => 1,
            Self::StepsFailed(steps) | Self::StepsReopened(steps) => steps.len(),
            Self::OrdersGiven(orders) | Self::OrdersDone(orders) => orders.len(),
            Self::Calls(calls) => calls.len(),
            Self::Facts(facts) => facts.len(),
            Self::Criteria(criteria) => criteria.len(),
            Self::StepsDone { count, .. }
            | Self::StepsLater { count, .. }
            | Self::StepsSkipped { count, .. }
            | Self::Unconfirmed { count }
            | Self::Memos { count, .. }
            | Self::Decided { count, .. }
            | Self::Submitted { count, .. }
            | Self::Announced { count, .. }
            | Self::Mails { count, .. }
            | Self::Restoring { count, .. }
            | Self::Degraded { count, .. }
            | Self::Ledger { count, .. }
            | Self::Other { count, .. }
            | Self::More(count) => *count,
            Self::Mended { corrected, withdrawn } => corrected + withdrawn,
            Self::RunbooksAdded(runbooks) | Self::RunbooksAside(runbooks) => runbooks.len(),
            Self::Joined { terminals, .. } => terminals.len(),
        }
    }

    /// The same news with one item each, where each item is worth a row of its own.
    pub(super) fn apart(self) -> Vec<Self> {
        fn each<T>(items: Vec<T>, one: fn(Vec<T>) -> Change) -> Vec<Change> {
            items.into_iter().map(|item| one(vec![item])).collect()
        }
        match self {
            Self::StepsFailed(steps) => each(steps, Self::StepsFailed),
            Self::StepsReopened(steps) => each(steps, Self::StepsReopened),
            Self::OrdersGiven(orders) => each(orders, Self::OrdersGiven),
            Self::OrdersDone(orders) => each(orders, Self::OrdersDone),
            Self::Calls(calls) => each(calls, Self::Calls),
            Self::Facts(facts) => each(facts, Self::Facts),
            Self::RunbooksAdded(runbooks) => each(runbooks, Self::RunbooksAdded),
            Self::RunbooksAside(runbooks) => each(runbooks, Self::RunbooksAside),
            whole => vec![whole],
        }
    }
}
