//! What the program promises, tested from outside of the library. One program, so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::similar_names,
    clippy::items_after_statements,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::let_underscore_must_use,
    clippy::print_stderr,
    reason = "helpers of tests may stop a test and name what they skip"
)]

mod announce;
mod arrows;
mod backup;
#[cfg(unix)]
mod bad_input;
mod brief;
#[cfg(unix)]
mod by_hand;
mod calls;
mod commands;
mod contacts;
mod coverage;
mod duties;
mod golden;
mod golden_degraded;
mod golden_ledger;
mod golden_restoring;
mod handa;
mod handa_keys;
mod import;
mod json;
#[cfg(unix)]
mod kill;
mod ledger;
mod manual;
mod mirror;
mod mode;
mod nurse;
mod osaka;
mod outbox;
mod pack_update;
mod paper;
mod picture;
mod printed;
mod program;
#[cfg(unix)]
mod pty;
mod readiness;
mod record;
mod record_by_hand;
mod record_damage;
mod record_faults;
mod record_ladder;
mod record_verify;
mod reports;
mod site;
mod smtp;
mod support;
mod svg;
mod two_runbooks;
