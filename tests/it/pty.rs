//! The real program in a pseudo-terminal: it starts, takes keys and pastes, follows the window, sleeps and wakes, and gives the
//! terminal back however it ends.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};

use crate::program::TestSite;

const PATIENCE: Duration = Duration::from_secs(20);

/// What the terminal did with what the program wrote.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

/// The program in a terminal of its own.
struct Terminal {
    seen: Arc<Mutex<Seen>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    /// `ambiguous` is what the terminal answers when it is asked how wide it draws `…`; `None`: it does not answer.
    fn start(site: &Path, ambiguous: Option<u8>, more: &[(&str, &str)]) -> Self {
        Self::start_with(&["--lang", "ja"], site, ambiguous, more)
    }

    fn start_with(args: &[&str], site: &Path, ambiguous: Option<u8>, more: &[(&str, &str)]) -> Self {
        let pty = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sonae"));
        command.args(["--site", site.to_str().unwrap()]);
        command.args(args);
        Self::run(command, ambiguous, more, pty)
    }

    /// As somebody starts it by hand: from a shell, which wakes what was put to sleep after a while.
    fn under_a_shell(site: &Path) -> Self {
        const SHELL: &str = "set -m; \"$0\" \"$@\"; while [ -n \"$(jobs -p)\" ]; do sleep 1; fg; done";
        let pty = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new("bash");
        let program = env!("CARGO_BIN_EXE_sonae");
        command.args(["-c", SHELL, program, "--site", site.to_str().unwrap(), "--lang", "ja"]);
        Self::run(command, Some(2), &[], pty)
    }

    fn run(mut command: CommandBuilder, ambiguous: Option<u8>, more: &[(&str, &str)], pty: PtyPair) -> Self {
        command.env_remove("SONAE_LANG");
        command.env("TERM", "xterm-256color");
        command.env("SONAE_TEST_NOW", "2026-11-22T01:00:00+09:00");
        for (name, value) in more {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let parser = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        let seen = Arc::new(Mutex::new(Seen { parser, bytes: Vec::new() }));
        let keys = Arc::new(Mutex::new(pty.master.take_writer().unwrap()));
        let mut out = pty.master.try_clone_reader().unwrap();
        let (for_reader, answers) = (Arc::clone(&seen), Arc::clone(&keys));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = out.read(&mut buffer) {
                let part = &buffer[..count];
                let asks = part.windows(4).any(|window| window == b"\x1b[6n");
                if let Some(column) = ambiguous.filter(|_| asks) {
                    // As a terminal with a dark ground does that marks pastes.
                    let mut keys = answers.lock().unwrap();
                    let ground = "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\";
                    write!(keys, "\x1b[1;{column}R{ground}\x1b[?2004;2$y\x1b[?62;22c").unwrap();
                    keys.flush().unwrap();
                }
                let mut seen = for_reader.lock().unwrap();
                seen.parser.process(part);
                seen.bytes.extend(part);
            }
        });
        Self { seen, keys, master: pty.master, child }
    }

    fn screen(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    #[track_caller]
    fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "{what} did not come:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        self.until(text, |terminal| terminal.screen().contains(text));
    }

    fn send(&self, keys: &str) {
        let mut writer = self.keys.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits for the end, and asserts that the terminal is as it was before.
    #[track_caller]
    fn ends(&mut self) -> u32 {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(20));
        };
        self.is_given_back();
        status.exit_code()
    }

    fn first_line(&self) {
        self.shows("異変に気づいた");
        self.send("\r");
        self.shows("何に気づきましたか");
        self.send("5プリンタが英語の紙を出す\r");
        self.shows("✓ 記録しました");
        self.settle();
    }

    /// The program's own process: the child, or what the shell has started.
    fn program(&self) -> String {
        let child = self.child.process_id().unwrap();
        let below = std::fs::read_to_string(format!("/proc/{child}/task/{child}/children")).unwrap_or_default();
        let below = below.split_whitespace().next();
        below.map_or_else(|| child.to_string(), ToOwned::to_owned)
    }

    fn signal(&self, name: &str) {
        let pid = self.program();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Asserts that it has stopped, as the shell sees it, and left the terminal as it was before.
    #[track_caller]
    fn sleeps(&self) {
        let stat = format!("/proc/{}/stat", self.program());
        self.until("a stopped process", |_| {
            let stat = std::fs::read_to_string(&stat).unwrap();
            stat.rsplit_once(") ").unwrap().1.starts_with('T')
        });
        self.is_given_back();
    }

    #[track_caller]
    fn is_given_back(&self) {
        self.until("the main screen", |terminal| !terminal.seen.lock().unwrap().parser.screen().alternate_screen());
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.hide_cursor() && !screen.bracketed_paste() && !screen.application_keypad());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    #[track_caller]
    fn is_taken(&self) {
        self.until("the alternate screen", |terminal| {
            let seen = terminal.seen.lock().unwrap();
            seen.parser.screen().alternate_screen() && seen.parser.screen().bracketed_paste()
        });
    }

    /// An Enter right after a recorded line is taken as meant for that line.
    fn settle(&self) {
        std::thread::sleep(Duration::from_millis(450));
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn timeline(site: &TestSite) -> String {
    let output = site.run(&["timeline"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    output.stdout
}

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
