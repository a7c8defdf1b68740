//! The site folder: the corpus of sound and faulty data files, and the examples of `docs/site-format.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sonae::domain::runbook::StepKind;
use sonae::site::{PackFile, Severity, Site, render};

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}

fn put_files(folder: &Path, under: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{under}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            put_files(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// The sound clinic, with the files of a case in place of its own.
fn clinic_with(case: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = BTreeMap::new();
    put_files(&corpus("valid/clinic"), "", &mut files);
    put_files(&corpus(case), "", &mut files);
    files.into_iter().collect()
}

fn drawn(site: &Site) -> String {
    let draw = |found| render(found, site.source(found), false);
    site.diagnostics().iter().map(draw).collect::<Vec<_>>().join("\n\n")
}

fn codes(site: &Site) -> Vec<&str> {
    site.diagnostics().iter().map(|found| found.code).collect()
}

fn cases(kind: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(corpus(kind))
        .unwrap()
        .map(|entry| format!("{kind}/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    names.sort();
    names
}

#[test]
fn sound_sites_have_nothing_to_say() {
    for case in cases("valid") {
        let site = Site::of_files(&clinic_with(&case), &[]);
        assert_eq!(drawn(&site), "", "{case}");
    }
}

#[test]
fn faulty_sites_say_all_that_is_wrong() {
    for case in cases("invalid") {
        let site = Site::of_files(&clinic_with(&case), &[]);
        let text = drawn(&site);
        assert!(!text.is_empty(), "{case} found nothing");
        let hidden = |c: char| c.is_control() && c != '\n' || "\u{200b}\u{202e}".contains(c);
        assert!(!text.contains(hidden), "{case} shows what would reach the terminal raw");
        insta::assert_snapshot!(case.replace('/', "-"), text);
    }
}

#[test]
fn every_problem_of_a_file_is_found_in_one_pass() {
    let site = Site::of_files(&clinic_with("invalid/several"), &[]);
    let mut found = codes(&site);
    found.sort_unstable();
    let wanted = ["bad-duration", "bad-id", "bad-value", "missing-key", "missing-key", "unknown-key", "wrong-type"];
    assert!(wanted.iter().all(|code| found.contains(code)), "{found:?}");
}

#[test]
fn a_sound_site_is_read_as_it_was_written() {
    let site = Site::open(&corpus("valid/clinic")).unwrap();
    let plan = site.plan();
    assert_eq!(plan.facility.name, "森の診療所");
    assert_eq!(plan.facility.holders_and_alternates("operations-manager").len(), 2);
    let ids: Vec<&str> = plan.runbooks.iter().map(|runbook| runbook.id.as_str()).collect();
    assert_eq!(ids, ["outage", "restore-ehr", "usual"]);
    let outage = plan.runbook("outage").unwrap();
    assert_eq!(outage.step("cut").unwrap().within.as_ref().unwrap().minutes, 90);
    assert_eq!(outage.step("tell-vendor").unwrap().every, Some(120));
    assert_eq!(outage.step("count-terminals").unwrap().kind, StepKind::Question);
    let walked: Vec<&str> = plan.walk(&outage.id).iter().map(|placed| placed.step.id.as_str()).collect();
    assert_eq!(walked, ["count-terminals", "cut", "tell-vendor", "decide-paper", "write-down", "go-paper"]);
    assert_eq!(site.contacts().len(), 2);
    assert!(site.contacts().iter().any(|contact| contact.phones.len() == 2));
    // What a site does not have comes from the pack: its own files are these.
    assert_eq!(site.headers().filter(|(path, _)| !site.is_fallback(path)).count(), 7);
    assert_eq!(site.record_dir(), corpus("valid/clinic/record"));
}

#[test]
fn notepad_changes_nothing() {
    let plain = Site::of_files(&clinic_with("valid/clinic"), &[]);
    let notepad = Site::of_files(&clinic_with("valid/notepad"), &[]);
    assert_eq!(plain.plan(), notepad.plan());
    let hash = |site: &Site| site.file("runbooks/outage.toml").unwrap().sha256.clone();
    assert_eq!(hash(&plain), hash(&notepad));
}

#[test]
fn an_incident_reads_its_own_copy_back() {
    let site = Site::open(&corpus("valid/clinic")).unwrap();
    let pinned: Vec<(String, String)> =
        site.pinned_files().iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    assert!(pinned.iter().all(|(path, _)| !path.starts_with("contacts/")));
    let (plan, _) = Site::plan_from(&pinned);
    assert_eq!(&plan, site.plan());
}

#[test]
fn a_megabyte_of_nesting_and_ten_end_soon() {
    for size in [100_000, 1_000_000, 10_000_000] {
        for unit in ["[", "{a=", "a.", "[a.", "x = [[[", "[[phase]]\n"] {
            let mut files = clinic_with("valid/clinic");
            files.push(("runbooks/zz.toml".to_owned(), unit.repeat(size / unit.len()).into_bytes()));
            let site = Site::of_files(&files, &[]);
            assert!(site.diagnostics().iter().any(|found| found.severity == Severity::Error), "{unit} {size}");
            assert!(site.diagnostics().len() < 300);
            assert_eq!(site.plan().runbooks.len(), 3, "the others still work");
            assert!(drawn(&site).len() < 200_000);
        }
    }
}

/// What an editor, a bad USB stick or somebody in a hurry does to a file.
const SLIPS: [&[u8]; 14] =
    [b"", b"\"", b"'''", b"[", b"]]", b"{", b"}", b"=", b"\n", b".", b"\r", b"\xE3\x81", b"\x1B[2J", b"\xE2\x80\xAE"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_slip_stops_the_program(
        slips in prop::collection::vec((any::<prop::sample::Index>(), 0..SLIPS.len(), 0_usize..40), 1..6),
        which in any::<prop::sample::Index>(),
    ) {
        let mut files = clinic_with("valid/clinic");
        let bytes = &mut which.get_mut(&mut files).1;
        for (at, slip, gone) in slips {
            let at = at.index(bytes.len() + 1);
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, SLIPS.get(slip).copied().unwrap_or_default().iter().copied());
        }
        let site = Site::of_files(&files, &[]);
        let text = drawn(&site);
        let raw = text.contains(['\u{1b}', '\u{202e}']);
        prop_assert!(!raw);
        for found in site.diagnostics() {
            let length = site.source(found).map_or(0, str::len);
            prop_assert!(found.span.as_ref().is_none_or(|span| span.end <= length), "{found:?}");
        }
    }
}

#[test]
fn more_than_five_hundred_steps_are_refused() {
    let mut files = clinic_with("valid/clinic");
    let usual = files.iter_mut().find(|(path, _)| path == "runbooks/usual.toml").unwrap();
    for number in 0..500 {
        usual.1.extend_from_slice(format!("[[phase.step]]\nid = \"s{number}\"\ndo = \"x\"\n").as_bytes());
    }
    assert_eq!(codes(&Site::of_files(&files, &[])), ["too-many-steps"]);
}

const COPY: &str = "schema=1\nid='outage'\ntitle='内蔵の写し'\nversion='2026-01-01'\nowner='o'\nreviewed=''\n\
                    cause='system-failure'\n[[phase]]\nid='p'\ntitle='t'\nstep=[{id='s',do='x',role='nobody'}]\n";
const PACK: [PackFile; 1] = [PackFile { path: "runbooks/outage.toml", text: COPY }];

#[test]
fn a_faulty_shipped_runbook_falls_back_and_what_it_lacks_is_said_of_the_copy() {
    let site = Site::of_files(&clinic_with("invalid/not-utf8"), &PACK);
    assert_eq!(site.plan().runbook("outage").unwrap().title, "内蔵の写し");
    assert!(site.is_fallback("runbooks/outage.toml"));
    assert_eq!(site.file("runbooks/outage.toml").unwrap().text, COPY);
    let files: Vec<(&str, &str)> = site.diagnostics().iter().map(|found| (found.file.as_str(), found.code)).collect();
    let (own, copy) = ("runbooks/outage.toml", "builtin:runbooks/outage.toml");
    assert_eq!(files, [(copy, "dangling-id"), (own, "not-utf8"), (own, "fallback")]);
    assert!(drawn(&site).contains("role='nobody'"));
    // A site that has none of it is not told that it has: to remove a runbook is allowed.
    let mut files = clinic_with("valid/clinic");
    files.retain(|(path, _)| path != "runbooks/outage.toml");
    let site = Site::of_files(&files, &PACK);
    assert!(site.plan().runbook("outage").is_none());
    // But with none at all, nobody would be told what to do.
    files.retain(|(path, _)| !path.starts_with("runbooks/"));
    let site = Site::of_files(&files, &PACK);
    assert!(site.plan().runbook("outage").is_some() && codes(&site).contains(&"no-runbook"));
}

#[test]
fn a_copy_of_a_runbook_does_not_take_its_place() {
    let site = Site::of_files(&clinic_with("invalid/duplicate-id"), &[]);
    assert_eq!(site.plan().runbooks.len(), 3);
    assert!(site.file("runbooks/outage.toml").is_some());
    assert!(site.file("runbooks/outage - コピー.toml").is_none());
}

#[test]
fn nothing_at_all_still_gives_a_plan() {
    let (plan, found) = Site::plan_from(&[]);
    assert_eq!(plan.facility.id.as_str(), "facility");
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["missing-file"]);
    let site = Site::embedded();
    assert!(site.root().is_none());
    assert!(site.record_dir().ends_with("record"));
}

#[test]
fn the_embedded_pack_is_sound_and_can_be_written_and_opened() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("site");
    let written = sonae::site::init(&home).unwrap();
    assert!(written.contains(&".gitignore".to_owned()));
    let (opened, embedded) = (Site::open(&home).unwrap(), Site::embedded());
    assert_eq!(opened.plan(), embedded.plan());
    if !sonae::site::pack::files().is_empty() {
        let errors: Vec<_> = embedded.diagnostics().iter().filter(|found| found.is_error()).collect();
        assert!(errors.is_empty(), "{}", drawn(&embedded));
    }
}

/// The files of the page: each stands in a `toml` block after a line `<!-- file: PATH -->`.
fn files_of_the_page() -> Vec<(String, String)> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/site-format.md")).unwrap();
    page.split("<!-- file: ")
        .skip(1)
        .map(|part| {
            let (path, rest) = part.split_once(" -->\n\n```toml\n").unwrap();
            (path.to_owned(), rest.split_once("```").unwrap().0.to_owned())
        })
        .collect()
}

#[test]
fn the_examples_of_the_page_are_a_sound_site() {
    let files = files_of_the_page();
    assert_eq!(files.len(), 13);
    let site = Site::of_files(&files, &[]);
    let wrong = site.diagnostics().iter().any(|found| found.severity != Severity::Note);
    assert!(!wrong, "{}", drawn(&site));
    assert!(site.plan().runbooks.iter().any(|runbook| runbook.steps().count() >= 6));
}
