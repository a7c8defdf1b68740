//! `sonae backup list`: each backup with what the record says of it and what falls short, and work that waits for approval.

use serde_json::{Value as Json, json};

use super::super::context::{Context, who};
use super::super::out::Answer;
use crate::app::standing::series;
use crate::domain::backup::{BackupState, Short};
use crate::domain::facility::Facility;
use crate::domain::when::write;
use crate::message::Message;
use crate::report::backup_words as words;
use crate::t;
use crate::text::sanitize;

pub(super) fn list(context: &mut Context) -> Result<Answer, Message> {
    let standing = context.app.standing()?;
    let register = context.app.backups(&standing);
    let facility = &context.app.site().plan().facility;
    let waiting: Vec<Json> = register
        .unapproved
        .iter()
        .map(|entry| {
            json!({
                "number": entry.number,
                "line": entry.hash().to_string(),
                "at": entry.at().map(write),
                "by": who(entry.actor()),
                "text": entry.text(),
            })
        })
        .collect();
    let backups: Vec<Json> = register.backups.iter().map(|state| shape(state, facility)).collect();
    let systems: Vec<Json> = register
        .systems
        .iter()
        .map(|(id, short)| json!({ "system": id.as_str(), "short": words::system_word(short) }))
        .collect();
    let mut rows = Vec::new();
    if register.backups.is_empty() {
        rows.push(t!("backup-none"));
    }
    for state in &register.backups {
        rows.extend(words::rows(state, facility));
    }
    if !register.systems.is_empty() {
        rows.extend([String::new(), t!("backup-head-systems")]);
        rows.extend(register.systems.iter().map(|(id, short)| format!("  ! {}", words::system(facility, id, short))));
    }
    if !register.unapproved.is_empty() {
        rows.extend([String::new(), t!("backup-head-unapproved", count = register.unapproved.len())]);
        rows.extend(register.unapproved.iter().map(|entry| format!("  {}", words::work(facility, entry))));
    }
    let text = rows.iter().map(|row| {
        let lead: String = row.chars().take_while(|c| *c == ' ').collect();
        format!("{lead}{}\n", sanitize::line(row.trim_start()))
    });
    let data = json!({ "backups": backups, "systems": systems, "unapproved": waiting });
    let mut answer = Answer::new(text.collect(), "backups", data);
    answer.notices.extend(context.record_problem(&series()?)?);
    Ok(answer)
}

fn shape(state: &BackupState<'_>, facility: &Facility) -> Json {
    let backup = state.backup;
    let short = state.short.iter().map(|short| json!({ "what": word(short), "text": words::short(short, facility) }));
    json!({
        "backup": backup.id.as_str(),
        "title": backup.title,
        "system": backup.system.as_str(),
        "method": backup.method,
        "frequency": backup.frequency,
        "generations": backup.generations,
        "medium": backup.medium,
        "apart": backup.apart,
        "place": backup.place,
        "keeper": backup.keeper.as_ref().map(crate::domain::id::Id::as_str),
        "sample": backup.sample,
        "taken": state.taken.as_ref().map(|taken| write(taken.at)),
        "generation": state.taken.as_ref().and_then(|taken| taken.what.generation.clone()),
        "approved": state.approved.as_ref().map(|approved| write(approved.at)),
        "approved_by": who(state.approved.as_ref().and_then(|approved| approved.entry.actor())),
        "tested": state.tested.map(|day| day.to_string()),
        "short": short.collect::<Vec<_>>(),
    })
}

fn word(short: &Short) -> &'static str {
    match short {
        Short::Ahead(_) => "ahead",
        Short::NeverTaken => "never-taken",
        Short::TooOld { .. } => "too-old",
        Short::LastFailed(_) => "last-failed",
        Short::Unapproved { .. } => "unapproved",
        Short::NeverTested => "never-tested",
        Short::TestTooOld(_) => "test-too-old",
        Short::TestFailed(_) => "test-failed",
    }
}
