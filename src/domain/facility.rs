//! Who we are: people, roles, departments, systems, levels and cut-offs, as `facility.toml` says.
//!
//! Owns these shapes and the look-ups among them. Must not know the file they came from.

use chrono::FixedOffset;

use super::duty::Founder;
use super::id::Id;

/// The facility, as an incident sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facility {
    /// Short name that stands in every line.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The number at which it is called back; `None`: nobody has written it down.
    pub phone: Option<String>,
    /// 見本: invented people and numbers, not the facility's own yet.
    pub sample: bool,
    /// The language of the lines that the program words itself.
    pub lang: Lang,
    /// The offset of the facility's clock, for times typed without a zone. Japan has had no daylight saving since 1952.
    pub offset: FixedOffset,
    /// The role that declares an emergency where a runbook names none.
    pub decided_by: Id,
    /// The role that approves a restoration (BCPひな形 4-1); `None`: the role that declares.
    pub restore_decided_by: Option<Id>,
    /// 職員
    pub people: Vec<Person>,
    /// 役割, with who stands in.
    pub roles: Vec<Role>,
    /// 部門
    pub departments: Vec<Department>,
    /// システム
    pub systems: Vec<System>,
    /// 非常時レベル, lowest first.
    pub levels: Vec<Level>,
    /// What to pull, in the published order (BCPひな形 3.3.2).
    pub cutoffs: Vec<Cutoff>,
    /// バックアップ, as the facility promised itself to take them.
    pub backups: Vec<Backup>,
    /// Where the second copies of the record go.
    pub mirrors: Vec<Mirror>,
    /// 設置者: public or private; `None` where nobody has said.
    pub founder: Option<Founder>,
    /// The server that takes our mail; `None`: no mail is sent from here.
    pub mail: Option<MailServer>,
}

/// The server that takes our mail. Its password is never here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is kept secret.
    pub security: MailSecurity,
    /// Who we are to it; `None`: it asks for no name.
    pub user: Option<String>,
    /// The address that our mail comes from.
    pub from: String,
    /// What people call that address.
    pub from_name: Option<String>,
    /// The file with the facility's own authority for certificates, in the site; `None`: those of the computer.
    pub ca: Option<String>,
}

impl MailServer {
    /// Whether it runs on this computer, so that nothing goes over a wire.
    pub fn is_on_this_computer(&self) -> bool {
        let host = self.host.trim().trim_matches(['[', ']']);
        host.eq_ignore_ascii_case("localhost") || host.parse::<core::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

/// How the way to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailSecurity {
    /// STARTTLS, required.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a relay on this computer only.
    None,
}

/// The language of a facility's own lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Short name, for commands.
    pub id: Id,
    /// As people write it.
    pub name: String,
    /// How it is read, for searching.
    pub kana: Option<String>,
    /// The roles that this person holds.
    pub roles: Vec<Id>,
    /// Where to reach this person, as written.
    pub phone: Option<String>,
    /// 見本: invented, not the facility's own yet.
    pub sample: bool,
}

/// A role, and who stands in when its holders cannot be reached, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Short name.
    pub id: Id,
    /// 役割名
    pub title: String,
    /// 代行者, in order.
    pub alternates: Vec<Id>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Short name.
    pub id: Id,
    /// 部門名
    pub title: String,
    /// 見本
    pub sample: bool,
}

/// A system. 重要度 and 復旧優先度 are two things (BCP手引き 4-1): care depends on the one, workflow on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// Short name.
    pub id: Id,
    /// システム名
    pub title: String,
    /// 重要度: 1 is the highest.
    pub importance: u8,
    /// 復旧優先度: 1 is restored first.
    pub restore_order: u8,
    /// The contact who maintains it.
    pub vendor: Option<Id>,
    /// How work goes on without it.
    pub fallback: Option<String>,
    /// The systems that must run before it.
    pub needs: Vec<Id>,
    /// The runbook with the steps of its restoration (BCPひな形 2.2.4 復旧方法); `None`: nobody has written one.
    pub procedure: Option<Id>,
    /// The departments that look whether it is right before it is released; none: any one.
    pub checked_by: Vec<Id>,
    /// Why no backup of it is taken, where none is meant to be.
    pub without_backup: Option<String>,
    /// 見本
    pub sample: bool,
}

/// A level that can be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Higher is worse; 0 is kept for 平常.
    pub number: u8,
    /// レベル名
    pub title: String,
    /// What it means here.
    pub meaning: String,
    /// 見本
    pub sample: bool,
}

/// Something to pull: where it is, how, and who may do it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cutoff {
    /// Short name.
    pub id: Id,
    /// What is cut.
    pub title: String,
    /// The order: lower first.
    pub order: u8,
    /// 場所; empty when nobody has written it down yet.
    pub place: String,
    /// 方法
    pub how: String,
    /// The roles that may do it without asking.
    pub alone: Vec<Id>,
    /// Minutes without an answer after which anybody may do it; `None`: never alone.
    pub alone_after: Option<u16>,
    /// What stops working then.
    pub stops: String,
    /// The name of the photograph in the binder.
    pub photo: Option<String>,
    /// 見本
    pub sample: bool,
}

/// A backup of a system, as the facility promised itself to take it (安全管理ガイドライン第6.0版 システム運用編 12.2: what, how often,
/// which generations, by which method, kept where; BCPひな形 2.2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Short name.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// The system that is backed up.
    pub system: Id,
    /// How it is taken.
    pub method: String,
    /// How often, in words.
    pub frequency: String,
    /// How many generations are kept.
    pub generations: u16,
    /// On what.
    pub medium: String,
    /// Out of the network's reach: what encrypts the network cannot encrypt this one.
    pub apart: bool,
    /// 場所; empty when nobody has written it down yet.
    pub place: String,
    /// The role that can restore it.
    pub keeper: Option<Id>,
    /// How it is restored, in words.
    pub restore: String,
    /// The runbook with the steps of restoring from it; `None`: the system's own.
    pub procedure: Option<Id>,
    /// The date of the last restore test; `None`: never.
    pub tested: Option<String>,
    /// How old the newest one may be, in minutes, as the facility promised itself; `None`: nothing was promised.
    pub max_age: Option<u32>,
    /// After how many months restoring it is to be tried again; `None`: as often as the year's duty says.
    pub test_every: Option<u16>,
    /// 見本
    pub sample: bool,
}

/// A place for a second copy of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// What people call it: USB（事務室の金庫）.
    pub title: String,
    /// The folder, as written; one that does not begin at a root is meant from the site folder.
    pub path: String,
}

impl Facility {
    /// The roles that every facility has to fill, as the shipped one calls them: 運用責任者, 個人情報保護責任者, 情報システム管理者
    /// (BCPひな形(2024-06-06) 2.1; a regulation for clinics names the same three).
    pub const LEADERS: [&'static str; 3] = ["operations-manager", "privacy-officer", "system-manager"];

    /// The person with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id.as_str() == id)
    }

    /// The person whom somebody means: by id, by the name as written or as it is read (spaces aside), or by the family name alone
    /// where only one has it.
    pub fn person_called(&self, typed: &str) -> Option<&Person> {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let family = |text: &str| text.split_whitespace().next().unwrap_or("").to_owned();
        let wanted = bare(typed);
        if let Some(person) = self.person(typed) {
            return Some(person);
        }
        let reads = |person: &&Person, part: &dyn Fn(&str) -> String| {
            part(&person.name) == wanted || person.kana.as_deref().is_some_and(|kana| part(kana) == wanted)
        };
        let whole = self.people.iter().find(|person| reads(person, &bare));
        whole.or_else(|| {
            let mut families = self.people.iter().filter(|person| !wanted.is_empty() && reads(person, &family));
            families.next().filter(|_| families.next().is_none())
        })
    }

    /// The people whom somebody may have meant: same family name, or a near spelling. At most three.
    pub fn people_near(&self, typed: &str) -> Vec<&Person> {
        let mut scored: Vec<(f64, &Person)> = self
            .people
            .iter()
            .filter_map(|person| {
                let same_start = typed.chars().next().is_some_and(|first| person.name.starts_with(first));
                let names = [person.name.as_str(), person.id.as_str(), person.kana.as_deref().unwrap_or("")];
                let best = names.iter().map(|name| strsim::jaro_winkler(typed, name)).fold(0.0, f64::max);
                (same_start || best >= 0.8).then_some((best, person))
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        scored.into_iter().take(3).map(|(_, person)| person).collect()
    }

    /// The role with this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id.as_str() == id)
    }

    /// The role's name for a screen; its id when it is not on the list.
    pub fn role_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.role(id).map_or(id, |role| role.title.as_str())
    }

    /// Who holds a role, then who stands in for it, in order, nobody twice.
    pub fn holders_and_alternates(&self, role: &str) -> Vec<&Person> {
        let holders = self.people.iter().filter(|person| person.roles.iter().any(|held| held.as_str() == role));
        let alternates = self.role(role).into_iter().flat_map(|role| &role.alternates);
        let mut found: Vec<&Person> = Vec::new();
        for person in holders.chain(alternates.filter_map(|id| self.person(id.as_str()))) {
            if !found.iter().any(|known| known.id == person.id) {
                found.push(person);
            }
        }
        found
    }

    /// Whether somebody else stands in for a role: whoever holds it cannot stand in for himself or herself, and who is not on the list,
    /// or invented, cannot either.
    pub fn has_alternate(&self, role: &str) -> bool {
        let alternates = self.role(role).into_iter().flat_map(|role| &role.alternates);
        let mut people = alternates.filter_map(|id| self.person(id.as_str()));
        people.any(|person| !person.sample && !person.roles.iter().any(|held| held.as_str() == role))
    }

    /// Whether a person may act for a role, as its holder or as an alternate.
    pub fn may_act_as(&self, person: &str, role: &str) -> bool {
        self.holders_and_alternates(role).iter().any(|known| known.id.as_str() == person)
    }

    /// The level with this number.
    pub fn level(&self, number: u8) -> Option<&Level> {
        self.levels.iter().find(|level| level.number == number)
    }

    /// The cut-off with this id.
    pub fn cutoff(&self, id: &str) -> Option<&Cutoff> {
        self.cutoffs.iter().find(|cutoff| cutoff.id.as_str() == id)
    }

    /// The backup with this id.
    pub fn backup(&self, id: &str) -> Option<&Backup> {
        self.backups.iter().find(|backup| backup.id.as_str() == id)
    }

    /// The department with this id.
    pub fn department(&self, id: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.id.as_str() == id)
    }

    /// What is still 見本, entry by entry; the facility's own name and id count as one.
    pub fn samples(&self) -> usize {
        let entries = [
            self.people.iter().filter(|entry| entry.sample).count(),
            self.departments.iter().filter(|entry| entry.sample).count(),
            self.systems.iter().filter(|entry| entry.sample).count(),
            self.levels.iter().filter(|entry| entry.sample).count(),
            self.cutoffs.iter().filter(|entry| entry.sample).count(),
            self.backups.iter().filter(|entry| entry.sample).count(),
        ];
        usize::from(self.sample) + entries.iter().sum::<usize>()
    }

    /// What people call a system; its id where the facility does not have it.
    pub fn system_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.system(id).map_or(id, |system| system.title.as_str())
    }

    /// What people call a department; its id where the facility does not have it.
    pub fn department_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.department(id).map_or(id, |department| department.title.as_str())
    }

    /// The system with this id.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.id.as_str() == id)
    }
}
