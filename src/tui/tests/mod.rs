//! The screens, driven by keys on a real record in a folder of its own, with a clock that stands still.

mod first_line;
mod hostile;
mod main_way;
mod sizes;
mod stage;
mod words;
