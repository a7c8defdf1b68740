//! The backups of the facility as they stand.

use super::App;
use crate::domain::backup::{Register, register};
use crate::domain::incident::Incident;

impl App {
    /// How the backups stand now, by this standing series.
    pub fn backups<'a>(&'a self, series: &'a Incident) -> Register<'a> {
        register(&self.site().plan().facility, series, self.site().year(), self.now())
    }
}
