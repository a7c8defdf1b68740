//! The items of an inspection, and which file or register of ours carries each: with its edition, who approved it, and when somebody
//! last looked.
//!
//! Owns the shape of `forms/inspection.toml` and the looking-up. It says what there is and what is missing, never whether an item is
//! met. Must not know words.

use chrono::NaiveDate;

use super::contact::Contact;
use super::id::Id;
use super::readiness::{Approved, FileHead, Finding, Input, ReadMark, Readiness, Reading, State, What, date_of};
use super::standing::last_done;

/// Which published list an item stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Checklist {
    /// 医療機関におけるサイバーセキュリティ対策チェックリスト
    Security,
    /// サイバー攻撃を想定したBCP策定の確認表
    Continuity,
}

impl Checklist {
    /// Both, in the order in which they are printed.
    pub const ALL: [Self; 2] = [Self::Security, Self::Continuity];

    /// Its word in files and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Security => "checklist",
            Self::Continuity => "bcp",
        }
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// On which list.
    pub list: Checklist,
    /// Its number there.
    pub number: String,
    /// What it asks for, in our own short words.
    pub title: String,
    /// What carries it; empty: nothing of this program.
    pub carried_by: Vec<Carrier>,
    /// Whether number and wording were seen in the source.
    pub certain: bool,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// A file, register or report of ours that carries an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// One runbook.
    Runbook(Id),
    /// All of them.
    Runbooks,
    /// A duty of the year, as the record has it.
    Duty(Id),
    /// 連絡先
    Contacts,
    /// 役割と代行
    Roles,
    /// システム
    Systems,
    /// 部門
    Departments,
    /// 非常時レベル
    Levels,
    /// 切り離し
    Cutoffs,
    /// バックアップ
    Backups,
    /// 把握事項
    Facts,
    /// 年間の務め
    Year,
    /// 連絡体制図
    ContactChart,
    /// 事案報告書
    IncidentReport,
    /// The record itself.
    Record,
}

impl Carrier {
    /// Its words in a file: `duty:training`, `facility:roles`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = Self::PLAIN.iter().find(|(word, _)| *word == text).map(|(_, carrier)| carrier.clone());
        plain.or_else(|| {
            let (kind, id) = text.split_once(':')?;
            let id = Id::new(id).ok()?;
            match kind {
                "runbook" => Some(Self::Runbook(id)),
                "duty" => Some(Self::Duty(id)),
                _ => None,
            }
        })
    }

    /// What can be written, but for those with an id.
    pub const PLAIN: [(&'static str, Self); 13] = [
        ("runbooks", Self::Runbooks),
        ("contacts", Self::Contacts),
        ("facility:roles", Self::Roles),
        ("facility:systems", Self::Systems),
        ("facility:departments", Self::Departments),
        ("facility:levels", Self::Levels),
        ("facility:cutoffs", Self::Cutoffs),
        ("facility:backups", Self::Backups),
        ("facts", Self::Facts),
        ("year", Self::Year),
        ("report:contact-chart", Self::ContactChart),
        ("report:incident", Self::IncidentReport),
        ("record", Self::Record),
    ];
}

/// What carries an item, as it stands today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// What.
    pub carrier: Carrier,
    /// Its title where it has one of its own; else it is called by its kind.
    pub title: Option<String>,
    /// Whether there is anything in it.
    pub is_there: bool,
    /// 版
    pub version: Option<String>,
    /// Who approved it, and when.
    pub approved: Option<Approved>,
    /// When somebody last checked it, read it or carried it out; of several entries the oldest.
    pub last: Option<NaiveDate>,
    /// How many of its entries nobody has checked yet; of a runbook, how many people have not read it.
    pub unchecked: usize,
    /// How many of its entries are samples.
    pub samples: usize,
    /// It is computed from other files when it is made: it has no date of its own.
    pub is_made: bool,
}

/// How what carries an item stands.
pub fn carried(carrier: &Carrier, input: &Input<'_>, readiness: &Readiness) -> Carried {
    let facility = input.facility;
    let none = Carried {
        carrier: carrier.clone(),
        title: None,
        is_there: false,
        version: None,
        approved: None,
        last: None,
        unchecked: 0,
        samples: 0,
        is_made: false,
    };
    let own = |count: usize, samples: usize| {
        let file = head(input, "facility.toml");
        Carried { is_there: count > samples, samples, ..of_file(none.clone(), file) }
    };
    match carrier {
        Carrier::Runbook(id) => runbook(none, &format!("runbooks/{id}.toml"), input, readiness),
        Carrier::Runbooks => {
            let all = input.files.iter().filter(|file| file.path.starts_with("runbooks/"));
            let each = all.map(|file| runbook(none.clone(), &file.path, input, readiness));
            // As far back as the one that nobody has looked at for longest.
            let (is_there, last) = each.fold((false, None), |(_, last), one| (true, older(last, one.last)));
            Carried { is_there, last, ..none }
        }
        Carrier::Duty(id) => {
            let duty = input.duties.iter().find(|duty| duty.id == *id);
            let done = duty.and_then(|duty| last_done(input.series, duty)).map(|done| date_of(facility, done.at));
            let last = done.max(input.drilled.filter(|_| id.as_str() == "drill"));
            let title = duty.map_or_else(|| id.to_string(), |duty| duty.title.clone());
            Carried { title: Some(title), is_there: last.is_some(), last, ..none }
        }
        Carrier::Contacts => contacts(none, input),
        // A role is there when somebody holds it, not when somebody is on the list.
        Carrier::Roles => {
            let held = |found: &&Finding| matches!(found.what, What::Holder(_));
            let holders: Vec<&Finding> = readiness.findings.iter().filter(held).collect();
            let missing = holders.iter().filter(|found| found.state != State::Done).count();
            let samples = facility.people.iter().filter(|person| person.sample).count();
            let is_there = !holders.is_empty() && missing == 0;
            Carried { is_there, ..own(facility.people.len(), samples) }
        }
        Carrier::Systems => own(facility.systems.len(), facility.systems.iter().filter(|entry| entry.sample).count()),
        Carrier::Departments => {
            own(facility.departments.len(), facility.departments.iter().filter(|entry| entry.sample).count())
        }
        Carrier::Levels => own(facility.levels.len(), facility.levels.iter().filter(|entry| entry.sample).count()),
        Carrier::Cutoffs => own(facility.cutoffs.len(), facility.cutoffs.iter().filter(|entry| entry.sample).count()),
        Carrier::Backups => {
            let backups = &facility.backups;
            let tests: Vec<&Finding> =
                readiness.findings.iter().filter(|found| matches!(found.what, What::RestoreTest(_))).collect();
            let unchecked = tests.iter().filter(|test| test.last.is_none()).count();
            let last = tests.iter().filter_map(|test| test.last).min();
            let samples = backups.iter().filter(|entry| entry.sample).count();
            Carried { last, unchecked, ..own(backups.len(), samples) }
        }
        Carrier::Facts => of_file(none, head(input, "forms/facts.toml")),
        Carrier::Year => of_file(none, head(input, "duties/year.toml")),
        Carrier::ContactChart | Carrier::IncidentReport | Carrier::Record => {
            Carried { is_there: true, is_made: true, ..none }
        }
    }
}

fn head<'a>(input: &Input<'a>, path: &str) -> Option<&'a FileHead> {
    input.files.iter().find(|file| file.path == path)
}

fn of_file(none: Carried, file: Option<&FileHead>) -> Carried {
    let Some(file) = file else { return none };
    Carried {
        is_there: true,
        version: Some(file.version.clone()).filter(|version| !version.is_empty()),
        approved: file.approved.clone(),
        last: file.reviewed.as_deref().and_then(date),
        ..none
    }
}

fn runbook(none: Carried, path: &str, input: &Input<'_>, readiness: &Readiness) -> Carried {
    let file = head(input, path);
    let title = file.map_or_else(|| path.to_owned(), |file| file.title.clone());
    let reading = readiness.readings.iter().find(|reading| reading.path == path);
    let read = reading.into_iter().flat_map(|reading| &reading.people).filter_map(|reader| match reader.mark {
        ReadMark::Read(date) => Some(date),
        _ => None,
    });
    let read = read.max();
    let unread =
        |reading: &Reading| reading.people.iter().filter(|reader| !matches!(reader.mark, ReadMark::Read(_))).count();
    let found = of_file(none, file);
    Carried { title: Some(title), last: found.last.max(read), unchecked: reading.map_or(0, unread), ..found }
}

/// Of all lists: the edition of the oldest one, and how many numbers nobody has checked.
fn contacts(none: Carried, input: &Input<'_>) -> Carried {
    let own: Vec<&Contact> = input.contacts.iter().filter(|contact| !contact.sample).collect();
    let verified = || own.iter().filter_map(|contact| contact.verified.as_deref().and_then(date));
    let files = input.files.iter().filter(|file| file.path.starts_with("contacts/"));
    let oldest = files.min_by(|a, b| a.version.cmp(&b.version));
    Carried {
        is_there: !own.is_empty(),
        last: verified().min(),
        unchecked: own.len() - verified().count(),
        samples: input.contacts.len() - own.len(),
        ..of_file(none, oldest)
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// The older of two, where never is older than any day but a missing list is not.
fn older(known: Option<NaiveDate>, next: Option<NaiveDate>) -> Option<NaiveDate> {
    match (known, next) {
        (Some(known), Some(next)) => Some(known.min(next)),
        (None, next) => next,
        (known, None) => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::event::DutyDone;
    use crate::domain::fixture::{Story, by, id, plan};
    use crate::domain::hash::Hash;
    use crate::domain::readiness::readiness;

    #[test]
    fn what_can_be_written_is_read() {
        for (word, carrier) in Carrier::PLAIN {
            assert_eq!(Carrier::parse(word), Some(carrier));
        }
        assert_eq!(Carrier::parse("duty:audit"), Some(Carrier::Duty(id("audit"))));
        assert_eq!(Carrier::parse("runbook:quake"), Some(Carrier::Runbook(id("quake"))));
        for wrong in ["", "duty", "duty:", "duty:Audit", "facility:people", "file:a"] {
            assert_eq!(Carrier::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_carrier_says_its_edition_and_when_somebody_last_looked() {
        let plan = plan();
        let mut story = Story::blank();
        let file = |path: &str, reviewed: Option<&str>| FileHead {
            path: path.into(),
            title: "表題".into(),
            version: "2026-10-01".into(),
            owner: String::new(),
            reviewed: reviewed.map(ToOwned::to_owned),
            approved: Some(Approved { by: "院長".into(), on: "2026-10-02".into() }),
            sha256: Hash::ZERO,
        };
        let files = [file("runbooks/ransomware.toml", Some("2026-10-03")), file("forms/facts.toml", None)];
        let duty = crate::domain::year::YearDuty {
            id: id("audit"),
            title: "監査".into(),
            every_months: 12,
            role: None,
            keep: None,
            source: Vec::new(),
        };
        let duties = [duty];
        let look = |story: &Story, carrier: &Carrier| {
            let series = story.state();
            let input = Input {
                facility: &plan.facility,
                runbooks: &plan.runbooks,
                files: &files,
                contacts: &[],
                duties: &duties,
                tell: &[],
                sheets: &[],
                calendar: None,
                series: &series,
                drilled: None,
                mirrors: None,
                today: date("2026-11-22").unwrap(),
                now: crate::domain::fixture::t("1200"),
            };
            carried(carrier, &input, &readiness(&input))
        };
        let runbook = look(&story, &Carrier::Runbook(id("ransomware")));
        assert_eq!((runbook.version.as_deref(), runbook.last), (Some("2026-10-01"), date("2026-10-03")));
        assert_eq!(runbook.approved.unwrap().by, "院長");
        assert!(!look(&story, &Carrier::Runbook(id("gone"))).is_there);
        let facts = look(&story, &Carrier::Facts);
        assert!(facts.is_there && facts.last.is_none());
        let audit = Carrier::Duty(id("audit"));
        assert!(!look(&story, &audit).is_there);
        let done =
            DutyDone { duty: id("audit"), title: "監査".into(), result: None, material: None, attended: Vec::new() };
        story.say(by("sato").at("0010"), Command::DutyDone(done));
        assert_eq!(look(&story, &audit).last, date("2026-11-22"));
        assert!(!look(&story, &Carrier::Contacts).is_there, "no contacts, nothing carried");
        assert!(!look(&story, &Carrier::Backups).is_there);
    }
}
