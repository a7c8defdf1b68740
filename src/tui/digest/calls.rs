//! The rows of the call sheet, as the screen shows them.
//!
//! Owns the words of a row. Whom the sheet holds in which order is [`crate::domain::call_sheet`]'s.

use crate::domain::call_sheet::{ToCall, sheet};
use crate::domain::contact::Contact;
use crate::domain::id::Id;
use crate::domain::step_key::StepKey;
use crate::domain::when::Moment;
use crate::message::call::{attempt_words, state_words, why_brief, why_words};
use crate::tui::model::Model;
use crate::tui::msg::Snapshot;

/// So many attempts are told.
const TRIED: usize = 3;

/// Somebody on the call sheet.
#[derive(Debug)]
pub struct CallRow {
    /// As the record names contacts and people.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// Its entry in the live list.
    pub contact: Option<Id>,
    /// The step that asks for the call now.
    pub step: Option<StepKey>,
    /// Who offers to be told instead.
    pub offered: Option<(Id, String)>,
    /// Why, weightiest first.
    pub whys: Vec<String>,
    /// The weightiest reason in a few cells.
    pub why: String,
    /// Where it stands.
    pub state: String,
    /// The newest attempts, last first.
    pub tried: Vec<String>,
    /// How many there were.
    pub attempts: usize,
    /// It was told, and nothing is open.
    pub is_told: bool,
    /// It is not yet time to try again.
    pub waits: bool,
    /// It is time to try again.
    pub is_due: bool,
}

/// Everybody on the sheet, in the order in which to call.
pub fn rows(open: &Snapshot, model: &Model) -> Vec<CallRow> {
    let contacts: &[Contact] = model.seen.as_ref().map(|seen| seen.contacts.as_slice()).unwrap_or_default();
    let rows = sheet(&open.incident, &open.plan, contacts, model.now);
    rows.iter().map(|row| in_words(row, open, model.now)).collect()
}

fn in_words(row: &ToCall<'_>, open: &Snapshot, now: Moment) -> CallRow {
    CallRow {
        id: row.id.clone(),
        name: row.name.clone(),
        contact: row.contact.map(|contact| contact.id.clone()),
        step: row.step().cloned(),
        offered: row.offered().map(|other| (other.id.clone(), other.name.clone())),
        whys: row.whys.iter().map(|why| why_words(why, &open.plan, now)).collect(),
        why: why_brief(row, &open.plan, now),
        state: state_words(row, now),
        tried: row.attempts.iter().rev().take(TRIED).map(|call| attempt_words(call, now)).collect(),
        attempts: row.attempts.len(),
        is_told: row.is_told(),
        waits: row.waits(now),
        is_due: row.again.is_some_and(|again| again <= now),
    }
}
