//! What the answers point to, and what is missing.

use crate::domain::command::Command;
use crate::domain::condition::Truth;
use crate::domain::fixture::*;
use crate::domain::suggest::{criteria, deciding_role, levels, suggested_level};
use crate::domain::value::{Answer, Confidence, Value};

fn reading(story: &Story, level: u8) -> (Truth, Vec<String>) {
    let readings = levels(&story.state(), &story.plan);
    let found = readings.into_iter().find(|reading| reading.level == level).unwrap();
    (found.truth, found.missing.iter().map(ToString::to_string).collect())
}

fn suggested(story: &Story) -> Option<u8> {
    suggested_level(&story.state(), &story.plan)
}

#[test]
fn nothing_is_suggested_before_anything_is_answered() {
    let story = Story::attacked();
    assert_eq!(suggested(&story), None);
    assert_eq!(reading(&story, 3), (Truth::Unknown, vec!["attack".into(), "harm".into(), "patients".into()]));
    let readings = levels(&story.state(), &story.plan);
    assert_eq!(readings.iter().map(|reading| reading.level).collect::<Vec<_>>(), [3, 2, 1]);
}

#[test]
fn an_unknown_answer_leaves_the_level_open_and_a_no_settles_it() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    assert_eq!(suggested(&story), Some(2));
    story.say(by("tanaka"), answer("harm", Answer::Unknown));
    assert_eq!(suggested(&story), Some(2));
    assert_eq!(reading(&story, 3), (Truth::Unknown, vec!["harm".into(), "patients".into()]));
    story.say(by("tanaka"), answer("harm", Answer::Yes));
    assert_eq!(suggested(&story), Some(3));
    assert_eq!(reading(&story, 3), (Truth::True, vec![]));
    story.say(by("tanaka"), answer("attack", Answer::No));
    story.say(by("tanaka"), answer("failure", Answer::No));
    assert_eq!(suggested(&story), Some(1));
    assert_eq!(reading(&story, 2), (Truth::False, vec![]));
}

#[test]
fn a_question_that_can_change_nothing_any_more_is_not_missing() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::No));
    assert_eq!(reading(&story, 3), (Truth::Unknown, vec!["patients".into()]), "harm cannot make it level 3 now");
}

#[test]
fn a_count_between_two_numbers_leaves_open_what_it_straddles() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::No));
    story.say(by("tanaka"), set("patients", Value::Range { low: 90, high: 110 }));
    assert_eq!(reading(&story, 3), (Truth::Unknown, vec!["patients".into()]));
    story.say(by("tanaka"), set("patients", Value::Range { low: 100, high: 110 }));
    assert_eq!(suggested(&story), Some(3));
}

#[test]
fn a_level_rests_on_the_weakest_answer_of_the_rule_that_holds() {
    let mut story = Story::attacked();
    let rests_on = |story: &Story| levels(&story.state(), &story.plan)[0].rests_on;
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    story.say(
        by("tanaka"),
        Command::Answer { criterion: id("harm"), answer: Answer::Yes, confidence: Confidence::Hearsay },
    );
    assert_eq!(rests_on(&story), Some(Confidence::Hearsay));
    let guess =
        crate::domain::event::FactValue { confidence: Confidence::Estimated, ..value("patients", Value::Count(5)) };
    story.say(by("tanaka"), Command::SetFacts { facts: vec![guess] });
    assert_eq!(rests_on(&story), Some(Confidence::Hearsay), "the guess made the other rule false");
}

#[test]
fn criteria_are_asked_once_in_their_order() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), add("system-failure"));
    let state = story.state();
    let asked: Vec<&str> = criteria(&state, &story.plan).iter().map(|asked| asked.criterion.id.as_str()).collect();
    assert_eq!(asked, ["attack", "failure", "harm"]);
}

#[test]
fn without_a_runbook_the_facilitys_own_role_decides() {
    let mut story = Story::begun();
    assert_eq!(deciding_role(&story.state(), &story.plan), &id("operations-manager"));
    story.say(by("sato"), declare(1));
    assert_eq!(story.state().level(), 1);
}
