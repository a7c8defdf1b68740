//! What every data file carries: schema, id, title, edition, owner, review, sources and revisions.
//!
//! Owns these keys and the way of reading any file. Must not know what else a file holds.

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::mention::Mentions;
use super::reader::Reader;
use super::sink::Sink;
use super::toml_file;
use crate::domain::id::Id;

/// The schema that this version reads.
pub const SCHEMA: i64 = 1;

/// The keys that stand at the head of every data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Short name.
    pub id: Id,
    /// 題
    pub title: String,
    /// The date of this edition; empty when it was not given.
    pub version: String,
    /// Who keeps it up.
    pub owner: String,
    /// The date of the last review; `None`: never.
    pub reviewed: Option<String>,
    /// Who approved this edition, and when.
    pub approved: Option<Approval>,
    /// What it rests on.
    pub source: Vec<String>,
    /// 改版履歴
    pub revisions: Vec<Revision>,
}

/// 承認: who stands for an edition (安全管理ガイドライン第6.0版 企画管理編 11 遵守事項1: 経営層の承認).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
}

/// One line of the 改版履歴.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When.
    pub date: String,
    /// Who.
    pub who: String,
    /// What was changed.
    pub what: String,
}

/// What was read of one file.
pub(crate) struct Part<T> {
    /// What it holds; `None` when it cannot be used.
    pub(crate) value: Option<T>,
    /// Its head, where it can be told who it is.
    pub(crate) header: Option<Header>,
    /// What is wrong in it.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What it defines and refers to.
    pub(crate) mentions: Mentions,
}

impl<T> Part<T> {
    /// A file of which nothing can be used.
    pub(crate) fn unusable(file: &str, diagnostic: Diagnostic) -> Self {
        let mentions = Mentions { file: file.to_owned(), ..Mentions::default() };
        Self { value: None, header: None, diagnostics: vec![diagnostic], mentions }
    }

    /// Whether something in the file itself is an error.
    pub(crate) fn is_faulty(&self) -> bool {
        self.value.is_none() || self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads the head of a file whose other keys are not looked at.
///
/// `None` when it does not say who it is, or was written for a newer schema.
pub fn read(file_name: &str, text: &str) -> (Option<Header>, Vec<Diagnostic>) {
    let part = load_head(file_name, text);
    (part.value, part.diagnostics)
}

/// The same, as a part of the site.
pub(crate) fn load_head(file: &str, text: &str) -> Part<Header> {
    let text = toml_file::normalize(text);
    if text.len() > toml_file::MAX_FILE {
        return Part::unusable(file, toml_file::too_large(file));
    }
    let (table, syntax) = toml_file::parse(file, &text);
    let sink = Sink::new(file, syntax);
    let header = head(&Reader::root(&table, &sink));
    let (mentions, diagnostics) = sink.close();
    Part { value: header.clone(), header, diagnostics, mentions }
}

/// Reads a whole file: its head, then with `body` what else it holds, then which keys nobody asked for. All problems are found
/// in one pass: `body` runs even where the head is faulty, and what it gives is then left out.
pub(crate) fn load<T>(file: &str, text: &str, body: impl FnOnce(&Reader<'_>, &Header) -> Option<T>) -> Part<T> {
    let text = toml_file::normalize(text);
    if text.len() > toml_file::MAX_FILE {
        return Part::unusable(file, toml_file::too_large(file));
    }
    let (table, syntax) = toml_file::parse(file, &text);
    let sink = Sink::new(file, syntax);
    let root = Reader::root(&table, &sink);
    let newer = is_newer(&root);
    let header = head(&root);
    let mut value = None;
    // What a newer schema means is not known here, and nothing would be gained by calling its keys unknown.
    if !newer {
        value = match &header {
            Some(header) => body(&root, header),
            None => nameless().and_then(|header| body(&root, &header)).filter(|_| false),
        };
        root.finish();
    }
    let (mentions, diagnostics) = sink.close();
    Part { value, header, diagnostics, mentions }
}

fn nameless() -> Option<Header> {
    Some(Header {
        id: Id::new("nameless").ok()?,
        title: String::new(),
        version: String::new(),
        owner: String::new(),
        reviewed: None,
        approved: None,
        source: Vec::new(),
        revisions: Vec::new(),
    })
}

fn is_newer(root: &Reader<'_>) -> bool {
    root.value("schema").and_then(|value| value.get_ref().as_integer()).is_some_and(|digits| {
        i64::from_str_radix(digits.as_str(), digits.radix()).map_or(true, |number| number > SCHEMA)
    })
}

fn head(root: &Reader<'_>) -> Option<Header> {
    if is_newer(root) {
        let span = root.value("schema").map_or(0..0, Spanned::span);
        let hint = Some(crate::t!("site-newer-schema-hint"));
        root.sink().error("newer-schema", crate::t!("site-newer-schema", known = SCHEMA), span, hint);
        return None;
    }
    root.int::<i64>("schema", SCHEMA..=SCHEMA);
    let id = root.id("id");
    let title = root.text("title").map(Spanned::into_inner);
    let version = required_date(root, "version");
    let owner = root.text("owner").map(Spanned::into_inner);
    if !root.has("reviewed") {
        root.missing("reviewed");
    }
    let reviewed = root.date("reviewed").filter(|date| !date.is_empty());
    let approved = root.table("approved").and_then(approval);
    let source = root.lines("source");
    let revisions = root.tables("revision").into_iter().map(revision).collect();
    if let Some(id) = &id {
        root.sink().name_file(id);
    }
    let id = id?.into_inner();
    Some(Header {
        // A file without a title still has to be called something.
        title: title.unwrap_or_else(|| id.to_string()),
        id,
        version,
        owner: owner.unwrap_or_default(),
        reviewed,
        approved,
        source,
        revisions,
    })
}

fn required_date(root: &Reader<'_>, key: &'static str) -> String {
    if !root.has(key) {
        root.missing(key);
    }
    root.date(key).unwrap_or_default()
}

fn approval(table: Reader<'_>) -> Option<Approval> {
    let by = table.text("by").map(Spanned::into_inner);
    let on = required_date(&table, "on");
    table.finish();
    (!on.is_empty()).then_some(Approval { by: by?, on })
}

fn revision(table: Reader<'_>) -> Revision {
    let words = |key| table.text(key).map(Spanned::into_inner).unwrap_or_default();
    let revision = Revision { date: required_date(&table, "date"), who: words("who"), what: words("what") };
    table.finish();
    revision
}
