//! Backups in quiet times: work done, its approval, restore tests, and lists of hashes. Standing series.
//!
//! Owns what such a line must have, and what can be approved. What falls short is read from the lines elsewhere.

use super::{kept, known, not_empty, one};
use crate::domain::command::{Context, Decision};
use crate::domain::event::{BackupApproved, BackupTaken, BackupTested, Event, ManifestChecked, ManifestMade};
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::refusal::{Notice, Refusal};
use crate::domain::wording;

pub(super) fn taken(context: &Context<'_>, taken: &BackupTaken) -> Result<Decision, Refusal> {
    let taken = BackupTaken {
        title: known::backup(context, &taken.backup)?.title.clone(),
        generation: kept(taken.generation.as_deref()),
        note: kept(taken.note.as_deref()),
        ..taken.clone()
    };
    let text = wording::backup::taken(context.plan, &taken);
    one(context, Event::BackupTaken(taken), text)
}

pub(super) fn tested(context: &Context<'_>, tested: &BackupTested) -> Result<Decision, Refusal> {
    let tested = BackupTested {
        title: known::backup(context, &tested.backup)?.title.clone(),
        note: kept(tested.note.as_deref()),
        ..tested.clone()
    };
    let text = wording::backup::tested(context.plan, &tested);
    one(context, Event::BackupTested(tested), text)
}

/// Somebody must be named who approves. In a small facility that may be who did the work: it is recorded, and shows.
pub(super) fn approve(series: &Incident, context: &Context<'_>, work: &Hash) -> Result<Decision, Refusal> {
    let is_work = |event: &Event| matches!(event, Event::BackupTaken(_) | Event::BackupTested(_));
    let entry = series.entry(work).filter(|entry| is_work(&entry.line.event));
    let entry = entry.ok_or(Refusal::NotBackupWork { line: *work })?;
    if entry.withdrawn.is_some() {
        return Err(Refusal::AlreadyWithdrawn { line: *work });
    }
    let approver = context.actor().ok_or(Refusal::NeedsPerson)?;
    if crate::domain::backup::approval_of(series, work).is_some() {
        return Err(Refusal::AlreadyApproved);
    }
    let own = entry.actor().is_some_and(|worker| worker.same_person(approver));
    let text = wording::backup::approved(context.plan, entry.text());
    let mut decision = one(context, Event::BackupApproved(BackupApproved { work: *work }), text)?;
    decision.notices.extend(own.then_some(Notice::ApprovesOwnWork));
    Ok(decision)
}

pub(super) fn manifest_made(context: &Context<'_>, made: &ManifestMade) -> Result<Decision, Refusal> {
    let made = ManifestMade { folder: not_empty(&made.folder)?.to_owned(), ..made.clone() };
    let text = wording::backup::manifest_made(context.plan, &made);
    one(context, Event::ManifestMade(made), text)
}

pub(super) fn manifest_checked(context: &Context<'_>, checked: &ManifestChecked) -> Result<Decision, Refusal> {
    let checked = ManifestChecked { folder: not_empty(&checked.folder)?.to_owned(), ..checked.clone() };
    let text = wording::backup::manifest_checked(context.plan, &checked);
    one(context, Event::ManifestChecked(checked), text)
}
