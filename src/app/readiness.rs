//! 準備の様子: gathering what the rules look at, and making the report for an inspection and the contact chart of it.

use std::path::PathBuf;
use std::str::FromStr as _;

use chrono::NaiveDate;

use super::report::{Format, save_beside};
use super::{App, AppError};
use crate::domain::contact::usual_months;
use crate::domain::hash::Hash;
use crate::domain::incident::{Incident, Stage};
use crate::domain::readiness::{Approved, FileHead, Input, MirrorState, Readiness, date_of, readiness};
use crate::domain::when::Moment;
use crate::record::{Book, MirrorCondition};
use crate::report::chart;
use crate::report::readiness::{self as inspection, Inspection};
use crate::site::Site;
use crate::t;

/// What a person takes away of how ready the facility is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// The report for an inspection as a page for a browser and a printer.
    Html,
    /// The same as Markdown.
    Markdown,
    /// The contact chart as a drawing.
    ChartSvg,
    /// The contact chart as text.
    ChartText,
}

impl Kept {
    /// The name of such files, and how it ends.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("inspection", "html"),
            Self::Markdown => ("inspection", "md"),
            Self::ChartSvg => ("contact-chart", "svg"),
            Self::ChartText => ("contact-chart", "txt"),
        }
    }
}

impl App {
    /// How everything stands today.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn readiness(&mut self) -> Result<Readiness, AppError> {
        let drilled = self.last_drill()?;
        self.look_at_mirrors();
        self.readiness_with(drilled)
    }

    /// The same, where the drills have been read already.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn readiness_with(&mut self, drilled: Option<Moment>) -> Result<Readiness, AppError> {
        let series = self.standing()?;
        let files = heads(self.site());
        let mirrors = self.mirrors_seen();
        Ok(readiness(&self.input(&files, &series, drilled, &mirrors)))
    }

    /// How the second copies stand, as far as anybody has looked.
    fn mirrors_seen(&self) -> Vec<MirrorState> {
        let seen = |state: crate::record::MirrorState| {
            let (word, well) = match state.condition {
                MirrorCondition::Whole => (t!("readiness-mirror-whole"), true),
                MirrorCondition::Looking => return None,
                MirrorCondition::Late(_) => (t!("readiness-mirror-late"), false),
            };
            Some(MirrorState { title: state.title, word, well })
        };
        self.mirror_states().into_iter().filter_map(seen).collect()
    }

    fn input<'a>(
        &'a self,
        files: &'a [FileHead],
        series: &'a Incident,
        drilled: Option<Moment>,
        mirrors: &'a [MirrorState],
    ) -> Input<'a> {
        let plan = self.site().plan();
        Input {
            facility: &plan.facility,
            runbooks: &plan.runbooks,
            files,
            contacts: self.site().contacts(),
            duties: self.site().year(),
            tell: &plan.duties,
            sheets: &plan.degraded,
            calendar: plan.calendar.as_ref(),
            series,
            drilled: drilled.map(|at| date_of(&plan.facility, at)),
            mirrors: Some(mirrors),
            today: self.today(),
            now: self.now(),
        }
    }

    /// Today on the facility's clock.
    pub fn today(&self) -> NaiveDate {
        date_of(&self.site().plan().facility, self.now())
    }

    /// When the last drill began. Where nobody has drilled yet, no drill book is made.
    fn last_drill(&mut self) -> Result<Option<Moment>, AppError> {
        if !self.has_drills() {
            return Ok(None);
        }
        let drills = self.incidents(Book::Drill)?;
        Ok(latest(drills.iter().map(|(_, incident)| incident)))
    }

    /// Whether there may be drills: a book of them, or a spool that may hold some.
    pub fn has_drills(&self) -> bool {
        let folder = self.place().dir.join("record");
        folder.join(Book::Drill.file_name()).is_file() || folder.join("spool").is_dir()
    }

    /// The report for an inspection: what it is made of, worded.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn inspection(&mut self) -> Result<Inspection, AppError> {
        let drilled = self.last_drill()?;
        let series = self.standing()?;
        self.look_at_mirrors();
        let mirrors = self.mirrors_seen();
        let files = heads(self.site());
        let input = self.input(&files, &series, drilled, &mirrors);
        Ok(inspection::inspection(&input, self.site().inspection(), self.now(), crate::i18n::current()))
    }

    /// The same in some form.
    ///
    /// # Errors
    /// As [`App::inspection`].
    pub fn inspection_report(&mut self, format: Format) -> Result<String, AppError> {
        let made = self.inspection()?;
        match format {
            Format::Markdown => Ok(inspection::markdown(&made)),
            Format::Html => inspection::html(&made)
                .map_err(|error| AppError::Output { path: "HTML".to_owned(), source: std::io::Error::other(error) }),
        }
    }

    /// 連絡体制図 as text or as a drawing.
    pub fn contact_chart(&self, svg: bool) -> String {
        let plan = self.site().plan();
        let drawn =
            chart::chart(&plan.facility, self.site().contacts(), self.today(), usual_months(self.site().year()));
        if svg { chart::svg(&drawn) } else { chart::text(&drawn) }
    }

    /// Writes one of these into the site folder; says where. No file is ever replaced.
    ///
    /// # Errors
    /// When the record cannot be read, or nothing can be written there.
    pub fn save_readiness(&mut self, what: Kept) -> Result<PathBuf, AppError> {
        let text = match what {
            Kept::Html => self.inspection_report(Format::Html)?,
            Kept::Markdown => self.inspection_report(Format::Markdown)?,
            Kept::ChartSvg => self.contact_chart(true),
            Kept::ChartText => self.contact_chart(false),
        };
        let (name, extension) = what.name();
        let stem = format!("sonae-{name}-{}", self.now().format("%Y%m%d-%H%M"));
        save_beside(&self.place().dir, &stem, extension, text.as_bytes())
    }
}

/// When the latest of some drills was held. One that was only begun is none yet; and its own times are the scenario's, so what
/// counts is when its first line was written down.
pub fn latest<'a>(drills: impl Iterator<Item = &'a Incident>) -> Option<Moment> {
    let held = drills.filter(|drill| drill.stage != Stage::Open);
    held.filter_map(|drill| drill.entries.first()).map(crate::domain::entry::Entry::recorded_at).max()
}

/// The heads of all files of a site that are used.
fn heads(site: &Site) -> Vec<FileHead> {
    let head = |(path, header): (&str, &crate::site::Header)| {
        let file = site.file(path)?;
        Some(FileHead {
            path: path.to_owned(),
            title: header.title.clone(),
            version: header.version.clone(),
            owner: header.owner.clone(),
            reviewed: header.reviewed.clone(),
            approved: header
                .approved
                .as_ref()
                .map(|approval| Approved { by: approval.by.clone(), on: approval.on.clone() }),
            sha256: Hash::from_str(&file.sha256).ok()?,
        })
    };
    site.headers().filter_map(head).collect()
}

/// A file that people can read: which one is meant by a path, a runbook's id or its title.
pub fn file_called(site: &Site, typed: &str) -> Option<FileHead> {
    let typed = typed.trim();
    let path = format!("{}{typed}.toml", crate::site::runbook::FOLDER);
    let all = heads(site);
    let found = all.iter().find(|file| file.path == typed || file.path == path);
    found.or_else(|| all.iter().find(|file| file.title == typed)).cloned()
}
