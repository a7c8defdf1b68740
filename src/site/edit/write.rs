//! Changes on their way to disk: all files or none, and never over what somebody else wrote meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Change, Edit, EditFault, RevisionNote, apply};
use crate::site::assemble::assemble;
use crate::site::diagnostic::Diagnostic;
use crate::site::disk::{self, Expected, Wanted, WriteFault};
use crate::site::folder::{self, Found};
use crate::site::{SiteError, pack, toml_file};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no folder: the program works with the embedded sample.
    #[error("the site is the embedded sample")]
    NoFolder,
    /// Another program is writing.
    #[error("another program is writing in the site")]
    Busy,
    /// This is no data file of a site.
    #[error("no data file: {0}")]
    NoDataFile(String),
    /// Somebody changed the file after the person had looked at it.
    #[error("{file} was changed meanwhile")]
    ChangedMeanwhile {
        /// Which.
        file: String,
    },
    /// A file that is, or would be, larger than a data file may be: it could not be read again.
    #[error("{file} is too large")]
    TooLarge {
        /// Which.
        file: String,
    },
    /// The change cannot be made in the text of the file.
    #[error("{file} cannot be changed: {fault:?}")]
    Fault {
        /// Which.
        file: String,
        /// Why.
        fault: EditFault,
    },
    /// With the change there would be an error that was not there.
    #[error("{}: {}", diagnostic.file, diagnostic.message)]
    WouldBreak {
        /// What `check` would say.
        diagnostic: Box<Diagnostic>,
        /// The text that it points into.
        changed: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes all or nothing, and says which files changed.
///
/// `seen` has the SHA-256 of each file when the person looked at it; a file that is not named there must not be there.
///
/// # Errors
/// [`EditError`]: nothing was written.
pub fn write(
    dir: &Path,
    seen: &BTreeMap<String, String>,
    edits: &[Edit],
    note: &RevisionNote,
) -> Result<Vec<String>, EditError> {
    let io_error = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| EditError::Io { path, source }
    };
    let whole = fs::canonicalize(dir).map_err(io_error(dir))?;
    let Some(_lock) = disk::lock(&whole).map_err(io_error(&whole))? else { return Err(EditError::Busy) };
    let before = folder::read(&whole).map_err(|error| match error {
        SiteError::NoFolder { path, source } => EditError::Io { path, source },
        _ => EditError::NoFolder,
    })?;
    let mut after = before.clone();
    let mut files = Vec::new();
    let mut names = Vec::new();
    for (file, changes) in by_file(edits) {
        let Some(changed) = changed(&whole, &before, seen, file, &changes, note)? else { continue };
        after.retain(|(path, _)| path != file);
        after.push((file.to_owned(), Ok(toml_file::normalize(&changed.text))));
        files.push(Wanted { path: changed.path, bytes: changed.text.into_bytes(), expected: changed.expected });
        names.push(file.to_owned());
    }
    after.sort_by(|a, b| a.0.cmp(&b.0));
    refuse_new_errors(before, after)?;
    disk::write_all(&files).map_err(|fault| EditError::not_written(&whole, fault))?;
    Ok(names)
}

impl EditError {
    /// What stopped the writing in a site.
    pub(in crate::site) fn not_written(site: &Path, fault: WriteFault) -> Self {
        match fault {
            WriteFault::Changed(path) => {
                let file = path.strip_prefix(site).unwrap_or(&path).display().to_string();
                Self::ChangedMeanwhile { file }
            }
            WriteFault::Io(path, source) => Self::Io { path, source },
        }
    }
}

/// The changes of each file, in their order.
fn by_file(edits: &[Edit]) -> Vec<(&str, Vec<Change>)> {
    let mut files: Vec<(&str, Vec<Change>)> = Vec::new();
    for edit in edits {
        match files.iter_mut().find(|(file, _)| *file == edit.file) {
            Some((_, changes)) => changes.push(edit.change.clone()),
            None => files.push((&edit.file, vec![edit.change.clone()])),
        }
    }
    files
}

/// A text with changes in it, and where it is kept.
struct Changed {
    path: PathBuf,
    text: String,
    expected: Expected,
}

fn changed(
    whole: &Path,
    found: &[Found],
    seen: &BTreeMap<String, String>,
    file: &str,
    changes: &[Change],
    note: &RevisionNote,
) -> Result<Option<Changed>, EditError> {
    if !folder::is_data_path(file) {
        return Err(EditError::NoDataFile(file.to_owned()));
    }
    let fault = |fault| EditError::Fault { file: file.to_owned(), fault };
    let meanwhile = || EditError::ChangedMeanwhile { file: file.to_owned() };
    let Some((_, text)) = found.iter().find(|(path, _)| path == file) else {
        // Somebody took it away.
        if seen.contains_key(file) {
            return Err(meanwhile());
        }
        let text = within_cap(file, apply("", changes, note).map_err(fault)?)?;
        return Ok(Some(Changed { path: whole.join(file), text, expected: Expected::Nothing }));
    };
    let text = text.as_ref().map_err(|unreadable| fault(EditFault::Syntax(unreadable.message.clone())))?;
    if seen.get(file).is_some_and(|seen| *seen != pack::sha256_hex(text)) {
        return Err(meanwhile());
    }
    // A link inside the folder stays one: what it leads to is written.
    let path = fs::canonicalize(whole.join(file)).map_err(|source| EditError::Io { path: whole.join(file), source })?;
    let raw = fs::read_to_string(&path).map_err(|source| EditError::Io { path: path.clone(), source })?;
    if toml_file::normalize(&raw) != *text {
        return Err(meanwhile());
    }
    let edited = apply(&raw, changes, note).map_err(fault)?;
    if !seen.contains_key(file) {
        return Err(meanwhile());
    }
    if edited == raw {
        return Ok(None);
    }
    let expected = Expected::Bytes(raw.into_bytes());
    Ok(Some(Changed { path, text: within_cap(file, edited)?, expected }))
}

/// A file over the cap would be left out by whoever reads the site next.
fn within_cap(file: &str, text: String) -> Result<String, EditError> {
    if text.len() > toml_file::MAX_FILE {
        return Err(EditError::TooLarge { file: file.to_owned() });
    }
    Ok(text)
}

/// An edit may leave errors that were there. One that brings a new one is not made.
fn refuse_new_errors(before: Vec<Found>, after: Vec<Found>) -> Result<(), EditError> {
    let key = |found: &Diagnostic| (found.file.clone(), found.code, found.message.clone());
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for error in assemble(before, pack::files()).diagnostics.iter().filter(|found| found.is_error()) {
        *known.entry(key(error)).or_default() += 1;
    }
    let assembled = assemble(after, pack::files());
    for error in assembled.diagnostics.into_iter().filter(Diagnostic::is_error) {
        match known.get_mut(&key(&error)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => {
                let changed = assembled.sources.get(&error.file).cloned().unwrap_or_default();
                return Err(EditError::WouldBreak { diagnostic: Box::new(error), changed });
            }
        }
    }
    Ok(())
}
