//! The register of backups on the screen: what falls short, work recorded with who and when, and approved.

use super::stage::Stage;
use crate::domain::event::{BackupResult, Event};
use crate::domain::who::Who;

fn opened() -> Stage {
    let mut stage = Stage::new();
    stage.press("{バックアップの台帳}");
    stage.shows("[!] 電子カルテ 毎日の控え〔見本〕  最後に取った 記録なし");
    stage
}

fn events(stage: &Stage) -> Vec<(Event, Option<Who>)> {
    let series = stage.session.model.seen.as_ref().unwrap().series.clone();
    let entries = series.entries.iter().filter(|entry| !entry.is_bookkeeping());
    entries.map(|entry| (entry.line.event.clone(), entry.actor().cloned())).collect()
}

#[test]
fn what_falls_short_of_the_chosen_one_stands_below_the_list() {
    let mut stage = opened();
    stage.shows("! 取った記録がありません");
    stage.shows("! 戻せるかを試した記録がありません");
    stage.shows("7世代");
    stage.hides("F10義務");
    stage.press("Down");
    stage.shows("外付けHDD");
}

#[test]
fn work_is_recorded_with_who_and_when_and_approved_by_somebody() {
    let mut stage = opened();
    stage.press("Enter");
    stage.shows("バックアップの作業を記録する");
    stage.press("'テープ3' Enter Enter '2026-11-21' Down 'すずき' F10");
    stage.hides("バックアップの作業を記録する");
    stage.shows("電子カルテ 毎日の控え〔見本〕  最後に取った 2026-11-21");
    stage.shows("承認待ち #");
    let Some((Event::BackupTaken(taken), Some(who))) = events(&stage).pop() else { panic!("{:?}", events(&stage)) };
    assert_eq!(
        (taken.result, taken.generation.as_deref(), who.name.as_str()),
        (BackupResult::Ok, Some("テープ3"), "鈴木 花子")
    );

    stage.press("End");
    stage.shows("承認");
    stage.press("Enter");
    stage.shows("作業の承認を記録する");
    stage.press("F10");
    stage.shows("誰のことかが示されていません");
    stage.press("Enter Down 'さとう' F10");
    stage.hides("承認待ち #");
    stage.press("Home");
    stage.shows("承認 佐藤 一郎");
    assert!(matches!(events(&stage).pop(), Some((Event::BackupApproved(_), Some(who))) if who.name == "佐藤 一郎"));
}

#[test]
fn a_restore_test_says_whether_it_worked_before_it_is_recorded() {
    let mut stage = opened();
    stage.press("F3");
    stage.shows("戻すのを試したことを記録する");
    stage.press("F10");
    stage.shows("使えたかどうかを");
    assert_eq!(events(&stage), []);
    stage.press("Right Right Enter '画像が開けない' F10");
    stage.hides("戻すのを試したことを記録する");
    stage.shows("使えませんでした");
    let Some((Event::BackupTested(tested), _)) = events(&stage).pop() else { panic!("{:?}", events(&stage)) };
    assert!(!tested.worked && tested.note.as_deref() == Some("画像が開けない"));
}

#[test]
fn what_was_typed_comes_back() {
    let mut stage = opened();
    stage.press("Enter Enter '途中の世代' Esc Esc");
    stage.start_again(None);
    stage.shows("書きかけ");
    stage.press("Down Enter");
    stage.shows("バックアップの作業を記録する");
    stage.press("Enter");
    stage.shows("途中の世代");
}
