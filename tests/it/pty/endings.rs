//! However it sleeps or ends, the terminal is given back and what was acknowledged is kept.

use std::time::Duration;

use super::{Terminal, timeline};
use crate::program::TestSite;

#[test]
fn asked_to_end_by_the_system_it_ends_in_order() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
    assert!(timeline(&site).contains("プリンタが英語の紙を出す"));
}

#[test]
fn killed_while_somebody_types_it_has_kept_every_acknowledged_line() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.send("\r");
    terminal.shows("最初にやること");
    terminal.send("\x1b[15~廊下の電話も不通\r");
    terminal.shows("廊下の電話も不通");
    terminal.shows("入力しているのは誰ですか");
    terminal.send("やまだ");
    terminal.child.kill().unwrap();
    terminal.child.wait().unwrap();
    let timeline = timeline(&site);
    assert!(timeline.contains("プリンタが英語の紙を出す") && timeline.contains("廊下の電話も不通"), "{timeline}");
    assert_eq!(site.run(&["verify"]).code, 0);
}

#[test]
fn put_to_sleep_by_key_or_signal_it_gives_the_terminal_back_and_goes_on_as_it_was() {
    let site = TestSite::new();
    let mut terminal = Terminal::under_a_shell(&site.dir());
    terminal.first_line();
    // Ctrl-Z; then the signal of a shell; then one that cannot be answered.
    for way in ["\x1a", "-TSTP", "-STOP"] {
        if way.starts_with('-') {
            terminal.signal(way);
        } else {
            terminal.send(way);
        }
        if way == "-STOP" {
            std::thread::sleep(Duration::from_millis(1500));
        } else {
            terminal.sleeps();
        }
        terminal.is_taken();
        terminal.shows("どの手順書で進めますか");
    }
    // While somebody types, Ctrl-Z takes back what was typed, as everywhere.
    terminal.send("\x1b[15~あいう\x1a");
    terminal.shows("メモ・指示");
    std::thread::sleep(Duration::from_millis(300));
    assert!(terminal.screen().contains("メモ・指示"), "{}", terminal.screen());
    terminal.signal("-TERM");
    terminal.ends();
}

#[test]
fn where_no_shell_would_wake_it_it_does_not_fall_asleep() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.send("\x1a");
    terminal.shows("ここでは中断できません");
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_text_that_was_begun_survives_a_kill_as_a_text() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.send("\x1b[15~二階の電話は通じる");
    terminal.shows("二階の電話は通じる");
    std::thread::sleep(Duration::from_millis(300));
    terminal.child.kill().unwrap();
    terminal.child.wait().unwrap();
    assert!(!timeline(&site).contains("二階の電話"));
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("書きかけが1件");
    terminal.send("\x1b[A\r");
    terminal.shows("二階の電話は通じる");
    std::thread::sleep(Duration::from_millis(150));
    terminal.send("\r");
    terminal.shows("書きかけの続き");
    std::thread::sleep(Duration::from_millis(150));
    terminal.send("\r");
    terminal.shows("✓ 記録しました");
    assert!(timeline(&site).contains("二階の電話は通じる"));
    terminal.signal("-TERM");
    terminal.ends();
}

#[cfg(feature = "test-clock")]
#[test]
fn a_panic_gives_the_terminal_back_first_and_then_says_what_is_kept() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[("SONAE_TEST_PANIC", "main")]);
    terminal.first_line();
    terminal.send("\x1b[25~");
    assert_eq!(terminal.ends(), 70);
    terminal.shows("すべてディスクに保存されています");
    assert!(timeline(&site).contains("プリンタが英語の紙を出す"));
}

#[cfg(feature = "test-clock")]
#[test]
fn a_panic_of_the_threads_that_bring_keys_and_signals_ends_it_in_order() {
    for thread in ["input", "signals"] {
        let site = TestSite::new();
        let mut terminal = Terminal::start(&site.dir(), Some(2), &[("SONAE_TEST_PANIC", thread)]);
        terminal.first_line();
        if thread == "input" {
            terminal.send("\x1b[25~");
        } else {
            terminal.signal("-TERM");
        }
        assert_eq!(terminal.ends(), 70, "{thread}");
        terminal.shows("すべてディスクに保存されています");
        assert!(timeline(&site).contains("プリンタが英語の紙を出す"));
    }
}
