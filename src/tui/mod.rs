//! The terminal: screens, widgets, the key table. The only part that knows ratatui.
//!
//! The way of a key: [`input`] (thread) → [`msg::Msg`] → [`update::Session`], which looks it up in [`keys`] and gives the command to
//! the screen in front → [`msg::Effect`] → [`worker`] (thread, the only part that meets the application) → [`msg::Reply`] → the session
//! again → [`view`], a pure function of the session, on a [`canvas`], through which every text is made harmless. The ✓ of a line is
//! drawn after the worker's reply, which comes after the commit.
//!
//! A further screen: a file in [`screens`], its rows in the key table, its texts in `i18n/`.

pub mod canvas;
pub mod digest;
pub mod input;
pub mod keys;
pub mod model;
pub mod msg;
pub mod probe;
pub mod screens;
pub mod terminal;
pub mod theme;
pub mod typed;
pub mod update;
pub mod view;
pub mod widgets;
pub mod worker;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use crate::domain::when::Moment;
use crate::message::{Exit, Message};
use crate::t;
use crate::text::width::Ambiguous;
use model::Model;
use msg::{Effect, Msg};
use terminal::Screen;
use theme::Theme;
use update::Session;
use worker::Worker;

/// What the person who starts the program can say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The site folder.
    pub dir: PathBuf,
    /// An incident that is opened at once.
    pub incident: Option<String>,
    /// Nobody has asked for a language: that of the site holds once it is read.
    pub site_language: bool,
    /// How ambiguous characters are drawn: `narrow`, `wide`; anything else: the terminal is asked.
    pub ambiguous: Option<String>,
}

/// Runs the terminal until the person leaves it. Every line that was shown as recorded is on disk.
///
/// # Errors
/// When there is no terminal, or it is lost.
pub fn run(options: Options) -> Result<Exit, Message> {
    let ended = run_in_terminal(options);
    if terminal::stumbled() {
        return Err(Message::new("bug", Exit::Bug, t!("panic-what")).meaning(t!("panic-record")));
    }
    ended
        .map(|()| Exit::Done)
        .map_err(|error| Message::new("terminal", Exit::Refused, format!("{error:#}")).meaning(t!("panic-record")))
}

fn run_in_terminal(options: Options) -> anyhow::Result<()> {
    let worker = Worker::open(options.dir);
    if options.site_language {
        crate::i18n::switch(worker.language());
    }
    let now = worker.clock();
    terminal::guard_against_panics();
    let mut screen = Screen::take()?;
    let (out, msgs) = unbounded();
    let ambiguous = match options.ambiguous.as_deref() {
        Some("narrow") => Ambiguous::Narrow,
        Some("wide") => Ambiguous::Wide,
        _ => {
            let answer = probe::ask();
            for key in answer.keys {
                out.send(Msg::Key(key))?;
            }
            answer.ambiguous.unwrap_or_default()
        }
    };
    let colour = std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let (ask, asked) = unbounded();
    let worker = worker::spawn(worker, asked, out.clone())?;
    signals(&out)?;
    input::spawn(out)?;
    let (mut session, mut first) = Session::new(Model::new(now(), Theme { colour, ambiguous }));
    session.model.size = crossterm::terminal::size().ok();
    first.extend(options.incident.map(Effect::OpenNamed));
    let looped = run_loop(session, first, &mut screen, &msgs, &ask, &now);
    drop(ask);
    // What was asked for is carried out to the end before the program leaves.
    let ended = worker.join();
    drop(screen);
    looped?;
    ended.map_err(|_panic| anyhow::anyhow!(t!("bug-what")))
}

fn run_loop(
    mut session: Session,
    first: Vec<Effect>,
    screen: &mut Screen,
    msgs: &Receiver<Msg>,
    ask: &Sender<Effect>,
    now: &dyn Fn() -> Moment,
) -> anyhow::Result<()> {
    for effect in first {
        ask.send(effect)?;
    }
    while !session.quits {
        if session.dirty {
            session.dirty = false;
            screen.draw(&session)?;
        }
        let Some(msg) = next(&session, msgs, now) else { continue };
        if let Msg::Key(key) = &msg {
            stumble_at(key.code, "main");
        }
        session.model.now = now();
        // All that waits is taken in before anything is drawn.
        for msg in std::iter::once(msg).chain(msgs.try_iter()) {
            for effect in session.update(msg) {
                ask.send(effect)?;
            }
            if session.quits {
                break;
            }
        }
    }
    Ok(())
}

/// Asks the program to end when the thread that holds it ends, however that happens: a screen without keys helps nobody.
struct LastWord(Sender<Msg>);

impl Drop for LastWord {
    fn drop(&mut self) {
        // Nobody may be left to hear it.
        drop(self.0.send(Msg::Quit));
    }
}

/// Test builds panic at F12 in the thread that `SONAE_TEST_PANIC` names, so that a test sees what a terminal looks like afterwards.
fn stumble_at(key: crossterm::event::KeyCode, thread: &str) {
    if matches!(key, crossterm::event::KeyCode::F(12)) {
        stumble_if(thread);
    }
}

#[cfg(feature = "test-clock")]
fn stumble_if(thread: &str) {
    assert!(std::env::var_os("SONAE_TEST_PANIC").is_none_or(|told| told != thread), "told to");
}

#[cfg(not(feature = "test-clock"))]
fn stumble_if(_thread: &str) {}

/// The next message; where a clock is shown, the time moves on by itself: each second, but only each minute while somebody types,
/// because a redraw moves the window of an input method.
fn next(session: &Session, msgs: &Receiver<Msg>, now: &dyn Fn() -> Moment) -> Option<Msg> {
    let typing = session.is_typing();
    let wait = if !session.model.shows_clock() {
        Duration::from_hours(1)
    } else if typing {
        Duration::from_mins(1)
    } else {
        Duration::from_secs(1)
    };
    match msgs.recv_timeout(wait) {
        Ok(msg) => Some(msg),
        Err(RecvTimeoutError::Timeout) => {
            let time = now();
            // What is shown goes by minutes: within one nothing would change.
            let same = time.timestamp() / 60 == session.model.now.timestamp() / 60;
            (!same).then_some(Msg::Tick(time))
        }
        Err(RecvTimeoutError::Disconnected) => Some(Msg::Quit),
    }
}

/// The operating system's requests to end are followed in order: the terminal is given back, the record closed.
#[cfg(unix)]
fn signals(out: &Sender<Msg>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    let out = out.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let _last = LastWord(out.clone());
        for _signal in signals.forever() {
            stumble_if("signals");
            if out.send(Msg::Quit).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Windows closes a console without such signals.
#[cfg(not(unix))]
fn signals(_out: &Sender<Msg>) -> std::io::Result<()> {
    Ok(())
}
