//! What happened since somebody last looked, in at most ten changes.
//!
//! Owns what counts as news and how it is grouped. It compares two states, the one that this person saw and the present one, so that
//! a correction or withdrawal of what was seen is news by what it changed. Must not know how a change is worded, nor where a
//! terminal keeps what its people have seen.

use std::collections::{BTreeMap, BTreeSet};

pub use super::change::{CallChange, Change, FactChange, LevelChange, OrderChange, RunbookChange, StepChange};
use super::entry::{Entry, is_mail, minute};
use super::event::{Event, StepMark};
use super::fold::fold_part;
use super::hash::Hash;
use super::id::Id;
use super::incident::{FactEntry, Incident, Stage};
use super::plan::Plan;
use super::when::Moment;
use super::wording;

/// How many changes fit what a person reads at a glance.
pub const MOST: usize = 10;

/// How many of a long list are named.
const NAMED: usize = 3;

/// Which lines a person has seen: of each origin those up to a number. A second line at a seen number (a fork) counts as seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    seen: BTreeMap<Id, u64>,
}

impl Looked {
    /// All of an incident, as it is now.
    pub fn all_of(incident: &Incident) -> Self {
        let envelopes = incident.entries.iter().map(|entry| &entry.line.envelope);
        envelopes.map(|envelope| (envelope.origin.clone(), envelope.seq)).collect()
    }

    /// Whether this person has seen the line of an entry.
    pub fn knows(&self, entry: &Entry) -> bool {
        let envelope = &entry.line.envelope;
        self.seen.get(&envelope.origin).is_some_and(|seen| envelope.seq <= *seen)
    }

    /// The origins, each with the highest number seen.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, u64)> {
        self.seen.iter().map(|(origin, seq)| (origin, *seq))
    }
}

impl FromIterator<(Id, u64)> for Looked {
    /// Where an origin stands twice, the higher number counts.
    fn from_iter<I: IntoIterator<Item = (Id, u64)>>(heads: I) -> Self {
        let mut looked = Self::default();
        for (origin, seq) in heads {
            let seen = looked.seen.entry(origin).or_default();
            *seen = seq.max(*seen);
        }
        looked
    }
}

/// What is new to somebody who has looked at these lines, weightiest first, at most [`MOST`]. Empty when nothing is.
///
/// A subject with several items is one change, or as many as it has items while there is room for them. The incident is the present
/// one: a past state does not know what it would have been without some of its lines.
pub fn since(incident: &Incident, plan: &Plan, looked: &Looked) -> Vec<Change> {
    let counts = |entry: &&Entry| !entry.is_bookkeeping() && !looked.knows(entry);
    let new: Vec<&Entry> = incident.entries.iter().filter(counts).collect();
    if new.is_empty() {
        return Vec::new();
    }
    let before = fold_part(incident, |entry| looked.knows(entry));
    let news = News { before: &before, now: incident, plan, looked };
    fit(news.changes(&new))
}

/// Takes groups apart while there is room, weightiest first; where there are too many, says how much is left out.
fn fit(groups: Vec<Change>) -> Vec<Change> {
    let mut rows = groups.len();
    if rows > MOST {
        let mut shown = groups;
        let rest = shown.split_off(MOST - 1);
        shown.push(Change::More(rest.iter().map(Change::count).sum()));
        return shown;
    }
    let mut changes = Vec::with_capacity(MOST);
    for group in groups {
        let apart = group.clone().apart();
        if rows + apart.len() - 1 <= MOST {
            rows += apart.len() - 1;
            changes.extend(apart);
        } else {
            changes.push(group);
        }
    }
    changes
}

/// The two states that are compared.
struct News<'a> {
    before: &'a Incident,
    now: &'a Incident,
    plan: &'a Plan,
    looked: &'a Looked,
}

impl News<'_> {
    /// All groups, weightiest first.
    fn changes(&self, new: &[&Entry]) -> Vec<Change> {
        let standing: Vec<&Entry> = new.iter().copied().filter(|entry| entry.withdrawn.is_none()).collect();
        let told = [
            self.opened(),
            self.stage(&standing),
            self.level(),
            some(self.steps(StepMark::Failed), Change::StepsFailed),
            some(self.steps(StepMark::Reopened), Change::StepsReopened),
            some(self.orders(false), Change::OrdersGiven),
            some(self.orders(true), Change::OrdersDone),
            of_kind(&standing, is_decision, |count, last| Change::Decided { count, last }),
            some(self.calls(), Change::Calls),
            of_kind(&standing, is_submission, |count, last| Change::Submitted { count, last }),
            of_kind(&standing, is_mail, |count, last| Change::Mails { count, last }),
            of_kind(&standing, is_announcement, |count, last| Change::Announced { count, last }),
            of_kind(&standing, is_restoring, |count, last| Change::Restoring { count, last }),
            of_kind(&standing, is_degraded, |count, last| Change::Degraded { count, last }),
            of_kind(&standing, is_ledger, |count, last| Change::Ledger { count, last }),
            some(self.facts(), Change::Facts),
            some(self.criteria(), Change::Criteria),
            self.listed(StepMark::Done, |count, last| Change::StepsDone { count, last }),
            self.listed(StepMark::Later, |count, last| Change::StepsLater { count, last }),
            self.listed(StepMark::Skipped, |count, last| Change::StepsSkipped { count, last }),
            mended(&standing),
            some(self.runbooks(true), Change::RunbooksAdded),
            some(self.runbooks(false), Change::RunbooksAside),
            self.handed_over(),
            unconfirmed(&standing),
            last_of(standing.iter().filter(|entry| is_memo(entry)), |count, last| Change::Memos { count, last }),
            self.joined(new),
        ];
        let mut changes: Vec<Change> = told.into_iter().flatten().collect();
        let untold = standing.iter().filter(|entry| !self.tells_of(&changes, entry));
        changes.extend(last_of(untold, |count, last| Change::Other { count, last }));
        changes
    }

    fn is_new(&self, line: &Hash) -> bool {
        self.now.entry(line).is_some_and(|entry| !self.looked.knows(entry))
    }

    fn opened(&self) -> Option<Change> {
        let opening = self.now.opening.as_ref().filter(|opening| self.is_new(&opening.line))?;
        Some(Change::Opened { text: opening.text.clone(), noticed: opening.noticed.at })
    }

    fn stage(&self, standing: &[&Entry]) -> Option<Change> {
        let (from, to) = (self.before.stage, self.now.stage);
        let moved = standing.iter().any(|entry| is_of_stage(&entry.line.event));
        (from != to || moved).then_some(Change::Stage { from, to })
    }

    fn level(&self) -> Option<Change> {
        let (from, to) = (self.before.level(), self.now.level());
        let held = self.before.declaration().map(|declared| (declared.line, &declared.confirmed_by));
        let holds = self.now.declaration();
        // That the end of the emergency ended the level is told by the stage.
        let ended = holds.is_none() && self.now.stage != Stage::Open;
        if held == holds.map(|declared| (declared.line, &declared.confirmed_by)) || ended {
            return None;
        }
        Some(Change::Level(LevelChange {
            from,
            to,
            title: holds.map(|declared| declared.made.level_title.clone()),
            provisional: holds.is_some_and(|declared| declared.made.provisional),
            confirmed_by: holds.and_then(|declared| declared.confirmed_by.clone()),
            actor: holds.and_then(|declared| declared.actor.clone()),
            at: holds.and_then(|declared| declared.at),
        }))
    }

    /// Steps whose mark that holds is new and this one.
    fn steps(&self, mark: StepMark) -> Vec<StepChange> {
        let marked = self.now.steps.keys().filter_map(|key| Some((key, self.now.step(key)?)));
        let new = marked.filter(|(_, entry)| entry.mark == mark && self.is_new(&entry.line));
        let mut steps: Vec<StepChange> = new
            .map(|(key, entry)| StepChange {
                step: key.clone(),
                title: wording::step_named(self.plan, key),
                reason: entry.reason.clone(),
                at: entry.at,
                actor: entry.actor.clone(),
            })
            .collect();
        newest_first(&mut steps, |step| step.at);
        steps
    }

    fn listed(&self, mark: StepMark, told: fn(usize, Vec<StepChange>) -> Change) -> Option<Change> {
        let mut steps = self.steps(mark);
        let count = steps.len();
        steps.truncate(NAMED);
        (count > 0).then(|| told(count, steps))
    }

    /// Instructions that were carried out meanwhile, or given and not carried out.
    fn orders(&self, done: bool) -> Vec<OrderChange> {
        let news = self.now.orders.iter().rev().filter(|order| match &order.done {
            Some(result) => done && self.is_new(&result.line),
            None => !done && self.is_new(&order.line),
        });
        let told = news.map(|order| OrderChange {
            line: order.line,
            text: order.text.clone(),
            owner: order.owner.clone(),
            due: order.due,
            result: order.done.as_ref().and_then(|done| done.result.clone()),
        });
        told.collect()
    }

    fn calls(&self) -> Vec<CallChange> {
        let mut contacts: Vec<CallChange> = Vec::new();
        for call in self.now.calls.iter().rev().filter(|call| self.is_new(&call.line)) {
            let told = call.made.is_told();
            if let Some(known) = contacts.iter_mut().find(|known| known.contact == call.made.contact) {
                known.attempts += 1;
                known.reached |= told;
            } else {
                contacts.push(CallChange {
                    contact: call.made.contact.clone(),
                    name: call.made.contact_name.clone(),
                    attempts: 1,
                    reached: told,
                    last: call.made.result,
                    at: call.at,
                });
            }
        }
        contacts
    }

    fn facts(&self) -> Vec<FactChange> {
        let worth = |entry: &FactEntry| (entry.value.clone(), entry.confidence);
        let told = self.fact_ids(false).into_iter().filter_map(|id| {
            let from = self.before.fact(id.as_str()).map(worth);
            let to = self.now.fact(id.as_str()).map(worth);
            let title = self.plan.fact_title(id.as_str()).to_owned();
            (from != to).then(|| FactChange { fact: id.clone(), title, from, to })
        });
        told.collect()
    }

    /// Criteria with a new answer, also one that says the same again, or with another one since the record was set right.
    fn criteria(&self) -> Vec<Id> {
        let answered = self.fact_ids(true).into_iter().filter(|id| {
            let of =
                |incident: &Incident| incident.fact(id.as_str()).map(|entry| (entry.value.clone(), entry.confidence));
            let history = self.now.fact_history(id.as_str());
            of(self.before) != of(self.now) || history.iter().any(|entry| self.is_new(&entry.line))
        });
        answered.cloned().collect()
    }

    /// The facts, or the criteria, of both states; what became known last comes first.
    fn fact_ids(&self, criteria: bool) -> Vec<&Id> {
        let ids: BTreeSet<&Id> = self.before.facts.keys().chain(self.now.facts.keys()).collect();
        let mut ids: Vec<&Id> = ids.into_iter().filter(|id| self.is_criterion(id) == criteria).collect();
        newest_first(&mut ids, |id| self.now.fact(id.as_str()).and_then(|entry| entry.at));
        ids
    }

    /// Whether it is a question of a runbook and nothing that the fact dictionary has.
    fn is_criterion(&self, id: &Id) -> bool {
        let mut history = self.before.fact_history(id.as_str()).iter().chain(self.now.fact_history(id.as_str()));
        let asked = |entry: &FactEntry| {
            let event = self.now.entry(&entry.line).map(|entry| &entry.line.event);
            matches!(event, Some(Event::CriterionAnswered(_)))
        };
        self.plan.fact(id.as_str()).is_none() && (self.plan.criterion(id.as_str()).is_some() || history.any(asked))
    }

    /// Runbooks that are followed now and were not, or the other way round.
    fn runbooks(&self, added: bool) -> Vec<RunbookChange> {
        let was = |id: &Id| self.before.runbooks.get(id).is_some_and(|known| known.active);
        let moved = self.now.runbooks.iter().filter(|(id, now)| now.active == added && was(id) != added);
        let told = moved.map(|(id, now)| RunbookChange {
            runbook: id.clone(),
            title: self.plan.runbook(id.as_str()).map_or_else(|| id.to_string(), |runbook| runbook.title.clone()),
            reason: now.reason.clone(),
        });
        told.collect()
    }

    fn handed_over(&self) -> Option<Change> {
        let (from, to) = (self.before.watch.clone(), self.now.watch.clone()?);
        (from.as_ref() != Some(&to)).then_some(Change::HandedOver { from, to })
    }

    fn joined(&self, new: &[&Entry]) -> Option<Change> {
        let opened_at = self.now.opening.as_ref().and_then(|opening| self.now.entry(&opening.line));
        let began = opened_at.map(|entry| &entry.line.envelope.origin);
        let origin = |entry: &&&Entry| {
            let origin = &entry.line.envelope.origin;
            Some(origin) != began && !self.looked.seen.contains_key(origin)
        };
        let lines: Vec<&Id> = new.iter().filter(origin).map(|entry| &entry.line.envelope.origin).collect();
        let terminals: BTreeSet<&Id> = lines.iter().copied().collect();
        let told =
            || Change::Joined { terminals: terminals.iter().map(|id| (*id).clone()).collect(), lines: lines.len() };
        (!terminals.is_empty()).then(told)
    }

    /// Whether the changes tell what a new entry says, or what holds in its place.
    fn tells_of(&self, changes: &[Change], entry: &Entry) -> bool {
        let any = |tells: &dyn Fn(&Change) -> bool| changes.iter().any(tells);
        let in_force = |line: &Hash| {
            let holds = self.now.declaration().is_some_and(|declared| declared.line == *line);
            holds && any(&|change| matches!(change, Change::Level(_)))
        };
        let moved = |runbook: &Id| {
            any(&|change| match change {
                Change::RunbooksAdded(known) | Change::RunbooksAside(known) => {
                    known.iter().any(|k| k.runbook == *runbook)
                }
                _ => false,
            })
        };
        let learned = |fact: &Id| {
            any(&|change| match change {
                Change::Facts(facts) => facts.iter().any(|known| known.fact == *fact),
                Change::Criteria(criteria) => criteria.contains(fact),
                _ => false,
            })
        };
        match &entry.line.event {
            Event::Opened(_) => self.now.opening.as_ref().is_some_and(|opening| opening.line == entry.hash()),
            Event::RunbookAdded(added) => moved(&added.runbook),
            Event::RunbookAside(aside) => moved(&aside.runbook),
            Event::FactSet(_) | Event::CriterionAnswered(_) => entry.facts().iter().any(|set| learned(&set.fact)),
            Event::StepMarked(marked) => self.now.step(&marked.step).is_some_and(|holds| self.is_new(&holds.line)),
            Event::DeclarationMade(_) => in_force(&entry.hash()),
            Event::EntryConfirmed(confirmed) => confirmed.targets.iter().any(in_force),
            Event::OrderDone(done) => {
                let order = self.now.orders.iter().find(|order| order.line == done.order);
                order.and_then(|order| order.done.as_ref()).is_some_and(|result| self.is_new(&result.line))
            }
            Event::HandedOver(_) => any(&|change| matches!(change, Change::HandedOver { .. })),
            Event::NoteWritten(_)
            | Event::OrderGiven(_)
            | Event::CallMade(_)
            | Event::DutySubmitted(_)
            | Event::DutyAgreed(_)
            | Event::DecisionMade(_)
            | Event::AnnouncementMade(_)
            | Event::EntryCorrected(_)
            | Event::EntryWithdrawn(_)
            | Event::StoodDown(_)
            | Event::Closed(_)
            | Event::Reopened(_) => true,
            event => is_mail(event) || is_restoring(event) || is_degraded(event) || is_ledger(event),
        }
    }
}

fn is_of_stage(event: &Event) -> bool {
    matches!(event, Event::StoodDown(_) | Event::Closed(_) | Event::Reopened(_))
}

fn is_decision(event: &Event) -> bool {
    matches!(event, Event::DecisionMade(_))
}

fn is_submission(event: &Event) -> bool {
    matches!(event, Event::DutySubmitted(_) | Event::DutyAgreed(_))
}

fn is_announcement(event: &Event) -> bool {
    matches!(event, Event::AnnouncementMade(_))
}

fn is_restoring(event: &Event) -> bool {
    matches!(
        event,
        Event::SystemsMarked(_)
            | Event::GenerationNoted(_)
            | Event::RestorePlanned(_)
            | Event::GateChecked(_)
            | Event::GateOverridden(_)
            | Event::RestoreApproved(_)
            | Event::RestoreBegun(_)
            | Event::RestoreEnded(_)
            | Event::RestoreVerified(_)
            | Event::RestoreReleased(_)
            | Event::RestoreSteppedBack(_)
    )
}

fn is_degraded(event: &Event) -> bool {
    matches!(event, Event::ModeSet(_) | Event::PatientsListed(_) | Event::AccountUsed(_) | Event::AccountClosed(_))
}

fn is_ledger(event: &Event) -> bool {
    matches!(
        event,
        Event::SheetsGiven(_)
            | Event::SheetsCounted(_)
            | Event::SheetsEntered(_)
            | Event::GapNoted(_)
            | Event::GapClosed(_)
            | Event::ItemTaken(_)
    )
}

fn of_kind(standing: &[&Entry], is: fn(&Event) -> bool, told: fn(usize, String) -> Change) -> Option<Change> {
    last_of(standing.iter().filter(|entry| is(&entry.line.event)), told)
}

fn is_memo(entry: &Entry) -> bool {
    matches!(entry.line.event, Event::NoteWritten(_))
}

fn mended(standing: &[&Entry]) -> Option<Change> {
    let of = |is: fn(&Event) -> bool| standing.iter().filter(|entry| is(&entry.line.event)).count();
    let corrected = of(|event| matches!(event, Event::EntryCorrected(_)));
    let withdrawn = of(|event| matches!(event, Event::EntryWithdrawn(_)));
    (corrected + withdrawn > 0).then_some(Change::Mended { corrected, withdrawn })
}

fn unconfirmed(standing: &[&Entry]) -> Option<Change> {
    let count = standing.iter().filter(|entry| entry.is_proxy() && entry.is_unconfirmed()).count();
    (count > 0).then_some(Change::Unconfirmed { count })
}

/// How many entries, and what the last one says.
fn last_of<'a>(entries: impl Iterator<Item = &'a &'a Entry>, told: fn(usize, String) -> Change) -> Option<Change> {
    let entries: Vec<&&Entry> = entries.collect();
    entries.last().map(|last| told(entries.len(), last.text().to_owned()))
}

fn some<T>(items: Vec<T>, told: fn(Vec<T>) -> Change) -> Option<Change> {
    (!items.is_empty()).then(|| told(items))
}

/// What has no time comes last.
fn newest_first<T>(items: &mut [T], at: impl Fn(&T) -> Option<Moment>) {
    items.sort_by_key(|item| std::cmp::Reverse(at(item).map(minute)));
}
