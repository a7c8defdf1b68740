//! `sonae answer CRITERION yes|no|unknown`

use clap::Args;

use super::context::{Context, refused, usage};
use super::out::Answer;
use crate::app::values;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct AnswerCriterion {
    criterion: String,
    #[arg(value_name = "yes|no|unknown")]
    answer: String,
    #[arg(long, value_name = "confirmed|hearsay|estimated")]
    confidence: Option<String>,
}

impl AnswerCriterion {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let criterion = resolve::criterion(&incident, &plan, &self.criterion).map_err(refused)?;
        let answer = values::answer(&self.answer)
            .ok_or_else(|| usage("answer", t!("cli-answer", typed = self.answer.as_str())))?;
        let confidence = Context::confidence(self.confidence.as_deref())?;
        context.act(&id, &plan, Command::Answer { criterion, answer, confidence })
    }
}
