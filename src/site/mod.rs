//! The site: a facility's data folder, or the embedded pack where there is none.
//!
//! Owns the schemas of the data files, their loading, their diagnostics and the falling back to the pack. A faulty file never
//! stops an emergency: what is sound is loaded, and the rest is said. Must not know incidents, screens or commands.
//!
//! The way of a file: `folder` (bytes) → `toml_file` (text, table with places) → `reader` with one schema's module
//! (`facility`, `runbook` + `step` + `condition`, `contacts`, `facts`, `blank`; `header` for what all share) → `assemble` (which copy is
//! used) → `check` (what is wrong across files) → [`Site`]. The way back: `edit` (a change in a text) → `disk` (all files or none).

pub mod announcements;
mod assemble;
pub mod blank;
pub mod briefing;
mod check;
mod condition;
pub mod contacts;
pub mod departments;
pub mod diagnostic;
mod disk;
pub mod duties;
pub mod edit;
pub mod facility;
pub mod facts;
mod folder;
pub mod header;
pub mod holidays;
pub mod import;
pub mod inspection;
pub mod mail;
mod mention;
pub mod pack;
pub mod pack_update;
pub mod place;
mod reader;
pub mod runbook;
mod sink;
mod step;
mod template;
pub mod toml_file;
pub mod year;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

pub use self::diagnostic::{Diagnostic, Severity, render};
pub use self::header::{Header, Revision};
pub use self::pack::PackFile;
pub use self::place::{LocatedBy, Location, locate};
use crate::domain::blank::BlankForm;
use crate::domain::contact::Contact;
use crate::domain::inspection::Item;
use crate::domain::plan::Plan;
use crate::domain::year::YearDuty;

/// What stands before a path in a diagnostic about the embedded copy of a file.
pub const BUILT_IN: &str = "builtin:";

/// The folder that the program writes; never in version control.
const RECORD: &str = "record";

/// A site cannot be used at all, or not be made.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// There is no such folder, or it cannot be read.
    #[error("{}", crate::t!("site-no-folder", path = shown(path)))]
    NoFolder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A new site goes into an empty folder only.
    #[error("{}", crate::t!("site-not-empty", path = shown(path)))]
    NotEmpty {
        /// What is in the way.
        path: PathBuf,
    },
    /// A file of a new site could not be written.
    #[error("{}", crate::t!("site-not-written", path = shown(path)))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn shown(path: &Path) -> String {
    diagnostic::harmless(&path.to_string_lossy())
}

/// A data file as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Relative to the site, with `/`.
    pub path: String,
    /// Its text: without a BOM, lines ending in LF.
    pub text: String,
    /// The SHA-256 of that text.
    pub sha256: String,
}

/// What was made of the texts of a site.
#[derive(Debug, Clone)]
struct Assembled {
    plan: Plan,
    contacts: Vec<Contact>,
    year: Vec<YearDuty>,
    blank: Vec<BlankForm>,
    inspection: Vec<Item>,
    diagnostics: Vec<Diagnostic>,
    /// The files that are used, by path.
    files: BTreeMap<String, SiteFile>,
    /// The texts that diagnostics point into, by the name that they use.
    sources: BTreeMap<String, String>,
    headers: BTreeMap<String, Header>,
    fallbacks: BTreeSet<String>,
}

/// A facility's data, loaded.
#[derive(Debug, Clone)]
pub struct Site {
    root: Option<PathBuf>,
    assembled: Assembled,
}

impl Site {
    /// Loads the site in a folder. What is wrong in its files is found in [`Site::diagnostics`] and stops nothing.
    ///
    /// # Errors
    /// [`SiteError::NoFolder`] when there is no such folder.
    pub fn open(dir: &Path) -> Result<Self, SiteError> {
        let mut site = Self::assembled(Some(dir.to_owned()), folder::read(dir)?, pack::files());
        let missing = mail::missing_authority(site.plan().facility.mail.as_ref(), dir, facility::PATH);
        site.assembled.diagnostics.extend(missing);
        Ok(site)
    }

    /// The embedded pack as it is: the site of a program that found none.
    pub fn embedded() -> Self {
        let found = pack::files().iter().map(|file| (file.path.to_owned(), Ok(toml_file::normalize(file.text))));
        Self::assembled(None, found.collect(), &[])
    }

    /// A site of files that are at hand, falling back to those of a pack.
    pub fn of_files<B: AsRef<[u8]>>(files: &[(String, B)], pack: &[PackFile]) -> Self {
        let found = files.iter().map(|(path, bytes)| (path.clone(), toml_file::decode(path, bytes.as_ref())));
        Self::assembled(None, found.collect(), pack)
    }

    /// Builds a plan of texts that were pinned to an incident: nothing in it comes from anywhere else.
    pub fn plan_from(files: &[(String, String)]) -> (Plan, Vec<Diagnostic>) {
        let assembled = Self::of_files(files, &[]).assembled;
        (assembled.plan, assembled.diagnostics)
    }

    fn assembled(root: Option<PathBuf>, found: Vec<folder::Found>, pack: &[PackFile]) -> Self {
        Self { root, assembled: assemble::assemble(found, pack) }
    }

    /// Facility, runbooks (in the order of their files) and fact dictionary.
    pub fn plan(&self) -> &Plan {
        &self.assembled.plan
    }

    /// All contacts, in the order of their files.
    pub fn contacts(&self) -> &[Contact] {
        &self.assembled.contacts
    }

    /// The year's duties, in the order of their file.
    pub fn year(&self) -> &[YearDuty] {
        &self.assembled.year
    }

    /// The blank forms of care without the system, in the order of their file.
    pub fn blank_forms(&self) -> &[BlankForm] {
        &self.assembled.blank
    }

    /// The items of an inspection, in the order of their file.
    pub fn inspection(&self) -> &[Item] {
        &self.assembled.inspection
    }

    /// What is wrong or worth knowing, file by file. A file name that begins with [`BUILT_IN`] means the embedded copy.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.assembled.diagnostics
    }

    /// The text that a diagnostic points into, for [`render`].
    pub fn source(&self, diagnostic: &Diagnostic) -> Option<&str> {
        self.assembled.sources.get(&diagnostic.file).map(String::as_str)
    }

    /// A data file as it is used, by its path; a copy from the pack where that is used instead.
    pub fn file(&self, path: &str) -> Option<&SiteFile> {
        self.assembled.files.get(path)
    }

    /// All data files as they are used, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = &SiteFile> {
        self.assembled.files.values()
    }

    /// The files that an incident keeps a copy of: all but contacts, which stay live, exercises, forms for the printer, and what is
    /// for quiet times.
    pub fn pinned_files(&self) -> Vec<&SiteFile> {
        let live = |file: &&SiteFile| {
            file.path.starts_with(contacts::FOLDER)
                || file.path.starts_with("exercises/")
                || [blank::PATH, inspection::PATH, year::PATH].contains(&file.path.as_str())
        };
        self.files().filter(|file| !live(file)).collect()
    }

    /// The head of each file that is used (owner, edition, review), sorted by path.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &Header)> {
        self.assembled.headers.iter().map(|(path, header)| (path.as_str(), header))
    }

    /// Where records are written.
    pub fn record_dir(&self) -> PathBuf {
        self.root.clone().unwrap_or_else(place::data_folder).join(RECORD)
    }

    /// The folder; `None` for the embedded pack.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether the embedded copy of this file is used because the site's own is missing or faulty.
    pub fn is_fallback(&self, path: &str) -> bool {
        self.assembled.fallbacks.contains(path)
    }
}

/// Writes the embedded pack into a new or empty folder, so that a facility can make it its own. The paths that were written.
///
/// # Errors
/// [`SiteError::NotEmpty`] when something is in the way; [`SiteError::Write`] when a file cannot be written.
pub fn init(dir: &Path) -> Result<Vec<String>, SiteError> {
    folder::init(dir, pack::files())
}
