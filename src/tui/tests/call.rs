//! What to say on the telephone, and who was there the last time; the list of first things, and the declaration's keys.

use super::stage::{SIZES, Stage};
use crate::domain::event::CallResult;
use crate::text::width::Ambiguous;
use crate::tui::digest::derived::Derived;

#[test]
fn what_to_say_stands_under_the_number() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            stage.press("Down Down Enter");
            let name = stage.session.model.plan().unwrap().facility.name.clone();
            for part in [name.as_str(), "言うこと:", "00:31に気付いたこと", "英語の紙", "用件:", "復唱してもらう"]
            {
                assert!(stage.screen().contains(part), "{size:?} {part}\n{}", stage.screen());
            }
            let screen = stage.screen();
            let at = |part: &str| screen.lines().position(|row| row.contains(part)).unwrap();
            assert!(at("かけられない") < at("言うこと"), "{screen}");
            assert!(at("復唱") < at("結果はどうでしたか"), "{screen}");
            assert_eq!(stage.caret(), None);
            // What came of it before stays in sight.
            stage.press("F2 Esc Left");
            stage.shows("これまで: ");
        }
    }
}

#[test]
fn who_sits_here_says_so_and_a_drill_is_called_one() {
    let mut stage = Stage::new();
    stage.press("F3 5 '訓練のプリンタ' Enter Enter Enter Enter 'やまだ' Enter Down Enter");
    stage.shows("訓練です。");
    stage.shows("の山田 恵です。");
}

#[test]
fn who_was_there_before_is_a_hint_and_no_text() {
    let mut stage = Stage::begun();
    stage.press("Down Down Enter 4 '夜勤の方' Enter '折り返しを頼んだ' Enter Esc");
    assert_eq!(stage.incident().calls[0].made.result, CallResult::Message);
    stage.press("1");
    stage.shows("前に出た人は 夜勤の方");
    let label = stage.caret().unwrap();
    stage.press("Enter 'つながった' Enter");
    let calls = stage.incident().calls.clone();
    assert_eq!(calls[1].made.spoke_to, None, "a hint is not recorded");
    assert!(label.0 > 0);
}

#[test]
fn keys_of_the_declaration_hold_in_both_lists() {
    for way in ["", "Tab "] {
        let mut stage = Stage::begun();
        stage.press("Enter Enter 'やまだ' Enter F8 1 1 1 1 1 2 3 3 1 1 F8");
        stage.shows("F2不在");
        stage.hides("F4仮宣言");
        stage.press(&format!("{way}F2"));
        assert_eq!(stage.incident().calls.len(), 1, "{way}");
        stage.shows("F4仮宣言");
        stage.press("F4");
        stage.shows("山田 恵の仮宣言として記録します");
        assert!(stage.caret().is_some());
    }
}

#[test]
fn in_the_grounds_one_key_changes_between_the_two_declarations() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            stage.press("Enter Enter 'やまだ' Enter F8 1 1 1 1 1 2 3 3 1 1 F8");
            // Nobody was called in vain: there is nothing to change to, and the footer does not say so.
            stage.press("Enter Enter '全部止まった'");
            stage.hides("F4");
            stage.shows("佐藤 一郎の宣言として記録します。");
            stage.press("F4");
            stage.shows("佐藤 一郎の宣言として記録します。");
            stage.press("Esc F2 Up Enter");
            stage.shows("F4仮宣言");
            stage.shows("誰も出ないときは F4 で仮宣言にできます");
            stage.shows("全部止まった");
            let caret = stage.caret();
            stage.press("F4");
            stage.shows("山田 恵の仮宣言として記録します。すぐ効きます。");
            stage.shows("F4宣言");
            stage.hides("伝え方");
            assert_eq!(stage.caret(), caret, "{size:?}");
            stage.press("F4");
            stage.shows("佐藤 一郎の宣言として記録します。");
            stage.shows("伝え方");
            stage.press("F4 F10");
            let declared = stage.incident();
            let made = declared.declaration().unwrap();
            assert!(made.awaits_confirmation() && made.made.grounds == "全部止まった", "{size:?}");
        }
    }
}

#[test]
fn the_whole_title_of_the_chosen_first_thing_is_always_in_sight() {
    for size in [(80, 24), (100, 30), (120, 40), (200, 60), (60, 20), (60, 17)] {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            let open = stage.session.model.open.clone().unwrap();
            let titles: Vec<String> = crate::tui::screens::first_things::items(&open)
                .iter()
                .map(|step| crate::domain::wording::step_title(step.placed.step, step.department))
                .collect();
            for title in titles {
                let bare = |text: &str| text.split_whitespace().collect::<String>();
                let below: Vec<String> = stage
                    .screen()
                    .lines()
                    .skip_while(|row| !row.starts_with(['├', '+']) || row.contains("最初にやること"))
                    .map(|row| row.trim_matches(['│', '|', ' ']).to_owned())
                    .collect();
                assert!(bare(&below.concat()).contains(&bare(&title)), "{size:?} {title}\n{}", stage.screen());
                stage.press("Down");
            }
        }
    }
}

#[test]
fn long_titles_take_two_rows_where_there_is_room() {
    let stage = Stage::begun_at((100, 40), Ambiguous::Narrow);
    let screen = stage.screen();
    let list = screen.lines().take_while(|row| !row.starts_with('├'));
    assert!(list.into_iter().all(|row| !row.contains('~')), "{screen}");
}

#[test]
fn the_sheet_is_worked_out_once_until_something_changes() {
    let mut stage = Stage::begun();
    let (derived, worked) = (Derived::<u8, usize>::default(), std::cell::Cell::new(0));
    let ask = |stage: &Stage, key| {
        let found = derived.get(&stage.session.model, key, |open| {
            worked.set(worked.get() + 1);
            open.incident.calls.len()
        });
        (found.map(|calls| *calls), worked.get())
    };
    assert_eq!(ask(&stage, 0), (Some(0), 1));
    assert_eq!(ask(&stage, 0), (Some(0), 1), "nothing has changed");
    assert_eq!(ask(&stage, 1), (Some(0), 2), "asked for another one");
    stage.press("Down Down Enter F2");
    assert_eq!(ask(&stage, 1), (Some(1), 3), "a call was recorded");
    stage.session.model.now += chrono::TimeDelta::minutes(1);
    assert_eq!(ask(&stage, 1), (Some(1), 4), "what is due depends on the time");
    stage.session.model.open = None;
    assert_eq!(ask(&stage, 1), (None, 4));
}
