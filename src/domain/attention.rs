//! What of an incident wants somebody's attention now: the first screen's list.
//!
//! Owns which open items press, and in which order. What is open at all is [`open_items`]'s, what is due the guide's. Must not know
//! how an item is shown.

use super::call_again::open_calls;
use super::guide::{StepState, all_steps};
use super::hash::Hash;
use super::id::Id;
use super::incident::{Incident, Stage};
use super::open_items::{OpenItem, OpenKind, open_items};
use super::outbox::Mail;
use super::plan::Plan;
use super::return_list::{ReturnItem, with_takers};
use super::step_key::StepKey;
use super::when::Moment;
use super::who::Who;
use super::wording;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// What kind of thing, and where it points.
    pub kind: Pressing,
    /// In words: the step, the instruction, the declaration, the person; empty for entries that nobody has claimed.
    pub title: String,
    /// When it is due.
    pub due: Option<Moment>,
    /// Whether that has passed.
    pub is_overdue: bool,
}

/// What kind of thing it is, in the order in which they press among what is not overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressing {
    /// A step that nobody has settled by its guide time.
    OverdueStep(StepKey),
    /// A step that could not be done.
    FailedStep(StepKey),
    /// A 仮宣言 that waits for confirmation.
    Declaration(Hash),
    /// An instruction not reported as carried out.
    Order {
        /// The line that gave it.
        line: Hash,
        /// The role that is to do it.
        owner: Id,
    },
    /// Calls to repeat or promised, and things asked of us: how many. They stand together, so that an evening of calls hides nothing
    /// else; the soonest one says when.
    Calls(usize),
    /// Mails that a person has to look at: how many. The first one is named.
    Mails(usize),
    /// A duty to tell somebody that is not met.
    Duty(Id),
    /// Duties of which nobody can say yet whether they exist.
    PerhapsDuties {
        /// How many.
        count: usize,
    },
    /// Open items past the day that their taker named: how many. The first one is named.
    Taken(usize),
    /// What else of the way back is open: how many. The first one is named.
    Return(usize),
    /// A step put off (後で) whose guide time has come, or that has none: then it is always time.
    LaterStep(StepKey),
    /// Entries of one person that wait for him or her.
    Unconfirmed {
        /// Whose; `None`: nobody has claimed them.
        person: Option<Who>,
        /// How many.
        count: usize,
    },
}

impl Pressing {
    /// Its place among what is not overdue.
    fn rank(&self) -> u8 {
        match self {
            Self::OverdueStep(_) => 0,
            Self::FailedStep(_) => 1,
            Self::Declaration(_) => 2,
            Self::Duty(_) => 3,
            Self::Order { .. } => 4,
            Self::Calls(_) => 5,
            Self::Mails(_) => 6,
            Self::PerhapsDuties { .. } => 7,
            Self::Taken(_) => 8,
            Self::Return(_) => 9,
            Self::LaterStep(_) => 10,
            Self::Unconfirmed { .. } => 11,
        }
    }
}

/// What wants attention, most urgent first: what is overdue by due time, whatever it is; then steps that failed, declarations that
/// wait, duties to tell somebody as they press, instructions by due time, duties that are 未判定, what is on the way back, steps put off, and unconfirmed
/// entries, most of them first.
///
/// Guide times run while the incident is open. After the stand-down nothing is overdue by them, and a closed incident takes nothing
/// but confirmations.
pub fn attention(incident: &Incident, plan: &Plan, now: Moment) -> Vec<Attention> {
    let mut items = Vec::new();
    if incident.stage == Stage::Open {
        items.extend(overdue_steps(incident, plan, now));
    }
    if incident.stage != Stage::Closed {
        items.extend(open(incident, plan, now));
        items.extend(calls(incident, plan, now));
        items.extend(mails(incident, plan, now));
    }
    items.extend(unconfirmed(incident));
    items.sort_by_key(|item| {
        // Where no due time is given, it comes after those that have one; but 直ちに presses more than any date, so that duties stay
        // in the order in which they come.
        let is_timed = item.is_overdue || !matches!(item.kind, Pressing::Duty(_));
        let due = item.due.filter(|_| is_timed).map_or((true, None), |due| (false, Some(due)));
        (!item.is_overdue, if item.is_overdue { 0 } else { item.kind.rank() }, due)
    });
    items
}

/// Steps past their guide time that nobody has touched, repeats among them. Those put off are listed as such.
fn overdue_steps(incident: &Incident, plan: &Plan, now: Moment) -> Vec<Attention> {
    let steps = all_steps(incident, plan).into_iter();
    let overdue = steps.filter(|step| step.state == StepState::Open && step.is_overdue(now));
    let told = overdue.map(|step| Attention {
        title: wording::step_title(step.placed.step, step.department),
        kind: Pressing::OverdueStep(step.key),
        due: step.due,
        is_overdue: true,
    });
    told.collect()
}

fn open(incident: &Incident, plan: &Plan, now: Moment) -> Vec<Attention> {
    let mut items = Vec::new();
    let mut unsettled = 0;
    let all = open_items(incident, plan);
    items.extend(on_the_way_back(incident, plan, now, all.clone()));
    for item in all {
        let has_passed = item.due.is_some_and(|due| due < now);
        let (kind, due, is_overdue) = match item.what {
            OpenKind::Declaration(line) => (Pressing::Declaration(line), None, false),
            OpenKind::Order(line) => {
                let Some(order) = incident.orders.iter().find(|order| order.line == line) else { continue };
                (Pressing::Order { line, owner: order.owner.clone() }, item.due, has_passed)
            }
            // It was settled, so its guide time has nothing more to say.
            OpenKind::Failed(key) => (Pressing::FailedStep(key), None, false),
            OpenKind::Later(key) if incident.stage != Stage::Open => (Pressing::LaterStep(key), None, false),
            OpenKind::Later(key) if item.due.is_none_or(|due| due <= now) => {
                (Pressing::LaterStep(key), item.due, has_passed)
            }
            OpenKind::Duty(duty) => (Pressing::Duty(duty), item.due, has_passed),
            OpenKind::PerhapsDuty(_) => {
                unsettled += 1;
                continue;
            }
            OpenKind::Call(_)
            | OpenKind::Restore(_)
            | OpenKind::Recheck(_)
            | OpenKind::Department(_)
            | OpenKind::Account(_)
            | OpenKind::Batch(_)
            | OpenKind::Gap(_)
            | OpenKind::Mail(_)
            | OpenKind::Later(_)
            | OpenKind::Untouched(_)
            | OpenKind::Unconfirmed(_) => continue,
        };
        items.push(Attention { kind, title: item.title, due, is_overdue });
    }
    if unsettled > 0 {
        let kind = Pressing::PerhapsDuties { count: unsettled };
        items.push(Attention { kind, title: String::new(), due: None, is_overdue: false });
    }
    items
}

/// What is on the way back, in at most two items: what is late by its taker's word, and the rest. So a month of paper hides nothing.
fn on_the_way_back(incident: &Incident, plan: &Plan, now: Moment, items: Vec<OpenItem>) -> Vec<Attention> {
    let offset = plan.facility.offset;
    let today = now.with_timezone(&offset).date_naive();
    let awaited = with_takers(incident, items).into_iter().filter(ReturnItem::is_awaited);
    let (late, rest): (Vec<ReturnItem>, Vec<ReturnItem>) = awaited.partition(|item| item.is_overdue(today));
    let mut told = Vec::new();
    if let Some(first) = late.iter().min_by_key(|item| item.until()) {
        // The day itself is still in time.
        let over = first.until().and_then(|until| until.succ_opt()?.and_hms_opt(0, 0, 0));
        let due = over.and_then(|over| over.and_local_timezone(offset).single());
        let title = first.item.title.clone();
        told.push(Attention { kind: Pressing::Taken(late.len()), title, due, is_overdue: true });
    }
    if let Some(first) = rest.first() {
        let title = first.item.title.clone();
        told.push(Attention { kind: Pressing::Return(rest.len()), title, due: None, is_overdue: false });
    }
    told
}

/// All calls that are open, as one item that says which is due first: what has no time is due at once.
fn calls(incident: &Incident, plan: &Plan, now: Moment) -> Option<Attention> {
    let open = open_calls(incident, plan);
    let first = open.iter().min_by_key(|call| call.again)?;
    // A pause that the program counts is no promise: nothing is late by it.
    let is_overdue = first.is_promised && first.again.is_some_and(|again| again < now);
    let title = wording::telling::open_call(plan, first);
    Some(Attention { kind: Pressing::Calls(open.len()), title, due: first.again, is_overdue })
}

/// The mails that a person has to look at, as one item that names the first.
fn mails(incident: &Incident, plan: &Plan, now: Moment) -> Option<Attention> {
    let open: Vec<&Mail> = incident.mails.iter().filter(|mail| !incident.drill && mail.wants_a_person(now)).collect();
    let title = wording::telling::open_mail(plan, open.first()?);
    Some(Attention { kind: Pressing::Mails(open.len()), title, due: None, is_overdue: false })
}

/// One item a person, who has most to confirm first.
fn unconfirmed(incident: &Incident) -> Vec<Attention> {
    let mut people: Vec<(Option<&Who>, usize)> = Vec::new();
    for entry in incident.unconfirmed() {
        let whose = entry.actor();
        let same = |known: Option<&Who>| match (known, whose) {
            (Some(known), Some(whose)) => known.same_person(whose),
            (None, None) => true,
            _ => false,
        };
        match people.iter_mut().find(|(known, _)| same(*known)) {
            Some((_, count)) => *count += 1,
            None => people.push((whose, 1)),
        }
    }
    people.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = people.into_iter().map(|(person, count)| Attention {
        kind: Pressing::Unconfirmed { person: person.cloned(), count },
        title: person.map(|person| person.name.clone()).unwrap_or_default(),
        due: None,
        is_overdue: false,
    });
    told.collect()
}
