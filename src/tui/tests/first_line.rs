//! From the start to the first recorded line.

use super::stage::Stage;
use crate::domain::event::Sign;

#[test]
fn three_keys_and_the_text_record_the_first_line() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'プリンタが英語の紙を出す' Enter");
    assert!(stage.presses <= 3, "{} keys", stage.presses);
    assert_eq!(stage.lines(), ["プリンタが英語の紙を出す"]);
    assert_eq!(stage.incident().opening.as_ref().unwrap().signs, [Sign::Omen]);
    stage.shows("✓ 記録しました: プリンタが英語の紙を出す");
    stage.shows("どの手順書で進めますか");
}

#[test]
fn arrows_alone_need_no_more_keys_for_the_first_sign() {
    let mut stage = Stage::new();
    stage.press("Enter Enter 'カルテが開かない' Enter");
    assert_eq!((stage.presses, stage.lines().len()), (3, 1));
    assert_eq!(stage.incident().opening.as_ref().unwrap().signs, [Sign::CannotSee]);
}

#[test]
fn a_stray_enter_records_nothing() {
    let mut stage = Stage::new();
    stage.press("Enter 5 Enter Enter Enter");
    assert!(stage.lines().is_empty());
    stage.shows("何が起きたかを一言書いてください");
    // The full-width space of an input method is no text either.
    stage.press("'　' Enter");
    assert!(stage.lines().is_empty());
}

#[test]
fn full_width_digits_and_letters_are_the_keys_that_were_meant() {
    let mut stage = Stage::new();
    stage.press("ｎ ５ 'あ' Enter");
    assert_eq!(stage.incident().opening.as_ref().unwrap().signs, [Sign::Omen]);
    // While somebody types they are text.
    let mut stage = Stage::new();
    stage.press("Enter 1 '５番の端末ｎ' Enter");
    assert_eq!(stage.lines(), ["５番の端末ｎ"]);
}

#[test]
fn several_signs_a_time_and_whose_it_is() {
    let mut stage = Stage::new();
    stage.press("Enter Space Down Space Enter '画面が真っ黒' Tab '-20' Tab 'わたなべ'");
    stage.shows("= 11/22 00:11");
    stage.shows("= 渡辺 早苗");
    stage.press("Enter");
    let incident = stage.incident();
    assert_eq!(incident.opening.as_ref().unwrap().signs, [Sign::CannotSee, Sign::CannotEnter]);
    assert_eq!(incident.noticed_at().unwrap().format("%H:%M").to_string(), "00:11");
    assert_eq!(incident.entries[0].actor().unwrap().name, "渡辺 早苗");
}

#[test]
fn a_time_that_is_none_keeps_the_text_and_says_so() {
    let mut stage = Stage::new();
    stage.press("Enter 1 '画面が真っ黒' Tab 'きのうの夜あたり?' Enter");
    assert!(stage.lines().is_empty());
    stage.shows("時刻として読めません");
    stage.shows("画面が真っ黒");
}

#[test]
fn a_time_ahead_is_asked_about_and_the_text_stays() {
    let mut stage = Stage::new();
    stage.press("Enter 1 '画面が真っ黒' Tab '11/22 0300' Enter");
    assert!(stage.lines().is_empty());
    stage.shows("このまま記録しますか");
    stage.press("Esc");
    stage.shows("画面が真っ黒");
    stage.press("Enter Enter");
    assert_eq!(stage.lines(), ["画面が真っ黒"]);
}

#[test]
fn the_caret_stands_where_the_text_goes_also_on_a_further_row() {
    let mut stage = Stage::new();
    stage.press("Enter 1");
    let (x, y) = stage.caret().unwrap();
    stage.press("'あいう'");
    assert_eq!(stage.caret(), Some((x + 6, y)));
    stage.press("Left");
    assert_eq!(stage.caret(), Some((x + 4, y)));
    stage.press("End");
    stage.press(&format!("'{}'", "あ".repeat(40)));
    let (far, below) = stage.caret().unwrap();
    assert!(below > y && far >= x, "{far} {below}");
    // Where nothing is typed the cursor is not shown.
    let home = Stage::new();
    assert_eq!(home.caret(), None);
}

#[test]
fn a_pasted_newline_is_no_enter() {
    let mut stage = Stage::new();
    stage.press("Enter 1");
    stage.paste("一行目\r\n二行目\n");
    assert!(stage.lines().is_empty());
    stage.press("Enter");
    assert_eq!(stage.lines(), ["一行目\n二行目"]);
}

#[test]
fn a_drill_is_marked_and_kept_apart() {
    let mut stage = Stage::new();
    stage.press("F3 1 '訓練の始まり' Enter");
    stage.shows("【訓練】");
    assert!(stage.session.model.open.as_ref().unwrap().id.as_str().starts_with("drill-"));
    stage.press("Esc Esc");
    stage.shows("【訓練】未宣言");
}

#[test]
fn nobody_waits_for_the_site_to_be_read() {
    let mut stage = Stage::new();
    stage.session.model.seen = None;
    stage.press("Enter 5 'あ'");
    assert!(stage.caret().is_some());
    stage.press("Tab Tab '山田' Enter");
    assert_eq!(stage.lines().len(), 1);
}

#[test]
fn nobody_begins_by_restoring() {
    let mut stage = Stage::new();
    stage.press("Enter 1 '何も開かない' Enter");
    stage.shows("どの手順書で進めますか");
    stage.hides("電子カルテの復元");
    stage.press("Enter F9");
    stage.choose("手順書を選ぶ、加える");
    stage.shows("電子カルテの復元");
}
