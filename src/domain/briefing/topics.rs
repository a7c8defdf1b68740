//! What is asked to be decided, and what was decided of it so far.

use crate::domain::announcement::ToDecide;
use crate::domain::id::near;
use crate::domain::incident::Incident;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::when::Moment;
use crate::domain::who::Who;
use crate::domain::wording;

/// Something to decide, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic<'a> {
    /// What is to be decided.
    pub topic: &'a ToDecide,
    /// What was decided; `None`: nothing yet.
    pub settled: Option<Settled>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// In words.
    pub words: String,
    /// When.
    pub at: Option<Moment>,
    /// By whom.
    pub actor: Option<Who>,
}

/// All that is to be decided, in the order of the file. What a step has set counts as what was decided on the telephone does.
pub fn topics<'a>(incident: &Incident, plan: &'a Plan) -> Vec<Topic<'a>> {
    plan.decisions.iter().map(|topic| Topic { topic, settled: settled(topic, incident, plan) }).collect()
}

/// The topic that somebody means: by its id, its title or a part of it that only one has, or the fact that it sets.
///
/// # Errors
/// [`Refusal::NotFound`] with near names.
pub fn topic<'a>(plan: &'a Plan, typed: &str) -> Result<&'a ToDecide, Refusal> {
    let wanted = typed.trim();
    let is_meant = |topic: &&ToDecide| {
        topic.id.as_str() == wanted
            || topic.title == wanted
            || topic.fact.as_ref().is_some_and(|fact| fact.as_str() == wanted)
    };
    let mut parts = plan.decisions.iter().filter(|topic| !wanted.is_empty() && topic.title.contains(wanted));
    let part = parts.next().filter(|_| parts.next().is_none());
    plan.decisions.iter().find(is_meant).or(part).ok_or_else(|| {
        let names = plan.decisions.iter().flat_map(|topic| [topic.id.as_str(), topic.title.as_str()]);
        Refusal::NotFound { what: What::Topic, typed: wanted.to_owned(), near: near(wanted, names) }
    })
}

fn settled(topic: &ToDecide, incident: &Incident, plan: &Plan) -> Option<Settled> {
    let lang = plan.facility.lang;
    let Some(id) = &topic.fact else {
        let declared = incident.declaration()?;
        let words = format!("{} {}", declared.made.level, declared.made.level_title);
        return Some(Settled { words, at: declared.at, actor: declared.actor.clone() });
    };
    let fact = incident.fact(id.as_str()).filter(|fact| !fact.value.is_unknown())?;
    // In the words in which it was said, where the decision is what holds.
    let said =
        incident.decisions.iter().rev().find(|made| made.line == fact.line).map(|made| made.made.decision.clone());
    let words = said.unwrap_or_else(|| wording::value(plan, id.as_str(), &fact.value, lang));
    Some(Settled { words, at: fact.at, actor: fact.actor.clone() })
}
