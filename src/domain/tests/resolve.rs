//! What somebody means by what he or she types.

use crate::domain::fixture::*;
use crate::domain::hash::Hash;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::resolve;

fn near(result: Result<impl std::fmt::Debug, Refusal>) -> Vec<String> {
    match result.unwrap_err() {
        Refusal::NotFound { near, .. } => near,
        other => panic!("{other:?}"),
    }
}

fn fits(result: Result<impl std::fmt::Debug, Refusal>) -> Vec<String> {
    match result.unwrap_err() {
        Refusal::Ambiguous { fits, .. } => fits,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_is_named_by_number_beginning_or_last() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), note("停電"));
    let withdrawn = story.say(by("tanaka"), note("断水"));
    let state = story.state();
    for typed in ["2", "#2", " 2 ", &line.short(), &line.to_string(), &line.short().to_uppercase()] {
        assert_eq!(resolve::line(&state, typed).unwrap(), line, "{typed}");
    }
    assert_eq!(resolve::number(&state, &line), Some(2));
    assert_eq!(resolve::line(&state, "last").unwrap(), withdrawn);
    for typed in ["0", "4", "#99999", "", "#", "abc", "ffffffffff", "停電", "+2", "-1", "99999999999999999999"] {
        assert!(matches!(resolve::line(&state, typed), Err(Refusal::NotFound { what: What::Line, .. })), "{typed}");
    }
    let withdrawal = story.say(by("tanaka"), withdraw(withdrawn));
    assert_eq!(resolve::line(&story.state(), "last").unwrap(), withdrawal);
}

#[test]
fn digits_that_are_no_lines_number_may_begin_a_hash() {
    let mut story = Story::begun();
    let beginning = |hash: Hash| hash.short().chars().take(4).collect::<String>();
    let is_number = |hash: &Hash| beginning(*hash).parse::<usize>().is_ok_and(|number| number >= 1000);
    let line = (0..200).map(|n| story.say(by("tanaka"), note(&n.to_string()))).find(is_number);
    let line = line.expect("one in eight hashes begins so");
    assert_eq!(resolve::line(&story.state(), &beginning(line)).unwrap(), line);
}

#[test]
fn a_step_is_named_by_its_key_or_by_its_id_where_only_one_runbook_has_it() {
    let mut story = Story::attacked();
    let step = |story: &Story, typed: &str| resolve::step(&story.state(), &story.plan, typed);
    assert_eq!(step(&story, "cut").unwrap(), key("ransomware:cut"));
    assert_eq!(step(&story, "paper").unwrap(), key("system-failure:paper"), "included");
    assert_eq!(step(&story, "count@3").unwrap(), key("ransomware:count@3"));
    assert_eq!(step(&story, "monitors/ward").unwrap(), key("ransomware:monitors/ward"));
    assert_eq!(near(step(&story, "cuts")), ["cut"]);
    assert_eq!(near(step(&story, "ransomware:cutt"))[0], "ransomware:cut");
    story.say(by("tanaka"), add("system-failure"));
    assert_eq!(fits(step(&story, "call-vendor")), ["ransomware:call-vendor", "system-failure:call-vendor"]);
}

#[test]
fn a_step_of_each_department_names_the_departments() {
    let story = Story::attacked();
    let step = |typed: &str| resolve::step(&story.state(), &story.plan, typed);
    let both = ["ransomware:monitors/ward", "ransomware:monitors/reception"];
    assert_eq!(fits(step("monitors")), both);
    assert_eq!(fits(step("ransomware:monitors")), both);
    for wrong in ["monitors/kitchen", "cut/ward", "cut@2", "ransomware:continuity", "nowhere:cut"] {
        assert!(matches!(step(wrong), Err(Refusal::NotFound { what: What::Step, .. })), "{wrong}");
    }
}

#[test]
fn anybody_can_be_named_and_who_is_not_listed_is_marked() {
    let plan = plan();
    for typed in ["sato", "佐藤 一郎", "佐藤一郎", "佐藤\u{3000}一郎"] {
        let (who, notice) = resolve::person(&plan, typed).unwrap();
        assert_eq!((who.id, notice), (Some(id("sato")), None), "{typed}");
    }
    let (who, _) = resolve::person(&plan, "tanaka").unwrap();
    assert_eq!(who.role, Some(id("nurse")), "the only role that she has");
    let (who, _) = resolve::person(&plan, "sato@情報システム").unwrap();
    assert_eq!(who.role, Some(id("it")));
    let (who, notice) = resolve::person(&plan, "佐藤 次郎").unwrap();
    assert_eq!(who.id, None);
    assert_eq!(notice, Some(Notice::NotListed { name: "佐藤 次郎".into(), near: vec!["佐藤 一郎".into()] }));
    assert_eq!(resolve::person(&plan, " ").unwrap_err(), Refusal::NeedsPerson);
    assert!(matches!(resolve::person(&plan, "sato@king"), Err(Refusal::NotFound { what: What::Role, .. })));
}

#[test]
fn roles_and_runbooks_are_found_or_their_near_names_are_shown() {
    let plan = plan();
    assert_eq!(resolve::role(&plan, "看護師").unwrap(), id("nurse"));
    assert_eq!(near(resolve::role(&plan, "nurs"))[0], "nurse");
    assert_eq!(resolve::runbook(&plan, "ransomware").unwrap(), id("ransomware"));
    assert_eq!(near(resolve::runbook(&plan, "ransom")), ["ransomware"]);
}

#[test]
fn a_family_name_or_a_reading_names_the_only_one_who_has_it() {
    let mut plan = plan();
    for (id, name, kana) in [
        ("oono-m", "大野 恵", "おおの めぐみ"),
        ("kato-y", "久我 由美", "くが ゆみ"),
        ("kato-s", "久我 聡", "くが さとし"),
    ] {
        plan.facility.people.push(crate::domain::facility::Person {
            id: crate::domain::fixture::id(id),
            name: name.into(),
            kana: Some(kana.into()),
            roles: Vec::new(),
            phone: None,
            sample: false,
        });
    }
    let called = |typed: &str| plan.facility.person_called(typed).map(|person| person.name.as_str());
    assert_eq!(called("大野"), Some("大野 恵"));
    assert_eq!(called("おおの"), Some("大野 恵"));
    assert_eq!(called("おおのめぐみ"), Some("大野 恵"));
    assert_eq!(called("久我"), None, "there are two");
    assert_eq!(called("久我聡"), Some("久我 聡"));
    assert_eq!(called(""), None);
}
