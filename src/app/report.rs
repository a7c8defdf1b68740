//! Making a report of an incident.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::world::SystemWorld;
use super::{App, AppError};
use crate::domain::fingerprint::Fingerprint;
use crate::domain::fold::{AsOf, fold_as_of};
use crate::domain::id::{Id, random_word};
use crate::domain::world::World as _;
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
                .map_err(|error| AppError::Output { path: "HTML".to_owned(), source: io::Error::other(error) }),
        }
    }
}

/// Writes a file whole or not at all: beside it first, under a name that nobody can have prepared, then in its place.
///
/// # Errors
/// [`AppError::Output`] with the path.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let written = new_part(path).and_then(|(part, file)| {
        let written = fill(file, bytes).and_then(|()| fs::rename(&part, path));
        if written.is_err() {
            // What is left of a failed attempt is of no use to anybody; that it may not be removable changes nothing.
            drop(fs::remove_file(&part));
        }
        written
    });
    written.map_err(|source| AppError::Output { path: path.display().to_string(), source })
}

/// How often a name for the part is drawn before one gives up.
const NAMES: usize = 8;

/// A new file beside another one. What is there already, be it a link, is never opened.
fn new_part(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut refused = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..NAMES {
        let word = random_word(&SystemWorld.random(), 10).ok_or_else(|| io::Error::other("no randomness"))?;
        // Short, whatever the length of the target's name.
        let part = path.with_file_name(format!("sonae-{word}.part"));
        match File::create_new(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refused = error,
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

/// Writes and closes: an open file cannot be renamed everywhere.
fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.md");
        // Somebody's own file of that name is not touched.
        fs::write(dir.path().join("report.md.part"), "own").unwrap();
        for text in ["first, and long", "second"] {
            write_file(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(dir.path()), ["report.md", "report.md.part"]);
        assert_eq!(fs::read_to_string(dir.path().join("report.md.part")).unwrap(), "own");
    }

    #[test]
    fn a_failed_attempt_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("taken/inside")).unwrap();
        assert!(matches!(write_file(&dir.path().join("taken"), b"text"), Err(AppError::Output { .. })));
        assert_eq!(names(dir.path()), ["taken"]);
        assert!(write_file(&dir.path().join("missing/report.md"), b"text").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn planted_links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (victim, path) = (dir.path().join("victim"), dir.path().join("report.md"));
        fs::write(&victim, "precious").unwrap();
        for link in ["report.md", "report.md.part"] {
            std::os::unix::fs::symlink(&victim, dir.path().join(link)).unwrap();
        }
        write_file(&path, b"text").unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        assert_eq!(fs::read_to_string(&path).unwrap(), "text");
        assert!(fs::symlink_metadata(&path).unwrap().is_file());
    }
}
