//! `sonae timeline [--order recorded|occurred] [--as-of TIME] [--known-at TIME] [--csv|--json|--lines]`

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::Context;
use super::out::Answer;
use super::past::{Looked, Past};
use crate::app::AppError;
use crate::message::Message;
use crate::report::timeline::{self, Order};

#[derive(Debug, Args)]
pub(super) struct Timeline {
    #[arg(long, default_value = "occurred")]
    order: By,
    #[command(flatten)]
    past: Past,
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
        let looked = self.past.look_at(context, id)?;
        let Looked { id, incident, .. } = &looked;
        let order = match self.order {
            By::Recorded => Order::Recorded,
            By::Occurred => Order::Occurred,
        };
        let rows = timeline::rows(incident, &looked.plan, order, crate::i18n::current());
        if self.csv {
            let failed = |error| AppError::Output { path: "CSV".to_owned(), source: std::io::Error::other(error) };
            let mut answer = Answer::file(timeline::csv(&rows).map_err(failed)?);
            answer.notices.extend(context.record_problem(id)?);
            return Ok(answer);
        }
        looked.answer(context, timeline::text(&rows), "timeline", json!({ "incident": id, "rows": rows }))
    }
}
