//! The backups of the facility as they stand.

use super::App;
use crate::domain::backup::{BackupState, SystemShort, of_systems, states, unapproved};
use crate::domain::entry::Entry;
use crate::domain::id::Id;
use crate::domain::incident::Incident;

/// The year's duty that says how often restoring is tried, where a backup does not.
const RESTORE_TEST: &str = "restore-test";

/// What the facility promised itself, against the standing series.
#[derive(Debug, Clone)]
pub struct Register<'a> {
    /// Each backup, in the order of the facility.
    pub backups: Vec<BackupState<'a>>,
    /// Systems that are backed up too little.
    pub systems: Vec<(&'a Id, SystemShort)>,
    /// Work that waits for approval, oldest first.
    pub unapproved: Vec<&'a Entry>,
}

impl App {
    /// How the backups stand now, by this standing series.
    pub fn backups<'a>(&'a self, series: &'a Incident) -> Register<'a> {
        let facility = &self.site().plan().facility;
        let months =
            self.site().year().iter().find(|duty| duty.id.as_str() == RESTORE_TEST).map(|duty| duty.every_months);
        Register {
            backups: states(facility, series, months, self.now()),
            systems: of_systems(facility),
            unapproved: unapproved(series).iter().filter_map(|(_, work, _)| series.entry(work)).collect(),
        }
    }
}
