//! What `verify` finds: every changed byte, column, table; what was put into the wrong book.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sonae::domain::fingerprint::{Fingerprint, Match};
use sonae::domain::line::{Line, Seal};
use sonae::domain::lines::Finding;
use sonae::domain::world::World as _;
use sonae::record::Verification;

use crate::record::put;
use crate::support::*;

/// A record and a copy of its file that may be changed.
fn prepared(dir: &Path) -> (PathBuf, Vec<String>) {
    let world = FixedWorld::new(1);
    let record = filled(dir, &world, 2);
    drop(record);
    let connection = Connection::open(dir.join("real.db")).unwrap();
    let triggers: Vec<String> = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    (dir.join("real.db"), triggers)
}

/// Changes the file past its triggers, as somebody could with a tool, and puts the triggers back.
fn tamper(file: &Path, triggers: &[String], sql: &str, parameters: impl rusqlite::Params) {
    let connection = Connection::open(file).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER line_is_never_changed; DROP TRIGGER line_is_never_deleted; DROP TRIGGER line_is_never_replaced",
        )
        .unwrap();
    assert_eq!(connection.execute(sql, parameters).unwrap(), 1, "{sql}");
    for sql in triggers {
        connection.execute_batch(sql).unwrap();
    }
}

fn verified(dir: &Path) -> Verification {
    open(dir, &FixedWorld::new(9)).verify(None).unwrap()
}

#[test]
fn every_flipped_byte_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (file, triggers) = prepared(dir.path());
    assert!(verified(dir.path()).is_sound());
    let rows: Vec<(i64, Vec<u8>)> = Connection::open(&file)
        .unwrap()
        .prepare("SELECT rowid, bytes FROM line")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    // One connection for all, as opening costs more than checking; the copy is judged by a record that stays open.
    let record = open(dir.path(), &FixedWorld::new(9));
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("PRAGMA synchronous=OFF; DROP TRIGGER line_is_never_changed").unwrap();
    let trigger = triggers.iter().find(|sql| sql.contains("never_changed")).unwrap();
    let mut flipped = 0;
    for (rowid, bytes) in &rows {
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            let change = |bytes: &[u8]| {
                connection.execute("UPDATE line SET bytes = ?1 WHERE rowid = ?2", (bytes, rowid)).unwrap();
            };
            change(&changed);
            let found = record.verify(Some(&incident())).unwrap();
            let named = found.unreadable.len() + found.mismatched.len();
            assert!(named == 1 && !found.is_sound(), "row {rowid}, byte {at}");
            change(bytes);
            flipped += 1;
        }
    }
    assert!(flipped > 1000, "{flipped}");
    connection.execute_batch(trigger).unwrap();
    assert!(record.verify(None).unwrap().is_sound());
}

#[test]
fn every_changed_column_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (file, triggers) = prepared(dir.path());
    let pristine = fs::read(&file).unwrap();
    for (column, value) in [
        ("hash", "zeroblob(32)"),
        ("incident", "'20261122-other'"),
        ("origin", "'other'"),
        ("seq", "9"),
        ("clock", "9"),
    ] {
        tamper(&file, &triggers, &format!("UPDATE line SET {column} = {value} WHERE rowid = 2"), []);
        let found = verified(dir.path());
        assert_eq!(found.mismatched.iter().map(|row| (row.column, row.seq)).collect::<Vec<_>>(), [(column, 2)]);
        assert!(!found.is_sound());
        let of_incident = open(dir.path(), &FixedWorld::new(9)).verify(Some(&incident())).unwrap();
        assert_eq!(of_incident.mismatched.len(), 1, "{column}");
        fs::write(&file, &pristine).unwrap();
    }
}

#[test]
fn a_line_taken_out_leaves_a_gap_and_a_line_cut_off_is_told_by_the_fingerprint() {
    let dir = tempfile::tempdir().unwrap();
    let (file, triggers) = prepared(dir.path());
    let pristine = fs::read(&file).unwrap();
    let head = verified(dir.path()).incidents[&incident()].heads[0].clone();
    let fingerprint = Fingerprint::of(&head).to_string().parse::<Fingerprint>().unwrap();
    let mut record = open(dir.path(), &FixedWorld::new(9));
    assert_eq!(fingerprint.matches(record.lines(&incident()).unwrap()), Match::Same);
    drop(record);

    tamper(&file, &triggers, "DELETE FROM line WHERE rowid = 2", []);
    let findings = &verified(dir.path()).incidents[&incident()].findings;
    assert_eq!(*findings, [Finding::Gap { origin: head.origin.clone(), seq: 2 }]);

    fs::write(&file, &pristine).unwrap();
    tamper(&file, &triggers, "DELETE FROM line WHERE rowid = 3", []);
    let world = FixedWorld::new(9);
    let mut record = open(dir.path(), &world);
    assert_eq!(fingerprint.matches(record.lines(&incident()).unwrap()), Match::TooShort);
    append(&mut record, &world, vec![note("差し替え")]).unwrap();
    assert_eq!(fingerprint.matches(record.lines(&incident()).unwrap()), Match::Differs);
}

#[test]
fn altered_triggers_and_added_tables_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let (file, _) = prepared(dir.path());
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("DROP TRIGGER line_is_never_deleted; CREATE TABLE mine(a)").unwrap();
    drop(connection);
    assert_eq!(verified(dir.path()).altered_objects, ["line_is_never_deleted", "mine"]);
}

#[test]
fn a_drill_in_the_real_record_is_named_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 0);
    let drill = id("drill-20261122-k3f7w2xx");
    let origin = record.origin().clone();
    let seal = Seal {
        facility: facility(),
        incident: drill.clone(),
        origin,
        seq: 1,
        prev: sonae::domain::hash::Hash::ZERO,
        clock: 1,
        recorded_at: world.now(),
    };
    put(dir.path(), &Line::seal(opening(true), seal).unwrap());
    let found = record.verify(None).unwrap();
    assert_eq!(found.misplaced.get(&drill), Some(&1));
    assert!(!found.is_sound());
    assert_eq!(record.incidents().unwrap().len(), 1);
    assert!(record.lines(&drill).is_err());
}
