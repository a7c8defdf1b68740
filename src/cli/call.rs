//! `sonae call CONTACT reached|no-answer|busy|message|fax|wrong-desk`: an attempt to tell somebody; `--list`: whom one can call.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::contact::{Phone, Standing};
use crate::domain::event::{CallMade, CallResult};
use crate::domain::refusal::Notice;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Call {
    #[arg(required_unless_present = "list")]
    contact: Option<String>,
    #[arg(required_unless_present = "list")]
    result: Option<CallOutcome>,
    #[arg(long, value_name = "NAME")]
    spoke_to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[arg(long, conflicts_with = "contact")]
    list: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CallOutcome {
    #[value(alias = "出た")]
    Reached,
    #[value(alias = "不在")]
    NoAnswer,
    #[value(alias = "話中")]
    Busy,
    #[value(alias = "伝言")]
    Message,
    #[value(alias = "FAX")]
    Fax,
    #[value(alias = "担当外")]
    WrongDesk,
}

impl Call {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (Some(typed), Some(result)) = (&self.contact, self.result) else { return Ok(list(context)) };
        let (id, _, plan) = context.incident()?;
        let callee = context.app.callee(&plan, typed).map_err(refused)?;
        match callee.standing {
            Some(Standing::Sample) => context.notices.push(Notice::Sample),
            Some(Standing::Unverified) => context.notices.push(Notice::Unverified),
            Some(Standing::Verified) | None => {}
        }
        let result = match result {
            CallOutcome::Reached => CallResult::Reached,
            CallOutcome::NoAnswer => CallResult::NoAnswer,
            CallOutcome::Busy => CallResult::Busy,
            CallOutcome::Message => CallResult::Message,
            CallOutcome::Fax => CallResult::Fax,
            CallOutcome::WrongDesk => CallResult::WrongDesk,
        };
        let (spoke_to, note) = (self.spoke_to, self.note);
        context.act(
            &id,
            &plan,
            Command::Call(CallMade { spoke_to, note, ..CallMade::new(callee.id, callee.name, result) }),
        )
    }
}

/// Whom one can call. A number that nobody has checked says so; an invented one is not shown.
fn list(context: &Context) -> Answer {
    let (mut text, mut contacts) = (String::new(), Vec::new());
    for contact in context.app.site().contacts() {
        let standing = contact.standing();
        let numbers: Vec<String> = match standing {
            Standing::Sample => Vec::new(),
            Standing::Verified | Standing::Unverified => contact.phones.iter().map(number).collect(),
        };
        let shown = match (standing, numbers.is_empty()) {
            (Standing::Sample, _) => t!("contact-sample"),
            (_, true) => t!("contact-no-number"),
            (Standing::Verified, false) => numbers.join(&t!("list-separator")),
            (Standing::Unverified, false) => {
                format!("{} ({})", numbers.join(&t!("list-separator")), t!("contact-unverified"))
            }
        };
        let line = format!("{}  {}  {shown}", contact.id, contact.name);
        text.push_str(&sanitize::line(&line));
        text.push('\n');
        contacts.push(json!({
            "id": contact.id,
            "name": contact.name,
            "desk": contact.desk,
            "numbers": numbers,
            "standing": match standing {
                Standing::Verified => "verified",
                Standing::Unverified => "unverified",
                Standing::Sample => "sample",
            },
        }));
    }
    Answer::new(text, "contacts", json!({ "contacts": contacts }))
}

fn number(phone: &Phone) -> String {
    match &phone.label {
        Some(label) => format!("{} ({label})", phone.number),
        None => phone.number.clone(),
    }
}
