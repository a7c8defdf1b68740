//! What a line names must be in the plan that the incident runs by: what the record says must mean something in it.
//!
//! Owns the lookups, and which ids are named as near where there is none.

use crate::domain::command::Context;
use crate::domain::duty::Duty;
use crate::domain::facility::{Backup, Department, System};
use crate::domain::id::{Id, near};
use crate::domain::refusal::{Refusal, What};

/// What was found, or a refusal that names the ids that look like it.
fn or_near<'a, T>(found: Option<T>, what: What, typed: &str, ids: impl Iterator<Item = &'a Id>) -> Result<T, Refusal> {
    found.ok_or_else(|| {
        let near = near(typed, ids.map(Id::as_str));
        Refusal::NotFound { what, typed: typed.to_owned(), near }
    })
}

/// A system of the plan.
pub(super) fn system<'a>(context: &Context<'a>, id: &Id) -> Result<&'a System, Refusal> {
    let facility = &context.plan.facility;
    or_near(facility.system(id.as_str()), What::System, id.as_str(), facility.systems.iter().map(|known| &known.id))
}

/// A department of the plan.
pub(super) fn department<'a>(context: &Context<'a>, id: &Id) -> Result<&'a Department, Refusal> {
    let facility = &context.plan.facility;
    let ids = facility.departments.iter().map(|known| &known.id);
    or_near(facility.department(id.as_str()), What::Department, id.as_str(), ids)
}

/// A backup of the register.
pub(super) fn backup<'a>(context: &Context<'a>, id: &Id) -> Result<&'a Backup, Refusal> {
    let facility = &context.plan.facility;
    or_near(facility.backup(id.as_str()), What::Backup, id.as_str(), facility.backups.iter().map(|known| &known.id))
}

/// A duty of the plan. One that was pinned under another edition is refused.
pub(super) fn duty<'a>(context: &Context<'a>, id: &Id) -> Result<&'a Duty, Refusal> {
    let plan = context.plan;
    or_near(plan.duty(id.as_str()), What::Duty, id.as_str(), plan.duties.iter().map(|known| &known.id))
}
