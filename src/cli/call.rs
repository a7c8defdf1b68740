//! `sonae call CONTACT reached|no-answer|busy|message|fax|wrong-desk`: an attempt to tell somebody.

use clap::{Args, ValueEnum};

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::contact::Standing;
use crate::domain::event::CallResult;
use crate::domain::refusal::Notice;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Call {
    contact: String,
    result: CallOutcome,
    #[arg(long, value_name = "NAME")]
    spoke_to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CallOutcome {
    Reached,
    NoAnswer,
    Busy,
    Message,
    Fax,
    WrongDesk,
}

impl Call {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let callee = context.app.callee(&plan, &self.contact).map_err(refused)?;
        if callee.standing.is_some_and(|standing| standing != Standing::Verified) {
            context.notices.push(Notice::Unverified);
        }
        let result = match self.result {
            CallOutcome::Reached => CallResult::Reached,
            CallOutcome::NoAnswer => CallResult::NoAnswer,
            CallOutcome::Busy => CallResult::Busy,
            CallOutcome::Message => CallResult::Message,
            CallOutcome::Fax => CallResult::Fax,
            CallOutcome::WrongDesk => CallResult::WrongDesk,
        };
        let (spoke_to, note) = (self.spoke_to, self.note);
        context.act(&id, &plan, Command::Call { contact: callee.id, name: callee.name, result, spoke_to, note })
    }
}
