//! `sonae backup` as people type it: the register, work recorded and approved, folders compared with their hashes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::{Output, TestSite};

/// The shipped site, whose daily backup the facility has made its own.
fn own() -> TestSite {
    let site = TestSite::new();
    let text = site.read("facility.toml");
    let (before, after) = text.split_once("id = \"ehr-daily\"").unwrap();
    let after = after.replacen("sample = true\n", "", 1);
    site.write("facility.toml", format!("{before}id = \"ehr-daily\"{after}"));
    site
}

fn of<'a>(list: &'a Value, id: &str) -> &'a Value {
    list["backups"].as_array().unwrap().iter().find(|backup| backup["backup"] == id).unwrap()
}

fn short(list: &Value, id: &str) -> Vec<String> {
    let short = of(list, id)["short"].as_array().unwrap();
    short.iter().map(|short| short["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_register_shows_what_falls_short_until_it_is_done() {
    let site = own();
    assert_eq!(short(&site.json(&["backup"]), "ehr-daily"), ["never-taken", "never-tested"]);
    site.ok(&["backup", "taken", "ehr-daily", "--generation", "11/21夜", "--at", "11/21 2300", "--by", "watanabe"]);
    site.ok(&[
        "backup",
        "tested",
        "電子カルテ 毎日の控え",
        "worked",
        "--note",
        "1人分",
        "--at",
        "11/20",
        "--by",
        "watanabe",
    ]);
    let list = site.json(&["backup", "list"]);
    assert_eq!(short(&list, "ehr-daily"), [""; 0]);
    assert_eq!(of(&list, "ehr-daily")["taken"], "2026-11-21T23:00:00+09:00");
    assert_eq!(of(&list, "ehr-daily")["tested"], "2026-11-20");
    assert_eq!(list["unapproved"].as_array().unwrap().len(), 2);

    // A night without a backup, and a week without an approval.
    site.at("2026-11-29T01:00:00+09:00");
    site.ok(&["backup", "taken", "ehr-daily", "--failed", "--note", "容量", "--by", "watanabe"]);
    let late = site.json(&["backup", "list"]);
    assert_eq!(short(&late, "ehr-daily"), ["too-old", "last-failed", "unapproved"]);
    let readiness = site.ok(&["readiness"]);
    for words in [
        "期限切れ 最後に取ったバックアップ: 電子カルテ 毎日の控え",
        "最後の作業で取れなかった",
        "承認されていない作業 2件",
    ] {
        assert!(readiness.contains(words), "{words}\n{readiness}");
    }
    let text = site.ok(&["backup"]);
    assert!(text.contains("! 電子カルテ 毎日の控え  (ehr-daily)") && text.contains("承認待ちの作業 3件"), "{text}");
    assert!(text.contains("電子カルテ 週ごとの控え〔見本〕"), "{text}");

    for work in late["unapproved"].as_array().unwrap() {
        site.ok(&["backup", "approve", &work["number"].to_string(), "--by", "sato"]);
    }
    assert_eq!(site.json(&["backup"])["unapproved"], json!([]));
    assert_eq!(of(&site.json(&["backup"]), "ehr-daily")["approved_by"]["name"], "佐藤 一郎");
}

#[test]
fn what_cannot_be_recorded_says_why_and_records_nothing() {
    let site = own();
    for (arguments, code, says) in [
        (["backup", "taken", "ehr-dayly"].as_slice(), 1, "近いもの"),
        (&["backup", "taken", "ehr-daily", "--at", "2027-01-01 0000"], 1, "先の時刻"),
        (&["backup", "approve", "99"], 1, "という記録はありません"),
        (&["backup", "tested", "ehr-daily", "maybe"], 2, "worked"),
    ] {
        let output = site.run(arguments);
        assert_eq!(output.code, code, "{arguments:?}\n{output}");
        assert!(output.stderr.contains(says), "{arguments:?}\n{output}");
    }
    assert_eq!(short(&site.json(&["backup"]), "ehr-daily"), ["never-taken", "never-tested"]);
    site.ok(&["backup", "taken", "ehr-daily", "--by", "watanabe"]);
    let own = site.run(&["backup", "approve", "last", "--by", "watanabe"]);
    assert!(own.code == 0 && own.stderr.contains("自分で承認"), "{own}");
    assert!(site.ok(&["backup"]).contains("(作業した本人)"));
    let again = site.run(&["backup", "approve", "1", "--by", "sato"]);
    assert!(again.code == 1 && again.stderr.contains("もう承認"), "{again}");
}

#[test]
fn check_names_systems_of_ones_own_that_are_backed_up_too_little() {
    let site = own();
    let text = site.read("facility.toml");
    let shipped = site.ok(&["check"]);
    assert!(!shipped.contains("system-without-backup") && !shipped.contains("backups-within-reach"), "{shipped}");
    // Every entry is the facility's own now, and what was written twice is taken by one method.
    let own = text.replace("sample = true\n", "").replace("apart = true", "apart = false");
    let own = own.replace(
        "データベースとシステムのファイルを外付けの媒体へ写し、線を抜く",
        "データベースをバックアップ装置へ写す",
    );
    site.write("facility.toml", &own);
    let found = site.run(&["check"]);
    assert_eq!(found.code, 0, "{found}");
    for code in ["system-without-backup", "backups-within-reach", "backups-one-method"] {
        assert!(found.stdout.contains(code), "{code}\n{found}");
    }
    assert!(!found.stdout.contains("「バックアップ」のバックアップ"), "it says why there is none\n{found}");
    site.write("facility.toml", text.replace("max-age = \"26h\"", "max-age = \"毎日\""));
    let wrong = site.run(&["check"]);
    assert!(wrong.code == 3 && wrong.stdout.contains("max-age"), "{wrong}");
}

/// A folder beside the site, and where its list goes.
fn tape(site: &TestSite) -> (PathBuf, PathBuf) {
    let folder = site.home().join("tape");
    fs::create_dir_all(folder.join("db/日次")).unwrap();
    fs::write(folder.join("db/日次/1.dat"), vec![7; 300_000]).unwrap();
    fs::write(folder.join("db/flip"), "abcdef").unwrap();
    fs::write(folder.join("gone"), "x").unwrap();
    fs::write(folder.join("space and (sign)"), "").unwrap();
    (folder, site.home().join("tape.sha256"))
}

fn manifest(site: &TestSite, folder: &Path, list: &Path) -> Output {
    site.run(&["backup", "manifest", folder.to_str().unwrap(), "-o", list.to_str().unwrap(), "--by", "watanabe"])
}

fn verify(site: &TestSite, folder: &Path, list: &Path) -> Output {
    site.run(&["backup", "verify", folder.to_str().unwrap(), "--against", list.to_str().unwrap(), "--by", "watanabe"])
}

/// The lines of the standing series.
fn log(site: &TestSite) -> String {
    site.ok(&["readiness", "log"])
}

#[test]
fn a_folder_is_compared_and_every_damage_is_named_and_recorded() {
    let site = own();
    let (folder, list) = tape(&site);
    let made = manifest(&site, &folder, &list);
    assert_eq!(made.code, 0, "{made}");
    assert!(made.stdout.contains("4ファイル"), "{made}");
    let whole = verify(&site, &folder, &list);
    assert_eq!(whole.code, 0, "{whole}");
    assert!(
        whole.stdout.contains("4ファイルすべてが照合表と一致") && whole.stdout.contains("作ったと記録されています"),
        "{whole}"
    );

    fs::write(folder.join("db/flip"), "abcdeF").unwrap();
    fs::write(folder.join("db/日次/1.dat"), "short").unwrap();
    fs::remove_file(folder.join("gone")).unwrap();
    fs::write(folder.join("new\u{1b}[31m"), "").unwrap();
    let damaged = verify(&site, &folder, &list);
    assert_eq!(damaged.code, 1, "{damaged}");
    for words in [
        "中身が違う(大きさは同じ): db/flip",
        "短くなった: db/日次/1.dat (300000バイト から 5バイト)",
        "無い: gone",
        "照合表に無い: new",
        "一致しないところが4件",
    ] {
        assert!(damaged.stdout.contains(words), "{words}\n{damaged}");
    }
    assert!(!damaged.stdout.contains('\u{1b}') && !damaged.stderr.contains('\u{1b}'), "{damaged}");
    let log = log(&site);
    assert!(log.contains("照合表を作った") && log.contains("4ファイルすべて一致"), "{log}");
    assert!(
        log.contains("一致 1ファイル、違い: 照合表に無い 1件、中身が違う(大きさは同じ) 1件、無い 1件、短くなった 1件"),
        "{log}"
    );
    assert!(!log.contains("gone") && !log.contains("db/flip"), "names may name patients: {log}");

    // A list that was altered along with the files is another list.
    let forged = fs::read_to_string(&list).unwrap().replace("# size 1\n", "# size 2\n");
    fs::write(&list, forged).unwrap();
    assert!(verify(&site, &folder, &list).stdout.contains("この照合表を作った記録はありません"));
}

#[test]
fn sha256sum_agrees_about_the_same_list() {
    let site = own();
    let (folder, list) = tape(&site);
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        for name in [b"\xe3\x81".as_slice(), b"line\nbreak", b"back\\slash"] {
            fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), name).unwrap();
        }
        std::os::unix::fs::symlink("gone", folder.join("link")).unwrap();
    }
    assert_eq!(manifest(&site, &folder, &list).code, 0);
    let theirs = || {
        let list = list.to_str().unwrap();
        std::process::Command::new("sha256sum").args(["--strict", "--warn", "-c", list]).current_dir(&folder).output()
    };
    let Ok(output) = theirs() else {
        eprintln!("SKIPPED sha256sum_agrees_about_the_same_list: there is no sha256sum here");
        return;
    };
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    fs::write(folder.join("db/flip"), "abcdeF").unwrap();
    assert!(!theirs().unwrap().status.success());
    assert_eq!(verify(&site, &folder, &list).code, 1);
    // And theirs is read here.
    let made = std::process::Command::new("sh")
        .args(["-c", "find . -type f -print0 | xargs -0 sha256sum"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(made.status.success());
    fs::write(&list, made.stdout).unwrap();
    #[cfg(unix)]
    fs::remove_file(folder.join("link")).unwrap();
    let whole = verify(&site, &folder, &list);
    assert_eq!(whole.code, 0, "{whole}");
}

#[test]
fn nothing_is_written_into_what_is_looked_at() {
    let site = own();
    let (folder, list) = tape(&site);
    let inside = folder.join("db/../list");
    let refused = manifest(&site, &folder, &inside);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("調べるフォルダの中"), "{refused}");
    assert!(!inside.exists());
    #[cfg(unix)]
    {
        // By another way into the folder.
        let way = site.home().join("way");
        std::os::unix::fs::symlink(&folder, &way).unwrap();
        assert_eq!(manifest(&site, &folder, &way.join("list")).code, 2);
        assert_eq!(manifest(&site, &way, &folder.join("list")).code, 2);
    }
    let whole_home = manifest(&site, site.home(), &std::env::temp_dir().join("never-written"));
    assert!(whole_home.code == 2 && whole_home.stderr.contains("このプログラムの記録"), "{whole_home}");
    assert_eq!(manifest(&site, &folder, &list).code, 0);
    let answer = folder.join("answer.json");
    let arguments = ["backup", "verify", folder.to_str().unwrap(), "--against", list.to_str().unwrap()];
    let answered = site.run(&[arguments.as_slice(), &["--json", "-o", answer.to_str().unwrap()]].concat());
    assert!(answered.code == 2 && !answer.exists(), "nor is the answer: {answered}");
    let no_output = site.run(&["backup", "manifest", folder.to_str().unwrap()]);
    assert!(no_output.code == 2 && no_output.stderr.contains("-o"), "{no_output}");
    assert_eq!(verify(&site, &folder.join("nowhere"), &list).code, 2);
    assert!(!log(&site).contains("照合した"), "what was refused is not recorded");
}

#[test]
fn what_is_no_list_ends_with_3_and_a_record_that_cannot_be_written_does_not_hide_what_was_found() {
    let site = own();
    let (folder, list) = tape(&site);
    assert_eq!(verify(&site, &folder, &list).code, 3, "there is none");
    fs::write(&list, "これは照合表ではない\n").unwrap();
    let no_list = verify(&site, &folder, &list);
    assert!(no_list.code == 3 && no_list.stderr.contains("照合表ではありません"), "{no_list}");
    assert_eq!(manifest(&site, &folder, &list).code, 0);
    fs::remove_file(folder.join("gone")).unwrap();
    let ahead = ["--at", "2027-01-01 0000"];
    let arguments = ["backup", "verify", folder.to_str().unwrap(), "--against", list.to_str().unwrap()];
    let refused = site.run(&[arguments.as_slice(), &ahead].concat());
    assert!(refused.code == 1 && refused.stdout.contains("無い: gone"), "{refused}");
    assert!(refused.stderr.contains("残せませんでした"), "{refused}");
}
