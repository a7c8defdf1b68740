//! From what a person types for a fact to a value that fits the fact dictionary.

use crate::domain::event::FactValue;
use crate::domain::id::{Id, near};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::{Answer, Confidence, TimeValue, Value, ValueType};
use crate::domain::when::{Moment, OccurredAs, Precision};
use crate::text::kana;

/// The names in texts where several stand apart by 、 or a comma.
pub fn names<T: AsRef<str>>(typed: &[T]) -> Vec<String> {
    let parts = typed.iter().flat_map(|text| text.as_ref().split(['、', ',', '，']));
    parts.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Reads yes, no or unknown: `yes`, `はい`, `y`, `1`, …
pub fn answer(typed: &str) -> Option<Answer> {
    match half(typed).as_str() {
        "yes" | "y" | "はい" | "ハイ" | "ある" | "有" | "1" => Some(Answer::Yes),
        "no" | "n" | "いいえ" | "イイエ" | "ない" | "無" | "2" => Some(Answer::No),
        "unknown" | "u" | "不明" | "?" | "3" => Some(Answer::Unknown),
        _ => None,
    }
}

/// Reads how sure somebody is.
pub fn confidence(typed: &str) -> Option<Confidence> {
    match half(typed).as_str() {
        "confirmed" | "確認済" | "確認済み" => Some(Confidence::Confirmed),
        "hearsay" | "伝聞" => Some(Confidence::Hearsay),
        "estimated" | "推定" => Some(Confidence::Estimated),
        _ => None,
    }
}

/// Reads a fact's value as typed. Not known is an answer, whatever the type.
///
/// # Errors
/// A refusal when the fact is not in the dictionary or the words do not fit its type.
pub fn value(plan: &Plan, fact: &str, typed: &str, now: Moment) -> Result<Value, Refusal> {
    let typed = typed.trim();
    let (id, wanted, choices, ahead) = match (plan.fact(fact), plan.criterion(fact)) {
        (Some(def), _) => (def.id.clone(), def.value, def.choices.as_slice(), def.ahead),
        (None, Some(criterion)) => (criterion.id.clone(), ValueType::Answer, [].as_slice(), false),
        (None, None) => {
            let known = plan.facts.iter().map(|def| def.id.as_str());
            return Err(Refusal::NotFound { what: What::Fact, typed: fact.to_owned(), near: near(fact, known) });
        }
    };
    if typed.is_empty() {
        return Err(Refusal::EmptyText);
    }
    let wrong = || Refusal::WrongValue {
        fact: id.clone(),
        title: plan.fact_title(id.as_str()).to_owned(),
        wanted,
        choices: choices.iter().map(|(id, title)| format!("{id} ({title})")).collect(),
    };
    if wanted == ValueType::Answer {
        return answer(typed).map(Value::Answer).ok_or_else(wrong);
    }
    if matches!(half(typed).as_str(), "unknown" | "不明") {
        return Ok(Value::Unknown);
    }
    match wanted {
        ValueType::Text | ValueType::Answer => Ok(Value::Text(typed.to_owned())),
        ValueType::Count => count(typed).ok_or_else(wrong),
        ValueType::Time if ahead => super::moment::when_due(typed, now).map(Value::from).map_err(|_not_a_time| wrong()),
        ValueType::Time => {
            let said = super::moment::when(Some(typed), now).map_err(|_not_a_time| wrong())?;
            said.at.map(|at| Value::Time(TimeValue { at, said: inexact(said.said) })).ok_or_else(wrong)
        }
        ValueType::Choice => choices
            .iter()
            .find(|(id, title)| id.as_str() == typed || title == typed)
            .map(|(id, _)| Value::Choice(id.to_string()))
            .ok_or_else(wrong),
        ValueType::List => {
            let items = typed.split(['、', ',', '，', '\n']).map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::List(items.map(ToOwned::to_owned).collect()))
        }
    }
}

/// Reads `FACT=VALUE`.
///
/// # Errors
/// As [`value`], and when there is no `=`.
pub fn assignment(plan: &Plan, typed: &str, confidence: Confidence, now: Moment) -> Result<FactValue, Refusal> {
    let not_found = || Refusal::NotFound { what: What::Fact, typed: typed.to_owned(), near: Vec::new() };
    let (key, words) = typed.split_once('=').ok_or_else(not_found)?;
    let id = Id::new(key.trim()).map_err(|_not_an_id| not_found())?;
    fact(plan, &id, words, confidence, now)
}

/// Reads a fact as typed, with how sure somebody is of it. 「約30」 is 推定, whatever was said about it.
///
/// # Errors
/// As [`value`].
pub fn fact(plan: &Plan, id: &Id, typed: &str, confidence: Confidence, now: Moment) -> Result<FactValue, Refusal> {
    let value = value(plan, id.as_str(), typed, now)?;
    let about = matches!(value, Value::Count(_) | Value::Range { .. }) && is_about(typed);
    let confidence = if about { confidence.min(Confidence::Estimated) } else { confidence };
    Ok(FactValue { fact: id.clone(), value, confidence })
}

/// The words of an exact moment add nothing to it.
fn inexact(said: Option<OccurredAs>) -> Option<OccurredAs> {
    said.filter(|said| said.precision != Precision::Exact)
}

/// Whether a number or a time was said to be no more than about right: then it is 推定 at most.
fn is_about(typed: &str) -> bool {
    const WORDS: [&str; 10] = ["約", "およそ", "おおよそ", "くらい", "ぐらい", "程度", "前後", "頃", "ごろ", "about"];
    WORDS.iter().any(|word| typed.contains(word))
}

fn count(typed: &str) -> Option<Value> {
    let bare = half(typed).replace(',', "");
    // A sign before the first digit is no way to say how many.
    if bare.starts_with(['-', '+']) {
        return None;
    }
    let separators = ['~', '〜', '～', '-'];
    let number = |part: &str| -> Option<i64> {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    match bare.split_once(separators).or_else(|| bare.split_once("から")) {
        None => one_number(&bare).then(|| number(&bare).map(Value::Count))?,
        Some((low, high)) if one_number(low) && one_number(high) => {
            let (low, high) = (number(low)?, number(high)?);
            (low <= high).then_some(Value::Range { low, high })
        }
        Some(_) => None,
    }
}

/// Whether all digits stand together: 「30人」 is one number, 「3階に5人」 is two.
fn one_number(text: &str) -> bool {
    let inside = text.trim_matches(|c: char| !c.is_ascii_digit());
    !inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit())
}

fn half(typed: &str) -> String {
    typed.trim().chars().map(kana::half_ascii).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_people_type_them() {
        assert_eq!(count("３２人"), Some(Value::Count(32)));
        assert_eq!(count("1,200"), Some(Value::Count(1200)));
        assert_eq!(count("30~40"), Some(Value::Range { low: 30, high: 40 }));
        assert_eq!(count("30人〜40人"), Some(Value::Range { low: 30, high: 40 }));
        assert_eq!(count("約30人"), Some(Value::Count(30)));
        assert_eq!(count("30人から40人"), Some(Value::Range { low: 30, high: 40 }));
        assert_eq!(count("3階に5人"), None);
        assert_eq!(count("-5"), None);
        assert_eq!(count("40-30"), None);
        assert_eq!(count("たくさん"), None);
    }

    #[test]
    fn what_is_only_about_right_says_so() {
        assert!(is_about("30人くらい") && is_about("約30") && !is_about("30人"));
    }

    #[test]
    fn answers_are_read_in_both_languages_and_widths() {
        assert_eq!(answer("はい"), Some(Answer::Yes));
        assert_eq!(answer("ＮＯ"), Some(Answer::No));
        assert_eq!(answer("不明"), Some(Answer::Unknown));
        assert_eq!(answer("たぶん"), None);
    }
}
