//! What can go wrong in a use case. The words for people are in `message`.

use crate::app::manifest::ManifestFault;
use crate::app::outbox::MailFault;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::record::{AppendError, RecordError};
use crate::site::SiteError;
use crate::site::edit::EditError;
use crate::site::import::ImportFault;
use crate::text::spoken_time::SpokenTimeError;

/// Why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The record.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The site folder.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A change to a data file.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A table of people or contacts.
    #[error("{path}: {fault}")]
    Import {
        /// Which file.
        path: String,
        /// Why it gave no table.
        fault: ImportFault,
    },
    /// A time that nobody can read.
    #[error(transparent)]
    Time(#[from] SpokenTimeError),
    /// No incident is open, or none was named.
    #[error("no real incident is open")]
    NoIncident,
    /// More than one incident is open, and none was named.
    #[error("several incidents are open")]
    SeveralIncidents(Vec<Id>),
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Output {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A mail could not be made, or could not be handed over.
    #[error(transparent)]
    Mail(#[from] MailFault),
    /// A folder could not be hashed or compared.
    #[error(transparent)]
    Manifest(#[from] ManifestFault),
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Input {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl From<AppendError<Refusal>> for AppError {
    fn from(error: AppendError<Refusal>) -> Self {
        match error {
            AppendError::Refused(refusal) => Self::Refused(refusal),
            AppendError::Record(error) => Self::Record(error),
        }
    }
}
