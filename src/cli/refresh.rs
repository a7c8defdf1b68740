//! `sonae refresh [FILE…]`: takes site files that were mended in the middle into the incident, which otherwise keeps its own copies.
//! Without a file: which ones differ.

use clap::Args;
use serde_json::json;

use super::context::{Context, refused};
use super::out::Answer;
use crate::domain::command::Command;
use crate::domain::event::SiteFile;
use crate::domain::id::near;
use crate::domain::refusal::{Refusal, What};
use crate::message::Message;
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
pub(super) struct Refresh {
    files: Vec<String>,
}

impl Refresh {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let (id, incident, plan) = context.incident()?;
        let differs =
            |file: &SiteFile| incident.pinned.get(&file.path).is_none_or(|pinned| pinned.sha256 != file.sha256);
        let changed: Vec<SiteFile> = context.app.pinnable().into_iter().filter(differs).collect();
        let Some((first, others)) = self.files.split_first() else {
            let paths: Vec<&str> = changed.iter().map(|file| file.path.as_str()).collect();
            let text = if paths.is_empty() { t!("refresh-none") } else { paths.join("\n") };
            return Ok(Answer::new(text, "site-changes", json!({ "incident": id, "files": paths })));
        };
        let named = |path: &String| {
            changed.iter().find(|file| file.path == *path).cloned().ok_or_else(|| {
                let near = near(path, changed.iter().map(|file| file.path.as_str()));
                refused(Refusal::NotFound { what: What::File, typed: sanitize::line(path).into_owned(), near })
            })
        };
        // All are looked up before the first is recorded: a slip in the second name leaves nothing half done.
        let rest: Vec<SiteFile> = others.iter().map(named).collect::<Result<_, _>>()?;
        let mut answer = context.act(&id, &plan, Command::ChangeSite { file: named(first)? })?;
        for file in rest {
            let further = context.act(&id, &plan, Command::ChangeSite { file })?;
            answer.text.push_str(&further.text);
        }
        Ok(answer)
    }
}
