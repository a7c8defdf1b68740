use super::*;
use crate::domain::contact::{Group, Phone};
use crate::domain::fixture::{id, plan};
use crate::text::width::width;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn contact(name: &str, group: Group, verified: bool, sample: bool) -> Contact {
    Contact {
        phones: vec![Phone::new("03-1234-5678")],
        verified: verified.then(|| "2026-11-01".into()),
        sample,
        ..Contact::new(id("c"), name, group)
    }
}

/// The rows between title and foot, in which every box stands.
fn rows(chart: &Chart) -> Vec<String> {
    text(chart).lines().skip(2).take(chart.rows).map(ToOwned::to_owned).collect()
}

#[test]
fn only_a_number_that_was_checked_is_shown_as_one() {
    let of = |verified, sample| {
        let contacts = [contact("保守", Group::Vendor, verified, sample)];
        let chart = chart(&plan().facility, &contacts, today(), 6);
        let row = rows(&chart).into_iter().find(|row| row.contains("保守 ")).unwrap();
        assert_eq!(text(&chart).contains("03-1234"), svg(&chart).contains("03-1234"));
        row
    };
    assert!(of(true, false).contains("03-1234-5678"));
    assert!(!of(false, false).contains("03-1234") && of(false, false).contains("要確認"));
    assert!(!of(true, true).contains("03-1234") && of(true, true).contains("見本"));
    let old =
        chart(&plan().facility, &[contact("保守", Group::Vendor, true, false)], today() + chrono::Days::new(365), 6);
    assert!(text(&old).contains("03-1234-5678*") && text(&old).contains("*は"), "{}", text(&old));
    // Nobody of the staff list has an entry among the contacts: their numbers were checked by nobody.
    let mut facility = plan().facility;
    facility.people[0].phone = Some("090-0000-1111".into());
    assert!(!text(&chart(&facility, &[], today(), 6)).contains("090-0000"));
    let mut own = contact("佐藤", Group::Staff, true, false);
    (own.person, own.phones) = (Some(id("sato")), Vec::new());
    assert!(text(&chart(&facility, &[own], today(), 6)).contains("090-0000-1111"));
}

#[test]
fn every_row_is_as_wide_as_its_boxes_whatever_the_names() {
    let mut facility = plan().facility;
    let names = ["とても長い名前の職員が当院にはおりまして表に入りきらない人", "ﾊﾝｶｸ ｶﾅ", "A", "か\u{3099}き", "①…—"];
    for (person, name) in facility.people.iter_mut().zip(names) {
        person.name = name.into();
    }
    let contacts: Vec<Contact> = (0..40)
        .map(|n| {
            let group = if n % 2 == 0 { Group::Vendor } else { Group::Authority };
            contact(&format!("{}{n}", names[n % names.len()]), group, n % 3 == 0, false)
        })
        .collect();
    let chart = chart(&facility, &contacts, today(), 6);
    for row in rows(&chart) {
        let inside = row.starts_with('|') || row.starts_with('+');
        let cells = width(&row, MODE);
        assert!(cells <= CELLS, "{cells} {row}");
        assert!(!inside || cells == CELLS, "{cells} {row}");
    }
    let drawn = text(&chart);
    assert!(drawn.contains("ハンカク カナ"), "{drawn}");
    assert!(drawn.contains("ほか4件"), "{drawn}");
    assert!(chart.rows <= 50, "{}", chart.rows);
}

#[test]
fn who_stands_in_is_numbered_and_an_empty_role_says_so() {
    let drawn = text(&chart(&plan().facility, &[], today(), 6));
    assert!(drawn.contains("+- 運用責任者 -"), "{drawn}");
    assert!(drawn.contains("代行1 鈴木 花子"), "{drawn}");
    assert!(drawn.contains("未定"), "{drawn}");
}

#[test]
fn names_become_no_markup() {
    let mut facility = plan().facility;
    let hostile = "<script>alert('1')</script>&\"\u{1b}[2J\u{202e}\u{fffe}\u{0}";
    facility.name = hostile.into();
    facility.people[0].name = hostile.into();
    facility.roles[0].title = "</text></svg><a href='x'>".into();
    let contacts =
        [contact(hostile, Group::Vendor, true, false), contact("]]><![CDATA[", Group::Authority, true, false)];
    let drawn = svg(&chart(&facility, &contacts, today(), 6));
    for bad in ["<script", "\u{1b}", "\u{202e}", "\u{fffe}", "<a ", "<![", "'"] {
        assert!(!drawn.contains(bad), "{bad:?} in {drawn}");
    }
    is_well_formed(&drawn);
    for row in text(&chart(&facility, &contacts, today(), 6)).lines() {
        assert!(width(row, MODE) <= CELLS && !row.contains(char::is_control), "{row:?}");
    }
}

/// Every element is closed in its order, and nothing but the five entities stands after an ampersand.
fn is_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in xml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
    }
    assert!(open.is_empty(), "{open:?}");
    for rest in xml.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(known.iter().any(|entity| rest.starts_with(entity)), "{rest}");
    }
}

#[test]
fn what_was_cut_off_is_told_whole() {
    let name = "とても長い名前の会社のとても長い名前の部署のとても長い名前の窓口";
    let contacts = [contact(name, Group::Vendor, true, false)];
    let chart = chart(&plan().facility, &contacts, today(), 6);
    let drawn = svg(&chart);
    is_well_formed(&drawn);
    assert!(drawn.contains(&format!("<title>{name} 03-1234-5678</title>")), "{drawn}");
    assert!(drawn.contains('…') && !drawn.contains('~'));
    let row = text(&chart).lines().find(|row| row.contains('~')).map(ToOwned::to_owned).unwrap();
    assert!(row.contains("03-1234-5678"), "the number is kept: {row}");
}
