//! The generations from which a system could be restored, each beside the estimated time of intrusion.
//!
//! Owns where they come from: those that somebody found during the incident, and those that the register of backups knows from quiet
//! times. That a generation stands here says nothing of whether it can be read or is clean.

use super::{Against, Row};
use crate::domain::backup::taken;
use crate::domain::event::{BackupResult, GenerationNoted};
use crate::domain::id::Id;
use crate::domain::incident::{Incident, Made};
use crate::domain::plan::Plan;
use crate::domain::when::Moment;

/// A generation from which a system could be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which one; `None`: the work was recorded without its name.
    pub generation: Option<String>,
    /// Its backup in the register; `None`: it is not on the list.
    pub backup: Option<Id>,
    /// When it was taken; `None`: not known.
    pub taken: Option<Moment>,
    /// Why it cannot be used.
    pub unusable: Option<String>,
    /// Where it lies beside the estimated time of intrusion.
    pub against: Against,
    /// It is known from the work in quiet times; nobody has looked at it since.
    pub is_registered: bool,
}

/// Those that somebody found.
pub(super) fn found(noted: &[Made<GenerationNoted>], intrusion: Option<Moment>) -> Vec<Candidate> {
    let candidate = |noted: &Made<GenerationNoted>| Candidate {
        generation: Some(noted.made.generation.clone()),
        backup: noted.made.backup.clone(),
        taken: noted.made.taken,
        unusable: noted.made.unusable.clone(),
        against: Against::of(noted.made.taken, intrusion),
        is_registered: false,
    };
    noted.iter().map(candidate).collect()
}

/// The same rows, with what the register knows: of each backup as many as the facility keeps, the newest first. What was found is not
/// named twice.
pub fn with_register<'a>(mut rows: Vec<Row<'a>>, plan: &Plan, series: &Incident) -> Vec<Row<'a>> {
    for row in &mut rows {
        for backup in plan.facility.backups.iter().filter(|backup| backup.system == row.id) {
            let mut kept: Vec<Candidate> = taken(series)
                .filter(|work| work.what.backup == backup.id && work.what.result == BackupResult::Ok)
                .map(|work| Candidate {
                    generation: work.what.generation.clone(),
                    backup: Some(backup.id.clone()),
                    taken: Some(work.at),
                    unusable: None,
                    against: Against::of(Some(work.at), row.intrusion),
                    is_registered: true,
                })
                .collect();
            kept.sort_by_key(|candidate| std::cmp::Reverse(candidate.taken));
            kept.truncate(usize::from(backup.generations));
            kept.retain(|candidate| !row.candidates.iter().any(|known| is_same(known, candidate)));
            row.candidates.extend(kept);
        }
    }
    rows
}

fn is_same(found: &Candidate, registered: &Candidate) -> bool {
    let same_backup = found.backup.as_ref().is_none_or(|backup| Some(backup) == registered.backup.as_ref());
    let same_name = found.generation.is_some() && found.generation == registered.generation;
    same_backup && (same_name || (found.taken.is_some() && found.taken == registered.taken))
}
