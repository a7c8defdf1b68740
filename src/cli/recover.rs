//! `sonae recover MIRROR…`: builds the record anew from second copies, and says what each gave and what is missing.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::context::{Context, usage};
use super::out::Answer;
use super::verify::{finding_text, reason};
use crate::app::recover::{Contribution, Recover as Order, Recovered, Recovery};
use crate::domain::fingerprint::Fingerprint;
use crate::domain::id::Id;
use crate::domain::lines::Finding;
use crate::domain::missing::Missing;
use crate::message::{Exit, Message};
use crate::record::Book;
use crate::record::recover::Database;
use crate::t;
use crate::text::sanitize;

/// So many lines that cannot be read are named for each file; the rest is counted.
const NAMED: usize = 10;

#[derive(Debug, Args)]
pub(super) struct Recover {
    #[arg(required = true, value_name = "MIRROR")]
    mirrors: Vec<PathBuf>,
    #[arg(long, value_name = "ID")]
    facility: Option<String>,
}

impl Recover {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let facility = self.facility.map(|typed| {
            Id::new(typed.clone()).map_err(|_not_an_id| usage("facility", t!("recover-facility", typed = typed)))
        });
        let order = Order { from: self.mirrors, facility: facility.transpose()?, agreed: context.common.yes };
        let recovery = context.app.recover(&order)?;
        if recovery.usable() == 0 && !recovery.waits {
            return Err(nothing(&recovery, context.app.site().plan().facility.id.as_str()));
        }
        Ok(answer(&recovery))
    }
}

/// No line could be taken: nothing was changed.
fn nothing(recovery: &Recovery, own: &str) -> Message {
    let foreign: Vec<String> =
        recovery.sources.iter().flat_map(|from| from.foreign.keys()).map(ToString::to_string).collect();
    match foreign.first() {
        Some(facility) => {
            let what = t!("recover-all-foreign", facility = facility.as_str(), own = own);
            Message::new("other-facility", Exit::Refused, what)
                .meaning(t!("record-untouched"))
                .hint(t!("recover-all-foreign-hint", facility = facility.as_str()))
        }
        None => Message::new("no-lines", Exit::Refused, t!("recover-no-lines"))
            .meaning(t!("record-untouched"))
            .hint(t!("recover-no-lines-hint")),
    }
}

fn answer(recovery: &Recovery) -> Answer {
    let mut out: Vec<String> = recovery.sources.iter().flat_map(|from| contribution(from, recovery.waits)).collect();
    for book in &recovery.books {
        out.extend(if recovery.waits { would(book) } else { recovered(book) });
    }
    let whole = recovery.is_whole();
    if recovery.waits {
        out.push(t!("recover-waits"));
    } else {
        out.push(if whole { t!("recover-whole") } else { t!("recover-wanting") });
        out.push(t!("recover-ends"));
    }
    let mut answer = Answer::new(out.join("\n"), "recover", json(recovery, whole));
    answer.exit = if whole { Exit::Done } else { Exit::Refused };
    answer
}

fn shown(path: &Path) -> String {
    // On one line: a name on a stick must not be able to look like an answer of the program.
    sanitize::line(&path.display().to_string()).into_owned()
}

/// What one file gave.
fn contribution(from: &Contribution, waits: bool) -> Vec<String> {
    let path = shown(&from.path);
    if from.not_a_file {
        return vec![format!("! {}", t!("recover-not-a-file", path = path))];
    }
    let mut out = vec![match (from.is_database, waits) {
        (true, _) => t!("recover-from-database", path = path, lines = from.lines),
        (false, true) => t!("recover-readable", path = path, lines = from.lines),
        (false, false) => t!("recover-from", path = path, lines = from.lines, new = from.new),
    }];
    for (facility, lines) in &from.foreign {
        out.push(format!("  ! {}", t!("recover-foreign", facility = facility.to_string(), lines = (*lines))));
    }
    for (line, error) in from.unreadable.iter().take(NAMED) {
        out.push(format!("  ! {}", t!("recover-unreadable", line = (*line), reason = reason(error))));
    }
    if from.unreadable.len() > NAMED {
        out.push(format!("  ! {}", t!("recover-unreadable-more", count = (from.unreadable.len() - NAMED))));
    }
    if let Some(detail) = &from.stopped {
        out.push(format!("  ! {}", t!("recover-stopped", detail = detail.as_str())));
    }
    if from.torn {
        out.push(format!("  {}", t!("recover-torn")));
    }
    out
}

fn name(book: Book) -> String {
    match book {
        Book::Real => t!("recover-book-real"),
        Book::Drill => t!("recover-book-drill"),
    }
}

/// What would become of a record.
fn would(book: &Recovered) -> Vec<String> {
    match &book.was {
        Database::Broken(error) => {
            vec![format!("! {}", t!("recover-would", book = name(book.book), why = Message::from(error).what))]
        }
        Database::Absent | Database::Sound(_) => Vec::new(),
    }
}

/// What became of a record.
fn recovered(book: &Recovered) -> Vec<String> {
    let (lines, new) = (book.verification.lines, book.new);
    let mut out = vec![t!("recover-book", book = name(book.book), lines = lines, new = new)];
    if let Some(path) = &book.aside {
        out.push(format!("  {}", t!("recover-aside", path = shown(path))));
    }
    for (id, check) in &book.verification.incidents {
        out.push(format!("  {}", t!("verify-incident", id = id.to_string(), lines = check.lines)));
        let lacking = book.missing.get(id).map_or(&[][..], Vec::as_slice);
        out.extend(lacking.iter().map(|gap| format!("    ! {}", missing_text(gap))));
        let other = check.findings.iter().filter(|finding| !is_said(finding, lacking));
        out.extend(other.map(|finding| format!("    ! {}", finding_text(finding))));
        out.extend(
            check
                .heads
                .iter()
                .map(|head| format!("    {}", t!("verify-fingerprint", code = Fingerprint::of(head).to_string()))),
        );
    }
    out
}

fn missing_text(gap: &Missing) -> String {
    t!("recover-missing", origin = gap.origin.to_string(), from = gap.from, to = gap.to, count = gap.count())
}

/// Whether a finding is a line that was named as missing.
fn is_said(finding: &Finding, lacking: &[Missing]) -> bool {
    match finding {
        Finding::Gap { origin, seq } | Finding::SeenButMissing { origin, seq } => {
            lacking.iter().any(|gap| gap.origin == *origin && (gap.from..=gap.to).contains(seq))
        }
        _ => false,
    }
}

fn json(recovery: &Recovery, whole: bool) -> Json {
    let sources: Vec<Json> = recovery
        .sources
        .iter()
        .map(|from| {
            json!({
                "path": shown(&from.path),
                "database": from.is_database,
                "lines": from.lines,
                "new": from.new,
                "other_facilities": from.foreign.iter()
                    .map(|(facility, lines)| json!({ "facility": facility, "lines": lines })).collect::<Vec<_>>(),
                "unreadable": from.unreadable.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
                "torn": from.torn,
                "not_a_file": from.not_a_file,
                "stopped": from.stopped,
            })
        })
        .collect();
    let books: Vec<Json> = recovery.books.iter().map(book_json).collect();
    json!({ "whole": whole, "waits_for_yes": recovery.waits, "sources": sources, "books": books })
}

fn book_json(book: &Recovered) -> Json {
    let incidents: Vec<Json> = book
        .verification
        .incidents
        .iter()
        .map(|(id, check)| {
            let missing: Vec<Json> = book.missing.get(id).map_or(&[][..], Vec::as_slice).iter()
                .map(|gap| json!({ "origin": gap.origin, "from": gap.from, "to": gap.to }))
                .collect();
            let findings: Vec<String> = check.findings.iter().map(finding_text).collect();
            json!({ "incident": id, "lines": check.lines, "missing": missing, "heads": check.heads, "findings": findings })
        })
        .collect();
    json!({
        "book": match book.book { Book::Real => "real", Book::Drill => "drill" },
        "was": match book.was {
            Database::Absent => "absent",
            Database::Sound(_) => "sound",
            Database::Broken(_) => "broken",
        },
        "set_aside": book.aside.as_deref().map(shown),
        "lines": book.verification.lines,
        "new": book.new,
        "sound": book.verification.is_sound(),
        "incidents": incidents,
    })
}
