//! The record as it should be: one contract for the database and the spool, appending only, several writers, copies, clocks.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Barrier};

use proptest::prelude::*;
use rusqlite::Connection;
use sonae::domain::event::Event;
use sonae::domain::hash::Hash;
use sonae::domain::id::{Id, READINESS};
use sonae::domain::line::{Line, Seal};
use sonae::domain::lines::{Finding, Lines};
use sonae::domain::world::World as _;
use sonae::record::{AppendError, Book, Record, RecordError, Rung};

use crate::support::*;

/// What every store promises.
fn contract(dir: &Path, spooled: bool) {
    let world = FixedWorld::new(1);
    let mut record = open(dir, &world);
    assert_eq!(matches!(record.rung(), Rung::Spool(_)), spooled);
    assert_eq!(record.origin().as_str().len(), 10);

    // Nothing to write: nothing is written, also no file.
    assert!(append(&mut record, &world, vec![]).unwrap().lines.is_empty());
    assert!(record.lines(&incident()).unwrap().is_empty());
    assert_eq!(record.incidents().unwrap(), vec![]);

    // An incident begins with its opening line.
    let early = append(&mut record, &world, vec![note("早すぎる")]);
    assert!(matches!(early, Err(RecordError::NoOpening { .. })));
    let first = append(&mut record, &world, vec![opening(false), note("一")]).unwrap().lines;
    assert_eq!(first[0].envelope.prev, Hash::ZERO);
    assert_eq!((first[0].envelope.seq, first[1].envelope.seq), (1, 2));
    assert_eq!(first[1].envelope.prev, first[0].hash());
    assert_eq!(&first[0].envelope.origin, record.origin());

    // A refusal writes nothing, and sees all there is.
    let refused = record.append(&incident(), &facility(), &world, &TestWords, |lines| Err::<Vec<_>, _>(lines.len()));
    assert!(matches!(refused, Err(AppendError::Refused(2))));

    // The clock moves on although the wall clock stands.
    let second = append(&mut record, &world, vec![note("二")]).unwrap().lines;
    assert!(second[0].envelope.clock > first[1].envelope.clock);
    assert_eq!(second[0].envelope.recorded_at, world.now());

    // A drill cannot get in, and an opening cannot say otherwise.
    let drill = id("drill-20261122-k3f7w2xx");
    let mixed = append_to(&mut record, &drill, &world, vec![opening(true)]);
    assert!(matches!(mixed, Err(RecordError::WrongBook { .. })));
    let mixed = append(&mut record, &world, vec![opening(true)]);
    assert!(matches!(mixed, Err(RecordError::WrongBook { .. })));

    // What cannot be a line is refused, and the record goes on.
    let long = append(&mut record, &world, vec![note(&"長".repeat(3 * 1024 * 1024))]);
    assert!(matches!(long, Err(RecordError::Line(_))));

    // The standing series has no opening.
    let standing = append_to(&mut record, &id(READINESS), &world, vec![note("連絡先を確かめた")]).unwrap().lines;
    assert_eq!((standing.len(), standing[0].envelope.prev), (1, Hash::ZERO));

    // Another opening of the same record reads the same bytes.
    let acknowledged: Vec<Line> = [first, second].concat();
    assert_sound(&mut record, &acknowledged);
    let raw = record.raw(&incident()).unwrap();
    drop(record);
    let mut again = open(dir, &world);
    assert_sound(&mut again, &acknowledged);
    assert_eq!(again.raw(&incident()).unwrap(), raw);
    let tail: Vec<_> = again.tail(&incident(), 2).unwrap().iter().map(|line| line.envelope.text.clone()).collect();
    assert_eq!(tail, ["一", "二"]);
    let briefs = again.incidents().unwrap();
    assert_eq!(briefs.len(), 1);
    assert_eq!((briefs[0].lines, briefs[0].opening.as_ref().unwrap().hash()), (3, acknowledged[0].hash()));
    assert_eq!(briefs[0].last_clock, acknowledged[2].envelope.clock);
    assert_eq!(again.lines(&id(READINESS)).unwrap().len(), 1);
    let more = append(&mut again, &world, vec![note("三")]).unwrap().lines;
    assert_sound(&mut again, &more);
    assert!(again.verify(None).unwrap().incidents.values().all(|check| check.findings.is_empty()));
}

#[test]
fn the_database_keeps_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    contract(dir.path(), false);
    assert!(open(dir.path(), &FixedWorld::new(2)).verify(None).unwrap().is_sound());
}

#[test]
fn the_spool_keeps_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("real.db"), "a text file").unwrap();
    contract(dir.path(), true);
}

#[test]
fn nothing_is_changed_deleted_or_replaced() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path(), &FixedWorld::new(1), 2));
    let connection = Connection::open(dir.path().join("real.db")).unwrap();
    let before: Vec<u8> = connection
        .query_row("SELECT group_concat(hex(bytes)) FROM line", [], |row| row.get(0))
        .map(String::into_bytes)
        .unwrap();
    // As this program has it, and as another one may.
    for recursive in ["ON", "OFF"] {
        connection.pragma_update(None, "recursive_triggers", recursive).unwrap();
        for sql in [
            "UPDATE line SET clock = 0 WHERE rowid = 1",
            "DELETE FROM line WHERE rowid = 3",
            "INSERT OR REPLACE INTO line SELECT hash, incident, origin, seq, clock, x'00' FROM line WHERE rowid = 2",
            "INSERT OR REPLACE INTO line(rowid, hash, incident, origin, seq, clock, bytes)
             VALUES(2, zeroblob(32), 'a', 'b', 1, 1, x'00')",
            "INSERT INTO line VALUES(x'00', 'a', 'b', 1, 1, x'00')",
            "INSERT INTO line VALUES(zeroblob(32), 'a', 'b', 'c', 1, x'00')",
        ] {
            assert!(connection.execute(sql, []).is_err(), "{sql} with recursive_triggers {recursive}");
        }
    }
    let after: Vec<u8> = connection
        .query_row("SELECT group_concat(hex(bytes)) FROM line", [], |row| row.get(0))
        .map(String::into_bytes)
        .unwrap();
    assert_eq!(before, after);
}

#[test]
fn several_writers_get_one_chain_without_gaps() {
    const WRITERS: u64 = 4;
    const NOTES: usize = 25;
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    drop(filled(dir.path(), &world, 0));
    let barrier = Arc::new(Barrier::new(usize::try_from(WRITERS).unwrap()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (path, barrier) = (dir.path().to_path_buf(), Arc::clone(&barrier));
            std::thread::spawn(move || {
                let world = FixedWorld::new(writer);
                let mut record = Record::open(&path, Book::Real, &world).unwrap();
                barrier.wait();
                let append = |n| append(&mut record, &world, vec![note(&format!("{writer}-{n}"))]).unwrap().lines;
                (0..NOTES).flat_map(append).collect::<Vec<Line>>()
            })
        })
        .collect();
    let acknowledged: Vec<Line> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
    let mut record = open(dir.path(), &world);
    assert_sound(&mut record, &acknowledged);
    assert_eq!(hashes(&acknowledged).len(), 100);
    let seqs: Vec<u64> = record.lines(&incident()).unwrap().iter().map(|line| line.envelope.seq).collect();
    assert_eq!(seqs, (1..=101).collect::<Vec<u64>>());
    assert!(record.verify(None).unwrap().is_sound());
}

#[test]
fn the_first_opening_by_several_makes_one_store() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record");
    let barrier = Arc::new(Barrier::new(4));
    let openers: Vec<_> = (0..4)
        .map(|seed| {
            let (path, barrier) = (path.clone(), Arc::clone(&barrier));
            std::thread::spawn(move || {
                barrier.wait();
                Record::open(&path, Book::Real, &FixedWorld::new(seed)).unwrap().origin().clone()
            })
        })
        .collect();
    let origins: std::collections::BTreeSet<Id> = openers.into_iter().map(|opener| opener.join().unwrap()).collect();
    assert_eq!(origins.len(), 1);
}

#[test]
fn a_copied_store_writes_under_another_name() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let world = FixedWorld::new(1);
    let mut first = filled(one.path(), &world, 1);
    let origin = first.origin().clone();
    drop(first);
    fs::copy(one.path().join("real.db"), two.path().join("real.db")).unwrap();
    let mut copy = open(two.path(), &world);
    assert_ne!(*copy.origin(), origin);
    let lines = append(&mut copy, &world, vec![note("写しで書いた")]).unwrap().lines;
    let Event::Joined(joined) = &lines[0].event else { panic!("{:?}", lines[0].event) };
    assert_eq!(lines[0].envelope.prev, joined.opening);
    assert_eq!(lines[0].envelope.text, format!("記録端末 {} が加わった", copy.origin()));
    assert_sound(&mut copy, &lines);
    let kept = copy.origin().clone();
    drop(copy);
    assert_eq!(*open(two.path(), &world).origin(), kept, "a copy becomes a store like any other");
    first = open(one.path(), &world);
    assert_eq!(*first.origin(), origin, "the original stays what it was");
    // The old names stay in a list.
    let connection = Connection::open(two.path().join("real.db")).unwrap();
    let sql = "SELECT count(*) FROM meta WHERE key LIKE 'origin/%'";
    assert_eq!(connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
}

#[test]
fn a_fork_is_stored_flagged_and_not_continued() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 2);
    let origin = record.origin().clone();
    let opening = record.lines(&incident()).unwrap().opening().unwrap().hash();
    let seal = Seal {
        facility: facility(),
        incident: incident(),
        origin: origin.clone(),
        seq: 2,
        prev: opening,
        clock: 1,
        recorded_at: world.now(),
    };
    put(dir.path(), &Line::seal(note("同じ番号のもう一つ"), seal).unwrap());
    assert_eq!(record.lines(&incident()).unwrap().forks(), [(origin.clone(), 2)]);
    let lines = append(&mut record, &world, vec![note("その後")]).unwrap().lines;
    assert_ne!(*record.origin(), origin);
    assert!(matches!(lines[0].event, Event::Joined(_)));
    let verification = record.verify(None).unwrap();
    assert_eq!(verification.incidents[&incident()].findings, [Finding::Fork { origin, seq: 2 }]);
    let origin = record.origin().clone();
    drop(record);
    let again = append(&mut open(dir.path(), &world), &world, vec![note("さらに後")]).unwrap().lines;
    assert_eq!((again.len(), &again[0].envelope.origin), (1, &origin), "only one new name for one fork");
}

/// Stores a line beside the program.
pub(crate) fn put(dir: &Path, line: &Line) {
    let connection = Connection::open(dir.join("real.db")).unwrap();
    let envelope = &line.envelope;
    connection
        .execute(
            "INSERT INTO line VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
            (
                line.hash().bytes(),
                envelope.incident.as_str(),
                envelope.origin.as_str(),
                i64::try_from(envelope.seq).unwrap(),
                i64::try_from(envelope.clock).unwrap(),
                line.bytes(),
            ),
        )
        .unwrap();
}

#[test]
fn a_clock_that_steps_back_is_recorded_and_order_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 1);
    world.step(-5);
    assert_eq!(append(&mut record, &world, vec![note("少し")]).unwrap().lines.len(), 1);
    world.step(-3600);
    let lines = append(&mut record, &world, vec![note("大きく")]).unwrap().lines;
    let Event::ClockStepped(stepped) = &lines[0].event else { panic!("{:?}", lines[0].event) };
    assert_eq!((stepped.behind_seconds, lines[0].envelope.text.as_str()), (3600, "時計が 3600 秒戻った"));
    assert_eq!(append(&mut record, &world, vec![note("もう一度は言わない")]).unwrap().lines.len(), 1);
    let texts = texts(record.lines(&incident()).unwrap());
    assert_eq!(&texts[texts.len() - 2..], ["大きく", "もう一度は言わない"]);
    assert!(record.verify(None).unwrap().is_sound());
}

#[test]
fn a_clock_far_in_the_future_keeps_nobody_from_recording() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 0);
    let opening = record.lines(&incident()).unwrap().opening().unwrap().hash();
    let seal = Seal {
        facility: facility(),
        incident: incident(),
        origin: id("xxxxxxxxxx"),
        seq: 1,
        prev: opening,
        clock: (1 << 53) - 1,
        recorded_at: world.now(),
    };
    put(dir.path(), &Line::seal(note("西暦28万年"), seal).unwrap());
    for n in 0..3 {
        append(&mut record, &world, vec![note(&format!("{n}"))]).unwrap();
    }
    assert_eq!(record.lines(&incident()).unwrap().len(), 5);
}

#[test]
fn a_kind_of_a_newer_version_is_carried_on() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 0);
    let newer = Event::Unknown { kind: "photo.taken".into(), data: serde_json::json!({"z": 1, "a": [null, true]}) };
    let line = append(&mut record, &world, vec![draft(newer, "写真を撮った")]).unwrap().lines.remove(0);
    drop(record);
    let mut record = open(dir.path(), &world);
    assert_sound(&mut record, &[line]);
    assert!(record.verify(None).unwrap().is_sound());
}

#[test]
fn a_database_held_by_another_program_is_busy_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 1);
    let other = Connection::open(dir.path().join("real.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(append(&mut record, &world, vec![note("待つ")]), Err(RecordError::Busy)));
    assert_eq!(*record.rung(), Rung::Normal);
    assert_eq!(record.lines(&incident()).unwrap().len(), 2, "reading goes on");
    other.execute_batch("COMMIT").unwrap();
    append(&mut record, &world, vec![note("済んだ")]).unwrap();
    drop((other, record));
    let other = Connection::open(dir.path().join("real.db")).unwrap();
    other.execute_batch("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; SELECT * FROM meta; COMMIT").unwrap();
    let opened = Record::open_with(dir.path(), Book::Real, &world, impatient());
    assert!(matches!(opened, Err(RecordError::Busy)), "{opened:?}");
    assert!(!dir.path().join("spool").exists());
}

fn some_lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (0..3_u64, 1..6_u64, 1..40_u64, "[a-c]{0,2}").prop_map(|(origin, seq, clock, text)| {
        let seal = Seal {
            facility: facility(),
            incident: incident(),
            origin: id(&format!("origin-{origin}")),
            seq,
            prev: Hash::of(text.as_bytes()),
            clock,
            recorded_at: moment("2026-11-22T00:30:00+09:00"),
        };
        Line::seal(note(&text), seal).unwrap()
    });
    proptest::collection::vec(line, 0..12)
}

fn union(a: &Lines, b: &Lines) -> Lines {
    let mut both = a.clone();
    both.merge(b);
    both
}

proptest! {
    #[test]
    fn union_asks_neither_for_order_nor_for_repetition(
        (a, b, c) in (some_lines(), some_lines(), some_lines()),
        shuffled in some_lines().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        let [a, b, c] = [a, b, c].map(Lines::from_iter);
        prop_assert_eq!(union(&a, &b), union(&b, &a));
        prop_assert_eq!(union(&union(&a, &b), &c), union(&a, &union(&b, &c)));
        prop_assert_eq!(union(&a, &a), a);
        let (one, other) = (Lines::from_iter(shuffled.0), Lines::from_iter(shuffled.1));
        prop_assert_eq!(one.iter().collect::<Vec<_>>(), other.iter().collect::<Vec<_>>());
        prop_assert_eq!(one.check(), other.check());
    }
}

#[test]
fn an_incident_is_continued_by_the_facility_that_opened_it_only() {
    for spooled in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        if spooled {
            fs::write(dir.path().join("real.db"), "a text file").unwrap();
        }
        let world = FixedWorld::new(1);
        let mut record = filled(dir.path(), &world, 1);
        let other = id("kita-hospital");
        let mut write = |drafts| record.append(&incident(), &other, &world, &TestWords, |_| Ok::<_, ()>(drafts));
        let refused = write(vec![note("よそから")]).unwrap_err();
        let AppendError::Record(RecordError::OtherFacility { incident: of, opened_by, given }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((of, opened_by, given), (incident(), facility(), other.clone()));
        assert!(write(vec![]).unwrap().lines.is_empty(), "nothing to write is nothing to refuse");
        assert_eq!(record.lines(&incident()).unwrap().len(), 2);
        append(&mut record, &world, vec![note("続き")]).unwrap();
        assert_eq!(matches!(record.rung(), Rung::Spool(_)), spooled);
    }
}
