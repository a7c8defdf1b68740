//! What is still open: steps, instructions, calls, entries and declarations that somebody has to see through.
//!
//! Owns the list that stand-down hands out and that status shows. Nothing in it ever blocks.

use super::accounts::open_accounts;
use super::call_again::open_calls;
use super::duty::clock::{DutyClock, DutyState, clocks};
use super::guide::{StepState, all_steps};
use super::hash::Hash;
use super::id::Id;
use super::incident::Incident;
use super::ledger::ledger;
use super::plan::Plan;
use super::restoration::board;
use super::step_key::StepKey;
use super::when::Moment;

/// One open item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// What kind of item, and which.
    pub what: OpenKind,
    /// In words.
    pub title: String,
    /// When it is due.
    pub due: Option<Moment>,
}

/// What kind of item it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenKind {
    /// A 仮宣言 that waits for confirmation.
    Declaration(Hash),
    /// An instruction not reported as carried out.
    Order(Hash),
    /// A call to repeat or promised, or something asked of us: with whom, as the record names contacts and people.
    Call(Id),
    /// A mail that has not left, or of which nobody can say whether it left.
    Mail(Hash),
    /// A step put off.
    Later(StepKey),
    /// A step that could not be done.
    Failed(StepKey),
    /// A step that nobody has touched.
    Untouched(StepKey),
    /// An entry that waits for its person.
    Unconfirmed(Hash),
    /// A duty to tell somebody that is not met.
    Duty(Id),
    /// 未判定: a duty of which nobody can say yet whether it exists.
    PerhapsDuty(Id),
    /// A system on its way back.
    Restore(Id),
    /// 再確認: a system in use whose gates are to be looked at again, or in which something was found wrong.
    Recheck(Id),
    /// A department that works without its systems, or not at all.
    Department(Id),
    /// An emergency account that nobody has closed.
    Account(Hash),
    /// A batch of paper that is not counted, not typed back, or whose originals nobody knows.
    Batch(Id),
    /// A gap in what was restored.
    Gap(Hash),
}

impl OpenItem {
    /// How the record names it: `step:KEY`, `order:HASH`, `call:CONTACT`, `entry:HASH`, `declaration:HASH`, `duty:ID`,
    /// `mail:HASH`, `restore:SYSTEM`, `recheck:SYSTEM`, `department:ID`, `account:HASH`, `batch:ID`,
    /// `gap:HASH`.
    pub fn id(&self) -> String {
        match &self.what {
            OpenKind::Declaration(line) => format!("declaration:{line}"),
            OpenKind::Order(line) => format!("order:{line}"),
            OpenKind::Call(contact) => format!("call:{contact}"),
            OpenKind::Mail(line) => format!("mail:{line}"),
            OpenKind::Later(key) | OpenKind::Failed(key) | OpenKind::Untouched(key) => format!("step:{key}"),
            OpenKind::Unconfirmed(line) => format!("entry:{line}"),
            OpenKind::Duty(duty) | OpenKind::PerhapsDuty(duty) => format!("duty:{duty}"),
            OpenKind::Restore(system) => format!("restore:{system}"),
            OpenKind::Recheck(system) => format!("recheck:{system}"),
            OpenKind::Department(department) => format!("department:{department}"),
            OpenKind::Account(line) => format!("account:{line}"),
            OpenKind::Batch(batch) => format!("batch:{batch}"),
            OpenKind::Gap(line) => format!("gap:{line}"),
        }
    }
}

/// An item's name as a person types it: a line's hash by its first digits, as [`super::return_list::find`] takes it.
pub fn short_name(id: &str) -> String {
    match id.split_once(':').and_then(|(kind, name)| Some((kind, name.parse::<Hash>().ok()?))) {
        Some((kind, line)) => format!("{kind}:{}", line.short()),
        None => id.to_owned(),
    }
}

/// Everything that is open, weightiest first.
pub fn open_items(incident: &Incident, plan: &Plan) -> Vec<OpenItem> {
    let mut items = Vec::new();
    for declaration in incident.awaiting() {
        let title = incident.entry(&declaration.line).map(|entry| entry.text().to_owned()).unwrap_or_default();
        items.push(OpenItem { what: OpenKind::Declaration(declaration.line), title, due: None });
    }
    for order in incident.open_orders() {
        items.push(OpenItem { what: OpenKind::Order(order.line), title: order.text.clone(), due: order.due });
    }
    for call in open_calls(incident, plan) {
        let title = super::wording::telling::open_call(plan, &call);
        items.push(OpenItem { what: OpenKind::Call(call.contact.clone()), title, due: call.again });
    }
    for mail in incident.mails.iter().filter(|mail| mail.is_open() && !incident.drill) {
        let title = super::wording::telling::open_mail(plan, mail);
        items.push(OpenItem { what: OpenKind::Mail(mail.line), title, due: None });
    }
    items.extend(duties(incident, plan));
    items.extend(to_restore(incident, plan));
    items.extend(departments_and_accounts(incident, plan));
    items.extend(to_make_whole(incident, plan));
    let steps = all_steps(incident, plan);
    let of_state = |state: StepState, what: fn(StepKey) -> OpenKind| {
        steps
            .iter()
            .filter(move |step| step.state == state && step.applies != super::condition::Truth::False)
            .filter(move |step| state != StepState::Open || step.last_done.is_none())
            .map(move |step| OpenItem {
                what: what(step.key.clone()),
                title: super::wording::step_title(step.placed.step, step.department),
                due: step.due,
            })
    };
    items.extend(of_state(StepState::Failed, OpenKind::Failed));
    items.extend(of_state(StepState::Later, OpenKind::Later));
    items.extend(of_state(StepState::Open, OpenKind::Untouched));
    for entry in incident.unconfirmed() {
        let what = OpenKind::Unconfirmed(entry.hash());
        items.push(OpenItem { what, title: entry.text().to_owned(), due: None });
    }
    items
}

/// Systems in use that are to be looked at again or are not right, then systems on their way back.
fn to_restore(incident: &Incident, plan: &Plan) -> Vec<OpenItem> {
    let board = board(incident, plan);
    let recheck = board.iter().filter(|row| row.progress.is_doubtful()).map(|row| OpenItem {
        what: OpenKind::Recheck(row.id.clone()),
        title: match row.progress.to_recheck().next() {
            Some(_) => super::wording::ledger::to_recheck(plan, &row.title),
            None => super::wording::ledger::to_decide(plan, &row.title),
        },
        due: None,
    });
    let restore = board.iter().filter(|row| row.stage.is_open()).map(|row| OpenItem {
        what: OpenKind::Restore(row.id.clone()),
        title: super::wording::ledger::to_restore(plan, &row.title),
        due: None,
    });
    recheck.chain(restore).collect()
}

/// Emergency accounts that are open, then departments that are not back.
fn departments_and_accounts(incident: &Incident, plan: &Plan) -> Vec<OpenItem> {
    let accounts = open_accounts(incident).into_iter().map(|account| OpenItem {
        what: OpenKind::Account(account.used.line),
        title: super::wording::ledger::open_account(plan, &account.used.made),
        due: None,
    });
    let rows = super::board::board(incident, plan);
    let departments = rows.iter().filter(|row| row.is_open()).map(|row| OpenItem {
        what: OpenKind::Department(row.id.clone()),
        title: super::wording::ledger::to_normal(plan, &row.title),
        due: None,
    });
    accounts.chain(departments).collect()
}

/// Gaps that are not closed, then batches of paper that are not typed back and put away.
fn to_make_whole(incident: &Incident, plan: &Plan) -> Vec<OpenItem> {
    let ledger = ledger(incident);
    let gaps = ledger.gaps.iter().filter(|gap| gap.closed.is_none()).map(|gap| OpenItem {
        what: OpenKind::Gap(gap.noted.line),
        title: super::wording::ledger::open_gap(plan, &gap.noted.made),
        due: None,
    });
    let batches = ledger.batches.iter().filter(|batch| batch.is_open()).map(|batch| OpenItem {
        what: OpenKind::Batch(batch.id().clone()),
        title: super::wording::ledger::open_batch(plan, &batch.given.made),
        due: None,
    });
    gaps.chain(batches).collect()
}

/// What somebody is owed and cannot see in the steps or the duties: calls to repeat or promised, and mails that have not left. It
/// goes over with the watch.
pub fn owed(incident: &Incident, plan: &Plan) -> Vec<OpenItem> {
    let is_owed = |item: &OpenItem| matches!(item.what, OpenKind::Call(_) | OpenKind::Mail(_));
    open_items(incident, plan).into_iter().filter(is_owed).collect()
}

/// Duties that somebody has to see to, what presses most first. 任意 ones are nobody's to see through.
fn duties(incident: &Incident, plan: &Plan) -> impl Iterator<Item = OpenItem> {
    let pending = clocks(incident, plan).into_iter().filter(|clock| clock.is_pending() && !clock.duty.optional);
    let item = |clock: DutyClock<'_>| {
        let id = clock.duty.id.clone();
        let is_open = clock.state == DutyState::Open;
        // What only would hold if the duty existed is no date to keep.
        let due = clock.until.at.filter(|_| is_open && clock.until.last_day.is_some());
        let what = if is_open { OpenKind::Duty(id) } else { OpenKind::PerhapsDuty(id) };
        OpenItem { what, title: clock.duty.title.clone(), due }
    };
    pending.map(item).collect::<Vec<_>>().into_iter()
}
