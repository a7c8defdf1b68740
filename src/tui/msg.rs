//! What reaches the terminal's loop, what it asks the worker to do, and what comes back.
//!
//! Owns these shapes: all of them plain data, so that a test can look at them. Must not know who carries them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::digest::Digest;
use super::keys::Key;
/// An act of a person, as the use cases take it.
pub use crate::app::Act as Deed;
use crate::app::outbox::{Letter, Previewed};
use crate::app::postman::{Errand, News};
use crate::app::readiness::Kept;
use crate::app::report::Copied;
use crate::domain::contact::{Contact, Group};
use crate::domain::event::{Paper, PaperPrinted, Sign};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::readiness::Readiness;
use crate::domain::round::Round;
use crate::domain::when::{Moment, When};
use crate::domain::who::Who;
use crate::domain::year::YearDuty;
use crate::message::Message;
use crate::record::MirrorState;
use crate::record::desk::{Looks, Read, Unfinished};
use crate::report::document::Document;
use crate::site::Diagnostic;
use crate::site::edit::Edit;
use crate::site::import::{Columns, Kind, Preview, Table};

/// Something happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The first button was pressed on a cell: column and row from 0.
    Click(u16, u16),
    /// The wheel was turned by one notch; `true`: down.
    Wheel(bool),
    /// The window has another size.
    Resize(u16, u16),
    /// The worker is done with something.
    Reply(Box<Reply>),
    /// The clock moved on.
    Tick(Moment),
    /// The person or the shell puts the program to sleep.
    Suspend,
    /// It goes on; the terminal may have been used by others.
    Resume,
    /// The operating system asks the program to end.
    Quit,
}

/// Names a request, so that who asked knows its reply.
pub type Ticket = u64;

/// What the worker is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read the site and the incidents.
    Look,
    /// Read one incident.
    Open(Id),
    /// Read the incident that somebody named when the program was started.
    OpenNamed(String),
    /// Begin an incident.
    Begin(Ticket, Box<Beginning>),
    /// Record an act.
    Act(Ticket, Id, Box<Deed>),
    /// Make the report of an incident, to be read on the screen.
    Preview(Id),
    /// Save what somebody takes away of an incident.
    SaveReport(Ticket, Id, Copied),
    /// Make a paper for the printer; who is at the keyboard.
    Print(Ticket, Paper, Option<Who>),
    /// Change the site's own files, all or none; somebody who did it.
    EditSite(Ticket, Vec<Edit>, Option<Who>),
    /// Look for tables that somebody may want to read in.
    FindTables,
    /// Read a table, and work out what it would change.
    ReadTable(Ticket, Box<Reading>),
    /// Work out a mail as it would be queued.
    PreviewMail(Ticket, Id, Box<Letter>),
    /// Save a queued mail as a file.
    SaveMail(Ticket, Id, Hash),
    /// Give this to who sends mails.
    Post(Errand),
    /// Save what somebody takes away of how ready the facility is.
    SaveReadiness(Ticket, Kept),
    /// Take over what programs left that run no more, and say how far everybody has read.
    TakeOver,
    /// Keep the unfinished texts.
    KeepUnfinished(Vec<Unfinished>),
    /// Keep how the terminal looks.
    KeepLooks(Looks),
    /// Keep how far somebody has read an incident.
    KeepRead(String, Read),
}

impl Effect {
    /// By which its reply is known; `None` where nobody waits for one.
    pub fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Begin(ticket, _)
            | Self::Act(ticket, ..)
            | Self::SaveReport(ticket, ..)
            | Self::Print(ticket, ..)
            | Self::EditSite(ticket, ..)
            | Self::ReadTable(ticket, _)
            | Self::PreviewMail(ticket, ..)
            | Self::SaveMail(ticket, ..)
            | Self::SaveReadiness(ticket, _) => Some(*ticket),
            _ => None,
        }
    }
}

/// How a table is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The file.
    pub path: PathBuf,
    /// What is in it.
    pub kind: Kind,
    /// On which list contacts stand whose row does not say it.
    pub group: Group,
    /// What each column holds; `None`: as the words above them say.
    pub columns: Option<Columns>,
    /// Invented people who are not in the table go.
    pub replaces_samples: bool,
}

/// A table that was read.
#[derive(Debug)]
pub struct TableRead {
    /// How; with what each column holds.
    pub reading: Reading,
    /// What each column holds.
    pub columns: Columns,
    /// The table.
    pub table: Table,
    /// What it would change.
    pub preview: Preview,
}

/// How an incident begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Beginning {
    /// 訓練
    pub drill: bool,
    /// Which signs.
    pub signs: Vec<Sign>,
    /// What was noticed.
    pub text: String,
    /// When.
    pub noticed: When,
    /// At the keyboard.
    pub by: Option<Who>,
    /// Who noticed it.
    pub for_: Option<Who>,
    /// The person has agreed to a time that lies ahead.
    pub agreed: bool,
}

/// What the worker answers.
#[derive(Debug)]
pub enum Reply {
    /// The site and the incidents.
    Seen(Arc<Seen>),
    /// An incident.
    Opened(Snapshot),
    /// Something was recorded: it is on disk.
    Recorded(Ticket, Recorded),
    /// The report of an incident as it stands; or that it could not be made.
    Preview(Id, Result<Arc<Document>, Message>),
    /// What somebody takes away was saved.
    Saved(Ticket, Copied, PathBuf),
    /// A paper was made for the printer; why that is not recorded, if so.
    Printed(Ticket, Paper, PathBuf, Option<String>),
    /// The site's files were changed; which.
    Edited(Ticket, Vec<String>),
    /// Tables that somebody may want to read in, newest first.
    Tables(Vec<PathBuf>),
    /// A table, and what it would change.
    Table(Ticket, Arc<TableRead>),
    /// What somebody takes away of how ready the facility is was saved.
    SavedReadiness(Ticket, PathBuf),
    /// What was found on the desk: unfinished texts, and how far everybody has read.
    Found(Vec<Unfinished>, BTreeMap<String, Read>),
    /// The desk cannot be written: what is typed survives no kill.
    NotKept,
    /// A mail as it would be queued.
    MailPreview(Ticket, Arc<Previewed>),
    /// A queued mail was saved as a file.
    MailSaved(Ticket, PathBuf),
    /// What came of mails.
    Post(News),
    /// Somebody else wrote into the record since it was read last.
    Elsewhere,
    /// How the second copies stand now.
    Mirrors(Vec<MirrorState>),
    /// It could not be done.
    Failed(Option<Ticket>, Message),
}

/// What was recorded.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The incident with it.
    pub snapshot: Snapshot,
    /// The line.
    pub act: Hash,
    /// What the line says.
    pub text: String,
    /// What the person should see.
    pub notices: Vec<String>,
}

/// An incident as it stood at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its id.
    pub id: Id,
    /// Its state.
    pub incident: Arc<Incident>,
    /// The plan that it follows.
    pub plan: Arc<Plan>,
    /// What was worked out of its state for the screens.
    pub digest: Arc<Digest>,
    /// What is wrong with the record that it is in: where lines go now.
    pub standing: Option<String>,
}

/// The site and its incidents.
#[derive(Debug)]
pub struct Seen {
    /// What the facility has prepared.
    pub plan: Arc<Plan>,
    /// Whom to tell.
    pub contacts: Vec<Contact>,
    /// What was printed here: its codes are typed back.
    pub printed: Vec<PaperPrinted>,
    /// In which file of the site each contact stands.
    pub contact_files: BTreeMap<Id, String>,
    /// What is wrong in its files, or worth knowing.
    pub findings: Vec<Diagnostic>,
    /// The year's duties.
    pub duties: Vec<YearDuty>,
    /// The standing series; where the record cannot be read, as if it were empty.
    pub series: Arc<Incident>,
    /// 連絡訓練: how far the round has come. Where the record cannot be read, as if nobody had been tried.
    pub round: Arc<Round>,
    /// How ready the facility is; `None` where that cannot be read.
    pub readiness: Option<Arc<Readiness>>,
    /// Whether the standing series has lines: they carry the facility's short name, too.
    pub has_standing_lines: bool,
    /// Every incident, real ones and drills, newest first.
    pub incidents: Vec<Snapshot>,
    /// What is wrong with the records: where lines go now.
    pub standing: Vec<String>,
    /// Why the site folder could not be used.
    pub unusable: Option<String>,
    /// The site was made from the embedded pack just now.
    pub fresh: bool,
    /// What happened to lines that lay in spools: said once.
    pub remarks: Vec<String>,
    /// How many of its files have problems.
    pub faulty: usize,
    /// Where it is.
    pub folder: PathBuf,
}
