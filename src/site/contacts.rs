//! Reads `contacts/*.toml`: one list of contacts a file.
//!
//! Owns the schema of these files. A faulty entry is left out and the rest is kept. Must not know other files.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::Site;
use super::diagnostic::{Diagnostic, harmless};
use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::{Reader, Words};
use crate::domain::contact::{Contact, Freshness, Group, Phone, address, usual_months};
use crate::domain::id::Id;
use crate::text::sanitize;

/// The folder in every site.
pub const FOLDER: &str = "contacts/";

const GROUPS: [(&str, Group); 3] =
    [("staff", Group::Staff), ("vendor", Group::Vendor), ("authority", Group::Authority)];

/// Reads the text of a list of contacts. `None` when it does not say who it is or was written for a newer schema.
pub fn read(file_name: &str, text: &str) -> (Option<Vec<Contact>>, Vec<Diagnostic>) {
    let part = load(file_name, text);
    (part.value, part.diagnostics)
}

/// The same, as a part of the site.
pub(crate) fn load(file: &str, text: &str) -> Part<Vec<Contact>> {
    header::load(file, text, |root, _| {
        // A number is worth having even where nobody can say on which list it stands.
        let group = root.word("group", &GROUPS).unwrap_or(Group::Authority);
        let stale_after = root.opt_int("stale-after-months", MONTHS);
        let mut contacts = Vec::new();
        for table in root.tables("contact") {
            contacts.extend(contact(&table, group, stale_after));
            table.finish();
        }
        Some(contacts)
    })
}

/// Within how many months a contact may have to be checked again.
pub const MONTHS: RangeInclusive<i64> = 1..=120;

/// The file of the site that a contact stands in.
pub fn file_with(site: &Site, id: &Id) -> Option<String> {
    own_lists(site).find(|(_, list)| list.iter().any(|contact| contact.id == *id)).map(|(path, _)| path)
}

/// The file of the site that holds the list of a group: the one of the pack's name, else the first one.
pub fn file_of(site: &Site, group: Group) -> Option<String> {
    let usual = match group {
        Group::Staff => "contacts/staff.toml",
        Group::Vendor => "contacts/vendors.toml",
        Group::Authority => "contacts/authorities.toml",
    };
    let says = |path: &str| site.file(path).is_some_and(|file| group_of(&file.text) == Some(group));
    let mut lists: Vec<String> = own_lists(site).map(|(path, _)| path).filter(|path| says(path)).collect();
    let at = lists.iter().position(|path| path == usual).unwrap_or(0);
    (at < lists.len()).then(|| lists.swap_remove(at))
}

fn own_lists(site: &Site) -> impl Iterator<Item = (String, Vec<Contact>)> {
    let files = site.files().filter(|file| file.path.starts_with(FOLDER) && !site.is_fallback(&file.path));
    files.map(|file| (file.path.clone(), read(&file.path, &file.text).0.unwrap_or_default()))
}

fn group_of(text: &str) -> Option<Group> {
    let table: toml::Table = text.parse().ok()?;
    let word = table.get("group")?.as_str()?;
    GROUPS.iter().find(|(known, _)| *known == word).map(|(_, group)| *group)
}

fn contact(table: &Reader<'_>, group: Group, stale_after: Option<u16>) -> Option<Contact> {
    let id = table.defined(Kind::Contact);
    let name = table.text("name").map(|words| on_one_line(table, "name", words));
    let desk = table.opt_text("desk");
    let phones = table.tables("phone").into_iter().filter_map(phone).collect();
    let fax = table.opt_words("fax").and_then(|words| number(table, "fax", words));
    let mail = table.opt_words("mail").and_then(|words| mail(table, words));
    let web = table.opt_words("web").map(|words| web(table, words));
    let hours = table.opt_text("hours");
    let have_ready = table.opt_text("have-ready");
    let when = table.opt_text("when");
    let person = table.opt_ref("person", Target::Person);
    let alternate = table.opt_ref("alternate", Target::Contact);
    let verified = table.date("verified").filter(|date| !date.is_empty());
    let verified_by = table.opt_text("verified-by");
    let verified_from = table.opt_text("verified-from");
    let stale_after_months = table.opt_int("stale-after-months", MONTHS).or(stale_after);
    let sample = table.flag("sample");
    let source = table.lines("source");
    Some(Contact {
        id: id?,
        name: name?,
        group,
        desk,
        phones,
        fax,
        mail,
        web,
        hours,
        have_ready,
        when,
        person,
        alternate,
        verified,
        verified_by,
        verified_from,
        stale_after_months,
        sample,
        source,
    })
}

fn phone(table: Reader<'_>) -> Option<Phone> {
    let number = table.text("number").and_then(|words| number(&table, "number", words));
    let label = table.opt_text("label");
    let hours = table.opt_text("hours");
    table.finish();
    Some(Phone { number: number?, label, hours })
}

/// A text that stands in one row and in the head of a mail. A line break in it is said, and taken out.
fn on_one_line(table: &Reader<'_>, key: &'static str, words: Words) -> String {
    if !address::is_one_line(words.get_ref()) {
        table.sink().error("line-break", crate::t!("site-line-break", key = key), words.span(), None);
    }
    sanitize::line(words.get_ref()).trim().to_owned()
}

/// A number that can be dialled; any other text is said and left out, because it would be dialled in the night.
fn number(table: &Reader<'_>, key: &'static str, words: Words) -> Option<String> {
    let span = words.span();
    let text = on_one_line(table, key, words);
    if address::has_digit(&text) {
        return Some(text);
    }
    let message = crate::t!("site-no-digit", key = key, text = harmless(&text));
    table.sink().error("no-digit", message, span, Some(crate::t!("site-no-digit-hint")));
    None
}

/// A mail address; what is none is said and left out, because a message would be made out for it.
fn mail(table: &Reader<'_>, words: Words) -> Option<String> {
    let text = words.get_ref().trim_matches(' ');
    if address::is_mail(text) {
        return Some(text.to_owned());
    }
    let message = crate::t!("site-bad-mail", text = harmless(text));
    table.sink().error("bad-mail", message, words.span(), Some(crate::t!("site-bad-mail-hint")));
    None
}

/// The address of a page; what is none is said and shown all the same: it may still help somebody to find the page.
fn web(table: &Reader<'_>, words: Words) -> String {
    let text = words.get_ref().trim_matches(' ');
    if !address::is_web(text) {
        let message = crate::t!("site-bad-web", text = harmless(text));
        table.sink().error("bad-web", message, words.span(), Some(crate::t!("site-bad-web-hint")));
    }
    sanitize::line(text).into_owned()
}

/// Which contacts are to be checked again on a day, and which dates of checks lie ahead: as notes and warnings of a site.
pub fn on_a_day(site: &Site, today: NaiveDate) -> Vec<Diagnostic> {
    let usual = usual_months(site.year());
    let of_file = |(path, list): (String, Vec<Contact>)| {
        let text = site.file(&path).map(|file| file.text.clone()).unwrap_or_default();
        let found = list.into_iter().filter_map(move |contact| {
            let date = contact.verified.as_deref().filter(|_| !contact.sample)?;
            let name = contact.name.as_str();
            let ahead = NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok_and(|date| date > today);
            let span = || place(&text, &contact.id);
            match contact.freshness(today, usual) {
                Freshness::Stale { months } => {
                    let message = crate::t!("site-stale", name = name, date = date, months = months);
                    let note = Diagnostic::note(&path, "stale", message, span());
                    Some(note.with_hint(Some(crate::t!("site-stale-hint"))))
                }
                Freshness::Never if ahead => {
                    let message = crate::t!("site-verified-ahead", name = name, date = date);
                    Some(Diagnostic::warning(&path, "verified-ahead", message, span()))
                }
                _ => None,
            }
        });
        found.collect::<Vec<_>>()
    };
    own_lists(site).flat_map(of_file).collect()
}

/// Where the entry of a contact begins in the text of its list.
fn place(text: &str, contact: &Id) -> Option<std::ops::Range<usize>> {
    load("", text).mentions.definition(Kind::Contact, contact.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_contacts_are_kept_and_faulty_ones_left_out() {
        let text = "schema=1\nid='v'\ntitle='t'\nversion='2026-11-22'\nowner='o'\nreviewed=''\ngroup='vendor'\n\
                    [[contact]]\nid='Bad'\nname='x'\n\
                    [[contact]]\nid='good'\nname='y'\nphone=[{number='03-0000-0000'}]\nverified=2026-11-01\n";
        let (contacts, found) = read("contacts/v.toml", text);
        let contacts = contacts.unwrap();
        assert_eq!(contacts.len(), 1);
        assert_eq!(contacts[0].verified.as_deref(), Some("2026-11-01"));
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["bad-id"]);
    }

    fn codes(contact: &str) -> (Option<Contact>, Vec<&'static str>) {
        let text = format!("{HEAD}stale-after-months=3\n[[contact]]\nid='a'\nname='甲'\n{contact}");
        let (contacts, found) = read("contacts/v.toml", &text);
        (contacts.unwrap().pop(), found.iter().map(|found| found.code).collect())
    }

    const HEAD: &str = "schema=1\nid='v'\ntitle='t'\nversion='2026-11-22'\nowner='o'\nreviewed=''\ngroup='vendor'\n";

    #[test]
    fn all_ways_to_reach_somebody_are_read() {
        let (contact, found) = codes(
            "phone=[{number='03-0', label='夜間', hours='18時から'}, {number='03-1'}]\nfax='03-2'\nmail='a@b.jp'\n\
             web='https://b.jp/'\nalternate='b'\nverified='2026-11-01'\nverified-by='山田'\nverified-from='電話で'\n",
        );
        let contact = contact.unwrap();
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(contact.channels().count(), 5);
        assert_eq!(contact.phones[0].hours.as_deref(), Some("18時から"));
        assert_eq!(contact.alternate.as_ref().map(Id::as_str), Some("b"));
        assert_eq!((contact.verified_from.as_deref(), contact.stale_after_months), (Some("電話で"), Some(3)));
        assert_eq!(codes("stale-after-months=12\n").0.unwrap().stale_after_months, Some(12));
    }

    #[test]
    fn what_cannot_be_used_as_an_address_is_said_and_not_used() {
        for (entry, code) in [
            ("mail='a b@c.jp'", "bad-mail"),
            ("mail=\"a@b.jp\\r\\nBcc: x@y.jp\"", "bad-mail"),
            ("web='www.b.jp'", "bad-web"),
            ("fax='代表へ'", "no-digit"),
            ("phone=[{number='要確認'}]", "no-digit"),
            ("phone=[{number=\"03-0\\n\"}]", "line-break"),
            ("stale-after-months=0", "out-of-range"),
        ] {
            let (contact, found) = codes(entry);
            assert!(found.contains(&code), "{entry}: {found:?}");
            let contact = contact.unwrap();
            assert!(contact.mail.is_none() && contact.fax.is_none(), "{entry}");
            assert!(contact.phones.iter().all(|phone| phone.number == "03-0"), "{entry}");
        }
        let (contacts, found) = read("contacts/v.toml", &format!("{HEAD}[[contact]]\nid='a'\nname=\"甲\\n乙\"\n"));
        assert_eq!(contacts.unwrap()[0].name, "甲 乙");
        assert_eq!(found[0].code, "line-break");
    }

    #[test]
    fn on_a_day_the_stale_ones_are_named_and_dates_that_lie_ahead() {
        let entry = |id: &str, date: &str| format!("[[contact]]\nid='{id}'\nname='{id}'\nverified='{date}'\n");
        let text =
            format!("{HEAD}{}{}{}", entry("a", "2026-11-01"), entry("b", "2026-01-01"), entry("c", "2027-01-01"));
        let site = Site::of_files(&[("contacts/v.toml".to_owned(), text)], &[]);
        let found = on_a_day(&site, NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        let told: Vec<_> = found.iter().map(|found| (found.code, found.span.is_some())).collect();
        assert_eq!(told, [("stale", true), ("verified-ahead", true)]);
        assert!(found[0].message.contains("10"), "{}", found[0].message);
    }
}
