//! How an incident begins, and which runbooks it follows.

use crate::domain::event::{CallResult, Sign, SiteFile, StepMark};
use crate::domain::fixture::*;
use crate::domain::hash::Hash;
use crate::domain::refusal::{Refusal, What};
use crate::domain::suggest::proposals;
use crate::domain::value::{Answer, Value};
use crate::domain::when::When;

fn proposed(story: &Story) -> Vec<String> {
    proposals(&story.state(), &story.plan).into_iter().map(|runbook| runbook.id.to_string()).collect()
}

#[test]
fn an_incident_begins_with_words_or_with_a_sign_and_without_a_runbook() {
    let story = Story::begun();
    let state = story.state();
    assert_eq!(state.opening.as_ref().unwrap().text, "プリンタが英文を印字");
    assert_eq!(state.noticed_at(), Some(t("0030")));
    assert!(state.active_runbooks().is_empty());
    assert_eq!(state.level(), 0);

    let mut story = Story::blank();
    story.say(nobody(), open(&[Sign::CannotSee, Sign::CannotEnter], " ", &[]));
    assert_eq!(story.state().opening.unwrap().text, "見えない、入らない");
}

#[test]
fn an_incident_does_not_begin_with_nothing_nor_twice() {
    let mut story = Story::blank();
    assert_eq!(story.refusal(by("tanaka"), open(&[], "  ", &[])), Refusal::EmptyText);
    let refusal = story.refusal(by("tanaka"), open(&[], "停電", &["ransom"]));
    assert!(matches!(refusal, Refusal::NotFound { what: What::Runbook, near, .. } if near == ["ransomware"]));
    story.say(by("tanaka"), open(&[], "停電", &[]));
    assert_eq!(story.refusal(by("tanaka"), open(&[], "停電", &[])), Refusal::AlreadyBegun);
}

#[test]
fn the_time_of_notice_may_be_unknown_or_lie_before_and_can_be_corrected() {
    let mut story = Story::blank();
    let opening = story.say(by("tanaka").when(When::unknown("不明")), open(&[], "画面が変", &[]));
    assert_eq!(story.state().noticed_at(), None);
    let mut correction = correct(opening);
    if let crate::domain::command::Command::Correct { occurred, .. } = &mut correction {
        *occurred = Some(crate::domain::event::CorrectedTime { at: Some(t("0010")), said: None });
    }
    story.say(by("tanaka"), correction);
    assert_eq!(story.state().noticed_at(), Some(t("0010")));
}

#[test]
fn runbooks_are_proposed_by_sign_and_by_fact_until_somebody_decides_about_them() {
    let mut story = Story::begun();
    assert_eq!(proposed(&story), ["ransomware"]);
    story.say(by("tanaka"), aside("ransomware", "誤印字と分かった"));
    assert!(proposed(&story).is_empty());

    let mut story = Story::blank();
    story.say(by("tanaka"), open(&[Sign::CannotEnter], "入力できない", &[]));
    assert_eq!(proposed(&story), ["system-failure"]);
    story.say(by("tanaka"), set("cause", Value::Choice("attack".into())));
    assert_eq!(proposed(&story), ["ransomware", "system-failure"], "what a fact says comes first");
    let added = story.say(by("tanaka"), add("ransomware"));
    assert_eq!(proposed(&story), ["system-failure"]);
    story.say(by("tanaka"), withdraw(added));
    assert_eq!(proposed(&story), ["ransomware", "system-failure"], "an addition taken back is proposed again");
}

#[test]
fn a_runbook_is_added_once_and_put_aside_with_a_reason() {
    let mut story = Story::attacked();
    assert!(matches!(story.refusal(by("tanaka"), add("ransomware")), Refusal::AlreadyActive { .. }));
    assert_eq!(story.refusal(by("tanaka"), aside("ransomware", " ")), Refusal::NeedsReason);
    story.clock("0040").say(by("tanaka"), aside("ransomware", "障害だった"));
    let state = story.state();
    assert!(state.active_runbooks().is_empty());
    assert_eq!(state.runbooks[&id("ransomware")].reason.as_deref(), Some("障害だった"));
    assert!(matches!(story.refusal(by("tanaka"), aside("ransomware", "再び")), Refusal::NotActive { .. }));
    story.clock("0050").say(by("tanaka"), add("ransomware"));
    assert_eq!(story.state().active_runbooks(), [&id("ransomware")]);
}

#[test]
fn what_was_entered_carries_over_when_it_turns_out_to_be_an_attack() {
    let mut story = Story::blank();
    story.say(by("tanaka"), open(&[Sign::CannotEnter], "入力できない", &["system-failure"]));
    story.say(by("tanaka"), answer("failure", Answer::Yes));
    story.say(by("tanaka"), mark("system-failure:paper", StepMark::Done));
    story.say(by("tanaka"), patients(32));
    story.say(by("tanaka"), call("vendor-a", CallResult::Reached));
    story.say(by("sato"), declare(1));
    story.clock("0110").say(by("sato"), add("ransomware"));
    story.say(by("sato"), aside("system-failure", "攻撃だった"));
    let state = story.state();
    assert_eq!(state.active_runbooks(), [&id("ransomware")]);
    assert_eq!(state.level(), 1);
    assert_eq!(state.calls.len(), 1);
    assert_eq!(state.fact("patients").unwrap().value, Value::Count(32));
    let asked = crate::domain::suggest::criteria(&state, &story.plan);
    let failure = asked.iter().find(|asked| asked.criterion.id == id("failure")).unwrap();
    assert_eq!(failure.answer, Some(Answer::Yes));
    // The included step was done as the other runbook's own, and is done here too.
    let steps = crate::domain::guide::all_steps(&state, &story.plan);
    let paper = steps.iter().find(|step| step.key == key("system-failure:paper")).unwrap();
    assert_eq!(paper.state, crate::domain::guide::StepState::Done);
    assert_eq!(paper.placed.walked.id, id("ransomware"));
}

#[test]
fn a_mended_site_file_is_used_from_then_on_whatever_time_is_given() {
    let file = |content: &str| SiteFile {
        path: "facility.toml".into(),
        sha256: Hash::of(content.as_bytes()),
        content: content.into(),
    };
    let mut story = Story::blank();
    let mut opening = open(&[], "停電", &[]);
    if let crate::domain::command::Command::Open { pinned, .. } = &mut opening {
        pinned.push(file("old"));
    }
    story.clock("0100").say(by("tanaka").at("0030"), opening);
    let change = crate::domain::command::Command::ChangeSite { file: file("new") };
    story.clock("0110").say(by("tanaka").at("0045"), change.clone());
    assert_eq!(story.state().pinned["facility.toml"].content, "new");
    assert_eq!(story.refusal(by("tanaka"), change), Refusal::NoChange);
}
