//! 印刷用に作る, 紙の記録を打ち込む.

use super::stage::{SIZES, Stage};
use crate::domain::paper::lines;
use crate::text::width::Ambiguous;

/// The binder printed from the first screen, then an incident begun: at its guide.
fn printed(size: (u16, u16), mode: Ambiguous) -> Stage {
    let mut stage = Stage::at(size, mode);
    stage.press("{印刷用に作る}");
    stage.shows("何を印刷しますか");
    stage.press("Enter");
    stage.shows("手順書の綴りを作りました");
    stage.press("Enter Enter 5 '病棟のプリンタが英語の紙を出し続けている' Enter Enter Tab");
    stage
}

/// The code of a step in the first edition.
fn code(stage: &Stage, step: &str) -> String {
    let lines = lines(&stage.session.model.plan().unwrap());
    let at = lines.iter().position(|key| key.to_string() == format!("ransomware:{step}")).unwrap();
    format!("p1-{}", at + 1)
}

/// As an input method for Japanese types it.
fn full_width(text: &str) -> String {
    text.chars().map(|c| if c == '-' { 'ー' } else { char::from_u32(u32::from(c) + 0xfee0).unwrap() }).collect()
}

fn saved(stage: &Stage, begins: &str) -> Vec<String> {
    let files = std::fs::read_dir(stage.dir.path()).unwrap().map(|file| file.unwrap());
    let fits = files.filter(|file| file.file_name().to_str().unwrap().starts_with(begins));
    fits.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
}

#[test]
fn each_paper_is_saved_beside_the_data_from_the_first_screen() {
    let mut stage = Stage::new();
    for (downs, name) in
        ["sonae-binder-", "sonae-contacts-", "sonae-role-cards-", "sonae-blank-forms-"].iter().enumerate()
    {
        stage.press("{印刷用に作る}");
        stage.press(&"Down ".repeat(downs));
        stage.press("Enter");
        stage.shows("ブラウザ");
        stage.press("Enter");
        assert!(saved(&stage, name).iter().any(|html| html.contains("見本クリニック")), "{name}");
    }
    assert_eq!(stage.worker.carry_out(&crate::tui::msg::Effect::Look).len(), 1);
    assert_eq!(stage.session.model.seen.as_ref().unwrap().printed.len(), 4);
}

#[test]
fn a_line_is_read_while_it_is_typed_and_recorded_for_who_stands_on_the_sheet() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = printed(size, mode);
            stage.press("{紙の記録を打ち込む}");
            stage.shows("例  p3-5 1042 田中");
            let code = full_width(&code(&stage, "do-not-power-off"));
            stage.press(&format!("'{code}　００２０　たなか'"));
            stage.shows("完了: パソコンもサーバも、電源を切らない");
            stage.shows("11/22 00:20");
            stage.shows("田中 修");
            stage.press("Enter");
            stage.shows(&format!("✓ {code}"));
            let incident = stage.incident();
            let entry = incident.entries.iter().rfind(|entry| !entry.is_bookkeeping()).unwrap();
            assert!(entry.text().starts_with("完了: パソコンもサーバも"), "{}", entry.text());
            let envelope = &entry.line.envelope;
            assert_eq!(envelope.for_.as_ref().map(|who| who.name.as_str()), Some("田中 修"));
            assert_eq!(envelope.via.as_deref(), Some("paper"));
            assert_eq!(envelope.occurred_at.unwrap().format("%H:%M").to_string(), "00:20");
        }
    }
}

#[test]
fn what_a_line_lacks_is_said_and_the_line_stays() {
    let mut stage = printed((80, 24), Ambiguous::Narrow);
    stage.press("{紙の記録を打ち込む}");
    let before = stage.lines();
    for (line, said) in [
        ("p1-1 田中", "時刻がありません"),
        ("p1-1 0020", "名前がありません"),
        ("p1-1 0020 田中 不可", "不可の理由がありません"),
        ("田中 0020", "番号が読めません"),
        ("p1-9999 0020 田中", "行はありません"),
    ] {
        stage.press(&format!("'{line}'"));
        stage.shows(said);
        stage.press("Enter Enter");
        stage.shows(&format!("> {line}"));
        assert_eq!(stage.lines(), before, "{line}");
        stage.press("Ctrl-u");
    }
}

#[test]
fn a_whole_sheet_is_pasted_and_recorded_line_by_line_and_nothing_twice() {
    let mut stage = printed((100, 30), Ambiguous::Narrow);
    stage.press("{紙の記録を打ち込む}");
    let [first, second, third] =
        ["do-not-power-off", "write-first-sign", "check-planned-work"].map(|step| code(&stage, step));
    let sheet =
        format!("{first} 0020 田中\n{second} 0021 山田 不可 紙がない\n\n{third} 0022 田中 該当なし 予定はない\n");
    stage.paste(&format!("{sheet}{first} 0020 田中"));
    stage.shows("全部で4行");
    stage.press("Enter Enter Enter");
    let lines = stage.lines();
    let [.., first, second, third] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(
        first.starts_with("完了: ") && second.starts_with("不可: ") && third.starts_with("該当なし: "),
        "{lines:?}"
    );
    assert!(second.ends_with("(紙がない)"), "{second}");
    stage.shows("もう入っています");
    stage.press("Enter");
    assert_eq!(stage.lines(), lines, "the same line is not doubled");
    stage.shows(&format!("= {code}", code = code(&stage, "do-not-power-off")));
}

#[test]
fn an_edition_that_was_not_printed_here_is_asked_about_once() {
    let mut stage = Stage::begun();
    let code = code(&stage, "do-not-power-off").replace("p1-", "p9-");
    stage.press(&format!("Tab {{紙の記録を打ち込む}} '{code} 0020 田中'"));
    stage.shows("ここで印刷されていません");
    stage.shows("もう一度 Enter");
    let before = stage.lines();
    stage.press("Enter");
    assert_eq!(stage.lines(), before);
    stage.press("Enter");
    assert!(stage.last_line().starts_with("完了: パソコンもサーバも"), "{}", stage.last_line());
}

#[test]
fn a_repeated_step_is_recorded_once_for_each_time_on_the_sheet() {
    let mut stage = printed((80, 24), Ambiguous::Narrow);
    let plan = stage.session.model.plan().unwrap();
    let repeats = |key: &crate::domain::step_key::StepKey| plan.step(key).is_some_and(|step| step.every.is_some());
    let number = lines(&plan).iter().position(repeats).unwrap() + 1;
    stage.press("{紙の記録を打ち込む}");
    stage.press(&format!("'p1-{number} 0010 田中' Enter 'p1-{number} 0020 田中' Enter"));
    let times = stage.incident().steps.keys().filter(|key| repeats(key)).map(|key| key.occurrence).collect::<Vec<_>>();
    assert_eq!(times, [1, 2]);
}

#[test]
fn a_line_that_was_begun_is_kept_for_the_next_time() {
    let mut stage = printed((80, 24), Ambiguous::Narrow);
    stage.press("{紙の記録を打ち込む} 'p1-1 0020' Esc {紙の記録を打ち込む}");
    stage.shows("> p1-1 0020");
}
