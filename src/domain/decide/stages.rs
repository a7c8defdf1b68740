//! The watch and the end: handing over, stand-down with its takers, closing, reopening.

use super::{one, reasoned};
use crate::domain::command::{Assignment, Context, Decision};
use crate::domain::event::{Event, HandedOver, Nothing, Reopened, StoodDown, Taken};
use crate::domain::facility::Lang;
use crate::domain::incident::Incident;
use crate::domain::open_items::open_items;
use crate::domain::refusal::{Notice, Refusal, What};
use crate::domain::who::Who;
use crate::domain::wording;

pub(super) fn hand_over(context: &Context<'_>, taker: &Who) -> Result<Decision, Refusal> {
    let giver = context.actor().ok_or(Refusal::NeedsPerson)?.clone();
    if giver.same_person(taker) {
        return Err(Refusal::NoChange);
    }
    let text = match context.plan.facility.lang {
        Lang::Ja => format!("引継ぎ: {}から{}へ", giver.name, taker.name),
        Lang::En => format!("Watch handed over from {} to {}", giver.name, taker.name),
    };
    let mut decision =
        one(context, Event::HandedOver(HandedOver { giver: giver.clone(), taker: taker.clone() }), text)?;
    for draft in &mut decision.drafts {
        draft.from.get_or_insert_with(|| giver.name.clone());
        draft.to.get_or_insert_with(|| taker.name.clone());
    }
    Ok(decision)
}

pub(super) fn stand_down(
    incident: &Incident,
    context: &Context<'_>,
    takers: &[Assignment],
    otherwise: &Assignment,
) -> Result<Decision, Refusal> {
    let lang = context.plan.facility.lang;
    let items = open_items(incident, context.plan);
    let ids: Vec<String> = items.iter().map(crate::domain::open_items::OpenItem::id).collect();
    if let Some(strange) = takers.iter().find(|taker| !ids.contains(&taker.item)) {
        let near = crate::domain::id::near(&strange.item, ids.iter().map(String::as_str));
        return Err(Refusal::NotFound { what: What::OpenItem, typed: strange.item.clone(), near });
    }
    let fallback = context.actor();
    let tomorrow = context.now.date_naive().succ_opt().unwrap_or(context.now.date_naive());
    let mut open = Vec::new();
    for item in &items {
        let id = item.id();
        let own = takers.iter().find(|taker| taker.item == id);
        // Who had taken it before keeps it, unless somebody else is named for it.
        if let (None, Some(before)) = (own, incident.takers.get(&id)) {
            open.push(Taken { title: item.title.clone(), ..before.made.clone() });
            continue;
        }
        let taker = own
            .and_then(|own| own.taker.as_ref())
            .or(otherwise.taker.as_ref())
            .or(fallback)
            .ok_or(Refusal::NeedsPerson)?;
        let until = own.and_then(|own| own.until).or(otherwise.until).unwrap_or(tomorrow);
        let given = |assignment: &Assignment| {
            let reason = assignment.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
            reason.map(ToOwned::to_owned)
        };
        let reason = own
            .and_then(given)
            .or_else(|| given(otherwise))
            .unwrap_or_else(|| wording::pick(lang, "解除の時点で未了", "open at stand-down").to_owned());
        open.push(Taken {
            item: id,
            title: item.title.clone(),
            taker: taker.clone(),
            until: until.format("%Y-%m-%d").to_string(),
            reason,
        });
    }
    let count = open.len();
    let text = match lang {
        Lang::Ja if count == 0 => "非常時を解除 (未了なし)".to_owned(),
        Lang::En if count == 0 => "Stood down (nothing is open)".to_owned(),
        Lang::Ja => format!("非常時を解除 (未了 {count}件を引継ぎ)"),
        Lang::En => format!("Stood down ({count} open items handed on)"),
    };
    let mut decision = one(context, Event::StoodDown(StoodDown { open }), text)?;
    if count > 0 {
        decision.notices.push(Notice::OpenItems { count });
    }
    let facility = &context.plan.facility;
    let decides = |who: &Who, role: &str| who.id.as_ref().is_some_and(|id| facility.may_act_as(id.as_str(), role));
    if let Some(declared) = incident.declaration()
        && !context.actor().is_some_and(|who| decides(who, declared.made.role.as_str()))
    {
        let role = facility.role_title(declared.made.role.as_str()).to_owned();
        decision.notices.push(Notice::ForTheDeciders { role });
    }
    Ok(decision)
}

pub(super) fn close(context: &Context<'_>) -> Result<Decision, Refusal> {
    let text = wording::pick(context.plan.facility.lang, "事案を終結", "Incident closed").to_owned();
    one(context, Event::Closed(Nothing {}), text)
}

pub(super) fn reopen(context: &Context<'_>, reason: &str) -> Result<Decision, Refusal> {
    let reason = reasoned(reason)?.to_owned();
    let said = wording::pick(context.plan.facility.lang, "事案を再開", "Incident reopened");
    one(context, Event::Reopened(Reopened { reason: reason.clone() }), wording::with_remark(said, Some(&reason)))
}
