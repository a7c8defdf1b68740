//! The director at home: a minute on the telephone, and what was decided taken down as such.

use crate::program::{TestSite, error_of};

fn begun() -> TestSite {
    let site = TestSite::new();
    site.start(&["--noticed", "0030", "--by", "yamada", "--sign", "omen", "病棟のプリンタが英文を印字"]);
    site.ok(&["runbook", "add", "ransomware", "--by", "yamada"]);
    site
}

fn said(site: &TestSite) -> String {
    let answer = site.json(&["brief", "--by", "yamada"]);
    answer["parts"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

#[test]
fn a_minute_says_what_is_known_and_what_is_not() {
    let site = begun();
    let text = said(&site);
    for words in [
        "見本クリニックの山田 恵です。",
        "「病棟のプリンタが英文を印字」",
        "攻撃かどうかは、まだ不明です。",
        "切った記録がありません",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    site.ok(&["answer", "ransom-signs", "yes", "--by", "yamada"]);
    site.ok(&["fact", "patients-in-house", "12", "--by", "yamada"]);
    site.ok(&["fact", "cut-outside-time", "0045", "--by", "yamada"]);
    site.ok(&["call", "vendor-ehr", "reached", "--by", "yamada"]);
    let text = said(&site);
    for words in ["攻撃の疑いがあります。", "院内に12人", "外部の回線を00:45に切りました。", "知らせた先は、"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("攻撃と確かめました") && text.chars().count() <= 300, "{text}");
}

#[test]
fn a_decision_by_telephone_is_recorded_with_its_fact_and_waits_for_its_person() {
    let site = begun();
    let by_phone = ["--for", "佐藤 一郎", "--via", "phone", "--by", "yamada", "--at", "0120"];
    let words = ["brief", "decide", "emergency", "limited", "--text", "重症だけ"];
    let answer = site.json(&[words.as_slice(), &by_phone].concat());
    assert_eq!(answer["lines"][0]["kind"], "decision.made");
    assert!(answer["notices"].to_string().contains("佐藤 一郎さんの確定を待っています"), "{answer}");
    let status = site.ok(&["timeline"]);
    assert!(status.contains("決定: 救急・新しい患者 当直医が認めたものだけ。重症だけ"), "{status}");
    let brief = site.json(&["brief"]);
    let topic = brief["topics"].as_array().unwrap().iter().find(|topic| topic["id"] == "emergency").unwrap().clone();
    assert_eq!(topic["decided"]["by"]["id"], "sato", "{topic}");
    assert!(site.ok(&["fact", "--list"]).contains("当直医が認めたものだけ"));
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("電話などで決まったこと") && report.contains("重症だけ"), "{report}");
    // The next meeting lies ahead, however late in the night it is typed.
    site.ok(&[["brief", "decide", "会議", "0700"].as_slice(), &by_phone].concat());
    assert!(!said(&site).contains("次の会議"), "{}", said(&site));
}

#[test]
fn what_cannot_be_decided_here_says_where() {
    let site = begun();
    let declaration = site.run(&["brief", "decide", "declaration", "2", "--by", "yamada"]);
    assert!(declaration.code == 2 && declaration.stderr.contains("sonae declare"), "{declaration}");
    let nothing = site.run(&["brief", "decide", "emergency", "--by", "yamada"]);
    assert!(nothing.code == 2 && nothing.stderr.contains("limited"), "{nothing}");
    let strange = site.run(&["brief", "decide", "emergency", "maybe", "--by", "yamada"]);
    assert!(strange.code == 1 && strange.stderr.contains("limited"), "{strange}");
    let misspelt = site.run(&["brief", "decide", "emergancy", "limited", "--json"]);
    assert_eq!(error_of(&misspelt)["code"], "not-found", "{misspelt}");
    assert!(misspelt.stderr.contains("emergency"), "{misspelt}");
    assert!(!site.ok(&["timeline"]).contains("決定"), "nothing was recorded");
}
