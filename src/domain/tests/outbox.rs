//! The outbox: what may be done with a mail, and what the record says of it.

use chrono::TimeDelta;

use crate::domain::attention::{Pressing, attention};
use crate::domain::command::{Command, MailResult};
use crate::domain::event::{Addressee, MailFailed, MailOutcome, MailQueued};
use crate::domain::fixture::*;
use crate::domain::hash::Hash;
use crate::domain::open_items::{OpenKind, open_items};
use crate::domain::outbox::{MailState, MailStep};
use crate::domain::refusal::Refusal;

pub(super) fn queued(address: &str) -> MailQueued {
    MailQueued {
        message_id: "1@mihon.example.jp".into(),
        subject: "障害のお知らせ".into(),
        to: vec![Addressee { name: Some("A社".into()), address: address.into() }],
        contact: None,
        duties: Vec::new(),
        message: "Subject: x\r\n\r\nx\r\n".into(),
    }
}

fn queue(address: &str) -> Command {
    Command::QueueMail(queued(address))
}

fn outcome(mail: Hash) -> MailOutcome {
    MailOutcome { mail, answer: "250 Ok".into() }
}

fn failed(mail: Hash, again: bool) -> Command {
    Command::MailBecame(MailResult::Failed(MailFailed { mail, answer: "450".into(), again }))
}

fn state(story: &Story) -> MailState {
    story.state().mails[0].state(story.now)
}

#[test]
fn a_mail_is_handed_over_once_and_only_while_it_waits() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    assert_eq!(state(&story), MailState::Waiting);
    let sent = Command::MailBecame(MailResult::Sent(outcome(mail)));
    let refused = |state| Refusal::MailNotWaiting { state };
    assert_eq!(story.refusal(nobody(), sent.clone()), refused(MailState::Waiting), "what nobody handed over");
    story.say(nobody(), Command::TryMail(mail));
    assert_eq!(story.refusal(nobody(), Command::TryMail(mail)), refused(MailState::Trying), "another program");
    story.say(nobody(), sent);
    assert_eq!(state(&story), MailState::Sent);
    for command in [Command::TryMail(mail), Command::RequeueMail(mail), failed(mail, true)] {
        assert_eq!(story.refusal(by("tanaka"), command), refused(MailState::Sent));
    }
}

#[test]
fn what_hangs_has_an_unknown_result_and_waits_for_a_person() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    story.say(nobody(), Command::TryMail(mail));
    story.now += TimeDelta::minutes(14);
    assert_eq!(state(&story), MailState::Trying);
    story.now += TimeDelta::minutes(2);
    assert_eq!(state(&story), MailState::Unknown);
    assert_eq!(story.refusal(nobody(), Command::TryMail(mail)), Refusal::MailNotWaiting { state: MailState::Unknown });
    // A clock that was set back does not make it young again.
    story.now -= TimeDelta::hours(3);
    assert_eq!(state(&story), MailState::Unknown);
    story.now += TimeDelta::hours(4);
    story.say(by("tanaka"), Command::RequeueMail(mail));
    assert_eq!(state(&story), MailState::Waiting);
}

#[test]
fn what_failed_for_a_while_waits_and_what_failed_for_good_needs_a_person() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    story.say(nobody(), failed(mail, true));
    assert_eq!((state(&story), story.state().mails[0].failures()), (MailState::Waiting, 1));
    story.say(nobody(), failed(mail, false));
    assert_eq!(state(&story), MailState::Failed);
    story.say(by("tanaka"), Command::RequeueMail(mail));
    let state = story.state();
    assert_eq!((state.mails[0].failures(), state.mails[0].tries[2].what), (0, MailStep::Requeued));
    // Lines that the program wrote in nobody's name wait for nobody.
    assert_eq!(state.unconfirmed().count(), 0);
}

#[test]
fn a_withdrawn_mail_is_not_sent() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    story.say(by("tanaka"), withdraw(mail));
    assert!(story.state().mails.is_empty());
    assert!(matches!(story.refusal(nobody(), Command::TryMail(mail)), Refusal::NotFound { .. }));
}

#[test]
fn a_drills_mail_names_no_real_address_and_is_never_handed_over() {
    let mut story = Story::drill();
    assert!(matches!(story.refusal(by("tanaka"), queue("a@example.jp")), Refusal::RealAddressInDrill { .. }));
    let mail = story.say(by("tanaka"), queue("a@drill.invalid"));
    assert_eq!(story.refusal(nobody(), Command::TryMail(mail)), Refusal::DrillMail);
}

#[test]
fn a_line_break_in_a_name_subject_or_address_is_refused() {
    let mut story = Story::attacked();
    let mut named = queued("a@example.jp");
    named.to[0].name = Some("A社\r\nBcc: x@example.jp".into());
    let mut headed = queued("a@example.jp");
    headed.subject = "件名\n続き".into();
    for bad in [named, headed, queued("a@example.jp\n"), queued("nobody"), MailQueued { to: Vec::new(), ..queued("") }]
    {
        assert!(matches!(story.refusal(by("tanaka"), Command::QueueMail(bad)), Refusal::BadAddress { .. }));
    }
}

fn goes_out_in(story: &Story) -> Option<TimeDelta> {
    story.state().mails[0].goes_out_at(story.now).map(|at| at - story.now)
}

#[test]
fn the_pauses_grow_and_begin_anew_when_a_person_has_it_sent_again() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    assert_eq!(goes_out_in(&story), Some(TimeDelta::zero()));
    for pause in [1, 2, 5, 15, 30, 60, 60, 60] {
        story.say(nobody(), failed(mail, true));
        assert_eq!(goes_out_in(&story), Some(TimeDelta::minutes(pause)));
        story.now += TimeDelta::minutes(pause);
        assert_eq!(goes_out_in(&story), Some(TimeDelta::zero()));
    }
    story.say(nobody(), failed(mail, false));
    assert_eq!(goes_out_in(&story), None, "for good: it waits for a person");
    story.say(by("tanaka"), Command::RequeueMail(mail));
    assert_eq!(goes_out_in(&story), Some(TimeDelta::zero()));
    story.say(nobody(), failed(mail, true));
    assert_eq!(goes_out_in(&story), Some(TimeDelta::minutes(1)));
}

#[test]
fn a_clock_that_is_set_back_holds_no_mail_up_and_sends_none_twice() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    for _ in 0..7 {
        story.say(nobody(), failed(mail, true));
    }
    story.now -= TimeDelta::hours(9);
    assert_eq!(goes_out_in(&story), Some(TimeDelta::zero()), "not in ten hours");
    story.say(nobody(), Command::TryMail(mail));
    assert_eq!(goes_out_in(&story), None, "it is being handed over");
    story.say(nobody(), failed(mail, true));
    assert_eq!(goes_out_in(&story), Some(TimeDelta::hours(1)), "counted from the new time");
    story.say(nobody(), Command::TryMail(mail));
    story.say(nobody(), Command::MailBecame(MailResult::Sent(outcome(mail))));
    for hours in [-24, 0, 24] {
        story.now += TimeDelta::hours(hours);
        assert_eq!((goes_out_in(&story), state(&story)), (None, MailState::Sent));
    }
}

#[test]
fn what_has_left_or_may_have_is_not_called_back() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    story.say(nobody(), Command::TryMail(mail));
    assert_eq!(story.refusal(by("tanaka"), withdraw(mail)), Refusal::MailNotWaiting { state: MailState::Trying });
    let sent = story.say(nobody(), Command::MailBecame(MailResult::Sent(outcome(mail))));
    assert_eq!(story.refusal(by("tanaka"), withdraw(mail)), Refusal::MailNotWaiting { state: MailState::Sent });
    assert_eq!(
        story.refusal(by("tanaka"), withdraw(sent)),
        Refusal::NotChangeable { line: sent },
        "the server's answer"
    );
}

#[test]
fn a_mail_is_open_until_the_server_took_it_and_presses_when_a_person_has_to_look() {
    let mut story = Story::attacked();
    let mail = story.say(by("tanaka"), queue("a@example.jp"));
    let open = |story: &Story| {
        let items = open_items(&story.state(), &story.plan);
        items.into_iter().filter(|item| item.id() == format!("mail:{mail}")).map(|item| item.title).collect::<Vec<_>>()
    };
    let presses = |story: &Story| {
        let list = attention(&story.state(), &story.plan, story.now);
        list.into_iter().any(|item| item.kind == Pressing::Mails(1))
    };
    assert_eq!(open(&story), ["障害のお知らせ → A社 (送信待ち)"]);
    assert!(!presses(&story), "the program still tries");
    story.now += TimeDelta::minutes(61);
    assert!(presses(&story), "after an hour one had better telephone");
    story.say(nobody(), Command::TryMail(mail));
    story.say(nobody(), Command::MailBecame(MailResult::Unknown(outcome(mail))));
    assert_eq!(open(&story), ["障害のお知らせ → A社 (送信結果不明)"]);
    assert!(presses(&story));
    story.say(by("tanaka"), Command::RequeueMail(mail));
    story.say(nobody(), Command::TryMail(mail));
    story.say(nobody(), Command::MailBecame(MailResult::Sent(outcome(mail))));
    assert!(open(&story).is_empty() && !presses(&story));
}

#[test]
fn no_mail_of_a_drill_is_open_since_none_leaves() {
    let mut story = Story::drill();
    story.say(by("tanaka"), queue("a@example.invalid"));
    story.now += TimeDelta::hours(2);
    let items = open_items(&story.state(), &story.plan);
    assert!(items.iter().all(|item| !matches!(item.what, OpenKind::Mail(_))));
}
