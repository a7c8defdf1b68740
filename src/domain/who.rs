//! Who: at the keyboard, and whose act it is.
//!
//! Owns the shape that lines carry. Names are statements, not signatures, and every report says so.

use serde::{Deserialize, Serialize};

use super::id::Id;

/// Somebody, with the name written out, so that a line can be read without the staff list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Who {
    /// The person of the staff list; `None` for somebody who is not on it.
    pub id: Option<Id>,
    /// As written.
    pub name: String,
    /// The role in which this person acted.
    pub role: Option<Id>,
}

impl Who {
    /// Somebody who is not on the staff list.
    pub fn stranger(name: impl Into<String>) -> Self {
        Self { id: None, name: name.into(), role: None }
    }

    /// Whether both are the same person: by id where there is one, else by name (spaces aside, which everybody types differently).
    pub fn same_person(&self, other: &Self) -> bool {
        let bare = |who: &Self| who.name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        match (&self.id, &other.id) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, None) => bare(self) == bare(other),
            _ => false,
        }
    }

    /// Whether this person stands on the staff list.
    pub fn is_listed(&self) -> bool {
        self.id.is_some()
    }
}
