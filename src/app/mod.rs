//! Use cases: the only place where the rules meet the outside. Both faces, commands and terminal, call what is here.
//!
//! Owns the order of things: find the site, open the record, read an incident with its own pinned plan, run `decide` inside the
//! append, hand back what was recorded. Must not know how anything is drawn or printed.

mod backup;
mod contacts;
mod edit;
mod error;
mod import;
mod incidents;
pub mod manifest;
pub mod mirror;
pub mod moment;
pub mod outbox;
pub mod paper;
pub mod paper_back;
pub mod postman;
pub mod readiness;
pub mod recover;
pub mod report;
pub mod round;
pub mod standing;
mod start;
mod tables;
pub mod values;
mod words;
pub mod world;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use contacts::Callee;
pub use edit::Edited;
pub use error::AppError;
pub use start::Start;

use crate::domain::command::{Command, Context};
use crate::domain::decide::decide;
use crate::domain::fold::{AsOf, fold, fold_as_of};
use crate::domain::hash::Hash;
use crate::domain::id::{Id, is_drill};
use crate::domain::incident::Incident;
use crate::domain::line::Line;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Notice, Refusal};
use crate::domain::when::{Moment, When};
use crate::domain::who::Who;
use crate::domain::world::World;
use crate::record::desk::Desk;
use crate::record::{Book, Glance, LeftOut, OpenOptions, Record};
use crate::site::{Site, SiteError};
use words::SiteWords;
use world::Zoned;

/// The site, its record, and the world around them.
pub struct App {
    site: Site,
    place: Place,
    record_dir: PathBuf,
    real: Option<Record>,
    drill: Option<Record>,
    plans: BTreeMap<Hash, Arc<Plan>>,
    world: Box<dyn World>,
    site_error: Option<SiteError>,
}

/// Where the site is, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub dir: PathBuf,
    /// It did not exist and was made from the embedded pack.
    pub fresh: bool,
}

/// One act of a person, with what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What is to be recorded.
    pub command: Command,
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
    /// The person has agreed to what would otherwise be asked.
    pub agreed: bool,
}

impl Act {
    /// An act of the person at the keyboard.
    pub fn new(command: Command, occurred: When, by: Option<Who>) -> Self {
        Self { command, occurred, by, for_: None, via: None, from: None, to: None, agreed: false }
    }
}

/// What was recorded: it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// The incident.
    pub incident: Id,
    /// The new lines, with those that the record wrote for itself.
    pub lines: Vec<Line>,
    /// The line that says what the person did.
    pub act: Hash,
    /// What the person should see.
    pub notices: Vec<Notice>,
}

impl App {
    /// What this terminal keeps for itself beside the record.
    pub fn desk(&self) -> Desk {
        Desk::at(&self.record_dir)
    }

    /// How the files of the record look: where they look otherwise later, somebody wrote.
    pub fn glance(&self) -> Glance {
        Glance::at(&self.record_dir)
    }

    /// The site folder's data.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Where the site is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Why the site folder could not be used, and the embedded sample is in its place.
    pub fn site_error(&self) -> Option<&SiteError> {
        self.site_error.as_ref()
    }

    /// Now, in the facility's own offset.
    pub fn now(&self) -> Moment {
        self.zoned().now()
    }

    fn zoned(&self) -> Zoned<'_> {
        Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset }
    }

    /// The record that an incident belongs to; opened when it is first needed.
    pub fn record(&mut self, incident: &Id) -> Result<&mut Record, AppError> {
        self.book(if is_drill(incident) { Book::Drill } else { Book::Real })
    }

    /// One of the two records; opened when it is first needed.
    pub fn book(&mut self, book: Book) -> Result<&mut Record, AppError> {
        let mirrors = self.mirror_places();
        let zoned = Zoned { world: self.world.as_ref(), offset: self.site.plan().facility.offset };
        let slot = match book {
            Book::Real => &mut self.real,
            Book::Drill => &mut self.drill,
        };
        match slot {
            Some(record) => Ok(record),
            None => {
                let (spool_fallbacks, facilities) = (spool_fallbacks(), facilities(&self.site));
                let options = OpenOptions { spool_fallbacks, facilities, mirrors, ..OpenOptions::default() };
                Ok(slot.insert(Record::open_with(&self.record_dir, book, &zoned, options)?))
            }
        }
    }

    /// How many lines the records that are open took in from spools when they were opened.
    pub fn taken_in(&self) -> usize {
        self.open_records().map(Record::taken_in).sum()
    }

    /// What the records that are open found in spools and left there.
    pub fn left_out(&self) -> Vec<LeftOut> {
        self.open_records().flat_map(|record| record.left_out().to_vec()).collect()
    }

    fn open_records(&self) -> impl Iterator<Item = &Record> {
        self.real.iter().chain(&self.drill)
    }

    /// An incident as it stands.
    pub fn incident(&mut self, id: &Id) -> Result<Incident, AppError> {
        Ok(fold(self.record(id)?.lines(id)?))
    }

    /// An incident as it stood, or as it was known, at some past moment.
    pub fn incident_as_of(&mut self, id: &Id, as_of: AsOf) -> Result<Incident, AppError> {
        Ok(fold_as_of(self.record(id)?.lines(id)?, as_of))
    }

    /// The plan that an incident follows: its own pinned copy of the site, or the site where nothing was pinned.
    pub fn plan_of(&mut self, incident: &Incident) -> Arc<Plan> {
        plan_of(&self.site, &mut self.plans, incident)
    }

    /// Whose incident it is, and in which words and offset its lines are written. That is settled when it begins: a site that is
    /// edited or broken in the middle changes nothing about it.
    fn own(&mut self, id: &Id) -> Result<Own, AppError> {
        let lines = self.record(id)?.lines(id)?;
        let opening = lines.opening().map(|line| line.envelope.facility.clone());
        let incident = fold(lines);
        let plan = self.plan_of(&incident);
        let facility = opening.unwrap_or_else(|| plan.facility.id.clone());
        Ok(Own { facility, offset: plan.facility.offset, lang: plan.facility.lang })
    }

    /// Records an act of a person. When this returns, the lines are on disk.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the rules refuse it, [`AppError::Record`] when it could not be written.
    pub fn act(&mut self, id: &Id, act: &Act) -> Result<Ack, AppError> {
        let book = if is_drill(id) { Book::Drill } else { Book::Real };
        let own = self.own(id)?;
        let (site, plans) = (&self.site, &mut self.plans);
        let zoned = Zoned { world: self.world.as_ref(), offset: own.offset };
        let now = zoned.now();
        let record = match book {
            Book::Real => self.real.as_mut(),
            Book::Drill => self.drill.as_mut(),
        };
        let Some(record) = record else { return Err(AppError::NoIncident) };
        let words = SiteWords(own.lang);
        let mut notices = Vec::new();
        let appended = record.append(id, &own.facility, &zoned, &words, |lines| -> Result<_, Refusal> {
            let incident = fold(lines);
            let plan = plan_of(site, plans, &incident);
            let context = Context {
                plan: &plan,
                now,
                occurred: act.occurred.clone(),
                by: act.by.clone(),
                for_: act.for_.clone(),
                via: act.via.clone(),
                from: act.from.clone(),
                to: act.to.clone(),
                agreed: act.agreed,
            };
            let decision = decide(&incident, &act.command, &context)?;
            notices = decision.notices;
            Ok(decision.drafts)
        })?;
        let kept = appended.lines;
        let act = kept.iter().find(|line| !is_own(line)).or(kept.last()).map_or(Hash::ZERO, Line::hash);
        Ok(Ack { incident: id.clone(), lines: kept, act, notices })
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.settle_mirrors();
    }
}

/// What an incident keeps from its beginning.
struct Own {
    facility: Id,
    offset: chrono::FixedOffset,
    lang: crate::domain::facility::Lang,
}

/// Where lines go when nothing can be written in the site's folder: on a write-protected stick recording goes on on the computer, in
/// the user's own folder. The one for temporary files, which others may share, is for a computer where nothing else is left.
fn spool_fallbacks() -> Vec<PathBuf> {
    vec![crate::site::place::data_folder(), std::env::temp_dir()]
}

/// The facilities whose lines a spool of this site may hold: its own, and those that stood in for it while its files could not be
/// read. None is named where that is so now.
fn facilities(site: &Site) -> Vec<Id> {
    let own = &site.plan().facility.id;
    let stand_ins = crate::site::facility::STAND_INS.iter().filter_map(|word| Id::new(*word).ok());
    let stand_ins: Vec<Id> = stand_ins.collect();
    let faulty = site.diagnostics().iter().any(|found| found.is_error() && found.file == crate::site::facility::PATH);
    if faulty { Vec::new() } else { std::iter::once(own.clone()).chain(stand_ins).collect() }
}

/// Lines that the record or the program wrote beside a person's act.
fn is_own(line: &Line) -> bool {
    crate::domain::entry::is_bookkeeping(&line.event)
}

fn plan_of(site: &Site, plans: &mut BTreeMap<Hash, Arc<Plan>>, incident: &Incident) -> Arc<Plan> {
    if incident.pinned.is_empty() {
        return Arc::new(site.plan().clone());
    }
    let key: String = incident.pinned.values().map(|file| format!("{} {}\n", file.path, file.sha256)).collect();
    let plan = plans.entry(Hash::of(key.as_bytes())).or_insert_with(|| {
        let files: Vec<(String, String)> =
            incident.pinned.values().map(|file| (file.path.clone(), file.content.clone())).collect();
        Arc::new(Site::plan_from(&files).0)
    });
    Arc::clone(plan)
}
