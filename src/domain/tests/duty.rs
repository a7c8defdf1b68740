//! Duties with their clocks: whether they exist, from when they count, until when, and what meets them.

use chrono::{NaiveDate, Weekday};

use crate::domain::command::Command;
use crate::domain::condition::{Atom, Condition, Truth};
use crate::domain::duty::clock::{DutyClock, DutyState, clock, clocks};
use crate::domain::duty::finding::Unsettled;
use crate::domain::duty::{
    Calendar, Certainty, Closed, ClosedRule, Contradiction, Due, DueRule, Duty, Founder, Holiday, Start,
};
use crate::domain::event::{CallMade, CallResult, DutyAgreed, DutySubmitted, StepMark};
use crate::domain::fixture::*;
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{When, read};

fn atom(text: &str) -> Condition {
    Condition::Atom(Atom::parse(text).unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn duty(name: &str, when: Option<Condition>, from: Vec<Start>, rule: DueRule) -> Duty {
    Duty {
        id: id(name),
        title: name.to_owned(),
        short: None,
        say: None,
        contacts: vec![id(name)],
        causes: Vec::new(),
        founder: None,
        when,
        from,
        due: Due { rule, certainty: Certainty::Unverified, note: None },
        needs_submission: false,
        optional: false,
        form: None,
        source: Vec::new(),
    }
}

fn within(days: u16, closed: ClosedRule) -> DueRule {
    DueRule::Days { first: None, days, count_first_day: true, closed }
}

/// Weekends, the days around New Year, and 勤労感謝の日 of 2026; complete to the end of 2027.
fn calendar() -> Calendar {
    Calendar {
        from: day("2026-01-01"),
        until: day("2027-12-31"),
        weekends: vec![Weekday::Sat, Weekday::Sun],
        holidays: vec![Holiday { date: day("2026-11-23"), title: "勤労感謝の日".into() }],
        closed: vec![Closed { from: (12, 29), to: (1, 3), title: "年末年始".into() }],
    }
}

/// The clinic with these duties.
fn story(duties: Vec<Duty>) -> Story {
    let mut story = Story::attacked();
    story.plan.duties = duties;
    story.plan.calendar = Some(calendar());
    story
}

/// What one duty looks like to who asks for it.
fn with<T>(story: &Story, name: &str, look: impl FnOnce(&DutyClock<'_>) -> T) -> T {
    let state = story.state();
    look(&clock(story.plan.duty(name).unwrap(), &state, &story.plan))
}

/// The last day of a duty that counts from a moment.
fn last_day(begun: &str, rule: DueRule) -> Option<NaiveDate> {
    let mut story = Story::blank();
    story.now = read(begun).unwrap();
    story.say(by("tanaka"), open(&[], "気づいた", &["ransomware"]));
    story.plan.duties = vec![duty("ppc", None, vec![Start::Noticed], rule)];
    story.plan.calendar = Some(calendar());
    with(&story, "ppc", |clock| clock.until.last_day)
}

#[test]
fn the_three_tests_of_the_notice_are_a_condition() {
    let tests = ["attack", "failure", "harm"];
    let when = Condition::All(tests.iter().map(|key| atom(key)).collect());
    let mut story = story(vec![duty("mhlw", Some(when), vec![Start::Judged], DueRule::Promptly)]);
    let settle = |story: &Story| {
        with(story, "mhlw", |clock| {
            let open: Vec<String> = clock.finding.open.iter().map(|open| format!("{open:?}")).collect();
            (clock.state, open.len())
        })
    };
    assert_eq!(settle(&story), (DutyState::Undetermined, 3));
    story.clock("0100").say(by("tanaka"), answer("attack", Answer::Yes));
    story.clock("0105").say(by("tanaka"), answer("failure", Answer::Unknown));
    assert_eq!(settle(&story), (DutyState::Undetermined, 2));
    // Not settled: counted as if from 覚知, and said.
    with(&story, "mhlw", |clock| assert!(clock.begin.is_assumed && clock.begin.at == Some(t("0030"))));
    story.clock("0110").say(by("tanaka"), answer("failure", Answer::Yes));
    story.clock("0200").say(by("tanaka").at("0120"), answer("harm", Answer::Yes));
    assert_eq!(settle(&story), (DutyState::Open, 0));
    // Judged when the last of the three was known, by when that happened.
    with(&story, "mhlw", |clock| assert_eq!((clock.begin.at, clock.begin.is_assumed), (Some(t("0120")), false)));
    story.say(by("tanaka"), answer("harm", Answer::No));
    assert_eq!(settle(&story), (DutyState::NotApplicable, 0));
}

#[test]
fn an_answer_that_could_change_nothing_is_not_asked_for() {
    let when = Condition::All(vec![atom("attack"), Condition::Any(vec![atom("failure"), atom("harm")])]);
    let mut story = story(vec![duty("a", Some(when), vec![Start::Noticed], DueRule::Promptly)]);
    story.say(by("tanaka"), answer("failure", Answer::Yes));
    with(&story, "a", |clock| assert_eq!(clock.finding.open, [Unsettled::Answer(&id("attack"))]));
}

#[test]
fn it_rests_on_its_weakest_answer() {
    let when = Condition::All(vec![atom("attack"), atom("failure")]);
    let mut story = story(vec![duty("a", Some(when), vec![Start::Noticed], DueRule::Promptly)]);
    story.say(by("tanaka"), answer("failure", Answer::Yes));
    let (criterion, answer, confidence) = (id("attack"), Answer::Yes, Confidence::Estimated);
    story.say(by("tanaka"), Command::Answer { criterion, answer, confidence });
    with(&story, "a", |clock| assert_eq!(clock.finding.confidence, Some(Confidence::Estimated)));
}

#[test]
fn two_people_who_disagree_leave_it_open_and_one_who_thinks_again_does_not() {
    let duties = || vec![duty("a", Some(atom("attack")), vec![Start::Noticed], DueRule::Promptly)];
    let mut alone = story(duties());
    alone.say(by("tanaka"), answer("attack", Answer::No));
    alone.say(by("tanaka"), answer("attack", Answer::Yes));
    with(&alone, "a", |clock| assert_eq!(clock.state, DutyState::Open));
    let mut two = story(duties());
    two.say(by("sato"), answer("attack", Answer::No));
    two.say(by("tanaka"), answer("attack", Answer::Yes));
    with(&two, "a", |clock| {
        assert_eq!(clock.state, DutyState::Undetermined);
        assert_eq!(clock.finding.open, [Unsettled::Disagree(&id("attack"))]);
    });
    // Whoever says it again later settles it.
    two.clock("0045").say(by("tanaka"), answer("attack", Answer::Yes));
    with(&two, "a", |clock| assert_eq!(clock.state, DutyState::Open));
}

#[test]
fn answers_that_do_not_fit_together_rule_nothing_out() {
    let mut story = story(vec![duty("a", Some(atom("attack")), vec![Start::Noticed], DueRule::Promptly)]);
    let when = Condition::All(vec![atom("harm"), atom("attack = no")]);
    story.plan.contradictions.push(Contradiction { id: id("c"), when, say: "答え直す".into() });
    story.say(by("tanaka"), answer("attack", Answer::No));
    with(&story, "a", |clock| assert_eq!(clock.state, DutyState::NotApplicable));
    story.say(by("tanaka"), answer("harm", Answer::Yes));
    with(&story, "a", |clock| {
        assert_eq!((clock.state, clock.finding.truth), (DutyState::Undetermined, Truth::Unknown));
        assert!(matches!(clock.finding.open.as_slice(), [Unsettled::Contradiction(found)] if found.say == "答え直す"));
    });
}

#[test]
fn a_duty_of_another_cause_or_founder_is_ruled_out_and_an_unknown_one_is_not() {
    let mut public = duty("public", None, vec![Start::Noticed], DueRule::Promptly);
    public.founder = Some(Founder::Public);
    let mut disaster = duty("disaster", None, vec![Start::Noticed], DueRule::Promptly);
    disaster.causes = vec![crate::domain::runbook::Cause::Disaster];
    let mut story = story(vec![public, disaster]);
    with(&story, "public", |clock| assert_eq!(clock.finding.open, [Unsettled::Founder]));
    with(&story, "disaster", |clock| assert_eq!(clock.state, DutyState::NotApplicable));
    story.plan.facility.founder = Some(Founder::Private);
    with(&story, "public", |clock| assert_eq!(clock.state, DutyState::NotApplicable));
    let mut begun = Story::begun();
    begun.plan.duties.clone_from(&story.plan.duties);
    with(&begun, "disaster", |clock| {
        assert_eq!((clock.state, clock.finding.open.as_slice()), (DutyState::Undetermined, &[Unsettled::Runbook][..]));
    });
}

#[test]
fn it_counts_from_the_first_of_its_moments_that_is_recorded() {
    let from = vec![
        Start::Atom(Atom::parse("cut-time").unwrap()),
        Start::Step(key("ransomware:keep-power")),
        Start::Declared,
        Start::Atom(Atom::parse("harm").unwrap()),
    ];
    let mut story = story(vec![duty("a", None, from, DueRule::Promptly)]);
    let begin = |story: &Story| with(story, "a", |clock| (clock.begin.at, clock.begin.is_assumed));
    assert_eq!(begin(&story), (Some(t("0030")), true), "as if from 覚知");
    story.clock("0500");
    story.say(by("tanaka").at("0400"), answer("harm", Answer::Yes));
    story.say(by("tanaka").at("0430"), answer("harm", Answer::Yes));
    assert_eq!(begin(&story), (Some(t("0400")), false), "when it first held");
    story.say(by("sato").at("0330"), declare(2));
    assert_eq!(begin(&story), (Some(t("0330")), false));
    story.say(by("tanaka").at("0345"), mark("ransomware:keep-power", StepMark::Done));
    assert_eq!(begin(&story), (Some(t("0345")), false));
    // A fact that is a time says when, whenever it was written down.
    story.say(by("tanaka"), set("cut-time", Value::from(t("0230"))));
    assert_eq!(begin(&story), (Some(t("0230")), false));
}

#[test]
fn days_count_from_the_day_in_the_facilitys_offset() {
    let thirty = within(30, ClosedRule::AsIs);
    assert_eq!(last_day("2026-11-22T23:59:00+09:00", thirty), Some(day("2026-12-21")));
    assert_eq!(last_day("2026-11-23T00:00:00+09:00", thirty), Some(day("2026-12-22")));
    // The same moment, written elsewhere.
    assert_eq!(last_day("2026-11-22T15:00:00+00:00", thirty), Some(day("2026-12-22")));
    assert_eq!(last_day("2026-11-22T14:59:00+00:00", thirty), Some(day("2026-12-21")));
    let not_counted = DueRule::Days { first: None, days: 5, count_first_day: false, closed: ClosedRule::AsIs };
    assert_eq!(last_day("2026-11-22T23:59:00+09:00", not_counted), Some(day("2026-11-27")));
}

#[test]
fn a_closed_last_day_moves_as_the_data_says() {
    // Thirty days from 2026-11-20 end on a Saturday.
    let begun = "2026-11-20T12:00:00+09:00";
    assert_eq!(last_day(begun, within(30, ClosedRule::AsIs)), Some(day("2026-12-19")));
    assert_eq!(last_day(begun, within(30, ClosedRule::NextOpen)), Some(day("2026-12-21")));
    assert_eq!(last_day(begun, within(30, ClosedRule::PreviousOpen)), Some(day("2026-12-18")));
    // Over the year's end: 29 December to 3 January are closed, and the 2nd and 3rd are a weekend.
    assert_eq!(last_day("2026-12-01T08:00:00+09:00", within(30, ClosedRule::NextOpen)), Some(day("2027-01-04")));
    // A holiday right behind a weekend.
    assert_eq!(last_day("2026-11-17T08:00:00+09:00", within(5, ClosedRule::NextOpen)), Some(day("2026-11-24")));
}

#[test]
fn a_leap_day_is_a_day() {
    assert_eq!(last_day("2028-02-27T10:00:00+09:00", within(3, ClosedRule::AsIs)), Some(day("2028-02-29")));
    assert_eq!(last_day("2028-02-29T10:00:00+09:00", within(3, ClosedRule::AsIs)), Some(day("2028-03-02")));
    assert_eq!(last_day("2027-02-27T10:00:00+09:00", within(3, ClosedRule::AsIs)), Some(day("2027-03-01")));
}

#[test]
fn a_list_of_holidays_that_ends_before_the_day_is_said() {
    let mut story = Story::blank();
    story.now = read("2027-12-10T09:00:00+09:00").unwrap();
    story.say(by("tanaka"), open(&[], "気づいた", &["ransomware"]));
    story.plan.duties = vec![
        duty("thirty", None, vec![Start::Noticed], within(30, ClosedRule::NextOpen)),
        duty("as-is", None, vec![Start::Noticed], within(30, ClosedRule::AsIs)),
    ];
    story.plan.calendar = Some(calendar());
    // 2028-01-08 is a Saturday, and the 10th a holiday that this list does not know.
    with(&story, "thirty", |clock| {
        assert_eq!(clock.until.last_day, Some(day("2028-01-10")));
        assert_eq!(clock.until.moved_from, Some(day("2028-01-08")));
        assert!(clock.until.is_beyond_calendar);
    });
    with(&story, "as-is", |clock| assert!(!clock.until.is_beyond_calendar, "no closed day matters"));
    story.plan.calendar = None;
    with(&story, "thirty", |clock| assert!(clock.until.is_beyond_calendar && clock.until.moved_from.is_none()));
}

#[test]
fn only_who_was_told_or_a_submission_meets_it() {
    let mut needs = duty("ppc", None, vec![Start::Noticed], within(5, ClosedRule::AsIs));
    needs.needs_submission = true;
    let mut story = story(vec![duty("mhlw", None, vec![Start::Noticed], DueRule::Promptly), needs]);
    let state = |story: &Story, name: &str| with(story, name, |clock| clock.state);
    for result in [CallResult::NoAnswer, CallResult::Busy, CallResult::Message, CallResult::Fax, CallResult::WrongDesk]
    {
        story.say(by("tanaka"), call("mhlw", result));
    }
    let not_told = CallMade { told: Some(false), ..CallMade::new(id("mhlw"), "厚労省".into(), CallResult::Reached) };
    story.say(by("tanaka"), Command::Call(not_told));
    assert_eq!(state(&story, "mhlw"), DutyState::Open);
    with(&story, "mhlw", |clock| assert_eq!(clock.attempts.len(), 6));
    let other = CallMade {
        duties: Some(vec![id("ppc")]),
        ..CallMade::new(id("mhlw"), "厚労省".into(), CallResult::Reached)
    };
    story.say(by("tanaka"), Command::Call(other));
    assert_eq!(state(&story, "mhlw"), DutyState::Open, "it was about something else");
    assert_eq!(state(&story, "ppc"), DutyState::Open, "a call is no submission");
    let faxed = CallMade { told: Some(true), ..CallMade::new(id("mhlw"), "厚労省".into(), CallResult::Fax) };
    let told = story.say(by("tanaka"), Command::Call(faxed));
    assert_eq!(state(&story, "mhlw"), DutyState::Met);
    let (title, way) = ("速報".to_owned(), "フォーム".to_owned());
    let submitted = DutySubmitted { duty: id("ppc"), title, way, receipt: None };
    story.say(by("tanaka"), Command::Submit(submitted));
    with(&story, "ppc", |clock| assert!(clock.met.unwrap().by_submission));
    // What was written down by mistake counts no more.
    story.say(by("tanaka"), withdraw(told));
    assert_eq!(state(&story, "mhlw"), DutyState::Open);
}

#[test]
fn a_date_that_was_agreed_holds_over_the_one_that_is_counted() {
    let mut story = story(vec![duty("a", None, vec![Start::Noticed], within(5, ClosedRule::AsIs))]);
    let agree = |due| Command::Agree(DutyAgreed { duty: id("a"), title: "a".into(), due });
    story.say(by("tanaka"), agree(Some(t("28 1700"))));
    with(&story, "a", |clock| {
        assert!(clock.until.is_agreed && clock.until.at == Some(t("28 1700")));
        assert!(!clock.is_overdue(t("28 1659")) && clock.is_overdue(t("28 1701")));
    });
    story.say(by("tanaka"), agree(None));
    with(&story, "a", |clock| assert_eq!(clock.until.last_day, Some(day("2026-11-26"))));
}

#[test]
fn the_last_day_is_over_at_its_end() {
    let story = story(vec![duty("a", None, vec![Start::Noticed], within(5, ClosedRule::AsIs))]);
    let overdue = |at: &str| with(&story, "a", |clock| clock.is_overdue(read(at).unwrap()));
    assert!(!overdue("2026-11-26T23:59:59+09:00") && overdue("2026-11-27T00:00:00+09:00"));
}

#[test]
fn what_presses_most_comes_first_and_nothing_is_left_out() {
    let mut optional = duty("optional", None, vec![Start::Noticed], DueRule::AtOnce);
    optional.optional = true;
    let story = story(vec![
        duty("unsettled", Some(atom("attack")), vec![Start::Noticed], DueRule::AtOnce),
        optional,
        duty("agreed", None, vec![Start::Noticed], DueRule::AsAgreed),
        duty("sixty", None, vec![Start::Noticed], within(60, ClosedRule::AsIs)),
        duty("five", None, vec![Start::Noticed], within(5, ClosedRule::AsIs)),
        duty("promptly", None, vec![Start::Noticed], DueRule::Promptly),
        duty("at-once", None, vec![Start::Noticed], DueRule::AtOnce),
    ]);
    let state = story.state();
    let order: Vec<&str> = clocks(&state, &story.plan).iter().map(|clock| clock.duty.id.as_str()).collect();
    assert_eq!(order, ["at-once", "promptly", "five", "sixty", "agreed", "optional", "unsettled"]);
}

#[test]
fn an_unknown_first_sign_counts_from_when_it_was_written_down() {
    let mut story = Story::blank();
    let unknown = by("tanaka").when(When::unknown("不明"));
    story.say(unknown, open(&[], "気づいた", &["ransomware"]));
    story.plan.duties = vec![duty("a", None, vec![Start::Noticed], within(5, ClosedRule::AsIs))];
    with(&story, "a", |clock| assert_eq!(clock.begin.at, Some(t("0030"))));
}
