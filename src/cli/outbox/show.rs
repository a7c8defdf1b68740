//! The outbox as text and as data.

use serde_json::{Value as Json, json};

use super::super::context::Context;
use super::super::out::Answer;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::outbox::{Mail, MailState, MailStep};
use crate::domain::plan::Plan;
use crate::domain::when::{Moment, write};
use crate::domain::wording::moment;
use crate::message::{Message, mail_state};
use crate::t;
use crate::text::sanitize;

pub(super) fn list(context: &mut Context) -> Result<Answer, Message> {
    let (id, incident, plan) = context.incident()?;
    let origin = context.app.record(&id)?.origin().clone();
    let now = context.now();
    let mut text = String::new();
    for (at, mail) in incident.mails.iter().enumerate() {
        for line in lines(at + 1, mail, incident.drill, &plan, &origin, now) {
            text.push_str(&sanitize::line(&line));
            text.push('\n');
        }
    }
    if incident.mails.is_empty() {
        text = t!("outbox-none");
    }
    Ok(Answer::new(text, "outbox", data(&id, &incident, &origin, now)))
}

fn lines(number: usize, mail: &Mail, drill: bool, plan: &Plan, origin: &Id, now: Moment) -> Vec<String> {
    let state = mail.state(now);
    let at = moment(&plan.facility, mail.at.unwrap_or(mail.recorded_at));
    let to = recipients(mail);
    let subject = mail.queued.subject.clone();
    let mut lines =
        vec![t!("outbox-list-line", number = number, state = mail_state(state), at = at, to = to, subject = subject)];
    lines.extend(mail.last_answer().map(|answer| t!("outbox-list-answer", answer = answer)));
    if drill {
        return lines;
    }
    if mail.origin != *origin && state == MailState::Waiting {
        lines.push(t!("outbox-list-elsewhere"));
    } else if let Some(again) = mail.goes_out_at(now).filter(|again| *again > now) {
        lines.push(t!("outbox-list-again", at = moment(&plan.facility, again)));
    }
    if state == MailState::Unknown {
        lines.push(t!("outbox-list-unknown", number = number));
    }
    lines
}

/// Whom a mail goes to, in words.
pub(super) fn recipients(mail: &Mail) -> String {
    let one = |to: &crate::domain::event::Addressee| match &to.name {
        Some(name) => format!("{name} <{}>", to.address),
        None => to.address.clone(),
    };
    mail.queued.to.iter().map(one).collect::<Vec<_>>().join(&t!("list-separator"))
}

/// The outbox as data.
pub(super) fn data(id: &Id, incident: &Incident, origin: &Id, now: Moment) -> Json {
    let one = |(at, mail): (usize, &Mail)| one(at + 1, mail, mail.origin == *origin && !incident.drill, now);
    let mails: Vec<Json> = incident.mails.iter().enumerate().map(one).collect();
    json!({ "incident": id, "drill": incident.drill, "mails": mails })
}

/// `here`: it goes out from this store by itself.
fn one(number: usize, mail: &Mail, here: bool, now: Moment) -> Json {
    let tries = mail.tries.iter().map(|tried| {
        let (what, again) = match tried.what {
            MailStep::Trying => ("trying", None),
            MailStep::Sent => ("sent", None),
            MailStep::Failed { again } => ("failed", Some(again)),
            MailStep::Unknown => ("unknown", None),
            MailStep::Requeued => ("requeued", None),
        };
        json!({ "what": what, "at": write(tried.at), "answer": tried.answer, "again": again })
    });
    json!({
        "number": number,
        "mail": mail.line.to_string(),
        "state": word(mail.state(now)),
        "subject": mail.queued.subject,
        "to": mail.queued.to,
        "contact": mail.queued.contact,
        "duties": mail.queued.duties,
        "message_id": mail.queued.message_id,
        "queued_at": write(mail.recorded_at),
        "here": here,
        "goes_out_at": mail.goes_out_at(now).filter(|_| here).map(write),
        "tries": tries.collect::<Vec<_>>(),
    })
}

fn word(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => "waiting",
        MailState::Trying => "trying",
        MailState::Sent => "sent",
        MailState::Failed => "failed",
        MailState::Unknown => "unknown",
    }
}
