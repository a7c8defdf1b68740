use super::*;
use crate::domain::command::Command;
use crate::domain::event::FactValue;
use crate::domain::fixture::{Story, answer, by, declare, id, set, t as at, value};

fn template(to: Audience, body: &str) -> Announcement {
    Announcement { id: id("a"), title: "放送".into(), to, body: body.into(), hint: None, source: Vec::new() }
}

fn filled(story: &Story, to: Audience, body: &str) -> Filled {
    fill(&template(to, body), &story.state(), &story.plan, story.now).unwrap()
}

#[test]
fn what_is_known_stands_in_it_and_the_rest_is_unknown_and_listed() {
    let mut story = Story::attacked();
    let body = "{{ facility }} {{ cut_time }} {{ patients }} {{ level }} {{ noticed }} {{ nothing_such }}";
    let text = filled(&story, Audience::Hospital, body);
    assert_eq!(text.body, "見本クリニック まだ不明 まだ不明 宣言なし 0時30分 まだ不明");
    assert_eq!(text.unknown, ["nothing-such", "患者数", "遮断した時刻"]);
    story.say(by("tanaka"), set("cut-time", Value::from(at("0045"))));
    let about = FactValue { confidence: Confidence::Estimated, ..value("patients", Value::Count(32)) };
    story.say(by("tanaka"), Command::SetFacts { facts: vec![about] });
    story.say(by("sato"), declare(2));
    let text = filled(&story, Audience::Door, body);
    assert_eq!(text.body, "見本クリニック 11月22日 0時45分 32人(未確認) 2 一部停止 11月22日 0時30分 まだ不明");
    assert_eq!((text.unknown.len(), text.unsure), (1, vec!["患者数".to_owned()]));
}

#[test]
fn a_condition_holds_for_what_is_known_and_not_denied() {
    let mut story = Story::attacked();
    let body = "{% if attack %}疑い{% else %}不具合{% endif %}{% if patients %} {{ patients }}{% endif %}";
    assert_eq!(filled(&story, Audience::Web, body).body, "不具合");
    assert!(
        filled(&story, Audience::Web, body).unknown.is_empty(),
        "what does not stand in the text is not missing in it"
    );
    story.say(by("tanaka"), answer("attack", Answer::No));
    assert_eq!(filled(&story, Audience::Web, body).body, "不具合");
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    story.say(by("tanaka"), set("patients", Value::Count(0)));
    assert_eq!(filled(&story, Audience::Web, body).body, "疑い 0人");
}

#[test]
fn a_drill_says_so_at_both_ends_and_a_text_without_it_is_doubted() {
    let story = Story::drill();
    let text = filled(&story, Audience::Hospital, "お知らせします");
    assert_eq!(text.body, "訓練、訓練。これは訓練です。\nお知らせします\n訓練、訓練。これは訓練です。");
    assert!(filled(&story, Audience::Door, "x").body.starts_with("【訓練】"));
    let state = story.state();
    assert!(doubts(&text.body, &state, &story.plan).is_empty());
    let doubted = doubts("お知らせします", &state, &story.plan);
    assert!(doubted.len() == 1 && doubted[0].line().contains("訓練"), "{doubted:?}");
    assert!(doubts("お知らせします", &Story::attacked().state(), &story.plan).is_empty());
}

#[test]
fn what_was_typed_is_no_template_and_no_control_gets_through() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), set("remark", Value::Text("{{ facility }}\u{1b}[2J\u{202e}{% for %}".into())));
    let text = filled(&story, Audience::Web, "{{ remark }}").body;
    assert!(text.starts_with("{{ facility }}") && !text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
}

#[test]
fn a_template_that_would_never_end_or_reaches_out_is_refused() {
    let story = Story::attacked();
    for body in [
        "{% for a in range(9) %}x{% endfor %}",
        "{% include 'facility.toml' %}",
        "{% for a in 'ab' %}{% for b in 'ab' %}{{ nothing() }}{% endfor %}{% endfor %}",
        "{{ facility.secret() }}",
    ] {
        assert!(fill(&template(Audience::Web, body), &story.state(), &story.plan, story.now).is_err(), "{body}");
    }
}
