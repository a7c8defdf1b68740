//! Clicks: what is seen is what is hit.

use super::stage::Stage;
use crate::tui::msg::Msg;

impl Stage {
    /// Clicks on the first cell of a text on the screen.
    #[track_caller]
    fn click(&mut self, text: &str) {
        let screen = self.screen();
        let (y, row) = screen.lines().enumerate().find(|(_, row)| row.contains(text)).unwrap_or_else(|| {
            panic!("{text:?} is not on\n{screen}");
        });
        let before = row.split(text).next().unwrap();
        let x = unicode_width::UnicodeWidthStr::width(before);
        self.click_at(x.try_into().unwrap(), y.try_into().unwrap());
    }

    fn click_at(&mut self, x: u16, y: u16) {
        self.session.model.size = Some(self.size);
        let effects = self.session.update(Msg::Click(x, y));
        self.carry_out(effects);
    }

    fn wheel(&mut self, down: bool) {
        let effects = self.session.update(Msg::Wheel(down));
        self.carry_out(effects);
    }
}

#[test]
fn from_the_first_sign_to_a_recorded_step_with_the_mouse_and_the_words() {
    let mut stage = Stage::new();
    // The first row is chosen already: a click on it opens it.
    stage.click("異変に気づいた");
    stage.click("予兆");
    stage.shows("[x] 5");
    stage.click("何が起きたか");
    stage.press("'プリンタが勝手に印字'");
    stage.click("Enter記録");
    assert_eq!(stage.lines().len(), 1);
    // The proposed runbook is chosen: one click takes it.
    stage.click("ランサムウェア・不正アクセス");
    stage.shows("最初にやること");
    // Another row: the first click chooses, the second opens.
    stage.click("責任者と当直医に電話する");
    stage.hides("電話した先の番号");
    stage.click("F2不可");
    stage.press("'誰も出ない'");
    stage.click("F10記録");
    assert!(stage.last_line().contains("誰も出ない"), "{}", stage.last_line());
}

#[test]
fn a_click_puts_the_caret_where_it_points() {
    let mut stage = Stage::begun();
    stage.press("F5 '3階の端末2台も同じ画面'");
    let (x, y) = stage.caret().unwrap();
    // Two full-width characters before the end.
    stage.click_at(x - 4, y);
    assert_eq!(stage.caret(), Some((x - 4, y)));
    // On the second cell of a wide character: before it.
    stage.click_at(x - 3, y);
    assert_eq!(stage.caret(), Some((x - 4, y)));
    stage.press("'の'");
    stage.shows("3階の端末2台も同じの画面");
    // Behind the end of the text: at its end.
    stage.click_at(x + 20, y);
    assert_eq!(stage.caret(), Some((x + 2, y)));
    // On another line of the form.
    stage.click("時刻");
    assert_eq!(stage.caret().unwrap().1, y + 1);
    // On a choice.
    stage.click("その場で");
    stage.shows("[その場で]");
}

#[test]
fn a_click_on_a_wrapped_row_finds_its_place() {
    let mut stage = Stage::begun();
    stage.press(&format!("F5 '{}'", "停電の連絡を受けた。".repeat(9)));
    let (_, y) = stage.caret().unwrap();
    stage.press("Home");
    let (left, first) = stage.caret().unwrap();
    assert!(first < y);
    stage.click_at(left + 4, first + 1);
    assert_eq!(stage.caret(), Some((left + 4, first + 1)));
}

#[test]
fn what_lies_behind_a_screen_in_front_cannot_be_clicked() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    stage.press("F5");
    let before = stage.screen();
    stage.click_at(4, 4);
    assert_eq!(stage.screen(), before);
    stage.click_at(79, 0);
    assert_eq!(stage.screen(), before);
}

#[test]
fn the_wheel_moves_in_lists_and_not_in_forms() {
    let mut stage = Stage::begun();
    stage.wheel(true);
    stage.shows(">[ ]    モニタ");
    stage.wheel(false);
    stage.shows(">[ ]    パソコン");
    stage.press("F5 'あ'");
    let caret = stage.caret();
    stage.wheel(true);
    assert_eq!(stage.caret(), caret);
}

#[test]
fn a_menu_does_what_is_clicked_at_once_and_a_message_is_put_away() {
    let mut stage = Stage::begun();
    stage.press("F9");
    stage.click("いまの画面で使えるキーの説明");
    stage.shows("キーの説明");
    stage.press("Esc F12");
    stage.click("報告書");
    stage.press("Esc");
}

#[test]
fn clicks_anywhere_at_any_size_break_nothing() {
    for way in super::sizes::WAYS.iter().copied() {
        let mut stage = Stage::begun();
        stage.press(way);
        for size in [(80, 24), (60, 20), (20, 5)] {
            stage.size = size;
            for y in (0..size.1).step_by(2) {
                stage.click_at(y * 3 % size.0, y);
            }
        }
        assert!(!stage.screen().is_empty());
    }
}
