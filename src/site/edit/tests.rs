//! What stays when a text is changed, and what is written to disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::site::{self, Site};

fn note() -> RevisionNote {
    RevisionNote { date: "2026-11-22".to_owned(), who: "田中".to_owned(), what: "職員を直した".to_owned() }
}

fn put(list: &'static str, id: &str, fields: Vec<Field>) -> Change {
    Change::Put { list, id: id.to_owned(), fields }
}

fn remove(list: &'static str, id: &str) -> Change {
    Change::Remove { list, id: id.to_owned() }
}

#[expect(clippy::unnecessary_wraps, reason = "as a field has it")]
fn text(words: &str) -> Option<Value> {
    Some(Value::text(words))
}

const HEAD: &str =
    "# 院の紙から写した。\nschema = 1\n# 名前\ntitle = \"見本\" # 直すこと\n# 消してよい\nsample = true # 消す\n";
const REVISION: &str = "\n[[revision]]\ndate = \"2026-01-01\"\nwho = \"配布元\"\nwhat = \"見本\"\n";
const NEW_REVISION: &str = "\n[[revision]]\ndate = \"2026-11-22\"\nwho = \"田中\"\nwhat = \"職員を直した\"\n";
const A: &str = "\n# ---- 職員 ----\n\n# 院長\n[[person]]\nid = \"a\"\nname = 'あ'   # 夜も可\nroles = [ \"x\" ]\n";
const B: &str = "\n# 看護\n[[person]]\nid = \"b\"\nname = \"い\"\n";
const ROLE: &str = "\n# ---- 役割 ----\n\n[[role]]\nid = \"x\"\ntitle = \"X\"\n";
const END: &str = "\n# おわり\n";

fn small() -> String {
    [HEAD, REVISION, A, B, ROLE, END].concat()
}

#[track_caller]
fn becomes(changes: &[Change], parts: &[&str]) {
    assert_eq!(apply(&small(), changes, &note()).unwrap(), parts.concat());
}

#[test]
fn a_value_changes_and_nothing_around_it() {
    let a = A.replace("'あ'", "\"亜\"");
    becomes(&[put("person", "a", vec![("name", text("亜"))])], &[HEAD, REVISION, NEW_REVISION, &a, B, ROLE, END]);
}

#[test]
fn what_says_the_same_already_is_no_change() {
    let same = put(
        "person",
        "a",
        vec![("name", text("あ")), ("roles", Some(Value::Texts(vec!["x".to_owned()]))), ("kana", None)],
    );
    assert_eq!(apply(&small(), &[same], &note()).unwrap(), small());
    let date = "schema = 1\n[[contact]]\nid = 'c'\nverified = 2026-11-01\n";
    assert_eq!(apply(date, &[put("contact", "c", vec![("verified", text("2026-11-01"))])], &note()).unwrap(), date);
}

#[test]
fn a_new_entry_stands_behind_the_last_of_its_list() {
    let new = "\n[[person]]\nid = \"c\"\nname = \"う \\\"長\\\"\"\nroles = [\"x\", \"y\"]\n";
    let fields = vec![
        ("name", text("う \"長\"")),
        ("roles", Some(Value::Texts(vec!["x".to_owned(), "y".to_owned()]))),
        ("sample", None),
    ];
    let after = apply(&small(), &[put("person", "c", fields)], &note()).unwrap();
    let after = after.replace("'う \"長\"'", "\"う \\\"長\\\"\"");
    assert_eq!(after, [HEAD, REVISION, NEW_REVISION, A, B, new, ROLE, END].concat());
}

#[test]
fn a_new_list_begins_below_the_comments_at_the_end() {
    let new = "\n[[mirror]]\npath = \"E:/\"\ntitle = \"USB\"\n";
    becomes(
        &[put("mirror", "E:/", vec![("title", text("USB"))])],
        &[HEAD, REVISION, NEW_REVISION, A, B, ROLE, END, new],
    );
}

#[test]
fn an_entry_goes_with_its_own_comment_and_the_heading_stays() {
    let b = B.replace("\n# 看護", "\n# ---- 職員 ----\n\n# 看護");
    becomes(&[remove("person", "a")], &[HEAD, REVISION, NEW_REVISION, &b, ROLE, END]);
    becomes(&[remove("person", "b")], &[HEAD, REVISION, NEW_REVISION, A, ROLE, END]);
    let both = [remove("person", "a"), remove("person", "b")];
    becomes(&both, &[HEAD, REVISION, NEW_REVISION, "\n# ---- 職員 ----\n", ROLE, END]);
    becomes(&[remove("role", "x")], &[HEAD, REVISION, NEW_REVISION, A, B, "\n# ---- 役割 ----\n", END]);
    let gone = apply(&small(), &[remove("person", "z")], &note()).unwrap_err();
    assert_eq!(gone, EditFault::NoSuchEntry { list: "person".to_owned(), id: "z".to_owned() });
}

#[test]
fn a_key_at_the_head_comes_and_goes_and_comments_above_it_stay() {
    let change = |key, value| Change::Head { key, value };
    let head = HEAD.replace("\n# 消してよい\nsample = true # 消す", "\n# 消してよい");
    becomes(&[change("sample", None)], &[&head, REVISION, NEW_REVISION, A, B, ROLE, END]);
    let approved =
        Value::Table(vec![("by".to_owned(), Value::text("院長")), ("on".to_owned(), Value::text("2026-11-22"))]);
    let head = format!("{HEAD}approved = {{ by = \"院長\", on = \"2026-11-22\" }}\n");
    becomes(&[change("approved", Some(approved))], &[&head, REVISION, NEW_REVISION, A, B, ROLE, END]);
}

#[test]
fn the_changes_of_one_day_by_one_person_share_a_line() {
    let change = |name: &str| [put("person", "a", vec![("name", text(name))])];
    let once = apply(&small(), &change("亜"), &note()).unwrap();
    let again = apply(&once, &change("吾"), &note()).unwrap();
    assert_eq!(again.matches("2026-11-22").count(), 1);
    assert_eq!(again.matches("職員を直した").count(), 1);
    let other = RevisionNote { what: "職員を直した、役割を直した".to_owned(), ..note() };
    let more = apply(&again, &change("阿"), &other).unwrap();
    assert!(more.contains("what = \"職員を直した、役割を直した\"\n"), "{more}");
    let next_day = RevisionNote { date: "2026-11-23".to_owned(), ..note() };
    let later = apply(&more, &change("唖"), &next_day).unwrap();
    assert!(later.contains("date = \"2026-11-22\"") && later.contains("date = \"2026-11-23\""), "{later}");
}

#[test]
fn line_ends_and_a_bom_stay() {
    let windows = format!("\u{FEFF}{}", small().replace('\n', "\r\n"));
    let changes = [put("person", "a", vec![("name", text("亜"))]), put("person", "c", vec![("name", text("う"))])];
    let after = apply(&windows, &changes, &note()).unwrap();
    assert!(after.starts_with("\u{FEFF}# 院"));
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    let plain = apply(&small(), &changes, &note()).unwrap();
    assert_eq!(after.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"), plain);
}

#[test]
fn lists_that_were_written_in_one_line_are_edited_too() {
    let inline = "schema = 1\nlevel = [{ number = 1, title = 'a' }, { number = 2, title = 'b' }]\n";
    let after = apply(inline, &[put("level", "2", vec![("title", text("c"))]), remove("level", "1")], &note()).unwrap();
    assert!(
        after.contains("level = [{ number = 2, title = \"c\" }]")
            || after.contains("level = [ { number = 2, title = \"c\" }]"),
        "{after}"
    );
    let more = apply(inline, &[put("level", "3", vec![("title", text("c"))])], &note()).unwrap();
    assert!(more.contains("{ number = 3, title = \"c\" }]"), "{more}");
    assert_eq!(
        apply(inline, &[put("level", "x", vec![])], &note()).unwrap_err(),
        EditFault::NotANumber("x".to_owned())
    );
    let faulty = apply("level = 1\n", &[put("level", "1", vec![])], &note()).unwrap_err();
    assert_eq!(faulty, EditFault::NotAList("level".to_owned()));
    assert!(matches!(apply("a = [\n", &[put("level", "1", vec![])], &note()), Err(EditFault::Syntax(_))));
}

#[test]
fn telephones_stand_one_a_line_and_a_list_by_lines_keeps_its_comments() {
    let phone =
        |number: &str| vec![("number".to_owned(), Value::text(number)), ("label".to_owned(), Value::text("昼"))];
    let change = put("contact", "c", vec![("phone", Some(Value::Tables(vec![phone("1"), phone("2")])))]);
    let after = apply("schema = 1\n", &[change], &note()).unwrap();
    let rows = "phone = [\n  { number = \"1\", label = \"昼\" },\n  { number = \"2\", label = \"昼\" },\n]\n";
    assert!(after.contains(rows), "{after}");

    let lines = "[[role]]\nid = 'x'\nalternates = [ # 順に\n  'a', # 昼\n  # 夜\n  'b',\n]\n";
    let texts = |list: &[&str]| Some(Value::Texts(list.iter().map(|text| (*text).to_owned()).collect()));
    let after = apply(lines, &[put("role", "x", vec![("alternates", texts(&["b", "a", "c"]))])], &note()).unwrap();
    let list = "alternates = [ # 順に\n  # 夜\n  \"b\",\n  \"a\", # 昼\n  \"c\",\n]\n";
    assert!(after.contains(list), "{after}");
}

#[test]
fn every_file_of_the_pack_stays_as_it_is_where_nothing_changes() {
    for file in site::pack::files() {
        let change = Change::Head { key: "schema", value: Some(Value::Int(1)) };
        assert_eq!(apply(file.text, &[change], &note()).unwrap(), file.text, "{}", file.path);
        let change = Change::Head { key: "owner", value: text("別の人") };
        let after = apply(file.text, &[change], &note()).unwrap();
        // The edition is that of the day of the change.
        let changes = |line: &&str| line.starts_with("owner = ") || line.starts_with("version = ");
        let kept = file.text.lines().filter(|line| !changes(line)).all(|line| after.contains(line));
        assert!(kept && after.contains("owner = \"別の人\"\n"), "{}", file.path);
    }
}

fn seen(dir: &Path) -> BTreeMap<String, String> {
    Site::open(dir).unwrap().files().map(|file| (file.path.clone(), file.sha256.clone())).collect()
}

fn rename(name: &str) -> Vec<Edit> {
    vec![
        Edit::new("facility.toml", put("person", "sato", vec![("name", text(name)), ("sample", None)])),
        Edit::new("contacts/staff.toml", put("contact", "staff-sato", vec![("name", text(name)), ("sample", None)])),
    ]
}

#[test]
fn edits_are_written_and_read_again() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let files = write(dir.path(), &seen(dir.path()), &rename("青木 花"), &note()).unwrap();
    assert_eq!(files, ["facility.toml", "contacts/staff.toml"]);
    let site = Site::open(dir.path()).unwrap();
    let person = site.plan().facility.person("sato").unwrap().clone();
    assert_eq!((person.name.as_str(), person.sample), ("青木 花", false));
    assert!(!site.contacts().iter().find(|contact| contact.id.as_str() == "staff-sato").unwrap().sample);
    assert!(
        write(dir.path(), &seen(dir.path()), &rename("青木 花"), &note()).unwrap().is_empty(),
        "nothing is left to do"
    );
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{names:?}");
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let looked = seen(dir.path());
    let staff = dir.path().join("contacts/staff.toml");
    let theirs = fs::read_to_string(&staff).unwrap().replace("高橋 誠", "高橋 真");
    fs::write(&staff, &theirs).unwrap();
    let facility = fs::read_to_string(dir.path().join("facility.toml")).unwrap();
    let error = write(dir.path(), &looked, &rename("青木 花"), &note()).unwrap_err();
    assert!(matches!(error, EditError::ChangedMeanwhile { file } if file == "contacts/staff.toml"));
    assert_eq!(fs::read_to_string(&staff).unwrap(), theirs);
    assert_eq!(
        fs::read_to_string(dir.path().join("facility.toml")).unwrap(),
        facility,
        "the other file is not written either"
    );
    fs::remove_file(&staff).unwrap();
    let error = write(dir.path(), &looked, &rename("青木 花"), &note()).unwrap_err();
    assert!(matches!(error, EditError::ChangedMeanwhile { .. }), "{error:?}");
}

#[test]
fn an_edit_that_would_break_a_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let facility = fs::read_to_string(dir.path().join("facility.toml")).unwrap();
    let refused =
        |edit: Change| match write(dir.path(), &seen(dir.path()), &[Edit::new("facility.toml", edit)], &note()) {
            Err(EditError::WouldBreak { diagnostic, changed }) => {
                assert!(changed.contains("schema = 1"));
                diagnostic.code
            }
            other => panic!("{other:?}"),
        };
    assert_eq!(refused(put("person", "sato", vec![("name", text(" "))])), "empty-text");
    assert_eq!(refused(put("person", "Bad Id", vec![("name", text("x"))])), "bad-id");
    assert_eq!(refused(put("system", "ehr", vec![("importance", Some(Value::Int(0)))])), "out-of-range");
    assert_eq!(refused(remove("person", "takahashi")), "dangling-id");
    assert_eq!(fs::read_to_string(dir.path().join("facility.toml")).unwrap(), facility);
}

#[test]
fn a_fault_that_was_there_does_not_stop_other_edits_but_broken_toml_does() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let vendors = dir.path().join("contacts/vendors.toml");
    fs::write(&vendors, fs::read_to_string(&vendors).unwrap().replace("group = \"vendor\"", "group = \"shop\""))
        .unwrap();
    write(dir.path(), &seen(dir.path()), &rename("青木 花"), &note()).unwrap();
    fs::write(&vendors, "schema = [\n").unwrap();
    let mut looked = seen(dir.path());
    looked.remove("contacts/vendors.toml");
    let edit = Edit::new("contacts/vendors.toml", put("contact", "vendor-ehr", vec![("name", text("x"))]));
    let error = write(dir.path(), &looked, &[edit], &note()).unwrap_err();
    assert!(matches!(error, EditError::Fault { fault: EditFault::Syntax(_), .. }), "{error:?}");
}

#[test]
fn only_data_files_are_written_and_a_new_one_can_be_begun() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    for bad in [
        "../facility.toml",
        "record/x.toml",
        "contacts/../x.toml",
        "/etc/x.toml",
        "contacts/.x.toml",
        "contacts/x.txt",
        "contacts\\x.toml",
    ] {
        let edit = Edit::new(bad, Change::Head { key: "schema", value: Some(Value::Int(1)) });
        let error = write(dir.path(), &seen(dir.path()), &[edit], &note()).unwrap_err();
        assert!(matches!(error, EditError::NoDataFile(_)), "{bad}: {error:?}");
    }
    let head = [
        ("id", "more"),
        ("title", "ほか"),
        ("version", "2026-11-22"),
        ("owner", "事務"),
        ("reviewed", ""),
        ("group", "vendor"),
    ];
    let mut edits = vec![Edit::new("contacts/more.toml", Change::Head { key: "schema", value: Some(Value::Int(1)) })];
    edits.extend(head.map(|(key, value)| Edit::new("contacts/more.toml", Change::Head { key, value: text(value) })));
    edits.push(Edit::new("contacts/more.toml", put("contact", "lift", vec![("name", text("エレベータ"))])));
    assert_eq!(write(dir.path(), &seen(dir.path()), &edits, &note()).unwrap(), ["contacts/more.toml"]);
    assert!(Site::open(dir.path()).unwrap().contacts().iter().any(|contact| contact.id.as_str() == "lift"));
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_folder_stays_a_link() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let (staff, real) = (dir.path().join("contacts/staff.toml"), dir.path().join("staff-of-today.txt"));
    fs::rename(&staff, &real).unwrap();
    std::os::unix::fs::symlink(&real, &staff).unwrap();
    write(dir.path(), &seen(dir.path()), &rename("青木 花"), &note()).unwrap();
    assert!(fs::symlink_metadata(&staff).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("青木 花"));
}

#[test]
fn a_file_that_could_not_be_read_again_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    site::init(dir.path()).unwrap();
    let staff = dir.path().join("contacts/staff.toml");
    let text = fs::read_to_string(&staff).unwrap();
    fs::write(&staff, format!("{text}# {}\n", "x".repeat(site::toml_file::MAX_FILE - text.len() - 3))).unwrap();
    let before = fs::read(&staff).unwrap();
    assert_eq!(before.len(), site::toml_file::MAX_FILE);
    let long = rename(&"長".repeat(30));
    let refused = write(dir.path(), &seen(dir.path()), &long, &note());
    assert!(matches!(refused, Err(EditError::TooLarge { file }) if file == "contacts/staff.toml"));
    assert_eq!(fs::read(&staff).unwrap(), before);
}
