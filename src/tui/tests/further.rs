//! What is in the menu beside the main way.

use super::stage::Stage;
use crate::domain::value::{Confidence, Value};

#[test]
fn a_runbook_is_put_aside_with_its_reason() {
    for from_menu in [true, false] {
        let mut stage = Stage::begun();
        stage.press("Tab");
        if from_menu {
            stage.choose("手順書を対象から外す");
        } else {
            stage.choose("手順書を選ぶ、加える");
            stage.press("F3");
        }
        stage.shows("手順書を対象から外す");
        stage.press("Enter");
        stage.shows("理由を一言書いてください");
        stage.press("'ただの紙づまり' Enter");
        assert!(stage.incident().active_runbooks().is_empty());
        assert!(stage.last_line().contains("ただの紙づまり"));
    }
}

#[test]
fn the_watch_is_handed_over_from_whom_to_whom() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter Tab");
    stage.choose("引継ぎを記録する");
    stage.press("'わたなべ' Enter");
    assert!(stage.last_line().starts_with("引継ぎ: 山田 恵から渡辺 早苗へ"), "{}", stage.last_line());
    assert_eq!(stage.incident().watch.as_ref().unwrap().name, "渡辺 早苗");
    // Who sits here now is asked.
    stage.shows("入力しているのは誰ですか");
}

#[test]
fn all_entries_of_one_person_are_confirmed_in_one_go() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter");
    for text in ["一つ目", "二つ目"] {
        stage.press(&format!("F5 '{text}' Tab Tab Tab Tab 'さとう' Enter"));
    }
    assert_eq!(stage.incident().unconfirmed().count(), 2);
    stage.press("F7 F10");
    stage.shows("一人分をまとめて確定する");
    stage.press("Enter");
    stage.shows("この人の未確定の記録はありません");
    for _ in 0..4 {
        stage.press("BackSpace");
    }
    stage.press("'さとう' Enter");
    assert_eq!(stage.incident().unconfirmed().count(), 0, "{}", stage.screen());
}

#[test]
fn a_fact_is_looked_for_written_and_corrected() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.choose("把握事項を見る");
    stage.press("'切った' Enter");
    stage.press("Enter");
    stage.shows("値を書くか");
    stage.press("Esc Esc");
    stage.choose("把握事項を見る");
    stage.press("'cut-time' Enter '0030' Tab Right Enter");
    let fact = stage.incident().fact("cut-time").unwrap().clone();
    assert!(
        matches!(&fact.value, Value::Time(time) if crate::domain::when::write(time.at).contains("T00:30")),
        "{fact:?}"
    );
    assert_eq!(fact.confidence, Confidence::Hearsay);
    stage.press("Esc");
    stage.press("F7 Enter Tab Tab Tab '0029' Enter");
    let fact = stage.incident().fact("cut-time").unwrap().clone();
    assert!(
        matches!(&fact.value, Value::Time(time) if crate::domain::when::write(time.at).contains("T00:29")),
        "{fact:?}\n{}",
        stage.screen()
    );
    stage.press("Esc");
    stage.choose("把握事項を見る");
    stage.press("'cut-time' Enter F3 Enter");
    assert_eq!(stage.incident().fact("cut-time").unwrap().value, Value::Unknown);
}

#[test]
fn a_due_time_is_echoed_as_the_next_one() {
    let mut stage = Stage::begun();
    // It is 00:31: 0020 is tomorrow's for something that is due, and today's for something that happened.
    stage.press("F5 '見回る' Down '0020'");
    assert!(stage.screen().contains("= 11/22 00:20") || stage.screen().contains("= 00:20"), "{}", stage.screen());
    stage.press("Down Down Down Down Down Down '0020'");
    assert!(stage.screen().contains("11/23 00:20"), "{}", stage.screen());
}
