//! Whether the shipped pack carries every emergency clause, guideline item and prompt that it promises to carry.

use std::collections::BTreeSet;
use std::path::Path;

use sonae::domain::plan::Plan;
use sonae::domain::runbook::StepKind;
use sonae::site::Site;

fn pack() -> Site {
    let site = Site::embedded();
    let errors: Vec<_> = site.diagnostics().iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    site
}

fn coverage() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.toml");
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let requirements = table["requirement"].as_array().unwrap();
    requirements
        .iter()
        .map(|requirement| {
            let covered = requirement["covered-by"].as_array().unwrap();
            assert!(!requirement["what"].as_str().unwrap().is_empty());
            assert!(!requirement["origin"].as_str().unwrap().is_empty());
            let covered = covered.iter().map(|by| by.as_str().unwrap().to_owned()).collect();
            (requirement["id"].as_str().unwrap().to_owned(), covered)
        })
        .collect()
}

fn exists(plan: &Plan, site: &Site, by: &str) -> bool {
    match by.split_once(':') {
        Some(("criterion", id)) => plan.criterion(id).is_some(),
        Some(("contact", id)) => site.contacts().iter().any(|contact| contact.id.as_str() == id),
        Some(("facility", rest)) => rest.strip_prefix("cutoff:").is_some_and(|id| plan.facility.cutoff(id).is_some()),
        Some(_) => by.parse().is_ok_and(|key| plan.step(&key).is_some()),
        None => false,
    }
}

#[test]
fn every_clause_action_and_prompt_is_carried_by_something_that_exists() {
    let site = pack();
    let requirements = coverage();
    let ids: BTreeSet<&str> = requirements.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids.len(), requirements.len(), "an id stands twice");
    // The six clauses of the published regulation, the actions of guideline item 18, and every row of the table of prompts.
    for clause in 1..=6 {
        assert!(ids.contains(format!("clause-{clause}").as_str()), "clause {clause} is missing");
    }
    let count = |prefix: &str| ids.iter().filter(|id| id.starts_with(prefix)).count();
    assert!(count("guideline-18-") >= 4, "the four actions of guideline item 18");
    assert!(count("prompt-") >= 15, "the fifteen rows of prompts");
    for (id, covered) in &requirements {
        assert!(!covered.is_empty(), "{id} is covered by nothing");
        for by in covered {
            assert!(exists(site.plan(), &site, by), "{id} names {by}, which does not exist");
        }
    }
}

#[test]
fn the_ransomware_runbook_is_whole() {
    let site = pack();
    let runbook = site.plan().runbook("ransomware").unwrap();
    assert!(runbook.criteria.len() >= 8);
    for id in ["notice-t1-attack", "notice-t2-failure", "notice-t3-harm"] {
        assert!(runbook.criterion(id).is_some(), "{id}");
    }
    assert!(runbook.steps().count() >= 45);
    assert!(runbook.criteria.iter().all(|criterion| !criterion.source.is_empty()), "each question names its source");
    let unsourced: Vec<_> =
        runbook.steps().filter(|(_, step)| step.source.is_empty()).map(|(_, step)| step.id.as_str()).collect();
    assert!(unsourced.is_empty(), "without a source: {unsourced:?}");
    assert!(runbook.steps().any(|(_, step)| step.memory && matches!(step.kind, StepKind::Call(_))), "the vendor call");
    let titles: Vec<&str> = runbook.phases.iter().map(|phase| phase.title.as_str()).collect();
    for wanted in
        ["覚知", "患者の安全", "初動", "証拠保全", "院内周知", "連絡", "縮退運用", "復旧", "平常復帰", "事後対応"]
    {
        assert!(titles.iter().any(|title| title.contains(wanted)), "{wanted} in {titles:?}");
    }
}

#[test]
fn the_cut_offs_stand_in_the_published_order() {
    let site = pack();
    let facility = &site.plan().facility;
    let mut cutoffs: Vec<_> = facility.cutoffs.iter().collect();
    cutoffs.sort_by_key(|cutoff| cutoff.order);
    let ids: Vec<&str> = cutoffs.iter().map(|cutoff| cutoff.id.as_str()).collect();
    assert_eq!(ids, ["backup-network", "outside-lines", "segment-boundary"], "BCPひな形 3.3.2");
    let by_importance: Vec<_> = facility.systems.iter().map(|system| (system.importance, system.id.clone())).collect();
    let by_restore: Vec<_> = facility.systems.iter().map(|system| (system.restore_order, system.id.clone())).collect();
    assert_ne!(sorted(by_importance), sorted(by_restore), "重要度 and 復旧優先度 are two things");
}

fn sorted(mut ranked: Vec<(u8, sonae::domain::id::Id)>) -> Vec<sonae::domain::id::Id> {
    ranked.sort();
    ranked.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn the_repository_root_is_a_valid_site() {
    let site = Site::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let errors: Vec<_> = site.diagnostics().iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(site.plan().runbook("ransomware").is_some());
}

#[test]
fn nothing_claims_legal_effect() {
    for file in sonae::site::pack::files() {
        for claim in ["法令準拠", "証拠能力", "改ざん不可能", "改ざんできない", "適合して"] {
            assert!(!file.text.contains(claim), "{} says {claim}", file.path);
        }
    }
}

#[test]
fn sample_numbers_cannot_be_dialled() {
    let site = pack();
    for contact in site.contacts().iter().filter(|contact| contact.sample) {
        for phone in &contact.phones {
            assert!(phone.number.starts_with("000-"), "{}: {}", contact.id, phone.number);
        }
    }
    for person in &site.plan().facility.people {
        assert!(person.phone.as_deref().is_none_or(|phone| phone.is_empty() || phone.starts_with("000-")));
    }
}
