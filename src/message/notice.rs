//! The words for what was recorded all the same, and should be seen.

use super::{names, restoring, safe};
use crate::domain::plan::Plan;
use crate::domain::refusal::Notice;
use crate::t;

/// A notice in the words of the person who reads it.
pub fn notice(notice: &Notice, plan: &Plan) -> String {
    match notice {
        Notice::NotListed { name, near } if near.is_empty() => t!("notice-not-listed", name = safe(name)),
        Notice::NotListed { name, near } => {
            t!("notice-not-listed-near", name = safe(name), near = names(near))
        }
        Notice::Future { at } => t!("notice-future", at = at.format("%Y-%m-%d %H:%M").to_string()),
        Notice::AgainstSuggestion { suggested: Some(level) } => {
            t!("notice-against-suggestion", level = (*level))
        }
        Notice::AgainstSuggestion { suggested: None } => t!("notice-no-suggestion"),
        Notice::AwaitsConfirmation => t!("notice-awaits-confirmation"),
        Notice::NotCollected { facts } => {
            let titles: Vec<String> =
                facts.iter().map(|fact| format!("{} ({fact})", plan.fact_title(fact.as_str()))).collect();
            t!("notice-not-collected", facts = names(&titles))
        }
        Notice::DoesNotApply => t!("notice-does-not-apply"),
        Notice::Proxy { whose } => t!("notice-proxy", whose = safe(whose)),
        Notice::OpenItems { count } => t!("notice-open-items", count = (*count)),
        Notice::ForTheDeciders { role } => t!("notice-for-the-deciders", role = safe(role)),
        Notice::NotTried { names: untried } => t!("notice-not-tried", names = names(untried)),
        Notice::BeforeNoticed { at } => t!("notice-before-noticed", at = at.format("%Y-%m-%d %H:%M").to_string()),
        Notice::LaterHolds => t!("notice-later-holds"),
        Notice::GenerationMayBeTouched { system, against } => {
            t!("notice-generation", system = safe(system), against = restoring::against(*against))
        }
        Notice::CheckedAndApproved { system, gates } => {
            t!("notice-checked-and-approved", system = safe(system), gates = restoring::gates(gates))
        }
        Notice::ProcedureFollowed { title } => t!("notice-procedure-followed", title = safe(title)),
        Notice::ProcedureWalkedBefore { title } => t!("notice-procedure-again", title = safe(title)),
        Notice::NoProcedure { system } => t!("notice-no-procedure", system = safe(system)),
        Notice::NobodyApproved => t!("notice-nobody-approved"),
        Notice::DoubtInUse { systems } => t!("notice-doubt-in-use", systems = names(systems)),
        Notice::NeededSystemsOpen { system, on } => {
            t!("notice-needed-systems", system = safe(system), on = names(on))
        }
        Notice::SheetsMissing { count } => t!("notice-sheets-missing", count = (*count)),
        Notice::OriginalsWhere { batch } => t!("notice-originals-where", batch = batch.to_string()),
        Notice::FactFromGap { kind } => t!("notice-fact-from-gap", kind = super::ledger::gap_kind(*kind)),
        Notice::FactStays => t!("notice-fact-stays"),
        Notice::DatePassed { until } => t!("notice-date-passed", until = until.as_str()),
        Notice::Unverified => t!("notice-unverified"),
        Notice::Sample => t!("notice-sample"),
        Notice::ApprovesOwnWork => t!("notice-approves-own-work"),
    }
}
