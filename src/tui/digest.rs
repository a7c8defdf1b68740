//! What the screens need of an incident beyond its state, worked out once for each snapshot instead of at every frame.
//!
//! Owns the two orders of the chronology, what a line says on the screen, the form of it that searches compare, and the duties with
//! their clocks ([`duties`]). Entries that did not change since the snapshot before keep what was worked out for them. Must not know
//! screens.

use std::sync::{Arc, OnceLock};

use crate::domain::entry::Entry;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::t;
use crate::text::kana::fold;

pub mod calls;
pub mod derived;
pub mod duties;

use duties::DutyRow;

/// What was worked out for one state of an incident. Places are those in [`Incident::entries`].
#[derive(Debug)]
pub struct Digest {
    incident: Arc<Incident>,
    by_time: Arc<[usize]>,
    by_record: Arc<[usize]>,
    unconfirmed: usize,
    duties: Vec<DutyRow>,
    /// Made when somebody searches for the first time, or ahead of it: it takes longer than a frame.
    folded: OnceLock<Vec<Arc<str>>>,
}

impl Digest {
    /// Works it out.
    pub fn new(incident: Arc<Incident>, plan: &Plan, now: Moment) -> Self {
        let by_record = incident
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| !entry.is_bookkeeping())
            .map(|(at, _)| at)
            .collect();
        let by_time = incident.chronology().into_iter().filter_map(|entry| incident.place(&entry.hash())).collect();
        let unconfirmed = incident.unconfirmed().count();
        let duties = duties::rows(&incident, plan, now);
        Self { incident, by_time, by_record, unconfirmed, duties, folded: OnceLock::new() }
    }

    /// Makes the searched form ahead of the first search, with what an older digest of the same incident has of it.
    #[must_use]
    pub fn ready_to_search(self, older: Option<&Self>) -> Self {
        let known = older.and_then(|older| Some((&older.incident, older.folded.get()?)));
        let folded = self.incident.entries.iter().enumerate().map(|(at, entry)| {
            let kept = known.and_then(|(incident, folded)| {
                let same = |at: &usize| incident.entries.get(*at) == Some(entry);
                // Most keep their place; where lines came in between, the place is looked up.
                let at = Some(at).filter(same).or_else(|| incident.place(&entry.hash()).filter(same))?;
                folded.get(at)
            });
            kept.map_or_else(|| searched(entry), Arc::clone)
        });
        let folded: Vec<Arc<str>> = folded.collect();
        Self { folded: OnceLock::from(folded), ..self }
    }

    /// The chronology by when things happened.
    pub fn by_time(&self) -> Arc<[usize]> {
        Arc::clone(&self.by_time)
    }

    /// The chronology in the order of the record.
    pub fn by_record(&self) -> Arc<[usize]> {
        Arc::clone(&self.by_record)
    }

    /// How many entries wait for somebody's confirmation.
    pub fn unconfirmed(&self) -> usize {
        self.unconfirmed
    }

    /// The duties by their headings; under each, what presses most first.
    pub fn duties(&self) -> &[DutyRow] {
        &self.duties
    }

    /// One of them.
    pub fn duty(&self, id: &Id) -> Option<&DutyRow> {
        self.duties.iter().find(|duty| duty.id == *id)
    }

    /// Those of some entries that hold a text, as people compare texts ([`fold`]).
    pub fn search(&self, among: &[usize], text: &str) -> Arc<[usize]> {
        let folded = self.folded.get_or_init(|| self.incident.entries.iter().map(searched).collect());
        let text = fold(text);
        among.iter().copied().filter(|at| folded.get(*at).is_some_and(|folded| folded.contains(&text))).collect()
    }
}

fn searched(entry: &Entry) -> Arc<str> {
    fold(&marked(entry, entry.text())).into()
}

/// What is said of an entry, with its marks: from whom to whom, whose act, what became of it.
pub fn marked(entry: &Entry, says: &str) -> String {
    let envelope = &entry.line.envelope;
    let mut text = String::new();
    match (&envelope.from, &envelope.to) {
        (Some(from), Some(to)) => text = format!("{from} > {to} "),
        (Some(from), None) => text = format!("{from} > "),
        (None, _) => {}
    }
    text.push_str(says);
    if let Some(actor) = entry.actor() {
        text.push_str(&format!(" {}", actor.name));
    } else {
        text.push_str(&format!(" {}", t!("mark-nameless")));
    }
    if entry.is_proxy() {
        let typist = entry.by().map_or_else(|| t!("mark-nameless"), |by| by.name.clone());
        text.push_str(&t!("mark-proxy", name = typist));
    }
    if entry.is_unconfirmed() && entry.actor().is_some() {
        text.push_str(&t!("mark-unconfirmed"));
    }
    if !entry.corrections.is_empty() {
        text.push_str(&t!("mark-corrected"));
    }
    if let Some(withdrawn) = &entry.withdrawn {
        text.push_str(&t!("mark-withdrawn", reason = withdrawn.reason.as_str()));
    }
    text
}
