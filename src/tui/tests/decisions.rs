//! Criteria and declaration.

use super::stage::Stage;

#[test]
fn when_all_is_answered_it_says_so_and_enter_goes_to_the_declaration() {
    let mut stage = Stage::begun();
    stage.press("F8 1 Esc 1 1 1 1 2 3 3 1 1");
    stage.shows("全部答えました");
    stage.shows("いまの答えからの目安: レベル");
    let lines = stage.lines().len();
    stage.press("Enter");
    stage.shows("非常時の宣言");
    assert_eq!(stage.lines().len(), lines);
    // Once more: still at the end, and the questions can be looked at again.
    stage.press("Esc Esc F8");
    stage.shows("全部答えました");
    stage.press("Right Enter");
    stage.shows("判断項目 2/10");
    assert_eq!(stage.lines().len(), lines, "the answer that holds is not recorded again");
    stage.press("Left Tab Enter");
    assert_eq!(stage.lines().len(), lines + 1, "another confidence is another answer");
}

#[test]
fn only_the_part_with_the_focus_has_the_arrow() {
    let mut stage = Stage::begun();
    stage.press("F8 1 Esc F8");
    let arrows = |stage: &Stage| stage.screen().lines().filter(|row| row.contains("│ > ")).count();
    assert_eq!(arrows(&stage), 1, "{}", stage.screen());
    stage.shows("* 佐藤 一郎");
    stage.press("Enter");
    assert_eq!(arrows(&stage), 1, "{}", stage.screen());
    stage.shows("> 佐藤 一郎");
    stage.press("Enter");
    stage.shows("* 佐藤 一郎");
    stage.shows(">根拠");
}

#[test]
fn the_step_of_the_declaration_is_offered_with_its_time_and_person() {
    let mut stage = Stage::begun();
    stage.wait(60);
    stage.press("F8 1 Esc F8 Enter Enter '院長が電話で決めた' Tab '0105' Enter");
    stage.shows("11/22 01:05");
    stage.shows("したのは誰   佐藤 一郎");
    stage.press("Enter");
    let incident = stage.incident();
    let entry = incident.entries.last().unwrap();
    assert!(entry.text().starts_with("完了: 非常時とするかを決め"), "{}", entry.text());
    assert_eq!(entry.at().unwrap().format("%H:%M").to_string(), "01:05");
    assert_eq!(entry.actor().unwrap().name, "佐藤 一郎");
}
