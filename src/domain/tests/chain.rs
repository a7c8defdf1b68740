//! Whether the chains hold, and what is said where they do not.

use crate::domain::event::{Event, Head, HeadsSeen, Joined, Opened};
use crate::domain::fixture::*;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::{Draft, Line, Seal};
use crate::domain::lines::{Finding, Lines, next_clock};
use crate::domain::when::When;

/// Three lines of one PC and three of another.
fn two_desks() -> Story {
    let mut story = Story::begun();
    story.say(by("tanaka"), note("一"));
    story.say(by("tanaka"), note("二"));
    story.join();
    story.say(by("yamada"), note("三"));
    story.say(by("yamada"), note("四"));
    story
}

fn without(lines: &Lines, leave_out: impl Fn(&Line) -> bool) -> Lines {
    lines.iter().filter(|line| !leave_out(line)).map(|line| Line::clone(line)).collect()
}

fn is(line: &Line, origin: &str, seq: u64) -> bool {
    line.envelope.origin.as_str() == origin && line.envelope.seq == seq
}

/// A line written beside the program.
fn forged(event: Event, change: impl FnOnce(&mut Seal)) -> Line {
    let mut seal = Seal {
        facility: id("mihon-clinic"),
        incident: id(INCIDENT),
        origin: id("desk-1"),
        seq: 4,
        prev: Hash::ZERO,
        clock: 1_900_000_000_000,
        recorded_at: t("0600"),
    };
    change(&mut seal);
    let occurred = When::now(t("0600"));
    let text = "書き足し".to_owned();
    let draft = Draft { occurred, by: None, for_: None, via: None, from: None, to: None, event, text };
    Line::seal(draft, seal).unwrap()
}

fn a_note() -> Event {
    Event::NoteWritten(crate::domain::event::Nothing {})
}

fn with(lines: &Lines, line: Line) -> Lines {
    let mut lines = lines.clone();
    lines.insert(line);
    lines
}

#[test]
fn what_the_program_wrote_holds() {
    let mut story = two_desks();
    let heads = story.lines().heads();
    story.own(Event::HeadsSeen(HeadsSeen { heads }), "heads");
    assert_eq!(story.lines().check(), []);
    assert!(Lines::default().check().is_empty());
}

#[test]
fn a_line_that_is_missing_leaves_a_gap() {
    let story = two_desks();
    let lines = without(story.lines(), |line| is(line, "desk-1", 2));
    assert_eq!(lines.check(), [Finding::Gap { origin: id("desk-1"), seq: 2 }]);
    let lines = without(story.lines(), |line| is(line, "desk-2", 1));
    assert_eq!(lines.check(), [Finding::Gap { origin: id("desk-2"), seq: 1 }]);
    let lines = without(story.lines(), |line| is(line, "desk-1", 1));
    let found = lines.check();
    assert!(found.contains(&Finding::Gap { origin: id("desk-1"), seq: 1 }));
    assert!(found.contains(&Finding::NoBeginning { origin: id("desk-2") }), "it joined what is not there");
}

#[test]
fn a_last_line_that_is_missing_is_known_from_what_others_saw() {
    let mut story = two_desks();
    let heads = story.lines().heads();
    story.own(Event::HeadsSeen(HeadsSeen { heads }), "heads");
    let lines = without(story.lines(), |line| is(line, "desk-1", 3));
    assert_eq!(lines.check(), [Finding::SeenButMissing { origin: id("desk-1"), seq: 3 }]);
    let whole_desk = without(story.lines(), |line| is(line, "desk-1", 2) || is(line, "desk-1", 3));
    assert_eq!(whole_desk.check(), [Finding::SeenButMissing { origin: id("desk-1"), seq: 3 }]);
}

#[test]
fn a_line_that_does_not_name_the_one_before_it_breaks_the_chain() {
    let story = two_desks();
    let lines = with(story.lines(), forged(a_note(), |seal| seal.prev = Hash::of(b"other")));
    assert_eq!(lines.check(), [Finding::Broken { origin: id("desk-1"), seq: 4 }]);
}

#[test]
fn two_lines_at_one_number_are_both_kept_and_flagged() {
    let mut story = two_desks();
    let mut twin = story.clone();
    story.say(by("tanaka"), note("原本"));
    story.say(by("tanaka"), note("原本の続き"));
    twin.say(by("tanaka"), note("複製"));
    let mut lines = story.lines().clone();
    lines.merge(twin.lines());
    assert_eq!(lines.check(), [Finding::Fork { origin: id("desk-2"), seq: 4 }]);
    let state = crate::domain::fold::fold(&lines);
    assert_eq!(state.forks, [(id("desk-2"), 4)]);
    for text in ["原本", "原本の続き", "複製"] {
        assert!(state.entries.iter().any(|entry| entry.text() == text));
    }
}

#[test]
fn a_series_begins_with_the_opening_or_on_top_of_it() {
    let story = two_desks();
    let note = story.lines().iter().find(|line| is(line, "desk-1", 2)).unwrap().hash();
    let opening = story.lines().opening().unwrap().hash();
    let first = |event: Event, prev: Hash| {
        let line = forged(event, |seal| {
            seal.origin = id("desk-3");
            seal.seq = 1;
            seal.prev = prev;
        });
        with(story.lines(), line).check()
    };
    let wrong = [Finding::NoBeginning { origin: id("desk-3") }];
    assert_eq!(first(Event::Joined(Joined { opening }), opening), []);
    assert_eq!(first(Event::Joined(Joined { opening }), Hash::ZERO), wrong);
    assert_eq!(first(Event::Joined(Joined { opening: note }), note), wrong, "a note is no opening");
    assert_eq!(first(a_note(), Hash::ZERO), wrong);
    let second = Event::Opened(Opened { drill: false, signs: Vec::new() });
    assert_eq!(first(second, Hash::ZERO), wrong, "an incident has one opening");
}

#[test]
fn the_standing_series_needs_no_opening_but_lets_nothing_else_in() {
    let of = |incident: &str, seq: u64, prev: Hash| {
        forged(a_note(), |seal| {
            seal.incident = id(incident);
            seal.seq = seq;
            seal.prev = prev;
            seal.clock += seq;
        })
    };
    let first = of("readiness", 1, Hash::ZERO);
    let second = of("readiness", 2, first.hash());
    let lines: Lines = [first, second.clone()].into_iter().collect();
    assert_eq!(lines.check(), []);
    let stray = of(INCIDENT, 3, second.hash());
    assert_eq!(with(&lines, stray).check(), [Finding::Stray { origin: id("desk-1"), seq: 3 }]);
}

#[test]
fn lines_of_another_incident_or_facility_are_strays() {
    let story = two_desks();
    let prev = story.lines().head(&id("desk-1")).unwrap().hash;
    for incident in ["drill-20261122-k3f7w2xx", "20261123-zzzzzzzz"] {
        let line = forged(a_note(), |seal| (seal.prev, seal.incident) = (prev, id(incident)));
        assert_eq!(with(story.lines(), line).check(), [Finding::Stray { origin: id("desk-1"), seq: 4 }]);
    }
    let line = forged(a_note(), |seal| (seal.prev, seal.facility) = (prev, id("elsewhere")));
    assert_eq!(with(story.lines(), line).check(), [Finding::Stray { origin: id("desk-1"), seq: 4 }]);
}

#[test]
fn a_drills_opening_in_a_real_incident_is_found() {
    let opening = |drill: bool, incident: &str| {
        let line = forged(Event::Opened(Opened { drill, signs: Vec::new() }), |seal| {
            seal.seq = 1;
            seal.incident = id(incident);
        });
        Lines::from_iter([line]).check()
    };
    let mixed = [Finding::DrillMixed { origin: id("desk-1") }];
    assert_eq!(opening(true, INCIDENT), mixed);
    assert_eq!(opening(false, "drill-20261122-k3f7w2xx"), mixed);
    assert_eq!(opening(true, "drill-20261122-k3f7w2xx"), []);
}

#[test]
fn heads_are_the_last_lines_and_the_clock_never_goes_back() {
    let story = two_desks();
    let heads: Vec<(Id, u64)> =
        story.lines().heads().into_iter().map(|Head { origin, seq, .. }| (origin, seq)).collect();
    assert_eq!(heads, [(id("desk-1"), 3), (id("desk-2"), 3)]);
    assert_eq!(story.lines().head(&id("desk-9")), None);
    assert_eq!(next_clock(100, 50), 100);
    assert_eq!(next_clock(50, 100), 101);
    let clocks: Vec<u64> = story.lines().iter().map(|line| line.envelope.clock).collect();
    assert!(clocks.windows(2).all(|pair| pair[0] < pair[1]), "all were written in one second");
}
