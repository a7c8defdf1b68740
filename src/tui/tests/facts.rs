//! The facts: what was known when, and looking at a part of them.

use super::chronology::everywhere;
use super::stage::Stage;

fn set(stage: &mut Stage, fact: &str, value: &str, sure: usize) {
    stage.choose("把握事項を見る");
    let right = "Right ".repeat(sure);
    stage.press(&format!("'{fact}' Enter '{value}' Tab {right} Enter"));
    stage.press("Esc");
}

/// Three values, the middle one withdrawn.
fn told(stage: &mut Stage) {
    stage.press("Enter Enter 'やまだ' Enter Tab");
    set(stage, "cut-approved-by", "院長", 1);
    stage.wait(5);
    set(stage, "cut-approved-by", "事務長", 0);
    stage.press("F7 F3 '聞き違い' Enter Esc");
    stage.wait(5);
    set(stage, "cut-approved-by", "副院長", 0);
}

#[test]
fn the_chosen_fact_says_how_it_came_to_its_value() {
    everywhere(|stage| {
        told(stage);
        stage.choose("把握事項を見る");
        stage.press("'cut-app'");
        stage.shows("これまでの値");
        stage.shows("〔取消: 聞き違い〕");
        let screen = stage.screen();
        let history = &screen[screen.find("これまでの値").unwrap()..];
        let at = |text: &str| history.find(text).unwrap_or_else(|| panic!("{text}\n{screen}"));
        // Newest first.
        assert!(at("00:41 副院長") < at("00:36 事務長") && at("00:36 事務長") < at("00:31 院長 [伝聞] 山田 恵"));
        stage.shows("聞く手順: ");
        // The caret stays in the search.
        assert_eq!(stage.caret(), Some((15, 3)), "{screen}");
        let first = screen.lines().position(|row| row.contains("これまでの値")).unwrap();
        assert_eq!(first < 6, stage.size.0 >= 100, "beside it where there is room\n{screen}");
        stage.press("Down Up");
        stage.shows("これまでの値");
    });
}

#[test]
fn only_what_is_known_or_only_what_is_not() {
    everywhere(|stage| {
        told(stage);
        stage.choose("把握事項を見る");
        let all = stage.session.model.plan().unwrap().facts.len();
        stage.press("Tab");
        stage.shows(&format!("分かっているもの 1/{all}件"));
        stage.shows(": 副院長");
        stage.hides(": 未確認");
        stage.press("Tab");
        stage.shows(&format!("分からないもの {}/{all}件", all - 1));
        stage.hides(": 副院長");
        stage.press("'cut-approved'");
        stage.shows("当てはまる把握事項はありません");
        stage.press("Esc");
        stage.shows(": 副院長");
        stage.press("Esc");
        stage.hides("把握事項 (");
    });
}

#[test]
fn a_value_from_a_step_says_so_and_a_small_window_shows_the_list_alone() {
    let mut stage = Stage::begun();
    stage.press("Down Down Down Enter '0030' Enter F3 Enter Esc Tab");
    stage.choose("把握事項を見る");
    stage.press("'cut-time'");
    stage.shows("(手順で: ");
    stage.size = (40, 12);
    stage.hides("これまでの値");
}
