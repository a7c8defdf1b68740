//! Whom somebody means to call: a contact of the lists, or a person of the staff.

use super::App;
use crate::domain::contact::{Contact, Standing};
use crate::domain::id::{Id, near};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::text::kana;

/// Somebody who can be called, as the record names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// A person's id where it is a person, else the contact's.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Whether the number was checked; `None` where there is no contact entry.
    pub standing: Option<Standing>,
}

impl App {
    /// The contact or person that is meant, by id or name.
    ///
    /// # Errors
    /// A refusal with the near names.
    pub fn callee(&self, plan: &Plan, typed: &str) -> Result<Callee, Refusal> {
        let typed = typed.trim();
        let contacts = self.site().contacts();
        let of_contact = |contact: &Contact| Callee {
            id: contact.person.clone().unwrap_or_else(|| contact.id.clone()),
            name: contact.name.clone(),
            standing: Some(contact.standing()),
        };
        if let Some(contact) = contacts.iter().find(|contact| contact.id.as_str() == typed || contact.name == typed) {
            return Ok(of_contact(contact));
        }
        if let Some(person) = plan.facility.person_called(typed) {
            let contact = contacts.iter().find(|contact| contact.person.as_ref() == Some(&person.id));
            let standing = contact.map(Contact::standing);
            return Ok(Callee { id: person.id.clone(), name: person.name.clone(), standing });
        }
        let fits: Vec<&Contact> = contacts.iter().filter(|contact| kana::finds(&contact.name, typed)).collect();
        match fits.as_slice() {
            [one] => Ok(of_contact(one)),
            [] => {
                let ids = contacts.iter().map(|contact| contact.id.as_str());
                let people = plan.facility.people.iter().map(|person| person.id.as_str());
                let near = near(typed, ids.chain(people));
                Err(Refusal::NotFound { what: What::Contact, typed: typed.to_owned(), near })
            }
            several => Err(Refusal::Ambiguous {
                what: What::Contact,
                typed: typed.to_owned(),
                fits: several.iter().map(|contact| format!("{} ({})", contact.id, contact.name)).collect(),
            }),
        }
    }

    /// The contact that is meant, by its id, its name or its person; not one of the staff list alone.
    ///
    /// # Errors
    /// A refusal with the near names.
    pub fn contact_called(&self, typed: &str) -> Result<Contact, Refusal> {
        let callee = self.callee(self.site().plan(), typed)?;
        let contacts = self.site().contacts();
        let own = contacts.iter().find(|contact| contact.id.as_str() == typed.trim());
        let meant = |contact: &&Contact| contact.id == callee.id || contact.person.as_ref() == Some(&callee.id);
        own.or_else(|| contacts.iter().find(meant)).cloned().ok_or_else(|| Refusal::NotFound {
            what: What::Contact,
            typed: typed.trim().to_owned(),
            near: near(typed, contacts.iter().map(|contact| contact.id.as_str())),
        })
    }
}
