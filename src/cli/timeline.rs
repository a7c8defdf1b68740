//! `sonae timeline [--order recorded|occurred] [--as-of TIME] [--known-at TIME] [--csv|--json|--lines]`

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::Context;
use super::out::Answer;
use super::status::as_of;
use crate::app::AppError;
use crate::message::Message;
use crate::report::timeline::{self, Order};

#[derive(Debug, Args)]
pub(super) struct Timeline {
    #[arg(long, default_value = "occurred")]
    order: By,
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
    #[arg(long, conflicts_with_all = ["json", "lines"])]
    csv: bool,
    #[arg(long, conflicts_with_all = ["json", "as_of", "known_at"])]
    lines: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Recorded,
    Occurred,
}

impl Timeline {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        if self.lines {
            let lines = context.app.record(&id)?.raw(&id).map_err(AppError::from)?;
            let mut answer = Answer::file(lines.concat());
            answer.notices.extend(context.record_problem(&id)?);
            return Ok(answer);
        }
        let as_of = as_of(context, self.as_of.as_deref(), self.known_at.as_deref())?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let order = match self.order {
            By::Recorded => Order::Recorded,
            By::Occurred => Order::Occurred,
        };
        let rows = timeline::rows(&incident, &plan, order, crate::i18n::current());
        if self.csv {
            let failed = |error| AppError::Output { path: "CSV".to_owned(), source: std::io::Error::other(error) };
            let mut answer = Answer::file(timeline::csv(&rows).map_err(failed)?);
            answer.notices.extend(context.record_problem(&id)?);
            return Ok(answer);
        }
        let mut answer = Answer::new(timeline::text(&rows), "timeline", json!({ "incident": id, "rows": rows }));
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}
