//! The contract of a second copy: what it holds, when it holds it, and what never happens to an append.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::keeper::{self, Job, Shared};
use super::{FOLDER, MirrorCondition, MirrorFault, MirrorPlace};
use crate::domain::event::{Event, Head, Nothing, Opened, Sign};
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::line::{Draft, Line};
use crate::domain::when::{Moment, When, read};
use crate::domain::world::World;
use crate::record::{Book, OpenOptions, Record, Words};

struct Dice(Mutex<u64>);

impl World for Dice {
    fn now(&self) -> Moment {
        read("2026-11-22T00:30:00+09:00").unwrap()
    }

    fn random(&self) -> [u8; 32] {
        let mut thrown = self.0.lock().unwrap();
        *thrown += 1;
        *Hash::of(thrown.to_string().as_bytes()).bytes()
    }
}

struct Plain;

impl Words for Plain {
    fn joined(&self, origin: &Id) -> String {
        format!("{origin} が加わった")
    }
    fn clock_stepped(&self, seconds: u64) -> String {
        format!("{seconds}")
    }
    fn heads_seen(&self, heads: &[Head]) -> String {
        format!("{}", heads.len())
    }
}

/// A computer with a stick in it.
struct Desk {
    dir: tempfile::TempDir,
    dice: Dice,
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn later() -> Instant {
    Instant::now() + Duration::from_mins(1)
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap(), dice: Dice(Mutex::new(0)) };
        fs::create_dir(desk.stick()).unwrap();
        desk
    }

    fn stick(&self) -> PathBuf {
        self.dir.path().join("stick")
    }

    fn record(&self) -> Record {
        self.record_of("record", "mihon-clinic", &self.stick())
    }

    fn record_of(&self, name: &str, facility: &str, stick: &Path) -> Record {
        let mirrors = vec![MirrorPlace {
            title: "USB".to_owned(),
            path: stick.to_path_buf(),
            facility: id(facility),
            formerly: Vec::new(),
        }];
        let options = OpenOptions { mirrors, ..OpenOptions::default() };
        Record::open_with(&self.dir.path().join(name), Book::Real, &self.dice, options).unwrap()
    }

    fn say(&self, record: &mut Record, text: &str) -> Vec<Line> {
        let incident = id("20261122-k3f7w2xx");
        let drafts = |lines: &crate::domain::lines::Lines| {
            let event = if lines.is_empty() {
                Event::Opened(Opened { drill: false, signs: vec![Sign::Omen] })
            } else {
                Event::NoteWritten(Nothing {})
            };
            let occurred = When::now(self.dice.now());
            let text = text.to_owned();
            Ok::<_, ()>(vec![Draft { occurred, by: None, for_: None, via: None, from: None, to: None, event, text }])
        };
        record.append(&incident, &id("mihon-clinic"), &self.dice, &Plain, drafts).unwrap().lines
    }

    /// The bytes of every line of the record, in the order in which they were stored.
    fn stored(&self, name: &str) -> Vec<u8> {
        let path = self.dir.path().join(name).join("real.db");
        let connection = rusqlite::Connection::open(path).unwrap();
        let mut statement = connection.prepare("SELECT bytes FROM line ORDER BY rowid").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        rows.flat_map(Result::unwrap).collect()
    }

    fn file(&self, record: &Record, more: &str) -> PathBuf {
        self.stick().join(FOLDER).join(format!("real-{}{more}.lines", record.origin()))
    }
}

fn fault(record: &Record) -> MirrorFault {
    record.wait_for_mirrors(later());
    match record.mirrors().remove(0).condition {
        MirrorCondition::Late(fault) => fault,
        other => panic!("{other:?}"),
    }
}

fn assert_whole(record: &Record) {
    record.wait_for_mirrors(later());
    let state = record.mirrors().remove(0);
    assert_eq!((state.condition, state.behind), (MirrorCondition::Whole, Some(0)));
}

#[test]
fn every_line_stands_in_the_mirror_as_it_is_stored() {
    let desk = Desk::new();
    let mut record = desk.record();
    assert_eq!(record.mirrors()[0].condition, MirrorCondition::Looking, "one that only reads leaves mirrors alone");
    assert!(!desk.stick().join(FOLDER).exists());
    (0..20).for_each(|n| drop(desk.say(&mut record, &format!("{n}"))));
    assert_whole(&record);
    assert_eq!(fs::read(desk.file(&record, "")).unwrap(), desk.stored("record"));
    let marker = fs::read_to_string(desk.stick().join(FOLDER).join("hikae.json")).unwrap();
    assert_eq!(marker, "{\"schema\":\"sonae.hikae/1\",\"facility\":\"mihon-clinic\"}\n");
}

#[test]
fn a_stick_that_comes_back_is_caught_up_with() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    assert_whole(&record);
    let away = desk.dir.path().join("away");
    fs::rename(desk.stick(), &away).unwrap();
    (0..3).for_each(|n| drop(desk.say(&mut record, &format!("{n}"))));
    assert_eq!(fault(&record), MirrorFault::NotThere);
    assert_eq!(record.mirrors()[0].behind, Some(3));
    assert!(record.mirrors()[0].is_late());
    assert!(!desk.stick().exists(), "a missing stick never becomes a folder");
    fs::rename(&away, desk.stick()).unwrap();
    // By itself, without another line.
    let patience = Instant::now();
    while record.mirrors()[0].condition != MirrorCondition::Whole && patience.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(fs::read(desk.file(&record, "")).unwrap(), desk.stored("record"));
}

#[test]
fn what_was_torn_off_is_cut_and_written_whole() {
    let desk = Desk::new();
    let mut record = desk.record();
    (0..3).for_each(|n| drop(desk.say(&mut record, &format!("{n}"))));
    assert_whole(&record);
    let (file, all) = (desk.file(&record, ""), desk.stored("record"));
    drop(record);
    for cut in [all.len() - 1, all.len() - 40, 30, 0] {
        fs::write(&file, &all[..cut]).unwrap();
        let mut record = desk.record();
        record.keep_mirrors();
        assert_whole(&record);
        assert_eq!(fs::read(&file).unwrap(), all, "cut at {cut}");
    }
    // Zeros at the end, as a stick that was pulled leaves them.
    fs::write(&file, [&all[..], &[0; 5000]].concat()).unwrap();
    let mut record = desk.record();
    desk.say(&mut record, "その後");
    assert_whole(&record);
    assert_eq!(fs::read(&file).unwrap(), desk.stored("record"));
}

#[test]
fn two_stores_of_one_facility_have_a_file_each() {
    let desk = Desk::new();
    let (mut one, mut two) = (desk.record(), desk.record_of("other", "mihon-clinic", &desk.stick()));
    desk.say(&mut one, "一号機");
    desk.say(&mut two, "二号機");
    assert_whole(&one);
    assert_whole(&two);
    assert_ne!(one.origin(), two.origin());
    assert_eq!(fs::read(desk.file(&one, "")).unwrap(), desk.stored("record"));
    assert_eq!(fs::read(desk.file(&two, "")).unwrap(), desk.stored("other"));
    assert!(!one.mirrors()[0].ahead && !two.mirrors()[0].ahead, "another store's lines are nobody's loss");
}

#[test]
fn a_mirror_of_another_facility_is_not_touched() {
    let desk = Desk::new();
    let mut other = desk.record_of("other", "kita-hospital", &desk.stick());
    other.keep_mirrors();
    other.wait_for_mirrors(later());
    let listing = || fs::read_dir(desk.stick().join(FOLDER)).unwrap().count();
    let before = listing();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    assert_eq!(fault(&record), MirrorFault::OtherFacility(id("kita-hospital")));
    assert_eq!(listing(), before);
}

#[test]
fn a_record_that_was_set_back_begins_another_file() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    record.wait_for_mirrors(later());
    drop(record);
    let db = desk.dir.path().join("record/real.db");
    let old = fs::read(&db).unwrap();
    let mut record = desk.record();
    desk.say(&mut record, "あとで失われる");
    assert_whole(&record);
    let (first, longer) = (desk.file(&record, ""), fs::read(desk.file(&record, "")).unwrap());
    drop(record);
    fs::write(&db, old).unwrap();
    let mut record = desk.record();
    record.keep_mirrors();
    assert_whole(&record);
    assert!(record.mirrors()[0].ahead, "the mirror has what the record lacks");
    assert_eq!(fs::read(&first).unwrap(), longer, "nothing is overwritten");
    assert_eq!(fs::read(desk.file(&record, "-2")).unwrap(), desk.stored("record"));
    // The next program knows it still.
    drop(record);
    let mut record = desk.record();
    desk.say(&mut record, "続き");
    assert_whole(&record);
    assert!(record.mirrors()[0].ahead);
    assert_eq!(fs::read(desk.file(&record, "-2")).unwrap(), desk.stored("record"));
}

#[test]
fn a_copied_store_begins_its_own_file_with_everything() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    assert_whole(&record);
    let first = desk.file(&record, "");
    drop(record);
    fs::create_dir(desk.dir.path().join("copy")).unwrap();
    fs::copy(desk.dir.path().join("record/real.db"), desk.dir.path().join("copy/real.db")).unwrap();
    let mut copy = desk.record_of("copy", "mihon-clinic", &desk.stick());
    desk.say(&mut copy, "写しで");
    assert_whole(&copy);
    assert_ne!(desk.file(&copy, ""), first);
    assert_eq!(fs::read(desk.file(&copy, "")).unwrap(), desk.stored("copy"));
    assert_eq!(fs::read(first).unwrap(), desk.stored("record"));
}

#[test]
fn a_file_that_another_program_writes_is_left_to_it_and_taken_over_later() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    assert_whole(&record);
    let held = fs::File::options().read(true).write(true).open(desk.file(&record, "")).unwrap();
    held.try_lock().unwrap();
    desk.say(&mut record, "続き");
    assert_eq!(fault(&record), MirrorFault::Busy);
    drop(held);
    desk.say(&mut record, "また");
    assert_whole(&record);
    assert_eq!(fs::read(desk.file(&record, "")).unwrap(), desk.stored("record"));
}

#[cfg(unix)]
#[test]
fn nothing_but_a_regular_file_is_opened() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    assert_whole(&record);
    let (file, victim) = (desk.file(&record, ""), desk.dir.path().join("victim"));
    fs::remove_file(&file).unwrap();
    fs::write(&victim, "大事な表").unwrap();
    symlink(&victim, &file).unwrap();
    desk.say(&mut record, "続き");
    assert_eq!(fault(&record), MirrorFault::NotOurs(file.clone()));
    assert_eq!(fs::read_to_string(&victim).unwrap(), "大事な表");
    fs::remove_file(&file).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    desk.say(&mut record, "続き");
    assert_eq!(fault(&record), MirrorFault::NotOurs(file.clone()), "a pipe is not waited for");
    fs::remove_file(&file).unwrap();
    desk.say(&mut record, "続き");
    assert_whole(&record);
    assert_eq!(fs::read(file).unwrap(), desk.stored("record"));
}

#[test]
fn what_stands_only_in_a_spool_is_in_the_mirror_too() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    drop(record);
    let db = desk.dir.path().join("record/real.db");
    let good = fs::read(&db).unwrap();
    let mut newer = good.clone();
    newer[63] = 9;
    fs::write(&db, &newer).unwrap();
    let mut record = desk.record();
    let mut lines = desk.say(&mut record, "予備に");
    lines.extend(desk.say(&mut record, "予備に、もう一つ"));
    assert!(matches!(fault(&record), MirrorFault::Record(_)));
    let direct = desk.file(&record, "-direct");
    let bytes: Vec<u8> = lines.iter().flat_map(|line| line.bytes().to_vec()).collect();
    assert_eq!(fs::read(&direct).unwrap(), bytes);
    drop(record);
    // The next program finds them in the spool, and does not write them twice.
    let mut record = desk.record();
    record.keep_mirrors();
    record.wait_for_mirrors(later());
    assert_eq!(fs::read(&direct).unwrap(), bytes);
    drop(record);
    fs::write(&db, good).unwrap();
    let record = desk.record();
    assert!(record.taken_in() > 0);
    assert_whole(&record);
    assert_eq!(fs::read(desk.file(&record, "")).unwrap(), desk.stored("record"));
}

/// Mounts a small file system of its own; `None`, said by name, where one may not.
#[cfg(target_os = "linux")]
fn small_stick(desk: &Desk, options: &str) -> Option<Mounted> {
    let path = desk.dir.path().join("small");
    fs::create_dir(&path).unwrap();
    let output =
        std::process::Command::new("mount").args(["-t", "tmpfs", "-o", options, "sonae-test"]).arg(&path).output();
    if output.is_ok_and(|output| output.status.success()) {
        return Some(Mounted(path));
    }
    drop(std::io::Write::write_all(
        &mut std::io::stderr(),
        b"skipped: a full and a read-only mirror (mounting needs root)\n",
    ));
    None
}

#[cfg(target_os = "linux")]
struct Mounted(PathBuf);

#[cfg(target_os = "linux")]
impl Mounted {
    fn again(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = std::process::Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mounted {
    fn drop(&mut self) {
        drop(std::process::Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_and_a_read_only_mirror_are_said_and_caught_up_with() {
    let desk = Desk::new();
    let Some(small) = small_stick(&desk, "size=16k") else { return };
    let mut record = desk.record_of("record", "mihon-clinic", &small.0);
    let long = "長い一行".repeat(400);
    (0..8).for_each(|_| drop(desk.say(&mut record, &long)));
    assert_eq!(fault(&record), MirrorFault::Full);
    let file = small.0.join(FOLDER).join(format!("real-{}.lines", record.origin()));
    let there = fs::read(&file).unwrap();
    let all = desk.stored("record");
    assert!(all.starts_with(&there) && there.len() < all.len(), "what is there is right");
    small.again("size=1m");
    desk.say(&mut record, "空きができた");
    assert_whole(&record);
    small.again("ro");
    desk.say(&mut record, "書けない");
    assert_eq!(fault(&record), MirrorFault::ReadOnly);
    small.again("rw");
    desk.say(&mut record, "書ける");
    assert_whole(&record);
    assert_eq!(fs::read(&file).unwrap(), desk.stored("record"));
}

/// A mirror in a network drive that answers no more.
struct Hangs(Receiver<()>);

impl Job for Hangs {
    fn pass(&mut self, _handed: Vec<Line>, _shared: &Shared) -> Result<(), MirrorFault> {
        self.0.recv().map_err(|gone| MirrorFault::Io(gone.to_string()))
    }

    fn behind(&self) -> Option<u64> {
        None
    }
}

#[test]
fn a_mirror_that_hangs_keeps_no_append() {
    let desk = Desk::new();
    let mut record = desk.record();
    desk.say(&mut record, "始まり");
    let (go_on, hung) = channel();
    record.mirrors.keepers = vec![keeper::start(Hangs(hung))];
    // Each comes back while the mirror stands still: else this test would not end.
    (0..50).for_each(|n| drop(desk.say(&mut record, &format!("{n}"))));
    assert_eq!(record.mirrors()[0].condition, MirrorCondition::Looking, "it is hanging still");
    let began = Instant::now();
    record.wait_for_mirrors(began + Duration::from_millis(200));
    assert!(began.elapsed() >= Duration::from_millis(200), "it was waited for");
    let again = Instant::now();
    record.wait_for_mirrors(again + Duration::from_mins(1));
    assert!(again.elapsed() < Duration::from_secs(30), "nobody waits twice for the same");
    (0..3).for_each(|_| go_on.send(()).unwrap());
    desk.say(&mut record, "動き出した");
    record.wait_for_mirrors(later());
    assert_eq!(record.mirrors()[0].condition, MirrorCondition::Whole);
}
