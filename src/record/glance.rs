//! Whether anybody wrote, told by the files of a record without opening them.
//!
//! Owns which files are looked at: the databases with what SQLite keeps beside them, and the spools. That something differs says only
//! that it is worth reading again; what there is to read, the record says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How the files of a record look from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Glance {
    /// Looks at the folder of a record. What cannot be looked at is as if it were not there.
    pub fn at(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        for folder in [folder.to_path_buf(), folder.join("spool")] {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                let path = entry.path();
                // Not what the folder says of it: on Windows that is older than the file while a program keeps it open.
                let Ok(known) = fs::metadata(&path) else { continue };
                // Whoever only reads leaves an empty file beside the database, and writes into the shared memory.
                let says_nothing = known.len() == 0 || path.to_string_lossy().ends_with("-shm");
                if known.is_file() && !says_nothing {
                    files.insert(path, (known.len(), known.modified().ok()));
                }
            }
        }
        Self(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_seen_and_what_only_a_reader_leaves_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("record");
        assert_eq!(Glance::at(&folder), Glance::default(), "there is none");
        fs::create_dir_all(folder.join("spool")).unwrap();
        let mut before = Glance::at(&folder);
        for (name, text, is_seen) in [
            ("real.db", "one", true),
            ("real.db-wal", "", false),
            ("real.db-shm", "shared", false),
            ("real.db-wal", "lines", true),
            ("real.db-wal", "lines and more", true),
            ("spool/a.jsonl", "line", true),
            ("creating.lock", "", false),
        ] {
            fs::write(folder.join(name), text).unwrap();
            let now = Glance::at(&folder);
            assert_eq!(now != before, is_seen, "{name} {text:?}");
            before = now;
        }
        fs::remove_dir_all(&folder).unwrap();
        assert_ne!(Glance::at(&folder), before, "it was taken away");
    }
}
