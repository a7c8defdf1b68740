use super::*;
use crate::domain::announcement::ToDecide;
use crate::domain::command::{Command, MailResult};
use crate::domain::duty::{Certainty, Due, DueRule, Duty, Start};
use crate::domain::event::{Addressee, CallResult, DecisionMade, DutySubmitted, FactValue, MailOutcome, MailQueued};
use crate::domain::fixture::{Story, answer, by, call, declare, id, listed, nobody, provisional, set, t, value};
use crate::domain::runbook::{Criterion, FactDef};
use crate::domain::value::{Answer, Confidence, Value, ValueType};

/// The clinic of the tests with the facts of the shipped dictionary that are said.
fn story(mut story: Story) -> Story {
    let fact = |name: &str, value, unit: Option<&str>| FactDef {
        id: id(name),
        title: name.into(),
        ask: None,
        value,
        unit: unit.map(Into::into),
        choices: vec![(id("limited"), "当直医が認めたものだけ".into())],
        ahead: false,
    };
    story.plan.facts.extend([
        fact("patients-in-house", ValueType::Count, Some("人")),
        fact("ventilator-count", ValueType::Count, Some("人")),
        fact("affected-systems", ValueType::List, None),
        fact("cut-outside-time", ValueType::Time, None),
        fact("attack-confirmed", ValueType::Answer, None),
        fact("emergency-policy", ValueType::Choice, None),
        fact("next-meeting", ValueType::Time, None),
    ]);
    let criterion = |name: &str| Criterion { id: id(name), ask: name.into(), help: None, source: Vec::new() };
    story.plan.runbooks[0].criteria.extend([criterion("vital-care-hit"), criterion("notice-t1-attack")]);
    let decide = |name: &str, title: &str, fact: Option<&str>| ToDecide {
        id: id(name),
        title: title.into(),
        ask: "どうしますか".into(),
        fact: fact.map(id),
    };
    story.plan.decisions = vec![
        decide("declaration", "宣言", None),
        decide("emergency", "救急", Some("emergency-policy")),
        decide("next-meeting", "次の会議", Some("next-meeting")),
    ];
    story
}

fn said(story: &Story) -> String {
    let parts = briefing(&story.state(), &story.plan, Some(&listed("tanaka")), story.now, Lang::Ja);
    parts.into_iter().map(|part| part.text).collect()
}

#[test]
fn what_nobody_wrote_down_is_unknown_and_a_runbook_is_no_finding() {
    let story = story(Story::attacked());
    assert_eq!(
        said(&story),
        "見本クリニックの田中 幸です。00:30に「プリンタが英文を印字」と気付きました。何が使えないかは、まだ不明です。\
         攻撃かどうかは、まだ不明です。患者の数は、まだ不明です。命にかかわる診療への影響は、まだ不明です。\
         バックアップの線と外部の回線は、切った記録がありません。外へは、まだ知らせた記録がありません。\
         決めてほしいのは、宣言、救急、次の会議です。"
    );
}

#[test]
fn what_is_known_is_said_as_surely_as_it_is_known() {
    let mut story = story(Story::attacked());
    story.say(by("tanaka"), set("patients-in-house", Value::Count(32)));
    let about = FactValue { confidence: Confidence::Estimated, ..value("ventilator-count", Value::Count(3)) };
    story.say(by("tanaka"), Command::SetFacts { facts: vec![about] });
    story.say(by("tanaka"), set("cut-time", Value::from(t("0045"))));
    story.say(by("tanaka"), answer("vital-care-hit", Answer::No));
    story.say(by("tanaka"), call("vendor-a", CallResult::NoAnswer));
    story.say(by("tanaka"), call("vendor-a", CallResult::Reached));
    story.say(by("tanaka"), call("police", CallResult::Busy));
    let text = said(&story);
    for wanted in [
        "患者は、院内に32人、人工呼吸器3人(推定)です。",
        "影響は、いまはありません。",
        "バックアップの線を00:45に切りました。外部の回線は、切った記録がありません。",
        "知らせた先は、vendor-aです。policeには、まだ伝わっていません。",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
}

#[test]
fn a_suspicion_stays_one_until_it_is_confirmed() {
    let mut story = story(Story::attacked());
    story.say(by("tanaka"), answer("notice-t1-attack", Answer::Yes));
    assert!(said(&story).contains("攻撃の疑いがあります。"));
    let heard = Command::Answer { criterion: id("attack"), answer: Answer::Yes, confidence: Confidence::Confirmed };
    story.say(by("tanaka"), heard);
    assert!(!said(&story).contains("確かめました"), "another question's yes confirms nothing");
    let given = |confidence| FactValue { confidence, ..value("attack-confirmed", Value::Answer(Answer::Yes)) };
    story.say(by("tanaka"), Command::SetFacts { facts: vec![given(Confidence::Hearsay)] });
    assert!(said(&story).contains("まだ確かめていません") && !said(&story).contains("確かめました"));
    story.say(by("tanaka"), Command::SetFacts { facts: vec![given(Confidence::Confirmed)] });
    assert!(said(&story).contains("サイバー攻撃と確かめました。"));
}

#[test]
fn a_minute_is_enough_whatever_is_recorded() {
    let mut story = story(Story::drill());
    story.say(by("tanaka"), crate::domain::fixture::add("ransomware"));
    let long = vec!["電子カルテのとても長い名前の部門システム".to_owned(); 9];
    story.say(by("tanaka"), set("affected-systems", Value::List(long)));
    for number in 0..9 {
        story.say(by("tanaka"), call(&format!("a-contact-with-a-long-name-{number}"), CallResult::Reached));
        story.say(by("tanaka"), call(&format!("another-contact-long-name-{number}"), CallResult::Busy));
    }
    story.say(by("sato"), declare(3));
    let text = said(&story);
    assert!(text.chars().count() <= 300, "{} {text}", text.chars().count());
    assert!(text.starts_with("訓練です。"), "{text}");
    assert!(text.contains("決めてほしいのは、救急、次の会議です。"), "{text}");
    let parts = briefing(&story.state(), &story.plan, None, story.now, Lang::En);
    assert!(parts.first().unwrap().text.starts_with("This is an exercise."), "{parts:?}");
    assert!(parts.iter().map(|part| part.text.chars().count()).sum::<usize>() <= 900);
}

#[test]
fn a_decision_by_telephone_or_by_a_step_settles_its_topic() {
    let mut story = story(Story::attacked());
    let state = |story: &Story| -> Vec<Option<String>> {
        let (incident, plan) = (story.state(), story.plan.clone());
        topics(&incident, &plan).into_iter().map(|topic| topic.settled.map(|settled| settled.words)).collect()
    };
    assert_eq!(state(&story), [None, None, None]);
    story.say(by("tanaka"), set("next-meeting", Value::Unknown));
    let decided = DecisionMade {
        topic: id("emergency"),
        title: "救急".into(),
        decision: "重症だけ受ける".into(),
        facts: vec![value("emergency-policy", Value::Choice("limited".into()))],
    };
    let line = story.say(by("tanaka").whose("sato"), Command::Decide(decided));
    assert_eq!(state(&story), [None, Some("重症だけ受ける".into()), None], "不明 decides nothing");
    story.say(by("tanaka"), set("emergency-policy", Value::Choice("limited".into())));
    assert_eq!(state(&story)[1].as_deref(), Some("当直医が認めたものだけ"), "the last one holds");
    story.say(by("tanaka"), crate::domain::fixture::withdraw(line));
    story.say(by("sato"), declare(2));
    assert!(state(&story)[0].as_deref().unwrap().starts_with("2 "));
    // A 仮宣言 is still to be decided.
    let mut other = self::story(Story::attacked());
    other.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    other.say(by("tanaka"), provisional(2));
    assert!(said(&other).contains("仮に宣言しています。決めてほしいのは、宣言、"), "{}", said(&other));
}

#[test]
fn a_topic_is_found_by_what_people_type() {
    let story = story(Story::attacked());
    assert_eq!(topic(&story.plan, "会議").unwrap().id, id("next-meeting"), "a part that only one has");
    for typed in ["emergency", "救急", "emergency-policy"] {
        assert_eq!(topic(&story.plan, typed).unwrap().id, id("emergency"));
    }
    assert!(topic(&story.plan, "").is_err());
    let refusal = topic(&story.plan, "emergancy").unwrap_err();
    let crate::domain::refusal::Refusal::NotFound { near, .. } = refusal else { panic!("{refusal:?}") };
    assert_eq!(near, ["emergency"]);
}

#[test]
fn what_was_handed_in_and_mailed_is_told_beside_the_calls() {
    let mut story = story(Story::attacked());
    story.plan.duties.push(duty());
    let title = "個人情報保護委員会へ 速報".to_owned();
    let submitted = DutySubmitted { duty: id("ppc-prompt"), title, way: "ウェブ".into(), receipt: None };
    story.say(by("tanaka"), Command::Submit(submitted));
    assert!(said(&story).contains("提出したのは、PPC速報です。"), "{}", said(&story));
    let to = vec![Addressee { name: Some("A社".into()), address: "a@example.jp".into() }];
    let mail = story.say(
        by("tanaka"),
        Command::QueueMail(MailQueued {
            message_id: "1@example.jp".into(),
            subject: "障害".into(),
            to,
            contact: None,
            duties: Vec::new(),
            message: "Subject: x\r\n\r\nx\r\n".into(),
        }),
    );
    assert!(!said(&story).contains("メール"), "what only waits was not sent: {}", said(&story));
    story.say(nobody(), Command::TryMail(mail));
    story.say(nobody(), Command::MailBecame(MailResult::Sent(MailOutcome { mail, answer: "250".into() })));
    assert!(said(&story).contains("A社には、メールを送りました。"), "{}", said(&story));
}

fn duty() -> Duty {
    Duty {
        id: id("ppc-prompt"),
        title: "個人情報保護委員会へ 速報".into(),
        short: Some("PPC速報".into()),
        say: None,
        contacts: Vec::new(),
        causes: Vec::new(),
        founder: None,
        when: None,
        from: vec![Start::Noticed],
        due: Due { rule: DueRule::AtOnce, certainty: Certainty::Secondary, note: None },
        needs_submission: true,
        optional: false,
        form: None,
        source: Vec::new(),
    }
}
