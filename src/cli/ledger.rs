//! `sonae ledger`: paper from the stock to the typed-back entry, and gaps in what was restored.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::context::{Context, refused, who};
use super::out::Answer;
use super::restore::{department, system};
use super::status::as_of;
use crate::app::AppError;
use crate::app::moment::when_or_day;
use crate::domain::command::{Command, Ledgering};
use crate::domain::event::GapKind;
use crate::domain::id::{Id, near};
use crate::domain::incident::{Incident, Made};
use crate::domain::ledger::{Batch, Gap, Ledger as State, gap_in_the_record, ledger};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::resolve;
use crate::domain::when::{Moment, When, write};
use crate::domain::wording;
use crate::message::Message;
use crate::message::ledger::{batch_remarks, batch_state, counts, gap_remarks, gap_state, least, period};
use crate::t;
use crate::text::sanitize;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Ledger {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(List),
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

#[derive(Debug, Args)]
struct List {
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    #[arg(long, value_name = "TIME")]
    known_at: Option<String>,
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
        let action = match self.action {
            None => return self.list.run(context),
            Some(Action::List(list)) => return list.run(context),
            Some(action) => action,
        };
        let (id, incident, plan) = context.incident()?;
        let act = action.act(context, &incident, &plan)?;
        context.act(&id, &plan, Command::Ledger(act))
    }
}

impl Action {
    fn act(self, context: &Context, incident: &Incident, plan: &Plan) -> Result<Ledgering, Message> {
        let state = ledger(incident);
        Ok(match self {
            Self::List(_) => return Err(refused(Refusal::NoChange)),
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

impl List {
    fn run(self, context: &mut Context) -> Result<Answer, Message> {
        let id = context.app.choose(context.common.incident.as_deref())?;
        let as_of = as_of(context, self.as_of.as_deref(), self.known_at.as_deref())?;
        let incident = context.app.incident_as_of(&id, as_of)?;
        let plan = context.app.plan_of(&incident);
        let now = as_of.moment().unwrap_or_else(|| context.now());
        let state = ledger(&incident);
        let data = json!({
            "incident": id.as_str(),
            "at": write(now),
            "batches": state.batches.iter().map(batch_json).collect::<Vec<_>>(),
            "gaps": state.gaps.iter().map(|gap| gap_json(gap, &incident)).collect::<Vec<_>>(),
        });
        let mut answer = Answer::new(text(&incident, &state, &plan, now), "ledger", data);
        answer.notices.extend(context.record_problem(&id)?);
        Ok(answer)
    }
}

/// The batches by department, then the gaps.
fn text(incident: &Incident, state: &State, plan: &Plan, now: Moment) -> String {
    let mut lines = Vec::new();
    if incident.drill {
        lines.push(t!("ledger-drill"));
    }
    lines.push(format!("{}  {}", t!("ledger-title"), t!("ledger-as-of", at = wording::moment(&plan.facility, now))));
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
    lines.iter().map(|line| format!("{}\n", sanitize::line(line))).collect()
}

fn mark<T>(made: &Made<T>) -> Json {
    json!({ "line": made.line.to_string(), "at": made.at.map(write), "by": who(made.actor.as_ref()) })
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
        "given_out": mark(&batch.given),
        "counted": batch.counted.as_ref().map(mark),
        "entered": batch.entered.as_ref().map(mark),
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
        "noted": mark(&gap.noted),
        "closed": gap.closed.as_ref().map(mark),
        "closed_how": gap.closed.as_ref().map(|closed| closed.made.how.as_str()),
    })
}
