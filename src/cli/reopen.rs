//! `sonae reopen --reason TEXT`

use clap::Args;

use super::context::Context;
use super::out::Answer;
use crate::domain::command::Command;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Reopen {
    #[arg(long, default_value = "")]
    reason: String,
}

impl Reopen {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        context.act(&id, &plan, Command::Reopen { reason: self.reason })
    }
}
