//! The bytes of a message, made once, when it is queued.
//!
//! Owns the first guard of drills: [`Recipients`] are made from an incident, and those of a drill lead nowhere. Everything is looked
//! at before `lettre` sees it, which panics on a line break in a name. Must not know when or how a message leaves.

use std::time::SystemTime;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{self, SinglePart};

use crate::domain::address::{Address, NotAnAddress};
use crate::domain::event::Addressee;
use crate::domain::hash::Hash;
use crate::domain::id::{Id, is_drill, random_word};
use crate::domain::when::Moment;
use crate::text::sanitize;

/// What stands before the subject of a drill's message.
pub const DRILL_MARK: &str = "【訓練】";

/// The header that every message of a drill bears, and by which it is known where it would leave.
pub const DRILL_HEADER: &str = "X-Sonae-Drill";

/// Where a drill's addresses lie (RFC 2606: nowhere).
const NOWHERE: &str = "drill.invalid";

/// So many people may be told by one message.
pub const MOST_RECIPIENTS: usize = 50;

/// The longest subject, in characters.
pub const LONGEST_SUBJECT: usize = 200;

/// The longest text, in characters: a mail is a notice, not an archive.
pub const LONGEST_BODY: usize = 50_000;

/// Why no message can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMessage {
    /// An address that no mail can go to.
    #[error("{who}: {address:?}: {why}")]
    Address {
        /// Whose it is.
        who: String,
        /// As written.
        address: String,
        /// What is wrong with it.
        why: NotAnAddress,
    },
    /// A line break or another control character in a name.
    #[error("a line break or control character in the name {0:?}")]
    Name(String),
    /// A line break or another control character in the subject.
    #[error("a line break or control character in the subject")]
    Subject,
    /// No subject.
    #[error("no subject")]
    NoSubject,
    /// No text.
    #[error("no text")]
    NoBody,
    /// Nobody to send it to.
    #[error("nobody to send it to")]
    Nobody,
    /// More people than one message may tell.
    #[error("more than {MOST_RECIPIENTS} recipients")]
    TooMany,
    /// Longer than a mail should be.
    #[error("longer than {limit} characters")]
    TooLong {
        /// How long it may be.
        limit: usize,
    },
    /// The library refused what was looked at before. A fault of this program.
    #[error("the message could not be put together: {0}")]
    Assembly(String),
}

/// A name and an address, both fit for a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<String>,
    address: Address,
}

impl Mailbox {
    /// A name, where there is one, and an address.
    ///
    /// # Errors
    /// [`BadMessage::Name`] with a line break in the name, [`BadMessage::Address`] where no mail can go there.
    pub fn new(name: Option<&str>, address: &str) -> Result<Self, BadMessage> {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        if let Some(bad) = name.filter(|name| is_broken(name)) {
            return Err(BadMessage::Name(bad.to_owned()));
        }
        let address = Address::new(address).map_err(|why| BadMessage::Address {
            who: name.unwrap_or_default().to_owned(),
            address: address.to_owned(),
            why,
        })?;
        Ok(Self { name: name.map(|name| sanitize::line(name).into_owned()), address })
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// What people call it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn for_lettre(&self) -> Result<message::Mailbox, BadMessage> {
        let address = self.address.as_str().parse().map_err(|_refused| BadMessage::Address {
            who: self.name.clone().unwrap_or_default(),
            address: self.address.to_string(),
            why: NotAnAddress::Form,
        })?;
        Ok(message::Mailbox::new(self.name.clone(), address))
    }
}

/// Whom a message of one incident goes to. There is no other way to make these than from the incident, so that a drill's can only
/// be addresses that lead nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipients {
    incident: Id,
    to: Vec<Mailbox>,
}

impl Recipients {
    /// The recipients of an incident's message. In a drill each address becomes one that leads nowhere.
    ///
    /// # Errors
    /// [`BadMessage::Nobody`], [`BadMessage::TooMany`].
    pub fn of(incident: &Id, to: Vec<Mailbox>) -> Result<Self, BadMessage> {
        if to.is_empty() {
            return Err(BadMessage::Nobody);
        }
        if to.len() > MOST_RECIPIENTS {
            return Err(BadMessage::TooMany);
        }
        let to = if is_drill(incident) {
            let nowhere = |(at, real): (usize, Mailbox)| nowhere(&format!("to-{}", at + 1), real.name);
            to.into_iter().enumerate().map(nowhere).collect::<Result<Vec<_>, _>>()?
        } else {
            to
        };
        Ok(Self { incident: incident.clone(), to })
    }

    /// As the record keeps them.
    pub fn addressees(&self) -> Vec<Addressee> {
        let one = |to: &Mailbox| Addressee { name: to.name.clone(), address: to.address.to_string() };
        self.to.iter().map(one).collect()
    }
}

fn nowhere(word: &str, name: Option<String>) -> Result<Mailbox, BadMessage> {
    let mailbox = Mailbox::new(name.as_deref(), &format!("{word}@{NOWHERE}"))?;
    Ok(mailbox)
}

/// What a message is made of.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    /// Whom it comes from. In a drill its address is not used.
    pub from: &'a Mailbox,
    /// Whom it goes to, and of which incident.
    pub recipients: &'a Recipients,
    /// 件名
    pub subject: &'a str,
    /// 本文
    pub body: &'a str,
    /// What stands under the text: facility, incident, fingerprint of the record.
    pub footer: &'a str,
    /// When it is queued.
    pub at: Moment,
    /// Chance, for its id.
    pub random: [u8; 32],
}

/// A message, fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// Without angle brackets.
    pub message_id: String,
    /// As it stands in the subject line, before it was encoded.
    pub subject: String,
    /// The whole text under the headers, before it was encoded.
    pub text: String,
    /// The whole message (RFC 5322): ASCII, lines ending in CRLF.
    pub message: String,
}

/// Makes the bytes of a message.
///
/// # Errors
/// [`BadMessage`].
pub fn build(letter: &Letter<'_>) -> Result<Built, BadMessage> {
    let drill = is_drill(&letter.recipients.incident);
    let subject = subject(letter.subject, drill)?;
    let text = text(letter, drill)?;
    let from = if drill { nowhere("from", letter.from.name.clone())? } else { letter.from.clone() };
    // Chance is hashed, so that there are always letters enough in it.
    let word = (0..=u8::MAX).find_map(|salt| {
        let bytes = [letter.random.as_slice(), &[salt]].concat();
        random_word(Hash::of(&bytes).bytes(), 16)
    });
    let word = word.ok_or_else(|| BadMessage::Assembly("no chance".to_owned()))?;
    let message_id = format!("{}.{word}@{}", letter.recipients.incident, from.address.domain());

    let mut builder = message::Message::builder()
        .from(from.for_lettre()?)
        .subject(subject.clone())
        .date(SystemTime::from(letter.at))
        .message_id(Some(format!("<{message_id}>")));
    for to in &letter.recipients.to {
        builder = builder.to(to.for_lettre()?);
    }
    if drill {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(DRILL_HEADER), "yes".to_owned()));
    }
    let part = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text.clone());
    let built = builder.singlepart(part).map_err(|error| BadMessage::Assembly(error.to_string()))?;
    let message = String::from_utf8(built.formatted()).map_err(|error| BadMessage::Assembly(error.to_string()))?;
    if !message.is_ascii() {
        return Err(BadMessage::Assembly("not ASCII".to_owned()));
    }
    Ok(Built { message_id, subject, text, message })
}

fn subject(typed: &str, drill: bool) -> Result<String, BadMessage> {
    let typed = typed.trim();
    if is_broken(typed) {
        return Err(BadMessage::Subject);
    }
    if typed.is_empty() || typed == DRILL_MARK {
        return Err(BadMessage::NoSubject);
    }
    if typed.chars().count() > LONGEST_SUBJECT {
        return Err(BadMessage::TooLong { limit: LONGEST_SUBJECT });
    }
    let clean = sanitize::line(typed);
    let marked = drill && !clean.starts_with(DRILL_MARK);
    Ok(if marked { format!("{DRILL_MARK}{clean}") } else { clean.into_owned() })
}

fn text(letter: &Letter<'_>, drill: bool) -> Result<String, BadMessage> {
    let body = sanitize::block(letter.body);
    let body = body.trim_end();
    if body.trim().is_empty() {
        return Err(BadMessage::NoBody);
    }
    if body.chars().count() > LONGEST_BODY {
        return Err(BadMessage::TooLong { limit: LONGEST_BODY });
    }
    let mark = if drill { format!("{DRILL_MARK}\n") } else { String::new() };
    let footer = sanitize::block(letter.footer);
    let whole = format!("{mark}{body}\n\n-- \n{}\n", footer.trim_end());
    Ok(whole.replace('\n', "\r\n"))
}

/// What must never come into a header: line breaks, NUL, other control characters, line separators.
fn is_broken(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::read_back::text_of;

    fn moment() -> Moment {
        crate::domain::when::read("2026-11-22T02:10:00+09:00").unwrap()
    }

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn recipients(incident: &str) -> Recipients {
        let to = vec![
            Mailbox::new(Some("横浜市 医療安全課"), "iryo@city.example.jp").unwrap(),
            Mailbox::new(None, "vendor@a-sha.example.jp").unwrap(),
        ];
        Recipients::of(&id(incident), to).unwrap()
    }

    fn made(incident: &str, subject: &str, body: &str) -> Result<Built, BadMessage> {
        let from = Mailbox::new(Some("見本病院 対策本部"), "bcp@mihon.example.jp").unwrap();
        let recipients = recipients(incident);
        let footer = "見本病院\n事案 k3f7w2\n照合番号 xxxx-12-34567";
        build(&Letter { from: &from, recipients: &recipients, subject, body, footer, at: moment(), random: [7; 32] })
    }

    #[test]
    fn a_message_is_ascii_with_fixed_headers() {
        let built =
            made("20261122-k3f7w2aa", "電子カルテの障害について", "お世話になっております。\n.\n続報します。").unwrap();
        let message = &built.message;
        assert!(message.is_ascii());
        assert!(message.contains("Date: Sat, 21 Nov 2026 17:10:00 +0000\r\n"), "{message}");
        assert!(message.contains(&format!("Message-ID: <{}>\r\n", built.message_id)), "{message}");
        assert!(built.message_id.starts_with("20261122-k3f7w2aa."));
        assert!(built.message_id.ends_with("@mihon.example.jp"));
        assert!(message.contains("<iryo@city.example.jp>") && message.contains("vendor@a-sha.example.jp"));
        assert!(message.contains("Content-Type: text/plain; charset=utf-8\r\n"));
        assert!(!message.contains(DRILL_HEADER));
        assert!(message.lines().all(|line| line.len() <= 998));
        assert!(message.split("\r\n").all(|line| !line.contains('\n') && !line.contains('\r')), "a bare line break");
        assert!(built.text.contains("照合番号 xxxx-12-34567"), "{}", built.text);
        assert_eq!(
            built,
            made("20261122-k3f7w2aa", "電子カルテの障害について", "お世話になっております。\n.\n続報します。").unwrap()
        );
    }

    #[test]
    fn what_was_built_can_be_read_again() {
        for body in [
            "短い",
            "plain ascii = text\n.\n",
            "é in much ascii text, as in quoted-printable =3D",
            &"長い本文。".repeat(900),
        ] {
            let built = made("20261122-k3f7w2aa", "x", body).unwrap();
            assert_eq!(text_of(&built.message).unwrap(), built.text.replace("\r\n", "\n"), "{}", built.message);
        }
        assert_eq!(text_of("no message"), None);
    }

    #[test]
    fn a_drill_names_no_real_address_anywhere() {
        let built = made("drill-20261122-k3f7w2aa", "障害について", "本文").unwrap();
        let lower = built.message.to_ascii_lowercase();
        for real in ["city.example.jp", "a-sha.example.jp", "mihon.example.jp"] {
            assert!(!lower.contains(real), "{real}: {}", built.message);
        }
        assert!(built.subject.starts_with(DRILL_MARK));
        assert!(built.text.starts_with(DRILL_MARK));
        assert!(built.message.contains("X-Sonae-Drill: yes\r\n"));
        for to in recipients("drill-20261122-k3f7w2aa").addressees() {
            assert!(Address::new(&to.address).unwrap().leads_nowhere());
        }
    }

    #[test]
    fn a_line_break_in_a_name_subject_or_address_is_refused_before_anything_is_built() {
        for bad in ["災害対策本部\r\nBcc: x@example.jp", "abc\ndef", "nul\0x", "a\rb", "sep\u{2028}x", "esc\u{1b}[2J"]
        {
            assert_eq!(Mailbox::new(Some(bad), "a@example.jp"), Err(BadMessage::Name(bad.to_owned())));
            assert_eq!(made("20261122-k3f7w2aa", bad, "x"), Err(BadMessage::Subject));
            let address = format!("a{bad}@example.jp");
            assert!(matches!(Mailbox::new(None, &address), Err(BadMessage::Address { .. })), "{bad:?}");
        }
    }

    #[test]
    fn names_with_quotes_commas_and_brackets_stay_one_recipient() {
        let hostile = "A, \"B\" <c@example.jp>; (d)";
        let to = vec![Mailbox::new(Some(hostile), "a@example.jp").unwrap()];
        let recipients = Recipients::of(&id("20261122-k3f7w2aa"), to).unwrap();
        let from = Mailbox::new(None, "bcp@mihon.example.jp").unwrap();
        let letter = Letter {
            from: &from,
            recipients: &recipients,
            subject: "x",
            body: "x",
            footer: "",
            at: moment(),
            random: [0; 32],
        };
        let message = build(&letter).unwrap().message;
        let to = message.lines().find(|line| line.starts_with("To:")).unwrap();
        assert!(to.contains('"') || to.contains("=?"), "{to}");
        assert!(to.ends_with("<a@example.jp>"), "{to}");
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        let incident = "20261122-k3f7w2aa";
        assert_eq!(made(incident, " ", "x"), Err(BadMessage::NoSubject));
        assert_eq!(made(incident, "x", " \n "), Err(BadMessage::NoBody));
        assert_eq!(made(incident, &"あ".repeat(201), "x"), Err(BadMessage::TooLong { limit: LONGEST_SUBJECT }));
        let long = "あ".repeat(LONGEST_BODY + 1);
        assert_eq!(made(incident, "x", &long), Err(BadMessage::TooLong { limit: LONGEST_BODY }));
        assert_eq!(Recipients::of(&id(incident), Vec::new()), Err(BadMessage::Nobody));
        let many = vec![Mailbox::new(None, "a@example.jp").unwrap(); MOST_RECIPIENTS + 1];
        assert_eq!(Recipients::of(&id(incident), many), Err(BadMessage::TooMany));
    }
}
