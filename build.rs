//! Embeds the shipped pack: the data files at the repository's root, so that the program has them on any machine.
//!
//! Only the folders named here are looked into. A folder that is missing is an empty one.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of the pack; each gives its `*.toml`, in the order of their names.
const FOLDERS: [&str; 6] = ["runbooks", "departments", "contacts", "duties", "forms", "exercises"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo:rerun-if-changed=build.rs");
    // Named even while it is missing (the script then runs each time), so that a pack that arrives is noticed.
    println!("cargo:rerun-if-changed=facility.toml");

    let mut paths = Vec::new();
    if root.join("facility.toml").is_file() {
        paths.push("facility.toml".to_owned());
    }
    for folder in FOLDERS {
        // A path that does not exist would make every build run the script again: a missing folder is not named.
        if root.join(folder).is_dir() {
            println!("cargo:rerun-if-changed={folder}");
            paths.extend(toml_files(&root, folder)?);
        }
    }

    let mut table = String::from("&[\n");
    for path in paths {
        println!("cargo:rerun-if-changed={path}");
        let whole = root.join(&path).to_string_lossy().into_owned();
        let line = format!("    PackFile {{ path: {path:?}, text: include_str!({whole:?}) }},\n");
        table.push_str(&line);
    }
    table.push_str("]\n");
    fs::write(out.join("pack.rs"), table)
}

fn toml_files(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with(['.', '~']);
        if !hidden && Path::new(&name).extension().is_some_and(|end| end == "toml") && entry.path().is_file() {
            found.push(format!("{folder}/{name}"));
        }
    }
    found.sort();
    Ok(found)
}
