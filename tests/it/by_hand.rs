//! The record checked without the program: what `timeline --lines` writes, and what stands in the database, with `sed`,
//! `sha256sum`, `python3` and `sqlite3`.

use std::path::Path;
use std::process::Command;

use crate::program::TestSite;

/// Runs a recipe in the home folder; `None`, with the test's name, where one of its tools is missing.
fn shell(test: &str, tools: &[&str], home: &Path, recipe: &str) -> Option<String> {
    for tool in tools {
        let there = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output();
        if !there.is_ok_and(|found| found.status.success()) {
            eprintln!("SKIPPED {test}: there is no {tool} here");
            return None;
        }
    }
    let output = Command::new("sh").args(["-euc", recipe]).current_dir(home).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn filled() -> TestSite {
    let site = TestSite::new();
    site.start(&["ransomware", "英文の印字", "--noticed", "0030", "--by", "yamada"]);
    for text in ["ひとつめ", "改行\nと\tタブ", "引用\"と\\円", "絵文字🏥と外字\u{e000}", "\u{1b}[31m赤\u{202e}"]
    {
        site.ok(&["note", text, "--by", "yamada"]);
    }
    let file = site.home().join("lines.txt");
    site.ok(&["timeline", "--lines", "-o", file.to_str().unwrap()]);
    site
}

#[test]
fn each_line_holds_the_hash_of_the_one_before() {
    const TEST: &str = "each_line_holds_the_hash_of_the_one_before";
    let site = filled();
    let recipe = r#"
        lines=$(wc -l < lines.txt)
        n=1
        while [ "$n" -le "$lines" ]; do
          hash=$(sed -n "${n}p" lines.txt | sha256sum | cut -d' ' -f1)
          prev=$(sed -n "${n}p" lines.txt | python3 -c 'import json, sys; print(json.loads(sys.stdin.read())["prev"])')
          echo "$prev $hash"
          n=$((n + 1))
        done"#;
    let Some(said) = shell(TEST, &["sed", "sha256sum", "python3"], site.home(), recipe) else { return };
    let pairs: Vec<(&str, &str)> = said.lines().map(|line| line.split_once(' ').unwrap()).collect();
    assert_eq!(pairs[0].0, "0".repeat(64));
    assert!(pairs.len() >= 10, "{}", pairs.len());
    for pair in pairs.windows(2) {
        assert_eq!(pair[0].1, pair[1].0, "the hash of a line is the prev of the next");
    }
    // They are the hashes by which the program calls the lines.
    let rows = site.json(&["timeline"]);
    for row in rows["rows"].as_array().unwrap() {
        let number = usize::try_from(row["number"].as_u64().unwrap()).unwrap();
        assert_eq!(pairs[number - 1].1, row["line"], "{row}");
    }
}

#[test]
fn the_lines_are_ordinary_json_with_the_words_as_typed() {
    const TEST: &str = "the_lines_are_ordinary_json_with_the_words_as_typed";
    let site = filled();
    let recipe = r#"python3 -c '
import json
for line in open("lines.txt", encoding="utf-8", newline="\n"):
    assert line.endswith("\n") and not any(ord(c) < 32 or 0x7f <= ord(c) < 0xa0 for c in line[:-1]), ascii(line)
    print(ascii(json.loads(line)["text"]))'"#;
    let Some(said) = shell(TEST, &["python3"], site.home(), recipe) else { return };
    for words in ["\\u6539\\u884c\\n\\u3068\\t\\u30bf\\u30d6", "\\x1b[31m\\u8d64\\u202e"] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
}

#[test]
fn the_database_holds_the_same_bytes() {
    const TEST: &str = "the_database_holds_the_same_bytes";
    let site = filled();
    let recipe = r#"
        sqlite3 site/record/real.db "SELECT hex(bytes) FROM line ORDER BY seq" |
          python3 -c 'import sys
for line in sys.stdin: sys.stdout.buffer.write(bytes.fromhex(line.strip()))' > database.txt
        cmp database.txt lines.txt
        sqlite3 site/record/real.db "SELECT lower(hex(hash)) FROM line ORDER BY seq" > hashes.txt
        n=0
        while read -r hash; do
          n=$((n + 1))
          [ "$(sed -n "${n}p" lines.txt | sha256sum | cut -d' ' -f1)" = "$hash" ]
        done < hashes.txt
        echo "$n""#;
    let Some(said) = shell(TEST, &["sqlite3", "python3", "sed", "sha256sum", "cmp"], site.home(), recipe) else {
        return;
    };
    assert!(said.trim().parse::<usize>().unwrap() >= 10, "{said}");
}
