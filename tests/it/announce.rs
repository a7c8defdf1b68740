//! Texts for patients, staff and outside: filled from the record, looked at once more, and recorded word by word.

use crate::program::{TestSite, error_of};

fn begun() -> TestSite {
    let site = TestSite::new();
    site.start(&["--noticed", "0030", "--by", "yamada", "--sign", "omen", "病棟のプリンタが英文を印字"]);
    site.ok(&["runbook", "add", "ransomware", "--by", "yamada"]);
    site
}

#[test]
fn no_shipped_text_denies_names_or_promises_what_nobody_confirmed() {
    let site = begun();
    let list = site.json(&["announce", "list"]);
    let templates = list["announcements"].as_array().unwrap();
    assert!(templates.len() >= 15, "{list}");
    let audiences: std::collections::BTreeSet<&str> = templates.iter().map(|one| one["to"].as_str().unwrap()).collect();
    assert_eq!(audiences.len(), 6, "one for everybody: {audiences:?}");
    for template in templates {
        let id = template["id"].as_str().unwrap();
        let shown = site.json(&["announce", "show", id]);
        assert_eq!(shown["cautions"], serde_json::json!([]), "{id}: {shown}");
        let body = shown["body"].as_str().unwrap();
        assert!(!body.contains('{') && !body.contains("  "), "{id}: {body}");
        let has_unknown = !shown["unknown"].as_array().unwrap().is_empty();
        assert_eq!(body.contains("まだ不明"), has_unknown, "{id}: {body}");
    }
}

#[test]
fn a_text_is_filled_as_far_as_things_are_known() {
    let site = begun();
    let before = site.json(&["announce", "show", "broadcast-begin"]);
    assert!(before["body"].as_str().unwrap().contains("次のお知らせの時刻は、まだ不明です。"), "{before}");
    assert_eq!(before["unknown"], serde_json::json!(["次に知らせる時刻"]));
    // A time that lies ahead: 0900 typed in the night is the next one.
    site.ok(&["fact", "next-word-at", "2300", "--by", "yamada"]);
    site.ok(&["fact", "affected-systems", "電子カルテ、オーダ", "--confidence", "hearsay", "--by", "yamada"]);
    let after = site.json(&["announce", "show", "broadcast-update"]);
    let body = after["body"].as_str().unwrap();
    assert!(body.contains("使えないものは、電子カルテ、オーダ(未確認)です。"), "{body}");
    assert!(body.contains("23時です。"), "{body}");
    assert_eq!(after["unconfirmed"], serde_json::json!(["使えないシステム"]));
}

#[test]
fn doubtful_words_are_given_out_only_by_a_person_who_insists_and_recorded_so() {
    let site = begun();
    let text = "サイバー攻撃を受けましたが、個人情報の漏えいはありません。明日には復旧します。";
    let make = ["announce", "make", "door-failure", "--by", "yamada", "--text", text];
    let refused = site.run(&make);
    assert_eq!(refused.code, 1, "{refused}");
    for words in
        ["3か所", "「攻撃」", "「漏えいはありません」", "「復旧します」", "--yes", "記録には何も書いていません"]
    {
        assert!(refused.stderr.contains(words), "{words}\n{refused}");
    }
    assert!(!site.ok(&["timeline"]).contains("周知"), "nothing was recorded");
    site.ok(&[make.as_slice(), &["--yes", "--at", "0100", "--for", "田中", "--via", "phone"]].concat());
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("周知した文") && report.contains("漏えいが無いと確かめた記録がない"), "{report}");
    // What is confirmed by a person silences its own warning only.
    site.ok(&["fact", "attack-confirmed", "yes", "--confidence", "hearsay", "--by", "yamada"]);
    assert!(site.run(&make).stderr.contains("3か所"), "hearsay excuses nothing");
    site.ok(&["fact", "attack-confirmed", "yes", "--by", "yamada"]);
    let refused = site.run(&make);
    assert!(refused.stderr.contains("2か所") && !refused.stderr.contains("「攻撃」"), "{refused}");
}

#[test]
fn a_text_may_come_from_standard_input_and_many_ways_to_write_it_are_seen() {
    let site = begun();
    let fed = site.fed(
        &["announce", "make", "web-failure", "--text", "-", "--by", "yamada"],
        "個人情報の漏エイは\n 一切ございません。".as_bytes(),
    );
    assert_eq!(fed.code, 1, "{fed}");
    assert!(fed.stderr.contains("漏エイは一切ございません"), "{fed}");
    let calm = site.fed(
        &["announce", "make", "web-failure", "--text", "-", "--by", "yamada"],
        "外からの攻撃の疑いがあり、漏えいの有無を調べています。感染対策は続けています。".as_bytes(),
    );
    assert_eq!(calm.code, 0, "{calm}");
    assert!(
        site.ok(&["announce", "list"]).lines().any(|line| line.starts_with("web-failure") && line.contains("出した"))
    );
}

#[test]
fn a_drill_says_so_and_a_wrong_name_is_told() {
    let site = TestSite::new();
    let drill = site.start(&["--drill", "--sign", "omen", "--by", "yamada", "訓練の印字"]);
    let shown = site.ok(&["announce", "show", "door-failure", "-i", &drill]);
    assert!(shown.starts_with("【訓練】"), "{shown}");
    let refused =
        site.run(&["announce", "make", "door-failure", "-i", &drill, "--text", "使えません", "--by", "yamada"]);
    assert!(refused.code == 1 && refused.stderr.contains("訓練なのに"), "{refused}");
    let wrong = site.run(&["announce", "show", "door-failur", "-i", &drill, "--json"]);
    assert_eq!((wrong.code, error_of(&wrong)["code"].as_str()), (1, Some("not-found")), "{wrong}");
    assert!(wrong.stderr.contains("door-failure"), "{wrong}");
}

#[test]
fn a_faulty_file_of_texts_falls_back_and_an_unknown_name_stays_unknown() {
    let site = TestSite::new();
    let file = "forms/announcements.toml";
    let text = site.read(file);
    site.write(file, text.replacen("{{ affected_systems }}", "{{ afected_systems }}", 1));
    let check = site.run(&["check"]);
    assert!(
        check.code != 0 && check.stdout.contains("afected_systems") && check.stdout.contains("affected_systems"),
        "{check}"
    );
    site.write(file, text.replacen("{{ affected_systems }}", "{% for a in range(99999999) %}x{% endfor %}", 1));
    let check = site.run(&["check"]);
    assert!(check.code != 0 && check.stdout.contains("range"), "{check}");
    site.start(&["--sign", "omen", "--by", "yamada", "印字"]);
    assert!(site.ok(&["announce", "show", "broadcast-update"]).contains("まだ不明"), "the built-in one is used");
}
