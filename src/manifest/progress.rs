//! How far one has come, and how long it will take: told a few times a second.

use std::time::{Duration, Instant};

/// So often, at most, progress is told.
const EVERY: Duration = Duration::from_millis(250);

/// Before so much time has passed, nothing is said about how long it will take.
const SETTLE: Duration = Duration::from_secs(2);

/// How far one has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are done.
    pub files: u64,
    /// Of how many.
    pub of_files: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Of how many.
    pub of_bytes: u64,
    /// How long it will still take, as far as can be told.
    pub remaining: Option<Duration>,
}

/// Counts, and tells now and then.
pub(super) struct Meter<'a> {
    tell: &'a mut dyn FnMut(Progress),
    now: Progress,
    begun: Instant,
    told: Instant,
}

impl<'a> Meter<'a> {
    pub(super) fn new(of_files: u64, of_bytes: u64, tell: &'a mut dyn FnMut(Progress)) -> Self {
        let now = Progress { files: 0, of_files, bytes: 0, of_bytes, remaining: None };
        let begun = Instant::now();
        Self { tell, now, begun, told: begun }
    }

    pub(super) fn read(&mut self, bytes: u64) {
        self.now.bytes = self.now.bytes.saturating_add(bytes);
        self.now_and_then();
    }

    pub(super) fn file_done(&mut self) {
        self.now.files += 1;
        self.now_and_then();
    }

    fn now_and_then(&mut self) {
        if self.told.elapsed() < EVERY {
            return;
        }
        self.told = Instant::now();
        self.now.remaining = remaining(self.begun.elapsed(), self.now.bytes, self.now.of_bytes);
        (self.tell)(self.now);
    }
}

/// As much longer as the rest is larger than what is done.
fn remaining(passed: Duration, done: u64, of: u64) -> Option<Duration> {
    if passed < SETTLE || done == 0 {
        return None;
    }
    let rest = u128::from(of.saturating_sub(done));
    let millis = passed.as_millis().saturating_mul(rest).checked_div(u128::from(done))?;
    u64::try_from(millis).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_remains_is_in_the_measure_of_what_was_done() {
        let of = |passed, done, of| remaining(Duration::from_secs(passed), done, of);
        assert_eq!(of(10, 100, 400), Some(Duration::from_secs(30)));
        assert_eq!(of(10, 400, 400), Some(Duration::ZERO));
        assert_eq!(of(10, 500, 400), Some(Duration::ZERO), "it grew meanwhile");
        assert_eq!((of(1, 100, 400), of(10, 0, 400)), (None, None), "too early to tell");
        assert!(of(u64::MAX / 2, 1, u64::MAX).is_none_or(|rest| rest > Duration::from_secs(1)));
    }

    #[test]
    fn progress_is_not_told_for_every_buffer() {
        let mut told = 0;
        let mut tell = |_| told += 1;
        let mut meter = Meter::new(1, 1000, &mut tell);
        (0..1000).for_each(|_| meter.read(1));
        assert!(told < 10, "{told}");
    }
}
