//! `sonae handover --to PERSON`: the watch goes to somebody else; both names stand in the record.

use clap::Args;

use super::context::{Context, usage};
use super::out::Answer;
use crate::domain::command::Command;
use crate::message::Message;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Handover {}

impl Handover {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let Some(to) = context.common.to.take() else { return Err(usage("handover-to", t!("handover-to"))) };
        let taker = context.person(&plan, &to)?;
        context.act(&id, &plan, Command::HandOver { taker })
    }
}
