//! The whole way through the screens at the four sizes, on narrow and on wide terminals, with the keys of an input method: what is
//! read, and where the caret stands.

use super::stage::Stage;
use crate::text::width::{Ambiguous, width};

const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 40), (200, 60)];

impl Stage {
    /// Asserts that the caret stands right behind a text that is on the screen.
    #[track_caller]
    pub(super) fn caret_behind(&self, text: &str) {
        let (x, y) = self.caret().unwrap_or_else(|| panic!("no caret\n{}", self.screen()));
        let (buffer, _) = self.buffer();
        let mode = self.session.model.theme.ambiguous;
        let (mut row, mut at) = (String::new(), 0);
        while at < x {
            let symbol = buffer[(at, y)].symbol();
            row.push_str(symbol);
            at += u16::try_from(width(symbol, mode).max(1)).unwrap();
        }
        assert!(
            row.ends_with(text),
            "the caret at {x},{y} stands behind {row:?} and not behind {text:?}\n{}",
            self.screen()
        );
    }

    #[track_caller]
    fn no_caret(&self) {
        assert_eq!(self.caret(), None, "{}", self.screen());
    }
}

fn on_every_terminal(walk: impl Fn(&mut Stage)) {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            walk(&mut Stage::at(size, mode));
        }
    }
}

#[test]
fn from_the_first_screen_to_the_first_things() {
    on_every_terminal(|stage| {
        stage.shows("異変に気づいた");
        stage.no_caret();
        stage.press("ｎ");
        stage.shows("何に気づきましたか");
        stage.no_caret();
        stage.press("５");
        stage.shows("[x] 5");
        stage.press("'プリンタが①の紙を→'");
        stage.caret_behind("プリンタが①の紙を→");
        stage.press("Left");
        stage.caret_behind("紙を");
        stage.press("Home 'ﾎﾟﾝﾌﾟと'");
        // Half-width kana are widened where they are drawn, and the caret stands behind them.
        stage.caret_behind("ポンプと");
        stage.press("Tab '－５'");
        stage.caret_behind("－５");
        stage.shows("= 11/22 00:26");
        stage.press("Tab 'わたなべ'");
        stage.caret_behind("わたなべ");
        stage.shows("= 渡辺 早苗");
        stage.press("Enter");
        stage.shows("どの手順書で進めますか");
        stage.no_caret();
        stage.press("Enter");
        stage.shows("最初にやること");
        stage.shows("パソコンもサーバも、電源を切らない");
        stage.no_caret();
    });
}

#[test]
fn steps_reasons_and_facts() {
    on_every_terminal(|stage| {
        stage.press("Enter 5 'あ' Enter Enter Enter");
        stage.shows("手順の記録");
        stage.press("'一言①'");
        stage.caret_behind("一言①");
        stage.press("Tab '0025'");
        stage.caret_behind("0025");
        stage.shows("= 11/22 00:25");
        stage.press("F10");
        stage.shows("入力しているのは誰ですか");
        stage.press("'やまだ'");
        stage.caret_behind("やまだ");
        stage.shows("> 山田 恵");
        stage.press("Enter Down F2 '切れない'");
        stage.caret_behind("切れない");
        stage.press("Enter");
        stage.shows("不可");
        stage.press("Up Up Enter Right Tab '12'");
        stage.caret_behind("12");
        stage.press("Esc");
        stage.no_caret();
    });
}

#[test]
fn a_long_memo_is_wrapped_and_the_caret_goes_with_it() {
    on_every_terminal(|stage| {
        stage.press("Enter 5 'あ' Enter Enter ｍ");
        stage.shows("メモ・指示");
        let text = "救急外来（一階）の受付端末で、画像「ＰＡＣＳ」が開けない。①番の端末→②番の端末も同じ…";
        for part in 1..=4 {
            stage.press(&format!("'{text}'"));
            let (_, y) = stage.caret().unwrap();
            assert!(y < stage.size.1 - 1, "{part}");
        }
        stage.caret_behind("も同じ…");
        stage.press("Home");
        let (x, _) = stage.caret().unwrap();
        stage.press("Down");
        assert_eq!(stage.caret().unwrap().0, x, "the next line begins where the text begins");
        stage.press("'25:30'");
        stage.caret_behind("25:30");
        stage.press("Down '情シス'");
        stage.caret_behind("情シス");
        stage.press("Down 'A社'");
        stage.caret_behind("A社");
        stage.press("Esc");
        stage.no_caret();
    });
}

#[test]
fn contacts_calls_criteria_and_the_declaration() {
    on_every_terminal(|stage| {
        stage.press("Enter 5 'あ' Enter Enter ｐ Tab 'けいさつ'");
        stage.caret_behind("けいさつ");
        stage.press("BackSpace BackSpace BackSpace BackSpace 'さとう'");
        stage.caret_behind("さとう");
        stage.shows("佐藤 一郎");
        stage.press("Enter");
        stage.shows("言うこと");
        stage.no_caret();
        stage.press("１ '奥様'");
        stage.caret_behind("奥様");
        stage.press("Enter '10分後に折り返し①'");
        stage.caret_behind("折り返し①");
        // Who typed it is asked; then back from the call and from the list.
        stage.press("Ctrl-s Esc Esc Esc Esc ｊ");
        stage.shows("判断項目");
        stage.no_caret();
        stage.press("１ ２ ３");
        stage.shows("4/");
        stage.press("F8");
        stage.shows("どのレベルにしますか");
        stage.no_caret();
        stage.press("Enter Enter '印字→拡張子'");
        stage.caret_behind("印字→拡張子");
        stage.press("Enter");
        stage.shows("✓");
        assert!(stage.incident().declaration().is_some(), "{}", stage.screen());
    });
}

#[test]
fn menus_help_questions_and_messages() {
    on_every_terminal(|stage| {
        stage.press("Enter 5 'あ' Enter Enter ？");
        stage.shows("キーの説明");
        stage.no_caret();
        stage.press("Esc F9");
        stage.shows("上下で選んで");
        stage.press("Esc Ctrl-c");
        stage.shows("終了しますか");
        stage.no_caret();
        stage.press("Esc F5 Enter");
        stage.shows("内容を一言書いてください");
        stage.press("'あ' Tab '99:99' F10");
        stage.shows("時刻として読めません");
        stage.caret_behind("99:99");
        stage.press("Esc Tab");
        stage.shows("段階");
        stage.no_caret();
    });
}

#[test]
fn a_clock_that_jumps_while_a_time_is_typed_changes_only_the_echo() {
    let mut stage = Stage::begun();
    stage.press("F5 '見回り' Down '-5'");
    stage.shows("= 11/22 00:26");
    // Three hours on, then six back: a summer time, a wrong battery, somebody who sets the clock.
    for (minutes, echo) in [(180, "= 11/22 03:26"), (-360, "= 11/21 21:26")] {
        stage.wait(minutes);
        stage.shows(echo);
        stage.caret_behind("-5");
    }
    stage.press("Enter");
    assert_eq!(stage.last_line(), "見回り");
    let at = stage.incident().entries.last().unwrap().at().unwrap();
    assert_eq!(crate::domain::when::write(at), "2026-11-21T21:26:00+09:00");
    // A time of day that is past now is yesterday's before midnight was passed.
    stage.press("Esc F5 '消灯' Down '2200'");
    stage.shows("= 11/20 22:00");
    stage.wait(60);
    stage.shows("= 11/21 22:00");
    assert!(stage.caret().is_some());
}
