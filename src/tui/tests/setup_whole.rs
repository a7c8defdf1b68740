//! From an empty folder to a clinic's own site, through keys, in one afternoon: 20 people out of a CSV in Shift_JIS, 30 contacts out of
//! a workbook, the rest by hand; then what `check` says is true.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::stage::Stage;
use crate::site::{Severity, Site};

/// What `check` finds in a site that was set up, part by part.
const EXPECTED: [&str; 5] = ["backups-one-method", "no-channel", "no-procedure", "system-without-backup", "unverified"];

/// Opens the part with this number.
fn part(stage: &mut Stage, number: usize) {
    for _ in 0..5 {
        if !stage.screen().contains("施設の準備 (") {
            stage.press("Esc");
        }
    }
    stage.press("Home");
    for _ in 1..number {
        stage.press("Down");
    }
    stage.press("Enter");
}

/// Twenty people, with the titles that a clinic has, and one that no role has.
fn staff(stage: &Stage) -> PathBuf {
    let titles = [
        ("院長、運用責任者、個人情報保護責任者", "青木 進", "あおき すすむ"),
        ("看護師長、情報システム管理者", "石井 幸子", "いしい さちこ"),
        ("事務長", "上田 薫", "うえだ かおる"),
        ("当直医", "江口 剛", "えぐち つよし"),
        ("当直看護師", "小川 希", "おがわ のぞみ"),
        ("当直看護師", "片岡 翠", "かたおか みどり"),
        ("薬剤師", "北村 朗", "きたむら あきら"),
        ("事務", "久保 蓮", "くぼ れん"),
        ("証拠を残す係", "小池 航", "こいけ わたる"),
        ("問い合わせ窓口", "坂本 円", "さかもと まどか"),
        ("各部門の責任者", "清水 碧", "しみず あおい"),
        ("対策本部", "須藤 仁", "すどう じん"),
        ("看護師", "瀬川 泉", "せがわ いずみ"),
        ("看護師", "曽根 綾", "そね あや"),
        ("臨床検査技師", "滝沢 潤", "たきざわ じゅん"),
        ("放射線技師", "千葉 悟", "ちば さとる"),
        ("管理栄養士", "津田 藍", "つだ あい"),
        ("准看護師", "寺田 椿", "てらだ つばき"),
        ("理学療法士", "豊田 陸", "とよだ りく"),
        ("庭師", "永井 巧", "ながい たくみ"),
    ];
    let mut csv = "職員名簿\r\n氏名,ふりがな,役職,電話番号\r\n".to_owned();
    for (at, (title, name, kana)) in titles.iter().enumerate() {
        csv.push_str(&format!("{name},{kana},{title},090-0000-{:04}\r\n", at + 1));
    }
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(&csv);
    assert!(!lost);
    let path = stage.dir.path().join("職員名簿.csv");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Thirty contacts: 20 vendors and 10 offices.
fn contacts(stage: &Stage) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("連絡先").unwrap();
    for (column, head) in ["名称", "窓口", "種別", "電話（平日）", "夜間", "確認日"].iter().enumerate()
    {
        sheet.write_string(0, u16::try_from(column).unwrap(), *head).unwrap();
    }
    for row in 1..=30_u32 {
        let office = row > 20;
        let name = if office { format!("さくら県 窓口{row}") } else { format!("桜システム{row}") };
        let cells = [
            name,
            "受付".to_owned(),
            if office { "役所" } else { "保守会社" }.to_owned(),
            format!("03-1111-{row:04}"),
            if office { String::new() } else { format!("03-2222-{row:04}") },
            if row == 30 { String::new() } else { "2026/11/20".to_owned() },
        ];
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row, u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    let path = stage.dir.path().join("連絡先.xlsx");
    book.save(&path).unwrap();
    path
}

/// Reads a table in whose place is typed, as the kind that stands so many rows down.
fn read_in(stage: &mut Stage, path: &std::path::Path, kind: usize) {
    part(stage, 15);
    stage.paste(&path.display().to_string());
    stage.press("Enter");
    stage.shows("何の表ですか");
    for _ in 0..kind {
        stage.press("Down");
    }
    stage.press("Enter");
}

/// What `check` says, by code and what it is about.
fn findings(site: &Site) -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for finding in site.diagnostics() {
        found.entry(finding.code).or_default().push(finding.message.clone());
    }
    found
}

#[test]
#[expect(clippy::too_many_lines, reason = "one afternoon, in its order")]
fn from_an_empty_folder_to_a_clinics_own_site() {
    let mut stage = Stage::new();
    stage.press("{自院のものにする}");
    // 1 The name.
    part(&mut stage, 1);
    stage.press("'さくら内科クリニック' Enter 'sakura-clinic' F10");
    stage.shows("保存しました");

    // 13 Twenty people; who is invented goes.
    let path = staff(&stage);
    read_in(&mut stage, &path, 0);
    stage.shows("Shift_JIS");
    stage.shows("足す 20");
    stage.press("BackTab");
    stage.shows("庭師");
    stage.press("Tab F4");
    stage.shows("消す 10");
    stage.press("Enter");
    stage.shows("保存しました");

    // 13 Thirty contacts.
    let path = contacts(&stage);
    read_in(&mut stage, &path, 1);
    stage.shows("足す 30");
    stage.press("Enter");
    stage.shows("保存しました");

    // 3 and 4 Who stands in, in order.
    for number in [3, 4] {
        part(&mut stage, number);
        let count = if number == 3 { 3 } else { 10 };
        for at in 0..count {
            stage.press("Home");
            (0..at).for_each(|_| stage.press("Down"));
            stage.press("Enter");
            // From the last line upwards: the name, then the alternates.
            stage.press("BackTab BackTab BackTab Ctrl-u 'えぐち' Tab Ctrl-u 'うえだ' F10");
        }
    }
    stage.shows("代行 江口 剛、上田 薫");

    // 5 Whom runbooks call by name.
    part(&mut stage, 5);
    let places = ["あおき", "えぐち", "いしい", "うえだ", "おがわ", "かたおか", "きたむら", "くぼ", "こいけ"];
    for (at, name) in places.iter().enumerate() {
        stage.press("Home");
        (0..at).for_each(|_| stage.press("Down"));
        stage.press("Enter");
        stage.paste(name);
        stage.press("F10");
        stage.shows("保存しました");
    }
    // 6 Departments as they are.
    part(&mut stage, 6);
    stage.press("F4 Enter");
    // 6 Systems: the vendor of each is one of one's own; the sample ones go.
    part(&mut stage, 8);
    stage.press("F10");
    stage.shows("一覧に載っているので、消せません");
    stage.press("Enter");
    stage.shows("うち見本 22件");
    // All of them are called by a runbook, so each becomes one's own, by hand.
    for at in 0..22 {
        stage.press("Home");
        (0..at).for_each(|_| stage.press("Down"));
        stage.press("Enter Ctrl-u");
        stage.paste(&format!("自院の会社{at}"));
        stage.press("Tab Tab Ctrl-u '03-3333-0000' BackTab BackTab BackTab Right F10");
        stage.shows("保存しました");
    }
    part(&mut stage, 7);
    for at in 0..10 {
        stage.press("Home");
        (0..at).for_each(|_| stage.press("Down"));
        stage.press("Enter Tab Tab Tab Right F10");
    }
    stage.shows("自院の会社9");
    // 8 The authorities that the pack names: one's own prefecture.
    part(&mut stage, 9);
    stage.press(
        "Home Down Enter Ctrl-u 'さくら県 医務課' Tab Tab Ctrl-u '043-000-1111' BackTab BackTab BackTab Right F10",
    );
    stage.shows("さくら県 医務課");
    // 9 Cut-offs: where, by whom alone, after how many minutes.
    part(&mut stage, 10);
    for (at, place) in ["受付の裏の棚", "院長室の壁", "処置室の箱"].iter().enumerate() {
        stage.press("Home");
        (0..at).for_each(|_| stage.press("Down"));
        stage.press("Enter Tab Tab Ctrl-u");
        stage.paste(place);
        // The wait is the last line but one.
        stage.press("BackTab BackTab BackTab BackTab Ctrl-u '15' F10");
        stage.shows("保存しました");
    }
    // 10 Levels as they are, 11 one backup of one's own, 12 a place for the second copy.
    part(&mut stage, 11);
    stage.press("F4 Enter");
    part(&mut stage, 12);
    stage.press("F10 Enter");
    stage.press(
        "F2 '毎日の控え' Enter Right Enter '外付けに写す' Enter '1日1回' Enter '7' Enter '外付けHDD' Enter Right Enter",
    );
    stage.press("'院長室の金庫' Enter Right Right Right Enter '業者を呼ぶ' Enter '2026-11-01' F10");
    stage.shows("毎日の控え");
    part(&mut stage, 13);
    stage.press("F2 'USB' Enter 'usb' F10");

    // What is written is what was meant, and nothing of it is wrong.
    let site = Site::open(stage.dir.path()).unwrap();
    let facility = &site.plan().facility;
    assert_eq!((facility.name.as_str(), facility.id.as_str()), ("さくら内科クリニック", "sakura-clinic"));
    assert_eq!((facility.people.len(), facility.samples()), (20, 0));
    assert!(site.contacts().iter().all(|contact| !contact.sample), "{:#?}", findings(&site));
    assert_eq!(site.contacts().iter().filter(|contact| contact.name.starts_with("桜システム")).count(), 20);
    for role in ["operations-manager", "privacy-officer", "system-manager"] {
        let people: Vec<&str> =
            facility.holders_and_alternates(role).iter().map(|person| person.name.as_str()).collect();
        let holder = if role == "system-manager" { "石井 幸子" } else { "青木 進" };
        assert_eq!(people, [holder, "江口 剛", "上田 薫"], "{role}");
    }
    assert!(facility.cutoffs.iter().all(|cutoff| cutoff.alone_after == Some(15) && !cutoff.alone.is_empty()));
    assert!(facility.systems.iter().all(|system| system.vendor.is_some()));
    assert_eq!((facility.backups.len(), facility.mirrors.len(), facility.levels.len()), (1, 1, 3));
    let backup = &facility.backups[0];
    assert!(backup.apart && backup.keeper.is_some() && backup.tested.as_deref() == Some("2026-11-01"), "{backup:?}");

    // The true ones: the pack's offices whose numbers nobody has looked up, and numbers that nobody has checked yet, of staff, of the
    // pack's offices, and the one without a date; and what nobody has written about backups and how systems are restored.
    let found = findings(&site);
    assert!(site.diagnostics().iter().all(|finding| !finding.is_error()), "{found:#?}");
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), EXPECTED, "{found:#?}");
    let nowhere = |contact: &&crate::domain::contact::Contact| {
        !contact.sample && contact.person.is_none() && contact.channels().next().is_none()
    };
    assert_eq!(found["no-channel"].len(), site.contacts().iter().filter(nowhere).count());
    let unverified = &found["unverified"];
    let staff = site.contacts().iter().filter(|contact| contact.person.is_some()).count();
    let offices =
        site.contacts().iter().filter(|contact| contact.source.iter().any(|_| true) && contact.verified.is_none());
    assert_eq!(unverified.len(), staff + offices.count() + 1, "{unverified:#?}");
    assert!(unverified.iter().any(|message| message.contains("さくら県 窓口30")), "{unverified:#?}");

    // The terminal says the same, and the home screen has nothing sample left.
    part(&mut stage, 16);
    let warnings = site.diagnostics().iter().filter(|finding| finding.severity == Severity::Warning).count();
    stage.shows(&format!("誤り 0、注意 {warnings}"));
    stage.press("Esc Esc");
    stage.shows("さくら内科クリニック");
    stage.hides("見本");
    // Comments and order of the pack are still there.
    let text = std::fs::read_to_string(stage.dir.path().join("facility.toml")).unwrap();
    assert!(text.contains("# ---- 職員 ----") && text.contains("# ---- 切り離すところ"));
}
