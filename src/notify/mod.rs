//! Mail out: the bytes of a message, the way to the server, and where its password comes from.
//!
//! Owns what leaves the house. [`message`] builds a message once, when it is queued, and [`read_back`] reads its text again; [`smtp`]
//! hands one over and says what became of it; [`server`] is the way there, [`password`], [`at_hand`] and [`keyring`] the key. That no drill
//! leaves is guarded twice, in [`message`] and in [`smtp`], and neither relies on the other. Must not know the record, commands or
//! screens.

pub mod at_hand;
pub mod keyring;
pub mod message;
pub mod password;
pub mod read_back;
pub mod server;
pub mod smtp;
mod talk;
mod wire;
