//! `sonae stand-down`: the emergency is over. Open items never block; each gets a taker, a date and a reason.

use chrono::NaiveDate;
use clap::Args;

use super::context::{Context, usage};
use super::out::Answer;
use crate::app::moment::when_due;
use crate::domain::command::{Assignment, Command};
use crate::domain::open_items::open_items;
use crate::domain::plan::Plan;
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct StandDown {
    #[arg(long, value_name = "PERSON")]
    taker: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
    #[arg(long)]
    reason: Option<String>,
    #[arg(long, value_name = "ITEM=PERSON[,DATE[,REASON]]")]
    item: Vec<String>,
    #[arg(long)]
    list: bool,
}

impl StandDown {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        if self.list {
            let items = open_items(&incident, &plan);
            let json: Vec<_> =
                items.iter().map(|item| serde_json::json!({ "item": item.id(), "title": item.title })).collect();
            let text: Vec<String> =
                items.iter().map(|item| format!("{}  {}", item.id(), sanitize::line(&item.title))).collect();
            let json = serde_json::json!({ "incident": id.as_str(), "items": json });
            return Ok(Answer::new(text.join("\n"), "open-items", json));
        }
        let taker = self.taker.as_deref().map(|typed| context.person(&plan, typed)).transpose()?;
        let until = self.until.as_deref().map(|typed| date(context, typed)).transpose()?;
        let otherwise = Assignment { item: String::new(), taker, until, reason: self.reason.clone() };
        let takers = self.item.iter().map(|typed| assignment(context, &plan, typed)).collect::<Result<_, _>>()?;
        context.act(&id, &plan, Command::StandDown { takers, otherwise })
    }
}

/// `step:ransomware:back-entry=suzuki,2026-11-30,紙の入力が残る`
fn assignment(context: &mut Context, plan: &Plan, typed: &str) -> Result<Assignment, Message> {
    let wrong = || usage("item", t!("stand-down-item", typed = typed));
    let (item, rest) = typed.split_once('=').ok_or_else(wrong)?;
    let mut parts = rest.splitn(3, ',');
    let person = parts.next().filter(|person| !person.trim().is_empty()).ok_or_else(wrong)?;
    let taker = Some(context.person(plan, person)?);
    let until = parts.next().filter(|until| !until.trim().is_empty()).map(|typed| date(context, typed)).transpose()?;
    let reason = parts.next().map(str::trim).filter(|reason| !reason.is_empty()).map(ToOwned::to_owned);
    Ok(Assignment { item: item.trim().to_owned(), taker, until, reason })
}

/// By which date: `2026-11-30`, and what the forms of the terminal take: `11/30`.
pub(super) fn date(context: &Context, typed: &str) -> Result<NaiveDate, Message> {
    if let Ok(date) = typed.trim().parse() {
        return Ok(date);
    }
    let due = when_due(typed, context.now());
    due.map(|due| due.date_naive()).map_err(|_not_a_date| usage("date", t!("cli-date", typed = typed)))
}
