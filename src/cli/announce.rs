//! `sonae announce list|show|make`: texts for patients, staff and outside, filled from the record; and that one was given out.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::context::{Context, refused};
use super::note::standard_input;
use super::out::Answer;
use crate::domain::announcement::{Announcement, called};
use crate::domain::command::Command;
use crate::domain::event::AnnouncementMade;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::when::write;
use crate::domain::wording;
use crate::message::{Exit, Message};
use crate::report::announcement::{Doubt, Filled, audience, doubts, fill};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Announce {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List,
    Show {
        template: String,
    },
    Make {
        template: String,
        #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
        text: Option<String>,
    },
}

impl Announce {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            Action::List => list(context),
            Action::Show { template } => show(context, &template),
            Action::Make { template, text } => make(context, &template, text),
        }
    }
}

fn list(context: &mut Context) -> Result<Answer, Message> {
    let (_, incident, plan) = context.incident()?;
    let mut text = String::new();
    let mut templates = Vec::new();
    for template in &plan.announcements {
        let given: Vec<_> = incident.announcements.iter().filter(|made| made.made.template == template.id).collect();
        let last = given.last().and_then(|made| made.at);
        let when = match last {
            Some(at) => t!("announce-given", at = wording::moment(&plan.facility, at)),
            None => t!("announce-not-given"),
        };
        text.push_str(&sanitize::line(&format!("{}  {}  {when}", template.id, template.title)));
        text.push('\n');
        templates.push(json!({
            "id": template.id,
            "title": template.title,
            "to": template.to.word(),
            "hint": template.hint,
            "given": given.len(),
            "last_given_at": last.map(write),
        }));
    }
    if templates.is_empty() {
        text = format!("{}\n", t!("announce-none"));
    }
    Ok(Answer::new(text, "announcements", json!({ "announcements": templates })))
}

fn show(context: &mut Context, typed: &str) -> Result<Answer, Message> {
    let (_, incident, plan) = context.incident()?;
    let template = called(&plan, typed).map_err(refused)?;
    let filled = filled(template, &incident, &plan, context)?;
    let doubts = doubts(&filled.body, &incident, &plan);
    let mut answer = Answer::new(
        format!("{}\n", filled.body),
        "announcement",
        json!({
            "id": template.id,
            "title": template.title,
            "to": template.to.word(),
            "body": filled.body,
            "unknown": filled.unknown,
            "unconfirmed": filled.unsure,
            "cautions": doubts.iter().map(as_json).collect::<Vec<_>>(),
        }),
    );
    answer.notices = remarks(template, &filled);
    answer.notices.extend(doubts.iter().map(Doubt::line));
    Ok(answer)
}

fn make(context: &mut Context, typed: &str, text: Option<String>) -> Result<Answer, Message> {
    let (id, incident, plan) = context.incident()?;
    let template = called(&plan, typed).map_err(refused)?;
    let (body, said) = match text.as_deref() {
        Some("-") => (standard_input()?, Vec::new()),
        Some(text) => (text.to_owned(), Vec::new()),
        None => {
            let filled = filled(template, &incident, &plan, context)?;
            let said = remarks(template, &filled);
            (filled.body, said)
        }
    };
    let cautions: Vec<String> = doubts(&body, &incident, &plan).iter().map(Doubt::line).collect();
    if !cautions.is_empty() && !context.common.yes {
        let what = t!("announce-cautions", title = safe(&template.title), count = cautions.len());
        let message = Message::new("announce-cautions", Exit::Refused, what);
        let message = cautions.iter().fold(message, |message, caution| message.hint(safe(caution)));
        return Err(message.hint(t!("announce-cautions-hint")));
    }
    let made = AnnouncementMade { template: template.id.clone(), title: template.title.clone(), body, cautions };
    let mut answer = context.act(&id, &plan, Command::Announce(made))?;
    answer.notices.extend(said);
    Ok(answer)
}

fn filled(template: &Announcement, incident: &Incident, plan: &Plan, context: &Context) -> Result<Filled, Message> {
    fill(template, incident, plan, context.now()).map_err(|error| {
        let detail = safe(error.detail().unwrap_or_default());
        let what = t!("announce-broken", title = safe(&template.title), detail = detail);
        Message::new("announce-broken", Exit::Data, what).hint(t!("announce-broken-hint"))
    })
}

/// What is to be minded, and what of the text nobody knows or has confirmed.
fn remarks(template: &Announcement, filled: &Filled) -> Vec<String> {
    let row = |names: &[String]| safe(&names.join(&t!("list-separator")));
    let mut said = vec![t!("announce-for", audience = audience(template.to))];
    said.extend(template.hint.as_deref().map(safe));
    if !filled.unknown.is_empty() {
        said.push(t!("announce-unknown", names = row(&filled.unknown)));
    }
    if !filled.unsure.is_empty() {
        said.push(t!("announce-unsure", names = row(&filled.unsure)));
    }
    said
}

fn as_json(doubt: &Doubt) -> Json {
    json!({ "words": doubt.words, "say": doubt.say })
}

fn safe(text: &str) -> String {
    sanitize::line(text).into_owned()
}
