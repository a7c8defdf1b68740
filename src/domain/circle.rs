//! Circles: things that lead to one another and back to where one began.
//!
//! Owns how they are found. Must not know what leads to what.

use std::collections::BTreeSet;

use super::id::Id;

/// The circles among these: of each the ids in the order in which they lead to one another, once, the shortest way round.
pub fn circles<'a, L>(all: impl Iterator<Item = &'a Id>, leads: impl Fn(&Id) -> L) -> Vec<Vec<&'a Id>>
where
    L: IntoIterator<Item = &'a Id>,
{
    let mut found: Vec<Vec<&Id>> = Vec::new();
    let mut told: BTreeSet<BTreeSet<&Id>> = BTreeSet::new();
    for start in all {
        // The same circle is found from each of its members.
        if let Some(circle) = circle_from(start, &leads)
            && told.insert(circle.iter().copied().collect())
        {
            found.push(circle);
        }
    }
    found
}

/// The shortest way from one back to itself, beginning with it.
fn circle_from<'a, L>(start: &'a Id, leads: &impl Fn(&Id) -> L) -> Option<Vec<&'a Id>>
where
    L: IntoIterator<Item = &'a Id>,
{
    let mut ways: Vec<Vec<&'a Id>> = vec![vec![start]];
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        for led in way.last().map(|last| leads(last)).into_iter().flatten() {
            if led == start {
                return Some(way);
            }
            if seen.insert(led) {
                ways.push(way.iter().copied().chain([led]).collect());
            }
        }
    }
    None
}
