//! The screens, driven by keys on a real record in a folder of its own, with a clock that stands still.

#![allow(clippy::string_slice, reason = "a test cuts at places that it knows")]

mod chronology;
mod decisions;
mod facts;
mod first_line;
mod fits;
mod further;
mod hostile;
mod main_way;
mod sizes;
mod stage;
mod stand_down;
mod standing;
mod words;
