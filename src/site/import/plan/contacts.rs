//! Contacts out of a table: each onto the list of its group.

use std::collections::BTreeSet;

use super::super::columns::{Columns, Key};
use super::super::ids::Ids;
use super::super::table::Table;
use super::matches::Matches;
use super::{Choices, Entry, Names, Preview, Row, Standing, Why, bare, dialled, digits};
use crate::domain::contact::{Contact, Group, Phone, address};
use crate::site::edit::{Change, Edit, Field, Value};
use crate::site::{Site, contacts};
use crate::text::kana;

pub(super) fn plan(table: &Table, columns: &Columns, site: &Site, choices: &Choices) -> Preview {
    let people = site.plan().facility.people.iter().map(|person| person.id.to_string());
    let mut ids = Ids::new(people.chain(site.contacts().iter().map(|contact| contact.id.to_string())), 'c');
    let mut preview = Preview::default();
    let mut names = Names::default();
    let mut begun: Vec<String> = Vec::new();
    let known = Matches::of(table, columns, site);
    let mut nexts: Vec<Next<'_>> = Vec::new();
    for row in Row::all(table, columns) {
        let (name, desk) = (row.get(Key::Name), row.get(Key::Desk));
        if name.is_empty() {
            preview.problems.push(row.problem(columns.of(Key::Name), "", Why::NoName));
            continue;
        }
        if let Some(before) = names.seen(format!("{}\n{}", bare(name), bare(desk)), row.number) {
            preview.problems.push(row.problem(columns.of(Key::Name), name, Why::Twice { row: before }));
            continue;
        }
        let phones = row.phones(&mut preview.problems);
        let old = known.old(row.number);
        if old.is_none()
            && let Some(like) = known.like(name, desk, &phones)
        {
            let why = Why::PerhapsSame { name: like.name.clone() };
            preview.problems.push(row.problem(columns.of(Key::Name), name, why));
        }
        let group = group(&row, old, choices.group, &mut preview);
        let fields = fields(&row, old, &phones, &mut preview);
        let id = old.map_or_else(|| ids.next(name, row.get(Key::Kana)), |old| old.id.to_string());
        let standing = match old {
            None => Standing::Added,
            Some(_) if fields.is_empty() => Standing::Same,
            Some(_) => Standing::Changed(fields.iter().map(|(key, _)| (*key).to_owned()).collect()),
        };
        let file = || old.and_then(|old| contacts::file_with(site, &old.id)).or_else(|| contacts::file_of(site, group));
        if !row.get(Key::Alternate).is_empty() {
            let file = file().unwrap_or_else(|| begin(group, choices, &mut begun, &mut preview));
            nexts.push(Next { entry: preview.entries.len(), file, old, said: row.get(Key::Alternate) });
        }
        if standing != Standing::Same {
            let file = file().unwrap_or_else(|| begin(group, choices, &mut begun, &mut preview));
            preview.edits.push(Edit::new(file, Change::Put { list: "contact", id: id.clone(), fields }));
        }
        let numbers: Vec<&str> = phones.iter().map(|(number, _)| number.as_str()).collect();
        let parts = [desk.to_owned(), numbers.join("、")];
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        preview.entries.push(Entry { row: row.number, id, name: name.to_owned(), detail, standing });
    }
    for next in nexts {
        alternate(&next, columns, table, site, &mut preview);
    }
    preview
}

/// Whom a row names as the one to try next.
struct Next<'t> {
    /// Which entry of the preview.
    entry: usize,
    /// The file of its list.
    file: String,
    old: Option<&'t Contact>,
    said: &'t str,
}

/// Whom to try next may stand further down in the table: it is looked up when all rows are known.
fn alternate(next: &Next<'_>, columns: &Columns, table: &Table, site: &Site, preview: &mut Preview) {
    let is_meant = |name: &str| bare(name) == bare(next.said);
    let row = preview.entries.iter().position(|entry| is_meant(&entry.name)).filter(|at| *at != next.entry);
    let listed = || site.contacts().iter().find(|contact| is_meant(&contact.name) || contact.id.as_str() == next.said);
    let id = row.and_then(|at| preview.entries.get(at)).map(|entry| entry.id.clone());
    let id = id.or_else(|| listed().map(|contact| contact.id.to_string()));
    let Some(entry) = preview.entries.get_mut(next.entry) else { return };
    let Some(id) = id.filter(|id| *id != entry.id) else {
        let row = Row::all(table, columns).find(|row| row.number == entry.row);
        let at = columns.of(Key::Alternate);
        preview.problems.extend(row.map(|row| row.problem(at, next.said, Why::UnknownContact)));
        return;
    };
    let held = next.old.and_then(|old| old.alternate.as_ref());
    if held.is_some_and(|held| held.as_str() == id) {
        return;
    }
    match &mut entry.standing {
        Standing::Changed(keys) => keys.push("alternate".to_owned()),
        Standing::Same => entry.standing = Standing::Changed(vec!["alternate".to_owned()]),
        Standing::Added | Standing::Removed => {}
    }
    let change =
        Change::Put { list: "contact", id: entry.id.clone(), fields: vec![("alternate", Some(Value::Text(id)))] };
    preview.edits.push(Edit::new(next.file.clone(), change));
}

const GROUPS: [(Group, &[&str]); 3] = [
    (Group::Staff, &["職員", "院内", "スタッフ", "staff"]),
    (Group::Vendor, &["業者", "保守", "保守会社", "取引先", "ベンダ", "ベンダー", "会社", "委託", "vendor"]),
    (Group::Authority, &["役所", "行政", "警察", "消防", "官公庁", "保健所", "公的機関", "相談窓口", "authority"]),
];

fn group(row: &Row<'_>, old: Option<&Contact>, otherwise: Group, preview: &mut Preview) -> Group {
    let said = row.get(Key::Group);
    if let Some(old) = old {
        return old.group;
    }
    if said.is_empty() {
        return otherwise;
    }
    let found = GROUPS.iter().find(|(_, words)| words.iter().any(|word| bare(word) == bare(said)));
    if let Some((group, _)) = found {
        return *group;
    }
    preview.problems.push(row.problem(row.columns.of(Key::Group), said, Why::UnknownGroup));
    otherwise
}

fn fields(row: &Row<'_>, old: Option<&Contact>, phones: &[(String, String)], preview: &mut Preview) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let is_new = |said: &str, known: Option<&str>| !said.is_empty() && known != Some(said);
    let of = |of: fn(&Contact) -> Option<&str>| old.and_then(of);
    let known = [
        ("name", Key::Name, of(|old| Some(old.name.as_str()))),
        ("desk", Key::Desk, of(|old| old.desk.as_deref())),
        ("hours", Key::Hours, of(|old| old.hours.as_deref())),
        ("when", Key::When, of(|old| old.when.as_deref())),
        ("have-ready", Key::HaveReady, of(|old| old.have_ready.as_deref())),
    ];
    for (key, column, known) in known {
        let said = row.get(column);
        if is_new(said, known) {
            fields.push((key, Some(Value::text(said))));
        }
    }
    let known = [
        ("fax", Key::Fax, of(|old| old.fax.as_deref())),
        ("mail", Key::Mail, of(|old| old.mail.as_deref())),
        ("web", Key::Web, of(|old| old.web.as_deref())),
    ];
    for (key, column, known) in known {
        let said = row.get(column);
        let (said, fault) = match column {
            Key::Fax => (dialled(said), (!address::has_digit(said)).then_some(Why::NotANumber)),
            _ => half(said, column),
        };
        if said.is_empty() {
            continue;
        }
        if let Some(why) = fault {
            preview.problems.push(row.problem(row.columns.of(column), &said, why));
        } else if is_new(&said, known) {
            fields.push((key, Some(Value::Text(said))));
        }
    }
    let sample = old.is_some_and(|old| old.sample);
    // Invented numbers go; of an own entry, no number goes that the table does not name.
    let stay = old.filter(|old| !old.sample).map(|old| old.phones.as_slice()).unwrap_or_default();
    let new = new_numbers(stay, phones);
    let numbers_change = !new.is_empty();
    if numbers_change {
        let all = stay.iter().map(as_it_was).chain(new.into_iter().map(phone)).collect();
        fields.push(("phone", Some(Value::Tables(all))));
    }
    if sample && phones.is_empty() && old.is_some_and(|old| !old.phones.is_empty()) {
        // An invented number must not become one that looks real.
        fields.push(("phone", None));
    }
    let checked = date(row, preview);
    let known = old.and_then(|old| old.verified.as_deref());
    match checked {
        Some(date) if known == Some(date.as_str()) => checked_by(row, old, &mut fields),
        Some(date) => {
            fields.push(("verified", Some(Value::Text(date))));
            // Who checked before did not check on that day.
            checked_by(row, None, &mut fields);
            let has = |key: &str, fields: &[Field]| fields.iter().any(|(known, _)| *known == key);
            if old.is_some_and(|old| old.verified_by.is_some()) && !has("verified-by", &fields) {
                fields.push(("verified-by", None));
            }
            if old.is_some_and(|old| old.verified_from.is_some()) && !has("verified-from", &fields) {
                fields.push(("verified-from", None));
            }
        }
        // What somebody checked was another number.
        None if old.is_none() || (numbers_change && known.is_some()) => {
            fields.push(("verified", Some(Value::text(""))));
        }
        None => {}
    }
    if sample {
        fields.push(("sample", None));
    }
    fields
}

/// An address as it is written, in half width, and why it is none.
fn half(said: &str, column: Key) -> (String, Option<Why>) {
    let said: String = said.chars().map(kana::half_ascii).collect();
    let fault = match column {
        Key::Mail => (!address::is_mail(&said)).then_some(Why::NotAMail),
        _ => (!address::is_web(&said)).then_some(Why::NotAWeb),
    };
    (said, fault)
}

/// Who checked it and how, where the row says so and it does not stand there yet.
fn checked_by(row: &Row<'_>, old: Option<&Contact>, fields: &mut Vec<Field>) {
    let of = |of: fn(&Contact) -> Option<&str>| old.and_then(of);
    let by = ("verified-by", Key::VerifiedBy, of(|old| old.verified_by.as_deref()));
    let from = ("verified-from", Key::VerifiedFrom, of(|old| old.verified_from.as_deref()));
    for (key, column, known) in [by, from] {
        let said = row.get(column);
        if !said.is_empty() && known != Some(said) {
            fields.push((key, Some(Value::text(said))));
        }
    }
}

/// The numbers of a row that are not there yet, however they are written; each once.
fn new_numbers<'p>(stay: &[Phone], phones: &'p [(String, String)]) -> Vec<&'p (String, String)> {
    let mut known: BTreeSet<String> = stay.iter().map(|phone| digits(&phone.number)).collect();
    phones.iter().filter(|(number, _)| known.insert(digits(number))).collect()
}

/// A number as it stands in the site.
fn as_it_was(phone: &Phone) -> Vec<(String, Value)> {
    let of = |key: &str, text: &Option<String>| text.as_ref().map(|text| (key.to_owned(), Value::text(text)));
    let number = ("number".to_owned(), Value::text(&phone.number));
    std::iter::once(number).chain(of("label", &phone.label)).chain(of("hours", &phone.hours)).collect()
}

/// A number with what stands above it, unless that only says that it is a number.
fn phone((number, head): &(String, String)) -> Vec<(String, Value)> {
    let mut row = vec![("number".to_owned(), Value::text(number))];
    let plain = ["電話", "電話番号", "tel", "phone", "連絡先"].iter().any(|word| bare(word) == bare(head));
    if !plain && !head.is_empty() {
        row.push(("label".to_owned(), Value::text(head)));
    }
    row
}

fn date(row: &Row<'_>, preview: &mut Preview) -> Option<String> {
    let said = row.get(Key::Verified);
    if said.is_empty() {
        return None;
    }
    let read = read_date(said);
    if read.is_none() {
        preview.problems.push(row.problem(row.columns.of(Key::Verified), said, Why::NotADate));
    }
    read
}

/// `2026-11-01`, `2026/11/1`, `2026年11月1日`, `R8.11.1`, `令和8年11月1日`.
pub(in super::super) fn read_date(said: &str) -> Option<String> {
    let folded: String = kana::fold(said).chars().filter(|c| !c.is_whitespace()).collect();
    let (era, rest) = match folded.strip_prefix("令和").or_else(|| folded.strip_prefix('r')) {
        Some(rest) => (2018, rest.replace('元', "1")),
        None => (0, folded),
    };
    let numbers: Option<Vec<i32>> = rest
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    let [year, month, day] = numbers?.try_into().ok()?;
    let year = if era > 0 && year < 100 { era + year } else { year };
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1950..=2200).contains(&year))?;
    Some(date.format("%Y-%m-%d").to_string())
}

/// The list of a group that the site does not have yet.
fn begin(group: Group, choices: &Choices, begun: &mut Vec<String>, preview: &mut Preview) -> String {
    let (id, title) = match group {
        Group::Staff => ("staff", crate::t!("import-list-staff")),
        Group::Vendor => ("vendors", crate::t!("import-list-vendors")),
        Group::Authority => ("authorities", crate::t!("import-list-authorities")),
    };
    let word = match group {
        Group::Staff => "staff",
        Group::Vendor => "vendor",
        Group::Authority => "authority",
    };
    let file = format!("{}{id}.toml", contacts::FOLDER);
    if !begun.contains(&file) {
        begun.push(file.clone());
        let owner = crate::t!("import-list-owner");
        let texts = [
            ("id", id),
            ("title", title.as_str()),
            ("group", word),
            ("version", choices.today.as_str()),
            ("owner", owner.as_str()),
            ("reviewed", ""),
        ];
        let head = |key, value| Edit::new(file.clone(), Change::Head { key, value: Some(value) });
        preview.edits.push(head("schema", Value::Int(crate::site::header::SCHEMA)));
        preview.edits.extend(texts.map(|(key, text)| head(key, Value::text(text))));
    }
    file
}
