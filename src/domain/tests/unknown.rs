//! Lines of a newer version, or with data that cannot be read: kept and readable, never acted on.

use serde_json::json;

use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::fixture::*;
use crate::domain::line::Line;
use crate::domain::refusal::Refusal;

fn unknown(kind: &str, data: serde_json::Value) -> Event {
    Event::Unknown { kind: kind.into(), data }
}

#[test]
fn a_kind_of_a_newer_version_is_readable_and_changes_nothing_else() {
    let mut story = Story::attacked();
    let before = story.state();
    let line = story.own(unknown("photo.taken", json!({"facts": [{"fact": "patients"}]})), "3階病棟の写真");
    let state = story.state();
    assert_eq!(state.entry(&line).unwrap().text(), "3階病棟の写真");
    assert!(state.chronology().iter().any(|entry| entry.hash() == line));
    assert_eq!((&state.facts, &state.steps, state.stage), (&before.facts, &before.steps, before.stage));
    let correction =
        Command::Correct { target: line, text: Some("別".into()), occurred: None, for_: None, facts: Vec::new() };
    assert_eq!(story.refusal(by("tanaka"), correction), Refusal::NotChangeable { line });
    story.say(by("tanaka"), withdraw(line));
    assert!(story.state().entry(&line).unwrap().withdrawn.is_some());
}

#[test]
fn data_that_cannot_be_read_is_kept_and_not_acted_on() {
    let strange = [
        ("fact.set", json!({"facts": "many"})),
        ("fact.set", json!({"facts": [{"fact": "PATIENTS", "value": {"type": "count", "value": 3}}]})),
        ("step.marked", json!({"step": "cut", "mark": "done", "reason": null, "facts": []})),
        ("step.marked", json!({"step": "ransomware:cut", "mark": "exploded", "reason": null, "facts": []})),
        ("declaration.made", json!({"level": 300})),
        ("incident.closed", json!(null)),
        ("incident.stood-down", json!({})),
        ("order.given", json!({"owner": "it", "due": "tomorrow"})),
        ("entry.withdrawn", json!({"target": "abc", "reason": "x"})),
        ("entry.corrected", json!([])),
        ("", json!({})),
    ];
    for (kind, data) in strange {
        let mut story = Story::attacked();
        let before = story.state();
        let line = story.own(unknown(kind, data.clone()), "壊れた記録");
        let stored = story.lines().get(&line).unwrap();
        assert!(matches!(&stored.event, Event::Unknown { .. }), "{kind} {data}");
        assert_eq!(Line::read(stored.bytes()).unwrap(), **stored);
        let state = story.state();
        assert_eq!(state.entries.len(), before.entries.len() + 1);
        assert_eq!((&state.facts, &state.steps, state.stage), (&before.facts, &before.steps, before.stage));
        assert_eq!((state.level(), state.orders.len()), (0, 0));
        assert_eq!(story.lines().check(), []);
    }
}

#[test]
fn optional_fields_of_a_newer_version_do_not_hide_what_is_known() {
    let mut story = Story::begun();
    let data = json!({"facts": [{"fact": "patients", "value": {"type": "count", "value": 7}, "confidence": "hearsay",
        "seen_by": "sato"}], "method": "round"});
    let line = story.own(unknown("fact.set", data), "患者数: 7人");
    assert!(matches!(story.lines().get(&line).unwrap().event, Event::FactSet(_)));
    assert!(story.state().fact("patients").is_some());
}
