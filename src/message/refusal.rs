//! The words for each refusal.

use super::{Exit, Message, ledger, names, refused, restoring, safe};
use crate::domain::incident::Stage;
use crate::domain::outbox::MailState;
use crate::domain::refusal::{Refusal, What};
use crate::domain::value::ValueType;
use crate::t;

pub(super) fn message(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::Future { at } => {
            let at = at.format("%Y-%m-%d %H:%M").to_string();
            refused("future", t!("refusal-future", at = at))
                .hint_by_face(t!("refusal-future-hint"), t!("screen-future"))
        }
        Refusal::EmptyText => refused("empty-text", t!("refusal-empty")).hint(t!("refusal-empty-hint")),
        Refusal::TooLong { limit } => {
            refused("too-long", t!("refusal-too-long", limit = (limit / 1024))).hint(t!("refusal-too-long-hint"))
        }
        Refusal::NeedsReason => {
            refused("needs-reason", t!("refusal-reason")).hint_by_face(t!("refusal-reason-hint"), t!("screen-reason"))
        }
        Refusal::NotFound { what, typed, near } => not_found(*what, typed, near),
        Refusal::Ambiguous { what, typed, fits } => {
            refused("ambiguous", t!("refusal-ambiguous", what = thing(*what), typed = safe(typed)))
                .hint(t!("refusal-ambiguous-hint", fits = names(fits)))
        }
        Refusal::WrongStage { stage } => wrong_stage(*stage),
        Refusal::StillDeclared { level } => refused("wrong-stage", t!("refusal-still-declared", level = (*level)))
            .hint(t!("refusal-still-declared-hint")),
        Refusal::AlreadyBegun => refused("already-begun", t!("refusal-already-begun")),
        Refusal::AlreadyActive { title } => {
            refused("already-active", t!("refusal-already-active", runbook = safe(title)))
        }
        Refusal::NotActive { runbook, title } => refused("not-active", t!("refusal-not-active", runbook = safe(title)))
            .hint_by_face(t!("refusal-not-active-hint", runbook = runbook.to_string()), t!("screen-runbook")),
        Refusal::NeedsGrounds => refused("needs-grounds", t!("refusal-grounds"))
            .hint_by_face(t!("refusal-grounds-hint"), t!("screen-grounds")),
        Refusal::NotTheDecider { role, deciders, who } => not_the_decider(role, deciders, who.as_deref()),
        Refusal::NotTheApprover { role, approvers, who } => {
            restoring::not_the_approver(role, approvers, who.as_deref())
        }
        Refusal::BackupOfAnother { backup, of, system } => restoring::backup_of_another(backup, of, system),
        Refusal::NobodyTried { role, deciders } => {
            let first = deciders.first().map(|(id, _)| id.clone()).unwrap_or_default();
            let deciders: Vec<&String> = deciders.iter().map(|(_, name)| name).collect();
            refused("nobody-tried", t!("refusal-nobody-tried", role = safe(role)))
                .hint_by_face(
                    t!("refusal-decider-hint-call", deciders = names(&deciders)),
                    t!("screen-decider", deciders = names(&deciders)),
                )
                .hint_by_face(t!("refusal-nobody-tried-hint", id = first), t!("screen-nobody-tried"))
        }
        Refusal::NeedNotBeProvisional { who } => {
            refused("need-not-be-provisional", t!("refusal-not-provisional", who = safe(who)))
        }
        Refusal::WrongValue { fact, title, wanted, choices } => {
            let named = if title == fact.as_str() { fact.to_string() } else { format!("{} ({fact})", safe(title)) };
            let message = refused("wrong-value", t!("refusal-value", fact = named, wanted = value_type(*wanted)));
            if choices.is_empty() {
                message
            } else {
                message.hint(t!("refusal-value-choices", choices = names(choices)))
            }
        }
        Refusal::NeedsPerson => {
            refused("needs-person", t!("refusal-person")).hint_by_face(t!("refusal-person-hint"), t!("screen-person"))
        }
        Refusal::NotYours { whose } => refused("not-yours", t!("refusal-not-yours", whose = safe(whose)))
            .hint(t!("refusal-not-yours-hint", whose = safe(whose))),
        Refusal::NothingToConfirm => refused("nothing-to-confirm", t!("refusal-nothing-to-confirm")),
        Refusal::NotChangeable { line } => refused("not-changeable", t!("refusal-not-changeable", line = line.short()))
            .hint(t!("refusal-not-changeable-hint")),
        Refusal::AlreadyWithdrawn { line } => {
            refused("already-withdrawn", t!("refusal-already-withdrawn", line = line.short()))
        }
        Refusal::AlreadyDone => refused("already-done", t!("refusal-already-done")),
        Refusal::NoChange => refused("no-change", t!("refusal-no-change")),
        Refusal::BadAddress { address } => refused("bad-address", t!("refusal-bad-address", address = safe(address)))
            .hint(t!("refusal-bad-address-hint")),
        Refusal::RealAddressInDrill { address } => {
            refused("real-address-in-drill", t!("refusal-real-address", address = safe(address)))
        }
        Refusal::GatesShut { system, gates, recheck } => restoring::gates_shut(system, gates, recheck),
        Refusal::NotYet { system, needed } => restoring::not_yet(system, needed),
        Refusal::OnlyOverridden { gate } => restoring::only_overridden(*gate),
        Refusal::NotBackupWork { line } => {
            refused("not-backup-work", t!("refusal-not-backup-work", line = line.short()))
                .hint(t!("refusal-not-backup-work-hint"))
        }
        Refusal::AlreadyApproved => refused("already-approved", t!("refusal-already-approved")),
        Refusal::NoSheets
        | Refusal::BatchExists { .. }
        | Refusal::MoreThanGiven { .. }
        | Refusal::MoreThanUsed { .. }
        | Refusal::NotCounted { .. }
        | Refusal::EndsBeforeBegin => ledger::refusal(refusal),
        Refusal::DrillMail => refused("drill-mail", t!("refusal-drill-mail")),
        Refusal::MailNotWaiting { state } => {
            refused("mail-not-waiting", t!("refusal-mail-state", state = mail_state(*state)))
        }
    }
}

fn not_the_decider(role: &str, deciders: &[String], who: Option<&str>) -> Message {
    let what = match who {
        Some(who) => t!("refusal-decider", who = safe(who), role = safe(role)),
        None => t!("refusal-decider-nobody", role = safe(role)),
    };
    refused("not-the-decider", what)
        .hint_by_face(
            t!("refusal-decider-hint-call", deciders = names(deciders)),
            t!("screen-decider", deciders = names(deciders)),
        )
        .hint_by_face(t!("refusal-decider-hint-provisional"), t!("screen-provisional"))
}

fn not_found(what: What, typed: &str, near: &[String]) -> Message {
    let message =
        Message::new("not-found", Exit::Refused, t!("refusal-not-found", what = thing(what), typed = safe(typed)));
    let message = if near.is_empty() { message } else { message.hint(t!("refusal-near", near = names(near))) };
    match what {
        What::Step => message.hint_by_face(t!("refusal-step-hint"), t!("screen-step")),
        What::Criterion => message.hint_by_face(t!("refusal-criterion-hint"), t!("screen-criterion")),
        What::Line | What::Order => message.hint_by_face(t!("refusal-line-hint"), t!("screen-line")),
        What::Incident => message.hint_by_face(t!("refusal-incident-hint"), t!("screen-incident")),
        What::Fact => message.hint_by_face(t!("refusal-fact-hint"), t!("screen-fact")),
        What::Contact => message.hint_by_face(t!("refusal-contact-hint"), t!("screen-contact")),
        What::OpenItem => message.hint_by_face(t!("refusal-open-item-hint"), t!("screen-open-item")),
        What::File => message.hint(t!("refusal-file-hint")),
        What::Duty => message.hint(t!("refusal-duty-hint")),
        What::Mail => message.hint(t!("refusal-mail-hint")),
        What::Announcement => message.hint(t!("refusal-announcement-hint")),
        What::Topic => message.hint(t!("refusal-topic-hint")),
        What::System => message.hint(t!("refusal-system-hint")),
        What::Department => message.hint_by_face(t!("refusal-department-hint"), t!("screen-department")),
        What::Account => message.hint_by_face(t!("refusal-account-hint"), t!("screen-account")),
        What::Runbook | What::Role | What::Level | What::Person => message,
        What::Backup => message.hint(t!("refusal-backup-hint")),
        What::Batch | What::Gap => message.hint_by_face(t!("refusal-ledger-hint"), t!("screen-ledger")),
    }
}

/// Where a mail stands, in a word.
pub fn mail_state(state: MailState) -> String {
    match state {
        MailState::Waiting => t!("mail-waiting"),
        MailState::Trying => t!("mail-trying"),
        MailState::Sent => t!("mail-sent"),
        MailState::Failed => t!("mail-failed"),
        MailState::Unknown => t!("mail-unknown"),
    }
}

fn wrong_stage(stage: Stage) -> Message {
    let (what, hint) = match stage {
        Stage::Open => (t!("refusal-stage-open"), None),
        Stage::StoodDown => (t!("refusal-stage-stood-down"), None),
        Stage::Closed => (t!("refusal-stage-closed"), Some((t!("refusal-stage-closed-hint"), t!("screen-reopen")))),
    };
    let message = Message::new("wrong-stage", Exit::Refused, what);
    hint.into_iter().fold(message, |message, (command, screen)| message.hint_by_face(command, screen))
}

fn thing(what: What) -> String {
    match what {
        What::Step => t!("thing-step"),
        What::Criterion => t!("thing-criterion"),
        What::Fact => t!("thing-fact"),
        What::Runbook => t!("thing-runbook"),
        What::Role => t!("thing-role"),
        What::Level => t!("thing-level"),
        What::Line => t!("thing-line"),
        What::Order => t!("thing-order"),
        What::Contact => t!("thing-contact"),
        What::Person => t!("thing-person"),
        What::Incident => t!("thing-incident"),
        What::OpenItem => t!("thing-open-item"),
        What::File => t!("thing-file"),
        What::Duty => t!("thing-duty"),
        What::Mail => t!("thing-mail"),
        What::Announcement => t!("thing-announcement"),
        What::Topic => t!("thing-topic"),
        What::System => t!("thing-system"),
        What::Department => t!("thing-department"),
        What::Backup => t!("thing-backup"),
        What::Account => t!("thing-account"),
        What::Batch => t!("thing-batch"),
        What::Gap => t!("thing-gap"),
    }
}

/// What a fact takes, in words.
pub fn value_type(wanted: ValueType) -> String {
    match wanted {
        ValueType::Text => t!("value-text"),
        ValueType::Count => t!("value-count"),
        ValueType::Time => t!("value-time"),
        ValueType::Choice => t!("value-choice"),
        ValueType::Answer => t!("value-answer"),
        ValueType::List => t!("value-list"),
    }
}
