//! How paper, gaps and open items are said: where each stands, who has taken it.
//!
//! Owns these words for screens, commands and reports alike. Must not know where they are shown.

use chrono::NaiveDate;

use crate::domain::event::{GapKind, Taken};
use crate::domain::facility::Facility;
use crate::domain::incident::Made;
use crate::domain::ledger::{Batch, BatchState, Gap};
use crate::domain::open_items::OpenKind;
use crate::domain::plan::Plan;
use crate::domain::wording;
use crate::t;

/// What kind of open item it is, in a word.
pub fn open_kind(what: &OpenKind) -> String {
    match what {
        OpenKind::Declaration(_) => t!("open-declaration"),
        OpenKind::Order(_) => t!("open-order"),
        OpenKind::Call(_) => t!("open-call"),
        OpenKind::Mail(_) => t!("open-mail"),
        OpenKind::Later(_) => t!("open-later"),
        OpenKind::Failed(_) => t!("open-failed"),
        OpenKind::Untouched(_) => t!("open-untouched"),
        OpenKind::Unconfirmed(_) => t!("open-unconfirmed"),
        OpenKind::Duty(_) => t!("open-duty"),
        OpenKind::PerhapsDuty(_) => t!("open-perhaps-duty"),
        OpenKind::Restore(_) => t!("open-restore"),
        OpenKind::Recheck(_) => t!("open-recheck"),
        OpenKind::Department(_) => t!("open-department"),
        OpenKind::Account(_) => t!("open-account"),
        OpenKind::Batch(_) => t!("open-batch"),
        OpenKind::Gap(_) => t!("open-gap"),
    }
}

/// Where a batch stands, in a word.
pub fn batch_state(state: BatchState) -> String {
    match state {
        BatchState::Out => t!("batch-out"),
        BatchState::ToEnter => t!("batch-to-enter"),
        BatchState::ToKeep => t!("batch-to-keep"),
        BatchState::Whole => t!("batch-whole"),
    }
}

/// What became of personal data, in a word.
pub fn gap_kind(kind: GapKind) -> String {
    wording::ledger::gap_kind(kind, crate::i18n::current()).to_owned()
}

/// How many sheets of a batch were used, came back blank, were typed back and are not found.
pub fn counts(batch: &Batch) -> String {
    let given = t!("batch-given", count = batch.sheets);
    let (Some(used), Some(unused)) = (batch.used(), batch.unused()) else {
        return format!("{given}{}{}", t!("list-separator"), t!("batch-not-counted"));
    };
    let typed_back = t!("batch-typed-back", count = batch.typed_back());
    let counted = [given, t!("batch-used", count = used), t!("batch-unused", count = unused), typed_back];
    let missing = (batch.missing() > 0).then(|| t!("batch-missing", count = batch.missing()));
    counted.into_iter().chain(missing).collect::<Vec<_>>().join(&t!("list-separator"))
}

/// What else is to be said of a batch: where the originals are, and that its name stands twice.
pub fn batch_remarks(batch: &Batch) -> Vec<String> {
    let place = batch.given.made.place.as_deref().map(|place| t!("batch-place", place = place));
    let kept = batch.kept_at.as_deref().map(|place| t!("batch-kept", place = place));
    let doubled = batch.is_doubled.then(|| t!("batch-doubled"));
    place.into_iter().chain(kept).chain(doubled).collect()
}

/// How a gap stands, in a word.
pub fn gap_state(gap: &Gap) -> String {
    if gap.closed.is_some() { t!("gap-closed") } else { t!("gap-open") }
}

/// What is to be said of a gap: what was lost, what that means, how it is made again, and how it was closed.
pub fn gap_remarks(gap: &Gap, facility: &Facility) -> Vec<String> {
    let noted = &gap.noted.made;
    let lost = t!("gap-lost", lost = noted.lost.as_str(), kind = gap_kind(noted.kind));
    let how = noted.how.as_deref().map(|how| t!("gap-how", how = how));
    let closed = gap.closed.as_ref().map(|closed| {
        let who = closed.actor.as_ref().map_or_else(|| t!("report-nameless"), |who| wording::who(facility, who));
        let at = closed.at.map(|at| wording::moment(facility, at)).unwrap_or_default();
        t!("gap-closed-by", who = who, at = at, how = closed.made.how.as_str())
    });
    [lost].into_iter().chain(how).chain(closed).collect()
}

/// What a department has to put back at least, and who does it; `None`: its sheet does not say.
pub fn least(plan: &Plan, department: &str) -> Option<String> {
    let entry = plan.sheet(department)?.back_entry.as_ref()?;
    let least = entry.least.join(&t!("list-separator"));
    let by = entry.by.as_ref().map(|role| plan.facility.role_title(role.as_str()).to_owned());
    let said = t!("ledger-least", what = least);
    Some(wording::with_remark(&said, by.as_deref()))
}

/// From when until when something is missing.
pub fn period(gap: &Gap, plan: &Plan) -> String {
    wording::ledger::period(plan, gap.noted.made.from, gap.noted.made.until)
}

/// Who has taken an item, until when, and why it is open.
pub fn taken(taken: &Made<Taken>, facility: &Facility, is_overdue: bool) -> String {
    let made = &taken.made;
    let who = wording::who(facility, &made.taker);
    let (until, reason) = (made.until.as_str(), made.reason.as_str());
    let said = t!("return-taken", who = who, until = until, reason = reason);
    if is_overdue { format!("{said}{}", t!("return-overdue")) } else { said }
}

/// How much of the way back is open; `None`: nothing is.
pub fn awaited(counts: (usize, usize)) -> Option<String> {
    match counts {
        (0, _) => None,
        (count, 0) => Some(t!("return-awaited", count = count)),
        (count, late) => Some(t!("return-awaited-late", count = count, late = late)),
    }
}

/// The day on the facility's clock.
pub fn today(facility: &Facility, now: crate::domain::when::Moment) -> NaiveDate {
    now.with_timezone(&facility.offset).date_naive()
}
