//! A set of lines: union by hash, forks, heads, and whether the chains hold.
//!
//! Owns merging and checking. Merging is set union: commutative, associative, idempotent. Must not know where lines are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::event::{Event, Head};
use super::hash::Hash;
use super::id::{Id, is_drill};
use super::line::Line;

/// The order in which lines are read: hybrid clock, then origin, then hash.
pub type Order = (u64, Id, Hash);

/// The lines of one incident, from all origins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    by_hash: BTreeMap<Hash, Arc<Line>>,
    order: BTreeMap<Order, Arc<Line>>,
    /// The numbers of each origin, and those at which it wrote two lines: noted as lines come, because every state asks for them.
    numbers: BTreeMap<Id, BTreeSet<u64>>,
    forks: BTreeSet<(Id, u64)>,
}

/// What is wrong with a chain, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A number is missing in a series.
    Gap {
        /// Whose.
        origin: Id,
        /// The first missing number.
        seq: u64,
    },
    /// A line does not name the line before it.
    Broken {
        /// Whose.
        origin: Id,
        /// The first line that does not fit.
        seq: u64,
    },
    /// Two lines at one number: a PC was cloned, or somebody wrote beside the program.
    Fork {
        /// Whose.
        origin: Id,
        /// The number.
        seq: u64,
    },
    /// A series does not begin as one must.
    NoBeginning {
        /// Whose.
        origin: Id,
    },
    /// A chain was seen longer, or otherwise, than it is here.
    SeenButMissing {
        /// Whose.
        origin: Id,
        /// The line that was seen.
        seq: u64,
    },
    /// Lines of another incident or facility stand among these.
    Stray {
        /// Whose.
        origin: Id,
        /// Which line.
        seq: u64,
    },
    /// A drill's opening in a real incident, or the other way round.
    DrillMixed {
        /// Whose.
        origin: Id,
    },
}

impl Lines {
    /// Adds a line; `false` when it was there already.
    pub fn insert(&mut self, line: Line) -> bool {
        self.insert_shared(Arc::new(line))
    }

    fn insert_shared(&mut self, line: Arc<Line>) -> bool {
        let key = order_of(&line);
        let new = self.by_hash.insert(line.hash(), Arc::clone(&line)).is_none();
        if new {
            self.note_number(&line);
        }
        self.order.insert(key, line);
        new
    }

    fn note_number(&mut self, line: &Line) {
        let (origin, seq) = (&line.envelope.origin, line.envelope.seq);
        let is_first = match self.numbers.get_mut(origin) {
            Some(numbers) => numbers.insert(seq),
            None => self.numbers.insert(origin.clone(), BTreeSet::from([seq])).is_none(),
        };
        if !is_first {
            self.forks.insert((origin.clone(), seq));
        }
    }

    /// Adds all lines of another set.
    pub fn merge(&mut self, other: &Self) {
        for line in other.by_hash.values() {
            self.insert_shared(Arc::clone(line));
        }
    }

    /// The lines in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Line>> {
        self.order.values()
    }

    /// The line with this hash.
    pub fn get(&self, hash: &Hash) -> Option<&Arc<Line>> {
        self.by_hash.get(hash)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.by_hash.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_hash.is_empty()
    }

    /// The largest hybrid clock seen; 0 when there is no line.
    pub fn latest_clock(&self) -> u64 {
        self.order.last_key_value().map_or(0, |((clock, _, _), _)| *clock)
    }

    /// The opening line; the earliest where there are several.
    pub fn opening(&self) -> Option<&Arc<Line>> {
        self.iter().find(|line| matches!(line.event, Event::Opened(_)))
    }

    /// The lines of each origin by number. Several at one number are a fork.
    pub fn series(&self) -> BTreeMap<&Id, BTreeMap<u64, Vec<&Arc<Line>>>> {
        let mut series: BTreeMap<&Id, BTreeMap<u64, Vec<&Arc<Line>>>> = BTreeMap::new();
        for line in self.iter() {
            let of_origin = series.entry(&line.envelope.origin).or_default();
            of_origin.entry(line.envelope.seq).or_default().push(line);
        }
        series
    }

    /// The last line of each origin. At a fork, the line that is read last.
    pub fn heads(&self) -> Vec<Head> {
        self.series()
            .into_iter()
            .filter_map(|(origin, lines)| {
                let (seq, at_seq) = lines.last_key_value()?;
                let line = at_seq.last()?;
                Some(Head { origin: origin.clone(), seq: *seq, hash: line.hash() })
            })
            .collect()
    }

    /// The last line of one origin.
    pub fn head(&self, origin: &Id) -> Option<Head> {
        // The last of the greatest number, which is what `max_by_key` gives.
        let line = self.iter().filter(|line| line.envelope.origin == *origin).max_by_key(|line| line.envelope.seq)?;
        Some(Head { origin: origin.clone(), seq: line.envelope.seq, hash: line.hash() })
    }

    /// The numbers at which an origin wrote two different lines.
    pub fn forks(&self) -> Vec<(Id, u64)> {
        self.forks.iter().cloned().collect()
    }

    /// Checks every chain: numbers without gaps, each line naming the one before, beginnings, and what others saw of it.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = BTreeSet::new();
        for (origin, lines) in self.series() {
            self.check_series(origin, &lines, &mut findings);
        }
        for line in self.iter() {
            let Event::HeadsSeen(seen) = &line.event else { continue };
            for head in seen.heads.iter().filter(|head| !self.by_hash.contains_key(&head.hash)) {
                findings.insert(Finding::SeenButMissing { origin: head.origin.clone(), seq: head.seq });
            }
        }
        findings.into_iter().collect()
    }

    fn check_series(&self, origin: &Id, lines: &BTreeMap<u64, Vec<&Arc<Line>>>, findings: &mut BTreeSet<Finding>) {
        let opening = self.opening();
        // The standing series has no opening: there its first line says what belongs to it.
        let of = opening.or_else(|| self.iter().next());
        let mut expected = 1;
        let mut before: &[&Arc<Line>] = &[];
        for (seq, at_seq) in lines {
            if *seq != expected {
                findings.insert(Finding::Gap { origin: origin.clone(), seq: expected });
                before = &[];
            }
            if at_seq.len() > 1 {
                findings.insert(Finding::Fork { origin: origin.clone(), seq: *seq });
            }
            for line in at_seq {
                if let Some(of) = of
                    && (line.envelope.incident != of.envelope.incident
                        || line.envelope.facility != of.envelope.facility)
                {
                    findings.insert(Finding::Stray { origin: origin.clone(), seq: *seq });
                }
                if *seq == 1 {
                    if !begins_well(line, opening) {
                        findings.insert(Finding::NoBeginning { origin: origin.clone() });
                    }
                } else if !before.is_empty() && before.iter().all(|known| known.hash() != line.envelope.prev) {
                    findings.insert(Finding::Broken { origin: origin.clone(), seq: *seq });
                }
                if let Event::Opened(opened) = &line.event
                    && opened.drill != is_drill(&line.envelope.incident)
                {
                    findings.insert(Finding::DrillMixed { origin: origin.clone() });
                }
            }
            before = at_seq;
            expected = seq.saturating_add(1);
        }
    }
}

/// A series begins with the opening line, of which there is one, or with `origin.joined` on top of it. The standing series has no
/// opening: its first line, of any kind, has no line before it.
fn begins_well(line: &Line, opening: Option<&Arc<Line>>) -> bool {
    let is_opening = |hash: Hash| opening.is_some_and(|opening| opening.hash() == hash);
    match &line.event {
        Event::Joined(joined) => line.envelope.prev == joined.opening && is_opening(joined.opening),
        Event::Opened(_) => line.envelope.prev == Hash::ZERO && is_opening(line.hash()),
        _ => line.envelope.incident.as_str() == super::id::READINESS && line.envelope.prev == Hash::ZERO,
    }
}

impl FromIterator<Line> for Lines {
    fn from_iter<I: IntoIterator<Item = Line>>(lines: I) -> Self {
        let mut set = Self::default();
        for line in lines {
            set.insert(line);
        }
        set
    }
}

/// Where a line stands among the others.
pub fn order_of(line: &Line) -> Order {
    (line.envelope.clock, line.envelope.origin.clone(), line.hash())
}

/// The hybrid clock's next value: never behind what was seen, whatever the wall clock says.
pub fn next_clock(wall_milliseconds: u64, latest_seen: u64) -> u64 {
    wall_milliseconds.max(latest_seen.saturating_add(1))
}
