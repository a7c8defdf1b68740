//! What is true: the rules of incidents, runbooks and their record.

pub mod condition;
pub mod contact;
pub mod event;
pub mod facility;
pub mod id;
pub mod plan;
pub mod runbook;
pub mod step_key;
pub mod value;
