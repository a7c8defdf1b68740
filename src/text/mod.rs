//! Japanese text in a terminal: how wide it is, where it breaks, what may be drawn, how times and durations are
//! said, how a line is taken down, how one of paper is typed back, which words stand in a text.
//!
//! Pure: imports nothing else of the program, reads no clock, touches no file.

pub mod duration;
pub mod formula;
pub mod kana;
pub mod linebreak;
pub mod paper_line;
pub mod romaji;
pub mod said;
pub mod sanitize;
pub mod scribe;
pub mod spoken_time;
pub mod width;
