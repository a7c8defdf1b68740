//! The standing series: reading it, and recording what belongs to no incident.

use super::{Ack, Act, App, AppError};
use crate::domain::command::Command;
use crate::domain::id::{Id, READINESS};
use crate::domain::incident::Incident;
use crate::domain::when::When;
use crate::domain::who::Who;

impl App {
    /// The standing series as it stands: of the real record, whatever is drilled.
    pub fn standing(&mut self) -> Result<Incident, AppError> {
        self.incident(&series()?)
    }

    /// Records something in the standing series. When this returns, it is on disk.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the rules refuse it, [`AppError::Record`] when it could not be written.
    pub fn act_standing(&mut self, command: Command, occurred: When, by: Option<Who>) -> Result<Ack, AppError> {
        self.act(&series()?, &Act::new(command, occurred, by))
    }
}

/// The id of the standing series, under which any command can name it.
pub fn series() -> Result<Id, AppError> {
    Id::new(READINESS).map_err(|not_an_id| AppError::Input {
        path: not_an_id.to_string(),
        source: std::io::Error::other("incident id"),
    })
}
