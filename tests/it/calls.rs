//! The call sheet as commands say it.

use serde_json::Value;

use crate::program::TestSite;

fn attacked() -> TestSite {
    let site = TestSite::new();
    site.at("2026-11-22T00:30:00+09:00");
    site.ok(&["start", "ransomware", "病棟のプリンタが英文を印字し続ける", "--by", "yamada"]);
    site.ok(&["answer", "notice-t1-attack", "yes", "--by", "yamada"]);
    site
}

fn sheet(site: &TestSite, option: &str) -> Value {
    serde_json::from_str(&site.ok(&["call", option, "--json"])).unwrap()
}

fn row<'a>(sheet: &'a Value, contact: &str) -> &'a Value {
    let rows = sheet["calls"].as_array().unwrap();
    rows.iter().find(|row| row["contact"] == contact).unwrap_or_else(|| panic!("{contact}: {sheet:#}"))
}

#[test]
fn next_says_whom_why_and_what_to_say() {
    let site = attacked();
    let next = sheet(&site, "--next");
    assert_eq!(next["calls"].as_array().unwrap().len(), 1);
    let first = &next["calls"][0];
    assert_eq!((first["told"].as_bool(), first["waits"].as_bool()), (Some(false), Some(false)));
    assert!(!first["why"].as_array().unwrap().is_empty());
    let text = site.ok(&["call", "--next", "--by", "yamada"]);
    for part in ["次にかける: ", "言うこと", "山田 恵です", "復唱してもらう", "sonae call "] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // What is made up cannot be mistaken for a number.
    assert!(!text.contains("000-0000"), "{text}");
}

#[test]
fn an_attempt_says_what_came_of_it_and_who_waits_comes_back() {
    let site = attacked();
    site.at("2026-11-22T01:00:00+09:00");
    site.ok(&["call", "vendor-ehr", "no-answer", "--by", "yamada"]);
    let all = sheet(&site, "--sheet");
    let vendor = row(&all, "vendor-ehr");
    assert_eq!((vendor["waits"].as_bool(), vendor["again"].as_str()), (Some(true), Some("2026-11-22T01:05:00+09:00")));
    assert!(vendor["alternates"].as_array().unwrap().iter().any(|other| other == "vendor-network"));

    site.at("2026-11-22T01:10:00+09:00");
    let said = site.ok(&[
        "call",
        "vendor-ehr",
        "fax",
        "--told",
        "--reference",
        "K-1123",
        "--asked",
        "ログの写し",
        "--again",
        "0300",
        "--number",
        "03-0000-0000",
        "--by",
        "yamada",
    ]);
    for part in [
        "〔伝達済〕",
        "番号: 03-0000-0000",
        "受付番号: K-1123",
        "求められたこと: ログの写し",
        "次にかける: 2026-11-22 03:00",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let duties: Value = serde_json::from_str(&site.ok(&["duties", "--json"])).unwrap();
    let met = duties["duties"].as_array().unwrap().iter().find(|duty| duty["id"] == "vendor").unwrap();
    assert_eq!(met["state"], "met");
    // Told, and still something is owed: it is on the sheet, among what is open, and handed over.
    let all = sheet(&site, "--sheet");
    let vendor = row(&all, "vendor-ehr");
    assert_eq!((vendor["told"].as_bool(), vendor["again"].as_str()), (Some(false), Some("2026-11-22T03:00:00+09:00")));
    assert!(
        site.ok(&["stand-down", "--list"])
            .contains("call:vendor-ehr  見本メディカルシステム 求められたこと: ログの写し")
    );
    site.at("2026-11-22T03:05:00+09:00");
    assert_eq!(sheet(&site, "--next")["calls"][0]["contact"], "vendor-ehr");
    site.ok(&["call", "vendor-ehr", "reached", "--by", "yamada"]);
    assert_eq!(row(&sheet(&site, "--sheet"), "vendor-ehr")["told"], true);
    assert!(!site.ok(&["stand-down", "--list"]).contains("call:vendor-ehr"));
}

#[test]
fn a_call_meets_the_duties_that_it_names_and_no_others() {
    let site = attacked();
    site.ok(&["call", "police", "reached", "--duty", "police", "--by", "sato"]);
    let lines = site.ok(&["timeline", "--lines"]);
    assert!(lines.contains("\"duties\":[\"police\"]"), "{lines}");
    site.ok(&["call", "vendor-network", "reached", "--not-told", "--by", "sato"]);
    assert_eq!(row(&sheet(&site, "--sheet"), "vendor-network")["told"], false);
    let refused = site.run(&["call", "police", "reached", "--duty", "polise", "--by", "sato"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("police"), "{refused}");
    for wrong in [
        vec!["call", "police", "reached", "--told", "--not-told"],
        vec!["call", "police", "reached", "--next"],
        vec!["call", "--next", "--sheet"],
        vec!["call", "police"],
        vec!["call", "police", "reached", "--again", "いつか"],
    ] {
        assert_eq!(site.run(&wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn a_drill_says_so_first() {
    let site = TestSite::new();
    let drill = site.start(&["ransomware", "--drill", "--by", "yamada", "訓練の印字"]);
    let text = site.ok(&["-i", &drill, "call", "--next", "--by", "yamada"]);
    assert!(text.starts_with("【訓練】"), "{text}");
    assert!(text.contains("訓練です。見本クリニックの山田 恵です。"), "{text}");
}
