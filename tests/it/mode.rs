//! Departments and emergency accounts by commands: what is refused leaves the record as it was, and says what to do.

use crate::program::TestSite;

fn begun() -> TestSite {
    let site = TestSite::new();
    site.ok(&["start", "--by", "sato", "電子カルテが開かない"]);
    site
}

fn lines(site: &TestSite) -> usize {
    site.json(&["timeline"])["rows"].as_array().unwrap().len()
}

/// Refused with this exit code and this error, and nothing was written down.
fn refused(site: &TestSite, words: &[&str], exit: i32, error: &str) {
    let before = lines(site);
    let output = site.run(&[&["--json"], words].concat());
    assert_eq!(output.code, exit, "{words:?} {output}");
    assert!(output.stderr.contains(&format!("\"{error}\"")), "{words:?} {output}");
    assert!(!output.stderr.contains('\u{1b}'), "{words:?}");
    assert_eq!(lines(site), before, "{words:?}");
}

#[test]
fn a_department_or_level_that_nobody_has_and_empty_words_are_refused() {
    let site = begun();
    refused(&site, &["mode", "set", "icu", "stopped"], 1, "not-found");
    refused(&site, &["mode", "set", "\u{1b}[2J", "stopped"], 1, "not-found");
    refused(&site, &["mode", "show", "ward", "--level", "9"], 1, "not-found");
    refused(&site, &["mode", "patients", "ward", "--place", " "], 1, "empty-text");
    refused(&site, &["mode", "set", "ward", "半分"], 2, "usage");
    refused(&site, &["mode", "patients", "ward", "--place", "棚", "--count", "-1"], 2, "usage");
    refused(&site, &["mode", "patients", "ward", "--place", "棚", "--count", "4294967296"], 2, "usage");
    refused(&site, &["mode", "set", "ward", "stopped", "--at", "2026-12-24 0900"], 1, "future");
    let plain = site.run(&["mode", "set", "icu", "stopped"]);
    assert!(plain.stderr.contains("部門の一覧: sonae mode"), "{plain}");
}

#[test]
fn without_an_incident_there_is_no_board_but_there_are_lists_of_quiet_days() {
    let site = TestSite::new();
    let output = site.run(&["--json", "mode"]);
    assert_eq!(output.code, 1, "{output}");
    site.ok(&[
        "mode",
        "patients",
        "ward",
        "--place",
        "詰所の赤いファイル",
        "--count",
        "18",
        "--quiet",
        "--by",
        "yamada",
    ]);
    site.ok(&["start", "--by", "sato", "電子カルテが開かない"]);
    let board = site.json(&["mode"]);
    let ward = board["departments"].as_array().unwrap().iter().find(|row| row["id"] == "ward").unwrap().clone();
    assert_eq!((&ward["patients"]["count"], &ward["state"]), (&18.into(), &serde_json::Value::Null), "{ward}");
    // The report holds the list that was there when it began, and none that was printed when all was over.
    site.ok(&["mode", "set", "ward", "normal", "--by", "yamada"]);
    site.at("2026-12-24T09:00:00+09:00");
    site.ok(&["mode", "patients", "ward", "--place", "新しい棚", "--quiet", "--by", "yamada"]);
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("詰所の赤いファイル") && !report.contains("新しい棚"), "{report}");
}

#[test]
fn what_a_remark_hides_never_reaches_the_terminal() {
    let site = begun();
    let said =
        site.ok(&["mode", "set", "ward", "停止", "--remark", "紙\u{1b}]0;x\u{7}で\u{202e}続ける", "--by", "yamada"]);
    let board = site.ok(&["mode"]);
    let report = site.ok(&["report", "incident"]);
    for text in [&said, &board, &report] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    assert!(board.contains("[停止] 病棟"), "{board}");
}

#[test]
fn an_emergency_account_needs_a_person_and_is_closed_once() {
    let site = begun();
    refused(&site, &["account", "use", "kinkyu-01", "--why", "カルテを見る"], 1, "needs-person");
    refused(&site, &["--by", "sato", "account", "use", "kinkyu-01", "--why", " "], 1, "empty-text");
    refused(&site, &["--by", "sato", "account", "close", "kinkyu-01", "disabled"], 1, "not-found");
    site.ok(&["--by", "sato", "account", "use", "kinkyu-01", "--why", "カルテを見る"]);
    site.ok(&["--by", "yamada", "account", "use", "kinkyu-01", "--why", "処方を見る"]);
    refused(&site, &["--by", "sato", "account", "close", "kinkyu-01", "disabled"], 1, "ambiguous");
    let accounts = site.json(&["account"]);
    let line = |at: usize| accounts["accounts"][at]["line"].as_str().unwrap().to_owned();
    site.ok(&["--by", "sato", "account", "close", &line(0), "無効化"]);
    refused(&site, &["--by", "sato", "account", "close", &line(0), "changed"], 1, "already-done");
    site.ok(&["--by", "sato", "account", "close", "kinkyu-01", "changed"]);
    assert_eq!(site.json(&["account"])["accounts"][1]["closed"]["how"], "changed");
}
