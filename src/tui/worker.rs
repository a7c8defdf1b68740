//! The one place where the terminal meets the application: carries requests out and answers.
//!
//! Owns the application and, in a running program, its thread. What it answers as recorded is on disk. Must not know screens.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::digest::Digest;
use super::msg::{Beginning, Deed, Effect, Msg, Reading, Recorded, Reply, Seen, Snapshot, TableRead, Ticket};
use crate::app::postman::Errand;
use crate::app::readiness::latest;
use crate::app::round::round_of;
use crate::app::{Ack, App, AppError, Start, world};
use crate::domain::command::Command;
use crate::domain::facility::Lang;
use crate::domain::fold::AsOf;
use crate::domain::id::Id;
use crate::domain::id::is_drill;
use crate::domain::refusal::Refusal;
use crate::domain::resolve;
use crate::domain::when::Moment;
use crate::domain::who::Who;
use crate::message::{self, Exit, Message, notice};
use crate::record::desk::{Desk, Looks};
use crate::record::{Book, Glance, MirrorState};
use crate::site::edit::Edit;
use crate::site::import::Columns;
use crate::site::{Site, contacts};
use crate::t;

/// So often one looks how the second copies stand, where there are any. It costs nothing.
const LOOK_AT_MIRRORS: Duration = Duration::from_millis(500);

/// So often one looks whether somebody else wrote: at a few files, and into none.
const LOOK_ELSEWHERE: Duration = Duration::from_secs(2);

/// The application at work for a terminal.
pub struct Worker {
    app: App,
    desk: Desk,
    /// That the desk cannot be written is said once.
    kept: bool,
    /// What happened to lines in spools was said.
    remarked: bool,
    /// Of the incident that was opened last: most of it holds for its next snapshot, too.
    digest: Option<(Id, Arc<Digest>)>,
    /// How the second copies stood when that was last said.
    mirrors: Option<Vec<MirrorState>>,
    /// How the files of the record looked before it was read last.
    glance: Glance,
    /// When one looked at them last.
    glanced: Instant,
    /// Who sends mails; `None`: nobody does here.
    post: Option<Sender<Errand>>,
}

impl Worker {
    /// A worker with its application.
    pub fn new(app: App) -> Self {
        let desk = app.desk();
        let (glance, glanced) = (app.glance(), Instant::now());
        Self { app, desk, kept: true, remarked: false, digest: None, mirrors: None, glance, glanced, post: None }
    }

    /// A worker at a site folder.
    pub fn open(dir: PathBuf) -> Self {
        Self::new(App::open(dir, world::world()))
    }

    /// With somebody who sends mails.
    pub fn send_by(&mut self, post: Sender<Errand>) {
        self.post = Some(post);
    }

    /// Nobody waits for the post: what it cannot take now, it finds in the record.
    fn give_to_post(&self, errand: Errand) {
        if let Some(post) = &self.post {
            drop(post.send(errand));
        }
    }

    /// The language of the site.
    pub fn language(&self) -> Lang {
        self.app.site().plan().facility.lang
    }

    /// Whom a name means that was given at the start.
    ///
    /// # Errors
    /// When it says a role that nobody knows.
    pub fn person(&self, typed: &str) -> Result<Who, Refusal> {
        resolve::person(self.app.site().plan(), typed).map(|(who, _stranger)| who)
    }

    /// How the terminal looks, as somebody chose it.
    pub fn looks(&self) -> Looks {
        self.desk.looks()
    }

    fn take_over(&mut self) -> Vec<Reply> {
        let read = self.desk.read();
        match self.desk.take_over() {
            Ok(found) => vec![Reply::Found(found, read)],
            Err(error) => std::iter::once(Reply::Found(Vec::new(), read)).chain(self.kept(Err(error))).collect(),
        }
    }

    /// What is to be said when the desk could not be written: once, because it stays so.
    fn kept(&mut self, written: std::io::Result<()>) -> Vec<Reply> {
        let said = !self.kept;
        self.kept = written.is_ok();
        if self.kept || said { Vec::new() } else { vec![Reply::NotKept] }
    }

    /// The clock, in the facility's offset.
    pub fn clock(&self) -> impl Fn() -> Moment + 'static {
        let (world, offset) = (world::world(), *self.app.now().offset());
        move || world.now().with_timezone(&offset)
    }

    /// Carries one request out.
    pub fn carry_out(&mut self, effect: &Effect) -> Vec<Reply> {
        if matches!(effect, Effect::Look | Effect::Open(_) | Effect::OpenNamed(_)) {
            // Before it is read: what is written meanwhile is news.
            self.glance = self.app.glance();
        }
        match effect {
            Effect::Look => self.look(),
            Effect::Open(id) => vec![match self.snapshot(id) {
                Ok(snapshot) => Reply::Opened(snapshot),
                Err(error) => Reply::Failed(None, Message::from(error)),
            }],
            Effect::OpenNamed(typed) => {
                let found = self.app.choose(Some(typed)).and_then(|id| self.snapshot(&id));
                vec![found.map_or_else(|error| Reply::Failed(None, Message::from(error)), Reply::Opened)]
            }
            Effect::Begin(ticket, beginning) => {
                let recorded = self.begin(beginning);
                vec![answer(*ticket, recorded)]
            }
            Effect::Act(ticket, id, deed) => {
                let recorded = self.act(id, deed);
                vec![answer(*ticket, recorded)]
            }
            Effect::EditSite(ticket, edits, who) => self.edit_site(*ticket, edits, who.as_ref()),
            Effect::FindTables => vec![Reply::Tables(self.app.tables_at_hand())],
            Effect::ReadTable(ticket, reading) => vec![match self.read_table(reading) {
                Ok(read) => Reply::Table(*ticket, Arc::new(read)),
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
            Effect::TakeOver => self.take_over(),
            Effect::KeepUnfinished(texts) => {
                let written = self.desk.keep_unfinished(texts);
                self.kept(written)
            }
            Effect::KeepLooks(looks) => {
                // Without it the next start looks as it is found; nothing that somebody typed is lost.
                drop(self.desk.keep_looks(looks));
                Vec::new()
            }
            Effect::KeepRead(key, how_far) => {
                // Without it the next start looks as it is found; nothing that somebody typed is lost.
                drop(self.desk.keep_read(key, how_far));
                Vec::new()
            }
            Effect::Preview(id) => {
                let document = self.app.report_document(id, AsOf::default());
                vec![Reply::Preview(id.clone(), document.map(Arc::new).map_err(Message::from))]
            }
            Effect::Print(ticket, paper, by) => vec![match self.app.save_print(*paper, by.clone()) {
                Ok((path, made)) => {
                    let problem = made.not_recorded.map(|error| Message::from(error).what);
                    Reply::Printed(*ticket, *paper, path, problem)
                }
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
            Effect::SaveReport(ticket, id, what) => vec![match self.app.save_copy(id, *what) {
                Ok(path) => Reply::Saved(*ticket, *what, path),
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
            Effect::PreviewMail(ticket, id, letter) => vec![match self.app.preview_mail(id, letter) {
                Ok(previewed) => Reply::MailPreview(*ticket, Arc::new(previewed)),
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
            Effect::SaveMail(ticket, id, mail) => vec![match self.app.save_mail_here(id, mail) {
                Ok(path) => Reply::MailSaved(*ticket, path),
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
            Effect::Post(errand) => {
                self.give_to_post(errand.clone());
                Vec::new()
            }
            Effect::SaveReadiness(ticket, what) => vec![match self.app.save_readiness(*what) {
                Ok(path) => Reply::SavedReadiness(*ticket, path),
                Err(error) => Reply::Failed(Some(*ticket), Message::from(error)),
            }],
        }
    }

    /// The site, the real incidents, and the drills where there are any. What cannot be read is said, and the rest is shown.
    fn look(&mut self) -> Vec<Reply> {
        let mut replies = Vec::new();
        let (mut incidents, mut standing) = (Vec::new(), Vec::new());
        let now = self.app.now();
        for book in [Book::Real, Book::Drill] {
            if book == Book::Drill && !self.app.has_drills() {
                continue;
            }
            match self.app.incidents(book) {
                Ok(found) => {
                    let stands = self.standing(book);
                    standing.extend(stands.clone());
                    for (id, incident) in found {
                        let plan = self.app.plan_of(&incident);
                        let incident = Arc::new(incident);
                        let digest = Arc::new(Digest::new(Arc::clone(&incident), &plan, now));
                        incidents.push(Snapshot { id, incident, plan, digest, standing: stands.clone() });
                    }
                }
                Err(error) => replies.push(Reply::Failed(None, Message::from(error))),
            }
        }
        // The record is open now: what other programs wrote, and what is still owed, goes to the second copies.
        self.app.keep_mirrors();
        replies.extend(self.mirror_news());
        // Without it a code is asked about; that the record cannot be read is said with the incidents.
        let printed = self.app.prints().unwrap_or_default();
        let drills = incidents.iter().map(|known| known.incident.as_ref()).filter(|incident| incident.drill);
        let drilled = latest(drills);
        let readiness = self.app.readiness_with(drilled).ok().map(Arc::new);
        // Where it cannot be read nobody knows: the name under which lines may lie stays. That it cannot be is said with the incidents.
        let series = self.app.standing();
        let has_standing_lines = series.as_ref().map_or(true, |series| !series.entries.is_empty());
        let (site, today) = (self.app.site(), self.app.today());
        let series = series.unwrap_or_default();
        let round = round_of(site, &series, today);
        let mut findings = site.diagnostics().to_vec();
        findings.extend(contacts::on_a_day(site, today));
        let seen = Seen {
            printed,
            plan: Arc::new(site.plan().clone()),
            contacts: site.contacts().to_vec(),
            contact_files: contact_files(site),
            findings,
            duties: site.year().to_vec(),
            series: Arc::new(series),
            round: Arc::new(round),
            readiness,
            has_standing_lines,
            incidents,
            standing,
            unusable: self.app.site_error().map(message::site_unusable),
            fresh: self.app.place().fresh,
            remarks: if self.remarked {
                Vec::new()
            } else {
                message::spool_remarks(self.app.taken_in(), &self.app.left_out())
            },
            faulty: site.diagnostics().iter().filter(|found| found.is_error()).count(),
            folder: self.app.place().dir.clone(),
        };
        self.remarked = true;
        replies.insert(0, Reply::Seen(Arc::new(seen)));
        replies
    }

    /// How the second copies stand, if that is another word than the last one.
    fn mirror_news(&mut self) -> Option<Reply> {
        let states = self.app.mirror_states();
        let same = self.mirrors.as_ref().is_some_and(|said| {
            said.len() == states.len() && said.iter().zip(&states).all(|(said, now)| said.says_the_same(now))
        });
        if same {
            return None;
        }
        self.mirrors = Some(states.clone());
        Some(Reply::Mirrors(states))
    }

    /// That somebody wrote since the record was read last, if so. This terminal is one of those who write.
    pub(in crate::tui) fn elsewhere(&self) -> Option<Reply> {
        (self.app.glance() != self.glance).then_some(Reply::Elsewhere)
    }

    /// How long one waits for a request before one looks around.
    fn patience(&self) -> Duration {
        let has_mirrors = self.mirrors.as_ref().is_some_and(|states| !states.is_empty());
        if has_mirrors { LOOK_AT_MIRRORS } else { LOOK_ELSEWHERE }
    }

    /// What there is to say while nobody asks for anything.
    fn look_around(&mut self) -> Vec<Reply> {
        let mut news: Vec<Reply> = self.mirror_news().into_iter().collect();
        if self.glanced.elapsed() >= LOOK_ELSEWHERE {
            self.glanced = Instant::now();
            news.extend(self.elsewhere());
        }
        news
    }

    /// What changed is shown at once, also where somebody else changed it.
    fn edit_site(&mut self, ticket: Ticket, edits: &[Edit], who: Option<&Who>) -> Vec<Reply> {
        let written = self.app.edit_site(edits, who);
        self.give_to_post(Errand::Look);
        let mut replies = self.look();
        replies.push(match written {
            Ok(edited) => Reply::Edited(ticket, edited.files),
            Err(error) => Reply::Failed(Some(ticket), Message::from(error)),
        });
        replies
    }

    fn read_table(&self, reading: &Reading) -> Result<TableRead, AppError> {
        let table = self.app.read_table(&reading.path)?;
        // Another table may lie there meanwhile.
        let chosen = reading.columns.clone().filter(|columns| columns.keys.len() == table.head.len());
        let columns = chosen.unwrap_or_else(|| Columns::matched(&table, reading.kind));
        let preview = self.app.import_preview(&table, &columns, reading.group, reading.replaces_samples);
        Ok(TableRead { reading: reading.clone(), columns, table, preview })
    }

    fn snapshot(&mut self, id: &Id) -> Result<Snapshot, AppError> {
        let incident = Arc::new(self.app.incident(id)?);
        let plan = self.app.plan_of(&incident);
        let standing = self.standing(if is_drill(id) { Book::Drill } else { Book::Real });
        let older = self.digest.take().filter(|(of, _)| of == id).map(|(_, digest)| digest);
        let now = self.app.now();
        let digest = Digest::new(Arc::clone(&incident), &plan, now).ready_to_search(older.as_deref());
        let digest = Arc::new(digest);
        self.digest = Some((id.clone(), Arc::clone(&digest)));
        Ok(Snapshot { id: id.clone(), incident, plan, digest, standing })
    }

    /// What is wrong with a record that is open: where lines go now.
    fn standing(&mut self, book: Book) -> Option<String> {
        let record = self.app.book(book).ok()?;
        record.problem().map(|problem| message::standing(problem, record.rung()))
    }

    fn begin(&mut self, beginning: &Beginning) -> Result<Recorded, AppError> {
        let ack = self.app.start(Start {
            drill: beginning.drill,
            signs: beginning.signs.clone(),
            text: beginning.text.clone(),
            noticed: beginning.noticed.clone(),
            runbooks: Vec::new(),
            by: beginning.by.clone(),
            for_: beginning.for_.clone(),
            via: None,
            agreed: beginning.agreed,
        })?;
        self.recorded(ack)
    }

    fn act(&mut self, id: &Id, deed: &Deed) -> Result<Recorded, AppError> {
        let command = match &deed.command {
            // The incident keeps its own copy of the runbook as it was when it was added.
            Command::AddRunbook { runbook, file: None } => {
                Command::AddRunbook { runbook: runbook.clone(), file: self.app.runbook_file(runbook) }
            }
            other => other.clone(),
        };
        let ack = self.app.act(id, &Deed { command, ..deed.clone() })?;
        if matches!(deed.command, Command::QueueMail(_) | Command::RequeueMail(_)) {
            self.give_to_post(Errand::Look);
        }
        self.recorded(ack)
    }

    fn recorded(&mut self, ack: Ack) -> Result<Recorded, AppError> {
        let snapshot = self.snapshot(&ack.incident)?;
        let text = snapshot.incident.entry(&ack.act).map(|entry| entry.text().to_owned()).unwrap_or_default();
        let notices = ack.notices.iter().map(|said| notice(said, &snapshot.plan)).collect();
        Ok(Recorded { snapshot, act: ack.act, text, notices })
    }
}

/// In which file each contact stands.
fn contact_files(site: &Site) -> BTreeMap<Id, String> {
    let lists = site.files().filter(|file| file.path.starts_with(contacts::FOLDER));
    let entries = lists.flat_map(|file| {
        let found = contacts::read(&file.path, &file.text).0.unwrap_or_default();
        found.into_iter().map(|contact| (contact.id, file.path.clone()))
    });
    entries.collect()
}

fn answer(ticket: Ticket, recorded: Result<Recorded, AppError>) -> Reply {
    match recorded {
        Ok(recorded) => Reply::Recorded(ticket, recorded),
        Err(error) => Reply::Failed(Some(ticket), Message::from(error)),
    }
}

/// Starts the worker's thread. It ends when nobody can ask it any more, after the last request is carried out.
///
/// # Errors
/// When the operating system gives no thread.
pub fn spawn(mut worker: Worker, asked: Receiver<Effect>, out: Sender<Msg>) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
        let mut waiting: VecDeque<Effect> = VecDeque::new();
        loop {
            if waiting.is_empty() {
                match asked.recv_timeout(worker.patience()) {
                    Ok(effect) => waiting.push_back(effect),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        for news in worker.look_around() {
                            if out.send(Msg::Reply(Box::new(news))).is_err() {
                                return;
                            }
                        }
                        continue;
                    }
                }
            }
            waiting.extend(asked.try_iter());
            let Some(effect) = waiting.pop_front() else { continue };
            // Of the states of unfinished texts only the last one counts: a slow stick must not let a line wait for them.
            let newer = |other: &Effect| matches!(other, Effect::KeepUnfinished(_));
            if newer(&effect) && waiting.iter().any(newer) {
                continue;
            }
            // A fault here must not take the screen with the typed text away.
            let replies = catch_unwind(AssertUnwindSafe(|| worker.carry_out(&effect)));
            for reply in replies.unwrap_or_else(|_panic| vec![Reply::Failed(effect.ticket(), bug())]) {
                if out.send(Msg::Reply(Box::new(reply))).is_err() {
                    return;
                }
            }
        }
    })
}

fn bug() -> Message {
    Message::new("bug", Exit::Bug, t!("bug-what")).meaning(t!("bug-record")).hint(t!("bug-hint"))
}
