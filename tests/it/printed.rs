//! The incident report as it comes out of a browser's printer: read back by a program that is not ours.

use std::process::Command;

use crate::program::TestSite;

fn missing(program: &str) -> bool {
    let missing = Command::new(program).arg("--version").output().is_err();
    if missing {
        eprintln!("skipped: printing the report needs {program}, which is not installed");
    }
    missing
}

#[test]
fn the_report_prints_whole_and_its_text_can_be_read_back() {
    if missing("chromium") || Command::new("pdftotext").arg("-v").output().is_err() {
        eprintln!("skipped: the_report_prints_whole_and_its_text_can_be_read_back");
        return;
    }
    let site = TestSite::new();
    for arguments in [
        ["start", "ransomware", "病棟のプリンタが英文を印字し続けている"].as_slice(),
        ["step", "cut-backup-network", "done", "--set", "cut-time=明け方"].as_slice(),
        ["note", "患者の安全を確認した。モニタは動いている", "--by", "山田"].as_slice(),
    ] {
        let output = site.run(arguments);
        assert_eq!(output.code, 0, "{}", output.stderr);
    }
    let (page, pdf) = (site.path("report.html"), site.path("report.pdf"));
    let output = site.run(&["report", "incident", "--format", "html", "-o", page.to_str().unwrap()]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let printed = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", site.path("browser").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&printed.stderr));
    let read = Command::new("pdftotext").args(["-layout", pdf.to_str().unwrap(), "-"]).output().unwrap();
    let text: String = String::from_utf8(read.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
    for part in [
        "事案報告書",
        "病棟のプリンタが英文を印字し続けている",
        "明け方",
        "山田恵",
        "クロノロジー",
        "氏名と時刻は入力した人の申告です",
    ] {
        assert!(text.contains(part), "{part} is not on the printed pages");
    }
}
