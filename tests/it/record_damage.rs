//! Databases that cannot be used: nothing in them is overwritten, what can be read is read, and lines go to the spool.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use sonae::record::{Book, OpenOptions, Record, RecordError, Rung};

use crate::support::*;

/// Opens a record that cannot be written, records in it, and compares the file before and after.
fn nothing_is_overwritten(dir: &Path, readable: usize) -> RecordError {
    let world = FixedWorld::new(7);
    let file = dir.join("real.db");
    let before = fs::read(&file).unwrap();
    let mut record = open(dir, &world);
    assert!(matches!(record.rung(), Rung::Spool(_)));
    assert_eq!(record.lines(&incident()).map_or(0, sonae::domain::lines::Lines::len), readable);
    assert!(record.incidents().is_ok());
    assert!(!record.verify(None).unwrap().is_sound() || readable > 0);
    let first = if readable > 0 { note("予備に書いた") } else { opening(false) };
    let mut acknowledged = append(&mut record, &world, vec![first]).unwrap().lines;
    acknowledged.extend(append(&mut record, &world, vec![note("予備に書いた二つ目")]).unwrap().lines);
    let Rung::Spool(spool) = record.rung().clone() else { panic!("{:?}", record.rung()) };
    assert!(spool.starts_with(dir.join("spool")));
    drop(record);
    // Another start of the program has the lines before it.
    let mut record = open(dir, &world);
    let lines = record.lines(&incident()).unwrap();
    assert!(acknowledged.iter().all(|line| lines.get(&line.hash()).is_some()));
    assert_eq!(lines.len(), readable + acknowledged.len());
    // The list counts by the index, which may know of lines that cannot be read.
    assert!(record.incidents().unwrap()[0].lines >= lines_of(&mut record));
    drop(record);
    assert_eq!(fs::read(&file).unwrap(), before, "the file is left as it is");
    let expected: Vec<u8> = acknowledged.iter().flat_map(|line| line.bytes().to_vec()).collect();
    assert_eq!(fs::read(spool).unwrap(), expected, "the spool holds ordinary lines");
    take_problem(dir)
}

fn lines_of(record: &mut Record) -> usize {
    record.lines(&incident()).unwrap().len()
}

/// The problem itself, to look into.
fn take_problem(dir: &Path) -> RecordError {
    let record = open(dir, &FixedWorld::new(8));
    match record.problem().unwrap() {
        RecordError::Damaged { detail } => RecordError::Damaged { detail: detail.clone() },
        RecordError::Newer { found } => RecordError::Newer { found: *found },
        RecordError::NotOurs { found } => RecordError::NotOurs { found: *found },
        other => panic!("{other:?}"),
    }
}

fn with_record(change: impl FnOnce(&Path)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = filled(dir.path(), &world, 0);
    append(&mut record, &world, (1..=40).map(|n| note(&format!("メモ {n}"))).collect()).unwrap();
    drop(record);
    change(&dir.path().join("real.db"));
    dir
}

#[test]
fn a_newer_version_is_left_alone() {
    let dir = with_record(|file| Connection::open(file).unwrap().pragma_update(None, "user_version", 2).unwrap());
    assert!(matches!(nothing_is_overwritten(dir.path(), 0), RecordError::Newer { found: 2 }));
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let dir = with_record(|file| {
        fs::remove_file(file).unwrap();
        Connection::open(file).unwrap().execute_batch("CREATE TABLE line(a); INSERT INTO line VALUES(1)").unwrap();
    });
    assert!(matches!(nothing_is_overwritten(dir.path(), 0), RecordError::NotOurs { found: 0 }));
}

#[test]
fn a_file_of_zero_bytes_is_damage_and_not_a_new_record() {
    let dir = with_record(|file| fs::write(file, "").unwrap());
    assert!(matches!(nothing_is_overwritten(dir.path(), 0), RecordError::Damaged { .. }));
}

#[test]
fn a_text_file_is_left_alone() {
    let dir = with_record(|file| fs::write(file, "メモ帳で保存した\n".repeat(500)).unwrap());
    assert!(matches!(nothing_is_overwritten(dir.path(), 0), RecordError::Damaged { .. }));
}

#[test]
fn a_truncated_file_is_left_alone() {
    for keep in [50, 4096, 4096 * 3 + 17] {
        let dir = with_record(|file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..keep]).unwrap();
        });
        assert!(matches!(nothing_is_overwritten(dir.path(), 0), RecordError::Damaged { .. }), "{keep}");
    }
}

/// Overwrites pages with noise.
fn noise(file: &Path, pages: std::ops::Range<usize>) {
    let mut bytes = fs::read(file).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for byte in &mut bytes[pages.start * 4096..pages.end * 4096] {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        *byte = state.to_be_bytes()[0];
    }
    fs::write(file, bytes).unwrap();
}

#[test]
fn around_a_damaged_page_the_lines_are_read() {
    let pages = {
        let dir = with_record(|_| {});
        fs::metadata(dir.path().join("real.db")).unwrap().len() / 4096
    };
    let (mut salvaged, mut in_part) = (0, 0);
    for page in 0..usize::try_from(pages).unwrap() {
        let dir = with_record(|file| noise(file, page..page + 1));
        let read = open(dir.path(), &FixedWorld::new(7)).lines(&incident()).map_or(0, sonae::domain::lines::Lines::len);
        salvaged += usize::from(read > 0);
        in_part += usize::from((1..41).contains(&read));
        assert!(matches!(nothing_is_overwritten(dir.path(), read), RecordError::Damaged { .. }), "page {page}");
    }
    assert!(salvaged * 3 > pages as usize && in_part >= 2, "{salvaged} of {pages}, {in_part} in part");
}

#[test]
fn a_journal_without_its_file_is_not_played_into_a_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let record = filled(dir.path(), &world, 5);
    let other = tempfile::tempdir().unwrap();
    fs::copy(dir.path().join("real.db-wal"), other.path().join("real.db-wal")).unwrap();
    drop(record);
    let journal = fs::read(other.path().join("real.db-wal")).unwrap();
    let record = open(other.path(), &world);
    assert!(matches!(record.problem(), Some(RecordError::Damaged { .. })));
    drop(record);
    assert_eq!(fs::read(other.path().join("real.db-wal")).unwrap(), journal);
    assert!(!other.path().join("real.db").exists());
}

#[test]
fn damage_that_comes_while_the_record_is_open_sends_lines_to_the_spool() {
    for read_first in [false, true] {
        damage_while_open(read_first);
    }
}

fn damage_while_open(read_first: bool) {
    // So large that the pages are neither checked nor cached when it is opened.
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(7);
    let mut record = filled(dir.path(), &world, 0);
    let notes = (0..45).map(|n| note(&format!("{n}").repeat(60_000))).collect();
    append(&mut record, &world, notes).unwrap();
    drop(record);
    let mut record = open(dir.path(), &world);
    assert_eq!(*record.rung(), Rung::Normal);
    let pages = usize::try_from(fs::metadata(dir.path().join("real.db")).unwrap().len() / 4096).unwrap();
    noise(&dir.path().join("real.db"), 1..pages);
    let before = fs::read(dir.path().join("real.db")).unwrap();
    let new = id("20261122-abcdefgh");
    if read_first {
        let _some_or_an_error = record.lines(&incident()).is_ok();
        assert!(matches!(record.problem(), Some(RecordError::Damaged { .. })));
    }
    let lines = append_to(&mut record, &new, &world, vec![opening(false), note("続き")]).unwrap().lines;
    assert!(matches!(record.rung(), Rung::Spool(_)), "{:?}", record.rung());
    assert!(matches!(record.problem(), Some(RecordError::Damaged { .. })));
    assert_eq!(record.lines(&new).unwrap().len(), lines.len());
    drop(record);
    assert_eq!(fs::read(dir.path().join("real.db")).unwrap(), before);
    assert_eq!(open(dir.path(), &world).lines(&new).unwrap().len(), lines.len());
}

#[test]
fn where_the_spool_folder_cannot_be_made_the_next_one_is_used() {
    let dir = with_record(|file| fs::write(file, "").unwrap());
    fs::write(dir.path().join("spool"), "a file in the way").unwrap();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(one.path().join("file"), "").unwrap();
    let fallbacks = vec![one.path().join("file"), two.path().to_path_buf()];
    let options = OpenOptions { spool_fallbacks: fallbacks, ..impatient() };
    let world = FixedWorld::new(7);
    let mut record = Record::open_with(dir.path(), Book::Real, &world, options.clone()).unwrap();
    let lines = append(&mut record, &world, vec![opening(false)]).unwrap().lines;
    let Rung::Spool(path) = record.rung() else { panic!("{:?}", record.rung()) };
    assert!(path.starts_with(two.path()));
    drop(record);
    let mut record = Record::open_with(dir.path(), Book::Real, &world, options).unwrap();
    assert_sound(&mut record, &lines);
    drop(record);
    // Nowhere at all: said, and nothing is pretended.
    let mut record = open(dir.path(), &world);
    let failed = append(&mut record, &world, vec![opening(false)]).unwrap_err();
    assert!(matches!(failed, RecordError::Spool { commit_tried: false, .. }), "{failed:?}");
    assert_eq!(failed.kept(), sonae::record::Kept::No);
    assert!(record.lines(&incident()).unwrap().is_empty());
}
