//! The watch and the end.

use chrono::NaiveDate;

use crate::domain::command::{Assignment, Command};
use crate::domain::event::{CallResult, StepMark};
use crate::domain::fixture::*;
use crate::domain::incident::Stage;
use crate::domain::open_items::{OpenKind, open_items};
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::when::When;

fn otherwise() -> Assignment {
    Assignment { item: String::new(), taker: None, until: None, reason: None }
}

fn stand_down() -> Command {
    Command::StandDown { takers: Vec::new(), otherwise: otherwise() }
}

fn reopen() -> Command {
    Command::Reopen { reason: "再び停止".into() }
}

#[test]
fn the_watch_is_handed_over_by_name_to_name() {
    let mut story = Story::begun();
    let hand_over = Command::HandOver { taker: listed("sato") };
    assert_eq!(story.refusal(nobody(), hand_over.clone()), Refusal::NeedsPerson);
    assert_eq!(story.refusal(by("sato"), hand_over.clone()), Refusal::NoChange);
    story.clock("0700").say(by("tanaka"), hand_over);
    let state = story.state();
    assert_eq!(state.watch.as_ref().unwrap().id, Some(id("sato")));
    let envelope = &state.entries.last().unwrap().line.envelope;
    assert_eq!((envelope.from.as_deref(), envelope.to.as_deref()), (Some("田中 幸"), Some("佐藤 一郎")));
    assert_eq!(envelope.text, "引継ぎ: 田中 幸から佐藤 一郎へ");
    // One of the night, typed after it, does not take the watch back.
    story.clock("0800").say(by("yamada").at("0300"), Command::HandOver { taker: listed("tanaka") });
    assert_eq!(story.state().watch.unwrap().id, Some(id("sato")));
}

#[test]
fn everything_open_gets_a_taker_a_date_and_a_reason_at_stand_down() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
    story.say(by("tanaka"), mark("ransomware:police", StepMark::Later));
    story.say(by("tanaka"), marked("ransomware:cut", StepMark::Failed, "鍵がない", Vec::new()));
    let open_order = story.say(by("sato"), order("回線を点検", "it"));
    let proxy = story.say(by("yamada").whose("tanaka"), note("代行"));
    let items = open_items(&story.state(), &story.plan);
    assert_eq!(items[0].what, OpenKind::Order(open_order));
    assert_eq!(items[1].what, OpenKind::Failed(key("ransomware:cut")));
    assert_eq!(items[2].what, OpenKind::Later(key("ransomware:police")));
    assert!(items.iter().any(|item| item.what == OpenKind::Untouched(key("ransomware:monitors/ward"))));
    assert_eq!(items.last().unwrap().what, OpenKind::Unconfirmed(proxy));
    assert!(!items.iter().any(|item| item.title == "電源を切らない"));

    let own = Assignment {
        item: format!("order:{open_order}"),
        taker: Some(listed("suzuki")),
        until: NaiveDate::from_ymd_opt(2026, 12, 1),
        reason: Some(" 部品待ち ".into()),
    };
    let blank = Assignment { item: "step:ransomware:cut".into(), reason: Some(" ".into()), ..otherwise() };
    let strange = Assignment { item: "order:xyz".into(), ..otherwise() };
    let refused = Command::StandDown { takers: vec![strange], otherwise: otherwise() };
    assert!(matches!(story.refusal(by("sato"), refused), Refusal::NotFound { what: What::OpenItem, .. }));
    let command = Command::StandDown { takers: vec![own, blank], otherwise: otherwise() };
    assert_eq!(story.refusal(nobody(), command.clone()), Refusal::NeedsPerson);
    let notices = story.clock("1600").notices(by("sato"), command);
    assert_eq!(notices, [Notice::OpenItems { count: items.len() }]);
    let state = story.state();
    assert_eq!(state.stage, Stage::StoodDown);
    assert_eq!(state.level(), 0);
    assert_eq!(state.taken.len(), items.len());
    let taken = &state.taken[0];
    assert_eq!((taken.until.as_str(), taken.reason.as_str()), ("2026-12-01", "部品待ち"));
    assert_eq!(taken.taker.id, Some(id("suzuki")));
    let taken = &state.taken[1];
    assert_eq!((taken.until.as_str(), taken.reason.as_str()), ("2026-11-23", "解除の時点で未了"));
    assert_eq!(taken.taker.id, Some(id("sato")));
}

#[test]
fn after_stand_down_the_aftermath_goes_on() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    story.clock("1600").say(by("sato"), stand_down());
    assert!(matches!(story.refusal(by("sato"), stand_down()), Refusal::WrongStage { stage: Stage::StoodDown }));
    story.say(by("tanaka"), mark("ransomware:police", StepMark::Done));
    story.say(by("sato"), order("報告書を書く", "it"));
    assert_eq!(story.state().stage, Stage::StoodDown);
}

#[test]
fn a_declaration_after_stand_down_is_in_force_and_one_typed_late_is_not() {
    let mut story = Story::attacked();
    story.clock("0200").say(by("sato"), declare(2));
    story.clock("1600").say(by("sato"), stand_down());
    story.clock("1610").say(by("tanaka").whose("sato").at("0300"), declare(3));
    assert_eq!((story.state().stage, story.state().level()), (Stage::StoodDown, 0));
    let again = story.clock("1700").say(by("sato"), declare(1));
    assert_eq!((story.state().stage, story.state().level()), (Stage::Open, 1));
    story.say(by("sato"), withdraw(again));
    assert_eq!((story.state().stage, story.state().level()), (Stage::StoodDown, 0));
}

#[test]
fn a_stand_down_at_a_time_that_nobody_knows_ends_what_was_declared() {
    let mut story = Story::attacked();
    story.clock("0200").say(by("sato"), declare(2));
    story.clock("1600").say(by("sato").when(When::unknown("午後")), stand_down());
    assert_eq!((story.state().stage, story.state().level()), (Stage::StoodDown, 0));
}

#[test]
fn a_stand_down_by_mistake_is_withdrawn_and_the_level_is_in_force_again() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    let line = story.clock("0300").say(by("sato"), stand_down());
    story.say(by("sato"), withdraw(line));
    assert_eq!((story.state().stage, story.state().level()), (Stage::Open, 2));
    assert!(story.state().taken.is_empty());
}

#[test]
fn an_emergency_in_force_is_stood_down_before_the_incident_is_closed() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    assert!(matches!(story.refusal(by("sato"), Command::Close), Refusal::StillDeclared { .. }));
    story.say(by("sato"), stand_down());
    story.say(by("sato"), Command::Close);
    assert_eq!(story.state().stage, Stage::Closed);

    let mut story = Story::begun();
    story.say(by("tanaka"), Command::Close);
    assert_eq!(story.state().stage, Stage::Closed, "a false alarm was never declared");
}

#[test]
fn a_closed_incident_takes_only_what_sets_the_record_right() {
    let mut story = Story::attacked();
    let line = story.say(by("yamada").whose("tanaka"), note("代行"));
    let nameless = story.say(nobody(), note("無記名"));
    assert!(matches!(story.refusal(by("tanaka"), reopen()), Refusal::WrongStage { stage: Stage::Open }));
    story.say(by("sato"), Command::Close);
    for command in [
        note("x"),
        patients(3),
        declare(1),
        mark("ransomware:cut", StepMark::Done),
        call("sato", CallResult::Reached),
        order("x", "it"),
        add("system-failure"),
        stand_down(),
        Command::Close,
        Command::HandOver { taker: listed("sato") },
    ] {
        let refusal = story.refusal(by("tanaka"), command);
        assert_eq!(refusal, Refusal::WrongStage { stage: Stage::Closed });
    }
    story.say(by("tanaka"), confirm(line));
    story.say(by("tanaka"), Command::Claim { targets: vec![nameless] });
    story.say(by("tanaka"), withdraw(nameless));
}

#[test]
fn a_reopened_incident_goes_on_without_the_level_of_before() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(3));
    story.clock("1600").say(by("sato"), stand_down());
    story.clock("1700").say(by("sato"), Command::Close);
    assert_eq!(story.refusal(by("sato"), Command::Reopen { reason: " ".into() }), Refusal::NeedsReason);
    // A mistyped time does not keep it closed.
    story.clock("1800").say(by("sato").at("1500"), reopen());
    assert_eq!((story.state().stage, story.state().level()), (Stage::Open, 0));
    story.say(by("sato"), declare(1));
    assert_eq!(story.state().level(), 1);
}

#[test]
fn ending_the_emergency_is_for_those_who_declare_it_and_is_recorded_all_the_same() {
    let end = || Command::StandDown { takers: Vec::new(), otherwise: otherwise() };
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    let notices = story.notices(by("tanaka"), end());
    assert!(notices.iter().any(|notice| matches!(notice, Notice::ForTheDeciders { .. })), "{notices:?}");
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    let notices = story.notices(by("sato"), end());
    assert!(!notices.iter().any(|notice| matches!(notice, Notice::ForTheDeciders { .. })), "{notices:?}");
}
