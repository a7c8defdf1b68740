//! What a person wants recorded, before the rules have looked at it.

use super::event::{
    AnnouncementMade, BackTo, BackupTaken, BackupTested, CallMade, Closing, ContactChecked, CorrectedTime,
    DecisionMade, DutyAgreed, DutyDone, DutySubmitted, FactValue, FileRead, GapKind, Gate, GateResult, MailFailed,
    MailOutcome, MailQueued, ManifestChecked, ManifestMade, Mode, PaperPrinted, Sign, SiteFile, StepMark, SystemMark,
};
use super::hash::Hash;
use super::id::Id;
use super::line::Draft;
use super::plan::Plan;
use super::refusal::Notice;
use super::step_key::StepKey;
use super::value::{Answer, Confidence};
use super::when::{Moment, When};
use super::who::Who;

/// One act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin an incident with what was noticed.
    Open {
        /// 訓練
        drill: bool,
        /// Which signs.
        signs: Vec<Sign>,
        /// What was noticed.
        text: String,
        /// The site as it is used: a `site.pinned` line each.
        pinned: Vec<SiteFile>,
        /// Runbooks that are followed from the start.
        runbooks: Vec<Id>,
    },
    /// Follow a runbook.
    AddRunbook {
        /// Which.
        runbook: Id,
        /// Its file, where the incident has not pinned it yet.
        file: Option<SiteFile>,
    },
    /// Put a runbook aside.
    PutAside {
        /// Which.
        runbook: Id,
        /// Why.
        reason: String,
    },
    /// A site file was mended.
    ChangeSite {
        /// The file as it is used from now on.
        file: SiteFile,
    },
    /// Answer a criterion.
    Answer {
        /// Which.
        criterion: Id,
        /// Yes, no, unknown.
        answer: Answer,
        /// How sure.
        confidence: Confidence,
    },
    /// Write down facts.
    SetFacts {
        /// Which, with their values.
        facts: Vec<FactValue>,
    },
    /// Declare a level.
    Declare {
        /// Which.
        level: u8,
        /// On what grounds.
        grounds: String,
        /// 仮宣言, because nobody answers.
        provisional: bool,
    },
    /// Mark a step.
    Mark {
        /// Which.
        step: StepKey,
        /// How.
        mark: StepMark,
        /// Why.
        reason: Option<String>,
        /// The facts that it collected.
        facts: Vec<FactValue>,
    },
    /// Write a note.
    Note {
        /// What.
        text: String,
    },
    /// Give an instruction.
    Order {
        /// What is to be done.
        text: String,
        /// By which role.
        owner: Id,
        /// By when.
        due: Option<Moment>,
    },
    /// Report an instruction as carried out.
    OrderDone {
        /// Which.
        order: Hash,
        /// What came of it.
        result: Option<String>,
    },
    /// Write down an attempt to tell somebody.
    Call(CallMade),
    /// Write down that a duty was met by a submission.
    Submit(DutySubmitted),
    /// Write down by when, as agreed with whom must be told.
    Agree(DutyAgreed),
    /// Write down what somebody decided.
    Decide(DecisionMade),
    /// Write down what was said or put up.
    Announce(AnnouncementMade),
    /// Put a mail into the outbox, previewed and confirmed.
    QueueMail(MailQueued),
    /// The program: a mail is handed over now. Refused unless it waits.
    TryMail(Hash),
    /// The program: what became of a mail.
    MailBecame(MailResult),
    /// Have a mail sent again that failed, or of which nobody can say whether it left.
    RequeueMail(Hash),
    /// Get systems back.
    Restore(Restoring),
    /// Work without the system.
    Degrade(Degrading),
    /// Correct an entry.
    Correct {
        /// Which.
        target: Hash,
        /// Other words.
        text: Option<String>,
        /// Another time.
        occurred: Option<CorrectedTime>,
        /// Another person.
        for_: Option<Who>,
        /// Other values.
        facts: Vec<FactValue>,
    },
    /// Withdraw an entry.
    Withdraw {
        /// Which.
        target: Hash,
        /// Why.
        reason: String,
    },
    /// Confirm entries.
    Confirm {
        /// Which.
        targets: Vec<Hash>,
    },
    /// Confirm all entries of one person in one go.
    ConfirmAllOf {
        /// Whose.
        person: Who,
    },
    /// Say that entries without a name were one's own.
    Claim {
        /// Which; empty: all of them.
        targets: Vec<Hash>,
    },
    /// Hand over the watch.
    HandOver {
        /// To whom.
        taker: Who,
    },
    /// Stand down.
    StandDown {
        /// Who takes which open item.
        takers: Vec<Assignment>,
        /// Who takes everything else.
        otherwise: Assignment,
    },
    /// Close the incident.
    Close,
    /// Open it again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// In the standing series: one of the year's duties was carried out.
    DutyDone(DutyDone),
    /// In the standing series: people have read an edition of a file.
    FileRead(FileRead),
    /// In the standing series: something was made for the printer.
    PaperPrinted(PaperPrinted),
    /// In the standing series: a contact's number was tried.
    ContactChecked(ContactChecked),
    /// In the standing series: a backup was taken, or failed.
    BackupTaken(BackupTaken),
    /// In the standing series: work on a backup was approved.
    ApproveBackup(Hash),
    /// In the standing series: restoring a backup was tried.
    BackupTested(BackupTested),
    /// In the standing series: a list of hashes was made.
    ManifestMade(ManifestMade),
    /// In the standing series: a folder was compared with one.
    ManifestChecked(ManifestChecked),
    /// Make the data whole again.
    Ledger(Ledgering),
    /// Take an open item, or give it to somebody.
    Take(Taking),
}

/// One act of making the data whole again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ledgering {
    /// A batch of paper was given out.
    Give {
        /// What it is called; `None`: the next free name of its department.
        batch: Option<Id>,
        /// To which department.
        department: Id,
        /// Which kind of paper, in words.
        sheet: String,
        /// How many sheets.
        count: u32,
        /// Where they lie.
        place: Option<String>,
    },
    /// A batch was counted, the whole of it.
    Count {
        /// Which.
        batch: Id,
        /// How many were used.
        used: u32,
        /// How many are blank.
        unused: u32,
    },
    /// Sheets of a batch were typed back.
    Enter {
        /// Which.
        batch: Id,
        /// How many of the whole batch by now.
        entered: u32,
        /// Where the originals are kept.
        kept_at: Option<String>,
    },
    /// A restored system does not hold everything.
    Gap {
        /// Which.
        system: Id,
        /// From when on.
        from: Option<Moment>,
        /// Until when.
        until: Option<Moment>,
        /// What was lost, in words.
        lost: String,
        /// What it means for personal data.
        kind: GapKind,
        /// How it is to be made again.
        how: Option<String>,
    },
    /// A gap was made whole, or stays.
    Close {
        /// The line that noted it.
        gap: Hash,
        /// How.
        how: String,
    },
}

/// Who takes an open item, at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// The item, as [`super::open_items::OpenItem::id`] has it, or the beginning of that.
    pub item: String,
    /// Who takes it.
    pub taker: Who,
    /// By which date.
    pub until: chrono::NaiveDate,
    /// Why it is open.
    pub reason: String,
}

/// One act of working without the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Degrading {
    /// A department stands so.
    Set {
        /// Which.
        department: Id,
        /// How.
        state: Mode,
        /// What else.
        remark: Option<String>,
    },
    /// Today's patients are listed somewhere. Also in the standing series.
    List {
        /// Of which department.
        department: Id,
        /// Where.
        place: String,
        /// How many stand on it.
        count: Option<u32>,
    },
    /// An emergency account is opened.
    UseAccount {
        /// Which.
        account: String,
        /// The number of its seal.
        seal: Option<String>,
        /// What for.
        why: String,
        /// Who approved it.
        approved_by: Option<Who>,
    },
    /// An emergency account is closed again.
    CloseAccount {
        /// The line of its use.
        account: Hash,
        /// How.
        how: Closing,
        /// The number of the new seal.
        seal: Option<String>,
    },
}

/// One act on the way of systems back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restoring {
    /// They stopped, or are unaffected.
    Mark {
        /// Which.
        systems: Vec<Id>,
        /// What is said of them.
        state: SystemMark,
        /// What else.
        remark: Option<String>,
    },
    /// A generation of a backup was found.
    Note {
        /// Of which system.
        system: Id,
        /// Of which backup of the register.
        backup: Option<Id>,
        /// In words.
        generation: String,
        /// When it was taken.
        taken: Option<Moment>,
        /// Why it cannot be used.
        unusable: Option<String>,
    },
    /// A generation is to be used.
    Plan {
        /// For which systems.
        systems: Vec<Id>,
        /// From which backup of the register.
        backup: Option<Id>,
        /// In words.
        generation: String,
        /// When it was taken.
        taken: Option<Moment>,
    },
    /// A gate was looked at.
    Check {
        /// Of which systems.
        systems: Vec<Id>,
        /// Which.
        gate: Gate,
        /// What came of it.
        result: GateResult,
        /// How, or why it is waived.
        how: String,
    },
    /// Who approves goes on although a gate does not hold.
    Override {
        /// Of which systems.
        systems: Vec<Id>,
        /// Which.
        gate: Gate,
        /// Why.
        reason: String,
    },
    /// Approve restorations.
    Approve {
        /// Of which systems.
        systems: Vec<Id>,
    },
    /// Restorations begin.
    Begin {
        /// Of which systems.
        systems: Vec<Id>,
    },
    /// Restorations ended.
    End {
        /// Of which systems.
        systems: Vec<Id>,
        /// Whether it worked.
        worked: bool,
        /// What came of it.
        note: Option<String>,
    },
    /// A department looked at a restored system.
    Verify {
        /// Which systems.
        systems: Vec<Id>,
        /// Which department.
        department: Id,
        /// Whether it is right.
        right: bool,
        /// What was seen.
        note: Option<String>,
    },
    /// Take systems into use again.
    Release {
        /// Which.
        systems: Vec<Id>,
    },
    /// Go back a step.
    StepBack {
        /// With which system.
        system: Id,
        /// To where.
        to: BackTo,
        /// Why.
        reason: String,
    },
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailResult {
    /// The server took it.
    Sent(MailOutcome),
    /// It did not leave.
    Failed(MailFailed),
    /// Nobody can say.
    Unknown(MailOutcome),
}

/// Who takes an open item at stand-down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The item, as [`super::open_items::OpenItem::id`] has it; empty for "everything else".
    pub item: String,
    /// Who takes it; `None`: who stands down.
    pub taker: Option<Who>,
    /// By which date; `None`: the next day.
    pub until: Option<chrono::NaiveDate>,
    /// Why it is open; `None`: the program says that it was open at stand-down.
    pub reason: Option<String>,
}

/// What surrounds a command.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// What the facility has prepared, as the incident sees it.
    pub plan: &'a Plan,
    /// Now.
    pub now: Moment,
    /// When it happened.
    pub occurred: When,
    /// At the keyboard.
    pub by: Option<Who>,
    /// Whose act it is.
    pub for_: Option<Who>,
    /// How it was said.
    pub via: Option<String>,
    /// 発
    pub from: Option<String>,
    /// 受
    pub to: Option<String>,
    /// The person has agreed to what would otherwise be asked (`--yes`).
    pub agreed: bool,
}

impl Context<'_> {
    /// Whose act it is.
    pub fn actor(&self) -> Option<&Who> {
        self.for_.as_ref().or(self.by.as_ref())
    }
}

/// What is to be recorded, and what the person should see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// The lines to be.
    pub drafts: Vec<Draft>,
    /// What the person should see.
    pub notices: Vec<Notice>,
}
