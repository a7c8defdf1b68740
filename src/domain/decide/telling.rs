//! Telling others: attempts, submissions, agreed dates, decisions, announcements; and numbers tried in quiet times.
//!
//! Owns what such a line must have. What it discharges is read from it elsewhere: nothing is concluded when it is written.

use super::work::fitting;
use super::{kept, known, not_empty, one, writable};
use crate::domain::command::{Context, Decision};
use crate::domain::event::{
    AnnouncementMade, CallMade, ContactChecked, DecisionMade, DutyAgreed, DutySubmitted, Event,
};
use crate::domain::refusal::Refusal;
use crate::domain::wording;

pub(super) fn call(context: &Context<'_>, made: &CallMade) -> Result<Decision, Refusal> {
    made.duties.iter().flatten().try_for_each(|duty| known::duty(context, duty).map(|_| ()))?;
    made.again.into_iter().try_for_each(writable)?;
    let made = CallMade {
        spoke_to: kept(made.spoke_to.as_deref()),
        note: kept(made.note.as_deref()),
        number: kept(made.number.as_deref()),
        reference: kept(made.reference.as_deref()),
        asked: kept(made.asked.as_deref()),
        ..made.clone()
    };
    let text = wording::telling::call(context.plan, &made);
    let name = made.contact_name.clone();
    let mut decision = one(context, Event::CallMade(made), text)?;
    for draft in &mut decision.drafts {
        draft.to.get_or_insert_with(|| name.clone());
    }
    Ok(decision)
}

pub(super) fn submit(context: &Context<'_>, made: &DutySubmitted) -> Result<Decision, Refusal> {
    known::duty(context, &made.duty)?;
    let made =
        DutySubmitted { way: not_empty(&made.way)?.to_owned(), receipt: kept(made.receipt.as_deref()), ..made.clone() };
    let text = wording::telling::submitted(context.plan, &made);
    one(context, Event::DutySubmitted(made), text)
}

pub(super) fn agree(context: &Context<'_>, made: &DutyAgreed) -> Result<Decision, Refusal> {
    known::duty(context, &made.duty)?;
    made.due.into_iter().try_for_each(writable)?;
    one(context, Event::DutyAgreed(made.clone()), wording::telling::agreed(context.plan, made))
}

pub(super) fn decide(context: &Context<'_>, made: &DecisionMade) -> Result<Decision, Refusal> {
    let decision = not_empty(&made.decision)?.to_owned();
    let made = DecisionMade { decision, facts: fitting(context.plan, &made.facts)?, ..made.clone() };
    let text = wording::telling::decided(context.plan, &made);
    one(context, Event::DecisionMade(made), text)
}

pub(super) fn announce(context: &Context<'_>, made: &AnnouncementMade) -> Result<Decision, Refusal> {
    let made = AnnouncementMade { body: not_empty(&made.body)?.to_owned(), ..made.clone() };
    let text = wording::telling::announced(context.plan, &made);
    one(context, Event::AnnouncementMade(made), text)
}

pub(super) fn contact_checked(context: &Context<'_>, checked: &ContactChecked) -> Result<Decision, Refusal> {
    let checked = ContactChecked {
        number: kept(checked.number.as_deref()),
        note: kept(checked.note.as_deref()),
        ..checked.clone()
    };
    let text = wording::telling::checked(context.plan, &checked);
    one(context, Event::ContactChecked(checked), text)
}
