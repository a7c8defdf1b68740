//! An incident: the state that its lines add up to.
//!
//! Owns the state and the look-ups in it; [`super::fold`] builds it. It keeps the entries of each subject, so that "what is it now"
//! and "how did it come to that" are the same data. Must not know the plan: what a step means is looked up elsewhere.

use std::collections::{BTreeMap, HashMap};

use super::entry::{Entry, minute};
use super::event::{
    AnnouncementMade, CallMade, DecisionMade, DeclarationMade, DutySubmitted, Sign, SiteFile, StepMark, Taken,
};
use super::hash::Hash;
use super::id::Id;
use super::outbox::Mail;
use super::step_key::StepKey;
use super::value::{Confidence, Value};
use super::when::{Moment, When};
use super::who::Who;

/// The state of one incident.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incident {
    /// Its id; `None` while there is no line.
    pub id: Option<Id>,
    /// 訓練
    pub drill: bool,
    /// How it began.
    pub opening: Option<Opening>,
    /// Open, stood down or closed.
    pub stage: Stage,
    /// Every line, in the order of the record.
    pub entries: Vec<Entry>,
    /// The site as this incident uses it: path and file.
    pub pinned: BTreeMap<String, SiteFile>,
    /// Runbooks that were added or put aside.
    pub runbooks: BTreeMap<Id, RunbookState>,
    /// Facts and answers with their histories, oldest first by when they happened.
    pub facts: BTreeMap<Id, Vec<FactEntry>>,
    /// Steps with their histories, oldest first by when they happened.
    pub steps: BTreeMap<StepKey, Vec<StepEntry>>,
    /// Declarations, oldest first by when they happened.
    pub declarations: Vec<DeclarationEntry>,
    /// Instructions, oldest first.
    pub orders: Vec<Order>,
    /// Attempts to tell somebody, oldest first.
    pub calls: Vec<Call>,
    /// Submissions to whom must be told, oldest first.
    pub submissions: Vec<Made<DutySubmitted>>,
    /// Dates agreed with whom must be told, by duty: the last one holds.
    pub agreed: BTreeMap<Id, Agreed>,
    /// Decisions that are no declarations, oldest first.
    pub decisions: Vec<Made<DecisionMade>>,
    /// What was said or put up, oldest first.
    pub announcements: Vec<Made<AnnouncementMade>>,
    /// Mails, in the order of the record.
    pub mails: Vec<Mail>,
    /// Who has the watch.
    pub watch: Option<Who>,
    /// What was open at the last stand-down, and who took it.
    pub taken: Vec<Taken>,
    /// Numbers at which an origin wrote two different lines.
    pub forks: Vec<(Id, u64)>,
    /// Who has taken which open item, by the item's name: the later of the stand-down and `item.taken`, in the order of the record.
    pub takers: BTreeMap<String, Made<Taken>>,
    pub(super) index: HashMap<Hash, usize>,
    /// How many of the declarations a stand-down has ended.
    pub(super) ended_declarations: usize,
}

/// How an incident began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The line.
    pub line: Hash,
    /// 覚知: when it was noticed, after corrections.
    pub noticed: When,
    /// What was noticed.
    pub text: String,
    /// Which signs.
    pub signs: Vec<Sign>,
}

/// Where an incident stands as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Going on.
    #[default]
    Open,
    /// 解除: the emergency is over, the incident is not closed.
    StoodDown,
    /// 終結
    Closed,
}

/// A runbook in an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookState {
    /// Followed now, or put aside.
    pub active: bool,
    /// When it was first added (or put aside without having been added).
    pub since: Option<Moment>,
    /// Why it was put aside.
    pub reason: Option<String>,
    /// Its place among the runbooks: the clock of the line that first added it.
    pub order: u64,
}

/// One value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactEntry {
    /// The value.
    pub value: Value,
    /// How sure.
    pub confidence: Confidence,
    /// The line.
    pub line: Hash,
    /// When it was so.
    pub at: Option<Moment>,
    /// Who said so.
    pub actor: Option<Who>,
}

/// One mark on a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepEntry {
    /// What was done with it.
    pub mark: StepMark,
    /// Why.
    pub reason: Option<String>,
    /// The line.
    pub line: Hash,
    /// When.
    pub at: Option<Moment>,
    /// Whose act it was.
    pub actor: Option<Who>,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationEntry {
    /// What was declared.
    pub made: DeclarationMade,
    /// The line.
    pub line: Hash,
    /// When.
    pub at: Option<Moment>,
    /// Who declared it.
    pub actor: Option<Who>,
    /// For a 仮宣言: who confirmed it.
    pub confirmed_by: Option<Who>,
    /// For a 仮宣言: a declaration outright came after it, so that nobody needs to confirm it any more.
    pub settled: bool,
}

impl DeclarationEntry {
    /// A 仮宣言 that waits for confirmation or withdrawal.
    pub fn awaits_confirmation(&self) -> bool {
        self.made.provisional && self.confirmed_by.is_none() && !self.settled
    }
}

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The line; also how it is named.
    pub line: Hash,
    /// What is to be done.
    pub text: String,
    /// The role that is to do it.
    pub owner: Id,
    /// By when.
    pub due: Option<Moment>,
    /// When it was given.
    pub at: Option<Moment>,
    /// Who gave it.
    pub actor: Option<Who>,
    /// How it was carried out.
    pub done: Option<OrderResult>,
}

/// How an instruction was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderResult {
    /// The line.
    pub line: Hash,
    /// What came of it.
    pub result: Option<String>,
    /// When.
    pub at: Option<Moment>,
    /// Who did it.
    pub actor: Option<Who>,
}

/// Something that was done, as its line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made<T> {
    /// What.
    pub made: T,
    /// The line.
    pub line: Hash,
    /// When.
    pub at: Option<Moment>,
    /// Whose act it was.
    pub actor: Option<Who>,
}

impl<T: Clone> Made<T> {
    /// What an entry did.
    pub(super) fn of(made: &T, entry: &Entry) -> Self {
        Self { made: made.clone(), line: entry.hash(), at: entry.at(), actor: entry.actor().cloned() }
    }
}

/// A date agreed with whom must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// By when; `None`: no date holds.
    pub due: Option<Moment>,
    /// The line.
    pub line: Hash,
    /// When it was agreed.
    pub at: Option<Moment>,
}

/// One attempt to tell somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The attempt.
    pub made: CallMade,
    /// The line.
    pub line: Hash,
    /// When.
    pub at: Option<Moment>,
    /// Who called.
    pub actor: Option<Who>,
}

impl Incident {
    /// The entry of a line.
    pub fn entry(&self, line: &Hash) -> Option<&Entry> {
        self.index.get(line).and_then(|at| self.entries.get(*at))
    }

    /// The place of a line among [`Incident::entries`].
    pub fn place(&self, line: &Hash) -> Option<usize> {
        self.index.get(line).copied()
    }

    /// When it was noticed.
    pub fn noticed_at(&self) -> Option<Moment> {
        self.opening.as_ref().and_then(|opening| opening.noticed.at)
    }

    /// The value that holds for a fact or criterion.
    pub fn fact(&self, id: &str) -> Option<&FactEntry> {
        self.fact_history(id).last()
    }

    /// All values of a fact or criterion that were not withdrawn, as corrected, oldest first by when they were so; the last one
    /// holds.
    pub fn fact_history(&self, id: &str) -> &[FactEntry] {
        self.facts.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The mark that holds for a step.
    pub fn step(&self, key: &StepKey) -> Option<&StepEntry> {
        self.steps.get(key).and_then(|history| history.last())
    }

    /// The declaration in force; `None` before the first one and after stand-down, also when the incident was reopened.
    pub fn declaration(&self) -> Option<&DeclarationEntry> {
        let declared = self.declarations.get(self.ended_declarations..).and_then(<[_]>::last);
        declared.filter(|_| self.stage == Stage::Open)
    }

    /// The 仮宣言 that wait for confirmation: those that nobody who decides has confirmed, or followed by a declaration outright.
    pub fn awaiting(&self) -> impl Iterator<Item = &DeclarationEntry> {
        self.declarations.iter().filter(|declared| declared.awaits_confirmation())
    }

    /// The declared level; 0 when none is in force.
    pub fn level(&self) -> u8 {
        self.declaration().map_or(0, |declaration| declaration.made.level)
    }

    /// Runbooks followed now, in the order in which they were added.
    pub fn active_runbooks(&self) -> Vec<&Id> {
        let mut active: Vec<(&Id, u64)> =
            self.runbooks.iter().filter(|(_, state)| state.active).map(|(id, state)| (id, state.order)).collect();
        active.sort_by_key(|(id, order)| (*order, (*id).clone()));
        active.into_iter().map(|(id, _)| id).collect()
    }

    /// Instructions that nobody has reported as carried out.
    pub fn open_orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| order.done.is_none())
    }

    /// Proxy entries that wait for their person, and entries that nobody has claimed.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_unconfirmed())
    }

    /// The entries as people read them: without bookkeeping, by when they happened. What has no time stands where it was typed.
    pub fn chronology(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().filter(|entry| !entry.is_bookkeeping()).collect();
        entries.sort_by_cached_key(|entry| {
            (minute(entry.at().unwrap_or_else(|| entry.recorded_at())), entry.line.envelope.clock, entry.hash())
        });
        entries
    }

    /// What conditions look up: a fact's current value. `level` is the declared level.
    pub fn value(&self, key: &Id) -> Option<&Value> {
        if key.as_str() == "level" {
            return Some(match self.level() {
                0 => &Value::Count(0),
                1 => &Value::Count(1),
                2 => &Value::Count(2),
                3 => &Value::Count(3),
                4 => &Value::Count(4),
                5 => &Value::Count(5),
                6 => &Value::Count(6),
                7 => &Value::Count(7),
                8 => &Value::Count(8),
                _ => &Value::Count(9),
            });
        }
        self.fact(key.as_str()).map(|fact| &fact.value)
    }

    /// The weakest confidence among the facts that a condition rests on; `None` when it rests on nothing known.
    pub fn weakest(&self, condition: &super::condition::Condition) -> Option<Confidence> {
        condition.keys().into_iter().filter_map(|key| self.fact(key.as_str())).map(|fact| fact.confidence).min()
    }

    /// The failed attempts to reach any of these people or contacts.
    pub fn failed_attempts(&self, whom: &[&str]) -> Vec<&Call> {
        self.calls
            .iter()
            .enumerate()
            .filter(|(_, call)| call.made.result.is_failed_attempt() && whom.contains(&call.made.contact.as_str()))
            .filter(|(at, call)| {
                // Who answered later was reached: then it is for him or her to decide.
                let later = self.calls.iter().skip(at + 1).filter(|other| other.made.contact == call.made.contact);
                !later.into_iter().any(|other| other.made.result.is_told())
            })
            .map(|(_, call)| call)
            .collect()
    }
}
