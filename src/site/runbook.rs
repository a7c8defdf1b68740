//! Reads `runbooks/*.toml`: criteria, declaration and phases.
//!
//! Owns the schema of these files but for the steps' (`step`). Must not know other files.

use toml::Spanned;

use super::condition;
use super::diagnostic::Diagnostic;
use super::header::{self, Header, Part};
use super::mention::{Kind, Target};
use super::reader::Reader;
use super::step;
use crate::domain::event::Sign;
use crate::domain::id::Id;
use crate::domain::runbook::{Cause, Criterion, Declaration, Phase, Runbook, Suggest};

/// The folder in every site.
pub const FOLDER: &str = "runbooks/";

/// The most steps of a runbook: more cannot be walked in an emergency, and a mistake of a generator is more likely.
pub const MAX_STEPS: usize = 500;

pub(crate) const CAUSES: [(&str, Cause); 3] =
    [("disaster", Cause::Disaster), ("cyberattack", Cause::Cyberattack), ("system-failure", Cause::SystemFailure)];

const SIGNS: [(&str, Sign); 6] = [
    ("cannot-see", Sign::CannotSee),
    ("cannot-enter", Sign::CannotEnter),
    ("cannot-contact", Sign::CannotContact),
    ("device-fails", Sign::DeviceFails),
    ("omen", Sign::Omen),
    ("disaster", Sign::Disaster),
];

/// Reads the text of a runbook. `None` when it does not say who it is or what it answers, or was written for a newer schema.
pub fn read(file_name: &str, text: &str) -> (Option<Runbook>, Vec<Diagnostic>) {
    let part = load(file_name, text);
    (part.value, part.diagnostics)
}

/// The same, as a part of the site.
pub(crate) fn load(file: &str, text: &str) -> Part<Runbook> {
    header::load(file, text, runbook)
}

fn runbook(root: &Reader<'_>, header: &Header) -> Option<Runbook> {
    let restores = root.opt_ref("restores", Target::System);
    let restores_one = restores.is_some();
    let cause = if restores_one { root.opt_word("cause", &CAUSES) } else { root.word("cause", &CAUSES) };
    let signs = root.words_of("signs", &SIGNS);
    let propose_when = condition::optional(root, "propose-when");
    let retired = root.ids("retired");
    let criteria = root.tables("criterion").into_iter().filter_map(criterion).collect();
    let declaration = root.table("declaration").map(declaration).unwrap_or_default();
    if !root.has("phase") {
        root.missing("phase");
    }
    let phases: Vec<Phase> = root.tables("phase").into_iter().filter_map(|table| phase(table, &retired)).collect();
    let steps: usize = phases.iter().map(|phase| phase.steps.len()).sum();
    if steps > MAX_STEPS {
        let message = crate::t!("site-too-many-steps", count = steps, limit = MAX_STEPS);
        root.sink().error("too-many-steps", message, root.key_span("phase"), None);
    }
    // Without its cause nobody knows which duties come with it.
    if cause.is_none() && !restores_one {
        return None;
    }
    Some(Runbook {
        id: header.id.clone(),
        title: header.title.clone(),
        version: header.version.clone(),
        cause,
        restores,
        signs,
        propose_when,
        criteria,
        declaration,
        phases,
        retired: retired.into_iter().map(Spanned::into_inner).collect(),
    })
}

fn criterion(table: Reader<'_>) -> Option<Criterion> {
    let id = table.defined(Kind::Criterion);
    let ask = table.text("ask").map(Spanned::into_inner);
    let help = table.opt_text("help");
    let source = table.lines("source");
    table.finish();
    Some(Criterion { id: id?, ask: ask?, help, source })
}

fn declaration(table: Reader<'_>) -> Declaration {
    let decided_by = table.opt_ref("decided-by", Target::Decider);
    let suggest = table.tables("suggest").into_iter().filter_map(suggest).collect();
    table.finish();
    Declaration { suggest, decided_by }
}

fn suggest(table: Reader<'_>) -> Option<Suggest> {
    let level = table.int::<u8>("level", 1..=9);
    if let (Some(level), Some(value)) = (level, table.value("level")) {
        table.sink().refer(Target::Level(level), value.span());
    }
    if !table.has("when") {
        table.missing("when");
    }
    let when = condition::optional(&table, "when");
    table.finish();
    Some(Suggest { level: level?, when: when? })
}

fn phase(table: Reader<'_>, retired: &[Spanned<Id>]) -> Option<Phase> {
    let id = table.defined(Kind::Phase);
    let title = table.text("title").map(Spanned::into_inner);
    let mut steps = Vec::new();
    for step_table in table.tables("step") {
        steps.extend(step::step(&step_table, retired));
        step_table.finish();
    }
    table.finish();
    Some(Phase { id: id?, title: title?, steps })
}
