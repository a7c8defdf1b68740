//! The name of a step in the record: `runbook:step[@occurrence][/department]`.
//!
//! Owns its grammar. Ids never change meaning, so a key that was written once can be read for ever.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::Id;

/// A step, one of its repeats, in one department.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StepKey {
    /// The runbook that owns the step.
    pub runbook: Id,
    /// The step.
    pub step: Id,
    /// Which repeat, from 1; 1 is not written.
    pub occurrence: u32,
    /// The department, where the step is done in each.
    pub department: Option<Id>,
}

/// The text is not the name of a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a step: {0:?} (write runbook:step, with @2 for the second time and /department)")]
pub struct NotAStepKey(pub String);

impl StepKey {
    /// The first occurrence of a step that belongs to no department.
    pub fn new(runbook: Id, step: Id) -> Self {
        Self { runbook, step, occurrence: 1, department: None }
    }

    /// The same step at another occurrence.
    #[must_use]
    pub fn at(&self, occurrence: u32) -> Self {
        Self { occurrence, ..self.clone() }
    }
}

impl std::str::FromStr for StepKey {
    type Err = NotAStepKey;
    fn from_str(text: &str) -> Result<Self, NotAStepKey> {
        let bad = || NotAStepKey(text.to_owned());
        let id = |part: &str| Id::new(part).map_err(|_not_an_id| bad());
        let (rest, department) = match text.split_once('/') {
            Some((rest, department)) => (rest, Some(id(department)?)),
            None => (text, None),
        };
        let (rest, occurrence) = match rest.split_once('@') {
            Some((rest, number)) => match number.parse::<u32>() {
                Ok(number) if number >= 1 && !number_is_padded(rest, text, number) => (rest, number),
                _ => return Err(bad()),
            },
            None => (rest, 1),
        };
        let (runbook, step) = rest.split_once(':').ok_or_else(bad)?;
        Ok(Self { runbook: id(runbook)?, step: id(step)?, occurrence, department })
    }
}

/// One step has one name: `@02`, `@+2` and `@1` are refused.
fn number_is_padded(rest: &str, text: &str, number: u32) -> bool {
    number == 1 || !text.starts_with(&format!("{rest}@{number}")) || text.contains(&format!("@0{number}"))
}

impl TryFrom<String> for StepKey {
    type Error = NotAStepKey;
    fn try_from(text: String) -> Result<Self, NotAStepKey> {
        text.parse()
    }
}

impl From<StepKey> for String {
    fn from(key: StepKey) -> Self {
        key.to_string()
    }
}

impl fmt::Display for StepKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.runbook, self.step)?;
        if self.occurrence > 1 {
            write!(f, "@{}", self.occurrence)?;
        }
        if let Some(department) = &self.department {
            write!(f, "/{department}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_they_are_written() {
        for text in ["ransomware:cut-outside", "a:b@2", "a:b/ward", "a:b@12/ward"] {
            assert_eq!(text.parse::<StepKey>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn one_step_has_one_name() {
        for text in ["a:b@1", "a:b@0", "a:b@02", "a:b@+2", "a", "a:", ":b", "a:b@", "a:b/", "a:b/ward@2", "A:b"] {
            assert!(text.parse::<StepKey>().is_err(), "{text}");
        }
    }
}
