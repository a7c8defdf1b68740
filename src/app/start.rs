//! Opening the program, and beginning an incident.

use std::path::{Path, PathBuf};

use super::{Ack, Act, App, AppError, Place};
use crate::domain::command::Command;
use crate::domain::event::{Sign, SiteFile};
use crate::domain::hash::Hash;
use crate::domain::id::{Id, incident_id, random_word};
use crate::domain::when::When;
use crate::domain::who::Who;
use crate::domain::world::World;
use crate::site::{self, Site};

/// How an incident begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// 訓練
    pub drill: bool,
    /// Which signs.
    pub signs: Vec<Sign>,
    /// What was noticed.
    pub text: String,
    /// When.
    pub noticed: When,
    /// Runbooks that are followed from the start.
    pub runbooks: Vec<Id>,
    /// At the keyboard.
    pub by: Option<Who>,
    /// Who noticed it.
    pub for_: Option<Who>,
    /// How that was said.
    pub via: Option<String>,
    /// The person has agreed to what would otherwise be asked.
    pub agreed: bool,
}

impl App {
    /// Opens the site in this folder; makes it from the embedded pack where there is none yet. A folder that cannot be made or
    /// read never stops an emergency: the embedded pack is used, and the record finds itself another place.
    pub fn open(dir: PathBuf, world: Box<dyn World>) -> Self {
        let mut site_error = None;
        let mut fresh = false;
        if !has_site(&dir) {
            match site::init(&dir) {
                Ok(_files) => fresh = true,
                Err(error) => site_error = Some(error),
            }
        }
        let site = Site::open(&dir).unwrap_or_else(|error| {
            site_error = Some(error);
            Site::embedded()
        });
        let record_dir = dir.join("record");
        let place = Place { dir, fresh };
        Self {
            site,
            place,
            record_dir,
            real: None,
            drill: None,
            plans: std::collections::BTreeMap::new(),
            world,
            site_error,
        }
    }

    /// Begins an incident. When this returns, its first lines are on disk.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the rules refuse it, [`AppError::Record`] when it could not be written.
    pub fn start(&mut self, start: Start) -> Result<Ack, AppError> {
        let date = self.now().date_naive();
        // 32 random bytes give eight letters but for one case in some 10^12; the next throw does.
        let throw = || random_word(&self.world.random(), 8);
        let word = throw().or_else(throw).unwrap_or_else(|| self.now().format("%H%M%S%2f").to_string());
        let id = incident_id(start.drill, date, &word).map_err(|not_an_id| AppError::Input {
            path: not_an_id.to_string(),
            source: std::io::Error::other("incident id"),
        })?;
        let command = Command::Open {
            drill: start.drill,
            signs: start.signs,
            text: start.text,
            pinned: self.pinnable(),
            runbooks: start.runbooks,
        };
        let mut act = Act::new(command, start.noticed, start.by);
        act.for_ = start.for_;
        act.via = start.via;
        act.agreed = start.agreed;
        self.act(&id, &act)
    }

    /// The site's files as an incident pins them.
    pub fn pinnable(&self) -> Vec<SiteFile> {
        let pinned = |file: &site::SiteFile| {
            // A password that somebody wrote down is wrong there (`check` says so), and must not become part of the record.
            let is_facility = file.path == site::facility::PATH;
            let content = if is_facility { site::mail::without_secrets(&file.text) } else { file.text.clone() };
            SiteFile { path: file.path.clone(), sha256: Hash::of(content.as_bytes()), content }
        };
        self.site.pinned_files().into_iter().map(pinned).collect()
    }

    /// The site's file that holds a runbook, for an incident that has not pinned it.
    pub fn runbook_file(&self, runbook: &Id) -> Option<SiteFile> {
        let path = format!("runbooks/{runbook}.toml");
        self.pinnable().into_iter().find(|file| file.path == path)
    }
}

/// Whether a folder holds a site: its facility file says so.
fn has_site(dir: &Path) -> bool {
    dir.join("facility.toml").is_file()
}
