//! `sonae print binder|contacts|role-cards|blank-forms [-o FILE]`

use clap::{Args, ValueEnum};

use super::context::Context;
use super::out::Answer;
use crate::domain::event;
use crate::message::Message;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Print {
    paper: Paper,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Paper {
    Binder,
    Contacts,
    RoleCards,
    BlankForms,
}

impl Print {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let paper = match self.paper {
            Paper::Binder => event::Paper::Binder,
            Paper::Contacts => event::Paper::Contacts,
            Paper::RoleCards => event::Paper::RoleCards,
            Paper::BlankForms => event::Paper::BlankForms,
        };
        let plan = context.app.site().plan().clone();
        let (by, _) = context.people(&plan)?;
        let file = context.common.output.clone();
        let made = context.app.print(paper, by, file.as_deref())?;
        let mut answer = Answer::file(made.html.into_bytes());
        if let Some(error) = made.not_recorded {
            answer.notices.push(Message::from(error).what);
            answer.notices.push(t!("paper-not-recorded"));
        }
        Ok(answer)
    }
}
