//! The screens, driven by keys on a real record in a folder of its own, with a clock that stands still.

#![allow(clippy::string_slice, reason = "a test cuts at places that it knows")]

mod call;
mod decisions;
mod first_line;
mod fits;
mod further;
mod hostile;
mod jump;
mod main_way;
mod report;
mod sizes;
mod stage;
mod standing;
mod words;
