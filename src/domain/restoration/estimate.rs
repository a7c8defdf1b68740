//! When somebody is believed to have come in, as the record learned it line by line.
//!
//! Owns the order of learning: a gate was passed with what was known then, and a correction or withdrawal is news when it is written,
//! not when the line that it changes was.

use crate::domain::entry::{Entry, minute, stated_facts};
use crate::domain::event::{Event, FactValue};
use crate::domain::hash::Hash;
use crate::domain::value::Value;
use crate::domain::when::Moment;

/// The fact that says when somebody is believed to have come in (`forms/facts.toml`).
pub const ESTIMATE: &str = "intrusion-estimated";

/// What was said about it, by line. What is withdrawn later counts until its withdrawal.
#[derive(Debug, Default)]
pub(super) struct Estimates {
    said: Vec<Said>,
}

#[derive(Debug)]
struct Said {
    line: Hash,
    /// When it was so, in minutes, and the clock of its line: the greatest holds, as with every fact.
    recency: (Option<i64>, u64),
    value: Option<Moment>,
}

impl Estimates {
    /// The value that holds; `None`: not known.
    pub(super) fn now(&self) -> Option<Moment> {
        self.said.iter().max_by_key(|said| said.recency).and_then(|said| said.value)
    }

    /// Takes in one line; true when it said something about it.
    pub(super) fn learn(&mut self, entry: &Entry) -> bool {
        let event = &entry.line.event;
        let is_mend = matches!(event, Event::EntryCorrected(_) | Event::EntryWithdrawn(_));
        if is_mend && entry.withdrawn.is_some() {
            return false;
        }
        match event {
            Event::EntryCorrected(corrected) => {
                let value = value_of(&corrected.facts);
                let time = corrected.occurred.as_ref().map(|time| time.at.map(minute));
                if value.is_none() && time.is_none() {
                    return false;
                }
                let Some(said) = self.said.iter_mut().find(|said| said.line == corrected.target) else {
                    // A line that carried other facts may be corrected into one that carries this.
                    let Some(value) = value else { return false };
                    let at = time.unwrap_or_else(|| entry.at().map(minute));
                    let recency = (at, entry.line.envelope.clock);
                    self.said.push(Said { line: corrected.target, recency, value: moment_of(value) });
                    return true;
                };
                said.value = value.map_or(said.value, moment_of);
                said.recency.0 = time.unwrap_or(said.recency.0);
                true
            }
            Event::EntryWithdrawn(withdrawn) => {
                let known = self.said.len();
                self.said.retain(|said| said.line != withdrawn.target);
                self.said.len() != known
            }
            event => {
                let facts = stated_facts(event);
                let Some(value) = value_of(&facts) else { return false };
                let envelope = &entry.line.envelope;
                let recency = (envelope.occurred_at.map(minute), envelope.clock);
                self.said.push(Said { line: entry.hash(), recency, value: moment_of(value) });
                true
            }
        }
    }
}

/// What facts say about it; `None`: they say nothing.
fn value_of(facts: &[FactValue]) -> Option<&Value> {
    facts.iter().find(|fact| fact.fact.as_str() == ESTIMATE).map(|fact| &fact.value)
}

/// The moment; `None`: asked and not known. Of a range it is the beginning: nobody was in before that.
fn moment_of(value: &Value) -> Option<Moment> {
    match value {
        Value::Time(time) => Some(time.at),
        _ => None,
    }
}
