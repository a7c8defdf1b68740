//! Comparisons in conditions: whether their keys exist and can be compared in that way.

use super::Loaded;
use super::references::Names;
use crate::domain::condition::{Atom, Comparison};
use crate::domain::id;
use crate::domain::value::ValueType;
use crate::site::diagnostic::{Diagnostic, harmless};
use crate::site::mention::{Kind, Target};
use crate::site::reader::near_hint;

/// The key of the declared level.
pub(super) const LEVEL: &str = "level";

pub(super) fn check(loaded: &Loaded<'_>, found: &mut Vec<Diagnostic>) {
    for mentions in loaded.mentions {
        for reference in &mentions.references {
            let fault = match &reference.target {
                Target::Atom(atom) => fault(loaded, atom),
                // The time that a fact holds is a moment to count from.
                Target::Start(atom) if !(atom.test.is_none() && is_time(loaded, atom)) => fault(loaded, atom),
                _ => None,
            };
            if let Some((code, message, hint)) = fault {
                let diagnostic = Diagnostic::error(&mentions.file, code, message, Some(reference.span.clone()));
                found.push(diagnostic.with_hint(hint));
            }
        }
    }
}

fn is_time(loaded: &Loaded<'_>, atom: &Atom) -> bool {
    loaded.plan.fact(atom.key.as_str()).is_some_and(|fact| fact.value == ValueType::Time)
}

type Fault = (&'static str, String, Option<String>);

fn fault(loaded: &Loaded<'_>, atom: &Atom) -> Option<Fault> {
    let key = atom.key.as_str();
    let fact = loaded.plan.fact(key);
    // A fact that takes the name of one of the first two is found elsewhere, and it does not count here.
    let value = if loaded.plan.criterion(key).is_some() {
        ValueType::Answer
    } else if key == LEVEL {
        ValueType::Count
    } else if let Some(fact) = fact {
        fact.value
    } else {
        let known = Names::of(loaded).known(&[Kind::Fact, Kind::Criterion]);
        // One that is there and faulty was already found.
        if known.contains(&key) {
            return None;
        }
        let near = id::near(key, known);
        let what = crate::t!("site-kind-key");
        return Some(("dangling-id", crate::t!("site-dangling-id", what = what, id = key), near_hint(&near)));
    };
    let Some((comparison, wanted)) = &atom.test else {
        let hint = Some(crate::t!("site-bare-atom-hint", key = key));
        return (value != ValueType::Answer).then(|| ("bare-atom", crate::t!("site-bare-atom", key = key), hint));
    };
    let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    if is_order {
        let message = || crate::t!("site-wrong-order", key = key);
        return (value != ValueType::Count).then(|| ("wrong-comparison", message(), None));
    }
    // Whatever a fact holds, it may have been answered 不明; the level alone is always known.
    if wanted == "unknown" && key != LEVEL {
        return None;
    }
    let choices: Vec<&str> = match value {
        ValueType::Answer => vec!["yes", "no", "unknown"],
        ValueType::Choice => fact.into_iter().flat_map(|fact| &fact.choices).map(|(id, _)| id.as_str()).collect(),
        ValueType::Count => {
            let message = || crate::t!("site-not-a-number", key = key, text = harmless(wanted));
            return wanted.parse::<i64>().is_err().then(|| ("wrong-comparison", message(), None));
        }
        ValueType::Text | ValueType::Time | ValueType::List => return None,
    };
    if choices.is_empty() || choices.contains(&wanted.as_str()) {
        return None;
    }
    let hint = Some(crate::t!("site-bad-value-hint", allowed = choices.join(", ")));
    Some(("unknown-choice", crate::t!("site-unknown-choice", key = key, text = harmless(wanted)), hint))
}
