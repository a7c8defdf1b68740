//! `sonae call CONTACT reached|no-answer|busy|message|fax|wrong-desk`: an attempt to tell somebody; `--list`: whom one can call.

use clap::{Args, ValueEnum};

use super::contacts::{Which, list};
use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::contact::Standing;
use crate::domain::event::{CallMade, CallResult};
use crate::domain::refusal::Notice;
use crate::message::Message;

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
        let (Some(typed), Some(result)) = (&self.contact, self.result) else {
            return Ok(list(context, &Which::default()));
        };
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
