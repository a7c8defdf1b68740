//! `sonae init DIR`: an editable copy of the shipped pack.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::out::Answer;
use crate::app::AppError;
use crate::message::Message;
use crate::site;
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Init {
    dir: PathBuf,
}

impl Init {
    pub(super) fn run(self) -> Result<Answer, Message> {
        let files = site::init(&self.dir).map_err(AppError::from)?;
        let path = self.dir.display().to_string();
        let mut text = t!("init-done", path = path.as_str(), count = files.len());
        text.push('\n');
        for file in &files {
            text.push_str(&format!("  {file}\n"));
        }
        text.push_str(&t!("init-next", path = path.as_str()));
        Ok(Answer::new(text, "init", json!({ "site": path, "files": files })))
    }
}
