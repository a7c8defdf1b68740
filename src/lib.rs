//! Sonae (備え): the emergency runbook, incident recorder and drill room of a Japanese hospital or clinic.

pub mod domain;
pub mod i18n;
pub mod record;
