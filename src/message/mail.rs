//! The words for what goes wrong with a mail before it is tried. What became of one that was tried stands in the record.

use super::{Exit, Message, safe};
use crate::app::outbox::MailFault;
use crate::domain::address::NotAnAddress;
use crate::notify::keyring::KeyringFault;
use crate::notify::message::BadMessage;
use crate::notify::server::BadServer;
use crate::t;

/// A fault as a message.
pub(super) fn fault(fault: &MailFault) -> Message {
    let refused = |code, what| Message::new(code, Exit::Refused, what).meaning(t!("mail-nothing-left"));
    let data = |code, what| {
        Message::new(code, Exit::Data, what)
            .meaning(t!("mail-nothing-left"))
            .hint_by_face(t!("mail-server-hint"), t!("screen-mail-server"))
    };
    match fault {
        MailFault::NoServer => data("mail-no-server", t!("mail-no-server")).hint(t!("mail-elsewhere-hint")),
        MailFault::Server(bad) => data("mail-server", server(bad)),
        MailFault::Authority { path, why } => {
            data("mail-authority", t!("mail-authority", path = safe(path), detail = safe(why)))
        }
        MailFault::Message(bad) => refused("mail-message", message(bad)).hint(t!("mail-message-hint")),
        MailFault::NoPassword => refused("mail-no-password", t!("mail-no-password"))
            .hint_by_face(t!("mail-password-hint"), t!("screen-mail-password")),
        MailFault::NoUser => refused("mail-no-user", t!("mail-no-user")),
        MailFault::Held(held) => refused("mail-held", t!("mail-held", detail = safe(&held.to_string()))),
        MailFault::Busy => refused("mail-busy", t!("mail-busy")),
        MailFault::Keyring(KeyringFault::None) => {
            refused("mail-no-keyring", t!("mail-no-keyring")).hint(t!("mail-no-keyring-hint"))
        }
        MailFault::Keyring(KeyringFault::Failed(why)) => {
            refused("mail-keyring", t!("mail-keyring", detail = safe(why))).hint(t!("mail-no-keyring-hint"))
        }
    }
}

fn server(bad: &BadServer) -> String {
    match bad {
        BadServer::Host(host) => t!("mail-bad-host", host = safe(host)),
        BadServer::NotSecret(host) => t!("mail-not-secret", host = safe(host)),
        BadServer::From(why) => t!("mail-bad-from", why = address(*why)),
        BadServer::FromName => t!("mail-bad-from-name"),
        BadServer::User => t!("mail-bad-user"),
        BadServer::Ca(why) => t!("mail-bad-ca", detail = safe(why)),
    }
}

fn message(bad: &BadMessage) -> String {
    match bad {
        BadMessage::Address { who, address: written, why } if who.is_empty() => {
            t!("mail-bad-address", address = safe(written), why = address(*why))
        }
        BadMessage::Address { who, address: written, why } => {
            t!("mail-bad-address-of", who = safe(who), address = safe(written), why = address(*why))
        }
        BadMessage::Name(name) => t!("mail-bad-name", name = safe(name)),
        BadMessage::Subject => t!("mail-bad-subject"),
        BadMessage::NoSubject => t!("mail-no-subject"),
        BadMessage::NoBody => t!("mail-no-body"),
        BadMessage::Nobody => t!("mail-nobody"),
        BadMessage::TooMany => t!("mail-too-many", limit = crate::notify::message::MOST_RECIPIENTS),
        BadMessage::TooLong { limit } => t!("mail-too-long", limit = (*limit)),
        BadMessage::Assembly(why) => t!("mail-assembly", detail = safe(why)),
    }
}

/// What is wrong with an address, in a few words.
fn address(why: NotAnAddress) -> String {
    match why {
        NotAnAddress::Empty => t!("address-empty"),
        NotAnAddress::Control => t!("address-control"),
        NotAnAddress::NotAscii => t!("address-not-ascii"),
        NotAnAddress::Form => t!("address-form"),
    }
}
