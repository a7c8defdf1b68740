//! Where the site is: an option, an environment variable, a folder beside the program, or the platform's data folder.
//!
//! Owns this order. Reads nothing but whether the folder beside the program is there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// The name of a site beside the program, as on a USB stick.
pub const BESIDE: &str = "sonae-site";

/// Where the site is, and why there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The folder; it may not exist yet.
    pub dir: PathBuf,
    /// What said so.
    pub by: LocatedBy,
}

/// What said where the site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocatedBy {
    /// `--site DIR`
    Argument,
    /// `SONAE_SITE`
    Environment,
    /// The folder `sonae-site` beside the program.
    BesideProgram,
    /// The platform's data folder: nothing said otherwise.
    DataFolder,
}

/// Where the site is. `arg` is `--site`, `env` the value of `SONAE_SITE` (an empty one says nothing), `exe` the program's path.
pub fn locate(arg: Option<&Path>, env: Option<&OsStr>, exe: Option<&Path>) -> Location {
    if let Some(dir) = arg {
        return Location { dir: dir.to_owned(), by: LocatedBy::Argument };
    }
    if let Some(dir) = env.filter(|dir| !dir.is_empty()) {
        return Location { dir: PathBuf::from(dir), by: LocatedBy::Environment };
    }
    let beside = exe.and_then(Path::parent).map(|folder| folder.join(BESIDE));
    match beside.filter(|dir| dir.is_dir()) {
        Some(dir) => Location { dir, by: LocatedBy::BesideProgram },
        None => Location { dir: data_folder(), by: LocatedBy::DataFolder },
    }
}

/// The program's own place in the platform's data folder; the working folder on a machine where nobody has a home.
pub fn data_folder() -> PathBuf {
    let base = etcetera::base_strategy::choose_native_strategy();
    base.map_or_else(|_no_home| PathBuf::from(BESIDE), |base| base.data_dir().join("sonae"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_counts() {
        let stick = tempfile::tempdir().unwrap();
        let exe = stick.path().join("sonae.exe");
        let by = |arg: Option<&str>, env: Option<&str>| {
            let location = locate(arg.map(Path::new), env.map(OsStr::new), Some(&exe));
            (location.by, location.dir)
        };
        assert_eq!(by(Some("a"), Some("b")), (LocatedBy::Argument, PathBuf::from("a")));
        assert_eq!(by(None, Some("b")), (LocatedBy::Environment, PathBuf::from("b")));
        assert_eq!(by(None, Some("")), (LocatedBy::DataFolder, data_folder()));
        std::fs::create_dir(stick.path().join(BESIDE)).unwrap();
        assert_eq!(by(None, None), (LocatedBy::BesideProgram, stick.path().join(BESIDE)));
    }
}
