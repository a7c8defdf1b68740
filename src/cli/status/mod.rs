//! `sonae status`: where an incident stands.

mod json;
mod text;

use clap::Args;

use super::context::Context;
use super::out::Answer;
use super::past::{Looked, Past};
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    past: Past,
}

impl Status {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let looked = self.past.look(context)?;
        let Looked { incident, plan, now, .. } = &looked;
        let text = text::text(incident, plan, context.app.site().contacts(), *now);
        looked.answer(context, text, "status", json::json(incident, plan, *now))
    }
}
