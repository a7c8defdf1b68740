//! The thread of one mirror, and what others see of it.
//!
//! Owns waiting and trying again. Nobody joins the thread: one that hangs in a dead network drive is left behind.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::line::Line;

use super::{MirrorCondition, MirrorFault, MirrorState};

/// After the first failure it is tried again so soon; the pause grows from there.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// So often one looks whether a stick is back: that costs nothing.
const LOOK_FOR_STICK: Duration = Duration::from_secs(3);

/// When all is well one looks so often whether it still is, and for lines that other programs wrote.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// A mirror that gives no sign of life for so long while it has something to do does not answer.
const SILENCE: Duration = Duration::from_secs(5);

/// What a mirror's thread does.
pub(super) trait Job: Send + 'static {
    /// Brings everything into the mirror that it lacks. Tells `shared` how far it is, and ends when that says so.
    fn pass(&mut self, handed: Vec<Line>, shared: &Shared) -> Result<(), MirrorFault>;

    /// How many lines the mirror lacks, as far as that can be known without it.
    fn behind(&self) -> Option<u64>;
}

/// What the thread and the record share. Its lock is never held while a file is read or written.
#[derive(Debug)]
pub(super) struct Shared {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug)]
struct Inner {
    /// How often something new was announced, and up to which announcement it was tried.
    asked: u64,
    tried: u64,
    /// Up to which one somebody waited in vain: nobody waits twice for the same.
    given_up: u64,
    handed: Vec<Line>,
    stop: bool,
    condition: MirrorCondition,
    since: Instant,
    /// When it last gave a sign of life, or was last asked while it had nothing to do.
    moved: Instant,
    behind: Option<u64>,
    ahead: bool,
}

impl Shared {
    fn new() -> Self {
        let inner = Inner {
            asked: 0,
            tried: 0,
            given_up: 0,
            handed: Vec::new(),
            stop: false,
            condition: MirrorCondition::Looking,
            since: Instant::now(),
            moved: Instant::now(),
            behind: None,
            ahead: false,
        };
        Self { inner: Mutex::new(inner), changed: Condvar::new() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ask(&self, handed: &[Line]) {
        let mut inner = self.inner();
        if inner.tried >= inner.asked {
            inner.moved = Instant::now();
        }
        inner.asked += 1;
        inner.handed.extend_from_slice(handed);
        self.changed.notify_all();
    }

    pub(super) fn stop(&self) {
        self.inner().stop = true;
        self.changed.notify_all();
    }

    pub(super) fn stopped(&self) -> bool {
        self.inner().stop
    }

    pub(super) fn wait(&self, until: Instant) {
        let mut inner = self.inner();
        while inner.tried.max(inner.given_up) < inner.asked {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                inner.given_up = inner.asked;
                return;
            }
            inner =
                self.changed.wait_timeout(inner, left).map_or_else(|broken| broken.into_inner().0, |(inner, _)| inner);
        }
    }

    pub(super) fn state(&self, title: String, path: PathBuf) -> MirrorState {
        let inner = self.inner();
        let mut condition = inner.condition.clone();
        // One that hangs says nothing of itself: what it said last is no longer so.
        let waits = inner.tried < inner.asked;
        let in_vain = inner.given_up > inner.tried && condition != MirrorCondition::Late(MirrorFault::Catching);
        if waits && (in_vain || inner.moved.elapsed() > SILENCE) {
            condition = MirrorCondition::Late(MirrorFault::NoAnswer);
        }
        MirrorState {
            title,
            path,
            behind: inner.behind.filter(|_| condition == inner.condition),
            condition,
            lasting: inner.since.elapsed(),
            ahead: inner.ahead,
        }
    }

    /// It holds lines that the record lacks, or no longer does.
    pub(super) fn set_ahead(&self, ahead: bool) {
        self.inner().ahead = ahead;
    }

    /// So many lines are still to come.
    pub(super) fn catching(&self, behind: u64) {
        self.inner().moved = Instant::now();
        self.set(MirrorCondition::Late(MirrorFault::Catching), Some(behind));
    }

    fn set(&self, condition: MirrorCondition, behind: Option<u64>) {
        let mut inner = self.inner();
        if std::mem::discriminant(&inner.condition) != std::mem::discriminant(&condition) {
            inner.since = Instant::now();
        }
        inner.condition = condition;
        inner.behind = behind;
    }

    /// Waits for something to do, or until it is time to look again. `None`: it is over.
    fn next(&self, pause: Option<Duration>) -> Option<(u64, Vec<Line>)> {
        let until = pause.map(|pause| Instant::now() + pause);
        let mut inner = self.inner();
        while !inner.stop && inner.tried >= inner.asked {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            inner = match left {
                Some(left) if left.is_zero() => break,
                Some(left) => self
                    .changed
                    .wait_timeout(inner, left)
                    .map_or_else(|broken| broken.into_inner().0, |(inner, _)| inner),
                None => self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner),
            };
        }
        // What is left the next program brings: it finds where the mirror stands.
        if inner.stop {
            return None;
        }
        Some((inner.asked, std::mem::take(&mut inner.handed)))
    }

    fn tried(&self, asked: u64) {
        let mut inner = self.inner();
        inner.tried = asked;
        inner.moved = Instant::now();
        drop(inner);
        self.changed.notify_all();
    }
}

/// Starts the thread.
pub(super) fn start(mut job: impl Job) -> Arc<Shared> {
    let shared = Arc::new(Shared::new());
    let seen = Arc::clone(&shared);
    let started = std::thread::Builder::new().name("mirror".to_owned()).spawn(move || {
        let mut pause = None;
        while let Some((asked, handed)) = seen.next(pause) {
            let result = job.pass(handed, &seen);
            pause = Some(pause_after(&result, pause));
            match result {
                Ok(()) => seen.set(MirrorCondition::Whole, Some(0)),
                Err(fault) => seen.set(MirrorCondition::Late(fault), job.behind()),
            }
            seen.tried(asked);
        }
    });
    if let Err(error) = started {
        shared.set(MirrorCondition::Late(MirrorFault::Io(error.to_string())), None);
        // Nobody would ever try it: nobody is to wait for it.
        shared.tried(u64::MAX);
    }
    shared
}

fn pause_after(result: &Result<(), MirrorFault>, before: Option<Duration>) -> Duration {
    match result {
        Ok(()) => LOOK_AGAIN,
        Err(MirrorFault::NotThere) => LOOK_FOR_STICK,
        // Told to end in the middle, or another program was at it: soon again.
        Err(MirrorFault::Catching | MirrorFault::Busy) => FIRST_PAUSE,
        Err(_) => match before {
            Some(before) if before != LOOK_AGAIN => (before * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE),
            _ => FIRST_PAUSE,
        },
    }
}
