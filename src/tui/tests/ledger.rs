//! Paper, gaps and the way back to normal, by keys.

use super::chronology::everywhere;
use super::stage::Stage;
use crate::domain::ledger::{BatchState, ledger};

fn given(stage: &mut Stage) {
    stage.press("Tab {紙とデータの台帳} F2");
    stage.shows("紙を渡した");
    stage.press("Enter '臨時処方せん' Enter '６０枚' Enter");
}

#[test]
fn paper_is_followed_from_the_stock_to_the_originals() {
    everywhere(|stage| {
        stage.press("Tab {紙とデータの台帳}");
        stage.shows("F2 で、部門に渡した紙の束を記録します");
        stage.press("Esc");
        given(stage);
        let of = |stage: &Stage| ledger(&stage.incident()).batches[0].clone();
        assert_eq!((of(stage).sheets, of(stage).state()), (60, BatchState::Out), "{}", stage.screen());
        stage.shows("使用中");
        // Enter does what comes next, and says so.
        stage.shows("Enter紙を数えた");
        stage.press("Enter 'たくさん' Enter '19' Enter");
        stage.shows("0以上の数で書いてください");
        stage.press("BackSpace BackSpace BackSpace BackSpace '40' Enter Enter");
        assert_eq!(of(stage).missing(), 1, "{}", stage.screen());
        stage.shows("見つからない 1枚");
        stage.press("Enter Enter '病歴室' Enter");
        assert_eq!(of(stage).state(), BatchState::Whole, "{}", stage.screen());
        stage.shows("原本: 病歴室");
        stage.shows("紙 0束");
    });
}

#[test]
fn what_cannot_be_is_refused_with_words_and_the_form_stays() {
    let mut stage = Stage::begun();
    given(&mut stage);
    stage.press("Enter '50' Enter '11' Enter");
    stage.shows("61枚で、渡した 60枚より多くなり");
    assert_eq!(ledger(&stage.incident()).batches[0].used(), None);
}

#[test]
fn a_gap_is_noted_and_closed() {
    let mut stage = Stage::begun();
    stage.press("Tab {紙とデータの台帳} F3");
    stage.shows("データの空白を記録する");
    stage.press("Enter '11/20 0300' Enter '11/22 0000' Enter '検査結果' Enter Left Left Left Enter");
    let of = |stage: &Stage| ledger(&stage.incident()).gaps[0].clone();
    assert_eq!(of(&stage).noted.made.kind.word(), "loss", "{}", stage.screen());
    stage.shows("滅失");
    stage.press("Enter '紙から打ち戻した' Enter");
    assert!(of(&stage).closed.is_some(), "{}", stage.screen());
}

#[test]
fn an_open_item_is_taken_from_the_list_which_leads_to_where_it_is_settled() {
    everywhere(|stage| {
        given(stage);
        stage.press("Esc {平常への復帰}");
        stage.shows("[台帳] 紙");
        stage.shows("担当はまだ決まっていません");
        stage.press("F2");
        stage.shows("未了の担当");
        stage.press("'さとう' Tab '12/01 0900' Tab Enter");
        stage.shows("書いてください");
        stage.press("'打ち戻しが残る' Enter");
        let taken = stage.incident().takers.values().next().cloned();
        assert_eq!(taken.unwrap().made.until, "2026-12-01", "{}", stage.screen());
        stage.shows("佐藤 一郎 2026-12-01まで");
        stage.press("Enter");
        stage.shows("紙とデータの台帳");
        stage.press("Enter '0' Enter '60' Enter Esc");
        stage.press("End");
        stage.shows("[済み]");
        stage.shows("白紙 60枚");
    });
}

#[test]
fn the_stand_down_shows_and_keeps_who_took_an_item_before() {
    let mut stage = Stage::begun();
    given(&mut stage);
    stage.press("Esc {平常への復帰} F2 'さとう' Tab '12/01 0900' Tab '残る' Enter Esc");
    stage.choose("非常時を解除する");
    stage.press("F2");
    stage.shows("平常への復帰");
    stage.press("Esc F10 'やまだ' Enter 'さとう' Enter");
    let incident = stage.incident();
    let batch = incident.taken.iter().find(|taken| taken.item.starts_with("batch:")).unwrap();
    assert_eq!((batch.taker.name.as_str(), batch.until.as_str()), ("佐藤 一郎", "2026-12-01"));
    assert!(incident.taken.iter().filter(|taken| taken.item != batch.item).all(|taken| taken.taker.name == "山田 恵"));
}

#[test]
fn what_is_late_stands_on_the_first_screen_and_leads_to_the_list() {
    let mut stage = Stage::begun();
    given(&mut stage);
    stage.press("Esc {平常への復帰} F2 'さとう' Tab '11/23 0900' Tab '残る' Enter");
    stage.choose("非常時を解除する");
    stage.press("F10 'やまだ' Enter 'さとう' Enter");
    stage.wait(3 * 24 * 60);
    stage.choose("事案の一覧に戻る");
    stage.shows("期日を過ぎた未了");
    stage.press("Down Down Down Enter");
    stage.shows("平常への復帰");
}

#[test]
fn the_day_of_an_item_that_is_late_or_due_today_stays_what_it_is() {
    let mut stage = Stage::begun();
    given(&mut stage);
    let until = |stage: &Stage| stage.incident().takers.values().next().unwrap().made.until.clone();
    stage.press("Esc {平常への復帰} F2 'さとう' Tab '11/23' Tab '残る' Enter");
    assert_eq!(until(&stage), "2026-11-23", "a day needs no time");
    stage.wait(44 * 60);
    // On that very evening, and three days after it, somebody else takes it and leaves the day alone.
    stage.press("F2 Ctrl-u 'やまだ' Tab Tab Enter");
    assert_eq!(until(&stage), "2026-11-23", "{}", stage.screen());
    stage.wait(3 * 24 * 60);
    stage.press("F2 Ctrl-u 'さとう' Tab Tab Enter");
    assert_eq!(until(&stage), "2026-11-23", "{}", stage.screen());
    stage.shows("もう過ぎています");
}

#[test]
fn a_form_that_was_begun_comes_back() {
    let mut stage = Stage::begun();
    given(&mut stage);
    stage.press("Enter '12' Esc Esc");
    stage.choose("書きかけ");
    stage.press("Enter");
    stage.shows("紙を数えた");
    stage.shows("12");
}
