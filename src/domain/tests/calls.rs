//! The call sheet: whom it holds, in which order, and what lets somebody drop out of it.

use crate::domain::call_again::open_calls;
use crate::domain::call_sheet::{ToCall, Why, sheet};
use crate::domain::command::Command;
use crate::domain::condition::{Atom, Condition};
use crate::domain::contact::{Contact, Group, Phone};
use crate::domain::duty::{Certainty, Due, DueRule, Duty, Start};
use crate::domain::event::{CallMade, CallResult, DutySubmitted, StepMark};
use crate::domain::fixture::*;
use crate::domain::open_items::{OpenKind, open_items};
use crate::domain::value::Answer;

fn contact(name: &str, person: Option<&str>) -> Contact {
    let group = if person.is_some() { Group::Staff } else { Group::Authority };
    Contact { person: person.map(id), ..Contact::new(id(name), name, group) }
}

fn contacts() -> Vec<Contact> {
    let mut all: Vec<Contact> = ["vendor-a", "mhlw", "police", "health-center", "jpcert", "ppc"]
        .into_iter()
        .map(|name| contact(name, None))
        .collect();
    all.extend([contact("staff-sato", Some("sato")), contact("staff-suzuki", Some("suzuki"))]);
    all
}

fn duty(name: &str, contacts: &[&str], when: Option<&str>, rule: DueRule) -> Duty {
    Duty {
        id: id(name),
        title: name.to_owned(),
        short: None,
        say: None,
        contacts: contacts.iter().map(|contact| id(contact)).collect(),
        causes: Vec::new(),
        founder: None,
        when: when.map(|atom| Condition::Atom(Atom::parse(atom).unwrap())),
        from: vec![Start::Noticed],
        due: Due { rule, certainty: Certainty::Unverified, note: None },
        needs_submission: false,
        optional: false,
        form: None,
        source: Vec::new(),
    }
}

/// An attack of which four must hear, and one may.
fn story() -> Story {
    let mut story = Story::attacked();
    story.plan.duties = vec![
        Duty { optional: true, ..duty("advice", &["jpcert"], None, DueRule::AtOnce) },
        duty("promptly", &["mhlw", "health-center"], None, DueRule::Promptly),
        duty("report", &["police"], Some("attack"), DueRule::Early),
        duty("at-once", &["vendor-a"], None, DueRule::AtOnce),
    ];
    story
}

fn with<T>(story: &Story, look: impl FnOnce(&[ToCall<'_>]) -> T) -> T {
    let (state, contacts) = (story.state(), contacts());
    look(&sheet(&state, &story.plan, &contacts, story.now))
}

fn names(story: &Story) -> Vec<String> {
    with(story, |rows| rows.iter().map(|row| row.id.to_string()).collect())
}

/// Who is still to be called, in order.
fn open(story: &Story) -> Vec<String> {
    with(story, |rows| rows.iter().filter(|row| !row.is_told()).map(|row| row.id.to_string()).collect())
}

fn made(contact: &str, result: CallResult) -> CallMade {
    CallMade::new(id(contact), contact.into(), result)
}

fn row<T>(story: &Story, name: &str, look: impl FnOnce(&ToCall<'_>) -> T) -> T {
    with(story, |rows| look(rows.iter().find(|row| row.id.as_str() == name).unwrap()))
}

#[test]
fn what_presses_is_called_first_and_what_is_optional_last() {
    let mut story = story();
    // Nobody has said whether it is an attack: it is listed all the same.
    assert_eq!(names(&story), ["vendor-a", "mhlw", "health-center", "police", "jpcert"]);
    row(&story, "vendor-a", |vendor| {
        assert!(matches!(vendor.whys.as_slice(), [Why::Duty(_), Why::Step(_)]), "{:?}", vendor.whys);
        assert_eq!(vendor.duties(), Some(vec![id("at-once")]));
        assert_eq!(vendor.step(), Some(&key("ransomware:call-vendor")));
    });
    story.say(by("tanaka"), answer("attack", Answer::No));
    assert_eq!(names(&story), ["vendor-a", "mhlw", "health-center", "jpcert"]);
}

#[test]
fn nobody_drops_out_but_by_being_told() {
    let mut story = story();
    story.clock("0100").say(by("tanaka"), call("mhlw", CallResult::NoAnswer));
    // It is tried again after a pause; the next one is called meanwhile.
    assert_eq!(open(&story), ["vendor-a", "health-center", "police", "jpcert", "mhlw"]);
    assert_eq!(row(&story, "mhlw", |mhlw| mhlw.again), Some(t("0105")));
    story.clock("0105");
    assert_eq!(open(&story), ["vendor-a", "mhlw", "health-center", "police", "jpcert"]);
    for (time, again) in [("0105", "0120"), ("0120", "0150"), ("0150", "0220")] {
        story.clock(time).say(by("tanaka"), call("mhlw", CallResult::Busy));
        assert_eq!(row(&story, "mhlw", |mhlw| mhlw.again), Some(t(again)), "{time}");
    }
    // The other contact of the same duty discharges it; the one that nobody reached is still to be tried.
    story.clock("0200").say(by("tanaka"), call("health-center", CallResult::Reached));
    assert!(open(&story).contains(&"mhlw".to_owned()));
    assert!(row(&story, "mhlw", |mhlw| matches!(mhlw.whys.as_slice(), [Why::Tried])));
    story.clock("0230").say(by("tanaka"), call("mhlw", CallResult::Reached));
    assert_eq!(open(&story), ["vendor-a", "police", "jpcert"]);
    // Who was told stands last, the last one first.
    assert_eq!(names(&story)[3..], ["mhlw", "health-center"]);
}

#[test]
fn a_message_or_a_fax_is_no_telling_unless_somebody_says_so() {
    let mut story = story();
    story.clock("0100").say(by("tanaka"), call("vendor-a", CallResult::Message));
    assert_eq!(row(&story, "vendor-a", |vendor| vendor.again), Some(t("0130")));
    story.clock("0140").say(by("tanaka"), call("vendor-a", CallResult::Fax));
    assert!(open(&story).contains(&"vendor-a".to_owned()));
    let told = CallMade { told: Some(true), ..made("vendor-a", CallResult::Fax) };
    story.clock("0150").say(by("tanaka"), Command::Call(told));
    assert!(!open(&story).contains(&"vendor-a".to_owned()));
    // And who answered but has it not is not told.
    let vain = CallMade { told: Some(false), ..made("police", CallResult::Reached) };
    story.clock("0200").say(by("tanaka"), Command::Call(vain));
    assert!(open(&story).contains(&"police".to_owned()));
}

#[test]
fn what_was_promised_and_asked_stays_until_a_later_call_that_tells() {
    let mut story = story();
    let asked =
        CallMade {
            asked: Some("ログの写し".into()), again: Some(t("0300")), ..made("vendor-a", CallResult::Reached)
        };
    story.clock("0100").say(by("tanaka"), Command::Call(asked));
    row(&story, "vendor-a", |vendor| {
        assert!(vendor.waits(story.now));
        assert_eq!(vendor.whys, [Why::Asked("ログの写し"), Why::Promised(t("0300"))]);
    });
    story.clock("0301");
    assert_eq!(names(&story)[0], "vendor-a", "what was promised comes first");
    story.say(by("tanaka"), call("vendor-a", CallResult::NoAnswer));
    assert_eq!(row(&story, "vendor-a", |vendor| vendor.again), Some(t("0306")));
    let items = open_items(&story.state(), &story.plan);
    let item = items.iter().find(|item| item.what == OpenKind::Call(id("vendor-a"))).unwrap();
    assert_eq!((item.id(), item.due), ("call:vendor-a".to_owned(), Some(t("0306"))));
    assert_eq!(item.title, "vendor-a 求められたこと: ログの写し、まだ伝わっていない(1回かけた)");
    story.clock("0310").say(by("tanaka"), call("vendor-a", CallResult::Reached));
    assert!(!open(&story).contains(&"vendor-a".to_owned()));
    assert!(open_calls(&story.state(), &story.plan).is_empty());
}

#[test]
fn an_attempt_typed_late_counts_by_when_it_was_made() {
    let mut story = story();
    story.clock("0200").say(by("tanaka"), call("mhlw", CallResult::Reached));
    // Typed after the call that told, made before it.
    story.clock("0210").say(by("tanaka").at("0130"), call("mhlw", CallResult::NoAnswer));
    assert!(!open(&story).contains(&"mhlw".to_owned()));
    story.say(by("yamada").whose("tanaka").at("0205"), call("mhlw", CallResult::NoAnswer));
    assert!(open(&story).contains(&"mhlw".to_owned()));
}

#[test]
fn a_withdrawn_telling_tells_nobody() {
    let mut story = story();
    let told = story.clock("0100").say(by("tanaka"), call("vendor-a", CallResult::Reached));
    assert!(!open(&story).contains(&"vendor-a".to_owned()));
    story.say(by("tanaka"), withdraw(told));
    assert_eq!(open(&story)[0], "vendor-a");
}

#[test]
fn an_attempt_for_a_duty_that_does_not_exist_or_was_handed_in_waits_for_nothing() {
    let mut story = story();
    story.plan.duties.push(Duty { needs_submission: true, ..duty("form", &["ppc"], None, DueRule::Early) });
    story.clock("0100").say(by("tanaka"), call("police", CallResult::NoAnswer));
    story.say(by("tanaka"), call("ppc", CallResult::NoAnswer));
    assert!(open(&story).iter().any(|name| name == "police") && open(&story).iter().any(|name| name == "ppc"));
    story.clock("0110").say(by("tanaka"), answer("attack", Answer::No));
    let submitted = DutySubmitted { duty: id("form"), title: "form".into(), way: "フォーム".into(), receipt: None };
    story.say(by("tanaka"), Command::Submit(submitted));
    assert!(!open(&story).iter().any(|name| name == "police" || name == "ppc"), "{:?}", open(&story));
    assert!(open_calls(&story.state(), &story.plan).is_empty());
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    assert!(open(&story).contains(&"police".to_owned()));
}

#[test]
fn what_only_a_submission_meets_is_asked_about_where_there_is_a_telephone() {
    let mut story = story();
    story.plan.duties = vec![Duty { needs_submission: true, ..duty("form", &["ppc"], None, DueRule::Early) }];
    let (state, mut contacts) = (story.state(), contacts());
    let listed = |contacts: &[Contact]| {
        sheet(&state, &story.plan, contacts, story.now).iter().any(|row| row.id.as_str() == "ppc")
    };
    assert!(!listed(&contacts));
    let ppc = contacts.iter_mut().find(|contact| contact.id == id("ppc")).unwrap();
    ppc.phones.push(Phone::new("03-0000-0000"));
    assert!(listed(&contacts));
    sheet(&state, &story.plan, &contacts, story.now)
        .iter()
        .filter(|row| row.id.as_str() == "ppc")
        .for_each(|row| assert_eq!(row.duties(), None, "no call meets it"));
}

#[test]
fn who_was_told_for_a_step_is_not_told_again_and_the_step_after_it_asks_anew() {
    let mut story = Story::attacked();
    assert_eq!(names(&story), ["vendor-a"]);
    story.clock("0100").say(by("tanaka"), call("vendor-a", CallResult::Reached));
    assert!(open(&story).is_empty());
    story.clock("0101").say(by("tanaka"), mark("ransomware:call-vendor", StepMark::Done));
    assert!(open(&story).is_empty());
    story.clock("0400").say(by("tanaka"), marked("ransomware:call-vendor", StepMark::Reopened, "もう一度", Vec::new()));
    assert!(open(&story).is_empty(), "told, and nothing was settled since");
}

#[test]
fn who_stands_in_offers_itself_after_an_attempt_in_vain() {
    let mut story = story();
    story.clock("0100").say(by("tanaka"), call("mhlw", CallResult::NoAnswer));
    assert_eq!(row(&story, "mhlw", |row| row.offered().map(|contact| contact.id.clone())), Some(id("health-center")));
    assert_eq!(row(&story, "health-center", |row| row.offered().cloned()), None, "it was not tried");
    // What its entry names comes before the others of the duty.
    let (state, mut named) = (story.state(), contacts());
    named.iter_mut().find(|contact| contact.id == id("mhlw")).unwrap().alternate = Some(id("ppc"));
    let rows = sheet(&state, &story.plan, &named, story.now);
    let offered = rows.iter().find(|row| row.id == id("mhlw")).and_then(ToCall::offered).map(|contact| &contact.id);
    assert_eq!(offered, Some(&id("ppc")));
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let offered = |story: &Story| row(story, "sato", |row| row.offered().map(|contact| contact.id.clone()));
    assert_eq!(offered(&story), Some(id("staff-suzuki")));
    story.say(by("tanaka"), call("suzuki", CallResult::NoAnswer));
    assert_eq!(offered(&story), None);
}

#[test]
fn a_contact_that_is_on_no_list_any_more_is_still_named() {
    let mut story = story();
    story.plan.duties.push(duty("gone", &["closed-office"], None, DueRule::AtOnce));
    assert!(row(&story, "closed-office", |row| row.contact.is_none() && !row.is_told()));
    story.clock("0100").say(by("tanaka"), call("somebody", CallResult::NoAnswer));
    assert!(row(&story, "somebody", |row| row.name == "somebody" && !row.is_told()));
}
