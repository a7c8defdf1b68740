//! Paper, gaps and the way back to normal, by commands, on the shipped sample.

use serde_json::Value;

use crate::program::{TestSite, error_of};

fn begun() -> TestSite {
    let site = TestSite::new();
    site.start(&["--noticed", "0030", "--by", "yamada", "ransomware", "英文の印字"]);
    site
}

fn act(site: &TestSite, words: &[&str]) -> String {
    site.ok(&[words, &["--by", "sato"]].concat())
}

fn refused(site: &TestSite, words: &[&str], exit: i32, code: &str) {
    let output = site.run(&[words, &["--by", "sato", "--json"]].concat());
    assert_eq!(output.code, exit, "{words:?}\n{output}");
    assert_eq!(error_of(&output)["code"], code, "{words:?}\n{output}");
}

fn open(site: &TestSite, options: &[&str]) -> Vec<String> {
    let answer = site.json(&[["return"].as_slice(), options].concat());
    let items = answer["open"].as_array().unwrap().iter();
    items.filter(|item| item["on_the_way_back"] == true).map(|item| item["item"].as_str().unwrap().to_owned()).collect()
}

fn duty(site: &TestSite, id: &str) -> Value {
    let all = site.json(&["duties"]);
    all["duties"].as_array().unwrap().iter().find(|duty| duty["id"] == id).unwrap().clone()
}

#[test]
fn paper_goes_from_the_stock_to_the_originals_and_every_date_can_be_looked_at() {
    let site = begun();
    let said = act(&site, &["ledger", "give", "病棟", "--sheet", "臨時処方せん", "--count", "60", "--at", "0040"]);
    assert!(said.contains("ward-1 病棟 臨時処方せん 60枚"), "{said}");
    site.at("2026-11-23T09:00:00+09:00");
    act(&site, &["ledger", "count", "ward-1", "--used", "40", "--unused", "20"]);
    act(&site, &["ledger", "enter", "ward-1", "--entered", "12"]);
    assert_eq!(open(&site, &[]), ["batch:ward-1"]);
    site.at("2026-11-24T09:00:00+09:00");
    act(&site, &["ledger", "enter", "ward-1", "--entered", "40", "--kept", "病歴室 棚3"]);
    assert_eq!(open(&site, &[]), [""; 0]);
    let state = |options: &[&str]| {
        let answer = site.json(&[["ledger"].as_slice(), options].concat());
        answer["batches"].as_array().unwrap().first().map(|batch| batch["state"].as_str().unwrap().to_owned())
    };
    assert_eq!(state(&["--as-of", "2026-11-22 0035"]), None);
    assert_eq!(state(&["--as-of", "2026-11-22 0100"]).as_deref(), Some("out"));
    assert_eq!(state(&["--as-of", "2026-11-23 1000"]).as_deref(), Some("to-enter"));
    assert_eq!(state(&[]).as_deref(), Some("whole"));
    assert_eq!(open(&site, &["--as-of", "2026-11-23 1000"]), ["batch:ward-1"]);
    let text = site.ok(&["ledger"]);
    assert!(text.contains("少なくとも打ち戻すもの"), "what the department has to put back stands there: {text}");
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("渡した紙と打ち戻し") && report.contains("原本: 病歴室 棚3"), "{report}");
}

#[test]
fn numbers_that_cannot_be_are_refused_in_words_and_nothing_is_recorded() {
    let site = begun();
    act(&site, &["ledger", "give", "ward", "--sheet", "臨時処方せん", "--count", "60"]);
    let before = site.json(&["status"])["lines"].clone();
    refused(&site, &["ledger", "give", "roof", "--sheet", "x", "--count", "1"], 1, "not-found");
    refused(&site, &["ledger", "give", "ward", "--sheet", "x", "--count", "0"], 1, "no-sheets");
    refused(&site, &["ledger", "give", "ward", "--sheet", " ", "--count", "1"], 1, "empty-text");
    refused(&site, &["ledger", "give", "ward", "--sheet", "x", "--count", "1", "--batch", "ward-1"], 1, "batch-exists");
    refused(&site, &["ledger", "enter", "ward-1", "--entered", "1"], 1, "not-counted");
    refused(&site, &["ledger", "count", "ward-1", "--used", "41", "--unused", "20"], 1, "more-than-given");
    refused(&site, &["ledger", "count", "ward-7", "--used", "1", "--unused", "1"], 1, "not-found");
    refused(&site, &["ledger", "count", "../x", "--used", "1", "--unused", "1"], 1, "not-found");
    refused(&site, &["ledger", "gap", "toaster", "--lost", "x", "--kind", "loss"], 1, "not-found");
    let backwards = ["ledger", "gap", "ehr", "--lost", "x", "--kind", "loss", "--since", "11/21", "--until", "11/20"];
    refused(&site, &backwards, 1, "ends-before-begin");
    let ahead = ["ledger", "gap", "ehr", "--lost", "x", "--kind", "loss", "--until", "2026-12-24 0900"];
    refused(&site, &ahead, 1, "future");
    refused(&site, &["ledger", "close", "1", "--how", "x"], 1, "not-found");
    for words in [
        ["ledger", "count", "ward-1", "--used", "-1", "--unused", "1"].as_slice(),
        &["ledger", "count", "ward-1", "--used", "99999999999", "--unused", "1"],
        &["ledger", "count", "ward-1", "--used", "1"],
        &["ledger", "give", "ward", "--sheet", "x", "--count", "1", "--batch", "束1"],
        &["ledger", "gap", "ehr", "--lost", "x", "--kind", "gone"],
    ] {
        assert_eq!(site.run(words).code, 2, "{words:?}");
    }
    assert_eq!(site.json(&["status"])["lines"], before);
}

#[test]
fn a_gap_takes_its_edges_from_the_record_and_wakes_the_duties() {
    let site = begun();
    assert_eq!(duty(&site, "ppc-prompt")["state"], "undetermined");
    act(&site, &["restore", "stop", "ehr", "--at", "0040"]);
    act(&site, &["restore", "plan", "ehr", "--generation", "11月20日の控え", "--taken", "11/20 0300"]);
    let words = ["ledger", "gap", "電子カルテ", "--lost", "検査結果", "--kind", "loss", "--how", "紙から打ち戻す"];
    let said = site.run(&[words.as_slice(), &["--by", "sato"]].concat());
    assert!(said.stderr.contains("連絡義務を見てください"), "{said}");
    let ledger = site.json(&["ledger"]);
    let gap = &ledger["gaps"][0];
    assert_eq!(gap["from"], "2026-11-20T03:00:00+09:00");
    assert_eq!(gap["until"], "2026-11-22T00:40:00+09:00");
    assert_eq!(duty(&site, "ppc-prompt")["state"], "open");
    let number = gap["number"].to_string();
    act(&site, &["return", "take", "gap:", "--to", "suzuki", "--until", "2026-11-30", "--reason", "紙が届かない"]);
    act(&site, &["ledger", "close", &number, "--how", "紙から打ち戻した"]);
    refused(&site, &["ledger", "close", &number, "--how", "また"], 1, "no-change");
    assert_eq!(duty(&site, "ppc-prompt")["state"], "open", "what was lost was lost");
    let report = site.ok(&["report", "incident"]);
    for words in ["データの空白", "滅失", "引き受けて済んだもの", "紙から打ち戻した"] {
        assert!(report.contains(words), "{words} is not in the report");
    }
    // Withdrawn, it says nothing any more.
    act(&site, &["withdraw", &number, "--reason", "別のシステムだった"]);
    assert_eq!(duty(&site, "ppc-prompt")["state"], "undetermined");
}

#[test]
fn an_open_item_has_a_taker_at_any_time_also_after_the_stand_down() {
    let site = begun();
    act(&site, &["ledger", "give", "ward", "--sheet", "臨時処方せん", "--count", "60"]);
    let take = |item: &str, to: &str, until: &str| -> Vec<String> {
        ["return", "take", item, "--to", to, "--until", until, "--reason", "残る"].map(ToOwned::to_owned).to_vec()
    };
    let run = |words: Vec<String>| act(&site, &words.iter().map(String::as_str).collect::<Vec<_>>());
    refused(&site, &["return", "take", "batch:ward-1", "--until", "2026-11-30", "--reason", "x"], 2, "return-to");
    refused(
        &site,
        &["return", "take", "nothing", "--to", "鈴木", "--until", "2026-11-30", "--reason", "x"],
        1,
        "not-found",
    );
    refused(
        &site,
        &["return", "take", "step:", "--to", "鈴木", "--until", "2026-11-30", "--reason", "x"],
        1,
        "ambiguous",
    );
    refused(
        &site,
        &["return", "take", "batch:ward-1", "--to", "鈴木", "--until", "あした", "--reason", "x"],
        2,
        "date",
    );
    refused(
        &site,
        &["return", "take", "batch:ward-1", "--to", "鈴木", "--until", "2026-11-30", "--reason", " "],
        1,
        "needs-reason",
    );
    run(take("batch:ward-1", "鈴木", "2026-11-25"));
    act(&site, &["stand-down", "--taker", "watanabe", "--until", "2026-12-24"]);
    let item = |site: &TestSite| {
        let answer = site.json(&["return"]);
        answer["open"].as_array().unwrap().iter().find(|item| item["item"] == "batch:ward-1").unwrap().clone()
    };
    assert_eq!(item(&site)["taken"]["who"]["id"], "suzuki", "who had taken it keeps it");
    assert_eq!((&item(&site)["taken"]["until"], &item(&site)["overdue"]), (&"2026-11-25".into(), &false.into()));
    site.at("2026-11-26T09:00:00+09:00");
    assert_eq!(item(&site)["overdue"], true);
    assert!(site.ok(&["status"]).contains("期日を過ぎた 1件"));
    run(take("batch:ward-1", "渡辺", "2026-12-01"));
    assert_eq!((&item(&site)["taken"]["who"]["id"], &item(&site)["overdue"]), (&"watanabe".into(), &false.into()));
    act(&site, &["close"]);
    refused(
        &site,
        &["return", "take", "batch:ward-1", "--to", "鈴木", "--until", "2026-12-01", "--reason", "x"],
        1,
        "wrong-stage",
    );
}
