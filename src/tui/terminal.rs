//! The real terminal: taken at the start, given back whatever happens.
//!
//! Owns raw mode, the alternate screen, bracketed paste and the cursor. A panic gives the terminal back first and then says, in
//! plain words, that what was acknowledged is on disk. Must not know sessions.

use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::update::Session;
use super::view;
use crate::t;
use crate::text::sanitize;

/// Whether the terminal is ours now. A panic asks it; giving back twice would clear what was said in between.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether a thread without which there are no keys has panicked.
static STUMBLED: AtomicBool = AtomicBool::new(false);

/// Whether a thread that the program cannot do without has panicked.
pub fn stumbled() -> bool {
    STUMBLED.load(Ordering::SeqCst)
}

/// The terminal while the program has it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is none, or it does not allow it.
    pub fn take() -> io::Result<Self> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, t!("no-terminal")));
        }
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let taken = execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, Hide)
            .and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        match taken {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Draws the session in one update of the terminal, and puts its cursor where the text goes.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, session: &Session) -> io::Result<()> {
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        let drawn = self.terminal.draw(|frame| {
            if let Some(caret) = view::draw(session, frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        });
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        drawn.map(|_frame| ())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back. Each part by itself: where one fails, the others still count.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let given = [
        execute!(out, EndSynchronizedUpdate),
        execute!(out, DisableBracketedPaste),
        execute!(out, LeaveAlternateScreen, Show),
        disable_raw_mode(),
        out.flush(),
    ];
    // There is nobody left to tell when the terminal itself is gone.
    drop(given);
}

/// Makes a panic of the main thread give the terminal back and say what matters. Those of other threads
/// are answered, or end the program in order.
pub fn guard_against_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !TAKEN.load(Ordering::SeqCst) {
            return before(info);
        }
        match std::thread::current().name() {
            Some("main") => {}
            // It reports its panics itself, as an answer.
            Some("worker") => return,
            // It cannot go on, and asks the program to end, which then says so.
            _ => return STUMBLED.store(true, Ordering::SeqCst),
        }
        give_back();
        let detail = sanitize::line(&info.to_string()).into_owned();
        let said = writeln!(io::stderr(), "{}\n{}\n\n{detail}", t!("panic-what"), t!("panic-record"));
        // Standard error may be closed; there is no other place to say it.
        drop(said);
    }));
}
