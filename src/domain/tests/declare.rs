//! Declarations: who may, on what grounds, and what a 仮宣言 waits for.

use crate::domain::command::Command;
use crate::domain::event::CallResult;
use crate::domain::fixture::*;
use crate::domain::open_items::{OpenKind, open_items};
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::value::Answer;
use crate::domain::when::When;

/// 02:10: nobody answers, and the nurse declares provisionally.
fn provisionally_declared() -> (Story, crate::domain::hash::Hash) {
    let mut story = Story::attacked();
    story.clock("0200").say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let line = story.clock("0210").say(by("tanaka"), provisional(2));
    (story, line)
}

fn waits(story: &Story) -> usize {
    let items = open_items(&story.state(), &story.plan);
    items.iter().filter(|item| matches!(item.what, OpenKind::Declaration(_))).count()
}

#[test]
fn the_role_declares_and_so_does_its_alternate() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    let state = story.state();
    assert_eq!(state.level(), 2);
    let actor = state.declaration().unwrap().actor.clone().unwrap();
    assert_eq!(actor.role, Some(id("operations-manager")), "the line says in which role");
    story.clock("0130").say(by("suzuki"), declare(3));
    assert_eq!(story.state().level(), 3);
}

#[test]
fn others_are_told_who_declares() {
    let mut story = Story::attacked();
    for saying in [by("tanaka"), Saying::stranger("佐藤 一郎"), nobody(), by("sato").whose("tanaka")] {
        let refusal = story.refusal(saying, declare(2));
        let Refusal::NotTheDecider { deciders, .. } = refusal else { panic!("{refusal:?}") };
        assert_eq!(deciders, ["佐藤 一郎", "鈴木 花子"]);
    }
}

#[test]
fn a_decision_by_phone_is_typed_by_the_nurse_and_waits_for_the_managers_own_word() {
    let mut story = Story::attacked();
    let notices = story.notices(by("tanaka").whose("sato"), declare(2));
    assert!(notices.contains(&Notice::Proxy { whose: "佐藤 一郎".into() }));
    let state = story.state();
    assert_eq!(state.level(), 2);
    assert!(!state.declaration().unwrap().awaits_confirmation());
    assert!(state.unconfirmed().any(|entry| entry.hash() == state.declaration().unwrap().line));
}

#[test]
fn a_declaration_needs_grounds_and_a_level_of_this_facility() {
    let mut story = Story::attacked();
    let empty = Command::Declare { level: 2, grounds: "  ".into(), provisional: false };
    assert_eq!(story.refusal(by("sato"), empty), Refusal::NeedsGrounds);
    for level in [0, 4] {
        let refusal = story.refusal(by("sato"), declare(level));
        assert!(matches!(refusal, Refusal::NotFound { what: What::Level, near, .. } if near == ["1", "2", "3"]));
    }
}

#[test]
fn one_may_declare_against_the_suggestion_and_the_record_says_so() {
    let mut story = Story::attacked();
    let notices = story.notices(by("sato"), declare(1));
    assert!(notices.contains(&Notice::AgainstSuggestion { suggested: None }));
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    let notices = story.notices(by("sato"), declare(3));
    assert!(notices.contains(&Notice::AgainstSuggestion { suggested: Some(2) }));
    assert_eq!(story.state().declaration().unwrap().made.suggested, Some(2));
    assert!(story.notices(by("sato"), declare(2)).is_empty());
}

#[test]
fn a_provisional_declaration_needs_an_attempt_to_reach_who_declares() {
    let mut story = Story::attacked();
    let refusal = story.refusal(by("tanaka"), provisional(2));
    assert!(matches!(refusal, Refusal::NobodyTried { deciders, .. } if deciders[0].0 == "sato"));
    story.say(by("tanaka"), call("vendor-a", CallResult::NoAnswer));
    story.say(by("tanaka"), call("sato", CallResult::Fax));
    assert!(matches!(story.refusal(by("tanaka"), provisional(2)), Refusal::NobodyTried { .. }));
    let attempt = story.say(by("tanaka"), call("suzuki", CallResult::NoAnswer));
    assert_eq!(story.refusal(nobody(), provisional(2)), Refusal::NeedsPerson);
    let notices = story.notices(by("tanaka"), provisional(2));
    assert!(notices.contains(&Notice::AwaitsConfirmation));
    assert_eq!(story.state().declaration().unwrap().made.attempts, [attempt]);
    assert_eq!(story.state().level(), 2);
}

#[test]
fn an_attempt_that_was_withdrawn_does_not_count() {
    let mut story = Story::attacked();
    let attempt = story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    story.say(by("tanaka"), withdraw(attempt));
    assert!(matches!(story.refusal(by("tanaka"), provisional(2)), Refusal::NobodyTried { .. }));
}

#[test]
fn who_may_declare_outright_does_so() {
    let mut story = Story::attacked();
    assert!(matches!(story.refusal(by("suzuki"), provisional(2)), Refusal::NeedNotBeProvisional { .. }));
}

#[test]
fn a_provisional_declaration_holds_and_waits_until_the_manager_confirms_it_by_phone() {
    let (mut story, line) = provisionally_declared();
    assert_eq!(story.state().level(), 2);
    assert_eq!(waits(&story), 1);
    for saying in [by("tanaka"), by("yamada"), by("sato").whose("tanaka")] {
        assert!(matches!(story.refusal(saying, confirm(line)), Refusal::NotTheDecider { .. }));
    }
    story.clock("0230").say(by("tanaka").whose("sato"), confirm(line));
    let state = story.state();
    assert_eq!(state.declaration().unwrap().confirmed_by.as_ref().unwrap().id, Some(id("sato")));
    assert_eq!(waits(&story), 0);
    assert_eq!(story.refusal(by("suzuki"), confirm(line)), Refusal::NothingToConfirm);
}

#[test]
fn who_declared_provisionally_cannot_make_it_final() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let line = story.say(by("yamada").whose("tanaka"), provisional(2));
    // The nurse stands by what was typed for her: that is not the manager's decision.
    story.say(by("tanaka"), confirm(line));
    let state = story.state();
    assert!(!state.entry(&line).unwrap().is_unconfirmed());
    assert!(state.declaration().unwrap().awaits_confirmation());
    story.say(by("sato"), confirm(line));
    assert!(!story.state().declaration().unwrap().awaits_confirmation());
}

#[test]
fn a_provisional_declaration_that_is_withdrawn_gives_back_the_earlier_level() {
    let mut story = Story::attacked();
    story.clock("0100").say(by("sato"), declare(1));
    story.clock("0200").say(by("tanaka"), call("sato", CallResult::Busy));
    let line = story.clock("0210").say(by("tanaka"), provisional(3));
    assert_eq!(story.state().level(), 3);
    story.clock("0300").say(by("sato"), withdraw(line));
    assert_eq!(story.state().level(), 1);
    assert_eq!(waits(&story), 0);
}

#[test]
fn a_provisional_declaration_may_raise_the_level_but_not_lower_it() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(2));
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    assert!(matches!(story.refusal(by("tanaka"), provisional(1)), Refusal::NotTheDecider { .. }));
    story.say(by("tanaka"), provisional(3));
    assert_eq!(story.state().level(), 3);
}

#[test]
fn a_declaration_outright_settles_the_provisional_one_before_it() {
    let (mut story, _) = provisionally_declared();
    story.clock("0600").say(by("sato"), declare(2));
    assert_eq!(waits(&story), 0);
    assert!(!story.state().declaration().unwrap().made.provisional);
}

#[test]
fn the_level_goes_up_and_down_by_further_declarations() {
    let mut story = Story::attacked();
    for (time, level) in [("0100", 1), ("0200", 3), ("0900", 2)] {
        story.clock(time).say(by("sato"), declare(level));
        assert_eq!(story.state().level(), level);
    }
    assert_eq!(story.state().declarations.len(), 3);
}

#[test]
fn a_declaration_typed_late_stands_in_its_place() {
    let mut story = Story::attacked();
    story.clock("0400").say(by("sato"), declare(3));
    story.clock("0410");
    let notices = story.notices(by("tanaka").whose("sato").at("0200"), declare(1));
    assert!(notices.contains(&Notice::LaterHolds));
    assert_eq!(story.state().level(), 3);
    let notices = story.notices(by("sato").when(When::unknown("夜中")), declare(2));
    assert!(notices.contains(&Notice::LaterHolds));
    assert_eq!(story.state().level(), 3, "an unknown time never overrides");
}

#[test]
fn who_answered_later_decides_and_is_no_reason_for_a_provisional_declaration() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    story.say(by("tanaka"), call("sato", CallResult::Reached));
    let refusal = story.refusal(by("tanaka"), provisional(3));
    assert!(matches!(refusal, Refusal::NobodyTried { .. }), "{refusal:?}");
}

#[test]
fn a_provisional_declaration_is_settled_by_one_outright() {
    let (mut story, line) = provisionally_declared();
    assert!(!story.state().declarations[0].settled);
    story.clock("0300").say(by("sato"), declare(3));
    let state = story.state();
    assert!(state.declarations[0].settled && !state.declarations[0].awaits_confirmation());
    assert!(!state.declarations[1].settled);
    assert_eq!((state.awaiting().count(), waits(&story)), (0, 0));
    // Without the outright one it waits again.
    let outright = state.declarations[1].line;
    story.say(by("sato"), withdraw(outright));
    assert!(story.state().declarations[0].awaits_confirmation());
    assert_eq!(story.state().declarations[0].line, line);
}
