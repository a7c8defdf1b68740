//! `sonae call CONTACT reached|no-answer|busy|message|fax|wrong-desk`: an attempt to tell somebody; `--list`: whom one can call;
//! `--next` and `--sheet`: who is to be called ([`super::call_sheet`]).

use clap::{Args, ValueEnum};

use super::call_sheet;
use super::contacts::{Which, list};
use super::context::{Context, refused};
use super::out::Answer;
use crate::app::AppError;
use crate::app::moment::when_due;
use crate::domain::call_sheet::sheet;
use crate::domain::command::Command;
use crate::domain::contact::Standing;
use crate::domain::event::{CallMade, CallResult};
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::Notice;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Call {
    #[arg(required_unless_present_any = ["list", "next", "sheet"])]
    contact: Option<String>,
    #[arg(required_unless_present_any = ["list", "next", "sheet"], value_name = "reached|no-answer|busy|message|fax|wrong-desk")]
    result: Option<CallOutcome>,
    #[arg(long, value_name = "NAME")]
    spoke_to: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[arg(long)]
    told: bool,
    #[arg(long, conflicts_with = "told")]
    not_told: bool,
    #[arg(long, value_name = "NUMBER")]
    reference: Option<String>,
    #[arg(long, value_name = "TEXT")]
    asked: Option<String>,
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    again: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    #[arg(long, value_name = "ID")]
    duty: Vec<Id>,
    #[arg(long, conflicts_with = "contact")]
    list: bool,
    #[arg(long, conflicts_with_all = ["contact", "list"])]
    next: bool,
    #[arg(long, conflicts_with_all = ["contact", "list", "next"])]
    sheet: bool,
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
        if self.next || self.sheet {
            return call_sheet::answer(context, self.next);
        }
        let (Some(typed), Some(result)) = (&self.contact, self.result) else {
            return Ok(list(context, &Which::default()));
        };
        let (id, incident, plan) = context.incident()?;
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
        let again = self.again.as_deref().map(|words| when_due(words, context.now()));
        let told = if self.told { Some(true) } else { self.not_told.then_some(false) };
        let made = CallMade {
            spoke_to: self.spoke_to,
            note: self.note,
            // What the result says by itself is not said twice.
            told: told.filter(|told| *told != result.is_told()),
            number: self.number,
            reference: self.reference,
            asked: self.asked,
            again: again.transpose().map_err(AppError::from)?,
            ..CallMade::new(callee.id, callee.name, result)
        };
        let duties = match self.duty.as_slice() {
            [] if made.is_told() => pending(context, &incident, &plan, &made.contact),
            [] => None,
            given => Some(given.to_vec()),
        };
        context.act(&id, &plan, Command::Call(CallMade { duties, ..made }))
    }
}

/// The duties that a call to this contact discharges now.
fn pending(context: &Context, incident: &Incident, plan: &Plan, contact: &Id) -> Option<Vec<Id>> {
    let contacts = context.app.site().contacts();
    sheet(incident, plan, contacts, context.now()).iter().find(|row| row.id == *contact)?.duties()
}
