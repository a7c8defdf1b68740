//! 施設の準備: what restoring needs to know of systems and backups.

use super::stage::Stage;
use crate::site::Site;

fn at(part: &str, entry: &str) -> Stage {
    let mut stage = Stage::new();
    stage.press("{自院のものにする}");
    go_to(&mut stage, part);
    if !entry.is_empty() {
        go_to(&mut stage, entry);
    }
    stage
}

/// Opens the row that says this, from the top of the list.
fn go_to(stage: &mut Stage, says: &str) {
    stage.press("Home");
    for _ in 0..40 {
        if stage.screen().lines().any(|row| row.contains(says) && (row.contains("│>") || row.contains("│ >"))) {
            return stage.press("Enter");
        }
        stage.press("Down");
    }
    panic!("{says:?} is not on\n{}", stage.screen());
}

fn site(stage: &Stage) -> Site {
    Site::open(stage.dir.path()).unwrap()
}

#[test]
fn what_a_system_needs_and_who_checks_it_are_typed_by_name() {
    let mut stage = at("システム", "電子カルテ");
    stage.press("Tab Tab Tab Tab Tab Ctrl-u 'ネットワーク、ﾊﾞｯｸｱｯﾌﾟ' Tab Tab Ctrl-u '病棟，外来' F10");
    stage.shows("保存しました");
    let site = site(&stage);
    let ehr = site.plan().facility.system("ehr").unwrap();
    let ids = |ids: &[crate::domain::id::Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(&ehr.needs), ["network", "backup"]);
    assert_eq!(ids(&ehr.checked_by), ["ward", "outpatient"]);
    assert!(ehr.procedure.is_some(), "what nobody touched stays");
}

#[test]
fn a_name_that_nothing_has_and_a_circle_are_said_and_nothing_is_written() {
    let mut stage = at("システム", "ネットワーク");
    let before = std::fs::read_to_string(stage.dir.path().join("facility.toml")).unwrap();
    stage.press("Tab Tab Tab Tab Tab Ctrl-u '電子カルデ' F10");
    stage.shows("「電子カルデ」はありません");
    stage.press("Ctrl-u '電子カルテ' F10");
    stage.shows("互いに先に要る");
    assert_eq!(std::fs::read_to_string(stage.dir.path().join("facility.toml")).unwrap(), before);
    stage.press("Ctrl-u F10");
    stage.shows("保存しました");
}

#[test]
fn how_old_a_backup_may_be_and_how_often_restoring_is_tried_are_numbers() {
    let mut stage = at("バックアップ", "電子カルテ 毎日の控え");
    stage.press("Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Ctrl-u '６' Tab Ctrl-u '二日' F10");
    stage.shows("1から8784");
    stage.press("Ctrl-u '36' F10");
    stage.shows("保存しました");
    let text = std::fs::read_to_string(stage.dir.path().join("facility.toml")).unwrap();
    assert!(text.contains("max-age = \"36h\"") && text.contains("test-every = \"6mo\""), "{text}");
    let site = site(&stage);
    let backup = site.plan().facility.backup("ehr-daily").unwrap();
    assert_eq!((backup.max_age, backup.test_every), (Some(36 * 60), Some(6)));
}

#[test]
fn who_approves_restorations_may_be_another_role_than_who_declares() {
    let mut stage = at("施設の名前", "");
    let approves = |stage: &Stage| site(stage).plan().facility.restore_decided_by.clone();
    let before = approves(&stage);
    stage.press("'さくら内科クリニック' Tab 'sakura-naika' Tab Tab Tab Right F10");
    stage.shows("保存しました");
    let after = approves(&stage);
    assert!(after.is_some() && after != before, "{before:?} {after:?}");
}
