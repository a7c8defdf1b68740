//! Reads `contacts/*.toml`: one list of contacts a file.
//!
//! Owns the schema of these files. A faulty entry is left out and the rest is kept. Must not know other files.

use toml::Spanned;

use super::Site;
use super::diagnostic::Diagnostic;
use super::header::{self, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use crate::domain::contact::{Contact, Group, Phone};
use crate::domain::id::Id;

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
        let mut contacts = Vec::new();
        for table in root.tables("contact") {
            contacts.extend(contact(&table, group));
            table.finish();
        }
        Some(contacts)
    })
}

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

fn contact(table: &Reader<'_>, group: Group) -> Option<Contact> {
    let id = table.defined(Kind::Contact);
    let name = table.text("name").map(Spanned::into_inner);
    let desk = table.opt_text("desk");
    let phones = table.tables("phone").into_iter().filter_map(phone).collect();
    let mail = table.opt_text("mail");
    let web = table.opt_text("web");
    let hours = table.opt_text("hours");
    let have_ready = table.opt_text("have-ready");
    let when = table.opt_text("when");
    let person = table.opt_ref("person", Target::Person);
    let verified = table.date("verified").filter(|date| !date.is_empty());
    let verified_by = table.opt_text("verified-by");
    let sample = table.flag("sample");
    let source = table.lines("source");
    Some(Contact {
        id: id?,
        name: name?,
        group,
        desk,
        phones,
        mail,
        web,
        hours,
        have_ready,
        when,
        person,
        verified,
        verified_by,
        sample,
        source,
    })
}

fn phone(table: Reader<'_>) -> Option<Phone> {
    let number = table.text("number").map(Spanned::into_inner);
    let label = table.opt_text("label");
    table.finish();
    Some(Phone { number: number?, label })
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
}
