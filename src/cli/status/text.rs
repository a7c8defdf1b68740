//! The status for people: what was noticed, what is declared, what is asked, and every step with its state in words.

use crate::domain::condition::Truth;
use crate::domain::contact::Contact;
use crate::domain::duty::clock::clocks;
use crate::domain::guide::{self, GuidePhase, GuideStep, StepState};
use crate::domain::id::Id;
use crate::domain::incident::{Incident, Order};
use crate::domain::open_items::owed;
use crate::domain::plan::Plan;
use crate::domain::runbook::StepKind;
use crate::domain::when::Moment;
use crate::domain::{resolve, return_list, suggest, wording};
use crate::i18n::current;
use crate::message::duty::{due_words, state_word};
use crate::message::ledger::{awaited, today};
use crate::t;
use crate::text::duration::show_minutes;
use crate::text::sanitize;
use crate::text::width::{Ambiguous, pad};

/// Cells that the longest word for a step's state takes, so that the steps stand below each other.
const STATE_CELLS: usize = 10;

pub(super) fn text(incident: &Incident, plan: &Plan, contacts: &[Contact], now: Moment) -> String {
    let mut out = head(incident, plan, now);
    out.extend(criteria(incident, plan));
    out.extend(runbooks(incident, plan, contacts, now));
    out.extend(duties(incident, plan, now));
    out.extend(open_ends(incident, plan, now));
    // Each on one line: what was typed must not be able to look like another line of the answer.
    out.iter().map(|line| sanitize::line(line)).collect::<Vec<_>>().join("\n")
}

fn head(incident: &Incident, plan: &Plan, now: Moment) -> Vec<String> {
    let mut out = Vec::new();
    let mark = if incident.drill { t!("report-mark-drill") } else { String::new() };
    let id = incident.id.as_ref().map(ToString::to_string).unwrap_or_default();
    out.push(format!("{mark}{id}  {}", crate::report::stage(incident.stage)));
    if let Some(opening) = &incident.opening {
        let at = wording::when(&plan.facility, &opening.noticed, current());
        let elapsed = opening.noticed.at.map(|at| show_minutes((now - at).num_minutes())).unwrap_or_default();
        out.push(t!("status-noticed", at = at, elapsed = elapsed, text = opening.text.as_str()));
    }
    out.push(level(incident, plan));
    if let Some(level) = suggest::suggested_level(incident, plan) {
        out.push(t!("status-suggested", level = level));
    }
    if let Some(watch) = &incident.watch {
        out.push(t!("status-watch", who = wording::who(&plan.facility, watch)));
    }
    for runbook in suggest::proposals(incident, plan) {
        out.push(t!("start-proposal", id = runbook.id.to_string(), title = runbook.title.as_str()));
    }
    out
}

fn level(incident: &Incident, plan: &Plan) -> String {
    let Some(declaration) = incident.declaration() else { return t!("status-no-level") };
    let made = &declaration.made;
    let by = declaration.actor.as_ref().map_or_else(|| t!("report-nameless"), |who| wording::who(&plan.facility, who));
    let at = declaration.at.map(|at| wording::moment(&plan.facility, at)).unwrap_or_default();
    let said = t!("status-level", level = made.level, title = made.level_title.as_str(), at = at, by = by);
    let waits = declaration.awaits_confirmation().then(|| t!("report-provisional-open"));
    wording::with_remark(&said, waits.as_deref())
}

fn criteria(incident: &Incident, plan: &Plan) -> Vec<String> {
    let asked = suggest::criteria(incident, plan);
    if asked.is_empty() {
        return Vec::new();
    }
    let answered = asked.iter().filter(|asked| asked.answer.is_some()).count();
    let next = asked.iter().find(|asked| asked.answer.is_none()).or(asked.first());
    let next = next.map(|asked| asked.criterion.id.to_string()).unwrap_or_default();
    let mut out = vec![String::new(), t!("status-criteria", answered = answered, all = asked.len(), id = next)];
    for one in asked {
        let answer = one.answer.map_or_else(|| t!("status-not-asked"), |a| wording::answer(a, current()).to_owned());
        let answer = pad(&format!("[{answer}]"), STATE_CELLS, Ambiguous::Narrow);
        out.push(format!("  {answer} {}  ({})", one.criterion.ask, one.criterion.id));
    }
    out
}

fn runbooks(incident: &Incident, plan: &Plan, contacts: &[Contact], now: Moment) -> Vec<String> {
    let active = incident.active_runbooks();
    let mut out = Vec::new();
    for id in &active {
        let title = plan.runbook(id.as_str()).map_or(id.as_str(), |runbook| runbook.title.as_str());
        let phases = guide::guide(incident, plan, id);
        let next = phases.iter().flat_map(|phase| &phase.steps).find(|step| step.is_waiting());
        let next = next.map_or_else(|| id.to_string(), |step| name(step, &active));
        out.extend([String::new(), t!("status-runbook", title = title, id = next)]);
        for phase in phases {
            out.push(phase_line(&phase, now));
            let shown = phase.steps.iter().filter(|step| step.applies != Truth::False);
            out.extend(shown.map(|step| step_line(step, &active, plan, contacts, now)));
        }
    }
    out
}

fn phase_line(phase: &GuidePhase<'_>, now: Moment) -> String {
    let tally = guide::tally(&phase.steps, now);
    let settled = tally.done + tally.failed + tally.skipped;
    let line = t!("status-phase", title = phase.phase.title.as_str(), settled = settled, all = tally.all());
    if tally.overdue == 0 { line } else { format!("{line} {}", t!("status-overdue", count = tally.overdue)) }
}

fn step_line(step: &GuideStep<'_>, active: &[&Id], plan: &Plan, contacts: &[Contact], now: Moment) -> String {
    let state = match step.state {
        StepState::Open => t!("status-open"),
        StepState::Done => t!("column-done"),
        StepState::Failed => t!("column-failed"),
        StepState::Skipped => t!("column-skipped"),
        StepState::Later => t!("column-later"),
    };
    let state = pad(&format!("[{state}]"), STATE_CELLS, Ambiguous::Narrow);
    let mut line = format!("  {state} {}", wording::step_title(step.placed.step, step.department));
    line.push_str(&format!("  ({})", name(step, active)));
    let mut remarks = Vec::new();
    if step.is_waiting() {
        if step.placed.step.memory {
            remarks.push(t!("status-first"));
        }
        if step.applies == Truth::Unknown {
            remarks.push(t!("status-perhaps"));
        }
        if let Some(due) = step.due {
            let at = due.with_timezone(&plan.facility.offset).format("%m-%d %H:%M").to_string();
            remarks.push(if step.is_overdue(now) { t!("status-was-due", at = at) } else { t!("status-due", at = at) });
        }
        if let StepKind::Call(whom) = &step.placed.step.kind {
            remarks.push(t!("status-call", contacts = callees(whom, contacts)));
        }
    }
    if let Some(marked) = &step.marked {
        remarks.extend(marked.at.map(|at| at.with_timezone(&plan.facility.offset).format("%m-%d %H:%M").to_string()));
        remarks.extend(marked.reason.clone());
    }
    for remark in remarks {
        line.push_str("  ");
        line.push_str(&remark);
    }
    line
}

/// How the step is typed in a command: without its runbook where only one is followed and the step is its own.
fn name(step: &GuideStep<'_>, active: &[&Id]) -> String {
    let whole = step.key.to_string();
    match active {
        [only] if **only == step.key.runbook => {
            whole.split_once(':').map_or_else(|| whole.clone(), |(_, own)| own.to_owned())
        }
        _ => whole,
    }
}

fn callees(whom: &[Id], contacts: &[Contact]) -> String {
    let one = |id: &Id| {
        contacts
            .iter()
            .find(|contact| contact.id == *id)
            .map_or_else(|| id.to_string(), |contact| format!("{} ({id})", contact.name))
    };
    whom.iter().map(one).collect::<Vec<_>>().join(&t!("list-separator"))
}

/// Duties that somebody has to see to, what presses most first.
fn duties(incident: &Incident, plan: &Plan, now: Moment) -> Vec<String> {
    let pending = clocks(incident, plan).into_iter().filter(|clock| clock.is_pending() && !clock.duty.optional);
    let rows = pending.map(|clock| {
        let mark = if clock.is_overdue(now) { "! " } else { "" };
        let state = pad(&format!("[{}]", state_word(clock.state)), STATE_CELLS, Ambiguous::Narrow);
        let due = due_words(&clock, plan, now);
        format!("  {state} {}  ({})  {mark}{due}", clock.duty.title, clock.duty.id)
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    [String::new(), t!("status-duties", count = rows.len())].into_iter().chain(rows).collect()
}

fn open_ends(incident: &Incident, plan: &Plan, now: Moment) -> Vec<String> {
    let mut out: Vec<String> = incident.open_orders().map(|order| order_line(incident, order, plan)).collect();
    let owed = owed(incident, plan);
    if !owed.is_empty() {
        out.push(t!("status-owed", count = owed.len()));
        out.extend(owed.iter().map(|item| format!("  {}", item.title)));
    }
    let back = awaited(return_list::awaited(incident, plan, today(&plan.facility, now)));
    out.extend(back.map(|back| t!("status-return", what = back)));
    let unconfirmed = incident.unconfirmed().count();
    if unconfirmed > 0 {
        out.push(t!("status-unconfirmed", count = unconfirmed));
    }
    if !incident.forks.is_empty() {
        out.push(t!("status-forks", count = incident.forks.len()));
    }
    if !out.is_empty() {
        out.insert(0, String::new());
    }
    out
}

fn order_line(incident: &Incident, order: &Order, plan: &Plan) -> String {
    let number = resolve::number(incident, &order.line).unwrap_or_default();
    let owner = plan.facility.role_title(order.owner.as_str());
    let line = t!("status-order", number = number, owner = owner, text = order.text.as_str());
    let due = order.due.map(|due| {
        let at = due.with_timezone(&plan.facility.offset).format("%m-%d %H:%M").to_string();
        t!("status-order-due", at = at)
    });
    wording::with_remark(&line, due.as_deref())
}
