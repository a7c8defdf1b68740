//! `sonae mode`: how each department stands and works; without a department the board and the situation for the meeting.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, refused, who};
use super::out::Answer;
use super::status::as_of;
use crate::app::standing::series;
use crate::domain::board::{Row, board, progress, situation, steps, with_quiet_lists};
use crate::domain::command::{Command, Degrading};
use crate::domain::event::Mode;
use crate::domain::guide::StepState;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::when::{Moment, write};
use crate::domain::wording;
use crate::message::Message;
use crate::message::mode::{level_of, mode, patients, said, situation as situation_words, way};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ModeOf {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(List),
    Set {
        department: String,
        state: StateName,
        #[arg(long, value_name = "TEXT")]
        remark: Option<String>,
    },
    Show {
        department: String,
        #[arg(long, value_name = "LEVEL")]
        level: Option<u8>,
    },
    Patients {
        department: String,
        #[arg(long, value_name = "TEXT")]
        place: String,
        #[arg(long, value_name = "N")]
        count: Option<u32>,
        #[arg(long)]
        quiet: bool,
    },
}

#[derive(Debug, Args)]
struct List {
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StateName {
    #[value(alias = "通常")]
    Normal,
    #[value(alias = "縮退")]
    Degraded,
    #[value(alias = "停止")]
    Stopped,
}

impl ModeOf {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.action {
            None => self.list.run(context),
            Some(Action::List(list)) => list.run(context),
            Some(Action::Set { department: typed, state, remark }) => {
                let (id, _, plan) = context.incident()?;
                let department = department(&plan, &typed)?;
                let state = match state {
                    StateName::Normal => Mode::Normal,
                    StateName::Degraded => Mode::Degraded,
                    StateName::Stopped => Mode::Stopped,
                };
                context.act(&id, &plan, Command::Degrade(Degrading::Set { department, state, remark }))
            }
            Some(Action::Show { department, level }) => show(context, &department, level),
            Some(Action::Patients { department: typed, place, count, quiet }) => {
                if quiet {
                    let plan = context.app.site().plan().clone();
                    let department = department(&plan, &typed)?;
                    let (by, _) = context.people(&plan)?;
                    let occurred = context.occurred()?;
                    let command = Command::Degrade(Degrading::List { department, place, count });
                    let ack = context.app.act_standing(command, occurred, by)?;
                    return context.recorded(&ack);
                }
                let (id, _, plan) = context.incident()?;
                let department = department(&plan, &typed)?;
                context.act(&id, &plan, Command::Degrade(Degrading::List { department, place, count }))
            }
        }
    }
}

/// The department that is meant, by id or title.
fn department(plan: &Plan, typed: &str) -> Result<Id, Message> {
    let typed = typed.trim();
    let departments = &plan.facility.departments;
    let found = departments.iter().find(|known| known.id.as_str() == typed || known.title == typed);
    found.map(|known| known.id.clone()).ok_or_else(|| {
        let near = near(typed, departments.iter().map(|known| known.id.as_str()));
        refused(Refusal::NotFound { what: What::Department, typed: typed.to_owned(), near })
    })
}

impl List {
    fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        let as_of = as_of(context, self.as_of.as_deref(), self.known_at.as_deref())?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let now = as_of.moment().unwrap_or_else(|| context.now());
        let rows = with_quiet_lists(board(&incident, &plan), &context.app.incident_as_of(&series()?, as_of)?);
        let told = situation(&rows, now);
        let level = level_of(&plan.facility, incident.level());
        let words = situation_words(&told);
        let data = json!({
            "incident": id.as_str(),
            "at": write(now),
            "level": incident.level(),
            "situation": words,
            "departments": rows.iter().zip(progress(&incident, &plan, &rows, now))
                .map(|(row, steps)| shape(row, steps, level))
                .collect::<Vec<_>>(),
        });
        let mut answer = Answer::new(text(&incident, &plan, &rows, &words, now), "mode", data);
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}

fn text(incident: &Incident, plan: &Plan, rows: &[Row<'_>], situation: &[String], now: Moment) -> String {
    let facility = &plan.facility;
    let mark = if incident.drill { t!("report-mark-drill") } else { String::new() };
    let mut lines = vec![format!("{mark}{}", t!("mode-as-of", at = wording::moment(facility, now)))];
    lines.extend(situation.iter().cloned());
    lines.push(String::new());
    for row in rows {
        let said = said(row, facility).map(|said| format!("  {said}")).unwrap_or_default();
        lines.push(format!("  [{}] {} ({}){said}", mode(row.mode()), row.title, row.id));
        lines.push(format!("      {}", patients(row, facility)));
    }
    lines.iter().map(|line| format!("{}\n", sanitize::line(line))).collect()
}

fn shape(row: &Row<'_>, (done, steps): (usize, usize), level: u8) -> Json {
    json!({
        "id": row.id.as_str(),
        "title": row.title,
        "state": row.mode().map(Mode::word),
        "since": row.since().map(write),
        "by": who(row.last().and_then(|said| said.actor.as_ref())),
        "remark": row.last().and_then(|said| said.made.remark.as_deref()),
        "way": row.way(level).map(|(of, way)| json!({
            "level": level,
            "same_as": (of != level).then_some(of),
            "stops": way.stops,
            "orders": way.orders,
            "results": way.results,
            "decides": way.decides,
            "back": way.back,
            "paper": way.paper.iter().map(|paper| json!({
                "name": paper.name, "place": paper.place, "sheets": paper.sheets, "hours": paper.hours,
            })).collect::<Vec<_>>(),
        })),
        "patients": row.listed.as_ref().map(|listed| json!({
            "place": listed.made.place,
            "count": listed.made.count,
            "at": listed.at.map(write),
        })),
        "steps": { "done": done, "all": steps },
    })
}

/// One department: how it stands, how it works at a level, its patients, its steps.
fn show(context: &mut Context, typed: &str, level: Option<u8>) -> Result<Answer, Message> {
    let (_, incident, plan) = context.incident()?;
    let id = department(&plan, typed)?;
    let facility = &plan.facility;
    if let Some(level) = level.filter(|level| facility.level(*level).is_none()) {
        let near = facility.levels.iter().map(|known| known.number.to_string()).collect();
        return Err(refused(Refusal::NotFound { what: What::Level, typed: level.to_string(), near }));
    }
    let level = level.unwrap_or_else(|| level_of(facility, incident.level()));
    let rows = with_quiet_lists(board(&incident, &plan), &context.app.standing()?);
    let Some(row) = rows.into_iter().find(|row| row.id == id) else {
        return Err(refused(Refusal::NotFound { what: What::Department, typed: id.to_string(), near: Vec::new() }));
    };
    let mut lines = vec![format!("{}  [{}]", row.title, mode(row.mode()))];
    lines.extend(said(&row, facility));
    lines.extend([patients(&row, facility), String::new(), t!("mode-level", level = level)]);
    match row.way(level) {
        Some((of, found)) => lines.extend(way(found, level, of, facility).into_iter().map(|line| format!("  {line}"))),
        None => lines.push(format!("  {}", t!("mode-no-cell"))),
    }
    let steps = steps(&incident, &plan, &id);
    if !steps.is_empty() {
        lines.extend([String::new(), t!("mode-steps")]);
        lines.extend(steps.iter().map(|step| {
            let mark = if step.state == StepState::Done { "[x]" } else { "[ ]" };
            format!("  {mark} {} ({})", wording::step_title(step.placed.step, None), step.key)
        }));
    }
    let seen_to =
        progress(&incident, &plan, std::slice::from_ref(&row), context.now()).first().copied().unwrap_or_default();
    let data = shape(&row, seen_to, level);
    let text: String = lines.iter().map(|line| format!("{}\n", sanitize::line(line))).collect();
    Ok(Answer::new(text, "mode-department", data))
}
