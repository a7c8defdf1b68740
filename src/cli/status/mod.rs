//! `sonae status`: where an incident stands.

mod json;
mod text;

use clap::Args;

use super::context::{Context, usage};
use super::out::Answer;
use crate::domain::fold::AsOf;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Status {
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
}

impl Status {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        let as_of = as_of(context, self.as_of.as_deref(), self.known_at.as_deref())?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let now = as_of.moment().unwrap_or_else(|| context.now());
        let contacts = context.app.site().contacts();
        let text = text::text(&incident, &plan, contacts, now);
        let mut answer = Answer::new(text, "status", json::json(&incident, &plan, now));
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}

/// `--as-of` by when it happened, `--known-at` by when it was recorded. Without a time there is no past to look at.
pub(super) fn as_of(context: &Context, happened: Option<&str>, known: Option<&str>) -> Result<AsOf, Message> {
    let read = |words: &str| {
        let when = context.time(words)?;
        let no_time = || usage("time", t!("cli-as-of-unknown", words = sanitize::line(words).into_owned()));
        when.until().or(when.at).ok_or_else(no_time)
    };
    Ok(AsOf { happened: happened.map(read).transpose()?, known: known.map(read).transpose()? })
}
