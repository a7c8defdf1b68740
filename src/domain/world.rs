//! What the rules cannot know by themselves: what time it is, and chance. It comes in through this trait, so that tests decide it.

use super::when::Moment;

/// The clock and the dice.
pub trait World: Send + Sync {
    /// The wall clock, in the facility's offset.
    fn now(&self) -> Moment;

    /// Random bytes from the operating system, for ids of incidents and origins.
    fn random(&self) -> [u8; 32];
}
