//! `sonae readiness`: how ready the facility is; `done` and `read` record in the standing series; `report` and `chart` are taken away.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::context::{Context, refused, usage};
use super::out::Answer;
use crate::app::moment::when_or_day;
use crate::app::readiness::file_called;
use crate::app::report::Format;
use crate::app::standing::series;
use crate::app::{Act, AppError};
use crate::domain::command::Command;
use crate::domain::event::{DutyDone, FileRead};
use crate::domain::plan::Plan;
use crate::domain::readiness::{Group, Readiness as Found, State};
use crate::domain::resolve;
use crate::domain::who::Who;
use crate::message::{Exit, Message};
use crate::report::readiness::words;
use crate::report::timeline::{self, Order};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Readiness {
    #[command(subcommand)]
    action: Option<Action>,
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    Done {
        duty: String,
        #[arg(long, value_name = "TEXT")]
        result: Option<String>,
        #[arg(long, value_name = "TEXT")]
        material: Option<String>,
        #[arg(long, value_name = "NAME")]
        attended: Vec<String>,
    },
    Read {
        file: String,
        #[arg(long, value_name = "NAME")]
        reader: Vec<String>,
    },
    Log,
    Withdraw {
        line: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Report {
        #[arg(long, default_value = "md")]
        format: FormatName,
    },
    Chart {
        #[arg(long)]
        svg: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    Md,
    Html,
    Json,
}

impl Readiness {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None => look(context, self.strict),
            Some(Action::Done { duty, result, material, attended }) => {
                let known = context.app.site().year().iter().find(|known| known.id.as_str() == duty).cloned();
                let Some(known) = known else { return Err(no_duty(context, &duty)) };
                let plan = context.app.site().plan().clone();
                let attended = people(context, &plan, &attended)?;
                let done = DutyDone { duty: known.id, title: known.title, result, material, attended };
                record(context, &plan, Command::DutyDone(done))
            }
            Some(Action::Read { file, reader }) => read(context, &file, &reader),
            Some(Action::Log) => log(context),
            Some(Action::Withdraw { line, reason }) => {
                let plan = context.app.site().plan().clone();
                let target = resolve::line(&context.app.standing()?, &line).map_err(refused)?;
                record(context, &plan, Command::Withdraw { target, reason })
            }
            Some(Action::Report { format }) => report(context, format),
            Some(Action::Chart { svg }) => Ok(Answer::file(context.app.contact_chart(svg).into_bytes())),
        }
    }
}

/// How everything stands.
fn look(context: &mut Context, strict: bool) -> Result<Answer, Message> {
    let found = context.app.readiness()?;
    let lang = crate::i18n::current();
    let findings = found.findings.iter().map(|finding| {
        json!({
            "group": finding.group.word(),
            "state": finding.state.word(),
            "what": words::what(&finding.what, lang),
            "last": finding.last.map(words::day),
            "due": finding.due.map(words::day),
            "whose": finding.whose,
            "mend": words::mend(&finding.mend),
        })
    });
    let findings: Vec<_> = findings.collect();
    let readings = found.readings.iter().map(|reading| {
        let people = reading.people.iter().map(|reader| {
            use crate::domain::readiness::ReadMark;
            let (read_on, older) = match &reader.mark {
                ReadMark::Read(date) => (Some(words::day(*date)), None),
                ReadMark::Older(version) => (None, Some(version.clone())),
                ReadMark::Unread => (None, None),
            };
            json!({ "person": reader.person, "name": reader.name, "read_on": read_on, "older_version": older })
        });
        json!({
            "path": reading.path,
            "title": reading.title,
            "version": reading.version,
            "people": people.collect::<Vec<_>>(),
        })
    });
    let readings: Vec<_> = readings.collect();
    let data = json!({
        "today": words::day(found.today),
        "caution": t!("readiness-caution"),
        "samples": found.samples(),
        "findings": findings,
        "readings": readings,
    });
    let mut answer = Answer::new(text(&found), "readiness", data);
    if strict && found.is_open() {
        answer.exit = Exit::Refused;
    }
    answer.notices.extend(context.record_problem(&series()?)?);
    Ok(answer)
}

/// What is open, by group; what is done is counted.
fn text(found: &Found) -> String {
    let lang = crate::i18n::current();
    let mut rows = vec![
        t!("readiness-head", date = words::day(found.today)),
        t!("readiness-caution"),
        words::counts(found).unwrap_or_else(|| t!("readiness-nothing-open")),
    ];
    for group in Group::ALL {
        let findings = found.of(group);
        if findings.is_empty() {
            continue;
        }
        rows.push(String::new());
        rows.push(format!("# {}", words::group(group)));
        let (done, open): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.state == State::Done);
        for finding in open {
            let mut row = words::in_one_row(finding, lang);
            if let crate::domain::readiness::What::Reading { unread, .. } = &finding.what {
                row = format!("{row}: {}", words::names(unread));
            }
            rows.push(format!("- {row}"));
            let whose = finding.whose.as_ref().map(|who| t!("readiness-whose", who = who.as_str()));
            let mended = t!("readiness-where", place = words::mend(&finding.mend));
            rows.push(format!(
                "    {}",
                whose.into_iter().chain([mended]).collect::<Vec<_>>().join(&t!("list-separator"))
            ));
        }
        if !done.is_empty() {
            rows.push(format!("- {}", t!("readiness-count-done", count = done.len())));
        }
    }
    rows.iter().map(|row| format!("{}\n", indented(row))).collect()
}

/// One row, harmless, with the blanks in front that it has.
fn indented(row: &str) -> String {
    let text = row.trim_start();
    let lead = row.chars().take_while(|c| *c == ' ').collect::<String>();
    format!("{lead}{}", sanitize::line(text))
}

fn no_duty(context: &Context, typed: &str) -> Message {
    let known: Vec<&str> = context.app.site().year().iter().map(|duty| duty.id.as_str()).collect();
    let message = usage("not-found", t!("readiness-no-duty", typed = sanitize::line(typed).into_owned()));
    message.hint(t!("readiness-known", known = known.join(", ")))
}

fn read(context: &mut Context, typed: &str, readers: &[String]) -> Result<Answer, Message> {
    let Some(file) = file_called(context.app.site(), typed) else {
        let known: Vec<&str> = context.app.site().plan().runbooks.iter().map(|runbook| runbook.id.as_str()).collect();
        let message = usage("not-found", t!("readiness-no-file", typed = sanitize::line(typed).into_owned()));
        return Err(message.hint(t!("readiness-known", known = known.join(", "))));
    };
    if readers.is_empty() {
        return Err(usage("needs-person", t!("readiness-no-readers")));
    }
    let plan = context.app.site().plan().clone();
    let readers = people(context, &plan, readers)?;
    let (path, title, version, sha256) = (file.path, file.title, file.version, file.sha256);
    record(context, &plan, Command::FileRead(FileRead { path, title, version, sha256, readers }))
}

/// People, as often as the option was given, several of them apart by 、 or a comma. Nobody twice.
fn people(context: &mut Context, plan: &Plan, typed: &[String]) -> Result<Vec<Who>, Message> {
    let mut people: Vec<Who> = Vec::new();
    for name in crate::app::values::names(typed) {
        let who = context.person(plan, &name)?;
        if !people.iter().any(|known| known.same_person(&who)) {
            people.push(who);
        }
    }
    Ok(people)
}

/// Records in the standing series, with the common options around it. A day alone is time enough here.
fn record(context: &mut Context, plan: &Plan, command: Command) -> Result<Answer, Message> {
    let (by, for_) = context.people(plan)?;
    let occurred = when_or_day(context.common.at.as_deref(), context.now()).map_err(AppError::from)?;
    let (via, from, to) = (context.common.via.clone(), context.common.from.clone(), context.common.to.clone());
    let act = Act { command, occurred, by, for_, via, from, to, agreed: context.common.yes };
    context.record(&series()?, &act)
}

/// The standing series as rows of a chronology.
fn log(context: &mut Context) -> Result<Answer, Message> {
    let id = series()?;
    let incident = context.app.standing()?;
    let plan = context.app.site().plan();
    let rows = timeline::rows(&incident, plan, Order::Occurred, crate::i18n::current());
    let mut answer = Answer::new(timeline::text(&rows), "timeline", json!({ "incident": id, "rows": rows }));
    answer.notices.extend(context.record_problem(&id)?);
    Ok(answer)
}

fn report(context: &mut Context, format: FormatName) -> Result<Answer, Message> {
    let format = match format {
        FormatName::Md if !context.common.json => Format::Markdown,
        FormatName::Html => Format::Html,
        FormatName::Md | FormatName::Json => {
            let made = context.app.inspection()?;
            return Ok(Answer::data("inspection", json!(made)));
        }
    };
    let mut answer = Answer::file(context.app.inspection_report(format)?.into_bytes());
    answer.notices.extend(context.record_problem(&series()?)?);
    Ok(answer)
}
