//! `sonae mode`: how each department stands and works; without a department the board and the situation for the meeting.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, refused, who};
use super::meant::department;
use super::out::{self, Answer};
use super::past::{Asked, ListOr, Looked, Past};
use crate::app::standing::series;
use crate::domain::board::{Row, board, progress, situation, steps, with_quiet_lists};
use crate::domain::command::{Command, Degrading};
use crate::domain::event::Mode;
use crate::domain::guide::StepState;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::when::{Moment, write};
use crate::domain::wording;
use crate::message::Message;
use crate::message::mode::{level_of, mode, patients, said, situation as situation_words, way};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct ModeOf {
    #[command(flatten)]
    asked: ListOr<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
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
        match self.asked.asked() {
            Asked::List(past) => list(context, &past),
            Asked::Act(Act::Set { department: typed, state, remark }) => {
                let (id, _, plan) = context.incident()?;
                let department = department(&plan, &typed)?;
                let state = match state {
                    StateName::Normal => Mode::Normal,
                    StateName::Degraded => Mode::Degraded,
                    StateName::Stopped => Mode::Stopped,
                };
                context.act(&id, &plan, Command::Degrade(Degrading::Set { department, state, remark }))
            }
            Asked::Act(Act::Show { department, level }) => show(context, &department, level),
            Asked::Act(Act::Patients { department: typed, place, count, quiet }) => {
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

fn list(context: &mut Context, past: &Past) -> Result<Answer, Message> {
    let as_of = past.as_of(context)?;
    let looked = past.look(context)?;
    let Looked { id, incident, plan, now } = &looked;
    let rows = with_quiet_lists(board(incident, plan), &context.app.incident_as_of(&series()?, as_of)?);
    let told = situation(&rows, *now);
    let level = level_of(&plan.facility, incident.level());
    let words = situation_words(&told);
    let data = json!({
        "incident": id.as_str(),
        "at": write(*now),
        "level": incident.level(),
        "situation": words,
        "departments": rows.iter().zip(progress(incident, plan, &rows, *now))
            .map(|(row, steps)| shape(row, steps, level))
            .collect::<Vec<_>>(),
    });
    looked.answer(context, text(incident, plan, &rows, &words, *now), "mode", data)
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
    out::lines(&lines)
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
    Ok(Answer::new(out::lines(&lines), "mode-department", data))
}
