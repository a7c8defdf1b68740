//! `sonae pack`: a site that was made of an older pack meets the one of this program.

use std::fs;

use crate::program::TestSite;

const FILE: &str = "runbooks/ransomware.toml";

/// Makes the copy by which changes are told, and the site's file, look like those of an older pack.
fn age(site: &TestSite, file: &str, also_own: bool) {
    let older = |text: String| text.replacen("version = \"2026-11-22\"", "version = \"2026-01-01\"", 1);
    let copy = format!(".pack/{file}");
    let text = older(site.read(&copy));
    assert_ne!(text, site.read(&copy), "the pack's file has a version");
    site.write(&copy, &text);
    if also_own {
        site.write(file, &text);
    }
}

#[test]
fn a_new_site_differs_in_nothing() {
    let site = TestSite::new();
    let diff = site.json(&["pack", "diff"]);
    let files = diff["files"].as_array().unwrap();
    assert!(files.len() >= 5 && files.iter().all(|file| file["standing"] == "same"), "{diff}");
    assert!(!site.ok(&["init", site.home().join("other").to_str().unwrap()]).contains(".pack"));
}

#[test]
fn untouched_files_are_replaced_and_edited_ones_only_on_a_word() {
    let site = TestSite::new();
    age(&site, "forms/facts.toml", true);
    age(&site, FILE, true);
    let own = site.read(FILE).replacen("\ntitle = ", "\n# 院長と決めた\ntitle = ", 1);
    site.write(FILE, &own);

    let diff = site.ok(&["pack", "diff", FILE]);
    for words in [
        "両方が直した",
        "---- 配布元の変更 ----",
        "+version = \"2026-11-22\"",
        "---- 施設の変更 ----",
        "+# 院長と決めた",
    ] {
        assert!(diff.contains(words), "{words}\n{diff}");
    }
    let said = site.ok(&["pack", "update"]);
    assert!(said.contains("まだ書いていません") && said.contains("--take"), "{said}");
    assert!(site.read("forms/facts.toml").contains("2026-01-01"));

    site.ok(&["pack", "update", "--yes"]);
    assert!(!site.read("forms/facts.toml").contains("2026-01-01"));
    assert_eq!(site.read(FILE), own, "nothing without a word");

    let taken = site.json(&["pack", "update", "--take", FILE, "--yes"]);
    assert_eq!(taken["taken"][0]["beside"], format!("{FILE}.before-20261122"));
    assert_eq!(site.read(&format!("{FILE}.before-20261122")), own);
    assert_eq!(site.read(FILE), site.read(&format!(".pack/{FILE}")));
    assert_eq!(site.json(&["check"])["errors"], 0);
}

#[test]
fn a_kept_file_is_not_asked_for_again_and_strange_names_are_refused() {
    let site = TestSite::new();
    age(&site, FILE, false);
    let kept = site.json(&["pack", "update", "--keep", FILE, "--yes"]);
    assert_eq!(kept["kept"][0], FILE);
    assert_eq!(site.json(&["pack", "update"])["open"].as_array().unwrap().len(), 0);
    let output = site.run(&["pack", "update", "--take", "../facility.toml", "--yes"]);
    assert_eq!(output.code, 2, "{output}");
    fs::remove_dir_all(site.path(".pack")).unwrap();
    assert!(site.ok(&["pack", "diff"]).contains("変わりなし"), "a site of before knows what is equal");
}
