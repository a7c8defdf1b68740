//! `sonae note TEXT`

use std::io::Read as _;

use clap::Args;

use super::context::Context;
use super::out::Answer;
use crate::app::AppError;
use crate::domain::command::Command;
use crate::domain::decide::MAX_TEXT;
use crate::message::Message;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Note {
    #[arg(allow_hyphen_values = true)]
    text: String,
}

impl Note {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, _, plan) = context.incident()?;
        let text = if self.text == "-" { standard_input()? } else { self.text };
        context.act(&id, &plan, Command::Note { text })
    }
}

/// A text that is too long for an argument, or comes from another program. A byte more than may be recorded is read, so that what
/// is too long is refused and not cut.
pub(super) fn standard_input() -> Result<String, Message> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX).saturating_add(1);
    let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
    read.map_err(|source| AppError::Input { path: t!("cli-stdin"), source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
