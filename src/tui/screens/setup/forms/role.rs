//! A role: who holds it, and who stands in, in order.

use super::{Around, people};
use crate::domain::facility::Person;
use crate::domain::id::Id;
use crate::site::edit::{Change, Edit, Value};
use crate::site::facility::PATH;
use crate::t;
use crate::tui::msg::Seen;
use crate::tui::screens::setup::draft::{Draft, fresh};
use crate::tui::widgets::form::{Field, Form};

/// The lines of a role.
pub fn fields(id: Option<&str>, seen: &Seen) -> Option<Vec<Field>> {
    let facility = &seen.plan.facility;
    let role = match id {
        Some(id) => Some(facility.role(id)?),
        None => None,
    };
    let holds = |person: &&Person| role.is_some_and(|role| person.roles.contains(&role.id));
    let holders: Vec<&str> = facility.people.iter().filter(holds).map(|person| person.name.as_str()).collect();
    let alternates = role.into_iter().flat_map(|role| &role.alternates).filter_map(|id| facility.person(id.as_str()));
    let alternates: Vec<&str> = alternates.map(|person| person.name.as_str()).collect();
    let mut fields = people::lines("holder", |at| t!("setup-role-holder", at = at), &holders);
    fields.extend(people::lines("alternate", |at| t!("setup-role-alternate", at = at), &alternates));
    // Enter goes through the people one by one.
    for field in &mut fields {
        field.stops = true;
    }
    let title = Field::text("title", t!("setup-role-name")).with(role.map_or("", |role| role.title.as_str()));
    // Of a role that is there its people are asked first; its name stays as it is, most of the time.
    if role.is_some() {
        fields.push(title.stops(false));
    } else {
        fields.insert(0, title);
    }
    Some(fields)
}

/// The changes of a role: its own alternates, and the roles of the people who come and go.
pub fn edits(id: Option<&str>, form: &mut Form, around: &Around<'_>) -> Option<Vec<Edit>> {
    let plan = &around.seen.plan;
    let facility = &plan.facility;
    let (holders, held) = people::read(form, "holder", plan)?;
    let (alternates, stood_in) = people::read(form, "alternate", plan)?;
    let mut draft = Draft::new(id.is_none());
    draft.needed(form, "title")?;
    if alternates != stood_in {
        let ids = alternates.iter().map(|id| id.as_str().to_owned()).collect();
        draft.put("alternates", Some(Value::Texts(ids)));
    }
    let known = facility.roles.iter().map(|role| role.id.as_str());
    let role = id.map_or_else(|| fresh("role", known), ToOwned::to_owned);
    let role_id = Id::new(role.clone()).ok()?;
    let mut edits: Vec<Edit> = draft.edit(PATH, "role", &role).into_iter().collect();
    let comes = holders.iter().filter(|person| !held.contains(person)).map(|person| (person, true));
    let goes = held.iter().filter(|person| !holders.contains(person)).map(|person| (person, false));
    for (person, holds) in comes.chain(goes) {
        let Some(person) = facility.person(person.as_str()) else { continue };
        let mut roles = person.roles.clone();
        roles.retain(|known| *known != role_id);
        if holds {
            roles.push(role_id.clone());
        }
        let roles = roles.iter().map(|role| role.as_str().to_owned()).collect();
        let fields = vec![("roles", Some(Value::Texts(roles)))];
        edits.push(Edit::new(PATH, Change::Put { list: "person", id: person.id.as_str().to_owned(), fields }));
    }
    Some(edits)
}
