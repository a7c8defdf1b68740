//! Steps as they stand, and what is due.

use crate::domain::condition::Truth;
use crate::domain::event::StepMark;
use crate::domain::fixture::*;
use crate::domain::guide::{GuideStep, StepState, all_steps, first_things, guide, tally, with_earlier};
use crate::domain::value::Answer;
use crate::domain::when::{Moment, When};

fn of<T>(story: &Story, step: &str, read: impl FnOnce(&GuideStep<'_>) -> T) -> T {
    let state = story.state();
    let steps = all_steps(&state, &story.plan);
    let found = steps.iter().find(|known| {
        let mut first = known.key.clone();
        first.occurrence = 1;
        first == key(step)
    });
    read(found.unwrap())
}

fn due(story: &Story, step: &str) -> Option<Moment> {
    of(story, step, |step| step.due)
}

fn overdue(story: &Story, step: &str) -> bool {
    of(story, step, |step| step.is_overdue(story.now))
}

#[test]
fn memory_items_come_first_and_included_steps_stand_in_their_place() {
    let story = Story::attacked();
    let state = story.state();
    let first = first_things(&state, &story.plan, &id("ransomware"));
    assert_eq!(
        first.iter().map(|step| step.key.to_string()).collect::<Vec<_>>(),
        ["ransomware:keep-power", "ransomware:cut"]
    );
    let phases = guide(&state, &story.plan, &id("ransomware"));
    let care: Vec<String> = phases[1].steps.iter().map(|step| step.key.to_string()).collect();
    assert_eq!(
        care,
        [
            "ransomware:monitors/ward",
            "ransomware:monitors/reception",
            "ransomware:report-in/ward",
            "ransomware:report-in/reception",
            "ransomware:count",
            "system-failure:paper"
        ]
    );
}

#[test]
fn a_step_that_two_runbooks_share_stands_once() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), add("system-failure"));
    let state = story.state();
    let steps = all_steps(&state, &story.plan);
    assert_eq!(steps.iter().filter(|step| step.key == key("system-failure:paper")).count(), 1);
    assert!(steps.iter().any(|step| step.key == key("system-failure:restart")));
}

#[test]
fn what_was_done_in_time_and_typed_two_hours_late_is_not_overdue() {
    let mut story = Story::attacked();
    assert_eq!(due(&story, "ransomware:cut"), Some(t("0040")));
    story.clock("0040");
    assert!(!overdue(&story, "ransomware:cut"));
    story.clock("0041");
    assert!(overdue(&story, "ransomware:cut"));
    story.clock("0240").say(by("tanaka").at("0038"), mark("ransomware:cut", StepMark::Done));
    assert!(!overdue(&story, "ransomware:cut"));
    assert_eq!(due(&story, "ransomware:call-vendor"), Some(t("0108")), "counted from when it was done");
}

#[test]
fn guide_times_count_from_the_notice_the_first_declaration_or_another_step() {
    let mut story = Story::attacked();
    assert_eq!(due(&story, "ransomware:headquarters"), None);
    assert_eq!(due(&story, "ransomware:call-vendor"), None);
    story.say(by("sato").when(When::unknown("不明")), declare(1));
    assert_eq!(due(&story, "ransomware:headquarters"), None);
    story.clock("0200").say(by("sato"), declare(2));
    story.clock("0300").say(by("sato"), declare(3));
    assert_eq!(due(&story, "ransomware:headquarters"), Some(t("0300")));
    story.say(by("tanaka").at("0050"), mark("ransomware:monitors/ward", StepMark::Done));
    assert_eq!(due(&story, "ransomware:report-in/ward"), Some(t("0110")), "of the same department");
    assert_eq!(due(&story, "ransomware:report-in/reception"), None);
    story.say(by("tanaka"), marked("ransomware:monitors/ward", StepMark::Reopened, "見落とし", Vec::new()));
    assert_eq!(due(&story, "ransomware:report-in/ward"), None);
}

#[test]
fn a_repeat_is_due_from_when_it_was_last_done() {
    let mut story = Story::attacked();
    assert_eq!(due(&story, "ransomware:count"), Some(t("0100")));
    story.clock("0055").say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    assert_eq!(due(&story, "ransomware:count"), Some(t("0255")));
    assert_eq!(of(&story, "ransomware:count", |step| step.key.clone()), key("ransomware:count@2"));
    story.clock("0300").say(by("tanaka"), marked("ransomware:count@2", StepMark::Skipped, "全員転院", Vec::new()));
    assert_eq!(due(&story, "ransomware:count"), Some(t("0500")));
    story.clock("0500");
    assert!(!overdue(&story, "ransomware:count"));
    story.clock("0510");
    assert!(overdue(&story, "ransomware:count"));
    story.say(by("tanaka"), marked("ransomware:count@3", StepMark::Failed, "人手なし", Vec::new()));
    assert!(overdue(&story, "ransomware:count"), "a count that failed was not made");
    assert_eq!(of(&story, "ransomware:count", |step| step.key.clone()), key("ransomware:count@4"));
}

#[test]
fn each_time_of_a_repeat_stands_by_itself_and_any_other_step_once() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    story.say(by("tanaka"), marked("ransomware:count@2", StepMark::Failed, "人手がない", Vec::new()));
    let (state, plan) = (story.state(), &story.plan);
    let times = |step: &str| -> Vec<(String, StepState)> {
        let steps = all_steps(&state, plan);
        let step = steps.into_iter().find(|known| known.key.step.as_str() == step).unwrap();
        with_earlier(&state, step).into_iter().map(|step| (step.key.to_string(), step.state)).collect()
    };
    let expected = [
        ("ransomware:count", StepState::Done),
        ("ransomware:count@2", StepState::Failed),
        ("ransomware:count@3", StepState::Open),
    ];
    assert_eq!(times("count"), expected.map(|(key, state)| (key.to_owned(), state)));
    assert_eq!(times("keep-power").len(), 1);
}

#[test]
fn a_repeat_that_was_put_off_or_reopened_waits_under_its_own_number() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    story.say(by("tanaka"), mark("ransomware:count@2", StepMark::Later));
    assert_eq!(of(&story, "ransomware:count", |s| (s.key.occurrence, s.state)), (2, StepState::Later));
    story.say(by("tanaka"), mark("ransomware:count@2", StepMark::Done));
    story.say(by("tanaka"), marked("ransomware:count@2", StepMark::Reopened, "数え違い", Vec::new()));
    assert_eq!(of(&story, "ransomware:count", |s| (s.key.occurrence, s.state)), (2, StepState::Open));
}

#[test]
fn a_repeat_withdrawn_in_the_middle_does_not_hide_those_after_it() {
    let mut story = Story::attacked();
    story.clock("0100").say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    let second = story.clock("0300").say(by("tanaka"), mark("ransomware:count@2", StepMark::Done));
    story.clock("0500").say(by("tanaka"), mark("ransomware:count@3", StepMark::Done));
    story.say(by("tanaka"), withdraw(second));
    assert_eq!(due(&story, "ransomware:count"), Some(t("0700")));
    assert_eq!(of(&story, "ransomware:count", |step| step.key.occurrence), 4);
}

#[test]
fn a_repeat_done_at_a_time_that_nobody_knows_is_done_when_it_was_typed() {
    let mut story = Story::attacked();
    story.clock("0400").say(by("tanaka").when(When::unknown("夜中")), mark("ransomware:count", StepMark::Done));
    assert_eq!(due(&story, "ransomware:count"), Some(t("0600")));
}

#[test]
fn a_repeat_may_be_marked_without_its_number_again_and_again() {
    let mut story = Story::attacked();
    for time in ["0100", "0300", "0500"] {
        story.clock(time).say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    }
    assert_eq!(due(&story, "ransomware:count"), Some(t("0700")));
}

#[test]
fn a_step_applies_may_apply_or_does_not() {
    let mut story = Story::attacked();
    let applies = |story: &Story| of(story, "ransomware:police", |step| (step.applies, step.is_waiting()));
    assert_eq!(applies(&story), (Truth::Unknown, true));
    story.say(by("tanaka"), answer("attack", Answer::No));
    assert_eq!(applies(&story), (Truth::False, false));
    story.clock("0100").say(by("tanaka"), answer("attack", Answer::Yes));
    assert_eq!(applies(&story), (Truth::True, true));
}

#[test]
fn the_tally_counts_what_applies() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), answer("attack", Answer::No));
    story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
    story.say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    story.say(by("tanaka"), mark("ransomware:headquarters", StepMark::Later));
    story.clock("0045");
    let state = story.state();
    let tally = tally(&all_steps(&state, &story.plan), story.now);
    assert_eq!((tally.done, tally.later, tally.failed, tally.skipped), (2, 1, 0, 0));
    assert_eq!(tally.open, 7);
    assert_eq!(tally.overdue, 1);
    assert_eq!(tally.all(), 10);
}
