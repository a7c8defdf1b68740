//! Texts on their way to the disk: whole or not at all, and one program at a time.
//!
//! Owns the file beside the file, the renaming and the lock. Must not know what is written.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The lock file, among what the program writes.
const LOCK: &str = "site.lock";

/// How often a lock that another program holds is tried, and how long is waited in between.
const TRIES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(100);

/// Keeps other programs from writing in a site while it lives. `None`: another one does.
///
/// # Errors
/// When the lock file cannot be made: the folder cannot be written.
pub(super) fn lock(dir: &Path) -> io::Result<Option<File>> {
    let folder = dir.join(super::RECORD);
    private_folder().recursive(true).create(&folder)?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN),
            // A file system without locks: what was looked at is still compared with what is there.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Folders among what the program writes are for their owner alone.
#[cfg(unix)]
fn private_folder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// Elsewhere the folders of a user belong to that user by where they are.
#[cfg(not(unix))]
fn private_folder() -> DirBuilder {
    DirBuilder::new()
}

/// A file as it is to be.
pub(super) struct Wanted {
    /// Where.
    pub(super) path: PathBuf,
    /// What it will hold.
    pub(super) bytes: Vec<u8>,
    /// What was looked at before.
    pub(super) expected: Expected,
}

/// What must still be there when a file is written.
pub(super) enum Expected {
    /// Nobody looked.
    Unknown,
    /// No file.
    Nothing,
    /// A file that holds just this.
    Bytes(Vec<u8>),
}

/// Why nothing was written.
#[derive(Debug)]
pub(super) enum WriteFault {
    /// Something else is there than what was looked at.
    Changed(PathBuf),
    /// This file could not be written.
    Io(PathBuf, io::Error),
}

/// A text beside the file that it will be.
struct Part {
    path: PathBuf,
    beside: PathBuf,
    /// What stood there before; `None`: nothing.
    old: Option<Vec<u8>>,
}

/// Writes some files, all or none, in their order. Folders that are missing are made.
///
/// # Errors
/// Which file could not be written, and why; then all is as it was.
pub(super) fn write_all(files: &[Wanted]) -> Result<(), WriteFault> {
    let mut parts: Vec<Part> = Vec::new();
    let written = files.iter().try_for_each(|file| {
        let part = prepare(&file.path, &file.bytes).map_err(|error| WriteFault::Io(file.path.clone(), error))?;
        let as_expected = match &file.expected {
            Expected::Unknown => true,
            Expected::Nothing => part.old.is_none(),
            Expected::Bytes(bytes) => part.old.as_ref() == Some(bytes),
        };
        parts.push(part);
        if as_expected { Ok(()) } else { Err(WriteFault::Changed(file.path.clone())) }
    });
    let done = written.and_then(|()| put_in_place(&parts));
    if done.is_err() {
        // What is left of a failed attempt is of no use to anybody; that it may not be removable changes nothing.
        for part in &parts {
            drop(fs::remove_file(&part.beside));
        }
    }
    done
}

fn put_in_place(parts: &[Part]) -> Result<(), WriteFault> {
    for (at, part) in parts.iter().enumerate() {
        if let Err(fault) = put(part) {
            parts.iter().take(at).for_each(put_back);
            return Err(fault);
        }
        // Before the first file of another folder: after a power cut the earlier ones are there if the later ones are.
        if parts.get(at + 1).is_none_or(|next| next.path.parent() != part.path.parent()) {
            sync_folder_of(&part.path);
        }
    }
    Ok(())
}

/// Looks once more what is there: an editor of somebody else asks for no lock.
fn put(part: &Part) -> Result<(), WriteFault> {
    let failed = |error| WriteFault::Io(part.path.clone(), error);
    let there = match fs::read(&part.path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    if there != part.old {
        return Err(WriteFault::Changed(part.path.clone()));
    }
    fs::rename(&part.beside, &part.path).map_err(failed)
}

/// Best effort: the error that led here is told.
fn put_back(part: &Part) {
    match &part.old {
        Some(old) => {
            if let Ok(back) = prepare(&part.path, old) {
                drop(fs::rename(&back.beside, &back.path));
            }
        }
        None => drop(fs::remove_file(&part.path)),
    }
}

fn prepare(path: &Path, bytes: &[u8]) -> io::Result<Part> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let (old, permissions) = match fs::metadata(path) {
        // A renamed file would go over one that somebody has protected.
        Ok(found) if found.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(found) => (Some(fs::read(path)?), Some(found.permissions())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
        Err(error) => return Err(error),
    };
    let (part, mut file) = new_part(path)?;
    let filled = file.write_all(bytes).and_then(|()| match permissions {
        Some(permissions) => file.set_permissions(permissions),
        None => Ok(()),
    });
    if let Err(error) = filled.and_then(|()| file.sync_all()) {
        drop(file);
        drop(fs::remove_file(&part));
        return Err(error);
    }
    Ok(Part { path: path.to_owned(), beside: part, old })
}

/// A new file beside another one. What is there already, be it a link, is never opened.
fn new_part(path: &Path) -> io::Result<(PathBuf, File)> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let mut refused = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..64 {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let part = path.with_file_name(format!("sonae-{}-{number}.part", std::process::id()));
        match File::create_new(&part) {
            Ok(file) => return Ok((part, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refused = error,
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

/// Makes the name durable. The text is on disk already: nothing depends on it but a power cut in this very moment.
fn sync_folder_of(path: &Path) {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        drop(File::open(folder).and_then(|folder| folder.sync_all()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn wanted(path: &Path, text: &str) -> Wanted {
        Wanted { path: path.to_owned(), bytes: text.into(), expected: Expected::Unknown }
    }

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.toml"), dir.path().join("b.toml"));
        fs::write(&a, "old").unwrap();
        fs::write(&b, "theirs").unwrap();
        for expected in [Expected::Nothing, Expected::Bytes(b"looked at".to_vec())] {
            let files = [wanted(&a, "x"), Wanted { expected, ..wanted(&b, "y") }];
            assert!(matches!(write_all(&files), Err(WriteFault::Changed(path)) if path == b));
        }
        // In the last moment, too: what was in place already is taken back.
        let parts: Vec<Part> = [&a, &b].into_iter().map(|path| prepare(path, b"x").unwrap()).collect();
        fs::write(&b, "newer").unwrap();
        assert!(matches!(put_in_place(&parts), Err(WriteFault::Changed(path)) if path == b));
        assert_eq!((fs::read(&a).unwrap(), fs::read(&b).unwrap()), (b"old".to_vec(), b"newer".to_vec()));
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_of_the_lock_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        drop(lock(dir.path()).unwrap());
        let mode = fs::metadata(dir.path().join(crate::site::RECORD)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn all_files_are_written_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.toml"), dir.path().join("new/b.toml"));
        fs::write(&a, "old").unwrap();
        write_all(&[wanted(&a, "one"), wanted(&b, "two")]).unwrap();
        assert_eq!((fs::read(&a).unwrap(), fs::read(&b).unwrap()), (b"one".to_vec(), b"two".to_vec()));

        let taken = dir.path().join("taken");
        fs::create_dir_all(taken.join("inside")).unwrap();
        let other = dir.path().join("c.toml");
        let files = [wanted(&a, "x"), wanted(&other, "y"), wanted(&taken, "z")];
        assert!(matches!(write_all(&files), Err(WriteFault::Io(path, _)) if path == taken));
        assert_eq!(fs::read(&a).unwrap(), b"one", "what was there is there again");
        assert!(!other.exists());
        assert_eq!(names(dir.path()), ["a.toml", "new", "taken"]);
    }

    #[test]
    fn what_was_put_in_place_before_a_failure_is_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let (a, new, lost) = (dir.path().join("a.toml"), dir.path().join("new.toml"), dir.path().join("lost.toml"));
        fs::write(&a, "old").unwrap();
        let mut parts: Vec<Part> = [&a, &new, &lost].into_iter().map(|path| prepare(path, b"x").unwrap()).collect();
        fs::remove_file(&parts[2].beside).unwrap();
        assert!(matches!(put_in_place(&parts), Err(WriteFault::Io(path, _)) if path == lost));
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert!(!new.exists());
        parts.clear();
    }

    #[test]
    fn a_protected_file_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.toml");
        fs::write(&path, "own").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let refused = write_all(&[wanted(&path, "x")]);
        assert!(matches!(refused, Err(WriteFault::Io(_, error)) if error.kind() == io::ErrorKind::PermissionDenied));
        assert_eq!(fs::read(&path).unwrap(), b"own");
    }

    #[test]
    fn a_second_program_has_to_wait() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path()).unwrap().unwrap();
        assert!(lock(dir.path()).unwrap().is_none());
        drop(held);
        assert!(lock(dir.path()).unwrap().is_some());
    }
}
