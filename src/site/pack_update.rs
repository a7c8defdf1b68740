//! A newer pack against an edited site: what the distributor changed, what the facility changed, and taking over what somebody wants.
//!
//! Owns the copy of the pack that a site was made of (`.pack/`, the same paths), by which the two are told apart. Must not know what
//! the files hold. Nothing that the facility wrote is replaced without a word, and then it is kept beside.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use similar::TextDiff;

use super::disk::{Expected, Wanted};
use super::edit::EditError;
use super::pack::PackFile;
use super::{disk, folder, toml_file};

/// How many lines around a change are shown.
const AROUND: usize = 2;

/// How a file of the site stands to the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 変わりなし
    Same,
    /// 配布元だけが直した: it is replaced.
    Theirs,
    /// 施設だけが直した
    Ours,
    /// 両方が直した, or it is not known who did.
    Both,
    /// 新しいファイル: it is added.
    New,
    /// The facility took it away.
    TakenAway,
    /// 配布元でなくなった
    Gone,
}

/// A file of the pack or of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its path in the site.
    pub path: String,
    /// How it stands.
    pub standing: Standing,
    /// What it was when the site took it over; `None`: not known.
    base: Option<String>,
    /// What it is in the site.
    ours: Option<String>,
    /// The same as it is on disk.
    ours_raw: Option<Vec<u8>>,
    /// What it is in the pack.
    theirs: Option<String>,
}

impl Compared {
    /// What the distributor changed, line by line; `None` where nothing is known to be.
    pub fn their_changes(&self) -> Option<String> {
        changes(self.base.as_deref()?, self.theirs.as_deref().unwrap_or_default())
    }

    /// What the facility changed, line by line; `None` where nothing is known to be.
    pub fn our_changes(&self) -> Option<String> {
        changes(self.base.as_deref()?, self.ours.as_deref().unwrap_or_default())
    }

    /// What differs between the two, where it is not known who changed it.
    pub fn difference(&self) -> Option<String> {
        match (&self.base, &self.theirs, &self.ours) {
            (None, Some(theirs), Some(ours)) => changes(ours, theirs),
            _ => None,
        }
    }
}

fn changes(before: &str, after: &str) -> Option<String> {
    let lines = TextDiff::from_lines(before, after).unified_diff().context_radius(AROUND).to_string();
    (!lines.is_empty()).then_some(lines)
}

/// Compares a site with a pack, file by file, sorted by path.
///
/// # Errors
/// [`EditError`] when the folder or one of its files cannot be read.
pub fn compare(dir: &Path, pack: &[PackFile]) -> Result<Vec<Compared>, EditError> {
    let site = fs::canonicalize(dir).map_err(failed(dir))?;
    let mut paths: Vec<String> = pack.iter().map(|file| file.path.to_owned()).collect();
    paths.extend(known(&site));
    paths.sort();
    paths.dedup();
    let mut found = Vec::new();
    for path in paths {
        let theirs = pack.iter().find(|file| file.path == path).map(|file| toml_file::normalize(file.text));
        let base = read(&site, &format!("{}/{path}", folder::PACK))?.map(|bytes| text(&bytes));
        let ours_raw = read(&site, &path)?;
        let ours = ours_raw.as_deref().map(text);
        let standing = standing(base.as_deref(), ours.as_deref(), theirs.as_deref());
        found.extend(standing.map(|standing| Compared { path, standing, base, ours, ours_raw, theirs }));
    }
    Ok(found)
}

fn standing(base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> Option<Standing> {
    Some(match (base, ours, theirs) {
        (_, None, None) => return None,
        (_, Some(_), None) => Standing::Gone,
        (None, None, Some(_)) => Standing::New,
        (Some(_), None, Some(_)) => Standing::TakenAway,
        (_, Some(ours), Some(theirs)) if ours == theirs => Standing::Same,
        (Some(base), Some(ours), Some(_)) if base == ours => Standing::Theirs,
        (Some(base), Some(_), Some(theirs)) if base == theirs => Standing::Ours,
        (_, Some(_), Some(_)) => Standing::Both,
    })
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> EditError {
    let path = path.to_owned();
    move |source| EditError::Io { path, source }
}

/// The files that the site took over once.
fn known(site: &Path) -> Vec<String> {
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(site.join(folder::PACK).join(folder)).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    };
    let inside =
        folder::FOLDERS.iter().flat_map(|folder| names(folder).into_iter().map(move |name| format!("{folder}/{name}")));
    names("").into_iter().chain(inside).filter(|path| folder::is_data_path(path)).collect()
}

/// The bytes of a file; `None` when there is none.
fn read(site: &Path, file: &str) -> Result<Option<Vec<u8>>, EditError> {
    let path = &site.join(file);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path)(error)),
        Ok(found) if !found.is_file() => return Err(failed(path)(io::ErrorKind::InvalidInput.into())),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let cap = u64::try_from(toml_file::MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path).and_then(|file| file.take(cap).read_to_end(&mut bytes)).map_err(failed(path))?;
    if bytes.len() > toml_file::MAX_FILE {
        return Err(EditError::TooLarge { file: file.to_owned() });
    }
    Ok(Some(bytes))
}

/// The text of a file as it is compared. Not even UTF-8 is a difference that can be shown.
fn text(bytes: &[u8]) -> String {
    toml_file::normalize(&String::from_utf8_lossy(bytes))
}

/// What was done, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// Files that only the distributor had changed.
    pub replaced: Vec<String>,
    /// Files that are new.
    pub added: Vec<String>,
    /// Files that were taken over the facility's own ones, each with the name under which that is kept.
    pub taken: Vec<(String, String)>,
    /// Files that stay as they are, by somebody's word.
    pub kept: Vec<String>,
    /// Files that need somebody's word.
    pub open: Vec<String>,
}

/// Brings a site up to a pack: unmodified files are replaced and new ones added; of the others only those in `take`. What is in `keep`
/// stays, and is not asked for again until the pack changes it anew. With `write` it is done; without, only said.
///
/// # Errors
/// [`EditError`]: nothing was written. [`EditError::NoDataFile`] for a name that is in neither the pack nor the site.
pub fn update(
    dir: &Path,
    pack: &[PackFile],
    take: &[String],
    keep: &[String],
    today: &str,
    write: bool,
) -> Result<Update, EditError> {
    let site = fs::canonicalize(dir).map_err(failed(dir))?;
    let Some(_lock) = (if write { disk::lock(&site).map_err(failed(&site))?.map(Some) } else { Some(None) }) else {
        return Err(EditError::Busy);
    };
    let compared = compare(&site, pack)?;
    if let Some(strange) = take.iter().chain(keep).find(|name| !compared.iter().any(|file| file.path == **name)) {
        return Err(EditError::NoDataFile(strange.clone()));
    }
    let (files, update) = planned(&site, &compared, take, keep, today)?;
    if write {
        disk::write_all(&files).map_err(|fault| EditError::not_written(&site, fault))?;
    }
    Ok(update)
}

/// The files to write, in their order, and what is told of them.
fn planned(
    site: &Path,
    compared: &[Compared],
    take: &[String],
    keep: &[String],
    today: &str,
) -> Result<(Vec<Wanted>, Update), EditError> {
    let mut update = Update::default();
    // After a power cut in between, nothing of the facility's is lost, and what is new already counts as the same.
    let mut aside: Vec<Wanted> = Vec::new();
    let mut data: Vec<Wanted> = Vec::new();
    let mut copies: Vec<Wanted> = Vec::new();
    for file in compared {
        let path = || file.path.clone();
        let theirs = file.theirs.clone().map(String::into_bytes);
        let copy =
            |bytes| Wanted { path: site.join(folder::PACK).join(&file.path), bytes, expected: Expected::Unknown };
        if keep.contains(&file.path) {
            update.kept.push(path());
            copies.extend(theirs.map(copy));
            continue;
        }
        let Some(theirs) = theirs else { continue };
        let asked = take.contains(&file.path);
        match file.standing {
            // A site that was made before there were such copies gets them where they are certain.
            Standing::Same if file.base == file.theirs => continue,
            Standing::Same => {}
            Standing::Theirs => update.replaced.push(path()),
            Standing::New => update.added.push(path()),
            Standing::TakenAway if asked => update.added.push(path()),
            Standing::Ours | Standing::Both if asked => {
                let name = name_aside(site, &file.path, today).map_err(failed(&site.join(&file.path)))?;
                let bytes = file.ours_raw.clone().unwrap_or_default();
                aside.push(Wanted { path: site.join(&name), bytes, expected: Expected::Nothing });
                update.taken.push((path(), name));
            }
            Standing::Both => {
                update.open.push(path());
                continue;
            }
            Standing::Ours | Standing::TakenAway | Standing::Gone => continue,
        }
        if file.standing != Standing::Same {
            let expected = file.ours_raw.clone().map_or(Expected::Nothing, Expected::Bytes);
            data.push(Wanted { path: site.join(&file.path), bytes: theirs.clone(), expected });
        }
        copies.push(copy(theirs));
    }
    Ok((aside.into_iter().chain(data).chain(copies).collect(), update))
}

/// The name under which the facility's own file is kept: `ransomware.toml.before-20261122`.
fn name_aside(site: &Path, path: &str, today: &str) -> io::Result<String> {
    let day: String = today.chars().filter(char::is_ascii_digit).collect();
    let first = format!("{path}.before-{day}");
    let names = std::iter::once(first.clone()).chain((2..1000).map(|number| format!("{first}-{number}")));
    let mut free = names.filter(|name| fs::symlink_metadata(site.join(name)).is_err());
    free.next().ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [PackFile; 4] = [
        PackFile { path: "facility.toml", text: "a\n" },
        PackFile { path: "runbooks/a.toml", text: "one\ntwo\n" },
        PackFile { path: "runbooks/b.toml", text: "one\ntwo\n" },
        PackFile { path: "runbooks/gone.toml", text: "x\n" },
    ];
    const NEW: [PackFile; 4] = [
        PackFile { path: "facility.toml", text: "a\n" },
        PackFile { path: "runbooks/a.toml", text: "one\nTWO\n" },
        PackFile { path: "runbooks/b.toml", text: "one\nTWO\n" },
        PackFile { path: "runbooks/new.toml", text: "n\n" },
    ];

    fn site() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        folder::init(dir.path(), &OLD).unwrap();
        fs::write(dir.path().join("runbooks/b.toml"), "\u{FEFF}ONE\r\ntwo\r\n").unwrap();
        dir
    }

    fn standings(dir: &Path) -> Vec<(String, Standing)> {
        compare(dir, &NEW).unwrap().into_iter().map(|file| (file.path, file.standing)).collect()
    }

    #[test]
    fn who_changed_what_is_told_by_the_copy() {
        let dir = site();
        let expected = [
            ("facility.toml", Standing::Same),
            ("runbooks/a.toml", Standing::Theirs),
            ("runbooks/b.toml", Standing::Both),
            ("runbooks/gone.toml", Standing::Gone),
            ("runbooks/new.toml", Standing::New),
        ];
        assert_eq!(standings(dir.path()), expected.map(|(path, standing)| (path.to_owned(), standing)));
        let both = compare(dir.path(), &NEW).unwrap().remove(2);
        assert!(both.their_changes().unwrap().contains("-two\n+TWO"));
        assert!(both.our_changes().unwrap().contains("-one\n+ONE"));
        assert_eq!(both.difference(), None);
        fs::write(dir.path().join("facility.toml"), "mine\n").unwrap();
        fs::remove_file(dir.path().join("runbooks/a.toml")).unwrap();
        assert_eq!(standings(dir.path())[0].1, Standing::Ours);
        assert_eq!(standings(dir.path())[1].1, Standing::TakenAway);
    }

    #[test]
    fn an_update_replaces_what_nobody_touched_and_asks_for_the_rest() {
        let dir = site();
        let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
        let said = update(dir.path(), &NEW, &[], &[], "2026-11-22", false).unwrap();
        assert_eq!(read("runbooks/a.toml"), "one\ntwo\n", "only said");
        let done = update(dir.path(), &NEW, &[], &[], "2026-11-22", true).unwrap();
        assert_eq!(done, said);
        assert_eq!(
            (done.replaced, done.added, done.open),
            (
                vec!["runbooks/a.toml".to_owned()],
                vec!["runbooks/new.toml".to_owned()],
                vec!["runbooks/b.toml".to_owned()],
            )
        );
        assert_eq!(read("runbooks/a.toml"), "one\nTWO\n");
        assert_eq!(read("runbooks/b.toml"), "\u{FEFF}ONE\r\ntwo\r\n");
        assert_eq!(read("runbooks/gone.toml"), "x\n");
        assert_eq!(standings(dir.path())[2].1, Standing::Both, "it is asked for until somebody has said a word");
        assert!(update(dir.path(), &NEW, &[], &[], "2026-11-22", true).unwrap().replaced.is_empty());
    }

    #[test]
    fn what_is_taken_is_kept_beside_and_what_is_kept_is_not_asked_for_again() {
        let dir = site();
        let file = vec!["runbooks/b.toml".to_owned()];
        let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
        let kept = update(dir.path(), &NEW, &[], &file, "2026-11-22", true).unwrap();
        assert_eq!((kept.kept, kept.open), (file.clone(), Vec::new()));
        assert_eq!(standings(dir.path())[2].1, Standing::Ours);
        for beside in ["runbooks/b.toml.before-20261122", "runbooks/b.toml.before-20261122-2"] {
            let taken = update(dir.path(), &NEW, &file, &[], "2026-11-22", true).unwrap();
            assert_eq!(taken.taken, [("runbooks/b.toml".to_owned(), beside.to_owned())]);
            assert_eq!(read("runbooks/b.toml"), "one\nTWO\n");
            assert_eq!(read(beside), "\u{FEFF}ONE\r\ntwo\r\n");
            fs::write(dir.path().join("runbooks/b.toml"), "\u{FEFF}ONE\r\ntwo\r\n").unwrap();
        }
        let strange = update(dir.path(), &NEW, &["../x".to_owned()], &[], "2026-11-22", true).unwrap_err();
        assert!(matches!(strange, EditError::NoDataFile(_)));
    }

    #[test]
    fn a_power_cut_before_the_copies_heals_and_loses_nothing() {
        let dir = site();
        let take = vec!["runbooks/b.toml".to_owned()];
        let copy = dir.path().join(folder::PACK).join("runbooks/a.toml");
        let done = update(dir.path(), &NEW, &take, &[], "2026-11-22", true).unwrap();
        assert_eq!(done.taken.len(), 1);
        fs::write(&copy, "one\ntwo\n").unwrap();
        fs::remove_file(dir.path().join(folder::PACK).join("runbooks/new.toml")).unwrap();
        let healed = update(dir.path(), &NEW, &[], &[], "2026-11-22", true).unwrap();
        assert_eq!((healed.open, healed.replaced, healed.added), (Vec::new(), Vec::new(), Vec::new()));
        assert_eq!(fs::read_to_string(&copy).unwrap(), "one\nTWO\n");
        assert!(dir.path().join(folder::PACK).join("runbooks/new.toml").exists());
    }

    #[test]
    fn own_files_are_set_aside_first_and_copies_come_last() {
        let dir = site();
        let compared = compare(dir.path(), &NEW).unwrap();
        let (files, _) = planned(dir.path(), &compared, &["runbooks/b.toml".to_owned()], &[], "2026-11-22").unwrap();
        let paths: Vec<String> = files
            .iter()
            .map(|file| file.path.strip_prefix(dir.path()).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        let expected = [
            "runbooks/b.toml.before-20261122",
            "runbooks/a.toml",
            "runbooks/b.toml",
            "runbooks/new.toml",
            ".pack/runbooks/a.toml",
            ".pack/runbooks/b.toml",
            ".pack/runbooks/new.toml",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn a_file_over_the_cap_is_not_read() {
        let dir = site();
        fs::write(dir.path().join("runbooks/a.toml"), "#".repeat(toml_file::MAX_FILE + 1)).unwrap();
        let refused = compare(dir.path(), &NEW).unwrap_err();
        assert!(matches!(refused, EditError::TooLarge { file } if file == "runbooks/a.toml"));
    }

    #[test]
    fn without_copies_only_what_is_equal_counts_as_untouched() {
        let dir = site();
        fs::remove_dir_all(dir.path().join(folder::PACK)).unwrap();
        let found = compare(dir.path(), &NEW).unwrap();
        let of = |path: &str| found.iter().find(|file| file.path == path).unwrap();
        assert_eq!(of("facility.toml").standing, Standing::Same);
        assert_eq!(of("runbooks/a.toml").standing, Standing::Both);
        assert!(of("runbooks/a.toml").difference().unwrap().contains("-two\n+TWO"));
        let done = update(dir.path(), &NEW, &[], &[], "2026-11-22", true).unwrap();
        assert!(done.replaced.is_empty() && done.open.len() == 2, "{done:?}");
        assert!(dir.path().join(folder::PACK).join("facility.toml").exists(), "what is certain is written down");
    }
}
