//! What surrounds a subcommand: the site, the incident, who, when.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::Common;
use super::out::Answer;
use crate::app::moment::when;
use crate::app::world::world;
use crate::app::{Ack, Act, App, AppError, values};
use crate::domain::command::Command;
use crate::domain::event::{Event, FactValue};
use crate::domain::id::Id;
use crate::domain::incident::{Incident, Made};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Notice, Refusal};
use crate::domain::when::{Moment, When, write};
use crate::domain::who::Who;
use crate::domain::{resolve, value::Confidence};
use crate::message::{self, Message};
use crate::record::Rung;
use crate::report::timeline::way;
use crate::site::{Severity, locate};
use crate::t;
use crate::text::sanitize;
use crate::text::width::{Ambiguous, cut};

/// How much of a long text is said back: that it was recorded whole stands in the chronology.
const ECHO_CELLS: usize = 400;

/// A subcommand's surroundings.
pub(super) struct Context {
    /// The use cases.
    pub(super) app: App,
    /// What every subcommand takes.
    pub(super) common: Common,
    /// Notices that arose while arguments were read.
    pub(super) notices: Vec<Notice>,
    /// What is to be said about the site, whatever the command.
    pub(super) remarks: Vec<String>,
}

/// Where the site is: `--site`, else `SONAE_SITE`, else beside the program, else the platform's data folder.
pub(super) fn site_dir(argument: Option<&Path>) -> PathBuf {
    let environment = std::env::var_os("SONAE_SITE");
    let exe = std::env::current_exe().ok();
    locate(argument, environment.as_deref(), exe.as_deref()).dir
}

impl Context {
    /// Opens the site.
    pub(super) fn open(common: Common) -> Self {
        let app = App::open(site_dir(common.site.as_deref()), world());
        super::help::follow_site(common.lang.as_deref(), app.site().plan().facility.lang);
        let mut remarks = Vec::new();
        if app.place().fresh {
            remarks.push(t!("cli-fresh-site", path = app.place().dir.display().to_string()));
        }
        if let Some(error) = app.site_error() {
            remarks.push(t!("cli-site-unusable", detail = sanitize::line(&error.to_string()).into_owned()));
        }
        let errors = app.site().diagnostics().iter().filter(|found| found.severity == Severity::Error).count();
        if errors > 0 {
            remarks.push(t!("cli-site-faulty", count = errors));
        }
        Self { app, common, notices: Vec::new(), remarks }
    }

    /// Now.
    pub(super) fn now(&self) -> Moment {
        self.app.now()
    }

    /// The incident that is meant, with its state and its plan.
    pub(super) fn incident(&mut self) -> Result<(Id, Incident, std::sync::Arc<Plan>), Message> {
        let id = self.app.choose(self.common.incident.as_deref())?;
        let incident = self.app.incident(&id)?;
        let plan = self.app.plan_of(&incident);
        Ok((id, incident, plan))
    }

    /// When it happened: `--at`, else now.
    pub(super) fn occurred(&self) -> Result<When, Message> {
        Ok(when(self.common.at.as_deref(), self.now()).map_err(AppError::from)?)
    }

    /// A time from an argument.
    pub(super) fn time(&self, words: &str) -> Result<When, Message> {
        Ok(when(Some(words), self.now()).map_err(AppError::from)?)
    }

    /// Somebody, by id, name, or `name@role`. A name that is not on the list is accepted and noted.
    pub(super) fn person(&mut self, plan: &Plan, typed: &str) -> Result<Who, Message> {
        let (who, notice) = resolve::person(plan, typed).map_err(refused)?;
        self.notices.extend(notice);
        Ok(who)
    }

    /// `--by` and `--for`.
    pub(super) fn people(&mut self, plan: &Plan) -> Result<(Option<Who>, Option<Who>), Message> {
        let (by, for_) = (self.common.by.clone(), self.common.for_.clone());
        let by = by.map(|typed| self.person(plan, &typed)).transpose()?;
        let for_ = for_.map(|typed| self.person(plan, &typed)).transpose()?;
        Ok((by, for_))
    }

    /// Records a command with the common options around it, and words what was recorded.
    pub(super) fn act(&mut self, id: &Id, plan: &Plan, command: Command) -> Result<Answer, Message> {
        let (by, for_) = self.people(plan)?;
        let act = Act {
            command,
            occurred: self.occurred()?,
            by,
            for_,
            via: self.common.via.clone(),
            from: self.common.from.clone(),
            to: self.common.to.clone(),
            agreed: self.common.yes,
        };
        self.record(id, &act)
    }

    /// Records an act as it is.
    pub(super) fn record(&mut self, id: &Id, act: &Act) -> Result<Answer, Message> {
        let ack = self.app.act(id, act)?;
        self.recorded(&ack)
    }

    /// The answer to what was recorded: one line a person's act, with its number and both times.
    pub(super) fn recorded(&mut self, ack: &Ack) -> Result<Answer, Message> {
        let incident = self.app.incident(&ack.incident)?;
        let plan = self.app.plan_of(&incident);
        let mut lines = Vec::new();
        let mut text = String::new();
        for line in &ack.lines {
            let hash = line.hash();
            let number = resolve::number(&incident, &hash);
            lines.push(json!({
                "number": number,
                "line": hash.to_string(),
                "origin": line.envelope.origin.as_str(),
                "seq": line.envelope.seq,
                "kind": line.envelope.kind,
                "occurred_at": line.envelope.occurred_at.map(write),
                "recorded_at": write(line.envelope.recorded_at),
                "text": line.envelope.text,
            }));
            let claimed = matches!(line.event, Event::EntryClaimed(_));
            if claimed || !crate::domain::entry::is_bookkeeping(&line.event) {
                let when = crate::domain::wording::when(&plan.facility, &line.occurred(), crate::i18n::current());
                let number = number.unwrap_or_default();
                // On one line: what was typed must not be able to look like an answer of the program.
                let envelope = &line.envelope;
                let way = way(envelope.from.as_deref(), envelope.to.as_deref(), &envelope.text);
                let said = cut(&sanitize::line(&format!("{way}{}", envelope.text)), ECHO_CELLS, Ambiguous::Narrow);
                text.push_str(&t!("cli-recorded", number = number, at = when, text = said));
                text.push('\n');
            }
        }
        let notices: Vec<Notice> = self.notices.drain(..).chain(ack.notices.iter().cloned()).collect();
        let mut said: Vec<String> = notices.iter().map(|notice| message::notice(notice, &plan)).collect();
        said.extend(self.record_problem(&ack.incident)?);
        let json = json!({ "incident": ack.incident.as_str(), "lines": lines });
        let mut answer = Answer::new(text, "recorded", json);
        answer.notices = said;
        Ok(answer)
    }

    /// A record that is not where it should be, in words.
    pub(super) fn record_problem(&mut self, incident: &Id) -> Result<Option<String>, Message> {
        let record = self.app.record(incident)?;
        Ok(match (record.problem(), record.rung()) {
            (Some(problem), Rung::Spool(path)) => Some(message::problem(problem, path)),
            _ => None,
        })
    }

    /// What happened to lines that lay in spools, whatever the command.
    pub(super) fn spool_remarks(&self) -> Vec<String> {
        message::spool_remarks(self.app.taken_in(), &self.app.left_out())
    }

    /// `--set FACT=VALUE`, as often as it was given.
    pub(super) fn facts(
        &self,
        plan: &Plan,
        typed: &[String],
        confidence: Option<&str>,
    ) -> Result<Vec<FactValue>, Message> {
        let confidence = Self::confidence(confidence)?;
        let now = self.now();
        typed.iter().map(|typed| values::assignment(plan, typed, confidence, now).map_err(refused)).collect()
    }

    /// `--confidence`; confirmed where it is not given.
    pub(super) fn confidence(typed: Option<&str>) -> Result<Confidence, Message> {
        match typed {
            None => Ok(Confidence::Confirmed),
            Some(typed) => {
                values::confidence(typed).ok_or_else(|| usage("confidence", t!("cli-confidence", typed = typed)))
            }
        }
    }
}

/// A refusal as a message.
pub(super) fn refused(refusal: Refusal) -> Message {
    Message::from(&refusal)
}

/// A message of wrong usage.
pub(super) fn usage(code: &'static str, what: String) -> Message {
    Message::new(code, message::Exit::Usage, what)
}

/// A line that says something, as JSON: which one, when, by whom.
pub(super) fn line_json<T>(made: &Made<T>) -> Json {
    json!({ "line": made.line.to_string(), "at": made.at.map(write), "by": who(made.actor.as_ref()) })
}

/// A person as JSON.
pub(super) fn who(who: Option<&Who>) -> Json {
    who.map_or(Json::Null, |who| json!({ "id": who.id, "name": who.name, "role": who.role }))
}
