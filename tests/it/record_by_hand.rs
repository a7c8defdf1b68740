//! The record checked without the program: with the recipes of `docs/record-format.md`, by tools that are not ours.

use std::path::Path;
use std::process::Command;

use sonae::domain::fingerprint::Fingerprint;

use crate::support::*;

/// Runs a recipe; `None` where one of its tools is missing.
fn shell(test: &str, tools: &[&str], dir: &Path, recipe: &str) -> Option<String> {
    for tool in tools {
        if !Command::new("sh")
            .args(["-c", &format!("command -v {tool}")])
            .output()
            .is_ok_and(|found| found.status.success())
        {
            eprintln!("SKIPPED {test}: there is no {tool} here");
            return None;
        }
    }
    let output = Command::new("sh").args(["-euc", recipe]).current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn a_chain_and_its_fingerprint_are_checked_with_a_shell() {
    const TEST: &str = "a_chain_and_its_fingerprint_are_checked_with_a_shell";
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 9);
    std::fs::write(dir.path().join("lines.txt"), record.raw(&incident()).unwrap().concat()).unwrap();
    let lines = record.lines(&incident()).unwrap();
    let fifth = lines.iter().nth(4).unwrap().hash().to_string();
    let Some(said) = shell(TEST, &["sed", "sha256sum"], dir.path(), "sed -n 5p lines.txt | sha256sum | cut -d' ' -f1")
    else {
        return;
    };
    assert_eq!(said, fifth);
    let chain = r#"before=0000000000000000000000000000000000000000000000000000000000000000
        while IFS= read -r line; do
          case $line in *"\"prev\":\"$before\""*) ;; *) echo "broken: $line" ;; esac
          before=$(printf '%s\n' "$line" | sha256sum | cut -d' ' -f1)
        done < lines.txt"#;
    assert_eq!(shell(TEST, &["sha256sum"], dir.path(), chain).unwrap(), "");
    let digits = r#"sed -n 10p lines.txt | sha256sum | cut -c1-32 | tr a-f A-F |
        { read -r h; echo "ibase=16; $h % 56BC75E2D63100000" | bc; }"#;
    let Some(said) = shell(TEST, &["bc", "sed", "sha256sum"], dir.path(), digits) else { return };
    let fingerprint = Fingerprint::of(&lines.heads()[0]);
    assert!(fingerprint.digits.starts_with(&format!("{said:0>20}")), "{said} {fingerprint}");
}

#[test]
fn the_database_is_checked_with_sqlite3_and_sha256sum() {
    const TEST: &str = "the_database_is_checked_with_sqlite3_and_sha256sum";
    let dir = tempfile::tempdir().unwrap();
    let record = filled(dir.path(), &FixedWorld::new(1), 9);
    drop(record);
    let recipe = format!(
        r#"sqlite3 -readonly real.db "SELECT writefile('lines.txt', CAST(group_concat(CAST(bytes AS TEXT), '') AS BLOB))
          FROM (SELECT bytes FROM line WHERE incident = '{0}' ORDER BY clock, origin, hash)" > /dev/null
        sqlite3 -readonly real.db "SELECT lower(hex(hash)) FROM line WHERE incident = '{0}' ORDER BY clock, origin, hash" > hashes.txt
        while IFS= read -r line; do printf '%s\n' "$line" | sha256sum | cut -d' ' -f1; done < lines.txt | diff - hashes.txt && echo same"#,
        incident()
    );
    let Some(said) = shell(TEST, &["sqlite3", "sha256sum", "diff"], dir.path(), &recipe) else { return };
    assert_eq!(said, "same");
    assert_eq!(std::fs::read_to_string(dir.path().join("lines.txt")).unwrap().lines().count(), 10);
}
