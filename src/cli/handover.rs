//! `sonae handover --to PERSON`: the watch goes to somebody else; both names stand in the record.

use clap::Args;

use super::context::{Context, usage};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::duty::clock::clocks;
use crate::domain::open_items::owed;
use crate::domain::return_list;
use crate::message::Message;
use crate::message::ledger::{awaited, today};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Handover {}

impl Handover {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let Some(to) = context.common.to.take() else { return Err(usage("handover-to", t!("handover-to"))) };
        let taker = context.person(&plan, &to)?;
        let mut answer = context.act(&id, &plan, Command::HandOver { taker })?;
        // Whom nobody has told yet goes over with the watch.
        let pending = clocks(&incident, &plan).into_iter().filter(|clock| clock.is_pending() && !clock.duty.optional);
        let titles: Vec<String> = pending.map(|clock| clock.duty.short().to_owned()).collect();
        if !titles.is_empty() {
            let names = titles.join(&t!("list-separator"));
            answer.notices.push(t!("handover-duties", count = titles.len(), names = names));
        }
        let owed: Vec<String> = owed(&incident, &plan).into_iter().map(|item| item.title).collect();
        if !owed.is_empty() {
            let names = owed.join(&t!("list-separator"));
            answer.notices.push(t!("handover-owed", count = owed.len(), names = names));
        }
        let back = awaited(return_list::awaited(&incident, &plan, today(&plan.facility, context.now())));
        answer.notices.extend(back.map(|back| t!("handover-return", what = back)));
        Ok(answer)
    }
}
