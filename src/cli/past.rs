//! Looking at an incident as it stands, or as it stood (`--as-of`, `--known-at`).
//!
//! Owns the two options and what is made of them: the incident, the plan that it runs by, and the moment that is "now" in the
//! answer. Must not know what the answer says.

use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::Value as Json;

use super::context::{Context, usage};
use super::out::Answer;
use crate::domain::fold::AsOf;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

/// By when it happened, by when it was recorded.
#[derive(Debug, Args)]
pub(super) struct Past {
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
}

/// A subcommand that shows its list where nothing else is asked of it.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ListOr<A: Subcommand> {
    #[command(subcommand)]
    asked: Option<Asked<A>>,
    #[command(flatten)]
    past: Past,
}

/// What is asked of such a subcommand.
#[derive(Debug, Subcommand)]
pub(super) enum Asked<A: Subcommand> {
    /// The list, at some time.
    List(Past),
    /// Something else.
    #[command(flatten)]
    Act(A),
}

impl<A: Subcommand> ListOr<A> {
    /// What is asked: without a word it is the list.
    pub(super) fn asked(self) -> Asked<A> {
        self.asked.unwrap_or(Asked::List(self.past))
    }
}

/// An incident as it is looked at.
pub(super) struct Looked {
    /// Which one.
    pub(super) id: Id,
    /// Its state.
    pub(super) incident: Incident,
    /// What it runs by.
    pub(super) plan: Arc<Plan>,
    /// The moment looked at, or now.
    pub(super) now: Moment,
}

impl Past {
    /// The incident that is meant, at the time that is meant.
    pub(super) fn look(&self, context: &mut Context) -> Result<Looked, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        self.look_at(context, id)
    }

    /// This incident, at the time that is meant.
    pub(super) fn look_at(&self, context: &mut Context, id: Id) -> Result<Looked, Message> {
        let as_of = self.as_of(context)?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let now = as_of.moment().unwrap_or_else(|| context.now());
        Ok(Looked { id, incident, plan, now })
    }

    /// The time that is meant. Without a time there is no past to look at.
    pub(super) fn as_of(&self, context: &Context) -> Result<AsOf, Message> {
        let read = |words: &String| {
            let when = context.time(words)?;
            let no_time = || usage("time", t!("cli-as-of-unknown", words = sanitize::line(words).into_owned()));
            when.until().or(when.at).ok_or_else(no_time)
        };
        Ok(AsOf {
            happened: self.as_of.as_ref().map(read).transpose()?,
            known: self.known_at.as_ref().map(read).transpose()?,
        })
    }
}

impl Looked {
    /// The first lines of the answer: whether this is a drill, what follows, and of which moment.
    pub(super) fn head(&self, title: &str) -> Vec<String> {
        let mark = self.incident.drill.then(|| t!("mark-drill"));
        let at = t!("cli-as-of", at = wording::moment(&self.plan.facility, self.now));
        mark.into_iter().chain([format!("{title}  {at}")]).collect()
    }

    /// The answer about it, with what is to be said of where its record lies.
    pub(super) fn answer(
        &self,
        context: &mut Context,
        text: String,
        schema: &'static str,
        data: Json,
    ) -> Result<Answer, Message> {
        let mut answer = Answer::new(text, schema, data);
        answer.notices.extend(context.record_problem(&self.id)?);
        Ok(answer)
    }
}
