//! Which boxes the chart has, what stands in them, and where.

use chrono::NaiveDate;

use super::{Boxed, CELLS, Chart, MODE, Words};
use crate::domain::contact::{Contact, Freshness, Group};
use crate::domain::facility::{Facility, Person};
use crate::t;
use crate::text::width::{cut, pad, width};

/// The box of the one who notices, of who leads, and of the headquarters.
const MIDDLE: (usize, usize) = (10, 60);
/// The three beside each other.
const THREE: [(usize, usize); 3] = [(0, 26), (27, 26), (54, 26)];
/// The two beside each other.
const TWO: [(usize, usize); 2] = [(0, 39), (41, 39)];
/// The room in the narrowest box.
const NARROWEST: usize = 22;
/// So many people of a role are named; the rest is counted.
const PEOPLE: usize = 3;
/// So many rows of names of the headquarters.
const NAME_ROWS: usize = 3;
/// So many contacts of a list are named; the rest is counted.
const CONTACTS: usize = 16;

/// What a chart is made of.
struct Around<'a> {
    facility: &'a Facility,
    contacts: &'a [Contact],
    today: NaiveDate,
    usual: u16,
}

pub(super) fn chart(facility: &Facility, contacts: &[Contact], today: NaiveDate, usual: u16) -> Chart {
    let around = Around { facility, contacts, today, usual };
    let mut drawn = Drawn::default();
    let finder = Words::wrapped(&t!("chart-finder-does"), MIDDLE.1 - 4);
    drawn.row(&[MIDDLE], vec![(t!("chart-finder"), finder)], &[]);
    let leader = around.of_role(facility.decided_by.as_str(), MIDDLE.1, PEOPLE + 1);
    let title = facility.role_title(facility.decided_by.as_str()).to_owned();
    drawn.row(&[MIDDLE], vec![(title, leader)], &[CELLS / 2]);
    let [_, privacy, system] = Facility::LEADERS;
    let three = [system, privacy, "department-head"];
    let columns = three.map(|role| (around.title(role), around.of_role(role, THREE[0].1, PEOPLE)));
    drawn.row(&THREE, columns.into(), &[13, 40, 67]);
    let headquarters = around.names("headquarters");
    drawn.row(&[MIDDLE], vec![(around.title("headquarters"), headquarters)], &[13, 40, 67]);
    let outside = [(Group::Vendor, t!("chart-vendors")), (Group::Authority, t!("chart-authorities"))];
    let columns = outside.map(|(group, title)| (title, around.of_list(group, TWO[0].1)));
    drawn.row(&TWO, columns.into(), &[19, 60]);
    let name = facility.name.as_str();
    let mark = if facility.sample { t!("mark-sample") } else { String::new() };
    Chart {
        title: super::clean(&format!("{} {mark}{name} {}", t!("chart-title"), today.format("%Y-%m-%d"))),
        rows: drawn.y,
        boxes: drawn.boxes,
        arrows: drawn.arrows,
        foot: around.foot(),
    }
}

/// What is drawn so far.
#[derive(Default)]
struct Drawn {
    boxes: Vec<Boxed>,
    arrows: Vec<(usize, usize)>,
    y: usize,
}

impl Drawn {
    /// Boxes beside each other, all as high as the highest; above them arrows lead down to them.
    fn row(&mut self, places: &[(usize, usize)], boxes: Vec<(String, Vec<Words>)>, arrows: &[usize]) {
        if !arrows.is_empty() {
            self.arrows.extend(arrows.iter().map(|x| (*x, self.y)));
            self.y += 1;
        }
        let height = boxes.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        for ((x, width), (title, lines)) in places.iter().zip(boxes) {
            let room = width - 4;
            let mut lines = lines;
            lines.resize(height, Words::fit("", room));
            let title = Words::fit(&title, room - 2);
            self.boxes.push(Boxed { x: *x, y: self.y, width: *width, title, lines });
        }
        self.y += height + 2;
    }
}

impl Around<'_> {
    /// What people call a role; what it usually is where the facility has none of this id.
    fn title(&self, role: &str) -> String {
        match self.facility.role(role) {
            Some(role) => role.title.clone(),
            None => match role {
                "system-manager" => t!("chart-system-manager"),
                "privacy-officer" => t!("chart-privacy-officer"),
                "headquarters" => t!("chart-headquarters"),
                _ => t!("chart-department-head"),
            },
        }
    }

    /// Who holds a role and who stands in, each with a number.
    fn of_role(&self, role: &str, width: usize, most: usize) -> Vec<Words> {
        let people = self.facility.holders_and_alternates(role);
        if people.is_empty() {
            return Words::wrapped(&t!("chart-nobody"), NARROWEST);
        }
        let mut stands_in = 0;
        let named = people.iter().take(most).map(|person| {
            let holds = person.roles.iter().any(|held| held.as_str() == role);
            let name = if holds {
                person.name.clone()
            } else {
                stands_in += 1;
                format!("{} {}", t!("chart-alternate", number = stands_in), person.name)
            };
            columns(&name, &self.number_of(person), width - 4)
        });
        let mut lines: Vec<Words> = named.collect();
        if people.len() > most {
            lines.push(Words::fit(&t!("chart-more-people", count = (people.len() - most)), width - 4));
        }
        lines
    }

    /// The names of everybody in a role, in few rows.
    fn names(&self, role: &str) -> Vec<Words> {
        let people = self.facility.holders_and_alternates(role);
        if people.is_empty() {
            return Words::wrapped(&t!("chart-nobody"), NARROWEST);
        }
        let room = MIDDLE.1 - 4;
        let mut lines: Vec<String> = vec![String::new()];
        for (at, person) in people.iter().enumerate() {
            let name = super::clean(&person.name);
            let last = lines.last().cloned().unwrap_or_default();
            let longer = if last.is_empty() { name.clone() } else { format!("{last}{}{name}", t!("list-separator")) };
            if last.is_empty() || cells(&longer) <= room {
                lines.pop();
                lines.push(longer);
            } else if lines.len() < NAME_ROWS {
                lines.push(name);
            } else {
                lines.push(t!("chart-more-people", count = (people.len() - at)));
                break;
            }
        }
        lines.iter().map(|line| Words::fit(line, room)).collect()
    }

    /// The contacts of a list.
    fn of_list(&self, group: Group, width: usize) -> Vec<Words> {
        let all: Vec<&Contact> = self.contacts.iter().filter(|contact| contact.group == group).collect();
        if all.is_empty() {
            return Words::wrapped(&t!("chart-nobody"), NARROWEST);
        }
        let shown = all.iter().take(CONTACTS);
        let mut lines: Vec<Words> =
            shown.map(|contact| columns(&contact.name, &self.number(contact, None), width - 4)).collect();
        if all.len() > CONTACTS {
            lines.push(Words::fit(&t!("chart-more", count = (all.len() - CONTACTS)), width - 4));
        }
        lines
    }

    /// The number of somebody of the staff: checked where the list of contacts says so.
    fn number_of(&self, person: &Person) -> String {
        if person.sample {
            return t!("chart-sample");
        }
        let entry = self.contacts.iter().find(|contact| contact.person.as_ref() == Some(&person.id));
        match entry {
            Some(contact) => self.number(contact, person.phone.as_deref()),
            None => t!("contact-unverified"),
        }
    }

    /// What stands below: what is not a number to rely on.
    fn foot(&self) -> Vec<Words> {
        let is_stale = |contact: &Contact| matches!(contact.freshness(self.today, self.usual), Freshness::Stale { .. });
        let mut foot = Words::wrapped(&t!("chart-foot"), CELLS);
        if self.contacts.iter().any(is_stale) {
            foot.extend(Words::wrapped(&t!("chart-foot-stale", mark = STALE.to_string()), CELLS));
        }
        foot
    }

    /// The number to call, or why there is none to show. One that was checked too long ago carries a mark that the foot explains.
    fn number(&self, contact: &Contact, own: Option<&str>) -> String {
        let listed = contact.phones.first().map(|phone| phone.number.as_str());
        match (contact.freshness(self.today, self.usual), listed.or(own).filter(|number| !number.is_empty())) {
            (Freshness::Sample, _) => t!("chart-sample"),
            (Freshness::Never, _) => t!("contact-unverified"),
            (_, None) => t!("chart-no-number"),
            (Freshness::Fresh, Some(number)) => number.to_owned(),
            (Freshness::Stale { .. }, Some(number)) => format!("{number}{STALE}"),
        }
    }
}

/// Behind a number that was checked too long ago.
const STALE: char = '*';

fn cells(text: &str) -> usize {
    width(text, MODE)
}

/// A name, and a number at the right end of the room. Of a long name the beginning is kept; the number is.
fn columns(name: &str, number: &str, room: usize) -> Words {
    let (name, number) = (super::clean(name), super::clean(number));
    let right = cells(&number).clamp(1, room / 2);
    let left = room - right - 1;
    let shown = format!("{} {}", pad(&name, left, MODE), cut(&number, right, MODE));
    let fits = cells(&name) <= left && cells(&number) <= right;
    Words { shown, whole: (!fits).then(|| format!("{name} {number}")) }
}
