//! The parts of making the site one's own, in the order in which an afternoon goes: what each is called, why, and what is left in it.
//!
//! Must not know how any of it is drawn or written.

use crate::domain::contact::{Contact, Group, Standing};
use crate::domain::facility::{Facility, Role};
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::runbook::StepKind;
use crate::site::Severity;
use crate::t;
use crate::tui::msg::Seen;

/// A part of making the site one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 施設の名前
    Facility,
    /// 職員
    People,
    /// 三つの役割と代行
    Leaders,
    /// そのほかの役割
    Roles,
    /// 手順書が電話する職員
    Calls,
    /// 部門
    Departments,
    /// システム
    Systems,
    /// 保守会社・取引先
    Vendors,
    /// 自分の都道府県の役所
    Authorities,
    /// 切り離すところ
    Cutoffs,
    /// 非常時レベル
    Levels,
    /// バックアップ
    Backups,
    /// 記録の控えの置き場所
    Mirrors,
    /// メールのサーバ
    Mail,
    /// 表から読み込む
    Import,
    /// 確かめる
    Check,
}

/// One entry of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// By which the file knows it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What else is worth seeing in its row.
    pub rest: String,
    /// 見本
    pub sample: bool,
    /// What is still to be done with it.
    pub open: Option<String>,
}

/// What is left to do in a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Entries that are 見本.
    pub samples: usize,
    /// Entries of one's own that still need a look.
    pub open: usize,
    /// All entries.
    pub all: usize,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 16] = [
        Self::Facility,
        Self::People,
        Self::Leaders,
        Self::Roles,
        Self::Calls,
        Self::Departments,
        Self::Systems,
        Self::Vendors,
        Self::Authorities,
        Self::Cutoffs,
        Self::Levels,
        Self::Backups,
        Self::Mirrors,
        Self::Mail,
        Self::Import,
        Self::Check,
    ];

    /// Its name.
    pub fn title(self) -> String {
        match self {
            Self::Facility => t!("setup-facility"),
            Self::People => t!("setup-people"),
            Self::Leaders => t!("setup-leaders"),
            Self::Roles => t!("setup-roles"),
            Self::Calls => t!("setup-calls-of-runbooks"),
            Self::Departments => t!("setup-departments"),
            Self::Systems => t!("setup-systems"),
            Self::Vendors => t!("setup-vendors"),
            Self::Authorities => t!("setup-authorities"),
            Self::Cutoffs => t!("setup-cutoffs"),
            Self::Levels => t!("setup-levels"),
            Self::Backups => t!("setup-backups"),
            Self::Mirrors => t!("setup-mirrors"),
            Self::Mail => t!("setup-mail"),
            Self::Import => t!("setup-import"),
            Self::Check => t!("setup-check"),
        }
    }

    /// What it is for, and what to look at.
    pub fn why(self) -> String {
        match self {
            Self::Facility => t!("setup-facility-why"),
            Self::People => t!("setup-people-why"),
            Self::Leaders => t!("setup-leaders-why"),
            Self::Roles => t!("setup-roles-why"),
            Self::Calls => t!("setup-calls-of-runbooks-why"),
            Self::Departments => t!("setup-departments-why"),
            Self::Systems => t!("setup-systems-why"),
            Self::Vendors => t!("setup-vendors-why"),
            Self::Authorities => t!("setup-authorities-why"),
            Self::Cutoffs => t!("setup-cutoffs-why"),
            Self::Levels => t!("setup-levels-why"),
            Self::Backups => t!("setup-backups-why"),
            Self::Mirrors => t!("setup-mirrors-why"),
            Self::Mail => t!("setup-mail-why"),
            Self::Import => t!("setup-import-why"),
            Self::Check => t!("setup-check-why"),
        }
    }

    /// By which word what was begun in it is found again.
    pub fn word(self) -> &'static str {
        match self {
            Self::Facility => "facility",
            Self::People => "people",
            Self::Leaders => "leaders",
            Self::Roles => "roles",
            Self::Calls => "calls",
            Self::Departments => "departments",
            Self::Systems => "systems",
            Self::Vendors => "vendors",
            Self::Authorities => "authorities",
            Self::Cutoffs => "cutoffs",
            Self::Levels => "levels",
            Self::Backups => "backups",
            Self::Mirrors => "mirrors",
            Self::Mail => "mail",
            Self::Import => "import",
            Self::Check => "check",
        }
    }

    /// The list of the file in which its entries stand.
    pub fn list(self) -> &'static str {
        match self {
            Self::People => "person",
            Self::Leaders | Self::Roles => "role",
            Self::Departments => "department",
            Self::Systems => "system",
            Self::Calls | Self::Vendors | Self::Authorities => "contact",
            Self::Cutoffs => "cutoff",
            Self::Levels => "level",
            Self::Backups => "backup",
            Self::Mirrors => "mirror",
            Self::Facility | Self::Mail | Self::Import | Self::Check => "",
        }
    }

    /// Which list of contacts it is.
    pub fn group(self) -> Option<Group> {
        match self {
            Self::Vendors => Some(Group::Vendor),
            Self::Authorities => Some(Group::Authority),
            _ => None,
        }
    }

    /// Whether it is one thing, opened at once.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Facility | Self::Mail)
    }

    /// Whether entries can be added.
    pub fn grows(self) -> bool {
        !matches!(self, Self::Facility | Self::Leaders | Self::Calls | Self::Mail | Self::Import | Self::Check)
    }

    /// Whether entries can be taken out. Runbooks name roles: a role is emptied and not taken out.
    pub fn shrinks(self) -> bool {
        self.grows() && self != Self::Roles
    }

    /// Whether its samples can be taken over as they are. Names and numbers of people and of whom to call are invented: nobody is
    /// reached there. Roles and the places that runbooks call have no mark of their own: whether one is 見本 hangs on who stands there.
    pub fn keeps_samples(self) -> bool {
        let invented = matches!(self, Self::People | Self::Vendors | Self::Authorities);
        !invented && !matches!(self, Self::Leaders | Self::Roles | Self::Calls)
    }

    /// Its entries, as the site has them.
    pub fn entries(self, seen: &Seen) -> Vec<Entry> {
        let facility = &seen.plan.facility;
        let plain = |id: &str, name: &str, rest: String, sample: bool| Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            rest,
            sample,
            open: None,
        };
        match self {
            Self::Facility => vec![plain(facility.id.as_str(), &facility.name, String::new(), facility.sample)],
            Self::People => {
                let entry = |person: &crate::domain::facility::Person| {
                    let kana = person.kana.as_deref().unwrap_or_default();
                    let phone = person.phone.as_deref().unwrap_or_default();
                    plain(person.id.as_str(), &person.name, format!("{kana}  {phone}"), person.sample)
                };
                facility.people.iter().map(entry).collect()
            }
            Self::Leaders | Self::Roles => {
                let leads = |role: &&Role| Facility::LEADERS.contains(&role.id.as_str());
                let here = facility.roles.iter().filter(|role| leads(role) == (self == Self::Leaders));
                here.map(|role| role_entry(facility, role)).collect()
            }
            Self::Calls => {
                let here = seen.contacts.iter().filter(|contact| contact.group == Group::Staff);
                let here = here.filter(|contact| contact.person.is_none() || is_called(&seen.plan, &contact.id));
                here.map(|contact| call_entry(facility, contact)).collect()
            }
            Self::Departments => {
                let rows = facility.departments.iter();
                rows.map(|entry| plain(entry.id.as_str(), &entry.title, String::new(), entry.sample)).collect()
            }
            Self::Systems => {
                let entry = |system: &crate::domain::facility::System| {
                    let vendor = seen.contacts.iter().find(|contact| Some(&contact.id) == system.vendor.as_ref());
                    let vendor = vendor.map_or_else(|| t!("setup-no-vendor"), |contact| contact.name.clone());
                    let (importance, order) = (system.importance, system.restore_order);
                    let rest = t!("setup-system-row", importance = importance, order = order, vendor = vendor);
                    plain(system.id.as_str(), &system.title, rest, system.sample)
                };
                facility.systems.iter().map(entry).collect()
            }
            Self::Vendors | Self::Authorities => {
                let here = seen.contacts.iter().filter(|contact| Some(contact.group) == self.group());
                here.map(contact_entry).collect()
            }
            Self::Cutoffs => {
                let entry = |cutoff: &crate::domain::facility::Cutoff| {
                    let nowhere = cutoff.place.trim().is_empty();
                    let open = nowhere.then(|| t!("setup-no-place"));
                    Entry { open, ..plain(cutoff.id.as_str(), &cutoff.title, cutoff.place.clone(), cutoff.sample) }
                };
                facility.cutoffs.iter().map(entry).collect()
            }
            Self::Levels => {
                let entry = |level: &crate::domain::facility::Level| {
                    let name = format!("{} {}", level.number, level.title);
                    plain(&level.number.to_string(), &name, level.meaning.clone(), level.sample)
                };
                facility.levels.iter().map(entry).collect()
            }
            Self::Backups => {
                let rows = facility.backups.iter();
                let entry = |backup: &crate::domain::facility::Backup| {
                    plain(backup.id.as_str(), &backup.title, backup.frequency.clone(), backup.sample)
                };
                rows.map(entry).collect()
            }
            Self::Mirrors => {
                let rows = facility.mirrors.iter();
                rows.map(|mirror| plain(&mirror.path, &mirror.title, mirror.path.clone(), false)).collect()
            }
            Self::Mail => {
                let server = facility.mail.iter();
                server.map(|mail| plain("mail", &mail.host, mail.from.clone(), false)).collect()
            }
            Self::Import | Self::Check => Vec::new(),
        }
    }

    /// What is left to do in it.
    pub fn left(self, seen: &Seen) -> Left {
        if self == Self::Check {
            let wrong = seen.findings.iter().filter(|found| found.severity != Severity::Note).count();
            return Left { samples: 0, open: wrong, all: seen.findings.len() };
        }
        let entries = self.entries(seen);
        Left {
            samples: entries.iter().filter(|entry| entry.sample).count(),
            open: entries.iter().filter(|entry| !entry.sample && entry.open.is_some()).count(),
            all: entries.len(),
        }
    }
}

/// All that is still 見本: entries of the facility and contacts.
pub fn samples(seen: &Seen) -> usize {
    seen.plan.facility.samples() + seen.contacts.iter().filter(|contact| contact.sample).count()
}

fn role_entry(facility: &Facility, role: &Role) -> Entry {
    let separator = t!("list-separator");
    let names = |people: Vec<&str>| if people.is_empty() { t!("setup-nobody") } else { people.join(&separator) };
    let holders: Vec<&crate::domain::facility::Person> =
        facility.people.iter().filter(|person| person.roles.contains(&role.id)).collect();
    let alternates = role.alternates.iter().filter_map(|id| facility.person(id.as_str()));
    let alternates: Vec<&crate::domain::facility::Person> = alternates.collect();
    let name = |person: &&crate::domain::facility::Person| person.name.clone();
    let of = |people: &[&crate::domain::facility::Person]| {
        let listed: Vec<String> = people.iter().map(name).collect();
        names(listed.iter().map(String::as_str).collect())
    };
    let open = match (holders.is_empty(), facility.has_alternate(role.id.as_str())) {
        (true, false) => Some(t!("setup-role-empty")),
        (_, false) => Some(t!("setup-role-no-alternate")),
        _ => None,
    };
    Entry {
        id: role.id.as_str().to_owned(),
        name: role.title.clone(),
        rest: t!("setup-role-row", holders = of(&holders), alternates = of(&alternates)),
        // Who is invented can do nothing: a role with such a person is not filled yet.
        sample: holders.iter().chain(&alternates).any(|person| person.sample),
        open,
    }
}

/// Whether a runbook calls this contact by its name, or it is one to whom a duty tells: then it cannot go.
pub fn is_called(plan: &Plan, contact: &Id) -> bool {
    let steps = plan.runbooks.iter().flat_map(|runbook| &runbook.phases).flat_map(|phase| &phase.steps);
    let mut calls = steps.filter_map(|step| match &step.kind {
        StepKind::Call(called) => Some(called),
        _ => None,
    });
    calls.any(|called| called.contains(contact)) || plan.duties.iter().any(|duty| duty.contacts.contains(contact))
}

fn call_entry(facility: &Facility, contact: &Contact) -> Entry {
    let person = contact.person.as_ref().and_then(|id| facility.person(id.as_str()));
    let open = person.is_none().then(|| t!("setup-call-nobody"));
    let rest = contact.desk.clone().unwrap_or_default();
    let sample = contact.sample && person.is_none_or(|person| person.sample);
    Entry { id: contact.id.as_str().to_owned(), name: contact.name.clone(), rest, sample, open }
}

fn contact_entry(contact: &Contact) -> Entry {
    let number = contact.phones.first().map_or_else(|| t!("setup-no-number"), |phone| phone.number.clone());
    let desk = contact.desk.as_deref().unwrap_or_default();
    Entry {
        id: contact.id.as_str().to_owned(),
        name: contact.name.clone(),
        rest: format!("{number}  {desk}"),
        sample: contact.sample,
        open: (contact.standing() == Standing::Unverified).then(|| t!("setup-unverified")),
    }
}
