//! `sonae brief`: what one says to the director on the telephone; `sonae brief decide TOPIC VALUE`: what the director decided.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::context::{Context, refused, usage, who};
use super::out::Answer;
use crate::app::values;
use crate::domain::announcement::ToDecide;
use crate::domain::briefing::{Topic, briefing, topic, topics};
use crate::domain::command::Command;
use crate::domain::event::DecisionMade;
use crate::domain::plan::Plan;
use crate::domain::value::Confidence;
use crate::domain::when::write;
use crate::domain::wording;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Brief {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    Decide {
        topic: String,
        #[arg(allow_hyphen_values = true)]
        value: Option<String>,
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        text: Option<String>,
    },
}

impl Brief {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None => read_out(context),
            Some(Action::Decide { topic, value, text }) => decide(context, &topic, value.as_deref(), text),
        }
    }
}

fn read_out(context: &mut Context) -> Result<Answer, Message> {
    let (_, incident, plan) = context.incident()?;
    let (by, _) = context.people(&plan)?;
    let lang = crate::i18n::current();
    let parts = briefing(&incident, &plan, by.as_ref(), context.now(), lang);
    let count: usize = parts.iter().map(|part| part.text.chars().count()).sum();
    let mut text = format!("{}\n", t!("brief-head", count = count));
    for part in &parts {
        text.push_str(&format!("  {}\n", sanitize::line(&part.text)));
    }
    let topics = topics(&incident, &plan);
    if !topics.is_empty() {
        text.push_str(&format!("\n{}\n", t!("brief-topics")));
    }
    for topic in &topics {
        text.push_str(&format!("  {}\n", sanitize::line(&said(topic, &plan))));
    }
    text.push_str(&format!("\n{}\n", t!("brief-how")));
    let parts: Vec<Json> = parts.iter().map(|part| json!({ "about": part.about.word(), "text": part.text })).collect();
    let topics: Vec<Json> = topics.iter().map(|topic| as_json(topic, &plan)).collect();
    Ok(Answer::new(text, "brief", json!({ "characters": count, "parts": parts, "topics": topics })))
}

/// A topic on a line: its id, its title, what was decided, and of what one may choose.
fn said(topic: &Topic<'_>, plan: &Plan) -> String {
    let id = &topic.topic.id;
    let title = &topic.topic.title;
    if let Some(settled) = &topic.settled {
        let at = settled.at.map(|at| wording::moment(&plan.facility, at)).unwrap_or_default();
        let by = settled.actor.as_ref().map(|who| wording::who(&plan.facility, who)).unwrap_or_default();
        return format!("{id}  {title}: {} ({at} {by})", settled.words);
    }
    let choices: Vec<String> = choices(topic.topic, plan).map(|(id, title)| format!("{id}={title}")).collect();
    let choices = if choices.is_empty() { String::new() } else { format!(" [{}]", choices.join(" ")) };
    format!("{id}  {title}: {}{choices}", t!("brief-open"))
}

fn choices<'a>(topic: &ToDecide, plan: &'a Plan) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fact = topic.fact.as_ref().and_then(|id| plan.fact(id.as_str()));
    fact.into_iter().flat_map(|fact| &fact.choices).map(|(id, title)| (id.as_str(), title.as_str()))
}

fn as_json(topic: &Topic<'_>, plan: &Plan) -> Json {
    let choices: Vec<Json> =
        choices(topic.topic, plan).map(|(id, title)| json!({ "id": id, "title": title })).collect();
    json!({
        "id": topic.topic.id,
        "title": topic.topic.title,
        "ask": topic.topic.ask,
        "fact": topic.topic.fact,
        "choices": choices,
        "decided": topic.settled.as_ref().map(|settled| json!({
            "text": settled.words,
            "at": settled.at.map(write),
            "by": who(settled.actor.as_ref()),
        })),
    })
}

fn decide(context: &mut Context, typed: &str, value: Option<&str>, text: Option<String>) -> Result<Answer, Message> {
    let (id, _, plan) = context.incident()?;
    let topic = topic(&plan, typed).map_err(refused)?;
    let Some(fact) = &topic.fact else {
        let message = usage("brief-declare", t!("brief-declare", title = safe(&topic.title)));
        return Err(message.hint(t!("brief-declare-hint")));
    };
    let Some(value) = value else {
        let choices: Vec<String> = choices(topic, &plan).map(|(id, title)| format!("{id}={title}")).collect();
        let message = usage("brief-value", t!("brief-value", title = safe(&topic.title)));
        let choices = safe(&choices.join(&t!("list-separator")));
        return Err(if choices.is_empty() {
            message
        } else {
            message.hint(t!("refusal-value-choices", choices = choices))
        });
    };
    let fact = values::fact(&plan, fact, value, Confidence::Confirmed, context.now()).map_err(refused)?;
    let words = wording::value(&plan, fact.fact.as_str(), &fact.value, plan.facility.lang);
    let decision = text.filter(|text| !text.trim().is_empty()).map_or(words.clone(), |text| format!("{words}。{text}"));
    let made = DecisionMade { topic: topic.id.clone(), title: topic.title.clone(), decision, facts: vec![fact] };
    context.act(&id, &plan, Command::Decide(made))
}

fn safe(text: &str) -> String {
    sanitize::line(text).into_owned()
}
