//! `sonae return`: everything that is open on the way back to normal, who has taken it, and how what was taken was settled.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::context::{Context, usage, who};
use super::out::{self, Answer};
use super::past::{Asked, ListOr, Looked, Past};
use super::stand_down::date;
use crate::domain::command::{Command, Taking};
use crate::domain::event::Taken;
use crate::domain::hash::Hash;
use crate::domain::incident::{Incident, Made};
use crate::domain::open_items::short_name;
use crate::domain::return_list::{ReturnItem, awaited, return_list, settled};
use crate::domain::when::write;
use crate::domain::wording;
use crate::message::Message;
use crate::message::ledger::{open_kind, taken, today};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Return {
    #[command(flatten)]
    asked: ListOr<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    Take {
        item: String,
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: String,
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

impl Return {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.asked.asked() {
            Asked::List(past) => list(context, &past),
            Asked::Act(Act::Take { item, until, reason }) => {
                let (id, _, plan) = context.incident()?;
                // Who takes it stands behind the option that says whom a line is for, as in a hand-over.
                let Some(to) = context.common.to.take() else { return Err(usage("return-to", t!("return-to"))) };
                let taker = context.person(&plan, &to)?;
                let until = date(context, &until)?;
                context.act(&id, &plan, Command::Take(Taking { item, taker, until, reason }))
            }
        }
    }
}

fn list(context: &mut Context, past: &Past) -> Result<Answer, Message> {
    let looked = past.look(context)?;
    let Looked { id, incident, plan, now } = &looked;
    let list = return_list(incident, plan);
    let done = settled(incident, plan);
    let day = today(&plan.facility, *now);
    let (count, late) = awaited(incident, plan, day);
    let data = json!({
        "incident": id.as_str(),
        "at": write(*now),
        "on_the_way_back": count,
        "overdue": late,
        "open": list.iter().map(|item| shape(item, item.is_overdue(day))).collect::<Vec<_>>(),
        "settled": done.iter().map(|(taken, line)| done_shape(taken, *line, incident)).collect::<Vec<_>>(),
    });
    looked.answer(context, text(&looked, (&list, &done)), "return", data)
}

type Lists<'a> = (&'a [ReturnItem], &'a [(Made<Taken>, Option<Hash>)]);

fn text(looked: &Looked, (list, done): Lists<'_>) -> String {
    let Looked { incident, plan, now, .. } = looked;
    let facility = &plan.facility;
    let day = today(facility, *now);
    let mut lines = looked.head(&t!("return-title"));
    lines.push(if list.is_empty() { t!("return-none") } else { t!("return-count", count = list.len()) });
    for item in list {
        let late = item.is_overdue(day);
        let mark = if late { "!" } else { " " };
        lines.push(format!(
            "{mark} [{}] {}  ({})",
            open_kind(&item.item.what),
            item.item.title,
            short_name(&item.item.id())
        ));
        let due = item.item.due.map(|due| t!("return-due", at = wording::moment(facility, due)));
        let by = item.taken.as_ref().map(|made| taken(made, facility, late));
        lines.extend(due.into_iter().chain(by).map(|said| format!("      {said}")));
    }
    if !done.is_empty() {
        lines.extend([String::new(), t!("return-settled", count = done.len())]);
    }
    for (made, line) in done {
        lines.push(format!("  {}  ({})", made.made.title, short_name(&made.made.item)));
        lines.push(format!("      {}", taken(made, facility, false)));
        let entry = line.and_then(|line| incident.entry(&line));
        lines.push(match entry {
            Some(entry) => {
                let at = wording::when(facility, &entry.when(), crate::i18n::current());
                let by = entry.actor().map_or_else(|| t!("report-nameless"), |who| wording::who(facility, who));
                format!("      {}", t!("return-settled-by", text = entry.text(), at = at, who = by))
            }
            None => format!("      {}", t!("return-settled-otherwise")),
        });
    }
    out::lines(&lines)
}

fn taker_json(taken: &Made<Taken>) -> Json {
    json!({
        "who": who(Some(&taken.made.taker)),
        "until": taken.made.until,
        "reason": taken.made.reason,
        "line": taken.line.to_string(),
        "at": taken.at.map(write),
        "by": who(taken.actor.as_ref()),
    })
}

fn shape(item: &ReturnItem, is_overdue: bool) -> Json {
    json!({
        "item": item.item.id(),
        "title": item.item.title,
        "due": item.item.due.map(write),
        "on_the_way_back": item.is_awaited(),
        "taken": item.taken.as_ref().map(taker_json),
        "overdue": is_overdue,
    })
}

fn done_shape(taken: &Made<Taken>, line: Option<Hash>, incident: &Incident) -> Json {
    let entry = line.and_then(|line| incident.entry(&line));
    json!({
        "item": taken.made.item,
        "title": taken.made.title,
        "taken": taker_json(taken),
        "settled": entry.map(|entry| json!({
            "line": entry.hash().to_string(),
            "at": entry.at().map(write),
            "by": who(entry.actor()),
            "text": entry.text(),
        })),
    })
}
