//! `sonae fact KEY VALUE [--confidence …] | --unknown`

use clap::Args;

use super::context::{Context, refused};
use super::out::Answer;
use crate::app::values;
use crate::domain::command::Command;
use crate::domain::event::FactValue;
use crate::domain::id::{Id, near};
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::Value;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Fact {
    key: String,
    #[arg(required_unless_present = "unknown", allow_hyphen_values = true)]
    value: Option<String>,
    #[arg(long, value_name = "confirmed|hearsay|estimated")]
    confidence: Option<String>,
    #[arg(long, conflicts_with = "value")]
    unknown: bool,
}

impl Fact {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let confidence = Context::confidence(self.confidence.as_deref())?;
        let value = match &self.value {
            Some(typed) => values::value(&plan, &self.key, typed, context.now()).map_err(refused)?,
            None => Value::Unknown,
        };
        let fact = Id::new(self.key.as_str()).map_err(|_not_an_id| {
            let known = plan.facts.iter().map(|def| def.id.as_str());
            refused(Refusal::NotFound { what: What::Fact, typed: self.key.clone(), near: near(&self.key, known) })
        })?;
        context.act(&id, &plan, Command::SetFacts { facts: vec![FactValue { fact, value, confidence }] })
    }
}
