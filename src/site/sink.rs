//! Where the readers of one file put what they find: diagnostics and mentions.
//!
//! Owns the cap on findings and their order. Must not know what is read.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::mention::{Definition, Kind, Mentions, Reference, Target};
use crate::domain::id::Id;

/// After this many findings a file is not looked at further: the rest would be consequences.
pub(crate) const MAX_FINDINGS: usize = 100;

/// Where the readers of one file put what they find.
pub(crate) struct Sink {
    file: String,
    /// The TOML itself was broken: keys that seem to be missing may have been lost with it.
    broken: bool,
    findings: RefCell<Vec<Diagnostic>>,
    mentions: RefCell<Mentions>,
}

impl Sink {
    pub(crate) fn new(file: &str, syntax: Vec<Diagnostic>) -> Self {
        let mentions = Mentions { file: file.to_owned(), ..Mentions::default() };
        Self {
            file: file.to_owned(),
            broken: !syntax.is_empty(),
            findings: RefCell::new(syntax),
            mentions: RefCell::new(mentions),
        }
    }

    /// Whether the TOML itself was broken.
    pub(crate) fn broken(&self) -> bool {
        self.broken
    }

    pub(crate) fn error(&self, code: &'static str, message: String, span: Range<usize>, hint: Option<String>) {
        self.push(Diagnostic::error(&self.file, code, message, place(span)).with_hint(hint));
    }

    pub(crate) fn warning(&self, code: &'static str, message: String, span: Range<usize>, hint: Option<String>) {
        self.push(Diagnostic::warning(&self.file, code, message, place(span)).with_hint(hint));
    }

    fn push(&self, diagnostic: Diagnostic) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MAX_FINDINGS {
            return findings.push(diagnostic);
        }
        // That there is more makes a file no worse than what there is: only an error among it is one.
        let message = crate::t!("site-more-problems", count = MAX_FINDINGS);
        let more = if diagnostic.is_error() { Diagnostic::error } else { Diagnostic::warning };
        let more = more(&self.file, "more-problems", message, None);
        match findings.get_mut(MAX_FINDINGS) {
            None => findings.push(more),
            Some(said) if diagnostic.is_error() => *said = more,
            Some(_) => {}
        }
    }

    pub(crate) fn define(&self, kind: Kind, id: &Spanned<Id>) {
        let definition = Definition { kind, id: id.get_ref().clone(), span: id.span() };
        self.mentions.borrow_mut().definitions.push(definition);
    }

    pub(crate) fn refer(&self, target: Target, span: Range<usize>) {
        self.mentions.borrow_mut().references.push(Reference { target, span });
    }

    pub(crate) fn name_file(&self, id: &Spanned<Id>) {
        self.mentions.borrow_mut().file_id = Some((id.get_ref().clone(), id.span()));
    }

    /// What was found, in the order of the file.
    pub(crate) fn close(self) -> (Mentions, Vec<Diagnostic>) {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|found| found.span.as_ref().map_or(0, |span| span.start));
        (self.mentions.into_inner(), findings)
    }
}

/// The root table has no place of its own: what is missing there is said of the file.
fn place(span: Range<usize>) -> Option<Range<usize>> {
    (span != ROOT).then_some(span)
}

/// The place of the root table, which has none.
pub(crate) const ROOT: Range<usize> = 0..0;
