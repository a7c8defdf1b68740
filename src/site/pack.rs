//! The shipped pack: the data files at the repository's root, embedded when the program is built.
//!
//! Owns their table and their hashes. Must not know what they hold. `build.rs` names the folders.

use sha2::{Digest as _, Sha256};

/// One embedded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackFile {
    /// Relative to the site, with `/`.
    pub path: &'static str,
    /// Its text, as it stands in the repository.
    pub text: &'static str,
}

static FILES: &[PackFile] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// All files of the pack, sorted by folder and name.
pub fn files() -> &'static [PackFile] {
    FILES
}

/// The embedded file of this path.
pub fn file(path: &str) -> Option<&'static PackFile> {
    FILES.iter().find(|file| file.path == path)
}

/// Each file with the SHA-256 of its text, by which an edited copy is told.
pub fn manifest() -> Vec<(&'static str, String)> {
    FILES.iter().map(|file| (file.path, sha256_hex(&super::toml_file::normalize(file.text)))).collect()
}

/// The SHA-256 of a text, in lower-case hexadecimal.
pub fn sha256_hex(text: &str) -> String {
    let nibbles = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_what_other_tools_print() {
        assert_eq!(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn every_file_of_the_repository_is_embedded() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in files() {
            assert_eq!(std::fs::read_to_string(root.join(file.path)).unwrap(), file.text, "{}", file.path);
        }
        for folder in ["runbooks", "departments", "contacts", "duties", "forms", "exercises"] {
            for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
                let name = entry.file_name().into_string().unwrap();
                let is_toml = std::path::Path::new(&name).extension().is_some_and(|end| end == "toml");
                assert!(!is_toml || file(&format!("{folder}/{name}")).is_some(), "{folder}/{name}");
            }
        }
        assert_eq!(manifest().len(), files().len());
    }
}
