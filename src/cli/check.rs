//! `sonae check [FILE…]`: every problem of the site with its place and a hint.

use std::io::IsTerminal as _;

use clap::Args;
use serde_json::json;

use super::Common;
use super::context::site_dir;
use super::out::Answer;
use crate::app::AppError;
use crate::message::{Exit, Message};
use crate::site::{self, Severity, Site};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Check {
    #[arg(long)]
    notes: bool,
}

impl Check {
    pub(super) fn run(self, common: &Common) -> Result<Answer, Message> {
        let dir = site_dir(common.site.as_deref());
        let site = Site::open(&dir).map_err(AppError::from)?;
        super::help::follow_site(common.lang.as_deref(), site.plan().facility.lang);
        let color =
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() && common.output.is_none();
        let now = crate::app::world::world().now().with_timezone(&site.plan().facility.offset);
        let mut found = site.diagnostics().to_vec();
        found.extend(site::contacts::on_a_day(&site, now.date_naive()));
        let count = |severity| found.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
        let mut text = String::new();
        let shown = found.iter().filter(|d| self.notes || d.severity != Severity::Note);
        for diagnostic in shown {
            text.push_str(&site::render(diagnostic, site.source(diagnostic), color));
            text.push_str("\n\n");
        }
        // A folder's name comes from outside, too; the coloured text below goes out as it is.
        let path = sanitize::line(&dir.display().to_string()).into_owned();
        text.push_str(&t!("check-summary", path = path.as_str(), errors = errors, warnings = warnings, notes = notes));
        if notes > 0 && !self.notes {
            text.push('\n');
            text.push_str(&t!("check-notes-hint"));
        }
        let list: Vec<_> = found
            .iter()
            .map(|d| {
                let place = d.span.as_ref().zip(site.source(d)).map(|(span, source)| place(source, span.start));
                json!({
                    "file": d.file,
                    "line": place.map(|(line, _)| line),
                    "column": place.map(|(_, column)| column),
                    "code": d.code,
                    "severity": match d.severity {
                        Severity::Error => "error",
                        Severity::Warning => "warning",
                        Severity::Note => "note",
                    },
                    "message": d.message,
                    "hint": d.hint,
                })
            })
            .collect();
        let json = json!({ "site": path, "errors": errors, "warnings": warnings, "notes": notes, "diagnostics": list });
        // Already made harmless where it was rendered: the colours that are left are the program's own.
        let mut answer = Answer::new(text, "check", json);
        if !common.json && color {
            answer.raw = Some(format!("{}\n", answer.text).into_bytes());
        }
        answer.exit = if errors > 0 { Exit::Data } else { Exit::Done };
        Ok(answer)
    }
}

/// Line and column (in characters), both from 1, of a byte offset.
fn place(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
