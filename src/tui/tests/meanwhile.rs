//! What people do between Enter and the ✓, when the disk is slow: nothing is lost, nothing is recorded twice or elsewhere.

use crossterm::event::KeyCode;

use super::stage::{Stage, named};
use crate::message::{Exit, Message};
use crate::record::desk::Unfinished;
use crate::tui::keys::Key;
use crate::tui::msg::{Effect, Msg, Reply};

impl Stage {
    /// Presses keys and leaves what is asked of the worker undone.
    fn later(&mut self, names: &str) -> Vec<Effect> {
        names.split(' ').flat_map(|name| self.session.update(Msg::Key(named(name)))).collect()
    }

    fn type_later(&mut self, text: &str) -> Vec<Effect> {
        text.chars().flat_map(|c| self.session.update(Msg::Key(Key::plain(KeyCode::Char(c))))).collect()
    }

    #[track_caller]
    fn nothing_is_unfinished(&self) {
        assert!(self.session.model.unfinished.is_empty(), "{:?}", self.session.model.unfinished);
    }
}

fn acts(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Act(..) | Effect::Begin(..))).count()
}

#[test]
fn a_form_leaves_when_it_is_recorded_whatever_stands_in_front_of_it() {
    for (keys, then) in [("F5", "メモ・指示"), ("F1", "キーの説明"), ("Ctrl-c", "終了しますか")] {
        let mut stage = Stage::begun();
        stage.press("F2 'だめだった'");
        let mut asked = stage.later("Enter");
        assert_eq!(acts(&asked), 1);
        asked.extend(stage.later(keys));
        stage.carry_out(asked);
        stage.shows(then);
        stage.nothing_is_unfinished();
        assert!(stage.last_line().contains("だめだった"));
        let before = stage.lines().len();
        stage.press("Esc");
        stage.hides("手順の記録");
        assert_eq!(stage.lines().len(), before);
    }
}

#[test]
fn what_is_typed_while_a_line_is_recorded_is_not_shown_as_if_it_were_in_it() {
    let mut stage = Stage::begun();
    stage.press("F5 '一つ目'");
    let mut asked = stage.later("Enter");
    asked.extend(stage.type_later("続き"));
    stage.hides("一つ目続き");
    stage.carry_out(asked);
    assert_eq!(stage.last_line(), "一つ目");
    stage.nothing_is_unfinished();
}

#[test]
fn a_beginning_that_is_being_recorded_cannot_be_left_and_begun_again() {
    let mut stage = Stage::new();
    stage.press("Enter 5 'プリンタ'");
    let mut asked = stage.later("Enter");
    assert_eq!(acts(&asked), 1);
    asked.extend(stage.later("Up Up Esc Esc Enter F10"));
    assert_eq!(acts(&asked), 1);
    stage.carry_out(asked);
    stage.shows("どの手順書で進めますか");
    stage.nothing_is_unfinished();
}

#[test]
fn a_reply_for_one_incident_does_not_open_it_in_front_of_another() {
    let mut stage = Stage::begun();
    let real = stage.session.model.open.as_ref().unwrap().id.clone();
    stage.press("Tab Esc F3 5 '訓練です' Enter Enter Tab F5 '訓練のメモ' Enter Esc");
    let drill = stage.session.model.open.as_ref().unwrap().id.clone();
    assert_ne!(real, drill);
    // In the drill something is taken back; the disk is slow. Meanwhile: to the real incident, and a memo.
    let mut asked = stage.later("BackSpace Enter");
    assert_eq!(acts(&asked), 1);
    asked.extend(stage.later("Esc"));
    assert!(stage.session.model.open.is_none());
    let acted: Vec<Effect> = asked.iter().filter(|effect| matches!(effect, Effect::Act(..))).cloned().collect();
    let rest: Vec<Effect> = asked.into_iter().filter(|effect| !matches!(effect, Effect::Act(..))).collect();
    stage.carry_out(rest);
    let there = stage.session.model.incidents().iter().find(|known| known.id == real).map(|known| (*known).clone());
    stage.session.model.open = there;
    stage.press("F5");
    stage.type_later("本番のメモ");
    stage.carry_out(acted);
    assert_eq!(stage.session.model.open.as_ref().unwrap().id, real);
    let to = stage.later("Enter").iter().find_map(|effect| match effect {
        Effect::Act(_, id, _) => Some(id.clone()),
        _ => None,
    });
    assert_eq!(to, Some(real));
}

#[test]
fn at_the_first_screen_a_late_reply_opens_nothing() {
    let mut stage = Stage::begun();
    stage.press("Tab F5 'メモ' Enter Esc");
    let mut asked = stage.later("BackSpace Enter");
    asked.extend(stage.later("Esc"));
    stage.carry_out(asked);
    assert!(stage.session.model.open.is_none());
    stage.shows("異変に気づいた");
}

#[test]
fn an_act_that_has_to_wait_says_so() {
    let mut stage = Stage::begun();
    stage.press("Tab F5 'メモ' Enter Esc");
    let asked = stage.later("F12 Enter");
    assert!(stage.session.model.pending.is_some());
    let mut further = stage.later("Esc BackSpace Enter");
    assert_eq!(acts(&further), 0);
    stage.shows("前の記録がまだ終わっていません");
    further.splice(0..0, asked);
    stage.carry_out(further);
}

#[test]
fn what_was_found_at_the_start_is_kept_beside_what_was_typed_before() {
    let mut stage = Stage::new();
    stage.press("Enter 5");
    let typed = stage.type_later("あ");
    let old = Unfinished {
        key: "first-sign-drill".to_owned(),
        incident: None,
        title: "訓練".to_owned(),
        at: "2026-11-21T09:00:00+09:00".to_owned(),
        lines: vec![("text".to_owned(), "前のもの".to_owned())],
    };
    stage.carry_out(typed);
    let kept = stage.session.update(Msg::Reply(Box::new(Reply::Found(vec![old], std::collections::BTreeMap::new()))));
    assert!(kept.iter().any(|effect| matches!(effect, Effect::KeepUnfinished(texts) if texts.len() == 2)), "{kept:?}");
}

#[test]
fn a_failure_that_nobody_waits_for_forgets_nothing_and_does_not_pile_up() {
    let mut stage = Stage::begun();
    stage.press("Tab F5 'あ'");
    let asked = stage.later("Enter");
    let failed =
        || Msg::Reply(Box::new(Reply::Failed(None, Message::new("busy", Exit::Refused, "読めない".to_owned()))));
    stage.session.update(failed());
    assert!(stage.session.model.pending.is_some());
    // Somebody types: it is said and stands in nobody's way.
    assert!(stage.session.is_typing());
    stage.carry_out(asked);
    assert_eq!(stage.last_line(), "あ");
    stage.press("Esc");
    let before = stage.session.stack.len();
    for _ in 0..10 {
        stage.session.update(failed());
    }
    assert_eq!(stage.session.stack.len(), before + 1);
}

#[test]
fn a_text_of_last_night_keeps_its_time() {
    let mut stage = Stage::begun();
    stage.press("F5 '呼吸器のアラームが鳴った' Esc F5 Esc");
    stage.wait(8 * 60);
    stage.press("F5");
    stage.shows("00:31 に書いたもの");
    stage.shows("時刻         11/22 00:31");
    stage.press("Enter");
    let at = |stage: &Stage| crate::domain::when::write(stage.incident().entries.last().unwrap().at().unwrap());
    assert_eq!(at(&stage), "2026-11-22T00:31:00+09:00");
    // Five minutes before it was typed, and not before now.
    stage.press("Esc F5 '鳴りやんだ' Down '-5' Esc");
    stage.wait(60);
    stage.press("F5 Enter");
    assert_eq!(at(&stage), "2026-11-22T08:26:00+09:00");
}

#[test]
fn a_row_of_the_first_screen_stays_under_the_hand() {
    let mut stage = Stage::begun();
    stage.press("Tab Esc F3 5 '訓練です' Enter Enter Tab Esc End Up Up Up");
    let chosen = |stage: &Stage| stage.screen().lines().find(|row| row.contains("│ >")).unwrap().to_owned();
    stage.shows("│ > 【訓練】");
    stage.wait(30);
    assert!(chosen(&stage).contains("【訓練】"), "{}", stage.screen());
}

#[test]
fn a_click_in_a_scrolled_text_of_ten_thousand_letters_is_where_the_hand_points() {
    let mut stage = Stage::begun();
    stage.press("F5");
    let rows: Vec<String> = (0..900).map(|row| format!("行{row:03}のことば")).collect();
    stage.paste(&rows.join("\n"));
    stage.shows("行899");
    let screen = stage.screen();
    let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains("行897")).unwrap();
    let x = unicode_width::UnicodeWidthStr::width(row.split("行897").next().unwrap());
    stage.session.model.size = Some(stage.size);
    let start = std::time::Instant::now();
    let effects = stage.session.update(Msg::Click(x.try_into().unwrap(), y.try_into().unwrap()));
    assert!(start.elapsed().as_secs() < 5);
    stage.carry_out(effects);
    stage.press("'ここ'");
    stage.shows("ここ行897");
}

#[test]
fn who_takes_over_is_not_given_the_lines_of_who_wrote_before() {
    let mut stage = Stage::begun();
    stage.press("Enter Enter Esc F5 '一言' Enter");
    stage.press("F11 'わたなべ' Enter");
    stage.shows("名前のない記録が");
    stage.press("Esc");
    assert!(stage.incident().entries.iter().all(|entry| entry.by().is_none()));
    stage.press("F11 'やまだ' Enter Enter");
    assert!(stage.incident().entries.iter().any(|entry| entry.by().is_some_and(|by| by.name == "山田 恵")));
}

#[test]
fn a_due_time_without_a_role_is_not_dropped() {
    let mut stage = Stage::begun();
    stage.press("F5 '院内の端末を見回る' Up '+30' F10");
    stage.shows("期限があります");
    assert_eq!(stage.lines().len(), 2);
}

#[test]
fn words_on_a_choice_are_answered() {
    let mut stage = Stage::begun();
    stage.press("Down Enter 'モニタ4台とも動作'");
    stage.shows("左右の矢印で選ぶ欄");
    stage.shows("手順の記録");
}

#[test]
fn who_has_answered_is_not_called_absent_by_a_slip() {
    let mut stage = Stage::begun();
    stage.press("Down Down Enter 1 Enter '切ってよいと言われた' Enter");
    while stage.session.stack.last().unwrap().is_popup() {
        stage.press("Esc");
    }
    let before = stage.lines().len();
    stage.press("F2");
    stage.shows("今度は不在だったと記録しますか");
    stage.press("Esc");
    assert_eq!(stage.lines().len(), before);
    // And the cut-off waits no more for an answer that has come.
    stage.press("Esc Down");
    stage.shows("に出ている");
}

#[test]
fn a_provisional_declaration_before_any_call_says_what_is_missing() {
    let mut stage = Stage::begun();
    stage.press("F8 F8 F4");
    stage.shows("出なかったことを F2 不在 で残してから");
    assert!(stage.incident().declaration().is_none());
}
