//! `sonae fact KEY VALUE [--confidence …] | --unknown | --list`

use clap::Args;
use serde_json::json;

use super::context::{Context, refused};
use super::out::Answer;
use crate::app::values;
use crate::domain::command::Command;
use crate::domain::event::FactValue;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::runbook::FactDef;
use crate::domain::value::Value;
use crate::domain::wording;
use crate::i18n::current;
use crate::message::{self, Message};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Fact {
    #[arg(required_unless_present = "list")]
    key: Option<String>,
    #[arg(required_unless_present_any = ["unknown", "list"], allow_hyphen_values = true)]
    value: Option<String>,
    #[arg(long, value_name = "confirmed|hearsay|estimated")]
    confidence: Option<String>,
    #[arg(long, conflicts_with = "value")]
    unknown: bool,
    #[arg(long, conflicts_with_all = ["key", "unknown"])]
    list: bool,
}

impl Fact {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let Some(key) = self.key else { return Ok(list(&id, &incident, &plan)) };
        let confidence = Context::confidence(self.confidence.as_deref())?;
        let fact = Id::new(key.as_str()).map_err(|_not_an_id| {
            let known = plan.facts.iter().map(|def| def.id.as_str());
            refused(Refusal::NotFound { what: What::Fact, typed: key.clone(), near: near(&key, known) })
        })?;
        let fact = match &self.value {
            Some(typed) => values::fact(&plan, &fact, typed, confidence, context.now()).map_err(refused)?,
            None => FactValue { fact, value: Value::Unknown, confidence },
        };
        context.act(&id, &plan, Command::SetFacts { facts: vec![fact] })
    }
}

/// The dictionary, with what is known: id, question, what it takes, the value.
fn list(id: &Id, incident: &Incident, plan: &Plan) -> Answer {
    let (mut text, mut facts) = (String::new(), Vec::new());
    for def in &plan.facts {
        let known = incident.fact(def.id.as_str());
        let value = known.map(|known| wording::value(plan, def.id.as_str(), &known.value, current()));
        let shown = value.clone().unwrap_or_else(|| t!("status-not-asked"));
        let line = format!("{}  {} [{}]: {shown}", def.id, def.title, takes(def));
        text.push_str(&sanitize::line(&line));
        text.push('\n');
        facts.push(json!({
            "id": def.id,
            "title": def.title,
            "ask": def.ask,
            "type": serde_json::to_value(def.value).unwrap_or_default(),
            "choices": def.choices.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect::<Vec<_>>(),
            "value": known.map(|known| &known.value),
            "confidence": known.map(|known| known.confidence),
        }));
    }
    Answer::new(text, "facts", json!({ "incident": id, "facts": facts }))
}

fn takes(def: &FactDef) -> String {
    if def.choices.is_empty() {
        return message::value_type(def.value);
    }
    def.choices.iter().map(|(id, title)| format!("{id} {title}")).collect::<Vec<_>>().join(&t!("list-separator"))
}
