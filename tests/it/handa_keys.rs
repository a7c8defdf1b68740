//! The morning of 2021-10-31 at a hospital of 120 beds, entered in the evening through the keyboard, late, out of order and for
//! others (published accounts of the incident: printers at 00:30, confirmed about 08:00, headquarters, press at 16:00).

use sonae::domain::condition::Truth;
use sonae::domain::suggest;
use sonae::domain::when::Precision;

use crate::nurse::Nurse;
use crate::support::moment;

/// A memo of something that happened earlier, for somebody else.
fn memo(clerk: &mut Nurse, text: &str, time: &str, whose: &str) {
    clerk.press("F5").types(text).press("Tab").types(time).press("Tab Tab Tab").types(whose).press("F10");
}

#[test]
fn a_morning_typed_in_the_evening_reads_in_the_order_in_which_it_happened() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let mut clerk = Nurse::at(&site, "2021-10-31T19:00:00+09:00", (120, 40));

    // The first sign, 18 and a half hours ago, seen by the nurse on night duty.
    clerk.press("Enter 5").types("病棟の複数のプリンタが英文を印字し続ける。紙切れまで止まらない");
    clerk.press("Tab").types("0030").press("Tab").types("山田").press("F10");
    clerk.sees("ランサムウェア").press("Enter");

    // Out of order: the evening's news first. Who types is asked after the first memo.
    memo(&mut clerk, "記者会見を開いた", "1600", "佐藤");
    clerk.sees("入力しているのは誰ですか").types("伊藤").press("Enter");
    memo(&mut clerk, "サーバの画面で、ランサムウェアの文を確認", "0800頃", "田中");
    memo(&mut clerk, "保守会社に電話したが、再起動では直らない", "明け方", "山田");
    memo(&mut clerk, "南海トラフ地震用のBCPに従い、災害対策本部を設置", "1000", "佐藤");
    memo(&mut clerk, "外来は原則停止、予約の再診だけ受ける方針", "1010", "佐藤");

    // The questions, left in the middle and taken up again.
    clerk.press("F8 1 1 1").press("Esc").press("F8").sees("4/10").press("1 1 1 3 1 3 1");

    // The declaration of the morning, by the manager, reported in person.
    clerk.press("F8").sees("非常時の宣言").press("Enter Enter");
    clerk.types("バックアップも含めて全体が使えない。感染を確認した").press("Tab").types("1005").press("F10");
    // The step of the runbook that is the declaration is offered as done, at its time and by its person.
    clerk.sees("レベル3").sees("手順の記録").sees("10/31 10:05").sees("佐藤 一郎").press("F10");

    let incident = clerk.incident();
    assert_eq!(incident.noticed_at(), Some(moment("2021-10-31T00:30:00+09:00")));
    let texts: Vec<&str> = incident.chronology().iter().map(|entry| entry.text()).collect();
    let place =
        |part: &str| texts.iter().position(|text| text.contains(part)).unwrap_or_else(|| panic!("{part}: {texts:#?}"));
    let order = [
        "英文を印字",
        "再起動では直らない",
        "ランサムウェアの文",
        "災害対策本部",
        "宣言",
        "外来は原則停止",
        "記者会見",
    ];
    let places: Vec<usize> = order.iter().map(|part| place(part)).collect();
    assert!(places.is_sorted(), "{texts:#?}");

    let declaration = incident.declaration().unwrap();
    assert_eq!((declaration.made.level, declaration.made.provisional), (3, false));
    assert_eq!(declaration.at, Some(moment("2021-10-31T10:05:00+09:00")));
    assert_eq!(declaration.actor.as_ref().unwrap().name, "佐藤 一郎");
    let about = incident.entries.iter().find(|entry| entry.text().contains("ランサムウェアの文")).unwrap();
    assert_eq!(about.when().precision(), Precision::About);
    assert!(about.is_unconfirmed(), "typed for 田中, who has not confirmed it");
    assert!(
        incident.entries.iter().filter(|entry| !entry.is_bookkeeping()).all(|entry| entry.by().is_some()),
        "claimed"
    );
    let plan = clerk.session.model.plan().unwrap();
    let third = suggest::levels(&incident, &plan).into_iter().find(|reading| reading.level == 3).unwrap();
    assert_eq!(third.truth, Truth::True);

    // Both times stand on each line of the chronology.
    clerk.press("F7").sees("起きた").sees("書いた");
    let rows: Vec<String> = clerk.screen().lines().map(ToOwned::to_owned).collect();
    let shown = rows.iter().find(|row| row.contains("記者会見")).unwrap();
    assert!(shown.contains("16:00") && shown.contains("19:00"), "{shown}");

    // The report is saved from the menu and tells the same.
    clerk.press("Esc F9");
    let up_to_report = clerk.screen().lines().filter(|row| row.starts_with("│")).position(|row| row.contains("報告書"));
    let chosen = clerk.screen().lines().filter(|row| row.starts_with("│")).position(|row| row.starts_with("│>"));
    for _ in chosen.unwrap()..up_to_report.unwrap() {
        clerk.press("Down");
    }
    clerk.press("Enter").sees("報告書 1-").sees("保存");
    clerk.press("Enter").sees("報告書を保存しました");
    let saved = std::fs::read_dir(&site).unwrap().map(|entry| entry.unwrap().path());
    let report = saved.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "html")).unwrap();
    let html = std::fs::read_to_string(report).unwrap();
    for part in ["2021-10-31 00:30", "2021-10-31 19:00", "レベル3", "感染を確認した", "佐藤 一郎", "代行 伊藤", "指紋"]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.find("英文を印字").unwrap() < html.rfind("記者会見を開いた").unwrap());
}
