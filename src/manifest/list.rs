//! The list of hashes: lines that `sha256sum -c` takes, with what it passes over in comments.
//!
//! Owns the format. `HASH  ./name`, escaped as `sha256sum` escapes, is a file; the comment in front of it says how long it is, so
//! that a flipped file can be told from one that was cut off. Links and devices stand in comments of their own: `sha256sum` would
//! follow a link. A last comment counts, so that a list that was cut off is found out. A list that `sha256sum` wrote is read, too.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use sha2::{Digest as _, Sha256};

use super::name::{NameFault, unescaped};
use super::{Finding, Kind, Name};
use crate::domain::hash::Hash;

/// The first line of a list of ours.
const HEAD: &str = "# sonae-manifest 1";
const SIZE: &[u8] = b"# size ";
const LINK: &[u8] = b"# link ";
const SPECIAL: &[u8] = b"# special ";
const END: &[u8] = b"# end ";

/// The longest line that is looked at, in bytes: names of 32,767 characters fit, every one of them escaped.
const MAX_LINE: usize = 256 * 1024;

/// After so many lines that cannot be read, the others are not named one by one.
const MAX_BAD: usize = 1000;

/// Why a line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineFault {
    /// It is no `HASH  name`.
    NoHash,
    /// Its name is none, or has an escape that nobody knows.
    NoName,
    /// It is longer than any name can be.
    TooLong,
    /// There are so many such lines that the others are not named.
    AndMore,
}

/// What the list has under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    File { hash: Hash, len: Option<u64> },
    Link { target: Hash },
    Special,
}

/// A list that was read.
#[derive(Debug)]
pub(super) struct List {
    /// SHA-256 of the list itself.
    pub(super) sha256: Hash,
    pub(super) entries: BTreeMap<Name, Listed>,
    pub(super) findings: Vec<Finding>,
}

/// Writes a list.
#[derive(Debug)]
pub(super) struct Writer {
    out: Vec<u8>,
    files: u64,
    bytes: u64,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { out: format!("{HEAD}\n").into_bytes(), files: 0, bytes: 0 }
    }

    pub(super) fn file(&mut self, name: &Name, hash: &Hash, len: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(len);
        self.out.extend_from_slice(format!("# size {len}\n").as_bytes());
        self.line(b"", name, hash);
    }

    pub(super) fn link(&mut self, name: &Name, target: &Hash) {
        self.line(LINK, name, target);
    }

    pub(super) fn special(&mut self, name: &Name) {
        self.line(SPECIAL, name, &Hash::ZERO);
    }

    fn line(&mut self, head: &[u8], name: &Name, hash: &Hash) {
        let (is_escaped, name) = name.escaped();
        self.out.extend_from_slice(head);
        self.out.extend_from_slice(if is_escaped { b"\\" } else { b"" });
        self.out.extend_from_slice(format!("{hash}  ").as_bytes());
        self.out.extend_from_slice(&name);
        self.out.push(b'\n');
    }

    /// The whole list, with how many files and bytes are in it.
    pub(super) fn end(mut self) -> (Vec<u8>, u64, u64) {
        self.out.extend_from_slice(format!("# end {} {}\n", self.files, self.bytes).as_bytes());
        (self.out, self.files, self.bytes)
    }
}

/// Why no list was read.
#[derive(Debug)]
pub(super) enum ListFault {
    Io(io::Error),
    NotAManifest,
}

/// Reads a list, line by line; a line that is none is a finding.
///
/// # Errors
/// [`ListFault`]: it cannot be read, or it is something else altogether.
pub(super) fn read(source: impl Read) -> Result<List, ListFault> {
    let mut reader = BufReader::with_capacity(64 * 1024, Hashed { source, sha: Sha256::new() });
    let mut taking = Taking::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let is_whole = one_line(&mut reader, &mut line).map_err(ListFault::Io)?;
        if line.is_empty() {
            break;
        }
        taking.number += 1;
        if is_whole {
            taking.take(&line);
        } else {
            taking.bad(LineFault::TooLong);
        }
        if taking.entries.is_empty() && !taking.ours && taking.bad > MAX_BAD {
            return Err(ListFault::NotAManifest);
        }
    }
    if taking.entries.is_empty() && !taking.ours && taking.unsafe_paths == 0 {
        return Err(ListFault::NotAManifest);
    }
    if taking.ours && taking.ended != Some((taking.files, taking.bytes)) {
        taking.findings.push(Finding::new(Name::default(), Kind::CutShort));
    }
    let sha256 = Hash::from_bytes(reader.into_inner().sha.finalize().into());
    Ok(List { sha256, entries: taking.entries, findings: taking.findings })
}

/// Reads a line with its end; of one that is too long, its beginning. Says whether it was read as a whole.
fn one_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    reader.by_ref().take(MAX_LINE as u64).read_until(b'\n', line)?;
    if line.len() < MAX_LINE || line.ends_with(b"\n") {
        return Ok(true);
    }
    loop {
        let held = reader.fill_buf()?;
        let (end, count) = match held.iter().position(|byte| *byte == b'\n') {
            Some(at) => (true, at + 1),
            None => (held.is_empty(), held.len()),
        };
        reader.consume(count);
        if end {
            return Ok(false);
        }
    }
}

/// What was taken of a list so far.
#[derive(Default)]
struct Taking {
    number: u64,
    /// Our own head stood on its first line.
    ours: bool,
    entries: BTreeMap<Name, Listed>,
    findings: Vec<Finding>,
    bad: usize,
    unsafe_paths: usize,
    /// What the comment before says of the next file.
    size: Option<u64>,
    files: u64,
    bytes: u64,
    /// What the last comment counts.
    ended: Option<(u64, u64)>,
}

impl Taking {
    fn take(&mut self, line: &[u8]) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if self.number == 1 && line == HEAD.as_bytes() {
            self.ours = true;
            return;
        }
        // Lists that were written on Windows, or sent by mail. In one of ours a name that ends so is escaped.
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return;
        }
        if !line.starts_with(b"#") {
            let size = self.size.take();
            self.files += 1;
            self.bytes = self.bytes.saturating_add(size.unwrap_or(0));
            return self.entry(line, |hash| Listed::File { hash, len: size });
        }
        if !self.ours {
            return;
        }
        if let Some(size) = line.strip_prefix(SIZE) {
            self.size = number(size);
        } else if let Some(link) = line.strip_prefix(LINK) {
            self.entry(link, |target| Listed::Link { target });
        } else if let Some(special) = line.strip_prefix(SPECIAL) {
            self.entry(special, |_| Listed::Special);
        } else if let Some(end) = line.strip_prefix(END) {
            let mut counts = end.splitn(2, |byte| *byte == b' ').map(number);
            self.ended = counts.next().flatten().zip(counts.next().flatten());
        }
    }

    fn entry(&mut self, line: &[u8], listed: impl Fn(Hash) -> Listed) {
        let Some((hash, bytes)) = parts(line) else { return self.bad(LineFault::NoHash) };
        let bytes = if line.starts_with(b"\\") { unescaped(bytes) } else { Some(bytes.to_vec()) };
        let name = bytes.map(|bytes| (Name::of_list(&bytes), bytes));
        match name {
            None | Some((Err(NameFault::NoName), _)) => self.bad(LineFault::NoName),
            Some((Err(NameFault::Outside), bytes)) => {
                self.unsafe_paths += 1;
                self.findings.push(Finding::new(Name::as_written(bytes), Kind::UnsafePath { line: self.number }));
            }
            Some((Ok(name), _)) if self.entries.contains_key(&name) => {
                self.findings.push(Finding::new(name, Kind::Duplicate { line: self.number }));
            }
            Some((Ok(name), _)) => {
                self.entries.insert(name, listed(hash));
            }
        }
    }

    fn bad(&mut self, fault: LineFault) {
        self.bad += 1;
        let fault = if self.bad == MAX_BAD { LineFault::AndMore } else { fault };
        if self.bad <= MAX_BAD {
            self.findings.push(Finding::new(Name::default(), Kind::BadLine { line: self.number, fault }));
        }
    }
}

/// The hash of a line and what stands behind it: two spaces, or a space and the star of binary files.
fn parts(line: &[u8]) -> Option<(Hash, &[u8])> {
    let line = line.strip_prefix(b"\\").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(64)?;
    let digits = std::str::from_utf8(digits).ok()?.to_ascii_lowercase();
    let name = rest.strip_prefix(b"  ").or_else(|| rest.strip_prefix(b" *"))?;
    Some((digits.parse().ok()?, name))
}

fn number(digits: &[u8]) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| is_number)?.parse().ok()
}

/// Hashes what is read through it.
struct Hashed<R> {
    source: R,
    sha: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        if let Some(read) = buffer.get(..count) {
            self.sha.update(read);
        }
        Ok(count)
    }
}
