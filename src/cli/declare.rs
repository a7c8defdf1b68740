//! `sonae declare --level N --grounds TEXT [--provisional]`

use clap::Args;

use super::context::Context;
use super::out::Answer;
use crate::domain::command::Command;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Declare {
    #[arg(long)]
    level: u8,
    #[arg(long, default_value = "")]
    grounds: String,
    #[arg(long)]
    provisional: bool,
}

impl Declare {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let Self { level, grounds, provisional } = self;
        context.act(&id, &plan, Command::Declare { level, grounds, provisional })
    }
}
