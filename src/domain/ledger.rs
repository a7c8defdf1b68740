//! The ledger: batches of paper from the stock to the typed-back entry, and gaps in what was restored.
//!
//! Owns what the lines about them add up to, and what is open. A later count stands for the whole batch, by when it was made, so that a
//! count typed late does not undo a newer one. Which line may be written is decided in [`super::decide`].

use super::entry::Entry;
use super::event::{Event, GapClosed, GapNoted, SheetsCounted, SheetsEntered, SheetsGiven, SystemMark};
use super::hash::Hash;
use super::id::Id;
use super::incident::{Incident, Made};
use super::restoration::restoration;
use super::when::Moment;

/// The fact that says whether personal data is lost (滅失・毀損): the duties to tell somebody rest on it.
pub const UNRESTORABLE: &str = "data-unrestorable";

/// What the lines about paper and gaps add up to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// Batches, in the order in which they were given out.
    pub batches: Vec<Batch>,
    /// Gaps, in the order in which they were noted.
    pub gaps: Vec<Gap>,
}

/// A batch of paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// How it was given out.
    pub given: Made<SheetsGiven>,
    /// Two terminals gave out a batch of this name: their sheets are counted together until one is named otherwise.
    pub is_doubled: bool,
    /// How many sheets, all together.
    pub sheets: u64,
    /// The count that holds.
    pub counted: Option<Made<SheetsCounted>>,
    /// How many were typed back, as last said.
    pub entered: Option<Made<SheetsEntered>>,
    /// Where the originals are kept, as last said.
    pub kept_at: Option<String>,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BatchState {
    /// 使用中: nobody has counted it.
    Out,
    /// 打ち戻し待ち: used sheets are not all typed back.
    ToEnter,
    /// 保管先待ち: all are typed back, and nobody has said where the originals are.
    ToKeep,
    /// 済み
    Whole,
}

impl BatchState {
    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::ToEnter => "to-enter",
            Self::ToKeep => "to-keep",
            Self::Whole => "whole",
        }
    }
}

impl Batch {
    /// What it is called.
    pub fn id(&self) -> &Id {
        &self.given.made.batch
    }

    /// How many were used; `None` while nobody has counted.
    pub fn used(&self) -> Option<u32> {
        self.counted.as_ref().map(|counted| counted.made.used)
    }

    /// How many came back blank; `None` while nobody has counted.
    pub fn unused(&self) -> Option<u32> {
        self.counted.as_ref().map(|counted| counted.made.unused)
    }

    /// How many nobody has found, used or blank; nought while nobody has counted.
    pub fn missing(&self) -> u64 {
        let found = self.counted.as_ref().map(|counted| u64::from(counted.made.used) + u64::from(counted.made.unused));
        found.map_or(0, |found| self.sheets.saturating_sub(found))
    }

    /// How many were typed back.
    pub fn typed_back(&self) -> u32 {
        self.entered.as_ref().map_or(0, |entered| entered.made.entered)
    }

    /// Where it stands.
    pub fn state(&self) -> BatchState {
        match self.used() {
            None => BatchState::Out,
            Some(used) if used > self.typed_back() => BatchState::ToEnter,
            Some(0) => BatchState::Whole,
            Some(_) if self.kept_at.is_none() => BatchState::ToKeep,
            Some(_) => BatchState::Whole,
        }
    }

    /// Whether somebody still has to see to it.
    pub fn is_open(&self) -> bool {
        self.state() != BatchState::Whole
    }

    /// The line by which it came to stand where it stands.
    pub fn last_line(&self) -> Hash {
        let counted = self.counted.as_ref().map(|counted| counted.line);
        self.entered.as_ref().map(|entered| entered.line).or(counted).unwrap_or(self.given.line)
    }
}

/// A gap between the restored generation and the stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// How it was noted.
    pub noted: Made<GapNoted>,
    /// How it was closed.
    pub closed: Option<Made<GapClosed>>,
}

impl Ledger {
    /// A batch by its name.
    pub fn batch(&self, id: &str) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.id().as_str() == id)
    }

    /// A gap by the line that noted it.
    pub fn gap(&self, line: &Hash) -> Option<&Gap> {
        self.gaps.iter().find(|gap| gap.noted.line == *line)
    }

    /// Whether nothing was given out and no gap noted.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty() && self.gaps.is_empty()
    }

    /// A name that no batch has yet: 「ward-3」. It is written on paper by hand, so it is short.
    pub fn free_name(&self, department: &Id) -> Option<Id> {
        // The department's name leaves room for a number, however long it is.
        let stem: String = department.as_str().chars().take(32).collect();
        let names = (1..).map(|number: u32| format!("{stem}-{number}")).take(self.batches.len() + 1);
        names.filter_map(|name| Id::new(name).ok()).find(|name| self.batch(name.as_str()).is_none())
    }
}

fn is_of_the_ledger(entry: &Entry) -> bool {
    let events = matches!(
        entry.line.event,
        Event::SheetsGiven(_)
            | Event::SheetsCounted(_)
            | Event::SheetsEntered(_)
            | Event::GapNoted(_)
            | Event::GapClosed(_)
    );
    events && entry.withdrawn.is_none()
}

/// What the lines about paper and gaps add up to.
pub fn ledger(incident: &Incident) -> Ledger {
    let mut entries: Vec<&Entry> = incident.entries.iter().filter(|entry| is_of_the_ledger(entry)).collect();
    entries.sort_by(|a, b| a.recency().cmp(&b.recency()));
    let mut state = Ledger::default();
    // A count may carry an earlier time than the line that gave the batch out: batches and gaps first.
    for entry in &entries {
        match &entry.line.event {
            Event::SheetsGiven(given) => state.give(given, entry),
            Event::GapNoted(noted) => state.gaps.push(Gap { noted: Made::of(noted, entry), closed: None }),
            _ => {}
        }
    }
    for entry in entries {
        match &entry.line.event {
            Event::SheetsCounted(counted) => {
                if let Some(batch) = state.batch_mut(&counted.batch) {
                    batch.counted = Some(Made::of(counted, entry));
                }
            }
            Event::SheetsEntered(entered) => {
                if let Some(batch) = state.batch_mut(&entered.batch) {
                    batch.kept_at = entered.kept_at.clone().or_else(|| batch.kept_at.take());
                    batch.entered = Some(Made::of(entered, entry));
                }
            }
            Event::GapClosed(closed) => {
                if let Some(gap) = state.gaps.iter_mut().find(|gap| gap.noted.line == closed.gap) {
                    gap.closed = Some(Made::of(closed, entry));
                }
            }
            _ => {}
        }
    }
    state
}

impl Ledger {
    fn batch_mut(&mut self, id: &Id) -> Option<&mut Batch> {
        self.batches.iter_mut().find(|batch| batch.id() == id)
    }

    fn give(&mut self, given: &SheetsGiven, entry: &Entry) {
        if let Some(known) = self.batch_mut(&given.batch) {
            known.is_doubled = true;
            known.sheets += u64::from(given.count);
            return;
        }
        self.batches.push(Batch {
            given: Made::of(given, entry),
            is_doubled: false,
            sheets: u64::from(given.count),
            counted: None,
            entered: None,
            kept_at: None,
        });
    }
}

/// What the record says of a system's gap: from when the chosen generation was taken until the system stopped.
pub fn gap_in_the_record(incident: &Incident, system: &Id) -> (Option<Moment>, Option<Moment>) {
    let state = restoration(incident);
    let Some(progress) = state.systems.get(system) else { return (None, None) };
    let taken = progress.planned.as_ref().and_then(|planned| planned.made.taken);
    let stopped = progress.marked.as_ref().filter(|marked| marked.made.state == SystemMark::Stopped);
    (taken, stopped.and_then(|stopped| stopped.at))
}
