//! The real program in a pseudo-terminal: it starts, takes keys and pastes, follows the window, and gives the terminal back
//! however it ends.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

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
        self.until("the main screen", |terminal| !terminal.seen.lock().unwrap().parser.screen().alternate_screen());
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.hide_cursor() && !screen.bracketed_paste() && !screen.application_keypad());
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
fn a_terminal_that_draws_wide_gets_plain_lines_and_a_silent_one_does_not_wait_long() {
    let site = TestSite::new();
    let mut wide = Terminal::start(&site.dir(), Some(3), &[]);
    wide.shows("異変に気づいた");
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
    let pid = terminal.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
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
            let pid = terminal.child.process_id().unwrap().to_string();
            assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
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
