//! The files that lines are recovered from: second copies and spools.
//!
//! Owns finding them behind what somebody typed, and reading what may be torn, damaged, or no file of lines at all.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::domain::line::{Line, LineError, MAX_LINE};
use crate::record::error::RecordError;
use crate::record::mirror::FOLDER;
use crate::record::private;

/// How files of lines end: second copies and spools, and spools that were taken in.
const ENDINGS: [&str; 2] = [".lines", ".lines.imported"];

/// One file, or the old database.
#[derive(Debug, Default)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its whole lines that can be read.
    pub lines: Vec<Line>,
    /// Which of its lines cannot be read, from 1; of a database, which rows.
    pub unreadable: Vec<(u64, LineError)>,
    /// What follows its last LF was cut off while it was written.
    pub torn: bool,
    /// It was not read: a link or a pipe in the place of a file.
    pub not_a_file: bool,
    /// Reading stopped before its end, and why.
    pub stopped: Option<String>,
}

/// Reads every file of lines behind these paths, each once.
///
/// # Errors
/// [`RecordError::Io`], where a path is not there or is neither a folder nor a file.
pub fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, RecordError> {
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    for path in paths {
        for file in files(path).map_err(|source| RecordError::Io { path: path.clone(), source })? {
            let same = fs::canonicalize(&file).unwrap_or_else(|_gone| file.clone());
            if seen.insert(same) {
                sources.push(read(&file));
            }
        }
    }
    Ok(sources)
}

/// The files of lines behind a path: a mirror, the folder in it, a folder with spool files, or one file.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let there = fs::metadata(path)?;
    if there.is_file() {
        // Somebody named it: where it is a link, that file is meant.
        return fs::canonicalize(path).map(|file| vec![file]);
    }
    if !there.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "neither a folder nor a file"));
    }
    let mut files = list(path)?;
    let inside = path.join(FOLDER);
    if fs::symlink_metadata(&inside).is_ok_and(|inside| inside.is_dir()) {
        files.extend(list(&inside)?);
    }
    Ok(files)
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Source {
    let mut source = Source { path: path.to_path_buf(), ..Source::default() };
    match private::open(path, false) {
        Ok(Some(file)) => {
            if let Err(error) = read_lines(file, &mut source) {
                source.stopped = Some(error.to_string());
            }
        }
        Ok(None) => source.not_a_file = true,
        Err(error) => source.stopped = Some(error.to_string()),
    }
    source
}

fn read_lines(file: File, source: &mut Source) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
    let mut number = 0;
    loop {
        let mut bytes = Vec::new();
        let read = reader.by_ref().take(most).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        if !bytes.ends_with(b"\n") {
            let too_long = bytes.len() >= MAX_LINE;
            if skip_line(&mut reader)? {
                source.unreadable.push((number, LineError::TooLong));
                continue;
            }
            // The end of the file, without LF.
            source.torn = true;
            if too_long {
                source.unreadable.push((number, LineError::TooLong));
            }
            return Ok(());
        }
        match Line::read(&bytes) {
            Ok(line) => source.lines.push(line),
            Err(error) => source.unreadable.push((number, error)),
        }
    }
}

/// Passes over what is left of a line, without keeping it. `false`: the file ends first.
fn skip_line(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let block = reader.fill_buf()?;
        if block.is_empty() {
            return Ok(false);
        }
        let end = block.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(block.len(), |end| end + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}
