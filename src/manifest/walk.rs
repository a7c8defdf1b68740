//! What lies in a folder and below it. Links are listed and never followed, so that no walk leaves the folder or goes in circles.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Finding, Kind, Name};
use crate::domain::hash::Hash;

/// What a thing in the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// A file of so many bytes.
    File(u64),
    /// A link.
    Link {
        /// SHA-256 of what it says.
        target: Hash,
        /// Whether it leads out of the folder, as far as its words tell.
        out: bool,
    },
    /// A pipe, a socket, a device.
    Special,
}

/// Something in the folder.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) name: Name,
    pub(super) path: PathBuf,
    pub(super) thing: Thing,
}

/// All of a folder.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// In the order of their names.
    pub(super) things: Vec<Found>,
    /// What could not be looked at.
    pub(super) findings: Vec<Finding>,
    /// The folders below it.
    pub(super) folders: BTreeSet<Name>,
    /// Folders that could not be listed to their end: nothing can be said to be missing there.
    pub(super) unlisted: Vec<Name>,
}

/// Lists a folder. What is `left_out` (the list itself, where it lies in there) is passed over.
///
/// # Errors
/// When the folder itself cannot be listed.
pub(super) fn walk(root: &Path, left_out: Option<&Path>) -> io::Result<Walked> {
    let mut walked = Walked::default();
    let mut folders = vec![(Name::default(), root.to_path_buf(), 0)];
    while let Some((name, path, depth)) = folders.pop() {
        let listed = fs::read_dir(&path);
        let entries = match listed {
            Ok(entries) => entries,
            Err(error) if name.bytes().is_empty() => return Err(error),
            Err(error) => {
                walked.not_listed(name, &error);
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    walked.not_listed(name.clone(), &error);
                    break;
                }
            };
            let below = entry.path();
            if left_out == Some(below.as_path()) {
                continue;
            }
            let name = Name::below(&name, &entry.file_name());
            match looked_at(&below, depth) {
                Ok(None) => {
                    walked.folders.insert(name.clone());
                    folders.push((name, below, depth + 1));
                }
                Ok(Some(thing)) => walked.things.push(Found { name, path: below, thing }),
                Err(error) => walked.findings.push(Finding::new(name, failed(&error, None))),
            }
        }
    }
    walked.things.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(walked)
}

impl Walked {
    fn not_listed(&mut self, name: Name, error: &io::Error) {
        self.findings.push(Finding::new(name.clone(), failed(error, None)));
        self.unlisted.push(name);
    }
}

/// How a file that could not be read is told.
pub(super) fn failed(error: &io::Error, after: Option<u64>) -> Kind {
    if error.kind() == io::ErrorKind::NotFound && after.is_none() {
        return Kind::Vanished;
    }
    Kind::Unreadable { after, error: error.to_string() }
}

/// What lies there; `None`: a folder. `depth`: how many folders below the root the thing's own folder is.
fn looked_at(path: &Path, depth: usize) -> io::Result<Option<Thing>> {
    let known = fs::symlink_metadata(path)?;
    let kind = known.file_type();
    if kind.is_symlink() {
        let target = fs::read_link(path)?;
        let bytes = target.as_os_str().as_encoded_bytes();
        return Ok(Some(Thing::Link { target: Hash::of(bytes), out: leads_out(&target, depth) }));
    }
    if kind.is_dir() {
        return Ok(None);
    }
    Ok(Some(if kind.is_file() { Thing::File(known.len()) } else { Thing::Special }))
}

/// Whether a link in a folder that lies so deep leads above the root. Its words are counted, and nothing is followed.
fn leads_out(target: &Path, depth: usize) -> bool {
    use std::path::Component;
    let mut depth = depth;
    for part in target.components() {
        match part {
            Component::Prefix(_) | Component::RootDir => return true,
            Component::ParentDir if depth == 0 => return true,
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
        }
    }
    false
}
