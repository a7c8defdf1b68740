//! What somebody means who typed an id or a title.

use super::context::refused;
use crate::domain::duty::Duty;
use crate::domain::facility::Backup;
use crate::domain::id::{Id, near};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::message::Message;

/// The one of these whose id or title was typed. Where there is none, ids that look like it are named.
pub(super) fn meant<'a, T>(
    what: What,
    typed: &str,
    among: &'a [T],
    names: impl Fn(&'a T) -> (&'a Id, &'a str),
) -> Result<&'a T, Message> {
    let typed = typed.trim();
    let is_meant = |known: &&'a T| {
        let (id, title) = names(*known);
        id.as_str() == typed || title == typed
    };
    among.iter().find(is_meant).ok_or_else(|| {
        let near = near(typed, among.iter().map(|known| names(known).0.as_str()));
        refused(Refusal::NotFound { what, typed: typed.to_owned(), near })
    })
}

/// The system that is meant.
pub(super) fn system(plan: &Plan, typed: &str) -> Result<Id, Message> {
    let found = meant(What::System, typed, &plan.facility.systems, |system| (&system.id, &system.title))?;
    Ok(found.id.clone())
}

/// The systems that are meant.
pub(super) fn systems(plan: &Plan, typed: &[String]) -> Result<Vec<Id>, Message> {
    typed.iter().map(|typed| system(plan, typed)).collect()
}

/// The department that is meant.
pub(super) fn department(plan: &Plan, typed: &str) -> Result<Id, Message> {
    let found = meant(What::Department, typed, &plan.facility.departments, |known| (&known.id, &known.title))?;
    Ok(found.id.clone())
}

/// The duty that is meant.
pub(super) fn duty<'a>(plan: &'a Plan, typed: &str) -> Result<&'a Duty, Message> {
    meant(What::Duty, typed, &plan.duties, |duty| (&duty.id, &duty.title))
}

/// The backup that is meant.
pub(super) fn backup<'a>(plan: &'a Plan, typed: &str) -> Result<&'a Backup, Message> {
    meant(What::Backup, typed, &plan.facility.backups, |backup| (&backup.id, &backup.title))
}
