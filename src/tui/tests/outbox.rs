//! The outbox by keys: written, looked at, queued by a second Enter, sent by a person's key.

use std::fs;

use crossbeam_channel::{Receiver, unbounded};

use super::stage::Stage;
use crate::app::outbox::MailFault;
use crate::app::postman::{Errand, News};
use crate::domain::command::{Command, MailResult};
use crate::domain::event::MailFailed;
use crate::domain::outbox::MailState;
use crate::text::width::Ambiguous;
use crate::tui::msg::{Effect, Msg, Reply};

const MAIL: &str =
    "\n[mail]\nhost = \"127.0.0.1\"\nsecurity = \"none\"\nuser = \"sonae\"\nfrom = \"bcp@mihon.example.jp\"\n";

/// With a mail server, an incident, and somebody to whom mails are given: here, the test.
fn stage() -> (Stage, Receiver<Errand>) {
    staged((80, 24), "Enter 5 '病棟のプリンタが英語の紙を出し続けている' Enter Enter")
}

fn staged(size: (u16, u16), begin: &str) -> (Stage, Receiver<Errand>) {
    let mut stage = Stage::on(size, Ambiguous::Narrow, |dir| {
        let path = dir.join("facility.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{MAIL}")).unwrap();
    });
    let (give, given) = unbounded();
    stage.worker.send_by(give);
    stage.press(begin);
    (stage, given)
}

/// Writes a mail and puts it into the outbox.
fn queue(stage: &mut Stage) {
    stage.press("Tab {送信箱} F2 {アドレスを自分で入れる} 'support@a-sha.example.jp' F10 Enter");
}

fn news(stage: &mut Stage, news: News) {
    let effects = stage.session.update(Msg::Reply(Box::new(Reply::Post(news))));
    stage.carry_out(effects);
}

#[test]
fn a_mail_is_looked_at_before_it_is_queued_by_a_second_enter() {
    let (mut stage, given) = stage();
    stage.press("Tab {送信箱}");
    stage.shows("送信箱は空です");
    stage.press("F2 {アドレスを自分で入れる}");
    stage.shows("メールを書く");
    stage.shows("病棟のプリンタが英語の紙を出し続けている");
    stage.press("'support@a-sha.example.jp' Enter '至急 ' Enter '追記です' Enter '二行目' F10");
    stage.shows("この内容で送ります");
    stage.shows("差出人: bcp@mihon.example.jp");
    stage.shows("宛先: support@a-sha.example.jp");
    assert!(stage.incident().mails.is_empty(), "looking is not queueing");
    stage.press("Esc");
    stage.shows("メールを書く");
    stage.press("F10 Enter");
    stage.shows("✓");
    let mails = stage.incident().mails.clone();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].queued.subject.contains("至急"), "{}", mails[0].queued.subject);
    let text = crate::notify::read_back::text_of(&mails[0].queued.message).unwrap();
    assert!(text.contains("追記です\n二行目"), "{text}");
    stage.shows("〔送信待ち〕");
    stage.shows("まもなく自動で送ります");
    assert_eq!(given.try_recv(), Ok(Errand::Look), "it goes out at once");
    stage.press("Enter");
    stage.shows("追記です");
    stage.press("Esc");
    stage.shows("〔送信待ち〕");
}

#[test]
fn what_is_wrong_with_it_is_said_and_what_was_written_stays() {
    let (mut stage, _given) = stage();
    stage.press("Tab {送信箱} F2 {アドレスを自分で入れる} '名前' F10");
    stage.shows("メールアドレス「名前」は使えません");
    stage.press("Enter");
    stage.shows("メールを書く");
    stage.shows("名前");
    assert!(stage.incident().mails.is_empty());
    // Left and taken up again.
    stage.press("Esc {書きかけ}");
    stage.shows("メールを書く");
}

#[test]
fn the_password_is_asked_shown_as_dots_and_given_on() {
    let (mut stage, given) = stage();
    queue(&mut stage);
    given.try_iter().for_each(drop);
    stage.press("F3");
    let Ok(Errand::Send { incident, mail, password: None }) = given.try_recv() else { panic!("nothing was asked for") };
    news(&mut stage, News::NotTried { incident, mail, error: MailFault::NoPassword.into() });
    stage.shows("パスワードを入れてください");
    stage.press("'hikari-1234'");
    stage.hides("hikari");
    stage.shows("***********");
    stage.press("Enter");
    let Ok(Errand::Send { password: Some(password), .. }) = given.try_recv() else {
        panic!("no password was given on")
    };
    assert_eq!(format!("{password:?}"), "Password(…)");
    assert!(stage.session.model.unfinished.is_empty(), "it is kept nowhere");
    stage.shows("送信箱");
}

#[test]
fn what_failed_goes_out_again_after_a_question_only() {
    let (mut stage, given) = stage();
    queue(&mut stage);
    let mail = stage.incident().mails[0].line;
    let id = stage.session.model.open.as_ref().unwrap().id.clone();
    let failed = MailFailed { mail, answer: "550 5.1.1 no such user".into(), again: false };
    let deed = stage.session.model.deed(Command::MailBecame(MailResult::Failed(failed)));
    stage.worker.carry_out(&Effect::Act(0, id.clone(), Box::new(deed)));
    news(&mut stage, News::Tried { incident: id, mail, state: MailState::Failed });
    stage.shows("メールを送れませんでした");
    stage.shows("〔送れなかった〕");
    stage.shows("550 5.1.1 no such user");
    given.try_iter().for_each(drop);
    // Nobody forgets it: it stands at home and goes over with the watch.
    stage.press("Esc Esc Esc");
    stage.shows("メールを見る 1件");
    let chosen = |stage: &Stage| stage.screen().lines().any(|row| row.contains('>') && row.contains("メールを見る"));
    for _ in 0..12 {
        if !chosen(&stage) {
            stage.press("Down");
        }
    }
    stage.press("Enter");
    stage.shows("〔送れなかった〕");
    stage.press("F3");
    stage.shows("もう一度送りますか");
    stage.press("Esc");
    assert!(given.try_recv().is_err());
    stage.press("F3 Enter");
    stage.shows("〔送信待ち〕");
    assert_eq!(given.try_recv(), Ok(Errand::Look));
    stage.press("F4 Enter");
    stage.shows("送信箱は空です");
    assert!(stage.incident().mails.is_empty());
}

#[test]
fn in_a_drill_nothing_is_given_to_anybody() {
    let (mut stage, given) = staged((120, 40), "F3 5 '訓練です' Enter Enter");
    queue(&mut stage);
    given.try_iter().for_each(drop);
    stage.shows("訓練なので、どこへも出ません");
    assert_eq!(stage.incident().mails[0].queued.to[0].address, "to-1@drill.invalid");
    stage.press("F3");
    stage.shows("訓練ではメールを送りません");
    assert!(given.try_recv().is_err());
}

#[test]
fn for_which_duties_a_mail_is_can_be_chosen_and_is_recorded_with_it() {
    let (mut stage, _given) = stage();
    stage.press("Tab {送信箱} F2 {アドレスを自分で入れる}");
    stage.shows("連絡義務: なし");
    stage.press("'support@a-sha.example.jp' F3");
    stage.hides("連絡義務: なし");
    stage.press("F10 Enter");
    let duties = stage.incident().mails[0].queued.duties.clone();
    assert_eq!(duties.len(), 1, "{duties:?}");
    let first = stage.session.model.open.as_ref().unwrap().digest.duties().iter().find(|row| row.presses()).unwrap();
    assert_eq!(duties[0], first.id);
}
