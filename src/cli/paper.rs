//! `sonae paper p3-5 1042 田中 [不可|該当なし REASON]`, `sonae paper -`

use clap::Args;
use serde_json::{Value as Json, json};

use super::context::Context;
use super::note::standard_input;
use super::out::Answer;
use crate::app::paper_back::{Desk, Entry, Problem, read};
use crate::domain::event::PaperPrinted;
use crate::domain::id::Id;
use crate::domain::who::Who;
use crate::message::{self, Exit, Message};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Paper {
    #[arg(required = true, allow_negative_numbers = true, value_name = "LINE")]
    line: Vec<String>,
}

/// What is needed for each line.
struct Batch {
    id: Id,
    printed: Vec<PaperPrinted>,
    by: Option<Who>,
}

/// What became of a line.
enum Outcome {
    Recorded(Answer),
    Known(usize, String),
}

impl Paper {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let (by, _) = context.people(&plan)?;
        let batch = Batch { id, printed: context.app.prints()?, by };
        if self.line.iter().map(String::as_str).eq(["-"]) {
            return Ok(batch.many(context, &standard_input()?));
        }
        Ok(match batch.one(context, &self.line.join(" "))? {
            Outcome::Recorded(answer) => answer,
            Outcome::Known(number, text) => {
                let json = json!({ "incident": batch.id, "lines": [] });
                Answer::new(t!("paper-not-doubled", number = number, text = text), "recorded", json)
            }
        })
    }
}

impl Batch {
    fn one(&self, context: &mut Context, line: &str) -> Result<Outcome, Message> {
        let incident = context.app.incident(&self.id)?;
        let plan = context.app.plan_of(&incident);
        let site = context.app.site().plan();
        let desk = Desk { printed: &self.printed, incident: &incident, plan: &plan, site, now: context.now() };
        let agreed = context.common.yes;
        let entry: Entry = match read(line, &desk) {
            Ok(entry) => entry,
            Err(Problem::Unclear { instead: Some(entry), .. }) if agreed => *entry,
            Err(problem) => return Err(message::paper_problem(&problem, line, &plan)),
        };
        if let Some(number) = entry.already {
            return Ok(Outcome::Known(number, message::paper_entry(&entry)));
        }
        let remarks = message::paper_remarks(&entry, &plan);
        let mut answer = context.record(&self.id, &entry.act(self.by.clone(), agreed))?;
        answer.notices.splice(0..0, remarks);
        Ok(Outcome::Recorded(answer))
    }

    /// A whole sheet. What can be read is recorded; what cannot is given back as it was typed.
    fn many(&self, context: &mut Context, text: &str) -> Answer {
        let (mut said, mut notices) = (String::new(), Vec::new());
        let (mut lines, mut problems, mut kept): (Vec<Json>, Vec<Json>, Vec<&str>) = Default::default();
        let mut known = 0_usize;
        let mut recorded = 0_usize;
        let mut broken: Option<Message> = None;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            // What is wrong with the record is wrong for every line: the rest is given back as it was typed.
            if broken.is_some() {
                kept.push(line);
                continue;
            }
            match self.one(context, line) {
                Ok(Outcome::Recorded(answer)) => {
                    recorded += 1;
                    said.push_str(&answer.text);
                    notices.extend(answer.notices);
                    let new = answer.json.and_then(|(_, json)| json.get("lines")?.as_array().cloned());
                    lines.extend(new.unwrap_or_default());
                }
                Ok(Outcome::Known(number, text)) => {
                    known += 1;
                    said.push_str(&t!("paper-not-doubled", number = number, text = text));
                    said.push('\n');
                }
                Err(message) if message.exit == Exit::Record => {
                    notices.push(message.what.clone());
                    notices
                        .extend(std::iter::once(&message.record).chain(&message.hints).map(|said| format!("  {said}")));
                    kept.push(line);
                    broken = Some(message);
                }
                Err(message) => {
                    let typed = sanitize::line(line.trim()).into_owned();
                    notices.push(t!("paper-line-at", number = (at + 1), typed = typed));
                    notices.push(format!("  {}", message.what));
                    notices.extend(message.hints.iter().map(|hint| format!("  {hint}")));
                    problems.push(json!({
                        "number": at + 1, "typed": line, "code": message.code, "message": message.what,
                        "hints": message.hints,
                    }));
                    kept.push(line);
                }
            }
        }
        let mut once = std::collections::BTreeSet::new();
        notices.retain(|notice| notice.starts_with(' ') || once.insert(notice.clone()));
        said.push_str(&t!("paper-summary", recorded = recorded, known = known, failed = kept.len()));
        if !kept.is_empty() {
            said.push_str(&format!("\n{}\n{}", t!("paper-kept"), kept.join("\n")));
        }
        let json =
            json!({ "incident": self.id, "recorded": recorded, "known": known, "lines": lines, "problems": problems });
        let mut answer = Answer::new(said, "paper", json);
        answer.notices = notices;
        let found_wanting = if kept.is_empty() { Exit::Done } else { Exit::Refused };
        answer.exit = broken.map_or(found_wanting, |message| message.exit);
        answer
    }
}
