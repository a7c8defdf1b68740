//! Tables of all kinds, and what is made of them.

use std::io::Write as _;

use super::columns::Columns;
use super::file::read_bytes;
use super::plan::{Choices, Preview, Standing, Why, plan};
use super::table::{Encoding, MAX_COLUMNS, MAX_ROWS, Remark};
use super::*;
use crate::domain::contact::Group;
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, RevisionNote, Value, apply};
use crate::site::{Site, pack};

fn choices() -> Choices {
    Choices { group: Group::Vendor, replace_samples: false, today: "2026-11-22".to_owned() }
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect()
}

fn previewed(text: &str, kind: Kind) -> Preview {
    let table = read_bytes(text.as_bytes()).unwrap();
    plan(&table, &Columns::matched(&table, kind), &Site::embedded(), &choices())
}

/// The site of the pack with the edits in it.
fn edited(edits: &[Edit]) -> Site {
    let note = RevisionNote { date: "2026-11-22".to_owned(), who: "x".to_owned(), what: "y".to_owned() };
    let changed = |path: &str, text: &str| {
        let changes: Vec<Change> =
            edits.iter().filter(|edit| edit.file == path).map(|edit| edit.change.clone()).collect();
        apply(text, &changes, &note).unwrap()
    };
    let files: Vec<(String, String)> =
        pack::files().iter().map(|file| (file.path.to_owned(), changed(file.path, file.text))).collect();
    Site::of_files(&files, &[])
}

#[test]
fn a_list_as_a_clerk_keeps_it_is_read() {
    let text = "職員名簿（2026年4月）\n\n\"氏名\",フリガナ,役職,\"電話\n番号\",備考\n\"青木　花\",ｱｵｷ ﾊﾅ,院長、運用責任者,０９０－1111－2222,\n\n\"石井, 次郎\",イシイ ジロウ,看護師,-,\"夜勤\n可\"\n";
    let table = read_bytes(text.as_bytes()).unwrap();
    assert_eq!(table.head, ["氏名", "フリガナ", "役職", "電話 番号", "備考"]);
    assert_eq!(table.numbers.len(), 2);
    assert_eq!(cells(&table)[1], ["石井, 次郎", "イシイ ジロウ", "看護師", "", "夜勤 可"]);
    let columns = Columns::matched(&table, Kind::People);
    assert_eq!(columns.keys, [Some(Key::Name), Some(Key::Kana), Some(Key::Role), Some(Key::Phone), None]);

    let preview = previewed(text, Kind::People);
    assert!(preview.problems.is_empty(), "{:?}", preview.problems);
    let site = edited(&preview.edits);
    let aoki = site.plan().facility.person("aoki").unwrap().clone();
    assert_eq!((aoki.name.as_str(), aoki.sample), ("青木　花", false));
    assert_eq!(aoki.phone.as_deref(), Some("090-1111-2222"));
    assert_eq!(aoki.roles.iter().map(Id::as_str).collect::<Vec<_>>(), ["director", "operations-manager"]);
    assert!(site.plan().facility.person("ishii").unwrap().roles.is_empty(), "an occupation is no role");
    let contact = site.contacts().iter().find(|contact| contact.id.as_str() == "staff-ishii").unwrap();
    assert_eq!((contact.desk.as_deref(), contact.sample), (Some("看護師"), false));
    assert!(site.diagnostics().iter().all(|found| !found.is_error()), "{:?}", site.diagnostics());
}

#[test]
fn encodings_are_told_and_what_is_uncertain_is_refused() {
    let text = "氏名,電話\n髙橋 誠,01\n";
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode(text);
    let with_bom = ["\u{FEFF}", text].concat().into_bytes();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (with_bom, Encoding::Utf8),
        (shift_jis.into_owned(), Encoding::ShiftJis),
        (utf16(&text.replace(',', "\t")), Encoding::Utf16),
    ] {
        let table = read_bytes(&bytes).unwrap();
        assert_eq!((table.encoding, cells(&table)), (encoding, vec![vec!["髙橋 誠", "01"]]));
    }
    let (euc, ..) = encoding_rs::EUC_JP.encode("氏名,電話\n高橋 誠,01\n");
    assert!(matches!(read_bytes(&euc), Err(ImportFault::Encoding)));
    assert!(matches!(read_bytes(b"a,b\n\xFF\xFE\xFD,c\n"), Err(ImportFault::Encoding)));
    assert!(matches!(read_bytes(b"a\0b,c\n1,2\n"), Err(ImportFault::Encoding)));
    assert!(matches!(read_bytes(b""), Err(ImportFault::Empty)));
    assert!(matches!(read_bytes("氏名,電話\n".as_bytes()), Err(ImportFault::Empty)));
    assert!(matches!(read_bytes(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), Err(ImportFault::OtherWorkbook)));
}

#[test]
fn too_much_is_said_and_cut() {
    let wide: Vec<String> = (0..=MAX_COLUMNS).map(|at| format!("列{at}")).collect();
    let table = read_bytes(format!("氏名,{}\n青木,{}\n", wide.join(","), wide.join(",")).as_bytes()).unwrap();
    assert_eq!(table.head.len(), MAX_COLUMNS);
    assert_eq!(table.remarks, [Remark::MoreColumns]);

    let long: String = (0..MAX_ROWS + 50).map(|at| format!("人{at}\n")).collect();
    let table = read_bytes(format!("氏名\n{long}").as_bytes()).unwrap();
    assert_eq!((table.rows.len(), table.remarks.as_slice()), (MAX_ROWS, [Remark::MoreRows].as_slice()));

    let table = read_bytes(format!("氏名\n{}\n", "あ".repeat(5000)).as_bytes()).unwrap();
    assert!(table.rows[0][0].len() <= 4096);
    assert_eq!(table.remarks, [Remark::LongCell { row: 2, column: 1 }]);

    let open = format!("氏名,電話\n\"青木,1\n{}", "石井,2\n".repeat(100));
    assert!(matches!(read_bytes(open.as_bytes()), Err(ImportFault::OpenQuote { row: 2 })));
    assert!(matches!(read_bytes(&vec![b'a'; 9 * 1024 * 1024]), Err(ImportFault::TooLarge)));
}

#[test]
fn what_looks_like_a_formula_is_text_and_nothing_acts_on_the_terminal() {
    let text = "氏名,電話\n=HYPERLINK(A1),+81-3-0000-0000\n@x\u{9b}31m\u{202E}y,\n";
    let table = read_bytes(text.as_bytes()).unwrap();
    assert_eq!(table.rows[0], ["=HYPERLINK(A1)", "+81-3-0000-0000"]);
    assert!(!table.rows[1][0].contains(['\u{9b}', '\u{202E}']));
    assert_eq!(table.remarks.len(), 2, "{:?}", table.remarks);
    assert!(table.remarks.iter().all(|remark| matches!(remark, Remark::LikeFormula { column: 1, .. })));
}

#[test]
fn what_is_not_understood_is_said_cell_by_cell() {
    let preview = previewed(
        "氏名,よみ,役割,電話\n青木 花,あおき はな,看護師長代理,901112222\n,,院長,\n青木花,,,\n石井,いしい,宇宙飛行士,なし\n",
        Kind::People,
    );
    let whys: Vec<(usize, &Why)> = preview.problems.iter().map(|problem| (problem.row, &problem.why)).collect();
    assert_eq!(
        whys,
        [
            (2, &Why::UnknownRole(vec!["看護師長".to_owned()])),
            (2, &Why::PerhapsLostZero),
            (3, &Why::NoName),
            (4, &Why::Twice { row: 2 }),
            (5, &Why::UnknownRole(Vec::new())),
            (5, &Why::NotANumber),
        ]
    );
    assert_eq!(preview.entries.len(), 2);
    for problem in &preview.problems {
        assert!(!problem.words().is_empty() && !problem.words().contains("No localization"));
    }
}

#[test]
fn the_same_table_again_changes_nothing_and_empty_cells_empty_nothing() {
    let people = "氏名,よみ,役割,電話\n青木 花,あおき はな,院長,090-1111-2222\n";
    let site = edited(&previewed(people, Kind::People).edits);
    let again = |text: &str, kind| {
        let table = read_bytes(text.as_bytes()).unwrap();
        plan(&table, &Columns::matched(&table, kind), &site, &choices())
    };
    assert!(again(people, Kind::People).edits.is_empty());
    let less = again("氏名,電話\n青木　花,\n", Kind::People);
    let changed: Vec<&Standing> = less.entries.iter().map(|entry| &entry.standing).collect();
    assert_eq!(changed, [&Standing::Changed(vec!["name".to_owned()])], "only the space in the name");
    let more = again("氏名,役割\n青木 花,看護師長\n", Kind::People);
    let Change::Put { fields, .. } = &more.edits[0].change else { panic!() };
    let both = Value::Texts(vec!["director".to_owned(), "head-nurse".to_owned()]);
    assert_eq!(fields, &[("roles", Some(both))], "roles that somebody has stay");
}

#[test]
fn samples_become_own_entries_or_go() {
    let text = "氏名,役割\n佐藤 一郎,院長\n青木 花,運用責任者\n";
    let table = read_bytes(text.as_bytes()).unwrap();
    let columns = Columns::matched(&table, Kind::People);
    let all = Choices { replace_samples: true, ..choices() };
    let site = edited(&plan(&table, &columns, &Site::embedded(), &all).edits);
    let people: Vec<&str> = site.plan().facility.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(people, ["佐藤 一郎", "青木 花"]);
    let sato = site.plan().facility.person("sato").unwrap();
    assert_eq!((sato.sample, sato.phone.as_deref()), (false, None), "an invented number does not become a real one");
    assert!(site.diagnostics().iter().all(|found| !found.is_error()), "{:?}", site.diagnostics());
}

#[test]
fn contacts_go_onto_the_list_of_their_group_with_all_their_numbers() {
    let text = "会社名,担当窓口,種別,電話（昼）,夜間,メール,受付時間,確認日\n\
                青木電機㈱,保守,業者,03-0000-1111,090-0000-2222,a@example.jp,9時から17時,R8.11.1\n\
                青木市保健所,医務係,役所,000-111-2222,,,,2026/13/1\n\
                見本ネットワークサービス,,業者,000-0000-0999,,,,2026年11月3日\n\
                不明な店,,お店,,,,,\n";
    let preview = previewed(text, Kind::Contacts);
    let whys: Vec<(usize, &Why)> = preview.problems.iter().map(|problem| (problem.row, &problem.why)).collect();
    assert_eq!(whys, [(3, &Why::NotADate), (5, &Why::UnknownGroup)]);
    let site = edited(&preview.edits);
    assert!(site.diagnostics().iter().all(|found| !found.is_error()), "{:?}", site.diagnostics());
    let find = |name: &str| site.contacts().iter().find(|contact| contact.name == name).unwrap();
    let company = find("青木電機㈱");
    assert_eq!((company.group, company.verified.as_deref()), (Group::Vendor, Some("2026-11-01")));
    assert_eq!(
        company.phones.iter().map(|phone| phone.label.as_deref()).collect::<Vec<_>>(),
        [Some("電話（昼）"), Some("夜間")]
    );
    assert_eq!((find("青木市保健所").group, find("青木市保健所").verified.as_deref()), (Group::Authority, None));
    let network = find("見本ネットワークサービス");
    assert_eq!(
        (network.id.as_str(), network.sample, network.verified.as_deref()),
        ("vendor-network", false, Some("2026-11-03"))
    );
    assert_eq!(network.phones.len(), 1);
}

#[test]
fn a_new_number_of_a_checked_contact_has_to_be_checked_again() {
    let text = "名称,電話,確認日\n青木電機,03-0000-1111,2026-11-01\n";
    let site = edited(&previewed(text, Kind::Contacts).edits);
    let table = read_bytes("名称,電話\n青木電機,03-0000-3333\n".as_bytes()).unwrap();
    let preview = plan(&table, &Columns::matched(&table, Kind::Contacts), &site, &choices());
    let Change::Put { fields, .. } = &preview.edits[0].change else { panic!() };
    assert!(fields.contains(&("verified", Some(Value::text("")))), "{fields:?}");
    let moved = read_bytes("名称,電話\n青木電機サービス,0300001111\n".as_bytes()).unwrap();
    let preview = plan(&moved, &Columns::matched(&moved, Kind::Contacts), &site, &choices());
    assert_eq!(preview.entries[0].standing, Standing::Added, "another name is another entry");
    assert_eq!(preview.problems[0].why, Why::PerhapsSame { name: "青木電機".to_owned() });
}

#[test]
fn a_contact_is_one_row_only_and_the_row_that_names_its_desk_comes_first() {
    let site = edited(&previewed("名称,窓口,電話\n青木電機,保守,03-0000-1111\n", Kind::Contacts).edits);
    let again = |text: &str| {
        let table = read_bytes(text.as_bytes()).unwrap();
        let preview = plan(&table, &Columns::matched(&table, Kind::Contacts), &site, &choices());
        preview.entries.iter().map(|entry| (entry.row, entry.standing.clone())).collect::<Vec<_>>()
    };
    let rows = again("名称,窓口,電話\n青木電機,,03-0000-2222\n青木電機,保守,03-0000-1111\n");
    assert_eq!(rows, [(2, Standing::Added), (3, Standing::Same)]);
    let rows = again("名称,電話\n青木電機,03-0000-1111\n石井設備,03-0000-1111\n");
    assert_eq!(rows, [(2, Standing::Same), (3, Standing::Added)], "a number that both have merges no two names");
}

#[test]
fn numbers_that_the_table_does_not_name_stay_with_their_labels() {
    let site = edited(&previewed("名称,昼,電話（夜間）\n青木電機,,090-0000-2222\n", Kind::Contacts).edits);
    let table = read_bytes("名称,電話\n青木電機,\"03-0000-1111、09000002222、03(0000)1111\"\n".as_bytes()).unwrap();
    let preview = plan(&table, &Columns::matched(&table, Kind::Contacts), &site, &choices());
    let Change::Put { fields, .. } = &preview.edits[0].change else { panic!() };
    let of = |number: &str| ("number".to_owned(), Value::text(number));
    let numbers = Value::Tables(vec![
        vec![of("090-0000-2222"), ("label".to_owned(), Value::text("電話（夜間）"))],
        vec![of("03-0000-1111")],
    ]);
    assert!(fields.contains(&("phone", Some(numbers))), "{fields:?}");
}

#[test]
fn an_open_quotation_mark_is_refused_where_it_opened_and_cells_of_lines_are_told() {
    let refused = |text: &str| match read_bytes(text.as_bytes()) {
        Err(ImportFault::OpenQuote { row }) => row,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused("氏名,電話\n青木,1\n\"石井,2\n森,3\n"), 3);
    assert_eq!(refused("氏名,電話\r\n\r\n青木,\"a\"\"b\r\n林,1\r\n"), 3);
    assert_eq!(refused("氏名\t電話\n青木\t\"1"), 2);
    let sound = read_bytes("氏名,電話\r\n\r\n青木 5\"x,\"1\"\n\"石\n井\",\"a\"\"\"".as_bytes()).unwrap();
    assert_eq!(sound.numbers, [3, 4]);
    assert_eq!(sound.remarks, [Remark::ManyLines { row: 4, column: 1 }]);
    let (jis, ..) = encoding_rs::ISO_2022_JP.encode("氏名,電話\n青木,1\n");
    assert!(matches!(read_bytes(&jis), Err(ImportFault::Encoding)));
}

#[test]
fn remarks_about_cells_end_with_their_count() {
    let rows = "=1x\n".repeat(70);
    let table = read_bytes(format!("氏名\n{rows}").as_bytes()).unwrap();
    assert_eq!((table.remarks.len(), table.remarks.last()), (51, Some(&Remark::More(20))));
}

#[test]
fn a_new_person_does_not_write_over_the_contact_of_another() {
    let others = "\n[[contact]]\nid = \"staff-aoki\"\nname = \"青木の店\"\nverified = \"\"\n";
    let with = |file: &pack::PackFile| {
        let more = if file.path == "contacts/staff.toml" { others } else { "" };
        (file.path.to_owned(), format!("{}{more}", file.text))
    };
    let site = Site::of_files(&pack::files().iter().map(with).collect::<Vec<_>>(), &[]);
    let table = read_bytes("氏名,よみ\n青木 花,あおき はな\n".as_bytes()).unwrap();
    let preview = plan(&table, &Columns::matched(&table, Kind::People), &site, &choices());
    let contact = preview.edits.iter().find_map(|edit| match &edit.change {
        Change::Put { list: "contact", id, .. } => Some(id.as_str()),
        _ => None,
    });
    assert_eq!(contact, Some("staff-aoki-2"));
}

#[test]
fn at_setup_a_new_number_of_a_checked_person_has_to_be_checked_again() {
    let site = edited(&previewed("氏名,電話番号\n青木 花,03-0000-1111\n", Kind::People).edits);
    let contact = site.contacts().iter().find(|contact| contact.name == "青木 花").unwrap().id.to_string();
    let file = crate::site::contacts::file_with(&site, &Id::new(contact.clone()).unwrap()).unwrap();
    let path = file.clone();
    let note = RevisionNote { date: "2026-11-22".to_owned(), who: "x".to_owned(), what: "y".to_owned() };
    let fields = vec![("verified", Some(Value::text("2026-11-01")))];
    let check = [Change::Put { list: "contact", id: contact.clone(), fields }];
    let files: Vec<(String, String)> = site
        .files()
        .map(|file| {
            let text = if file.path == path { apply(&file.text, &check, &note).unwrap() } else { file.text.clone() };
            (file.path.clone(), text)
        })
        .collect();
    let site = Site::of_files(&files, &[]);
    let again = |text: &str| {
        let table = read_bytes(text.as_bytes()).unwrap();
        plan(&table, &Columns::matched(&table, Kind::People), &site, &choices()).edits
    };
    assert!(again("氏名,電話番号\n青木 花,0300001111\n").iter().all(|edit| edit.file != file), "the same number");
    let edits = again("氏名,電話番号\n青木 花,03-0000-2222\n");
    let Change::Put { id, fields, .. } = &edits.iter().find(|edit| edit.file == file).unwrap().change else { panic!() };
    assert_eq!(
        (id.as_str(), &fields[..]),
        (contact.as_str(), &[("verified", Some(Value::text(""))), ("verified-by", None), ("verified-from", None)][..])
    );
}

#[test]
fn a_person_says_which_column_is_what() {
    let table = read_bytes("A,B,C\n1,青木,03-0000-0000\n".as_bytes()).unwrap();
    let mut columns = Columns::matched(&table, Kind::Contacts);
    assert!(columns.of(Key::Name).is_none());
    assert!(columns.set(0, Some(Key::Name)) && columns.set(1, Some(Key::Name)) && columns.set(2, Some(Key::Phone)));
    assert_eq!(columns.keys, [None, Some(Key::Name), Some(Key::Phone)]);
    assert!(!columns.set(3, None));
}

#[test]
fn ids_are_unique_and_nobody_elses() {
    let text = "氏名,よみ\n佐藤 花,さとう はな\n佐藤 華,サトウ ハナ\n佐東 羽奈,さとう はな\n森,\n林,\n";
    let preview = previewed(text, Kind::People);
    let ids: Vec<&str> = preview.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["satou", "satou-hana", "satou-hana-2", "p-01", "p-02"]);
}

#[test]
fn a_form_that_was_filled_in_is_understood() {
    let site = edited(&previewed("氏名,よみ,役割,電話\n青木 花,あおき はな,院長,090-1111-2222\n", Kind::People).edits);
    for kind in [Kind::People, Kind::Contacts] {
        let bytes = form(&site, kind).unwrap();
        let table = read_bytes(&bytes).unwrap();
        let columns = Columns::matched(&table, kind);
        assert_eq!(columns.keys, Key::all(kind).iter().copied().map(Some).collect::<Vec<_>>(), "{:?}", table.head);
        let preview = plan(&table, &columns, &site, &choices());
        assert!(preview.edits.is_empty() && preview.problems.is_empty(), "{:?}", preview.entries);
        assert!(!String::from_utf8(bytes).unwrap().contains("佐藤"), "no invented people");
    }
}

/// A ZIP file of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_named_like_a_workbook_is_refused_before_it_fills_the_memory() {
    let zeros = vec![b' '; 65 * 1024 * 1024];
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024, "small on disk: {}", bomb.len());
    assert!(matches!(read_bytes(&bomb), Err(ImportFault::Bomb)));
    // One that lies about its size in the directory is measured all the same.
    let mut liar = bomb.clone();
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    for at in 0..liar.len() - 4 {
        if liar[at..at + 4] == size {
            liar[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    assert!(matches!(read_bytes(&liar), Err(ImportFault::Bomb | ImportFault::Damaged(_))));
    let names: Vec<String> = (0..1100).map(|at| format!("p{at}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(matches!(read_bytes(&zipped(&many)), Err(ImportFault::Bomb)));
}

#[test]
fn what_is_no_workbook_is_refused() {
    assert!(matches!(read_bytes(&zipped(&[("content.xml", b"<x/>")])), Err(ImportFault::OtherWorkbook)));
    assert!(matches!(
        read_bytes(&zipped(&[("xl/workbook.xml", b"<x")])),
        Err(ImportFault::Damaged(_) | ImportFault::Empty)
    ));
    assert!(matches!(read_bytes(b"PK\x03\x04 and nothing"), Err(ImportFault::Damaged(_))));
}

#[test]
fn a_workbook_is_read_cell_by_cell_from_the_sheet_with_a_head() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("表紙").unwrap().write(0, 0, "職員一覧表です").unwrap();
    let sheet = book.add_worksheet().set_name("名簿").unwrap();
    sheet.write(0, 0, "2026年度").unwrap();
    for (at, head) in ["氏名", "電話", "確認日", "合計"].into_iter().enumerate() {
        sheet.write(2, u16::try_from(at).unwrap(), head).unwrap();
    }
    sheet.write(3, 0, "青木 花").unwrap();
    sheet.write(3, 1, 9_011_112_222_i64).unwrap();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 1).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/mm/dd");
    sheet.write_with_format(3, 2, &date, &format).unwrap();
    sheet.write_formula(3, 3, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
    // A cell at the far end would be sixteen thousand million cells in between.
    sheet.write(1_048_575, 16_383, "遠い").unwrap();
    let table = read_bytes(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((table.encoding, table.sheet.as_deref()), (Encoding::Workbook, Some("名簿")));
    assert_eq!(table.head, ["氏名", "電話", "確認日", "合計"]);
    assert_eq!(cells(&table), [["青木 花", "9011112222", "2026-11-01", "2"]]);
    assert_eq!(table.numbers, [4]);
    assert!(table.remarks.contains(&Remark::OtherSheets(vec!["表紙".to_owned()])), "{:?}", table.remarks);
    assert!(table.remarks.contains(&Remark::MoreColumns), "{:?}", table.remarks);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    assert!(matches!(read_table(std::path::Path::new("/dev/null")), Err(ImportFault::NotAFile)));
    assert!(matches!(read_table(&std::env::temp_dir()), Err(ImportFault::NotAFile)));
    assert!(matches!(read_table(std::path::Path::new("/no/such/file.csv")), Err(ImportFault::Io(_))));
}

proptest::proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        drop(read_bytes(&bytes));
        drop(read_bytes(&[b"a,\"".as_slice(), &bytes].concat()));
        let zip: Vec<u8> = [b"PK\x03\x04".as_slice(), &bytes].concat();
        drop(read_bytes(&zip));
    }
}
