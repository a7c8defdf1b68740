//! Lists of hashes of a folder: made, compared, and their own hash recorded in the standing series.
//!
//! Owns the order of things: where one may write, the reading, the writing of the list, and only then the line of the record.

use std::fs;
use std::path::{Path, PathBuf};

use super::report::write_file;
use super::{App, AppError};
use crate::domain::command::Command;
use crate::domain::event::{ManifestChecked, ManifestFinding, ManifestMade};
use crate::domain::hash::Hash;
use crate::domain::when::Moment;
use crate::manifest::{Checked, Disk, Made, Progress, VerifyFault, make, verify};

/// Why a folder was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum ManifestFault {
    /// It is no folder, or cannot be listed.
    #[error("{path}: {source}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The list, or the answer, would be written into the folder that is looked at.
    #[error("{path} lies in the folder")]
    OutputInside {
        /// The list.
        path: String,
    },
    /// The program's own data lie in the folder: recording would change what is compared.
    #[error("{path} holds the record")]
    HoldsTheRecord {
        /// The folder.
        path: String,
    },
    /// The list cannot be read.
    #[error("{path}: {source}")]
    List {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is no list of hashes.
    #[error("{path} is no list of hashes")]
    NotAManifest {
        /// The file.
        path: String,
    },
}

/// A folder that was compared with a list.
#[derive(Debug)]
pub struct Comparison {
    /// What was found.
    pub checked: Checked,
    /// When the record says that this list was made; `None`: no line of the record knows it.
    pub known: Option<Moment>,
}

impl App {
    /// Hashes a folder into a list, and writes that to a file.
    ///
    /// # Errors
    /// When the folder cannot be listed, or the list cannot be written there.
    pub fn make_manifest(
        &self,
        folder: &Path,
        output: &Path,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Made, AppError> {
        let root = self.folder(folder)?;
        if lies_in(output, &root) {
            return Err(ManifestFault::OutputInside { path: shown(output) }.into());
        }
        let made = make(&root, &Disk, tell);
        let made = made.map_err(|source| ManifestFault::Folder { path: shown(folder), source })?;
        write_file(output, &made.list)?;
        Ok(made)
    }

    /// Compares a folder with the list in a file. `answer`: where the answer will be written, if it is.
    ///
    /// # Errors
    /// When there was nothing to compare, or the record cannot be read.
    pub fn check_manifest(
        &mut self,
        folder: &Path,
        list: &Path,
        answer: Option<&Path>,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Comparison, AppError> {
        let root = self.folder(folder)?;
        if let Some(answer) = answer.filter(|answer| lies_in(answer, &root)) {
            return Err(ManifestFault::OutputInside { path: shown(answer) }.into());
        }
        let unreadable = |source| ManifestFault::List { path: shown(list), source };
        let whole = fs::canonicalize(list).map_err(unreadable)?;
        let checked = verify(&root, &whole, &Disk, tell).map_err(|fault| match fault {
            VerifyFault::Folder(source) => ManifestFault::Folder { path: shown(folder), source },
            VerifyFault::List(source) => unreadable(source),
            VerifyFault::NotAManifest => ManifestFault::NotAManifest { path: shown(list) },
        })?;
        let known = crate::domain::backup::manifest_made(&self.standing()?, &checked.sha256).map(|made| made.at);
        Ok(Comparison { checked, known })
    }

    /// The folder as it is found without links; one with the record in it is refused.
    fn folder(&self, folder: &Path) -> Result<PathBuf, ManifestFault> {
        let fault = |source| ManifestFault::Folder { path: shown(folder), source };
        let root = fs::canonicalize(folder).map_err(fault)?;
        if !root.is_dir() {
            return Err(fault(std::io::Error::from(std::io::ErrorKind::NotADirectory)));
        }
        let record = fs::canonicalize(&self.place().dir).ok();
        if record.is_some_and(|record| record.starts_with(&root)) {
            return Err(ManifestFault::HoldsTheRecord { path: shown(folder) });
        }
        Ok(root)
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Whether a file lies in a folder, or would when it is written.
fn lies_in(file: &Path, root: &Path) -> bool {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let places = [fs::canonicalize(parent), fs::canonicalize(file)];
    places.into_iter().flatten().any(|place| place.starts_with(root))
}

/// The line that says that a list was made.
pub fn made_line(folder: &Path, made: &Made) -> Command {
    let (files, bytes, sha256) = (made.files, made.bytes, made.sha256);
    Command::ManifestMade(ManifestMade { folder: shown(folder), files, bytes, sha256 })
}

/// The line that says how a folder compared: with how often what was found, and without names.
pub fn checked_line(folder: &Path, checked: &Checked) -> Command {
    let found = |(what, count): (&str, u64)| ManifestFinding { what: what.to_owned(), count };
    let findings = checked.counts().into_iter().map(found).collect();
    let (sha256, files, intact): (Hash, u64, bool) = (checked.sha256, checked.files, checked.is_intact());
    Command::ManifestChecked(ManifestChecked { folder: shown(folder), sha256, files, intact, findings })
}
