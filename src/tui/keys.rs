//! The one key table: which key does what, where, under which name.
//!
//! Owns the table, the reading of key events against it, and the names of keys as people read them. It feeds dispatch, the footer
//! and the F1 page, so that none of them can say what the others do not. Must not know what a command does.
//!
//! Function keys, arrows, Enter, Esc and Tab come first, because they arrive while an input method is on. Letters are second
//! names; their full-width forms count as the letter, and none of them counts while somebody types.

mod event;
mod table;

pub use event::{Key, KeyName};
pub use table::TABLE;

/// Where a binding holds. A key that a screen does not bind is looked up in [`Ctx::Everywhere`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ctx {
    /// On every screen.
    Everywhere,
    /// The list of incidents.
    Home,
    /// What was noticed.
    FirstSign,
    /// Choosing a runbook.
    Propose,
    /// What must be done first.
    FirstThings,
    /// The guide.
    Guide,
    /// A form: one or more lines to fill in.
    Form,
    /// Telling somebody.
    Call,
    /// 連絡票
    CallSheet,
    /// Choosing somebody to tell.
    Contacts,
    /// One contact in full.
    ContactDetail,
    /// 連絡訓練
    Round,
    /// One number of it.
    RoundCall,
    /// What its results change in the files.
    RoundLook,
    /// Saying who one is.
    Who,
    /// 判断項目
    Criteria,
    /// 宣言
    Declare,
    /// 宣言の根拠
    Grounds,
    /// クロノロジー
    Chronology,
    /// A list of commands.
    Menu,
    /// The page of keys.
    Help,
    /// Something went wrong.
    Trouble,
    /// A question before something weighty.
    Confirm,
    /// 解除
    StandDown,
    /// 把握事項
    Facts,
    /// Texts that were begun.
    Unfinished,
    /// The program in five screens.
    Tour,
    /// 速記
    Scribe,
    /// 連絡義務
    Duties,
    /// One of them.
    DutyDetail,
    /// 前に見てからのこと
    Since,
    /// The report, before it is saved.
    Report,
    /// Going to a step.
    Jump,
    /// 準備の様子
    Readiness,
    /// The register of backups.
    Backups,
    /// 周知
    Readers,
    /// 紙の記録を打ち込む
    PaperBack,
    /// Making the site one's own.
    Setup,
    /// The entries of one part of it.
    SetupList,
    /// 送信箱
    Outbox,
    /// Writing a mail.
    OutboxWrite,
    /// A mail as it would be queued, or was.
    OutboxMail,
    /// The mail server's password.
    MailPassword,
    /// Choosing a table.
    SetupFile,
    /// A table, before it is read in.
    SetupTable,
    /// 院長へ伝える
    Brief,
    /// 周知の文
    Announce,
    /// A text to be given out.
    AnnounceText,
    /// A text to be read aloud.
    Aloud,
    /// 復旧
    Restore,
    /// One system on its way back.
    RestoreDetail,
    /// 縮退運用
    ModeBoard,
    /// One department.
    ModeDetail,
    /// 非常時アカウント
    Accounts,
    /// 台帳
    Ledger,
    /// 平常への復帰
    Return,
}

impl Ctx {
    /// Its name as people read it, above a list of its keys.
    pub fn title(self) -> String {
        match self {
            Self::Everywhere => crate::t!("place-everywhere"),
            Self::Home => crate::t!("place-home"),
            Self::FirstSign => crate::t!("place-first-sign"),
            Self::Propose => crate::t!("place-propose"),
            Self::FirstThings => crate::t!("place-first-things"),
            Self::Guide => crate::t!("place-guide"),
            Self::Form => crate::t!("place-form"),
            Self::Call => crate::t!("place-call"),
            Self::CallSheet => crate::t!("place-call-sheet"),
            Self::Contacts => crate::t!("place-contacts"),
            Self::ContactDetail => crate::t!("place-contact-detail"),
            Self::Round => crate::t!("place-round"),
            Self::RoundCall => crate::t!("place-round-call"),
            Self::RoundLook => crate::t!("place-round-look"),
            Self::Who => crate::t!("place-who"),
            Self::Criteria => crate::t!("place-criteria"),
            Self::Declare => crate::t!("place-declare"),
            Self::Grounds => crate::t!("place-grounds"),
            Self::Chronology => crate::t!("place-chronology"),
            Self::Menu => crate::t!("place-menu"),
            Self::Help => crate::t!("place-help"),
            Self::Readiness => crate::t!("place-readiness"),
            Self::Backups => crate::t!("place-backups"),
            Self::Readers => crate::t!("place-readers"),
            Self::Trouble => crate::t!("place-trouble"),
            Self::Confirm => crate::t!("place-confirm"),
            Self::StandDown => crate::t!("place-stand-down"),
            Self::Facts => crate::t!("place-facts"),
            Self::Unfinished => crate::t!("place-unfinished"),
            Self::Tour => crate::t!("place-tour"),
            Self::Scribe => crate::t!("place-scribe"),
            Self::Duties => crate::t!("place-duties"),
            Self::DutyDetail => crate::t!("place-duty-detail"),
            Self::Since => crate::t!("place-since"),
            Self::Report => crate::t!("place-report"),
            Self::Jump => crate::t!("place-jump"),
            Self::PaperBack => crate::t!("place-paper-back"),
            Self::Setup => crate::t!("place-setup"),
            Self::SetupList => crate::t!("place-setup-list"),
            Self::Outbox => crate::t!("place-outbox"),
            Self::OutboxWrite => crate::t!("place-outbox-write"),
            Self::OutboxMail => crate::t!("place-outbox-mail"),
            Self::MailPassword => crate::t!("place-mail-password"),
            Self::SetupFile => crate::t!("place-setup-file"),
            Self::SetupTable => crate::t!("place-setup-table"),
            Self::Brief => crate::t!("place-brief"),
            Self::Announce => crate::t!("place-announce"),
            Self::AnnounceText => crate::t!("place-announce-text"),
            Self::Aloud => crate::t!("place-aloud"),
            Self::Restore => crate::t!("place-restore"),
            Self::RestoreDetail => crate::t!("place-restore-detail"),
            Self::ModeBoard => crate::t!("place-mode"),
            Self::ModeDetail => crate::t!("place-mode-detail"),
            Self::Accounts => crate::t!("place-accounts"),
            Self::Ledger => crate::t!("place-ledger"),
            Self::Return => crate::t!("place-return"),
        }
    }
}

/// What a person can tell the program to do. A screen gives each its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cmd {
    /// One up.
    Up,
    /// One down.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// The next part of the screen.
    Next,
    /// The part before.
    Previous,
    /// What Enter does here.
    Enter,
    /// Back to where one came from.
    Back,
    /// The choice with this number, from 1.
    Pick(u8),
    /// Mark a choice among several.
    Toggle,
    /// A new incident.
    Begin,
    /// A new drill.
    BeginDrill,
    /// 不可
    Failed,
    /// 該当なし
    Skipped,
    /// 後で
    Later,
    /// This step is done, whatever its kind.
    Done,
    /// 不明
    Unknown,
    /// はい
    Yes,
    /// いいえ
    No,
    /// 不在
    NoAnswer,
    /// Who is told instead of whom nobody reaches.
    Alternate,
    /// 仮宣言
    Provisional,
    /// Correct an entry.
    Correct,
    /// Withdraw an entry.
    Withdraw,
    /// Confirm an entry.
    Confirm,
    /// Confirm all entries of one person.
    ConfirmAll,
    /// Put a runbook aside.
    PutAside,
    /// Search.
    Search,
    /// The other order.
    Order,
    /// Write down something that happened earlier.
    Late,
    /// See an entry in full.
    Detail,
    /// Record what is filled in, from any line of a form.
    Submit,
    /// Write a memo or give an instruction.
    Memo,
    /// Take down line by line what is said.
    Scribe,
    /// Tell somebody.
    Contacts,
    /// See whom one has to tell, and by when.
    Duties,
    /// See how departments stand.
    Board,
    /// 今日の患者一覧
    PatientList,
    /// Emergency accounts.
    Accounts,
    /// See how systems get back.
    Restore,
    /// Write down what was looked at before a restoration.
    Check,
    /// Go back a step.
    StepBack,
    /// Choose among all that can be written down.
    Acts,
    /// See paper and gaps.
    Ledger,
    /// See all that is open on the way back to normal.
    Return,
    /// Write down that paper was given out.
    GivePaper,
    /// Write down what a restored system does not hold.
    NoteGap,
    /// Say who takes an open item.
    Take,
    /// Call somebody about a duty.
    Tell,
    /// Write down a submission.
    Submitted,
    /// Write down an agreed date.
    Agree,
    /// Answer what settles whether a duty exists.
    Settle,
    /// Choose for which duties a mail is.
    ForDuties,
    /// Read the chronology.
    Chronology,
    /// Answer the criteria.
    Criteria,
    /// Declare a level.
    Declare,
    /// Tell the director, and take down what is decided.
    Brief,
    /// Texts for patients, staff and outside.
    Announce,
    /// A text alone, to be read aloud.
    Aloud,
    /// Fill in what is not known yet.
    FillIn,
    /// Fill the template again, as it is known now.
    FillAgain,
    /// All commands.
    Menu,
    /// Put the program to sleep, as shells do.
    Suspend,
    /// Say who is at the keyboard now.
    Who,
    /// See the report and save it.
    Report,
    /// Choose in which form something is saved.
    Format,
    /// Add an entry.
    Add,
    /// Take over what is 見本 as one's own.
    KeepSamples,
    /// Take out what is 見本.
    DropSamples,
    /// 連絡訓練
    Round,
    /// Put something before what stands above it.
    MoveUp,
    /// The page of keys.
    Help,
    /// Take back one's last act.
    TakeBack,
    /// Leave the program.
    Quit,
}

impl Cmd {
    /// Whether it leads to one of the screens that are reached from everywhere.
    pub fn leads_elsewhere(self) -> bool {
        matches!(
            self,
            Self::Who
                | Self::Report
                | Self::Memo
                | Self::Scribe
                | Self::Contacts
                | Self::Chronology
                | Self::Duties
                | Self::Criteria
                | Self::Brief
                | Self::Announce
                | Self::Restore
                | Self::Board
                | Self::Menu
        )
    }
}

/// In which part of the F1 page a binding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving about.
    Move,
    /// Recording.
    Record,
    /// Going somewhere.
    Go,
    /// The program.
    Program,
}

/// One row of the table.
pub struct Binding {
    /// Where it holds.
    pub ctx: Ctx,
    /// The keys, the first one being the one that people are told.
    pub keys: &'static [&'static str],
    /// What it does.
    pub cmd: Cmd,
    /// Its name in the footer, at most 8 cells.
    pub label: fn() -> String,
    /// What it does, in a sentence.
    pub help: fn() -> String,
    /// Its part of the F1 page.
    pub group: Group,
    /// Whether the footer shows it.
    pub footer: bool,
}

/// The command of a key in a context. While somebody types, keys that write something are not commands.
pub fn command(ctx: Ctx, key: &Key, typing: bool) -> Option<Cmd> {
    let name = key.name(typing)?;
    let in_ctx = |ctx: Ctx| TABLE.iter().find(|row| row.ctx == ctx && row.keys.contains(&name.as_str()));
    in_ctx(ctx).or_else(|| in_ctx(Ctx::Everywhere)).map(|row| row.cmd)
}

/// The rows that hold in a context: its own, then those of every screen whose keys it does not take.
pub fn rows(ctx: Ctx) -> Vec<&'static Binding> {
    let own: Vec<&Binding> = TABLE.iter().filter(|row| row.ctx == ctx).collect();
    let taken = |row: &Binding| row.keys.first().is_none_or(|key| own.iter().any(|own| own.keys.contains(key)));
    // Where no shell puts programs to sleep, there is no key for it.
    let here = |row: &Binding| cfg!(unix) || row.cmd != Cmd::Suspend;
    let shared: Vec<&Binding> =
        TABLE.iter().filter(|row| row.ctx == Ctx::Everywhere && !taken(row) && here(row)).collect();
    own.into_iter().chain(shared).collect()
}

/// A key as people read it: `F5`, `Enter`, `Ctrl-F`.
pub fn shown(key: &str) -> String {
    match key {
        "up" => crate::t!("key-name-up"),
        "down" => crate::t!("key-name-down"),
        "left" => crate::t!("key-name-left"),
        "right" => crate::t!("key-name-right"),
        "enter" => "Enter".to_owned(),
        "esc" => "Esc".to_owned(),
        "tab" => "Tab".to_owned(),
        "backtab" => "Shift-Tab".to_owned(),
        "space" => crate::t!("key-name-space"),
        "pageup" => "PageUp".to_owned(),
        "pagedown" => "PageDown".to_owned(),
        "home" => "Home".to_owned(),
        "end" => "End".to_owned(),
        "backspace" => "BackSpace".to_owned(),
        "delete" => "Delete".to_owned(),
        "insert" => "Insert".to_owned(),
        other => match other.strip_prefix("ctrl-") {
            Some(letter) => format!("Ctrl-{}", letter.to_uppercase()),
            None if other.len() > 1 => other.to_uppercase(),
            None => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
