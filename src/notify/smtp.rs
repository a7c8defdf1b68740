//! Handing one mail over, and what became of it.
//!
//! Owns the second guard of drills, [`Parcel`], and the one moment from which a mail may have left: right before it the caller is
//! asked, and nothing is sent when the caller fails. Must not know the record.

use lettre::address::Address as Path;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Starttls};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

use super::message::DRILL_HEADER;
use super::password::Password;
use super::server::Server;
pub use super::talk::Patience;
use super::talk::{Answer, Broken, Talk};
use crate::domain::address::Address;
use crate::domain::facility::MailSecurity;
use crate::domain::id::{Id, is_drill};

/// Why a mail may not leave. Asked again where it would leave, whatever was made sure of where it was built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Held {
    /// It belongs to a drill.
    #[error("it belongs to a drill")]
    Drill,
    /// It is marked as a drill's.
    #[error("it is marked as a drill's")]
    Marked,
    /// An address leads nowhere, as those of a drill do.
    #[error("the address {0:?} leads nowhere")]
    LeadsNowhere(String),
    /// An address that no mail can go to.
    #[error("{0:?} is no address")]
    Address(String),
    /// It is not made of plain lines, as those that were queued here are.
    #[error("the message is not plain ASCII lines")]
    NotPlain,
}

/// A mail that may leave.
#[derive(Debug)]
pub struct Parcel<'a> {
    to: Vec<Path>,
    message: &'a str,
}

impl<'a> Parcel<'a> {
    /// A mail of an incident, as the record keeps it.
    ///
    /// # Errors
    /// [`Held`]: it stays here.
    pub fn new<'t>(incident: &Id, to: impl IntoIterator<Item = &'t str>, message: &'a str) -> Result<Self, Held> {
        if is_drill(incident) {
            return Err(Held::Drill);
        }
        if !message.is_ascii() || message.replace("\r\n", "").contains(['\r', '\n', '\0']) {
            return Err(Held::NotPlain);
        }
        let head = message.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
        if head.lines().any(|line| line.starts_with(&DRILL_HEADER.to_ascii_lowercase())) {
            return Err(Held::Marked);
        }
        if head.contains(".invalid>") || head.contains("@drill.invalid") {
            return Err(Held::LeadsNowhere("….invalid".to_owned()));
        }
        let mut paths = Vec::new();
        for written in to {
            let bad = || Held::Address(written.to_owned());
            let address = Address::new(written).map_err(|_why| bad())?;
            if address.leads_nowhere() {
                return Err(Held::LeadsNowhere(written.to_owned()));
            }
            paths.push(address.as_str().parse().map_err(|_why| bad())?);
        }
        if paths.is_empty() {
            return Err(Held::Address(String::new()));
        }
        Ok(Self { to: paths, message })
    }
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Sent {
        /// What it answered.
        answer: String,
    },
    /// The server refused it: it did not leave.
    Refused {
        /// What it refused.
        what: Refused,
        /// What it answered.
        answer: String,
        /// For good: trying again by itself would change nothing.
        permanent: bool,
    },
    /// The server was not reached, or not the way it must be: it did not leave.
    NotReached(NotReached),
    /// It was handed over and no answer came: nobody can say.
    Unknown {
        /// What was seen last.
        seen: String,
    },
}

/// What a server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// To talk with us.
    Greeting,
    /// Our name or password.
    Password,
    /// The address that it comes from.
    Sender,
    /// An address that it goes to.
    Recipient(String),
    /// The message.
    Message,
}

/// Why a server was not reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReached {
    /// No such name, nobody listens there, or no network.
    NoWay(String),
    /// It did not answer in time.
    Late,
    /// The connection ended.
    Cut(String),
    /// It could not prove that it is the server that is meant. No password was said.
    Certificate(String),
    /// It offers no encryption. No password was said.
    NoEncryption,
    /// It asks for no password in a way that is known here.
    NoWayToLogIn,
    /// It does not speak as a mail server does.
    Nonsense(String),
}

impl From<Broken> for NotReached {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::NoWay(why) => Self::NoWay(why),
            Broken::Late => Self::Late,
            Broken::Cut(why) => Self::Cut(why),
            Broken::Certificate(why) => Self::Certificate(why),
            Broken::Nonsense(why) => Self::Nonsense(why),
        }
    }
}

/// What stops the way to the message before it is handed over.
enum Stop {
    Refused(Refused, Answer),
    NotReached(NotReached),
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::NotReached(broken.into())
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::NotReached(why) => Self::NotReached(why),
            Stop::Refused(what, answer) => Self::Refused {
                answer: if what == Refused::Password { answer.numbers() } else { answer.shown() },
                permanent: answer.is_final(),
                what,
            },
        }
    }
}

/// Hands a mail over. When the server has accepted all recipients, `on_data` is called; when that fails, nothing is sent, and its
/// error is given back. From then on a missing answer is [`Outcome::Unknown`].
///
/// # Errors
/// What `on_data` failed with.
pub fn deliver<E>(
    server: &Server,
    password: Option<&Password>,
    parcel: &Parcel<'_>,
    patience: Patience,
    on_data: &mut dyn FnMut() -> Result<(), E>,
) -> Result<Outcome, E> {
    let mut talk = match ready(server, password, parcel, patience) {
        Ok(talk) => talk,
        Err(stop) => return Ok(stop.into()),
    };
    on_data()?;
    let outcome = hand_over(&mut talk, parcel);
    leave(&mut talk);
    Ok(outcome)
}

/// Up to the point where the server waits for the message.
fn ready(server: &Server, password: Option<&Password>, parcel: &Parcel<'_>, patience: Patience) -> Result<Talk, Stop> {
    let mut talk = Talk::connect(server, patience)?;
    let greeting = talk.answer()?;
    good(greeting, Refused::Greeting)?;
    let mut hello = talk.say(&Ehlo::new(us()))?;
    if server.security == MailSecurity::StartTls {
        if hello.offers("STARTTLS").is_none() {
            leave(&mut talk);
            return Err(Stop::NotReached(NotReached::NoEncryption));
        }
        let answer = talk.say(&Starttls)?;
        if !answer.is_good() {
            leave(&mut talk);
            return Err(Stop::NotReached(NotReached::NoEncryption));
        }
        talk = talk.encrypt(server)?;
        hello = talk.say(&Ehlo::new(us()))?;
    }
    let met = envelope(&mut talk, server, password, parcel, hello);
    if met.is_err() {
        leave(&mut talk);
    }
    met.map(|()| talk)
}

fn envelope(
    talk: &mut Talk,
    server: &Server,
    password: Option<&Password>,
    parcel: &Parcel<'_>,
    hello: Answer,
) -> Result<(), Stop> {
    let hello = good(hello, Refused::Greeting)?;
    if let (Some(user), Some(password)) = (server.user(), password) {
        let login = log_in(talk, user, password, &hello)?;
        good(login, Refused::Password)?;
    }
    // Two grammars that agree: both were asked when the server was written down.
    let from = server.from().address().as_str().parse::<Path>().ok();
    let sender = talk.say(&Mail::new(from, Vec::new()))?;
    good(sender, Refused::Sender)?;
    for to in &parcel.to {
        let answer = talk.say(&Rcpt::new(to.clone(), Vec::new()))?;
        good(answer, Refused::Recipient(to.to_string()))?;
    }
    Ok(())
}

fn good(answer: Answer, what: Refused) -> Result<Answer, Stop> {
    if answer.is_good() { Ok(answer) } else { Err(Stop::Refused(what, answer)) }
}

/// Says name and password. What the server answers is shown as numbers only: a careless one repeats what it was told.
fn log_in(talk: &mut Talk, user: &str, password: &Password, hello: &Answer) -> Result<Answer, Stop> {
    let offered = hello.offers("AUTH").unwrap_or_default();
    let known = [("PLAIN", Mechanism::Plain), ("LOGIN", Mechanism::Login)];
    let found = known.into_iter().find(|(word, _)| offered.iter().any(|offered| offered == word));
    let Some((_, mechanism)) = found else { return Err(Stop::NotReached(NotReached::NoWayToLogIn)) };
    let credentials = Credentials::new(user.to_owned(), password.reveal().to_owned());
    let strange = || Stop::NotReached(NotReached::NoWayToLogIn);
    let first = Auth::new(mechanism, credentials.clone(), None).map_err(|_error| strange())?;
    let mut answer = talk.say(&first)?;
    // LOGIN asks twice; a server that goes on asking wants something else.
    for _ in 0..2 {
        if answer.code != 334 {
            break;
        }
        let asked = format!("334 {}\r\n", answer.lines.join(" "));
        let asked = asked.parse::<Response>().map_err(|_error| strange())?;
        let next = Auth::new_from_response(mechanism, credentials.clone(), &asked).map_err(|_error| strange())?;
        answer = talk.say(&next)?;
    }
    if answer.code == 334 { Err(strange()) } else { Ok(answer) }
}

/// The message itself. Until the server has said that it waits for it, not a byte of it has left.
fn hand_over(talk: &mut Talk, parcel: &Parcel<'_>) -> Outcome {
    match talk.say(&Data) {
        Err(broken) => return Outcome::NotReached(broken.into()),
        Ok(answer) if answer.code != 354 => return Stop::Refused(Refused::Message, answer).into(),
        Ok(_) => {}
    }
    match talk.hand_over(parcel.message) {
        Ok(answer) if (200..300).contains(&answer.code) => Outcome::Sent { answer: answer.shown() },
        Ok(answer) if answer.code >= 400 => Stop::Refused(Refused::Message, answer).into(),
        Ok(answer) => Outcome::Unknown { seen: answer.shown() },
        Err(Broken::Late) => Outcome::Unknown { seen: "timeout".to_owned() },
        Err(Broken::NoWay(seen) | Broken::Cut(seen) | Broken::Certificate(seen) | Broken::Nonsense(seen)) => {
            Outcome::Unknown { seen }
        }
    }
}

/// Says goodbye. What is answered changes nothing any more.
fn leave(talk: &mut Talk) {
    drop(talk.say(&Quit));
}

/// Who we say we are: an address, so that the name of the computer stays in the house.
fn us() -> ClientId {
    ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: <bcp@mihon.example.jp>\r\nTo: <a@example.jp>\r\nSubject: x\r\n\r\nx\r\n";

    fn held(incident: &str, to: &[&str], message: &str) -> Held {
        Parcel::new(&Id::new(incident).unwrap(), to.iter().copied(), message).unwrap_err()
    }

    #[test]
    fn each_sign_of_a_drill_holds_a_mail_by_itself() {
        let real = "20261122-k3f7w2aa";
        assert!(Parcel::new(&Id::new(real).unwrap(), ["a@example.jp"], MESSAGE).is_ok());
        assert_eq!(held("drill-20261122-k3f7w2aa", &["a@example.jp"], MESSAGE), Held::Drill);
        let marked = MESSAGE.replace("Subject:", "x-sonae-DRILL: yes\r\nSubject:");
        assert_eq!(held(real, &["a@example.jp"], &marked), Held::Marked);
        let nowhere = "to-1@drill.INVALID";
        assert_eq!(held(real, &["a@example.jp", nowhere], MESSAGE), Held::LeadsNowhere(nowhere.to_owned()));
        let inside = MESSAGE.replace("<a@example.jp>", "<to-1@drill.invalid>");
        assert!(matches!(held(real, &["a@example.jp"], &inside), Held::LeadsNowhere(_)));
    }

    #[test]
    fn what_was_not_made_here_does_not_leave() {
        let real = "20261122-k3f7w2aa";
        assert_eq!(held(real, &["a@example.jp"], "Subject: 日本語\r\n\r\nx"), Held::NotPlain);
        assert_eq!(held(real, &["a@example.jp"], "Subject: x\n\nx"), Held::NotPlain);
        assert_eq!(held(real, &[], MESSAGE), Held::Address(String::new()));
        assert_eq!(held(real, &["a@example.jp>\r\nRCPT TO:<b@example.jp"], MESSAGE), {
            Held::Address("a@example.jp>\r\nRCPT TO:<b@example.jp".to_owned())
        });
    }
}
