//! `sonae incidents`: every incident of the record, newest first.

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::out::Answer;
use crate::domain::incident::Stage;
use crate::domain::when::write;
use crate::domain::wording;
use crate::message::Message;
use crate::record::Book;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Incidents {
    #[arg(long)]
    drill: bool,
}

impl Incidents {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let book = if self.drill { Book::Drill } else { Book::Real };
        let incidents = context.app.incidents(book)?;
        let mut text = String::new();
        let mut list = Vec::new();
        let facility = &context.app.site().plan().facility;
        for (id, incident) in &incidents {
            let opening = incident.opening.as_ref();
            let noticed = opening.map(|opening| wording::when(facility, &opening.noticed, crate::i18n::current()));
            let said = opening.map_or("", |opening| opening.text.as_str());
            let stage = crate::report::stage(incident.stage);
            let mark = if incident.drill { t!("report-mark-drill") } else { String::new() };
            let level = incident.declaration().map(|made| t!("report-level-n", level = made.made.level));
            let level = level.map(|level| format!("  {level}")).unwrap_or_default();
            let line = format!("{mark}{id}  {stage}{level}  {}  {said}", noticed.unwrap_or_default());
            text.push_str(&sanitize::line(&line));
            text.push('\n');
            list.push(json!({
                "incident": id.as_str(),
                "drill": incident.drill,
                "stage": stage_key(incident.stage),
                "level": incident.level(),
                "noticed_at": incident.noticed_at().map(write),
                "text": said,
                "lines": incident.entries.len(),
            }));
        }
        if incidents.is_empty() {
            text.push_str(&t!("incidents-none"));
        }
        Ok(Answer::new(text, "incidents", json!({ "incidents": list })))
    }
}

/// A stage as programs read it.
pub(super) fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::StoodDown => "stood-down",
        Stage::Closed => "closed",
    }
}
