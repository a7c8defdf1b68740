//! What reports and chronologies must not leave out: the past that they show, what was asked, what was handed on, how it was said.

use std::fs;

use serde_json::Value;

use crate::program::{Output, TestSite, error_of};

fn begun() -> TestSite {
    let site = TestSite::new();
    site.start(&["--noticed", "0030", "--by", "yamada", "--sign", "omen", "ransomware", "英文の印字"]);
    site
}

/// A section of a report in Markdown.
fn section<'a>(report: &'a str, heading: &str) -> &'a str {
    let from = report.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("{heading}: {report}"));
    from.split("\n## ").next().unwrap()
}

fn row<'a>(text: &'a str, words: &str) -> &'a str {
    text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} is not in:\n{text}"))
}

#[test]
fn a_question_that_nobody_could_answer_was_asked() {
    let site = begun();
    site.ok(&["fact", "ransom-signs", "--unknown", "--by", "yamada"]);
    site.ok(&["answer", "many-systems", "unknown", "--by", "yamada"]);
    let report = site.ok(&["report", "incident"]);
    let asked = section(&report, "判断項目と答え");
    for ask in ["身代金を求める文", "二つ以上のシステム"] {
        assert!(row(asked, ask).contains("| 不明 | 確認済 | 2026-11-22 01:00 |"), "{asked}");
    }
    let values = site.json(&["status"])["facts"].as_array().unwrap().clone();
    assert!(values.iter().all(|fact| fact["value"]["type"] == "answer"), "one form: {values:?}");
}

#[test]
fn a_report_of_the_past_says_so_everywhere() {
    let site = begun();
    site.at("2026-11-22T03:00:00+09:00").ok(&["note", "あとから", "--at", "0250", "--by", "yamada"]);
    let now = site.ok(&["report", "incident"]);
    assert!(now.starts_with("# 事案報告書\n") && !now.contains("どの時点か"), "{now}");
    let lines: usize = site.json(&["status"])["lines"].as_u64().unwrap().try_into().unwrap();
    let code = site.ok(&["verify"]).lines().find_map(|line| line.split_once("指紋 ")).unwrap().1.to_owned();

    let past = site.ok(&["report", "incident", "--known-at", "0130"]);
    assert!(past.starts_with("# 事案報告書 (2026-11-22 01:30 までに記録されたこと)\n"), "{past}");
    assert!(!past.contains("あとから"));
    let about = section(&past, "この報告について");
    assert!(about.contains("- 作成日時: 2026-11-22 03:00\n"), "{about}");
    assert!(about.contains("- どの時点か: 2026-11-22 01:30 までに記録されたこと\n"), "{about}");
    assert!(about.contains(&format!("- 見た行数: {}\n", lines - 1)), "{about}");
    assert!(about.contains(&format!("- 指紋(記録全体の{lines}行のもの): {code}\n")), "{about}");

    let html = site.ok(&["report", "incident", "--as-of", "0040", "--known-at", "0130", "--format", "html"]);
    let both = "2026-11-22 00:40 までに起きたこと、2026-11-22 01:30 までに記録されたこと";
    assert!(html.matches(both).count() >= 3, "title, running head, about: {html}");
    // What was not overdue then is not overdue in a report of then.
    let overdue = |report: &str| -> u32 {
        let rows = section(report, "進み具合").lines().skip(3);
        rows.filter_map(|row| row.trim_end_matches(" |").rsplit(' ').next()?.parse::<u32>().ok()).sum()
    };
    assert!(overdue(&now) > 0, "{now}");
    assert_eq!(overdue(&site.ok(&["report", "incident", "--as-of", "0031"])), 0);
}

#[test]
fn a_past_without_a_time_is_wrong_usage() {
    let site = begun();
    for command in [["report", "incident"].as_slice(), &["status"], &["timeline"]] {
        for option in ["--as-of", "--known-at"] {
            let args = [command, &[option, "不明"]].concat();
            let output = site.run(&args);
            assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{output}");
            assert!(output.stderr.contains("「不明」は時点になりません"), "{output}");
            assert_eq!(error_of(&site.run(&[args, vec!["--json"]].concat()))["code"], "time");
        }
    }
}

#[test]
fn a_provisional_declaration_that_was_settled_waits_nowhere() {
    let site = begun();
    site.ok(&["call", "sato", "no-answer", "--by", "yamada"]);
    site.ok(&["declare", "--level", "2", "--grounds", "印字", "--provisional", "--by", "yamada"]);
    assert!(site.ok(&["report", "incident"]).contains("仮宣言(確定待ち)"));
    site.at("2026-11-22T01:10:00+09:00").ok(&["declare", "--level", "3", "--grounds", "広がった", "--by", "sato"]);
    let report = site.ok(&["report", "incident"]);
    assert!(!report.contains("確定待ち"), "{report}");
    assert!(row(section(&report, "宣言の経過"), "レベル2").contains("仮宣言(後に正式な宣言あり)"), "{report}");
    let declared = site.json(&["status"])["declarations"].clone();
    assert_eq!(declared[0]["provisional"], true);
    assert_eq!(declared[0]["awaits_confirmation"], false);
}

#[test]
fn what_was_handed_on_at_stand_down_is_followed_up() {
    let site = begun();
    site.ok(&["order", "紙を出す", "--to", "head-nurse", "--by", "sato"]);
    site.ok(&["order", "見回る", "--to", "head-nurse", "--by", "sato"]);
    site.ok(&["note", "代わりに書いた", "--for", "suzuki", "--by", "yamada"]);
    let rows = site.json(&["timeline"]);
    let number = |text: &str| {
        let row = rows["rows"].as_array().unwrap().iter().find(|row| row["text"] == text);
        row.unwrap_or_else(|| panic!("{text}: {rows}"))["number"].to_string()
    };
    site.ok(&["declare", "--level", "3", "--grounds", "印字", "--by", "sato"]);
    let refused = site.run(&["close", "--by", "sato"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(refused.stderr.contains("非常時レベル3が続いています"), "{refused}");
    assert!(refused.stderr.contains("先に非常時を解除してください(sonae stand-down)"), "{refused}");
    site.ok(&["stand-down", "--taker", "suzuki", "--until", "2026-11-25", "--by", "sato"]);
    site.at("2026-11-22T09:00:00+09:00");
    site.ok(&["done", &number("紙を出す"), "--by", "suzuki"]);
    site.ok(&["withdraw", &number("見回る"), "--reason", "要らない", "--by", "sato"]);
    site.ok(&["confirm", &number("代わりに書いた"), "--by", "suzuki"]);
    site.ok(&["step", "do-not-power-off", "done", "--by", "suzuki"]);
    site.ok(&["step", "tell-colleagues", "failed", "--reason", "ひとり", "--by", "suzuki"]);
    site.ok(&["order", "後の指示", "--to", "head-nurse", "--due", "1200", "--by", "sato"]);
    let report = site.ok(&["report", "incident"]);
    let open = section(&report, "残っていること");
    assert!(open.contains("| いまの状態 |"), "{open}");
    assert!(row(open, "紙を出す").ends_with("| 完了 2026-11-22 09:00 鈴木 花子 |"), "{open}");
    assert!(row(open, "見回る").contains("| 取消 2026-11-22 09:00 佐藤 一郎"), "{open}");
    assert!(row(open, "代わりに書いた").contains("| 確定 2026-11-22 09:00 鈴木 花子"), "{open}");
    assert!(
        open.lines().any(|row| row.ends_with("| 完了 2026-11-22 09:00 鈴木 花子 |") && !row.contains("紙")),
        "{open}"
    );
    assert!(open.contains("| できなかった手順 |") && open.contains("| 手つかずの手順 |"), "{open}");
    assert_eq!(row(open, "後の指示"), "| 後の指示 | なし | 2026-11-22 12:00 |  | 指示 |");
}

#[test]
fn how_it_was_said_stands_in_the_chronology() {
    let site = begun();
    for (via, words) in [
        ("phone", "電話"),
        ("in-person", "その場で"),
        ("paper", "紙"),
        ("message", "メッセージ"),
        ("radio", "無線"),
        ("伝令", "伝令"),
    ] {
        site.ok(&["note", &format!("聞いた {via}"), "--via", via, "--from", "保守会社", "--by", "yamada"]);
        let text = site.ok(&["timeline"]);
        assert!(row(&text, &format!("聞いた {via}")).ends_with(&format!("山田 恵(当直看護師) ({words})")), "{text}");
        let csv = site.ok(&["timeline", "--csv"]);
        assert!(row(&csv, &format!("聞いた {via}")).contains(&format!("\"保守会社\",\"\",\"{words}\",")), "{csv}");
        let report = site.ok(&["report", "incident"]);
        assert!(row(&report, &format!("聞いた {via}")).contains(&format!("| 保守会社→ ({words}) |")), "{report}");
        let rows = site.json(&["timeline"]);
        assert_eq!(rows["rows"].as_array().unwrap().last().unwrap()["via"], via, "as recorded, for programs");
    }
}

#[test]
fn a_record_on_its_spool_is_told_with_every_form_of_the_answer() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    fs::write(site.path("record/real.db"), b"not a database at all, but long enough to be one".repeat(200)).unwrap();
    let id = site.start(&["別の異常", "--by", "yamada"]);
    let run = |args: &[&str]| site.run(&[&["-i", &id], args].concat());
    let told = |output: &Output| output.stderr.contains("控えのファイル");
    for args in [["timeline"].as_slice(), &["timeline", "--csv"], &["timeline", "--lines"], &["report", "incident"]] {
        let output = run(args);
        assert!(output.code == 0 && told(&output), "{args:?}\n{output}");
    }
    for args in [["report", "incident", "--json"].as_slice(), &["report", "incident", "--format", "json"]] {
        let output = run(args);
        let data: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output}"));
        assert!(data["notices"].to_string().contains("控えのファイル"), "{output}");
        assert_eq!((data["schema"].as_str(), output.stderr.as_str()), (Some("sonae.report/1"), ""), "{output}");
    }
}

#[test]
fn lines_that_cannot_be_read_are_told_in_words() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    let book = rusqlite::Connection::open(site.path("record/real.db")).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
    let triggers: Vec<String> =
        book.prepare(names).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in &triggers {
        book.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    book.execute("UPDATE line SET bytes = CAST('{}' AS BLOB) WHERE rowid = 1", []).unwrap();
    drop(book);
    let found = site.run(&["verify"]);
    assert_eq!(found.code, 4, "{found}");
    let told = row(&found.stdout, "読めない行があります");
    assert!(told.contains("(データベースの 1 行目): 行の終わりがありません"), "{told}");
    assert!(!found.stdout.contains("Unreadable") && !found.stdout.contains("Row("), "{found}");
    assert!(site.run(&["verify", "--lang", "en"]).stdout.contains("(row 1 of the database): it has no end"));
}

#[test]
fn a_contact_that_was_invented_is_called_a_sample() {
    let site = begun();
    let sample = site.run(&["call", "vendor-ehr", "busy", "--by", "yamada"]);
    assert!(sample.stderr.contains("見本です") && !sample.stderr.contains("要確認"), "{sample}");
    let unverified = site.run(&["call", "police", "busy", "--by", "yamada"]);
    assert!(unverified.stderr.contains("要確認") && !unverified.stderr.contains("見本"), "{unverified}");
}
