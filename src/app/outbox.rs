//! The outbox as a use case: a mail is looked at, queued, handed over, and what became of it is recorded.
//!
//! Owns the order of these. The line `mail.trying` is on the disk before a byte of the message leaves, and one program at a time hands
//! mails over. Must not know screens; how a server is spoken to is `notify`'s.

use std::fs::{File, OpenOptions};
use std::path::{Component, Path, PathBuf};

use super::report::write_file;
use super::{Act, App, AppError};
use crate::domain::command::{Command, MailResult};
use crate::domain::event::{MailFailed, MailOutcome, MailQueued};
use crate::domain::facility::Lang;
use crate::domain::fingerprint::Fingerprint;
use crate::domain::hash::Hash;
use crate::domain::id::{Id, is_drill};
use crate::domain::incident::Incident;
use crate::domain::letter;
use crate::domain::outbox::{Mail, MailState, MailStep};
use crate::domain::refusal::{Refusal, What};
use crate::domain::when::When;
use crate::domain::who::Who;
use crate::domain::wording::pick;
use crate::notify::keyring::{self, KeyringFault};
use crate::notify::message::{self, BadMessage, Mailbox, Recipients};
use crate::notify::password::Password;
use crate::notify::server::{BadServer, Server};
use crate::notify::smtp::{self, Held, NotReached, Outcome, Parcel, Patience, Refused};

/// Says for the computer that mails are being handed over.
const LOCK: &str = "outbox.lock";

/// The largest file with an authority's certificate, in bytes.
const LARGEST_CA: u64 = 1 << 20;

/// Why a mail could not be made, or could not be handed over. What became of one that was tried stands in the record instead.
#[derive(Debug, thiserror::Error)]
pub enum MailFault {
    /// The facility has named no mail server.
    #[error("no mail server is named in facility.toml")]
    NoServer,
    /// The server cannot be tried as it is written down.
    #[error(transparent)]
    Server(#[from] BadServer),
    /// The file with the facility's own authority.
    #[error("{path}: {why}")]
    Authority {
        /// As written.
        path: String,
        /// Why it cannot be used.
        why: String,
    },
    /// No message can be made of it.
    #[error(transparent)]
    Message(#[from] BadMessage),
    /// The server asks for a password, and none is at hand.
    #[error("no password is at hand")]
    NoPassword,
    /// The server asks for no name, so that there is no password to keep.
    #[error("the server asks for no password")]
    NoUser,
    /// It may not leave.
    #[error(transparent)]
    Held(#[from] Held),
    /// Another program is handing mails over.
    #[error("another program is handing mails over")]
    Busy,
    /// The computer's place for passwords.
    #[error(transparent)]
    Keyring(#[from] KeyringFault),
}

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// Names, where there are any, and addresses.
    pub to: Vec<(Option<String>, String)>,
    /// 件名
    pub subject: String,
    /// 本文
    pub body: String,
    /// The contact whom it tells.
    pub contact: Option<Id>,
    /// The duties that it serves.
    pub duties: Vec<Id>,
}

/// A mail as it would be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// The line.
    pub queued: MailQueued,
    /// Its text, with what the program puts under it.
    pub text: String,
    /// Whom it comes from.
    pub from: String,
}

impl App {
    /// The facility's mail server, ready to be tried.
    ///
    /// # Errors
    /// [`AppError::Mail`].
    pub fn mail_server(&self) -> Result<Server, AppError> {
        let written = self.site.plan().facility.mail.as_ref().ok_or(MailFault::NoServer)?;
        let ca = written.ca.as_deref().map(|path| self.authority(path)).transpose()?;
        Ok(Server::new(written, ca).map_err(MailFault::from)?)
    }

    /// The content of the facility's own authority, which lies in the site and nowhere else.
    fn authority(&self, written: &str) -> Result<Vec<u8>, MailFault> {
        let fault = |why: String| MailFault::Authority { path: written.to_owned(), why };
        let plain = Path::new(written).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(fault("outside of the site".to_owned()));
        }
        let path = self.place.dir.join(written);
        let size = std::fs::metadata(&path).map_err(|error| fault(error.to_string()))?.len();
        if size > LARGEST_CA {
            return Err(fault(format!("larger than {LARGEST_CA} bytes")));
        }
        std::fs::read(&path).map_err(|error| fault(error.to_string()))
    }

    /// What a mail to a contact may say: subject and text, for a person to go on with.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn offered_letter(&mut self, id: &Id, contact: Option<&Id>, by: Option<&Who>) -> Result<Letter, AppError> {
        let incident = self.incident(id)?;
        let plan = self.plan_of(&incident);
        let lang = plan.facility.lang;
        let found = contact.and_then(|id| self.site.contacts().iter().find(|known| known.id == *id));
        let to = found.and_then(|known| Some((Some(known.name.clone()), known.mail.clone()?)));
        Ok(Letter {
            to: to.into_iter().collect(),
            subject: letter::subject(&incident, &plan, lang),
            body: letter::body(&incident, &plan, found, by, lang),
            contact: contact.cloned(),
            duties: Vec::new(),
        })
    }

    /// A mail as it would be queued: its bytes and its id are fixed by this. Nothing is recorded yet.
    ///
    /// # Errors
    /// [`AppError::Mail`] with what is wrong in it.
    pub fn preview_mail(&mut self, id: &Id, letter: &Letter) -> Result<Previewed, AppError> {
        let lines = self.record(id)?.lines(id)?;
        let fingerprints: Vec<Fingerprint> = lines.heads().iter().map(Fingerprint::of).collect();
        let incident = self.incident(id)?;
        let plan = self.plan_of(&incident);
        // In a drill the address is not used, and outbox and texts can be practised before any server is named.
        let from = match self.mail_server() {
            Ok(server) => server.from().clone(),
            Err(_) if is_drill(id) => {
                Mailbox::new(Some(&plan.facility.name), "drill@drill.invalid").map_err(MailFault::from)?
            }
            Err(error) => return Err(error),
        };
        let mailbox = |(name, address): &(Option<String>, String)| Mailbox::new(name.as_deref(), address);
        let to = letter.to.iter().map(mailbox).collect::<Result<Vec<_>, _>>().map_err(MailFault::from)?;
        let recipients = Recipients::of(id, to).map_err(MailFault::from)?;
        let footer = letter::footer(&plan, id, &fingerprints, plan.facility.lang);
        let built = message::build(&message::Letter {
            from: &from,
            recipients: &recipients,
            subject: &letter.subject,
            body: &letter.body,
            footer: &footer,
            at: self.now(),
            random: self.world.random(),
        });
        let built = built.map_err(MailFault::from)?;
        let queued = MailQueued {
            message_id: built.message_id,
            subject: built.subject,
            to: recipients.addressees(),
            contact: letter.contact.clone(),
            duties: letter.duties.clone(),
            message: built.message,
        };
        Ok(Previewed { queued, text: built.text.replace("\r\n", "\n"), from: from.address().to_string() })
    }

    /// The mail that somebody means: by its number in the incident (1 is the first), or the beginning of its line's hash.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn find_mail(incident: &Incident, typed: &str) -> Result<Hash, Refusal> {
        let typed = typed.trim();
        let by_number = typed.parse::<usize>().ok().and_then(|number| incident.mails.get(number.checked_sub(1)?));
        let by_hash = || {
            let mut fits = incident.mails.iter().filter(|mail| mail.line.to_string().starts_with(typed));
            fits.next().filter(|_| typed.len() >= 6 && fits.next().is_none())
        };
        let found = by_number.or_else(by_hash).map(|mail| mail.line);
        let near = (1..=incident.mails.len()).rev().take(3).map(|number| number.to_string()).collect();
        found.ok_or_else(|| Refusal::NotFound { what: What::Mail, typed: typed.to_owned(), near })
    }

    /// Hands a mail over that waits, and records what became of it. Waits for the server: not for a thread that somebody waits for.
    ///
    /// # Errors
    /// Nothing was tried: [`AppError::Refused`] where it does not wait, [`AppError::Mail`]. [`AppError::Record`] when a line could not be
    /// written: before the message left, or after it, which then is 送信結果不明.
    pub fn hand_mail_over(&mut self, id: &Id, mail: &Hash, password: Option<&Password>) -> Result<MailState, AppError> {
        if is_drill(id) {
            return Err(Refusal::DrillMail.into());
        }
        let server = self.mail_server()?;
        if server.user().is_some() && password.is_none() {
            return Err(MailFault::NoPassword.into());
        }
        let lock = self.lock_outbox()?;
        self.settle_hanging(id, lock.is_some())?;
        let queued = self.waiting(id, mail)?.queued;
        let to = queued.to.iter().map(|to| to.address.as_str());
        let parcel = Parcel::new(id, to, &queued.message).map_err(MailFault::from)?;
        let outcome = smtp::deliver(&server, password, &parcel, Patience::default(), &mut || {
            self.program(id, Command::TryMail(*mail))
        })?;
        let lang = self.own(id)?.lang;
        let result = match outcome {
            Outcome::Sent { answer } => MailResult::Sent(MailOutcome { mail: *mail, answer }),
            Outcome::Unknown { seen } => {
                let what = pick(lang, "渡したあと、サーバーの返事がない", "handed over, and no answer came");
                MailResult::Unknown(MailOutcome { mail: *mail, answer: format!("{what}: {seen}") })
            }
            Outcome::Refused { what, answer, permanent } => {
                let answer = format!("{}: {answer}", refused(&what, lang));
                MailResult::Failed(MailFailed { mail: *mail, answer, again: !permanent })
            }
            Outcome::NotReached(why) => {
                // What a person has to mend is not tried again by itself.
                let again = why != NotReached::NoWayToLogIn;
                MailResult::Failed(MailFailed { mail: *mail, answer: not_reached(&why, lang), again })
            }
        };
        self.program(id, Command::MailBecame(result))?;
        let incident = self.incident(id)?;
        let now = self.now();
        Ok(incident.mails.iter().find(|known| known.line == *mail).map_or(MailState::Unknown, |known| known.state(now)))
    }

    /// What hangs because its program ended is known to hang, unless another program is handing mails over now.
    ///
    /// # Errors
    /// When the record cannot be read or written.
    pub fn settle_outbox(&mut self, id: &Id) -> Result<(), AppError> {
        match self.lock_outbox() {
            Ok(lock) => self.settle_hanging(id, lock.is_some()),
            Err(_busy) => Ok(()),
        }
    }

    fn waiting(&mut self, id: &Id, mail: &Hash) -> Result<Mail, AppError> {
        let now = self.now();
        let incident = self.incident(id)?;
        let known = incident.mails.into_iter().find(|known| known.line == *mail);
        let missing = || Refusal::NotFound { what: What::Mail, typed: mail.short(), near: Vec::new() };
        let known = known.ok_or_else(missing)?;
        match known.state(now) {
            MailState::Waiting => Ok(known),
            state => Err(Refusal::MailNotWaiting { state }.into()),
        }
    }

    /// A mail that this store was handing over, while nobody hands any over now: the program ended in the middle of it. Where locks do not
    /// tell, only time does.
    pub(super) fn settle_hanging(&mut self, id: &Id, locked: bool) -> Result<(), AppError> {
        let origin = self.record(id)?.origin().clone();
        let now = self.now();
        let incident = self.incident(id)?;
        let begun = incident.mails.iter().filter(|mail| {
            mail.tries.last().is_some_and(|last| last.what == MailStep::Trying && last.origin == origin)
        });
        let hanging: Vec<Hash> =
            begun.filter(|mail| locked || mail.state(now) == MailState::Unknown).map(|mail| mail.line).collect();
        for mail in hanging {
            let lang = self.own(id)?.lang;
            let answer = pick(lang, "渡している途中でプログラムが終わった", "the program ended while handing it over");
            let unknown = MailOutcome { mail, answer: answer.to_owned() };
            self.program(id, Command::MailBecame(MailResult::Unknown(unknown)))?;
        }
        Ok(())
    }

    /// Records what the program does in nobody's name.
    fn program(&mut self, id: &Id, command: Command) -> Result<(), AppError> {
        let act = Act::new(command, When::now(self.now()), None);
        self.act(id, &act).map(drop)
    }

    /// One program of this computer hands mails over. A folder without locks is no reason to send nothing: the line `mail.trying` keeps
    /// a mail from being sent twice in any case.
    pub(super) fn lock_outbox(&self) -> Result<Option<File>, AppError> {
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(self.record_dir.join(LOCK));
        let Ok(file) = opened else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(std::fs::TryLockError::WouldBlock) => Err(MailFault::Busy.into()),
            Err(std::fs::TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Keeps the server's password in the computer's own place for passwords.
    ///
    /// # Errors
    /// [`AppError::Mail`].
    pub fn keep_mail_password(&self, password: &Password) -> Result<(), AppError> {
        let server = self.mail_server()?;
        if server.user().is_none() {
            return Err(MailFault::NoUser.into());
        }
        Ok(keyring::keep(&server, password).map_err(MailFault::from)?)
    }

    /// Forgets it. Whether there was one.
    ///
    /// # Errors
    /// [`AppError::Mail`].
    pub fn forget_mail_password(&self) -> Result<bool, AppError> {
        let server = self.mail_server()?;
        Ok(keyring::forget(&server).map_err(MailFault::from)?)
    }

    /// A queued mail as a file, to be sent from elsewhere: its bytes as they were queued.
    ///
    /// # Errors
    /// When it is not there, or cannot be written.
    pub fn save_mail(&mut self, id: &Id, mail: &Hash, path: &Path) -> Result<(), AppError> {
        write_file(path, &self.mail_bytes(id, mail)?)
    }

    /// The same beside the site's files, under a name of its own. Where it lies.
    ///
    /// # Errors
    /// As [`App::save_mail`].
    pub fn save_mail_here(&mut self, id: &Id, mail: &Hash) -> Result<PathBuf, AppError> {
        let bytes = self.mail_bytes(id, mail)?;
        let stem = format!("sonae-{id}-mail-{}", mail.short());
        super::report::save_beside(&self.place.dir, &stem, "eml", &bytes)
    }

    /// The bytes of a queued mail.
    ///
    /// # Errors
    /// When it is not there.
    pub fn mail_bytes(&mut self, id: &Id, mail: &Hash) -> Result<Vec<u8>, AppError> {
        let incident = self.incident(id)?;
        let missing = || Refusal::NotFound { what: What::Mail, typed: mail.short(), near: Vec::new() };
        let found = incident.mails.iter().find(|known| known.line == *mail).ok_or_else(missing)?;
        Ok(found.queued.message.clone().into_bytes())
    }
}

/// What a server refused, in the words of the record.
fn refused(what: &Refused, lang: Lang) -> String {
    match what {
        Refused::Greeting => pick(lang, "サーバーが受け付けない", "the server does not take mail").to_owned(),
        Refused::Password => pick(lang, "利用者名かパスワードが違う", "name or password refused").to_owned(),
        Refused::Sender => pick(lang, "差出人が断られた", "the sender was refused").to_owned(),
        Refused::Recipient(address) => match lang {
            Lang::Ja => format!("宛先 {address} が断られた"),
            Lang::En => format!("the recipient {address} was refused"),
        },
        Refused::Message => pick(lang, "本文が断られた", "the message was refused").to_owned(),
    }
}

/// Why a server was not reached, in the words of the record.
fn not_reached(why: &NotReached, lang: Lang) -> String {
    let (ja, en, detail) = match why {
        NotReached::NoWay(detail) => ("サーバーに届かない", "the server was not reached", detail.as_str()),
        NotReached::Late => ("サーバーの返事がない", "the server did not answer in time", ""),
        NotReached::Cut(detail) => ("通信が切れた", "the connection was cut", detail.as_str()),
        NotReached::Certificate(detail) => {
            ("サーバーの証明書を信用できない", "the server's certificate cannot be trusted", detail.as_str())
        }
        NotReached::NoEncryption => ("サーバーが暗号化に応じない", "the server offers no encryption", ""),
        NotReached::NoWayToLogIn => {
            ("サーバーの求める認証方式に対応していない", "the server's way to log in is not known", "")
        }
        NotReached::Nonsense(detail) => {
            ("メールサーバーの返事ではない", "not the answer of a mail server", detail.as_str())
        }
    };
    let said = pick(lang, ja, en);
    if detail.is_empty() { said.to_owned() } else { format!("{said}: {detail}") }
}
