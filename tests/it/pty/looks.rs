//! What is drawn: in any size, width, language and depth of colour, and nothing that a hostile text could send.

use std::time::Duration;

use super::{Terminal, size, timeline};
use crate::program::TestSite;

#[test]
fn it_starts_records_and_gives_the_terminal_back() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    assert!(terminal.screen().contains('┌'), "{}", terminal.screen());
    terminal.send("\x1b\x1b");
    std::thread::sleep(Duration::from_millis(300));
    terminal.send("\x1b");
    terminal.shows("続いている事案");
    terminal.send("q");
    assert_eq!(terminal.ends(), 0);
    assert!(timeline(&site).contains("プリンタが英語の紙を出す"));
}

#[test]
fn setting_up_writes_at_once_and_goes_on_where_it_was_left() {
    let site = TestSite::new();
    let mut terminal = Terminal::start_with(&["--lang", "ja", "setup"], &site.dir(), Some(2), &[]);
    terminal.shows("1 施設の名前");
    terminal.send("\r");
    terminal.shows("記録に残る短い名前");
    terminal.settle();
    terminal.send("\x1b[200~さくら内科\x1b[201~\tsakura\x1b[21~");
    terminal.shows("保存しました");
    terminal.send("\x1b[B\r");
    terminal.shows("佐藤 一郎");
    terminal.send("\x03\r");
    assert_eq!(terminal.ends(), 0);
    let text = site.read("facility.toml");
    assert!(text.contains("title = \"さくら内科\"") && text.contains("id = \"sakura\""), "{text}");
    let terminal = Terminal::start_with(&["--lang", "ja", "setup"], &site.dir(), Some(2), &[]);
    terminal.shows("施設の名前                          済");
}

#[test]
fn a_terminal_that_draws_wide_gets_plain_lines_and_a_silent_one_does_not_wait_long() {
    let site = TestSite::new();
    let mut wide = Terminal::start(&site.dir(), Some(3), &[]);
    wide.shows("異変に気づいた");
    // The foot is drawn last.
    wide.shows("F1説明");
    assert!(wide.screen().contains("+-") && !wide.screen().contains('┌'), "{}", wide.screen());
    wide.send("q");
    wide.ends();
    let mut silent = Terminal::start(&site.dir(), None, &[]);
    silent.shows("異変に気づいた");
    silent.send("q");
    assert_eq!(silent.ends(), 0);
}

#[test]
fn it_follows_the_window_down_to_one_cell_and_up_again() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.first_line();
    for (cols, rows) in [(120, 40), (20, 5), (1, 1), (60, 20), (200, 60), (3, 50), (80, 24)] {
        terminal.master.resize(size(cols, rows)).unwrap();
        let (height, width) = (rows.try_into().unwrap(), cols.try_into().unwrap());
        terminal.seen.lock().unwrap().parser.screen_mut().set_size(height, width);
        std::thread::sleep(Duration::from_millis(30));
    }
    terminal.shows("どの手順書で進めますか");
    terminal.send("\x1b");
    terminal.shows("手順書をまだ選んでいません");
    terminal.send("\x03");
    terminal.shows("終了しますか");
    terminal.send("\r");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn the_language_is_switched_in_the_running_program_and_stays() {
    let site = TestSite::new();
    let mut terminal = Terminal::start_with(&[], &site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\x1b[20~");
    terminal.shows("Show in English");
    // The last but one row of the menu: two up from its head.
    terminal.send("\x1b[A\x1b[A");
    terminal.until("the row", |terminal| {
        terminal.screen().contains("> ")
            && terminal.screen().lines().any(|row| row.contains('>') && row.contains("Show in English"))
    });
    terminal.send("\r");
    terminal.shows("Something is wrong");
    terminal.send("q");
    assert_eq!(terminal.ends(), 0);
    let mut again = Terminal::start_with(&[], &site.dir(), Some(2), &[]);
    again.shows("Something is wrong");
    again.send("q");
    again.ends();
    let mut asked = Terminal::start(&site.dir(), Some(2), &[]);
    asked.shows("異変に気づいた");
    asked.send("q");
    asked.ends();
}

#[test]
fn without_colours_no_colour_is_sent_and_the_mouse_can_be_left_alone() {
    let site = TestSite::new();
    let mut terminal =
        Terminal::start_with(&["--lang", "ja", "--no-mouse", "--ascii"], &site.dir(), Some(2), &[("NO_COLOR", "1")]);
    terminal.first_line();
    terminal.send("\x1b[20~");
    terminal.shows("上下で選んで");
    assert!(!terminal.screen().contains('┌') && terminal.screen().contains("+-"), "{}", terminal.screen());
    assert_eq!(terminal.seen.lock().unwrap().parser.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    terminal.signal("-TERM");
    terminal.ends();
    let bytes = terminal.seen.lock().unwrap().bytes.clone();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for escape in text.split("\x1b[").skip(1) {
        let Some(body) = escape.find(|c: char| c.is_ascii_alphabetic()).filter(|end| escape[*end..].starts_with('m'))
        else {
            continue;
        };
        let colours =
            escape[..body].split(';').any(|code| matches!(code, "38" | "48" | "31" | "32" | "36" | "90" | "91"));
        assert!(!colours, "{:?}", &escape[..body]);
    }
}

#[test]
fn the_language_is_that_of_the_site_unless_somebody_asks_for_another() {
    let site = TestSite::new();
    site.write("facility.toml", site.read("facility.toml").replace("language = \"ja\"", "language = \"en\""));
    for (args, locale, says) in [
        ([].as_slice(), "ja_JP.UTF-8", "Something is wrong"),
        (["--lang", "ja"].as_slice(), "en_US.UTF-8", "異変に気づいた"),
    ] {
        let mut terminal = Terminal::start_with(args, &site.dir(), Some(2), &[("LC_ALL", locale)]);
        terminal.shows(says);
        terminal.send("q");
        assert_eq!(terminal.ends(), 0);
    }
}

#[test]
fn what_goes_to_the_terminal_holds_no_hostile_escape() {
    let site = TestSite::new();
    let mut terminal = Terminal::start(&site.dir(), Some(2), &[]);
    terminal.shows("異変に気づいた");
    terminal.send("\r");
    terminal.shows("何に気づきましたか");
    terminal.send("1\x1b[200~\x1b]52;c;aGk=\x07様子\u{202e}\u{9b}2J\x1b[201~\r");
    terminal.shows("✓ 記録しました");
    terminal.send("\x03");
    terminal.shows("終了しますか");
    terminal.send("\r");
    terminal.ends();
    let bytes = terminal.seen.lock().unwrap().bytes.clone();
    // The one question that is asked in this form is the program's own.
    let text = String::from_utf8_lossy(&bytes).replace("\x1b]11;?\x1b\\", "");
    assert!(
        !text.contains("\x1b]") && !text.contains('\u{202e}') && !text.contains('\u{9b}') && !text.contains('\x07')
    );
}

#[test]
fn who_sits_down_can_be_said_at_the_start() {
    let site = TestSite::new();
    let mut terminal = Terminal::start_with(&["--lang", "ja", "--by", "鈴木 花子"], &site.dir(), Some(2), &[]);
    terminal.first_line();
    terminal.shows("入力: 鈴木 花子");
    terminal.signal("-TERM");
    assert_eq!(terminal.ends(), 0);
    assert!(timeline(&site).contains("鈴木 花子"), "{}", timeline(&site));
    // An empty variable is nobody, and what cannot be understood keeps nobody from recording.
    for (by, says) in [("", "異変に気づいた"), ("鈴木 花子@宇宙飛行士", "宇宙飛行士")] {
        let mut terminal = Terminal::start(&site.dir(), Some(2), &[("SONAE_BY", by)]);
        terminal.shows(says);
        terminal.signal("-TERM");
        assert_eq!(terminal.ends(), 0);
    }
}
