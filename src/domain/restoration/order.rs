//! The order in which systems get back: by 復旧優先度 (手引き 4-1), each after those that it needs.
//!
//! Owns that order, and the circles in which systems need one another.

use std::collections::BTreeSet;

use crate::domain::facility::System;
use crate::domain::id::Id;

/// The systems in the order in which they are restored. Those that need one another in a circle come last, by their 復旧優先度.
pub fn in_order(systems: &[System]) -> Vec<&System> {
    let mut waiting: Vec<&System> = systems.iter().collect();
    waiting.sort_by_key(|system| system.restore_order);
    let mut order: Vec<&System> = Vec::with_capacity(waiting.len());
    let known: BTreeSet<&Id> = systems.iter().map(|system| &system.id).collect();
    let mut placed: BTreeSet<&Id> = BTreeSet::new();
    // What is needed and is not in the list stops nobody.
    let is_ready = |system: &System, placed: &BTreeSet<&Id>| {
        system.needs.iter().all(|need| placed.contains(need) || !known.contains(need))
    };
    while let Some(next) = waiting.iter().position(|system| is_ready(system, &placed)) {
        let system = waiting.remove(next);
        placed.insert(&system.id);
        order.push(system);
    }
    order.extend(waiting);
    order
}

/// The circles in which systems need one another: of each the systems in the order in which they need one another, once.
pub fn cycles(systems: &[System]) -> Vec<Vec<&Id>> {
    let mut found: Vec<Vec<&Id>> = Vec::new();
    let mut told: BTreeSet<BTreeSet<&Id>> = BTreeSet::new();
    for system in systems {
        if let Some(cycle) = cycle_from(systems, &system.id)
            && told.insert(cycle.iter().copied().collect())
        {
            found.push(cycle);
        }
    }
    found
}

/// The shortest way from a system back to itself, beginning with it.
fn cycle_from<'a>(systems: &'a [System], start: &'a Id) -> Option<Vec<&'a Id>> {
    let mut ways: Vec<Vec<&'a Id>> = vec![vec![start]];
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        let last = way.last().and_then(|last| systems.iter().find(|system| system.id == **last));
        for need in last.map(|system| system.needs.as_slice()).unwrap_or_default() {
            if need == start {
                return Some(way);
            }
            if seen.insert(need) {
                ways.push(way.iter().copied().chain([need]).collect());
            }
        }
    }
    None
}
