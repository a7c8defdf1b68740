//! Back to normal: everything that is open, with who has taken it, and what was taken and is done.
//!
//! Owns who has which item: the stand-down's list and what was taken before or after it, the later line first. Nothing in it ever
//! blocks.

use chrono::NaiveDate;

use super::accounts::accounts;
use super::event::{Event, SystemNamed, Taken};
use super::hash::Hash;
use super::id::near;
use super::incident::{Incident, Made};
use super::ledger::ledger;
use super::open_items::{OpenItem, OpenKind, open_items};
use super::plan::Plan;
use super::refusal::{Refusal, What};
use super::restoration::restoration;

/// An open item, and who takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnItem {
    /// What is open.
    pub item: OpenItem,
    /// Who has taken it last; `None`: nobody has.
    pub taken: Option<Made<Taken>>,
}

impl ReturnItem {
    /// By which day the taker said it would be done.
    pub fn until(&self) -> Option<NaiveDate> {
        self.taken.as_ref().and_then(|taken| day(&taken.made.until))
    }

    /// Whether it belongs to the way back: a system, a department, an account, paper, a gap, or anything that somebody has taken.
    pub fn is_awaited(&self) -> bool {
        let of_the_return = matches!(
            self.item.what,
            OpenKind::Restore(_)
                | OpenKind::Recheck(_)
                | OpenKind::Department(_)
                | OpenKind::Account(_)
                | OpenKind::Batch(_)
                | OpenKind::Gap(_)
        );
        of_the_return || self.taken.is_some()
    }

    /// Whether that day has passed.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.until().is_some_and(|until| until < today)
    }
}

/// A day as lines have it.
pub fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Everything that is open, each with its taker: what belongs to the way back first, then the rest, weightiest first.
pub fn return_list(incident: &Incident, plan: &Plan) -> Vec<ReturnItem> {
    let items = with_takers(incident, open_items(incident, plan));
    let (awaited, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(ReturnItem::is_awaited);
    awaited.into_iter().chain(rest).collect()
}

/// These open items, each with its taker.
pub(super) fn with_takers(incident: &Incident, items: Vec<OpenItem>) -> Vec<ReturnItem> {
    let with_taker = |item: OpenItem| ReturnItem { taken: incident.takers.get(&item.id()).cloned(), item };
    items.into_iter().map(with_taker).collect()
}

/// What of the way back is open: how many, and how many of them past the day that their taker named.
pub fn awaited(incident: &Incident, plan: &Plan, today: NaiveDate) -> (usize, usize) {
    let list = return_list(incident, plan);
    let awaited: Vec<&ReturnItem> = list.iter().filter(|item| item.is_awaited()).collect();
    (awaited.len(), awaited.iter().filter(|item| item.is_overdue(today)).count())
}

/// The open item that is meant: by its name, or the beginning of it where only one fits.
pub fn find(incident: &Incident, plan: &Plan, typed: &str) -> Result<OpenItem, Refusal> {
    /// The shortest beginning by which an item is named.
    const SHORTEST: usize = 4;
    let typed = typed.trim();
    let items = open_items(incident, plan);
    if let Some(item) = items.iter().find(|item| item.id() == typed) {
        return Ok(item.clone());
    }
    let fits: Vec<&OpenItem> = items.iter().filter(|item| item.id().starts_with(typed)).collect();
    match fits.as_slice() {
        [one] if typed.len() >= SHORTEST => Ok((*one).clone()),
        [_, _, ..] if typed.len() >= SHORTEST => {
            let fits = fits.iter().map(|item| item.id()).take(3).collect();
            Err(Refusal::Ambiguous { what: What::OpenItem, typed: typed.to_owned(), fits })
        }
        _ => {
            let ids: Vec<String> = items.iter().map(OpenItem::id).collect();
            let near = near(typed, ids.iter().map(String::as_str));
            Err(Refusal::NotFound { what: What::OpenItem, typed: typed.to_owned(), near })
        }
    }
}

/// What somebody had taken and is not open any more, with the line that settled it where one did.
pub fn settled(incident: &Incident, plan: &Plan) -> Vec<(Made<Taken>, Option<Hash>)> {
    let open: Vec<String> = open_items(incident, plan).iter().map(OpenItem::id).collect();
    let done = incident.takers.iter().filter(|(id, _)| !open.contains(id));
    done.map(|(id, taken)| (taken.clone(), settled_by(incident, plan, id))).collect()
}

/// The line that settled an item; `None` where no one line did.
pub fn settled_by(incident: &Incident, plan: &Plan, id: &str) -> Option<Hash> {
    let (kind, name) = id.split_once(':')?;
    let last = |fits: &dyn Fn(&Event) -> bool| {
        let mut entries = incident.entries.iter().rev().filter(|entry| entry.withdrawn.is_none());
        entries.find(|entry| fits(&entry.line.event)).map(super::entry::Entry::hash)
    };
    let names = |systems: &[SystemNamed]| systems.iter().any(|system| system.id.as_str() == name);
    let hash = || name.parse::<Hash>().ok();
    match kind {
        "order" => {
            let order = incident.orders.iter().find(|order| Some(order.line) == hash())?;
            order.done.as_ref().map(|done| done.line)
        }
        "entry" | "declaration" => {
            let entry = incident.entry(&hash()?)?;
            let confirmed = entry.confirmed.last().map(|confirmation| confirmation.line);
            confirmed.or(entry.withdrawn.as_ref().map(|withdrawn| withdrawn.line))
        }
        "step" => incident.step(&name.parse().ok()?).map(|mark| mark.line),
        "call" => incident.calls.iter().rev().find(|call| call.made.contact.as_str() == name).map(|call| call.line),
        "mail" => {
            let mail = incident.mails.iter().find(|mail| Some(mail.line) == hash())?;
            mail.tries.last().map(|tried| tried.line)
        }
        "duty" => {
            let clocks = super::duty::clock::clocks(incident, plan);
            clocks.into_iter().find(|clock| clock.duty.id.as_str() == name)?.met.map(|met| met.line)
        }
        "restore" => {
            let state = restoration(incident);
            let progress = state.system(name)?;
            let released = progress.released.as_ref().map(|released| released.line);
            released.or(progress.marked.as_ref().map(|marked| marked.line))
        }
        "recheck" => last(&|event| match event {
            Event::GateChecked(checked) => names(&checked.systems),
            Event::GateOverridden(overridden) => names(&overridden.systems),
            Event::SystemsMarked(marked) => names(&marked.systems),
            Event::RestoreVerified(verified) => names(&verified.systems),
            Event::RestoreSteppedBack(back) => back.system.id.as_str() == name,
            _ => false,
        }),
        "department" => {
            let rows = super::board::board(incident, plan);
            rows.iter().find(|row| row.id.as_str() == name)?.last().map(|said| said.line)
        }
        "account" => {
            let all = accounts(incident);
            all.into_iter().find(|known| Some(known.used.line) == hash())?.closed.map(|closed| closed.line)
        }
        "batch" => ledger(incident).batch(name).map(super::ledger::Batch::last_line),
        "gap" => ledger(incident).gap(&hash()?)?.closed.as_ref().map(|closed| closed.line),
        _ => None,
    }
}
