//! From what a person types for a fact to a value that fits the fact dictionary.

use crate::domain::event::FactValue;
use crate::domain::id::{Id, near};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::{Answer, Confidence, Value, ValueType};
use crate::domain::when::{self, Moment};
use crate::text::kana;

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
    let (id, wanted, choices) = match (plan.fact(fact), plan.criterion(fact)) {
        (Some(def), _) => (def.id.clone(), def.value, def.choices.as_slice()),
        (None, Some(criterion)) => (criterion.id.clone(), ValueType::Answer, [].as_slice()),
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
        ValueType::Time => {
            let said = super::moment::when(Some(typed), now).map_err(|_not_a_time| wrong())?;
            said.at.map(|at| Value::Time(when::write(at))).ok_or_else(wrong)
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
    let (fact, words) = typed.split_once('=').ok_or_else(not_found)?;
    let id = Id::new(fact.trim()).map_err(|_not_an_id| not_found())?;
    let value = value(plan, id.as_str(), words, now)?;
    Ok(FactValue { fact: id, value, confidence })
}

fn count(typed: &str) -> Option<Value> {
    let digits = half(typed).replace(',', "");
    let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
    if let Ok(number) = digits.parse::<i64>() {
        return Some(Value::Count(number));
    }
    let (low, high) = digits.split_once(['~', '〜', '～', '-']).or_else(|| digits.split_once("カラ"))?;
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some(Value::Range { low, high })
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
        assert_eq!(count("40-30"), None);
        assert_eq!(count("たくさん"), None);
    }

    #[test]
    fn answers_are_read_in_both_languages_and_widths() {
        assert_eq!(answer("はい"), Some(Answer::Yes));
        assert_eq!(answer("ＮＯ"), Some(Answer::No));
        assert_eq!(answer("不明"), Some(Answer::Unknown));
        assert_eq!(answer("たぶん"), None);
    }
}
