//! The terminal: screens, widgets, the key table. The only part that knows ratatui.
//!
//! The way of a key: [`input`] (thread) → [`msg::Msg`] → [`update::Session`], which looks it up in [`keys`] and gives the command to
//! the screen in front → [`msg::Effect`] → [`worker`] (thread, the only part that meets the application) → [`msg::Reply`] → the session
//! again → [`view`], a pure function of the session, on a [`canvas`], through which every text is made harmless. The ✓ of a line is
//! drawn after the worker's reply, which comes after the commit.
//!
//! A further screen: a file in [`screens`], its rows in the key table, its texts in `i18n/`.

pub mod begun;
pub mod canvas;
pub mod digest;
pub mod input;
pub mod keys;
pub mod looked;
pub mod model;
pub mod msg;
pub mod pace;
pub mod probe;
pub mod screens;
pub mod spot;
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
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use crate::app::postman::{Errand, Postman};
use crate::domain::when::Moment;
use crate::message::{Exit, Message};
use crate::record::desk::Looks;
use crate::t;
use model::{Found, Model};
use msg::{Effect, Msg, Reply};
use pace::Pace;
use ratatui::layout::Position;
use spot::Spot;
use terminal::Screen;
use theme::{Colours, Depth, Ground, Theme};
use update::{Asked, Session};
use worker::Worker;

/// What the person who starts the program can say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The site folder.
    pub dir: PathBuf,
    /// An incident that is opened at once.
    pub incident: Option<String>,
    /// Who sits at the keyboard, as typed; nothing: whoever it is says so later, or never.
    pub by: Option<String>,
    /// Nobody has asked for a language: that of the site holds once it is read.
    pub site_language: bool,
    /// How ambiguous characters are drawn: `narrow`, `wide`; anything else: the terminal is asked.
    pub ambiguous: Option<String>,
    /// The theme's word; nothing: as chosen in the running program before.
    pub theme: Option<String>,
    /// Boxes with `+ - |`.
    pub ascii: bool,
    /// The mouse is left to the terminal.
    pub no_mouse: bool,
    /// It opens where the facility makes the site its own.
    pub setup: bool,
}

impl Options {
    /// What is asked for counts more than what was chosen before, for this run.
    fn looks(&self) -> Looks {
        Looks {
            theme: self.theme.clone(),
            ascii: self.ascii,
            ambiguous: self.ambiguous.clone(),
            no_mouse: self.no_mouse,
            ..Looks::default()
        }
    }
}

/// What the terminal's name and the environment say about colours, with the ground that it named itself.
fn colours(ground: Option<Ground>) -> Colours {
    let variable = |name| std::env::var(name).unwrap_or_default();
    Colours {
        depth: Depth::of(&variable("TERM"), &variable("COLORTERM"), std::env::var_os("WT_SESSION").is_some()),
        ground,
        refused: !variable("NO_COLOR").is_empty(),
    }
}

/// Runs the terminal until the person leaves it. Every line that was shown as recorded is on disk.
///
/// # Errors
/// When there is no terminal, or it is lost.
pub fn run(options: Options) -> Result<Exit, Message> {
    let worker = Worker::open(options.dir.clone());
    let looks = worker.looks();
    if options.site_language {
        let chosen = looks.language.as_deref().and_then(crate::i18n::parse);
        crate::i18n::switch(chosen.unwrap_or_else(|| worker.language()));
    }
    let ended = run_in_terminal(options, worker, looks);
    if terminal::stumbled() {
        return Err(Message::new("bug", Exit::Bug, t!("panic-what")).meaning(t!("panic-record")));
    }
    ended
        .map(|()| Exit::Done)
        .map_err(|error| Message::new("terminal", Exit::Refused, format!("{error:#}")).meaning(t!("panic-record")))
}

fn run_in_terminal(options: Options, mut worker: Worker, looks: Looks) -> anyhow::Result<()> {
    let now = worker.clock();
    let keyboard = options.by.as_deref().filter(|typed| !typed.trim().is_empty()).map(|typed| worker.person(typed));
    terminal::guard_against_panics();
    let mut screen = Screen::take()?;
    let (out, msgs) = unbounded();
    let answer = probe::ask();
    // What a terminal prints that does not understand a question.
    screen.clear()?;
    for key in answer.keys {
        out.send(Msg::Key(key))?;
    }
    let (ask, asked) = unbounded();
    let post = postman(options.dir.clone(), out.clone())?;
    worker.send_by(post);
    let worker = worker::spawn(worker, asked, out.clone())?;
    signals(&out)?;
    input::spawn(out, !answer.marks_pastes)?;
    let mut model = Model::new(now(), Theme::default());
    model.terminal = Found { colours: colours(answer.ground), ambiguous: answer.ambiguous.unwrap_or_default() };
    model.started = options.looks();
    model.wear(looks);
    if let Some(keyboard) = keyboard {
        model.sits_down(keyboard);
    }
    let (mut session, mut first) = Session::new(model);
    session.model.size = crossterm::terminal::size().ok();
    if options.setup {
        session.open_setup();
    }
    first.extend(options.incident.map(Effect::OpenNamed));
    let looped = run_loop(session, first, &mut screen, &msgs, &ask, &now);
    drop(ask);
    // What was asked for is carried out to the end before the program leaves.
    let ended = worker.join();
    drop(screen);
    looped?;
    ended.map_err(|_panic| anyhow::anyhow!(t!("bug-what")))
}

/// Starts who sends mails, with a record of its own: nothing that is recorded waits for it.
fn postman(dir: PathBuf, out: Sender<Msg>) -> std::io::Result<Sender<Errand>> {
    let tell = move |news| out.send(Msg::Reply(Box::new(Reply::Post(news)))).is_ok();
    crate::app::postman::spawn(move || Postman::open(dir), tell)
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
    let (mut pace, mut last_key) = (Pace::default(), Instant::now());
    while !session.quits {
        screen.listen_to_mouse(!session.model.worn().no_mouse)?;
        if session.dirty {
            session.dirty = false;
            screen.draw(&session)?;
        }
        let Some(msg) = next(&session, msgs, now, last_key) else { continue };
        session.model.now = now();
        // All that waits is taken in before anything is drawn.
        for msg in std::iter::once(msg).chain(msgs.try_iter()) {
            match &msg {
                Msg::Key(key) => {
                    stumble_at(key.code, "main");
                    last_key = Instant::now();
                    if !pace.admits(key, last_key) {
                        continue;
                    }
                }
                // In a list the second click opens what the first one chose; a command that is clicked twice is meant once.
                Msg::Click(x, y) if is_command(&session, *x, *y) => {
                    last_key = Instant::now();
                    if !pace.admits_click(last_key) {
                        continue;
                    }
                }
                Msg::Reply(reply) if matches!(**reply, Reply::Recorded(..) | Reply::Edited(..) | Reply::Table(..)) => {
                    pace.recorded(Instant::now());
                }
                _ => {}
            }
            for effect in session.update(msg) {
                ask.send(effect)?;
            }
            match session.asked.take() {
                Some(Asked::Sleep) if !terminal::may_sleep() => session.model.say(t!("suspend-none")),
                Some(Asked::Sleep) => screen.sleep()?,
                Some(Asked::TakeAgain) => screen.take_again()?,
                Some(Asked::Language(lang)) => crate::i18n::switch(lang),
                None => {}
            }
            if session.quits {
                break;
            }
        }
    }
    // What is being recorded is waited for, so that its text is not taken for unfinished the next time.
    while session.model.pending.is_some() {
        let Ok(msg) = msgs.recv_timeout(LAST_LINE) else { break };
        if matches!(msg, Msg::Reply(_)) {
            for effect in session.update(msg) {
                ask.send(effect)?;
            }
        }
    }
    Ok(())
}

/// Longer than a line may wait for the database.
const LAST_LINE: Duration = Duration::from_secs(10);

fn is_command(session: &Session, x: u16, y: u16) -> bool {
    let spot = session.model.size.and_then(|size| view::spot_at(session, size, Position::new(x, y)));
    matches!(spot, Some(Spot::Cmd(_)))
}

/// Asks the program to end when the thread that holds it ends, however that happens: a screen without keys helps nobody.
struct LastWord(Sender<Msg>);

impl Drop for LastWord {
    fn drop(&mut self) {
        // Nobody may be left to hear it.
        drop(self.0.send(Msg::Quit));
    }
}

/// Test builds panic at F13 in the thread that `SONAE_TEST_PANIC` names, so that a test sees what a terminal looks like afterwards.
fn stumble_at(key: crossterm::event::KeyCode, thread: &str) {
    if matches!(key, crossterm::event::KeyCode::F(13)) {
        stumble_if(thread);
    }
}

#[cfg(feature = "test-clock")]
fn stumble_if(thread: &str) {
    assert!(std::env::var_os("SONAE_TEST_PANIC").is_none_or(|told| told != thread), "told to");
}

#[cfg(not(feature = "test-clock"))]
fn stumble_if(_thread: &str) {}

/// So long after the last key nobody composes a word any more.
const COMPOSED: Duration = Duration::from_mins(2);

/// The next message; where a clock is shown, the time moves on by itself: each second, but while somebody types only after a pause,
/// because a redraw moves the window of an input method.
fn next(session: &Session, msgs: &Receiver<Msg>, now: &dyn Fn() -> Moment, last_key: Instant) -> Option<Msg> {
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
            let composing = typing && last_key.elapsed() < COMPOSED;
            (!same && !composing).then_some(Msg::Tick(time))
        }
        Err(RecvTimeoutError::Disconnected) => Some(Msg::Quit),
    }
}

/// The operating system's requests to end are followed in order: the terminal is given back, the record closed.
#[cfg(unix)]
fn signals(out: &Sender<Msg>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    let out = out.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let _last = LastWord(out.clone());
        for signal in signals.forever() {
            stumble_if("signals");
            let msg = match signal {
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Resume,
                _ => Msg::Quit,
            };
            if out.send(msg).is_err() {
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
