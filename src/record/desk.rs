//! What a terminal keeps for itself beside the record: how it looks, what was read last, and texts that were begun.
//!
//! Owns the folder `desk/` beside the databases. Nothing here is part of the record: it may be deleted at any time, and what cannot
//! be read is left alone. Each running program has its own file of unfinished texts and holds a lock on it, so that the
//! next one takes over what a killed one left, and two windows do not take from each other. Must not know the screens.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::private;
use crate::domain::hash::Hash;
use crate::domain::id::{Id, random_word};

/// The version of the files' layout.
const SCHEMA: &str = "sonae.desk/1";
/// The longest file that is read, in bytes: unfinished texts of 1 MiB each, some dozens of them. A longer one stays where it is.
const LONGEST: u64 = 64 * 1024 * 1024;
/// Stands in the name of a file of texts between whose it was and who has claimed it.
const CLAIMED: char = '-';

/// The folder of a terminal's own things.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    /// This program's own name, and the lock that says that it runs.
    own: Option<(String, File)>,
}

/// How a terminal looks, as somebody chose it in the running program. Nothing chosen: as found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// The theme's word.
    pub theme: Option<String>,
    /// Boxes with `+ - |`.
    pub ascii: bool,
    /// `narrow` or `wide`.
    pub ambiguous: Option<String>,
    /// The mouse is left to the terminal.
    pub no_mouse: bool,
    /// The language's word.
    pub language: Option<String>,
    /// The tour was seen or refused.
    pub toured: bool,
}

/// A text that was begun and not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// What it would become, as the terminal names it.
    pub key: String,
    /// The incident; `None`: the first line of a new one.
    pub incident: Option<Id>,
    /// What it is, for people.
    pub title: String,
    /// When it was typed in last, as records write times.
    pub at: String,
    /// The lines of the form: name and content.
    pub lines: Vec<(String, String)>,
}

/// How far somebody has read an incident: the last line of each installation.
pub type Read = BTreeMap<String, u64>;

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    schema: String,
    kept: T,
}

impl Desk {
    /// The desk beside a record. Nothing is made or read yet.
    pub fn at(record_dir: &Path) -> Self {
        Self { folder: record_dir.join("desk"), own: None }
    }

    /// How the terminal looks.
    pub fn looks(&self) -> Looks {
        read(&self.folder.join("looks.json")).unwrap_or_default()
    }

    /// Keeps how it looks.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_looks(&self, looks: &Looks) -> io::Result<()> {
        self.write("looks.json", looks, Sync::Later)
    }

    /// How far each person has read each incident, by a key of incident and person.
    pub fn read(&self) -> BTreeMap<String, Read> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return BTreeMap::new() };
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "read"))
            .filter_map(|path| read(&path))
            .collect()
    }

    /// Keeps how far one person has read one incident: in a file of its own, so that two windows do not take from each other.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_read(&self, key: &str, how_far: &Read) -> io::Result<()> {
        // The person's name may be anything; the file's name is not.
        let name = format!("{}.read", Hash::of(key.as_bytes()).short());
        self.write(&name, &(key, how_far), Sync::Later)
    }

    /// Takes over what programs left that run no more. A file is claimed by its name before it is read, so that of two programs
    /// only one has it; what cannot be read stays where it is.
    ///
    /// # Errors
    /// When this program cannot have a file of its own: what is typed then survives no kill.
    pub fn take_over(&mut self) -> io::Result<Vec<Unfinished>> {
        let own = self.own()?;
        let mut found: Vec<Unfinished> = Vec::new();
        let mut left = Vec::new();
        for entry in fs::read_dir(&self.folder)?.filter_map(Result::ok) {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let Some((word, kind)) = name.rsplit_once('.') else { continue };
            let owner = word.split(CLAIMED).next_back().unwrap_or(word);
            let lock = self.folder.join(format!("{owner}.lock"));
            if owner == own || is_held(&lock) {
                continue;
            }
            match kind {
                "lock" => left.push(entry.path()),
                "begun" => {
                    let Some(texts) = read::<Vec<Unfinished>>(&entry.path()) else { continue };
                    let claimed = self.folder.join(format!("{word}{CLAIMED}{own}.begun"));
                    // Another program was faster.
                    if fs::rename(entry.path(), &claimed).is_err() {
                        continue;
                    }
                    found.extend(texts);
                    left.push(claimed);
                }
                _ => {}
            }
        }
        found.sort_by(|a, b| (&a.incident, &a.key, &a.at).cmp(&(&b.incident, &b.key, &b.at)));
        found.dedup();
        if !found.is_empty() {
            // The only copies are about to go: these are on the disk before that.
            self.write(&format!("{own}.begun"), &found, Sync::Now)?;
        }
        for path in left {
            // What stays is taken over once more.
            drop(fs::remove_file(path));
        }
        Ok(found)
    }

    /// Keeps the unfinished texts: a kill loses nothing of them. They are not forced to the disk, which would make a line wait.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn keep_unfinished(&mut self, texts: &[Unfinished]) -> io::Result<()> {
        let name = format!("{}.begun", self.own()?);
        if texts.is_empty() {
            return match fs::remove_file(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        self.write(&name, texts, Sync::Later)
    }

    /// The name of this program's own file; the first call makes its lock.
    fn own(&mut self) -> io::Result<String> {
        if let Some((word, _lock)) = &self.own {
            return Ok(word.clone());
        }
        private::make_folders(&self.folder)?;
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let word = random_word(&random, 8).ok_or_else(|| io::Error::other("no randomness"))?;
        // It gets its name when it is locked: a free lock may be removed by anybody.
        let new = self.folder.join(format!("{word}.new"));
        let lock = private::options().write(true).create_new(true).open(&new)?;
        // A file system without locks: two windows may then find each other's texts, which is better than losing them.
        drop(lock.try_lock());
        fs::rename(new, self.folder.join(format!("{word}.lock")))?;
        self.own = Some((word.clone(), lock));
        Ok(word)
    }

    fn write<T: Serialize + ?Sized>(&self, name: &str, kept: &T, sync: Sync) -> io::Result<()> {
        private::make_folders(&self.folder)?;
        let kept = Kept { schema: SCHEMA.to_owned(), kept };
        let bytes = serde_json::to_vec(&kept).map_err(io::Error::other)?;
        // Two programs may write the same file: each has a part of its own.
        let part = self.folder.join(format!("{name}.{}.part", std::process::id()));
        let mut file = private::options().write(true).create(true).truncate(true).open(&part)?;
        file.write_all(&bytes)?;
        if sync == Sync::Now {
            file.sync_all()?;
        }
        drop(file);
        fs::rename(part, self.folder.join(name))
    }
}

/// Whether a file is forced to the disk before it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sync {
    Now,
    Later,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let Some((word, lock)) = self.own.take() else { return };
        drop(lock);
        // Without texts nobody has anything to take over; with them, the next program needs no lock file to see that this one ended.
        drop(fs::remove_file(self.folder.join(format!("{word}.lock"))));
    }
}

/// Whether a program that still runs holds the lock. No such file: nobody does.
fn is_held(lock: &Path) -> bool {
    match private::open(lock, false) {
        Ok(Some(file)) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
        _ => false,
    }
}

/// Reads a file of this folder; whatever is wrong with it, there is nothing.
fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let file = private::open(path, false).ok()??;
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    let kept: Kept<T> = serde_json::from_str(&text).ok()?;
    (kept.schema == SCHEMA).then_some(kept.kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &str, content: &str) -> Unfinished {
        Unfinished {
            key: key.to_owned(),
            incident: Some(Id::new("inc-20261122-k3f7w2").unwrap()),
            title: "メモ".to_owned(),
            at: "2026-11-22T01:00:00+09:00".to_owned(),
            lines: vec![("text".to_owned(), content.to_owned())],
        }
    }

    #[test]
    fn what_a_killed_program_left_is_taken_over_once() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = Desk::at(dir.path());
        assert!(first.take_over().unwrap().is_empty());
        first.keep_unfinished(&[text("memo", "途中\n二行目")]).unwrap();
        // It runs: another window leaves its texts alone.
        let mut beside = Desk::at(dir.path());
        assert!(beside.take_over().unwrap().is_empty());
        // It is killed: its lock is free, its files stay.
        let (_, lock) = first.own.take().unwrap();
        drop(lock);
        drop(first);
        let mut next = Desk::at(dir.path());
        assert_eq!(next.take_over().unwrap(), [text("memo", "途中\n二行目")]);
        let mut last = Desk::at(dir.path());
        assert!(last.take_over().unwrap().is_empty(), "it is the other's now");
        drop(next);
        assert_eq!(Desk::at(dir.path()).take_over().unwrap().len(), 1, "ended in order, it left it too");
    }

    #[test]
    fn recorded_texts_leave_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::at(dir.path());
        desk.keep_unfinished(&[text("memo", "x")]).unwrap();
        desk.keep_unfinished(&[]).unwrap();
        desk.keep_unfinished(&[]).unwrap();
        drop(desk);
        assert_eq!(fs::read_dir(dir.path().join("desk")).unwrap().count(), 0);
    }

    #[test]
    fn two_programs_that_start_at_once_share_no_text() {
        for round in 0..50 {
            let dir = tempfile::tempdir().unwrap();
            let mut left = Desk::at(dir.path());
            left.keep_unfinished(&[text("memo", "eins")]).unwrap();
            drop(left);
            let start = std::sync::Barrier::new(2);
            let counts = std::thread::scope(|scope| {
                let run = || {
                    let mut desk = Desk::at(dir.path());
                    start.wait();
                    let found = desk.take_over().unwrap();
                    (found.len(), desk)
                };
                let (one, other) = (scope.spawn(run), scope.spawn(run));
                [one.join().unwrap(), other.join().unwrap()].map(|(count, desk)| {
                    drop(desk);
                    count
                })
            });
            assert_eq!(counts.iter().sum::<usize>(), 1, "round {round}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_thrown_away_and_free_locks_are() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("desk");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("newer.begun"), "{\"schema\":\"sonae.desk/2\",\"kept\":[]}").unwrap();
        fs::write(folder.join("gone.lock"), "").unwrap();
        let mut desk = Desk::at(dir.path());
        assert!(desk.take_over().unwrap().is_empty());
        assert!(folder.join("newer.begun").exists());
        assert!(!folder.join("gone.lock").exists());
    }

    #[test]
    fn a_program_killed_while_it_took_over_leaves_the_texts_to_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let mut left = Desk::at(dir.path());
        left.keep_unfinished(&[text("memo", "途中")]).unwrap();
        let word = left.own().unwrap();
        drop(left);
        let folder = dir.path().join("desk");
        fs::rename(folder.join(format!("{word}.begun")), folder.join(format!("{word}-dead.begun"))).unwrap();
        assert_eq!(Desk::at(dir.path()).take_over().unwrap(), [text("memo", "途中")]);
    }

    #[test]
    fn windows_do_not_take_each_others_reading() {
        let dir = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for window in 0..4_u64 {
                let desk = Desk::at(dir.path());
                scope.spawn(move || {
                    for seq in 0..25 {
                        desk.keep_read(&format!("inc {window}"), &Read::from([("o".to_owned(), seq)])).unwrap();
                    }
                });
            }
        });
        assert_eq!(Desk::at(dir.path()).read().len(), 4);
    }

    #[test]
    fn damaged_or_foreign_files_are_as_if_they_were_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("desk");
        fs::create_dir_all(&folder).unwrap();
        for (name, content) in [
            ("looks.json", "{"),
            ("x.read", "{\"schema\":\"sonae.desk/9\",\"kept\":[\"\",{}]}"),
            ("a.begun", "\0"),
            ("b.begun", "{\"schema\":\"sonae.desk/1\",\"kept\":[{\"key\":1}]}"),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let mut desk = Desk::at(dir.path());
        assert_eq!(desk.looks(), Looks::default());
        assert!(desk.read().is_empty());
        assert!(desk.take_over().unwrap().is_empty());
    }

    #[test]
    fn looks_and_reading_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::at(dir.path());
        let looks = Looks { theme: Some("contrast".to_owned()), toured: true, ..Looks::default() };
        desk.keep_looks(&looks).unwrap();
        let far = Read::from([("origin-a".to_owned(), 7)]);
        desk.keep_read("inc yamada", &far).unwrap();
        desk.keep_read("inc ", &Read::new()).unwrap();
        assert_eq!(desk.looks(), looks);
        assert_eq!(desk.read().get("inc yamada"), Some(&far));
    }

    #[test]
    fn where_nothing_can_be_written_it_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let mut desk = Desk::at(&file);
        assert!(desk.take_over().is_err());
        assert!(desk.keep_looks(&Looks::default()).is_err());
    }
}
