//! `sonae close`

use clap::Args;

use super::context::Context;
use super::out::Answer;
use crate::domain::command::Command;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Close {}

impl Close {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        context.act(&id, &plan, Command::Close)
    }
}
