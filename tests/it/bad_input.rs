//! Bad input, and what it gets: hostile text, sites that are not sound, databases that cannot be used, pipes that close.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::time::Duration;

use crate::program::{Output, TestSite, error_of};

/// What must never reach a terminal, a page or a spreadsheet raw.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}[H消",
    "\u{1b}]0;title\u{7}題",
    "\u{1b}]52;c;cm0=\u{7}",
    "\u{9b}31m赤",
    "a\u{8}\u{8}b\u{7f}",
    "右\u{202e}左\u{2066}隔\u{2069}",
    "行\u{2028}段\u{2029}",
    "札\u{e0041}\u{e007f}",
    "零\u{200b}幅\u{feff}",
    "済\r未",
    "一行\n記録しました [99] 2026-11-22 00:00 偽の行",
];

/// One text with all of it, and with two hundred marks upon one letter.
fn payload() -> String {
    let marks: String = std::iter::repeat_n('\u{301}', 200).collect();
    format!("{}e{marks}終", HOSTILE.concat())
}

/// Nothing in the text acts upon a terminal, hides or turns anything round.
fn assert_harmless(what: &str, text: &str) {
    for c in text.chars() {
        let raw = c.is_control() && c != '\n' && c != '\r'
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{200b}' | '\u{e0000}'..='\u{e007f}');
        assert!(!raw, "{what}: {c:?} came through raw");
    }
    assert!(!text.replace("\r\n", "\n").contains('\r'), "{what}: a carriage return overwrites what stands before it");
    assert!(!text.contains(&"\u{301}".repeat(5)), "{what}: five marks upon one letter");
    // What a terminal makes of it: as many rows of text as there are lines, and no new title.
    let mut screen = vt100::Parser::new(2000.try_into().unwrap(), 400.try_into().unwrap(), 0);
    screen.process(b"BEFORE\r\n");
    screen.process(text.lines().take(20).collect::<Vec<_>>().join("\r\n").as_bytes());
    let shown = screen.screen().contents();
    assert_eq!(shown.lines().next(), Some("BEFORE"), "{what} moved or cleared what stood before it");
}

fn assert_output_harmless(what: &str, output: &Output) {
    assert_harmless(what, output.stdout.trim_start_matches('\u{feff}'));
    assert_harmless(what, &output.stderr);
}

/// Every way to look at an incident.
const VIEWS: &[&[&str]] = &[
    &["status"],
    &["status", "--json"],
    &["timeline"],
    &["timeline", "--json"],
    &["timeline", "--csv"],
    &["report", "incident"],
    &["report", "incident", "--format", "html"],
    &["report", "incident", "--json"],
    &["incidents"],
    &["incidents", "--json"],
    &["stand-down", "--list"],
    &["stand-down", "--list", "--json"],
    &["fact", "--list"],
    &["call", "--list"],
    &["call", "--list", "--json"],
    &["check"],
    &["check", "--json"],
    &["verify"],
];

#[test]
fn hostile_text_in_arguments_reaches_nothing_raw() {
    let site = TestSite::new();
    let bad = payload();
    let bad = bad.as_str();
    let acts: &[&[&str]] = &[
        &["start", "ransomware", bad, "--by", bad, "--noticed", "0030"],
        &["note", bad, "--by", bad, "--for", "yamada", "--from", bad, "--to", bad, "--via", bad],
        &["step", "tell-colleagues", "failed", "--reason", bad],
        &["step", "write-first-sign", "done", "--set", &format!("first-place={bad}")],
        &["order", bad, "--to", "head-nurse"],
        &["call", "vendor-ehr", "reached", "--spoke-to", bad, "--note", bad],
        &["fact", "first-detail", bad],
        &["call", "sato", "no-answer"],
        &["declare", "--level", "2", "--grounds", bad, "--by", bad, "--provisional"],
        &["correct", "1", "--text", bad, "--for", bad],
        &["handover", "--to", bad, "--by", bad],
        &["runbook", "aside", "ransomware", "--reason", bad],
        &["runbook", "add", "ransomware"],
        &["withdraw", "last", "--reason", bad],
    ];
    for act in acts {
        for args in [act.to_vec(), [act, ["--json"].as_slice()].concat()] {
            let output = site.run(&args);
            assert_output_harmless(act[0], &output);
            assert!(output.code == 0 || act[0] != "note", "{output}");
            if act[0] == "start" || act[0] == "runbook" {
                break;
            }
        }
    }
    for view in VIEWS {
        let output = site.run(view);
        assert_eq!(output.code, 0, "{view:?}: {output}");
        assert_output_harmless(&view.join(" "), &output);
    }
    // A text with a line break cannot look like a line of the program.
    for view in [["status"].as_slice(), &["timeline"], &["incidents"]] {
        let output = site.ok(view);
        assert!(!output.lines().any(|line| line.starts_with("記録しました")), "{output}");
    }
    // What was typed is in the record as it was typed.
    let lines = site.ok(&["timeline", "--lines"]);
    // The format escapes what controls and turns round; what is only hidden or drawn on top stays in the bytes.
    assert_harmless("timeline --lines", &lines.replace(['\u{301}', '\u{200b}', '\u{feff}'], ""));
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["text"], bad);
}

#[test]
fn hostile_text_in_refusals_reaches_nothing_raw() {
    let site = TestSite::new();
    site.start(&["ransomware", "印字", "--by", "yamada"]);
    let bad = payload();
    let bad = bad.as_str();
    let wrong: &[&[&str]] = &[
        &[bad],
        &["status", bad],
        &["note", "x", &format!("--{bad}")],
        &["step", bad, "done"],
        &["step", "do-not-power-off", bad],
        &["answer", bad, "yes"],
        &["answer", "ransom-signs", bad],
        &["fact", bad, "1"],
        &["fact", "ventilator-count", bad],
        &["fact", "cut-time", bad],
        &["call", bad, "reached"],
        &["order", "x", "--to", bad],
        &["done", bad],
        &["correct", bad, "--text", "x"],
        &["withdraw", bad, "--reason", "x"],
        &["runbook", "add", bad],
        &["note", "x", "--at", bad],
        &["-i", bad, "status"],
        &["status", "--as-of", bad],
        &["stand-down", "--item", bad],
        &["stand-down", "--until", bad],
        &["verify", "--against", bad],
        &["start", bad, "x"],
        &["start", "x", "--sign", bad],
        &["report", bad],
        &["status", "-o", &format!("{}/no/{bad}", site.home().display())],
    ];
    for args in wrong {
        let output = site.run(args);
        assert_ne!(output.code, 0, "{args:?}: {output}");
        assert_output_harmless(&args.join(" "), &output);
        let output = site.run(&[args, ["--json"].as_slice()].concat());
        assert_output_harmless(&args.join(" "), &output);
        assert!(!error_of(&output)["code"].as_str().unwrap().is_empty());
    }
}

#[test]
fn hostile_text_in_the_sites_files_reaches_nothing_raw() {
    let site = TestSite::new();
    let bad: String = payload().chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let facility = site.read("facility.toml").replace("山田 恵", &bad).replace("\"全面停止\"", &format!("\"{bad}\""));
    site.write("facility.toml", facility);
    let vendors = site.read("contacts/vendors.toml").replace("見本メディカルシステム", &bad);
    site.write("contacts/vendors.toml", vendors);
    let runbook = site.read("runbooks/ransomware.toml");
    let runbook = runbook.replace("パソコンもサーバも", &bad).replace("身代金を求める文", &bad).replace("覚知", &bad);
    site.write("runbooks/ransomware.toml", runbook);
    site.write(&format!("runbooks/{}.toml", "x\u{202e}y"), "schema = 1\nid = [\n");
    let acts: &[&[&str]] = &[
        &["start", "ransomware", "印字", "--by", "yamada", "--noticed", "0030"],
        &["call", "vendor-ehr", "reached", "--by", "yamada"],
        &["step", "do-not-power-off", "done", "--by", "yamada"],
        &["answer", "ransom-signs", "yes", "--by", "yamada"],
        &["declare", "--level", "3", "--grounds", "x", "--by", "sato"],
    ];
    for act in acts {
        let output = site.run(act);
        assert_eq!(output.code, 0, "{output}");
        assert_output_harmless(act[0], &output);
    }
    for view in VIEWS {
        assert_output_harmless(&view.join(" "), &site.run(view));
    }
}

#[test]
fn a_note_of_a_megabyte_is_recorded_and_said_back_short() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    let long = "長い記録。".repeat(70_000);
    assert!(long.len() > 1024 * 1024);
    let output = site.fed(&["note", "-", "--by", "yamada"], long.as_bytes());
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stdout.len() < 2000, "{} bytes were said back", output.stdout.len());
    assert_eq!(site.json(&["timeline"])["rows"][1]["text"], long);
    let too_long = "x".repeat(3 * 1024 * 1024);
    let output = site.fed(&["note", "-", "--by", "yamada"], too_long.as_bytes());
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stderr.contains("文が長すぎます(2048 KBまで)"), "{output}");
    let output = site.fed(&["note", "-"], b"\xff\xfe\x00abc\x1b[2J");
    assert_eq!(output.code, 0, "{output}");
    assert_output_harmless("bytes that are no text", &output);
}

#[test]
fn one_bad_runbook_does_not_stop_the_others() {
    let site = TestSite::new();
    site.write("runbooks/mine.toml", "schema = 1\nid = \"mine\"\ntitle = [\"x\"\n");
    let check = site.run(&["check"]);
    assert_eq!(check.code, 3, "{check}");
    assert!(check.stdout.contains("runbooks/mine.toml:3"), "{check}");
    let started = site.run(&["start", "ransomware", "印字", "--by", "yamada"]);
    assert_eq!(started.code, 0, "{started}");
    assert!(started.stderr.contains("施設データに誤りが") && started.stderr.contains("sonae check"), "{started}");
    // The shipped one, broken: the built-in copy goes on.
    site.write("runbooks/ransomware.toml", "id = 3\nbroken = true\n[[phase]]\nx = 1\n");
    let again = site.start(&["ransomware", "もう一度", "--by", "yamada"]);
    assert!(site.ok(&["-i", &again, "status"]).contains("do-not-power-off"));
    assert_eq!(site.run(&["check", "--json"]).code, 3);
}

#[test]
fn a_broken_facility_file_does_not_stop_an_incident() {
    let site = TestSite::new();
    for broken in ["", "schema = 1\n[[person]\n", "\u{0}\u{1b}[2J", &"[".repeat(100_000)] {
        site.write("facility.toml", broken);
        let started = site.run(&["start", "印字", "--by", "山田"]);
        assert_eq!(started.code, 0, "{started}");
        assert_output_harmless("start", &started);
        assert!(started.stderr.contains("施設データに誤りが"), "{started}");
        assert_eq!(site.run(&["check"]).code, 3);
    }
    site.write("facility.toml", b"\xff\xfe\x00");
    assert_eq!(site.run(&["start", "印字"]).code, 0);
    // In JSON, what is to be said about the site stands in the answer, and standard error is empty.
    let answer = site.run(&["incidents", "--json"]);
    assert_eq!(answer.stderr, "");
    let answer: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert!(answer["notices"][0].as_str().unwrap().contains("sonae check"), "{answer}");
}

#[test]
fn a_database_that_another_program_holds_is_said_and_waited_for() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    let holder = rusqlite::Connection::open(site.path("record/real.db")).unwrap();
    holder.execute_batch("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let output = site.run(&["note", "書けない", "--by", "yamada"]);
    assert_eq!(output.code, 4, "{output}");
    assert!(output.stderr.contains("いま記録に書き込んでいます"), "{output}");
    assert!(output.stderr.contains("記録には何も書いていません") && output.stderr.contains("もう一度"), "{output}");
    assert_eq!(error_of(&site.run(&["note", "書けない", "--json"]))["code"], "record-busy");
    drop(holder);
    assert!(site.ok(&["note", "今度は書けた", "--by", "yamada"]).contains("記録しました"));
    // One that lets go within the waiting time is not even noticed.
    let holder = rusqlite::Connection::open(site.path("record/real.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waits = site.command(&["note", "待って書けた", "--by", "yamada"]).stdout(Stdio::null()).spawn();
    std::thread::sleep(Duration::from_millis(700));
    holder.execute_batch("COMMIT").unwrap();
    assert!(waits.unwrap().wait().unwrap().success());
    let timeline = site.ok(&["timeline"]);
    assert!(timeline.contains("待って書けた") && !timeline.contains("書けない"), "{timeline}");
}

/// Recording goes on in the spool while the database cannot be used; when it is sound again, the lines are taken in.
fn goes_on_in_the_spool(site: &TestSite, says: &str) {
    let database = site.path("record/real.db");
    let before = fs::read(&database).unwrap();
    let output = site.run(&["start", "別の異常", "--by", "yamada"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stderr.contains(says), "{says} is not in:\n{output}");
    assert!(output.stderr.contains("控えのファイル") && output.stderr.contains("なくなりません"), "{output}");
    let id = output.stdout.lines().last().unwrap().to_owned();
    let note = site.run(&["-i", &id, "note", "控えに書いた", "--by", "yamada"]);
    assert_eq!(note.code, 0, "{note}");
    let timeline = site.run(&["-i", &id, "timeline"]);
    assert!(timeline.stdout.contains("控えに書いた") && timeline.stderr.contains(says), "{timeline}");
    assert!(fs::read(&database).unwrap() == before, "the file was written to");
}

#[test]
fn a_damaged_database_is_left_as_it_is_and_recording_goes_on() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    let database = site.path("record/real.db");
    let sound = fs::read(&database).unwrap();
    fs::write(&database, b"not a database at all, but long enough to be read as one".repeat(200)).unwrap();
    goes_on_in_the_spool(&site, "記録のファイルが壊れています");
    assert_eq!(site.run(&["verify"]).code, 4);
    // The sound file comes back: the next opening takes the lines in, once.
    fs::write(&database, sound).unwrap();
    let incidents = site.run(&["incidents"]);
    assert!(incidents.stdout.contains("別の異常") && incidents.stdout.contains("印字"), "{incidents}");
    assert!(incidents.stderr.contains("行を記録に取り込みました"), "{incidents}");
    assert_eq!(site.run(&["incidents"]).stderr, "", "all is well again");
    let verified = site.ok(&["verify"]);
    assert!(verified.contains("食い違いはありません"), "{verified}");
    let rows: i64 = rusqlite::Connection::open(&database)
        .unwrap()
        .query_row("SELECT count(*) FROM line WHERE CAST(bytes AS TEXT) LIKE '%控えに書いた%'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn a_database_of_a_newer_version_is_left_as_it_is_and_recording_goes_on() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    let database = site.path("record/real.db");
    let set = |version: u32| {
        let connection = rusqlite::Connection::open(&database).unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    };
    set(99);
    goes_on_in_the_spool(&site, "この sonae より新しい版のものです(版 99)");
    set(1);
    assert!(site.ok(&["incidents"]).contains("別の異常"));
    assert!(site.ok(&["verify"]).contains("食い違いはありません"));
}

#[test]
fn a_record_that_can_only_be_read_goes_on_elsewhere() {
    let site = TestSite::new();
    site.start(&["印字", "--by", "yamada"]);
    // Root may write everywhere: the program runs as somebody else, on a stick whose switch is set.
    let root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let modes = |folder: u32, file: u32| {
        for path in [site.home().to_path_buf(), site.dir(), site.path("record")] {
            let mode = if path == site.home() { 0o777 } else { folder };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
        for entry in fs::read_dir(site.path("record")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::set_permissions(path, fs::Permissions::from_mode(file)).unwrap();
            }
        }
    };
    fs::set_permissions(site.home().join("tmp"), fs::Permissions::from_mode(0o777)).unwrap();
    // Where the program itself cannot be reached by others, a copy stands in.
    let program = site.home().join("sonae");
    fs::copy(env!("CARGO_BIN_EXE_sonae"), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |args: &[&str]| {
        let template = site.command(args);
        let mut command = std::process::Command::new(&program);
        command.args(args).stdin(Stdio::null()).env_clear();
        command.envs(template.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
        if root {
            command.uid(65_534).gid(65_534);
        }
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Output { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap() }
    };
    modes(0o555, 0o444);
    let before = fs::read(site.path("record/real.db")).unwrap();
    let output = run(&["note", "書けない所から", "--by", "yamada"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stderr.contains("読み取り専用") && output.stderr.contains("控えのファイル"), "{output}");
    assert!(run(&["timeline"]).stdout.contains("書けない所から"));
    assert!(fs::read(site.path("record/real.db")).unwrap() == before);
    modes(0o777, 0o666);
    let timeline = run(&["timeline"]);
    assert!(timeline.stdout.contains("書けない所から"), "{timeline}");
    assert!(timeline.stderr.contains("2行を記録に取り込みました"), "{timeline}");
    assert_eq!(run(&["timeline"]).stderr, "", "said once");
    assert!(run(&["verify"]).stdout.contains("食い違いはありません"));
}

#[test]
fn a_reader_that_has_had_enough_stops_nothing() {
    let site = TestSite::new();
    site.start(&["ransomware", "印字", "--by", "yamada"]);
    for view in [["status"].as_slice(), &["timeline", "--lines"], &["report", "incident"], &["--help"]] {
        let mut child = site.command(view).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && said.is_empty(), "{view:?}: {said}");
    }
    let mut full = site.command(&["status"]);
    let full = full.stdout(fs::File::options().write(true).open("/dev/full").unwrap()).output().unwrap();
    assert_eq!(full.status.code(), Some(1));
    assert!(String::from_utf8(full.stderr).unwrap().contains("書き出せませんでした"));
    // An argument that is no text is wrong usage.
    let mut odd = site.command(&["note"]);
    let odd = odd.arg(std::ffi::OsStr::from_bytes(b"\xff\x1b[2J")).output().unwrap();
    assert_eq!(odd.status.code(), Some(2));
    assert_harmless("an argument that is no text", &String::from_utf8(odd.stderr).unwrap());
}
