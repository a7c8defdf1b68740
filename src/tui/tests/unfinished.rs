//! Texts that were begun: they survive Esc, another screen, and a program that is killed.

use super::stage::Stage;
use crate::text::width::Ambiguous;

#[test]
fn esc_keeps_what_was_typed_and_the_same_place_shows_it_again() {
    let mut stage = Stage::begun();
    stage.press("F5 '廊下の電話も不通' Down '-5' Esc");
    assert_eq!(stage.lines().len(), 2, "nothing was recorded");
    stage.press("F7 Esc F5");
    stage.shows("廊下の電話も不通");
    stage.shows("-5");
    stage.shows("書きかけの続き");
    stage.press("Enter");
    assert!(stage.last_line().contains("廊下の電話も不通"));
    assert!(stage.session.model.unfinished.is_empty());
    stage.press("Esc F5");
    stage.hides("廊下の電話も不通");
}

#[test]
fn the_first_line_is_not_lost_either() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'プリンタが' Esc");
    stage.shows("書きかけが1件");
    stage.press("Enter");
    stage.shows("プリンタが");
    stage.shows("[x] 5");
    stage.press("'止まらない' Enter");
    assert_eq!(stage.lines(), ["プリンタが止まらない"]);
    assert!(stage.session.model.unfinished.is_empty());
}

#[test]
fn each_place_has_its_own_text() {
    let mut stage = Stage::begun();
    stage.press("Enter '山田' Esc Down F2 'ポンプ' Esc F5 'メモ' Esc");
    assert_eq!(stage.session.model.unfinished.len(), 3);
    stage.press("Up Enter");
    stage.shows("山田");
    stage.press("Esc Down F2");
    stage.shows("ポンプ");
}

#[test]
fn another_program_goes_on_where_a_killed_one_stopped() {
    let mut stage = Stage::begun();
    stage.press("F5 '二階の電話は通じる'");
    let dir = stage.dir.path().to_path_buf();
    // It is killed here: nothing is said, nothing is left in order.
    let kept = std::fs::read_dir(dir.join("record/desk")).unwrap().flatten();
    let begun: Vec<_> =
        kept.map(|file| file.path()).filter(|path| path.extension().is_some_and(|x| x == "begun")).collect();
    assert_eq!(begun.len(), 1);
    stage.start_again(None);
    stage.shows("書きかけが1件");
    // It is a text and no line.
    stage.press("Up Enter");
    stage.shows("二階の電話は通じる");
    stage.press("Enter");
    stage.shows("二階の電話は通じる");
    assert_eq!(stage.lines().len(), 2);
    assert!(stage.caret().is_some());
    stage.press("Enter");
    assert!(stage.last_line().contains("二階の電話は通じる"));
    stage.start_again(None);
    stage.hides("書きかけ");
}

#[test]
fn what_is_not_wanted_is_thrown_away_after_a_question() {
    let mut stage = Stage::begun();
    stage.press("F5 'まちがい' Esc");
    stage.choose("書きかけの文を見る");
    stage.shows("まちがい");
    stage.press("F3 Esc");
    stage.shows("まちがい");
    stage.press("F3 Enter");
    stage.shows("書きかけはありません");
    stage.start_again(None);
    stage.hides("書きかけ");
}

#[test]
fn an_emptied_text_is_no_text() {
    let mut stage = Stage::begun();
    stage.press("F5 'あ' BackSpace Esc");
    assert!(stage.session.model.unfinished.is_empty());
}

#[test]
fn every_form_is_found_again_from_the_list() {
    for (way, typed) in [
        ("F5", "メモ"),
        ("Enter", "電源"),
        ("F2", "だめ"),
        ("F7 Enter", "直す"),
        ("F7 F3", "取消"),
        ("F8 F8 Enter Enter", "理由"),
        ("Down Down Enter 1", "相手"),
    ] {
        let mut stage = Stage::begun();
        stage.press(&format!("{way} '{typed}'"));
        assert_eq!(stage.session.model.unfinished.len(), 1, "{way}");
        while stage.session.stack.len() > 2 {
            stage.press("Esc");
        }
        stage.choose("書きかけの文を見る");
        stage.press("Enter");
        stage.shows("書きかけの続き");
        stage.shows(typed);
    }
}

#[test]
fn leaving_says_what_is_not_recorded() {
    let mut stage = Stage::begun();
    stage.press("F5 '書きかけです' Esc Tab Esc F10");
    stage.shows("終了しますか");
    stage.shows("書きかけが1件");
    stage.shows("書きかけです");
    stage.press("Esc");
    assert!(!stage.session.quits);
    stage.press("F10 Enter");
    assert!(stage.session.quits);
    // With nothing unfinished, leaving asks nothing.
    let mut stage = Stage::new();
    stage.press("F10");
    assert!(stage.session.quits);
}

#[test]
fn two_windows_left_a_memo_each_and_both_are_there() {
    let mut stage = Stage::begun();
    stage.press("F5 '一つ目' Esc");
    let mut twin = stage.session.model.unfinished[0].clone();
    twin.lines[0].1 = "二つ目".to_owned();
    let effect = stage.session.model.take_over(vec![twin]);
    stage.carry_out(effect.into_iter().collect());
    stage.choose("書きかけの文を見る");
    stage.shows("一つ目");
    stage.shows("二つ目");
    stage.press("Down Enter");
    stage.shows("二つ目");
    stage.hides("一つ目");
    stage.press("Enter Esc F5");
    stage.hides("二つ目");
    assert!(stage.session.model.unfinished.len() == 1, "{:?}", stage.session.model.unfinished);
}

#[test]
fn where_it_cannot_be_kept_it_is_said_once() {
    let mut stage = Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        std::fs::create_dir_all(dir.join("record")).unwrap();
        std::fs::write(dir.join("record/desk"), "in the way").unwrap();
    });
    stage.shows("書きかけをこの場所に保存できません");
    stage.press("Enter 5 'あ'");
    stage.hides("書きかけをこの場所に保存できません");
    stage.press("Enter");
    assert_eq!(stage.lines().len(), 1);
}
