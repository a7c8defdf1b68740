//! `sonae setup import people|contacts FILE`: people and contacts out of a spreadsheet; `sonae setup export people|contacts`: a form
//! for filling in.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, usage};
use super::out::{self, Answer};
use crate::domain::contact::Group;
use crate::message::Message;
use crate::site::import::{Columns, Entry, Key, Kind, Preview, Standing, Table};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Setup {
    #[command(subcommand)]
    command: Option<SetupCommand>,
}

#[derive(Debug, Subcommand)]
enum SetupCommand {
    Import(Import),
    Export(Export),
}

#[derive(Debug, Args)]
struct Import {
    kind: KindName,
    file: PathBuf,
    #[arg(long, value_name = "GROUP")]
    group: Option<GroupName>,
    #[arg(long, value_name = "KEY=N")]
    column: Vec<String>,
    #[arg(long)]
    replace_samples: bool,
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
struct Export {
    kind: KindName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindName {
    #[value(alias = "職員")]
    People,
    #[value(alias = "連絡先")]
    Contacts,
}

impl KindName {
    fn kind(self) -> Kind {
        match self {
            Self::People => Kind::People,
            Self::Contacts => Kind::Contacts,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GroupName {
    Staff,
    Vendor,
    Authority,
}

impl Setup {
    /// Whether nothing stands behind it: then the screens are meant.
    pub(super) fn is_bare(&self) -> bool {
        self.command.is_none()
    }

    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        match self.command {
            None => Err(usage("usage", t!("usage-other"))),
            Some(SetupCommand::Import(import)) => import.run(context),
            Some(SetupCommand::Export(export)) => Ok(Answer::file(context.app.import_form(export.kind.kind())?)),
        }
    }
}

impl Import {
    fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let table = context.app.read_table(&self.file)?;
        let kind = self.kind.kind();
        let mut columns = Columns::matched(&table, kind);
        for typed in &self.column {
            let set = assigned(typed, kind).is_some_and(|(key, column)| columns.set(column, Some(key)));
            if !set {
                let keys: Vec<&str> = Key::all(kind).iter().map(|key| key.word()).collect();
                let count = table.head.len();
                return Err(usage(
                    "column",
                    t!("import-column", typed = typed.as_str(), keys = keys.join(" "), count = count),
                ));
            }
        }
        if columns.of(Key::Name).is_none() {
            let heads: Vec<&str> = table.head.iter().map(String::as_str).filter(|head| !head.is_empty()).collect();
            return Err(usage("no-name-column", t!("import-no-name-column", heads = heads.join("、")))
                .hint(t!("import-no-name-column-hint")));
        }
        let group = match self.group {
            Some(GroupName::Staff) => Group::Staff,
            Some(GroupName::Authority) => Group::Authority,
            Some(GroupName::Vendor) | None => Group::Vendor,
        };
        let preview = context.app.import_preview(&table, &columns, group, self.replace_samples);
        let mut files = Vec::new();
        let write = context.common.yes && !self.dry_run;
        if write {
            let plan = context.app.site().plan().clone();
            let (by, _) = context.people(&plan)?;
            files = context.app.edit_site(&preview.edits, by.as_ref())?.files;
        }
        let mut text = words(&table, &columns, &preview);
        text.push_str(&if !write {
            t!("import-not-yet")
        } else if files.is_empty() {
            t!("import-nothing")
        } else {
            t!("import-done", files = files.join("、"))
        });
        let mut answer = Answer::new(text, "import", as_json(&table, &columns, &preview, write, &files));
        answer.notices = table.remarks.iter().map(crate::site::import::Remark::words).collect();
        let notices = context.notices.drain(..).collect::<Vec<_>>();
        let plan = context.app.site().plan();
        answer.notices.extend(notices.iter().map(|notice| crate::message::notice(notice, plan)));
        Ok(answer)
    }
}

/// `name=2`: the second column holds names.
fn assigned(typed: &str, kind: Kind) -> Option<(Key, usize)> {
    let (word, number) = typed.split_once('=')?;
    let key = Key::all(kind).iter().find(|key| key.word() == word.trim())?;
    Some((*key, number.trim().parse::<usize>().ok()?.checked_sub(1)?))
}

fn words(table: &Table, columns: &Columns, preview: &Preview) -> String {
    let sheet = table.sheet.clone().unwrap_or_default();
    let mut lines = vec![t!("import-read", encoding = table.encoding.name(), rows = table.rows.len(), sheet = sheet)];
    for (head, key) in table.head.iter().zip(&columns.keys).filter(|(head, key)| !head.is_empty() || key.is_some()) {
        let title = key.map_or_else(|| t!("import-not-read"), |key| key.title(columns.kind));
        lines.push(t!("import-column-is", head = head.as_str(), key = title));
    }
    lines.push(String::new());
    lines.extend(preview.entries.iter().map(entry));
    let (added, changed, same, removed) = preview.counts();
    lines.push(String::new());
    lines.push(t!("import-counts", added = added, changed = changed, same = same, removed = removed));
    if !preview.problems.is_empty() {
        lines.push(t!("import-problems", count = preview.problems.len()));
        for problem in &preview.problems {
            let (row, column) = (problem.row, problem.column.as_str());
            lines.push(t!("import-problem", row = row, column = column, words = problem.words()));
        }
    }
    lines.push(String::new());
    out::lines(&lines)
}

fn entry(entry: &Entry) -> String {
    let standing = match &entry.standing {
        Standing::Added => t!("import-added"),
        Standing::Changed(_) => t!("import-changed"),
        Standing::Same => t!("import-same"),
        Standing::Removed => t!("import-removed"),
    };
    format!("{standing}  {}  {}  {}", entry.name, entry.detail, entry.id)
}

fn as_json(table: &Table, columns: &Columns, preview: &Preview, written: bool, files: &[String]) -> Json {
    let heads = table.head.iter().zip(&columns.keys);
    let columns: Vec<Json> = heads.map(|(head, key)| json!({ "head": head, "key": key.map(Key::word) })).collect();
    let entries: Vec<Json> = preview
        .entries
        .iter()
        .map(|entry| {
            let (standing, changed) = match &entry.standing {
                Standing::Added => ("added", Vec::new()),
                Standing::Changed(keys) => ("changed", keys.clone()),
                Standing::Same => ("same", Vec::new()),
                Standing::Removed => ("removed", Vec::new()),
            };
            json!({ "row": entry.row, "id": entry.id, "name": entry.name, "standing": standing, "changed": changed })
        })
        .collect();
    let problems: Vec<Json> = preview
        .problems
        .iter()
        .map(|problem| {
            json!({
                "row": problem.row,
                "column": problem.column,
                "text": problem.text,
                "why": problem.code(),
                "message": problem.words(),
            })
        })
        .collect();
    json!({
        "encoding": table.encoding.name(),
        "sheet": table.sheet,
        "columns": columns,
        "entries": entries,
        "problems": problems,
        "written": written,
        "files": files,
    })
}
