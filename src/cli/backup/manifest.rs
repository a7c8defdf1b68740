//! `sonae backup manifest` and `sonae backup verify`: what was found in full, and a line of the record without names.

use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::super::context::{Context, usage};
use super::super::out::{self, Answer};
use super::record;
use crate::app::manifest::{checked_line, made_line};
use crate::domain::when::write;
use crate::domain::wording;
use crate::manifest::{Finding, Kind, Progress};
use crate::message::{Exit, Message};
use crate::report::backup_words as words;
use crate::t;

/// Hashes a folder into the file that `-o` names.
pub(super) fn manifest(context: &mut Context, folder: &Path) -> Result<Answer, Message> {
    let Some(output) = context.common.output.clone() else {
        return Err(usage("needs-output", t!("manifest-needs-output")));
    };
    let mut shown = Shown::new();
    let made = context.app.make_manifest(folder, &output, &mut |progress| shown.tell(&progress));
    shown.end();
    let made = made?;
    let mut rows = words::findings(&made.findings);
    rows.push(t!("manifest-written", path = output.display().to_string(), files = made.files, bytes = made.bytes));
    rows.push(t!("manifest-sha256", sha256 = made.sha256.to_string()));
    let data = json!({
        "folder": folder.display().to_string(),
        "manifest": output.display().to_string(),
        "sha256": made.sha256.to_string(),
        "files": made.files,
        "bytes": made.bytes,
        "findings": made.findings.iter().map(shape).collect::<Vec<_>>(),
    });
    let mut answer = Answer::new(out::lines(&rows), "manifest", data);
    if !made.findings.is_empty() {
        answer.exit = Exit::Refused;
    }
    recorded(context, made_line(folder, &made), &mut answer);
    Ok(answer)
}

/// Compares a folder with a list.
pub(super) fn verify(context: &mut Context, folder: &Path, list: &Path) -> Result<Answer, Message> {
    let mut shown = Shown::new();
    let output = context.common.output.clone();
    let compared = context.app.check_manifest(folder, list, output.as_deref(), &mut |progress| shown.tell(&progress));
    shown.end();
    let compared = compared?;
    let checked = &compared.checked;
    let facility = &context.app.site().plan().facility;
    let mut rows = words::findings(&checked.findings);
    rows.push(if checked.is_intact() {
        t!("manifest-intact", files = checked.files)
    } else {
        t!("manifest-damaged", files = checked.files, findings = checked.findings.len())
    });
    rows.extend(words::counts(checked));
    rows.push(t!("manifest-sha256", sha256 = checked.sha256.to_string()));
    rows.push(match compared.known {
        Some(at) => t!("manifest-known", at = wording::moment(facility, at)),
        None => t!("manifest-unknown"),
    });
    let data = json!({
        "folder": folder.display().to_string(),
        "manifest": list.display().to_string(),
        "sha256": checked.sha256.to_string(),
        "made_at": compared.known.map(write),
        "intact": checked.is_intact(),
        "files": checked.files,
        "bytes": checked.bytes,
        "counts": checked.counts().into_iter().map(|(what, count)| json!({ "what": what, "count": count })).collect::<Vec<_>>(),
        "findings": checked.findings.iter().map(shape).collect::<Vec<_>>(),
    });
    let mut answer = Answer::new(out::lines(&rows), "manifest-check", data);
    if !checked.is_intact() {
        answer.exit = Exit::Refused;
    }
    let command = checked_line(folder, checked);
    recorded(context, command, &mut answer);
    Ok(answer)
}

/// Records the line. What was found is told whether it can be recorded or not.
fn recorded(context: &mut Context, command: crate::domain::command::Command, answer: &mut Answer) {
    let told = match record(context, command) {
        Ok(line) => {
            answer.text.push_str(&line.text);
            line.notices
        }
        Err(message) => {
            if answer.exit == Exit::Done {
                answer.exit = message.exit;
            }
            vec![t!("manifest-not-recorded", detail = message.what)]
        }
    };
    answer.notices.extend(told);
}

fn shape(finding: &Finding) -> Json {
    let (was, is) = match finding.kind {
        Kind::Truncated { was, is } | Kind::Grown { was, is } => (Some(was), Some(is)),
        _ => (None, None),
    };
    let line = match finding.kind {
        Kind::BadLine { line, .. } | Kind::UnsafePath { line } | Kind::Duplicate { line } => Some(line),
        _ => None,
    };
    json!({
        "what": finding.kind.word(),
        "name": finding.name.to_string(),
        "name_hex": finding.name.hex(),
        "was": was,
        "is": is,
        "line": line,
        "text": words::finding(finding),
    })
}

/// How far one has come, on one line of a terminal; nothing where nobody looks.
struct Shown {
    looked_at: bool,
    written: bool,
}

impl Shown {
    fn new() -> Self {
        Self { looked_at: std::io::stderr().is_terminal(), written: false }
    }

    fn tell(&mut self, progress: &Progress) {
        if self.looked_at {
            self.written = true;
            out::progress(&progress_words(progress));
        }
    }

    fn end(&self) {
        if self.written {
            out::progress("");
        }
    }
}

/// A megabyte, as media are sold.
const MEGA: u64 = 1_000_000;

fn progress_words(progress: &Progress) -> String {
    let done = progress.bytes.saturating_mul(100).checked_div(progress.of_bytes).unwrap_or(100).min(100);
    let (files, of_files) = (progress.files, progress.of_files);
    let (read, of) = (progress.bytes / MEGA, progress.of_bytes / MEGA);
    let rest = progress.remaining.map_or_else(String::new, |rest| t!("manifest-remaining", time = time(rest)));
    t!("manifest-progress", done = done, files = files, of_files = of_files, read = read, of = of, rest = rest)
}

fn time(rest: Duration) -> String {
    let seconds = rest.as_secs();
    if seconds < 60 {
        return t!("manifest-seconds", count = seconds);
    }
    t!("manifest-minutes", count = seconds.div_ceil(60))
}
