//! The mail server's password: typed without being shown, and kept where the computer keeps such things.

use std::io::{BufRead as _, IsTerminal as _};

use super::super::context::Context;
use super::super::out::{self, Answer};
use crate::app::AppError;
use crate::app::outbox::MailFault;
use crate::message::{Exit, Message};
use crate::notify::keyring::{self, KeyringFault};
use crate::notify::password::Password;
use crate::notify::server::Server;
use crate::t;
use crate::text::sanitize;

pub(super) fn run(context: &mut Context, forget: bool) -> Result<Answer, Message> {
    let server = context.app.mail_server()?;
    if server.user().is_none() {
        return Err(Message::from(AppError::from(MailFault::NoUser)));
    }
    // Nobody types a password that cannot be kept.
    if !keyring::is_there() {
        return Err(Message::from(AppError::from(MailFault::Keyring(KeyringFault::None))));
    }
    if forget {
        let forgotten = context.app.forget_mail_password()?;
        return Ok(said(if forgotten { t!("outbox-password-forgotten") } else { t!("outbox-password-none") }));
    }
    let password = if std::io::stdin().is_terminal() { ask(&server)? } else { piped()? };
    context.app.keep_mail_password(&password)?;
    Ok(said(t!("outbox-password-kept")))
}

fn said(text: String) -> Answer {
    Answer { text, raw: None, ..Answer::file(Vec::new()) }
}

/// Asks at the terminal. What is typed is not shown.
pub(super) fn ask(server: &Server) -> Result<Password, Message> {
    let user = sanitize::line(server.user().unwrap_or_default()).into_owned();
    out::prompt(&t!("outbox-password-ask", user = user, server = server.place()));
    rpassword::read_password().ok().and_then(Password::new).ok_or_else(unreadable)
}

/// The first line of what another program hands over.
fn piped() -> Result<Password, Message> {
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed).is_ok();
    let typed = typed.trim_end_matches(['\r', '\n']).to_owned();
    Some(typed).filter(|_| read).and_then(Password::new).ok_or_else(unreadable)
}

fn unreadable() -> Message {
    Message::new("password-unreadable", Exit::Refused, t!("outbox-password-unreadable")).meaning(t!("record-untouched"))
}
