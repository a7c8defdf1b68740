//! `sonae call --next` and `sonae call --sheet`: whom to call, why, and what to say.

use serde_json::{Value as Json, json};

use super::context::{Context, refused};
use super::out::{self, Answer};
use crate::domain::call_script::{Asked, script};
use crate::domain::call_sheet::{ToCall, Why, sheet};
use crate::domain::contact::{Contact, Phone, Standing};
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::Notice;
use crate::domain::resolve;
use crate::domain::when::{Moment, write};
use crate::domain::who::Who;
use crate::i18n::current;
use crate::message::Message;
use crate::message::call::{attempt_words, state_words, why_words};
use crate::t;

/// What the rows are made of.
struct Around<'a> {
    incident: &'a Incident,
    plan: &'a Plan,
    by: Option<&'a Who>,
    now: Moment,
}

/// The call sheet, or who is next on it.
pub(super) fn answer(context: &mut Context, only_next: bool) -> Result<Answer, Message> {
    let (id, incident, plan) = context.incident()?;
    let by = context.common.by.clone().map(|typed| resolve::person(&plan, &typed)).transpose().map_err(refused)?;
    let now = context.now();
    let rows = sheet(&incident, &plan, context.app.site().contacts(), now);
    let (waiting, told): (Vec<_>, Vec<_>) = rows.iter().partition(|row| !row.is_told());
    let around = Around { incident: &incident, plan: &plan, by: by.as_ref().map(|(who, _)| who), now };
    let shown: Vec<&ToCall<'_>> =
        if only_next { waiting.iter().take(1).copied().collect() } else { rows.iter().collect() };
    let mut text = Vec::new();
    if incident.drill {
        text.push(t!("call-sheet-drill"));
    }
    match shown.first() {
        None if only_next => text.push(t!("call-sheet-nobody-next", told = told.len())),
        None => text.push(t!("call-sheet-empty")),
        Some(next) if only_next => text.extend(around.in_full(next)),
        Some(_) => {
            text.push(t!("call-sheet-head", open = waiting.len(), told = told.len()));
            text.extend(shown.iter().flat_map(|row| around.in_brief(row)));
        }
    }
    let text = out::lines(&text);
    let rows: Vec<Json> = shown.iter().map(|row| around.shape(row)).collect();
    let data = json!({ "incident": id.as_str(), "open": waiting.len(), "told": told.len(), "calls": rows });
    if only_next && let Some(contact) = shown.first().and_then(|row| row.contact) {
        match contact.standing() {
            Standing::Sample => context.notices.push(Notice::Sample),
            Standing::Unverified => context.notices.push(Notice::Unverified),
            Standing::Verified => {}
        }
    }
    let mut answer = Answer::new(text, "call-sheet", data);
    answer.notices.extend(context.notices.drain(..).map(|notice| crate::message::notice(&notice, &plan)));
    answer.notices.extend(context.record_problem(&id)?);
    Ok(answer)
}

impl Around<'_> {
    fn script(&self, row: &ToCall<'_>) -> Vec<String> {
        let Some(contact) = row.contact.filter(|_| !row.is_told()) else { return Vec::new() };
        let asked = Asked { contact, step: row.step(), whys: &row.whys, by: self.by, now: self.now };
        script(self.incident, self.plan, &asked, current())
    }

    /// Whom, at which number, why, and what to say.
    fn in_full(&self, row: &ToCall<'_>) -> Vec<String> {
        let mut lines = vec![t!("sheet-next-to-call", name = named(row))];
        lines.push(t!("call-sheet-number", number = number(row, self.plan)));
        lines.extend(row.whys.iter().map(|why| format!("  {}", why_words(why, self.plan, self.now))));
        let tried: Vec<String> = row.attempts.iter().rev().map(|call| attempt_words(call, self.now)).collect();
        if !tried.is_empty() {
            lines.push(format!("  {}", t!("call-tried", tried = tried.join(&t!("list-separator")))));
        }
        if let Some(again) = row.again.filter(|again| *again > self.now) {
            let at = again.with_timezone(&self.plan.facility.offset).format("%m/%d %H:%M").to_string();
            lines.push(format!("  {}", t!("call-sheet-wait", at = at)));
        }
        if let Some(other) = row.offered() {
            lines.push(format!(
                "  {}",
                t!("call-sheet-alternate", name = other.name.as_str(), id = other.id.to_string())
            ));
        }
        let script = self.script(row);
        if !script.is_empty() {
            lines.push(t!("call-say"));
            lines.extend(script.iter().map(|line| format!("  {line}")));
        }
        lines.push(t!("call-sheet-then", id = row.id.to_string()));
        lines
    }

    fn in_brief(&self, row: &ToCall<'_>) -> Vec<String> {
        let mark = match () {
            () if row.is_told() => "[x]",
            () if row.waits(self.now) => "[-]",
            () => "[ ]",
        };
        let mut lines = vec![format!("{mark} {}  {}  {}", row.id, row.name, state_words(row, self.now))];
        lines.extend(row.whys.iter().map(|why| format!("      {}", why_words(why, self.plan, self.now))));
        lines
    }

    fn shape(&self, row: &ToCall<'_>) -> Json {
        let step = row.step().map(ToString::to_string);
        let duties: Vec<&str> = row.whys.iter().filter_map(duty).collect();
        json!({
            "contact": row.id,
            "name": row.name,
            "numbers": numbers(row, self.plan),
            "standing": row.contact.map(|contact| match contact.standing() {
                Standing::Verified => "verified",
                Standing::Unverified => "unverified",
                Standing::Sample => "sample",
            }),
            "told": row.is_told(),
            "waits": row.waits(self.now),
            "again": row.again.map(write),
            "state": state_words(row, self.now),
            "why": row.whys.iter().map(|why| why_words(why, self.plan, self.now)).collect::<Vec<_>>(),
            "duties": duties,
            "step": step,
            "attempts": row.attempts.iter().map(|call| json!({
                "line": call.line.to_string(),
                "at": call.at.map(write),
                "result": call.made.result.word(),
                "told": call.made.is_told(),
            })).collect::<Vec<_>>(),
            "alternates": row.alternates.iter().map(|contact| contact.id.clone()).collect::<Vec<_>>(),
            "script": self.script(row),
        })
    }
}

fn duty<'a>(why: &'a Why<'_>) -> Option<&'a str> {
    match why {
        Why::Duty(clock) => Some(clock.duty.id.as_str()),
        _ => None,
    }
}

fn named(row: &ToCall<'_>) -> String {
    match row.contact.and_then(|contact| contact.desk.as_deref()) {
        Some(desk) => format!("{}  {desk}", row.name),
        None => row.name.clone(),
    }
}

/// The numbers in their order. An invented one is not shown.
fn numbers(row: &ToCall<'_>, plan: &Plan) -> Vec<String> {
    let Some(contact) = row.contact.filter(|contact| contact.standing() != Standing::Sample) else { return Vec::new() };
    let person = contact.person.as_ref().and_then(|id| plan.facility.person(id.as_str()));
    let own = person.filter(|person| !person.sample).and_then(|person| person.phone.clone());
    own.into_iter().chain(contact.phones.iter().map(Phone::in_words)).collect()
}

/// The numbers with how sure they are.
fn number(row: &ToCall<'_>, plan: &Plan) -> String {
    let numbers = numbers(row, plan).join(&t!("list-separator"));
    match row.contact.map(|contact| (contact.standing(), contact)) {
        None => t!("sheet-not-listed"),
        Some((Standing::Sample, _)) => t!("contact-sample"),
        _ if numbers.is_empty() => t!("contact-no-number"),
        Some((Standing::Unverified, _)) => format!("{numbers} ({})", t!("contact-unverified")),
        Some((Standing::Verified, Contact { verified, .. })) => {
            t!("call-number-verified", number = numbers, date = verified.clone().unwrap_or_default())
        }
    }
}
