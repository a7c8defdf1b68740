//! The director at home, and texts that are given out: by keys, from the guide to the record.

use super::stage::{SIZES, Stage};
use crate::text::width::Ambiguous;

/// The guide of an incident in which the nurse sits at the keyboard.
fn at_the_guide() -> Stage {
    let mut stage = Stage::begun();
    stage.press("F11 'やまだ' Enter Enter Tab");
    stage
}

#[test]
fn the_minute_and_what_is_to_be_decided_stand_on_one_screen() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            stage.press("Tab Ctrl-b");
            for part in [
                "院長へ伝える",
                "何が",
                "患者は",
                "切ったか",
                "知らせた先",
                "まだ不明",
                "決めてほしいのは",
                "非常時の宣言: まだ",
            ] {
                assert!(stage.screen().contains(part), "{size:?} {part}\n{}", stage.screen());
            }
        }
    }
}

#[test]
fn a_decision_by_telephone_is_one_form_with_the_decider_in_it() {
    let mut stage = at_the_guide();
    stage.press("Ctrl-b Down Enter");
    stage.shows("決まったこと: 救急・新しい患者");
    stage.shows("救急と新しい患者の受入れ");
    stage.shows("佐藤 一郎");
    stage.shows("[電話");
    // Nothing chosen: nothing decided.
    stage.press("F10");
    stage.shows("何に決まったか");
    stage.press("Right Right Enter '重症だけ受ける' Enter");
    assert!(
        stage.last_line().contains("決定: 救急・新しい患者 当直医が認めたものだけ。重症だけ受ける"),
        "{}",
        stage.last_line()
    );
    stage.shows("救急・新しい患者: 当直医が認めたものだけ。重症だけ受ける");
    let incident = stage.incident();
    let entry = incident.entries.last().unwrap();
    assert_eq!(entry.actor().unwrap().name, "佐藤 一郎");
    assert_eq!(entry.by().unwrap().name, "山田 恵");
    assert_eq!(entry.line.envelope.via.as_deref(), Some("phone"));
    assert!(entry.is_unconfirmed(), "it waits for its person");
    assert!(incident.fact("emergency-policy").is_some());
}

#[test]
fn the_next_meeting_lies_ahead_and_the_declaration_has_its_own_screen() {
    let mut stage = at_the_guide();
    stage.press("Ctrl-b End Enter '0700' Enter Enter");
    assert!(stage.last_line().contains("07:00"), "{}", stage.last_line());
    let value = stage.incident().fact("next-meeting").unwrap().value.clone();
    let crate::domain::value::Value::Time(time) = value else { panic!("{value:?}") };
    assert!(time.at > stage.session.model.now, "typed in the night, it is the next seven o'clock");
    stage.press("Home Enter");
    stage.shows("宣言");
    stage.hides("決まったこと:");
}

#[test]
fn a_text_is_filled_changed_looked_at_and_recorded_by_a_second_enter() {
    let mut stage = at_the_guide();
    stage.press("Ctrl-a");
    stage.shows("院内放送 はじめ");
    stage.press("Enter");
    stage.shows("まだ不明(F3で埋める): 次に知らせる時刻");
    stage.shows("気を付ける言葉は見つかりません");
    // What is not known is asked for, and the text follows.
    stage.press("F3 '0400' Enter");
    stage.shows("次のお知らせの時刻は、4時です。");
    stage.hides("F3で埋める");
    stage.press("'サイバー攻撃です。'");
    stage.shows("もう一度見てほしい言葉が1か所");
    stage.shows("「攻撃」");
    stage.press("F10");
    stage.shows("気を付ける言葉が1か所あるまま記録します");
    let before = stage.lines().len();
    stage.press("Esc F4");
    stage.hides("サイバー攻撃です。");
    assert_eq!(stage.lines().len(), before, "nothing yet");
    stage.press("F10 '-2' Enter");
    let incident = stage.incident();
    let made = &incident.announcements.last().unwrap().made;
    assert!(made.body.contains("4時です") && made.cautions.is_empty(), "{made:?}");
    stage.shows("に出した]");
    stage.hides("書きかけ");
}

#[test]
fn a_changed_text_is_kept_when_one_leaves_and_its_warnings_are_recorded() {
    let mut stage = at_the_guide();
    stage.press("Ctrl-a Enter 'ご安心ください。' Esc");
    stage.press("Enter");
    stage.shows("ご安心ください。");
    stage.shows("「ご安心ください」");
    stage.press("F10 Enter");
    let incident = stage.incident();
    let made = &incident.announcements.last().unwrap().made;
    assert!(made.body.contains("ご安心ください") && made.cautions.len() == 1, "{made:?}");
    // Given out: the next time it is the template again.
    stage.press("Enter");
    stage.hides("ご安心ください。");
}

#[test]
fn a_text_can_be_read_aloud_alone() {
    let mut stage = at_the_guide();
    stage.press("Ctrl-a Enter F2");
    stage.shows("お知らせします。");
    stage.shows("(ここまで)");
    stage.press("PageDown PageDown Home Esc");
    stage.shows("気を付ける言葉は");
    // A text that goes on below says so.
    stage.press("Esc Esc Ctrl-a End Up Up Up Up Enter");
    stage.shows("文は全部で");
    stage.press("Esc Esc Ctrl-b F2");
    stage.shows("決めてほしいのは");
}

#[test]
fn the_menu_of_other_screens_leads_there_and_a_drill_says_so() {
    let mut stage = Stage::begun();
    stage.press("{院長へ伝える}");
    stage.shows("決まったことを、選んでEnterで残す");
    stage.press("F3");
    stage.shows("玄関掲示 システムの障害");
    let mut stage = Stage::new();
    stage.press("F3 5 '訓練のプリンタ' Enter Enter Enter Enter 'やまだ' Enter {周知の文を出す} Enter");
    stage.shows("訓練、訓練。これは訓練です。");
}
