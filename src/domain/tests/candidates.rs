//! From which generations a system could be restored.

use crate::domain::command::{Command, Restoring};
use crate::domain::event::{BackupResult, BackupTaken, FactValue};
use crate::domain::fixture::*;
use crate::domain::restoration::{Against, Candidate, ESTIMATE, board, with_register};
use crate::domain::runbook::FactDef;
use crate::domain::value::{Confidence, Value, ValueType};

fn taken(result: BackupResult, generation: Option<&str>) -> Command {
    let generation = generation.map(ToOwned::to_owned);
    let (backup, title) = (id("ehr-daily"), String::new());
    Command::BackupTaken(BackupTaken { backup, title, result, generation, note: None })
}

#[test]
fn the_register_and_what_was_found_stand_beside_the_estimated_intrusion() {
    let mut quiet = Story::blank();
    let mut daily = backup("ehr");
    daily.generations = 3;
    quiet.plan.facility.backups = vec![daily];
    for (at, result, name) in [
        ("18 2300", BackupResult::Ok, Some("古い")),
        ("19 2300", BackupResult::Ok, Some("テープ1")),
        ("20 0300", BackupResult::Failed, Some("取れなかった")),
        ("20 2300", BackupResult::Ok, Some("テープ2")),
        ("21 2300", BackupResult::Ok, None),
    ] {
        quiet.say(by("yamada").at(at), taken(result, name));
    }
    let mut story = Story::attacked();
    story.plan.facility.systems = vec![system("ehr", 1, &[]), system("pacs", 2, &[])];
    story.plan.facility.backups.clone_from(&quiet.plan.facility.backups);
    let fact = story.plan.facts[0].clone();
    story.plan.facts.push(FactDef { id: id(ESTIMATE), value: ValueType::Time, ..fact });
    let found = Restoring::Note {
        system: id("ehr"),
        backup: None,
        generation: "テープ2".into(),
        taken: Some(t("20 2300")),
        unusable: Some("読めない".into()),
    };
    story.say(by("sato"), Command::Restore(found));
    let candidates = |story: &Story| {
        let state = story.state();
        let rows = with_register(board(&state, &story.plan), &story.plan, &quiet.state());
        assert!(rows[1].candidates.is_empty(), "a backup is of its own system");
        let seen = |known: &Candidate| (known.generation.clone(), known.against, known.is_registered);
        rows[0].candidates.iter().map(seen).collect::<Vec<_>>()
    };
    let unknown = [(Some("テープ2".to_owned()), Against::Unknown, false)];
    assert_eq!(candidates(&story)[..1], unknown);
    let value = Value::from(t("21 0000"));
    let facts = vec![FactValue { fact: id(ESTIMATE), value, confidence: Confidence::Estimated }];
    story.say(by("sato"), Command::SetFacts { facts });
    assert_eq!(
        candidates(&story),
        [
            (Some("テープ2".to_owned()), Against::Before, false),
            (None, Against::After, true),
            (Some("テープ1".to_owned()), Against::Before, true),
        ],
        "the three newest that worked, and what was found not twice"
    );
}
