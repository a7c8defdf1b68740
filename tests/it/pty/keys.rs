//! Keys, pastes, clicks: what a hand does arrives once, whole, and as what it was meant.

use std::time::Duration;

use super::{Terminal, size, timeline};
use crate::program::TestSite;

#[test]
fn a_paste_is_text_and_no_key() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send("1");
    terminal.send("\x1b[200~一行目\r\n\x1b[31m二行目\x1b[201~");
    // The emulator drops the mark that stands for the escape, so the row is looked for by its end.
    terminal.shows("行目");
    assert!(!timeline_exists(&site));
    terminal.send("\r");
    terminal.shows("✓ 記録しました");
    terminal.send("\x03");
    terminal.shows("終了しますか");
    terminal.send("\r");
    terminal.ends();
}

fn timeline_exists(site: &TestSite) -> bool {
    site.run(&["timeline"]).code == 0
}

#[test]
fn a_terminal_that_marks_no_pastes_does_not_take_a_pasted_newline_for_enter() {
    let site = TestSite::new();
    // It answers nothing, so nobody knows whether it marks pastes.
    let mut terminal = Terminal::start(&site.dir(), None, &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send("5");
    terminal.shows("[x] 5");
    terminal.send("一行目です\r二行目です\r");
    terminal.shows("二行目です");
    assert!(!timeline_exists(&site));
    std::thread::sleep(Duration::from_millis(150));
    terminal.send("\r");
    terminal.shows("✓ 記録しました");
    terminal.signal("-TERM");
    terminal.ends();
    let timeline = timeline(&site);
    assert!(timeline.contains("一行目です") && timeline.contains("二行目です"), "{timeline}");
}

#[test]
fn keys_that_are_held_down_record_nothing_by_themselves() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.send("\r");
    terminal.shows("最初にやること");
    terminal.settle();
    let before = timeline(&site).lines().count();
    // As a keyboard does that repeats 30 times a second.
    for _ in 0..60 {
        terminal.send("\r");
        std::thread::sleep(Duration::from_millis(33));
    }
    // The line of the first step is open, and waits for an Enter that is meant.
    terminal.shows("手順の記録");
    for _ in 0..60 {
        terminal.send("\x1b[B\x1b[A\x1b[15~\x1b");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(timeline(&site).lines().count(), before, "{}", terminal.screen());
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_storm_of_sizes_while_somebody_types_loses_no_key() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send("5");
    let text = "あいうえおかきくけこさしすせそたちつてと";
    for (at, c) in (0_u16..).zip(text.chars()) {
        let (cols, rows) = (60 + at * 37 % 140, 20 + at * 13 % 40);
        terminal.master.resize(size(cols, rows)).unwrap();
        terminal.send(&c.to_string());
    }
    terminal.master.resize(size(80, 24)).unwrap();
    terminal.seen.lock().unwrap().parser.screen_mut().set_size(24.try_into().unwrap(), 80.try_into().unwrap());
    terminal.shows(text);
    std::thread::sleep(Duration::from_millis(150));
    terminal.send("\r");
    terminal.shows("✓ 記録しました");
    assert!(timeline(&site).contains(text));
    terminal.signal("-TERM");
    terminal.ends();
}

/// What is typed on while the program is busy comes in one go, and more than it takes at once: nothing of it waits for a further key.
#[test]
fn many_keys_at_once_arrive_without_a_further_one() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send(&format!("5{}終わり", "あいうえお".repeat(140)));
    terminal.shows("終わり");
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_paste_of_a_megabyte_is_cut_and_said_and_the_program_stays_alive() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send("5");
    terminal.send(&format!("\x1b[200~{}\x1b[201~", "あいうえお".repeat(80_000)));
    terminal.shows("これ以上は入りません");
    terminal.send("\r");
    terminal.shows("✓ 記録しました");
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_click_is_where_the_hand_points() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    let row = terminal.screen().lines().position(|row| row.contains("異変に気づいた")).unwrap();
    terminal.send(&format!("\x1b[<0;10;{}M\x1b[<0;10;{}m", row + 1, row + 1));
    terminal.shows("何に気づきましたか");
    terminal.signal("-TERM");
    terminal.ends();
}

#[test]
fn what_another_program_writes_is_on_the_screen_without_a_key_or_a_minute() {
    let site = TestSite::new();
    // The first screen of a quiet night; the clock of this test stands still.
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    site.ok(&["--by", "sato", "start", "ransomware", "プリンタが英文を印字"]);
    terminal.shows("プリンタが英文を印字");
    // It is chosen already. The board as it hangs on a wall.
    terminal.send("\r");
    terminal.shows("段階");
    terminal.send("\x04");
    terminal.shows("未報告 9");
    site.ok(&["--by", "sato", "mode", "set", "病棟", "停止", "--remark", "画面が真っ黒"]);
    terminal.shows("停止 1: 病棟");
    terminal.send("\x03");
    terminal.shows("終了しますか");
    terminal.send("\r");
    assert_eq!(terminal.ends(), 0);
}
