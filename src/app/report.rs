//! Making a report of an incident.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::standing::series;
use super::world::SystemWorld;
use super::{App, AppError};
use crate::domain::fingerprint::Fingerprint;
use crate::domain::fold::{AsOf, fold_as_of};
use crate::domain::id::{Id, random_word};
use crate::domain::incident::Incident;
use crate::domain::world::World as _;
use crate::report::document::Document;
use crate::report::timeline::{self, Order};
use crate::report::{self, html, markdown};

/// In what form a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown
    Markdown,
    /// One printable HTML file
    Html,
}

/// What a person takes away of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The report as a page for a browser and a printer.
    Html,
    /// The report as Markdown, for mails and other documents.
    Markdown,
    /// The chronology for a spreadsheet.
    Csv,
    /// The report and the chronology for other programs.
    Json,
    /// The lines of the record themselves, which anybody can check elsewhere.
    Lines,
}

impl Copied {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Html, Self::Markdown, Self::Csv, Self::Json, Self::Lines];

    /// How the names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Lines => "jsonl",
        }
    }
}

impl App {
    /// Writes what somebody takes away of an incident into the site folder, under a name with the time; says where. A file that
    /// is there already is never replaced: one with the same content is as good, beside any other one stands a further one.
    ///
    /// # Errors
    /// When the record cannot be read, or nothing can be written there.
    pub fn save_copy(&mut self, id: &Id, what: Copied) -> Result<PathBuf, AppError> {
        let bytes = self.copy(id, what)?;
        let stem = format!("sonae-{id}-{}", self.now().format("%Y%m%d-%H%M"));
        save_beside(&self.place().dir, &stem, what.extension(), &bytes)
    }

    fn copy(&mut self, id: &Id, what: Copied) -> Result<Vec<u8>, AppError> {
        let failed = |error: io::Error| AppError::Output { path: what.extension().to_owned(), source: error };
        let rows = |app: &mut Self| -> Result<_, AppError> {
            let incident = app.incident(id)?;
            let plan = app.plan_of(&incident);
            Ok(timeline::rows(&incident, &plan, Order::Occurred, crate::i18n::current()))
        };
        match what {
            Copied::Html => Ok(self.report(id, AsOf::default(), Format::Html)?.into_bytes()),
            Copied::Markdown => Ok(self.report(id, AsOf::default(), Format::Markdown)?.into_bytes()),
            Copied::Csv => timeline::csv(&rows(self)?).map_err(|error| failed(io::Error::other(error))),
            Copied::Json => {
                let document = self.report_document(id, AsOf::default())?;
                let all = serde_json::json!({ "incident": id, "document": document, "rows": rows(self)? });
                serde_json::to_vec_pretty(&all).map_err(|error| failed(io::Error::other(error)))
            }
            Copied::Lines => Ok(self.record(id)?.raw(id)?.concat()),
        }
    }

    /// The full report of an incident as a document.
    pub fn report_document(&mut self, id: &Id, as_of: AsOf) -> Result<Document, AppError> {
        let now = self.now();
        let quiet = self.quiet_before(id, as_of)?;
        let lines = self.record(id)?.lines(id)?;
        let incident = fold_as_of(lines, as_of);
        let fingerprints = lines.heads().iter().map(Fingerprint::of).collect();
        let (findings, whole) = (lines.check().len(), lines.iter().count());
        let plan = self.plan_of(&incident);
        let lang = crate::i18n::current();
        let (incident, plan, quiet) = (&incident, &plan, &quiet);
        let input = report::Input { incident, plan, quiet, as_of, fingerprints, whole, findings, now, lang };
        Ok(report::incident(&input))
    }

    /// The standing series as it was when an incident was noticed: what was done in quiet times later is none of its.
    fn quiet_before(&mut self, id: &Id, as_of: AsOf) -> Result<Incident, AppError> {
        let opening = self.incident(id)?.opening;
        let noticed = opening.and_then(|opening| opening.noticed.at);
        let past = AsOf { happened: noticed, ..as_of };
        // A report can do without it.
        Ok(series().and_then(|series| self.incident_as_of(&series, past)).unwrap_or_default())
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

/// How many files of one minute are told apart by a number.
const BESIDE: usize = 999;

/// Writes a file that replaces none: `STEM.EXT`, else `STEM-2.EXT` and so on.
pub(super) fn save_beside(dir: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf, AppError> {
    let mut path = dir.join(format!("{stem}.{extension}"));
    for number in 2..=BESIDE {
        // The name is taken before anything is written under it, so that two programs never take the same one.
        match File::create_new(&path) {
            Ok(_taken) => {
                return match write_file(&path, bytes) {
                    Ok(()) => Ok(path),
                    Err(error) => {
                        // An empty file would look like a report; that it may not be removable changes nothing.
                        drop(fs::remove_file(&path));
                        Err(error)
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&path).is_ok_and(|there| there == bytes) {
                    return Ok(path);
                }
                path = dir.join(format!("{stem}-{number}.{extension}"));
            }
            Err(source) => return Err(AppError::Output { path: path.display().to_string(), source }),
        }
    }
    Err(AppError::Output { path: path.display().to_string(), source: io::ErrorKind::AlreadyExists.into() })
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
    fn no_report_replaces_another_one() {
        let dir = tempfile::tempdir().unwrap();
        let save = |text: &str| save_beside(dir.path(), "sonae-x-20261122-0031", "html", text.as_bytes()).unwrap();
        let first = save("one");
        assert_eq!(save("one"), first, "the same content needs no second file");
        assert_eq!(save("two").file_name().unwrap(), "sonae-x-20261122-0031-2.html");
        assert_eq!(save("three").file_name().unwrap(), "sonae-x-20261122-0031-3.html");
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        assert_eq!(names(dir.path()).len(), 3);
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
