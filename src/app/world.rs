//! The real clock and the real dice; in test builds, ones that a test sets.

use chrono::{DateTime, FixedOffset, Offset as _, Utc};

use crate::domain::when::Moment;
use crate::domain::world::World;

/// The computer's clock and the operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemWorld;

impl World for SystemWorld {
    #[expect(clippy::disallowed_methods, reason = "this is the one door through which the clock comes in")]
    fn now(&self) -> Moment {
        Utc::now().with_timezone(&Utc.fix())
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        if getrandom::fill(&mut bytes).is_err() {
            // No random source (an early boot, a broken sandbox): recording must go on, so the clock has to do. Ids need only
            // differ from each other, not be secret.
            let now = self.now().timestamp_nanos_opt().unwrap_or_default().to_le_bytes();
            let place = std::process::id().to_le_bytes();
            bytes = *crate::domain::hash::Hash::of(&[now.as_slice(), place.as_slice()].concat()).bytes();
        }
        bytes
    }
}

/// A world in the facility's own offset: what is written into the record.
pub(super) struct Zoned<'a> {
    pub(super) world: &'a dyn World,
    pub(super) offset: FixedOffset,
}

impl World for Zoned<'_> {
    fn now(&self) -> Moment {
        let now: DateTime<FixedOffset> = self.world.now();
        now.with_timezone(&self.offset)
    }

    fn random(&self) -> [u8; 32] {
        self.world.random()
    }
}

/// The world that this process lives in: the real one, unless it is a test build and a test has set another.
pub fn world() -> Box<dyn World> {
    #[cfg(feature = "test-clock")]
    if let Some(world) = set::world_of_test() {
        return Box::new(world);
    }
    Box::new(SystemWorld)
}

#[cfg(feature = "test-clock")]
mod set {
    //! A clock and dice that a test sets from outside: `SONAE_TEST_NOW`, `SONAE_TEST_SEED`. Each look at the dice gives another
    //! number; the seed makes them the same in every run.

    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Moment, World};
    use crate::domain::hash::Hash;
    use crate::domain::when;

    pub(super) struct SetWorld {
        now: Moment,
        seed: String,
        drawn: AtomicU64,
    }

    pub(super) fn world_of_test() -> Option<SetWorld> {
        let now = when::read(&std::env::var("SONAE_TEST_NOW").ok()?)?;
        let seed = std::env::var("SONAE_TEST_SEED").unwrap_or_else(|_unset| now.to_string());
        Some(SetWorld { now, seed, drawn: AtomicU64::new(0) })
    }

    impl World for SetWorld {
        fn now(&self) -> Moment {
            self.now
        }

        fn random(&self) -> [u8; 32] {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            *Hash::of(format!("{} {drawn}", self.seed).as_bytes()).bytes()
        }
    }
}
