//! Stand-down: every open item gets its taker, one by one or all that are left at once.

use super::chronology::everywhere;
use super::stage::Stage;
use crate::domain::incident::Stage as Where;

fn begin(stage: &mut Stage) {
    stage.press("Tab F5 '回線を点検' Tab Tab Tab Tab Tab Tab Right Enter Esc");
    stage.choose("非常時を解除する");
}

#[test]
fn each_item_is_given_to_somebody_and_the_rest_to_one() {
    everywhere(|stage| {
        begin(stage);
        stage.shows("引受先が決まったもの0件");
        stage.press("Enter");
        stage.shows("この未了を引き受ける人");
        stage.shows("回線を点検");
        stage.shows("F10決める");
        assert!(stage.caret().is_some());
        // Nobody is named, and nobody sits here by name.
        stage.press("Enter");
        stage.shows("引き受ける人の名前を書いてください");
        stage.press("'さとう' Tab '12/01 0900' Tab '部品待ち' Enter");
        assert_eq!(stage.caret(), None);
        assert_eq!(stage.incident().stage, Where::Open, "nothing is recorded yet");
        stage.shows("(佐藤 一郎 12/01まで) 回線を点検");
        stage.shows("引受先が決まったもの1件");
        // Leaving keeps it, and it can be changed.
        stage.press("Esc");
        stage.choose("非常時を解除する");
        stage.shows("(佐藤 一郎 12/01まで) 回線を点検");
        stage.press("Enter");
        stage.shows("佐藤 一郎");
        stage.shows("部品待ち");
        stage.press("Esc Down Enter 'わたなべ' Enter");
        stage.shows("(渡辺 早苗 11/23まで)");
        stage.press("F3");
        stage.hides("(渡辺 早苗");
        let open = stage.incident();
        stage.press("F10");
        stage.shows("引受先がまだない");
        stage.press("'やまだ' Enter 'さとう' Enter");
        let incident = stage.incident();
        assert_eq!(incident.stage, Where::StoodDown, "{}", stage.screen());
        assert_eq!(open.stage, Where::Open);
        let first = &incident.taken[0];
        assert_eq!((first.taker.name.as_str(), first.until.as_str()), ("佐藤 一郎", "2026-12-01"));
        assert_eq!(first.reason, "部品待ち");
        assert!(incident.taken.iter().skip(1).all(|taken| taken.taker.name == "山田 恵"));
        assert!(stage.session.model.takers.is_empty());
    });
}

#[test]
fn when_every_item_has_its_taker_only_who_decided_is_asked() {
    let mut stage = Stage::begun();
    begin(&mut stage);
    let open = stage.session.model.open.clone().unwrap();
    let count = crate::domain::open_items::open_items(&open.incident, &open.plan).len();
    for _ in 0..count {
        stage.press("Enter 'さとう' Enter Down");
    }
    stage.press("F10");
    stage.hides("引受先がまだない");
    stage.press("'さとう' Enter");
    assert_eq!(stage.incident().taken.len(), count);
    assert!(stage.incident().taken.iter().all(|taken| taken.taker.name == "佐藤 一郎"));
}

#[test]
fn a_taker_that_was_begun_comes_back_to_its_item() {
    let mut stage = Stage::begun();
    begin(&mut stage);
    stage.press("Enter '応援 太郎' Esc Down Enter");
    stage.hides("応援 太郎");
    stage.press("Esc Up Enter");
    stage.shows("応援 太郎");
    stage.press("Esc Esc");
    stage.choose("書きかけ");
    stage.press("Enter");
    stage.shows("この未了を引き受ける人");
    stage.press("Enter");
    stage.choose("非常時を解除する");
    stage.shows("(応援 太郎 11/23まで) 回線を点検");
}

#[test]
fn names_of_the_lines_of_a_memo_are_plain() {
    let mut stage = Stage::begun();
    stage.press("F5");
    for text in ["したのは誰", "誰から", "誰へ", "指示にする", "しない(メモ)"] {
        stage.shows(text);
    }
    stage.press("Tab 'なんとなく' Up 'あ' F10");
    // What to type instead is read to its end.
    stage.shows("0800頃、不明");
}
