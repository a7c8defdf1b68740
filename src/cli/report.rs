//! `sonae report incident --format html -o FILE`

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::Context;
use super::out::Answer;
use super::past::Past;
use crate::app::report::Format;
use crate::message::Message;

#[derive(Debug, Args)]
pub(super) struct Report {
    form: Form,
    #[arg(long, default_value = "md")]
    format: FormatName,
    #[command(flatten)]
    past: Past,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    Incident,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    Md,
    Html,
    Json,
}

impl Report {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let Form::Incident = self.form;
        let id = context.app.choose(context.common.incident.as_deref())?;
        let as_of = self.past.as_of(context)?;
        let format = match self.format {
            FormatName::Md if !context.common.json => Format::Markdown,
            FormatName::Html => Format::Html,
            FormatName::Md | FormatName::Json => {
                let document = context.app.report_document(&id, as_of)?;
                let mut answer = Answer::data("report", json!({ "incident": id, "document": document }));
                answer.notices.extend(context.record_problem(&id)?);
                return Ok(answer);
            }
        };
        let mut answer = Answer::file(context.app.report(&id, as_of, format)?.into_bytes());
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}
