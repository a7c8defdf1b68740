//! The outbox: a mail is queued by a person, and each step of it is decided here, inside the append.
//!
//! Owns who may hand a mail over: only one program at a time, only while it waits, and in a drill nobody. Sending is elsewhere.

use super::{not_empty, one, own_draft};
use crate::domain::command::{Context, Decision, MailResult};
use crate::domain::event::{Event, MailQueued, MailRef};
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::outbox::{Mail, MailState, MailStep};
use crate::domain::refusal::{Refusal, What};
use crate::domain::wording;

/// Where a drill's mail goes: nowhere (RFC 2606).
pub const NOWHERE: &str = ".invalid";

pub(super) fn queue(incident: &Incident, context: &Context<'_>, queued: &MailQueued) -> Result<Decision, Refusal> {
    not_empty(&queued.subject)?;
    let broken = |text: &str| text.chars().any(char::is_control);
    for to in &queued.to {
        let name = to.name.as_deref().unwrap_or_default();
        if broken(name) || broken(&to.address) || !to.address.contains('@') {
            return Err(Refusal::BadAddress { address: to.address.clone() });
        }
        if incident.drill && !to.address.ends_with(NOWHERE) {
            return Err(Refusal::RealAddressInDrill { address: to.address.clone() });
        }
    }
    if queued.to.is_empty() {
        return Err(Refusal::BadAddress { address: String::new() });
    }
    if broken(&queued.subject) || broken(&queued.message_id) {
        return Err(Refusal::BadAddress { address: queued.message_id.clone() });
    }
    let text = wording::telling::queued(context.plan, queued);
    one(context, Event::MailQueued(queued.clone()), text)
}

/// The claim: after this line the mail may have left, and no other program tries it.
pub(super) fn trying(incident: &Incident, context: &Context<'_>, mail: &Hash) -> Result<Decision, Refusal> {
    if incident.drill {
        return Err(Refusal::DrillMail);
    }
    let known = find(incident, mail)?;
    let state = known.state(context.now);
    if state != MailState::Waiting {
        return Err(Refusal::MailNotWaiting { state });
    }
    Ok(own(context, known, MailStep::Trying, "", Event::MailTrying(MailRef { mail: *mail })))
}

/// What became of it. After a try of another program nothing is said over its head.
pub(super) fn became(incident: &Incident, context: &Context<'_>, result: &MailResult) -> Result<Decision, Refusal> {
    let (mail, what, answer, event) = match result {
        MailResult::Sent(of) => (of.mail, MailStep::Sent, &of.answer, Event::MailSent(of.clone())),
        MailResult::Failed(of) => {
            (of.mail, MailStep::Failed { again: of.again }, &of.answer, Event::MailFailed(of.clone()))
        }
        MailResult::Unknown(of) => (of.mail, MailStep::Unknown, &of.answer, Event::MailUnknown(of.clone())),
    };
    let known = find(incident, &mail)?;
    let state = known.state(context.now);
    let open = match what {
        MailStep::Failed { .. } => matches!(state, MailState::Waiting | MailState::Trying | MailState::Unknown),
        // Only what was handed over can have arrived.
        _ => matches!(state, MailState::Trying | MailState::Unknown),
    };
    if !open {
        return Err(Refusal::MailNotWaiting { state });
    }
    Ok(own(context, known, what, answer, event))
}

/// A person has it sent again, knowing that it may arrive twice where its result is not known.
pub(super) fn requeue(incident: &Incident, context: &Context<'_>, mail: &Hash) -> Result<Decision, Refusal> {
    let known = find(incident, mail)?;
    match known.state(context.now) {
        MailState::Failed | MailState::Unknown => {
            let text = wording::telling::became(context.plan, &known.queued, MailStep::Requeued, "");
            one(context, Event::MailRequeued(MailRef { mail: *mail }), text)
        }
        state => Err(Refusal::MailNotWaiting { state }),
    }
}

fn find<'a>(incident: &'a Incident, mail: &Hash) -> Result<&'a Mail, Refusal> {
    let found = incident.mails.iter().find(|known| known.line == *mail);
    found.ok_or_else(|| Refusal::NotFound { what: What::Mail, typed: mail.short(), near: Vec::new() })
}

fn own(context: &Context<'_>, mail: &Mail, what: MailStep, answer: &str, event: Event) -> Decision {
    let text = wording::telling::became(context.plan, &mail.queued, what, answer);
    Decision { drafts: vec![own_draft(context, event, text)], notices: Vec::new() }
}
