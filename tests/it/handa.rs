//! The morning of つるぎ町立半田病院, 31 October 2021 (as published), entered in the evening, out of order and by proxy.

use crate::program::TestSite;

/// Each act as it is typed in the evening, a minute after the one before.
const ACTS: &[&[&str]] = &[
    // Begun by the clerk with the night nurse's slip of paper in front of him.
    &["start", "--noticed", "0030", "--by", "ito", "--for", "yamada", "--via", "paper", "--sign", "omen", FIRST_SIGN],
    // What is freshest comes first: the afternoon.
    &["note", "記者会見を開いた", "--at", "1600", "--by", "tanaka"],
    &["fact", "outpatient-policy", "booked-only", "--at", "1000", "--by", "ito", "--for", "sato", "--via", "in-person"],
    // The night, from the nurse's notes.
    &["note", "いたずらかもしれないと思った", "--at", "0040", "--by", "ito", "--for", "yamada", "--via", "paper"],
    &["note", "紙切れまで印字が続いた", "--at", "0130", "--by", "ito", "--for", "yamada", "--via", "paper"],
    &["call", "vendor-ehr", "no-answer", "--at", "0145", "--by", "ito", "--for", "yamada", "--via", "paper"],
    &[
        "call",
        "vendor-ehr",
        "reached",
        "--spoke-to",
        "夜間窓口",
        "--note",
        "再起動では直らない",
        "--at",
        "0210",
        "--by",
        "ito",
        "--for",
        "yamada",
        "--via",
        "paper",
    ],
    // The morning.
    &["runbook", "add", "ransomware", "--at", "0800", "--by", "ito"],
    &["note", "ランサムウェアの感染を確認", "--at", "0800頃", "--by", "ito", "--for", "sato", "--via", "phone"],
    &["call", "police", "reached", "--note", "被害届", "--at", "明け方", "--by", "tanaka"],
    &["answer", "ransom-signs", "yes", "--at", "0800", "--by", "ito"],
    &["answer", "notice-t1-attack", "yes", "--at", "0800", "--by", "ito"],
    &["answer", "many-systems", "yes", "--at", "0805", "--by", "ito"],
    &["answer", "backup-hit", "unknown", "--at", "0805", "--by", "ito"],
    &["answer", "backup-hit", "yes", "--confidence", "estimated", "--at", "1200", "--by", "ito"],
    &[
        "declare",
        "--level",
        "3",
        "--grounds",
        "英文の印字とファイルの暗号化。会計も止まった",
        "--at",
        "0810",
        "--by",
        "ito",
        "--for",
        "sato",
        "--via",
        "phone",
    ],
    &[
        "step",
        "set-up-headquarters",
        "done",
        "--set",
        "hq-start=0900",
        "--set",
        "hq-place=2階会議室",
        "--at",
        "0900",
        "--by",
        "ito",
    ],
    &[
        "order",
        "紙の予約票のある患者だけ受ける",
        "--to",
        "各部門の責任者",
        "--at",
        "1005",
        "--by",
        "ito",
        "--for",
        "sato",
    ],
    &["fact", "affected-persons", "85000", "--confidence", "estimated", "--at", "1500", "--by", "tanaka"],
    &["note", "記者会見を開いた", "--at", "1600", "--by", "tanaka"],
];

const FIRST_SIGN: &str = "病棟の複数のプリンタが英文を印字し続けている";

/// The record as it stands when all is typed, corrected and confirmed; half past nine in the evening.
fn evening() -> TestSite {
    let site = TestSite::new();
    for (minute, act) in ACTS.iter().enumerate() {
        site.at(&format!("2021-10-31T20:{minute:02}:00+09:00")).ok(act);
    }
    site.at("2021-10-31T21:00:00+09:00");
    let number = |words: &str, nth: usize| number(&site, words, nth);
    // The vendor's night desk answered earlier than the slip says; the press conference was typed twice.
    site.ok(&["correct", &number("見本メディカルシステムへ連絡: 不在", 0), "--at", "0135", "--by", "ito"]);
    site.ok(&["withdraw", &number("記者会見", 1), "--reason", "二重に入力した", "--by", "tanaka"]);
    site.at("2021-10-31T21:10:00+09:00");
    site.ok(&["confirm", &number("非常時を宣言", 0), "--by", "sato"]);
    site.ok(&["confirm", "--all-of", "yamada"]);
    site.at("2021-10-31T21:30:00+09:00");
    site
}

fn number(site: &TestSite, words: &str, nth: usize) -> String {
    let rows = site.json(&["timeline"]);
    let fits = |row: &&serde_json::Value| row["text"].as_str().unwrap().starts_with(words);
    rows["rows"].as_array().unwrap().iter().filter(fits).nth(nth).unwrap()["number"].to_string()
}

#[test]
fn the_chronology_is_in_the_order_of_what_happened_with_both_times() {
    let site = evening();
    let id = site.json(&["status"])["incident"].as_str().unwrap().to_owned();
    let timeline = site.ok(&["timeline"]);
    insta::assert_snapshot!("handa-timeline", timeline);
    let rows = site.json(&["timeline"]);
    let rows = rows["rows"].as_array().unwrap();
    assert!(rows.len() >= 22, "{}", rows.len());
    for row in rows {
        // All was written down in the evening, whenever it happened.
        assert!(row["recorded_at"].as_str().unwrap().starts_with("2021-10-31T2"), "{row}");
        assert!(row["occurred"].as_str().unwrap().starts_with("2021-10-31 "), "both times carry their date: {row}");
    }
    let told: Vec<&str> = rows.iter().map(|row| row["text"].as_str().unwrap()).collect();
    let place = |words: &str| told.iter().position(|text| text.contains(words)).unwrap();
    let order = [
        FIRST_SIGN,
        "いたずら",
        "紙切れ",
        "連絡: 不在",
        "連絡: 出た 相手: 夜間窓口",
        "感染を確認",
        "非常時を宣言",
        "対策本部を置く",
        "外来の方針",
        "紙の予約票",
        "関係する本人の数",
        "記者会見",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{told:#?}");
    // By the order of the record, it is the evening's.
    let recorded = site.json(&["timeline", "--order", "recorded"]);
    assert!(recorded["rows"][1]["text"].as_str().unwrap().contains("記者会見"));
    assert!(site.ok(&["verify", "-i", &id]).contains("食い違いはありません"));
}

#[test]
fn the_report_tells_who_declared_what_and_what_is_not_sure() {
    let site = evening();
    let report = site.ok(&["report", "incident"]);
    insta::assert_snapshot!("handa-report", report);
    let page = site.ok(&["report", "incident", "--format", "html"]);
    for words in [
        FIRST_SIGN,
        // When, by whom, on what grounds.
        "レベル3 全面停止 2021-10-31 08:10 佐藤 一郎(運用責任者)",
        "英文の印字とファイルの暗号化。会計も止まった",
        // As sure as it was said, and what it was before.
        "推定",
        "予約の再診だけ",
        "85000",
        "氏名と時刻は入力した人の申告です。署名ではありません。",
        "確定していない記録",
        "取消(二重に入力した)",
        "指紋",
    ] {
        assert!(report.contains(words), "{words} is not in the report");
        assert!(page.contains(words), "{words} is not in the page");
    }
    let code = site.ok(&["verify"]).lines().find_map(|line| line.split_once("指紋 ").map(|(_, code)| code.to_owned()));
    assert!(report.contains(&code.unwrap()), "the fingerprint of the report is the one that verify says");
    // Nobody says that nothing leaked: it was never asked.
    assert!(report.contains("個人データの漏えいのおそれ (まだ尋ねていない)"), "{report}");
    // The nurse has confirmed hers, the director the declaration; his other ones still wait.
    let waiting = section(&report, "確定していない記録");
    assert!(waiting.contains("感染を確認") && !waiting.contains("山田 恵"), "{waiting}");
    assert!(!waiting.contains("非常時を宣言"), "{waiting}");
    let set_right = section(&report, "訂正と取消");
    assert!(set_right.contains("01:45") && set_right.contains("01:35") && set_right.contains("取消: 記者会見"));
}

fn section<'a>(report: &'a str, heading: &str) -> &'a str {
    let rest = report.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    rest.split("\n## ").next().unwrap()
}

#[test]
fn the_past_is_told_as_it_was_and_as_it_was_known() {
    let site = evening();
    let status = |args: &[&str]| site.json(&[&["status"], args].concat());
    let now = status(&[]);
    assert_eq!(now["level"], 3);
    assert_eq!(answer(&now, "backup-hit"), "yes");
    assert_eq!(fact(&now, "outpatient-policy")["value"]["value"], "booked-only");

    // Nine o'clock as it was: declared, the headquarters just opened, the outpatients not decided, the backup not known.
    let nine = status(&["--as-of", "0900"]);
    assert_eq!(nine["level"], 3);
    assert_eq!(nine["now"], "2021-10-31T09:00:00+09:00");
    assert_eq!(answer(&nine, "backup-hit"), "unknown");
    assert!(fact(&nine, "outpatient-policy").is_null());
    assert_eq!(fact(&nine, "hq-place")["value"]["value"], "2階会議室");
    // Half past seven: printers, and nothing declared.
    let early = status(&["--as-of", "0730"]);
    assert_eq!(early["level"], 0);
    assert_eq!(early["suggested_level"], serde_json::Value::Null);
    assert_eq!(early["noticed_at"], "2021-10-31T00:30:00+09:00");
    // Four minutes after eight in the evening: known is what had been typed by then.
    let known = status(&["--known-at", "2004"]);
    assert_eq!(known["level"], 0, "the declaration was typed later");
    assert_eq!(fact(&known, "outpatient-policy")["value"]["value"], "booked-only");
    let told = site.ok(&["timeline", "--known-at", "2004"]);
    assert_eq!(told.lines().count(), 5, "{told}");
    // The correction was not known then: the call still stands at the time on the slip.
    let before = site.ok(&["timeline", "--known-at", "2030"]);
    assert!(before.contains("2021-10-31 01:45") && !before.contains("訂正あり"), "{before}");
    assert!(!before.contains("二重に入力した"));
    // A line is called by the same number in every view, so that one can name it in a command.
    let everywhere = |args: &[&str]| {
        let rows = site.json(&[&["timeline"], args].concat());
        let row =
            rows["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "declaration.made").unwrap().clone();
        row["number"].clone()
    };
    assert_eq!(everywhere(&[]), everywhere(&["--as-of", "0900"]));
    assert_eq!(everywhere(&[]), everywhere(&["--order", "recorded"]));
    // The plan of the past is the pinned one.
    site.write("runbooks/ransomware.toml", "schema = 1\n");
    assert_eq!(answer(&status(&["--as-of", "0900"]), "backup-hit"), "unknown");
    let then = site.ok(&["report", "incident", "--as-of", "0900"]);
    assert!(then.contains("runbooks/ransomware.toml (") && !then.contains("記者会見"), "{then}");
}

fn answer<'a>(status: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    &status["criteria"].as_array().unwrap().iter().find(|asked| asked["id"] == id).unwrap()["answer"]
}

fn fact<'a>(status: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    status["facts"].as_array().unwrap().iter().find(|fact| fact["id"] == id).unwrap_or(&serde_json::Value::Null)
}
