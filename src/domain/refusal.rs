//! Why a command is refused. Refusals are data; the words for people are in `message`.

use super::event::{GapKind, Gate};
use super::hash::Hash;
use super::id::Id;
use super::incident::Stage;
use super::outbox::MailState;
use super::restoration::Against;
use super::value::ValueType;
use super::when::Moment;

/// Why nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The time lies more than five minutes ahead.
    #[error("the time {at} lies in the future")]
    Future {
        /// The time.
        at: Moment,
    },
    /// There is nothing to write down.
    #[error("the text is empty")]
    EmptyText,
    /// The text would not fit into a line.
    #[error("the text is longer than {limit} bytes")]
    TooLong {
        /// How long it may be, in bytes.
        limit: usize,
    },
    /// A reason must be given.
    #[error("a reason is needed")]
    NeedsReason,
    /// No such thing; the near ones are named.
    #[error("no {what:?} is called {typed:?}")]
    NotFound {
        /// What was looked for.
        what: What,
        /// As typed.
        typed: String,
        /// What may have been meant.
        near: Vec<String>,
    },
    /// The name fits several.
    #[error("{typed:?} fits several of {what:?}")]
    Ambiguous {
        /// What was looked for.
        what: What,
        /// As typed.
        typed: String,
        /// What it fits.
        fits: Vec<String>,
    },
    /// The incident is not open for this.
    #[error("the incident is {stage:?}")]
    WrongStage {
        /// Where it stands.
        stage: Stage,
    },
    /// An emergency is in force: it is stood down before the incident is closed.
    #[error("an emergency of level {level} is in force")]
    StillDeclared {
        /// The level.
        level: u8,
    },
    /// The incident has begun already, or has not begun.
    #[error("the incident has already begun")]
    AlreadyBegun,
    /// The runbook is followed already.
    #[error("the runbook {title} is followed already")]
    AlreadyActive {
        /// The runbook's title.
        title: String,
    },
    /// The runbook is not followed.
    #[error("the runbook {runbook} is not followed")]
    NotActive {
        /// The runbook.
        runbook: Id,
        /// Its title.
        title: String,
    },
    /// A declaration without grounds.
    #[error("a declaration needs grounds")]
    NeedsGrounds,
    /// This person does not decide this.
    #[error("this is for the role {role} or its alternates")]
    NotTheDecider {
        /// The role's title.
        role: String,
        /// Its holders and alternates, by name.
        deciders: Vec<String>,
        /// Who tried; `None`: nobody was named.
        who: Option<String>,
    },
    /// This person does not approve restorations.
    #[error("restorations are approved by the role {role} or its alternates")]
    NotTheApprover {
        /// The role's title.
        role: String,
        /// Its holders and alternates, by name.
        approvers: Vec<String>,
        /// Who tried; `None`: nobody was named.
        who: Option<String>,
    },
    /// A backup of the register that is not of this system.
    #[error("{backup} is a backup of {of}, not of {system}")]
    BackupOfAnother {
        /// The backup's title.
        backup: String,
        /// The title of the system that it is of.
        of: String,
        /// The title of the system that is to be restored.
        system: String,
    },
    /// A 仮宣言 before anybody was called.
    #[error("a provisional declaration needs a recorded attempt to reach the role {role}")]
    NobodyTried {
        /// The role's title.
        role: String,
        /// Whom to call first: id and name.
        deciders: Vec<(String, String)>,
    },
    /// A 仮宣言 by somebody who may declare outright.
    #[error("{who} may declare outright")]
    NeedNotBeProvisional {
        /// Who.
        who: String,
    },
    /// A value of another type.
    #[error("{fact} takes {wanted:?}")]
    WrongValue {
        /// The fact.
        fact: Id,
        /// Its title.
        title: String,
        /// What it takes.
        wanted: ValueType,
        /// Its choices, where it has some.
        choices: Vec<String>,
    },
    /// Nobody is named whose act it is.
    #[error("a person must be named")]
    NeedsPerson,
    /// Only the person whose entry it is can confirm it.
    #[error("this entry is {whose}'s to confirm")]
    NotYours {
        /// Whose.
        whose: String,
    },
    /// There is nothing to confirm.
    #[error("nothing waits for confirmation")]
    NothingToConfirm,
    /// This line is not one that can be changed so.
    #[error("the line {line:?} cannot be changed so")]
    NotChangeable {
        /// The line.
        line: Hash,
    },
    /// It was withdrawn already.
    #[error("the line {line:?} was withdrawn already")]
    AlreadyWithdrawn {
        /// The line.
        line: Hash,
    },
    /// The instruction was carried out already.
    #[error("the instruction was reported as carried out already")]
    AlreadyDone,
    /// Nothing would change.
    #[error("nothing would change")]
    NoChange,
    /// This cannot be a mail's address, or has a line break in it.
    #[error("{address:?} is no address")]
    BadAddress {
        /// As given.
        address: String,
    },
    /// In a drill no mail may name an address that leads somewhere.
    #[error("a drill's mail names the real address {address:?}")]
    RealAddressInDrill {
        /// The address.
        address: String,
    },
    /// Gates do not stand open.
    #[error("{system}: the gates {gates:?} do not hold")]
    GatesShut {
        /// The system's title.
        system: String,
        /// Which.
        gates: Vec<Gate>,
        /// Those of them that held, and are to be looked at again.
        recheck: Vec<Gate>,
    },
    /// Something comes first.
    #[error("{system}: {needed:?} comes first")]
    NotYet {
        /// The system's title.
        system: String,
        /// What.
        needed: Needed,
    },
    /// This gate is passed, or overridden by who approves; nobody else waives it.
    #[error("{gate:?} can only be overridden")]
    OnlyOverridden {
        /// Which.
        gate: Gate,
    },
    /// In a drill no mail leaves.
    #[error("no mail leaves in a drill")]
    DrillMail,
    /// The line is no work on a backup, so that there is nothing to approve.
    #[error("the line {line:?} is no work on a backup")]
    NotBackupWork {
        /// The line.
        line: Hash,
    },
    /// The work was approved already.
    #[error("the work was approved already")]
    AlreadyApproved,
    /// A batch of no sheets.
    #[error("a batch has at least one sheet")]
    NoSheets,
    /// Another batch is called so.
    #[error("the batch {batch} exists already")]
    BatchExists {
        /// The name.
        batch: Id,
        /// A name that is free.
        free: Option<Id>,
    },
    /// More sheets were found than were given out.
    #[error("the batch {batch}: {said} counted, {given} given out")]
    MoreThanGiven {
        /// Which batch.
        batch: Id,
        /// How many were given out.
        given: u64,
        /// How many were counted.
        said: u64,
    },
    /// More sheets were typed back than were used.
    #[error("the batch {batch}: {entered} typed back, {used} used")]
    MoreThanUsed {
        /// Which batch.
        batch: Id,
        /// How many were used.
        used: u32,
        /// How many were typed back.
        entered: u32,
    },
    /// Nobody has counted the batch.
    #[error("the batch {batch} was not counted")]
    NotCounted {
        /// Which batch.
        batch: Id,
    },
    /// A period ends before it begins.
    #[error("the period ends before it begins")]
    EndsBeforeBegin,
    /// The mail does not stand where this could be done with it.
    #[error("the mail is {state:?}")]
    MailNotWaiting {
        /// Where it stands.
        state: MailState,
    },
}

/// What comes first on the way of a system back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// A generation is chosen.
    Generation,
    /// It is approved.
    Approval,
    /// The restoration begins.
    Begin,
    /// The restoration ends, and worked.
    End,
    /// These departments find it right; none named: any one, and none finds it wrong.
    Departments {
        /// By title.
        departments: Vec<String>,
    },
    /// It is in use: it is marked as stopped before it is restored again.
    StoppedAgain,
    /// A generation is chosen: one goes back to before that choice first.
    BackToGeneration,
    /// Its restoration has begun: one goes back to before the choice of another generation first.
    BackFromRestore,
    /// It stopped: that it is unaffected all the same is said with how that was found out.
    HowFoundOut,
}

/// What was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// 手順
    Step,
    /// 判断項目
    Criterion,
    /// 把握事項
    Fact,
    /// 手順書
    Runbook,
    /// 役割
    Role,
    /// レベル
    Level,
    /// 記録
    Line,
    /// 指示
    Order,
    /// 連絡先
    Contact,
    /// 人
    Person,
    /// 事案
    Incident,
    /// 未了の項目
    OpenItem,
    /// 施設データのファイル
    File,
    /// 連絡義務
    Duty,
    /// メール
    Mail,
    /// 周知の文
    Announcement,
    /// 決めること
    Topic,
    /// システム
    System,
    /// 部門
    Department,
    /// バックアップ
    Backup,
    /// 非常時アカウント
    Account,
    /// 紙の束
    Batch,
    /// データの空白
    Gap,
}

/// Something that was recorded all the same, and that the person should see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The person is not on the staff list.
    NotListed {
        /// As typed.
        name: String,
        /// Who may have been meant.
        near: Vec<String>,
    },
    /// The time lies ahead, and was accepted.
    Future {
        /// The time.
        at: Moment,
    },
    /// To end an emergency is for those who declare it; it was recorded all the same.
    ForTheDeciders {
        /// The role's title.
        role: String,
    },
    /// Nobody has called these who also decide.
    NotTried {
        /// By name.
        names: Vec<String>,
    },
    /// The time lies before the first sign: it may be so, and it may be yesterday by mistake.
    BeforeNoticed {
        /// The time.
        at: Moment,
    },
    /// Something that happened later is in the record already and holds; this entry stands at its own, earlier time.
    LaterHolds,
    /// The level differs from what the criteria suggest.
    AgainstSuggestion {
        /// What they suggest; `None`: no level.
        suggested: Option<u8>,
    },
    /// A 仮宣言 waits for confirmation.
    AwaitsConfirmation,
    /// The step's facts were not all given.
    NotCollected {
        /// Which are missing.
        facts: Vec<Id>,
    },
    /// The step's condition does not hold.
    DoesNotApply,
    /// The entry waits for confirmation by its person.
    Proxy {
        /// Whose.
        whose: String,
    },
    /// Items are open and were given to takers.
    OpenItems {
        /// How many.
        count: usize,
    },
    /// The generation may have been touched by who came in.
    GenerationMayBeTouched {
        /// The system's title.
        system: String,
        /// Where it lies beside the estimated time of intrusion.
        against: Against,
    },
    /// Who approves looked at these gates himself: allowed, and shown.
    CheckedAndApproved {
        /// The system's title.
        system: String,
        /// Which.
        gates: Vec<Gate>,
    },
    /// The steps of the restoration are among the runbooks now.
    ProcedureFollowed {
        /// The runbook's title.
        title: String,
    },
    /// They were walked before: what is to be done again is opened again.
    ProcedureWalkedBefore {
        /// The runbook's title.
        title: String,
    },
    /// Nobody has written down how this system is restored.
    NoProcedure {
        /// The system's title.
        system: String,
    },
    /// Nobody approved that the emergency account is used.
    NobodyApproved,
    /// Something is wrong with systems that are in use: whether they go on is to be decided.
    DoubtInUse {
        /// Which, by title.
        systems: Vec<String>,
    },
    /// Systems that this one needs are not back yet.
    NeededSystemsOpen {
        /// The system's title.
        system: String,
        /// Their titles.
        on: Vec<String>,
    },
    /// Sheets of a batch were found neither used nor blank.
    SheetsMissing {
        /// How many.
        count: u64,
    },
    /// All used sheets are typed back, and nobody has said where the originals are.
    OriginalsWhere {
        /// Of which batch.
        batch: Id,
    },
    /// A gap says that personal data is lost, or may be: the duties to tell somebody rest on it.
    FactFromGap {
        /// What became of it.
        kind: GapKind,
    },
    /// The gap is closed; that personal data was lost stays said until somebody says otherwise.
    FactStays,
    /// The day by which an item is taken has passed already.
    DatePassed {
        /// The day.
        until: String,
    },
    /// The contact's number was never checked.
    Unverified,
    /// The contact is invented, as an example.
    Sample,
    /// Whoever did the work also approved it. It was recorded, and shows.
    ApprovesOwnWork,
}
