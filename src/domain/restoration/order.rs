//! The order in which systems get back: by 復旧優先度 (手引き 4-1), each after those that it needs.
//!
//! Owns that order, and the circles in which systems need one another.

use std::collections::BTreeSet;

use crate::domain::circle::circles;
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
    let needs = |id: &Id| systems.iter().find(|system| system.id == *id).map(|system| system.needs.as_slice());
    circles(systems.iter().map(|system| &system.id), |id| needs(id).unwrap_or_default())
}
