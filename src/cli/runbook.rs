//! `sonae runbook add|aside RUNBOOK`: which runbooks are followed.

use clap::{Args, Subcommand};

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Runbook {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add {
        runbook: String,
    },
    Aside {
        runbook: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
}

impl Runbook {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        match self.action {
            Action::Add { runbook } => {
                // A runbook that was written after the incident began is in the site, not in its pinned copy.
                let known = resolve::runbook(&plan, &runbook);
                let live = resolve::runbook(context.app.site().plan(), &runbook);
                let (runbook, file) = match (known, live) {
                    (Ok(known), _) => (known, None),
                    (Err(_), Ok(live)) => {
                        let file = context.app.runbook_file(&live);
                        (live, file)
                    }
                    (Err(refusal), Err(_)) => return Err(refused(refusal)),
                };
                context.act(&id, &plan, Command::AddRunbook { runbook, file })
            }
            Action::Aside { runbook, reason } => {
                let runbook = resolve::runbook(&plan, &runbook).map_err(refused)?;
                context.act(&id, &plan, Command::PutAside { runbook, reason })
            }
        }
    }
}
