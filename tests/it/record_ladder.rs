//! The way down when the disk fails, and back up: full, read-only, a journal left behind, spool files taken in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sonae::domain::event::Event;
use sonae::domain::hash::Hash;
use sonae::domain::line::{Line, Seal};
use sonae::record::{Book, OpenOptions, Reason, Record, RecordError, Rung};

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

/// Opens the record of a facility, with a folder elsewhere for its spool.
fn of_facility(dir: &Path, fallback: &Path, world: &FixedWorld) -> Record {
    let options =
        OpenOptions { spool_fallbacks: vec![fallback.to_path_buf()], facilities: vec![facility()], ..impatient() };
    Record::open_with(dir, Book::Real, world, options).unwrap()
}

/// A sound record, and beside it a spool elsewhere with two lines of a new incident. The spool's file.
fn with_spool_elsewhere(dir: &Path, fallback: &Path, world: &FixedWorld) -> PathBuf {
    drop(filled(dir, world, 1));
    let good = fs::read(dir.join("real.db")).unwrap();
    let mut newer = good.clone();
    newer[63] = 9;
    fs::write(dir.join("real.db"), &newer).unwrap();
    fs::write(dir.join("spool"), "a file in the way").unwrap();
    let mut record = of_facility(dir, fallback, world);
    append_to(&mut record, &id("20261122-newnewne"), world, vec![opening(false), note("予備に")]).unwrap();
    let Rung::Spool(path) = record.rung().clone() else { panic!("{:?}", record.rung()) };
    assert!(path.starts_with(fallback));
    drop(record);
    fs::write(dir.join("real.db"), good).unwrap();
    fs::remove_file(dir.join("spool")).unwrap();
    path
}

#[test]
fn what_was_taken_in_is_counted_once() {
    let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let world = FixedWorld::new(1);
    let file = with_spool_elsewhere(dir.path(), elsewhere.path(), &world);
    let record = of_facility(dir.path(), elsewhere.path(), &world);
    assert_eq!((record.taken_in(), record.left_out()), (2, &[][..]));
    assert!(!file.exists());
    drop(record);
    assert_eq!(of_facility(dir.path(), elsewhere.path(), &world).taken_in(), 0);
}

#[test]
fn lines_of_another_facility_or_book_stay_in_the_spool_and_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let world = FixedWorld::new(1);
    drop(filled(dir.path(), &world, 1));
    // A new incident, one that is in the record, and a drill.
    for (incident, of, left_out, misplaced) in [
        ("20261122-newnewne", "kita-hospital", 1, 0),
        (incident().as_str(), "kita-hospital", 1, 0),
        ("drill-20261122-newnewne", facility().as_str(), 0, 1),
    ] {
        let seal = Seal {
            facility: id(of),
            incident: id(incident),
            origin: id("xxxxxxxxxx"),
            seq: 1,
            prev: Hash::ZERO,
            clock: 1,
            recorded_at: moment("2026-11-22T00:30:00+09:00"),
        };
        let drill = incident.starts_with("drill-");
        let line = Line::seal(opening(drill), seal).unwrap();
        let file = dir.path().join("spool/xxxxxxxxxx.lines");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, line.bytes()).unwrap();
        for _ in 0..2 {
            let mut record = of_facility(dir.path(), dir.path(), &world);
            let found = record.verify(None).unwrap();
            assert_eq!((found.left_out.len(), found.misplaced.len()), (left_out, misplaced), "{incident}: {found:?}");
            assert!(found.left_out.iter().all(|left| left.reason == Reason::OtherFacility(1) && left.at == file));
            assert!(!found.is_sound());
            assert_eq!((record.taken_in(), record.incidents().unwrap().len()), (0, 1));
            assert_eq!(record.lines(&self::incident()).unwrap().len(), 2);
            assert_eq!(fs::read(&file).unwrap(), line.bytes());
        }
    }
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_the_owner_alone_and_what_exists_is_left() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (record, world) = (dir.path().join("record"), FixedWorld::new(1));
        let open_one = filled(&record, &world, 1);
        assert_eq!(mode(&record), 0o700);
        for entry in fs::read_dir(&record).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        assert!(record.join("real.db-wal").exists());
        drop(open_one);
        fs::set_permissions(&record, fs::Permissions::from_mode(0o750)).unwrap();
        fs::set_permissions(record.join("real.db"), fs::Permissions::from_mode(0o640)).unwrap();
        let file = with_spool_elsewhere(&record, elsewhere.path(), &world);
        assert_eq!((mode(file.parent().unwrap()), mode(&file)), (0o700, 0o600));
        assert_eq!((mode(&record), mode(&record.join("real.db"))), (0o750, 0o640));
    }

    /// Opens the record beside a spool that is not to be trusted: nothing of it is read, and it stays.
    fn is_left_out(dir: &Path, elsewhere: &Path, world: &FixedWorld, at: &Path) {
        let record = of_facility(dir, elsewhere, world);
        let found = record.verify(None).unwrap();
        let [left] = found.left_out.as_slice() else { panic!("{found:?}") };
        assert_eq!((left.at.as_path(), left.reason), (at, Reason::NotSafe));
        assert!(!found.is_sound());
        assert_eq!((record.taken_in(), record.incidents().unwrap().len()), (0, 1));
        assert!(fs::symlink_metadata(at).is_ok());
    }

    #[test]
    fn a_spool_elsewhere_that_others_can_write_to_is_not_read() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let world = FixedWorld::new(1);
        let file = with_spool_elsewhere(dir.path(), elsewhere.path(), &world);
        let folder = file.parent().unwrap();
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        set(folder, 0o777);
        is_left_out(dir.path(), elsewhere.path(), &world, folder);
        set(folder, 0o700);
        set(&file, 0o620);
        is_left_out(dir.path(), elsewhere.path(), &world, &file);
        set(&file, 0o600);
        // Another user's; only root can give things away.
        if std::os::unix::fs::chown(folder, Some(12345), None).is_ok() {
            is_left_out(dir.path(), elsewhere.path(), &world, folder);
            std::os::unix::fs::chown(folder, Some(fs::metadata(elsewhere.path()).unwrap().uid()), None).unwrap();
        }
        assert_eq!(of_facility(dir.path(), elsewhere.path(), &world).taken_in(), 2);
    }

    #[test]
    fn links_and_pipes_are_not_read() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let world = FixedWorld::new(1);
        let file = with_spool_elsewhere(dir.path(), elsewhere.path(), &world);
        let (folder, aside) = (file.parent().unwrap(), elsewhere.path().join("aside"));
        // The folder a link, the file a link, also beside the database.
        fs::rename(folder, &aside).unwrap();
        symlink(&aside, folder).unwrap();
        is_left_out(dir.path(), elsewhere.path(), &world, folder);
        fs::remove_file(folder).unwrap();
        fs::create_dir(dir.path().join("spool")).unwrap();
        let link = dir.path().join("spool").join(file.file_name().unwrap());
        symlink(aside.join(file.file_name().unwrap()), &link).unwrap();
        is_left_out(dir.path(), elsewhere.path(), &world, &link);
        fs::remove_file(&link).unwrap();
        if Command::new("mkfifo").arg(&link).status().is_ok_and(|status| status.success()) {
            is_left_out(dir.path(), elsewhere.path(), &world, &link);
        }
    }

    #[test]
    fn nothing_is_written_into_a_folder_that_others_can_write_to() {
        let (dir, elsewhere, last) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let world = FixedWorld::new(1);
        let folder = with_spool_elsewhere(dir.path(), elsewhere.path(), &world).parent().unwrap().to_path_buf();
        let before = fs::read_dir(&folder).unwrap().count();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        fs::write(dir.path().join("spool"), "a file in the way").unwrap();
        fs::write(dir.path().join("real.db"), "").unwrap();
        let options = OpenOptions {
            spool_fallbacks: vec![elsewhere.path().to_path_buf(), last.path().to_path_buf()],
            ..impatient()
        };
        let mut record = Record::open_with(dir.path(), Book::Real, &world, options).unwrap();
        append(&mut record, &world, vec![opening(false)]).unwrap();
        let Rung::Spool(path) = record.rung() else { panic!("{:?}", record.rung()) };
        assert!(path.starts_with(last.path()), "{}", path.display());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), before);
    }
}
