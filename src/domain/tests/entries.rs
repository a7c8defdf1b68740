//! Setting the record right: corrections, withdrawals, confirmations, claims.

use crate::domain::command::Command;
use crate::domain::event::{CorrectedTime, StepMark};
use crate::domain::facility::Lang;
use crate::domain::fixture::*;
use crate::domain::fold::fold;
use crate::domain::hash::Hash;
use crate::domain::line::Line;
use crate::domain::lines::Lines;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::value::{Answer, Confidence, Value};
use crate::domain::when::{OccurredAs, Precision};

fn words(target: Hash, text: &str) -> Command {
    Command::Correct { target, text: Some(text.into()), occurred: None, for_: None, facts: Vec::new() }
}

fn time(target: Hash, at: &str) -> Command {
    let occurred = Some(CorrectedTime { at: Some(t(at)), said: None });
    Command::Correct { target, text: None, occurred, for_: None, facts: Vec::new() }
}

fn count(target: Hash, count: i64) -> Command {
    let facts = vec![value("patients", Value::Count(count))];
    Command::Correct { target, text: None, occurred: None, for_: None, facts }
}

#[test]
fn text_time_person_and_value_can_be_corrected_and_the_line_stays_as_it_was() {
    let mut story = Story::begun();
    let line = story.clock("0300").say(by("tanaka"), note("停電"));
    story.say(by("tanaka"), words(line, "瞬時停電"));
    story.say(by("tanaka"), time(line, "0240"));
    let person =
        Command::Correct { target: line, text: None, occurred: None, for_: Some(listed("sato")), facts: Vec::new() };
    story.say(by("tanaka"), person);
    let state = story.state();
    let entry = state.entry(&line).unwrap();
    assert_eq!(entry.text(), "瞬時停電");
    assert_eq!(entry.at(), Some(t("0240")));
    assert_eq!(entry.actor().unwrap().id, Some(id("sato")));
    assert_eq!(entry.corrections.len(), 3);
    assert_eq!(entry.line.envelope.text, "停電");
    assert!(entry.is_unconfirmed(), "it is sato's act now, and sato has not said so");
}

#[test]
fn a_corrected_value_does_not_leave_the_old_number_in_the_text() {
    let mut story = Story::attacked();
    let line = story.say(by("tanaka"), patients(32));
    story.say(by("tanaka"), count(line, 23));
    let state = story.state();
    assert_eq!(state.fact("patients").unwrap().value, Value::Count(23));
    assert_eq!(state.entry(&line).unwrap().text(), "患者数: 23人");
    assert_eq!(state.entries.last().unwrap().text(), "訂正: 「患者数: 32人」の値を 患者数: 23人 に");

    let given = vec![value("patients", Value::Count(5))];
    let line = story.say(by("tanaka"), marked("ransomware:count", StepMark::Done, "夜勤", given));
    story.say(by("tanaka"), count(line, 6));
    assert_eq!(story.state().entry(&line).unwrap().text(), "完了: 患者数を数える (夜勤) [患者数: 6人]");

    let line = story.say(by("tanaka"), answer("attack", Answer::No));
    let facts = vec![value("attack", Value::Answer(Answer::Yes))];
    story.say(by("tanaka"), Command::Correct { target: line, text: None, occurred: None, for_: None, facts });
    let state = story.state();
    assert_eq!(state.entry(&line).unwrap().text(), "攻撃が疑われますか はい");
    assert_eq!(state.fact("attack").unwrap().value, Value::Answer(Answer::Yes));
}

#[test]
fn words_that_a_person_chose_stay_when_the_value_is_corrected() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), patients(32));
    story.say(by("tanaka"), words(line, "入院患者は三十二名"));
    story.say(by("tanaka"), count(line, 23));
    assert_eq!(story.state().entry(&line).unwrap().text(), "入院患者は三十二名");
}

#[test]
fn a_corrected_time_moves_an_entry_among_the_others() {
    let mut story = Story::begun();
    let wrong = story.clock("0600").say(by("tanaka"), patients(28));
    story.say(by("tanaka").at("0500"), patients(32));
    assert_eq!(story.state().fact("patients").unwrap().value, Value::Count(28));
    story.say(by("tanaka"), time(wrong, "0300"));
    assert_eq!(story.state().fact("patients").unwrap().value, Value::Count(32));
    assert_eq!(story.refusal(by("tanaka"), time(wrong, "0700")), Refusal::Future { at: t("0700") });
    assert!(story.notices(by("tanaka").agreed(), time(wrong, "0700")).contains(&Notice::Future { at: t("0700") }));
}

#[test]
fn a_correction_changes_something_that_is_there() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), patients(32));
    assert_eq!(story.refusal(by("tanaka"), correct(line)), Refusal::NoChange);
    assert_eq!(story.refusal(by("tanaka"), words(line, " ")), Refusal::EmptyText);
    let facts = vec![value("remark", Value::Text("x".into()))];
    let other = Command::Correct { target: line, text: None, occurred: None, for_: None, facts };
    assert!(matches!(story.refusal(by("tanaka"), other), Refusal::NotFound { what: What::Fact, .. }));
    let nothing = words(Hash::of(b"?"), "x");
    assert!(matches!(story.refusal(by("tanaka"), nothing), Refusal::NotFound { what: What::Line, .. }));
    let correction = story.say(by("tanaka"), words(line, "x"));
    assert_eq!(story.refusal(by("tanaka"), words(correction, "y")), Refusal::NotChangeable { line: correction });
}

#[test]
fn a_withdrawal_can_itself_be_withdrawn() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), patients(32));
    let Refusal::NeedsReason = story.refusal(by("tanaka"), Command::Withdraw { target: line, reason: " ".into() })
    else {
        panic!()
    };
    let withdrawal = story.say(by("tanaka"), withdraw(line));
    assert!(story.state().fact("patients").is_none());
    assert_eq!(story.refusal(by("tanaka"), withdraw(line)), Refusal::AlreadyWithdrawn { line });
    assert_eq!(story.refusal(by("tanaka"), count(line, 3)), Refusal::AlreadyWithdrawn { line });
    let again = story.say(by("tanaka"), withdraw(withdrawal));
    assert!(story.state().fact("patients").is_some());
    story.say(by("tanaka"), withdraw(again));
    assert!(story.state().fact("patients").is_none());
}

#[test]
fn a_correction_can_be_withdrawn_and_the_older_words_come_back() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), note("停電"));
    let correction = story.say(by("tanaka"), words(line, "断水"));
    story.say(by("tanaka"), withdraw(correction));
    assert_eq!(story.state().entry(&line).unwrap().text(), "停電");
}

#[test]
fn the_beginning_and_the_records_own_lines_cannot_be_withdrawn() {
    let mut story = Story::begun();
    let opening = story.lines().opening().unwrap().hash();
    assert_eq!(story.refusal(by("tanaka"), withdraw(opening)), Refusal::NotChangeable { line: opening });
    story.join();
    let joined = story.state().entries.last().unwrap().hash();
    assert_eq!(story.refusal(by("tanaka"), withdraw(joined)), Refusal::NotChangeable { line: joined });
}

#[test]
fn a_long_paste_can_be_corrected_and_withdrawn() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), note(&"あ".repeat(699_000)));
    story.say(by("tanaka"), time(line, "0010"));
    story.say(by("tanaka"), withdraw(line));
    assert!(story.state().entries.last().unwrap().text().chars().count() < 200);
}

#[test]
fn a_proxy_entry_waits_for_its_person_and_for_nobody_else() {
    let mut story = Story::begun();
    let line = story.say(by("yamada").whose("tanaka"), note("遮断した"));
    let waits = |story: &Story| story.state().entry(&line).unwrap().is_unconfirmed();
    assert!(waits(&story));
    for saying in [by("yamada"), by("sato"), by("yamada").whose("tanaka")] {
        assert_eq!(story.refusal(saying, confirm(line)), Refusal::NotYours { whose: "田中 幸".into() });
    }
    assert_eq!(story.refusal(nobody(), confirm(line)), Refusal::NeedsPerson);
    story.say(by("tanaka"), confirm(line));
    assert!(!waits(&story));
    assert_eq!(story.refusal(by("tanaka"), confirm(line)), Refusal::NothingToConfirm);
    let own = story.say(by("tanaka"), note("自分の"));
    assert_eq!(story.refusal(by("tanaka"), confirm(own)), Refusal::NothingToConfirm);
}

#[test]
fn one_persons_entries_are_confirmed_in_one_go() {
    let mut story = Story::begun();
    for text in ["一", "二"] {
        story.say(by("yamada").whose("tanaka"), note(text));
    }
    story.say(by("yamada").whose("sato"), note("三"));
    let all = Command::ConfirmAllOf { person: listed("tanaka") };
    assert!(matches!(story.refusal(by("yamada"), all.clone()), Refusal::NotYours { .. }));
    story.say(by("tanaka"), all.clone());
    assert_eq!(story.state().unconfirmed().map(|entry| entry.text().to_owned()).collect::<Vec<_>>(), ["三"]);
    assert_eq!(story.refusal(by("tanaka"), all), Refusal::NothingToConfirm);
    assert_eq!(story.refusal(by("tanaka"), Command::Confirm { targets: Vec::new() }), Refusal::NothingToConfirm);
}

#[test]
fn a_correction_by_somebody_else_voids_a_confirmation_and_ones_own_does_not() {
    let mut story = Story::begun();
    let line = story.say(by("yamada").whose("tanaka"), note("遮断した"));
    let waits = |story: &Story| story.state().entry(&line).unwrap().is_unconfirmed();
    story.say(by("tanaka"), confirm(line));
    // The same person in another role is the same person.
    let mut nurse = listed("tanaka");
    nurse.role = Some(id("nurse"));
    let saying = by("tanaka").role("nurse");
    assert_eq!(saying.who(), Some(&nurse));
    story.say(saying, words(line, "外部回線を遮断した"));
    assert!(!waits(&story));
    let correction = story.say(by("yamada"), words(line, "全回線を遮断した"));
    assert!(waits(&story));
    story.say(by("tanaka"), withdraw(correction));
    assert!(!waits(&story), "the correction is gone, and what was confirmed stands again");
}

#[test]
fn what_nobody_signed_waits_to_be_claimed_and_a_wrong_claim_can_be_taken_back() {
    let mut story = Story::blank();
    let opening = story.say(nobody(), open(&[], "停電", &[]));
    let line = story.say(nobody(), note("懐中電灯"));
    assert_eq!(story.state().unconfirmed().count(), 2);
    assert_eq!(story.refusal(nobody(), Command::Claim { targets: Vec::new() }), Refusal::NeedsPerson);
    assert_eq!(story.refusal(by("tanaka"), confirm(line)), Refusal::NotChangeable { line });
    let claim = story.say(by("yamada"), Command::Claim { targets: Vec::new() });
    assert_eq!(story.state().unconfirmed().count(), 0);
    assert_eq!(story.state().entry(&opening).unwrap().by().unwrap().id, Some(id("yamada")));
    let again = Command::Claim { targets: vec![line] };
    assert_eq!(story.refusal(by("tanaka"), again.clone()), Refusal::NotChangeable { line });
    assert_eq!(story.refusal(by("tanaka"), Command::Claim { targets: Vec::new() }), Refusal::NothingToConfirm);
    story.say(by("tanaka"), withdraw(claim));
    story.say(by("tanaka"), again);
    assert_eq!(story.state().entry(&line).unwrap().by().unwrap().id, Some(id("tanaka")));
    assert_eq!(story.state().unconfirmed().count(), 1, "the opening is nobody's again");
}

#[test]
fn whoever_is_at_the_keyboard_claims_whomever_he_or_she_types_for() {
    let mut story = Story::begun();
    let line = story.say(nobody().whose("sato"), note("遮断を指示"));
    assert!(story.state().entry(&line).unwrap().is_unconfirmed());
    story.say(by("yamada").whose("tanaka"), Command::Claim { targets: vec![line] });
    let state = story.state();
    let entry = state.entry(&line).unwrap();
    assert_eq!(entry.by().unwrap().id, Some(id("yamada")));
    assert_eq!(entry.actor().unwrap().id, Some(id("sato")));
    assert!(entry.is_unconfirmed(), "it still waits for sato");
}

#[test]
fn a_person_who_is_not_listed_is_known_by_name_whatever_the_spaces() {
    let mut story = Story::begun();
    let whose = |name: &str| Saying::stranger(name);
    let line = story.say(by("yamada").whose_stranger("高橋 実"), note("点検"));
    assert_eq!(story.refusal(whose("高橋 稔"), confirm(line)), Refusal::NotYours { whose: "高橋 実".into() });
    story.say(whose("高橋\u{3000}実"), confirm(line));
    assert!(!story.state().entry(&line).unwrap().is_unconfirmed());
}

#[test]
fn lines_that_arrive_before_what_they_point_at_give_the_same_state() {
    let mut story = Story::attacked();
    let line = story.say(by("yamada").whose("tanaka"), patients(32));
    story.say(by("yamada"), count(line, 23));
    story.say(by("tanaka"), confirm(line));
    let order = story.say(by("sato"), order("発電機を確認", "it"));
    story.say(by("sato"), Command::OrderDone { order, result: None });
    let withdrawal = story.say(by("tanaka"), withdraw(line));
    story.say(by("tanaka"), withdraw(withdrawal));
    let wanted = story.state();
    let mut arriving = Lines::default();
    let lines: Vec<Line> = story.lines().iter().rev().map(|line| Line::read(line.bytes()).unwrap()).collect();
    for line in lines {
        arriving.insert(line);
        let _total = fold(&arriving);
    }
    assert_eq!(fold(&arriving), wanted);
    assert_eq!(wanted.fact("patients").unwrap().value, Value::Count(23));
}

/// What the correction says that is recorded last.
fn said(story: &mut Story, correct: Command) -> String {
    story.say(by("tanaka"), correct);
    story.state().entries.last().unwrap().text().to_owned()
}

#[test]
fn a_correction_says_which_part_becomes_what() {
    let mut story = Story::attacked();
    let line = story.clock("0300").say(by("tanaka"), note("印字"));
    assert_eq!(said(&mut story, words(line, "勝手な印字")), "訂正: 「印字」を「勝手な印字」に");
    assert_eq!(said(&mut story, time(line, "0240")), "訂正: 「勝手な印字」の時刻を 2026-11-22 02:40 に");
    let both = |text: Option<&str>| Command::Correct {
        target: line,
        text: text.map(ToOwned::to_owned),
        occurred: Some(CorrectedTime { at: Some(t("0230")), said: None }),
        for_: Some(listed("sato")),
        facts: Vec::new(),
    };
    let name = listed("sato").name;
    let becomes = format!("時刻を 2026-11-22 02:30 に、行為者を {name} に");
    assert_eq!(said(&mut story, both(None)), format!("訂正: 「勝手な印字」の{becomes}"));
    assert_eq!(said(&mut story, both(Some("英文"))), format!("訂正: 「勝手な印字」を「英文」に、{becomes}"));
    story.plan.facility.lang = Lang::En;
    let becomes = format!("time becomes 2026-11-22 02:30; person becomes {name}");
    assert_eq!(said(&mut story, both(None)), format!("Correction: \"英文\": {becomes}"));
    let becomes = format!("text becomes \"paper\"; {becomes}");
    assert_eq!(said(&mut story, both(Some("paper"))), format!("Correction: \"英文\": {becomes}"));
}

#[test]
fn a_time_is_told_on_the_facilitys_clock() {
    let mut story = Story::begun();
    let line = story.say(by("tanaka"), note("印字"));
    let abroad = crate::domain::when::read("2026-11-21T15:10:00Z").unwrap();
    let until = crate::domain::when::read("2026-11-21T15:20:00Z");
    let range = OccurredAs { words: "0010-0020".into(), precision: Precision::Range, until };
    let occurred = Some(CorrectedTime { at: Some(abroad), said: Some(range) });
    let correct = Command::Correct { target: line, text: None, occurred, for_: None, facts: Vec::new() };
    assert_eq!(said(&mut story, correct), "訂正: 「印字」の時刻を 2026-11-22 00:10~00:20 に");
}

#[test]
fn the_history_of_a_fact_keeps_who_said_what_when_as_it_stands_now() {
    let mut story = Story::attacked();
    let first = story.clock("0100").say(by("tanaka"), patients(30));
    let mistaken = story.clock("0110").say(by("tanaka"), patients(300));
    let mut heard = value("patients", Value::Count(32));
    heard.confidence = Confidence::Hearsay;
    let third = story.clock("0120").say(by("yamada").whose("suzuki"), Command::SetFacts { facts: vec![heard] });
    let late = story.clock("0130").say(by("sato").at("0050"), patients(28));
    let history = |story: &Story| -> Vec<_> {
        let state = story.state();
        let entries = state.fact_history("patients").iter();
        let short = entries.map(|entry| {
            let who = entry.actor.as_ref().map(|who| who.name.clone()).unwrap_or_default();
            (entry.value.clone(), entry.confidence, entry.at, who, entry.line)
        });
        short.collect()
    };
    let sure = Confidence::Confirmed;
    let (sato, tanaka, suzuki) = ("佐藤 一郎".to_owned(), "田中 幸".to_owned(), "鈴木 花子".to_owned());
    let told = vec![
        (Value::Count(28), sure, Some(t("0050")), sato.clone(), late),
        (Value::Count(30), sure, Some(t("0100")), tanaka.clone(), first),
        (Value::Count(300), sure, Some(t("0110")), tanaka.clone(), mistaken),
        (Value::Count(32), Confidence::Hearsay, Some(t("0120")), suzuki.clone(), third),
    ];
    assert_eq!(history(&story), told);
    story.say(by("tanaka"), withdraw(mistaken));
    story.say(by("tanaka"), count(first, 31));
    story.say(by("tanaka"), time(third, "0055"));
    let person =
        Command::Correct { target: late, text: None, occurred: None, for_: Some(listed("tanaka")), facts: Vec::new() };
    story.say(by("sato"), person);
    let told = vec![
        (Value::Count(28), sure, Some(t("0050")), tanaka.clone(), late),
        (Value::Count(32), Confidence::Hearsay, Some(t("0055")), suzuki, third),
        (Value::Count(31), sure, Some(t("0100")), tanaka, first),
    ];
    assert_eq!(history(&story), told);
    let state = story.state();
    assert_eq!(state.fact("patients"), state.fact_history("patients").last());
    assert!(state.fact_history("nowhere").is_empty());
}
