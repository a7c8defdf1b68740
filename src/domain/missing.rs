//! Which lines of an incident are not there, as far as the others show it.
//!
//! A number that is left out in a series, and the end of a series that somebody else has seen. What nobody else has seen is not
//! missed: a series that was cut off at its end looks whole.

use std::collections::{BTreeMap, BTreeSet};

use super::event::Event;
use super::id::Id;
use super::lines::Lines;

/// Lines of one series that are not there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Whose.
    pub origin: Id,
    /// The first of them.
    pub from: u64,
    /// The last of them.
    pub to: u64,
}

impl Missing {
    /// How many.
    pub fn count(&self) -> u64 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }
}

/// What is missing, by series.
pub fn missing(lines: &Lines) -> Vec<Missing> {
    let mut there: BTreeMap<Id, BTreeSet<u64>> = BTreeMap::new();
    let mut ends: BTreeMap<Id, u64> = BTreeMap::new();
    for line in lines.iter() {
        let envelope = &line.envelope;
        there.entry(envelope.origin.clone()).or_default().insert(envelope.seq);
        if let Event::HeadsSeen(seen) = &line.event {
            for head in &seen.heads {
                let end = ends.entry(head.origin.clone()).or_default();
                *end = head.seq.max(*end);
            }
        }
    }
    for origin in ends.keys() {
        there.entry(origin.clone()).or_default();
    }
    there
        .into_iter()
        .flat_map(|(origin, seqs)| {
            let end = ends.get(&origin).copied().unwrap_or(0).saturating_add(1);
            let mut expected = 1;
            let mut gaps = Vec::new();
            // One behind the end that others saw, so that what lies before it is missed, too.
            for seq in seqs.iter().copied().chain(seqs.last().is_none_or(|last| *last < end).then_some(end)) {
                if seq > expected {
                    gaps.push(Missing { origin: origin.clone(), from: expected, to: seq - 1 });
                }
                expected = seq.saturating_add(1);
            }
            gaps
        })
        .collect()
}
