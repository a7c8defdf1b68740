//! Japanese text in a terminal: how wide it is, where it breaks, what may be drawn, how times and durations are
//! said, how a line is taken down.
//!
//! Pure: imports nothing else of the program, reads no clock, touches no file.

pub mod duration;
pub mod kana;
pub mod linebreak;
pub mod romaji;
pub mod sanitize;
pub mod scribe;
pub mod spoken_time;
pub mod width;
