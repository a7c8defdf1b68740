//! Texts on their way to the disk: whole or not at all, and one program at a time.
//!
//! Owns the file beside the file, the renaming and the lock. Must not know what is written.

use std::fs::{self, File, OpenOptions, TryLockError};
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
    fs::create_dir_all(&folder)?;
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

/// A text beside the file that it will be.
struct Part {
    path: PathBuf,
    beside: PathBuf,
    /// What stood there before; `None`: nothing.
    old: Option<Vec<u8>>,
}

/// Writes some files, all or none. Folders that are missing are made.
///
/// # Errors
/// Which file could not be written, and why; then all is as it was.
pub(super) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)> {
    let mut parts: Vec<Part> = Vec::new();
    let written = files.iter().try_for_each(|(path, bytes)| {
        parts.push(prepare(path, bytes).map_err(|error| (path.clone(), error))?);
        Ok(())
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

fn put_in_place(parts: &[Part]) -> Result<(), (PathBuf, io::Error)> {
    for (at, part) in parts.iter().enumerate() {
        if let Err(error) = fs::rename(&part.beside, &part.path) {
            parts.iter().take(at).for_each(put_back);
            return Err((part.path.clone(), error));
        }
    }
    for part in parts {
        sync_folder_of(&part.path);
    }
    Ok(())
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

    #[test]
    fn all_files_are_written_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.toml"), dir.path().join("new/b.toml"));
        fs::write(&a, "old").unwrap();
        write_all(&[(a.clone(), b"one".to_vec()), (b.clone(), b"two".to_vec())]).unwrap();
        assert_eq!((fs::read(&a).unwrap(), fs::read(&b).unwrap()), (b"one".to_vec(), b"two".to_vec()));

        let taken = dir.path().join("taken");
        fs::create_dir_all(taken.join("inside")).unwrap();
        let other = dir.path().join("c.toml");
        let files = [(a.clone(), b"x".to_vec()), (other.clone(), b"y".to_vec()), (taken.clone(), b"z".to_vec())];
        assert_eq!(write_all(&files).unwrap_err().0, taken);
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
        assert_eq!(put_in_place(&parts).unwrap_err().0, lost);
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
        assert_eq!(write_all(&[(path.clone(), b"x".to_vec())]).unwrap_err().1.kind(), io::ErrorKind::PermissionDenied);
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
