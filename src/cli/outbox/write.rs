//! Writing a mail: what would be sent is shown, a person confirms it, and only then it is queued.

use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;
use serde_json::json;

use super::super::context::{Context, refused};
use super::super::note::standard_input;
use super::super::out::{self, Answer};
use crate::app::outbox::{Letter, Previewed};
use crate::domain::command::Command;
use crate::domain::id::{Id, is_drill};
use crate::domain::refusal::{Refusal, What};
use crate::message::{Exit, Message};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Writing {
    #[arg(value_name = "CONTACT")]
    contacts: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    address: Vec<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    subject: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    body: Option<String>,
    #[arg(long, value_name = "ID")]
    duty: Vec<String>,
}

impl Writing {
    pub(super) fn preview(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        let previewed = self.previewed(context, &id)?;
        Ok(shown(&id, &previewed))
    }

    pub(super) fn queue(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        // Standard input is either the text or the answer to the question.
        let reads = self.body.as_deref() == Some("-");
        let previewed = self.previewed(context, &id)?;
        if !context.common.yes && !confirmed(&previewed, !reads) {
            let text = Message::new("not-confirmed", Exit::Refused, t!("outbox-not-confirmed"));
            return Err(text.hint(t!("outbox-not-confirmed-hint")));
        }
        let number = incident.mails.len() + 1;
        let mut answer = context.act(&id, &plan, Command::QueueMail(previewed.queued))?;
        let waits = || t!("outbox-queued-waits", number = number);
        answer.notices.push(if is_drill(&id) { t!("outbox-queued-drill") } else { waits() });
        Ok(answer)
    }

    fn previewed(self, context: &mut Context, id: &Id) -> Result<Previewed, Message> {
        let letter = self.letter(context, id)?;
        Ok(context.app.preview_mail(id, &letter)?)
    }

    fn letter(self, context: &mut Context, id: &Id) -> Result<Letter, Message> {
        let mut to = Vec::new();
        let mut contacts = Vec::new();
        for typed in &self.contacts {
            let known =
                context.app.site().contacts().iter().find(|known| known.id.as_str() == typed || known.name == *typed);
            let Some(known) = known else {
                let ids = context.app.site().contacts().iter().map(|known| known.id.as_str());
                let near = crate::domain::id::near(typed, ids);
                return Err(refused(Refusal::NotFound { what: What::Contact, typed: typed.clone(), near }));
            };
            match &known.mail {
                Some(mail) => to.push((Some(known.name.clone()), mail.clone())),
                None if self.address.is_empty() => {
                    let name = sanitize::line(&known.name).into_owned();
                    let what = t!("outbox-contact-without-mail", name = name);
                    return Err(
                        Message::new("contact-without-mail", Exit::Refused, what).hint(t!("outbox-bad-recipient"))
                    );
                }
                None => {}
            }
            contacts.push(known.id.clone());
        }
        to.extend(self.address.iter().map(|typed| parted(typed)));
        let plan = context.app.incident(id).map(|incident| context.app.plan_of(&incident))?;
        let (by, _) = context.people(&plan)?;
        // One mail to several tells them; the record names the one whom it is about where there is only one.
        let only = if contacts.len() == 1 { contacts.first() } else { None };
        let offered = context.app.offered_letter(id, only, by.as_ref())?;
        let body = match self.body.as_deref() {
            Some("-") => standard_input()?,
            Some(text) => text.to_owned(),
            None => offered.body,
        };
        let duties = self.duty.iter().map(|typed| {
            let not_found = |_| Refusal::NotFound { what: What::Duty, typed: typed.clone(), near: Vec::new() };
            Id::new(typed.as_str()).map_err(not_found).map_err(refused)
        });
        let duties = duties.collect::<Result<_, _>>()?;
        Ok(Letter { to, subject: self.subject.unwrap_or(offered.subject), body, contact: offered.contact, duties })
    }
}

/// `name <address>`, or an address alone.
fn parted(typed: &str) -> (Option<String>, String) {
    match typed.trim().strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, address)) => (Some(name.trim().trim_matches('"').to_owned()), address.to_owned()),
        None => (None, typed.to_owned()),
    }
}

fn head(previewed: &Previewed) -> String {
    let one = |to: &crate::domain::event::Addressee| match &to.name {
        Some(name) => format!("{name} <{}>", to.address),
        None => to.address.clone(),
    };
    let to = previewed.queued.to.iter().map(one).collect::<Vec<_>>().join(&t!("list-separator"));
    let lines = [
        t!("outbox-preview-from", from = previewed.from.as_str()),
        t!("outbox-preview-to", to = to),
        t!("outbox-preview-subject", subject = previewed.queued.subject.as_str()),
    ];
    lines.map(|line| sanitize::line(&line).into_owned()).join("\n")
}

fn shown(id: &Id, previewed: &Previewed) -> Answer {
    let text = format!("{}\n\n{}", head(previewed), previewed.text);
    let queued = &previewed.queued;
    let json = json!({
        "incident": id,
        "from": previewed.from,
        "to": queued.to,
        "subject": queued.subject,
        "text": previewed.text,
        "message_id": queued.message_id,
        "message": queued.message,
    });
    Answer::new(text, "mail", json)
}

/// Shows it to whoever sits at the terminal and asks. Where nobody does, nobody has confirmed.
fn confirmed(previewed: &Previewed, may_read: bool) -> bool {
    if !may_read || !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return false;
    }
    out::prompt(&format!("{}\n\n{}\n{}", head(previewed), previewed.text, t!("outbox-ask")));
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed).is_ok();
    read && matches!(typed.trim(), "y" | "Y" | "ｙ" | "Ｙ" | "yes" | "はい")
}
