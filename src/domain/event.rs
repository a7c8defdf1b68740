//! The kinds of the record and what each carries in `data`.
//!
//! Owns the kinds and their JSON. A kind grows by optional fields only, which are left out of the line when they are not set;
//! anything else gets a new name. What was written once is read for ever: golden files hold every kind. A kind that this version
//! does not know, or whose data it cannot read, is [`Event::Unknown`]: kept, shown by its text, never acted on.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::hash::Hash;
use super::id::Id;
use super::step_key::StepKey;
use super::value::{Answer, Confidence, Value};
use super::when::{Moment, OccurredAs, optional};
use super::who::Who;

mod backup;
mod mail;
mod telling;

pub use backup::{
    BackupApproved, BackupResult, BackupTaken, BackupTested, ManifestChecked, ManifestFinding, ManifestMade,
};
pub use mail::{Addressee, MailFailed, MailOutcome, MailQueued, MailRef};
pub use telling::{
    AnnouncementMade, CallMade, CallResult, CheckOutcome, ContactChecked, DecisionMade, DutyAgreed, DutySubmitted,
};

/// What was noticed first (BCPひな形 1.3.2), in place of a runbook that nobody has chosen yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// 見えない: records, orders or images cannot be read.
    CannotSee,
    /// 入らない: nothing can be entered.
    CannotEnter,
    /// 連絡できない: staff cannot reach one another.
    CannotContact,
    /// 機器が動かない: devices do not work, or wrongly.
    DeviceFails,
    /// 予兆: something odd that may be the beginning.
    Omen,
    /// 災害: earthquake, flood, fire, loss of power.
    Disaster,
}

impl Sign {
    /// All signs, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::CannotSee, Self::CannotEnter, Self::CannotContact, Self::DeviceFails, Self::Omen, Self::Disaster];
}

/// `incident.opened`: the first line of an incident. Its text is what was noticed, its time the 覚知.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// 訓練
    pub drill: bool,
    /// What was noticed; may be empty.
    pub signs: Vec<Sign>,
}

/// `origin.joined`: another origin's first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The opening line.
    pub opening: Hash,
}

/// The end of a chain, as an origin saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Whose chain.
    pub origin: Id,
    /// Its last line's number.
    pub seq: u64,
    /// Its last line.
    pub hash: Hash,
}

/// `heads.seen`: which chains an origin had in front of it. It ties the chains together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadsSeen {
    /// The chains.
    pub heads: Vec<Head>,
}

/// `site.pinned` and `site.changed`: a file of the site as it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFile {
    /// Its path in the site, with `/`.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Its text.
    pub content: String,
}

/// `runbook.added`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunbookAdded {
    /// The runbook.
    pub runbook: Id,
}

/// `runbook.aside`: it turned out not to apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunbookAside {
    /// The runbook.
    pub runbook: Id,
    /// Why.
    pub reason: String,
}

/// `criterion.answered`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionAnswered {
    /// The criterion.
    pub criterion: Id,
    /// Yes, no or 不明.
    pub answer: Answer,
    /// How sure.
    pub confidence: Confidence,
}

/// A fact with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactValue {
    /// The fact.
    pub fact: Id,
    /// Its value.
    pub value: Value,
    /// How sure.
    pub confidence: Confidence,
}

/// `fact.set`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSet {
    /// The facts.
    pub facts: Vec<FactValue>,
}

/// `declaration.made`: an emergency, another level, or the end of one level, as a person with the role (or provisionally the
/// senior person present) declared it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationMade {
    /// The level.
    pub level: u8,
    /// Its name at the time.
    pub level_title: String,
    /// On what grounds.
    pub grounds: String,
    /// The role whose decision it is.
    pub role: Id,
    /// What the criteria suggested at that moment.
    pub suggested: Option<u8>,
    /// 仮宣言: holds, and waits for confirmation or withdrawal.
    pub provisional: bool,
    /// For a 仮宣言: the calls that nobody answered.
    pub attempts: Vec<Hash>,
}

/// What was done with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepMark {
    /// 完了
    Done,
    /// 不可
    Failed,
    /// 該当なし
    Skipped,
    /// 後で
    Later,
    /// やり直し: open again.
    Reopened,
}

impl StepMark {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::Failed, Self::Skipped, Self::Later, Self::Reopened];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Later => "later",
            Self::Reopened => "reopened",
        }
    }
}

/// `step.marked`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMarked {
    /// The step.
    pub step: StepKey,
    /// What was done with it.
    pub mark: StepMark,
    /// Why; always there for failed, skipped and reopened.
    pub reason: Option<String>,
    /// The facts that the step collected.
    pub facts: Vec<FactValue>,
}

/// `order.given`: an instruction. Its text says what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderGiven {
    /// The role that is to do it.
    pub owner: Id,
    /// By when.
    #[serde(with = "optional")]
    pub due: Option<Moment>,
}

/// `order.done`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDone {
    /// The instruction.
    pub order: Hash,
    /// What came of it.
    pub result: Option<String>,
}

/// `entry.corrected`: only what is given changes; the older words stay in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCorrected {
    /// The line.
    pub target: Hash,
    /// Other words.
    pub text: Option<String>,
    /// Another time.
    pub occurred: Option<CorrectedTime>,
    /// Another person whose act it was.
    #[serde(rename = "for")]
    pub for_: Option<Who>,
    /// Other values.
    pub facts: Vec<FactValue>,
}

/// The time that a correction gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedTime {
    /// The moment; null when nobody knows.
    #[serde(with = "optional")]
    pub at: Option<Moment>,
    /// The words.
    #[serde(rename = "as")]
    pub said: Option<OccurredAs>,
}

/// `entry.withdrawn`: it was a mistake, or does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryWithdrawn {
    /// The line.
    pub target: Hash,
    /// Why.
    pub reason: String,
}

/// `entry.confirmed` and `entry.claimed`: lines that a person confirms, or says were typed by him or her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// The lines.
    pub targets: Vec<Hash>,
}

/// `watch.handed-over`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Who hands over.
    pub giver: Who,
    /// Who takes over.
    pub taker: Who,
}

/// What is still open at stand-down, and who takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which item: `step:KEY`, `order:HASH`, `entry:HASH`, `declaration:HASH`.
    pub item: String,
    /// What it is, in words.
    pub title: String,
    /// Who takes it.
    pub taker: Who,
    /// By which date (`2026-11-23`).
    pub until: String,
    /// Why it is still open.
    pub reason: String,
}

/// `incident.stood-down`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoodDown {
    /// What is still open.
    pub open: Vec<Taken>,
}

/// `incident.reopened`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// Why.
    pub reason: String,
}

/// `clock.stepped`: the wall clock went back by more than a few seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockStepped {
    /// Seconds by which the clock is behind the last line.
    pub behind_seconds: u64,
}

/// `duty.done`: one of the year's duties was carried out; its time is when. Standing series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyDone {
    /// Which, as `duties/year.toml` has it.
    pub duty: Id,
    /// Its title at the time.
    pub title: String,
    /// What came of it.
    pub result: Option<String>,
    /// What was used: the text of a training, the scenario of a drill.
    pub material: Option<String>,
    /// Who took part.
    pub attended: Vec<Who>,
}

/// `file.read`: 周知, who has read which edition of a file. Standing series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// Its path in the site, with `/`.
    pub path: String,
    /// Its title at the time.
    pub title: String,
    /// Its edition.
    pub version: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
    /// Who read it.
    pub readers: Vec<Who>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 手順書の綴り: every runbook as a check sheet.
    Binder,
    /// 連絡先
    Contacts,
    /// 役割カード
    RoleCards,
    /// 白紙の用紙
    BlankForms,
}

impl Paper {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Binder, Self::Contacts, Self::RoleCards, Self::BlankForms];

    /// Its word in lines and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Binder => "binder",
            Self::Contacts => "contacts",
            Self::RoleCards => "role-cards",
            Self::BlankForms => "blank-forms",
        }
    }
}

/// A file of the site as it was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedFile {
    /// Its path in the site, with `/`.
    pub path: String,
    /// Its edition.
    pub version: String,
    /// SHA-256 of its text.
    pub sha256: Hash,
}

/// `paper.printed`: something was made for the printer. Standing series. With the lines of its check sheets, so that what is written
/// on paper can be typed back when the site has long been changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPrinted {
    /// What.
    pub paper: Paper,
    /// The number that stands in the codes of its lines (`p3-5`: line 5 of edition 3); null where there are no codes.
    pub edition: Option<u32>,
    /// What it was made of.
    pub files: Vec<PrintedFile>,
    /// The step of each line, from line 1.
    pub lines: Vec<StepKey>,
}

/// Kinds without data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($data:ty) = $kind:literal,)*) => {
        /// What a line says, by its kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name($data),)*
            /// A kind, or the data of one, that this version cannot read.
            Unknown {
                /// Its kind as written.
                kind: String,
                /// Its data as written.
                data: Json,
            },
        }

        impl Event {
            /// All kinds of this version.
            pub const KINDS: &'static [&'static str] = &[$($kind,)*];

            /// Reads what a line carries.
            pub fn read(kind: &str, data: &Json) -> Self {
                let read = match kind {
                    $($kind => <$data>::deserialize(data).ok().map(Self::$name),)*
                    _ => None,
                };
                read.unwrap_or_else(|| Self::Unknown { kind: kind.to_owned(), data: data.clone() })
            }

            /// The kind as lines have it.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$name(_) => $kind,)*
                    Self::Unknown { kind, .. } => kind,
                }
            }

            /// The data as lines have it.
            ///
            /// # Errors
            /// None of the shapes above can fail to serialise; the signature is serde's.
            pub fn data(&self) -> Result<Json, serde_json::Error> {
                match self {
                    $(Self::$name(data) => serde_json::to_value(data),)*
                    Self::Unknown { data, .. } => Ok(data.clone()),
                }
            }
        }
    };
}

kinds! {
    /// The incident begins.
    Opened(Opened) = "incident.opened",
    /// Another origin joins.
    Joined(Joined) = "origin.joined",
    /// Chains were seen.
    HeadsSeen(HeadsSeen) = "heads.seen",
    /// A site file as used from the start.
    SitePinned(SiteFile) = "site.pinned",
    /// A site file mended in the middle.
    SiteChanged(SiteFile) = "site.changed",
    /// A runbook is followed.
    RunbookAdded(RunbookAdded) = "runbook.added",
    /// A runbook is followed no more.
    RunbookAside(RunbookAside) = "runbook.aside",
    /// A criterion was answered.
    CriterionAnswered(CriterionAnswered) = "criterion.answered",
    /// Facts became known.
    FactSet(FactSet) = "fact.set",
    /// A level was declared.
    DeclarationMade(DeclarationMade) = "declaration.made",
    /// Something was done with a step.
    StepMarked(StepMarked) = "step.marked",
    /// A note.
    NoteWritten(Nothing) = "note.written",
    /// An instruction.
    OrderGiven(OrderGiven) = "order.given",
    /// An instruction was carried out.
    OrderDone(OrderDone) = "order.done",
    /// An attempt to tell somebody.
    CallMade(CallMade) = "call.made",
    /// A line was corrected.
    EntryCorrected(EntryCorrected) = "entry.corrected",
    /// A line was withdrawn.
    EntryWithdrawn(EntryWithdrawn) = "entry.withdrawn",
    /// Lines were confirmed.
    EntryConfirmed(Targets) = "entry.confirmed",
    /// Lines were claimed by the person who typed them.
    EntryClaimed(Targets) = "entry.claimed",
    /// The watch was handed over.
    HandedOver(HandedOver) = "watch.handed-over",
    /// The emergency is over.
    StoodDown(StoodDown) = "incident.stood-down",
    /// The incident is closed.
    Closed(Nothing) = "incident.closed",
    /// The incident is open again.
    Reopened(Reopened) = "incident.reopened",
    /// The wall clock went back.
    ClockStepped(ClockStepped) = "clock.stepped",
    /// One of the year's duties was carried out.
    DutyDone(DutyDone) = "duty.done",
    /// Somebody read an edition of a file.
    FileRead(FileRead) = "file.read",
    /// Something was made for the printer.
    PaperPrinted(PaperPrinted) = "paper.printed",
    /// A duty to tell was met by a submission.
    DutySubmitted(DutySubmitted) = "duty.submitted",
    /// A date was agreed with who must be told.
    DutyAgreed(DutyAgreed) = "duty.agreed",
    /// Somebody decided something that is no declaration.
    DecisionMade(DecisionMade) = "decision.made",
    /// An announcement was given out.
    AnnouncementMade(AnnouncementMade) = "announcement.made",
    /// A mail was made and waits to be sent.
    MailQueued(MailQueued) = "mail.queued",
    /// A mail is being handed to the server: from here on it may have left.
    MailTrying(MailRef) = "mail.trying",
    /// The server took a mail.
    MailSent(MailOutcome) = "mail.sent",
    /// A mail did not leave.
    MailFailed(MailFailed) = "mail.failed",
    /// Nobody can say whether a mail left.
    MailUnknown(MailOutcome) = "mail.unknown",
    /// A person has a mail sent again.
    MailRequeued(MailRef) = "mail.requeued",
    /// A contact's number was tried in quiet times.
    ContactChecked(ContactChecked) = "contact.checked",
    /// A backup was taken, or failed.
    BackupTaken(BackupTaken) = "backup.taken",
    /// Work on a backup was approved.
    BackupApproved(BackupApproved) = "backup.approved",
    /// Restoring a backup was tried.
    BackupTested(BackupTested) = "backup.tested",
    /// A list of hashes of a folder was made.
    ManifestMade(ManifestMade) = "manifest.made",
    /// A folder was compared with a list of hashes.
    ManifestChecked(ManifestChecked) = "manifest.checked",
}
