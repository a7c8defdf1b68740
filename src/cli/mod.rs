//! The command line: one file a subcommand.
//!
//! Owns what is typed behind `sonae` and what is printed. Everything that the terminal records can be recorded here, too. Must not
//! hold a rule: a subcommand reads its arguments, calls `app`, and words the answer.

mod account;
mod announce;
mod answer;
mod backup;
mod brief;
mod call;
mod call_sheet;
mod check;
mod claim;
mod close;
mod confirm;
mod contacts;
mod context;
mod correct;
mod declare;
mod done;
mod duties;
mod fact;
mod handover;
mod help;
mod incidents;
mod init;
mod ledger;
mod meant;
mod mode;
mod normal;
mod note;
mod order;
mod out;
mod outbox;
mod pack;
mod paper;
mod past;
mod print;
mod readiness;
mod recover;
mod refresh;
mod reopen;
mod report;
mod restore;
mod runbook;
mod setup;
mod stand_down;
mod start;
mod status;
mod step;
mod timeline;
mod verify;
mod withdraw;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::message::{self, Exit, Message};
use context::Context;
use out::Answer;

/// 備え: the emergency runbook and incident record of a hospital or clinic.
#[derive(Debug, Parser)]
#[command(name = "sonae", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand takes.
#[derive(Debug, Clone, Default, Args)]
struct Common {
    #[arg(long, global = true, value_name = "DIR")]
    site: Option<PathBuf>,
    #[arg(short, long, global = true, env = "SONAE_INCIDENT", hide_env = true, value_name = "ID")]
    incident: Option<String>,
    #[arg(long, global = true, env = "SONAE_BY", hide_env = true, value_name = "PERSON")]
    by: Option<String>,
    #[arg(long = "for", global = true, value_name = "PERSON")]
    for_: Option<String>,
    #[arg(long, global = true, value_name = "HOW")]
    via: Option<String>,
    #[arg(long, global = true, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[arg(long, global = true, value_name = "WHO")]
    from: Option<String>,
    #[arg(long, global = true, value_name = "WHO")]
    to: Option<String>,
    #[arg(short, long, global = true)]
    yes: bool,
    #[arg(long, global = true, value_name = "ja|en", value_parser = ["ja", "en"])]
    lang: Option<String>,
    #[arg(long, global = true)]
    json: bool,
    #[arg(short, long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "THEME", value_parser = ["auto", "dark", "light", "contrast", "mono"], env = "SONAE_THEME", hide_env = true)]
    theme: Option<String>,
    #[arg(long)]
    ascii: bool,
    #[arg(long)]
    no_mouse: bool,
    #[arg(long, value_name = "WIDTH", value_parser = ["auto", "narrow", "wide"])]
    ambiguous: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Check(check::Check),
    Setup(setup::Setup),
    Pack(pack::Pack),
    Start(start::Start),
    Runbook(runbook::Runbook),
    Incidents(incidents::Incidents),
    Status(status::Status),
    Answer(answer::AnswerCriterion),
    Declare(declare::Declare),
    StandDown(stand_down::StandDown),
    Step(step::Step),
    Note(note::Note),
    Order(order::Order),
    Done(done::Done),
    Call(call::Call),
    Outbox(outbox::Outbox),
    Contacts(contacts::Contacts),
    Duties(duties::Duties),
    Brief(brief::Brief),
    Announce(announce::Announce),
    Mode(mode::ModeOf),
    Account(account::Account),
    Restore(restore::Restore),
    Ledger(ledger::Ledger),
    Return(normal::Return),
    Correct(correct::Correct),
    Withdraw(withdraw::Withdraw),
    Confirm(confirm::Confirm),
    Claim(claim::Claim),
    Handover(handover::Handover),
    Readiness(readiness::Readiness),
    Backup(backup::Backup),
    Close(close::Close),
    Reopen(reopen::Reopen),
    Fact(fact::Fact),
    Refresh(refresh::Refresh),
    Timeline(timeline::Timeline),
    Report(report::Report),
    Print(print::Print),
    Paper(paper::Paper),
    Verify(verify::Verify),
    Recover(recover::Recover),
}

/// Runs what was typed and says how it ended. A panic has said its word when it comes here: the program ends as one with a bug.
pub fn main(arguments: Vec<OsString>) -> Exit {
    std::panic::catch_unwind(|| run_typed(&arguments)).unwrap_or(Exit::Bug)
}

fn run_typed(arguments: &[OsString]) -> Exit {
    help::choose_language(arguments);
    let matches = match help::localized(Cli::command()).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return help::print(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return help::print(&error),
    };
    let json = cli.common.json;
    let writes_it = matches!(&cli.command, Some(Command::Backup(backup)) if backup.writes_its_output());
    let output = cli.common.output.clone().filter(|_| !writes_it);
    let setup = matches!(&cli.command, Some(Command::Setup(setup)) if setup.is_bare());
    let Some(command) = cli.command.filter(|_| !setup) else {
        return match crate::tui::run(terminal_options(&cli.common, setup)) {
            Ok(exit) => exit,
            Err(message) => out::failure(&message, json),
        };
    };
    match run(command, cli.common) {
        Ok(answer) => out::answer(&answer, json, output.as_deref()),
        Err(message) => out::failure(&message, json),
    }
}

fn terminal_options(common: &Common, setup: bool) -> crate::tui::Options {
    crate::tui::Options {
        dir: context::site_dir(common.site.as_deref()),
        incident: common.incident.clone(),
        by: common.by.clone(),
        site_language: help::asked_for(common.lang.as_deref()).is_none(),
        ambiguous: common.ambiguous.clone(),
        theme: common.theme.clone(),
        ascii: common.ascii,
        no_mouse: common.no_mouse,
        setup,
    }
}

fn run(command: Command, common: Common) -> Result<Answer, Message> {
    // These look at folders, not at a record.
    match command {
        Command::Init(init) => return init.run(),
        Command::Check(check) => return check.run(&common),
        Command::Pack(pack) => return pack.run(&common),
        _ => {}
    }
    let json = common.json;
    let mut context = Context::open(common);
    let result = on_record(command, &mut context);
    let mut remarks = std::mem::take(&mut context.remarks);
    remarks.extend(context.spool_remarks());
    context.app.settle_mirrors();
    remarks.extend(message::mirror_notice(&context.app.mirror_states()));
    match result {
        Ok(mut answer) => {
            answer.notices.splice(0..0, remarks);
            Ok(answer)
        }
        Err(message) => {
            // Standard error is one JSON value then, and nothing else.
            remarks.iter().filter(|_| !json).for_each(|remark| out::notice(remark));
            Err(message)
        }
    }
}

fn on_record(command: Command, context: &mut Context) -> Result<Answer, Message> {
    match command {
        Command::Setup(setup) => setup.run(context),
        Command::Start(start) => start.run(context),
        Command::Runbook(runbook) => runbook.run(context),
        Command::Incidents(incidents) => incidents.run(context),
        Command::Status(status) => status.run(context),
        Command::Answer(answer) => answer.run(context),
        Command::Declare(declare) => declare.run(context),
        Command::StandDown(stand_down) => stand_down.run(context),
        Command::Step(step) => step.run(context),
        Command::Readiness(readiness) => readiness.run(context),
        Command::Backup(backup) => backup.run(context),
        Command::Note(note) => note.run(context),
        Command::Order(order) => order.run(context),
        Command::Done(done) => done.run(context),
        Command::Call(call) => call.run(context),
        Command::Outbox(outbox) => outbox.run(context),
        Command::Contacts(contacts) => contacts.run(context),
        Command::Duties(duties) => duties.run(context),
        Command::Brief(brief) => brief.run(context),
        Command::Announce(announce) => announce.run(context),
        Command::Mode(mode) => mode.run(context),
        Command::Account(account) => account.run(context),
        Command::Restore(restore) => restore.run(context),
        Command::Ledger(ledger) => ledger.run(context),
        Command::Return(normal) => normal.run(context),
        Command::Correct(correct) => correct.run(context),
        Command::Withdraw(withdraw) => withdraw.run(context),
        Command::Confirm(confirm) => confirm.run(context),
        Command::Claim(claim) => claim.run(context),
        Command::Handover(handover) => handover.run(context),
        Command::Close(close) => close.run(context),
        Command::Reopen(reopen) => reopen.run(context),
        Command::Fact(fact) => fact.run(context),
        Command::Refresh(refresh) => refresh.run(context),
        Command::Timeline(timeline) => timeline.run(context),
        Command::Report(report) => report.run(context),
        Command::Print(print) => print.run(context),
        Command::Paper(paper) => paper.run(context),
        Command::Verify(verify) => verify.run(context),
        Command::Recover(recover) => recover.run(context),
        Command::Init(_) | Command::Check(_) | Command::Pack(_) => Err(Message::new("bug", Exit::Bug, String::new())),
    }
}
