//! 準備の様子 on the screens: one quiet row at home, the list, duties that are recorded, readers who are marked.

use super::stage::Stage;
use crate::domain::command::Command;
use crate::domain::readiness::{Finding, Group, Mend, ReadMark, State, What};
use crate::text::width::Ambiguous;
use crate::tui::msg::Effect;

fn finding(stage: &Stage, wanted: impl Fn(&Finding) -> bool) -> Finding {
    let seen = stage.session.model.seen.clone().unwrap();
    seen.readiness.as_ref().unwrap().findings.iter().find(|finding| wanted(finding)).cloned().unwrap()
}

fn training(stage: &Stage) -> Finding {
    finding(stage, |finding| matches!(&finding.mend, Mend::Duty(id) if id.as_str() == "training"))
}

/// Chooses the row that says so, wherever it stands.
#[track_caller]
fn to(stage: &mut Stage, says: &str) {
    stage.press("Home");
    for _ in 0..80 {
        if stage.screen().lines().any(|row| row.contains("> ") && row.contains(says)) {
            return;
        }
        stage.press("Down");
    }
    panic!("{says:?} is not on\n{}", stage.screen());
}

fn opened() -> Stage {
    let mut stage = Stage::new();
    to(&mut stage, "準備の様子");
    stage.press("Enter");
    stage.shows("法令を満たすかどうかを示すものではありません");
    stage
}

#[test]
fn home_says_it_in_one_row_and_not_while_something_goes_on() {
    let mut stage = Stage::new();
    stage.shows("準備の様子: 未実施 ");
    let rows: Vec<String> = stage.screen().lines().map(ToOwned::to_owned).collect();
    let at = |says: &str| rows.iter().position(|row| row.contains(says)).unwrap();
    assert!(at("> ") < at("準備の様子"), "{rows:#?}");
    stage.press("Enter 5 '印字' Enter Enter Esc Esc Esc");
    for _ in 0..3 {
        if stage.session.model.open.is_some() {
            stage.press("Esc");
        }
    }
    assert!(stage.session.model.open.is_none());
    stage.hides("準備の様子");
}

#[test]
fn a_duty_is_recorded_with_its_day_and_who_took_part() {
    let mut stage = opened();
    assert_eq!(training(&stage).state, State::NotDone);
    to(&mut stage, "情報セキュリティと個人情報の研修");
    stage.press("Enter");
    stage.shows("務めを済ませたと記録する");
    stage.shows("残すもの: 研修の資料と、出席者の名簿");
    stage.press("'13/45' Enter Enter Enter Enter");
    stage.shows("日付として読めません");
    stage.press("BackSpace BackSpace BackSpace BackSpace BackSpace '2026-11-20' Enter '質問2件' Enter '冊子' Enter '佐藤、すずき' F10");
    stage.hides("務めを済ませたと記録する");
    let found = training(&stage);
    assert_eq!((found.state, found.last.unwrap().to_string().as_str()), (State::Done, "2026-11-20"));
    assert_eq!(found.due.unwrap().to_string(), "2027-11-20");
    let series = stage.worker.carry_out(&Effect::Open(crate::app::standing::series().unwrap()));
    let crate::tui::msg::Reply::Opened(series) = &series[0] else { panic!("{series:?}") };
    let line = series.incident.entries.last().unwrap();
    for part in ["結果: 質問2件", "資料: 冊子", "出席 2名: 佐藤 一郎、鈴木 花子"] {
        assert!(line.text().contains(part), "{}", line.text());
    }
    assert!(stage.session.model.nameless.is_empty(), "no line of an incident waits for a name");
}

/// A facility whose departments are its own, at the list.
fn of_our_own() -> Stage {
    let mut stage = Stage::on((80, 24), Ambiguous::Narrow, |dir| {
        let path = dir.join("facility.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let (first, rest) = text.split_once("[[department]]").unwrap();
        let (departments, rest) = rest.split_once("[[system]]").unwrap();
        let departments = departments.replace("sample = true\n", "");
        std::fs::write(&path, format!("{first}[[department]]{departments}[[system]]{rest}")).unwrap();
    });
    to(&mut stage, "準備の様子");
    stage.press("Enter");
    stage
}

#[test]
fn a_list_of_patients_is_recorded_for_a_department_and_names_nobody() {
    let mut stage = of_our_own();
    to(&mut stage, "患者一覧を作ったという記録がまだない 9部門");
    stage.press("Enter");
    stage.shows("どの部門の患者一覧か");
    to(&mut stage, "病棟");
    stage.press("Enter");
    stage.shows("患者一覧を作ったと記録する");
    stage.shows("赤いファイル");
    stage.press("Tab Tab '昨日0600' Up '三十八' F10");
    stage.shows("数で書いてください");
    stage.press("Ctrl-u '３８' F10");
    stage.hides("患者一覧を作ったと記録する");
    let list = finding(&stage, |f| matches!(&f.what, What::PatientList(title) if title == "病棟"));
    assert_eq!((list.state, list.last.unwrap().to_string().as_str()), (State::Done, "2026-11-21"));
    assert!(matches!(&list.mend, Mend::Patients(ids) if ids.len() == 1));
    let never = finding(&stage, |f| matches!(f.what, What::ListsNeverRecorded(_)));
    assert!(matches!(&never.what, What::ListsNeverRecorded(titles) if titles.len() == 8));

    // The next evening it is too old; the board of an incident has it all the same.
    stage.wait(24 * 60);
    stage.press("Esc");
    to(&mut stage, "準備の様子");
    stage.press("Enter");
    to(&mut stage, "期限切れ 病棟の患者一覧");
    stage.press("Enter '今' Esc Esc");
    stage.start_again(None);
    stage.shows("書きかけ");
}

#[test]
fn what_was_typed_for_a_duty_comes_back() {
    let mut stage = opened();
    to(&mut stage, "情報セキュリティと個人情報の研修");
    stage.press("Enter Enter '途中の結果' Esc Esc");
    stage.start_again(None);
    stage.shows("書きかけ");
    stage.press("Down Enter");
    stage.shows("務めを済ませたと記録する");
    stage.press("Enter");
    stage.shows("途中の結果");
}

#[test]
fn readers_are_marked_and_recorded_together() {
    let mut stage = opened();
    to(&mut stage, "まだの人 10/10名");
    stage.press("Enter");
    stage.shows("読んだ人を記録する");
    stage.press("Enter");
    stage.shows("印の付いた人がいません");
    stage.press("Space Down Down Space Space Down Space");
    assert_eq!(stage.screen().matches("[x]").count(), 2, "{}", stage.screen());
    stage.press("Enter");
    stage.hides("[x]");
    stage.shows("まだの人 8/10名");
    let seen = stage.session.model.seen.clone().unwrap();
    let reading = &seen.readiness.as_ref().unwrap().readings[0];
    let read: Vec<&str> = reading
        .people
        .iter()
        .filter(|reader| matches!(reader.mark, ReadMark::Read(_)))
        .map(|reader| reader.person.as_str())
        .collect();
    assert_eq!(read, ["sato", "tanaka"]);
}

#[test]
fn what_is_mended_in_a_file_is_said_with_the_file() {
    let mut stage = opened();
    to(&mut stage, "復元の試し: 電子カルテ 毎日の控え");
    stage.press("Enter");
    stage.shows("facility.toml");
    stage.shows("担当 情報システム管理者");
    stage.press("Enter");
    stage.shows("準備の様子");
}

#[test]
fn the_report_and_the_chart_are_saved_from_the_menu() {
    let mut stage = Stage::new();
    stage.choose("点検用の報告を保存する");
    stage.shows("保存しました");
    stage.press("Enter");
    stage.choose("連絡体制図を保存する");
    stage.shows("保存しました");
    let names: Vec<String> = std::fs::read_dir(stage.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("sonae-"))
        .collect();
    assert!(names.contains(&"sonae-inspection-20261122-0031.html".to_owned()), "{names:?}");
    assert!(names.contains(&"sonae-contact-chart-20261122-0031.svg".to_owned()), "{names:?}");
    stage.press("Enter");
    stage.choose("準備の様子を見る");
    stage.shows("未実施 ");
}

#[test]
fn a_drill_that_somebody_held_counts() {
    let mut stage = Stage::new();
    let drill = |stage: &Stage| finding(stage, |f| f.group == Group::Drills && matches!(f.what, What::Duty(_)));
    assert_eq!(drill(&stage).state, State::NotDone);
    stage.press("F3 5 '訓練の印字' Enter Enter");
    stage.start_again(None);
    assert_eq!(drill(&stage).state, State::NotDone, "it was only begun");
    stage.press("Enter");
    let open = stage.session.model.open.clone().unwrap();
    let closed = stage.session.model.deed(Command::Close);
    stage.carry_out(vec![Effect::Act(0, open.id, Box::new(closed))]);
    stage.start_again(None);
    assert_eq!(drill(&stage).state, State::Done);
}
