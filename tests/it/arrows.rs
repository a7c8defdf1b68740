//! The dependency rule of the house: `cli, tui → message → app → record, site, report → domain, text`, and never back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may name of ours. Everything else is a wrong arrow.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("domain", [].as_slice()),
        ("notify", ["domain", "text", "i18n"].as_slice()),
        ("manifest", ["domain"].as_slice()),
        ("text", [].as_slice()),
        ("i18n", ["domain"].as_slice()),
        ("record", ["domain"].as_slice()),
        ("site", ["domain", "text", "i18n"].as_slice()),
        ("report", ["domain", "text", "i18n", "manifest"].as_slice()),
        ("app", ["domain", "text", "i18n", "record", "site", "report", "manifest", "notify"].as_slice()),
        ("message", ["domain", "text", "i18n", "record", "site", "report", "manifest", "notify", "app"].as_slice()),
        (
            "cli",
            ["domain", "text", "i18n", "record", "site", "report", "manifest", "notify", "app", "message", "tui"]
                .as_slice(),
        ),
        (
            "tui",
            ["domain", "text", "i18n", "record", "site", "report", "manifest", "notify", "app", "message"].as_slice(),
        ),
    ])
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The modules of ours that a source file names by `crate::…`.
fn named(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("crate::")
            .map(|(at, found)| line.split_at(at + found.len()).1)
            .map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_' || *c == '8' || *c == '1').collect()
            })
            .collect::<Vec<String>>()
    })
    .filter(|name| !name.is_empty() && name != "t")
    .collect()
}

#[test]
fn no_module_names_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed = allowed();
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let module = relative.iter().next().unwrap().to_string_lossy().replace(".rs", "");
        let Some(allowed) = allowed.get(module.as_str()) else { continue };
        for name in named(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            if name != module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} names crate::{name}", relative.display()));
            }
        }
    }
    assert!(seen > 100, "the test reads the sources: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_of_the_library_has_its_row() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let allowed = allowed();
    for line in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let module = line.trim_end_matches(';');
        assert!(allowed.contains_key(module), "{module} has no row in the rule");
    }
}

#[test]
fn the_pure_modules_know_no_clock_file_or_database() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root.join("domain"), &mut files);
    sources(&root.join("text"), &mut files);
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for forbidden in ["std::fs", "std::net", "std::env", "rusqlite", "ratatui", "crossterm", "Utc::now", "println!"]
        {
            assert!(!source.contains(forbidden), "{} names {forbidden}", file.display());
        }
    }
}
