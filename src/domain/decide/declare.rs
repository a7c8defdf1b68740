//! Declarations: by the role or its alternate, with grounds, also against the suggestion; and the 仮宣言 of the senior person
//! present when nobody answers.

use super::one;
use crate::domain::command::{Context, Decision};
use crate::domain::event::{DeclarationMade, Event};
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::suggest::{deciding_role, suggested_level};
use crate::domain::wording;

pub(super) fn declare(
    incident: &Incident,
    context: &Context<'_>,
    level: u8,
    grounds: &str,
    provisional: bool,
) -> Result<Decision, Refusal> {
    let facility = &context.plan.facility;
    let Some(known) = facility.level(level) else {
        let near = facility.levels.iter().map(|level| level.number.to_string()).collect();
        return Err(Refusal::NotFound { what: What::Level, typed: level.to_string(), near });
    };
    let grounds = grounds.trim();
    if grounds.is_empty() {
        return Err(Refusal::NeedsGrounds);
    }
    let role = deciding_role(incident, context.plan);
    let title = || facility.role_title(role.as_str()).to_owned();
    let deciders = facility.holders_and_alternates(role.as_str());
    let actor = context.actor();
    let may_decide =
        actor.and_then(|actor| actor.id.as_ref()).is_some_and(|id| facility.may_act_as(id.as_str(), role.as_str()));
    let mut attempts: Vec<Hash> = Vec::new();
    match (provisional, may_decide) {
        (false, false) => {
            let deciders = deciders.iter().map(|person| person.name.clone()).collect();
            let who = actor.map(|actor| actor.name.clone());
            return Err(Refusal::NotTheDecider { role: title(), deciders, who });
        }
        (true, true) => {
            let who = actor.map(|actor| actor.name.clone()).unwrap_or_default();
            return Err(Refusal::NeedNotBeProvisional { who });
        }
        (true, false) => {
            let ids: Vec<&str> = deciders.iter().map(|person| person.id.as_str()).collect();
            attempts = incident.failed_attempts(&ids).iter().map(|call| call.line).collect();
            // Only somebody can decide provisionally, and only after somebody was called.
            let Some(actor) = actor else { return Err(Refusal::NeedsPerson) };
            // It may raise the level while nobody answers. To lower what was declared is for those who declare.
            if level < incident.level() {
                let deciders = deciders.iter().map(|person| person.name.clone()).collect();
                return Err(Refusal::NotTheDecider { role: title(), deciders, who: Some(actor.name.clone()) });
            }
            if attempts.is_empty() {
                let deciders = deciders.iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
                return Err(Refusal::NobodyTried { role: title(), deciders });
            }
        }
        (false, true) => {}
    }
    let suggested = suggested_level(incident, context.plan);
    let lang = facility.lang;
    let act = match (provisional, lang) {
        (false, crate::domain::facility::Lang::Ja) => "非常時を宣言",
        (true, crate::domain::facility::Lang::Ja) => "非常時を仮宣言",
        (false, crate::domain::facility::Lang::En) => "Emergency declared",
        (true, crate::domain::facility::Lang::En) => "Emergency declared provisionally",
    };
    let named = wording::pick(lang, "レベル", "level ");
    let because = wording::pick(lang, "根拠: ", "grounds: ");
    let text = format!("{act}: {named}{level} {} {because}{grounds}", known.title);
    let made = DeclarationMade {
        level,
        level_title: known.title.clone(),
        grounds: grounds.to_owned(),
        role: role.clone(),
        suggested,
        provisional,
        attempts,
    };
    let mut decision = one(context, Event::DeclarationMade(made), text)?;
    for person in decision.drafts.iter_mut().flat_map(|draft| [&mut draft.for_, &mut draft.by]).flatten() {
        let acts = actor.is_some_and(|actor| actor.same_person(person));
        if acts && may_decide && person.role.is_none() {
            person.role = Some(role.clone());
        }
    }
    if suggested != Some(level) {
        decision.notices.push(Notice::AgainstSuggestion { suggested });
    }
    if provisional {
        let called = |id: &str| incident.calls.iter().any(|call| call.made.contact.as_str() == id);
        let untried: Vec<String> =
            deciders.iter().filter(|person| !called(person.id.as_str())).map(|person| person.name.clone()).collect();
        if !untried.is_empty() {
            decision.notices.push(Notice::NotTried { names: untried });
        }
        decision.notices.push(Notice::AwaitsConfirmation);
    }
    Ok(decision)
}
