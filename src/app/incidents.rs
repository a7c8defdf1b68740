//! Which incident is meant.

use super::{App, AppError};
use crate::domain::fold::fold;
use crate::domain::id::{DRILL_PREFIX, Id};
use crate::domain::incident::{Incident, Stage};
use crate::domain::refusal::{Refusal, What};
use crate::record::Book;

impl App {
    /// Every incident of a book with its state, newest first. Drills and real ones never mix.
    pub fn incidents(&mut self, book: Book) -> Result<Vec<(Id, Incident)>, AppError> {
        let briefs = self.book(book)?.incidents()?;
        let mut found = Vec::new();
        for brief in briefs.into_iter().filter(|brief| brief.incident.as_str() != crate::domain::id::READINESS) {
            let lines = self.book(book)?.lines(&brief.incident)?;
            found.push((brief.incident.clone(), fold(lines)));
        }
        Ok(found)
    }

    /// The incident that is meant: by id or the beginning of one (of the part behind the date, too); left out, the only open real
    /// one, never a drill.
    ///
    /// # Errors
    /// [`AppError::NoIncident`], [`AppError::SeveralIncidents`], or a refusal when nothing or too much fits.
    pub fn choose(&mut self, typed: Option<&str>) -> Result<Id, AppError> {
        match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) => self.named(typed),
            None => self.only_open(),
        }
    }

    fn only_open(&mut self) -> Result<Id, AppError> {
        let mut incidents = self.incidents(Book::Real)?;
        if incidents.iter().any(|(_, incident)| incident.stage == Stage::Open) {
            incidents.retain(|(_, incident)| incident.stage == Stage::Open);
        } else {
            // After stand-down the aftermath is still recorded: the one that is not closed yet is meant.
            incidents.retain(|(_, incident)| incident.stage == Stage::StoodDown);
        }
        match incidents.as_slice() {
            [] => Err(AppError::NoIncident),
            [(only, _)] => Ok(only.clone()),
            several => Err(AppError::SeveralIncidents(several.iter().map(|(id, _)| id.clone()).collect())),
        }
    }

    fn named(&mut self, typed: &str) -> Result<Id, AppError> {
        let book = if typed.starts_with(DRILL_PREFIX) { Book::Drill } else { Book::Real };
        let briefs = self.book(book)?.incidents()?;
        let ids: Vec<Id> = briefs.into_iter().map(|brief| brief.incident).collect();
        let word = |id: &Id| id.as_str().rsplit_once('-').map(|(_, word)| word.to_owned()).unwrap_or_default();
        let fits: Vec<&Id> =
            ids.iter().filter(|id| id.as_str().starts_with(typed) || word(id).starts_with(typed)).collect();
        let exact = ids.iter().find(|id| id.as_str() == typed);
        match (exact, fits.as_slice()) {
            (Some(exact), _) => Ok(exact.clone()),
            (None, [one]) => Ok((*one).clone()),
            (None, []) => {
                let near = crate::domain::id::near(typed, ids.iter().map(Id::as_str));
                Err(Refusal::NotFound { what: What::Incident, typed: typed.to_owned(), near }.into())
            }
            (None, several) => Err(Refusal::Ambiguous {
                what: What::Incident,
                typed: typed.to_owned(),
                fits: several.iter().map(ToString::to_string).collect(),
            }
            .into()),
        }
    }
}
