//! Whether the shipped pack carries every emergency clause, guideline item and prompt that it promises to carry.

use std::collections::BTreeSet;
use std::path::Path;

use sonae::domain::condition::Truth;
use sonae::domain::id::Id;
use sonae::domain::plan::Plan;
use sonae::domain::runbook::StepKind;
use sonae::domain::value::{Answer, Value};
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
        Some(("facility", rest)) => match rest.split_once(':') {
            Some(("cutoff", id)) => plan.facility.cutoff(id).is_some(),
            Some(("backup", id)) => plan.facility.backup(id).is_some(),
            _ => false,
        },
        Some(("tell", id)) => site.plan().duty(id).is_some(),
        Some(("duty", id)) => site.year().iter().any(|duty| duty.id.as_str() == id),
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
    // 表11-1 has three causes, 3.3.1 of the template five; the network's example names these five entries.
    assert_eq!((count("table-11-1-"), count("cause-"), count("network-")), (3, 5, 5));
    for item in ["clinic-finder", "clinic-accident", "clinic-storage-stop", "clinic-storage-copy", "network-suspension"]
    {
        assert!(ids.contains(item), "{item} is missing");
    }
    let check_list = [("1", 2), ("2", 2), ("3", 6), ("4", 3), ("5", 6)];
    for (phase, items) in check_list {
        for item in 1..=items {
            assert!(ids.contains(format!("bcp-{phase}-{item}").as_str()), "確認表 {phase}-{item} is missing");
        }
    }
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
fn the_gate_tells_what_does_not_exist() {
    let site = pack();
    let (plan, site) = (site.plan(), &site);
    for by in [
        "duty:drill",
        "facility:backup:ehr-daily",
        "system-failure:declare-failure",
        "contact:vendor-copy",
        "tell:mhlw",
    ] {
        assert!(exists(plan, site, by), "{by}");
    }
    for by in [
        "duty:nothing",
        "facility:backup:nothing",
        "facility:drill",
        "tell:nobody",
        "system-failure:nothing",
        "report:nothing",
    ] {
        assert!(!exists(plan, site, by), "{by}");
    }
}

#[test]
fn the_system_failure_runbook_is_whole() {
    let site = pack();
    let runbook = site.plan().runbook("system-failure").unwrap();
    assert!(runbook.criteria.len() >= 7);
    assert!(runbook.criteria.iter().all(|criterion| !criterion.source.is_empty()), "each question names its source");
    let steps: Vec<_> = runbook.steps().map(|(_, step)| step).collect();
    assert!(steps.len() >= 25);
    let lacking: Vec<_> = steps
        .iter()
        .filter(|step| step.source.is_empty() || step.role.is_none())
        .map(|step| step.id.as_str())
        .collect();
    assert!(lacking.is_empty(), "without a source or a role: {lacking:?}");
    for cause in ["I", "II", "III", "IV", "V"] {
        let named = format!("3.3.1 {cause} ");
        assert!(
            steps.iter().any(|step| step.source.iter().any(|source| source.contains(&named))),
            "cause {cause} of the template is asked by no step"
        );
    }
    let memory: Vec<&str> = steps.iter().filter(|step| step.memory).map(|step| step.id.as_str()).collect();
    assert_eq!(memory, ["do-not-restart-again", "tell-responsible", "check-bedside"]);
    assert_eq!(steps.iter().filter(|step| step.each_department).count(), 4, "what each department does");
    // The first decision of who declares is the declaration: screens rely on it.
    let first = steps
        .iter()
        .find(|step| matches!(&step.kind, StepKind::Decision(role) if role.as_str() == "operations-manager"));
    assert_eq!(first.map(|step| step.id.as_str()), Some("declare-failure"));
    let titles: Vec<&str> = runbook.phases.iter().map(|phase| phase.title.as_str()).collect();
    assert_eq!(
        titles,
        ["検知", "患者の安全", "原因の切り分け", "宣言と切替", "縮退運用", "連絡", "復旧", "平常復帰", "事後対応"]
    );
}

#[test]
fn the_answers_to_a_failure_suggest_the_published_levels() {
    let site = pack();
    let runbook = site.plan().runbook("system-failure").unwrap();
    let suggested = |yes: &[&str]| {
        // All the others are answered no.
        let (is, is_not) = (Value::Answer(Answer::Yes), Value::Answer(Answer::No));
        let lookup = |id: &Id| Some(if yes.contains(&id.as_str()) { &is } else { &is_not });
        let holding = runbook.declaration.suggest.iter().filter(|rule| rule.when.evaluate(&lookup) == Truth::True);
        holding.map(|rule| rule.level).max()
    };
    assert_eq!(suggested(&[]), None);
    assert_eq!(suggested(&["failure-one-terminal", "failure-slow"]), None, "one terminal is a repair");
    assert_eq!(suggested(&["failure-slow"]), Some(1));
    assert_eq!(suggested(&["failure-department-system"]), Some(1));
    assert_eq!(suggested(&["failure-billing"]), Some(2));
    assert_eq!(suggested(&["failure-department-system", "records-unavailable"]), Some(2));
    assert_eq!(suggested(&["records-unavailable", "failure-all-or-network"]), Some(3));
    assert_eq!(suggested(&["failure-power"]), Some(3));
}

#[test]
fn signs_of_an_attack_lead_from_the_failure_to_the_other_runbook() {
    let site = pack();
    let plan = site.plan();
    let yes = Value::Answer(Answer::Yes);
    let add = plan.runbook("system-failure").unwrap().step("add-ransomware").unwrap();
    let attack = plan.runbook("ransomware").unwrap();
    for sign in ["odd-signs", "ransom-signs", "files-encrypted", "notice-t1-attack"] {
        let lookup = |id: &Id| (id.as_str() == sign).then_some(&yes);
        assert_eq!(add.when.as_ref().unwrap().evaluate(&lookup), Truth::True, "{sign} asks for the step");
        assert_eq!(attack.propose_when.as_ref().unwrap().evaluate(&lookup), Truth::True, "{sign} proposes");
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

fn sorted(mut ranked: Vec<(u8, Id)>) -> Vec<Id> {
    ranked.sort();
    ranked.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn the_repository_root_is_a_valid_site() {
    let site = Site::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let errors: Vec<_> = site.diagnostics().iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(site.plan().runbook("ransomware").is_some() && site.plan().runbook("system-failure").is_some());
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

#[test]
fn the_disaster_runbook_is_whole() {
    let site = pack();
    let runbook = site.plan().runbook("disaster").unwrap();
    assert!(runbook.criteria.len() >= 8);
    assert!(runbook.steps().count() >= 30);
    assert!(runbook.criteria.iter().all(|criterion| !criterion.source.is_empty()), "each question names its source");
    assert!(runbook.steps().all(|(_, step)| !step.source.is_empty() && step.role.is_some()));
    // People first, and the headquarters is opened and closed as acts that somebody decides.
    let first: Vec<&str> = runbook.steps().map(|(_, step)| step.id.as_str()).take(2).collect();
    assert_eq!(first, ["protect-yourself", "call-out"]);
    for id in ["set-up-headquarters", "close-headquarters"] {
        let step = runbook.step(id).unwrap();
        assert!(matches!(step.kind, StepKind::Decision(_)) && !step.collect.is_empty(), "{id}");
    }
    let titles: Vec<&str> = runbook.phases.iter().map(|phase| phase.title.as_str()).collect();
    for wanted in ["安全", "電気と燃料", "水", "医療ガス", "EMIS", "対策本部", "紙", "平常復帰"] {
        assert!(titles.iter().any(|title| title.contains(wanted)), "{wanted} in {titles:?}");
    }
}
