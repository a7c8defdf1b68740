//! What holds for every story: no panic, nothing accepted that cannot be written, one state for one set of lines.

use proptest::prelude::*;
use proptest::sample::Index;

use crate::domain::attention::attention;
use crate::domain::command::{Assignment, Command, MailResult};
use crate::domain::event::{
    CallResult, CorrectedTime, DecisionMade, Event, HandedOver, MailFailed, MailOutcome, Sign, StepMark, Targets,
};
use crate::domain::fixture::*;
use crate::domain::fold::{AsOf, fold, fold_as_of};
use crate::domain::guide::{all_steps, tally};
use crate::domain::hash::Hash;
use crate::domain::line::Line;
use crate::domain::lines::Lines;
use crate::domain::open_items::open_items;
use crate::domain::suggest::{levels, proposals};
use crate::domain::value::{Answer, Value};
use crate::domain::when::When;

/// An act whose target is chosen among the lines that are there when it comes to it.
#[derive(Debug, Clone)]
struct Act {
    desk: Index,
    minutes: u8,
    who: u8,
    ago: Option<u16>,
    what: u8,
    number: u8,
    target: Index,
}

fn act() -> impl Strategy<Value = Act> {
    let parts =
        (any::<Index>(), 0..20u8, 0..6u8, proptest::option::of(0..300u16), 0..28u8, any::<u8>(), any::<Index>());
    parts.prop_map(|(desk, minutes, who, ago, what, number, target)| Act {
        desk,
        minutes,
        who,
        ago,
        what,
        number,
        target,
    })
}

const STEPS: [&str; 8] = [
    "ransomware:cut",
    "ransomware:count",
    "ransomware:count@2",
    "ransomware:count@3",
    "ransomware:monitors/ward",
    "ransomware:police",
    "system-failure:paper",
    "ransomware:nowhere",
];
const MARKS: [StepMark; 5] = [StepMark::Done, StepMark::Failed, StepMark::Skipped, StepMark::Later, StepMark::Reopened];

fn command(act: &Act, target: Hash) -> Command {
    let n = usize::from(act.number);
    let runbook = ["ransomware", "system-failure", "other"][n % 3];
    let reply = [Answer::Yes, Answer::No, Answer::Unknown][n % 3];
    let otherwise = Assignment { item: String::new(), taker: None, until: None, reason: None };
    match act.what {
        0 => add(runbook),
        1 => aside(runbook, "違った"),
        2 | 3 => answer(["attack", "failure", "harm"][n / 3 % 3], reply),
        4 => patients(i64::from(act.number)),
        5 => set("patients", Value::Range { low: 0, high: i64::from(act.number) }),
        6 => declare(1 + act.number % 4),
        7 => provisional(1 + act.number % 4),
        8..=10 => {
            let facts = if n % 2 == 0 { vec![value("patients", Value::Count(1))] } else { Vec::new() };
            marked(STEPS[n / 5 % 8], MARKS[n % 5], "理由", facts)
        }
        11 => note(["停電", "", "\u{1b}[2J\u{202e}"][n % 3]),
        12 => order("点検", ["it", "nurse", "king"][n % 3]),
        13 => Command::OrderDone { order: target, result: None },
        14 => call(["sato", "suzuki", "vendor-a"][n % 3], [CallResult::NoAnswer, CallResult::Reached][n % 2]),
        15 => {
            let mut correction = correct(target);
            if let Command::Correct { text, occurred, for_, facts, .. } = &mut correction {
                match n % 4 {
                    0 => *text = Some("訂正後".into()),
                    1 => *occurred = Some(CorrectedTime { at: (n % 8 == 1).then(|| t("0100")), said: None }),
                    2 => *for_ = Some(listed("sato")),
                    _ => facts.push(value("patients", Value::Count(9))),
                }
            }
            correction
        }
        16 | 17 => withdraw(target),
        18 => confirm(target),
        19 => Command::ConfirmAllOf { person: listed(["sato", "tanaka"][n % 2]) },
        20 => Command::Claim { targets: if n % 2 == 0 { Vec::new() } else { vec![target] } },
        21 => Command::HandOver { taker: listed(["sato", "tanaka", "yamada"][n % 3]) },
        22 => Command::StandDown { takers: Vec::new(), otherwise },
        23 => Command::QueueMail(super::outbox::queued("a@example.jp")),
        24 | 25 => mailed(n, target),
        26 => decided(act.number),
        _ if n % 5 == 0 => Command::Close,
        _ => Command::Reopen { reason: "再開".into() },
    }
}

/// What becomes of a mail, right or wrong.
fn mailed(n: usize, mail: Hash) -> Command {
    let outcome = MailOutcome { mail, answer: "250".into() };
    match n % 6 {
        0 | 1 => Command::TryMail(mail),
        2 => Command::MailBecame(MailResult::Sent(outcome)),
        3 => Command::MailBecame(MailResult::Failed(MailFailed { mail, answer: "450".into(), again: n % 4 == 3 })),
        4 => Command::MailBecame(MailResult::Unknown(outcome)),
        _ => Command::RequeueMail(mail),
    }
}

fn decided(number: u8) -> Command {
    let facts = vec![value("patients", Value::Count(i64::from(number)))];
    Command::Decide(DecisionMade {
        topic: id("outpatient"), title: "外来".into(), decision: "続ける".into(), facts
    })
}

fn saying(act: &Act, story: &Story) -> Saying {
    let who = match act.who {
        // Mostly those who may, so that declarations are made and stood down in these stories.
        2.. if act.what == 6 || act.what == 22 => by("sato"),
        1.. if act.what == 7 => by("tanaka"),
        0 => nobody(),
        1 => by("sato"),
        2 => by("tanaka"),
        3 => by("yamada").whose("tanaka"),
        4 => nobody().whose("sato"),
        _ => Saying::stranger("高橋 実"),
    };
    match act.ago {
        None => who,
        Some(299) => who.when(When::unknown("不明")),
        Some(ago) => who.when(When::exactly(story.now - chrono::TimeDelta::minutes(i64::from(ago)), "前")),
    }
}

/// Tells a story on three PCs that see each other now and then.
fn told(acts: &[Act]) -> Story {
    let mut story = Story::blank();
    story.say(nobody(), open(&[Sign::Omen], "異変", &["ransomware"]));
    story.join();
    story.here = 0;
    story.join();
    for act in acts {
        story.here = act.desk.index(3);
        story.now += chrono::TimeDelta::minutes(i64::from(act.minutes));
        let hashes: Vec<Hash> = story.lines().iter().map(|line| line.hash()).collect();
        let orders: Vec<Hash> = story.state().open_orders().map(|order| order.line).collect();
        // A report is about an instruction where there is one.
        let mails: Vec<Hash> = story.state().mails.iter().map(|mail| mail.line).collect();
        let among = match act.what {
            13 if !orders.is_empty() => &orders,
            24 | 25 if !mails.is_empty() => &mails,
            _ => &hashes,
        };
        let command = command(act, among[act.target.index(among.len())]);
        // Refused or recorded: a recorded one was sealed and read back.
        let _either = story.attempt(saying(act, &story), command);
        if act.number % 7 == 0 {
            story.sync();
        }
    }
    story.sync();
    story
}

fn look_at_everything(lines: &Lines, story: &Story) {
    let state = fold(lines);
    let steps = all_steps(&state, &story.plan);
    let _tally = tally(&steps, story.now);
    let _items = open_items(&state, &story.plan);
    let _levels = levels(&state, &story.plan);
    let _pressing = attention(&state, &story.plan, story.now);
    let _proposed = proposals(&state, &story.plan);
    let _chronology = state.chronology();
    let _past = fold_as_of(lines, AsOf { happened: Some(t("0200")), known: Some(t("0300")) });
    let _findings = lines.check();
}

fn shuffled(lines: &Lines, keys: &[u64]) -> Vec<Line> {
    let mut all: Vec<(u64, Line)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (keys[at % keys.len()] ^ (at as u64 * 31), Line::clone(line)))
        .collect();
    all.sort_by_key(|(key, _)| *key);
    all.into_iter().map(|(_, line)| line).collect()
}

/// Events as another program, or a broken one, might write them.
fn odd_event(what: u8, target: Hash, other: Hash) -> Event {
    match what % 9 {
        0 => Event::EntryWithdrawn(crate::domain::event::EntryWithdrawn { target, reason: String::new() }),
        1 => Event::EntryCorrected(crate::domain::event::EntryCorrected {
            target,
            text: None,
            occurred: Some(CorrectedTime { at: None, said: None }),
            for_: None,
            facts: vec![value("patients", Value::Text("x".into())), value("level", Value::Unknown)],
        }),
        2 => Event::EntryConfirmed(Targets { targets: vec![target, other, target] }),
        3 => Event::EntryClaimed(Targets { targets: vec![other, Hash::ZERO] }),
        4 => Event::OrderDone(crate::domain::event::OrderDone { order: target, result: None }),
        5 => Event::Opened(crate::domain::event::Opened { drill: true, signs: Vec::new() }),
        6 => Event::StepMarked(crate::domain::event::StepMarked {
            step: key("ransomware:count").at(u32::MAX),
            mark: StepMark::Done,
            reason: None,
            facts: Vec::new(),
        }),
        7 => Event::HandedOver(HandedOver { giver: listed("sato"), taker: listed("sato") }),
        _ => Event::Joined(crate::domain::event::Joined { opening: other }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_chains_hold_and_replay_equals_live(acts in proptest::collection::vec(act(), 0..60)) {
        let story = told(&acts);
        prop_assert_eq!(story.lines().check(), []);
        look_at_everything(story.lines(), &story);
        let replayed: Lines = story.lines().iter().map(|line| Line::read(line.bytes()).unwrap()).collect();
        prop_assert_eq!(&replayed, story.lines());
        prop_assert_eq!(fold(&replayed), story.state());
        for line in story.lines().iter() {
            let known = !matches!(line.event, Event::Unknown { .. });
            prop_assert!(known, "{}", line.envelope.kind);
        }
    }

    #[test]
    fn shuffled_delivery_gives_one_set_and_one_state(
        acts in proptest::collection::vec(act(), 0..40),
        keys in proptest::collection::vec(any::<u64>(), 1..40),
        cuts in (any::<Index>(), any::<Index>()),
    ) {
        let story = told(&acts);
        let arriving = shuffled(story.lines(), &keys);
        let all: Lines = arriving.iter().cloned().collect();
        prop_assert_eq!(&all, story.lines());
        prop_assert_eq!(fold(&all), story.state());
        // In three heaps, merged in any grouping, also twice.
        let (x, y) = (cuts.0.index(arriving.len() + 1), cuts.1.index(arriving.len() + 1));
        let (x, y) = (x.min(y), x.max(y));
        let heap = |lines: &[Line]| lines.iter().cloned().collect::<Lines>();
        let (a, b, c) = (heap(&arriving[..x]), heap(&arriving[x..y]), heap(&arriving[y..]));
        let union = |one: &Lines, other: &Lines| {
            let mut both = one.clone();
            both.merge(other);
            both
        };
        prop_assert_eq!(union(&a, &b), union(&b, &a));
        let left = union(&union(&a, &b), &c);
        prop_assert_eq!(&left, &union(&a, &union(&b, &c)));
        prop_assert_eq!(&union(&left, &left), &left);
        prop_assert_eq!(&left, &all);
    }

    #[test]
    fn folding_is_total_on_lines_that_no_rule_would_allow(
        acts in proptest::collection::vec(act(), 0..20),
        odd in proptest::collection::vec((any::<u8>(), any::<Index>(), any::<Index>()), 1..20),
        keys in proptest::collection::vec(any::<u64>(), 1..20),
        bytes in proptest::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 0..40),
    ) {
        let mut story = told(&acts);
        for (what, target, other) in odd {
            let hashes: Vec<Hash> = story.lines().iter().map(|line| line.hash()).collect();
            let event = odd_event(what, hashes[target.index(hashes.len())], hashes[other.index(hashes.len())]);
            story.own(event, "異物");
        }
        look_at_everything(story.lines(), &story);
        prop_assert_eq!(fold(&shuffled(story.lines(), &keys).into_iter().collect()), story.state());
        // Bytes changed on the disk: what can still be read is folded, and never in the place of the line that it was.
        let mut damaged = story.lines().clone();
        for (which, place, byte) in bytes {
            let line = story.lines().iter().nth(which.index(story.lines().len())).unwrap();
            let mut changed = line.bytes().to_vec();
            let place = place.index(changed.len());
            changed[place] = byte;
            if let Ok(read) = Line::read(&changed) {
                prop_assert_eq!(read.hash() == line.hash(), changed == line.bytes());
                damaged.insert(read);
            }
        }
        look_at_everything(&damaged, &story);
    }
}
