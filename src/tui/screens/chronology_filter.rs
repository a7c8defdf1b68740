//! Which kinds of entries a reader of the chronology wants to see.
//!
//! Owns the kinds and what belongs to each. A look at one entry decides, so that a long record is narrowed in one pass.

use chrono::TimeDelta;

use crate::domain::entry::{Entry, is_telling};
use crate::domain::event::Event;
use crate::t;

/// From how many minutes on an entry counts as written down late: less is the time that writing takes.
const LATE: i64 = 10;

/// A kind of entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    /// すべて
    #[default]
    All,
    /// 未確定: who waits for whom.
    Unconfirmed,
    /// 訂正・取消: what was changed, and the lines that changed it.
    Amended,
    /// 指示: given, and reported as carried out.
    Orders,
    /// 連絡
    Calls,
    /// 手順
    Steps,
    /// 把握・判断: facts, criteria, declarations.
    Known,
    /// メモ
    Memos,
    /// 後から書いた記録: happened clearly before it was written down.
    Late,
}

impl Filter {
    /// All kinds in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::Unconfirmed,
        Self::Amended,
        Self::Orders,
        Self::Calls,
        Self::Steps,
        Self::Known,
        Self::Memos,
        Self::Late,
    ];

    /// The next kind, or the one before; once around.
    #[must_use]
    pub fn turned(self, onwards: bool) -> Self {
        let count = Self::ALL.len();
        let here = Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0);
        let next = if onwards { here + 1 } else { here + count - 1 };
        Self::ALL.get(next % count).copied().unwrap_or_default()
    }

    /// What people call it.
    pub fn name(self) -> String {
        match self {
            Self::All => t!("filter-all"),
            Self::Unconfirmed => t!("filter-unconfirmed"),
            Self::Amended => t!("filter-amended"),
            Self::Orders => t!("filter-orders"),
            Self::Calls => t!("filter-calls"),
            Self::Steps => t!("filter-steps"),
            Self::Known => t!("filter-known"),
            Self::Memos => t!("filter-memos"),
            Self::Late => t!("filter-late"),
        }
    }

    /// Whether an entry is of this kind.
    pub fn admits(self, entry: &Entry) -> bool {
        let event = &entry.line.event;
        match self {
            Self::All => true,
            Self::Unconfirmed => entry.is_unconfirmed(),
            Self::Amended => {
                !entry.corrections.is_empty()
                    || entry.withdrawn.is_some()
                    || matches!(event, Event::EntryCorrected(_) | Event::EntryWithdrawn(_))
            }
            Self::Orders => matches!(event, Event::OrderGiven(_) | Event::OrderDone(_)),
            Self::Calls => is_telling(event),
            Self::Steps => matches!(event, Event::StepMarked(_) | Event::RunbookAdded(_) | Event::RunbookAside(_)),
            Self::Known => match event {
                Event::FactSet(_)
                | Event::CriterionAnswered(_)
                | Event::DeclarationMade(_)
                | Event::DecisionMade(_) => true,
                // A step that collected something was asked for it.
                Event::StepMarked(marked) => !marked.facts.is_empty(),
                _ => false,
            },
            Self::Memos => matches!(event, Event::NoteWritten(_)),
            Self::Late => entry.at().is_some_and(|at| entry.recorded_at() - at >= TimeDelta::minutes(LATE)),
        }
    }
}
