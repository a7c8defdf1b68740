//! How a fact came to its value: each value with its time, who said it, how sure, and what became of the line.
//!
//! Owns the words of these rows and their order. Must not know where on the screen they stand.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::entry::Entry;
use crate::domain::event::{Event, FactValue};
use crate::domain::plan::Plan;
use crate::domain::runbook::{FactDef, Runbook};
use crate::domain::value::Confidence;
use crate::domain::when::Moment;
use crate::domain::wording;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::model::{Model, clock, lang};
use crate::tui::msg::Snapshot;

/// The most steps that are named as asking for a fact.
const STEPS: usize = 3;

/// Draws what is known about a fact, newest first, as much as there is room for.
pub fn draw(def: &FactDef, open: &Snapshot, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let title = t!("fact-history", title = def.title.as_str());
    canvas.put(area.x, area.y, area.width, &title, theme.strong());
    let mut rows = said(def, open, model, [theme.text(), theme.faint()]);
    if rows.is_empty() {
        rows.push((t!("fact-history-none"), theme.text()));
    }
    if let Some(steps) = asked_by(def, &open.plan) {
        rows.push((t!("fact-collected-by", steps = steps), theme.faint()));
    }
    let mut y = area.y + 1;
    for (text, style) in rows {
        if y >= area.bottom() {
            break;
        }
        y += canvas.wrapped(Rect { y, height: 2.min(area.bottom() - y), ..area }, &text, style);
    }
}

/// Every value that was said, newest first: those that count, and those that were withdrawn.
fn said(def: &FactDef, open: &Snapshot, model: &Model, [text, faint]: [Style; 2]) -> Vec<(String, Style)> {
    let id = def.id.as_str();
    let mut said: Vec<(Option<Moment>, String, Style)> = Vec::new();
    for value in open.incident.fact_history(id).iter().rev() {
        let given = FactValue { fact: def.id.clone(), value: value.value.clone(), confidence: value.confidence };
        let entry = open.incident.entry(&value.line);
        said.push((value.at, row(&given, value.at, entry, open, model), text));
    }
    for entry in open.incident.entries.iter().filter(|entry| entry.withdrawn.is_some()) {
        if let Some(given) = entry.facts().into_iter().find(|fact| fact.fact == def.id) {
            said.push((entry.at(), row(&given, entry.at(), Some(entry), open, model), faint));
        }
    }
    // The order of those that count is the fold's; the withdrawn ones go between them by their time.
    said.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
    said.into_iter().map(|(_, words, style)| (words, style)).collect()
}

/// `00:30 32人 [伝聞] 山田 恵 (手順で: …)〔訂正あり〕`
fn row(given: &FactValue, at: Option<Moment>, entry: Option<&Entry>, open: &Snapshot, model: &Model) -> String {
    let at = at.map_or_else(|| t!("time-unknown"), |at| clock(at, model.now));
    let mut text = format!("{at} {}", wording::value(&open.plan, given.fact.as_str(), &given.value, lang()));
    if given.confidence != Confidence::Confirmed {
        text.push_str(&format!(" [{}]", wording::confidence(given.confidence, lang())));
    }
    let Some(entry) = entry else { return text };
    let actor = entry.actor().map_or_else(|| t!("mark-nameless"), |who| who.name.clone());
    text.push_str(&format!(" {actor}"));
    if !entry.corrections.is_empty() {
        text.push_str(&t!("mark-corrected"));
    }
    if let Some(withdrawn) = &entry.withdrawn {
        text.push_str(&t!("mark-withdrawn", reason = withdrawn.reason.as_str()));
    }
    if let Event::StepMarked(marked) = &entry.line.event {
        let step = wording::step_named(&open.plan, &marked.step);
        text.push_str(&format!(" ({})", t!("fact-from-step", step = step)));
    }
    text
}

/// The steps that ask for a fact; `None` where none does.
fn asked_by(def: &FactDef, plan: &Plan) -> Option<String> {
    let steps = plan.runbooks.iter().flat_map(Runbook::steps).map(|(_, step)| step);
    let mut titles: Vec<String> = Vec::new();
    for step in steps.filter(|step| step.collect.contains(&def.id)) {
        let title = wording::step_title(step, None).trim_end_matches('。').to_owned();
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles.truncate(STEPS);
    (!titles.is_empty()).then(|| titles.join(&t!("list-separator")))
}
