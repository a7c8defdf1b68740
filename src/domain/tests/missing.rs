//! What is missing, by series.

use crate::domain::event::{Event, HeadsSeen};
use crate::domain::fixture::*;
use crate::domain::line::Line;
use crate::domain::lines::Lines;
use crate::domain::missing::{Missing, missing};

fn without(lines: &Lines, origin: &str, seqs: &[u64]) -> Lines {
    let kept =
        lines.iter().filter(|line| line.envelope.origin.as_str() != origin || !seqs.contains(&line.envelope.seq));
    kept.map(|line| Line::clone(line)).collect()
}

fn gap(origin: &str, from: u64, to: u64) -> Missing {
    Missing { origin: id(origin), from, to }
}

/// Six lines of one PC, the last of which knows the three of another.
fn two_desks() -> Lines {
    let mut story = Story::begun();
    story.join();
    story.say(by("yamada"), note("一"));
    story.say(by("yamada"), note("二"));
    let (heads, other) = (story.lines().heads(), story.lines().clone());
    story.here = 0;
    for text in ["三", "四", "五"] {
        story.say(by("tanaka"), note(text));
    }
    story.own(Event::HeadsSeen(HeadsSeen { heads }), "heads");
    let mut all = story.lines().clone();
    all.merge(&other);
    all
}

#[test]
fn what_is_left_out_and_what_others_saw_is_missed() {
    let all = two_desks();
    assert_eq!(missing(&all), []);
    assert_eq!(missing(&Lines::default()), []);
    let last =
        all.iter().filter(|line| line.envelope.origin == id("desk-1")).map(|line| line.envelope.seq).max().unwrap();
    assert!(last >= 5, "{last}");
    assert_eq!(missing(&without(&all, "desk-1", &[1, 3, 4])), [gap("desk-1", 1, 1), gap("desk-1", 3, 4)]);
    assert_eq!(gap("desk-1", 3, 4).count(), 2);
    // The end of a series, which somebody else has seen.
    assert_eq!(missing(&without(&all, "desk-2", &[2, 3])), [gap("desk-2", 2, 3)]);
    assert_eq!(missing(&without(&all, "desk-2", &[1, 2, 3])), [gap("desk-2", 1, 3)]);
    // An end that nobody has seen is not missed.
    assert_eq!(missing(&without(&all, "desk-1", &[last])), []);
}
