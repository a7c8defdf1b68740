//! The way from the first things through calls, criteria and declaration to a report.

use super::stage::{Stage, named};
use crate::domain::event::{CallResult, StepMark};
use crate::domain::incident::Stage as Where;
use crate::domain::value::{Answer, Value};
use crate::message::{Exit, Message};
use crate::tui::msg::{Effect, Msg, Reply};

#[test]
fn first_things_stand_right_under_the_first_line() {
    let stage = Stage::begun();
    stage.shows("最初にやること");
    stage.shows("病棟のプリンタが英語の紙を出し続けている");
    stage.shows("電源を切らない");
    assert!(!stage.screen().contains("入力しているのは誰ですか"));
}

#[test]
fn enter_opens_a_line_and_a_second_one_records() {
    let mut stage = Stage::begun();
    let before = stage.lines().len();
    stage.press("Enter");
    assert_eq!(stage.lines().len(), before);
    stage.press("Enter");
    assert_eq!(stage.lines().len(), before + 1);
    assert!(stage.last_line().starts_with("完了: パソコンもサーバも"));
    stage.shows("✓ 記録しました: 完了");
}

#[test]
fn who_types_is_asked_after_the_first_thing_done_and_claims_what_was_nameless() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter");
    stage.shows("入力しているのは誰ですか");
    // A stray Enter makes nobody somebody.
    stage.press("Enter");
    assert!(stage.session.model.keyboard.is_none());
    stage.press("'やまだ' Enter");
    assert_eq!(stage.session.model.keyboard.as_ref().unwrap().name, "山田 恵");
    assert_eq!(stage.incident().unconfirmed().count(), 0);
    stage.shows("入力: 山田 恵");
}

#[test]
fn nobody_has_to_say_who_he_is_and_anybody_can() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc");
    stage.shows("入力: 未名乗り");
    // Not asked twice.
    stage.press("Enter");
    stage.hides("入力しているのは誰ですか");
    let mut stage = Stage::begun();
    stage.press("Enter Enter '応援 太郎'");
    stage.shows("職員の一覧にない");
    stage.press("Enter");
    let who = stage.session.model.keyboard.clone().unwrap();
    assert_eq!((who.name.as_str(), who.is_listed()), ("応援 太郎", false));
}

#[test]
fn a_failed_step_needs_its_reason() {
    let mut stage = Stage::begun();
    stage.press("F2 Enter");
    stage.shows("理由を一言書いてください");
    stage.press("'鍵がない' Enter");
    assert!(stage.last_line().contains("不可") && stage.last_line().contains("鍵がない"));
}

#[test]
fn facts_are_asked_one_by_one_and_unknown_is_an_answer() {
    let mut stage = Stage::begun();
    stage.press("Down Down Down Enter");
    stage.shows("いつ切りましたか");
    stage.press("'0030' Enter");
    stage.shows("誰が認めましたか");
    stage.press("F3 Enter");
    let incident = stage.incident();
    assert!(
        matches!(&incident.fact("cut-time").unwrap().value, Value::Time(time) if crate::domain::when::write(time.at).contains("T00:30"))
    );
    assert_eq!(incident.fact("cut-approved-by").unwrap().value, Value::Unknown);
}

#[test]
fn a_call_is_one_key_and_its_line() {
    let mut stage = Stage::begun();
    stage.press("Down Down Enter");
    stage.shows("佐藤 一郎");
    stage.shows("かけられない");
    stage.press("F2");
    assert_eq!(stage.incident().calls[0].made.result, CallResult::NoAnswer);
    stage.press("Esc");
    stage.shows("高橋 誠");
    stage.press("1 '高橋' Enter '紙で続けてほしい' Enter");
    assert_eq!(stage.incident().calls[1].made.note.as_deref(), Some("紙で続けてほしい"));
    // The step is offered as done, which takes one more Enter.
    stage.press("Enter");
    assert!(stage.last_line().starts_with("完了: 責任者と当直医に電話する"));
}

#[test]
fn a_cut_off_says_where_how_and_who_may() {
    let mut stage = Stage::begun();
    stage.press("Down Down Down");
    for text in ["場所: 1階サーバ室", "方法:", "断りなしに切れる人", "10分後", "止まるもの"] {
        stage.shows(text);
    }
}

#[test]
fn criteria_can_be_left_and_taken_up_again() {
    let mut stage = Stage::begun();
    stage.press("F8");
    stage.shows("判断項目 1/10");
    // A stray Enter answers nothing.
    stage.press("Enter");
    stage.shows("矢印で選んで");
    stage.press("1");
    stage.press("Esc");
    stage.shows("判断項目 2/10");
    stage.press("２ Down Down Down Enter Esc F8");
    stage.shows("判断項目 4/10");
    let incident = stage.incident();
    assert_eq!(incident.fact("ransom-signs").unwrap().value, Value::Answer(Answer::Yes));
    assert_eq!(incident.fact("files-encrypted").unwrap().value, Value::Answer(Answer::No));
    assert_eq!(incident.fact("notice-t1-attack").unwrap().value, Value::Answer(Answer::Unknown));
    stage.shows("いまの答えからの目安: レベル1");
}

#[test]
fn nobody_answers_and_the_nurse_declares_provisionally() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter F8 1 F8");
    stage.shows("非常時の宣言");
    stage.press("Enter");
    // Not before somebody was called.
    stage.press("F4");
    stage.hides("責任者の確定を待つ");
    stage.press("F2 F2 F4 '印字が続く' Enter");
    let made = stage.incident().declaration().unwrap().clone();
    assert!(made.made.provisional && made.made.level == 1 && made.made.attempts.len() == 2);
    stage.shows("仮宣言レベル1");
    // The step that asks for it is offered as done.
    stage.press("Enter");
    assert!(stage.last_line().starts_with("完了: 非常時とするかを決め"));
    // Later the manager confirms by phone.
    stage.press("F8 F3 Enter Enter");
    assert!(stage.incident().declaration().unwrap().confirmed_by.is_some());
}

#[test]
fn the_manager_declares_by_phone_and_the_level_goes_up() {
    let mut stage = Stage::begun();
    stage.press("F8 1 Esc F8 Down Enter Enter '院長が電話で決めた' Enter");
    let made = stage.incident().declaration().unwrap().clone();
    assert_eq!((made.made.level, made.made.provisional), (2, false));
    assert_eq!(made.actor.unwrap().name, "佐藤 一郎");
    stage.press("Esc F8 Down Down Enter Enter '検査も止まった' Enter");
    assert_eq!(stage.incident().level(), 3);
}

#[test]
fn a_memo_is_one_key_away_everywhere() {
    for way in ["", "Tab", "F8", "F8 F8", "F7", "Tab F6 Esc", "Down Down Enter"] {
        let mut stage = Stage::begun();
        stage.press(way);
        let before = stage.screen();
        stage.press("F5 '廊下の電話も不通' Enter");
        assert_eq!(stage.last_line(), "廊下の電話も不通", "{way}\n{}", stage.screen());
        stage.press("Esc");
        let first = |text: &str| text.lines().nth(2).unwrap_or_default().chars().take(8).collect::<String>();
        assert_eq!(first(&stage.screen()), first(&before), "{way}");
    }
}

#[test]
fn a_memo_carries_time_both_ends_and_can_be_an_instruction() {
    let mut stage = Stage::begun();
    stage.press("F5 'LANを抜いて' Tab '-5' Tab '当直医' Tab '情シス' Enter");
    let incident = stage.incident();
    let line = &incident.entries.last().unwrap().line.envelope;
    assert_eq!((line.from.as_deref(), line.to.as_deref()), (Some("当直医"), Some("情シス")));
    assert_eq!(line.occurred_at.unwrap().format("%H:%M").to_string(), "00:26");
    let mut stage = Stage::begun();
    stage.press("F5 '検査に連絡' Tab Tab Tab Tab Tab Tab Right Tab '0300' Enter");
    let orders = stage.incident().orders.clone();
    assert_eq!(orders[0].due.unwrap().format("%d %H:%M").to_string(), "22 03:00");
    // It is reported as carried out where it stands in the chronology.
    stage.press("Esc F7");
    stage.shows("F4指示完了");
    stage.press("F4 '検査に伝わった' Enter");
    assert_eq!(stage.incident().open_orders().count(), 0);
}

#[test]
fn one_key_takes_back_the_last_act() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc BackSpace");
    // It is asked, naming the line; Esc leaves everything as it is.
    stage.shows("取り消しますか");
    stage.shows("完了: パソコン");
    let lines = stage.lines().len();
    stage.press("Esc");
    assert_eq!(stage.lines().len(), lines);
    stage.press("BackSpace Enter");
    assert!(stage.last_line().starts_with("取消: 完了"));
    assert!(stage.last_line().contains("押し間違い"));
    stage.press("BackSpace");
    stage.shows("取り消せる直前の操作はありません");
}

#[test]
fn the_guide_walks_and_records() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.shows("段階");
    stage.shows("手順 1/5");
    stage.press("Down");
    stage.shows("手順 2/5");
    stage.press("Right");
    stage.shows("手順 1/5");
    stage.shows("モニタ");
    stage.press("F4 Enter Esc");
    assert!(stage.last_line().starts_with("後で:"));
    stage.wait(30);
    stage.shows("! ");
    stage.shows("経過0:30");
    // What is done can be done over again.
    stage.press("Home Enter Enter Up Enter");
    stage.shows("やり直し");
    stage.press("'まだ終わっていない' Enter");
    let first =
        stage.incident().steps.iter().find(|(key, _)| key.step.as_str() == "do-not-power-off").unwrap().1.clone();
    assert_eq!(first.last().unwrap().mark, StepMark::Reopened);
}

#[test]
fn the_chronology_sets_lines_right() {
    let mut stage = Stage::begun();
    stage.press("F5 '22時に停電' Enter Esc F7");
    stage.shows("経過の記録");
    stage.press("Enter");
    stage.shows("記録を訂正する");
    stage.press("BackSpace BackSpace '断水' Enter");
    stage.shows("22時に断水");
    stage.shows("〔訂正あり〕");
    stage.press("Up F3 '思い違い' Enter");
    stage.shows("〔取消: 思い違い〕");
    stage.press("Ctrl-f 'ﾌﾟﾘﾝﾀ' Enter");
    stage.shows("探す: プリンタ");
    stage.shows("1/1");
    stage.press("Ctrl-f Esc Tab");
    stage.shows("書いた順");
}

#[test]
fn a_search_goes_by_what_a_line_says_now() {
    let mut stage = Stage::begun();
    stage.press("F5 '22時に停電' Enter Esc F7 Ctrl-f 'ていでん' Esc Ctrl-f '停電' Enter");
    stage.shows("1/1");
    stage.press("Enter BackSpace BackSpace '断水' Enter");
    // The correction says both words; the line that it set right does not say the old one any more.
    stage.shows("1/1");
    stage.shows("「22時に停電」を「22時に断水」に");
    assert!(!stage.screen().contains("〔訂正あり〕"), "{}", stage.screen());
    stage.press("Ctrl-f BackSpace BackSpace '断水' Enter");
    stage.shows("/2");
    stage.shows("〔訂正あり〕");
}

#[test]
fn both_times_stand_on_each_line() {
    let mut stage = Stage::begun();
    stage.press("F5 '朝方の様子' Tab '11/21 0400' Enter Esc F7");
    stage.press("Home");
    let row = stage.screen().lines().find(|row| row.contains("朝方の様子")).unwrap().to_owned();
    assert!(row.contains("11/21 04:00") && row.contains("11/22 00:31"), "{row}");
}

#[test]
fn standing_down_hands_everything_on_and_closing_can_be_undone() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.choose("解除する");
    stage.shows("未了が");
    // Who sits here does not decide: who did is asked for.
    stage.press("F10 'さとう' F10");
    stage.shows("解除を決めた人の名前を書いてください");
    assert_eq!(stage.incident().stage, Where::Open);
    stage.press("'たかはし' Enter");
    assert_eq!(stage.incident().stage, Where::StoodDown);
    assert!(stage.incident().taken.iter().all(|taken| taken.taker.name == "佐藤 一郎"));
    stage.shows("解除");
    stage.choose("終結する");
    stage.press("Enter");
    assert_eq!(stage.incident().stage, Where::Closed);
}

#[test]
fn the_report_is_saved_and_its_place_is_said() {
    let mut stage = Stage::begun();
    stage.press("Tab F12 Enter");
    stage.shows("報告書を保存しました");
    let pages: Vec<_> = std::fs::read_dir(stage.dir.path()).unwrap().flatten().map(|file| file.file_name()).collect();
    assert!(pages.iter().any(|name| name.to_string_lossy().ends_with(".html")), "{pages:?}");
}

#[test]
fn from_the_first_sign_to_a_report_in_at_most_sixty_keys() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'プリンタが英語の紙を出し続けている' Enter Enter"); // first line, runbook
    stage.press("Enter Enter 'やまだ' Enter"); // power stays on; who types
    stage.press("Enter Enter Enter Enter"); // monitors, with their two facts skipped
    stage.press("Enter F2 F2 F2 Esc"); // nobody answers
    stage.press("F8 1 1 1 1 1 2 3 3 1 1"); // criteria
    stage.press("F8 Enter F4 '印字と拡張子の変化' Enter Enter"); // declared provisionally
    stage.press("F12 Enter"); // report
    stage.shows("報告書を保存しました");
    assert!(stage.incident().level() > 0);
    assert!(stage.presses <= 60, "{} keys", stage.presses);
}

#[test]
fn what_is_open_stands_on_the_first_screen() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.wait(60);
    stage.press("Esc");
    stage.shows("続いている事案");
    stage.shows("! 超過");
    stage.press("Down Enter");
    stage.shows("段階");
}

#[test]
fn a_failed_append_keeps_the_text_and_says_what_to_do() {
    let mut stage = Stage::begun();
    stage.press("F5 '大事な一言'");
    let lines = stage.lines().len();
    let effects = stage.session.update(Msg::Key(named("Enter")));
    let [Effect::Act(ticket, ..)] = effects.as_slice() else { panic!("{effects:?}") };
    // A second Enter waits for the first.
    stage.shows("記録しています");
    assert!(stage.session.update(Msg::Key(named("Enter"))).is_empty());
    let message =
        Message::new("record-full", Exit::Record, "空きがない".to_owned()).hint("不要なファイルを消す".to_owned());
    stage.session.update(Msg::Reply(Box::new(Reply::Failed(Some(*ticket), message))));
    for text in ["できませんでした", "空きがない", "記録には何も書いていません", "不要なファイルを消す"]
    {
        stage.shows(text);
    }
    stage.hides("✓");
    stage.press("Enter");
    stage.shows("大事な一言");
    stage.press("Enter");
    assert_eq!((stage.lines().len(), stage.last_line().as_str()), (lines + 1, "大事な一言"));
}
