//! The conversation with a mail server: lines there, answers back.
//!
//! Owns what a hostile or broken server can do to us: its answers are bounded in length and time, made harmless before anybody sees
//! them, and nothing that came before encryption began is taken for an answer after it. Must not know what a mail is.

use std::fmt::Display;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::time::{Duration, Instant};

use super::server::Server;
use super::wire::Wire;
use crate::domain::facility::MailSecurity;
use crate::text::sanitize;

/// So much of an answer is kept, in characters.
pub(super) const LONGEST_ANSWER: usize = 500;

/// A server that says more than this in one answer is not listened to.
const MOST_BYTES: usize = 64 * 1024;

/// How long one waits for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For an answer to a command.
    pub answer: Duration,
    /// For the answer to a whole message, which some servers read before they take it.
    pub taken: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(20), answer: Duration::from_mins(1), taken: Duration::from_mins(5) }
    }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// Three digits.
    pub(super) code: u16,
    /// Its lines without the digits.
    pub(super) lines: Vec<String>,
}

impl Answer {
    /// It said yes, or go on.
    pub(super) fn is_good(&self) -> bool {
        (200..400).contains(&self.code)
    }

    /// It said no for good.
    pub(super) fn is_final(&self) -> bool {
        self.code >= 500
    }

    /// The answer as people may see it.
    pub(super) fn shown(&self) -> String {
        short(&format!("{} {}", self.code, self.lines.join(" / ")))
    }

    /// What is fit to be seen of an answer to a password, which a careless server may repeat: the numbers alone.
    pub(super) fn numbers(&self) -> String {
        let first = self.lines.first().and_then(|line| line.split_whitespace().next()).unwrap_or_default();
        let status = first.len() <= 9 && first.contains('.') && first.chars().all(|c| c.is_ascii_digit() || c == '.');
        if status { format!("{} {first}", self.code) } else { self.code.to_string() }
    }

    /// What a server says it can do, after a greeting: its words in capitals.
    pub(super) fn offers(&self, keyword: &str) -> Option<Vec<String>> {
        self.lines.iter().skip(1).find_map(|line| {
            let line = line.to_ascii_uppercase();
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty()).map(ToOwned::to_owned);
            (words.next()? == keyword).then(|| words.collect())
        })
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    /// No way there: no such name, nobody listens, no network.
    NoWay(String),
    /// It took too long.
    Late,
    /// The connection ended.
    Cut(String),
    /// The server could not prove that it is the one that is meant.
    Certificate(String),
    /// It does not speak as a mail server does.
    Nonsense(String),
}

/// A conversation.
pub(super) struct Talk {
    stream: BufReader<Wire>,
    patience: Patience,
}

impl Talk {
    /// Connects, and encrypts where that comes first.
    pub(super) fn connect(server: &Server, patience: Patience) -> Result<Self, Broken> {
        let wire = Wire::connect(server.bare_host(), server.port, patience.connect);
        let mut wire = wire.map_err(|error| Broken::NoWay(short(&error.to_string())))?;
        wire.wait(patience.answer).map_err(|error| broken(&error))?;
        if server.security == MailSecurity::Tls {
            wire = wire.encrypt(server).map_err(|error| broken(&error))?;
        }
        Ok(Self { stream: BufReader::new(wire), patience })
    }

    /// Encrypts from here on. What was already read belongs to nobody: it came before it could be trusted.
    pub(super) fn encrypt(self, server: &Server) -> Result<Self, Broken> {
        if !self.stream.buffer().is_empty() {
            return Err(Broken::Nonsense("data before encryption".to_owned()));
        }
        let mut wire = self.stream.into_inner();
        wire.wait(self.patience.answer).map_err(|error| broken(&error))?;
        let wire = wire.encrypt(server).map_err(|error| broken(&error))?;
        Ok(Self { stream: BufReader::new(wire), patience: self.patience })
    }

    /// Says a command, which brings its own line end, and waits for the answer.
    pub(super) fn say(&mut self, command: &impl Display) -> Result<Answer, Broken> {
        self.write(command.to_string().as_bytes())?;
        self.answer()
    }

    /// Hands over a whole message and waits for the answer.
    pub(super) fn hand_over(&mut self, message: &str) -> Result<Answer, Broken> {
        self.write(dotted(message).as_bytes())?;
        self.read(self.patience.taken)
    }

    /// Waits for an answer.
    pub(super) fn answer(&mut self) -> Result<Answer, Broken> {
        self.read(self.patience.answer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        let stream = self.stream.get_mut();
        stream.wait(self.patience.answer).map_err(|error| broken(&error))?;
        stream.write_all(bytes).and_then(|()| stream.flush()).map_err(|error| broken(&error))
    }

    fn read(&mut self, patience: Duration) -> Result<Answer, Broken> {
        let until = Instant::now() + patience;
        let mut left = MOST_BYTES;
        let mut lines = Vec::new();
        loop {
            let line = self.line(until, &mut left)?;
            let (code, rest) = parted(&line).ok_or_else(|| Broken::Nonsense(short(&line)))?;
            let goes_on = rest.starts_with('-');
            lines.push(rest.chars().skip(1).collect::<String>().trim_end().to_owned());
            if !goes_on {
                return Ok(Answer { code, lines });
            }
        }
    }

    /// One line. A server that sends a byte now and then does not keep us longer than one that sends none.
    fn line(&mut self, until: Instant, left: &mut usize) -> Result<String, Broken> {
        let mut line = Vec::new();
        loop {
            let remaining = until.saturating_duration_since(Instant::now());
            if remaining.is_zero() {
                return Err(Broken::Late);
            }
            self.stream.get_mut().wait(remaining).map_err(|error| broken(&error))?;
            let read = match self.stream.fill_buf() {
                Ok([]) => return Err(Broken::Cut("connection closed".to_owned())),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(broken(&error)),
            };
            let end = read.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(read.len());
            line.extend(read.iter().take(taken));
            self.stream.consume(taken);
            *left = left.checked_sub(taken).ok_or_else(|| Broken::Nonsense("an endless answer".to_owned()))?;
            if end.is_some() {
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
        }
    }
}

/// `250-text` or `250 text` in two.
fn parted(line: &str) -> Option<(u16, &str)> {
    let (code, rest) = line.split_at_checked(3)?;
    let digits = code.bytes().all(|byte| byte.is_ascii_digit()) && (rest.is_empty() || rest.starts_with([' ', '-']));
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    digits.then_some((code, rest))
}

/// The message as it goes over the wire: a line that begins with a dot gets one more, and a dot alone ends it.
fn dotted(message: &str) -> String {
    let mut out = String::with_capacity(message.len() + 64);
    for line in message.lines() {
        if line.starts_with('.') {
            out.push('.');
        }
        out.push_str(line);
        out.push_str("\r\n");
    }
    out.push_str(".\r\n");
    out
}

fn broken(error: &io::Error) -> Broken {
    let said = short(&error.to_string());
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return match tls {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => Broken::Certificate(said),
            _ => Broken::Nonsense(said),
        };
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Broken::Late,
        io::ErrorKind::InvalidData => Broken::Nonsense(said),
        _ => Broken::Cut(said),
    }
}

/// A text from outside, harmless and bounded.
pub(super) fn short(text: &str) -> String {
    sanitize::line(text.trim()).chars().take(LONGEST_ANSWER).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: u16, lines: &[&str]) -> Answer {
        Answer { code, lines: lines.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn a_hostile_answer_is_harmless_and_short() {
        let hostile = answer(550, &["\u{1b}]0;x\u{7}no \u{202e}such", &"長".repeat(2000)]);
        let shown = hostile.shown();
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
        assert_eq!(shown.chars().count(), LONGEST_ANSWER);
        assert!(shown.starts_with("550 "));
    }

    #[test]
    fn of_an_answer_to_a_password_only_numbers_are_kept() {
        assert_eq!(answer(535, &["5.7.8 bad password hikari-1234"]).numbers(), "535 5.7.8");
        assert_eq!(answer(535, &["hikari-1234"]).numbers(), "535");
        assert_eq!(answer(535, &[]).numbers(), "535");
    }

    #[test]
    fn what_a_server_offers_is_read_in_any_case() {
        let hello = answer(250, &["mail.example.jp", "STARTTLS", "auth PLAIN login", "SIZE 100"]);
        assert!(hello.offers("STARTTLS").is_some());
        assert_eq!(hello.offers("AUTH").unwrap(), ["PLAIN", "LOGIN"]);
        assert_eq!(answer(250, &["x", "AUTH=LOGIN"]).offers("AUTH").unwrap(), ["LOGIN"]);
        assert!(answer(250, &["STARTTLS"]).offers("STARTTLS").is_none(), "the first line is its name");
    }

    #[test]
    fn lines_that_begin_with_a_dot_are_told_from_the_end() {
        assert_eq!(dotted("a\r\n.\r\n..b\r\n"), "a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(dotted("a"), "a\r\n.\r\n");
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        assert_eq!(parted("250-x"), Some((250, "-x")));
        assert_eq!(parted("250"), Some((250, "")));
        for nonsense in ["", "25", "abc x", "999 x", "100 x", "250x", "２５０ x", "+50 x"] {
            assert_eq!(parted(nonsense), None, "{nonsense}");
        }
    }
}
