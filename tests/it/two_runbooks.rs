//! A failure that turns out to be an attack: system-failure declared first, ransomware added forty minutes later.

use std::fs;
use std::path::Path;

use crate::program::TestSite;

/// Twelve past one: the failure is declared, with answers, facts, steps and an instruction.
fn declared() -> TestSite {
    let site = TestSite::new();
    let extra = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/extra/system-failure.toml");
    fs::copy(extra, site.path("runbooks/system-failure.toml")).unwrap();
    site.at("2026-11-22T00:40:00+09:00");
    site.start(&["system-failure", "電子カルテが開かない", "--noticed", "0030", "--by", "yamada"]);
    site.at("2026-11-22T00:50:00+09:00");
    site.ok(&["answer", "failure-records-down", "yes", "--by", "yamada"]);
    site.ok(&["answer", "failure-long", "yes", "--confidence", "estimated", "--by", "yamada"]);
    site.ok(&[
        "step",
        "write-failure",
        "done",
        "--set",
        "occurred-at=0025",
        "--set",
        "first-place=3階",
        "--by",
        "yamada",
    ]);
    site.ok(&["step", "check-cables", "failed", "--reason", "鍵がない", "--by", "yamada"]);
    site.ok(&["fact", "monitors-ok", "yes", "--by", "yamada"]);
    site.ok(&["order", "紙を用意する", "--to", "head-nurse", "--by", "takahashi"]);
    site.ok(&["declare", "--level", "2", "--grounds", "電子カルテが止まった", "--by", "takahashi"]);
    site
}

#[test]
fn nothing_entered_is_lost_when_a_runbook_is_added() {
    let site = declared();
    let before = site.json(&["status"]);
    assert_eq!(before["level"], 2);
    site.at("2026-11-22T01:30:00+09:00");
    site.ok(&["fact", "odd-signs", "yes", "--by", "yamada"]);
    // What is known now proposes the other runbook.
    assert!(site.ok(&["status"]).contains("sonae runbook add ransomware"));
    site.ok(&["runbook", "add", "ransomware", "--by", "yamada"]);
    let after = site.json(&["status"]);
    assert_eq!(after["level"], 2, "the level carries over");
    assert_eq!(after["declarations"], before["declarations"]);
    let has = |list: &str, entry: &serde_json::Value| after[list].as_array().unwrap().contains(entry);
    for list in ["criteria", "facts", "orders", "unconfirmed"] {
        for entry in before[list].as_array().unwrap() {
            assert!(has(list, entry), "{entry} of {list} was lost");
        }
    }
    assert!(after["criteria"].as_array().unwrap().len() > before["criteria"].as_array().unwrap().len());
    let steps = |status: &serde_json::Value| {
        let all = status["runbooks"].as_array().unwrap().iter().flat_map(|one| one["phases"].as_array().unwrap());
        let all = all.flat_map(|phase| phase["steps"].as_array().unwrap());
        all.filter(|step| step["state"] != "open")
            .map(|step| (step["key"].to_string(), step["state"].to_string(), step["reason"].to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(steps(&before).len(), 2);
    assert!(steps(&before).iter().all(|step| steps(&after).contains(step)), "{:?}", steps(&after));
    // A step of the same name in both must be named with its runbook; one that only one has need not.
    site.ok(&["step", "isolate-terminals", "done", "--set", "isolated-terminals=4", "--by", "yamada"]);
    site.ok(&["declare", "--level", "3", "--grounds", "勝手な印字が出た", "--by", "sato@operations-manager"]);
    let report = site.ok(&["report", "incident"]);
    for words in [
        "システム障害（試験用） 2026-11-22 00:30",
        "ランサムウェア・不正アクセス（疑いを含む） 2026-11-22 01:30",
        "| レベル2 主要停止 | 高橋 誠(運用責任者の代行) | 電子カルテが止まった |",
        "| レベル3 全面停止 | 佐藤 一郎(運用責任者) | 勝手な印字が出た |",
        "鍵がない",
        "様子のおかしい端末は",
        "いつ、どこで、何が使えないかを書く。",
        "最初に見つけた場所と機器 | 3階",
        "紙を用意する",
    ] {
        assert!(report.contains(words), "{words} is not in\n{report}");
    }
}

#[test]
fn what_is_put_aside_keeps_its_done_steps_in_the_report() {
    let site = declared();
    site.at("2026-11-22T01:30:00+09:00");
    site.ok(&["runbook", "add", "ransomware", "--by", "yamada"]);
    site.ok(&["runbook", "aside", "system-failure", "--reason", "攻撃と分かった", "--by", "takahashi"]);
    let status = site.ok(&["status"]);
    assert!(!status.contains("check-cables"), "{status}");
    let data = site.json(&["status"]);
    let aside = data["runbooks"].as_array().unwrap().iter().find(|one| one["id"] == "system-failure").unwrap();
    assert_eq!((&aside["active"], &aside["reason"]), (&false.into(), &"攻撃と分かった".into()));
    let report = site.ok(&["report", "incident"]);
    assert!(
        report.contains("対象から外した手順書: システム障害（試験用） 2026-11-22 00:30 (攻撃と分かった)"),
        "{report}"
    );
    assert!(report.contains("いつ、どこで、何が使えないかを書く。") && report.contains("鍵がない"), "{report}");
    // The answers given under it still count in conditions and stand in the facts.
    let level = site.json(&["status"])["level"].clone();
    assert_eq!(level, 2);
    site.ok(&["runbook", "add", "system-failure", "--by", "yamada"]);
    let again = site.ok(&["status"]);
    assert!(again.contains("[不可]     線、電源、ブレーカー"), "{again}");
}
