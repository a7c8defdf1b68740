//! The folder of a site on disk: which files are read from it, and a new one written.
//!
//! Owns the walk (no sub-folders, no links that lead out, nothing but regular files, no more than the cap is read) and `init`.
//! Must not know what the files hold.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::SiteError;
use super::diagnostic::{Diagnostic, harmless};
use super::pack::PackFile;
use super::toml_file::{self, MAX_FILE};

/// The folders that are read; each gives its `*.toml`.
pub(super) const FOLDERS: [&str; 6] = ["contacts", "departments", "duties", "exercises", "forms", "runbooks"];

/// The folder with the pack as it was when the site took it over. Its name begins with a dot: it is not read as data.
pub(super) const PACK: &str = ".pack";

/// What `init` writes so that records do not get into version control.
const GITIGNORE: &str = "/record\n";

/// A file's path in the site and its text, or why there is none.
pub(super) type Found = (String, Result<String, Diagnostic>);

/// Reads all data files of a site, sorted by path.
pub(super) fn read(root: &Path) -> Result<Vec<Found>, SiteError> {
    let whole = fs::canonicalize(root).map_err(|source| no_folder(root, source))?;
    if !whole.is_dir() {
        return Err(no_folder(root, io::Error::from(io::ErrorKind::NotADirectory)));
    }
    let mut found = Vec::new();
    if fs::symlink_metadata(whole.join(super::facility::PATH)).is_ok() {
        found.push(file(&whole, super::facility::PATH));
    }
    for folder in FOLDERS {
        let inside = whole.join(folder);
        // A folder that leads elsewhere is as good as missing; a file in it would be refused one by one.
        let names = fs::read_dir(&inside).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut names: Vec<String> =
            names.filter_map(|name| name.into_string().ok()).filter(|name| is_data(name)).collect();
        names.sort();
        found.extend(names.iter().map(|name| file(&whole, &format!("{folder}/{name}"))));
    }
    Ok(found)
}

/// Whether this is the path of a data file, as it is written in a site: no other folder, nothing that leads out.
pub(super) fn is_data_path(path: &str) -> bool {
    let inside =
        |(folder, name): (&str, &str)| FOLDERS.contains(&folder) && is_data(name) && !name.contains(['/', '\\']);
    path == super::facility::PATH || path.split_once('/').is_some_and(inside)
}

/// Editors leave copies that begin with these.
fn is_data(name: &str) -> bool {
    !name.starts_with(['.', '~']) && Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"))
}

fn no_folder(path: &Path, source: io::Error) -> SiteError {
    SiteError::NoFolder { path: path.to_owned(), source }
}

fn file(whole: &Path, path: &str) -> Found {
    let text = text(whole, path).unwrap_or_else(|fault| {
        let message = crate::t!("site-unreadable", reason = harmless(&fault.to_string()));
        Err(Diagnostic::error(path, "unreadable", message, None))
    });
    (path.to_owned(), text)
}

fn text(whole: &Path, path: &str) -> io::Result<Result<String, Diagnostic>> {
    // Where it really is: a link may lead to another name inside the folder, but not out of it.
    let real = fs::canonicalize(whole.join(path))?;
    if !real.starts_with(whole) {
        let message = crate::t!("site-outside-folder");
        return Ok(Err(Diagnostic::error(path, "outside-folder", message, None)));
    }
    // Looked at before it is opened: opening a pipe would wait for ever.
    if !fs::metadata(&real)?.is_file() {
        return Ok(Err(Diagnostic::error(path, "not-a-file", crate::t!("site-not-a-file"), None)));
    }
    let mut bytes = Vec::new();
    let cap = u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    File::open(&real)?.take(cap).read_to_end(&mut bytes)?;
    Ok(toml_file::decode(path, &bytes))
}

/// Writes the pack into a new or empty folder. Nothing that is there is ever overwritten.
///
/// # Errors
/// [`SiteError::NotEmpty`] names what is in the way; [`SiteError::Write`] what could not be written.
pub(super) fn init(dir: &Path, pack: &[PackFile]) -> Result<Vec<String>, SiteError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| SiteError::Write { path, source }
    };
    fs::create_dir_all(dir).map_err(failed(dir))?;
    if let Some(entry) = fs::read_dir(dir).map_err(failed(dir))?.flatten().next() {
        return Err(SiteError::NotEmpty { path: entry.path() });
    }
    let create = |path: &Path, text: &str| {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        let mut out = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed(path))?;
        out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(failed(path))
    };
    let mut written = Vec::new();
    let ignore = PackFile { path: ".gitignore", text: GITIGNORE };
    for file in pack.iter().chain([&ignore]) {
        create(&dir.join(file.path), file.text)?;
        written.push(file.path.to_owned());
    }
    // Last: without these copies a site is whole, and only a later update knows less.
    for file in pack {
        create(&dir.join(PACK).join(file.path), file.text)?;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: [PackFile; 2] = [
        PackFile { path: "facility.toml", text: "schema = 1\n" },
        PackFile { path: "runbooks/a.toml", text: "schema = 1\n" },
    ];

    #[test]
    fn a_new_folder_gets_the_pack_and_is_not_written_twice() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("新しい/施設");
        assert_eq!(init(&dir, &PACK).unwrap(), ["facility.toml", "runbooks/a.toml", ".gitignore"]);
        assert_eq!(fs::read_to_string(dir.join(".gitignore")).unwrap(), "/record\n");
        assert_eq!(fs::read_to_string(dir.join(".pack/runbooks/a.toml")).unwrap(), "schema = 1\n");
        assert_eq!(read(&dir).unwrap().len(), 2, "the copies are no data");
        fs::write(dir.join("facility.toml"), "own").unwrap();
        assert!(matches!(init(&dir, &PACK), Err(SiteError::NotEmpty { .. })));
        assert_eq!(fs::read_to_string(dir.join("facility.toml")).unwrap(), "own");
    }

    #[test]
    fn only_toml_files_of_the_known_folders_are_read() {
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), &PACK).unwrap();
        for extra in ["runbooks/~a.toml", "runbooks/.a.toml", "runbooks/a.toml.bak", "other.toml"] {
            fs::write(dir.path().join(extra), "x").unwrap();
        }
        fs::create_dir(dir.path().join("runbooks/folder.toml")).unwrap();
        let found = read(dir.path()).unwrap();
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["facility.toml", "runbooks/a.toml", "runbooks/folder.toml"]);
        assert_eq!(found[2].1.as_ref().unwrap_err().code, "not-a-file");
        assert!(matches!(read(&dir.path().join("missing")), Err(SiteError::NoFolder { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_folder_only() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.toml"), "secret").unwrap();
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), &PACK).unwrap();
        let link = |from: &Path, name: &str| std::os::unix::fs::symlink(from, dir.path().join(name)).unwrap();
        link(&outside.path().join("secret.toml"), "runbooks/out.toml");
        link(&dir.path().join("runbooks/a.toml"), "runbooks/in.toml");
        link(outside.path(), "contacts");
        let found = read(dir.path()).unwrap();
        let of = |path: &str| found.iter().find(|(found, _)| found == path).unwrap().1.as_ref();
        assert_eq!(of("runbooks/out.toml").unwrap_err().code, "outside-folder");
        assert_eq!(of("contacts/secret.toml").unwrap_err().code, "outside-folder");
        assert_eq!(of("runbooks/in.toml").unwrap(), "schema = 1\n");
    }

    #[test]
    fn what_is_over_the_cap_is_not_read_whole() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("facility.toml"), "[".repeat(10 * MAX_FILE)).unwrap();
        assert_eq!(read(dir.path()).unwrap()[0].1.as_ref().unwrap_err().code, "too-large");
    }
}
