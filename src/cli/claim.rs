//! `sonae claim [LINE…] --by PERSON`: entries that were typed without a name were one's own.

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Claim {
    lines: Vec<String>,
}

impl Claim {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let found = self.lines.iter().map(|typed| resolve::line(&incident, typed).map_err(refused));
        let targets = found.collect::<Result<_, _>>()?;
        context.act(&id, &plan, Command::Claim { targets })
    }
}
