//! The manual's list of keys is that of the key table, and its pictures exist.
//!
//! `SONAE_UPDATE_MANUAL=1` writes the list anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sonae::tui::keys::{Ctx, TABLE, shown};

const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";
const MANUAL: &str = "docs/manual.ja.md";
/// Whoever shows pictures.
const PAGES: [&str; 3] = [MANUAL, "README.md", "README.ja.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).unwrap()
}

/// What holds on every screen, then the screens in the order of the table.
fn places() -> Vec<Ctx> {
    let mut places = vec![Ctx::Everywhere];
    for row in TABLE {
        if !places.contains(&row.ctx) {
            places.push(row.ctx);
        }
    }
    places
}

/// The keys of one screen, what they do beside them. Keys that do the same share a row.
fn rows(place: Ctx) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for row in TABLE.iter().filter(|row| row.ctx == place) {
        let names: Vec<String> = row.keys.iter().map(|key| format!("`{}`", shown(key))).collect();
        let (names, does) = (names.join(" "), (row.help)());
        match rows.iter_mut().find(|(_, known)| *known == does) {
            Some((known, _)) => *known = format!("{known} {names}"),
            None => rows.push((names, does)),
        }
    }
    rows
}

fn list() -> String {
    let mut list = String::new();
    for place in places() {
        write!(list, "\n### {}\n\n| キー | すること |\n|---|---|\n", place.title()).unwrap();
        for (names, does) in rows(place) {
            writeln!(list, "| {names} | {does} |").unwrap();
        }
    }
    list.push('\n');
    list
}

#[test]
fn the_manual_lists_the_keys_of_the_key_table() {
    let manual = read(MANUAL);
    let (before, rest) = manual.split_once(BEGIN).expect("the manual has a place for the keys");
    let (kept, after) = rest.split_once(END).expect("the place for the keys ends");
    let list = list();
    if std::env::var_os("SONAE_UPDATE_MANUAL").is_some() {
        return fs::write(root().join(MANUAL), format!("{before}{BEGIN}{list}{END}{after}")).unwrap();
    }
    assert!(kept == list, "the keys in {MANUAL} are not those of the program: SONAE_UPDATE_MANUAL=1 writes them anew");
}

#[test]
fn no_cell_of_the_list_breaks_its_table() {
    for place in places() {
        assert!(!place.title().is_empty());
        for (names, does) in rows(place) {
            assert!(!names.is_empty() && !does.is_empty());
            assert!(!does.contains(['|', '\n']) && !names.contains(['|', '\n']), "{place:?}: {names} {does}");
        }
    }
}

/// The pictures that a page shows, by Markdown and by HTML: their files, and the words for who does not see them.
fn pictures(page: &str) -> Vec<(PathBuf, String)> {
    let text = read(page);
    let folder = root().join(page).parent().unwrap().to_path_buf();
    let mut found = Vec::new();
    for part in text.split("![").skip(1) {
        let (alt, rest) = part.split_once("](").expect("a picture has a file");
        found.push((folder.join(rest.split(')').next().unwrap()), alt.to_owned()));
    }
    for part in text.split("<img ").skip(1) {
        let tag = part.split('>').next().unwrap();
        let value = |name: &str| tag.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().to_owned();
        found.push((folder.join(value("src")), value("alt")));
    }
    found
}

#[test]
fn every_picture_that_is_shown_exists_and_is_described() {
    for page in PAGES {
        let pictures = pictures(page);
        assert!(!pictures.is_empty(), "{page} shows no picture");
        for (file, alt) in pictures {
            assert!(file.is_file(), "{page} shows {}, which is not there", file.display());
            assert!(alt.chars().count() > 5, "{page} does not say what is on {}", file.display());
        }
    }
}

#[test]
fn every_picture_is_shown_somewhere() {
    let names = |files: Vec<PathBuf>| -> BTreeSet<String> {
        files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    let shown = names(PAGES.into_iter().flat_map(pictures).map(|(file, _)| file).collect());
    let drawn = names(fs::read_dir(root().join("docs/screens")).unwrap().map(|file| file.unwrap().path()).collect());
    let unused: Vec<_> = drawn.difference(&shown).collect();
    assert!(unused.is_empty(), "in docs/screens and shown nowhere: {unused:?}");
}
