//! `sonae step STEP done|failed|skipped|later|reopen [--reason TEXT] [--set FACT=VALUE]…`

use clap::{Args, ValueEnum};

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::event::StepMark;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Step {
    #[arg(id = "step")]
    key: String,
    mark: Mark,
    #[arg(long)]
    reason: Option<String>,
    #[arg(long, value_name = "FACT=VALUE")]
    set: Vec<String>,
    #[arg(long, value_name = "confirmed|hearsay|estimated")]
    confidence: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mark {
    Done,
    Failed,
    Skipped,
    Later,
    Reopen,
}

impl Step {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let step = resolve::step(&incident, &plan, &self.key).map_err(refused)?;
        let facts = context.facts(&plan, &self.set, self.confidence.as_deref())?;
        let mark = match self.mark {
            Mark::Done => StepMark::Done,
            Mark::Failed => StepMark::Failed,
            Mark::Skipped => StepMark::Skipped,
            Mark::Later => StepMark::Later,
            Mark::Reopen => StepMark::Reopened,
        };
        context.act(&id, &plan, Command::Mark { step, mark, reason: self.reason, facts })
    }
}
