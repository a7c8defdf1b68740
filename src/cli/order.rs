//! `sonae order TEXT --to ROLE [--due TIME]`: an instruction. Open ones never get lost.

use clap::Args;

use super::context::{Context, refused, usage};
use super::out::Answer;
use crate::app::AppError;
use crate::app::moment::due_of_order;
use crate::domain::command::Command;
use crate::domain::resolve;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Order {
    #[arg(allow_hyphen_values = true)]
    text: String,
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
}

impl Order {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let Some(role) = context.common.to.clone() else {
            let roles: Vec<&str> = plan.facility.roles.iter().map(|role| role.title.as_str()).collect();
            let roles = sanitize::line(&roles.join(&t!("list-separator"))).into_owned();
            return Err(usage("order-to", t!("order-to", roles = roles)));
        };
        let owner = resolve::role(&plan, &role).map_err(refused)?;
        // The role's title stands in the line as 受; the id that was typed would not tell a reader anything.
        context.common.to = None;
        let (given, now) = (context.occurred()?, context.now());
        let due = self.due.map(|words| due_of_order(&words, &given, now).map_err(AppError::from)).transpose()?;
        context.act(&id, &plan, Command::Order { text: self.text, owner, due })
    }
}
