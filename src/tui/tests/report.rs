//! The report on the screen: read through, and taken away in several forms.

use super::stage::{SIZES, Stage};
use crate::message::{Exit, Message};
use crate::text::width::Ambiguous;
use crate::tui::msg::{Effect, Msg, Reply};
use crate::tui::view;

/// The names of what was saved, without the folders and files of the site.
fn saved(stage: &Stage) -> Vec<String> {
    let files = std::fs::read_dir(stage.dir.path()).unwrap().flatten();
    let mut names: Vec<String> = files.map(|file| file.file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with("sonae-"));
    names.sort();
    names
}

#[test]
fn it_is_read_before_it_is_saved() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            stage.press("F5 '廊下の電話も不通' Enter Esc F12");
            stage.shows("報告書 1-");
            stage.shows("事案報告書");
            stage.shows("病棟のプリンタが英語の紙を出し続けている");
            stage.shows("Enter保存");
            assert_eq!(stage.caret(), None, "nothing is typed here");
            assert!(saved(&stage).is_empty());
            // All of it can be reached, and the end is the end.
            let mut read = String::new();
            for _ in 0..60 {
                read.push_str(&stage.screen());
                stage.press("PageDown");
            }
            let end = stage.screen();
            for part in ["廊下の電話も不通", "クロノロジー", "指紋"] {
                assert!(read.contains(part), "{size:?} {part}\n{read}");
            }
            stage.press("End Down PageDown");
            assert_eq!(stage.screen(), end, "{size:?}");
            stage.press("Up");
            assert_ne!(stage.screen(), end, "one row up is seen at once");
            stage.press("Home");
            stage.shows("報告書 1-");
            stage.press("Esc");
            stage.hides("報告書 1-");
        }
    }
}

#[test]
fn tab_goes_from_section_to_section() {
    let mut stage = Stage::begun();
    stage.press("Tab r");
    let row = |stage: &Stage| stage.screen().lines().nth(3).unwrap().to_owned();
    stage.shows("報告書 1-");
    stage.press("Tab");
    assert!(row(&stage).contains("# "), "{}", stage.screen());
    let first = row(&stage);
    stage.press("Tab");
    assert!(row(&stage).contains("# ") && row(&stage) != first, "{}", stage.screen());
    stage.press("BackTab");
    assert_eq!(row(&stage), first);
}

#[test]
fn enter_saves_and_says_where_and_how_to_take_it_away() {
    let mut stage = Stage::begun();
    stage.press("Tab F12 Enter");
    stage.shows("報告書を保存しました");
    stage.shows("USBメモリ");
    let names = saved(&stage);
    assert!(matches!(names.as_slice(), [only] if only.ends_with("-20261122-0031.html")), "{names:?}");
    // Nothing new: the same file. A line more: a further one.
    stage.press("Enter Enter");
    assert_eq!(saved(&stage), names);
    stage.press("Enter F5 '追記' Enter Esc");
    stage.press("Enter");
    stage.shows("報告書を保存しました");
    let names = saved(&stage);
    assert_eq!(names.len(), 2, "{names:?}\n{}", stage.screen());
    assert!(names.iter().any(|name| name.ends_with("-20261122-0031-2.html")), "{names:?}");
}

#[test]
fn every_form_can_be_chosen() {
    let mut stage = Stage::begun();
    stage.press("Tab F12");
    for (downs, extension, says) in [
        ("", "html", "<html"),
        ("Down", "md", "# 事案報告書"),
        ("Down Down", "csv", "プリンタ"),
        ("Down Down Down", "json", "\"rows\""),
        ("Down Down Down Down", "jsonl", "\"text\""),
    ] {
        stage.press("F2");
        stage.shows("どの形式で保存しますか");
        stage.press(downs);
        stage.press("Enter");
        stage.shows("保存しました");
        stage.press("Enter");
        let name = saved(&stage).into_iter().find(|name| name.ends_with(&format!(".{extension}"))).unwrap();
        let text = std::fs::read_to_string(stage.dir.path().join(name)).unwrap();
        assert!(text.contains(says), "{extension}\n{text}");
    }
}

#[test]
fn what_is_added_stands_in_it() {
    let mut stage = Stage::begun();
    stage.press("Tab F12 End");
    stage.press("F5 'ここで分かったこと' Enter Esc");
    stage.shows("報告書");
    stage.press("Home");
    let mut read = String::new();
    for _ in 0..60 {
        read.push_str(&stage.screen());
        stage.press("PageDown");
    }
    assert!(read.contains("ここで分かったこと"), "{read}");
}

#[test]
fn a_drill_is_marked_on_top() {
    let mut stage = Stage::new();
    stage.press("F3 5 '訓練のプリンタ' Enter Enter Tab F12");
    stage.shows("【訓練】報告書 1-");
    stage.shows("【訓練】事案報告書");
    stage.press("End");
    stage.shows("【訓練】報告書");
}

#[test]
fn until_it_is_made_and_when_it_cannot_be_made_the_screen_says_so() {
    let mut stage = Stage::begun();
    stage.press("Tab");
    let effects = stage.session.update(Msg::Key(super::stage::named("F12")));
    let [Effect::Preview(id)] = effects.as_slice() else { panic!("{effects:?}") };
    stage.shows("作成中");
    // Asked once, not at each key.
    assert!(stage.session.update(Msg::Key(super::stage::named("Down"))).is_empty());
    let message = Message::new("record", Exit::Record, "読めない".to_owned());
    stage.session.update(Msg::Reply(Box::new(Reply::Preview(id.clone(), Err(message)))));
    stage.shows("読めない");
    stage.press("Enter");
    stage.shows("報告書を作れませんでした");
    stage.press("Esc F12");
    stage.shows("報告書 1-");
}

#[test]
fn without_an_incident_there_is_none() {
    let mut stage = Stage::new();
    let before = stage.screen();
    stage.press("F12");
    assert_eq!(stage.screen(), before);
}

#[test]
fn a_window_of_another_size_keeps_the_end_in_sight() {
    let mut stage = Stage::begun();
    stage.press("Tab F12");
    stage.screen();
    stage.press("End");
    for size in [(200, 60), (60, 20), (40, 12), (80, 24)] {
        stage.size = size;
        assert!(stage.screen().lines().count() > 3, "{size:?}");
        assert!(size.0 >= view::SMALLEST.0);
    }
}
