//! Golden lines: the format is frozen. What is sealed today has the bytes of the first release, and what was written then is read.
//!
//! `SONAE_UPDATE_GOLDEN=1` writes files that are missing or differ; use it for a new kind, never to make a changed one pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{golden_degraded, golden_ledger, golden_restoring};
use sonae::domain::event::*;
use sonae::domain::hash::Hash;
use sonae::domain::line::{Draft, Line, Seal};
use sonae::domain::step_key::StepKey;
use sonae::domain::value::{Answer, Confidence, Value};
use sonae::domain::when::{OccurredAs, Precision, When};
use sonae::domain::who::Who;

use crate::support::{draft, facility, id, incident, moment};

const KINDS_OF_THE_FIRST_RELEASE: usize = 24;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1")
}

fn who(person: &str, name: &str, role: &str) -> Who {
    Who { id: Some(id(person)), name: name.to_owned(), role: Some(id(role)) }
}

fn facts() -> Vec<FactValue> {
    let values = [
        ("cause", Value::Text("不明な実行ファイル".into()), Confidence::Hearsay),
        ("patients", Value::Count(32), Confidence::Confirmed),
        ("terminals", Value::Range { low: 10, high: 12 }, Confidence::Estimated),
        ("cut-time", Value::from(moment("2026-11-22T00:41:00+09:00")), Confidence::Confirmed),
        ("spread", Value::Choice("one-floor".into()), Confidence::Estimated),
        ("care-disrupted", Value::Answer(Answer::Unknown), Confidence::Hearsay),
        ("systems", Value::List(vec!["電子カルテ".into(), "PACS".into()]), Confidence::Confirmed),
        ("demand", Value::Unknown, Confidence::Confirmed),
    ];
    values.into_iter().map(|(fact, value, confidence)| FactValue { fact: id(fact), value, confidence }).collect()
}

/// One event of each kind, in the order of `Event::KINDS`.
fn events() -> Vec<(Event, &'static str)> {
    let mut events = of_the_beginning();
    events.extend(golden_restoring::events());
    events.extend(golden_degraded::events());
    events.extend(backups());
    events.extend(golden_ledger::events());
    events
}

#[expect(clippy::too_many_lines, reason = "one table reads better in one place")]
fn of_the_beginning() -> Vec<(Event, &'static str)> {
    let target = Hash::of(b"target");
    let heads = vec![Head { origin: id("q7m2x9abcd"), seq: 17, hash: target }];
    let file =
        || SiteFile { path: "facility.toml".into(), sha256: Hash::of(b"schema = 1\n"), content: "schema = 1\n".into() };
    let taken = Taken {
        item: "step:ransomware:cut-outside".into(),
        title: "外部との接続を切る".into(),
        taker: who("suzuki", "鈴木 一郎", "it"),
        until: "2026-11-23".into(),
        reason: "委託先の回答待ち".into(),
    };
    let step: StepKey = "ransomware:count-patients@2/ward-3".parse().unwrap();
    let corrected = EntryCorrected {
        target,
        text: Some("プリンタ2台".into()),
        occurred: Some(CorrectedTime {
            at: Some(moment("2026-11-22T00:20:00+09:00")),
            said: Some(OccurredAs { words: "0020頃".into(), precision: Precision::About, until: None }),
        }),
        for_: Some(Who::stranger("夜勤の看護師")),
        facts: facts(),
    };
    let declared = DeclarationMade {
        level: 3,
        level_title: "非常時レベル3".into(),
        grounds: "身代金の文書、複数端末".into(),
        role: id("operations-manager"),
        suggested: Some(3),
        provisional: true,
        attempts: vec![target],
    };
    let call = CallMade {
        spoke_to: Some("田中".into()),
        note: Some("夜間窓口は別".into()),
        ..CallMade::new(id("vendor-emr"), "A社サポート".into(), CallResult::WrongDesk)
    };
    let submitted = DutySubmitted {
        duty: id("ppc-prompt"),
        title: "個人情報保護委員会へ 速報".into(),
        way: "ウェブの入力フォーム".into(),
        receipt: Some("R8-123".into()),
    };
    let agreed = DutyAgreed {
        duty: id("prefecture"),
        title: "都道府県へ連絡".into(),
        due: Some(moment("2026-11-24T17:00:00+09:00")),
    };
    let decided = DecisionMade {
        topic: id("outpatient"),
        title: "明日の外来".into(),
        decision: "予約の再診だけ".into(),
        facts: facts(),
    };
    let announced = AnnouncementMade {
        template: id("door-failure"),
        title: "玄関掲示".into(),
        body: "システムの障害のため\n受付に時間がかかります。".into(),
        cautions: vec!["「攻撃」と書いています".into()],
    };
    let queued = MailQueued {
        message_id: "k3f7w2xx.1@mihon.example.jp".into(),
        subject: "障害のお知らせ".into(),
        to: vec![Addressee { name: Some("A社サポート".into()), address: "support@a.example.jp".into() }],
        contact: Some(id("vendor-emr")),
        duties: vec![id("vendor")],
        message: "Subject: =?utf-8?b?6Zqc5a6z?=\r\n\r\n5pys5paH\r\n".into(),
    };
    let mail = MailRef { mail: target };
    let outcome = |answer: &str| MailOutcome { mail: target, answer: answer.into() };
    let mail_failed = MailFailed { mail: target, answer: "450 4.2.0 greylisted".into(), again: true };
    let checked = ContactChecked {
        contact: id("vendor-emr"),
        contact_name: "A社サポート".into(),
        number: Some("03-0000-0000".into()),
        outcome: CheckOutcome::Wrong,
        note: Some("夜間は別の番号".into()),
    };
    let trained = DutyDone {
        duty: id("training"),
        title: "情報セキュリティの研修".into(),
        result: Some("全員が終えた".into()),
        material: Some("研修資料 2026年度版".into()),
        attended: vec![who("yamada", "山田 花子", "ward"), Who::stranger("派遣の事務")],
    };
    let read = FileRead {
        path: "runbooks/ransomware.toml".into(),
        title: "ランサムウェア".into(),
        version: "2026-11-22".into(),
        sha256: target,
        readers: vec![who("suzuki", "鈴木 一郎", "it")],
    };
    let printed_file =
        PrintedFile { path: "runbooks/ransomware.toml".into(), version: "2026-11-22".into(), sha256: target };
    let printed =
        PaperPrinted { paper: Paper::Binder, edition: Some(3), files: vec![printed_file], lines: vec![step.clone()] };
    let answered =
        CriterionAnswered { criterion: id("attack-suspected"), answer: Answer::Yes, confidence: Confidence::Confirmed };
    vec![
        (Event::Opened(Opened { drill: false, signs: Sign::ALL.to_vec() }), "プリンタから英文が出続ける"),
        (Event::Joined(Joined { opening: target }), "記録端末が加わった"),
        (Event::HeadsSeen(HeadsSeen { heads }), "記録を合わせた"),
        (Event::SitePinned(file()), "facility.toml を使う"),
        (Event::SiteChanged(file()), "facility.toml を直した"),
        (Event::RunbookAdded(RunbookAdded { runbook: id("ransomware") }), "手順書を追加"),
        (
            Event::RunbookAside(RunbookAside { runbook: id("system-failure"), reason: "攻撃だった".into() }),
            "手順書を外す",
        ),
        (Event::CriterionAnswered(answered), "攻撃の疑い: はい"),
        (Event::FactSet(FactSet { facts: facts() }), "把握事項"),
        (Event::DeclarationMade(declared), "仮宣言"),
        (
            Event::StepMarked(StepMarked {
                step,
                mark: StepMark::Failed,
                reason: Some("鍵がない".into()),
                facts: facts(),
            }),
            "患者数を数える: 不可",
        ),
        (Event::NoteWritten(Nothing {}), "メモ"),
        (
            Event::OrderGiven(OrderGiven { owner: id("it"), due: Some(moment("2026-11-22T03:00:00+09:00")) }),
            "全端末のLANを抜く",
        ),
        (Event::OrderDone(OrderDone { order: target, result: Some("3階病棟を除く".into()) }), "抜いた"),
        (Event::CallMade(call), "A社サポートへ電話: 担当外"),
        (Event::EntryCorrected(corrected), "訂正"),
        (Event::EntryWithdrawn(EntryWithdrawn { target, reason: "取り違え".into() }), "取消"),
        (Event::EntryConfirmed(Targets { targets: vec![target, Hash::of(b"other")] }), "確定"),
        (Event::EntryClaimed(Targets { targets: vec![target] }), "名乗り"),
        (
            Event::HandedOver(HandedOver {
                giver: who("yamada", "山田 花子", "ward"),
                taker: who("suzuki", "鈴木 一郎", "it"),
            }),
            "当番を交代",
        ),
        (Event::StoodDown(StoodDown { open: vec![taken] }), "非常時を解除"),
        (Event::Closed(Nothing {}), "事案を閉じる"),
        (Event::Reopened(Reopened { reason: "別の端末でも".into() }), "再開"),
        (Event::ClockStepped(ClockStepped { behind_seconds: 3600 }), "時計が戻った"),
        (Event::DutyDone(trained), "研修をした"),
        (Event::FileRead(read), "手順書を読んだ"),
        (Event::PaperPrinted(printed), "手順書の綴りを作った"),
        (Event::DutySubmitted(submitted), "提出した"),
        (Event::DutyAgreed(agreed), "期限を打ち合わせた"),
        (Event::DecisionMade(decided), "決定: 明日の外来"),
        (Event::AnnouncementMade(announced), "周知"),
        (Event::MailQueued(queued), "メールを送信箱に入れた"),
        (Event::MailTrying(mail.clone()), "メールを渡している"),
        (Event::MailSent(outcome("250 2.0.0 Ok")), "メールを送った"),
        (Event::MailFailed(mail_failed), "メールはまだ送れていない"),
        (Event::MailUnknown(outcome("接続が切れた")), "メールの送信結果が分からない"),
        (Event::MailRequeued(mail), "メールをもう一度送る"),
        (Event::ContactChecked(checked), "連絡先を確かめた"),
    ]
}

fn backups() -> Vec<(Event, &'static str)> {
    let hash = Hash::of(b"work");
    let taken = BackupTaken {
        backup: id("ehr-daily"),
        title: "電子カルテ 毎日の控え".into(),
        result: BackupResult::Failed,
        generation: Some("テープ3".into()),
        note: Some("容量が足りない".into()),
    };
    let tested = BackupTested {
        backup: id("ehr-daily"),
        title: "電子カルテ 毎日の控え".into(),
        worked: true,
        note: Some("1人分を試験機へ戻した".into()),
    };
    let made = ManifestMade { folder: "/mnt/tape3".into(), files: 1200, bytes: 5_000_000_000, sha256: hash };
    let findings = vec![
        ManifestFinding { what: "flipped".into(), count: 1 },
        ManifestFinding { what: "missing".into(), count: 12 },
    ];
    let checked = ManifestChecked { folder: "/mnt/tape3".into(), sha256: hash, files: 1187, intact: false, findings };
    vec![
        (Event::BackupTaken(taken), "バックアップが取れなかった"),
        (Event::BackupApproved(BackupApproved { work: hash }), "バックアップの作業を承認した"),
        (Event::BackupTested(tested), "戻せることを確かめた"),
        (Event::ManifestMade(made), "照合表を作った"),
        (Event::ManifestChecked(checked), "照合した"),
    ]
}

/// An envelope in which nothing is null, and a text with everything that is escaped.
fn further() -> Vec<(&'static str, Draft)> {
    let full = Draft {
        occurred: When {
            at: Some(moment("2026-11-22T04:00:00+09:00")),
            said: Some(OccurredAs {
                words: "明け方".into(),
                precision: Precision::PartOfDay,
                until: Some(moment("2026-11-22T06:00:00+09:00")),
            }),
        },
        by: Some(who("suzuki", "鈴木 一郎", "it")),
        for_: Some(Who::stranger("警備員")),
        via: Some("phone".into()),
        from: Some("3階病棟".into()),
        to: Some("対策本部".into()),
        event: Event::NoteWritten(Nothing {}),
        text: "全部の欄".into(),
    };
    let mut nobody = draft(Event::NoteWritten(Nothing {}), "誰がいつ、が分からない");
    (nobody.by, nobody.occurred) = (None, When::unknown("不明"));
    let escapes = "引用\" 逆斜\\ 斜/ 改行\n復帰\r水平\t後退\u{8}改頁\u{c}空\0脱出\u{1b}[31m削除\u{7f}次行\u{85}C1\u{9b}\
                   方向\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}行\u{2028}\u{2029}札\u{e0001}\u{e007f}\
                   そのまま\u{200b}\u{feff}𠮷🏥が";
    let unknown = Event::Unknown {
        kind: "photo.taken".into(),
        data: serde_json::json!({"z": [1, -9_007_199_254_740_991_i64, 9_007_199_254_740_991_i64, true, null], "a": {}}),
    };
    vec![
        ("envelope-full", full),
        ("envelope-empty", nobody),
        ("escapes", draft(Event::NoteWritten(Nothing {}), escapes)),
        ("unknown-kind", draft(unknown, "写真を撮った")),
    ]
}

fn sealed() -> BTreeMap<String, Line> {
    let mut of_kinds: Vec<(String, Draft)> =
        events().into_iter().map(|(event, text)| (event.kind().to_owned(), draft(event, text))).collect();
    // Kinds that came later stand behind what was frozen first, whose numbers stay as they are.
    let later = of_kinds.split_off(KINDS_OF_THE_FIRST_RELEASE);
    let further = further().into_iter().map(|(name, draft)| (name.to_owned(), draft));
    let drafts = of_kinds.into_iter().chain(further).chain(later);
    let mut seq = 0;
    let lines = drafts.map(|(name, draft)| {
        seq += 1;
        let seal = Seal {
            facility: facility(),
            incident: incident(),
            origin: id("q7m2x9abcd"),
            seq,
            prev: if seq == 1 { Hash::ZERO } else { Hash::of(b"before") },
            clock: 1_795_275_000_000 + seq,
            recorded_at: moment("2026-11-22T00:45:12+09:00"),
        };
        (name, Line::seal(draft, seal).unwrap())
    });
    lines.collect()
}

#[test]
fn every_kind_is_there() {
    let kinds: Vec<String> = events().iter().map(|(event, _)| event.kind().to_owned()).collect();
    assert_eq!(kinds, Event::KINDS);
}

#[test]
fn what_is_sealed_has_the_frozen_bytes() {
    let update = std::env::var_os("SONAE_UPDATE_GOLDEN").is_some();
    let mut sums = String::new();
    for (name, line) in sealed() {
        let path = folder().join(format!("{name}.line"));
        if update {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, line.bytes()).unwrap();
        }
        let frozen = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(String::from_utf8_lossy(line.bytes()), String::from_utf8_lossy(&frozen), "{name}");
        sums.extend([line.hash().to_string().as_str(), "  ", &name, ".line\n"]);
    }
    if update {
        fs::write(folder().join("SHA256SUMS"), &sums).unwrap();
    }
    assert_eq!(fs::read_to_string(folder().join("SHA256SUMS")).unwrap(), sums);
}

#[test]
fn what_was_frozen_is_read() {
    let sealed = sealed();
    let mut read = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "line") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let line = Line::read(&fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(Some(&line), sealed.get(&name), "{name}");
        let known = !matches!(line.event, Event::Unknown { .. });
        assert_eq!(known, name != "unknown-kind", "{name}");
        read += 1;
    }
    assert_eq!(read, sealed.len());
}

#[test]
fn the_hashes_are_what_sha256sum_says() {
    let checked = Command::new("sha256sum").args(["--strict", "--check", "SHA256SUMS"]).current_dir(folder()).output();
    let Ok(output) = checked else {
        eprintln!("SKIPPED the_hashes_are_what_sha256sum_says: there is no sha256sum here");
        return;
    };
    assert!(output.status.success(), "{output:?}");
}
