//! `sonae restore`: systems on their way back, step by step, and the board of all of them.

mod board;

use clap::{Args, Subcommand, ValueEnum};

use super::context::Context;
use super::meant::{department, system, systems};
use super::out::Answer;
use super::past::{Asked, ListOr};
use crate::domain::command::{Command, Restoring};
use crate::domain::event::{BackTo, Gate, GateResult, SystemMark};
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    asked: ListOr<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    Stop(Systems),
    Unaffected(Systems),
    Found {
        system: String,
        #[command(flatten)]
        which: Chosen,
        #[arg(long, value_name = "TEXT")]
        unusable: Option<String>,
    },
    Plan {
        #[arg(required = true)]
        systems: Vec<String>,
        #[command(flatten)]
        which: Chosen,
    },
    Gate {
        gate: GateName,
        #[arg(required = true)]
        systems: Vec<String>,
        #[arg(long, value_name = "TEXT")]
        how: String,
        #[arg(long, conflicts_with = "failed")]
        waived: bool,
        #[arg(long)]
        failed: bool,
    },
    Override {
        gate: GateName,
        #[arg(required = true)]
        systems: Vec<String>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    Approve {
        #[arg(required = true)]
        systems: Vec<String>,
    },
    Begin {
        #[arg(required = true)]
        systems: Vec<String>,
    },
    End {
        #[arg(required = true)]
        systems: Vec<String>,
        #[arg(long)]
        failed: bool,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Verify {
        #[arg(required = true)]
        systems: Vec<String>,
        #[arg(long, value_name = "DEPARTMENT")]
        department: String,
        #[arg(long)]
        wrong: bool,
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    Release {
        #[arg(required = true)]
        systems: Vec<String>,
    },
    Back {
        system: String,
        stage: StageName,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

#[derive(Debug, Args)]
struct Systems {
    #[arg(required = true)]
    systems: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    remark: Option<String>,
}

/// A generation of a backup.
#[derive(Debug, Args)]
struct Chosen {
    #[arg(long, value_name = "TEXT")]
    generation: String,
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    taken: Option<String>,
    #[arg(long, value_name = "ID")]
    backup: Option<Id>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GateName {
    #[value(alias = "証拠保全")]
    Evidence,
    #[value(alias = "侵入経路")]
    Entry,
    #[value(alias = "汚染確認")]
    Clean,
    #[value(alias = "部門の確認")]
    Departments,
}

impl GateName {
    fn gate(self) -> Gate {
        match self {
            Self::Evidence => Gate::Evidence,
            Self::Entry => Gate::Entry,
            Self::Clean => Gate::Clean,
            Self::Departments => Gate::Departments,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StageName {
    Generation,
    Gates,
    Restore,
    Verification,
}

impl StageName {
    fn to(self) -> BackTo {
        match self {
            Self::Generation => BackTo::Generation,
            Self::Gates => BackTo::Gates,
            Self::Restore => BackTo::Restore,
            Self::Verification => BackTo::Verification,
        }
    }
}

impl Restore {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let act = match self.asked.asked() {
            Asked::List(past) => return board::list(context, &past),
            Asked::Act(act) => act,
        };
        let (id, _, plan) = context.incident()?;
        let act = act.act(context, &plan)?;
        context.act(&id, &plan, Command::Restore(act))
    }
}

impl Act {
    fn act(self, context: &Context, plan: &Plan) -> Result<Restoring, Message> {
        Ok(match self {
            Self::Stop(marked) => mark(plan, marked, SystemMark::Stopped)?,
            Self::Unaffected(marked) => mark(plan, marked, SystemMark::Unaffected)?,
            Self::Found { system: typed, which, unusable } => {
                let (system, taken) = (system(plan, &typed)?, which.taken(context)?);
                Restoring::Note { system, backup: which.backup, generation: which.generation, taken, unusable }
            }
            Self::Plan { systems: typed, which } => {
                let (systems, taken) = (systems(plan, &typed)?, which.taken(context)?);
                Restoring::Plan { systems, backup: which.backup, generation: which.generation, taken }
            }
            Self::Gate { gate, systems: typed, how, waived, failed } => {
                let result = match (waived, failed) {
                    (true, _) => GateResult::Waived,
                    (_, true) => GateResult::Failed,
                    _ => GateResult::Passed,
                };
                Restoring::Check { systems: systems(plan, &typed)?, gate: gate.gate(), result, how }
            }
            Self::Override { gate, systems: typed, reason } => {
                Restoring::Override { systems: systems(plan, &typed)?, gate: gate.gate(), reason }
            }
            Self::Approve { systems: typed } => Restoring::Approve { systems: systems(plan, &typed)? },
            Self::Begin { systems: typed } => Restoring::Begin { systems: systems(plan, &typed)? },
            Self::End { systems: typed, failed, note } => {
                Restoring::End { systems: systems(plan, &typed)?, worked: !failed, note }
            }
            Self::Verify { systems: typed, department, wrong, note } => {
                let (systems, department) = (systems(plan, &typed)?, self::department(plan, &department)?);
                Restoring::Verify { systems, department, right: !wrong, note }
            }
            Self::Release { systems: typed } => Restoring::Release { systems: systems(plan, &typed)? },
            Self::Back { system: typed, stage, reason } => {
                Restoring::StepBack { system: system(plan, &typed)?, to: stage.to(), reason }
            }
        })
    }
}

impl Chosen {
    /// When it was taken. Of a day or a range it is the end: what was taken at the latest then may hold what happened before.
    fn taken(&self, context: &Context) -> Result<Option<Moment>, Message> {
        let Some(words) = self.taken.as_deref() else { return Ok(None) };
        let taken = crate::app::moment::when_or_day(Some(words), context.now()).map_err(crate::app::AppError::from)?;
        Ok(taken.until().or(taken.at))
    }
}

fn mark(plan: &Plan, marked: Systems, state: SystemMark) -> Result<Restoring, Message> {
    Ok(Restoring::Mark { systems: systems(plan, &marked.systems)?, state, remark: marked.remark })
}
