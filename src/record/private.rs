//! Folders and files that are for their owner alone, and whether what is there may be trusted.
//!
//! Owns permissions and links. What exists keeps its permissions; where the file system knows none, asking for them does no harm.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder and those above it. One that is there is left as it is.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    builder().recursive(true).create(path)
}

/// Makes a folder that must not be there yet.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    builder().create(path)
}

#[cfg(unix)]
fn builder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn builder() -> DirBuilder {
    DirBuilder::new()
}

/// How a file is opened that may have to be made.
#[cfg(unix)]
pub(super) fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = File::options();
    options.mode(0o600);
    options
}

/// How a file is opened that may have to be made.
#[cfg(not(unix))]
pub(super) fn options() -> OpenOptions {
    File::options()
}

/// Whether a folder is a real one, and nobody else can put anything into it. An error, where there is none.
pub(super) fn is_safe_folder(path: &Path) -> io::Result<bool> {
    let seen = fs::symlink_metadata(path)?;
    Ok(seen.is_dir() && is_of_owner(&seen))
}

/// Opens a file to read it, if it is a regular one and no link; `of_owner`: and nobody else can have written it.
pub(super) fn open(path: &Path, of_owner: bool) -> io::Result<Option<File>> {
    let seen = fs::symlink_metadata(path)?;
    // Looked at before it is opened: opening a pipe would wait for ever.
    if !seen.is_file() || (of_owner && !is_of_owner(&seen)) {
        return Ok(None);
    }
    let file = File::open(path)?;
    Ok(is_same(&seen, &file.metadata()?).then_some(file))
}

#[cfg(unix)]
fn is_of_owner(seen: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    seen.uid() == rustix::process::geteuid().as_raw() && seen.mode() & 0o022 == 0
}

/// Elsewhere the folders of a user belong to that user by where they are.
#[cfg(not(unix))]
fn is_of_owner(_seen: &Metadata) -> bool {
    true
}

/// Whether nothing was put in its place between looking and opening.
#[cfg(unix)]
pub(super) fn is_same(seen: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
pub(super) fn is_same(_seen: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}
