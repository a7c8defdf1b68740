//! Role cards: one page a role. What I do in the first half hour, what later, whom I tell, who stands in for me.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Input, Part, words};
use crate::domain::facility::Role;
use crate::domain::plan::Placed;
use crate::domain::runbook::{Anchor, Step, StepKind};
use crate::t;
use crate::text::width::{Ambiguous, width};

/// The first half hour, in minutes from the first sign.
const FIRST: u32 = 30;

/// The cells of one row in one of the two columns, and the rows of both columns of a page, for each size of letters from large to
/// small. Measured on A4 with a margin for lines that end early.
const SIZES: [(&str, usize, usize); 5] =
    [("xl", 35, 70), ("l", 40, 80), ("m", 45, 90), ("s", 51, 108), ("xs", 61, 132)];

#[derive(Serialize)]
struct CardData {
    size: &'static str,
    lead: String,
    name: String,
    sections: Vec<SectionData>,
    stand_in_title: String,
    stand_ins: Vec<String>,
    foot: String,
}

#[derive(Serialize)]
struct SectionData {
    title: String,
    items: Vec<ItemData>,
    none: Option<String>,
    tick: bool,
}

#[derive(Serialize, Clone)]
struct ItemData {
    heading: Option<String>,
    text: String,
    meta: String,
    warn: Option<String>,
}

pub(super) fn parts(input: &Input<'_>) -> Vec<Part> {
    let cards = input.plan.facility.roles.iter().filter_map(|role| card(input, role).map(|data| (role, data)));
    cards.map(|(role, data)| Part::new("card", role.title.clone(), data)).collect()
}

/// A role's steps of all runbooks, each once.
fn steps<'a>(input: &Input<'a>, role: &Role) -> Vec<Placed<'a>> {
    let mut seen: Vec<&Step> = Vec::new();
    let decides = |kind: &StepKind| matches!(kind, StepKind::Decision(decider) if *decider == role.id);
    // The steps of a restoration are walked days later, with the vendor: they stand in the binder.
    let in_an_emergency = input.plan.runbooks.iter().filter(|runbook| runbook.restores.is_none());
    let all = in_an_emergency.flat_map(|runbook| input.plan.walk(&runbook.id));
    let own = all.filter(|placed| placed.step.role.as_ref() == Some(&role.id) || decides(&placed.step.kind));
    // Runbooks share many steps word by word: on a card such a step stands once, as long as it is due in the same way.
    let is_new = |placed: &Placed<'a>| {
        let known = seen.iter().any(|known| says_the_same(known, placed.step));
        if !known {
            seen.push(placed.step);
        }
        !known
    };
    own.filter(is_new).collect()
}

fn says_the_same(one: &Step, other: &Step) -> bool {
    (&one.action, &one.warn, &one.within, one.memory) == (&other.action, &other.warn, &other.within, other.memory)
        && (&one.when, one.every) == (&other.when, other.every)
}

fn is_first(placed: &Placed<'_>) -> bool {
    let soon = placed.step.within.as_ref().is_some_and(|w| w.from == Anchor::Noticed && w.minutes <= FIRST);
    placed.step.memory || soon
}

fn card(input: &Input<'_>, role: &Role) -> Option<CardData> {
    let steps = steps(input, role);
    if steps.is_empty() {
        return None;
    }
    let several = input.plan.runbooks.len() > 1;
    let items = |wanted: bool| {
        let mut above = None;
        let chosen = steps.iter().filter(|placed| is_first(placed) == wanted);
        let items: Vec<ItemData> = chosen
            .map(|placed| {
                let new = above.replace(&placed.walked.id) != Some(&placed.walked.id);
                item(placed, wanted, (several && new).then(|| placed.walked.title.clone()))
            })
            .collect();
        items
    };
    let section = |title: String, items: Vec<ItemData>, tick: bool| {
        let none = items.is_empty().then(|| t!("paper-card-none"));
        SectionData { title, items, none, tick }
    };
    let sections = vec![
        section(t!("paper-card-first"), items(true), true),
        section(t!("paper-card-later"), items(false), true),
        section(t!("paper-card-tell"), tell(input, &steps), false),
    ];
    let people = input.plan.facility.holders_and_alternates(role.id.as_str());
    let holds = |person: &crate::domain::facility::Person| person.roles.contains(&role.id);
    let stand_ins = people.iter().enumerate().map(|(at, person)| {
        let kind = if holds(person) { t!("paper-card-holder") } else { t!("paper-card-alternate") };
        format!("{}. {} ({kind})", at + 1, person.name)
    });
    Some(CardData {
        size: size(&sections, people.len()),
        lead: t!("paper-card-lead", role = role.title.as_str()),
        name: t!("paper-card-name"),
        stand_in_title: t!("paper-card-stand-ins"),
        stand_ins: stand_ins.collect(),
        foot: t!("paper-card-foot"),
        sections,
    })
}

/// A step on a card. What comes first stands there in full; of the rest the binder has the particulars.
fn item(placed: &Placed<'_>, in_full: bool, heading: Option<String>) -> ItemData {
    let step = placed.step;
    let mut meta: Vec<String> = Vec::new();
    meta.extend(step.within.as_ref().map(words::within_shortly));
    meta.extend(step.every.map(|every| t!("paper-every", span = words::span(every))));
    if step.each_department {
        meta.push(t!("paper-each-department"));
    }
    if step.when.is_some() {
        meta.push(t!("paper-card-when"));
    }
    let warn = step.warn.clone().filter(|_| in_full);
    ItemData { heading, text: step.action.clone(), meta: meta.join(&t!("list-separator")), warn }
}

/// Whom the role tells, each once.
fn tell(input: &Input<'_>, steps: &[Placed<'_>]) -> Vec<ItemData> {
    let mut seen = BTreeSet::new();
    let called = steps.iter().flat_map(|placed| match &placed.step.kind {
        StepKind::Call(contacts) => contacts.as_slice(),
        _ => &[],
    });
    called
        .filter(|id| seen.insert(id.as_str()))
        .map(|id| {
            let meta = words::contact(input, id.as_str()).map(|contact| words::number_in_brief(input, contact));
            let text = words::contact_name(input, id.as_str());
            ItemData { heading: None, text, meta: meta.unwrap_or_default(), warn: None }
        })
        .collect()
}

/// The largest letters with which the card should fit on its page.
fn size(sections: &[SectionData], stand_ins: usize) -> &'static str {
    // In tenths of a row: between two items there is a little room, above a heading more.
    let needed = |cells: usize| -> usize {
        let rows = |text: &str| 10 * width(text, Ambiguous::Wide).div_ceil(cells);
        let item = |item: &ItemData| {
            let heading = item.heading.as_deref().map_or(0, |heading| rows(heading) + 5);
            heading + rows(&format!("{} {}", item.text, item.meta)) + item.warn.as_deref().map_or(0, rows) + 2
        };
        let listed: usize = sections.iter().map(|section| 22 + section.items.iter().map(item).sum::<usize>()).sum();
        listed + 10 * stand_ins + 42
    };
    let fits = SIZES.iter().find(|(_, cells, rows)| needed(*cells) <= 10 * *rows);
    fits.or(SIZES.last()).map_or("xs", |(name, ..)| name)
}
