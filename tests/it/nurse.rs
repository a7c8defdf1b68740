//! Somebody at the keyboard: the real session on a real site, drawn into a buffer; keys go in, screen and caret come out.

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use sonae::app::App;
use sonae::domain::incident::Incident;
use sonae::domain::when::Moment;
use sonae::domain::world::World;
use sonae::text::width::Ambiguous;
use sonae::tui::keys::Key;
use sonae::tui::model::Model;
use sonae::tui::msg::{Effect, Msg};
use sonae::tui::theme::{Ground, Palette, Theme};
use sonae::tui::update::Session;
use sonae::tui::view;
use sonae::tui::worker::Worker;

use crate::support::{FixedWorld, moment};

struct Shared(Arc<FixedWorld>);

impl World for Shared {
    fn now(&self) -> Moment {
        self.0.now()
    }
    fn random(&self) -> [u8; 32] {
        self.0.random()
    }
}

/// Somebody at the keyboard.
pub(crate) struct Nurse {
    pub(crate) session: Session,
    worker: Worker,
    world: Arc<FixedWorld>,
    size: (u16, u16),
    /// How many keys were pressed; typed text does not count.
    pub(crate) presses: usize,
}

impl Nurse {
    /// Opens the program on a new site in this folder.
    pub(crate) fn at(dir: &Path, now: &str, size: (u16, u16)) -> Self {
        let world = Arc::new(FixedWorld::new(7));
        world.step((moment(now) - world.now()).num_seconds());
        let worker = Worker::new(App::open(dir.to_path_buf(), Box::new(Shared(Arc::clone(&world)))));
        let theme = Theme { palette: Palette::Full(Ground::Dark), ambiguous: Ambiguous::Narrow, ascii: false };
        let (session, first) = Session::new(Model::new(world.now(), theme));
        let mut nurse = Self { session, worker, world, size, presses: 0 };
        nurse.work(first);
        nurse
    }

    /// Time goes by.
    pub(crate) fn wait(&mut self, minutes: i64) {
        self.world.step(minutes * 60);
        let effects = self.session.update(Msg::Tick(self.world.now()));
        self.work(effects);
    }

    /// Carries out what the session asks for, until it asks for nothing more.
    fn work(&mut self, effects: Vec<Effect>) {
        let mut todo = effects;
        while !todo.is_empty() {
            let replies: Vec<_> = todo.iter().flat_map(|effect| self.worker.carry_out(effect)).collect();
            self.session.model.now = self.world.now();
            todo = replies.into_iter().flat_map(|reply| self.session.update(Msg::Reply(Box::new(reply)))).collect();
        }
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let effects = self.session.update(Msg::Key(Key { code, modifiers }));
        self.work(effects);
    }

    /// Presses keys, by name: `Enter`, `Esc`, `Tab`, `Up`, `F5`, `Ctrl-f`, a character.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.presses += 1;
            let (name, modifiers) = match name.strip_prefix("Ctrl-") {
                Some(rest) => (rest, KeyModifiers::CONTROL),
                None => (name, KeyModifiers::NONE),
            };
            let code = match name {
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Tab" => KeyCode::Tab,
                "Up" => KeyCode::Up,
                "Down" => KeyCode::Down,
                "Left" => KeyCode::Left,
                "Right" => KeyCode::Right,
                "End" => KeyCode::End,
                "Backspace" => KeyCode::Backspace,
                _ => match name.strip_prefix('F').and_then(|number| number.parse().ok()) {
                    Some(number) => KeyCode::F(number),
                    None => KeyCode::Char(name.chars().next().unwrap()),
                },
            };
            self.key(code, modifiers);
        }
        self
    }

    /// Types a text.
    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.key(KeyCode::Char(c), KeyModifiers::NONE);
        }
        self
    }

    /// What is drawn, and where the caret stands.
    pub(crate) fn buffer(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let caret = view::draw(&self.session, &mut buffer);
        (buffer, caret)
    }

    /// The rows of the screen as text.
    pub(crate) fn screen(&self) -> String {
        let (buffer, _) = self.buffer();
        let mut rows = Vec::new();
        for y in 0..buffer.area.height {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += u16::try_from(sonae::text::width::width(symbol, Ambiguous::Narrow).max(1)).unwrap();
            }
            rows.push(row.trim_end().to_owned());
        }
        rows.join("\n")
    }

    /// Asserts that the screen shows a text.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "{text:?} is not on the screen:\n{screen}");
        self
    }

    /// The incident on the screen.
    pub(crate) fn incident(&self) -> Arc<Incident> {
        Arc::clone(&self.session.model.open.as_ref().unwrap().incident)
    }
}
