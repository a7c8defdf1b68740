//! How an incident begins, and which runbooks it follows.

use super::{draft, one, own_draft, reasoned};
use crate::domain::command::{Context, Decision};
use crate::domain::event::{Event, Opened, RunbookAdded, RunbookAside, Sign, SiteFile};
use crate::domain::id::Id;
use crate::domain::incident::Incident;
use crate::domain::line::Draft;
use crate::domain::refusal::Refusal;
use crate::domain::{resolve, wording};

/// An incident begins with what was noticed, in words or by a sign; the runbook may come later.
pub(super) fn open(
    incident: &Incident,
    context: &Context<'_>,
    drill: bool,
    signs: &[Sign],
    text: &str,
    pinned: &[SiteFile],
    runbooks: &[Id],
) -> Result<Decision, Refusal> {
    if incident.opening.is_some() {
        return Err(Refusal::AlreadyBegun);
    }
    let lang = context.plan.facility.lang;
    let named: Vec<&str> = signs.iter().map(|sign| wording::sign(*sign, lang)).collect();
    let text = text.trim();
    let text = match (text.is_empty(), named.is_empty()) {
        (true, true) => return Err(Refusal::EmptyText),
        (true, false) => named.join(wording::pick(lang, "、", ", ")),
        (false, _) => text.to_owned(),
    };
    let event = Event::Opened(Opened { drill, signs: signs.to_vec() });
    let mut drafts = one(context, event, text)?.drafts;
    drafts.extend(pinned.iter().map(|file| pin(context, file)));
    for runbook in runbooks {
        resolve::runbook(context.plan, runbook.as_str())?;
        drafts.push(added(context, runbook));
    }
    Ok(Decision { drafts, notices: Vec::new() })
}

pub(super) fn add_runbook(
    incident: &Incident,
    context: &Context<'_>,
    runbook: &Id,
    file: Option<&SiteFile>,
) -> Result<Decision, Refusal> {
    resolve::runbook(context.plan, runbook.as_str())?;
    if incident.runbooks.get(runbook).is_some_and(|state| state.active) {
        return Err(Refusal::AlreadyActive { title: title(context, runbook).to_owned() });
    }
    let unpinned = file.filter(|file| incident.pinned.get(&file.path).is_none_or(|known| known.sha256 != file.sha256));
    let mut drafts: Vec<Draft> = unpinned.into_iter().map(|file| pin(context, file)).collect();
    drafts.push(added(context, runbook));
    Ok(Decision { drafts, notices: Vec::new() })
}

pub(super) fn put_aside(
    incident: &Incident,
    context: &Context<'_>,
    runbook: &Id,
    reason: &str,
) -> Result<Decision, Refusal> {
    let known = resolve::runbook(context.plan, runbook.as_str())?;
    let reason = reasoned(reason)?.to_owned();
    if incident.runbooks.get(&known).is_some_and(|state| !state.active) {
        let title = title(context, runbook).to_owned();
        return Err(Refusal::NotActive { runbook: known, title });
    }
    let lang = context.plan.facility.lang;
    let title = title(context, runbook);
    let text = wording::with_remark(
        &format!("{}{title}", wording::pick(lang, "手順書を対象から外す: ", "Runbook put aside: ")),
        Some(&reason),
    );
    one(context, Event::RunbookAside(RunbookAside { runbook: known, reason }), text)
}

pub(super) fn change_site(incident: &Incident, context: &Context<'_>, file: &SiteFile) -> Result<Decision, Refusal> {
    if incident.pinned.get(&file.path).is_some_and(|known| known.sha256 == file.sha256) {
        return Err(Refusal::NoChange);
    }
    let lang = context.plan.facility.lang;
    let text = format!("{}{}", wording::pick(lang, "施設データを改めた: ", "Site data changed: "), file.path);
    one(context, Event::SiteChanged(file.clone()), text)
}

fn pin(context: &Context<'_>, file: &SiteFile) -> Draft {
    let lang = context.plan.facility.lang;
    let text = format!("{}{}", wording::pick(lang, "使用する施設データ: ", "Site data in use: "), file.path);
    own_draft(context, Event::SitePinned(file.clone()), text)
}

fn added(context: &Context<'_>, runbook: &Id) -> Draft {
    let lang = context.plan.facility.lang;
    let version = context.plan.runbook(runbook.as_str()).map_or("", |runbook| runbook.version.as_str());
    let said = wording::pick(lang, "手順書を使う: ", "Runbook added: ");
    let edition = wording::pick(lang, "版", "edition ");
    let edition = if lang == crate::domain::facility::Lang::Ja {
        format!("{version}{edition}")
    } else {
        format!("{edition}{version}")
    };
    let text = wording::with_remark(&format!("{said}{}", title(context, runbook)), Some(&edition));
    draft(context, Event::RunbookAdded(RunbookAdded { runbook: runbook.clone() }), text)
}

fn title<'a>(context: &'a Context<'_>, runbook: &'a Id) -> &'a str {
    context.plan.runbook(runbook.as_str()).map_or(runbook.as_str(), |runbook| runbook.title.as_str())
}
