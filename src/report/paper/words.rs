//! The words that stand beside a step, as the screens say them; and lengths of time as paper says them.

use crate::domain::contact::{Contact, Freshness};
use crate::domain::facility::Cutoff;
use crate::domain::paper::condition;
use crate::domain::plan::{Placed, Plan};
use crate::domain::runbook::{Anchor, StepKind, Within};
use crate::report::contact_words;
use crate::t;

use super::Input;

/// How long that is: 5分, 2時間, 3日.
pub(super) fn span(minutes: u32) -> String {
    const HOUR: u32 = 60;
    const DAY: u32 = 24 * HOUR;
    match minutes {
        m if m > 0 && m % DAY == 0 => t!("paper-days", count = (m / DAY)),
        m if m > 0 && m % HOUR == 0 => t!("paper-hours", count = (m / HOUR)),
        m => t!("span-minutes", minutes = m),
    }
}

/// 目安: 覚知から10分以内
pub(super) fn within(placed: &Placed<'_>, within: &Within) -> String {
    let span = span(within.minutes);
    match &within.from {
        Anchor::Noticed => t!("paper-within-noticed", span = span),
        Anchor::Declared => t!("paper-within-declared", span = span),
        Anchor::Step(step) => {
            let title = placed.owner.step(step.as_str()).map_or(step.as_str(), |step| step.action.as_str());
            t!("paper-within-step", span = span, step = title)
        }
    }
}

/// The guide time in few words: 10分以内, 宣言から30分以内.
pub(super) fn within_shortly(within: &Within) -> String {
    let span = span(within.minutes);
    match within.from {
        Anchor::Noticed => t!("paper-card-within", span = span),
        Anchor::Declared => t!("paper-card-within-declared", span = span),
        Anchor::Step(_) => t!("paper-card-within-step", span = span),
    }
}

/// When it applies, where it does not always.
pub(super) fn applies(input: &Input<'_>, placed: &Placed<'_>) -> Option<String> {
    let when = placed.step.when.as_ref()?;
    Some(t!("paper-when", condition = condition::words(input.plan, when, input.lang)))
}

/// What stands below a step on the screen: where to cut, why, whom to tell, who decides.
pub(super) fn below(input: &Input<'_>, placed: &Placed<'_>) -> Vec<String> {
    let (step, plan) = (placed.step, input.plan);
    let mut rows = Vec::new();
    if let Some(cutoff) = step.cutoff.as_ref().and_then(|id| plan.facility.cutoff(id.as_str())) {
        rows.extend(cut(plan, cutoff));
    }
    rows.extend(step.why.as_deref().map(|why| t!("step-why", why = why)));
    match &step.kind {
        StepKind::Call(contacts) => {
            let names: Vec<String> = contacts.iter().map(|id| contact_name(input, id.as_str())).collect();
            rows.push(t!("step-contacts", names = names.join(&t!("list-separator"))));
        }
        StepKind::Decision(role) => {
            let people = plan.facility.holders_and_alternates(role.as_str());
            let names: Vec<&str> = people.into_iter().map(|person| person.name.as_str()).collect();
            let title = plan.facility.role_title(role.as_str());
            rows.push(t!("step-decider", role = format!("{title} ({})", names.join(&t!("list-separator")))));
        }
        StepKind::Action | StepKind::Question | StepKind::Include(..) => {}
    }
    rows
}

fn cut(plan: &Plan, cutoff: &Cutoff) -> Vec<String> {
    let photo = cutoff.photo.as_deref().map(|photo| t!("cutoff-photo", photo = photo)).unwrap_or_default();
    let place = if cutoff.place.is_empty() { t!("cutoff-place-unknown") } else { cutoff.place.clone() };
    let roles: Vec<&str> = cutoff.alone.iter().map(|role| plan.facility.role_title(role.as_str())).collect();
    let mut alone = t!("cutoff-alone", roles = roles.join(&t!("list-separator")));
    alone.push_str(&match cutoff.alone_after {
        None => t!("cutoff-never-others"),
        Some(minutes) => t!("cutoff-others-after", minutes = minutes),
    });
    vec![
        t!("cutoff-place", place = format!("{place}{photo}")),
        t!("cutoff-how", how = cutoff.how.as_str()),
        alone,
        t!("cutoff-stops", stops = cutoff.stops.as_str()),
    ]
}

/// The contact that a step names, by its own id or its person's.
pub(super) fn contact<'a>(input: &Input<'a>, id: &str) -> Option<&'a Contact> {
    let by_id = input.contacts.iter().find(|contact| contact.id.as_str() == id);
    by_id.or_else(|| input.contacts.iter().find(|contact| contact.person.as_ref().is_some_and(|p| p.as_str() == id)))
}

/// What somebody to be told is called.
pub(super) fn contact_name(input: &Input<'_>, id: &str) -> String {
    let person = || input.plan.facility.person(id).map(|person| person.name.clone());
    contact(input, id).map(|contact| contact.name.clone()).or_else(person).unwrap_or_else(|| id.to_owned())
}

/// How much a contact's entry can be relied on when the paper is made.
pub(super) fn freshness(input: &Input<'_>, contact: &Contact) -> Freshness {
    let today = input.now.with_timezone(&input.plan.facility.offset).date_naive();
    contact.freshness(today, input.usual_months)
}

/// A contact's numbers, with what they are for and whether they can be relied on. The day of the check stands beside the name.
pub(super) fn numbers(input: &Input<'_>, contact: &Contact) -> Vec<String> {
    let numbers = bare_numbers(input, contact);
    let shown = |number: String| match freshness(input, contact) {
        Freshness::Sample => t!("call-number-sample", number = number),
        Freshness::Never => t!("call-number-unverified", number = number),
        Freshness::Stale { .. } => t!("brief-number-stale", number = number),
        Freshness::Fresh => number,
    };
    if numbers.is_empty() { vec![t!("paper-no-number")] } else { numbers.into_iter().map(shown).collect() }
}

/// The first number in few words, with the same warnings.
pub(super) fn number_in_brief(input: &Input<'_>, contact: &Contact) -> String {
    match bare_numbers(input, contact).first() {
        Some(number) => contact_words::number_in_brief(number, freshness(input, contact)),
        None => t!("brief-no-number"),
    }
}

fn bare_numbers(input: &Input<'_>, contact: &Contact) -> Vec<String> {
    let listed = contact_words::bare_numbers(contact, None);
    if !listed.is_empty() {
        return listed;
    }
    let person = contact.person.as_ref().and_then(|id| input.plan.facility.person(id.as_str()));
    contact_words::bare_numbers(contact, person.and_then(|person| person.phone.as_deref()))
}
