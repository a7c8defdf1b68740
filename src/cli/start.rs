//! `sonae start [RUNBOOK] [--drill] --noticed TIME TEXT`: an incident begins with what was noticed.

use clap::Args;

use super::context::{Context, refused, usage};
use super::out::Answer;
use crate::app;
use crate::domain::event::Sign;
use crate::domain::id::Id;
use crate::domain::resolve;
use crate::message::Message;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Start {
    /// A runbook; or the text, when nothing follows.
    #[arg(value_name = "RUNBOOK")]
    first: Option<String>,
    #[arg(value_name = "TEXT")]
    second: Option<String>,
    #[arg(long)]
    drill: bool,
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    noticed: Option<String>,
    #[arg(long, value_name = "SIGN")]
    sign: Vec<String>,
}

impl Start {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let plan = context.app.site().plan().clone();
        let (runbooks, text) = match (self.first, self.second) {
            (None, text) => (Vec::new(), text.unwrap_or_default()),
            // A runbook alone says nothing of what was noticed; a sign may.
            (Some(word), None) if plan.runbook(&word).is_some() => {
                (vec![resolve::runbook(&plan, &word).map_err(refused)?], String::new())
            }
            (Some(text), None) => (Vec::new(), text),
            (Some(runbook), Some(text)) => (vec![resolve::runbook(&plan, &runbook).map_err(refused)?], text),
        };
        let signs = self.sign.iter().map(|typed| sign(typed)).collect::<Result<Vec<_>, _>>()?;
        let noticed = match &self.noticed {
            Some(words) => context.time(words)?,
            None => context.occurred()?,
        };
        let (by, for_) = context.people(&plan)?;
        let start = app::Start {
            drill: self.drill,
            signs,
            text,
            noticed,
            runbooks,
            by,
            for_,
            via: context.common.via.clone(),
            agreed: context.common.yes,
        };
        let ack = context.app.start(start)?;
        let mut answer = context.recorded(&ack)?;
        add_next(context, &ack.incident, &mut answer)?;
        Ok(answer)
    }
}

/// What fits and is not followed yet; then the id, alone on the last line, for scripts.
fn add_next(context: &mut Context, id: &Id, answer: &mut Answer) -> Result<(), Message> {
    let incident = context.app.incident(id)?;
    let plan = context.app.plan_of(&incident);
    for runbook in crate::domain::suggest::proposals(&incident, &plan) {
        let line = t!("start-proposal", id = runbook.id.to_string(), title = runbook.title.as_str());
        answer.text.push_str(&line);
        answer.text.push('\n');
    }
    answer.text.push_str(id.as_str());
    Ok(())
}

fn sign(typed: &str) -> Result<Sign, Message> {
    let lang = crate::i18n::current();
    let named = |sign: &Sign| {
        let kebab = serde_json::to_value(sign).ok().and_then(|json| json.as_str().map(ToOwned::to_owned));
        kebab.as_deref() == Some(typed) || crate::domain::wording::sign(*sign, lang) == typed
    };
    Sign::ALL.into_iter().find(named).ok_or_else(|| usage("sign", t!("start-sign", typed = typed)))
}
