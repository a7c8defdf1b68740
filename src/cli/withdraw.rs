//! `sonae withdraw LINE --reason TEXT`

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Withdraw {
    line: String,
    #[arg(long, default_value = "")]
    reason: String,
}

impl Withdraw {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let target = resolve::line(&incident, &self.line).map_err(refused)?;
        context.act(&id, &plan, Command::Withdraw { target, reason: self.reason })
    }
}
