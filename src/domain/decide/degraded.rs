//! Working without the system: how departments stand, where patients are listed, emergency accounts.
//!
//! Owns what such a line must have.

use super::{kept, known, not_empty, one};
use crate::domain::accounts::accounts;
use crate::domain::command::{Context, Decision, Degrading};
use crate::domain::event::{AccountClosed, AccountUsed, Event, ModeSet, PatientsListed};
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::wording::degraded as wording;

pub(super) fn degrade(incident: &Incident, context: &Context<'_>, act: &Degrading) -> Result<Decision, Refusal> {
    match act {
        Degrading::Set { department, state, remark } => {
            let department = known::department(context, department)?;
            let (id, title) = (department.id.clone(), department.title.clone());
            let made = ModeSet { department: id, title, state: *state, remark: kept(remark.as_deref()) };
            let text = wording::set(context.plan, &made);
            one(context, Event::ModeSet(made), text)
        }
        Degrading::List { department, place, count } => {
            let department = known::department(context, department)?;
            let (id, title) = (department.id.clone(), department.title.clone());
            let made = PatientsListed { department: id, title, place: not_empty(place)?.to_owned(), count: *count };
            let text = wording::listed(context.plan, &made);
            one(context, Event::PatientsListed(made), text)
        }
        Degrading::UseAccount { account, seal, why, approved_by } => {
            // Who used it is what the report is asked for first.
            context.actor().ok_or(Refusal::NeedsPerson)?;
            let account = not_empty(account)?.to_owned();
            let (seal, why) = (kept(seal.as_deref()), not_empty(why)?.to_owned());
            let made = AccountUsed { account, seal, why, approved_by: approved_by.clone() };
            let text = wording::used(context.plan, &made);
            let mut decision = one(context, Event::AccountUsed(made), text)?;
            if approved_by.is_none() {
                decision.notices.push(Notice::NobodyApproved);
            }
            Ok(decision)
        }
        Degrading::CloseAccount { account, how, seal } => close(incident, context, account, *how, seal.as_deref()),
    }
}

fn close(
    incident: &Incident,
    context: &Context<'_>,
    account: &Hash,
    how: crate::domain::event::Closing,
    seal: Option<&str>,
) -> Result<Decision, Refusal> {
    let found = accounts(incident).into_iter().find(|known| known.used.line == *account);
    let missing = || Refusal::NotFound { what: What::Account, typed: account.short(), near: Vec::new() };
    let found = found.ok_or_else(missing)?;
    if found.closed.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let made = AccountClosed { account: *account, how, seal: kept(seal) };
    let text = wording::closed(context.plan, &found.used.made, &made);
    one(context, Event::AccountClosed(made), text)
}
