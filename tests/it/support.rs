//! What the tests of the record share: a world whose clock and dice they hold, and short ways to write lines.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use sonae::domain::event::{Event, Head, Nothing, Opened, Sign};
use sonae::domain::hash::Hash;
use sonae::domain::id::Id;
use sonae::domain::line::{Draft, Line};
use sonae::domain::lines::{Finding, Lines};
use sonae::domain::when::{Moment, When, read};
use sonae::domain::who::Who;
use sonae::domain::world::World;
use sonae::record::{AppendError, Appended, Book, OpenOptions, Record, RecordError, Words};

/// A clock that stands until it is moved, and dice that fall the same way for the same seed.
pub(crate) struct FixedWorld {
    now: Mutex<Moment>,
    seed: u64,
    thrown: AtomicU64,
}

impl FixedWorld {
    pub(crate) fn new(seed: u64) -> Self {
        let now = Mutex::new(moment("2026-11-22T00:30:00+09:00"));
        Self { now, seed, thrown: AtomicU64::new(0) }
    }

    pub(crate) fn step(&self, seconds: i64) {
        let mut now = self.now.lock().unwrap();
        *now += TimeDelta::seconds(seconds);
    }
}

impl World for FixedWorld {
    fn now(&self) -> Moment {
        *self.now.lock().unwrap()
    }

    fn random(&self) -> [u8; 32] {
        let throw = self.thrown.fetch_add(1, Ordering::Relaxed);
        *Hash::of(format!("{} {throw}", self.seed).as_bytes()).bytes()
    }
}

/// The words of the lines that the record writes by itself.
pub(crate) struct TestWords;

impl Words for TestWords {
    fn joined(&self, origin: &Id) -> String {
        format!("記録端末 {origin} が加わった")
    }
    fn clock_stepped(&self, behind_seconds: u64) -> String {
        format!("時計が {behind_seconds} 秒戻った")
    }
    fn heads_seen(&self, heads: &[Head]) -> String {
        format!("{} つの記録を合わせた", heads.len())
    }
}

pub(crate) fn moment(text: &str) -> Moment {
    read(text).unwrap()
}

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(crate) fn incident() -> Id {
    id("20261122-k3f7w2xx")
}

pub(crate) fn facility() -> Id {
    id("mihon-clinic")
}

pub(crate) fn draft(event: Event, text: &str) -> Draft {
    let occurred = When::now(moment("2026-11-22T00:30:00+09:00"));
    let by = Some(Who::stranger("山田 花子"));
    Draft { occurred, by, for_: None, via: None, from: None, to: None, event, text: text.to_owned() }
}

pub(crate) fn opening(drill: bool) -> Draft {
    draft(Event::Opened(Opened { drill, signs: vec![Sign::Omen] }), "プリンタから英文が出続ける")
}

pub(crate) fn note(text: &str) -> Draft {
    draft(Event::NoteWritten(Nothing {}), text)
}

/// Waits shortly for other programs, so that a test of that does not take long.
pub(crate) fn impatient() -> OpenOptions {
    OpenOptions { busy_timeout: std::time::Duration::from_millis(150), ..OpenOptions::default() }
}

pub(crate) fn open(dir: &Path, world: &FixedWorld) -> Record {
    Record::open_with(dir, Book::Real, world, impatient()).unwrap()
}

/// Appends to the incident of the tests.
pub(crate) fn append(record: &mut Record, world: &FixedWorld, drafts: Vec<Draft>) -> Result<Appended, RecordError> {
    append_to(record, &incident(), world, drafts)
}

pub(crate) fn append_to(
    record: &mut Record,
    incident: &Id,
    world: &FixedWorld,
    drafts: Vec<Draft>,
) -> Result<Appended, RecordError> {
    let result = record.append(incident, &facility(), world, &TestWords, |_| Ok::<_, ()>(drafts));
    result.map_err(|error| match error {
        AppendError::Record(error) => error,
        AppendError::Refused(()) => panic!("nothing refuses here"),
    })
}

/// A record with an opening line and some notes.
pub(crate) fn filled(dir: &Path, world: &FixedWorld, notes: usize) -> Record {
    let mut record = open(dir, world);
    append(&mut record, world, vec![opening(false)]).unwrap();
    for n in 1..=notes {
        append(&mut record, world, vec![note(&format!("メモ {n}"))]).unwrap();
    }
    record
}

pub(crate) fn texts(lines: &Lines) -> Vec<String> {
    lines.iter().map(|line| line.envelope.text.clone()).collect()
}

pub(crate) fn hashes(lines: &[Line]) -> BTreeSet<Hash> {
    lines.iter().map(Line::hash).collect()
}

/// Asserts that every acknowledged line is there and the chains hold.
pub(crate) fn assert_sound(record: &mut Record, acknowledged: &[Line]) {
    assert_kept(record, acknowledged);
    assert_eq!(record.lines(&incident()).unwrap().check(), Vec::new());
}

/// Asserts that every acknowledged line is there as it was.
pub(crate) fn assert_kept(record: &mut Record, acknowledged: &[Line]) {
    let lines = record.lines(&incident()).unwrap();
    for line in acknowledged {
        let stored = lines.get(&line.hash()).unwrap_or_else(|| panic!("lost: {}", line.envelope.text));
        assert_eq!(stored.bytes(), line.bytes());
    }
}

/// Asserts that nothing is found but the second opening that a test wrote while the first could not be read: it is kept, and said.
pub(crate) fn assert_second_opening_is_said(record: &mut Record) {
    let findings = record.lines(&incident()).unwrap().check();
    assert!(matches!(findings.as_slice(), [Finding::NoBeginning { .. }]), "{findings:?}");
}
