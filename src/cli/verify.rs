//! `sonae verify [--against CODE]`: whether the record is whole, and whether it agrees with a fingerprint that somebody noted down.

use clap::Args;
use serde_json::{Value as Json, json};

use super::context::{Context, usage};
use super::out::Answer;
use crate::app::AppError;
use crate::domain::fingerprint::{Fingerprint, Match};
use crate::domain::id::{DRILL_PREFIX, Id};
use crate::domain::line::LineError;
use crate::domain::lines::Finding;
use crate::message::{self, Exit, Message};
use crate::record::{Book, Place, Verification};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Verify {
    #[arg(long, value_name = "CODE")]
    against: Option<String>,
    #[arg(long)]
    drill: bool,
}

impl Verify {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let typed = context.common.incident.clone();
        let id = typed.as_deref().map(|typed| context.app.choose(Some(typed))).transpose()?;
        let drill = self.drill || id.as_ref().is_some_and(|id| id.as_str().starts_with(DRILL_PREFIX));
        let book = if drill { Book::Drill } else { Book::Real };
        let record = context.app.book(book)?;
        let verification = record.verify(id.as_ref()).map_err(AppError::from)?;
        let problem = record.problem().map(|problem| Message::from(problem).what);
        let mut answer = answer(&verification, problem);
        if let Some(code) = &self.against {
            against(context, book, id.as_ref(), code, &mut answer)?;
        }
        Ok(answer)
    }
}

fn answer(verification: &Verification, problem: Option<String>) -> Answer {
    let mut out = Vec::new();
    for (id, check) in &verification.incidents {
        out.push(t!("verify-incident", id = id.to_string(), lines = check.lines));
        for head in &check.heads {
            out.push(format!("  {}", t!("verify-fingerprint", code = Fingerprint::of(head).to_string())));
        }
        out.extend(check.findings.iter().map(|finding| format!("  ! {}", finding_text(finding))));
    }
    out.extend(
        verification
            .unreadable
            .iter()
            .map(|bad| format!("! {}", t!("verify-unreadable", place = place(&bad.at), reason = reason(&bad.error)))),
    );
    out.extend(verification.mismatched.iter().map(|bad| {
        format!("! {}", t!("verify-mismatch", origin = bad.origin.to_string(), seq = bad.seq, column = bad.column))
    }));
    out.extend(verification.misplaced.keys().map(|id| format!("! {}", t!("verify-misplaced", id = id.to_string()))));
    out.extend(verification.left_out.iter().map(|left| format!("! {}", message::left_out(left))));
    out.extend(verification.damage.iter().map(|bad| format!("! {}", t!("verify-damage", detail = bad.as_str()))));
    out.extend(
        verification.altered_objects.iter().map(|bad| format!("! {}", t!("verify-altered", name = bad.as_str()))),
    );
    out.extend(problem.iter().map(|bad| format!("! {bad}")));
    let sound = verification.is_sound() && problem.is_none();
    let lines = verification.lines;
    out.push(if sound { t!("verify-sound", lines = lines) } else { t!("verify-unsound", lines = lines) });
    let mut answer = Answer::new(out.join("\n"), "verify", json(verification, sound));
    answer.exit = if sound { Exit::Done } else { Exit::Record };
    answer
}

/// Where a stored line stands.
fn place(place: &Place) -> String {
    match place {
        Place::Row(row) => t!("verify-place-row", row = (*row)),
        Place::Spool(path, line) => t!("verify-place-spool", path = path.display().to_string(), line = (*line)),
    }
}

/// Why a stored line cannot be read.
pub(super) fn reason(error: &LineError) -> String {
    match error {
        LineError::TooLong => t!("verify-reason-too-long"),
        LineError::NoLineEnd => t!("verify-reason-no-end"),
        LineError::NotAnEvent(said) => t!("verify-reason-not-an-event", said = said.as_str()),
        LineError::OtherVersion(version) => t!("verify-reason-version", version = (*version)),
        LineError::NotCanonical => t!("verify-reason-not-canonical"),
        LineError::Number => t!("verify-reason-number"),
    }
}

pub(super) fn finding_text(finding: &Finding) -> String {
    let origin = |origin: &Id| origin.to_string();
    match finding {
        Finding::Gap { origin: o, seq } => t!("finding-gap", origin = origin(o), seq = (*seq)),
        Finding::Broken { origin: o, seq } => t!("finding-broken", origin = origin(o), seq = (*seq)),
        Finding::Fork { origin: o, seq } => t!("finding-fork", origin = origin(o), seq = (*seq)),
        Finding::NoBeginning { origin: o } => t!("finding-no-beginning", origin = origin(o)),
        Finding::SeenButMissing { origin: o, seq } => t!("finding-missing", origin = origin(o), seq = (*seq)),
        Finding::Stray { origin: o, seq } => t!("finding-stray", origin = origin(o), seq = (*seq)),
        Finding::DrillMixed { origin: o } => t!("finding-drill", origin = origin(o)),
    }
}

fn json(verification: &Verification, sound: bool) -> Json {
    let incidents: Vec<Json> = verification
        .incidents
        .iter()
        .map(|(id, check)| {
            let fingerprints: Vec<String> =
                check.heads.iter().map(|head| Fingerprint::of(head).to_string()).collect();
            let findings: Vec<String> = check.findings.iter().map(finding_text).collect();
            json!({ "incident": id, "lines": check.lines, "heads": check.heads, "fingerprints": fingerprints, "findings": findings })
        })
        .collect();
    json!({
        "sound": sound,
        "lines": verification.lines,
        "bytes": verification.bytes,
        "incidents": incidents,
        "unreadable": verification.unreadable.len(),
        "mismatched": verification.mismatched.len(),
        "misplaced": verification.misplaced.keys().collect::<Vec<_>>(),
        "left_out": verification.left_out.iter().map(message::left_out).collect::<Vec<_>>(),
        "damage": verification.damage,
        "altered": verification.altered_objects,
    })
}

/// Compares with a code from a report, a sheet or the telephone: in the incident that was named, else in all of the book.
fn against(context: &mut Context, book: Book, id: Option<&Id>, code: &str, answer: &mut Answer) -> Result<(), Message> {
    let fingerprint: Fingerprint = code.parse().map_err(|_unreadable| {
        usage("fingerprint", t!("verify-code-unreadable", code = code)).hint(t!("verify-code-hint"))
    })?;
    let ids: Vec<Id> = match id {
        Some(id) => vec![id.clone()],
        None => {
            let briefs = context.app.book(book)?.incidents().map_err(AppError::from)?;
            briefs.into_iter().map(|brief| brief.incident).collect()
        }
    };
    let mut best = Match::TooShort;
    for id in &ids {
        let lines = context.app.record(id)?.lines(id).map_err(AppError::from)?;
        match fingerprint.matches(lines) {
            Match::Same => best = Match::Same,
            Match::Differs if best != Match::Same => best = Match::Differs,
            _ => {}
        }
    }
    let (said, key, same) = match best {
        Match::Same => (t!("verify-same", seq = fingerprint.seq), "same", true),
        Match::Differs => (t!("verify-differs", seq = fingerprint.seq), "differs", false),
        Match::TooShort => (t!("verify-too-short", seq = fingerprint.seq), "too-short", false),
    };
    answer.text.push('\n');
    answer.text.push_str(&said);
    if let Some((_, Json::Object(fields))) = &mut answer.json {
        fields.insert("against".to_owned(), json!(key));
    }
    if !same {
        answer.exit = Exit::Record;
    }
    Ok(())
}
