//! `sonae correct LINE [--text …] [--at …] [--for …] [--set …]`: here `--at` and `--for` are what the line should have said.

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::app::Act;
use crate::domain::command::Command;
use crate::domain::event::CorrectedTime;
use crate::domain::resolve;
use crate::domain::when::When;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Correct {
    line: String,
    #[arg(long, allow_hyphen_values = true)]
    text: Option<String>,
    #[arg(long, value_name = "FACT=VALUE")]
    set: Vec<String>,
    #[arg(long, value_name = "confirmed|hearsay|estimated")]
    confidence: Option<String>,
}

impl Correct {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let target = resolve::line(&incident, &self.line).map_err(refused)?;
        let facts = context.facts(&plan, &self.set, self.confidence.as_deref())?;
        let occurred = match &context.common.at {
            Some(_) => {
                let said = context.occurred()?;
                Some(CorrectedTime { at: said.at, said: said.said })
            }
            None => None,
        };
        let (by, for_) = context.people(&plan)?;
        let mut act =
            Act::new(Command::Correct { target, text: self.text, occurred, for_, facts }, When::now(context.now()), by);
        act.via = context.common.via.clone();
        act.agreed = context.common.yes;
        context.record(&id, &act)
    }
}
