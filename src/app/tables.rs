//! Tables that somebody may want to read in: where a clerk puts them.
//!
//! Owns the places that are looked at, and no more of them than a screen is glad of. Must not open any of the files.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::App;

/// The most tables that are named.
const MOST: usize = 50;
/// The most entries of one folder that are looked at.
const LOOKED_AT: usize = 5_000;
/// How the names of tables end.
const ENDINGS: [&str; 5] = ["csv", "tsv", "xlsx", "xlsm", "txt"];

impl App {
    /// The tables in the site's folder, beside the program, on the desk and among what was downloaded; newest first.
    pub fn tables_at_hand(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.place.dir.clone()];
        folders.extend(std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned)));
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
        let names = ["Desktop", "Downloads", "デスクトップ", "ダウンロード"];
        folders.extend(home.iter().flat_map(|home| names.map(|name| home.join(name))));
        at_hand(&folders)
    }
}

fn at_hand(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).into_iter().flatten().take(LOOKED_AT).filter_map(Result::ok);
        for path in entries.map(|entry| entry.path()).filter(|path| is_table(path)) {
            let Some(about) = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file) else { continue };
            if !found.iter().any(|(_, known)| *known == path) {
                found.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), path));
            }
        }
    }
    found.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.cmp(b)));
    found.into_iter().map(|(_, path)| path).take(MOST).collect()
}

fn is_table(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    // What a spreadsheet program keeps beside an open file.
    let locks = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    ENDINGS.contains(&ending.as_str()) && !locks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_are_named_each_once() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["職員.CSV", "連絡先.xlsx", "~$連絡先.xlsx", "facility.toml", "写真.jpg"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.path().join("folder.csv")).unwrap();
        let here = folder.path().to_owned();
        let mut found = at_hand(&[here.clone(), here.join("no such folder"), here]);
        found.sort();
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["職員.CSV", "連絡先.xlsx"]);
    }
}
