//! `sonae pack diff [FILE]` and `sonae pack update`: what a newer pack changed against an edited site.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::Common;
use super::context::site_dir;
use super::out::Answer;
use crate::app::AppError;
use crate::app::world::world;
use crate::message::Message;
use crate::site::edit::EditError;
use crate::site::pack_update::{self, Compared, Standing, Update};
use crate::site::{Site, pack};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Pack {
    #[command(subcommand)]
    command: PackCommand,
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    Diff(Diff),
    Update(UpdateFiles),
}

#[derive(Debug, Args)]
struct Diff {
    file: Option<String>,
}

#[derive(Debug, Args)]
struct UpdateFiles {
    #[arg(long, value_name = "FILE", num_args = 1..)]
    take: Vec<String>,
    #[arg(long, value_name = "FILE", num_args = 1..)]
    keep: Vec<String>,
}

impl Pack {
    pub(super) fn run(self, common: &Common) -> Result<Answer, Message> {
        let dir = site_dir(common.site.as_deref());
        let site = Site::open(&dir).map_err(AppError::from)?;
        super::help::follow_site(common.lang.as_deref(), site.plan().facility.lang);
        match self.command {
            PackCommand::Diff(diff) => {
                let mut compared = pack_update::compare(&dir, pack::files()).map_err(AppError::from)?;
                if let Some(file) = diff.file {
                    compared.retain(|compared| compared.path == file);
                    if compared.is_empty() {
                        return Err(AppError::from(EditError::NoDataFile(file)).into());
                    }
                }
                let text = compared.iter().map(|file| shown(file, true)).collect::<String>();
                Ok(Answer::new(text, "pack", as_json(&compared, &Update::default(), false)))
            }
            PackCommand::Update(update) => {
                let today = world().now().with_timezone(&site.plan().facility.offset).format("%Y-%m-%d").to_string();
                let compared = pack_update::compare(&dir, pack::files()).map_err(AppError::from)?;
                let (take, keep, write) = (&update.take, &update.keep, common.yes);
                let done =
                    pack_update::update(&dir, pack::files(), take, keep, &today, write).map_err(AppError::from)?;
                Ok(Answer::new(told(&compared, &done, write), "pack", as_json(&compared, &done, write)))
            }
        }
    }
}

fn title(standing: Standing) -> String {
    match standing {
        Standing::Same => t!("pack-same"),
        Standing::Theirs => t!("pack-theirs"),
        Standing::Ours => t!("pack-ours"),
        Standing::Both => t!("pack-both"),
        Standing::New => t!("pack-new"),
        Standing::TakenAway => t!("pack-taken-away"),
        Standing::Gone => t!("pack-gone"),
    }
}

/// A file with how it stands, and what was changed in it.
fn shown(file: &Compared, with_changes: bool) -> String {
    let mut text = format!("{}  {}\n", file.path, title(file.standing));
    if !with_changes || matches!(file.standing, Standing::Same | Standing::New | Standing::Gone | Standing::TakenAway) {
        return text;
    }
    let parts = [
        (t!("pack-their-changes"), file.their_changes()),
        (t!("pack-our-changes"), file.our_changes()),
        (t!("pack-difference"), file.difference()),
    ];
    for (heading, changes) in parts {
        if let Some(changes) = changes {
            text.push_str(&format!("---- {heading} ----\n{changes}\n"));
        }
    }
    text
}

fn told(compared: &[Compared], done: &Update, write: bool) -> String {
    let mut text: String = compared.iter().map(|file| shown(file, false)).collect();
    text.push('\n');
    let lists = [
        (t!("pack-replaced"), done.replaced.clone()),
        (t!("pack-added"), done.added.clone()),
        (
            t!("pack-taken"),
            done.taken
                .iter()
                .map(|(path, beside)| t!("pack-kept-beside", path = path.as_str(), beside = beside.as_str()))
                .collect(),
        ),
        (t!("pack-kept"), done.kept.clone()),
        (t!("pack-open"), done.open.clone()),
    ];
    for (heading, files) in lists.into_iter().filter(|(_, files)| !files.is_empty()) {
        text.push_str(&format!("{heading}\n"));
        for file in &files {
            text.push_str(&format!("  {file}\n"));
        }
    }
    if !done.open.is_empty() {
        text.push_str(&format!("{}\n", t!("pack-open-hint")));
    }
    text.push_str(&if write { t!("pack-done") } else { t!("pack-not-yet") });
    text
}

fn as_json(compared: &[Compared], done: &Update, written: bool) -> Json {
    let file = |file: &Compared| {
        json!({
            "path": file.path,
            "standing": match file.standing {
                Standing::Same => "same",
                Standing::Theirs => "theirs",
                Standing::Ours => "ours",
                Standing::Both => "both",
                Standing::New => "new",
                Standing::TakenAway => "taken-away",
                Standing::Gone => "gone",
            },
            "their_changes": file.their_changes(),
            "our_changes": file.our_changes(),
            "difference": file.difference(),
        })
    };
    let taken: Vec<Json> = done.taken.iter().map(|(path, beside)| json!({ "path": path, "beside": beside })).collect();
    json!({
        "files": compared.iter().map(file).collect::<Vec<_>>(),
        "replaced": done.replaced,
        "added": done.added,
        "taken": taken,
        "kept": done.kept,
        "open": done.open,
        "written": written,
    })
}
