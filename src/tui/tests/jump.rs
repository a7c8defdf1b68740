//! Going to a step by searching for it.

use super::stage::{SIZES, Stage};
use crate::text::width::Ambiguous;

#[test]
fn a_step_is_found_by_a_few_letters_and_gone_to() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            for key in ["Ctrl-f", "/", "／"] {
                let mut stage = Stage::begun_at(size, mode);
                stage.press("Tab");
                stage.press(key);
                stage.shows("手順を探す [すべて]");
                let at = stage.caret().unwrap();
                // Half-width kana find what is written in full.
                stage.press("'ﾓﾆﾀ'");
                let moved = stage.caret().unwrap();
                assert_eq!((moved.0, moved.1), (at.0 + 6, at.1), "{size:?}\n{}", stage.screen());
                let row = stage.screen().lines().find(|row| row.contains("モニタ")).map(ToOwned::to_owned);
                assert!(row.is_some(), "{size:?}\n{}", stage.screen());
                stage.shows("[ ] ");
                stage.press("Enter");
                stage.hides("手順を探す");
                stage.shows("手順 ");
                stage.shows("モニタ");
                assert_eq!(stage.caret(), None);
            }
        }
    }
}

#[test]
fn esc_leaves_the_guide_where_it_was() {
    let mut stage = Stage::begun();
    stage.press("Tab Down");
    let before = stage.screen();
    stage.press("/ 'ネットワーク' Down Esc");
    assert_eq!(stage.screen(), before);
}

#[test]
fn tab_narrows_the_list_down() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc F2 'ベッドが足りない' Enter F4 Enter Tab /");
    let count = |stage: &Stage| {
        let screen = stage.screen();
        let title = screen.lines().find(|row| row.contains("手順を探す")).unwrap();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        digits(title.split("] ").nth(1).unwrap().split('件').next().unwrap()).parse::<usize>().unwrap()
    };
    let all = count(&stage);
    stage.shows("[済]");
    stage.press("Tab");
    stage.shows("[まだ]");
    stage.hides("[済]");
    let waiting = count(&stage);
    assert!(waiting < all, "{waiting} {all}");
    stage.press("Tab");
    stage.shows("[期限超過]");
    stage.shows("当てはまる手順はありません");
    stage.press("Esc");
    stage.wait(300);
    stage.press("/ Tab Tab");
    stage.shows("! ");
    assert!(count(&stage) > 0);
    stage.press("Tab");
    stage.shows("[後で・不可]");
    assert_eq!(count(&stage), 2, "{}", stage.screen());
    stage.press("BackTab BackTab BackTab");
    stage.shows("[すべて]");
    assert_eq!(count(&stage), all);
}

#[test]
fn it_is_in_the_menu_of_the_guide_and_of_other_screens() {
    for way in ["Tab", "Tab F7"] {
        let mut stage = Stage::begun();
        stage.press(way);
        stage.choose("手順を探して、そこへ移る");
        stage.shows("手順を探す [すべて]");
        stage.press("'モニタ' Enter");
        stage.shows("段階 (Ctrl-F 探す)");
    }
}

#[test]
fn each_time_of_a_repeat_is_a_row_and_goes_to_the_step() {
    let mut stage = Stage::begun();
    let open = stage.session.model.open.clone().unwrap();
    let steps = crate::domain::guide::all_steps(&open.incident, &open.plan);
    let step = steps.iter().find(|step| step.placed.step.every.is_some()).unwrap();
    let title: String = step.placed.step.action.chars().take(8).collect();
    stage.press("Tab /");
    stage.press(&format!("'{title}' Enter"));
    stage.shows("くり返し");
    for _ in 0..2 {
        stage.press("Enter F10");
        stage.press("Esc");
        stage.press("/");
        stage.press(&format!("'{title}' Enter"));
    }
    stage.press("/");
    stage.press(&format!("'{title}'"));
    let rows = stage.screen().lines().filter(|row| row.contains("[済]") && row.contains(&title)).count();
    assert_eq!(rows, 2, "{}", stage.screen());
    stage.shows("3回目");
    stage.press("Home Enter");
    stage.shows(&title);
}
