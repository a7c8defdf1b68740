//! The screens, driven by keys on a real record in a folder of its own, with a clock that stands still.

#![allow(clippy::string_slice, reason = "a test cuts at places that it knows")]

mod backups;
mod call;
mod calls_evening;
mod chronology;
mod contacts;
mod decisions;
mod duties;
mod elsewhere;
mod everywhere;
mod facts;
mod first_line;
mod fits;
mod further;
mod hostile;
mod jump;
mod ledger;
mod looks;
mod main_way;
mod meanwhile;
mod mouse;
mod outbox;
mod paper_back;
mod readiness;
mod report;
mod restoring;
mod scribe;
mod setup;
mod setup_restoring;
mod setup_whole;
mod since;
mod sizes;
mod stage;
mod stand_down;
mod standing;
mod telling_words;
mod unfinished;
mod words;
