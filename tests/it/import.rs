//! From an empty folder to a clinic's own staff and contacts out of a spreadsheet, by commands; and what is refused on the way.

use std::fs;

use crate::program::{TestSite, error_of};

/// Twenty people as a clerk keeps them: a head in the third row, half-width kana, one title that is no role.
fn people() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("職員").unwrap();
    sheet.write(0, 0, "青木クリニック 職員名簿").unwrap();
    for (at, head) in (0_u16..).zip(["氏名", "ﾌﾘｶﾞﾅ", "役職", "携帯"]) {
        sheet.write(2, at, head).unwrap();
    }
    let titles = ["院長、運用責任者", "看護師長", "事務長", "薬剤師", "当直医"];
    for at in 0..20_u32 {
        let family = ["あ", "い", "う", "え", "お"][usize::try_from(at % 5).unwrap()];
        let given = ["か", "き", "く", "け"][usize::try_from(at / 5).unwrap()];
        let title = titles.get(usize::try_from(at).unwrap()).copied().unwrap_or("看護師");
        sheet.write(3 + at, 0, format!("{family}木 {given}子")).unwrap();
        sheet.write(3 + at, 1, format!("{family}き {given}こ")).unwrap();
        sheet.write(3 + at, 2, if at == 19 { "宇宙飛行士" } else { title }).unwrap();
        sheet.write(3 + at, 3, format!("000-1000-{at:04}")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// Thirty contacts as Excel saves a CSV in Japan: Shift_JIS.
fn contacts() -> Vec<u8> {
    let mut text = "会社名,担当窓口,種別,電話,受付時間\r\n".to_owned();
    for at in 1..=30 {
        let group = if at <= 25 { "業者" } else { "役所" };
        text.push_str(&format!("取引先その{at},保守係,{group},000-2000-{at:04},\"平日\n9時から\"\r\n"));
    }
    encoding_rs::SHIFT_JIS.encode(&text).0.into_owned()
}

fn path(site: &TestSite, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = site.home().join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_clinic_gets_its_people_and_contacts_out_of_spreadsheets() {
    let site = TestSite::new();
    let (people, contacts) = (path(&site, "名簿.xlsx", people()), path(&site, "取引先.csv", contacts()));
    let before = site.read("facility.toml");

    let preview = site.ok(&["setup", "import", "people", &people, "--replace-samples"]);
    for words in [
        "Excel (.xlsx) 職員 20 行",
        "見出し「ﾌﾘｶﾞﾅ」: ふりがな",
        "追加 20件",
        "外す見本 10件",
        "宇宙飛行士",
        "まだ書いていません",
    ] {
        assert!(preview.contains(words), "{words}\n{preview}");
    }
    assert_eq!(site.read("facility.toml"), before, "a preview writes nothing");
    let dry = site.ok(&["setup", "import", "people", &people, "--yes", "--dry-run"]);
    assert!(dry.contains("まだ書いていません") && site.read("facility.toml") == before);

    let done = site.run(&["setup", "import", "people", &people, "--replace-samples", "--yes", "--by", "tanaka"]);
    assert_eq!(done.code, 0, "{done}");
    assert!(done.stdout.contains("書きました: facility.toml、contacts/staff.toml"), "{done}");
    let written = site.read("facility.toml");
    assert!(
        written.starts_with("# 施設の見本。") && written.contains("# ---- 役割（代行は上から順に） ----"),
        "comments stay"
    );
    assert!(written.contains("date = \"2026-11-22\"\nwho = \"田中 修\""), "{written}");
    assert_eq!(written.matches("[[person]]").count(), 20);

    let done = site.json(&["setup", "import", "contacts", &contacts, "--yes"]);
    assert_eq!(done["encoding"], "Shift_JIS");
    assert_eq!(done["files"], serde_json::json!(["contacts/vendors.toml", "contacts/authorities.toml"]));
    assert_eq!(done["entries"].as_array().unwrap().len(), 30);
    assert!(done["problems"].as_array().unwrap().is_empty(), "{done}");
    assert!(site.read("contacts/authorities.toml").contains("hours = \"平日 9時から\""));
    let listed = site.ok(&["call", "--list"]);
    assert!(listed.contains("取引先その30  000-2000-0030 (要確認)") || listed.contains("000-2000-0030"), "{listed}");

    let check = site.json(&["check"]);
    assert_eq!(check["errors"], 0, "{check}");
    assert!(site.ok(&["setup", "import", "people", &people, "--yes"]).contains("何も書いていません"));
    let status = site.start(&["--by", "あ木 か子", "印字"]);
    assert!(!status.is_empty(), "the new people can record");
}

#[test]
fn a_form_goes_out_and_comes_back() {
    let site = TestSite::new();
    let form = site.home().join("form.csv");
    site.ok(&["setup", "export", "people", "-o", form.to_str().unwrap()]);
    let mut text = fs::read_to_string(&form).unwrap();
    assert_eq!(text, "\u{FEFF}氏名,ふりがな,役割,電話\r\n");
    text.push_str("青木 花,あおき はな,院長,000-1111-2222\r\n");
    fs::write(&form, text).unwrap();
    let read = site.json(&["setup", "import", "people", form.to_str().unwrap(), "--yes"]);
    assert_eq!(read["entries"][0]["id"], "aoki");
    assert!(site.ok(&["setup", "export", "people"]).contains("青木 花,あおき はな,院長,000-1111-2222"));
    assert!(site.ok(&["setup", "export", "contacts"]).contains("厚生労働省"));
}

#[test]
fn what_cannot_be_read_is_refused_in_plain_words() {
    let site = TestSite::new();
    let refused = |file: &str, code: i32, says: &str| {
        let output = site.run(&["setup", "import", "contacts", file, "--yes"]);
        assert_eq!(output.code, code, "{output}");
        assert!(output.stderr.contains(says), "{says} is not in:\n{output}");
        assert!(!output.stderr.contains("panicked"), "{output}");
    };
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..70 {
        std::io::Write::write_all(&mut archive, &vec![0; 1024 * 1024]).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    refused(&path(&site, "bomb.xlsx", bomb), 3, "異常に大きくなる");
    refused(&path(&site, "old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), 3, "名前を付けて保存");
    refused(&path(&site, "empty.csv", ""), 3, "何もありません");
    refused(&path(&site, "bytes.csv", b"\xFF\xFF\xFF\x00"), 3, "文字コードが分かりません");
    refused(&path(&site, "plain.csv", "1,2\n3,4\n"), 2, "名前の列が見つかりません");
    refused(site.home().to_str().unwrap(), 3, "普通のファイルではありません");
    refused("/no/such.csv", 3, "読めませんでした");
    let plain = path(&site, "plain.csv", "a,b\n青木,000-1\n");
    let output = site.run(&["setup", "import", "contacts", &plain, "--column", "nam=1", "--json"]);
    assert_eq!((output.code, error_of(&output)["code"].as_str()), (2, Some("column")), "{output}");
    let named = site.json(&["setup", "import", "contacts", &plain, "--column", "name=1", "--column", "phone=2"]);
    assert_eq!(named["entries"][0]["name"], "青木");
}

#[test]
fn a_faulty_site_is_not_written_over() {
    let site = TestSite::new();
    let people = path(&site, "p.csv", "氏名\n青木 花\n");
    let broken = site.read("contacts/staff.toml").replace("[[contact]]", "[[contact");
    site.write("contacts/staff.toml", &broken);
    let output = site.run(&["setup", "import", "people", &people, "--yes"]);
    assert_eq!(site.read("contacts/staff.toml"), broken);
    assert_eq!(output.code, 0, "the staff goes in where it can: {output}");
    site.write("facility.toml", "schema = [\n");
    let output = site.run(&["setup", "import", "people", &people, "--yes"]);
    assert_eq!(output.code, 3, "{output}");
    assert!(output.stderr.contains("facility.toml") && output.stderr.contains("sonae check"), "{output}");
    assert_eq!(site.read("facility.toml"), "schema = [\n");
}

#[cfg(unix)]
#[test]
fn a_write_protected_file_is_a_clear_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = TestSite::new();
    let people = path(&site, "p.csv", "氏名\n青木 花\n");
    fs::set_permissions(site.path("facility.toml"), fs::Permissions::from_mode(0o444)).unwrap();
    let before = (site.read("facility.toml"), site.read("contacts/staff.toml"));
    let output = site.run(&["setup", "import", "people", &people, "--yes"]);
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stderr.contains("書けませんでした") && output.stderr.contains("書き込み禁止"), "{output}");
    assert_eq!((site.read("facility.toml"), site.read("contacts/staff.toml")), before);
}
