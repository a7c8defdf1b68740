//! Checks across files: what no single file can know to be wrong.
//!
//! Owns which findings there are and how bad each is. Reads no file: it is given what the readers found.

mod advice;
mod conditions;
mod contacts;
mod duplicates;
mod includes;
mod references;
mod restoration;

use super::diagnostic::Diagnostic;
use super::mention::Mentions;
use crate::domain::contact::Contact;
use crate::domain::plan::Plan;

/// All that was loaded.
pub(crate) struct Loaded<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) contacts: &'a [Contact],
    /// The mentions of each file that is used.
    pub(crate) mentions: &'a [Mentions],
}

/// Looks at everything together. In the order of the files.
pub(crate) fn check(loaded: &Loaded<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    duplicates::check(loaded, &mut found);
    references::check(loaded, &mut found);
    conditions::check(loaded, &mut found);
    includes::check(loaded, &mut found);
    contacts::check(loaded, &mut found);
    restoration::check(loaded, &mut found);
    advice::check(loaded, &mut found);
    found
}
