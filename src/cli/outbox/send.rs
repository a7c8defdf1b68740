//! Sending now, by a person's word.

use std::io::IsTerminal as _;

use super::super::context::Context;
use super::super::out::Answer;
use super::{meant, password, show};
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::id::{Id, is_drill};
use crate::domain::outbox::MailState;
use crate::domain::refusal::Refusal;
use crate::message::{Exit, Message, mail_state};
use crate::notify::at_hand::at_hand;
use crate::notify::password::Password;
use crate::t;
use crate::text::sanitize;

/// One mail, or all of this store that wait.
pub(super) fn send(context: &mut Context, typed: Option<&str>) -> Result<Answer, Message> {
    let (id, incident, _) = context.incident()?;
    let now = context.now();
    let mails = match typed {
        Some(typed) => vec![meant(&incident, typed)?],
        None => {
            let origin = context.app.record(&id)?.origin().clone();
            let waits = incident.mails.iter().filter(|mail| mail.state(now) == MailState::Waiting);
            waits.filter(|mail| mail.origin == origin).map(|mail| mail.line).collect()
        }
    };
    if is_drill(&id) {
        return Err(Message::from(&Refusal::DrillMail));
    }
    hand_over(context, &id, &mails)
}

/// One that failed or whose result is not known.
pub(super) fn again(context: &mut Context, typed: &str, no_send: bool) -> Result<Answer, Message> {
    let (id, incident, plan) = context.incident()?;
    let mail = meant(&incident, typed)?;
    let requeued = context.act(&id, &plan, Command::RequeueMail(mail))?;
    if no_send || is_drill(&id) {
        return Ok(requeued);
    }
    let mut answer = hand_over(context, &id, &[mail])?;
    answer.text = format!("{}{}", requeued.text, answer.text);
    answer.notices.splice(0..0, requeued.notices);
    Ok(answer)
}

fn hand_over(context: &mut Context, id: &Id, mails: &[Hash]) -> Result<Answer, Message> {
    let password = if mails.is_empty() { None } else { found_password(context)? };
    let mut exit = Exit::Done;
    let mut text = String::new();
    for mail in mails {
        let state = context.app.hand_mail_over(id, mail, password.as_ref())?;
        let incident = context.app.incident(id)?;
        let place = incident.mails.iter().position(|known| known.line == *mail);
        let Some((place, known)) = place.and_then(|at| Some((at, incident.mails.get(at)?))) else { continue };
        let answer = known.last_answer().unwrap_or_default();
        let line = t!("outbox-sent", number = (place + 1), state = mail_state(state), answer = answer);
        text.push_str(&sanitize::line(&line));
        text.push('\n');
        exit = worse(exit, state);
    }
    if mails.is_empty() {
        text = t!("outbox-nothing-waits");
    }
    let (now, origin) = (context.now(), context.app.record(id)?.origin().clone());
    let incident = context.app.incident(id)?;
    let mut answer = Answer::new(text, "outbox", show::data(id, &incident, &origin, now));
    answer.exit = exit;
    answer.notices.extend(context.record_problem(id)?);
    Ok(answer)
}

fn worse(exit: Exit, state: MailState) -> Exit {
    match state {
        // The server said no for good: nothing is wrong with the way to it.
        MailState::Failed if exit == Exit::Done => Exit::Refused,
        MailState::Sent | MailState::Failed => exit,
        MailState::Waiting | MailState::Trying | MailState::Unknown => Exit::Network,
    }
}

/// The password that is at hand, or the one that somebody types.
fn found_password(context: &Context) -> Result<Option<Password>, Message> {
    let server = context.app.mail_server()?;
    if server.user().is_none() {
        return Ok(None);
    }
    match at_hand(&server) {
        Some(found) => Ok(Some(found)),
        None if std::io::stdin().is_terminal() => password::ask(&server).map(Some),
        None => Ok(None),
    }
}
