//! An evening of twelve calls, some of them unanswered, taken down by keyboard: nobody is forgotten, every attempt stands in the
//! chronology, and who takes over finds what is open.

use super::stage::{SIZES, Stage};
use crate::domain::call_sheet::{ToCall, sheet};
use crate::domain::event::CallResult;
use crate::domain::open_items::{OpenKind, open_items};
use crate::text::width::Ambiguous;

/// Who is on the sheet, in order, with whether it was told.
fn on_sheet<T>(stage: &Stage, look: impl FnOnce(&[ToCall<'_>]) -> T) -> T {
    let model = &stage.session.model;
    let (open, seen) = (model.open.as_ref().unwrap(), model.seen.as_ref().unwrap());
    look(&sheet(&open.incident, &open.plan, &seen.contacts, model.now))
}

/// Back to the call sheet from wherever a call has led.
fn to_sheet(stage: &mut Stage) {
    for _ in 0..6 {
        let screen = stage.screen();
        if screen.contains("Esc 閉じる") || screen.contains("結果はどうでしたか") {
            stage.press("Esc");
        } else if screen.contains("┌ 連絡票 ") {
            return;
        } else {
            stage.press("F6");
        }
    }
    panic!("no call sheet\n{}", stage.screen());
}

/// Chooses somebody on the call sheet and opens the call.
fn call(stage: &mut Stage, name: &str) {
    to_sheet(stage);
    stage.press("Home");
    for _ in 0..40 {
        if stage.screen().lines().any(|row| row.starts_with(&format!("│ > {name}"))) {
            return stage.press("Enter");
        }
        stage.press("Down");
    }
    panic!("{name} is not on\n{}", stage.screen());
}

/// At the guide of an attack, the three questions answered.
fn evening() -> Stage {
    let mut stage = Stage::begun();
    stage.press("Enter Enter 'やまだ' Enter Tab");
    stage.press("F8 1 1 1 1 1 1 1 1 1 1 Esc");
    stage
}

#[test]
fn an_evening_of_twelve_calls_forgets_nobody() {
    let mut stage = evening();
    let before: Vec<String> = on_sheet(&stage, |rows| rows.iter().map(|row| row.id.to_string()).collect());
    assert!(before.len() > 12, "{before:?}");

    // 1 the director does not answer; the deputy offers himself, and is told.
    call(&mut stage, "佐藤 一郎");
    stage.press("F2");
    stage.shows("代わりに 高橋 誠 へ: F3");
    stage.press("F3 1 '高橋' Enter '来るとのこと' F10");
    // 3 the vendor is busy, 4 and again, 5 then answers, gives a number and asks for something.
    stage.wait(2);
    call(&mut stage, "見本メディカルシステム");
    stage.press("3 Enter");
    stage.wait(6);
    call(&mut stage, "見本メディカルシステム");
    stage.press("3 Enter");
    stage.wait(16);
    call(&mut stage, "見本メディカルシステム");
    stage.press("1 '大山' Enter '夜間の担当' Enter 'K-1123' Enter 'ログの写し' F10");
    // 6 the police want to call back at 03:00; that is a message, and they have it not.
    call(&mut stage, "都道府県警察");
    stage.press("4 '当直' Enter '担当が折り返す' Tab Tab Tab Tab Tab");
    stage.press(
        "BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace BackSpace",
    );
    stage.press("'0300' F10");
    // 7 a fax to the health center, which somebody there has confirmed: told.
    call(&mut stage, "保健所");
    stage.press("5 '一報を送り、受け取ったと電話があった' Tab Left F10");
    // 8 the ministry, typed late and for the clerk who called.
    call(&mut stage, "厚生労働省");
    stage.press("2 '呼び出すだけ' Tab Tab Tab '-12' Tab 'たなか' F10");
    // 9 the prefecture says it is the wrong desk, 10 the network does not answer, 11 the backup people are told, 12 the operator too.
    call(&mut stage, "都道府県（");
    stage.press("6 '医務課へ回された' F10");
    call(&mut stage, "見本ネットワークサービス");
    stage.press("F2");
    call(&mut stage, "見本診療記録保管センター");
    stage.press("1 '宿直' Enter '止めた' F10");
    call(&mut stage, "見本地域医療連携協議会");
    stage.press("1 '事務局' Enter '利用を止めた' F10");

    let incident = stage.incident();
    assert_eq!(incident.calls.len(), 12, "{:#?}", stage.lines());
    // Every attempt is in the chronology, by when it was made, with who called.
    let texts: Vec<String> = incident.chronology().iter().map(|entry| entry.text().to_owned()).collect();
    let of_calls: Vec<&String> = texts.iter().filter(|text| text.contains("へ連絡: ")).collect();
    assert_eq!(of_calls.len(), 12, "{texts:#?}");
    for said in [
        "話中",
        "受付番号: K-1123",
        "求められたこと: ログの写し",
        "次にかける: 2026-11-22 03:00",
        "〔伝達済〕",
        "担当外",
    ] {
        assert!(texts.iter().any(|text| text.contains(said)), "{said}: {texts:#?}");
    }
    let late = incident.calls.iter().find(|call| call.made.contact.as_str() == "mhlw").unwrap();
    assert_eq!(late.actor.as_ref().unwrap().name, "田中 修");
    let entry = incident.entry(&late.line).unwrap();
    assert!(entry.is_unconfirmed() && entry.at().unwrap() < entry.recorded_at(), "typed later, by somebody else");
    let vendor = incident.calls.iter().rfind(|call| call.made.contact.as_str() == "vendor-ehr").unwrap();
    assert_eq!(vendor.made.duties.as_ref().map(|duties| duties[0].as_str()), Some("vendor"));

    // Whoever was to be called was told or still is to be called: nobody fell out.
    on_sheet(&stage, |rows| {
        for id in &before {
            assert!(rows.iter().any(|row| row.id.as_str() == id), "{id} is forgotten");
        }
        let open = |id: &str| rows.iter().any(|row| row.id.as_str() == id && !row.is_told());
        for id in ["sato", "vendor-ehr", "vendor-network", "police", "mhlw", "prefecture"] {
            assert!(open(id), "{id}");
        }
        for id in ["takahashi", "health-center"] {
            let row = rows.iter().find(|row| row.id.as_str() == id).unwrap();
            assert!(!open(id), "{id} {:#?} {:#?}", row.whys, row.attempts);
        }
    });

    // What is open is at home and in the hand-over, each with its name.
    let open = stage.session.model.open.clone().unwrap();
    let items = open_items(&open.incident, &open.plan);
    let handed: Vec<&str> =
        items.iter().filter(|item| matches!(item.what, OpenKind::Call(_))).map(|item| item.title.as_str()).collect();
    assert_eq!(handed.len(), 6, "{handed:?}");
    for name in [
        "佐藤 一郎",
        "見本メディカルシステム 求められたこと: ログの写し",
        "都道府県警察",
        "厚生労働省",
        "都道府県（",
        "見本ネットワークサービス",
    ] {
        assert!(handed.iter().any(|title| title.starts_with(name)), "{name}: {handed:?}");
    }
    to_sheet(&mut stage);
    stage.press("{非常時を解除する}");
    stage.shows("[かけ直し・回答]");
    for _ in 0..6 {
        if !stage.screen().contains("┌ 事案 ") {
            stage.press("Esc");
        }
    }
    stage.shows("かけ直し・回答 6");
}

#[test]
fn the_sheet_says_who_is_next_why_and_at_which_number() {
    for size in SIZES {
        for mode in [Ambiguous::Narrow, Ambiguous::Wide] {
            let mut stage = Stage::begun_at(size, mode);
            stage.press("F6");
            for part in ["連絡票", "次にかける: ", "かけられない", "手順", "Enter連絡"] {
                assert!(stage.screen().contains(part), "{size:?} {part}\n{}", stage.screen());
            }
            // The list of contacts is one key away, by either key.
            stage.press("Tab");
            stage.shows("連絡先 (");
            stage.press("Esc F6");
            stage.shows("連絡先 (");
        }
    }
}

#[test]
fn who_is_told_leaves_the_call_and_the_next_one_is_chosen() {
    let mut stage = evening();
    stage.press("F6");
    let first = on_sheet(&stage, |rows| rows[0].name.clone());
    stage.shows(&format!("次にかける: {first}"));
    stage.press("Enter 1 F10");
    // A step that this was is offered as done, at once; behind it lies the sheet with the next one.
    to_sheet(&mut stage);
    let second = on_sheet(&stage, |rows| rows[0].name.clone());
    assert_ne!(first, second);
    stage.shows(&format!("次にかける: {second}"));
    stage.shows("伝達済1件");
}

#[test]
fn from_the_first_screen_one_key_leads_to_the_calls_of_what_goes_on() {
    let mut stage = Stage::new();
    stage.press("F6");
    stage.shows("始める");
    let mut stage = Stage::begun();
    stage.press("Esc Esc F6");
    stage.shows("連絡票");
}

#[test]
fn a_message_is_tried_again_unless_somebody_says_that_they_have_it() {
    let mut stage = evening();
    call(&mut stage, "都道府県警察");
    stage.press("4 '当直'");
    // When to try again stands there already, and is no promise.
    stage.shows("次にかける");
    stage.press("F10");
    let made = stage.incident().calls[0].made.clone();
    assert_eq!((made.result, made.told, made.again, made.duties), (CallResult::Message, None, None, None));
    stage.press("4 Tab Tab Tab Tab Left F10");
    let made = stage.incident().calls[1].made.clone();
    assert!(made.is_told() && made.duties.is_some(), "{made:?}");
}

#[test]
fn a_number_that_was_tried_is_named_where_there_are_several() {
    let mut stage = evening();
    call(&mut stage, "都道府県警察");
    stage.press("2");
    stage.shows("かけた番号");
    stage.press("Tab Tab Right F10");
    assert_eq!(stage.incident().calls[0].made.number.as_deref(), Some("#9110"));
    // Numbers of an entry that is made up are none.
    call(&mut stage, "見本メディカルシステム");
    stage.press("2");
    stage.hides("かけた番号");
}
