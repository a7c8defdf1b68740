//! `sonae readiness` with the real program: what is not done, what is recorded, and the two pages for an inspection.

use std::fmt::Write as _;
use std::process::Command;

use crate::program::{TestSite, error_of};

fn state(site: &TestSite, group: &str, says: &str) -> String {
    let found = site.json(&["readiness"]);
    let findings = found["findings"].as_array().unwrap();
    let fits =
        |finding: &&serde_json::Value| finding["group"] == group && finding["what"].as_str().unwrap().contains(says);
    let finding = findings.iter().find(fits).unwrap_or_else(|| panic!("{says} is not in {found:#}"));
    finding["state"].as_str().unwrap().to_owned()
}

#[test]
fn it_says_what_is_not_done_and_never_that_a_rule_is_met() {
    let site = TestSite::new();
    for (lang, not_done) in [("ja", "未実施"), ("en", "not done")] {
        site.speak(lang);
        for args in [["readiness"].as_slice(), &["readiness", "report"], &["readiness", "report", "--format", "html"]] {
            let said = site.ok(args);
            assert!(said.contains(not_done), "{args:?}\n{said}");
            for claim in ["適合", "準拠", "compliant", "conform", " OK"] {
                assert!(!said.contains(claim), "{args:?} says {claim}");
            }
        }
        site.ok(&["readiness", "chart"]);
    }
    site.speak("ja");
    assert!(site.ok(&["readiness"]).contains("規程や法令を満たすかどうかを示すものではありません"));
    assert_eq!(site.run(&["readiness", "--strict"]).code, 1);
    assert_eq!(site.run(&["readiness", "--strict", "log"]).code, 2, "--strict asks about the whole");
}

#[test]
fn a_duty_is_recorded_and_comes_round_again() {
    let site = TestSite::new();
    assert_eq!(state(&site, "year", "監査"), "not-done");
    let said = site.ok(&[
        "readiness",
        "done",
        "audit",
        "--at",
        "2025-12-20",
        "--result",
        "指摘2件",
        "--material",
        "監査の記録",
        "--attended",
        "佐藤、鈴木",
        "--attended",
        "外の監査人",
        "--by",
        "ito",
    ]);
    assert!(said.contains("結果: 指摘2件") && said.contains("出席 3名: 佐藤 一郎、鈴木 花子、外の監査人"), "{said}");
    assert_eq!(state(&site, "year", "監査"), "soon");
    site.at("2026-12-20T23:59:00+09:00");
    assert_eq!(state(&site, "year", "監査"), "soon", "the last day is in time");
    site.at("2026-12-21T00:00:00+09:00");
    assert_eq!(state(&site, "year", "監査"), "expired");
    let log = site.ok(&["readiness", "log"]);
    assert!(log.contains("情報システムの監査") && log.contains("伊藤 直樹"), "{log}");
    site.ok(&["readiness", "withdraw", "last", "--reason", "日を間違えた", "--by", "ito"]);
    assert_eq!(state(&site, "year", "監査"), "not-done");
    assert!(site.ok(&["readiness", "log"]).contains("日を間違えた"));
    // The chains of the standing series are checked like any other.
    let checked = site.run(&["verify"]);
    assert!(checked.code == 0 && checked.stdout.contains("readiness"), "{checked}");
}

/// Who has read the ransomware runbook.
fn of_ransomware(found: &serde_json::Value) -> &Vec<serde_json::Value> {
    let readings = found["readings"].as_array().unwrap();
    let reading = readings.iter().find(|reading| reading["path"] == "runbooks/ransomware.toml").unwrap();
    reading["people"].as_array().unwrap()
}

#[test]
fn a_reading_is_of_the_edition_that_was_read() {
    let site = TestSite::new();
    site.ok(&["readiness", "read", "ransomware", "--reader", "山田、伊藤", "--at", "11/20", "--by", "ito"]);
    let found = site.json(&["readiness"]);
    let people = of_ransomware(&found);
    let read = people.iter().filter(|person| person["read_on"] == "2026-11-20").count();
    assert_eq!((read, people.len()), (2, 10));
    let text = site.read("runbooks/ransomware.toml");
    site.write("runbooks/ransomware.toml", text.replace("version = \"2026-11-22\"", "version = \"2026-11-23\""));
    let found = site.json(&["readiness"]);
    let people = of_ransomware(&found);
    assert!(people.iter().all(|person| person["read_on"].is_null()));
    assert_eq!(people.iter().filter(|person| person["older_version"] == "2026-11-22").count(), 2);
}

#[test]
fn what_is_not_there_is_refused_with_what_there_is() {
    let site = TestSite::new();
    let wrong = |args: &[&str]| {
        let output = site.run(&[args, &["--json"]].concat());
        assert_eq!(output.code, 2, "{output}");
        error_of(&output).to_string()
    };
    assert!(wrong(&["readiness", "done", "audits"]).contains("audit, inspection"));
    assert!(wrong(&["readiness", "read", "ransom", "--reader", "山田"]).contains("ransomware"));
    assert!(wrong(&["readiness", "read", "ransomware"]).contains("--reader"));
    assert!(site.run(&["readiness", "done", "audit", "--at", "2026-13-01"]).code == 2);
    assert!(!site.path("record/real.db").exists() || site.ok(&["readiness", "log"]).trim().is_empty());
}

#[test]
fn a_facility_that_is_its_own_has_its_numbers_on_the_chart() {
    let site = TestSite::new();
    let contacts = site.read("contacts/vendors.toml");
    let own = contacts.replacen("verified = \"\"\nsample = true", "verified = \"2026-11-01\"", 1);
    site.write("contacts/vendors.toml", own.replacen("000-0000-0101", "03-9999-0101", 1));
    let chart = site.ok(&["readiness", "chart"]);
    let row = chart.lines().find(|row| row.contains("見本メディカルシステム")).unwrap();
    assert!(row.contains("03-9999-0101"), "{chart}");
    assert!(!chart.contains("000-0000"), "an invented number is none to call\n{chart}");
    assert_eq!(state(&site, "contacts", "見本メディカルシステム"), "done");
    let svg = site.ok(&["readiness", "chart", "--svg"]);
    assert!(svg.starts_with("<svg ") && svg.contains("03-9999-0101") && !svg.contains("<script"), "{svg}");
}

fn pages(site: &TestSite) -> Option<String> {
    let missing = |program: &str, asks: &str| Command::new(program).arg(asks).output().is_err();
    if missing("chromium", "--version") || missing("pdfinfo", "-v") || missing("pdftotext", "-v") {
        eprintln!("skipped: printing the report for an inspection needs chromium, pdfinfo and pdftotext");
        return None;
    }
    let (page, pdf) = (site.path("inspection.html"), site.path("inspection.pdf"));
    site.ok(&["readiness", "report", "--format", "html", "-o", page.to_str().unwrap()]);
    let printed = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", site.path("browser").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&printed.stderr));
    let info = Command::new("pdfinfo").arg(&pdf).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    let of = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    assert_eq!(of("Pages:"), "2", "{info}");
    assert!(of("Page size:").ends_with("(A4)"), "{info}");
    let read = Command::new("pdftotext").args(["-layout", pdf.to_str().unwrap(), "-"]).output().unwrap();
    Some(String::from_utf8(read.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect())
}

#[test]
fn the_sample_prints_on_two_pages() {
    let site = TestSite::new();
    let Some(text) = pages(&site) else { return };
    for part in
        ["点検用の報告", "2-①", "確認表", "5-6", "連絡体制図", "対策本部", "未実施", "一次資料で確かめてください"]
    {
        assert!(text.contains(part), "{part} is not on the pages");
    }
}

#[test]
fn a_clinic_of_twenty_with_thirty_contacts_prints_on_two_pages() {
    let site = TestSite::new();
    let mut facility = site.read("facility.toml").replace("sample = true\n", "");
    for n in 0..10 {
        write!(
            facility,
            "\n[[person]]\nid = \"p-{n}\"\nname = \"長谷川五右衛門左衛門 とても長い名前の職員その{n}\"\nroles = [\"department-head\", \"headquarters\"]\n"
        )
        .unwrap();
    }
    site.write("facility.toml", facility);
    for (list, group) in [("vendors", "vendor"), ("authorities", "authority")] {
        let mut text = format!(
            "schema = 1\nid = \"{list}\"\ntitle = \"連絡先\"\ngroup = \"{group}\"\nversion = \"2026-11-22\"\nowner = \"事務\"\nreviewed = \"\"\n"
        );
        for n in 0..15 {
            write!(
                text,
                "\n[[contact]]\nid = \"{list}-{n}\"\nname = \"長い名前の会社または役所の長い名前の窓口その{n}\"\n\
                 phone = [ {{ number = \"03-1234-56{n:02}\" }} ]\nverified = \"2026-11-01\"\n"
            )
            .unwrap();
        }
        site.write(&format!("contacts/{list}.toml"), text);
    }
    let runbook = site.read("runbooks/ransomware.toml");
    let approved = "reviewed = \"2026-11-22\"\napproved = { by = \"医療法人の長い名前の理事長\", on = \"2026-11-22\" }";
    let start = runbook.find("reviewed = ").unwrap();
    let line = runbook[start..].lines().next().unwrap().to_owned();
    site.write("runbooks/ransomware.toml", runbook.replacen(&line, approved, 1));
    for duty in ["training", "drill", "restore-test", "inventory", "network-diagram", "risk-review", "vendor-review"] {
        site.ok(&["readiness", "done", duty, "--at", "2026-11-01", "--by", "ito"]);
    }
    let Some(text) = pages(&site) else { return };
    assert!(text.contains("03-1234-5614"), "the last of the list is drawn");
    assert!(text.contains("2026-11-01"), "{text}");
}
