//! Paper and gaps: what may be written, what it adds up to, and who takes what is open.

use chrono::NaiveDate;

use crate::domain::attention::{Pressing, attention};
use crate::domain::command::{Assignment, Command, Ledgering, Restoring, Taking};
use crate::domain::event::{FactValue, GapKind, Gate, GateResult, SystemMark};
use crate::domain::facility::System;
use crate::domain::fixture::*;
use crate::domain::fold::{AsOf, fold_as_of};
use crate::domain::hash::Hash;
use crate::domain::ledger::{BatchState, Ledger, UNRESTORABLE, gap_in_the_record, ledger};
use crate::domain::open_items::{OpenItem, open_items};
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::return_list::{find, return_list, settled};
use crate::domain::runbook::FactDef;
use crate::domain::value::{Answer, Value, ValueType};

fn scene() -> Story {
    let mut story = Story::attacked();
    story.now = t("23 0900");
    let system = System { title: "電子カルテ".into(), ..system("ehr", 1, &[]) };
    story.plan.facility.systems = vec![system];
    let fact = story.plan.facts[0].clone();
    story.plan.facts.push(FactDef {
        id: id(UNRESTORABLE),
        title: "戻せない個人データ".into(),
        value: ValueType::Answer,
        ..fact
    });
    story
}

fn give(count: u32, batch: Option<&str>) -> Ledgering {
    let (department, sheet) = (id("ward"), "臨時処方せん".to_owned());
    Ledgering::Give { batch: batch.map(id), department, sheet, count, place: None }
}

fn count(used: u32, unused: u32) -> Ledgering {
    Ledgering::Count { batch: id("ward-1"), used, unused }
}

fn enter(entered: u32, kept_at: Option<&str>) -> Ledgering {
    Ledgering::Enter { batch: id("ward-1"), entered, kept_at: kept_at.map(ToOwned::to_owned) }
}

fn gap(kind: GapKind) -> Ledgering {
    let lost = "検査結果".to_owned();
    Ledgering::Gap { system: id("ehr"), from: Some(t("20 0300")), until: Some(t("0030")), lost, kind, how: None }
}

fn say(story: &mut Story, act: Ledgering) -> Hash {
    story.say(by("sato"), Command::Ledger(act))
}

fn refused(story: &mut Story, act: Ledgering) -> Refusal {
    story.refusal(by("sato"), Command::Ledger(act))
}

fn notices(story: &mut Story, act: Ledgering) -> Vec<Notice> {
    story.notices(by("sato"), Command::Ledger(act))
}

fn state(story: &Story) -> Ledger {
    ledger(&story.state())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn take(item: &str, person: &str, until: &str) -> Command {
    Command::Take(Taking {
        item: item.into(),
        taker: listed(person),
        until: day(until),
        reason: "紙が届いていない".into(),
    })
}

fn ids(story: &Story) -> Vec<String> {
    open_items(&story.state(), &story.plan).iter().map(OpenItem::id).collect()
}

#[test]
fn a_batch_is_open_until_all_used_sheets_are_typed_back_and_kept_somewhere() {
    let mut story = scene();
    say(&mut story, give(60, None));
    let of = |story: &Story| state(story).batch("ward-1").unwrap().clone();
    assert_eq!((of(&story).state(), of(&story).missing()), (BatchState::Out, 0));
    assert!(ids(&story).contains(&"batch:ward-1".to_owned()));
    assert_eq!(refused(&mut story, enter(1, None)), Refusal::NotCounted { batch: id("ward-1") });
    let missing = notices(&mut story, count(40, 18));
    assert_eq!(missing, [Notice::SheetsMissing { count: 2 }]);
    assert_eq!((of(&story).state(), of(&story).missing()), (BatchState::ToEnter, 2));
    say(&mut story, enter(12, None));
    assert_eq!(of(&story).state(), BatchState::ToEnter);
    let where_to = notices(&mut story, enter(40, None));
    assert_eq!(where_to, [Notice::OriginalsWhere { batch: id("ward-1") }]);
    assert_eq!(of(&story).state(), BatchState::ToKeep);
    say(&mut story, enter(40, Some("病歴室")));
    assert_eq!((of(&story).state(), of(&story).is_open()), (BatchState::Whole, false));
    assert!(!ids(&story).contains(&"batch:ward-1".to_owned()));
    // The place stays said where a later line does not say it again.
    say(&mut story, enter(40, None));
    assert_eq!(of(&story).kept_at.as_deref(), Some("病歴室"));
}

#[test]
fn paper_that_nobody_used_has_no_originals() {
    let mut story = scene();
    say(&mut story, give(60, None));
    say(&mut story, count(0, 60));
    assert_eq!(state(&story).batches[0].state(), BatchState::Whole);
}

#[test]
fn no_more_is_used_than_was_given_and_no_more_typed_back_than_was_used() {
    let mut story = scene();
    assert_eq!(refused(&mut story, give(0, None)), Refusal::NoSheets);
    say(&mut story, give(60, None));
    let more = Refusal::MoreThanGiven { batch: id("ward-1"), given: 60, said: 61 };
    assert_eq!(refused(&mut story, count(41, 20)), more);
    let most = u64::from(u32::MAX) * 2;
    let more = Refusal::MoreThanGiven { batch: id("ward-1"), given: 60, said: most };
    assert_eq!(refused(&mut story, count(u32::MAX, u32::MAX)), more);
    say(&mut story, count(40, 20));
    let more = Refusal::MoreThanUsed { batch: id("ward-1"), used: 40, entered: 41 };
    assert_eq!(refused(&mut story, enter(41, None)), more);
    say(&mut story, enter(30, None));
    let less = Refusal::MoreThanUsed { batch: id("ward-1"), used: 29, entered: 30 };
    assert_eq!(refused(&mut story, count(29, 31)), less);
}

#[test]
fn a_batch_has_a_name_of_its_own() {
    let mut story = scene();
    say(&mut story, give(60, None));
    let exists = Refusal::BatchExists { batch: id("ward-1"), free: Some(id("ward-2")) };
    assert_eq!(refused(&mut story, give(10, Some("ward-1"))), exists);
    say(&mut story, give(10, Some("ward-2")));
    say(&mut story, give(10, None));
    assert_eq!(state(&story).batches[2].id(), &id("ward-3"));
    let unknown = Ledgering::Count { batch: id("ward-9"), used: 0, unused: 0 };
    assert!(matches!(refused(&mut story, unknown), Refusal::NotFound { what: What::Batch, .. }));
    let elsewhere = Ledgering::Give { batch: None, department: id("roof"), sheet: "x".into(), count: 1, place: None };
    assert!(matches!(refused(&mut story, elsewhere), Refusal::NotFound { what: What::Department, .. }));
}

#[test]
fn two_terminals_apart_may_give_one_name_twice_and_it_shows() {
    let mut story = scene();
    story.join();
    say(&mut story, give(60, None));
    story.here = 0;
    say(&mut story, give(30, None));
    story.sync();
    let state = state(&story);
    assert_eq!((state.batches.len(), state.batches[0].sheets, state.batches[0].is_doubled), (1, 90, true));
    // Whoever withdraws one of them has one batch again.
    let line = state.batches[0].given.line;
    story.say(by("sato"), withdraw(line));
    let state = ledger(&story.state());
    assert_eq!((state.batches.len(), state.batches[0].is_doubled), (1, false));
}

#[test]
fn a_count_that_is_typed_late_does_not_undo_a_newer_one() {
    let mut story = scene();
    say(&mut story, give(60, None));
    story.say(by("sato").at("23 0800"), Command::Ledger(count(40, 20)));
    story.say(by("sato").at("23 0730"), Command::Ledger(count(30, 30)));
    assert_eq!(state(&story).batches[0].used(), Some(40));
    let then = fold_as_of(story.lines(), AsOf { happened: Some(t("23 0745")), known: None });
    // The batch itself was typed at nine, so that there is nothing to count at that time.
    assert!(ledger(&then).is_empty());
}

#[test]
fn a_gap_says_what_it_means_for_personal_data_and_stays_said() {
    let mut story = scene();
    let fact = |story: &Story| story.state().fact(UNRESTORABLE).map(|known| known.value.clone());
    assert_eq!(notices(&mut story, gap(GapKind::None)), []);
    assert_eq!(fact(&story), None, "that nothing was lost here says nothing of the others");
    assert_eq!(notices(&mut story, gap(GapKind::Unknown)), [Notice::FactFromGap { kind: GapKind::Unknown }]);
    assert_eq!(fact(&story), Some(Value::Answer(Answer::Unknown)));
    assert_eq!(notices(&mut story, gap(GapKind::Loss)), [Notice::FactFromGap { kind: GapKind::Loss }]);
    assert_eq!(fact(&story), Some(Value::Answer(Answer::Yes)));
    assert_eq!(notices(&mut story, gap(GapKind::Unknown)), [], "不明 does not undo what is known");
    let line = state(&story).gaps[2].noted.line;
    assert!(ids(&story).contains(&format!("gap:{line}")));
    let empty = Ledgering::Close { gap: line, how: " ".into() };
    assert_eq!(refused(&mut story, empty), Refusal::NeedsReason);
    let close = Ledgering::Close { gap: line, how: "紙から打ち戻した".into() };
    assert_eq!(notices(&mut story, close.clone()), [Notice::FactStays]);
    assert_eq!(refused(&mut story, close), Refusal::NoChange);
    assert!(!ids(&story).contains(&format!("gap:{line}")));
    assert_eq!(fact(&story), Some(Value::Answer(Answer::Yes)));
    // Withdrawn, it says nothing any more.
    story.say(by("sato"), withdraw(line));
    assert_eq!(fact(&story), Some(Value::Answer(Answer::Unknown)));
    let strange = Ledgering::Close { gap: line, how: "x".into() };
    assert!(matches!(refused(&mut story, strange), Refusal::NotFound { what: What::Gap, .. }));
}

#[test]
fn a_gap_lies_in_the_past_and_does_not_end_before_it_begins() {
    let mut story = scene();
    let Ledgering::Gap { system, from, until, lost, kind, how } = gap(GapKind::None) else { unreachable!() };
    let of = |from, until, lost: &str| Ledgering::Gap {
        system: system.clone(),
        from,
        until,
        lost: lost.into(),
        kind,
        how: how.clone(),
    };
    assert_eq!(refused(&mut story, of(until, from, &lost)), Refusal::EndsBeforeBegin);
    assert!(matches!(refused(&mut story, of(from, Some(t("24 0900")), &lost)), Refusal::Future { .. }));
    assert_eq!(refused(&mut story, of(from, until, "  ")), Refusal::EmptyText);
    say(&mut story, of(None, None, &lost));
    let strange = Ledgering::Gap { system: id("toaster"), from, until, lost, kind, how };
    assert!(matches!(refused(&mut story, strange), Refusal::NotFound { what: What::System, .. }));
}

#[test]
fn the_record_says_where_a_gap_begins_and_ends() {
    let mut story = scene();
    let mut restore = |act| story.say(by("sato").at("23 0600"), Command::Restore(act));
    restore(Restoring::Mark { systems: vec![id("ehr")], state: SystemMark::Stopped, remark: None });
    let (generation, taken) = ("控え".to_owned(), Some(t("20 0300")));
    restore(Restoring::Plan { systems: vec![id("ehr")], backup: None, generation, taken });
    assert_eq!(gap_in_the_record(&story.state(), &id("ehr")), (Some(t("20 0300")), Some(t("23 0600"))));
    assert_eq!(gap_in_the_record(&story.state(), &id("pacs")), (None, None));
}

#[test]
fn an_open_item_is_taken_at_any_time_and_shows_until_it_is_done() {
    let mut story = scene();
    say(&mut story, give(60, None));
    assert!(matches!(story.refusal(by("sato"), take("batch:x", "suzuki", "2026-11-30")), Refusal::NotFound { .. }));
    let Command::Take(mut taking) = take("batch:ward-1", "suzuki", "2026-11-30") else { unreachable!() };
    taking.reason = " ".into();
    assert_eq!(story.refusal(by("sato"), Command::Take(taking)), Refusal::NeedsReason);
    let late = story.notices(by("sato"), take("batch:w", "suzuki", "2026-11-22"));
    assert_eq!(late, [Notice::DatePassed { until: "2026-11-22".into() }]);
    let taken = |story: &Story| {
        let list = return_list(&story.state(), &story.plan);
        list.into_iter().find(|item| item.item.id() == "batch:ward-1")
    };
    assert!(taken(&story).unwrap().is_overdue(day("2026-11-23")));
    // Whoever takes it later has it.
    story.say(by("sato"), take("batch:ward-1", "yamada", "2026-11-23"));
    let item = taken(&story).unwrap();
    assert_eq!(item.taken.as_ref().unwrap().made.taker.id, Some(id("yamada")));
    assert!(!item.is_overdue(day("2026-11-23")), "the day itself is in time");
    assert!(item.is_overdue(day("2026-11-24")));
    say(&mut story, count(40, 20));
    assert!(taken(&story).is_some());
    assert_eq!(settled(&story.state(), &story.plan), []);
    let line = say(&mut story, enter(40, Some("病歴室")));
    assert!(taken(&story).is_none());
    let done = settled(&story.state(), &story.plan);
    assert_eq!(done.len(), 1);
    assert_eq!((done[0].0.made.item.as_str(), done[0].1), ("batch:ward-1", Some(line)));
}

#[test]
fn stand_down_leaves_an_item_with_whoever_took_it_and_the_later_word_holds() {
    let mut story = scene();
    say(&mut story, give(60, None));
    say(&mut story, give(60, None));
    story.say(by("sato"), take("batch:ward-1", "suzuki", "2026-12-24"));
    let otherwise = Assignment { item: String::new(), taker: None, until: None, reason: None };
    let own = Assignment { item: "batch:ward-2".into(), taker: Some(listed("yamada")), until: None, reason: None };
    story.say(by("sato"), Command::StandDown { takers: vec![own], otherwise });
    let state = story.state();
    let taker = |item: &str| state.takers[item].made.taker.id.clone().unwrap();
    assert_eq!((taker("batch:ward-1"), taker("batch:ward-2")), (id("suzuki"), id("yamada")));
    assert_eq!(state.takers["batch:ward-1"].made.until, "2026-12-24");
    // After the stand-down, too, it can go to somebody else, and still shows.
    story.say(by("sato"), take("batch:ward-2", "suzuki", "2026-11-30"));
    let state = story.state();
    assert_eq!(state.takers["batch:ward-2"].made.taker.id, Some(id("suzuki")));
    assert!(return_list(&state, &story.plan).iter().any(|item| item.item.id() == "batch:ward-2"));
}

#[test]
fn what_is_past_its_takers_day_presses_and_the_rest_stands_in_one_row() {
    let mut story = scene();
    for _ in 0..3 {
        say(&mut story, give(60, None));
    }
    story.say(by("sato"), take("batch:ward-2", "suzuki", "2026-11-23"));
    let of = |story: &Story, now: &str| {
        let items = attention(&story.state(), &story.plan, t(now));
        let of_the_return = |item: &crate::domain::attention::Attention| match item.kind {
            Pressing::Taken(count) => Some((true, count, item.is_overdue)),
            Pressing::Return(count) => Some((false, count, item.is_overdue)),
            _ => None,
        };
        items.iter().filter_map(of_the_return).collect::<Vec<_>>()
    };
    assert_eq!(of(&story, "23 2300"), [(false, 3, false)]);
    assert_eq!(of(&story, "24 0001"), [(true, 1, true), (false, 2, false)]);
}

#[test]
fn systems_departments_and_accounts_are_open_items_too() {
    use crate::domain::command::Degrading;
    use crate::domain::event::{Closing, Mode};
    let mut story = scene();
    let systems = || vec![id("ehr")];
    let restore = |story: &mut Story, act| story.say(by("sato"), Command::Restore(act));
    restore(&mut story, Restoring::Mark { systems: systems(), state: SystemMark::Stopped, remark: None });
    let set = |state| Command::Degrade(Degrading::Set { department: id("ward"), state, remark: None });
    story.say(by("sato"), set(Mode::Stopped));
    let used = Degrading::UseAccount {
        account: "break-glass-1".into(),
        seal: None,
        why: "オーダの確認".into(),
        approved_by: Some(listed("sato")),
    };
    let account = story.say(by("sato"), Command::Degrade(used));
    let open = ids(&story);
    for item in ["restore:ehr".to_owned(), "department:ward".to_owned(), format!("account:{account}")] {
        assert!(open.contains(&item), "{item} is not among {open:?}");
        story.say(by("sato"), take(&item, "suzuki", "2026-12-01"));
    }
    assert_eq!(find(&story.state(), &story.plan, "dep").unwrap_err(), {
        let near = crate::domain::id::near("dep", open.iter().map(String::as_str));
        Refusal::NotFound { what: What::OpenItem, typed: "dep".into(), near }
    });
    assert_eq!(find(&story.state(), &story.plan, "depa").unwrap().id(), "department:ward");
    story.say(by("sato"), set(Mode::Normal));
    story.say(by("sato"), Command::Degrade(Degrading::CloseAccount { account, how: Closing::Disabled, seal: None }));
    restore(
        &mut story,
        Restoring::Mark {
            systems: systems(), state: SystemMark::Unaffected, remark: Some("電源だけだった".into())
        },
    );
    let done = settled(&story.state(), &story.plan);
    assert_eq!(done.len(), 3);
    assert!(done.iter().all(|(_, line)| line.is_some()));
}

#[test]
fn a_gate_that_opens_again_on_a_system_in_use_is_an_open_item() {
    use crate::domain::restoration::ESTIMATE;
    let mut story = scene();
    let fact = story.plan.facts[0].clone();
    story.plan.facts.push(FactDef { id: id(ESTIMATE), title: "侵入".into(), value: ValueType::Time, ..fact });
    let systems = || vec![id("ehr")];
    let intruded = |story: &mut Story, at: &str| {
        let facts: Vec<FactValue> = vec![value(ESTIMATE, Value::from(t(at)))];
        story.say(by("sato"), Command::SetFacts { facts })
    };
    intruded(&mut story, "21 0000");
    let mut all = vec![
        Restoring::Mark { systems: systems(), state: SystemMark::Stopped, remark: None },
        Restoring::Plan { systems: systems(), backup: None, generation: "控え".into(), taken: Some(t("20 0300")) },
    ];
    all.extend(Gate::BEFORE.map(|gate| Restoring::Check {
        systems: systems(),
        gate,
        result: GateResult::Passed,
        how: "見た".into(),
    }));
    all.extend([
        Restoring::Approve { systems: systems() },
        Restoring::Begin { systems: systems() },
        Restoring::End { systems: systems(), worked: true, note: None },
        Restoring::Verify { systems: systems(), department: id("ward"), right: true, note: None },
        Restoring::Release { systems: systems() },
    ]);
    for act in all {
        story.say(by("sato"), Command::Restore(act));
    }
    assert!(!ids(&story).iter().any(|id| id.ends_with(":ehr")));
    intruded(&mut story, "19 0000");
    assert!(ids(&story).contains(&"recheck:ehr".to_owned()));
    story.say(by("sato"), take("recheck:ehr", "suzuki", "2026-12-01"));
    for gate in [Gate::Entry, Gate::Clean] {
        let act = Restoring::Check { systems: systems(), gate, result: GateResult::Passed, how: "また見た".into() };
        story.say(by("sato"), Command::Restore(act));
    }
    assert!(!ids(&story).contains(&"recheck:ehr".to_owned()));
    assert!(settled(&story.state(), &story.plan)[0].1.is_some());
}
