//! System calls that fail, and death in the middle of one: in a child process under `strace`, at each call in turn.
//!
//! Only a process that dies, and a disk that says that it failed, are shown here; a loss of power is another thing.

use std::fs;
use std::path::Path;
use std::process::Command;

use sonae::domain::hash::Hash;
use sonae::record::{Book, OpenOptions, Record};

use crate::support::*;

const CHILD: &str = "SONAE_TEST_CHILD";
const NOTES: usize = 6;

/// What the child does: it is no test of its own.
#[test]
fn the_child_appends() {
    let Some(dir) = std::env::var_os(CHILD) else { return };
    let dir = Path::new(&dir);
    let world = FixedWorld::new(u64::from(std::process::id()));
    let options = OpenOptions { spool_fallbacks: vec![dir.join("elsewhere")], ..impatient() };
    let Ok(mut record) = Record::open_with(&dir.join("record"), Book::Real, &world, options) else { return };
    let begun = record.lines(&incident()).is_ok_and(|lines| !lines.is_empty());
    let first = if begun { note("続き") } else { opening(false) };
    for draft in std::iter::once(first).chain((0..NOTES).map(|n| note(&format!("{n}")))) {
        if let Ok(appended) = append(&mut record, &world, vec![draft]) {
            for line in appended.lines {
                eprintln!("ACK {}", line.hash());
            }
        }
    }
    eprintln!("RUNG {:?} {:?}", record.rung(), record.problem());
}

/// What a round showed.
#[derive(Debug, Default)]
struct Outcome {
    acknowledged: usize,
    killed: usize,
    /// The first run ended on another rung than the first.
    fell: usize,
}

/// Runs the child with one fault, twice, and then asks for all that it acknowledged.
fn round(fault: &str) -> Outcome {
    let dir = tempfile::tempdir().unwrap();
    let child = |under: &[&str]| {
        let this = std::env::current_exe().unwrap();
        let mut words: Vec<std::ffi::OsString> = under.iter().map(Into::into).collect();
        words.extend([this.into(), "--exact".into(), "record_faults::the_child_appends".into(), "--nocapture".into()]);
        Command::new(&words[0]).args(&words[1..]).env(CHILD, dir.path()).output()
    };
    let trace = ["strace", "-f", "-qq", "-o", "/dev/null"];
    let mut acknowledged = Vec::new();
    let mut outcome = Outcome::default();
    let faulty = [&trace[..], &["-e", fault]].concat();
    for under in [&faulty[..], &[]] {
        let output = child(under).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        outcome.killed += usize::from(!said.contains("RUNG"));
        outcome.fell += usize::from(said.contains("RUNG") && !said.contains("RUNG Normal None"));
        let acks = said.lines().filter_map(|line| line.split("ACK ").nth(1));
        acknowledged.extend(acks.map(|hash| hash.trim().parse::<Hash>().unwrap()));
    }
    let options = OpenOptions { spool_fallbacks: vec![dir.path().join("elsewhere")], ..impatient() };
    let mut record = Record::open_with(&dir.path().join("record"), Book::Real, &FixedWorld::new(1), options).unwrap();
    let lines = record.lines(&incident()).unwrap();
    for hash in &acknowledged {
        assert!(lines.get(hash).is_some(), "{fault}: an acknowledged line is lost");
    }
    assert_eq!(lines.check(), vec![], "{fault}");
    assert!(record.verify(None).unwrap().is_sound(), "{fault}: {:?}", record.verify(None));
    drop(fs::remove_dir_all(dir.path().join("elsewhere")));
    outcome.acknowledged = acknowledged.len();
    outcome
}

#[test]
fn no_failing_call_loses_an_acknowledged_line() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED no_failing_call_loses_an_acknowledged_line: there is no strace here");
        return;
    }
    let mut rounds = Vec::new();
    for (call, fault, until) in [
        ("fsync", "error=EIO", 22),
        ("pwrite64", "error=ENOSPC", 40),
        ("fsync", "signal=KILL", 22),
        ("pwrite64", "signal=KILL", 40),
    ] {
        rounds.extend((1..until).step_by(3).map(|n| round(&format!("inject={call}:{fault}:when={n}"))));
    }
    for n in [1, 4, 8, 12] {
        rounds.push(round(&format!("inject=fsync:error=EIO:when={n}+")));
        rounds.push(round(&format!("inject=pwrite64:error=ENOSPC:when={n}+")));
    }
    // The faults did happen.
    let sum = |of: fn(&Outcome) -> usize| rounds.iter().map(of).sum::<usize>();
    assert!(sum(|round| round.acknowledged) > rounds.len() * NOTES, "{rounds:?}");
    assert!(sum(|round| round.killed) > 8 && sum(|round| round.fell) >= 4, "{rounds:?}");
}
