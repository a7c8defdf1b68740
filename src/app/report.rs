//! Making a report of an incident.

use std::path::Path;

use super::{App, AppError};
use crate::domain::fingerprint::Fingerprint;
use crate::domain::fold::{AsOf, fold_as_of};
use crate::domain::id::Id;
use crate::report::document::Document;
use crate::report::{self, html, markdown};

/// In what form a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown
    Markdown,
    /// One printable HTML file
    Html,
}

impl App {
    /// The full report of an incident as a document.
    pub fn report_document(&mut self, id: &Id, as_of: AsOf) -> Result<Document, AppError> {
        let now = self.now();
        let lines = self.record(id)?.lines(id)?;
        let incident = fold_as_of(lines, as_of);
        let fingerprints = lines.heads().iter().map(Fingerprint::of).collect();
        let (findings, whole) = (lines.check().len(), lines.iter().count());
        let plan = self.plan_of(&incident);
        let lang = crate::i18n::current();
        let input = report::Input { incident: &incident, plan: &plan, as_of, fingerprints, whole, findings, now, lang };
        Ok(report::incident(&input))
    }

    /// The full report of an incident in some form.
    pub fn report(&mut self, id: &Id, as_of: AsOf, format: Format) -> Result<String, AppError> {
        let document = self.report_document(id, as_of)?;
        match format {
            Format::Markdown => Ok(markdown::render(&document)),
            Format::Html => html::render(&document)
                .map_err(|error| AppError::Output { path: "HTML".to_owned(), source: std::io::Error::other(error) }),
        }
    }
}

/// Writes a file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// [`AppError::Output`] with the path.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let failed = |source| AppError::Output { path: path.display().to_string(), source };
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // What is left of a failed attempt is of no use to anybody; that it may not be removable changes nothing.
        drop(std::fs::remove_file(&part));
    }
    written.map_err(failed)
}
