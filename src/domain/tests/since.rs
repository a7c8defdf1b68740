//! What is new to somebody who comes back.

use proptest::prelude::*;

use crate::domain::command::{Assignment, Command, Degrading, Ledgering, MailResult, Restoring};
use crate::domain::event::{CallResult, DecisionMade, Event, MailOutcome, Mode, StepMark, SystemMark};
use crate::domain::fixture::*;
use crate::domain::hash::Hash;
use crate::domain::incident::Stage;
use crate::domain::since::{Change, FactChange, Looked, MOST, since};
use crate::domain::value::{Answer, Confidence, Value};

fn looked(story: &Story) -> Looked {
    Looked::all_of(&story.state())
}

fn news(story: &Story, looked: &Looked) -> Vec<Change> {
    since(&story.state(), &story.plan, looked)
}

/// What the story adds to what was looked at before it goes on.
fn told(mut story: Story, goes_on: impl FnOnce(&mut Story)) -> Vec<Change> {
    let looked = looked(&story);
    goes_on(&mut story);
    news(&story, &looked)
}

fn stand_down() -> Command {
    let otherwise = Assignment { item: String::new(), taker: None, until: None, reason: None };
    Command::StandDown { takers: Vec::new(), otherwise }
}

fn sure(count: i64) -> (Value, Confidence) {
    (Value::Count(count), Confidence::Confirmed)
}

fn patients_change(from: (Value, Confidence), to: impl Into<Option<(Value, Confidence)>>) -> Change {
    let (from, to) = (Some(from), to.into());
    Change::Facts(vec![FactChange { fact: id("patients"), title: "患者数".into(), from, to }])
}

#[test]
fn nothing_is_new_to_who_has_seen_all_and_everything_to_who_has_seen_nothing() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), note("停電"));
    assert_eq!(news(&story, &looked(&story)), []);
    let all = news(&story, &Looked::default());
    assert!(matches!(&all[0], Change::Opened { text, .. } if text == "プリンタが英文を印字"), "{all:?}");
    assert!(matches!(&all[1], Change::RunbooksAdded(added) if added[0].title == "ランサムウェア"), "{all:?}");
    assert!(matches!(&all[2], Change::Memos { count: 1, last } if last == "停電"), "{all:?}");
    assert_eq!(all.len(), 3);
}

#[test]
fn what_was_looked_at_can_be_kept_as_numbers_of_origins() {
    let mut story = Story::attacked();
    story.join();
    story.say(by("sato"), note("別の端末"));
    let all = looked(&story);
    let kept: Vec<_> = all.iter().map(|(origin, seq)| (origin.clone(), seq)).collect();
    assert_eq!(kept, [(id("desk-1"), 2), (id("desk-2"), 2)]);
    assert_eq!(kept.clone().into_iter().rev().chain([(id("desk-1"), 1)]).collect::<Looked>(), all);
    let half = Looked::from_iter([(id("desk-1"), 1)]);
    let known: Vec<bool> = story.state().entries.iter().map(|entry| half.knows(entry)).collect();
    assert_eq!(known, [true, false, false, false]);
}

#[test]
fn what_the_record_writes_for_itself_is_no_news() {
    let changes = told(Story::attacked(), |story| {
        story.say(nobody(), note("前"));
    });
    assert_eq!(changes.len(), 1);
    let mut story = Story::attacked();
    story.say(nobody(), note("前"));
    let looked = looked(&story);
    story.say(by("tanaka"), Command::Claim { targets: Vec::new() });
    story.join();
    assert_eq!(news(&story, &looked), []);
}

#[test]
fn the_level_is_told_from_where_it_was_to_where_it_is() {
    let changes = told(Story::attacked(), |story| {
        story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
        story.say(by("tanaka"), provisional(2));
        story.clock("0100").say(by("sato"), declare(3));
    });
    let Change::Level(level) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!((level.from, level.to, level.provisional), (0, 3, false));
    assert_eq!(level.title.as_deref(), Some("全面停止"));
    assert_eq!(level.at, Some(t("0100")));
    assert!(matches!(&changes[1], Change::Calls(_)));
    assert!(matches!(&changes[2], Change::Other { count: 1, .. }), "the 仮宣言 that was followed: {changes:?}");
}

#[test]
fn a_provisional_level_and_its_confirmation_are_news() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let before = looked(&story);
    let declared = story.say(by("tanaka"), provisional(2));
    let changes = news(&story, &before);
    let [Change::Level(level)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((level.from, level.to, level.provisional, &level.confirmed_by), (0, 2, true, &None));
    let after = looked(&story);
    story.say(by("sato"), confirm(declared));
    let changes = news(&story, &after);
    let [Change::Level(level)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((level.from, level.to, level.provisional), (2, 2, true));
    assert!(level.confirmed_by.as_ref().is_some_and(|who| who.same_person(&listed("sato"))));
}

#[test]
fn a_withdrawn_declaration_takes_the_level_back() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(1));
    let declared = story.clock("0040").say(by("sato"), declare(3));
    let before = looked(&story);
    story.say(by("sato"), withdraw(declared));
    let changes = news(&story, &before);
    assert!(matches!(&changes[0], Change::Level(level) if (level.from, level.to) == (3, 1)), "{changes:?}");
    assert_eq!(changes[1], Change::Mended { corrected: 0, withdrawn: 1 });
}

#[test]
fn stages_come_first_and_speak_for_the_level_that_they_end() {
    let mut story = Story::attacked();
    story.say(by("sato"), declare(3));
    let declared = looked(&story);
    story.clock("0100").say(by("sato"), stand_down());
    assert_eq!(news(&story, &declared), [Change::Stage { from: Stage::Open, to: Stage::StoodDown }]);
}

#[test]
fn closed_and_opened_again_is_told_though_it_stands_as_before() {
    let mut story = Story::attacked();
    story.clock("0100").say(by("sato"), stand_down());
    let before = looked(&story);
    story.say(by("sato"), Command::Close);
    assert_eq!(news(&story, &before), [Change::Stage { from: Stage::StoodDown, to: Stage::Closed }]);
    let closed = looked(&story);
    story.say(by("sato"), Command::Reopen { reason: "再発".into() });
    assert_eq!(news(&story, &closed), [Change::Stage { from: Stage::Closed, to: Stage::Open }]);
    let opened = looked(&story);
    story.say(by("sato"), stand_down());
    story.say(by("sato"), Command::Reopen { reason: "再発".into() });
    assert_eq!(news(&story, &opened), [Change::Stage { from: Stage::Open, to: Stage::Open }]);
}

#[test]
fn facts_are_told_by_old_and_new_value_once_however_often_they_changed() {
    let mut story = Story::attacked();
    story.clock("0040").say(by("tanaka"), patients(32));
    let before = looked(&story);
    story.clock("0100").say(by("tanaka"), patients(33));
    let last = story.clock("0120").say(by("tanaka"), patients(35));
    assert_eq!(news(&story, &before), [patients_change(sure(32), sure(35))]);
    let mut correction = correct(last);
    if let Command::Correct { facts, .. } = &mut correction {
        facts.push(value("patients", Value::Count(36)));
    }
    let seen = looked(&story);
    story.say(by("tanaka"), correction);
    assert_eq!(
        news(&story, &seen),
        [patients_change(sure(35), sure(36)), Change::Mended { corrected: 1, withdrawn: 0 }]
    );
    let seen = looked(&story);
    story.say(by("tanaka"), withdraw(last));
    assert_eq!(
        news(&story, &seen),
        [patients_change(sure(36), sure(33)), Change::Mended { corrected: 0, withdrawn: 1 }]
    );
}

fn other(story: &Story, count: usize) -> Change {
    Change::Other { count, last: story.state().entries.last().unwrap().text().to_owned() }
}

#[test]
fn a_fact_is_news_when_only_its_confidence_changed_and_when_all_of_it_was_withdrawn() {
    let mut story = Story::attacked();
    let line = story.say(by("tanaka"), patients(32));
    let seen = looked(&story);
    let mut heard = value("patients", Value::Count(32));
    heard.confidence = Confidence::Hearsay;
    let second = story.clock("0040").say(by("tanaka"), Command::SetFacts { facts: vec![heard] });
    let hearsay = (Value::Count(32), Confidence::Hearsay);
    assert_eq!(news(&story, &seen), [patients_change(sure(32), hearsay.clone())]);
    let seen = looked(&story);
    story.say(by("tanaka"), withdraw(line));
    story.say(by("tanaka"), withdraw(second));
    assert_eq!(news(&story, &seen), [patients_change(hearsay, None), Change::Mended { corrected: 0, withdrawn: 2 }]);
}

#[test]
fn the_same_value_again_or_an_older_one_changes_nothing_and_is_still_told() {
    let mut story = Story::attacked();
    story.clock("0100").say(by("tanaka"), patients(32));
    let before = looked(&story);
    story.clock("0120").say(by("tanaka"), patients(32));
    assert_eq!(news(&story, &before), [other(&story, 1)]);
    story.say(by("tanaka").at("0050"), patients(28));
    assert_eq!(news(&story, &before), [other(&story, 2)]);
}

#[test]
fn calls_are_told_per_contact_with_the_last_result() {
    let changes = told(Story::attacked(), |story| {
        story.clock("0040").say(by("tanaka"), call("sato", CallResult::NoAnswer));
        story.clock("0041").say(by("tanaka"), call("vendor-a", CallResult::Reached));
        story.clock("0042").say(by("tanaka"), call("sato", CallResult::Busy));
        story.clock("0050").say(by("tanaka"), call("vendor-a", CallResult::NoAnswer));
    });
    let rows: Vec<_> = changes
        .iter()
        .map(|change| match change {
            Change::Calls(calls) => {
                assert_eq!(calls.len(), 1, "there is room for one row each");
                (calls[0].name.as_str(), calls[0].attempts, calls[0].reached, calls[0].last)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(rows, [("vendor-a", 2, true, CallResult::NoAnswer), ("sato", 2, false, CallResult::Busy)]);
}

#[test]
fn orders_are_told_once_as_given_or_as_carried_out() {
    let mut story = Story::attacked();
    let old = story.say(by("tanaka"), order("以前の指示", "it"));
    let before = looked(&story);
    let due = Some(t("0200"));
    story.say(by("tanaka"), Command::Order { text: "点検".into(), owner: id("it"), due });
    let quick = story.say(by("tanaka"), order("貼り紙", "clerk"));
    story.say(by("yamada"), Command::OrderDone { order: quick, result: Some("玄関".into()) });
    story.say(by("sato"), Command::OrderDone { order: old, result: None });
    let changes = news(&story, &before);
    assert!(
        matches!(&changes[0], Change::OrdersGiven(given) if given.len() == 1 && given[0].text == "点検"
            && given[0].owner == id("it") && given[0].due == due),
        "{changes:?}"
    );
    let done: Vec<_> = changes[1..]
        .iter()
        .map(|change| match change {
            Change::OrdersDone(done) => (done[0].text.as_str(), done[0].result.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(done, [("貼り紙", Some("玄関")), ("以前の指示", None)]);
}

#[test]
fn steps_are_told_by_how_they_stand_now() {
    let changes = told(Story::attacked(), |story| {
        story.clock("0035").say(by("tanaka"), mark("ransomware:keep-power", StepMark::Done));
        story.clock("0036").say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
        story.clock("0037").say(by("tanaka"), mark("ransomware:cut", StepMark::Done));
        story.clock("0038").say(by("tanaka"), mark("ransomware:monitors/ward", StepMark::Done));
        story.clock("0039").say(by("tanaka"), mark("ransomware:count", StepMark::Done));
        story.clock("0040").say(by("tanaka"), mark("ransomware:headquarters", StepMark::Later));
        story.say(by("tanaka"), marked("ransomware:police", StepMark::Failed, "番号が不明", Vec::new()));
        story.say(by("tanaka"), marked("ransomware:call-vendor", StepMark::Skipped, "契約なし", Vec::new()));
    });
    let [
        Change::StepsFailed(failed),
        Change::StepsDone { count: 4, last },
        Change::StepsLater { count: 1, .. },
        Change::StepsSkipped { count: 1, .. },
    ] = changes.as_slice()
    else {
        panic!("{changes:?}")
    };
    assert_eq!((failed[0].title.as_str(), failed[0].reason.as_deref()), ("警察に相談する", Some("番号が不明")));
    let titles: Vec<&str> = last.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["患者数を数える", "モニタを見る〔病棟〕", "ネットワークを切り離す"]);
}

#[test]
fn criteria_runbooks_watch_proxies_and_memos() {
    let changes = told(Story::attacked(), |story| {
        story.say(by("tanaka"), answer("attack", Answer::Yes));
        story.clock("0040").say(by("tanaka"), answer("harm", Answer::No));
        story.say(by("tanaka"), set("failure", Value::Answer(Answer::Unknown)));
        story.say(by("tanaka"), add("system-failure"));
        story.say(by("tanaka"), aside("ransomware", "故障だった"));
        story.say(by("tanaka"), Command::HandOver { taker: listed("suzuki") });
        story.say(by("yamada").whose("suzuki"), note("一"));
        story.say(by("yamada"), note("二"));
    });
    let [
        Change::Criteria(criteria),
        Change::RunbooksAdded(added),
        Change::RunbooksAside(gone),
        Change::HandedOver { from: None, to },
        Change::Unconfirmed { count: 1 },
        Change::Memos { count: 2, last },
    ] = changes.as_slice()
    else {
        panic!("{changes:?}")
    };
    assert_eq!(criteria, &[id("failure"), id("harm"), id("attack")]);
    assert_eq!(added[0].title, "システム障害");
    assert_eq!(gone[0].reason.as_deref(), Some("故障だった"));
    assert!(to.same_person(&listed("suzuki")));
    assert_eq!(last, "二");
}

#[test]
fn another_terminal_is_told_when_people_wrote_on_it() {
    let mut story = Story::attacked();
    let before = looked(&story);
    story.join();
    story.say(by("sato"), note("こちらは検査室"));
    story.say(by("sato"), note("異常なし"));
    let changes = news(&story, &before);
    let memos = Change::Memos { count: 2, last: "異常なし".into() };
    assert_eq!(changes, [memos, Change::Joined { terminals: vec![id("desk-2")], lines: 2 }]);
    let seen = looked(&story);
    story.say(by("sato"), note("三"));
    assert_eq!(news(&story, &seen), [Change::Memos { count: 1, last: "三".into() }], "it is known by now");
}

#[test]
fn a_line_of_an_unknown_kind_is_told_by_its_text() {
    let changes = told(Story::attacked(), |story| {
        story.own(Event::Unknown { kind: "weather.seen".into(), data: serde_json::json!({}) }, "台風が接近");
    });
    assert_eq!(changes, [Change::Other { count: 1, last: "台風が接近".into() }]);
}

#[test]
fn a_note_that_was_withdrawn_meanwhile_counts_as_a_withdrawal_only() {
    let changes = told(Story::attacked(), |story| {
        let line = story.say(by("tanaka"), note("誤り"));
        story.say(by("tanaka"), withdraw(line));
    });
    assert_eq!(changes, [Change::Mended { corrected: 0, withdrawn: 1 }]);
}

#[test]
fn a_group_is_taken_apart_only_while_there_is_room() {
    let orders = |count: usize| {
        told(Story::attacked(), |story| {
            for number in 0..count {
                story.say(by("tanaka"), order(&format!("指示{number}"), "it"));
            }
            story.say(by("tanaka"), note("了解"));
        })
    };
    assert_eq!(orders(MOST - 1).len(), MOST);
    let changes = orders(MOST);
    assert_eq!(changes.len(), 2);
    assert!(matches!(&changes[0], Change::OrdersGiven(given) if given.len() == MOST && given[0].text == "指示9"));
}

#[test]
fn five_hundred_lines_of_every_kind_are_ten_changes() {
    let mut story = Story::attacked();
    let before = Looked::default();
    story.say(by("sato"), declare(1));
    for number in 0..80_i64 {
        story.now += chrono::TimeDelta::minutes(1);
        story.say(by("tanaka"), note(&format!("メモ{number}")));
        story.say(by("yamada").whose("tanaka"), patients(number));
        story.say(by("tanaka"), order(&format!("指示{number}"), "it"));
        story.say(by("tanaka"), call(if number % 3 == 0 { "sato" } else { "vendor-a" }, CallResult::Busy));
        story.say(by("tanaka"), mark("ransomware:count", StepMark::Done));
        story.say(by("tanaka"), answer("attack", Answer::Yes));
        story.say(by("tanaka"), set("remark", Value::Text(format!("備考{number}"))));
    }
    story.say(by("tanaka"), marked("ransomware:police", StepMark::Failed, "番号が不明", Vec::new()));
    story.say(by("tanaka"), mark("ransomware:headquarters", StepMark::Later));
    story.say(by("tanaka"), marked("ransomware:cut", StepMark::Skipped, "済", Vec::new()));
    story.say(by("tanaka"), Command::HandOver { taker: listed("suzuki") });
    let changes = news(&story, &before);
    assert!(story.lines().len() > 500);
    assert_eq!(changes.len(), MOST);
    assert!(matches!(changes[0], Change::Opened { .. }));
    assert!(matches!(&changes[1], Change::Level(level) if level.to == 1));
    assert!(matches!(&changes[2], Change::StepsFailed(steps) if steps.len() == 1));
    // Put off, not applying, a runbook, the watch, 80 proxies and 80 notes are left out.
    assert!(matches!(changes[MOST - 1], Change::More(count) if count > 160), "{:?}", changes[MOST - 1]);
    let calls = changes.iter().find_map(|change| if let Change::Calls(calls) = change { Some(calls) } else { None });
    assert_eq!(calls.unwrap().iter().map(|call| call.attempts).sum::<usize>(), 80);
}

/// One act among many kinds.
fn act(story: &mut Story, what: u8, number: u8) {
    let hashes: Vec<Hash> = story.lines().iter().map(|line| line.hash()).collect();
    let target = hashes[usize::from(number) % hashes.len()];
    let command = match what {
        0 => note("記録"),
        1 => patients(i64::from(number)),
        2 => declare(1 + number % 3),
        3 => mark("ransomware:cut", StepMark::Done),
        4 => mark("ransomware:cut", StepMark::Later),
        5 => withdraw(target),
        6 => confirm(target),
        7 => order("点検", "it"),
        8 => Command::OrderDone { order: target, result: None },
        9 => call("sato", CallResult::Busy),
        10 => answer("attack", [Answer::Yes, Answer::No][usize::from(number % 2)]),
        11 => Command::HandOver { taker: listed(["suzuki", "tanaka"][usize::from(number % 2)]) },
        12 => [add("system-failure"), aside("system-failure", "違った")][usize::from(number % 2)].clone(),
        13 => stand_down(),
        14 => Command::Close,
        _ => Command::Reopen { reason: "再開".into() },
    };
    let saying = [by("sato"), by("yamada").whose("tanaka"), by("tanaka").at("0031")][usize::from(number % 3)].clone();
    story.now += chrono::TimeDelta::minutes(i64::from(number % 4));
    // Refused or recorded.
    let _either = story.attempt(saying, command);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_line_of_people_is_told_and_never_in_more_than_ten_changes(
        acts in proptest::collection::vec((0..16u8, any::<u8>(), any::<bool>()), 0..60),
        seen in (0..40u64, 0..40u64),
    ) {
        let mut story = Story::attacked();
        story.join();
        for (what, number, here) in acts {
            story.here = usize::from(here);
            act(&mut story, what, number);
            if number % 5 == 0 {
                story.sync();
            }
        }
        story.sync();
        let state = story.state();
        let looked = Looked::from_iter([(id("desk-1"), seen.0), (id("desk-2"), seen.1)]);
        let changes = since(&state, &story.plan, &looked);
        prop_assert!(changes.len() <= MOST);
        prop_assert!(changes.iter().all(|change| change.count() > 0), "{:?}", changes);
        let more = changes.iter().position(|change| matches!(change, Change::More(_)));
        prop_assert!(more.is_none_or(|at| at == MOST - 1));
        let mut news = state.entries.iter().filter(|entry| !entry.is_bookkeeping() && !looked.knows(entry));
        prop_assert!(!changes.is_empty() || news.all(|entry| entry.withdrawn.is_some()));
        prop_assert_eq!(since(&state, &story.plan, &Looked::all_of(&state)), []);
    }
}

#[test]
fn decisions_and_what_became_of_mails_are_news_of_their_own() {
    let decide = |story: &mut Story| {
        let (topic, title, decision) = (id("outpatient"), "明日の外来".into(), "休む".into());
        story.say(by("sato"), Command::Decide(DecisionMade { topic, title, decision, facts: Vec::new() }));
    };
    let changes = told(Story::attacked(), decide);
    assert!(matches!(changes.as_slice(), [Change::Decided { count: 1, last }] if last.contains("休む")), "{changes:?}");
    let mail = |story: &mut Story| {
        let mail = story.say(by("tanaka"), Command::QueueMail(super::outbox::queued("a@example.jp")));
        story.say(nobody(), Command::TryMail(mail));
        let unknown = MailResult::Unknown(MailOutcome { mail, answer: "切れた".into() });
        story.say(nobody(), Command::MailBecame(unknown));
    };
    let changes = told(Story::attacked(), mail);
    assert!(
        matches!(changes.as_slice(), [Change::Mails { count: 2, last }] if last.contains("分からない")),
        "{changes:?}"
    );
}

#[test]
fn restoration_departments_and_paper_are_news_under_their_own_names() {
    let mut story = Story::attacked();
    story.plan.facility.systems = vec![system("ehr", 1, &[])];
    let ward = || id("ward");
    let changes = told(story, |story| {
        let stopped = Restoring::Mark { systems: vec![id("ehr")], state: SystemMark::Stopped, remark: None };
        story.say(by("sato"), Command::Restore(stopped));
        let state = Degrading::Set { department: ward(), state: Mode::Stopped, remark: None };
        story.say(by("tanaka"), Command::Degrade(state));
        let list = Degrading::List { department: ward(), place: "棚".into(), count: Some(18) };
        story.say(by("tanaka"), Command::Degrade(list));
        let given =
            Ledgering::Give { batch: None, department: ward(), sheet: "指示票".into(), count: 50, place: None };
        story.say(by("tanaka"), Command::Ledger(given));
    });
    assert!(
        matches!(
            changes.as_slice(),
            [
                Change::Restoring { count: 1, last: system },
                Change::Degraded { count: 2, last: list },
                Change::Ledger { count: 1, last: paper },
            ] if system.contains("ehr") && list.contains("18") && paper.contains("指示票")
        ),
        "{changes:?}"
    );
}
