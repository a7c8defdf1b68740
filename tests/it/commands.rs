//! The command line as a user meets it: each subcommand, the common options, what is refused and how it ends.

use crate::program::{Output, TestSite, error_of};

/// Every subcommand, in the order of `--help`.
const COMMANDS: [&str; 80] = [
    "init",
    "check",
    "setup",
    "setup import",
    "setup export",
    "pack",
    "pack diff",
    "pack update",
    "start",
    "runbook",
    "runbook add",
    "runbook aside",
    "incidents",
    "status",
    "answer",
    "declare",
    "stand-down",
    "step",
    "note",
    "order",
    "done",
    "call",
    "brief",
    "brief decide",
    "announce",
    "announce list",
    "announce show",
    "announce make",
    "mode",
    "mode list",
    "mode set",
    "mode show",
    "mode patients",
    "account",
    "account list",
    "account use",
    "account close",
    "restore",
    "restore list",
    "restore stop",
    "restore unaffected",
    "restore found",
    "restore plan",
    "restore gate",
    "restore override",
    "restore approve",
    "restore begin",
    "restore end",
    "restore verify",
    "restore release",
    "restore back",
    "duties",
    "duties list",
    "duties submit",
    "duties agree",
    "ledger",
    "ledger give",
    "ledger count",
    "ledger enter",
    "ledger gap",
    "ledger close",
    "return",
    "return take",
    "correct",
    "withdraw",
    "confirm",
    "handover",
    "close",
    "reopen",
    "fact",
    "timeline",
    "report",
    "verify",
    "recover",
    "backup",
    "backup taken",
    "backup approve",
    "backup tested",
    "backup manifest",
    "backup verify",
];

fn refused(output: Output, code: i32, says: &[&str]) {
    assert_eq!(output.code, code, "{output}");
    assert_eq!(output.stdout, "", "a refusal is no answer");
    for words in says {
        assert!(output.stderr.contains(words), "{words:?} is not in:\n{output}");
    }
}

#[test]
fn help_is_whole_in_both_languages() {
    let site = TestSite::bare();
    for lang in ["ja", "en"] {
        site.speak(lang);
        let mut all = site.ok(&["--help"]);
        for command in COMMANDS {
            let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
            all.push_str(&format!("\n======== sonae {command} ========\n{}", site.ok(&words)));
        }
        for line in all.lines() {
            let cells = sonae::text::width::width(line, sonae::text::width::Ambiguous::Narrow);
            assert!(cells <= 100, "{cells} cells: {line}");
            assert!(!line.contains("No localization"), "{line}");
        }
        for left_over in ["[OPTIONS]", "possible values", "[default", "Print help", "Usage:"] {
            assert!(lang == "en" || !all.contains(left_over), "{left_over} is not Japanese");
        }
        let program = all.split("========").next().unwrap();
        for command in COMMANDS.iter().filter(|command| !command.contains(' ')) {
            assert!(program.contains(&format!("\n  {command} ")), "{command} is not in the program's own help");
        }
        insta::assert_snapshot!(format!("help-{lang}"), all);
    }
}

#[test]
fn a_whole_incident_by_commands() {
    let site = TestSite::new();
    let id = site.start(&["--noticed", "0030", "--by", "yamada", "--sign", "omen", "病棟のプリンタが英文を印字"]);
    assert!(id.starts_with("20261122-"), "{id}");
    let mut told = String::new();
    let mut say = |args: &[&str]| {
        let output = site.run(args);
        told.push_str(&format!("$ sonae {}\n{output}\n\n", args.join(" ")));
        assert_eq!(output.code, 0, "{args:?}\n{output}");
    };
    say(&["runbook", "add", "ransomware", "--by", "yamada"]);
    say(&["note", "いたずらかもしれない", "--at", "0035", "--by", "yamada"]);
    say(&["step", "do-not-power-off", "done", "--by", "yamada"]);
    say(&["step", "write-first-sign", "done", "--set", "first-place=3階病棟", "--at", "0036", "--by", "yamada"]);
    say(&["answer", "ransom-signs", "yes", "--by", "yamada"]);
    say(&["answer", "many-systems", "yes", "--confidence", "hearsay", "--by", "yamada"]);
    say(&["fact", "ventilator-count", "2", "--by", "yamada"]);
    say(&["fact", "backup-taken-at", "--unknown", "--by", "yamada"]);
    say(&["call", "vendor-ehr", "reached", "--spoke-to", "大山", "--note", "遠隔で見る", "--by", "yamada"]);
    say(&["order", "紙カルテを出す", "--to", "看護師長", "--due", "+30", "--by", "takahashi"]);
    let number = number_of(&site, "紙カルテを出す");
    say(&["done", &number, "--result", "3階は済み", "--by", "suzuki"]);
    say(&["declare", "--level", "3", "--grounds", "印字と複数部門の停止", "--by", "takahashi"]);
    say(&["correct", &number_of(&site, "いたずら"), "--text", "いたずらではないと思った", "--by", "yamada"]);
    say(&["note", "二重に書いた", "--by", "yamada"]);
    say(&["withdraw", "last", "--reason", "重複", "--by", "yamada"]);
    say(&["note", "院長に報告した", "--for", "suzuki", "--by", "yamada"]);
    say(&["confirm", "last", "--by", "suzuki"]);
    say(&["handover", "--to", "watanabe", "--by", "yamada"]);
    say(&["runbook", "aside", "ransomware", "--reason", "誤報と分かった", "--by", "takahashi"]);
    say(&["stand-down", "--taker", "suzuki", "--until", "2026-11-25", "--by", "takahashi"]);
    say(&["close", "--by", "takahashi"]);
    say(&["reopen", "-i", &id, "--reason", "また印字が出た", "--by", "takahashi"]);
    say(&["incidents"]);
    insta::assert_snapshot!("whole-incident", told.replace(&id, "20261122-xxxxxxxx"));
}

/// The number of the entry whose text begins with these words.
fn number_of(site: &TestSite, words: &str) -> String {
    let rows = site.json(&["timeline"]);
    let row = rows["rows"].as_array().unwrap().iter().find(|row| row["text"].as_str().unwrap().starts_with(words));
    row.unwrap_or_else(|| panic!("{words} is not in the chronology"))["number"].to_string()
}

fn begun() -> (TestSite, String) {
    let site = TestSite::new();
    let id = site.start(&["--noticed", "0030", "--by", "yamada", "--sign", "omen", "ransomware", "英文の印字"]);
    (site, id)
}

#[test]
fn status_tells_marks_in_words() {
    let (site, id) = begun();
    site.ok(&["step", "do-not-power-off", "done", "--at", "0035", "--by", "yamada"]);
    site.ok(&["step", "tell-colleagues", "failed", "--reason", "ひとりしかいない", "--by", "yamada"]);
    site.ok(&["step", "copy-orders", "later", "--by", "yamada"]);
    site.ok(&["step", "check-planned-work", "skipped", "--reason", "夜間の予定なし", "--by", "yamada"]);
    site.ok(&["answer", "ransom-signs", "yes", "--by", "yamada"]);
    site.ok(&["order", "紙カルテを出す", "--to", "head-nurse", "--due", "0200", "--by", "yamada"]);
    let status = site.ok(&["status"]).replace(&id, "20261122-xxxxxxxx");
    let head: Vec<&str> = status.lines().take(34).collect();
    insta::assert_snapshot!("status-head", head.join("\n"));
    assert!(status.contains("未完了の指示 [") && status.contains("看護師長: 紙カルテを出す"), "{status}");
}

#[test]
fn the_only_open_real_incident_is_meant_and_never_a_drill() {
    let site = TestSite::new();
    refused(site.run(&["status"]), 1, &["続いている事案がありません", "sonae start"]);
    let drill = site.start(&["--drill", "--by", "yamada", "訓練の印字"]);
    assert!(drill.starts_with("drill-"), "{drill}");
    refused(site.run(&["note", "訓練のつもり"]), 1, &["続いている事案がありません", "訓練は必ず -i で選びます"]);
    let real = site.start(&["--by", "yamada", "本当の印字"]);
    assert!(site.ok(&["note", "本番の記録", "--by", "yamada"]).contains("本番の記録"));
    assert!(!site.ok(&["-i", &drill, "timeline"]).contains("本番の記録"));
    assert!(site.ok(&["-i", &drill, "note", "訓練の記録", "--by", "yamada"]).contains("訓練の記録"));
    assert!(!site.ok(&["timeline"]).contains("訓練の記録"));
    assert!(site.ok(&["-i", &drill, "status"]).starts_with("【訓練】drill-"));
    assert!(site.ok(&["incidents", "--drill"]).contains("【訓練】"));
    assert!(!site.ok(&["incidents"]).contains("訓練"));
    // By the beginning of the whole id, or of its word.
    let word = real.rsplit('-').next().unwrap();
    for begins in [real.get(..11).unwrap(), word.get(..3).unwrap(), word] {
        assert!(site.ok(&["-i", begins, "status"]).starts_with(&real), "{begins}");
    }
    let drills_word = drill.rsplit('-').next().and_then(|word| word.get(..4)).unwrap();
    refused(site.run(&["-i", drills_word, "status"]), 1, &["という事案はありません"]);
}

#[test]
fn several_open_incidents_must_be_named() {
    let site = TestSite::new();
    let first = site.start(&["--by", "yamada", "一つ目"]);
    let second = site.start(&["--by", "yamada", "二つ目"]);
    refused(site.run(&["note", "どちら"]), 1, &["続いている事案が複数", &first, &second, "-i で"]);
    let mut named = site.command(&["note", "二つ目のこと"]);
    assert!(named.env("SONAE_INCIDENT", &second).status().unwrap().success());
    assert!(site.ok(&["-i", &second, "timeline"]).contains("二つ目のこと"));
    refused(site.run(&["-i", "2026", "status"]), 1, &["当てはまる事案が複数", &first, &second]);
    // When one of them is over, the other is meant; a closed one takes nothing but mends.
    site.ok(&["-i", &first, "close", "--by", "sato"]);
    assert!(site.ok(&["note", "残った方", "--by", "yamada"]).contains("残った方"));
    refused(site.run(&["-i", &first, "note", "遅い"]), 1, &["終結しています", "sonae reopen"]);
}

#[test]
fn declaring_is_for_the_role_and_a_provisional_one_needs_attempts() {
    let (site, _) = begun();
    let declare = ["declare", "--level", "2", "--grounds", "電子カルテが見られない"];
    let by = |who: &'static str| [declare.as_slice(), &["--by", who]].concat();
    refused(site.run(&by("yamada")), 1, &["運用責任者かその代行者", "山田 恵さん", "佐藤 一郎、高橋 誠、鈴木 花子"]);
    refused(site.run(&declare), 1, &["誰の宣言かを"]);
    let provisional = [by("yamada"), vec!["--provisional"]].concat();
    refused(site.run(&provisional), 1, &["運用責任者への連絡の試み", "sonae call sato no-answer"]);
    site.ok(&["call", "sato", "no-answer", "--by", "yamada"]);
    let made = site.run(&provisional);
    assert_eq!(made.code, 0, "{made}");
    assert!(made.stdout.contains("非常時を仮宣言: レベル2 主要停止"), "{made}");
    assert!(site.ok(&["status"]).contains("(仮宣言(確定待ち))"), "{}", site.ok(&["status"]));
    // The line by which the role confirms it, over the phone.
    site.ok(&["confirm", "last", "--by", "yamada", "--for", "sato", "--via", "phone"]);
    assert!(!site.ok(&["status"]).contains("確定待ち"));
    refused(site.run(&["declare", "--level", "9", "--grounds", "x", "--by", "sato"]), 1, &["レベルはありません", "1"]);
    refused(site.run(&["declare", "--level", "3", "--by", "sato"]), 1, &["根拠が要ります", "--grounds"]);
    for output in [site.run(&by("yamada")), site.run(&provisional)] {
        assert!(!output.stderr.contains("operations-manager"), "ids are not for people: {output}");
    }
}

#[test]
fn what_is_unknown_is_refused_with_the_near_names() {
    let (site, _) = begun();
    refused(
        site.run(&["step", "do-not-poweroff", "done"]),
        1,
        &["手順はありません", "do-not-power-off", "sonae status"],
    );
    refused(site.run(&["answer", "ransom-sign", "yes"]), 1, &["判断項目はありません", "ransom-signs"]);
    refused(site.run(&["fact", "ventilator", "2"]), 1, &["把握事項はありません", "ventilator-count", "fact --list"]);
    refused(site.run(&["call", "vendor-her", "busy"]), 1, &["連絡先はありません", "vendor-ehr", "call --list"]);
    refused(site.run(&["order", "x", "--to", "看護師"]), 1, &["役割はありません", "看護師長"]);
    refused(site.run(&["withdraw", "4711", "--reason", "x"]), 1, &["記録はありません", "sonae timeline"]);
    refused(site.run(&["done", "last"]), 1, &["指示はありません"]);
    refused(site.run(&["runbook", "add", "ransom"]), 1, &["手順書はありません", "ransomware"]);
    refused(site.run(&["-i", "20991231-zzzzzzzz", "status"]), 1, &["事案はありません", "sonae incidents"]);
    refused(site.run(&["fact", "outpatient-policy", "半日"]), 1, &["外来の方針", "booked-only (予約の再診だけ)"]);
    refused(site.run(&["step", "tell-colleagues", "failed"]), 1, &["理由が書かれていません", "--reason"]);
    let error = error_of(&site.run(&["step", "do-not-poweroff", "done", "--json"]));
    assert_eq!(error["code"], "not-found");
    assert!(error["hints"][0].as_str().unwrap().contains("do-not-power-off"), "{error}");
    assert_eq!(site.json(&["timeline"])["rows"].as_array().unwrap().len(), 2, "a refusal writes nothing");
}

#[test]
fn a_person_who_is_not_on_the_list_is_accepted_and_marked() {
    let (site, _) = begun();
    let output = site.run(&["note", "応援に来た", "--by", "佐藤 一朗"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stderr.contains("職員の一覧にありません") && output.stderr.contains("佐藤 一郎"), "{output}");
    assert!(site.ok(&["timeline"]).contains("佐藤 一朗〔一覧にない人〕"));
    assert!(site.ok(&["report", "incident"]).contains("佐藤 一朗〔一覧にない人〕"));
    // `name@role` says in which role; a role that there is not is refused.
    assert!(site.ok(&["note", "判断した", "--by", "sato@system-manager"]).contains("判断した"));
    assert!(site.ok(&["timeline"]).contains("佐藤 一郎(情報システム管理者)"));
    refused(site.run(&["note", "x", "--by", "sato@chief"]), 1, &["役割はありません"]);
}

#[test]
fn times_are_read_as_people_say_them_and_the_future_is_asked_about() {
    let (site, _) = begun();
    refused(
        site.run(&["note", "先のこと", "--at", "2026-11-22T02:00:00+09:00"]),
        1,
        &["いまより5分を超えて先", "--yes"],
    );
    refused(site.run(&["note", "読めない", "--at", "そのうち"]), 2, &["時刻として読めません", "1042"]);
    assert!(site.run(&["note", "先のこと", "--at", "2026-11-22T02:00:00+09:00", "--yes"]).stderr.contains("先の時刻"));
    for (typed, shown) in [
        ("0045", "2026-11-22 00:45"),
        ("-5", "2026-11-22 00:55"),
        ("昨日2310", "2026-11-21 23:10"),
        ("0050頃", "2026-11-22 00:50頃"),
        ("0010-0020", "2026-11-22 00:10~00:20"),
        ("11/20 2359", "2026-11-20 23:59"),
        ("不明", "不明"),
    ] {
        let said = site.ok(&["note", "ひとこと", "--at", typed, "--by", "yamada"]);
        assert!(said.contains(&format!("] {shown} ひとこと")), "{typed}: {said}");
    }
}

#[test]
fn usage_is_explained_in_the_readers_language() {
    let site = TestSite::new();
    refused(site.run(&["nope"]), 2, &["「nope」というコマンドはありません", "--help"]);
    refused(site.run(&["stattus"]), 2, &["近いもの", "status"]);
    refused(site.run(&["note"]), 2, &["足りない指定", "<TEXT>"]);
    refused(site.run(&["note", "x", "--nope"]), 2, &["--nope"]);
    refused(site.run(&["report", "incident", "--format", "doc"]), 2, &["doc", "選べるもの", "html"]);
    refused(site.run(&["timeline", "--csv", "--json"]), 2, &["一緒に使えません"]);
    refused(site.run(&["declare", "--level", "x"]), 2, &["--level"]);
    refused(site.run(&["status", "--lang", "fr"]), 2, &["fr", "ja、en"]);
    site.speak("en");
    refused(site.run(&["nope"]), 2, &["\"nope\"", "Error:"]);
    assert_eq!(error_of(&site.run(&["nope", "--json"]))["code"], "usage");
}

#[test]
fn answers_go_to_a_file_whole_or_not_at_all() {
    let (site, _) = begun();
    let file = site.home().join("out.md");
    let path = file.to_str().unwrap();
    let output = site.run(&["report", "incident", "-o", path]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
    assert!(output.stderr.contains("$HOME/out.md に書き出しました"), "{output}");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("# 事案報告書\n"));
    let nowhere = site.home().join("no/such/folder/x.csv");
    refused(site.run(&["timeline", "--csv", "-o", nowhere.to_str().unwrap()]), 1, &["書き出せませんでした", "-o"]);
    let left: Vec<_> = std::fs::read_dir(site.home()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!left.iter().any(|path| path.extension().is_some_and(|end| end == "part")), "{left:?}");
}

#[test]
fn a_report_comes_as_markdown_page_and_data() {
    let (site, id) = begun();
    let markdown = site.ok(&["report", "incident"]);
    assert!(markdown.starts_with("# 事案報告書") && markdown.contains(&id));
    let html = site.ok(&["report", "incident", "--format", "html"]);
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("default-src 'none'"));
    for args in [["--format", "json"].as_slice(), &["--json"]] {
        let data: serde_json::Value =
            serde_json::from_str(&site.ok(&[&["report", "incident"], args].concat())).unwrap();
        assert_eq!(data["schema"], "sonae.report/1");
        assert_eq!(data["document"]["title"], "事案報告書");
    }
    let csv = site.ok(&["timeline", "--csv"]);
    assert!(csv.starts_with("\u{feff}\"番号\",\"起きた時刻\",\"記録した時刻\""), "{csv}");
}

#[test]
fn verify_says_whether_a_code_agrees() {
    let (site, _) = begun();
    let sound = site.ok(&["verify"]);
    assert!(sound.contains("食い違いはありません"), "{sound}");
    let code = sound.lines().find_map(|line| line.split_once("指紋 ")).unwrap().1.to_owned();
    site.ok(&["note", "指紋の後", "--by", "yamada"]);
    assert!(site.ok(&["verify", "--against", &code]).contains("一致します"));
    // As people type it: with other gaps.
    assert!(site.ok(&["verify", "--against", &code.replace('-', " ")]).contains("一致します"), "{code}");
    refused(site.run(&["verify", "--against", "12345"]), 2, &["指紋として読めません"]);
    let (other, _) = begun();
    let strange = other.run(&["verify", "--against", &code]);
    // The same seed makes the same origin; another first line makes another code.
    assert!(strange.code == 0 || strange.code == 4, "{strange}");
    let later = site.ok(&["verify"]);
    let later = later.lines().find_map(|line| line.split_once("指紋 ")).unwrap().1;
    let short = other.run(&["verify", "--against", later]);
    assert_eq!(short.code, 4, "{short}");
}

#[test]
fn the_site_speaks_where_nobody_asked_for_a_language() {
    let (site, _) = begun();
    let mut command = site.command(&["status"]);
    let output = command.env_remove("SONAE_LANG").env("LANG", "en_US.UTF-8").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("継続中"));
    assert!(site.ok(&["status", "--lang", "en"]).contains("No emergency is declared"));
    // Before a site is read, the locale has to do.
    let mut help = site.command(&["--help"]);
    let output = help.env_remove("SONAE_LANG").env("LANG", "en_US.UTF-8").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("Usage:"));
}

#[test]
fn a_runbook_of_the_site_can_be_left_out_or_named_first() {
    let site = TestSite::new();
    refused(site.run(&["start"]), 1, &["書く内容がありません"]);
    refused(site.run(&["start", "ransomware"]), 1, &["書く内容がありません"]);
    refused(site.run(&["start", "ransomwear", "印字"]), 1, &["手順書はありません", "ransomware"]);
    let by_sign = site.start(&["ransomware", "--sign", "omen"]);
    assert!(site.ok(&["-i", &by_sign, "timeline"]).contains("予兆"));
}

#[test]
fn lists_name_what_can_be_typed() {
    let (site, _) = begun();
    site.ok(&["fact", "ventilator-count", "2", "--by", "yamada"]);
    let facts = site.ok(&["fact", "--list"]);
    assert!(facts.contains("ventilator-count  人工呼吸器の患者数") && facts.contains(": 2人"), "{facts}");
    let contacts = site.ok(&["call", "--list"]);
    assert!(contacts.contains("vendor-ehr  見本メディカルシステム  見本(実在しません)"), "{contacts}");
    assert!(!contacts.contains("000-"), "an invented number must not look as if it could be called: {contacts}");
    assert!(contacts.lines().any(|line| line.starts_with("police") && line.contains("110") && line.contains("要確認")));
    let open = site.ok(&["stand-down", "--list"]);
    let item = open.lines().find(|line| line.contains("do-not-power-off")).unwrap().split("  ").next().unwrap();
    site.ok(&["stand-down", "--item", &format!("{item}=suzuki,2026-11-25,引き継ぐ"), "--by", "sato"]);
    let report = site.ok(&["report", "incident"]);
    assert!(report.contains("| 鈴木 花子 | 2026-11-25 | 引き継ぐ |"), "{report}");
}

#[test]
fn check_finds_nothing_wrong_with_the_sample() {
    let site = TestSite::new();
    let check = site.run(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    assert!(check.stdout.contains("誤り 0"), "{check}");
    assert!(site.ok(&["check", "--notes"]).contains("要確認"));
    refused(site.run(&["init", site.dir().to_str().unwrap()]), 3, &["すでにあります"]);
}

#[test]
fn a_mended_site_file_is_used_once_it_is_taken_in_and_names_are_claimed() {
    let site = TestSite::new();
    site.ok(&["start", "ransomware", "印字"]);
    assert!(site.ok(&["refresh"]).contains("変わった施設データはありません"));
    let path = site.path("runbooks/ransomware.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let mended =
        text.replace("do = \"パソコンもサーバも、電源を切らない。再起動もしない。\"", "do = \"電源は、切らない。\"");
    assert_ne!(text, mended);
    std::fs::write(&path, mended).unwrap();
    assert!(!site.ok(&["status"]).contains("電源は、切らない。"), "an incident keeps its own copy");
    assert_eq!(site.ok(&["refresh"]).trim(), "runbooks/ransomware.toml");
    assert_eq!(site.run(&["refresh", "runbooks/ransom.toml"]).code, 1);
    site.ok(&["refresh", "runbooks/ransomware.toml", "--by", "ito"]);
    assert!(site.ok(&["status"]).contains("電源は、切らない。"));
    assert!(site.ok(&["timeline"]).contains("施設データを改めた"));
    assert!(site.ok(&["claim", "--by", "yamada"]).contains("名乗り"));
    assert_eq!(site.run(&["claim", "--by", "yamada"]).code, 1, "nothing is left to claim");
    site.ok(&["verify"]);
}
