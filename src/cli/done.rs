//! `sonae done ORDER`: an instruction was carried out.

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Done {
    order: String,
    #[arg(long)]
    result: Option<String>,
}

impl Done {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let order = resolve::line(&incident, &self.order).map_err(refused)?;
        context.act(&id, &plan, Command::OrderDone { order, result: self.result })
    }
}
