//! What a mail says before a person has touched it.

use crate::domain::command::Command;
use crate::domain::event::FactValue;
use crate::domain::facility::Lang;
use crate::domain::fixture::*;
use crate::domain::letter::{body, footer, subject};
use crate::domain::value::{Answer, Confidence, Value};

#[test]
fn it_says_what_is_known_how_surely_and_what_is_not() {
    let mut story = Story::attacked();
    let plan = plan();
    story.say(by("tanaka"), set("patients", Value::Unknown));
    let state = story.state();
    let text = body(&state, &plan, None, Some(&listed("tanaka")), Lang::Ja);
    let title = plan.fact_title("patients");
    assert!(text.contains("まだ不明なこと") && text.contains(&format!("- {title}")), "{text}");
    assert!(!text.contains("今わかっていること"), "nothing is known yet: {text}");
    assert!(text.contains(&listed("tanaka").name), "{text}");
    // What nobody has confirmed is not called an attack.
    assert!(!subject(&state, &plan, Lang::Ja).contains("攻撃"));
    assert!(!text.contains("攻撃") || state.opening.as_ref().unwrap().text.contains("攻撃"), "{text}");
    for lang in [Lang::Ja, Lang::En] {
        assert!(footer(&plan, &id(INCIDENT), &[], lang).contains(INCIDENT));
    }
}

#[test]
fn hearsay_is_said_to_be_hearsay_and_answers_of_criteria_stay_in_the_house() {
    let mut story = Story::attacked();
    let plan = plan();
    let heard = FactValue { confidence: Confidence::Hearsay, ..value("remark", Value::Text("端末3台".into())) };
    story.say(by("tanaka"), Command::SetFacts { facts: vec![heard] });
    let criterion = plan.runbooks.iter().find_map(|runbook| runbook.criteria.first()).unwrap();
    story.say(by("tanaka"), answer(criterion.id.as_str(), Answer::Yes));
    let text = body(&story.state(), &plan, None, None, Lang::Ja);
    assert!(text.contains("端末3台 [伝聞]"), "{text}");
    assert!(!text.contains(&criterion.ask), "{text}");
}
