//! Comparing a folder with a list of hashes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use super::list::{self, ListFault, Listed};
use super::progress::{Meter, Progress};
use super::read::{BUFFER, digest};
use super::walk::{Found, Thing, walk};
use super::{Finding, Kind, Name, Source, sort};
use crate::domain::hash::Hash;

/// How a folder compares with a list.
#[derive(Debug, Clone)]
pub struct Checked {
    /// SHA-256 of the list.
    pub sha256: Hash,
    /// How many files agree with it.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// What was found, by name.
    pub findings: Vec<Finding>,
}

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFault {
    /// The folder cannot be listed.
    #[error("the folder cannot be listed: {0}")]
    Folder(io::Error),
    /// The list cannot be read.
    #[error("the list cannot be read: {0}")]
    List(io::Error),
    /// It is no list of hashes.
    #[error("it is no list of hashes")]
    NotAManifest,
}

impl Checked {
    /// Whether nothing was found.
    pub fn is_intact(&self) -> bool {
        self.findings.is_empty()
    }

    /// How often what was found, in the order of the words.
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.kind.word()).or_insert(0) += 1;
        }
        counts
    }
}

/// Compares a folder with the list in a file. The folder is walked and looked up in the list, never the other way round: no name in
/// the list is opened. Both paths are absolute and without links, so that a list that lies in the folder is known as such.
///
/// # Errors
/// [`VerifyFault`]: there was nothing to compare.
pub fn verify(
    root: &Path,
    list: &Path,
    source: &dyn Source,
    tell: &mut dyn FnMut(Progress),
) -> Result<Checked, VerifyFault> {
    let file = File::open(list).map_err(VerifyFault::List)?;
    let read = list::read(file).map_err(|fault| match fault {
        ListFault::Io(error) => VerifyFault::List(error),
        ListFault::NotAManifest => VerifyFault::NotAManifest,
    })?;
    let walked = walk(root, Some(list)).map_err(VerifyFault::Folder)?;
    let mut left = read.entries;
    let mut findings = read.findings;
    let mut looked: Vec<Name> = walked.findings.iter().map(|finding| finding.name.clone()).collect();
    looked.sort();
    findings.extend(walked.findings);

    let (files, bytes) = to_read(&walked.things, &left);
    let mut meter = Meter::new(files, bytes, tell);
    let mut buffer = vec![0; BUFFER];
    let (mut files, mut bytes) = (0, 0_u64);
    for found in walked.things {
        let listed = left.remove(&found.name);
        let kind = match (found.thing, listed) {
            (_, None) => Some(Kind::Extra),
            (Thing::File(is), Some(Listed::File { hash, len })) => match len {
                Some(was) if is < was => Some(Kind::Truncated { was, is }),
                Some(was) if is > was => Some(Kind::Grown { was, is }),
                _ => {
                    let read = digest(source, &found.path, &mut buffer, &mut meter);
                    meter.file_done();
                    match read {
                        Ok(read) if read.hash == hash => {
                            files += 1;
                            bytes = bytes.saturating_add(read.len);
                            None
                        }
                        Ok(_) => Some(if len.is_some() { Kind::Flipped } else { Kind::Changed }),
                        Err(kind) => Some(kind),
                    }
                }
            },
            (Thing::Link { target: is, .. }, Some(Listed::Link { target: was })) => {
                (is != was).then_some(Kind::LinkChanged)
            }
            (Thing::Special, Some(Listed::Special)) => None,
            _ => Some(Kind::OtherKind),
        };
        findings.extend(kind.map(|kind| Finding::new(found.name, kind)));
    }
    for name in left.into_keys().filter(|name| looked.binary_search(name).is_err()) {
        let kind = if walked.folders.contains(&name) {
            Kind::OtherKind
        } else if walked.unlisted.iter().any(|folder| name.is_within(folder)) {
            Kind::NotSeen
        } else {
            Kind::Missing
        };
        findings.push(Finding::new(name, kind));
    }
    sort(&mut findings);
    Ok(Checked { sha256: read.sha256, files, bytes, findings })
}

/// How many files will be read, and how many bytes they have.
fn to_read(things: &[Found], listed: &BTreeMap<Name, Listed>) -> (u64, u64) {
    let lengths = things.iter().filter_map(|found| match (found.thing, listed.get(&found.name)?) {
        (Thing::File(is), Listed::File { len, .. }) if len.is_none_or(|was| was == is) => Some(is),
        _ => None,
    });
    lengths.fold((0, 0_u64), |(files, bytes), len| (files + 1, bytes.saturating_add(len)))
}
