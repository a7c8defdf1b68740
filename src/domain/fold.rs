//! `fold(lines) -> state`: pure, total, and independent of the order in which lines arrived.
//!
//! Owns how lines add up. Three passes: what is withdrawn (latest first, so that a withdrawal can itself be withdrawn), what is
//! corrected, confirmed and claimed, and then each subject's history by when things happened. Only the stage and the site follow
//! the order of the record: each was allowed on what stood there, and a mistyped time must not undo it.

use std::collections::HashMap;
use std::sync::Arc;

use super::entry::{Confirmation, Entry, Recency, Withdrawal, minute};
use super::event::{Event, StepMark, Taken, Targets};
use super::hash::Hash;
use super::incident::{
    Agreed, Call, DeclarationEntry, FactEntry, Incident, Made, Opening, Order, OrderResult, RunbookState, Stage,
    StepEntry,
};
use super::line::Line;
use super::lines::Lines;
use super::outbox::{Mail, MailTry, step_of};
use super::when::{Moment, When};

/// Which past is looked at. Both: what was known then of what had happened by then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Only what had happened by then.
    pub happened: Option<Moment>,
    /// Only what had been written down by then.
    pub known: Option<Moment>,
}

impl AsOf {
    /// The moment that stands for now in that past; `None` where it is the present.
    pub fn moment(&self) -> Option<Moment> {
        self.happened.or(self.known)
    }
}

/// The state that these lines add up to.
pub fn fold(lines: &Lines) -> Incident {
    fold_as_of(lines, AsOf::default())
}

/// The state at some past moment.
pub fn fold_as_of(lines: &Lines, as_of: AsOf) -> Incident {
    let known = |line: &Line| as_of.known.is_none_or(|known| line.envelope.recorded_at <= known);
    let numbered = lines.iter().zip(1..).filter(|(line, _)| known(line));
    let mut incident = amended(lines.len(), numbered.map(|(line, number)| Entry::new(Arc::clone(line), number)));
    incident.forks = lines.forks();
    if let Some(then) = as_of.happened {
        // What has no time stands where it was typed, as in the chronology. What the record wrote for itself did not happen at
        // any time: without the pinned files the past would follow another plan.
        incident
            .entries
            .retain(|entry| entry.is_bookkeeping() || entry.at().unwrap_or_else(|| entry.recorded_at()) <= then);
        for entry in &mut incident.entries {
            entry.confirmed.retain(|confirmation| confirmation.at.is_none_or(|at| at <= then));
        }
        incident.index = incident.entries.iter().enumerate().map(|(at, entry)| (entry.hash(), at)).collect();
    }
    gather(&mut incident);
    incident
}

/// The state that some of an incident's lines add up to, with the numbers that they have in the whole of it.
pub(super) fn fold_part(incident: &Incident, part: impl Fn(&Entry) -> bool) -> Incident {
    let taken = incident.entries.iter().filter(|entry| part(entry));
    let again = taken.map(|entry| Entry::new(Arc::clone(&entry.line), entry.number));
    let mut of_part = amended(incident.entries.len(), again);
    gather(&mut of_part);
    of_part
}

/// Entries (so many at most), in the order of the record, with what later ones among them change of them.
fn amended(most: usize, entries: impl Iterator<Item = Entry>) -> Incident {
    let mut incident =
        Incident { entries: Vec::with_capacity(most), index: HashMap::with_capacity(most), ..Incident::default() };
    let mut changing = Vec::new();
    for (at, entry) in entries.enumerate() {
        incident.index.insert(entry.hash(), at);
        if is_about_lines(&entry.line.event) {
            changing.push(at);
        }
        incident.entries.push(entry);
    }
    withdraw(&mut incident, &changing);
    amend(&mut incident, &changing);
    incident
}

/// Lines that change what others say, or who stands by them.
fn is_about_lines(event: &Event) -> bool {
    matches!(
        event,
        Event::EntryWithdrawn(_) | Event::EntryCorrected(_) | Event::EntryConfirmed(_) | Event::EntryClaimed(_)
    )
}

fn withdraw(incident: &mut Incident, changing: &[usize]) {
    for at in changing.iter().rev().copied() {
        let Some(entry) = incident.entries.get(at) else { continue };
        if entry.withdrawn.is_some() {
            continue;
        }
        if let Event::EntryWithdrawn(withdrawn) = &entry.line.event {
            let withdrawal = Withdrawal { line: entry.hash(), reason: withdrawn.reason.clone() };
            let target = incident.index.get(&withdrawn.target).copied();
            // A line cannot withdraw itself or one that is read after it: the order of the record decides.
            if let Some(target) = target.filter(|target| *target < at).and_then(|t| incident.entries.get_mut(t)) {
                target.withdrawn.get_or_insert(withdrawal);
            }
        }
    }
}

fn amend(incident: &mut Incident, changing: &[usize]) {
    for at in changing.iter().copied() {
        let Some(entry) = incident.entries.get(at).filter(|entry| entry.withdrawn.is_none()) else { continue };
        let line = Arc::clone(&entry.line);
        let who = entry.actor().cloned();
        let moment = entry.at();
        match &line.event {
            Event::EntryCorrected(corrected) => {
                let Some(target) = earlier(incident, &corrected.target, at) else { continue };
                target.corrections.push(line.hash());
                let now = target.corrected.get_or_insert_default();
                if let Some(text) = &corrected.text {
                    now.text = Some(text.clone());
                }
                if let Some(time) = &corrected.occurred {
                    now.occurred = Some(When { at: time.at, said: time.said.clone() });
                }
                if let Some(whose) = &corrected.for_ {
                    now.for_ = Some(whose.clone());
                }
                for fact in &corrected.facts {
                    now.facts.retain(|known| known.fact != fact.fact);
                    now.facts.push(fact.clone());
                }
                // What somebody confirmed is not what stands there now, unless the same person changed it.
                target.confirmed.retain(|confirmation| {
                    matches!((&confirmation.who, &who), (Some(confirmed), Some(corrects)) if confirmed.same_person(corrects))
                });
            }
            Event::EntryConfirmed(Targets { targets }) => {
                for target in targets {
                    if let Some(target) = earlier(incident, target, at) {
                        target.confirmed.push(Confirmation { line: line.hash(), who: who.clone(), at: moment });
                    }
                }
            }
            Event::EntryClaimed(Targets { targets }) => {
                for target in targets {
                    if let Some(target) = earlier(incident, target, at) {
                        // Whoever is at the keyboard claims; nobody claims for somebody else.
                        target.claimed = line.envelope.by.clone().or_else(|| target.claimed.take());
                    }
                }
            }
            _ => {}
        }
    }
}

fn earlier<'a>(incident: &'a mut Incident, target: &Hash, than: usize) -> Option<&'a mut Entry> {
    let at = incident.index.get(target).copied().filter(|at| *at < than)?;
    incident.entries.get_mut(at)
}

/// Builds the histories, oldest first.
fn gather(incident: &mut Incident) {
    let entries = std::mem::take(&mut incident.entries);
    // Lines lie far apart in memory, and there may be thousands: each is visited twice here, not once for every question.
    let mut order: Vec<(Recency<'_>, &Entry)> = Vec::with_capacity(entries.len());
    let mut ended = None;
    for entry in entries.iter().filter(|entry| entry.withdrawn.is_none()) {
        order.push((entry.recency(), entry));
        apply_in_order_of_the_record(incident, entry);
        ended = ended.max(stand_down(entry));
    }
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut reports = Vec::new();
    for (recency, entry) in &order {
        apply(incident, entry);
        if let Event::OrderDone(done) = &entry.line.event {
            reports.push((done, *entry));
        }
        if ended.as_ref().is_some_and(|ended| recency < ended) {
            incident.ended_declarations = incident.declarations.len();
        }
    }
    let decided = incident.declarations.iter().rposition(|declared| !declared.made.provisional).unwrap_or_default();
    for declared in incident.declarations.iter_mut().take(decided) {
        declared.settled = declared.made.provisional;
    }
    if incident.stage == Stage::StoodDown && incident.declarations.len() > incident.ended_declarations {
        // Declared again after the stand-down: the emergency goes on.
        incident.stage = Stage::Open;
    }
    let place = |mark: &StepEntry| incident.index.get(&mark.line).copied();
    for history in incident.steps.values_mut() {
        settle_postponed(history, place);
    }
    // An instruction's report may carry an earlier time than the instruction: they are joined when all are there.
    let places: HashMap<Hash, usize> = incident.orders.iter().enumerate().map(|(at, order)| (order.line, at)).collect();
    for (done, entry) in reports {
        if let Some(order) = places.get(&done.order).and_then(|at| incident.orders.get_mut(*at)) {
            order.done = Some(OrderResult {
                line: entry.hash(),
                result: done.result.clone(),
                at: entry.at(),
                actor: entry.actor().cloned(),
            });
        }
    }
    incident.id = entries.first().map(|entry| entry.line.envelope.incident.clone());
    incident.drill = incident.id.as_ref().is_some_and(super::id::is_drill);
    incident.entries = entries;
}

fn apply(incident: &mut Incident, entry: &Entry) {
    let (line, at) = (entry.hash(), entry.at());
    for fact in entry.facts() {
        let value =
            FactEntry { value: fact.value, confidence: fact.confidence, line, at, actor: entry.actor().cloned() };
        incident.facts.entry(fact.fact).or_default().push(value);
    }
    match &entry.line.event {
        Event::Opened(opened) if incident.opening.is_none() => {
            incident.opening = Some(Opening {
                line,
                noticed: entry.when(),
                text: entry.text().to_owned(),
                signs: opened.signs.clone(),
            });
        }
        Event::RunbookAdded(added) => {
            let state = runbook(incident, &added.runbook, entry);
            state.active = true;
            state.reason = None;
        }
        Event::RunbookAside(aside) => {
            let state = runbook(incident, &aside.runbook, entry);
            state.active = false;
            state.reason = Some(aside.reason.clone());
        }
        Event::DeclarationMade(made) => incident.declarations.push(DeclarationEntry {
            made: made.clone(),
            line,
            at,
            actor: entry.actor().cloned(),
            confirmed_by: entry.confirmed_by_another().cloned(),
            settled: false,
        }),
        Event::StepMarked(marked) => incident.steps.entry(marked.step.clone()).or_default().push(StepEntry {
            mark: marked.mark,
            reason: marked.reason.clone(),
            line,
            at,
            actor: entry.actor().cloned(),
        }),
        Event::OrderGiven(given) => incident.orders.push(Order {
            line,
            text: entry.text().to_owned(),
            owner: given.owner.clone(),
            due: given.due,
            at,
            actor: entry.actor().cloned(),
            done: None,
        }),
        Event::CallMade(made) => {
            incident.calls.push(Call { made: made.clone(), line, at, actor: entry.actor().cloned() });
        }
        Event::DutySubmitted(made) => incident.submissions.push(Made::of(made, entry)),
        Event::DutyAgreed(made) => {
            incident.agreed.insert(made.duty.clone(), Agreed { due: made.due, line, at });
        }
        Event::DecisionMade(made) => incident.decisions.push(Made::of(made, entry)),
        Event::AnnouncementMade(made) => incident.announcements.push(Made::of(made, entry)),
        Event::HandedOver(handed) => incident.watch = Some(handed.taker.clone()),
        _ => {}
    }
}

fn apply_in_order_of_the_record(incident: &mut Incident, entry: &Entry) {
    match &entry.line.event {
        Event::SitePinned(file) | Event::SiteChanged(file) => {
            incident.pinned.insert(file.path.clone(), file.clone());
        }
        Event::StoodDown(stood_down) => {
            incident.stage = Stage::StoodDown;
            incident.taken.clone_from(&stood_down.open);
            stood_down.open.iter().for_each(|taken| took(incident, taken, entry));
        }
        Event::ItemTaken(taken) => took(incident, taken, entry),
        Event::Closed(_) => incident.stage = Stage::Closed,
        Event::Reopened(_) => incident.stage = Stage::Open,
        Event::MailQueued(queued) => incident.mails.push(Mail::new(queued, entry)),
        event => became(incident, event, entry),
    }
}

fn took(incident: &mut Incident, taken: &Taken, entry: &Entry) {
    incident.takers.insert(taken.item.clone(), Made::of(taken, entry));
}

/// What became of a mail follows the order of the record, too: a clock that was set back must not send it twice.
fn became(incident: &mut Incident, event: &Event, entry: &Entry) {
    let Some((mail, what, answer)) = step_of(event) else { return };
    if let Some(mail) = incident.mails.iter_mut().find(|known| known.line == mail) {
        let (at, line, origin) = (entry.recorded_at(), entry.hash(), entry.line.envelope.origin.clone());
        mail.tries.push(MailTry { what, answer: answer.map(ToOwned::to_owned), at, line, origin });
    }
}

/// Where a stand-down stands among the declarations; without a time, where it was typed.
fn stand_down(entry: &Entry) -> Option<Recency<'_>> {
    let (at, clock, origin, hash) = entry.recency();
    let at = at.unwrap_or_else(|| minute(entry.recorded_at()));
    matches!(entry.line.event, Event::StoodDown(_)).then_some((Some(at), clock, origin, hash))
}

/// 後で says what somebody meant to do, not what was so: it gives way to what was recorded after it, whatever time that says. So
/// a step that was put off at 02:30 is done when somebody writes afterwards that it had been done at 02:20.
fn settle_postponed(history: &mut Vec<StepEntry>, place: impl Fn(&StepEntry) -> Option<usize>) {
    let Some(postponed) = history.last().filter(|mark| mark.mark == StepMark::Later).map(&place) else { return };
    let settles = |mark: &StepEntry| mark.mark != StepMark::Later && place(mark) > postponed;
    if let Some(at) = history.iter().rposition(settles) {
        let settling = history.remove(at);
        history.push(settling);
    }
}

fn runbook<'a>(incident: &'a mut Incident, id: &super::id::Id, entry: &Entry) -> &'a mut RunbookState {
    incident.runbooks.entry(id.clone()).or_insert_with(|| RunbookState {
        active: false,
        since: entry.at(),
        reason: None,
        order: entry.line.envelope.clock,
    })
}
