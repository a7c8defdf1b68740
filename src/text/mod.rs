//! Japanese text in a terminal: how wide it is, where it breaks, what may be drawn, how times and durations are said.
//!
//! Pure: imports nothing else of the program, reads no clock, touches no file.

pub mod duration;
pub mod kana;
pub mod linebreak;
pub mod sanitize;
pub mod spoken_time;
pub mod width;
