//! The real program in a pseudo-terminal: it starts, takes keys and pastes, follows the window, sleeps and wakes, and gives the
//! terminal back however it ends.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize, native_pty_system};

use crate::program::TestSite;

mod endings;
mod keys;
mod looks;

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
        self.rests();
    }

    /// A screen comes in parts: whoever looks at all of it waits until nothing more comes, or for a second.
    fn rests(&self) {
        let bytes = || self.seen.lock().unwrap().bytes.len();
        let (start, mut before) = (Instant::now(), None);
        while before != Some(bytes()) && start.elapsed() < Duration::from_secs(1) {
            before = Some(bytes());
            std::thread::sleep(Duration::from_millis(50));
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
