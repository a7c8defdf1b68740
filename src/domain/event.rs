//! The kinds of the record and what each carries in `data`.
//!
//! Owns the kinds and their JSON; what each carries stands beside, by what it is about. A kind grows by optional fields only,
//! which are left out of the line when they are not set; anything else gets a new name. What was written once is read for ever:
//! golden files hold every kind. A kind that this version does not know, or whose data it cannot read, is [`Event::Unknown`]:
//! kept, shown by its text, never acted on.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

mod backup;
mod degraded;
mod ending;
mod entries;
mod ledger;
mod mail;
mod opening;
mod restoring;
mod standing;
mod telling;
mod work;

pub use backup::{
    BackupApproved, BackupResult, BackupTaken, BackupTested, ManifestChecked, ManifestFinding, ManifestMade,
};
pub use degraded::{AccountClosed, AccountUsed, Closing, Mode, ModeSet, PatientsListed};
pub use ending::{HandedOver, Reopened, StoodDown, Taken};
pub use entries::{CorrectedTime, EntryCorrected, EntryWithdrawn, Targets};
pub use ledger::{GapClosed, GapKind, GapNoted, SheetsCounted, SheetsEntered, SheetsGiven};
pub use mail::{Addressee, MailFailed, MailOutcome, MailQueued, MailRef};
pub use opening::{ClockStepped, Head, HeadsSeen, Joined, Opened, Sign, SiteFile};
pub use restoring::{
    BackTo, Gate, GateChecked, GateOverridden, GateResult, GenerationNoted, RestoreApproved, RestoreBegun,
    RestoreEnded, RestorePlanned, RestoreReleased, RestoreSteppedBack, RestoreVerified, SystemMark, SystemNamed,
    SystemsMarked,
};
pub use standing::{DutyDone, FileRead, Paper, PaperPrinted, PrintedFile};
pub use telling::{
    AnnouncementMade, CallMade, CallResult, CheckOutcome, ContactChecked, DecisionMade, DutyAgreed, DutySubmitted,
};
pub use work::{
    CriterionAnswered, DeclarationMade, FactSet, FactValue, OrderDone, OrderGiven, RunbookAdded, RunbookAside,
    StepMark, StepMarked,
};

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
    /// Systems stopped, or were found unaffected.
    SystemsMarked(SystemsMarked) = "systems.marked",
    /// A generation of a backup was found.
    GenerationNoted(GenerationNoted) = "generation.noted",
    /// A generation was chosen for a restoration.
    RestorePlanned(RestorePlanned) = "restore.planned",
    /// A gate before a restoration was looked at.
    GateChecked(GateChecked) = "gate.checked",
    /// A gate was overridden.
    GateOverridden(GateOverridden) = "gate.overridden",
    /// Restorations were approved.
    RestoreApproved(RestoreApproved) = "restore.approved",
    /// A restoration began.
    RestoreBegun(RestoreBegun) = "restore.begun",
    /// A restoration ended.
    RestoreEnded(RestoreEnded) = "restore.ended",
    /// A department looked at a restored system.
    RestoreVerified(RestoreVerified) = "restore.verified",
    /// Systems are in use again.
    RestoreReleased(RestoreReleased) = "restore.released",
    /// A restoration went back a step.
    RestoreSteppedBack(RestoreSteppedBack) = "restore.stepped-back",
    /// A department stands so.
    ModeSet(ModeSet) = "mode.set",
    /// Today's patients are listed somewhere.
    PatientsListed(PatientsListed) = "patients.listed",
    /// An emergency account was opened.
    AccountUsed(AccountUsed) = "account.used",
    /// An emergency account was closed again.
    AccountClosed(AccountClosed) = "account.closed",
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
    /// A batch of paper was given out.
    SheetsGiven(SheetsGiven) = "sheets.given",
    /// A batch was counted.
    SheetsCounted(SheetsCounted) = "sheets.counted",
    /// Sheets of a batch were typed back.
    SheetsEntered(SheetsEntered) = "sheets.entered",
    /// What a restored system does not hold.
    GapNoted(GapNoted) = "gap.noted",
    /// A gap was closed.
    GapClosed(GapClosed) = "gap.closed",
    /// Somebody took an open item.
    ItemTaken(Taken) = "item.taken",
}
