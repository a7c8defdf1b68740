//! Mentions: which ids a file defines and which it refers to, with their places.
//!
//! The readers collect them, so that a check across files can point at the place. Must not know what a check asks of them.

use std::ops::Range;

use crate::domain::condition::Atom;
use crate::domain::id::Id;
use crate::domain::step_key::StepKey;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Person,
    Role,
    Department,
    System,
    Cutoff,
    Backup,
    /// One of the year.
    Duty,
    /// 連絡義務
    Obligation,
    Contradiction,
    Announcement,
    Caution,
    Topic,
    Form,
    Level,
    Contact,
    Fact,
    Criterion,
    Phase,
    Step,
}

/// An id that a file defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    pub(crate) span: Range<usize>,
}

/// What a file refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Role(Id),
    /// A role that declares: somebody must be there to do it.
    Decider(Id),
    Person(Id),
    Contact(Id),
    Fact(Id),
    /// A name in a template.
    Variable(String),
    /// A comparison in a condition.
    Atom(Atom),
    /// What a duty counts from: also a bare fact that is a time.
    Start(Atom),
    Cutoff(Id),
    System(Id),
    Department(Id),
    Runbook(Id),
    /// A runbook, or one phase of it.
    Include(Id, Option<Id>),
    /// A step of any runbook.
    AnyStep(StepKey),
    /// A step of the same file.
    Step(Id),
    Level(u8),
}

/// A place that refers to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) target: Target,
    pub(crate) span: Range<usize>,
}

/// All mentions of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mentions {
    /// The file, as diagnostics name it.
    pub(crate) file: String,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) references: Vec<Reference>,
    /// The file's own `id`, and where it stands.
    pub(crate) file_id: Option<(Id, Range<usize>)>,
}

impl Mentions {
    /// Where the file defines this id.
    pub(crate) fn definition(&self, kind: Kind, id: &str) -> Option<Range<usize>> {
        let found = self.definitions.iter().find(|found| found.kind == kind && found.id.as_str() == id);
        found.map(|found| found.span.clone())
    }
}
