//! Setting the record right: corrections, withdrawals, confirmations, claims. Nothing is edited; each is a further line.

use super::work::fitting;
use super::{not_ahead, not_empty, one, reasoned};
use crate::domain::command::{Context, Decision};
use crate::domain::entry::{Entry, is_of_the_program, overlay};
use crate::domain::event::{CorrectedTime, EntryCorrected, EntryWithdrawn, Event, FactValue, Targets};
use crate::domain::facility::Lang;
use crate::domain::hash::Hash;
use crate::domain::incident::Incident;
use crate::domain::outbox::MailState;
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::{Answer, Value};
use crate::domain::when::When;
use crate::domain::who::Who;
use crate::domain::wording;

pub(super) fn correct(
    incident: &Incident,
    context: &Context<'_>,
    target: &Hash,
    text: Option<&str>,
    occurred: Option<&CorrectedTime>,
    for_: Option<&Who>,
    facts: &[FactValue],
) -> Result<Decision, Refusal> {
    let entry = changeable(incident, target)?;
    let text = text.map(not_empty).transpose()?.map(ToOwned::to_owned);
    let facts = &fitting(context.plan, facts)?;
    let carries: Vec<_> = entry.facts().into_iter().map(|fact| fact.fact).collect();
    if let Some(strange) = facts.iter().find(|fact| !carries.contains(&fact.fact)) {
        let near = carries.iter().map(ToString::to_string).collect();
        return Err(Refusal::NotFound { what: What::Fact, typed: strange.fact.to_string(), near });
    }
    let until = occurred.and_then(|time| time.said.as_ref()).and_then(|said| said.until);
    let ahead = not_ahead(context, &[occurred.and_then(|time| time.at), until])?;
    if text.is_none() && occurred.is_none() && for_.is_none() && facts.is_empty() {
        return Err(Refusal::NoChange);
    }
    let said = correction(context.plan, entry.text(), text.as_deref(), occurred, for_, facts);
    let corrected = EntryCorrected {
        target: *target,
        text: text.or_else(|| reworded(context.plan, entry, facts)),
        occurred: occurred.cloned(),
        for_: for_.cloned(),
        facts: facts.clone(),
    };
    let mut decision = one(context, Event::EntryCorrected(corrected), said)?;
    decision.notices.extend(ahead);
    Ok(decision)
}

/// What a correction says: which part of what stands there becomes what.
fn correction(
    plan: &Plan,
    was: &str,
    text: Option<&str>,
    occurred: Option<&CorrectedTime>,
    for_: Option<&Who>,
    facts: &[FactValue],
) -> String {
    let lang = plan.facility.lang;
    let when = occurred.map(|time| When { at: time.at, said: time.said.clone() });
    let mut parts: Vec<(&str, String)> = Vec::new();
    parts.extend(when.map(|when| (wording::pick(lang, "時刻", "time"), wording::when(&plan.facility, &when, lang))));
    parts.extend(for_.map(|whose| (wording::pick(lang, "行為者", "person"), whose.name.clone())));
    if !facts.is_empty() {
        parts.push((wording::pick(lang, "値", "values"), wording::facts(plan, facts, lang)));
    }
    let was = wording::quoted(was);
    match lang {
        Lang::Ja => {
            let text = text.map(|text| format!("を「{text}」に"));
            let first = if text.is_some() { "" } else { "の" };
            let parts: Vec<String> =
                text.into_iter().chain(parts.iter().map(|(part, now)| format!("{part}を {now} に"))).collect();
            format!("訂正: 「{was}」{first}{}", parts.join("、"))
        }
        Lang::En => {
            let text = text.map(|text| format!("text becomes \"{text}\""));
            let parts: Vec<String> =
                text.into_iter().chain(parts.iter().map(|(part, now)| format!("{part} becomes {now}"))).collect();
            format!("Correction: \"{was}\": {}", parts.join("; "))
        }
    }
}

/// The program's own words for other values, so that a reader does not meet the old number in the text. Words that a person chose
/// stay as they are.
fn reworded(plan: &Plan, entry: &Entry, corrected: &[FactValue]) -> Option<String> {
    let worded = |facts: &[FactValue]| match &entry.line.event {
        Event::FactSet(_) => Some(wording::facts(plan, facts, plan.facility.lang)),
        Event::CriterionAnswered(answered) => facts.first().map(|fact| {
            let answer = if let Value::Answer(answer) = fact.value { answer } else { Answer::Unknown };
            wording::answered(plan, answered.criterion.as_str(), answer, fact.confidence)
        }),
        Event::StepMarked(marked) => {
            Some(wording::marked(plan, &marked.step, marked.mark, marked.reason.as_deref(), facts))
        }
        _ => None,
    };
    let mut facts = entry.facts();
    let ours = !corrected.is_empty() && worded(&facts).as_deref() == Some(entry.text());
    overlay(&mut facts, corrected);
    worded(&facts).filter(|_| ours)
}

pub(super) fn withdraw(
    incident: &Incident,
    context: &Context<'_>,
    target: &Hash,
    reason: &str,
) -> Result<Decision, Refusal> {
    let entry = find(incident, target)?;
    if entry.withdrawn.is_some() {
        return Err(Refusal::AlreadyWithdrawn { line: *target });
    }
    // The beginning and what the record needs for itself stay; what was set right can be set back.
    let keeps = entry.is_bookkeeping() && !matches!(entry.line.event, Event::EntryClaimed(_));
    // What a mail server answered is no account of anybody's.
    if matches!(entry.line.event, Event::Opened(_)) || keeps || is_of_the_program(&entry.line.event) {
        return Err(Refusal::NotChangeable { line: *target });
    }
    // What has left, or may have, cannot be called back.
    if let Some(mail) = incident.mails.iter().find(|mail| mail.line == *target) {
        let state = mail.state(context.now);
        if !matches!(state, MailState::Waiting | MailState::Failed) {
            return Err(Refusal::MailNotWaiting { state });
        }
    }
    let reason = reasoned(reason)?.to_owned();
    let lang = context.plan.facility.lang;
    let text = format!("{}{}", wording::pick(lang, "取消: ", "Withdrawn: "), wording::quoted(entry.text()));
    let text = wording::with_remark(&text, Some(&reason));
    one(context, Event::EntryWithdrawn(EntryWithdrawn { target: *target, reason }), text)
}

pub(super) fn confirm(incident: &Incident, context: &Context<'_>, targets: &[Hash]) -> Result<Decision, Refusal> {
    if targets.is_empty() {
        return Err(Refusal::NothingToConfirm);
    }
    let actor = context.actor().ok_or(Refusal::NeedsPerson)?;
    for target in targets {
        let entry = find(incident, target)?;
        if entry.withdrawn.is_some() {
            return Err(Refusal::AlreadyWithdrawn { line: *target });
        }
        may_confirm(context, entry, actor)?;
    }
    let lang = context.plan.facility.lang;
    let said = match targets {
        [only] => {
            let text = incident.entry(only).map(Entry::text).map(wording::quoted).unwrap_or_default();
            format!("{}{text}", wording::pick(lang, "確定: ", "Confirmed: "))
        }
        several => match lang {
            Lang::Ja => format!("確定: {}件の記録", several.len()),
            Lang::En => format!("Confirmed: {} entries", several.len()),
        },
    };
    one(context, Event::EntryConfirmed(Targets { targets: targets.to_vec() }), said)
}

/// A 仮宣言 is confirmed by the role that decides, also over the phone; an entry by the person whose act it is, in person.
fn may_confirm(context: &Context<'_>, entry: &Entry, actor: &Who) -> Result<(), Refusal> {
    if let Event::DeclarationMade(made) = &entry.line.event
        && made.provisional
        && !entry.for_whom().is_some_and(|whose| whose.same_person(actor))
    {
        let facility = &context.plan.facility;
        let may_decide = actor.id.as_ref().is_some_and(|id| facility.may_act_as(id.as_str(), made.role.as_str()));
        let deciders = facility.holders_and_alternates(made.role.as_str());
        return if may_decide && entry.confirmed_by_another().is_some() {
            Err(Refusal::NothingToConfirm)
        } else if may_decide {
            Ok(())
        } else {
            Err(Refusal::NotTheDecider {
                role: facility.role_title(made.role.as_str()).to_owned(),
                deciders: deciders.iter().map(|person| person.name.clone()).collect(),
                who: Some(actor.name.clone()),
            })
        };
    }
    let Some(whose) = entry.actor() else {
        return Err(Refusal::NotChangeable { line: entry.hash() });
    };
    let in_person = context.for_.is_none() || context.by.as_ref().is_some_and(|by| by.same_person(actor));
    if !whose.same_person(actor) || !in_person {
        return Err(Refusal::NotYours { whose: whose.name.clone() });
    }
    if entry.is_unconfirmed() { Ok(()) } else { Err(Refusal::NothingToConfirm) }
}

pub(super) fn confirm_all_of(incident: &Incident, context: &Context<'_>, person: &Who) -> Result<Decision, Refusal> {
    let theirs = |entry: &&Entry| entry.actor().is_some_and(|whose| whose.same_person(person));
    let targets: Vec<Hash> = incident.unconfirmed().filter(theirs).map(Entry::hash).collect();
    if targets.is_empty() {
        return Err(Refusal::NothingToConfirm);
    }
    confirm(incident, context, &targets)
}

pub(super) fn claim(incident: &Incident, context: &Context<'_>, targets: &[Hash]) -> Result<Decision, Refusal> {
    let by = context.by.as_ref().ok_or(Refusal::NeedsPerson)?;
    let nameless = |entry: &&Entry| entry.by().is_none() && !entry.is_bookkeeping();
    let targets: Vec<Hash> = if targets.is_empty() {
        incident.entries.iter().filter(nameless).map(Entry::hash).collect()
    } else {
        for target in targets {
            if find(incident, target)?.by().is_some() {
                return Err(Refusal::NotChangeable { line: *target });
            }
        }
        targets.to_vec()
    };
    if targets.is_empty() {
        return Err(Refusal::NothingToConfirm);
    }
    let text = match context.plan.facility.lang {
        Lang::Ja => format!("名乗り: ここまでの{}件は{}の入力", targets.len(), by.name),
        Lang::En => format!("Claimed: {} entries were typed by {}", targets.len(), by.name),
    };
    one(context, Event::EntryClaimed(Targets { targets }), text)
}

fn find<'a>(incident: &'a Incident, target: &Hash) -> Result<&'a Entry, Refusal> {
    let not_found = || Refusal::NotFound { what: What::Line, typed: target.short(), near: Vec::new() };
    incident.entry(target).ok_or_else(not_found)
}

/// Only what people entered as an account of events can be corrected; what set the record right is withdrawn instead.
fn changeable<'a>(incident: &'a Incident, target: &Hash) -> Result<&'a Entry, Refusal> {
    let entry = find(incident, target)?;
    if entry.withdrawn.is_some() {
        return Err(Refusal::AlreadyWithdrawn { line: *target });
    }
    let sets_right = matches!(
        entry.line.event,
        Event::EntryCorrected(_) | Event::EntryWithdrawn(_) | Event::EntryConfirmed(_) | Event::Unknown { .. }
    );
    if sets_right || entry.is_bookkeeping() { Err(Refusal::NotChangeable { line: *target }) } else { Ok(entry) }
}
