//! From what was typed to what the record takes: times, people, values.
//!
//! Owns the reading of fields, with the words for what could not be read. Must not know screens.

use crate::app::moment;
use crate::domain::contact::Contact;
use crate::domain::facility::Person;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::runbook::FactDef;
use crate::domain::value::{Value, ValueType};
use crate::domain::when::{self, Moment, When};
use crate::domain::who::Who;
use crate::t;
use crate::text::kana::{finds, half_ascii};
use crate::text::spoken_time;

/// Reads a time as a person says it; nothing typed means now.
///
/// # Errors
/// What to type instead.
pub fn time(text: &str, now: Moment) -> Result<When, String> {
    moment::when(Some(text), now).map_err(|_not_a_time| t!("form-time-not-read"))
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

/// The words that mean "asked, and not known".
fn is_unknown(text: &str) -> bool {
    matches!(text.trim(), "不明" | "わからない" | "分からない" | "unknown")
}

/// Reads a fact's value; `None` when nothing was typed.
///
/// # Errors
/// What to type instead.
pub fn value(def: &FactDef, text: &str, now: Moment) -> Result<Option<Value>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if is_unknown(text) {
        return Ok(Some(Value::Unknown));
    }
    let value = match def.value {
        ValueType::Text | ValueType::Choice | ValueType::Answer => Value::Text(text.to_owned()),
        ValueType::List => Value::List(
            text.split(['、', ',', '，', '\n']).map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned).collect(),
        ),
        ValueType::Count => count(text).ok_or_else(|| t!("form-count-not-read"))?,
        ValueType::Time => match time(text, now)?.at {
            Some(at) => Value::Time(when::write(at)),
            None => Value::Unknown,
        },
    };
    Ok(Some(value))
}

/// Reads `32`, `３２人`, `30~40`, `30から40`.
fn count(text: &str) -> Option<Value> {
    let half: String = text.chars().map(half_ascii).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let number = |part: &str| -> Option<i64> {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let unit = part.chars().skip(digits.len());
        // A unit may stand behind the number; anything with further digits is something else.
        if unit.clone().any(|c| c.is_ascii_digit()) || unit.count() > 3 {
            return None;
        }
        digits.parse().ok()
    };
    let parts: Vec<&str> = half.split(['~', '〜', '-', '∼']).flat_map(|part| part.split("から")).collect();
    match parts.as_slice() {
        [one] => number(one).map(Value::Count),
        [low, high] => {
            let (low, high) = (number(low)?, number(high)?);
            (low <= high).then_some(Value::Range { low, high })
        }
        _ => None,
    }
}

/// The person whom a contact is; calls to staff are recorded under the person, so that they count as attempts to reach a role.
pub fn contact_id(contact: &Contact) -> Id {
    contact.person.clone().unwrap_or_else(|| contact.id.clone())
}

/// Reads by when something is to be done: a time (the next one of that name), or minutes and hours from now (`30m`, `+30`).
///
/// # Errors
/// What to type instead.
pub fn due(text: &str, now: Moment) -> Result<Moment, String> {
    let half: String = text.trim().chars().map(half_ascii).collect();
    let span = half.trim_start_matches('+');
    let minutes = crate::text::duration::parse_minutes(span)
        .or_else(|| half.strip_prefix('+').and_then(|minutes| minutes.parse().ok()))
        .or_else(|| half.strip_suffix("分後").and_then(|minutes| minutes.parse().ok()))
        .or_else(|| half.strip_suffix("時間後").and_then(|hours| hours.parse::<u32>().ok()?.checked_mul(60)));
    if let Some(minutes) = minutes {
        let later = now.checked_add_signed(chrono::TimeDelta::minutes(i64::from(minutes)));
        return later.ok_or_else(|| t!("form-time-not-read"));
    }
    let at = time(&half, now)?.at.ok_or_else(|| t!("form-time-not-read"))?;
    // A time of day is read as the most recent one; what is still to be done is meant for the next.
    let day = chrono::TimeDelta::days(1);
    let names_a_date = half.contains('/') || half.contains('月') || half.contains("日");
    let next = if at < now && !names_a_date { at.checked_add_signed(day) } else { Some(at) };
    next.ok_or_else(|| t!("form-time-not-read"))
}
