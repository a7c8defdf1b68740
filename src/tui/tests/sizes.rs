//! Every screen at every size, narrow and wide, and the pictures that are looked at by people.

use super::stage::Stage;
use crate::text::width::Ambiguous;
use crate::tui::keys::Key;
use crossterm::event::KeyCode;

/// The ways to every screen, from the first things on.
pub(super) const WAYS: &[&str] = &[
    "",
    "Enter",
    "F2",
    "F5",
    "F1",
    "F6",
    "F6 Tab",
    "F6 Enter",
    "F6 Enter 1",
    "F6 Enter 2",
    "F6 Enter F2 F3",
    "F6 Enter F2 Esc End",
    "F6 Tab F2",
    "F7",
    "F8",
    "F8 F8",
    "F8 F8 Enter Enter",
    "F9",
    "Tab",
    "F11",
    "F5 'あ' Esc {書きかけ}",
    "Down Down Down Enter",
    "Down Down Enter 1",
    "F7 F4",
    "F7 Enter",
    "Enter Enter",
    "Tab Esc",
    "Ctrl-k",
    "Ctrl-k '-5 情シス→A社 遠隔で確認を始める'",
    "Ctrl-k '-5 情シス→A社 遠隔で確認を始める' Enter 'あ'",
    "F11 'やまだ' Enter F11 'さとう' Enter",
    "Tab F12",
    "Tab F12 F2",
    "Tab F12 Enter",
    "Tab /",
    "Tab / Tab Tab 'あ'",
    "F8 F8 F2 F4",
    "Down Down Enter F2 Left",
    "F7 Right Right",
    "F7 Left Ctrl-f 'あ'",
    "F7 F2",
    "F7 F2 '0020' Enter",
    "F7 Space",
    "Enter Enter Esc BackSpace",
    "Tab F10",
    "Tab F10 Enter",
    "Tab F10 F4",
    "Tab F10 F3",
    "Tab F10 Tab",
    "Tab {把握事項}",
    "Tab {把握事項} Tab",
    "Tab Ctrl-b",
    "Tab Ctrl-b Down Enter",
    "Tab Ctrl-b F2",
    "Tab Ctrl-a",
    "Tab Ctrl-a Enter",
    "Tab Ctrl-a Enter 'サイバー攻撃です。漏えいはありません。'",
    "Tab Ctrl-a Enter 'サイバー攻撃です。漏えいはありません。' F10",
    "Tab Ctrl-a Enter F3",
    "Tab Ctrl-r",
    "Tab Ctrl-r Enter",
    "Tab Ctrl-r Enter Enter",
    "Tab Ctrl-r Tab",
    "Tab Ctrl-r F2",
    "Tab Ctrl-r F4",
    "Tab Ctrl-d",
    "Tab Ctrl-d Enter",
    "Tab Ctrl-d Enter Right",
    "Tab Ctrl-d 2",
    "Tab Ctrl-d F2",
    "Tab Ctrl-d F3",
    "Tab Ctrl-d F3 F2",
    "Tab {非常時を解除する}",
    "Tab {非常時を解除する} Enter",
    "Tab {非常時を解除する} F10",
    "Tab {送信箱}",
    "Tab {送信箱} F2",
    "Tab {送信箱} F2 {アドレスを自分で入れる}",
    "Tab {送信箱} F2 {アドレスを自分で入れる} 'あ' F10",
    "Tab {紙とデータの台帳}",
    "Tab {紙とデータの台帳} F2",
    "Tab {紙とデータの台帳} F2 Enter 'あ' Enter '60' Enter",
    "Tab {紙とデータの台帳} F2 Enter 'あ' Enter '60' Enter Enter",
    "Tab {紙とデータの台帳} F3",
    "Tab {紙とデータの台帳} Tab",
    "Tab {平常への復帰}",
    "Tab {平常への復帰} F2",
    "Tab {紙の記録を打ち込む}",
    "Tab {紙の記録を打ち込む} 'p9-1 0020 田中'",
    "Tab {紙の記録を打ち込む} 'p9-1 0020 田中' Enter Enter 'あ'",
    "{自院のものにする}",
    "{自院のものにする} Enter",
    "{自院のものにする} Down Enter",
    "{自院のものにする} Down Enter Enter",
    "{自院のものにする} Down Enter F2",
    "{自院のものにする} Down Enter F3",
    "{自院のものにする} Down Down Enter Enter",
    "{自院のものにする} Down Down Down Down Enter Enter",
    "{自院のものにする} PageDown Up Enter Enter",
    "{自院のものにする} PageDown Down Enter",
    "{自院のものにする} PageDown Down Enter Enter",
    "{自院のものにする} PageDown Down Down Enter Enter",
    "{自院のものにする} End Up Enter",
    "{自院のものにする} End Enter",
    "{自院のものにする} End Enter Enter",
];

/// The same from the first screen, with nothing going on.
pub(super) const QUIET_WAYS: &[&str] = &[
    "",
    "F9",
    "Down Down Down Enter",
    "Down Down Down Enter Enter",
    "Down Down Down Enter Enter 'あ' Esc",
    "Down Down Down Enter Down Enter",
    "Down Down Down Enter End Enter",
    "{点検用の報告を保存する}",
    "{連絡先を見る}",
    "{連絡先を見る} 'けいさつ'",
    "{連絡先を見る} Enter",
    "{連絡先を見る} F4 Enter F4",
    "{連絡訓練}",
    "{連絡訓練} Enter",
    "{連絡訓練} Enter 2",
    "{連絡訓練} Enter 2 'あ' Enter Esc F10",
    "{連絡訓練} F2",
    "{バックアップの台帳}",
    "{バックアップの台帳} Enter",
    "{バックアップの台帳} F3",
    "{バックアップの台帳} Enter F10 End",
    "{バックアップの台帳} Enter F10 End Enter",
];

/// Every way, on the stage where it begins.
fn stages() -> impl Iterator<Item = (&'static str, Stage)> {
    let begun = WAYS.iter().copied().map(|way| (way, Stage::begun()));
    let quiet = QUIET_WAYS.iter().copied().map(|way| (way, Stage::new()));
    begun.chain(quiet).map(|(way, mut stage)| {
        stage.press(way);
        (way, stage)
    })
}

#[test]
fn no_size_is_too_small_to_be_drawn() {
    for (way, mut stage) in stages() {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            stage.session.model.theme.ambiguous = mode;
            for size in [
                (80, 24),
                (120, 40),
                (200, 60),
                (60, 20),
                (40, 12),
                (41, 13),
                (20, 5),
                (5, 3),
                (1, 1),
                (300, 2),
                (2, 300),
            ] {
                stage.size = size;
                let screen = stage.screen();
                assert!(!screen.is_empty() || size.0 < 2, "{way} {size:?}");
            }
        }
    }
}

#[test]
fn every_screen_says_at_eighty_by_twenty_four_how_to_go_on() {
    for (way, stage) in stages() {
        let screen = stage.screen();
        let footer = screen.lines().last().unwrap();
        assert!(footer.contains("Enter") || footer.contains("Esc"), "{way}\n{screen}");
    }
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let mut stage = Stage::begun();
    stage.size = (20, 5);
    stage.shows("窓を広げて");
    stage.size = (60, 20);
    stage.shows("最初にやること");
}

#[test]
fn a_wide_terminal_gets_plain_lines_and_room_for_its_wide_characters() {
    let mut stage = Stage::at((80, 24), Ambiguous::Wide);
    stage.press("Enter 5 '○×…①→※' Enter Enter Tab");
    let screen = stage.screen();
    assert!(!screen.contains(['─', '│', '┌']), "{screen}");
    // Each ambiguous character has its second cell for itself.
    stage.press("F7");
    let screen = stage.screen();
    assert!(screen.contains("○ × … ① → ※ "), "{screen}");
}

#[test]
fn keys_without_meaning_change_nothing() {
    let mut stage = Stage::begun();
    let before = stage.screen();
    for code in [KeyCode::F(13), KeyCode::CapsLock, KeyCode::Null, KeyCode::Char('~')] {
        stage.key(Key::plain(code));
    }
    assert_eq!(stage.screen(), before);
}

#[test]
fn pictures_of_the_main_screens() {
    let mut stage = Stage::new();
    insta::assert_snapshot!("home", stage.screen());
    stage.press("Enter 5 '病棟のプリンタが英語の紙を出し続けている'");
    insta::assert_snapshot!("first_sign", stage.screen());
    stage.press("Enter Enter");
    insta::assert_snapshot!("first_things", stage.screen());
    stage.press("Enter Enter 'やまだ' Enter F8 1 2");
    insta::assert_snapshot!("criteria", stage.screen());
    stage.press("Esc Tab Right Right Down");
    stage.wait(7);
    insta::assert_snapshot!("guide", stage.screen());
}
