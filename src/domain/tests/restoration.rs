//! Systems on their way back: gates, approval, restoration, release, and what an earlier intrusion opens again.

use chrono::TimeDelta;

use crate::domain::command::{Command, Restoring};
use crate::domain::event::{BackTo, FactValue, Gate, GateResult, SystemMark};
use crate::domain::fixture::*;
use crate::domain::id::Id;
use crate::domain::open_items::{OpenItem, open_items};
use crate::domain::refusal::{Needed, Notice, Refusal, What};
use crate::domain::restoration::{Against, ESTIMATE, Row, Stage, board, cycles, in_order, restoration};
use crate::domain::runbook::FactDef;
use crate::domain::value::{Confidence, Value, ValueType};

/// A morning with three systems of which two have stopped. 佐藤 approves.
fn scene() -> Story {
    let mut story = Story::attacked();
    story.now = t("23 0900");
    let mut ehr = system("ehr", 2, &["network"]);
    ehr.checked_by = vec![id("ward"), id("reception")];
    story.plan.facility.systems = vec![ehr, system("network", 9, &[]), system("pacs", 1, &["ehr"])];
    story.plan.facility.backups = vec![backup("ehr")];
    let fact = story.plan.facts[0].clone();
    story
        .plan
        .facts
        .push(FactDef { id: id(ESTIMATE), title: "入られた時刻".into(), value: ValueType::Time, ..fact });
    say(&mut story, Restoring::Mark { systems: ids(&["ehr", "network"]), state: SystemMark::Stopped, remark: None });
    story
}

fn ids(names: &[&str]) -> Vec<Id> {
    names.iter().map(|name| id(name)).collect()
}

fn say(story: &mut Story, act: Restoring) {
    story.say(by("sato"), Command::Restore(act));
}

fn refused(story: &mut Story, act: Restoring) -> Refusal {
    story.refusal(by("sato"), Command::Restore(act))
}

fn plan(system: &str, taken: Option<&str>) -> Restoring {
    let generation = "外付けHDDの控え".to_owned();
    Restoring::Plan { systems: ids(&[system]), backup: None, generation, taken: taken.map(t) }
}

fn gate(system: &str, gate: Gate) -> Restoring {
    let how = "ログと媒体を調べた".to_owned();
    Restoring::Check { systems: ids(&[system]), gate, result: GateResult::Passed, how }
}

fn intrusion(story: &mut Story, at: &str) -> crate::domain::hash::Hash {
    let value = Value::from(t(at));
    let fact = FactValue { fact: id(ESTIMATE), value, confidence: Confidence::Estimated };
    story.now += TimeDelta::minutes(1);
    story.say(by("tanaka"), Command::SetFacts { facts: vec![fact] })
}

fn row<'a>(story: &'a Story, system: &str) -> Row<'a> {
    board(&story.state(), &story.plan).into_iter().find(|row| row.id.as_str() == system).unwrap()
}

fn stage(story: &Story, system: &str) -> Stage {
    row(story, system).stage
}

fn through_the_gates(story: &mut Story, system: &str, taken: &str) {
    say(story, plan(system, Some(taken)));
    for known in Gate::BEFORE {
        say(story, gate(system, known));
    }
}

fn back_in_use(story: &mut Story, system: &str, taken: &str) {
    through_the_gates(story, system, taken);
    say(story, Restoring::Approve { systems: ids(&[system]) });
    say(story, Restoring::Begin { systems: ids(&[system]) });
    say(story, Restoring::End { systems: ids(&[system]), worked: true, note: None });
    for department in ["ward", "reception"] {
        say(story, verify(system, department, true));
    }
    say(story, Restoring::Release { systems: ids(&[system]) });
}

fn verify(system: &str, department: &str, right: bool) -> Restoring {
    let note = (!right).then(|| "前日の記録がない".to_owned());
    Restoring::Verify { systems: ids(&[system]), department: id(department), right, note }
}

#[test]
fn a_system_goes_from_its_stop_to_its_release_and_nothing_is_skipped() {
    let mut story = scene();
    let release = || Restoring::Release { systems: ids(&["ehr"]) };
    let not_yet = |needed| Refusal::NotYet { system: "ehrシステム".into(), needed };
    assert_eq!(stage(&story, "ehr"), Stage::Stopped);
    assert_eq!(stage(&story, "pacs"), Stage::NotSaid);
    assert_eq!(
        refused(&mut story, gate("ehr", Gate::Clean)),
        not_yet(Needed::Generation),
        "clean is said of a generation"
    );
    assert_eq!(refused(&mut story, release()), not_yet(Needed::Generation));
    say(&mut story, plan("ehr", Some("0010")));
    assert_eq!(stage(&story, "ehr"), Stage::Planned);
    let shut =
        Refusal::GatesShut { system: "ehrシステム".into(), gates: Gate::BEFORE.to_vec(), recheck: Vec::new() };
    for early in [Restoring::Approve { systems: ids(&["ehr"]) }, Restoring::Begin { systems: ids(&["ehr"]) }, release()]
    {
        assert_eq!(refused(&mut story, early), shut);
    }
    for known in Gate::BEFORE {
        say(&mut story, gate("ehr", known));
    }
    assert_eq!(stage(&story, "ehr"), Stage::Cleared);
    assert_eq!(refused(&mut story, Restoring::Begin { systems: ids(&["ehr"]) }), not_yet(Needed::Approval));
    say(&mut story, Restoring::Approve { systems: ids(&["ehr"]) });
    assert_eq!(stage(&story, "ehr"), Stage::Approved);
    assert_eq!(refused(&mut story, verify("ehr", "ward", true)), not_yet(Needed::End));
    say(&mut story, Restoring::Begin { systems: ids(&["ehr"]) });
    assert_eq!(stage(&story, "ehr"), Stage::Restoring);
    assert_eq!(refused(&mut story, release()), not_yet(Needed::End));
    say(&mut story, Restoring::End { systems: ids(&["ehr"]), worked: true, note: None });
    let both = vec!["病棟".to_owned(), "外来".to_owned()];
    assert_eq!(refused(&mut story, release()), not_yet(Needed::Departments { departments: both }));
    say(&mut story, verify("ehr", "ward", true));
    say(&mut story, verify("ehr", "reception", false));
    let one = vec!["外来".to_owned()];
    assert_eq!(refused(&mut story, release()), not_yet(Needed::Departments { departments: one }));
    say(&mut story, verify("ehr", "reception", true));
    assert_eq!(stage(&story, "ehr"), Stage::Verified);
    say(&mut story, release());
    assert_eq!(stage(&story, "ehr"), Stage::Released);
    assert_eq!(refused(&mut story, release()), Refusal::NoChange);
}

#[test]
fn only_who_approves_overrides_and_it_stays_to_be_seen() {
    let mut story = scene();
    say(&mut story, plan("ehr", Some("0010")));
    let reason = "透析の患者が待っている".to_owned();
    let overrule = Restoring::Override { systems: ids(&["ehr"]), gate: Gate::Clean, reason };
    let by_nurse = story.refusal(by("tanaka"), Command::Restore(overrule.clone()));
    assert!(matches!(by_nurse, Refusal::NotTheApprover { .. }), "{by_nurse:?}");
    let empty = Restoring::Override { systems: ids(&["ehr"]), gate: Gate::Clean, reason: " ".into() };
    assert_eq!(refused(&mut story, empty), Refusal::NeedsReason);
    say(&mut story, overrule);
    let shut = restoration(&story.state()).system("ehr").unwrap().shut();
    assert_eq!(shut, [Gate::Evidence, Gate::Entry]);
    say(&mut story, Restoring::StepBack { system: id("ehr"), to: BackTo::Generation, reason: "媒体が違う".into() });
    let state = restoration(&story.state());
    let progress = state.system("ehr").unwrap();
    assert_eq!(progress.overrides.len(), 1, "what does not hold any more still shows");
    assert_eq!((progress.planned.is_none(), progress.backs.len()), (true, 1));
}

#[test]
fn only_evidence_is_waived_and_the_departments_are_only_overridden() {
    let mut story = scene();
    say(&mut story, plan("ehr", None));
    let check =
        |gate, result| Restoring::Check { systems: ids(&["ehr"]), gate, result, how: "写しを取れない".into() };
    say(&mut story, check(Gate::Evidence, GateResult::Waived));
    for refused_one in [check(Gate::Entry, GateResult::Waived), check(Gate::Departments, GateResult::Passed)] {
        assert!(matches!(refused(&mut story, refused_one), Refusal::OnlyOverridden { .. }));
    }
    let nobody = story.refusal(nobody(), Command::Restore(check(Gate::Entry, GateResult::Passed)));
    assert_eq!(nobody, Refusal::NeedsPerson);
}

#[test]
fn one_person_may_check_and_approve_and_it_is_said() {
    let mut story = scene();
    through_the_gates(&mut story, "ehr", "0010");
    let approve = Command::Restore(Restoring::Approve { systems: ids(&["ehr"]) });
    let notices = story.notices(by("sato"), approve);
    let own = Notice::CheckedAndApproved { system: "ehrシステム".into(), gates: Gate::BEFORE.to_vec() };
    let waits = Notice::NeededSystemsOpen { system: "ehrシステム".into(), on: vec!["networkシステム".into()] };
    assert!(notices.contains(&own) && notices.contains(&waits), "{notices:?}");
    assert_eq!(restoration(&story.state()).system("ehr").unwrap().checked_and_approved(), Gate::BEFORE);
}

#[test]
fn an_earlier_intrusion_opens_the_gates_that_it_touches() {
    let mut story = scene();
    intrusion(&mut story, "0020");
    back_in_use(&mut story, "network", "0010");
    through_the_gates(&mut story, "ehr", "0005");
    say(&mut story, Restoring::Approve { systems: ids(&["ehr"]) });
    let recheck = |story: &Story, system: &str| {
        let state = restoration(&story.state());
        state.system(system).unwrap().to_recheck().map(|(gate, _)| gate).collect::<Vec<_>>()
    };
    assert_eq!(row(&story, "network").against, Against::Before);
    // A later estimate touches nothing.
    intrusion(&mut story, "0025");
    assert!(recheck(&story, "network").is_empty() && recheck(&story, "ehr").is_empty());
    // Between the two generations: the one of the network does not lie before it any more.
    intrusion(&mut story, "0008");
    assert_eq!(recheck(&story, "network"), [Gate::Entry, Gate::Clean]);
    assert_eq!(recheck(&story, "ehr"), [Gate::Entry]);
    assert_eq!(stage(&story, "network"), Stage::Released, "what is in use is in use, and is looked at again");
    assert_eq!(stage(&story, "ehr"), Stage::Planned, "the approval rested on the gates");
    let begin = Restoring::Begin { systems: ids(&["ehr"]) };
    let shut =
        |gates: Vec<Gate>| Refusal::GatesShut {
            system: "ehrシステム".into(), gates: gates.clone(), recheck: gates
        };
    assert_eq!(refused(&mut story, begin.clone()), shut(vec![Gate::Entry]));
    say(&mut story, gate("ehr", Gate::Entry));
    assert_eq!(refused(&mut story, begin), Refusal::NotYet { system: "ehrシステム".into(), needed: Needed::Approval });
    say(&mut story, gate("network", Gate::Clean));
    assert_eq!(recheck(&story, "network"), [Gate::Entry]);
}

#[test]
fn a_correction_is_news_when_it_is_written_and_so_is_a_withdrawal() {
    let mut story = scene();
    let first = intrusion(&mut story, "0020");
    through_the_gates(&mut story, "ehr", "0010");
    let value = Value::from(t("0005"));
    let facts = vec![FactValue { fact: id(ESTIMATE), value, confidence: Confidence::Estimated }];
    let (text, occurred, for_) = (None, None, None);
    story.say(by("tanaka"), Command::Correct { target: first, text, occurred, for_, facts });
    let shut = |story: &Story| restoration(&story.state()).system("ehr").unwrap().shut();
    assert_eq!(shut(&story), [Gate::Entry, Gate::Clean]);
    for known in [Gate::Entry, Gate::Clean] {
        say(&mut story, gate("ehr", known));
    }
    // A mistaken later time, with which a newer generation was found clean, and its withdrawal.
    let mistaken = intrusion(&mut story, "0028");
    say(&mut story, plan("ehr", Some("0027")));
    say(&mut story, gate("ehr", Gate::Clean));
    assert!(shut(&story).is_empty());
    story.say(by("tanaka"), withdraw(mistaken));
    assert_eq!(shut(&story), [Gate::Entry, Gate::Clean]);
}

#[test]
fn a_time_that_was_taken_back_is_still_what_an_earlier_one_is_earlier_than() {
    let mut story = scene();
    let first = intrusion(&mut story, "0020");
    through_the_gates(&mut story, "ehr", "0010");
    story.say(by("tanaka"), withdraw(first));
    let shut = |story: &Story| restoration(&story.state()).system("ehr").unwrap().shut();
    assert!(shut(&story).is_empty(), "that nobody knows is not earlier");
    let later = intrusion(&mut story, "0030");
    assert!(shut(&story).is_empty(), "later than what was named, and the generation lies before it");
    story.say(by("tanaka"), withdraw(later));
    intrusion(&mut story, "0015");
    assert_eq!(shut(&story), [Gate::Entry], "the generation still lies before it");
}

#[test]
fn what_is_found_wrong_in_use_stays_open_until_somebody_decides() {
    let mut story = scene();
    back_in_use(&mut story, "ehr", "0010");
    let open = |story: &Story| {
        let items = open_items(&story.state(), &story.plan);
        items.iter().map(OpenItem::id).filter(|id| id.starts_with("recheck:")).collect::<Vec<_>>()
    };
    let doubt = Notice::DoubtInUse { systems: vec!["ehrシステム".into()] };
    assert!(open(&story).is_empty() && !row(&story, "ehr").progress.is_doubtful());
    let skip =
        Restoring::Override {
            systems: ids(&["ehr"]), gate: Gate::Departments, reason: "夜間で人がいない".into()
        };
    assert_eq!(refused(&mut story, skip.clone()), Refusal::NoChange, "nothing is wrong");

    // A department finds it wrong.
    let notices = story.notices(by("sato"), Command::Restore(verify("ehr", "ward", false)));
    assert!(notices.contains(&doubt), "{notices:?}");
    assert_eq!(stage(&story, "ehr"), Stage::Released, "what is in use is in use");
    assert_eq!(open(&story), ["recheck:ehr"]);
    say(&mut story, verify("ehr", "ward", true));
    assert!(open(&story).is_empty());
    // Who approves goes on all the same; what is found after that is not covered by it.
    say(&mut story, verify("ehr", "ward", false));
    say(&mut story, skip);
    assert!(open(&story).is_empty());
    say(&mut story, verify("ehr", "reception", false));
    assert_eq!(open(&story), ["recheck:ehr"]);
    say(&mut story, verify("ehr", "reception", true));
    say(&mut story, verify("ehr", "ward", true));

    // A gate that is looked at again does not hold.
    let (gate, result) = (Gate::Clean, GateResult::Failed);
    let failed = Restoring::Check { systems: ids(&["ehr"]), gate, result, how: "検査で見つかった".into() };
    let notices = story.notices(by("sato"), Command::Restore(failed));
    assert!(notices.contains(&doubt), "{notices:?}");
    assert_eq!(open(&story), ["recheck:ehr"]);
    say(&mut story, Restoring::Mark { systems: ids(&["ehr"]), state: SystemMark::Stopped, remark: None });
    assert!(open(&story).is_empty());
}

#[test]
fn to_call_a_system_unaffected_is_no_way_around_the_gates() {
    let mut story = scene();
    let unaffected = |system: &str, remark: Option<&str>| Restoring::Mark {
        systems: ids(&[system]),
        state: SystemMark::Unaffected,
        remark: remark.map(ToOwned::to_owned),
    };
    say(&mut story, unaffected("pacs", None));
    assert_eq!(stage(&story, "pacs"), Stage::Unaffected, "of which nobody had said anything");
    let how = Refusal::NotYet { system: "ehrシステム".into(), needed: Needed::HowFoundOut };
    assert_eq!(refused(&mut story, unaffected("ehr", None)), how);
    let nobody = story.refusal(nobody(), Command::Restore(unaffected("ehr", Some("電源だけだった"))));
    assert_eq!(nobody, Refusal::NeedsPerson);
    say(&mut story, plan("ehr", Some("0010")));
    let chosen = Refusal::NotYet { system: "ehrシステム".into(), needed: Needed::BackToGeneration };
    assert_eq!(refused(&mut story, unaffected("ehr", Some("電源だけだった"))), chosen);
    let back = Restoring::StepBack { system: id("ehr"), to: BackTo::Generation, reason: "調べ直した".into() };
    say(&mut story, back);
    say(&mut story, unaffected("ehr", Some("電源だけだった")));
    assert_eq!(stage(&story, "ehr"), Stage::Unaffected);
    back_in_use(&mut story, "network", "0010");
    let chosen = Refusal::NotYet { system: "networkシステム".into(), needed: Needed::BackToGeneration };
    assert_eq!(refused(&mut story, unaffected("network", Some("電源だけだった"))), chosen);
}

#[test]
fn going_on_without_the_departments_does_not_cover_what_one_finds_later() {
    let mut story = scene();
    through_the_gates(&mut story, "ehr", "0010");
    say(&mut story, Restoring::Approve { systems: ids(&["ehr"]) });
    say(&mut story, Restoring::Begin { systems: ids(&["ehr"]) });
    say(&mut story, Restoring::End { systems: ids(&["ehr"]), worked: true, note: None });
    let skip =
        Restoring::Override { systems: ids(&["ehr"]), gate: Gate::Departments, reason: "人がいない".into() };
    say(&mut story, skip);
    assert_eq!(stage(&story, "ehr"), Stage::Verified);
    say(&mut story, verify("ehr", "ward", false));
    assert_eq!(stage(&story, "ehr"), Stage::Restored);
    let release = Restoring::Release { systems: ids(&["ehr"]) };
    assert!(matches!(refused(&mut story, release), Refusal::NotYet { needed: Needed::Departments { .. }, .. }));
}

#[test]
fn going_back_a_step_takes_what_came_after_it() {
    let mut story = scene();
    back_in_use(&mut story, "ehr", "0010");
    let back = |to| Restoring::StepBack { system: id("ehr"), to, reason: "数が合わない".into() };
    for (to, stands) in [
        (BackTo::Verification, Stage::Restored),
        (BackTo::Restore, Stage::Approved),
        (BackTo::Gates, Stage::Planned),
        (BackTo::Generation, Stage::Stopped),
    ] {
        say(&mut story, back(to));
        assert_eq!(stage(&story, "ehr"), stands, "{to:?}");
        assert_eq!(refused(&mut story, back(to)), Refusal::NoChange, "{to:?} twice");
    }
}

#[test]
fn a_failed_restoration_is_begun_again_and_needs_a_reason() {
    let mut story = scene();
    through_the_gates(&mut story, "ehr", "0010");
    say(&mut story, Restoring::Approve { systems: ids(&["ehr"]) });
    say(&mut story, Restoring::Begin { systems: ids(&["ehr"]) });
    assert_eq!(refused(&mut story, Restoring::Begin { systems: ids(&["ehr"]) }), Refusal::NoChange);
    let end = |note: Option<&str>| Restoring::End {
        systems: ids(&["ehr"]),
        worked: false,
        note: note.map(ToOwned::to_owned),
    };
    assert_eq!(refused(&mut story, end(None)), Refusal::NeedsReason);
    let begun = Refusal::NotYet { system: "ehrシステム".into(), needed: Needed::BackFromRestore };
    assert_eq!(refused(&mut story, plan("ehr", Some("0005"))), begun, "what runs is not given up in passing");
    say(&mut story, end(Some("媒体が読めない")));
    assert_eq!(stage(&story, "ehr"), Stage::Failed);
    say(&mut story, Restoring::Begin { systems: ids(&["ehr"]) });
    assert_eq!(stage(&story, "ehr"), Stage::Restoring);
    say(&mut story, end(Some("同じ所で止まる")));
    say(&mut story, plan("ehr", Some("0005")));
    assert_eq!(stage(&story, "ehr"), Stage::Planned, "another generation is to be found clean");
}

#[test]
fn a_generation_is_of_the_systems_own_backup_and_was_not_taken_tomorrow() {
    let mut story = scene();
    let plan = |system: &str, backup: &str, taken: &str| Restoring::Plan {
        systems: ids(&[system]),
        backup: Some(id(backup)),
        generation: "最新".into(),
        taken: Some(t(taken)),
    };
    assert!(matches!(refused(&mut story, plan("ehr", "ehr-daily", "23 2300")), Refusal::Future { .. }));
    let other = refused(&mut story, plan("network", "ehr-daily", "0010"));
    assert!(
        matches!(&other, Refusal::BackupOfAnother { of, system, .. } if of != system),
        "it is there, but another system's: {other:?}"
    );
    let missing = refused(&mut story, plan("ehr", "ehr-dialy", "0010"));
    assert_eq!(
        missing,
        Refusal::NotFound { what: What::Backup, typed: "ehr-dialy".into(), near: vec!["ehr-daily".into()] }
    );
    let unknown = refused(&mut story, plan("eht", "ehr-daily", "0010"));
    assert_eq!(unknown, Refusal::NotFound { what: What::System, typed: "eht".into(), near: vec!["ehr".into()] });
    let notices = story.notices(by("sato"), Command::Restore(plan("ehr", "ehr-daily", "0010")));
    let unknown = Notice::GenerationMayBeTouched { system: "ehrシステム".into(), against: Against::Unknown };
    assert!(notices.contains(&unknown), "{notices:?}");
}

#[test]
fn what_is_needed_comes_first_and_a_circle_is_found() {
    let mut story = scene();
    let order = |story: &Story| {
        in_order(&story.plan.facility.systems).iter().map(|system| system.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(order(&story), ["network", "ehr", "pacs"]);
    assert!(cycles(&story.plan.facility.systems).is_empty());
    story.plan.facility.systems[1].needs = ids(&["pacs"]);
    assert_eq!(order(&story), ["pacs", "ehr", "network"], "by 復旧優先度 where nothing comes first");
    let found: Vec<Vec<String>> = cycles(&story.plan.facility.systems)
        .iter()
        .map(|cycle| cycle.iter().map(ToString::to_string).collect())
        .collect();
    assert_eq!(found, [["ehr", "network", "pacs"]]);
}

#[test]
fn a_system_that_stops_again_begins_anew() {
    let mut story = scene();
    back_in_use(&mut story, "ehr", "0010");
    let refused_one = refused(&mut story, plan("ehr", Some("0010")));
    assert_eq!(refused_one, Refusal::NotYet { system: "ehrシステム".into(), needed: Needed::StoppedAgain });
    say(&mut story, Restoring::Mark { systems: ids(&["ehr"]), state: SystemMark::Stopped, remark: None });
    assert_eq!(stage(&story, "ehr"), Stage::Stopped);
    assert_eq!(restoration(&story.state()).system("ehr").unwrap().shut(), Gate::BEFORE);
}
