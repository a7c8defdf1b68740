//! The way down when the disk fails, and back up: full, read-only, a journal left behind, spool files taken in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sonae::domain::event::Event;
use sonae::domain::line::Line;
use sonae::record::{Book, OpenOptions, Record, RecordError, Rung};

use crate::support::*;

/// A record in trouble, lines that went to its spool, and the sound database put back.
fn with_spool(dir: &Path, world: &FixedWorld) -> (Vec<Line>, PathBuf) {
    let acknowledged: Vec<Line> = {
        let mut record = filled(dir, world, 3);
        record.lines(&incident()).unwrap().iter().map(|line| (**line).clone()).collect()
    };
    let good = fs::read(dir.join("real.db")).unwrap();
    let mut newer = good.clone();
    newer[63] = 9;
    fs::write(dir.join("real.db"), &newer).unwrap();
    let mut record = open(dir, world);
    let mut lines = append(&mut record, world, vec![opening(false)]).unwrap().lines;
    lines.extend(append(&mut record, world, vec![note("予備に")]).unwrap().lines);
    let Rung::Spool(path) = record.rung().clone() else { panic!("{:?}", record.rung()) };
    drop(record);
    fs::write(dir.join("real.db"), good).unwrap();
    ([acknowledged, lines].concat(), path)
}

#[test]
fn spooled_lines_come_back_into_the_database_once() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let (acknowledged, spool) = with_spool(dir.path(), &world);
    let mut record = open(dir.path(), &world);
    assert_eq!(*record.rung(), Rung::Normal);
    assert!(record.problem().is_none(), "{:?}", record.problem());
    assert_kept(&mut record, &acknowledged);
    assert!(!spool.exists());
    assert!(spool.with_extension("lines.imported").exists());
    // The chains are tied together by the next line, once.
    let lines = append(&mut record, &world, vec![note("その後")]).unwrap().lines;
    let Event::HeadsSeen(seen) = &lines[0].event else { panic!("{:?}", lines[0].event) };
    assert_eq!(seen.heads.len(), 2);
    assert_eq!(append(&mut record, &world, vec![note("もう一つ")]).unwrap().lines.len(), 1);
    assert_second_opening_is_said(&mut record);
    let before = record.lines(&incident()).unwrap().clone();
    drop(record);
    // The same file once more changes nothing.
    fs::rename(spool.with_extension("lines.imported"), &spool).unwrap();
    let mut record = open(dir.path(), &world);
    assert_eq!(*record.lines(&incident()).unwrap(), before);
    assert_eq!(append(&mut record, &world, vec![note("三つ目")]).unwrap().lines.len(), 1);
}

#[test]
fn a_torn_last_line_is_passed_over_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let (acknowledged, spool) = with_spool(dir.path(), &world);
    let mut bytes = fs::read(&spool).unwrap();
    let torn: Vec<u8> = acknowledged.last().unwrap().bytes()[..100].to_vec();
    bytes.extend(&torn);
    fs::write(&spool, &bytes).unwrap();
    let mut record = open(dir.path(), &world);
    assert_kept(&mut record, &acknowledged);
    assert_second_opening_is_said(&mut record);
    assert_eq!(record.lines(&incident()).unwrap().len(), acknowledged.len());
    assert_eq!(fs::read(spool.with_extension("lines.imported")).unwrap(), bytes);
}

#[test]
fn a_spool_with_a_broken_line_gives_the_others_and_stays() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let (acknowledged, spool) = with_spool(dir.path(), &world);
    let mut bytes = fs::read(&spool).unwrap();
    bytes[20] = 0xff;
    fs::write(&spool, &bytes).unwrap();
    let mut record = open(dir.path(), &world);
    let lines = record.lines(&incident()).unwrap();
    assert_eq!(acknowledged.iter().filter(|line| lines.get(&line.hash()).is_none()).count(), 1);
    let found = record.verify(None).unwrap();
    assert_eq!(found.unreadable.len(), 1);
    assert_eq!(fs::read(&spool).unwrap(), bytes);
}

#[test]
fn the_spool_of_a_living_writer_is_read_and_left_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    drop(filled(dir.path(), &world, 1));
    let good = fs::read(dir.path().join("real.db")).unwrap();
    fs::write(dir.path().join("real.db"), "").unwrap();
    let mut writer = open(dir.path(), &world);
    append(&mut writer, &world, vec![opening(false)]).unwrap();
    fs::write(dir.path().join("real.db"), good).unwrap();
    // Another program opens the database that works again, and takes in what there is so far.
    let mut other = open(dir.path(), &FixedWorld::new(2));
    assert_eq!(other.lines(&incident()).unwrap().len(), 3);
    let late = append(&mut writer, &world, vec![note("書き続ける")]).unwrap().lines;
    let Rung::Spool(path) = writer.rung().clone() else { panic!("{:?}", writer.rung()) };
    assert!(path.exists());
    drop((writer, other));
    let mut record = open(dir.path(), &world);
    assert_kept(&mut record, &late);
    assert_second_opening_is_said(&mut record);
    assert!(!path.exists());
}

#[test]
fn the_spools_of_real_and_drill_are_kept_apart() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    fs::write(dir.path().join("drill.db"), "").unwrap();
    let drill = id("drill-20261122-k3f7w2xx");
    let mut record = Record::open_with(dir.path(), Book::Drill, &world, impatient()).unwrap();
    append_to(&mut record, &drill, &world, vec![opening(true)]).unwrap();
    drop(record);
    let real = open(dir.path(), &world);
    assert_eq!(real.incidents().unwrap(), vec![]);
    assert!(real.verify(None).unwrap().is_sound());
    fs::remove_file(dir.path().join("drill.db")).unwrap();
    let drills = Record::open_with(dir.path(), Book::Drill, &world, impatient()).unwrap();
    assert_eq!(drills.incidents().unwrap().len(), 1);
}

/// A small file system in memory; `None` where the test may not mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(test: &str, size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = format!("size={size}");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "sonae-test"]).arg(dir.path()).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(dir));
        }
        eprintln!("SKIPPED {test}: mounting a small file system is not allowed here");
        None
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let output = Command::new("mount").args(["-o", &options]).arg(self.0.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn fill(&self) {
        let filler = self.0.path().join("filler");
        let mut file = fs::File::create(filler).unwrap();
        while std::io::Write::write_all(&mut file, &[0; 512]).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").args(["-l"]).arg(self.0.path()).output());
    }
}

fn with_fallback(dir: &Path, fallback: &Path, world: &FixedWorld) -> Record {
    let options = OpenOptions { spool_fallbacks: vec![fallback.to_path_buf()], ..impatient() };
    Record::open_with(dir, Book::Real, world, options).unwrap()
}

#[test]
fn a_disk_that_fills_up_loses_nothing_that_was_acknowledged() {
    let Some(disk) = SmallDisk::new("a_disk_that_fills_up_loses_nothing_that_was_acknowledged", "400k") else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    let dir = disk.0.path().join("record");
    let world = FixedWorld::new(1);
    let mut record = with_fallback(&dir, elsewhere.path(), &world);
    let mut acknowledged = append(&mut record, &world, vec![opening(false)]).unwrap().lines;
    let mut after = 0;
    for n in 0..2000 {
        acknowledged
            .extend(append(&mut record, &world, vec![note(&format!("{n} {}", "満".repeat(200)))]).unwrap().lines);
        after += usize::from(matches!(record.rung(), Rung::Spool(path) if path.starts_with(elsewhere.path())));
        if after > 5 {
            break;
        }
    }
    assert!(after > 5, "{:?}", record.rung());
    assert!(record.problem().is_some());
    assert_sound(&mut record, &acknowledged);
    drop(record);
    let mut record = with_fallback(&dir, elsewhere.path(), &world);
    assert_sound(&mut record, &acknowledged);
    drop(record);
    disk.remount("size=8m");
    let mut record = with_fallback(&dir, elsewhere.path(), &world);
    assert_eq!(*record.rung(), Rung::Normal);
    assert_sound(&mut record, &acknowledged);
    let lines = append(&mut record, &world, vec![note("場所ができた")]).unwrap().lines;
    assert!(lines.iter().any(|line| matches!(line.event, Event::HeadsSeen(_))));
    assert!(record.verify(None).unwrap().is_sound());
}

/// Copies a database with the journal of a writer that lives, as a crash leaves it.
fn as_after_a_crash(to: &Path, world: &FixedWorld) -> Vec<Line> {
    let from = tempfile::tempdir().unwrap();
    let mut record = filled(from.path(), world, 30);
    fs::create_dir_all(to).unwrap();
    for name in ["real.db", "real.db-wal"] {
        fs::copy(from.path().join(name), to.join(name)).unwrap();
    }
    record.lines(&incident()).unwrap().iter().map(|line| (**line).clone()).collect()
}

#[test]
fn a_full_disk_with_a_journal_left_behind_opens_and_records() {
    let Some(disk) = SmallDisk::new("a_full_disk_with_a_journal_left_behind_opens_and_records", "600k") else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    let dir = disk.0.path().join("record");
    let world = FixedWorld::new(1);
    let mut acknowledged = as_after_a_crash(&dir, &world);
    disk.fill();
    let mut record = with_fallback(&dir, elsewhere.path(), &world);
    assert!(record.problem().is_some());
    assert_ne!(*record.rung(), Rung::Normal);
    assert_sound(&mut record, &acknowledged);
    acknowledged.extend(append(&mut record, &world, vec![note("満杯でも")]).unwrap().lines);
    assert_sound(&mut record, &acknowledged);
    drop(record);
    fs::remove_file(disk.0.path().join("filler")).unwrap();
    let mut record = with_fallback(&dir, elsewhere.path(), &world);
    assert_eq!(*record.rung(), Rung::Normal);
    assert_sound(&mut record, &acknowledged);
}

#[test]
fn a_read_only_medium_is_read_and_lines_go_elsewhere() {
    for crashed in [false, true] {
        let Some(disk) = SmallDisk::new("a_read_only_medium_is_read_and_lines_go_elsewhere", "2m") else { return };
        let elsewhere = tempfile::tempdir().unwrap();
        let dir = disk.0.path().join("record");
        let world = FixedWorld::new(1);
        let mut acknowledged = if crashed {
            as_after_a_crash(&dir, &world)
        } else {
            let mut record = filled(&dir, &world, 30);
            record.lines(&incident()).unwrap().iter().map(|line| (**line).clone()).collect()
        };
        disk.remount("ro");
        let mut record = with_fallback(&dir, elsewhere.path(), &world);
        assert!(
            matches!(record.problem(), Some(RecordError::ReadOnly { .. } | RecordError::Io { .. })),
            "{:?}",
            record.problem()
        );
        assert_sound(&mut record, &acknowledged);
        assert_eq!(record.incidents().unwrap()[0].lines, 31);
        assert_eq!(record.tail(&incident(), 3).unwrap().len(), 3);
        acknowledged.extend(append(&mut record, &world, vec![note("別の場所へ")]).unwrap().lines);
        let Rung::Spool(path) = record.rung() else { panic!("{:?}", record.rung()) };
        assert!(path.starts_with(elsewhere.path()));
        assert!(record.verify(None).unwrap().is_sound());
        drop(record);
        disk.remount("rw");
        let mut record = with_fallback(&dir, elsewhere.path(), &world);
        assert_eq!(*record.rung(), Rung::Normal, "{:?}", record.problem());
        assert_sound(&mut record, &acknowledged);
        assert!(record.verify(None).unwrap().is_sound());
    }
}

#[test]
fn a_read_only_medium_without_a_record_takes_lines_elsewhere() {
    let Some(disk) = SmallDisk::new("a_read_only_medium_without_a_record_takes_lines_elsewhere", "1m") else { return };
    disk.remount("ro");
    let elsewhere = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    let mut record = with_fallback(&disk.0.path().join("record"), elsewhere.path(), &world);
    assert!(matches!(record.problem(), Some(RecordError::ReadOnly { .. })), "{:?}", record.problem());
    let lines = append(&mut record, &world, vec![opening(false), note("それでも")]).unwrap().lines;
    drop(record);
    let mut record = with_fallback(&disk.0.path().join("record"), elsewhere.path(), &world);
    assert_sound(&mut record, &lines);
}
