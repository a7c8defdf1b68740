//! The board: every system in the order of its restoration.

use serde_json::{Value as Json, json};

use crate::app::standing::series;
use crate::cli::context::{Context, line_json, who};
use crate::cli::out::{self, Answer};
use crate::cli::past::{Looked, Past};
use crate::domain::event::Gate;
use crate::domain::restoration::{Answer as Said, Row, board, cycles, restoration, with_register};
use crate::domain::when::write;
use crate::domain::wording;
use crate::message::Message;
use crate::message::restoring::{details, intrusion, next, stage, word_of_gate};
use crate::t;

pub(super) fn list(context: &mut Context, past: &Past) -> Result<Answer, Message> {
    let looked = past.look(context)?;
    let Looked { id, incident, plan, now } = &looked;
    let rows =
        with_register(board(incident, plan), plan, &context.app.incident_as_of(&series()?, past.as_of(context)?)?);
    let data = json!({
        "incident": id.as_str(),
        "at": write(*now),
        "intrusion_estimated": restoration(incident).intrusion.map(write),
        "systems": rows.iter().map(shape).collect::<Vec<_>>(),
    });
    looked.answer(context, text(&looked, &rows), "restore", data)
}

fn text(looked: &Looked, rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return format!("{}\n", t!("restore-none"));
    }
    let Looked { incident, plan, .. } = looked;
    let facility = &plan.facility;
    let mut lines = looked.head(&t!("restore-title"));
    lines.push(intrusion(facility, restoration(incident).intrusion));
    for circle in cycles(&facility.systems) {
        let titles: Vec<&str> = circle.iter().map(|id| facility.system_title(id.as_str())).collect();
        lines.push(t!("restore-order-circle", systems = titles.join(" → ")));
    }
    for row in rows {
        let since = row.since().map(|at| format!("  {}", wording::moment(facility, at))).unwrap_or_default();
        lines.extend([String::new(), format!("  [{}] {} ({}){since}", stage(row.stage), row.title, row.id)]);
        let next = Some(next(row)).filter(|next| !next.is_empty());
        lines.extend(next.map(|next| format!("      {}", t!("restore-next", what = next))));
        lines.extend(details(row, facility).into_iter().map(|line| format!("      {line}")));
    }
    out::lines(&lines)
}

fn shape(row: &Row<'_>) -> Json {
    let progress = &row.progress;
    let gates = Gate::BEFORE.into_iter().zip(&progress.gates).map(|(gate, now)| {
        let said = now.answer.as_ref();
        json!({
            "gate": gate.word(),
            "state": word_of_gate(now),
            "at": said.and_then(Said::at).map(write),
            "by": who(said.and_then(Said::actor)),
            "how": said.map(|said| match said {
                Said::Checked(made) => made.made.how.as_str(),
                Said::Overridden(made) => made.made.reason.as_str(),
            }),
            "recheck_because": now.recheck.as_ref().map(|recheck| recheck.line.to_string()),
        })
    });
    let gates: Vec<Json> = gates.collect();
    json!({
        "id": row.id.as_str(),
        "title": row.title,
        "stage": row.stage.word(),
        "since": row.since().map(write),
        "waits_for": row.waits_for,
        "next": next(row),
        "generation": progress.planned.as_ref().map(|planned| json!({
            "words": planned.made.generation,
            "backup": planned.made.backup,
            "taken": planned.made.taken.map(write),
            "against_intrusion": row.against.word(),
        })),
        "found": row.candidates.iter().map(|known| json!({
            "words": known.generation,
            "backup": known.backup,
            "taken": known.taken.map(write),
            "unusable": known.unusable,
            "against_intrusion": known.against.word(),
            "registered": known.is_registered,
        })).collect::<Vec<_>>(),
        "gates": gates,
        "approved": progress.approval.as_ref().map(line_json),
        "checked_and_approved": progress.checked_and_approved().into_iter().map(Gate::word).collect::<Vec<_>>(),
        "begun": progress.begun.as_ref().map(line_json),
        "ended": progress.ended.as_ref().map(|ended| {
            json!({ "line": ended.line.to_string(), "at": ended.at.map(write), "worked": ended.made.worked, "note": ended.made.note })
        }),
        "verified": progress.verified.iter().map(|seen| json!({
            "department": seen.made.department.as_str(),
            "right": seen.made.right,
            "note": seen.made.note,
            "at": seen.at.map(write),
            "by": who(seen.actor.as_ref()),
        })).collect::<Vec<_>>(),
        "released": progress.released.as_ref().map(line_json),
        "overrides": progress.overrides.iter().map(|made| json!({
            "gate": made.made.gate.word(),
            "reason": made.made.reason,
            "at": made.at.map(write),
            "by": who(made.actor.as_ref()),
        })).collect::<Vec<_>>(),
        "stepped_back": progress.backs.iter().map(|made| json!({
            "to": made.made.to.word(),
            "reason": made.made.reason,
            "at": made.at.map(write),
        })).collect::<Vec<_>>(),
    })
}
