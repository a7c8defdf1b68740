//! `decide(state, command, context) -> lines | refusal`: every rule of what may be recorded.
//!
//! Owns the rules, grouped by subject in the files beside this one. Runs inside the append transaction, on the state as it is on
//! disk at that moment. Must not know how lines are stored or how refusals are worded.

mod backup;
mod declare;
mod degraded;
mod entries;
mod known;
mod ledger;
pub mod mail;
mod opening;
mod restoring;
mod stages;
mod standing;
mod telling;
mod work;

use chrono::{Datelike as _, TimeDelta};

use super::command::{Command, Context, Decision};
use super::entry::minute;
use super::event::{Event, StepMark};
use super::hash::Hash;
use super::id::Id;
use super::incident::{DeclarationEntry, Incident, Stage};
use super::line::{Draft, Line, MAX_LINE, Seal};
use super::refusal::{Notice, Refusal};
use super::when::{Moment, When};

/// How far ahead a time may lie before it is asked about: clocks differ by minutes.
const FUTURE_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The longest text that a person can record in one line, in bytes. A paste of a megabyte fits; a line has room for more.
pub const MAX_TEXT: usize = 2 * 1024 * 1024;

/// Decides what a command means for the state as it is.
///
/// # Errors
/// [`Refusal`]: why nothing is to be recorded.
pub fn decide(incident: &Incident, command: &Command, context: &Context<'_>) -> Result<Decision, Refusal> {
    let mut notices = Vec::new();
    time_is_plausible(context, &mut notices)?;
    stage_allows(incident, command)?;
    notices.extend(before_noticed(incident, command, context));
    let mut decision = match command {
        Command::Open { drill, signs, text, pinned, runbooks } => {
            opening::open(incident, context, *drill, signs, text, pinned, runbooks)
        }
        Command::AddRunbook { runbook, file } => opening::add_runbook(incident, context, runbook, file.as_ref()),
        Command::PutAside { runbook, reason } => opening::put_aside(incident, context, runbook, reason),
        Command::ChangeSite { file } => opening::change_site(incident, context, file),
        Command::Answer { criterion, answer, confidence } => {
            work::answer(incident, context, criterion, *answer, *confidence)
        }
        Command::SetFacts { facts } => work::set_facts(context, facts),
        Command::Declare { level, grounds, provisional } => {
            declare::declare(incident, context, *level, grounds, *provisional)
        }
        Command::Mark { step, mark, reason, facts } => {
            work::mark(incident, context, step, *mark, reason.as_deref(), facts)
        }
        Command::Note { text } => work::note(context, text),
        Command::Order { text, owner, due } => work::order(context, text, owner, *due),
        Command::OrderDone { order, result } => work::order_done(incident, context, order, result.as_deref()),
        Command::Call(made) => telling::call(context, made),
        Command::Submit(made) => telling::submit(context, made),
        Command::Agree(made) => telling::agree(context, made),
        Command::Decide(made) => telling::decide(context, made),
        Command::Announce(made) => telling::announce(context, made),
        Command::QueueMail(queued) => mail::queue(incident, context, queued),
        Command::TryMail(line) => mail::trying(incident, context, line),
        Command::MailBecame(result) => mail::became(incident, context, result),
        Command::RequeueMail(line) => mail::requeue(incident, context, line),
        Command::Degrade(act) => degraded::degrade(incident, context, act),
        Command::Restore(act) => restoring::restore(incident, context, act),
        Command::Correct { target, text, occurred, for_, facts } => {
            entries::correct(incident, context, target, text.as_deref(), occurred.as_ref(), for_.as_ref(), facts)
        }
        Command::Withdraw { target, reason } => entries::withdraw(incident, context, target, reason),
        Command::Confirm { targets } => entries::confirm(incident, context, targets),
        Command::ConfirmAllOf { person } => entries::confirm_all_of(incident, context, person),
        Command::Claim { targets } => entries::claim(incident, context, targets),
        Command::HandOver { taker } => stages::hand_over(context, taker),
        Command::StandDown { takers, otherwise } => stages::stand_down(incident, context, takers, otherwise),
        Command::Close => stages::close(context),
        Command::Reopen { reason } => stages::reopen(context, reason),
        Command::DutyDone(done) => standing::duty_done(context, done),
        Command::FileRead(read) => standing::file_read(context, read),
        Command::PaperPrinted(printed) => standing::paper_printed(context, printed),
        Command::ContactChecked(checked) => telling::contact_checked(context, checked),
        Command::BackupTaken(taken) => backup::taken(context, taken),
        Command::ApproveBackup(work) => backup::approve(incident, context, work),
        Command::BackupTested(tested) => backup::tested(context, tested),
        Command::ManifestMade(made) => backup::manifest_made(context, made),
        Command::ManifestChecked(checked) => backup::manifest_checked(context, checked),
        Command::Ledger(act) => ledger::keep(incident, context, act),
        Command::Take(taking) => ledger::take(incident, context, taking),
    }?;
    if let (Some(whose), Some(typist)) = (&context.for_, &context.by)
        && !whose.same_person(typist)
    {
        notices.push(Notice::Proxy { whose: whose.name.clone() });
    }
    if decision.drafts.iter().any(|draft| later_holds(incident, draft)) {
        notices.push(Notice::LaterHolds);
    }
    notices.append(&mut decision.notices);
    decision.notices = notices;
    decision.drafts.iter().try_for_each(|draft| fits(context, draft))?;
    Ok(decision)
}

fn time_is_plausible(context: &Context<'_>, notices: &mut Vec<Notice>) -> Result<(), Refusal> {
    let times = [context.occurred.at, context.occurred.until()];
    notices.extend(not_ahead(context, &times)?);
    Ok(())
}

/// Refuses times that lie ahead, or accepts them with a notice when the person has agreed.
fn not_ahead(context: &Context<'_>, times: &[Option<Moment>]) -> Result<Option<Notice>, Refusal> {
    times.iter().flatten().try_for_each(|at| writable(*at))?;
    let Some(at) = times.iter().flatten().max().filter(|at| **at > context.now + FUTURE_TOLERANCE).copied() else {
        return Ok(None);
    };
    let at = at.with_timezone(&context.plan.facility.offset);
    if context.agreed { Ok(Some(Notice::Future { at })) } else { Err(Refusal::Future { at }) }
}

/// RFC 3339 has four digits for a year.
fn writable(at: Moment) -> Result<(), Refusal> {
    if (0..=9999).contains(&at.year()) { Ok(()) } else { Err(Refusal::Future { at }) }
}

/// Whether something that happened later holds already, so that this entry changes the past and not the present.
fn later_holds(incident: &Incident, draft: &Draft) -> bool {
    let at = draft.occurred.at.map(minute);
    let fact = |id: &Id| incident.fact(id.as_str()).is_some_and(|known| known.at.map(minute) > at);
    let declared = |known: Option<&DeclarationEntry>| known.is_some_and(|known| known.at.map(minute) > at);
    match &draft.event {
        Event::FactSet(set) => set.facts.iter().any(|value| fact(&value.fact)),
        Event::CriterionAnswered(answered) => fact(&answered.criterion),
        Event::DecisionMade(made) => made.facts.iter().any(|value| fact(&value.fact)),
        Event::GapNoted(noted) => noted.facts.iter().any(|value| fact(&value.fact)),
        Event::StepMarked(marked) => {
            let known = incident.step(&marked.step).filter(|known| known.mark != StepMark::Later);
            known.is_some_and(|known| known.at.map(minute) > at) || marked.facts.iter().any(|value| fact(&value.fact))
        }
        Event::DeclarationMade(_) => declared(incident.declarations.last()),
        Event::StoodDown(_) => declared(incident.declaration()),
        _ => false,
    }
}

/// What is accepted here can be written: escapes make some texts up to six times as long.
fn fits(context: &Context<'_>, draft: &Draft) -> Result<(), Refusal> {
    let facility = &context.plan.facility.id;
    // Only the length matters; ids and numbers are short beside the margin.
    let seal = Seal {
        facility: facility.clone(),
        incident: facility.clone(),
        origin: facility.clone(),
        seq: 1,
        prev: Hash::ZERO,
        clock: 1,
        recorded_at: context.now,
    };
    let sealed = Line::seal(draft.clone(), seal);
    let too_long = sealed.is_err() || sealed.is_ok_and(|line| line.bytes().len() + 256 > MAX_LINE);
    if too_long { Err(Refusal::TooLong { limit: MAX_TEXT }) } else { Ok(()) }
}

/// An intrusion lies before the first sign, and so may what somebody remembers; an act typed as 2355 just after midnight is more
/// often the wrong day. It is recorded, and said.
fn before_noticed(incident: &Incident, command: &Command, context: &Context<'_>) -> Option<Notice> {
    let about_the_past = matches!(command, Command::Open { .. } | Command::SetFacts { .. } | Command::Note { .. });
    let at = context.occurred.at.filter(|_| !about_the_past)?;
    (incident.noticed_at()? > at).then_some(Notice::BeforeNoticed { at })
}

/// A closed incident takes no new acts, only what sets the record right, and reopening.
fn stage_allows(incident: &Incident, command: &Command) -> Result<(), Refusal> {
    if matches!(command, Command::Open { .. }) {
        return Ok(());
    }
    let mends = matches!(
        command,
        Command::Correct { .. }
            | Command::Withdraw { .. }
            | Command::Confirm { .. }
            | Command::ConfirmAllOf { .. }
            | Command::Claim { .. }
            // A mail that waited when the incident was closed goes out, and what became of it is known.
            | Command::TryMail(_)
            | Command::MailBecame(_)
    );
    let reopens = matches!(command, Command::Reopen { .. });
    // An emergency in force is stood down before the incident is closed: that is where open items get their takers.
    if let (Command::Close, Some(declared)) = (command, incident.declaration()) {
        return Err(Refusal::StillDeclared { level: declared.made.level });
    }
    let allowed = match incident.stage {
        Stage::Open => !reopens,
        // After stand-down the aftermath goes on: steps, notes, calls, instructions.
        Stage::StoodDown => !matches!(command, Command::StandDown { .. }),
        Stage::Closed => reopens || mends,
    };
    if allowed { Ok(()) } else { Err(Refusal::WrongStage { stage: incident.stage }) }
}

/// A draft of what the context surrounds.
fn draft(context: &Context<'_>, event: Event, text: String) -> Draft {
    Draft {
        occurred: context.occurred.clone(),
        by: context.by.clone(),
        for_: context.for_.clone(),
        via: context.via.clone(),
        from: context.from.clone(),
        to: context.to.clone(),
        event,
        text,
    }
}

/// A draft of a line that the program writes beside a person's act: it happens now, and is nobody's.
fn own_draft(context: &Context<'_>, event: Event, text: String) -> Draft {
    Draft { occurred: When::now(context.now), by: None, for_: None, via: None, from: None, to: None, event, text }
}

fn one(context: &Context<'_>, event: Event, text: String) -> Result<Decision, Refusal> {
    if text.len() > MAX_TEXT {
        return Err(Refusal::TooLong { limit: MAX_TEXT });
    }
    Ok(Decision { drafts: vec![draft(context, event, text)], notices: Vec::new() })
}

/// A remark as it is written down; an empty one is none.
fn kept(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// What has already happened: no backup was taken tomorrow.
fn in_the_past(context: &Context<'_>, at: Moment) -> Result<(), Refusal> {
    writable(at)?;
    if at > context.now + FUTURE_TOLERANCE {
        return Err(Refusal::Future { at: at.with_timezone(&context.plan.facility.offset) });
    }
    Ok(())
}

fn not_empty(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::EmptyText) } else { Ok(text) }
}

fn reasoned(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::NeedsReason) } else { Ok(reason) }
}
