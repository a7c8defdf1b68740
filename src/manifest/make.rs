//! Writing down the hashes of a folder's files.

use std::io;
use std::path::Path;

use super::list::Writer;
use super::progress::{Meter, Progress};
use super::read::{BUFFER, digest};
use super::walk::{Thing, walk};
use super::{Finding, Kind, Source, sort};
use crate::domain::hash::Hash;

/// A list that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its bytes.
    pub list: Vec<u8>,
    /// SHA-256 of it.
    pub sha256: Hash,
    /// How many files are in it.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// What is not in it, and why; links out of the folder.
    pub findings: Vec<Finding>,
}

/// Hashes every file in a folder and below it. A file that cannot be read, or changes meanwhile, is left out of the list and named:
/// the list vouches only for what was read.
///
/// # Errors
/// When the folder itself cannot be listed.
pub fn make(root: &Path, source: &dyn Source, tell: &mut dyn FnMut(Progress)) -> io::Result<Made> {
    let walked = walk(root, None)?;
    let mut findings = walked.findings;
    let lengths = walked.things.iter().filter_map(|found| match found.thing {
        Thing::File(len) => Some(len),
        _ => None,
    });
    let (files, bytes) = lengths.fold((0, 0_u64), |(files, bytes), len| (files + 1, bytes.saturating_add(len)));
    let mut meter = Meter::new(files, bytes, tell);
    let mut buffer = vec![0; BUFFER];
    let mut writer = Writer::new();
    for found in walked.things {
        match found.thing {
            Thing::File(_) => {
                match digest(source, &found.path, &mut buffer, &mut meter) {
                    Ok(read) => writer.file(&found.name, &read.hash, read.len),
                    Err(kind) => findings.push(Finding::new(found.name, kind)),
                }
                meter.file_done();
            }
            Thing::Link { target, out } => {
                writer.link(&found.name, &target);
                findings.extend(out.then(|| Finding::new(found.name, Kind::LinkOut)));
            }
            Thing::Special => {
                writer.special(&found.name);
                findings.push(Finding::new(found.name, Kind::Special));
            }
        }
    }
    sort(&mut findings);
    let (list, files, bytes) = writer.end();
    let sha256 = Hash::of(&list);
    Ok(Made { list, sha256, files, bytes, findings })
}
