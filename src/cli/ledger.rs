//! `sonae ledger`: paper from the stock to the typed-back entry, and gaps in what was restored.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, line_json, refused};
use super::meant::{department, system};
use super::out::{self, Answer};
use super::past::{Asked, ListOr, Looked, Past};
use crate::app::AppError;
use crate::app::moment::when_or_day;
use crate::domain::command::{Command, Ledgering};
use crate::domain::event::GapKind;
use crate::domain::id::{Id, near};
use crate::domain::incident::Incident;
use crate::domain::ledger::{Batch, Gap, Ledger as State, gap_in_the_record, ledger};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::resolve;
use crate::domain::when::{When, write};
use crate::message::Message;
use crate::message::ledger::{batch_remarks, batch_state, counts, gap_remarks, gap_state, least, period};
use crate::t;

#[derive(Debug, Args)]
pub(super) struct Ledger {
    #[command(flatten)]
    asked: ListOr<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    Give {
        department: String,
        #[arg(long, value_name = "TEXT")]
        sheet: String,
        #[arg(long, value_name = "N")]
        count: u32,
        #[arg(long, value_name = "ID")]
        batch: Option<Id>,
        #[arg(long, value_name = "TEXT")]
        place: Option<String>,
    },
    Count {
        batch: String,
        #[arg(long, value_name = "N")]
        used: u32,
        #[arg(long, value_name = "N")]
        unused: u32,
    },
    Enter {
        batch: String,
        #[arg(long, value_name = "N")]
        entered: u32,
        #[arg(long, value_name = "TEXT")]
        kept: Option<String>,
    },
    Gap {
        system: String,
        #[arg(long, value_name = "TEXT")]
        lost: String,
        #[arg(long)]
        kind: KindName,
        #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
        since: Option<String>,
        #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
        until: Option<String>,
        #[arg(long, value_name = "TEXT")]
        how: Option<String>,
    },
    Close {
        line: String,
        #[arg(long, value_name = "TEXT")]
        how: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindName {
    #[value(alias = "滅失")]
    Loss,
    #[value(alias = "毀損")]
    Damage,
    #[value(alias = "なし")]
    None,
    #[value(alias = "不明")]
    Unknown,
}

impl KindName {
    fn kind(self) -> GapKind {
        match self {
            Self::Loss => GapKind::Loss,
            Self::Damage => GapKind::Damage,
            Self::None => GapKind::None,
            Self::Unknown => GapKind::Unknown,
        }
    }
}

impl Ledger {
    pub(super) fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let act = match self.asked.asked() {
            Asked::List(past) => return list(context, &past),
            Asked::Act(act) => act,
        };
        let (id, incident, plan) = context.incident()?;
        let act = act.act(context, &incident, &plan)?;
        context.act(&id, &plan, Command::Ledger(act))
    }
}

impl Act {
    fn act(self, context: &Context, incident: &Incident, plan: &Plan) -> Result<Ledgering, Message> {
        let state = ledger(incident);
        Ok(match self {
            Self::Give { department: typed, sheet, count, batch, place } => {
                Ledgering::Give { batch, department: department(plan, &typed)?, sheet, count, place }
            }
            Self::Count { batch: typed, used, unused } => {
                Ledgering::Count { batch: batch(&state, &typed)?, used, unused }
            }
            Self::Enter { batch: typed, entered, kept } => {
                Ledgering::Enter { batch: batch(&state, &typed)?, entered, kept_at: kept }
            }
            Self::Gap { system: typed, lost, kind, since, until, how } => {
                let system = system(plan, &typed)?;
                let (from, stop) = gap_in_the_record(incident, &system);
                // Where nobody says otherwise, it is what the record says of the generation and the stop.
                let since = since.map(|words| time(context, &words)).transpose()?;
                let from = since.map_or(from, |since| since.at);
                let until = until.map(|words| time(context, &words)).transpose()?;
                let until = until.map_or(stop, |until| until.until().or(until.at));
                Ledgering::Gap { system, from, until, lost, kind: kind.kind(), how }
            }
            Self::Close { line, how } => {
                let gap = resolve::line(incident, &line).map_err(refused)?;
                Ledgering::Close { gap, how }
            }
        })
    }
}

fn time(context: &Context, words: &str) -> Result<When, Message> {
    Ok(when_or_day(Some(words), context.now()).map_err(AppError::from)?)
}

/// The batch that is meant. A name that no batch could have is looked for like any other.
fn batch(state: &State, typed: &str) -> Result<Id, Message> {
    let typed = typed.trim();
    state.batch(typed).map(|batch| batch.id().clone()).ok_or_else(|| {
        let near = near(typed, state.batches.iter().map(|batch| batch.id().as_str()));
        refused(Refusal::NotFound { what: What::Batch, typed: typed.to_owned(), near })
    })
}

fn list(context: &mut Context, past: &Past) -> Result<Answer, Message> {
    let looked = past.look(context)?;
    let Looked { id, incident, now, .. } = &looked;
    let state = ledger(incident);
    let data = json!({
        "incident": id.as_str(),
        "at": write(*now),
        "batches": state.batches.iter().map(batch_json).collect::<Vec<_>>(),
        "gaps": state.gaps.iter().map(|gap| gap_json(gap, incident)).collect::<Vec<_>>(),
    });
    looked.answer(context, text(&looked, &state), "ledger", data)
}

/// The batches by department, then the gaps.
fn text(looked: &Looked, state: &State) -> String {
    let Looked { incident, plan, .. } = looked;
    let mut lines = looked.head(&t!("ledger-title"));
    if state.is_empty() {
        lines.push(t!("ledger-none"));
    }
    let mut departments: Vec<(&Id, &str)> = Vec::new();
    for made in state.batches.iter().map(|batch| &batch.given.made) {
        if !departments.iter().any(|(id, _)| **id == made.department) {
            departments.push((&made.department, &made.title));
        }
    }
    for (department, title) in departments {
        lines.extend([String::new(), title.to_owned()]);
        lines.extend(least(plan, department.as_str()).map(|least| format!("  {least}")));
        for batch in state.batches.iter().filter(|batch| batch.given.made.department == *department) {
            let (state, id, sheet) = (batch_state(batch.state()), batch.id(), batch.given.made.sheet.as_str());
            lines.push(format!("  [{state}] {id}  {sheet}"));
            lines.push(format!("      {}", counts(batch)));
            lines.extend(batch_remarks(batch).into_iter().map(|remark| format!("      {remark}")));
        }
    }
    if !state.gaps.is_empty() {
        lines.extend([String::new(), t!("ledger-gaps")]);
    }
    for gap in &state.gaps {
        let number = resolve::number(incident, &gap.noted.line).unwrap_or_default();
        let (state, system, period) = (gap_state(gap), gap.noted.made.system.title.as_str(), period(gap, plan));
        lines.push(format!("  [{state}] #{number} {system}  {period}"));
        lines.extend(gap_remarks(gap, &plan.facility).into_iter().map(|remark| format!("      {remark}")));
    }
    out::lines(&lines)
}

fn batch_json(batch: &Batch) -> Json {
    let made = &batch.given.made;
    json!({
        "id": batch.id().as_str(),
        "department": made.department.as_str(),
        "title": made.title,
        "sheet": made.sheet,
        "state": batch.state().word(),
        "open": batch.is_open(),
        "given": batch.sheets,
        "used": batch.used(),
        "unused": batch.unused(),
        "missing": batch.missing(),
        "typed_back": batch.typed_back(),
        "place": made.place,
        "kept_at": batch.kept_at,
        "doubled": batch.is_doubled,
        "given_out": line_json(&batch.given),
        "counted": batch.counted.as_ref().map(line_json),
        "entered": batch.entered.as_ref().map(line_json),
    })
}

fn gap_json(gap: &Gap, incident: &Incident) -> Json {
    let made = &gap.noted.made;
    json!({
        "line": gap.noted.line.to_string(),
        "number": resolve::number(incident, &gap.noted.line),
        "system": made.system.id.as_str(),
        "title": made.system.title,
        "from": made.from.map(write),
        "until": made.until.map(write),
        "lost": made.lost,
        "kind": made.kind.word(),
        "how": made.how,
        "open": gap.closed.is_none(),
        "noted": line_json(&gap.noted),
        "closed": gap.closed.as_ref().map(line_json),
        "closed_how": gap.closed.as_ref().map(|closed| closed.made.how.as_str()),
    })
}
