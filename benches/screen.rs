//! What the screen costs behind an incident of 10,001 lines at 200×60, beside a minimal ratatui program in the same run.
//!
//! `cargo bench --bench screen` prints the figures that `docs/performance.md` quotes: key to bytes in process, then start to first
//! frame and key to frame of the real program in a pseudo-terminal. The minimal program is this one, started with `--minimal`.
//! Nothing is asserted: another machine has another speed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    clippy::indexing_slicing,
    reason = "a program that prints figures"
)]

use std::cell::Cell;
use std::io::{self, Read as _, Write};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use crossbeam_channel::Receiver;
use crossterm::event::{Event as Input, KeyCode, KeyModifiers};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, enable_raw_mode};
use crossterm::{execute, queue};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line as Row, Text};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use sonae::app::App;
use sonae::app::world::SystemWorld;
use sonae::domain::event::{CallMade, CallResult, Event, Nothing, OrderGiven};
use sonae::domain::id::Id;
use sonae::domain::line::Draft;
use sonae::domain::when::When;
use sonae::text::width::Ambiguous;
use sonae::tui::keys::Key;
use sonae::tui::model::{Model, short_id};
use sonae::tui::msg::{Effect, Msg};
use sonae::tui::screens::facts::Facts;
use sonae::tui::theme::{Ground, Palette, Theme};
use sonae::tui::update::Session;
use sonae::tui::view;
use sonae::tui::worker::Worker;
use support::{Cast, fill};

mod support;

const LINES: usize = 10_001;
const WIDTH: u16 = 200;
const HEIGHT: u16 = 60;
const AREA: Rect = Rect { x: 0, y: 0, width: WIDTH, height: HEIGHT };
/// Keys pressed for one figure.
const PRESSES: usize = 200;
/// Starts of each program.
const STARTS: usize = 20;

fn main() {
    if std::env::args().any(|arg| arg == "--minimal") {
        return minimal();
    }
    let dir = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    let site = dir.path().join("site");
    let begin = Instant::now();
    let incident = fill(&site, LINES, line);
    println!("{LINES} lines at {WIDTH}×{HEIGHT}, written in {:.1} s", begin.elapsed().as_secs_f64());
    let begin = Instant::now();
    drop(App::open(site.clone(), Box::new(SystemWorld)));
    println!("read the site, before the first frame: {:.3} ms", ms(begin.elapsed()));
    println!("\nin process, key to bytes:");
    in_process(&site);
    println!("\nin a pseudo-terminal:");
    in_terminals(&site, &incident);
}

// What is measured, and how it is printed.

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn row(name: &str, mut times: Vec<Duration>, note: &str) {
    times.sort();
    let (median, high) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("{name:<44} median {:>9.3} ms   p95 {:>9.3} ms{note}", ms(median), ms(high));
}

// The incident.

/// What somebody wrote: of several lengths, each with a number.
fn text(n: usize) -> String {
    const TEXTS: [&str; 5] = [
        "3階病棟のプリンタが英文を印字し続けている。紙を抜いた。",
        "外来の受付を紙に切り替えた。整理券は手書き、保険証は写しを取る。予約の一覧は昨夜の印刷分しかないので、来た人から順に名前と診察券の番号を控えている。",
        "サーバ室の扉に立入禁止の紙を貼った",
        "検査部から: 至急の血液検査は電話で結果を返す。紙の伝票は一時間に一度まとめて運ぶ。担当は交代で二人、夜間は一人になるので輸血の確認は必ず二人で読み合わせること。",
        "A社の担当者と電話がつながり、VPN装置のログを保全するよう頼んだ(受付番号 0123)",
    ];
    format!("{} #{n}", TEXTS[n % TEXTS.len()])
}

/// Notes, calls and instructions, some typed late, some by another person than whose act it was.
fn line(cast: &Cast, n: usize) -> Draft {
    let late = TimeDelta::minutes(if n.is_multiple_of(7) { 30 } else { 0 });
    let event = if n.is_multiple_of(20) {
        let contact = &cast.contacts[n / 20 % cast.contacts.len()];
        let result = if n.is_multiple_of(3) { CallResult::NoAnswer } else { CallResult::Reached };
        Event::CallMade(CallMade::new(contact.id.clone(), contact.name.clone(), result))
    } else if n.is_multiple_of(50) || n % 50 == 1 {
        Event::OrderGiven(OrderGiven { owner: cast.plan.facility.roles[0].id.clone(), due: None })
    } else {
        Event::NoteWritten(Nothing {})
    };
    let (occurred, by) = (When::now(cast.at(n) - late), Some(cast.who(n)));
    let for_ = n.is_multiple_of(10).then(|| cast.who(n + 1));
    Draft { occurred, by, for_, via: None, from: None, to: None, event, text: text(n) }
}

// In process.

/// Where the bytes for the terminal go: nowhere; they are counted.
#[derive(Clone, Default)]
struct Sink(Rc<Cell<usize>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn screen() -> (Terminal<CrosstermBackend<Sink>>, Sink) {
    let sink = Sink::default();
    let options = TerminalOptions { viewport: Viewport::Fixed(AREA) };
    (Terminal::with_options(CrosstermBackend::new(sink.clone()), options).unwrap(), sink)
}

/// A session with its worker on this thread.
struct Desk {
    session: Session,
    worker: Worker,
    terminal: Terminal<CrosstermBackend<Sink>>,
    sink: Sink,
}

impl Desk {
    fn at(site: &Path) -> Self {
        let worker = Worker::open(site.to_owned());
        let now = worker.clock()();
        let theme = Theme { palette: Palette::Full(Ground::Dark), ambiguous: Ambiguous::Narrow, ascii: false };
        let (mut session, first) = Session::new(Model::new(now, theme));
        session.model.size = Some((WIDTH, HEIGHT));
        let (terminal, sink) = screen();
        let mut desk = Self { session, worker, terminal, sink };
        desk.carry_out(first);
        desk.draw();
        desk
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        support::carry_out(&mut self.session, &mut self.worker, effects);
    }

    fn draw(&mut self) {
        let session = &self.session;
        let draw = |frame: &mut Frame<'_>| {
            if let Some(caret) = view::draw(session, frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        };
        self.terminal.draw(draw).unwrap();
    }

    fn press(&mut self, code: KeyCode) {
        let effects = self.session.update(Msg::Key(Key::plain(code)));
        self.carry_out(effects);
    }

    /// Presses the keys in turn, and prints what each took until its bytes were written.
    fn measure(&mut self, name: &str, keys: &[KeyCode]) {
        self.draw();
        let before = self.sink.0.get();
        let times = (0..PRESSES).map(|n| {
            let key = Key::plain(keys[n % keys.len()]);
            let begin = Instant::now();
            let effects = self.session.update(Msg::Key(key));
            self.draw();
            let taken = begin.elapsed();
            self.carry_out(effects);
            taken
        });
        let times = times.collect();
        let bytes = (self.sink.0.get() - before) / PRESSES;
        row(name, times, &format!("   {bytes:>6} bytes"));
    }
}

fn in_process(site: &Path) {
    use KeyCode::{Backspace, Char, Down, End, Enter, Esc, F, PageUp, Up};
    measure_minimal();
    let mut desk = Desk::at(site);
    desk.measure("home", &[Up, Down]);
    desk.press(Enter);
    desk.measure("guide", &[Down, Down, Down, Up, Up, Up]);
    desk.press(F(6));
    desk.measure("contacts, moving", &[Down, Up]);
    desk.measure("contacts, searching", &[Char('さ'), Backspace]);
    desk.press(Esc);
    desk.session.stack.push(Box::new(Facts::default()));
    desk.measure("facts, moving", &[Down, Up]);
    desk.measure("facts, searching", &[Char('さ'), Backspace]);
    desk.press(Esc);
    desk.press(F(7));
    desk.measure("chronology, at the end", &[Up, Down]);
    for _ in 0..LINES / 2 / 8 {
        desk.press(PageUp);
    }
    desk.measure("chronology, in the middle", &[Up, Down]);
    desk.measure("chronology, in the middle, a page", &[PageUp, KeyCode::PageDown]);
    desk.press(Char('/'));
    for c in "ぷりんた".chars() {
        desk.press(Char(c));
    }
    desk.measure("chronology, typing a search", &[Char('が'), Backspace]);
    desk.press(Enter);
    desk.press(End);
    desk.measure("chronology, moving in what was found", &[Up, Down]);
    desk.press(F(5));
    desk.measure("memo over the chronology, typing", &[Char('病'), Char('棟'), Backspace]);
    let mut desk = Desk::at(site);
    desk.press(Enter);
    let times = (0..20).map(|_| {
        desk.press(F(5));
        desk.press(Char('a'));
        let begin = Instant::now();
        let effects = desk.session.update(Msg::Key(Key { code: Char('s'), modifiers: KeyModifiers::CONTROL }));
        desk.carry_out(effects);
        desk.draw();
        let taken = begin.elapsed();
        // The first time somebody is asked who is at the keyboard.
        while desk.session.stack.len() > 2 {
            desk.press(Esc);
        }
        taken
    });
    let times = times.collect();
    row("memo, to the ✓ (on disk)", times, "");
    let id = desk.session.model.open.as_ref().unwrap().id.clone();
    for (name, effect) in
        [("worker: the incident for a screen", Effect::Open(id)), ("worker: all incidents for home", Effect::Look)]
    {
        let times = (0..20).map(|_| {
            let begin = Instant::now();
            drop(desk.worker.carry_out(&effect));
            begin.elapsed()
        });
        let times = times.collect();
        row(name, times, "");
    }
}

/// The minimal program: as many rows of text as there are, and one of them chosen.
fn draw_minimal(rows: &[String], chosen: usize, frame: &mut Frame<'_>) {
    let lines = rows.iter().enumerate().map(|(at, text)| {
        let style = if at == chosen { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        Row::styled(text.as_str(), style)
    });
    frame.render_widget(lines.collect::<Text<'_>>(), frame.area());
}

fn minimal_rows() -> Vec<String> {
    (0..usize::from(HEIGHT)).map(|n| text(n).repeat(3)).collect()
}

fn measure_minimal() {
    let (mut terminal, sink) = screen();
    let (rows, mut chosen) = (minimal_rows(), 0);
    terminal.draw(|frame| draw_minimal(&rows, chosen, frame)).unwrap();
    let before = sink.0.get();
    let times = (0..PRESSES).map(|_| {
        let begin = Instant::now();
        chosen = (chosen + 1) % rows.len();
        terminal.draw(|frame| draw_minimal(&rows, chosen, frame)).unwrap();
        begin.elapsed()
    });
    let times = times.collect();
    let bytes = (sink.0.get() - before) / PRESSES;
    row("limit: minimal program", times, &format!("   {bytes:>6} bytes"));
}

/// The minimal program in a terminal of its own. It ends with it.
fn minimal() {
    enable_raw_mode().unwrap();
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen).unwrap();
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout())).unwrap();
    let (rows, mut chosen) = (minimal_rows(), 0);
    loop {
        queue!(out, BeginSynchronizedUpdate).unwrap();
        terminal.draw(|frame| draw_minimal(&rows, chosen, frame)).unwrap();
        execute!(out, EndSynchronizedUpdate).unwrap();
        match crossterm::event::read() {
            Ok(Input::Key(key)) if key.code == KeyCode::Up => chosen = (chosen + rows.len() - 1) % rows.len(),
            Ok(Input::Key(_)) => chosen = (chosen + 1) % rows.len(),
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

// In pseudo-terminals.

/// What a program writes when a frame is complete.
const FRAME: &[u8] = b"\x1b[?2026l";

/// A program in a terminal of its own.
struct Pty {
    chunks: Receiver<(Instant, Vec<u8>)>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    parser: vt100::Parser,
    tail: Vec<u8>,
    begun: Instant,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Pty {
    fn start(program: &Path, args: &[&str]) -> Self {
        let size = PtySize { rows: HEIGHT, cols: WIDTH, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        let keys = Arc::new(Mutex::new(pty.master.take_writer().unwrap()));
        let mut out = pty.master.try_clone_reader().unwrap();
        let answers = Arc::clone(&keys);
        let (send, chunks) = crossbeam_channel::unbounded();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count @ 1..) = out.read(&mut buffer) {
                let (at, part) = (Instant::now(), &buffer[..count]);
                answer(part, &mut **answers.lock().unwrap());
                if send.send((at, part.to_vec())).is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let parser = vt100::Parser::new(HEIGHT.try_into().unwrap(), WIDTH.try_into().unwrap(), 0);
        Self { chunks, keys, parser, tail: Vec::new(), begun, child, _master: pty.master }
    }

    /// When the next frame was complete.
    fn frame(&mut self) -> Instant {
        loop {
            let (at, bytes) = self.chunks.recv_timeout(Duration::from_secs(20)).expect("a frame");
            if self.take(&bytes) {
                return at;
            }
        }
    }

    /// Takes bytes in; says whether a frame was complete.
    fn take(&mut self, bytes: &[u8]) -> bool {
        self.parser.process(bytes);
        self.tail.extend(bytes);
        let complete = self.tail.windows(FRAME.len()).any(|window| window == FRAME);
        let kept = self.tail.len().saturating_sub(if complete { 0 } else { FRAME.len() - 1 });
        self.tail.drain(..kept);
        complete
    }

    /// When the frame was complete that first shows a text.
    fn shows(&mut self, text: &str) -> Duration {
        loop {
            let at = self.frame();
            if self.parser.screen().contents().contains(text) {
                return at - self.begun;
            }
        }
    }

    fn send(&self, keys: &str) {
        let mut writer = self.keys.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until nothing more is written.
    fn settle(&mut self) {
        while let Ok((_, bytes)) = self.chunks.recv_timeout(Duration::from_millis(400)) {
            self.take(&bytes);
        }
    }

    /// Presses the keys in turn, and prints what each took until its frame was complete.
    fn measure(&mut self, name: &str, keys: &[&str]) {
        let times = (0..PRESSES).map(|n| {
            let begin = Instant::now();
            self.send(keys[n % keys.len()]);
            let taken = self.frame() - begin;
            std::thread::sleep(Duration::from_millis(2));
            taken
        });
        let times = times.collect();
        row(name, times, "");
    }

    fn end(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Answers what a program asks, as a terminal does: where the cursor stands, what it is, its background.
fn answer(part: &[u8], out: &mut dyn Write) {
    let asks: [(&[u8], &[u8]); 3] =
        [(b"\x1b[6n", b"\x1b[1;2R"), (b"\x1b[c", b"\x1b[?62;c"), (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x1b\\")];
    for (question, said) in asks {
        if part.windows(question.len()).any(|window| window == question) {
            out.write_all(said).unwrap();
            out.flush().unwrap();
        }
    }
}

fn in_terminals(site: &Path, incident: &Id) {
    let me = std::env::current_exe().unwrap();
    let sonae = Path::new(env!("CARGO_BIN_EXE_sonae"));
    let args = ["--lang", "ja", "--site", site.to_str().unwrap()];
    let start_sonae = || Pty::start(sonae, &args);
    let short = short_id(incident);
    let (mut least, mut first, mut listed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut pty = Pty::start(&me, &["--minimal"]);
        least.push(pty.shows("#59"));
        pty.end();
        let mut pty = start_sonae();
        first.push(pty.shows("備え"));
        listed.push(pty.shows(&short));
        pty.end();
    }
    row("limit: minimal program, start to frame", least, "");
    row("start to first frame", first, "");
    row("start to the incident in the list", listed, "");

    let (up, down) = ("\x1b[A", "\x1b[B");
    let mut pty = Pty::start(&me, &["--minimal"]);
    pty.settle();
    pty.measure("limit: minimal program, key to frame", &[down, up]);
    pty.end();
    let mut pty = start_sonae();
    pty.shows(&short);
    pty.settle();
    pty.measure("home, key to frame", &[up, down]);
    pty.send("\r");
    pty.settle();
    pty.measure("guide, key to frame", &[down, up]);
    pty.send("\x1b[18~");
    pty.settle();
    pty.measure("chronology, key to frame", &[up, down]);
    pty.send("\x1b[15~");
    pty.settle();
    pty.measure("memo, typing, key to frame", &["病", "\x7f"]);
    pty.end();
}
