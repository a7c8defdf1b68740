//! What is true: the rules of incidents, runbooks and their record.
//!
//! Pure: no file, clock, terminal, database or randomness, and nothing of ours from outside this folder. What time it is and who
//! acts comes in with each command. All rules live here and are tested here; screens and commands only translate.

pub mod accounts;
pub mod address;
pub mod announcement;
pub mod attention;
pub mod backup;
pub mod blank;
pub mod board;
pub mod briefing;
pub mod call_again;
pub mod call_script;
pub mod call_sheet;
pub mod caution;
pub mod change;
pub mod circle;
pub mod command;
pub mod condition;
pub mod contact;
pub mod decide;
pub mod degraded;
pub mod duty;
pub mod entry;
pub mod event;
pub mod facility;
pub mod fingerprint;
#[cfg(test)]
pub(crate) mod fixture;
pub mod fold;
pub mod guide;
pub mod hash;
pub mod id;
pub mod incident;
pub mod inspection;
pub mod ledger;
pub mod letter;
pub mod line;
pub mod lines;
pub mod missing;
pub mod open_items;
pub mod outbox;
pub mod paper;
pub mod plan;
pub mod readiness;
pub mod refusal;
pub mod resolve;
pub mod restoration;
pub mod return_list;
pub mod round;
pub mod runbook;
pub mod since;
pub mod standing;
pub mod step_key;
pub mod suggest;
#[cfg(test)]
mod tests;
pub mod value;
pub mod when;
pub mod who;
pub mod wording;
pub mod world;
pub mod year;
