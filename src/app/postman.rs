//! What sends waiting mails by itself: it looks at the outbox now and then, on a thread of its own with a record of its own.
//!
//! Owns when it looks. It never stands in front of an append: the program's own record knows nothing of it, and its errors are news. What
//! has an unknown result, what failed for good and what another store queued, it leaves to people.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use super::outbox::MailFault;
use super::world::world;
use super::{App, AppError};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::outbox::MailState;
use crate::notify::at_hand::at_hand;
use crate::notify::password::Password;
use crate::record::Book;

/// So often the postman looks whether a mail is due.
const LOOK: Duration = Duration::from_secs(10);

/// What a postman is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// Hand this mail over now.
    Send {
        /// Of which incident.
        incident: Id,
        /// Which.
        mail: Hash,
        /// What a person typed; `None`: the one that is at hand.
        password: Option<Password>,
    },
    /// Look now: a mail was queued, or has to go out again.
    Look,
}

/// What a postman says.
#[derive(Debug)]
pub enum News {
    /// Something came of a mail: it stands in the record.
    Tried {
        /// Of which incident.
        incident: Id,
        /// Which.
        mail: Hash,
        /// How it stands now.
        state: MailState,
    },
    /// What somebody asked for could not be tried.
    NotTried {
        /// Of which incident.
        incident: Id,
        /// Which.
        mail: Hash,
        /// Why.
        error: AppError,
    },
    /// Mails wait, and a person has to type the server's password.
    NeedsPassword,
}

/// What is remembered of an incident between two looks.
#[derive(Default)]
struct Seen {
    lines: usize,
    waits: bool,
}

/// Looks after the outbox.
pub struct Postman {
    app: App,
    seen: BTreeMap<Id, Seen>,
    /// What a person typed, while the program runs.
    typed: Option<Password>,
    asked_for_password: bool,
}

impl Postman {
    /// A postman for a site folder, with a record of its own.
    pub fn open(dir: PathBuf) -> Self {
        Self::new(App::open(dir, world()))
    }

    /// A postman with its application.
    pub fn new(app: App) -> Self {
        Self { app, seen: BTreeMap::new(), typed: None, asked_for_password: false }
    }

    fn password(&self) -> Option<Password> {
        let server = self.app.mail_server().ok()?;
        self.typed.clone().or_else(|| at_hand(&server))
    }

    /// Carries an errand out.
    pub fn carry_out(&mut self, errand: Errand) -> Vec<News> {
        match errand {
            Errand::Look => {
                // What is typed anew may be another server.
                self.asked_for_password = false;
                self.read_site();
                self.look()
            }
            Errand::Send { incident, mail, password } => {
                if password.is_some() {
                    self.typed = password;
                }
                vec![self.send(incident, mail)]
            }
        }
    }

    fn send(&mut self, incident: Id, mail: Hash) -> News {
        self.read_site();
        let password = self.password();
        let tried = self.app.hand_mail_over(&incident, &mail, password.as_ref());
        self.seen.remove(&incident);
        match tried {
            Ok(state) => {
                // A password that was refused is not tried again with the next mail.
                if state == MailState::Failed {
                    self.typed = None;
                }
                News::Tried { incident, mail, state }
            }
            Err(error) => News::NotTried { incident, mail, error },
        }
    }

    /// Hands over what is due.
    pub fn look(&mut self) -> Vec<News> {
        // Most facilities have none: their record is not opened once more for nothing.
        if self.app.site().plan().facility.mail.is_none() {
            return Vec::new();
        }
        // Where the record cannot be read now, the program says so where it records.
        let Ok(due) = self.due() else { return Vec::new() };
        let mut news = Vec::new();
        for (incident, mail) in due {
            match self.send(incident, mail) {
                News::NotTried { error: AppError::Mail(MailFault::NoPassword), .. } => {
                    if !std::mem::replace(&mut self.asked_for_password, true) {
                        news.push(News::NeedsPassword);
                    }
                    break;
                }
                // Nobody asked for it: it is tried again at the next look.
                News::NotTried { .. } => break,
                tried => news.push(tried),
            }
        }
        news
    }

    /// The mails of this store that are due. Incidents in which nothing happened since are not folded again.
    fn due(&mut self) -> Result<Vec<(Id, Hash)>, AppError> {
        let record = self.app.book(Book::Real)?;
        let origin = record.origin().clone();
        let briefs = record.incidents()?;
        let mut due = Vec::new();
        for brief in briefs {
            let id = brief.incident;
            let lines = self.app.book(Book::Real)?.lines(&id)?.len();
            let seen = self.seen.entry(id.clone()).or_default();
            if seen.lines == lines && !seen.waits {
                continue;
            }
            let now = self.app.now();
            let incident = self.app.incident(&id)?;
            let own = || incident.mails.iter().filter(|mail| mail.origin == origin);
            let hangs = own().any(|mail| mail.state(now) == MailState::Trying);
            let waits = hangs || own().any(|mail| mail.state(now) == MailState::Waiting);
            due.extend(
                own()
                    .filter(|mail| mail.goes_out_at(now).is_some_and(|at| at <= now))
                    .map(|mail| (id.clone(), mail.line)),
            );
            self.seen.insert(id.clone(), Seen { lines, waits });
            if hangs {
                self.app.settle_outbox(&id)?;
            }
        }
        Ok(due)
    }

    /// The server may have been written down, or mended, since. A site that cannot be read now stays as it was.
    fn read_site(&mut self) {
        let dir = self.app.place().dir.clone();
        drop(self.app.reload(&dir));
    }
}

/// Starts a postman's thread, which ends when nobody can ask it any more, after what it is doing. Nobody joins it: a server that does not
/// answer keeps nobody in the program. The postman is opened on that thread, so that nobody waits for that, either.
///
/// # Errors
/// When the operating system gives no thread.
pub fn spawn(
    open: impl FnOnce() -> Postman + Send + 'static,
    tell: impl Fn(News) -> bool + Send + 'static,
) -> std::io::Result<Sender<Errand>> {
    let (ask, asked): (Sender<Errand>, Receiver<Errand>) = unbounded();
    std::thread::Builder::new().name("postman".to_owned()).spawn(move || {
        let mut postman = open();
        let mut pause = Duration::ZERO;
        loop {
            let errand = match asked.recv_timeout(pause) {
                Ok(errand) => Some(errand),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            pause = LOOK;
            let news = match errand {
                Some(errand) => postman.carry_out(errand),
                None => postman.look(),
            };
            for news in news {
                if !tell(news) {
                    return;
                }
            }
        }
    })?;
    Ok(ask)
}
