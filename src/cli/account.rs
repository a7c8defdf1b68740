//! `sonae account`: emergency accounts, opened and closed again.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::context::{Context, refused, who};
use super::out::Answer;
use crate::domain::accounts::accounts;
use crate::domain::command::{Command, Degrading};
use crate::domain::event::Closing;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::refusal::{Refusal, What};
use crate::domain::resolve;
use crate::domain::when::write;
use crate::message::Message;
use crate::message::mode::account as words;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Account {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    List,
    Use {
        account: String,
        #[arg(long, value_name = "TEXT")]
        why: String,
        #[arg(long, value_name = "NUMBER")]
        seal: Option<String>,
        #[arg(long, value_name = "PERSON")]
        approved_by: Option<String>,
    },
    Close {
        account: String,
        how: How,
        #[arg(long, value_name = "NUMBER")]
        seal: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum How {
    #[value(alias = "無効化")]
    Disabled,
    #[value(alias = "変更")]
    Changed,
    #[value(alias = "再封緘")]
    Resealed,
}

impl Account {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None | Some(Action::List) => list(context),
            Some(Action::Use { account, why, seal, approved_by }) => {
                let (id, _, plan) = context.incident()?;
                let approved_by = approved_by.map(|typed| context.person(&plan, &typed)).transpose()?;
                context.act(&id, &plan, Command::Degrade(Degrading::UseAccount { account, seal, why, approved_by }))
            }
            Some(Action::Close { account, how, seal }) => {
                let (id, incident, plan) = context.incident()?;
                let how = match how {
                    How::Disabled => Closing::Disabled,
                    How::Changed => Closing::Changed,
                    How::Resealed => Closing::Resealed,
                };
                let account = find(&incident, &account)?;
                context.act(&id, &plan, Command::Degrade(Degrading::CloseAccount { account, how, seal }))
            }
        }
    }
}

/// The use that is meant: by its name where one of that name is open, else by the number or hash of its line.
fn find(incident: &Incident, typed: &str) -> Result<Hash, Message> {
    let typed = typed.trim();
    let accounts = accounts(incident);
    let mut named = accounts.iter().filter(|known| known.used.made.account == typed);
    let open: Vec<Hash> = named.clone().filter(|known| known.closed.is_none()).map(|known| known.used.line).collect();
    match open.as_slice() {
        [only] => return Ok(*only),
        [] => {}
        several => {
            let fits = several.iter().map(Hash::short).collect();
            return Err(refused(Refusal::Ambiguous { what: What::Account, typed: typed.to_owned(), fits }));
        }
    }
    if let Some(known) = named.next_back() {
        return Ok(known.used.line);
    }
    let line = resolve::line(incident, typed).ok();
    let known = line.filter(|line| accounts.iter().any(|known| known.used.line == *line));
    known.ok_or_else(|| {
        let near = accounts.iter().map(|known| known.used.made.account.clone()).collect();
        refused(Refusal::NotFound { what: What::Account, typed: typed.to_owned(), near })
    })
}

fn list(context: &mut Context) -> Result<Answer, Message> {
    let (id, incident, plan) = context.incident()?;
    let accounts = accounts(&incident);
    let data = json!({
        "incident": id.as_str(),
        "accounts": accounts.iter().map(|known| json!({
            "line": known.used.line.to_string(),
            "account": known.used.made.account,
            "seal": known.used.made.seal,
            "why": known.used.made.why,
            "at": known.used.at.map(write),
            "by": who(known.used.actor.as_ref()),
            "approved_by": who(known.used.made.approved_by.as_ref()),
            "closed": known.closed.as_ref().map(|closed| json!({
                "how": closed.made.how.word(),
                "seal": closed.made.seal,
                "at": closed.at.map(write),
                "by": who(closed.actor.as_ref()),
            })),
        })).collect::<Vec<_>>(),
    });
    if accounts.is_empty() {
        return Ok(Answer::new(format!("{}\n", t!("account-none")), "account", data));
    }
    let lines = accounts.iter().map(|known| {
        let number = resolve::number(&incident, &known.used.line).unwrap_or_default();
        let line = format!("[{number}] {}", words(known, &plan.facility));
        format!("{}\n", sanitize::line(&line))
    });
    Ok(Answer::new(lines.collect(), "account", data))
}
