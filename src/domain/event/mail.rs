//! The outbox, as lines carry it: a mail is fixed when it is queued, and what became of it follows in further lines.
//!
//! Owns these shapes. What they add up to is [`crate::domain::outbox`]'s; sending is elsewhere.

use serde::{Deserialize, Serialize};

use crate::domain::hash::Hash;
use crate::domain::id::Id;

/// Whom a mail goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// As people write it.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// `mail.queued`: previewed and confirmed by a person. Bytes and Message-ID never change from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailQueued {
    /// Without angle brackets.
    pub message_id: String,
    /// What stands in the subject line.
    pub subject: String,
    /// Whom it goes to; in a drill, addresses that lead nowhere.
    pub to: Vec<Addressee>,
    /// The contact whom it tells.
    pub contact: Option<Id>,
    /// The duties that it serves. It discharges none: only a person can say that somebody was told.
    pub duties: Vec<Id>,
    /// The whole message (RFC 5322), lines ending in CRLF.
    pub message: String,
}

/// `mail.trying` and `mail.requeued`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRef {
    /// The line that queued it.
    pub mail: Hash,
}

/// `mail.sent` and `mail.unknown`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailOutcome {
    /// The line that queued it.
    pub mail: Hash,
    /// What the server answered, or what was seen last.
    pub answer: String,
}

/// `mail.failed`: it is certain that it did not leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFailed {
    /// The line that queued it.
    pub mail: Hash,
    /// What the server answered, or why it was not reached.
    pub answer: String,
    /// It goes out by itself later; else a person has to look at it.
    pub again: bool,
}
