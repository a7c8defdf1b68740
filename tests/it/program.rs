//! The real program in a site of its own, with a clock and dice that the test holds.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A facility's computer: a home, a site made by `sonae init`, and the time.
pub(crate) struct TestSite {
    home: TempDir,
    now: RefCell<String>,
    runs: Cell<u32>,
    lang: Cell<&'static str>,
}

/// What a command said, and how it ended.
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl TestSite {
    /// The shipped sample, at one o'clock in the night of 22 November 2026.
    pub(crate) fn new() -> Self {
        let site = Self::bare();
        assert_eq!(site.run(&["init", site.dir().to_str().unwrap()]).code, 0);
        site
    }

    /// A computer without a site.
    pub(crate) fn bare() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("tmp")).unwrap();
        let now = RefCell::new("2026-11-22T01:00:00+09:00".to_owned());
        Self { home, now, runs: Cell::new(0), lang: Cell::new("ja") }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.home.path().join("site")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Sets the clock: `2026-11-22T01:00:00+09:00`.
    pub(crate) fn at(&self, now: &str) -> &Self {
        self.now.replace(now.to_owned());
        self
    }

    pub(crate) fn speak(&self, lang: &'static str) -> &Self {
        self.lang.set(lang);
        self
    }

    /// The program with its surroundings, to be started by the test.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.runs.set(self.runs.get() + 1);
        let mut command = Command::new(env!("CARGO_BIN_EXE_sonae"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("TMPDIR", self.home.path().join("tmp"))
            .env("SONAE_SITE", self.dir())
            .env("SONAE_LANG", self.lang.get())
            .env("SONAE_TEST_NOW", self.now.borrow().as_str())
            .env("SONAE_TEST_SEED", self.runs.get().to_string())
            .env("LANG", "C.UTF-8")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.finished(self.command(args).output().unwrap())
    }

    /// Runs a command that must succeed; gives its standard output.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.code, 0, "{args:?}\n{output}");
        output.stdout
    }

    /// Runs a command with `--json` that must succeed.
    pub(crate) fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(&[args, &["--json"]].concat())).unwrap()
    }

    /// Runs a command that reads standard input.
    pub(crate) fn fed(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = self.command(args);
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        self.finished(output)
    }

    /// Begins an incident; gives its id, which stands alone on the last line.
    pub(crate) fn start(&self, args: &[&str]) -> String {
        self.ok(&[&["start"], args].concat()).lines().last().unwrap().to_owned()
    }

    /// Texts in which the place of the site does not matter.
    fn finished(&self, output: std::process::Output) -> Output {
        let home = self.home.path().to_str().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(home, "$HOME");
        Output { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "------- stderr -------\n{}", self.stderr)?;
        }
        match self.code {
            0 => write!(f, "[EOF]"),
            code => write!(f, "[EOF]\n[exit status: {code}]"),
        }
    }
}

/// An error that was printed as JSON on standard error.
pub(crate) fn error_of(output: &Output) -> serde_json::Value {
    let error: serde_json::Value = serde_json::from_str(&output.stderr).unwrap_or_else(|e| panic!("{e}: {output}"));
    assert_eq!(error["schema"], "sonae.error/1");
    error["error"].clone()
}
