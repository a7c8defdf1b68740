//! Backups against what the facility promised itself.

use crate::domain::backup::{BackupState, Short, SystemShort, of_systems, states, unapproved};
use crate::domain::command::Command;
use crate::domain::event::{BackupResult, BackupTaken, BackupTested, ManifestChecked, ManifestFinding, ManifestMade};
use crate::domain::facility::{Backup, System};
use crate::domain::fixture::{Saying, Story, backup, by, id, nobody, system, t, withdraw};
use crate::domain::hash::Hash;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::when::{Moment, When};

/// A backup that is to be taken every day and to be tried every year.
fn promised(name: &str, method: &str, apart: bool) -> Backup {
    let (max_age, test_every) = (Some(26 * 60), Some(12));
    let title = format!("控え {name}");
    Backup { id: id(name), title, method: method.into(), apart, max_age, test_every, ..backup("ehr") }
}

/// A facility with one backup that is to be taken every day, at 00:30 of the 22nd.
fn story() -> Story {
    let mut story = Story::blank();
    story.plan.facility.backups = vec![promised("daily", "写す", false)];
    story
}

fn taken(result: BackupResult) -> Command {
    let (backup, title) = (id("daily"), "別の名".to_owned());
    Command::BackupTaken(BackupTaken { backup, title, result, generation: Some(" テープ3 ".into()), note: None })
}

fn tested(worked: bool) -> Command {
    Command::BackupTested(BackupTested {
        backup: id("daily"),
        title: String::new(),
        worked,
        note: Some("1人分".into()),
    })
}

fn day_of(date: &str) -> When {
    When::exactly(crate::domain::when::read(&format!("{date}T12:00:00+09:00")).unwrap(), date)
}

fn short_at(story: &Story, now: Moment) -> Vec<Short> {
    let series = story.state();
    let found = states(&story.plan.facility, &series, None, now);
    found.into_iter().next().map(|BackupState { short, .. }| short).unwrap()
}

fn short(story: &Story) -> Vec<Short> {
    short_at(story, story.now)
}

#[test]
fn what_was_never_taken_nor_tried_falls_short() {
    assert_eq!(short(&story()), [Short::NeverTaken, Short::NeverTested]);
    let mut silent = story();
    (silent.plan.facility.backups[0].max_age, silent.plan.facility.backups[0].tested) =
        (None, Some("2026-01-01".into()));
    assert_eq!(short(&silent), [], "no age was promised, and the file knows of a test");
}

#[test]
fn the_newest_that_was_taken_is_in_time_up_to_the_promised_age() {
    let mut story = story();
    story.say(by("yamada").when(day_of("2026-01-01")), tested(true));
    story.say(by("yamada").at("21 0000"), taken(BackupResult::Ok));
    let until = t("22 0200");
    assert_eq!(short_at(&story, until)[..], [Short::Unapproved { count: 1, oldest: day_of("2026-01-01").at.unwrap() }]);
    let too_old = Short::TooOld { taken: t("21 0000"), until };
    assert!(short_at(&story, t("22 0201")).contains(&too_old));
    story.say(by("yamada").at("22 0010"), taken(BackupResult::Ok));
    assert!(!short_at(&story, t("22 0201")).contains(&too_old));
}

#[test]
fn an_attempt_that_failed_does_not_count_and_is_named() {
    let mut story = story();
    story.say(by("yamada").at("21 2300"), taken(BackupResult::Ok));
    let failed = story.say(by("yamada").at("22 0000"), taken(BackupResult::Failed));
    assert!(short(&story).contains(&Short::LastFailed(t("22 0000"))));
    assert!(!short(&story).iter().any(|short| matches!(short, Short::TooOld { .. } | Short::NeverTaken)));
    story.say(by("yamada"), withdraw(failed));
    assert!(!short(&story).iter().any(|short| matches!(short, Short::LastFailed(_))));
}

#[test]
fn a_line_from_the_future_is_named_and_proves_nothing() {
    let mut story = story();
    let ahead = day_of("2027-11-22");
    story.say(by("yamada").when(ahead.clone()).agreed(), taken(BackupResult::Ok));
    story.say(by("yamada").when(ahead.clone()).agreed(), tested(true));
    assert_eq!(short(&story), [Short::Ahead(ahead.at.unwrap()), Short::NeverTaken, Short::NeverTested]);
    let refused = story.refusal(by("yamada").when(ahead.clone()), taken(BackupResult::Ok));
    assert_eq!(refused, Refusal::Future { at: ahead.at.unwrap() }, "without having been asked");
}

#[test]
fn a_restore_test_that_failed_is_open_until_one_works() {
    let mut story = story();
    story.say(by("yamada").at("21 1000"), tested(false));
    assert!(short(&story).iter().any(|short| matches!(short, Short::TestFailed(_))));
    assert!(!short(&story).contains(&Short::NeverTested));
    story.say(by("yamada").at("21 1100"), tested(true));
    assert!(!short(&story).iter().any(|short| matches!(short, Short::TestFailed(_))));
    let late = crate::domain::when::read("2027-11-22T00:00:00+09:00").unwrap();
    assert!(short_at(&story, late).iter().any(|short| matches!(short, Short::TestTooOld(_))));
}

#[test]
fn work_is_approved_once_by_somebody_who_is_named() {
    let mut story = story();
    let work = story.say(by("yamada").at("14 0000"), taken(BackupResult::Ok));
    assert!(short(&story).contains(&Short::Unapproved { count: 1, oldest: t("14 0000") }));
    assert_eq!(story.refusal(nobody(), Command::ApproveBackup(work)), Refusal::NeedsPerson);
    let approval = story.say(by("sato"), Command::ApproveBackup(work));
    assert_eq!(unapproved(&story.state()), []);
    assert!(!short(&story).iter().any(|short| matches!(short, Short::Unapproved { .. })));
    assert_eq!(story.refusal(by("sato"), Command::ApproveBackup(work)), Refusal::AlreadyApproved);
    assert_eq!(
        story.refusal(by("sato"), Command::ApproveBackup(approval)),
        Refusal::NotBackupWork { line: approval },
        "an approval is no work"
    );
    story.say(by("sato"), withdraw(approval));
    assert_eq!(unapproved(&story.state()).len(), 1);
    story.say(by("yamada"), withdraw(work));
    assert_eq!(story.refusal(by("sato"), Command::ApproveBackup(work)), Refusal::AlreadyWithdrawn { line: work });
}

#[test]
fn who_did_the_work_may_approve_it_and_that_shows() {
    let mut story = story();
    let own = story.say(by("yamada"), taken(BackupResult::Ok));
    let notices = story.notices(by("yamada"), Command::ApproveBackup(own));
    assert!(notices.contains(&Notice::ApprovesOwnWork), "{notices:?}");
    let other = story.say(by("yamada"), tested(true));
    let notices = story.notices(by("sato"), Command::ApproveBackup(other));
    assert!(!notices.contains(&Notice::ApprovesOwnWork));
}

#[test]
fn lines_say_what_was_done_under_the_name_of_the_facility() {
    let mut story = story();
    story.say(by("yamada"), taken(BackupResult::Ok));
    story.say(by("yamada"), tested(false));
    let work = story.state().entries[0].hash();
    story.say(by("sato"), Command::ApproveBackup(work));
    let sha256 = Hash::of(b"list");
    let made = ManifestMade { folder: "/mnt/a".into(), files: 3, bytes: 5, sha256 };
    story.say(by("yamada"), Command::ManifestMade(made));
    let findings = vec![ManifestFinding { what: "flipped".into(), count: 1 }];
    let checked = ManifestChecked { folder: "/mnt/a".into(), sha256, files: 2, intact: false, findings };
    story.say(by("yamada"), Command::ManifestChecked(checked));
    let state = story.state();
    let said: Vec<&str> = state.entries.iter().map(crate::domain::entry::Entry::text).collect();
    assert_eq!(
        said,
        [
            "バックアップを取った: 控え daily 世代: テープ3".to_owned(),
            "戻すのを試したが、使えなかった: 控え daily (1人分)".to_owned(),
            "バックアップの作業を承認した: バックアップを取った: 控え daily 世代: テープ3".to_owned(),
            format!("照合表を作った: /mnt/a 3ファイル 5バイト 照合表のSHA-256: {sha256}"),
            format!("照合した: /mnt/a 一致 2ファイル、違い: 中身が違う(大きさは同じ) 1件 照合表のSHA-256: {sha256}"),
        ]
    );
}

#[test]
fn a_backup_that_the_facility_does_not_have_is_refused() {
    let unknown =
        Command::BackupTested(BackupTested { backup: id("dayly"), title: String::new(), worked: true, note: None });
    let refused = story().refusal(Saying::stranger("業者"), unknown);
    let near = vec!["daily".to_owned()];
    assert_eq!(refused, Refusal::NotFound { what: What::Backup, typed: "dayly".into(), near });
}

#[test]
fn systems_without_backups_or_with_one_kind_of_them_are_named() {
    let mut facility = story().plan.facility;
    facility.systems = vec![
        system("ehr", 1, &[]),
        system("pacs", 1, &[]),
        System { without_backup: Some("設定は業者が持つ".into()), ..system("phones", 1, &[]) },
    ];
    let found = |facility: &crate::domain::facility::Facility| {
        of_systems(facility).into_iter().map(|(id, short)| (id.to_string(), short)).collect::<Vec<_>>()
    };
    let (ehr, pacs) = (|| "ehr".to_owned(), || "pacs".to_owned());
    assert_eq!(
        found(&facility),
        [(ehr(), SystemShort::AllWithinReach), (ehr(), SystemShort::OneMethod), (pacs(), SystemShort::NoBackup)]
    );
    facility.backups.push(promised("weekly", " 写す ", true));
    assert_eq!(found(&facility), [(ehr(), SystemShort::OneMethod), (pacs(), SystemShort::NoBackup)]);
    facility.backups.push(promised("monthly", "テープ", true));
    assert_eq!(found(&facility), [(pacs(), SystemShort::NoBackup)]);
}
