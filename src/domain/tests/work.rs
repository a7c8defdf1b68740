//! Answers, facts, steps, notes, instructions and calls.

use crate::domain::command::Command;
use crate::domain::event::StepMark;
use crate::domain::fixture::*;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{OccurredAs, Precision, When};

fn mark_of(story: &Story, step: &str) -> Option<StepMark> {
    story.state().step(&key(step)).map(|entry| entry.mark)
}

#[test]
fn steps_work_before_any_declaration() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
    assert_eq!(story.state().level(), 0);
    assert_eq!(mark_of(&story, "ransomware:keep-power"), Some(StepMark::Done));
}

#[test]
fn failed_skipped_and_reopened_say_why() {
    let mut story = Story::attacked();
    for state in [StepMark::Failed, StepMark::Skipped] {
        assert_eq!(story.refusal(by("tanaka"), mark("ransomware:cut", state)), Refusal::NeedsReason);
        story.say(by("tanaka"), marked("ransomware:cut", state, "鍵がない", Vec::new()));
        assert_eq!(mark_of(&story, "ransomware:cut"), Some(state));
    }
    assert_eq!(story.refusal(by("tanaka"), mark("ransomware:cut", StepMark::Reopened)), Refusal::NeedsReason);
    story.say(by("tanaka"), marked("ransomware:cut", StepMark::Reopened, "鍵が届いた", Vec::new()));
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Done));
    let state = story.state();
    assert_eq!(state.steps[&key("ransomware:cut")].len(), 5);
    assert_eq!(state.entries.last().unwrap().text(), "完了: ネットワークを切り離す");
    let untouched = marked("ransomware:police", StepMark::Reopened, "まだ", Vec::new());
    assert_eq!(story.refusal(by("tanaka"), untouched), Refusal::NoChange);
}

#[test]
fn a_step_that_was_put_off_is_done_when_somebody_says_that_it_had_been_done_before() {
    let mut story = Story::attacked();
    story.clock("0230").say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
    story.clock("0300");
    let notices = story.notices(by("tanaka").whose("sato").at("0220"), mark("ransomware:cut", StepMark::Done));
    assert!(!notices.contains(&Notice::LaterHolds));
    assert_eq!(mark_of(&story, "ransomware:cut"), Some(StepMark::Done));
    // Put off again after that: it waits again.
    story.clock("0310").say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
    assert_eq!(mark_of(&story, "ransomware:cut"), Some(StepMark::Later));
}

#[test]
fn within_one_minute_what_is_typed_last_holds() {
    let mut story = Story::attacked();
    story.now = t("0230") + chrono::TimeDelta::seconds(40);
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Done));
    story.say(by("tanaka").at("0230"), marked("ransomware:cut", StepMark::Reopened, "別の線だった", Vec::new()));
    assert_eq!(mark_of(&story, "ransomware:cut"), Some(StepMark::Reopened));
}

#[test]
fn a_step_collects_facts_and_says_which_are_missing() {
    let mut story = Story::attacked();
    let notices = story.notices(by("tanaka"), mark("ransomware:cut", StepMark::Done));
    assert_eq!(notices, [Notice::NotCollected { facts: vec![id("cut-time")] }]);
    let cut = value("cut-time", Value::from(t("0041")));
    let notices = story.notices(by("tanaka"), marked("ransomware:cut", StepMark::Done, "", vec![cut]));
    assert!(notices.is_empty());
    let state = story.state();
    assert!(state.fact("cut-time").is_some());
    assert!(state.entries.last().unwrap().text().ends_with("[遮断した時刻: 2026-11-22 00:41]"));
}

#[test]
fn a_step_whose_condition_does_not_hold_can_be_done_all_the_same() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::No));
    assert_eq!(story.notices(by("tanaka"), mark("ransomware:police", StepMark::Done)), [Notice::DoesNotApply]);
}

#[test]
fn values_fit_the_dictionary_and_unknown_fits_everything() {
    let mut story = Story::begun();
    let fits = [
        ("patients", Value::Count(0)),
        ("patients", Value::Range { low: 10, high: 20 }),
        ("cut-time", Value::from(t("0041"))),
        ("cause", Value::Choice("attack".into())),
        ("remark", Value::Text("夜間".into())),
        ("terminals", Value::List(vec!["PC1".into()])),
        ("backup-clean", Value::Answer(Answer::Unknown)),
        ("harm", Value::Answer(Answer::Yes)),
        ("patients", Value::Unknown),
        ("cause", Value::Unknown),
    ];
    for (fact, value) in fits {
        story.say(by("tanaka"), set(fact, value));
    }
    let strange = [
        ("patients", Value::Text("32".into())),
        ("patients", Value::Range { low: 20, high: 10 }),
        ("patients", Value::Count(1 << 53)),
        ("patients", Value::Range { low: -(1 << 60), high: 5 }),
        ("patients", Value::Count(-5)),
        ("cut-time", Value::Count(41)),
        ("cause", Value::Choice("flood".into())),
        ("harm", Value::Count(1)),
    ];
    for (fact, value) in strange {
        let refusal = story.refusal(by("tanaka"), set(fact, value.clone()));
        assert!(matches!(refusal, Refusal::WrongValue { .. }), "{value:?}: {refusal:?}");
    }
    let refusal = story.refusal(by("tanaka"), patients_named("patient"));
    assert!(matches!(refusal, Refusal::NotFound { what: What::Fact, near, .. } if near == ["patients"]));
}

fn patients_named(fact: &str) -> Command {
    set(fact, Value::Count(3))
}

#[test]
fn the_later_count_stays_when_the_earlier_one_is_typed_after_it() {
    let mut story = Story::begun();
    let five = story.clock("0502").say(by("tanaka").at("0500"), patients(32));
    story.clock("0600");
    assert_eq!(story.notices(by("tanaka").at("0300"), patients(28)), [Notice::LaterHolds]);
    let count = |story: &Story| story.state().fact("patients").unwrap().value.clone();
    assert_eq!(count(&story), Value::Count(32));
    story.say(by("tanaka").when(When::unknown("夜中")), patients(99));
    assert_eq!(count(&story), Value::Count(32));
    story.say(by("tanaka"), withdraw(five));
    assert_eq!(count(&story), Value::Count(28), "the value before it holds again");
    let history: Vec<_> = story.state().facts["patients"].iter().map(|entry| entry.value.clone()).collect();
    assert_eq!(history, [Value::Count(99), Value::Count(28)]);
}

#[test]
fn an_answer_of_unknown_is_an_answer() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::Unknown));
    story.say(by("tanaka"), set("harm", Value::Unknown));
    let state = story.state();
    let asked: Vec<_> = crate::domain::suggest::criteria(&state, &story.plan).into_iter().map(|a| a.answer).collect();
    assert_eq!(asked, [Some(Answer::Unknown), None, Some(Answer::Unknown)]);
    let refusal = story.refusal(by("tanaka"), answer("atack", Answer::Yes));
    assert!(matches!(refusal, Refusal::NotFound { what: What::Criterion, near, .. } if near == ["attack"]));
}

#[test]
fn what_is_not_confirmed_says_so_in_its_words() {
    let mut story = Story::attacked();
    let facts = vec![crate::domain::event::FactValue {
        confidence: Confidence::Hearsay,
        ..value("patients", Value::Count(32))
    }];
    story.say(by("tanaka"), Command::SetFacts { facts });
    assert_eq!(story.state().entries.last().unwrap().text(), "患者数: 32人 [伝聞]");
}

#[test]
fn instructions_stay_open_until_done_and_may_be_done_before_they_were_written_down() {
    let mut story = Story::begun();
    let refusal = story.refusal(by("sato"), order("発電機を確認", "nursing"));
    assert!(matches!(refusal, Refusal::NotFound { what: What::Role, .. }));
    let first = story.clock("0300").say(by("sato"), order("発電機を確認", "it"));
    let second = story.say(by("sato"), order("患者家族へ説明", "nurse"));
    assert_eq!(story.state().open_orders().count(), 2);
    let done = Command::OrderDone { order: first, result: Some("正常".into()) };
    let line = story.clock("0400").say(by("tanaka").at("0250"), done.clone());
    let state = story.state();
    assert_eq!(state.open_orders().map(|order| order.line).collect::<Vec<_>>(), [second]);
    assert_eq!(state.orders[0].done.as_ref().unwrap().at, Some(t("0250")));
    assert_eq!(story.refusal(by("tanaka"), done), Refusal::AlreadyDone);
    story.say(by("tanaka"), withdraw(line));
    assert_eq!(story.state().open_orders().count(), 2, "a report taken back leaves it open");
    let refusal = story.refusal(by("tanaka"), Command::OrderDone { order: line, result: None });
    assert!(matches!(refusal, Refusal::NotFound { what: What::Order, .. }));
}

#[test]
fn a_note_keeps_its_words_and_says_something() {
    let mut story = Story::begun();
    assert_eq!(story.refusal(by("tanaka"), note(" \n ")), Refusal::EmptyText);
    let line = story.say(by("tanaka"), note("  ﾅｰｽｺｰﾙは使える  "));
    assert_eq!(story.state().entry(&line).unwrap().text(), "ﾅｰｽｺｰﾙは使える");
    assert!(matches!(story.refusal(by("tanaka"), note(&"あ".repeat(700_000))), Refusal::TooLong { .. }));
    // Escapes would make this six times as long: it is refused here, not by the store.
    assert!(matches!(story.refusal(by("tanaka"), note(&"\u{1}".repeat(2_000_000))), Refusal::TooLong { .. }));
}

#[test]
fn a_time_ahead_is_asked_about_unless_clocks_may_differ_by_that_much() {
    let mut story = Story::begun();
    assert!(story.attempt(by("tanaka").at("0035"), note("五分先")).is_ok());
    assert_eq!(story.refusal(by("tanaka").at("0036"), note("六分先")), Refusal::Future { at: t("0036") });
    let notices = story.notices(by("tanaka").at("0036").agreed(), note("六分先"));
    assert_eq!(notices, [Notice::Future { at: t("0036") }]);
    let said = OccurredAs { words: "0030-0130".into(), precision: Precision::Range, until: Some(t("0130")) };
    let range = When { at: Some(t("0030")), said: Some(said) };
    assert_eq!(story.refusal(by("tanaka").when(range), note("範囲")), Refusal::Future { at: t("0130") });
}

#[test]
fn a_question_that_nobody_can_answer_is_recorded_in_one_form() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), set("attack", Value::Unknown));
    let known = |story: &Story, id: &str| story.state().fact(id).unwrap().value.clone();
    assert_eq!(known(&story, "attack"), Value::Answer(Answer::Unknown));
    assert_eq!(story.state().entries.last().unwrap().text(), "攻撃が疑われますか: 不明");
    let given = vec![value("harm", Value::Unknown), value("patients", Value::Unknown)];
    story.say(by("tanaka"), marked("ransomware:count", StepMark::Done, "夜勤", given));
    assert_eq!(known(&story, "harm"), Value::Answer(Answer::Unknown));
    assert_eq!(known(&story, "patients"), Value::Unknown);
    let line = story.say(by("tanaka"), answer("attack", Answer::Yes));
    let facts = vec![value("attack", Value::Unknown)];
    story.say(by("tanaka"), Command::Correct { target: line, text: None, occurred: None, for_: None, facts });
    assert_eq!(known(&story, "attack"), Value::Answer(Answer::Unknown));
}
