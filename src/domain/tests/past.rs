//! One story, looked at as of a moment: by when it happened, and by when it was recorded.

use crate::domain::event::CallResult;
use crate::domain::fixture::*;
use crate::domain::fold::{AsOf, fold_as_of};
use crate::domain::incident::{Incident, Stage};
use crate::domain::value::Value;
use crate::domain::when::When;

/// Noticed at 00:30. Counts of 03:00 and 05:00, the first typed at 06:00. Declared provisionally at 02:10, confirmed at 07:00.
fn night() -> Story {
    let mut story = Story::attacked();
    story.clock("0200").say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let declared = story.clock("0210").say(by("tanaka"), provisional(2));
    let five = story.clock("0500").say(by("tanaka"), patients(32));
    story.clock("0600").say(by("yamada").at("0300"), patients(28));
    story.clock("0610").say(by("yamada").when(When::unknown("夜中")), note("時刻不明"));
    story.clock("0700").say(by("sato"), confirm(declared));
    story.clock("0800").say(by("tanaka"), withdraw(five));
    story.clock("0900").say(
        by("sato"),
        crate::domain::command::Command::StandDown {
            takers: Vec::new(),
            otherwise: crate::domain::command::Assignment {
                item: String::new(),
                taker: None,
                until: None,
                reason: None,
            },
        },
    );
    story
}

fn happened(at: &str) -> Incident {
    fold_as_of(night().lines(), AsOf { happened: Some(t(at)), known: None })
}

fn known(at: &str) -> Incident {
    fold_as_of(night().lines(), AsOf { happened: None, known: Some(t(at)) })
}

fn count(state: &Incident) -> Option<Value> {
    state.fact("patients").map(|fact| fact.value.clone())
}

#[test]
fn what_was_known_then_is_what_had_been_typed_by_then() {
    assert_eq!(count(&known("0530")), Some(Value::Count(32)));
    assert_eq!(count(&known("0459")), None);
    assert_eq!(count(&known("0759")), Some(Value::Count(32)));
    assert_eq!(count(&known("0800")), Some(Value::Count(28)));
    assert!(known("0659").declaration().unwrap().awaits_confirmation());
    assert!(!known("0700").declaration().unwrap().awaits_confirmation());
    assert_eq!(known("0859").stage, Stage::Open);
    assert_eq!(known("0029"), Incident::default());
}

#[test]
fn what_had_happened_by_then_is_told_with_what_is_known_today() {
    assert_eq!(count(&happened("0400")), Some(Value::Count(28)), "typed at 06:00");
    assert_eq!(count(&happened("0530")), Some(Value::Count(28)), "the other was withdrawn");
    assert_eq!(happened("0205").level(), 0);
    assert_eq!(happened("0210").level(), 2);
    assert!(happened("0400").declaration().unwrap().awaits_confirmation(), "it was confirmed at 07:00");
    assert!(!happened("0700").declaration().unwrap().awaits_confirmation());
    assert_eq!(happened("0859").stage, Stage::Open);
}

#[test]
fn what_has_no_time_stands_where_it_was_typed() {
    let has = |state: &Incident| state.entries.iter().any(|entry| entry.text() == "時刻不明");
    assert!(!has(&happened("0600")));
    assert!(has(&happened("0610")));
    let state = night().state();
    let texts: Vec<&str> = state.chronology().iter().map(|entry| entry.text()).collect();
    let place = |text: &str| texts.iter().position(|known| known.starts_with(text)).unwrap();
    assert!(place("患者数: 28人") < place("患者数: 32人"));
    assert!(place("患者数: 32人") < place("時刻不明"));
    assert!(place("時刻不明") < place("確定"));
}

#[test]
fn both_together_are_what_was_known_then_of_what_had_happened_by_then() {
    let both = |happened: &str, known: &str| {
        count(&fold_as_of(night().lines(), AsOf { happened: Some(t(happened)), known: Some(t(known)) }))
    };
    assert_eq!(both("0400", "0530"), None);
    assert_eq!(both("0400", "0600"), Some(Value::Count(28)));
    assert_eq!(both("0530", "0600"), Some(Value::Count(32)));
}
