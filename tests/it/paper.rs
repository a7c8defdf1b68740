//! Paper: what is printed comes whole out of a browser's printer, and what was filled in by hand is typed back.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use sonae::domain::paper::{binder, lines};
use sonae::domain::plan::Plan;
use sonae::domain::step_key::StepKey;
use sonae::site::Site;

use crate::program::TestSite;

/// How much of a page's edge stays white, in points.
const EDGE: f64 = 28.0;

fn can_print() -> bool {
    let there = Command::new("chromium").arg("--version").output().is_ok()
        && Command::new("pdftotext").arg("-v").output().is_ok();
    if !there {
        eprintln!("skipped: printing needs chromium and pdftotext, which are not installed");
    }
    there
}

fn printed(site: &TestSite, paper: &str) -> PathBuf {
    let (page, pdf) = (site.path(&format!("{paper}.html")), site.path(&format!("{paper}.pdf")));
    site.ok(&["print", paper, "--by", "sato", "-o", page.to_str().unwrap()]);
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", site.home().join(format!("browser-{paper}")).display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    pdf
}

/// Without blanks, and with the forms of a character that a font may give back in place of it made alike.
fn bare(text: &str) -> String {
    sonae::text::kana::fold(text).chars().filter(|c| !c.is_whitespace() && *c != '\u{c}').collect()
}

fn read(pdf: &std::path::Path, how: &[&str]) -> String {
    let output = Command::new("pdftotext").args(how).args([pdf.to_str().unwrap(), "-"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn pages(pdf: &std::path::Path) -> Vec<String> {
    let text = read(pdf, &["-raw"]);
    text.split('\u{c}').filter(|page| !page.trim().is_empty()).map(bare).collect()
}

/// Every page says whose it is, what it is and which of how many; nothing reaches into the edge.
fn every_page_is_whole(pdf: &std::path::Path, stamp: &str) -> Vec<String> {
    let pages = pages(pdf);
    for (at, page) in pages.iter().enumerate() {
        for wanted in [bare("【見本】見本クリニック"), bare(stamp), bare(&format!("p.{}/{}", at + 1, pages.len()))]
        {
            assert!(page.contains(&wanted), "page {} lacks {wanted}: {page}", at + 1);
        }
    }
    let mut size = (0.0, 0.0);
    let number = |line: &str, name: &str| -> f64 {
        let rest = line.split_once(&format!(" {name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    for line in read(pdf, &["-bbox"]).lines() {
        if line.contains("<page ") {
            size = (number(line, "width"), number(line, "height"));
        }
        if line.contains("<word ") {
            let inside = number(line, "xMin") >= EDGE
                && number(line, "xMax") <= size.0 - EDGE
                && number(line, "yMin") >= EDGE - 8.0
                && number(line, "yMax") <= size.1 - 8.0;
            assert!(inside, "cut at the edge of {size:?}: {line}");
        }
    }
    pages
}

fn plan(site: &TestSite) -> Plan {
    Site::open(&site.dir()).unwrap().plan().clone()
}

#[test]
fn the_binder_prints_with_every_word_of_every_step() {
    if !can_print() {
        return;
    }
    let site = TestSite::new();
    let pdf = printed(&site, "binder");
    let pages = every_page_is_whole(&pdf, "第1版 2026-11-22");
    assert!((8..=90).contains(&pages.len()), "{} pages", pages.len());
    let plan = plan(&site);
    let all = pages.concat();
    for line in binder(&plan).iter().flat_map(|sheet| &sheet.phases).flat_map(|phase| &phase.lines) {
        // On one page: a line is never torn.
        let code = format!("p1-{}", line.number);
        let words = [Some(line.title()), line.placed.step.warn.clone()];
        let whole = |page: &&String| {
            page.contains(&format!("{code}□")) && words.iter().flatten().all(|words| page.contains(&bare(words)))
        };
        assert!(pages.iter().any(|page| whole(&page)), "{code} {words:?}");
        for id in &line.placed.step.collect {
            assert!(all.contains(&bare(plan.fact_title(id.as_str()))), "{id} is on no page");
        }
    }
    for asked in plan.runbooks.iter().flat_map(|runbook| &runbook.criteria) {
        assert!(all.contains(&bare(&asked.ask)), "{}", asked.ask);
    }
    assert!(all.contains(&bare("p1-5 1042 田中")), "how it is typed back");
    // How each department works, on pages of its own: one without a cell of its own says which level's holds.
    for sheet in &plan.degraded {
        let department = plan.facility.department_title(sheet.department.as_str());
        let heading = bare(&format!("縮退運用の表: {department}"));
        let own: String = pages.iter().filter(|page| page.contains(&heading)).cloned().collect();
        for cell in &sheet.cells {
            match cell.same_as {
                Some(level) => assert!(own.contains(&bare(&format!("レベル{level}と同じ"))), "{department} {own}"),
                None => cell.way.texts().iter().for_each(|(_, text)| assert!(own.contains(&bare(text)), "{text}")),
            }
        }
        let place = &sheet.patients.as_ref().expect("each sample has one").place;
        assert!(own.contains(&bare(place)), "{place}");
    }
    assert_eq!(plan.degraded.len(), 9);
}

#[test]
fn a_binder_is_out_of_date_when_a_department_changes_how_it_works() {
    let site = TestSite::new();
    site.ok(&["print", "binder", "-o", site.home().join("binder.html").to_str().unwrap()]);
    let state = |site: &TestSite| {
        let found = site.json(&["readiness"]);
        let of = |finding: &Value| finding["mend"] == "sonae print binder";
        let finding = found["findings"].as_array().unwrap().iter().find(|finding| of(finding)).unwrap().clone();
        finding["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&site), "done");
    let file = site.dir().join("departments/ward.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("棚3段目"));
    fs::write(&file, text.replace("棚3段目", "棚4段目")).unwrap();
    assert_ne!(state(&site), "done");
}

#[test]
fn each_role_has_one_page_and_the_forms_one_each() {
    if !can_print() {
        return;
    }
    let site = TestSite::new();
    let plan = plan(&site);
    let cards = every_page_is_whole(&printed(&site, "role-cards"), "2026-11-22");
    let has_steps = |role: &&sonae::domain::facility::Role| {
        let in_an_emergency = plan.runbooks.iter().filter(|runbook| runbook.restores.is_none());
        let mut steps = in_an_emergency.flat_map(|runbook| plan.walk(&runbook.id));
        steps.any(|placed| placed.step.role.as_ref() == Some(&role.id))
    };
    let roles: Vec<_> = plan.facility.roles.iter().filter(has_steps).collect();
    assert_eq!(cards.len(), roles.len(), "one page a role");
    for (role, card) in roles.iter().zip(&cards) {
        assert!(card.contains(&bare(&role.title)), "{}", role.title);
        assert!(card.contains(&bare("最初の30分")) && card.contains(&bare("だれに知らせるか")), "{card}");
        for person in plan.facility.holders_and_alternates(role.id.as_str()) {
            assert!(card.contains(&bare(&person.name)), "{} on {}", person.name, role.title);
        }
    }
    let forms = every_page_is_whole(&printed(&site, "blank-forms"), "2026-11-22");
    let titles = [
        "経過の記録",
        "受付票",
        "外来記録",
        "指示・与薬の記録",
        "検査の依頼と結果",
        "処方・調剤の連絡票",
        "食事の連絡票",
    ];
    assert_eq!(forms.len(), titles.len(), "one page a form");
    for (title, form) in titles.iter().zip(&forms) {
        assert!(form.contains(&bare(title)), "{title}");
        assert!(*title == titles[0] || form.contains(&bare("確かめた人")), "{title} goes to its end: {form}");
    }
    let contacts = every_page_is_whole(&printed(&site, "contacts"), "2026-11-22").concat();
    let site = Site::open(&site.dir()).unwrap();
    for contact in site.contacts() {
        assert!(contacts.contains(&bare(&contact.name)), "{}", contact.name);
    }
}

fn states(status: &Value) -> Vec<(StepKey, String, Option<String>)> {
    let runbooks = status["runbooks"].as_array().unwrap();
    let phases = runbooks.iter().flat_map(|runbook| runbook["phases"].as_array().unwrap());
    let steps = phases.flat_map(|phase| phase["steps"].as_array().unwrap());
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    steps
        .map(|step| (text(&step["key"]).unwrap().parse().unwrap(), text(&step["state"]).unwrap(), text(&step["at"])))
        .collect()
}

#[test]
fn a_filled_sheet_typed_back_gives_the_status_that_it_shows() {
    let site = TestSite::new();
    site.ok(&["print", "binder"]);
    site.start(&["ransomware", "印字", "--noticed", "0000", "--by", "yamada"]);
    let plan = plan(&site);
    let own: Vec<(usize, StepKey)> = lines(&plan)
        .into_iter()
        .enumerate()
        .filter(|(_, key)| key.runbook.as_str() == "ransomware")
        .map(|(at, key)| (at + 1, key))
        .collect();
    let minute = |at: usize| format!("00{:02}", at % 60);
    // At most one line a step.
    let sheet: String = own.iter().map(|(number, _)| format!("p1-{number} {} 田中\n", minute(*number))).collect();
    let output = site.fed(&["paper", "-", "--by", "yamada"], sheet.as_bytes());
    assert_eq!(output.code, 0, "{output}");
    let states = states(&site.json(&["status"]));
    for (number, key) in &own {
        let repeats = plan.step(key).unwrap().every.is_some();
        let wanted = if repeats { key.at(2) } else { key.clone() };
        let (_, state, at) = states.iter().find(|(known, ..)| *known == wanted).unwrap_or_else(|| panic!("{wanted}"));
        if repeats {
            assert_eq!(state, "open", "{key}: the next time");
            continue;
        }
        assert_eq!(state, "done", "{key}");
        let time = minute(*number);
        assert!(at.as_ref().unwrap().contains(&format!("T{}:{}", &time[..2], &time[2..])), "{key} at {at:?}");
    }
    // Typed once more, nothing is doubled.
    let before = site.json(&["status"])["lines"].clone();
    let again = site.fed(&["paper", "-", "--by", "yamada"], sheet.as_bytes());
    assert!(again.stdout.contains(&format!("もう入っていた行 {}", own.len())), "{again}");
    assert_eq!(site.json(&["status"])["lines"], before);
}

#[test]
fn lines_that_cannot_be_read_are_given_back_and_the_others_recorded() {
    let site = TestSite::new();
    site.ok(&["print", "binder"]);
    site.start(&["ransomware", "印字", "--noticed", "0000", "--by", "yamada"]);
    let sheet =
        "ｐ１ー１　００１０　たなか\np1-2 田中\n\nメモの行\np1-3 0012 田中 不可 画面がない\np1-9999 0012 田中\n";
    let output = site.fed(&["paper", "-", "--by", "yamada"], sheet.as_bytes());
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stdout.contains("2行を記録しました"), "{output}");
    for kept in ["p1-2 田中", "メモの行", "p1-9999 0012 田中"] {
        assert!(output.stdout.lines().any(|line| line == kept), "{kept}: {output}");
    }
    for number in ["2行目", "4行目", "6行目"] {
        assert!(output.stderr.contains(number), "{number}: {output}");
    }
    let rows = site.json(&["timeline"]);
    let texts: Vec<&str> = rows["rows"].as_array().unwrap().iter().filter_map(|row| row["text"].as_str()).collect();
    assert!(texts.iter().any(|text| text.starts_with("不可: ") && text.contains("画面がない")), "{texts:?}");
}

#[test]
fn a_sheet_of_another_text_is_mapped_or_asked_about_and_nothing_is_lost() {
    let site = TestSite::new();
    site.start(&["ransomware", "印字", "--noticed", "0000", "--by", "yamada"]);
    // The runbook changes while the incident goes on: one step is new in front, one has another name.
    let runbook = site.read("runbooks/ransomware.toml");
    let changed = runbook
        .replacen(
            "[[phase.step]]\nid = \"do-not-power-off\"",
            "[[phase.step]]\nid = \"breathe\"\ndo = \"息をつく\"\nsource = [\"試験\"]\n\n[[phase.step]]\nid = \"do-not-power-off\"",
            1,
        )
        .replace("\"tell-colleagues\"", "\"tell-others\"");
    assert_ne!(changed, runbook);
    site.write("runbooks/ransomware.toml", changed);
    site.ok(&["print", "binder"]);
    let now = lines(&plan(&site));
    let line = |id: &str| now.iter().position(|key| key.to_string() == id).unwrap() + 1;
    // The step decides, not the line.
    let code = format!("p1-{}", line("ransomware:do-not-power-off"));
    let output = site.run(&["paper", &code, "0010", "田中", "--by", "yamada"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stdout.contains("電源を切らない") && output.stderr.contains("古い版の紙"), "{output}");
    // A step that the incident does not have is asked about, with what it says, and kept as a memo when somebody agrees.
    for id in ["ransomware:breathe", "ransomware:tell-others"] {
        let code = format!("p1-{}", line(id));
        let asked = site.run(&["paper", &code, "0011", "田中", "--by", "yamada"]);
        assert_eq!(asked.code, 1, "{asked}");
        assert!(asked.stderr.contains("この事案の手順書にありません"), "{asked}");
        let kept = site.ok(&["paper", &code, "0011", "田中", "--by", "yamada", "--yes"]);
        assert!(kept.contains(&format!("紙の記録 {code} 完了: ")), "{kept}");
    }
    // The name of the step may stand in place of the code.
    site.ok(&["paper", "ransomware:tell-colleagues", "0011", "田中", "--by", "yamada"]);
    // An edition that nobody printed here is offered as the text of the incident.
    let asked = site.run(&["paper", "p7-1", "0012", "田中", "--by", "yamada"]);
    assert!(asked.code == 1 && asked.stderr.contains("印刷されていません"), "{asked}");
    site.ok(&["paper", "p7-2", "0012", "田中", "--by", "yamada", "--yes"]);
    // Printing the same lines again makes no second edition; the old text's lines do.
    assert!(fs::read_to_string(site.path("record/sonae.db")).is_err(), "the record is no text");
    assert!(site.ok(&["print", "binder"]).contains("第1版"));
    site.write("runbooks/ransomware.toml", runbook);
    assert!(site.ok(&["print", "binder"]).contains("第2版"));
}
