//! From the texts of a site's files to what the program uses: what is sound is loaded, what is not falls back.
//!
//! Owns the rules of falling back. Reads no file: it is given texts and the pack.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{self, Loaded};
use super::diagnostic::Diagnostic;
use super::duties::Duties;
use super::folder::Found;
use super::header::{self, Header, Part};
use super::mention::Mentions;
use super::pack::{PackFile, sha256_hex};
use super::{
    Assembled, BUILT_IN, SiteFile, announcements, blank, briefing, contacts, departments, duties, facility, facts,
    holidays, inspection, runbook, toml_file, year,
};
use crate::domain::contact::Contact;
use crate::domain::degraded::DepartmentSheet;
use crate::domain::duty::Duty;
use crate::domain::facility::Facility;
use crate::domain::plan::Plan;
use crate::domain::runbook::{FactDef, Runbook};

/// Whether what is sound of a faulty file is used, or the embedded copy instead (where there is one).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Faulty {
    /// The facility's own data: invented people and numbers would be worse than a part of the real ones.
    KeepsSound,
    /// The pack's: a runbook with a hole looks like a whole one.
    FallsBack,
}

/// Builds everything.
pub(super) fn assemble(found: Vec<Found>, pack: &[PackFile]) -> Assembled {
    let mut assembly = Assembly::new(found, pack);
    let facility = assembly.facility();
    let facts = assembly.facts();
    let runbooks = assembly.runbooks();
    let contacts = assembly.contacts();
    let year = assembly.take(year::PATH, Faulty::FallsBack, year::load).unwrap_or_default();
    let blank = assembly.take(blank::PATH, Faulty::FallsBack, blank::load).unwrap_or_default();
    let inspection = assembly.take(inspection::PATH, Faulty::FallsBack, inspection::load).unwrap_or_default();
    let duties = assembly.duties();
    let degraded = assembly.departments();
    let calendar = assembly.take(holidays::PATH, Faulty::KeepsSound, holidays::load);
    let words = assembly.take(announcements::PATH, Faulty::FallsBack, announcements::load).unwrap_or_default();
    let decisions = assembly.take(briefing::PATH, Faulty::FallsBack, briefing::load).unwrap_or_default();
    assembly.others();
    let plan = Plan {
        facility,
        runbooks,
        facts,
        duties: duties.duties,
        contradictions: duties.contradictions,
        calendar,
        announcements: words.announcements,
        cautions: words.cautions,
        decisions,
        degraded,
    };
    let loaded = Loaded { plan: &plan, contacts: &contacts, mentions: &assembly.mentions };
    let across = check::check(&loaded);
    let mut diagnostics = assembly.diagnostics;
    diagnostics.extend(across);
    // The file as a whole first, then from its first line to its last.
    diagnostics.sort_by(|a, b| {
        let key = |found: &Diagnostic| found.span.as_ref().map(|span| span.start);
        a.file.cmp(&b.file).then(key(a).cmp(&key(b))).then(a.severity.cmp(&b.severity))
    });
    Assembled {
        plan,
        contacts,
        year,
        blank,
        inspection,
        diagnostics,
        files: assembly.files,
        sources: assembly.texts,
        headers: assembly.headers,
        fallbacks: assembly.fallbacks,
    }
}

struct Assembly<'p> {
    pack: &'p [PackFile],
    /// The texts, by the name that diagnostics use.
    texts: BTreeMap<String, String>,
    /// Files that are there and have no text.
    unreadable: BTreeSet<String>,
    files: BTreeMap<String, SiteFile>,
    headers: BTreeMap<String, Header>,
    mentions: Vec<Mentions>,
    diagnostics: Vec<Diagnostic>,
    fallbacks: BTreeSet<String>,
}

impl<'p> Assembly<'p> {
    fn new(found: Vec<Found>, pack: &'p [PackFile]) -> Self {
        let mut assembly = Self {
            pack,
            texts: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            files: BTreeMap::new(),
            headers: BTreeMap::new(),
            mentions: Vec::new(),
            diagnostics: Vec::new(),
            fallbacks: BTreeSet::new(),
        };
        for (path, text) in found {
            match text {
                Ok(text) => {
                    assembly.texts.insert(path, text);
                }
                Err(diagnostic) => {
                    assembly.diagnostics.push(diagnostic);
                    assembly.unreadable.insert(path);
                }
            }
        }
        assembly
    }

    fn is_there(&self, path: &str) -> bool {
        self.texts.contains_key(path) || self.unreadable.contains(path)
    }

    /// The files that are there, in a folder (`runbooks/`) or outside of those.
    fn paths(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let all: BTreeSet<&String> = self.texts.keys().chain(&self.unreadable).collect();
        all.into_iter().filter(|path| wanted(path)).cloned().collect()
    }

    /// Takes a file into use.
    fn keep<T>(&mut self, path: &str, text: String, part: Part<T>) -> Option<T> {
        self.mentions.push(part.mentions);
        self.diagnostics.extend(part.diagnostics);
        if let Some(header) = part.header {
            self.headers.insert(path.to_owned(), header);
        }
        let file = SiteFile { path: path.to_owned(), sha256: sha256_hex(&text), text };
        self.files.insert(path.to_owned(), file);
        part.value
    }

    /// Reads a file of the site, or its embedded copy.
    fn take<T>(&mut self, path: &str, faulty: Faulty, load: fn(&str, &str) -> Part<T>) -> Option<T> {
        let text = self.texts.get(path).cloned();
        let own = text.map(|text| (load(path, &text), text));
        let copy = self.pack.iter().find(|file| file.path == path);
        let own = match own {
            Some((part, text)) if !part.is_faulty() => return self.keep(path, text, part),
            Some((part, text)) if part.value.is_some() && (copy.is_none() || faulty == Faulty::KeepsSound) => {
                return self.keep(path, text, part);
            }
            own => own,
        };
        if let Some((part, _)) = own {
            self.diagnostics.extend(part.diagnostics);
        }
        self.fall_back(copy?, load)
    }

    /// Takes the embedded copy of a file into use, and says so where the site has such a file.
    fn fall_back<T>(&mut self, copy: &PackFile, load: fn(&str, &str) -> Part<T>) -> Option<T> {
        let name = format!("{BUILT_IN}{}", copy.path);
        let text = toml_file::normalize(copy.text);
        let part = load(&name, &text);
        self.texts.insert(name, text.clone());
        self.fallbacks.insert(copy.path.to_owned());
        if self.is_there(copy.path) {
            let message = crate::t!("site-fallback");
            self.diagnostics.push(Diagnostic::warning(copy.path, "fallback", message, None));
        }
        self.keep(copy.path, text, part)
    }

    fn facility(&mut self) -> Facility {
        if !self.is_there(facility::PATH) {
            let message = crate::t!("site-missing-file");
            self.diagnostics.push(Diagnostic::error(facility::PATH, "missing-file", message, None));
        }
        self.take(facility::PATH, Faulty::KeepsSound, facility::load).unwrap_or_else(facility::nobody)
    }

    fn facts(&mut self) -> Vec<FactDef> {
        let has_copy = self.pack.iter().any(|file| file.path == facts::PATH);
        if has_copy && !self.is_there(facts::PATH) {
            let message = crate::t!("site-missing-file");
            self.diagnostics.push(Diagnostic::warning(facts::PATH, "missing-file", message, None));
        }
        self.take(facts::PATH, Faulty::FallsBack, facts::load).unwrap_or_default()
    }

    fn runbooks(&mut self) -> Vec<Runbook> {
        let mut paths = self.paths(|path| path.starts_with(runbook::FOLDER));
        // Of two files with one id, the one that is named like it is meant (`ransomware.toml`, not a copy of it).
        paths.sort_by_cached_key(|path| (!self.is_named_like_its_id(path), path.clone()));
        let mut found: Vec<(String, Runbook)> = Vec::new();
        for path in paths {
            let Some(read) = self.take(&path, Faulty::FallsBack, runbook::load) else { continue };
            if found.iter().any(|(_, known)| known.id == read.id) {
                self.files.remove(&path);
                self.headers.remove(&path);
            } else {
                found.push((path, read));
            }
        }
        if found.is_empty() {
            found = self.embedded_runbooks();
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().map(|(_, runbook)| runbook).collect()
    }

    fn is_named_like_its_id(&self, path: &str) -> bool {
        let stem = path.strip_prefix(runbook::FOLDER).and_then(|name| name.strip_suffix(".toml"));
        let id = self.texts.get(path).and_then(|text| header::load_head(path, text).value);
        id.is_some_and(|header| Some(header.id.as_str()) == stem)
    }

    /// With no runbook at all, nobody would be told what to do.
    fn embedded_runbooks(&mut self) -> Vec<(String, Runbook)> {
        let copies: Vec<&PackFile> = self.pack.iter().filter(|file| file.path.starts_with(runbook::FOLDER)).collect();
        if !copies.is_empty() {
            let message = crate::t!("site-no-runbook");
            self.diagnostics.push(Diagnostic::warning(runbook::FOLDER, "no-runbook", message, None));
        }
        let mut found = Vec::new();
        for copy in copies {
            let read = self.fall_back(copy, runbook::load);
            found.extend(read.map(|runbook| (copy.path.to_owned(), runbook)));
        }
        found
    }

    fn contacts(&mut self) -> Vec<Contact> {
        let mut found: Vec<Contact> = Vec::new();
        for path in self.paths(|path| path.starts_with(contacts::FOLDER)) {
            for contact in self.take(&path, Faulty::KeepsSound, contacts::load).unwrap_or_default() {
                if !found.iter().any(|known| known.id == contact.id) {
                    found.push(contact);
                }
            }
        }
        found
    }

    /// The duties to tell. A shipped list that is not there is not used: a facility may have none of that kind; a faulty one is.
    fn duties(&mut self) -> Duties {
        let mut all = Duties::default();
        for path in self.paths(duties::is_list) {
            let Some(read) = self.take(&path, Faulty::FallsBack, duties::load) else { continue };
            let new = |duty: &Duty| !all.duties.iter().any(|known| known.id == duty.id);
            let new: Vec<Duty> = read.duties.into_iter().filter(new).collect();
            all.duties.extend(new);
            all.contradictions.extend(read.contradictions);
        }
        all
    }

    /// How the departments work without their systems. Of two sheets of one department the first counts, and the other is told of.
    fn departments(&mut self) -> Vec<DepartmentSheet> {
        let mut found: Vec<DepartmentSheet> = Vec::new();
        for path in self.paths(|path| path.starts_with(departments::FOLDER)) {
            let Some(read) = self.take(&path, Faulty::KeepsSound, departments::load) else { continue };
            if found.iter().any(|known| known.department == read.department) {
                let message = crate::t!("site-sheet-twice", department = read.department.as_str());
                self.diagnostics.push(Diagnostic::error(&path, "duplicate-id", message, None));
            } else {
                found.push(read);
            }
        }
        found
    }

    /// Files whose keys other modules know: here only their heads are read.
    fn others(&mut self) {
        let known = |path: &str| {
            path == facility::PATH
                || path == facts::PATH
                || path == year::PATH
                || path == blank::PATH
                || path == inspection::PATH
                || path == holidays::PATH
                || path == announcements::PATH
                || path == briefing::PATH
                || duties::is_list(path)
                || path.starts_with(departments::FOLDER)
                || path.starts_with(BUILT_IN)
                || path.starts_with(runbook::FOLDER)
                || path.starts_with(contacts::FOLDER)
        };
        for path in self.paths(|path| !known(path)) {
            self.take(&path, Faulty::FallsBack, header::load_head);
        }
    }
}
