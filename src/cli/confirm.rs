//! `sonae confirm LINE… | --all-of PERSON`

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Confirm {
    #[arg(required_unless_present = "all_of")]
    lines: Vec<String>,
    #[arg(long, value_name = "PERSON", conflicts_with = "lines")]
    all_of: Option<String>,
}

impl Confirm {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let command = match &self.all_of {
            Some(typed) => {
                // Who confirms all of one's own entries need not say the name twice.
                if context.common.by.is_none() && context.common.for_.is_none() {
                    context.common.by = Some(typed.clone());
                }
                Command::ConfirmAllOf { person: context.person(&plan, typed)? }
            }
            None => {
                let found = self.lines.iter().map(|typed| resolve::line(&incident, typed).map_err(refused));
                Command::Confirm { targets: found.collect::<Result<_, _>>()? }
            }
        };
        context.act(&id, &plan, command)
    }
}
