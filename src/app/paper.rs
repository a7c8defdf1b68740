//! Making what is printed, and saying in the standing series that it was made.
//!
//! Owns which files a paper rests on, and the order of things: the edition is known before the pages are made, and that they were
//! made is recorded when they are there. A record that cannot be written keeps nobody from printing.

use std::io;
use std::path::{Path, PathBuf};

use super::report::{save_beside, write_file};
use super::{App, AppError};
use crate::domain::command::Command;
use crate::domain::contact::usual_months;
use crate::domain::event::{Paper, PaperPrinted, PrintedFile};
use crate::domain::paper::lines;
use crate::domain::standing::{edition_of, papers_printed};
use crate::domain::when::When;
use crate::domain::who::Who;
use crate::report::paper::{self, Input};
use crate::site::{blank, contacts, departments, facility, facts, runbook};

/// The number of an edition that could not be looked up: nothing is known of what was printed before.
const UNKNOWN_EDITION: u32 = 0;

/// A paper that was made.
#[derive(Debug)]
pub struct Made {
    /// The pages.
    pub html: String,
    /// What is recorded about it.
    pub printed: PaperPrinted,
    /// Why it is not recorded that it was made; the pages can be used all the same.
    pub not_recorded: Option<AppError>,
}

impl App {
    /// Makes a paper of the site as it is now and records that it was made. With a file to write it to, it is recorded after that
    /// stands there.
    ///
    /// # Errors
    /// When the pages cannot be made (a fault of the program), or not be written.
    pub fn print(&mut self, paper: Paper, by: Option<Who>, file: Option<&Path>) -> Result<Made, AppError> {
        let mut made = self.make(paper)?;
        if let Some(file) = file {
            write_file(file, made.html.as_bytes())?;
        }
        made.not_recorded = self.note_print(&made.printed, by);
        Ok(made)
    }

    /// The same, as a file in the site folder that replaces none; says where.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn save_print(&mut self, paper: Paper, by: Option<Who>) -> Result<(PathBuf, Made), AppError> {
        let mut made = self.make(paper)?;
        let stem = format!("sonae-{}-{}", paper.word(), self.now().format("%Y%m%d-%H%M"));
        let path = save_beside(&self.place().dir, &stem, "html", made.html.as_bytes())?;
        made.not_recorded = self.note_print(&made.printed, by);
        Ok((path, made))
    }

    /// What was printed here, as far as the record can be read.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn prints(&mut self) -> Result<Vec<PaperPrinted>, AppError> {
        Ok(papers_printed(&self.standing()?).map(|printed| printed.what.clone()).collect())
    }

    fn make(&mut self, paper: Paper) -> Result<Made, AppError> {
        let has_codes = paper == Paper::Binder;
        let steps = if has_codes { lines(self.site().plan()) } else { Vec::new() };
        let edition = if has_codes {
            self.standing().map_or(UNKNOWN_EDITION, |series| edition_of(&series, &steps))
        } else {
            UNKNOWN_EDITION
        };
        let site = self.site();
        let input = Input {
            plan: site.plan(),
            contacts: site.contacts(),
            usual_months: usual_months(site.year()),
            forms: site.blank_forms(),
            edition,
            now: self.now(),
            lang: crate::i18n::current(),
        };
        let html = paper::render(paper, &input)
            .map_err(|error| AppError::Output { path: "HTML".to_owned(), source: io::Error::other(error) })?;
        let edition = has_codes.then_some(edition);
        let printed = PaperPrinted { paper, edition, files: self.files_of(paper), lines: steps };
        Ok(Made { html, printed, not_recorded: None })
    }

    fn files_of(&self, paper: Paper) -> Vec<PrintedFile> {
        let wanted = |path: &str| match paper {
            Paper::Binder => {
                let is_in_folder = path.starts_with(runbook::FOLDER) || path.starts_with(departments::FOLDER);
                is_in_folder || path == facts::PATH || path == facility::PATH
            }
            // A card says whom to tell, with the number.
            Paper::RoleCards => {
                path.starts_with(runbook::FOLDER) || path.starts_with(contacts::FOLDER) || path == facility::PATH
            }
            Paper::Contacts => path.starts_with(contacts::FOLDER) || path == facility::PATH,
            Paper::BlankForms => path == blank::PATH,
        };
        let site = self.site();
        let version = |path: &str| {
            site.headers()
                .find(|(known, _)| *known == path)
                .map(|(_, header)| header.version.clone())
                .unwrap_or_default()
        };
        let files = site.files().filter(|file| wanted(&file.path));
        files
            .filter_map(|file| {
                let sha256 = file.sha256.parse().ok()?;
                Some(PrintedFile { path: file.path.clone(), version: version(&file.path), sha256 })
            })
            .collect()
    }

    fn note_print(&mut self, printed: &PaperPrinted, by: Option<Who>) -> Option<AppError> {
        let occurred = When::now(self.now());
        self.act_standing(Command::PaperPrinted(printed.clone()), occurred, by).err()
    }
}
