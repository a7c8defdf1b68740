//! Working without the system: how departments stand, today's patients, emergency accounts, and what the meeting is told.

use chrono::TimeDelta;

use crate::domain::accounts::{accounts, open_accounts};
use crate::domain::board::{Situation, board, progress, situation, steps, with_quiet_lists};
use crate::domain::command::{Command, Degrading};
use crate::domain::degraded::{DepartmentSheet, PatientList};
use crate::domain::event::{Closing, Mode, StepMark};
use crate::domain::fixture::*;
use crate::domain::refusal::{Notice, Refusal, What};

fn set(department: &str, state: Mode) -> Command {
    Command::Degrade(Degrading::Set { department: id(department), state, remark: None })
}

fn told(story: &Story) -> Situation {
    situation(&board(&story.state(), &story.plan), story.now)
}

#[test]
fn nobody_has_said_is_not_normal() {
    let mut story = Story::attacked();
    assert_eq!(told(&story).unsaid, ["病棟", "外来"]);
    story.say(by("suzuki"), set("ward", Mode::Degraded));
    let board = board(&story.state(), &story.plan);
    let ward = board.iter().find(|row| row.id == id("ward")).unwrap();
    assert_eq!(
        (ward.mode(), ward.last().unwrap().actor.as_ref().unwrap().name.as_str()),
        (Some(Mode::Degraded), "鈴木 花子")
    );
    assert_eq!(told(&story).without_list, ["病棟"]);
    assert_eq!(told(&story).changed, [("病棟".to_owned(), None, Mode::Degraded)]);
}

#[test]
fn since_when_is_from_the_first_word_of_the_same_state_and_late_words_find_their_place() {
    let mut story = Story::attacked();
    story.now = t("0900");
    story.say(by("suzuki").at("0300"), set("ward", Mode::Degraded));
    story.say(by("suzuki").at("0500"), set("ward", Mode::Degraded));
    story.say(by("suzuki").at("0200"), set("ward", Mode::Stopped));
    let board = board(&story.state(), &story.plan);
    let ward = board.iter().find(|row| row.id == id("ward")).unwrap();
    assert_eq!((ward.mode(), ward.since()), (Some(Mode::Degraded), Some(t("0300"))));
    assert!(told(&story).changed.is_empty(), "nothing in the last two hours");
    story.say(by("suzuki").at("0800"), set("ward", Mode::Normal));
    assert_eq!(told(&story).changed, [("病棟".to_owned(), Some(Mode::Degraded), Mode::Normal)]);
}

#[test]
fn a_list_of_patients_lies_somewhere() {
    let mut story = Story::attacked();
    story.say(by("suzuki"), set("ward", Mode::Stopped));
    let list = |place: &str| {
        Command::Degrade(Degrading::List { department: id("ward"), place: place.into(), count: Some(38) })
    };
    assert_eq!(story.refusal(by("suzuki"), list(" ")), Refusal::EmptyText);
    story.say(by("suzuki"), list("詰所"));
    assert!(told(&story).without_list.is_empty());
    let unknown = story.refusal(by("suzuki"), set("wardd", Mode::Normal));
    let near = vec!["ward".to_owned()];
    assert_eq!(unknown, Refusal::NotFound { what: What::Department, typed: "wardd".into(), near });
}

#[test]
fn a_list_that_is_too_old_is_none_and_one_of_quiet_times_lies_where_it_lay() {
    let mut story = Story::attacked();
    story.say(by("suzuki"), set("ward", Mode::Degraded));
    let list = |department: &str, place: &str| {
        let (department, place) = (id(department), place.to_owned());
        Command::Degrade(Degrading::List { department, place, count: None })
    };
    let mut quiet = Story::blank();
    quiet.say(by("suzuki").at("0001"), list("ward", "詰所"));
    let place = |story: &Story| {
        let state = story.state();
        let rows = with_quiet_lists(board(&state, &story.plan), &quiet.state());
        let ward = rows.into_iter().find(|row| row.id == id("ward")).unwrap();
        (ward.listed.as_ref().unwrap().made.place.clone(), ward.has_list(story.now))
    };
    assert_eq!(place(&story), ("詰所".to_owned(), true));
    story.say(by("suzuki"), list("ward", "机の上"));
    assert_eq!(place(&story), ("机の上".to_owned(), true));
    assert!(told(&story).without_list.is_empty());
    story.now += TimeDelta::hours(25);
    assert_eq!((place(&story).1, told(&story).without_list), (false, vec!["病棟".to_owned()]));
    let patients = Some(PatientList { place: "机の上".into(), how: None, every: Some(3 * 24 * 60) });
    let (department, title) = (id("ward"), "病棟".to_owned());
    let sheet = DepartmentSheet { department, title, steps: Vec::new(), patients, back_entry: None, cells: Vec::new() };
    story.plan.degraded.push(sheet);
    assert_eq!((place(&story).1, told(&story).without_list), (true, Vec::new()));
}

#[test]
fn the_steps_of_a_department_are_its_own_and_those_of_its_sheet() {
    let mut story = Story::attacked();
    story.plan.degraded.push(DepartmentSheet {
        department: id("ward"),
        title: "病棟".into(),
        steps: vec![key("ransomware:count")],
        patients: Some(PatientList { place: "詰所".into(), how: None, every: None }),
        back_entry: None,
        cells: Vec::new(),
    });
    let state = story.state();
    let of = |department: &str| -> Vec<String> {
        steps(&state, &story.plan, &id(department)).iter().map(|step| step.key.to_string()).collect()
    };
    assert!(of("ward").contains(&"ransomware:count".to_owned()), "{:?}", of("ward"));
    assert!(!of("reception").contains(&"ransomware:count".to_owned()));
    assert!(of("reception").iter().all(|key| key.ends_with("/reception")), "{:?}", of("reception"));
    let ward = |story: &Story| {
        let state = story.state();
        let rows = board(&state, &story.plan);
        let at = rows.iter().position(|row| row.id == id("ward")).unwrap();
        progress(&state, &story.plan, &rows, story.now)[at]
    };
    let before = ward(&story);
    story.say(by("suzuki"), mark("ransomware:count", StepMark::Done));
    assert_eq!(ward(&story), (before.0 + 1, before.1));
}

#[test]
fn an_emergency_account_is_open_until_it_is_closed() {
    let mut story = Story::attacked();
    let open = |approved: Option<&str>| {
        Command::Degrade(Degrading::UseAccount {
            account: "非常用1".into(),
            seal: Some("A-017".into()),
            why: "処方を見る".into(),
            approved_by: approved.map(listed),
        })
    };
    assert_eq!(story.refusal(nobody(), open(None)), Refusal::NeedsPerson);
    assert!(story.notices(by("tanaka"), open(None)).contains(&Notice::NobodyApproved));
    story.now += TimeDelta::minutes(5);
    let line = story.say(by("tanaka"), open(Some("sato")));
    assert_eq!(open_accounts(&story.state()).len(), 2);
    let close = Command::Degrade(Degrading::CloseAccount { account: line, how: Closing::Resealed, seal: None });
    story.say(by("yamada"), close.clone());
    assert_eq!(story.refusal(by("yamada"), close), Refusal::AlreadyDone);
    assert_eq!((accounts(&story.state()).len(), open_accounts(&story.state()).len()), (2, 1));
    let text = story.state().entry(&line).unwrap().text().to_owned();
    assert_eq!(text, "非常時アカウントを使用: 非常用1 封緘番号 A-017。目的: 処方を見る。承認: 佐藤 一郎");
}
