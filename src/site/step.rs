//! Reads one step of a runbook.
//!
//! Owns the keys of `[[phase.step]]`, what kind of step they make, and the spelling of a length of time. Must not know other steps.

use toml::Spanned;

use super::condition;
use super::diagnostic::harmless;
use super::mention::{Kind, Target};
use super::reader::{Reader, Words};
use crate::domain::id::Id;
use crate::domain::runbook::{Anchor, Book, Step, StepKind, Within};

/// The longest guide time or interval: a year.
const MAX_MINUTES: u32 = 366 * 24 * 60;

/// Reads a step. `None` when it has no id or says nothing to do; anything else that is faulty is left out of it.
pub(crate) fn step(table: &Reader<'_>, retired: &[Spanned<Id>]) -> Option<Step> {
    let id = table.id("id");
    if let Some(id) = &id {
        table.sink().define(Kind::Step, id);
        refuse_retired(table, id, retired);
    }
    let kind = kind(table);
    // What an include does stands in the other runbook.
    let action = match kind {
        StepKind::Include(..) => Some(table.opt_text("do").unwrap_or_default()),
        _ => table.text("do").map(Spanned::into_inner),
    };
    let step = Step {
        warn: table.opt_text("warn"),
        why: table.opt_text("why"),
        role: table.opt_ref("role", Target::Role),
        within: within(table),
        memory: table.flag("memory"),
        collect: table.refs("collect", Target::Fact),
        book: table.opt_word("book", &Book::ALL),
        when: condition::optional(table, "when"),
        every: length_of_time(table, "every"),
        each_department: table.opt_word("each", &[("department", ())]).is_some(),
        cutoff: table.opt_ref("cutoff", Target::Cutoff),
        source: table.lines("source"),
        id: id?.into_inner(),
        action: action?,
        kind,
    };
    if step.kind == StepKind::Question && step.collect.is_empty() {
        let message = crate::t!("site-question-collects");
        table.sink().error("missing-key", message, table.key_span("question"), None);
    }
    Some(step)
}

fn refuse_retired(table: &Reader<'_>, id: &Spanned<Id>, retired: &[Spanned<Id>]) {
    if retired.iter().any(|gone| gone.get_ref() == id.get_ref()) {
        let message = crate::t!("site-retired-id", id = id.get_ref().as_str());
        table.sink().error("retired-id", message, id.span(), Some(crate::t!("site-retired-id-hint")));
    }
}

/// The keys that make a step something else than a plain action.
const KINDS: [&str; 4] = ["question", "call", "decision", "include"];

fn kind(table: &Reader<'_>) -> StepKind {
    let given: Vec<&str> = KINDS.into_iter().filter(|key| table.has(key)).collect();
    if let [_, second, ..] = given.as_slice() {
        let message = crate::t!("site-exclusive-keys", keys = given.join(", "));
        table.sink().error("exclusive-keys", message, table.key_span(second), None);
    }
    let question = table.flag("question");
    let call = table.refs("call", Target::Contact);
    let decision = table.opt_ref("decision", Target::Role);
    let include = table.opt_words("include").and_then(|words| include(table, &words));
    if let Some((runbook, phase)) = include {
        StepKind::Include(runbook, phase)
    } else if let Some(role) = decision {
        StepKind::Decision(role)
    } else if !call.is_empty() {
        StepKind::Call(call)
    } else if question {
        StepKind::Question
    } else {
        StepKind::Action
    }
}

/// Reads `runbook` or `runbook:phase`.
fn include(table: &Reader<'_>, words: &Words) -> Option<(Id, Option<Id>)> {
    let (runbook, phase) = match words.get_ref().split_once(':') {
        Some((runbook, phase)) => (runbook, Some(Id::new(phase))),
        None => (words.get_ref().as_str(), None),
    };
    let (Ok(runbook), Ok(phase)) = (Id::new(runbook), phase.transpose()) else {
        let message = crate::t!("site-bad-id", text = harmless(words.get_ref()));
        table.sink().error("bad-id", message, words.span(), Some(crate::t!("site-include-hint")));
        return None;
    };
    table.sink().refer(Target::Include(runbook.clone(), phase.clone()), words.span());
    Some((runbook, phase))
}

fn within(table: &Reader<'_>) -> Option<Within> {
    let minutes = length_of_time(table, "within");
    let from = table.opt_words("from");
    if let (None, Some(from), false) = (minutes, &from, table.has("within")) {
        table.sink().error("from-without-within", crate::t!("site-from-without-within"), from.span(), None);
    }
    let anchor = from.map_or(Some(Anchor::Noticed), |from| anchor(table, &from));
    Some(Within { minutes: minutes?, from: anchor? })
}

fn anchor(table: &Reader<'_>, from: &Words) -> Option<Anchor> {
    match from.get_ref().as_str() {
        "noticed" => return Some(Anchor::Noticed),
        "declared" => return Some(Anchor::Declared),
        _ => {}
    }
    let step = from.get_ref().strip_prefix("step:").and_then(|step| Id::new(step).ok());
    if let Some(step) = &step {
        table.sink().refer(Target::Step(step.clone()), from.span());
    } else {
        let message = crate::t!("site-bad-value", key = "from", text = harmless(from.get_ref()));
        let hint = crate::t!("site-bad-value-hint", allowed = "noticed, declared, step:ID");
        table.sink().error("bad-value", message, from.span(), Some(hint));
    }
    step.map(Anchor::Step)
}

pub(super) fn length_of_time(table: &Reader<'_>, key: &'static str) -> Option<u32> {
    let words = table.opt_words(key)?;
    let minutes = parse_minutes(words.get_ref());
    if minutes.is_none() {
        let message = crate::t!("site-bad-duration", key = key, text = harmless(words.get_ref()));
        table.sink().error("bad-duration", message, words.span(), Some(crate::t!("site-bad-duration-hint")));
    }
    minutes
}

/// Reads `10m`, `2h`, `1h30m`, `3d` as minutes; the larger unit first, each once.
fn parse_minutes(text: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut digits = String::new();
    let mut last_unit = u32::MAX;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let unit = match c {
            'd' => 24 * 60,
            'h' => 60,
            'm' => 1,
            _ => return None,
        };
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total = total.checked_add(digits.parse::<u32>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    (digits.is_empty() && (1..=MAX_MINUTES).contains(&total)).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(parse_minutes("10m"), Some(10));
        assert_eq!(parse_minutes("1h30m"), Some(90));
        assert_eq!(parse_minutes("3d"), Some(4320));
        for bad in ["", "10", "m", "0m", "1m1h", "1h1h", "10分", "-1h", "9999999999m", "400d"] {
            assert_eq!(parse_minutes(bad), None, "{bad}");
        }
    }
}
