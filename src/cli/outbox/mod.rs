//! `sonae outbox list|preview|queue|send|again|save|withdraw|password`: mails, looked at, queued by a person, and sent.

mod password;
mod send;
mod show;
mod write;

use clap::{Args, Subcommand};

use super::context::{Context, refused};
use super::out::Answer;
use crate::app::App;
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::message::Message;
use write::Writing;

#[derive(Debug, Args)]
pub(super) struct Outbox {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List,
    Preview(Writing),
    Queue(Writing),
    Send {
        mail: Option<String>,
    },
    Again {
        mail: String,
        #[arg(long)]
        no_send: bool,
    },
    Save {
        mail: String,
    },
    Withdraw {
        mail: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Password {
        #[arg(long)]
        forget: bool,
    },
}

impl Outbox {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        if !matches!(self.action, Action::Password { .. })
            && let Ok(id) = context.app.choose(context.common.incident.as_deref())
        {
            // Where the record cannot be written it is shown as it stands.
            drop(context.app.settle_outbox(&id));
        }
        match self.action {
            Action::List => show::list(context),
            Action::Preview(writing) => writing.preview(context),
            Action::Queue(writing) => writing.queue(context),
            Action::Send { mail } => send::send(context, mail.as_deref()),
            Action::Again { mail, no_send } => send::again(context, &mail, no_send),
            Action::Save { mail } => {
                let (id, incident, _) = context.incident()?;
                let mail = meant(&incident, &mail)?;
                Ok(Answer::file(context.app.mail_bytes(&id, &mail)?))
            }
            Action::Withdraw { mail, reason } => {
                let (id, incident, plan) = context.incident()?;
                let target = meant(&incident, &mail)?;
                context.act(&id, &plan, Command::Withdraw { target, reason })
            }
            Action::Password { forget } => password::run(context, forget),
        }
    }
}

fn meant(incident: &Incident, typed: &str) -> Result<Hash, Message> {
    App::find_mail(incident, typed).map_err(refused)
}
