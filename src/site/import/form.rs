//! A table for filling in: what the site has, under the heads that are understood again.

use super::columns::{Key, Kind};
use crate::domain::contact::{Contact, Group};
use crate::site::Site;
use crate::text::formula;

/// A CSV file as Japanese spreadsheets open it by a double click: UTF-8 with a BOM, lines ending in CRLF. Invented entries are left
/// out, so that nobody sends them round.
///
/// # Errors
/// When a row cannot be written; that does not happen in memory.
pub fn form(site: &Site, kind: Kind) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let keys = Key::all(kind);
    writer.write_record(keys.iter().map(|key| key.title(kind)))?;
    match kind {
        Kind::People => {
            let facility = &site.plan().facility;
            for person in facility.people.iter().filter(|person| !person.sample) {
                let roles: Vec<&str> = person.roles.iter().map(|role| facility.role_title(role.as_str())).collect();
                let cell = |key: &Key| match key {
                    Key::Name => person.name.clone(),
                    Key::Kana => person.kana.clone().unwrap_or_default(),
                    Key::Role => roles.join("、"),
                    Key::Phone => person.phone.clone().unwrap_or_default(),
                    _ => String::new(),
                };
                writer.write_record(keys.iter().map(cell).map(guarded))?;
            }
        }
        Kind::Contacts => {
            let own = |contact: &&Contact| !contact.sample && contact.group != Group::Staff;
            for contact in site.contacts().iter().filter(own) {
                writer.write_record(keys.iter().map(|key| of_contact(site, contact, *key)).map(guarded))?;
            }
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn of_contact(site: &Site, contact: &Contact, key: Key) -> String {
    let next = || site.contacts().iter().find(|next| Some(&next.id) == contact.alternate.as_ref());
    let text = match key {
        Key::Name => Some(contact.name.clone()),
        Key::Desk => contact.desk.clone(),
        Key::Phone => Some(contact.phones.iter().map(|phone| phone.number.as_str()).collect::<Vec<_>>().join("、")),
        Key::Group => Some(match contact.group {
            Group::Staff => crate::t!("import-group-staff"),
            Group::Vendor => crate::t!("import-group-vendor"),
            Group::Authority => crate::t!("import-group-authority"),
        }),
        Key::Mail => contact.mail.clone(),
        Key::Web => contact.web.clone(),
        Key::Hours => contact.hours.clone(),
        Key::When => contact.when.clone(),
        Key::HaveReady => contact.have_ready.clone(),
        Key::Fax => contact.fax.clone(),
        Key::Alternate => next().map(|next| next.name.clone()),
        Key::Verified => contact.verified.clone(),
        Key::VerifiedBy => contact.verified_by.clone(),
        Key::VerifiedFrom => contact.verified_from.clone(),
        Key::Kana | Key::Role => None,
    };
    text.unwrap_or_default()
}

/// A spreadsheet must not calculate what somebody wrote. Numbers may begin with a plus or a hash.
fn guarded(text: String) -> String {
    let dialled = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')'));
    if formula::may_begin(&text) && !dialled { format!(" {text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_both_widths_are_kept_from_being_calculated() {
        for text in ["=1", "@x", "\t=1", "＝1+1", "＋A1", "－A1", "＠x"] {
            assert_eq!(guarded(text.to_owned()), format!(" {text}"));
        }
        for text in ["+81-3-0000-0000", "青木"] {
            assert_eq!(guarded(text.to_owned()), text);
        }
    }
}
