//! Submissions, agreed dates, decisions and announcements: what their lines say and what they add up to.

use crate::domain::command::Command;
use crate::domain::duty::{Certainty, Due, DueRule, Duty, Start};
use crate::domain::event::*;
use crate::domain::fixture::*;
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::{Confidence, Value};

fn with_a_duty() -> Story {
    let mut story = Story::attacked();
    story.plan.duties.push(Duty {
        id: id("ppc"),
        title: "個人情報保護委員会へ 速報".into(),
        short: None,
        say: None,
        contacts: vec![id("ppc")],
        causes: Vec::new(),
        founder: None,
        when: None,
        from: vec![Start::Noticed],
        due: Due { rule: DueRule::Promptly, certainty: Certainty::Secondary, note: None },
        needs_submission: true,
        optional: false,
        form: None,
        source: Vec::new(),
    });
    story
}

fn text(story: &Story) -> String {
    story.state().entries.last().unwrap().text().to_owned()
}

#[test]
fn a_submission_names_a_known_duty_its_way_and_its_receipt() {
    let mut story = with_a_duty();
    let submit = |duty: &str, way: &str| {
        let (title, receipt) = ("個人情報保護委員会へ 速報".to_owned(), Some("R8-123".to_owned()));
        Command::Submit(DutySubmitted { duty: id(duty), title, way: way.into(), receipt })
    };
    assert!(matches!(
        story.refusal(by("tanaka"), submit("ppd", "フォーム")),
        Refusal::NotFound { what: What::Duty, near, .. } if near == ["ppc"]
    ));
    assert_eq!(story.refusal(by("tanaka"), submit("ppc", " ")), Refusal::EmptyText);
    story.say(by("tanaka").whose("sato"), submit("ppc", "フォーム"));
    assert_eq!(text(&story), "提出した: 個人情報保護委員会へ 速報 方法: フォーム 受付番号: R8-123");
    let state = story.state();
    assert_eq!(state.submissions[0].actor.as_ref().unwrap().name, listed("sato").name);
}

#[test]
fn the_last_agreed_date_holds() {
    let mut story = with_a_duty();
    let agree = |due| Command::Agree(DutyAgreed { duty: id("ppc"), title: "速報".into(), due });
    story.say(by("tanaka"), agree(Some(t("23 1700"))));
    assert_eq!(text(&story), "期限を打ち合わせた: 速報 2026-11-23 17:00まで");
    story.say(by("tanaka"), agree(None));
    assert_eq!(story.state().agreed[&id("ppc")].due, None);
}

#[test]
fn an_attempt_says_what_the_other_side_gave_and_asked() {
    let mut story = with_a_duty();
    let made = CallMade {
        spoke_to: Some("田中".into()),
        told: Some(false),
        number: Some("03-0000-0000".into()),
        reference: Some("77".into()),
        asked: Some("患者数".into()),
        again: Some(t("0300")),
        ..CallMade::new(id("ppc"), "委員会".into(), CallResult::Reached)
    };
    story.say(by("tanaka"), Command::Call(made));
    assert_eq!(
        text(&story),
        "委員会へ連絡: 出た〔まだ伝わっていない〕 相手: 田中 番号: 03-0000-0000 受付番号: 77。求められたこと: 患者数。\
         次にかける: 2026-11-22 03:00"
    );
    assert!(!story.state().calls[0].made.is_told());
}

#[test]
fn a_decision_sets_its_facts() {
    let mut story = Story::attacked();
    let facts = vec![FactValue { fact: id("patients"), value: Value::Count(12), confidence: Confidence::Confirmed }];
    let decided = |decision: &str| {
        let (topic, title, facts) = (id("outpatient"), "明日の外来".to_owned(), facts.clone());
        Command::Decide(DecisionMade { topic, title, decision: decision.into(), facts })
    };
    assert_eq!(story.refusal(by("tanaka"), decided("")), Refusal::EmptyText);
    story.say(by("tanaka").whose("sato"), decided("12人まで"));
    assert_eq!(text(&story), "決定: 明日の外来 12人まで");
    assert_eq!(story.state().fact("patients").unwrap().value, Value::Count(12));
}

#[test]
fn an_announcement_keeps_its_words() {
    let mut story = Story::attacked();
    let (template, title) = (id("door"), "玄関掲示".to_owned());
    let body = "受付に時間がかかります。".to_owned();
    story.say(by("tanaka"), Command::Announce(AnnouncementMade { template, title, body, cautions: Vec::new() }));
    assert_eq!(text(&story), "周知 (玄関掲示): 受付に時間がかかります。");
    assert_eq!(story.state().announcements.len(), 1);
}
