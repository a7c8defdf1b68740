//! One entry of the site in a form: what is filled in is written at once, and is no 見本 any more.

use std::sync::Arc;

use super::part::Part;
use super::{draft, forms};
use crate::domain::contact::{Contact, Group};
use crate::t;
use crate::tui::begun::place;
use crate::tui::model::Model;
use crate::tui::msg::Seen;
use crate::tui::screens::Screen;
use crate::tui::screens::form::{FormScreen, Kept, Purpose};
use crate::tui::widgets::form::Form;

/// The first word of the names of what was begun here.
const KEY: &str = "setup";

/// An entry to be.
pub struct EntryForm {
    part: Part,
    /// Which entry; `None`: a new one.
    id: Option<String>,
    seen: Arc<Seen>,
}

/// The form for an entry; `None` where it is not there any more.
pub fn form(model: &Model, part: Part, id: Option<&str>) -> Option<FormScreen<EntryForm>> {
    let seen = model.seen.clone()?;
    let fields = forms::fields(part, id, &seen)?;
    let purpose = EntryForm { part, id: id.map(ToOwned::to_owned), seen };
    let mut form = Form::new(fields);
    choices_of_then(&mut form, model, &purpose.begun_key());
    Some(FormScreen::new(purpose, form))
}

/// The form in which a contact is put right: its own, or that of the person whom it is; `None` where there is none.
pub fn of_contact(model: &Model, contact: &Contact) -> Option<FormScreen<EntryForm>> {
    let (part, id) = match (contact.group, &contact.person) {
        (Group::Vendor, _) => (Part::Vendors, &contact.id),
        (Group::Authority, _) => (Part::Authorities, &contact.id),
        // The number of somebody of the staff stands on the staff list.
        (Group::Staff, Some(person)) => (Part::People, person),
        (Group::Staff, None) => (Part::Calls, &contact.id),
    };
    form(model, part, Some(id.as_str()))
}

/// Complains of a line of which something was begun while it had other choices: which of them was meant is not known any more, and
/// the line shows what the site has.
fn choices_of_then(form: &mut Form, model: &Model, key: &str) {
    let kept = model.unfinished.iter().filter(|kept| kept.incident.is_none() && place(&kept.key) == key);
    let lines: Vec<&str> = kept.flat_map(|kept| &kept.lines).map(|(line, _)| line.as_str()).collect();
    let other = |line: &&String| lines.iter().any(|begun| begun != line && draft::key_of(begun) == draft::key_of(line));
    let names: Vec<String> = form.fields.iter().map(|field| field.id.clone()).collect();
    for line in names.iter().filter(other) {
        form.complain(line, t!("setup-choice-other"));
    }
}

/// The form in which something was begun, by the words of its name.
pub fn begun(model: &Model, words: &[&str]) -> Option<Box<dyn Screen>> {
    let [KEY, part, id @ ..] = words else { return None };
    let part = Part::ALL.into_iter().find(|known| known.word() == *part)?;
    Some(Box::new(form(model, part, id.first().copied())?))
}

impl Purpose for EntryForm {
    fn title(&self, _model: &Model) -> String {
        let entry = self.id.as_deref().and_then(|id| self.part.entries(&self.seen).into_iter().find(|e| e.id == id));
        match entry {
            Some(entry) => t!("setup-entry-title", part = self.part.title(), name = entry.name),
            None if self.part.is_single() => self.part.title(),
            None => t!("setup-entry-new", part = self.part.title()),
        }
    }

    fn above(&self, _model: &Model) -> String {
        forms::above(self.part, self.id.as_deref(), &self.seen)
    }

    fn begun_key(&self) -> String {
        let id = self.id.as_deref().map(|id| format!(" {id}")).unwrap_or_default();
        format!("{KEY} {}{id}", self.part.word())
    }

    fn is_about_the_site(&self) -> bool {
        true
    }

    fn keep(&mut self, form: &mut Form, model: &mut Model) -> Kept {
        // The site as it is now: what others wrote meanwhile counts.
        let seen = model.seen.clone().unwrap_or_else(|| Arc::clone(&self.seen));
        let edits =
            forms::edits(self.part, self.id.as_deref(), form, &forms::Around { seen: &seen, asked: &self.seen, model });
        edits.map_or(Kept::Missing, Kept::Writes)
    }

    fn can_move_up(&self, form: &Form) -> bool {
        self.part.group().is_some() && forms::contact::can_move_up(form)
    }

    fn move_up(&self, form: &mut Form) {
        if self.can_move_up(form) {
            forms::contact::move_up(form);
        }
    }

    fn foot(&self) -> String {
        t!("setup-form-foot")
    }

    fn label(&self) -> Option<String> {
        Some(t!("label-write"))
    }
}
