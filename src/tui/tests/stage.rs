//! A session with its worker on one thread: keys in, screen text and caret out.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr as _;

use crate::app::App;
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::when::{Moment, read};
use crate::domain::who::Who;
use crate::domain::world::World;
use crate::text::width::Ambiguous;
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Msg, Reply};
use crate::tui::theme::{Ground, Palette, Theme};
use crate::tui::update::Session;
use crate::tui::view;
use crate::tui::worker::Worker;

/// A clock that a test moves, and dice that always fall alike.
#[derive(Clone, Default)]
pub(super) struct StillWorld {
    minutes: Arc<AtomicI64>,
    drawn: Arc<AtomicU64>,
}

impl World for StillWorld {
    fn now(&self) -> Moment {
        let start = read("2026-11-22T00:31:00+09:00").unwrap();
        start + TimeDelta::minutes(self.minutes.load(Ordering::Relaxed))
    }

    fn random(&self) -> [u8; 32] {
        *Hash::of(format!("dice {}", self.drawn.fetch_add(1, Ordering::Relaxed)).as_bytes()).bytes()
    }
}

/// The windows in which screens are looked at.
pub(super) const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 40), (200, 60)];

/// A session on a site of its own.
pub(super) struct Stage {
    pub(super) session: Session,
    pub(super) worker: Worker,
    pub(super) size: (u16, u16),
    world: StillWorld,
    pub(super) presses: usize,
    pub(super) dir: tempfile::TempDir,
}

impl Stage {
    /// At 80×24 on a narrow terminal, with the shipped pack.
    pub(super) fn new() -> Self {
        Self::at((80, 24), Ambiguous::Narrow)
    }

    pub(super) fn at(size: (u16, u16), ambiguous: Ambiguous) -> Self {
        Self::on(size, ambiguous, |_| {})
    }

    /// On a site that was changed before it was opened.
    pub(super) fn on(size: (u16, u16), ambiguous: Ambiguous, change: impl FnOnce(&Path)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let world = StillWorld::default();
        // Opening an empty folder makes a site of it.
        drop(App::open(dir.path().to_owned(), Box::new(world.clone())));
        change(dir.path());
        let worker = Worker::new(App::open(dir.path().to_owned(), Box::new(world.clone())));
        let (session, first) = Session::new(Model::new(
            world.now(),
            Theme { palette: Palette::Full(Ground::Dark), ambiguous, ascii: false },
        ));
        let mut stage = Self { session, worker, size, world, presses: 0, dir };
        stage.carry_out(first);
        stage
    }

    /// Begun with one key for the sign, the runbook added: at the first things.
    pub(super) fn begun() -> Self {
        Self::begun_at((80, 24), Ambiguous::Narrow)
    }

    /// The same in a window of some size.
    pub(super) fn begun_at(size: (u16, u16), ambiguous: Ambiguous) -> Self {
        let mut stage = Self::at(size, ambiguous);
        stage.press("Enter 5 '病棟のプリンタが英語の紙を出し続けている' Enter Enter");
        stage
    }

    /// The program ends, however that happens, and somebody starts it again on the same site, perhaps at an incident.
    pub(super) fn start_again(&mut self, incident: Option<&str>) {
        let app = App::open(self.dir.path().to_owned(), Box::new(self.world.clone()));
        self.worker = Worker::new(app);
        let mut model = Model::new(self.world.now(), Theme::default());
        model.terminal = self.session.model.terminal;
        model.wear(self.worker.looks());
        let (session, mut first) = Session::new(model);
        self.session = session;
        first.extend(incident.map(|id| Effect::OpenNamed(id.to_owned())));
        self.carry_out(first);
    }

    /// Another terminal on the same site writes a memo into the open incident.
    pub(super) fn elsewhere(&self, text: &str) {
        let mut worker = Worker::new(App::open(self.dir.path().to_owned(), Box::new(self.world.clone())));
        let model = &self.session.model;
        let mut deed = model.deed(Command::Note { text: text.to_owned() });
        deed.by = Some(Who::stranger("別の端末の人"));
        let id = model.open.as_ref().unwrap().id.clone();
        let replies = worker.carry_out(&Effect::Act(0, id, Box::new(deed)));
        assert!(matches!(replies.as_slice(), [Reply::Recorded(..)]), "{replies:?}");
    }

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            for reply in self.worker.carry_out(&effect) {
                let further = self.session.update(Msg::Reply(Box::new(reply)));
                self.carry_out(further);
            }
        }
    }

    /// Lets time pass.
    pub(super) fn wait(&mut self, minutes: i64) {
        self.world.minutes.fetch_add(minutes, Ordering::Relaxed);
        let effects = self.session.update(Msg::Tick(self.world.now()));
        self.carry_out(effects);
    }

    pub(super) fn key(&mut self, key: Key) {
        let effects = self.session.update(Msg::Key(key));
        self.carry_out(effects);
    }

    pub(super) fn paste(&mut self, text: &str) {
        let effects = self.session.update(Msg::Paste(text.to_owned()));
        self.carry_out(effects);
    }

    /// Presses keys: names of keys apart by blanks, text between quotes, what the menu says between braces.
    pub(super) fn press(&mut self, keys: &str) {
        let mut rest = keys.trim_start();
        while !rest.is_empty() {
            if let Some(text) = rest.strip_prefix('\'') {
                let (text, after) = text.split_once('\'').unwrap();
                for c in text.chars() {
                    self.key(Key::plain(KeyCode::Char(c)));
                }
                rest = after.trim_start();
                continue;
            }
            if let Some(text) = rest.strip_prefix('{') {
                let (says, after) = text.split_once('}').unwrap();
                self.choose(says);
                rest = after.trim_start();
                continue;
            }
            let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
            self.presses += 1;
            self.key(named(name));
            rest = after.trim_start();
        }
    }

    /// Opens the entry of the menu that says so.
    #[track_caller]
    pub(super) fn choose(&mut self, says: &str) {
        self.press("F9");
        for _ in 0..40 {
            let row = self.screen().lines().find(|row| row.contains(says)).map(ToOwned::to_owned);
            if row.is_some_and(|row| row.contains("│>") || row.starts_with("|>")) {
                return self.press("Enter");
            }
            self.press("Down");
        }
        panic!("{says:?} is not on\n{}", self.screen());
    }

    pub(super) fn buffer(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let caret = view::draw(&self.session, &mut buffer);
        (buffer, caret)
    }

    pub(super) fn screen(&self) -> String {
        screen_text(&self.buffer().0)
    }

    pub(super) fn caret(&self) -> Option<(u16, u16)> {
        self.buffer().1.map(|at| (at.x, at.y))
    }

    #[track_caller]
    pub(super) fn shows(&self, text: &str) {
        assert!(self.screen().contains(text), "{text:?} is not on\n{}", self.screen());
    }

    #[track_caller]
    pub(super) fn hides(&self, text: &str) {
        assert!(!self.screen().contains(text), "{text:?} is on\n{}", self.screen());
    }

    /// The open incident as the session has it.
    pub(super) fn incident(&self) -> Arc<Incident> {
        Arc::clone(&self.session.model.open.as_ref().unwrap().incident)
    }

    /// The texts of the lines that people wrote.
    pub(super) fn lines(&self) -> Vec<String> {
        let Some(open) = &self.session.model.open else { return Vec::new() };
        open.incident
            .entries
            .iter()
            .filter(|entry| !entry.is_bookkeeping())
            .map(|entry| entry.text().to_owned())
            .collect()
    }

    #[track_caller]
    pub(super) fn last_line(&self) -> String {
        self.lines().pop().unwrap()
    }
}

pub(super) fn named(name: &str) -> Key {
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "BackSpace" => KeyCode::Backspace,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Space" => KeyCode::Char(' '),
        name if name.starts_with("Ctrl-") => {
            let c = name.chars().last().unwrap();
            return Key { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL };
        }
        name => match name.strip_prefix('F').and_then(|number| number.parse().ok()) {
            Some(number) => KeyCode::F(number),
            None => KeyCode::Char(name.chars().next().unwrap()),
        },
    };
    Key::plain(code)
}

/// The rows of a buffer as a terminal shows them: the cell behind a wide character is part of it.
pub(super) fn screen_text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
