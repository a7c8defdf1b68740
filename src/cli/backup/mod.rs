//! `sonae backup`: the register of backups against the record of the work; work taken, approved and tried is recorded. `manifest`
//! and `verify` write down the hashes of a folder's files and compare them.

mod list;
mod manifest;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::context::{Context, refused};
use super::meant::backup;
use super::out::Answer;
use crate::app::moment::when_or_day;
use crate::app::standing::series;
use crate::app::{Act, AppError};
use crate::domain::command::Command;
use crate::domain::event::{BackupResult, BackupTaken, BackupTested};
use crate::domain::id::Id;
use crate::domain::resolve;
use crate::message::Message;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Backup {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    List,
    Taken {
        backup: String,
        #[arg(long)]
        failed: bool,
        #[arg(long, value_name = "TEXT")]
        generation: Option<String>,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Approve {
        line: String,
    },
    Tested {
        backup: String,
        result: TestResult,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Manifest {
        folder: PathBuf,
    },
    Verify {
        folder: PathBuf,
        #[arg(long, value_name = "FILE")]
        against: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TestResult {
    Worked,
    Failed,
}

impl Backup {
    /// Whether what `-o` names is written by the command itself, and is not the answer.
    pub(super) fn writes_its_output(&self) -> bool {
        matches!(self.action, Some(Action::Manifest { .. }))
    }

    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None | Some(Action::List) => list::list(context),
            Some(Action::Taken { backup, failed, generation, note }) => {
                let (backup, title) = find(context, &backup)?;
                let result = if failed { BackupResult::Failed } else { BackupResult::Ok };
                record(context, Command::BackupTaken(BackupTaken { backup, title, result, generation, note }))
            }
            Some(Action::Approve { line }) => {
                let work = resolve::line(&context.app.standing()?, &line).map_err(refused)?;
                record(context, Command::ApproveBackup(work))
            }
            Some(Action::Tested { backup, result, note }) => {
                let (backup, title) = find(context, &backup)?;
                let worked = result == TestResult::Worked;
                record(context, Command::BackupTested(BackupTested { backup, title, worked, note }))
            }
            Some(Action::Manifest { folder }) => manifest::manifest(context, &folder),
            Some(Action::Verify { folder, against }) => manifest::verify(context, &folder, &against),
        }
    }
}

/// The backup that is meant, with its title.
fn find(context: &Context, typed: &str) -> Result<(Id, String), Message> {
    let found = backup(context.app.site().plan(), typed)?;
    Ok((found.id.clone(), found.title.clone()))
}

/// Records in the standing series, with the common options around it. A day alone is time enough here.
fn record(context: &mut Context, command: Command) -> Result<Answer, Message> {
    let plan = context.app.site().plan().clone();
    let (by, for_) = context.people(&plan)?;
    let occurred = when_or_day(context.common.at.as_deref(), context.now()).map_err(AppError::from)?;
    let (via, from, to) = (context.common.via.clone(), context.common.from.clone(), context.common.to.clone());
    let act = Act { command, occurred, by, for_, via, from, to, agreed: context.common.yes };
    context.record(&series()?, &act)
}
