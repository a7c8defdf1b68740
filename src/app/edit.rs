//! Changing the site's own data files from the program.

use std::collections::BTreeMap;

use super::{App, AppError};
use crate::domain::who::Who;
use crate::site::Site;
use crate::site::edit::{self, Change, Edit, EditError, RevisionNote};
use crate::t;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The files that changed, relative to the site; none where all of it stood there already.
    pub files: Vec<String>,
}

impl App {
    /// Writes changes into the site's files, all or none, and reads the site anew: what follows sees it.
    ///
    /// # Errors
    /// [`AppError::Edit`]: nothing was written. Where somebody else had changed a file, the site was read anew, so that the same
    /// changes can be looked at and made again.
    pub fn edit_site(&mut self, edits: &[Edit], who: Option<&Who>) -> Result<Edited, AppError> {
        let Some(dir) = self.site.root().map(std::path::Path::to_owned) else { return Err(EditError::NoFolder.into()) };
        let own = self.site.files().filter(|file| !self.site.is_fallback(&file.path));
        let seen: BTreeMap<String, String> = own.map(|file| (file.path.clone(), file.sha256.clone())).collect();
        let written = edit::write(&dir, &seen, edits, &self.note(edits, who));
        if written.is_ok() || matches!(written, Err(EditError::ChangedMeanwhile { .. })) {
            self.reload(&dir)?;
        }
        Ok(Edited { files: written? })
    }

    /// Reads the site anew. A record that is open was opened for the facility and its mirrors as they were: it is opened
    /// again when it is needed.
    pub(super) fn reload(&mut self, dir: &std::path::Path) -> Result<(), AppError> {
        let site = Site::open(dir)?;
        let (new, old) = (&site.plan().facility, &self.site.plan().facility);
        if new.id != old.id || new.mirrors != old.mirrors {
            self.real = None;
            self.drill = None;
        }
        self.site = site;
        Ok(())
    }

    fn note(&self, edits: &[Edit], who: Option<&Who>) -> RevisionNote {
        let date = self.now().format("%Y-%m-%d").to_string();
        let who = who.map_or_else(|| t!("setup-revision-nobody"), |who| who.name.clone());
        let mut parts: Vec<String> = Vec::new();
        for edit in edits {
            let part = part(&edit.change);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let what = parts.iter().map(|part| t!("setup-revision-what", part = part.as_str())).collect::<Vec<_>>();
        RevisionNote { date, who, what: what.join("、") }
    }
}

/// What a change is about, in a word for the revision history.
fn part(change: &Change) -> String {
    let list = match change {
        Change::Head { .. } => return t!("setup-part-head"),
        Change::Put { list, .. } | Change::Remove { list, .. } => *list,
    };
    match list {
        "person" => t!("setup-part-person"),
        "role" => t!("setup-part-role"),
        "department" => t!("setup-part-department"),
        "system" => t!("setup-part-system"),
        "level" => t!("setup-part-level"),
        "cutoff" => t!("setup-part-cutoff"),
        "backup" => t!("setup-part-backup"),
        "mirror" => t!("setup-part-mirror"),
        "contact" => t!("setup-part-contact"),
        other => other.to_owned(),
    }
}
