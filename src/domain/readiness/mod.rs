//! 準備の様子: what was done in quiet times, what was not, and what is due again.
//!
//! Owns the rules and the shape of their findings; pure, so that the same day and the same site always give the same list. It says
//! what is not done, and never what that means in law. Must not know words, files or the record's store.

mod backups;
pub(super) mod dates;
mod duties;
mod facility;
mod files;
mod patients;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::contact::Contact;
use super::degraded::DepartmentSheet;
use super::duty::{Calendar, Duty};
use super::event::Paper;
use super::facility::Facility;
use super::hash::Hash;
use super::id::Id;
use super::incident::Incident;
use super::runbook::Runbook;
use super::when::Moment;
use super::year::YearDuty;
pub use dates::{Standing, State, date_of, standing};

/// What the findings are computed from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Who we are.
    pub facility: &'a Facility,
    /// 手順書
    pub runbooks: &'a [Runbook],
    /// The heads of all files that are used.
    pub files: &'a [FileHead],
    /// Whom to tell.
    pub contacts: &'a [Contact],
    /// 年間の務め
    pub duties: &'a [YearDuty],
    /// 連絡義務
    pub tell: &'a [Duty],
    /// 縮退運用: the departments' sheets.
    pub sheets: &'a [DepartmentSheet],
    /// Open and closed days.
    pub calendar: Option<&'a Calendar>,
    /// The standing series.
    pub series: &'a Incident,
    /// When something was drilled last, by the drill book.
    pub drilled: Option<NaiveDate>,
    /// How the second copies of the record stand; `None` where nobody looked.
    pub mirrors: Option<&'a [MirrorState]>,
    /// Today, on the facility's clock.
    pub today: NaiveDate,
    /// Now.
    pub now: Moment,
}

/// The head of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHead {
    /// Its path in the site, with `/`.
    pub path: String,
    /// 題
    pub title: String,
    /// 版
    pub version: String,
    /// Who keeps it up.
    pub owner: String,
    /// The date of the last review; `None`: never.
    pub reviewed: Option<String>,
    /// Who approved it.
    pub approved: Option<Approved>,
    /// SHA-256 of its text.
    pub sha256: Hash,
}

/// 承認
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
}

/// How a second copy of the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorState {
    /// What people call it.
    pub title: String,
    /// How it stands, in words.
    pub word: String,
    /// Whether nothing needs to be done about it.
    pub well: bool,
}

/// What a finding is about, broadly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 連絡先
    Contacts,
    /// 代行
    Alternates,
    /// 切り離し
    Cutoffs,
    /// バックアップ
    Backups,
    /// 患者一覧
    Patients,
    /// 訓練
    Drills,
    /// 手順書の見直し
    Reviews,
    /// 周知
    Readings,
    /// 綴り
    Papers,
    /// 年間の務め
    Year,
    /// 見本
    Samples,
    /// 控え
    Mirrors,
}

impl Group {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
        Self::Contacts,
        Self::Alternates,
        Self::Cutoffs,
        Self::Backups,
        Self::Patients,
        Self::Drills,
        Self::Reviews,
        Self::Readings,
        Self::Papers,
        Self::Year,
        Self::Samples,
        Self::Mirrors,
    ];

    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Alternates => "alternates",
            Self::Cutoffs => "cutoffs",
            Self::Backups => "backups",
            Self::Patients => "patients",
            Self::Drills => "drills",
            Self::Reviews => "reviews",
            Self::Readings => "readings",
            Self::Papers => "papers",
            Self::Year => "year",
            Self::Samples => "samples",
            Self::Mirrors => "mirrors",
        }
    }
}

/// What exactly a finding says; names are as the site has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// When a contact was last checked.
    Contact(String),
    /// There is no contact but samples.
    NoContacts,
    /// Whether somebody holds a role.
    Holder(String),
    /// Whether somebody else stands in for a role.
    Alternate(String),
    /// Whether it is written down where to cut something off.
    CutoffPlace(String),
    /// Nothing to cut off is written down.
    NoCutoffs,
    /// No backup is written down.
    NoBackups,
    /// No backup lies out of the network's reach.
    NoneApart,
    /// Whether it is written down where a backup lies.
    BackupPlace(String),
    /// Whether it is written down how to restore a backup.
    BackupRestore(String),
    /// When restoring a backup was last tried.
    RestoreTest(String),
    /// Restoring a backup was tried, and did not work.
    RestoreFailed(String),
    /// When a backup was last taken.
    BackupAge(String),
    /// The newest attempt to take a backup failed.
    BackupFailed(String),
    /// Work on a backup waits for approval.
    BackupUnapproved {
        /// Which.
        title: String,
        /// How many lines of work.
        count: usize,
    },
    /// A line about a backup has a time that lies ahead.
    BackupAhead(String),
    /// No backup of a system is written down.
    SystemWithoutBackup(String),
    /// Every backup of a system is within the network's reach.
    SystemWithinReach(String),
    /// All backups of a system are taken by one method.
    SystemOneMethod(String),
    /// When the list of a department's patients was last made.
    PatientList(String),
    /// Departments that promised how often, and of which nobody has recorded any list.
    ListsNeverRecorded(Vec<String>),
    /// When a duty was last carried out.
    Duty(String),
    /// Up to which day closed days are written down.
    Holidays,
    /// When a runbook was last gone through.
    Review(String),
    /// Whether this edition of a runbook was approved.
    Approval(String),
    /// Who has not read this edition of a runbook.
    Reading {
        /// The runbook.
        title: String,
        /// Its edition.
        version: String,
        /// Who has not.
        unread: Vec<String>,
        /// How many people there are.
        of: usize,
    },
    /// A runbook was changed under the same edition after people had read it.
    ChangedSinceRead(String),
    /// Whether what was printed is what the site says.
    Paper(Paper),
    /// How many entries of the facility are samples.
    SampleFacility(usize),
    /// How many contacts are samples.
    SampleContacts(usize),
    /// No place for a second copy of the record is written down.
    NoMirror,
    /// How a second copy stands.
    Mirror {
        /// Which.
        title: String,
        /// How, in words, where somebody looked.
        word: Option<String>,
    },
}

/// Where something is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// In a file of the site, or in a folder of files.
    File(String),
    /// By carrying out a duty and recording that.
    Duty(Id),
    /// By people reading a file, and recording that.
    Read(String),
    /// By printing it anew.
    Print(Paper),
    /// By making the lists of these departments' patients, and recording that.
    Patients(Vec<Id>),
}

/// One thing, with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about, broadly.
    pub group: Group,
    /// What it says.
    pub what: What,
    /// How it stands.
    pub state: State,
    /// When it was done last.
    pub last: Option<NaiveDate>,
    /// When it is due again.
    pub due: Option<NaiveDate>,
    /// Whose it is.
    pub whose: Option<String>,
    /// Where it is mended.
    pub mend: Mend,
}

impl Finding {
    /// Something that is not done, or done without a date.
    fn new(group: Group, what: What, state: State, mend: Mend) -> Self {
        Self { group, what, state, last: None, due: None, whose: None, mend }
    }

    /// Something that is missing where it should be written, or is there.
    fn there(group: Group, what: What, is_there: bool, mend: Mend) -> Self {
        Self::new(group, what, if is_there { State::Done } else { State::NotDone }, mend)
    }

    fn stands(self, standing: Standing) -> Self {
        let Standing { state, last, due } = standing;
        Self { state, last, due, ..self }
    }

    fn whose(self, whose: Option<&str>) -> Self {
        Self { whose: whose.filter(|whose| !whose.is_empty()).map(ToOwned::to_owned), ..self }
    }
}

/// Who has read which edition of a runbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its path in the site.
    pub path: String,
    /// 題
    pub title: String,
    /// The edition of today.
    pub version: String,
    /// SHA-256 of its text of today.
    pub sha256: Hash,
    /// Everybody on the staff list.
    pub people: Vec<Reader>,
}

/// Somebody on the staff list, as a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Short name.
    pub person: Id,
    /// As people write it.
    pub name: String,
    /// What he or she has read.
    pub mark: ReadMark,
}

/// What somebody has read of a runbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadMark {
    /// This edition, on this day.
    Read(NaiveDate),
    /// Another edition only.
    Older(String),
    /// None.
    Unread,
}

/// How everything stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// The day.
    pub today: NaiveDate,
    /// What was looked at, by group.
    pub findings: Vec<Finding>,
    /// Who has read what.
    pub readings: Vec<Reading>,
}

impl Readiness {
    /// How many findings stand so.
    pub fn count(&self, state: State) -> usize {
        self.findings.iter().filter(|finding| finding.state == state).count()
    }

    /// How many entries are still samples.
    pub fn samples(&self) -> usize {
        let count = |finding: &Finding| match finding.what {
            What::SampleFacility(count) | What::SampleContacts(count) => count,
            _ => 0,
        };
        self.findings.iter().map(count).sum()
    }

    /// The findings of a group, what presses most first.
    pub fn of(&self, group: Group) -> Vec<&Finding> {
        let mut found: Vec<&Finding> = self.findings.iter().filter(|finding| finding.group == group).collect();
        found.sort_by_key(|finding| finding.state);
        found
    }

    /// Whether somebody has to do something now.
    pub fn is_open(&self) -> bool {
        self.findings.iter().any(|finding| finding.state.is_open())
    }
}

/// How everything stands.
pub fn readiness(input: &Input<'_>) -> Readiness {
    let readings = files::readings(input);
    let mut findings = duties::contacts(input);
    findings.extend(facility::alternates(input));
    findings.extend(facility::cutoffs(input));
    findings.extend(backups::backups(input));
    findings.extend(patients::lists(input));
    findings.extend(duties::of_year(input));
    findings.extend(duties::holidays(input));
    findings.extend(files::reviews(input));
    findings.extend(files::of_readings(input, &readings));
    findings.extend(files::papers(input));
    findings.extend(facility::samples(input));
    findings.extend(facility::mirrors(input));
    findings.sort_by_key(|finding| finding.group);
    Readiness { today: input.today, findings, readings }
}

impl Input<'_> {
    /// After how many months a duty is due again; `None` where the facility has no such duty.
    fn months(&self, duty: &str) -> Option<u16> {
        self.duties.iter().find(|known| known.id.as_str() == duty).map(|duty| duty.every_months)
    }

    /// Whose a duty is.
    fn role_of(&self, duty: &str) -> Option<&str> {
        let duty = self.duties.iter().find(|known| known.id.as_str() == duty)?;
        duty.role.as_ref().map(|role| self.facility.role_title(role.as_str()))
    }

    /// The head of a file.
    fn file(&self, path: &str) -> Option<&FileHead> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The heads of the runbooks.
    fn runbook_files(&self) -> impl Iterator<Item = &FileHead> {
        self.files.iter().filter(|file| file.path.starts_with("runbooks/"))
    }
}
