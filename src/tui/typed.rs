//! From what was typed to what the record takes: times, people, values.
//!
//! Owns the reading of fields, with the words for what could not be read. Must not know screens.

use crate::app::{moment, values};
use crate::domain::contact::Contact;
use crate::domain::event::FactValue;
use crate::domain::facility::Person;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::domain::value::{Confidence, ValueType};
use crate::domain::when::{Moment, Precision, When};
use crate::domain::who::Who;
use crate::message::Message;
use crate::t;
use crate::text::kana::finds;
use crate::text::spoken_time;

/// Reads a time as a person says it; nothing typed means now.
///
/// # Errors
/// What to type instead.
pub fn time(text: &str, now: Moment) -> Result<When, String> {
    moment::when(Some(text), now).map_err(|_not_a_time| t!("form-time-not-read"))
}

/// The one moment that a time means, as it was typed at a certain time; `ahead`: of something that is due.
///
/// # Errors
/// What to type instead; also where it means no single moment.
pub fn moment(text: &str, typed_at: Moment, ahead: bool) -> Result<Moment, String> {
    if ahead {
        return due(text, typed_at);
    }
    let when = time(text, typed_at)?;
    let exact = when.precision() == Precision::Exact;
    when.at.filter(|_| exact).ok_or_else(|| t!("form-time-not-read"))
}

/// A time with its date; in words where nobody knows it exactly.
pub fn show_when(when: &When, now: Moment) -> String {
    match (when.at, when.until()) {
        (Some(at), Some(until)) => format!("{} - {}", spoken_time::show(at, now), spoken_time::show(until, now)),
        (Some(at), None) => spoken_time::show(at, now),
        (None, _) => t!("time-unknown"),
    }
}

/// The people whom a search finds: by name, kana or id.
pub fn people<'a>(plan: &'a Plan, search: &str) -> Vec<&'a Person> {
    let search: String = search.split_whitespace().collect();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let fits = |person: &&Person| {
        finds(&bare(&person.name), &search)
            || person.kana.as_deref().is_some_and(|kana| finds(&bare(kana), &search))
            || finds(person.id.as_str(), &search)
    };
    plan.facility.people.iter().filter(fits).collect()
}

/// Somebody of the staff list as lines name people.
pub fn who(person: &Person) -> Who {
    let role = match person.roles.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    Who { id: Some(person.id.clone()), name: person.name.clone(), role }
}

/// Whom a field names: somebody of the list where the words fit exactly one, else the name as typed.
pub fn person(plan: &Plan, text: &str) -> Option<Who> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(listed) = plan.facility.person_called(text) {
        return Some(who(listed));
    }
    match people(plan, text).as_slice() {
        [only] => Some(who(only)),
        _ => Some(Who::stranger(text)),
    }
}

/// What is said beside a person's field while somebody types.
pub fn person_echo(plan: &Plan, text: &str) -> String {
    match person(plan, text) {
        None => String::new(),
        Some(who) if who.is_listed() => format!("= {}", who.name),
        Some(_) => {
            let mut near: Vec<&str> = people(plan, text).into_iter().map(|person| person.name.as_str()).collect();
            if near.is_empty() {
                near = plan.facility.people_near(text.trim()).into_iter().map(|person| person.name.as_str()).collect();
            }
            near.truncate(3);
            if near.is_empty() {
                t!("person-not-listed")
            } else {
                t!("person-not-listed-near", near = near.join(&t!("list-separator")))
            }
        }
    }
}

/// Reads a fact; `None` when nothing was typed.
///
/// # Errors
/// What to type instead.
pub fn fact(
    plan: &Plan,
    id: &Id,
    text: &str,
    confidence: Confidence,
    now: Moment,
) -> Result<Option<FactValue>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    values::fact(plan, id, text, confidence, now).map(Some).map_err(|refusal| match refusal {
        Refusal::WrongValue { wanted: ValueType::Count, .. } => t!("form-count-not-read"),
        Refusal::WrongValue { wanted: ValueType::Time, .. } => t!("form-time-not-read"),
        other => Message::from(&other).what,
    })
}

/// The person whom a contact is; calls to staff are recorded under the person, so that they count as attempts to reach a role.
pub fn contact_id(contact: &Contact) -> Id {
    contact.person.clone().unwrap_or_else(|| contact.id.clone())
}

/// Reads by when an instruction is to be carried out, counted from when it was given.
///
/// # Errors
/// What to type instead.
pub fn due_of_order(text: &str, given: &When, now: Moment) -> Result<Moment, String> {
    moment::due_of_order(text, given, now).map_err(|_not_a_time| t!("form-time-not-read"))
}

/// Reads by when something is to be done: `1800` is the next 18:00, `+30` in thirty minutes.
///
/// # Errors
/// What to type instead.
pub fn due(text: &str, now: Moment) -> Result<Moment, String> {
    moment::when_due(text, now).map_err(|_not_a_time| t!("form-time-not-read"))
}
