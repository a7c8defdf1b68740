//! What the first screen lists, and in which order.

use crate::domain::attention::{Attention, Pressing, attention};
use crate::domain::command::{Assignment, Command};
use crate::domain::condition::{Atom, Condition};
use crate::domain::duty::{Certainty, ClosedRule, Due, DueRule, Duty, Start};
use crate::domain::event::{CallResult, DutySubmitted, StepMark};
use crate::domain::fixture::*;
use crate::domain::open_items::open_items;
use crate::domain::value::Answer;

fn list(story: &Story) -> Vec<Attention> {
    attention(&story.state(), &story.plan, story.now)
}

/// The items in short: kind, title, due time, `!` where it has passed.
fn short(story: &Story) -> Vec<String> {
    let due = |item: &Attention| item.due.map(|due| due.format(" %H:%M").to_string()).unwrap_or_default();
    let late = |item: &Attention| if item.is_overdue { "!" } else { "" };
    let kind = |item: &Attention| match &item.kind {
        Pressing::OverdueStep(key) => format!("overdue {key}"),
        Pressing::FailedStep(key) => format!("failed {key}"),
        Pressing::Declaration(_) => "declared".to_owned(),
        Pressing::Order { owner, .. } => format!("order {owner} {}", item.title),
        Pressing::Taken(count) => format!("taken {count}"),
        Pressing::Return(count) => format!("return {count}"),
        Pressing::Calls(count) => format!("calls {count}"),
        Pressing::Mails(count) => format!("mails {count}"),
        Pressing::Duty(duty) => format!("duty {duty}"),
        Pressing::PerhapsDuties { count } => format!("perhaps {count}"),
        Pressing::LaterStep(key) => format!("later {key}"),
        Pressing::Unconfirmed { count, .. } => format!("unconfirmed {} {count}", item.title),
    };
    list(story).iter().map(|item| format!("{}{}{}", kind(item), due(item), late(item))).collect()
}

fn order_due(text: &str, owner: &str, due: &str) -> Command {
    Command::Order { text: text.into(), owner: id(owner), due: Some(t(due)) }
}

fn stand_down() -> Command {
    Command::StandDown {
        takers: Vec::new(),
        otherwise: Assignment { item: String::new(), taker: None, until: None, reason: None },
    }
}

#[test]
fn nothing_presses_while_everything_is_in_time() {
    let story = Story::attacked();
    assert_eq!(short(&story), [""; 0]);
}

#[test]
fn overdue_first_then_failed_awaiting_ordered_put_off_and_unconfirmed() {
    let mut story = Story::attacked();
    story.say(by("yamada").whose("tanaka"), note("停電"));
    story.say(by("yamada").whose("tanaka"), note("復電"));
    story.say(nobody(), note("誰かが入力"));
    story.say(by("tanaka"), mark("ransomware:headquarters", StepMark::Later));
    story.say(by("tanaka"), order("見回り", "nurse"));
    story.say(by("tanaka"), order_due("点検", "it", "0200"));
    story.say(by("tanaka"), order_due("集計", "clerk", "0110"));
    story.say(by("tanaka"), order_due("貼り紙", "clerk", "0036"));
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    story.say(by("tanaka"), provisional(2));
    story.say(by("tanaka"), marked("ransomware:police", StepMark::Failed, "番号が不明", Vec::new()));
    story.clock("0050");
    assert_eq!(
        short(&story),
        [
            "order clerk 貼り紙 00:36!",
            "overdue ransomware:cut 00:40!",
            "overdue ransomware:monitors/ward 00:45!",
            "overdue ransomware:monitors/reception 00:45!",
            "failed ransomware:police",
            "declared",
            "order clerk 集計 01:10",
            "order it 点検 02:00",
            "order nurse 見回り",
            "calls 1 00:35",
            "unconfirmed 田中 幸 2",
            "unconfirmed  1",
        ]
    );
}

#[test]
fn a_step_put_off_comes_back_when_its_guide_time_has_come() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
    assert_eq!(short(&story), [""; 0], "there is time until 00:40");
    story.clock("0040");
    assert_eq!(short(&story), ["later ransomware:cut 00:40"]);
    story.clock("0041");
    assert_eq!(short(&story), ["later ransomware:cut 00:40!"], "once, and not as an untouched step too");
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Done));
    assert_eq!(short(&story), [""; 0]);
}

#[test]
fn a_step_put_off_without_a_guide_time_is_not_forgotten() {
    let mut story = Story::attacked();
    story.say(by("tanaka"), mark("ransomware:keep-power", StepMark::Later));
    assert_eq!(short(&story), ["later ransomware:keep-power"]);
}

#[test]
fn a_repeat_presses_again_when_it_is_due_again() {
    let mut story = Story::attacked();
    for step in ["ransomware:cut", "ransomware:monitors/ward", "ransomware:monitors/reception"] {
        story.say(by("tanaka").at("0030"), mark(step, StepMark::Done));
    }
    for step in ["ransomware:call-vendor", "ransomware:report-in/ward", "ransomware:report-in/reception"] {
        story.say(by("tanaka"), mark(step, StepMark::Done));
    }
    story.clock("0055").say(by("tanaka"), mark("ransomware:count", StepMark::Done));
    story.clock("0255");
    assert_eq!(short(&story), [""; 0]);
    story.clock("0300");
    assert_eq!(short(&story), ["overdue ransomware:count@2 02:55!"]);
}

#[test]
fn items_point_at_their_line_or_person() {
    let mut story = Story::attacked();
    let given = story.say(by("tanaka"), order("点検", "it"));
    story.say(by("tanaka"), call("sato", CallResult::NoAnswer));
    let declared = story.say(by("tanaka"), provisional(1));
    story.say(by("yamada").whose("tanaka"), note("停電"));
    let kinds: Vec<Pressing> = list(&story).into_iter().map(|item| item.kind).collect();
    let theirs = Pressing::Unconfirmed { person: Some(listed("tanaka")), count: 1 };
    assert_eq!(
        kinds,
        [Pressing::Declaration(declared), Pressing::Order { line: given, owner: id("it") }, Pressing::Calls(1), theirs]
    );
    story.say(by("sato"), confirm(declared));
    story.say(by("tanaka"), Command::OrderDone { order: given, result: None });
    story.say(by("tanaka"), Command::ConfirmAllOf { person: listed("tanaka") });
    // 佐藤 has confirmed the declaration, and nobody has reached him by telephone: that stays.
    assert_eq!(short(&story), ["calls 1 00:35"]);
}

#[test]
fn who_has_most_to_confirm_comes_first() {
    let mut story = Story::attacked();
    story.say(by("yamada").whose("tanaka"), note("一"));
    story.say(by("yamada").whose_stranger("高橋 実"), note("二"));
    story.say(by("yamada").whose_stranger("高橋実"), note("三"));
    assert_eq!(short(&story), ["unconfirmed 高橋 実 2", "unconfirmed 田中 幸 1"]);
}

#[test]
fn guide_times_end_with_the_emergency_and_a_closed_incident_waits_only_for_confirmations() {
    let mut story = Story::attacked();
    story.say(by("yamada").whose("tanaka"), note("停電"));
    story.say(by("tanaka"), order_due("点検", "it", "0100"));
    story.say(by("tanaka"), mark("ransomware:cut", StepMark::Later));
    story.say(by("tanaka"), marked("ransomware:police", StepMark::Failed, "番号が不明", Vec::new()));
    story.clock("0500").say(by("sato"), stand_down());
    assert_eq!(
        short(&story),
        [
            "order it 点検 01:00!",
            "failed ransomware:police",
            "return 13",
            "later ransomware:cut",
            "unconfirmed 田中 幸 1"
        ]
    );
    story.say(by("sato"), Command::Close);
    assert_eq!(short(&story), ["unconfirmed 田中 幸 1"]);
}

fn duty(name: &str, when: Option<&str>, rule: DueRule) -> Duty {
    Duty {
        id: id(name),
        title: format!("{name}へ"),
        short: None,
        say: None,
        contacts: vec![id(name)],
        causes: Vec::new(),
        founder: None,
        when: when.map(|when| Condition::Atom(Atom::parse(when).unwrap())),
        from: vec![Start::Noticed],
        due: Due { rule, certainty: Certainty::Confirmed, note: None },
        needs_submission: false,
        optional: false,
        form: None,
        source: Vec::new(),
    }
}

fn days(days: u16) -> DueRule {
    DueRule::Days { first: None, days, count_first_day: false, closed: ClosedRule::AsIs }
}

/// One duty for each way to be due; two rest on answers.
fn with_duties() -> Story {
    let mut story = Story::attacked();
    story.plan.duties = vec![
        duty("commission", None, days(1)),
        duty("ministry", Some("attack"), DueRule::Promptly),
        duty("vendor", None, DueRule::AtOnce),
        duty("police", Some("harm"), DueRule::Early),
        Duty { optional: true, ..duty("ipa", None, DueRule::AtOnce) },
    ];
    story
}

#[test]
fn duties_press_in_their_own_order_and_unsettled_ones_are_counted() {
    let mut story = with_duties();
    assert_eq!(short(&story), ["duty vendor", "duty commission 23:59", "perhaps 2"]);
    story.say(by("tanaka"), answer("attack", Answer::Yes));
    story.say(by("tanaka"), answer("harm", Answer::No));
    assert_eq!(short(&story), ["duty vendor", "duty ministry", "duty commission 23:59"]);
    story.say(by("tanaka"), call("vendor", CallResult::NoAnswer));
    story.say(by("tanaka"), call("ministry", CallResult::Reached));
    assert_eq!(
        short(&story),
        ["duty vendor", "duty commission 23:59", "calls 1 00:35"],
        "an attempt that nobody took meets nothing"
    );
    let is_duty = |text: &String| text.starts_with("duty");
    let duties = |story: &Story| short(story).into_iter().filter(is_duty).collect::<Vec<_>>();
    story.clock("24 0000");
    assert_eq!(short(&story).first().map(String::as_str), Some("overdue ransomware:cut 00:40!"));
    assert_eq!(duties(&story), ["duty commission 23:59!", "duty vendor"], "what is over comes before what is not");
    story.say(
        by("tanaka"),
        Command::Submit(DutySubmitted {
            duty: id("commission"),
            title: "速報".into(),
            way: "フォーム".into(),
            receipt: None,
        }),
    );
    assert_eq!(duties(&story), ["duty vendor"]);
}

#[test]
fn duties_are_open_items_with_their_names_and_optional_ones_are_not() {
    let story = with_duties();
    let items = open_items(&story.state(), &story.plan);
    let duties: Vec<_> = items.iter().filter(|item| item.id().starts_with("duty:")).collect();
    let ids: Vec<String> = duties.iter().map(|item| item.id()).collect();
    assert_eq!(ids, ["duty:vendor", "duty:commission", "duty:ministry", "duty:police"]);
    let due: Vec<_> = duties.iter().map(|item| item.due.map(|due| due.format("%d %H:%M").to_string())).collect();
    // Words are no date, and a date that would only hold if the duty existed is none either.
    assert_eq!(due, [None, Some("23 23:59".to_owned()), None, None]);
}

#[test]
fn duties_still_press_after_the_stand_down() {
    let mut story = with_duties();
    let otherwise = Assignment { item: String::new(), taker: None, until: None, reason: None };
    story.say(by("sato").agreed(), Command::StandDown { takers: Vec::new(), otherwise });
    let pressing = short(&story);
    assert!(pressing.contains(&"duty vendor".to_owned()), "{pressing:?}");
    story.clock("24 0000");
    assert!(short(&story).contains(&"duty commission 23:59!".to_owned()));
}
