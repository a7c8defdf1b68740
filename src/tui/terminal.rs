//! The real terminal: taken at the start, given back whatever happens.
//!
//! Owns raw mode, the alternate screen, bracketed paste, the mouse and the cursor. A panic gives the terminal back first and then
//! says, in plain words, that what was acknowledged is on disk. Put to sleep, the program gives the terminal back, and takes it
//! again when it goes on. Must not know sessions.

use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
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
    mouse: bool,
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
        match enter().and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout()))) {
            Ok(terminal) => Ok(Self { terminal, mouse: false }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Takes it once more, as it was: after a sleep, or when others have used it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn take_again(&mut self) -> io::Result<()> {
        // The library believes that its modes still hold: a shell may have set others meanwhile.
        drop(disable_raw_mode());
        enter()?;
        let mouse = std::mem::take(&mut self.mouse);
        self.listen_to_mouse(mouse)?;
        self.clear()
    }

    /// Forgets what is on the screen: the next drawing draws all of it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        // The library's own way asks the terminal where its cursor is, and fails where none answers.
        execute!(io::stdout(), Clear(ClearType::All))?;
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(())
    }

    /// Asks for clicks, or leaves the mouse to the terminal, where it marks and copies text.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn listen_to_mouse(&mut self, listen: bool) -> io::Result<()> {
        if listen == self.mouse {
            return Ok(());
        }
        self.mouse = listen;
        if listen { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
    }

    /// Gives the terminal back and stops the program, as the shell expects it; comes back when it is told to go on.
    ///
    /// # Errors
    /// When the terminal is gone afterwards.
    #[cfg(unix)]
    pub fn sleep(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)?;
        self.take_again()
    }

    /// There is no such thing here.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn sleep(&mut self) -> io::Result<()> {
        Ok(())
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

/// Whether somebody is there who wakes the program again: a shell in the same session. Started by an icon or as the first program of
/// a session, it would sleep for ever.
#[cfg(unix)]
pub fn may_sleep() -> bool {
    use rustix::process::{getpid, getsid};
    getsid(None).is_ok_and(|session| session != getpid())
}

/// There is no such thing here.
#[cfg(not(unix))]
pub fn may_sleep() -> bool {
    false
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, Hide)
}

/// Gives the terminal back. Each part by itself: where one fails, the others still count.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let given = [
        execute!(out, EndSynchronizedUpdate),
        execute!(out, DisableMouseCapture),
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
