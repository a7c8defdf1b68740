//! 前に見てからのこと: who sees it, when, and what counts as read.

use unicode_width::UnicodeWidthStr as _;

use super::stage::Stage;
use crate::domain::event::CallResult;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::Stage as Where;
use crate::domain::since::{CallChange, Change, FactChange, LevelChange, OrderChange, RunbookChange, StepChange};
use crate::domain::value::{Confidence, Value};
use crate::domain::who::Who;
use crate::text::width::Ambiguous;
use crate::tui::keys::Ctx;
use crate::tui::screens::since_words::Words;

const FIRST: &str = "これまでのこと";
const AGAIN: &str = "前に見てからのこと";

#[track_caller]
fn is_not_told(stage: &Stage) {
    let shown = stage.session.stack.iter().any(|screen| screen.context() == Ctx::Since);
    assert!(!shown, "{}", stage.screen());
}

/// Begun by somebody who gave a name before, at the guide.
fn named_from_the_start() -> Stage {
    let mut stage = Stage::new();
    stage.press("F11 'やまだ' Enter Enter 5 'プリンタ' Enter Enter Tab");
    stage.shows("段階");
    stage
}

#[test]
fn nothing_stands_between_a_beginning_and_the_next_lines() {
    let mut stage = Stage::begun();
    is_not_told(&stage);
    stage.press("Enter Enter 'やまだ' Enter");
    is_not_told(&stage);
    stage.press("F5 '一言' Enter Esc Esc");
    // Home and in again: all of it is one's own.
    stage.press("Enter");
    stage.shows("段階");
    is_not_told(&stage);
}

#[test]
fn after_changing_hands_each_sees_what_the_other_did() {
    for size in [(80, 24), (100, 30), (120, 40), (200, 60)] {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::at(size, mode);
            stage.press("Enter 5 'プリンタ' Enter Enter Enter Enter 'やまだ' Enter F11 'さとう' Enter");
            stage.shows(FIRST);
            stage.shows("始まり: 覚知00:31");
            stage.shows("完了: パソコンもサーバも");
            assert_eq!(stage.caret(), None);
            stage.press("Enter");
            stage.hides(FIRST);
            stage.press("F5 '佐藤が書いた' Enter");
            stage.press("F11 'やまだ' Enter");
            stage.shows(AGAIN);
            stage.shows("メモ: 佐藤が書いた");
            stage.hides("始まり:");
            stage.press("Esc F11 'さとう' Enter");
            is_not_told(&stage);
        }
    }
}

#[test]
fn who_says_the_same_name_again_is_told_nothing() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter F5 '一言' Enter F11 'やまだ' Enter");
    is_not_told(&stage);
}

#[test]
fn on_opening_again_only_what_is_new_is_told() {
    let mut stage = named_from_the_start();
    stage.press("F5 '一言' Enter");
    // Another program: nobody has given a name.
    stage.start_again(None);
    stage.press("Enter");
    stage.shows(FIRST);
    stage.press("Enter Esc Enter");
    is_not_told(&stage);
    stage.press("Esc");
    let open = stage.session.model.incidents()[0].clone();
    stage.session.model.open = Some(open);
    stage.elsewhere("夜のあいだの一言");
    stage.session.model.open = None;
    stage.wait(1);
    stage.press("Enter");
    stage.shows(AGAIN);
    stage.shows("メモ: 夜のあいだの一言");
}

#[test]
fn an_incident_named_at_the_start_is_told_too() {
    let mut stage = named_from_the_start();
    let id = stage.session.model.open.as_ref().unwrap().id.clone();
    stage.start_again(Some(id.as_str()));
    stage.shows(FIRST);
    stage.press("Esc");
    stage.shows("段階");
    stage.start_again(Some(id.as_str()));
    is_not_told(&stage);
}

#[test]
fn a_kill_does_not_make_ones_own_lines_news() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc F5 '一言' Enter");
    stage.start_again(None);
    stage.press("Enter");
    is_not_told(&stage);
}

#[test]
fn leaving_the_program_counts_as_having_read() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.elsewhere("届いた一言");
    stage.wait(1);
    stage.press("Ctrl-c Enter");
    assert!(stage.session.quits);
    stage.start_again(None);
    stage.press("Enter");
    is_not_told(&stage);
}

#[test]
fn what_another_terminal_wrote_is_said_once_and_is_in_the_menu() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.elsewhere("一つ目");
    stage.elsewhere("二つ目");
    stage.wait(1);
    stage.shows("ほかの端末から2件の記録が届きました");
    stage.wait(1);
    stage.press("Down");
    stage.hides("届きました");
    stage.wait(1);
    stage.hides("届きました");
    // A line of one's own in between does not pass over them.
    stage.press("F5 '自分の一言' Enter Esc");
    stage.choose("前に見てからのことを見る");
    stage.shows("メモ 3件: 自分の一言");
    stage.press("Enter");
    stage.choose("前に見てからのことを見る");
    stage.shows("新しい記録はありません");
    stage.press("Esc");
    is_not_told(&stage);
}

#[test]
fn nobody_who_types_is_told_and_what_is_on_disk_stays_said() {
    let mut stage = Stage::begun();
    stage.press("Tab F5 '書きかけ'");
    stage.elsewhere("一つ目");
    stage.wait(1);
    stage.hides("届きました");
    stage.press("Enter");
    stage.elsewhere("二つ目");
    stage.press("Esc F5 '三つ目' Enter");
    stage.shows("✓ 記録しました: 三つ目");
    stage.elsewhere("四つ目");
    stage.wait(1);
    stage.shows("✓ 記録しました: 三つ目");
    stage.shows("ほかの端末から1件の記録が届きました");
}

#[test]
fn what_is_new_keeps_nobody_from_what_he_came_for() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter F11 'さとう' Enter");
    stage.shows(FIRST);
    stage.press("F5 '急ぎの一言' Enter");
    assert_eq!(stage.last_line(), "急ぎの一言");
    is_not_told(&stage);
    // A memo from the first screen is what somebody came for.
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.start_again(None);
    stage.press("F5 '急ぎの一言' Enter");
    assert_eq!(stage.last_line(), "急ぎの一言");
}

#[test]
fn every_change_is_one_row_of_words() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc F8 1 Esc");
    let now = stage.session.model.now;
    let open = stage.session.model.open.clone().unwrap();
    let id = |text: &str| Id::new(text).unwrap();
    let at = Some(now - chrono::TimeDelta::minutes(2));
    let step = |title: &str, reason: Option<&str>| StepChange {
        step: open.incident.steps.keys().next().cloned().unwrap(),
        title: title.to_owned(),
        reason: reason.map(ToOwned::to_owned),
        at,
        actor: None,
    };
    let level = |from, to, provisional, confirmed: Option<&str>| {
        Change::Level(LevelChange {
            from,
            to,
            title: (to > 0).then(|| "全面停止".to_owned()),
            provisional,
            confirmed_by: confirmed.map(Who::stranger),
            actor: (to > 0).then(|| Who::stranger("田中")),
            at,
        })
    };
    let order = |due, result: Option<&str>| OrderChange {
        line: Hash::of(b"order"),
        text: "検査に伝える".to_owned(),
        owner: open.plan.facility.roles[0].id.clone(),
        due,
        result: result.map(ToOwned::to_owned),
    };
    let call = |attempts, reached| CallChange {
        contact: id("company-a"),
        name: "A社サポート".to_owned(),
        attempts,
        reached,
        last: if reached { CallResult::Reached } else { CallResult::Busy },
        at,
    };
    let fact = |from: Option<(&str, Confidence)>, to: Option<(&str, Confidence)>| {
        let worth = |(text, sure): (&str, Confidence)| (Value::Text(text.to_owned()), sure);
        FactChange { fact: id("cause"), title: "原因".to_owned(), from: from.map(worth), to: to.map(worth) }
    };
    let (sure, heard) = (Confidence::Confirmed, Confidence::Hearsay);
    let book = |reason: Option<&str>| RunbookChange {
        runbook: id("ransomware"),
        title: "ランサムウェア".to_owned(),
        reason: reason.map(ToOwned::to_owned),
    };
    let owner = open.plan.facility.roles[0].title.clone();
    let memo = |count| Change::Memos { count, last: "廊下も不通".to_owned() };
    let rows: Vec<(Change, String)> = [
        (Change::Opened { text: "印字".to_owned(), noticed: at }, "始まり: 覚知00:29 印字"),
        (Change::Opened { text: "印字".to_owned(), noticed: None }, "始まり: 覚知時刻不明 印字"),
        (Change::Stage { from: Where::Open, to: Where::StoodDown }, "事案: 継続中から解除済みへ"),
        (Change::Stage { from: Where::Open, to: Where::Open }, "事案: 継続中 (一度変わって、もとに戻った)"),
        (level(0, 3, true, None), "宣言: レベル3 (仮) 00:29 田中 全面停止"),
        (level(1, 3, false, None), "宣言: レベル1からレベル3へ 00:29 田中 全面停止"),
        (level(3, 3, true, Some("佐藤")), "仮宣言を確定(佐藤): レベル3 00:29 田中 全面停止"),
        (level(2, 0, false, None), "宣言: レベル2を取り消し、いまは未宣言"),
        (Change::StepsFailed(vec![step("外部と切る", Some("鍵がない"))]), "不可: 外部と切る (鍵がない)"),
        (Change::StepsReopened(vec![step("甲", None), step("乙", None)]), "やり直し 2件: 甲、乙"),
        (Change::OrdersGiven(vec![order(at, None)]), &format!("指示: {owner}へ 検査に伝える(00:29まで)")),
        (Change::OrdersGiven(vec![order(None, None)]), &format!("指示: {owner}へ 検査に伝える")),
        (Change::OrdersDone(vec![order(None, Some("済んだ"))]), "指示完了: 検査に伝える (済んだ)"),
        (Change::Calls(vec![call(3, true)]), "電話: A社サポート 出た(3回目)"),
        (Change::Calls(vec![call(1, false), call(1, true)]), "電話 2件: A社サポート 話中、A社サポート 出た"),
        (Change::Facts(vec![fact(None, Some(("不明", sure)))]), "把握: 原因 不明"),
        (Change::Facts(vec![fact(Some(("甲", sure)), Some(("乙", sure)))]), "把握: 原因 甲から乙へ"),
        (Change::Facts(vec![fact(Some(("甲", heard)), Some(("甲", sure)))]), "把握: 原因 甲 [伝聞]から甲 [確認済]へ"),
        (Change::Facts(vec![fact(Some(("甲", sure)), None)]), "把握: 原因 取消(前は 甲)"),
        (Change::Criteria(vec![id("ransom-signs")]), "判断: [はい] "),
        (Change::StepsDone { count: 12, last: vec![step("甲", None)] }, "完了 12件: 甲"),
        (Change::StepsLater { count: 1, last: vec![step("甲", None)] }, "後で: 甲"),
        (Change::StepsSkipped { count: 1, last: vec![step("甲", None)] }, "該当なし: 甲"),
        (Change::Mended { corrected: 2, withdrawn: 1 }, "訂正 2件、取消 1件"),
        (Change::Mended { corrected: 2, withdrawn: 0 }, "訂正 2件"),
        (Change::Mended { corrected: 0, withdrawn: 1 }, "取消 1件"),
        (Change::RunbooksAdded(vec![book(None)]), "手順書を追加: ランサムウェア"),
        (Change::RunbooksAside(vec![book(Some("紙づまり"))]), "手順書を外した: ランサムウェア (紙づまり)"),
        (Change::HandedOver { from: None, to: Who::stranger("渡辺") }, "引継ぎ: 渡辺へ"),
        (Change::HandedOver { from: Some(Who::stranger("山田")), to: Who::stranger("渡辺") }, "引継ぎ: 山田から渡辺へ"),
        (Change::Unconfirmed { count: 4 }, "本人の確定を待つ代行入力 4件"),
        (memo(1), "メモ: 廊下も不通"),
        (memo(5), "メモ 5件: 廊下も不通"),
        (Change::Joined { terminals: vec![id("abc")], lines: 9 }, "ほかの端末1台から 9件"),
        (Change::Other { count: 1, last: "確定".to_owned() }, "そのほか: 確定"),
        (Change::More(7), "ほか7件"),
    ]
    .into_iter()
    .map(|(change, says)| (change, says.to_owned()))
    .collect();
    let words = Words { open: &open, now, room: 76, mode: Ambiguous::Narrow };
    for (change, says) in rows {
        let row = words.row(&change);
        assert!(row.starts_with(&says), "{row:?} is not {says:?}");
        assert!(!row.contains('\n'));
        assert_eq!(row.width(), row.width_cjk(), "{row}");
    }
}

#[test]
fn what_follows_a_long_title_stays_in_sight() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter");
    stage.press("Down Down F2 '鍵がない' Enter F8 1 2 3 Esc F11 'さとう' Enter");
    stage.shows("~ (鍵がない)");
    let screen = stage.screen();
    let judged = screen.lines().find(|row| row.contains("判断 3件")).unwrap();
    for answer in ["[はい]", "[いいえ]", "[不明]"] {
        assert!(judged.contains(answer), "{judged}");
    }
}
