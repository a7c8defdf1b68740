//! Restoration: how each system gets back, from its stop over the three gates to its release.
//!
//! Owns what the lines about a system add up to, and where it stands. It follows the order of the record, since each line was
//! allowed on what stood there. Which line may be written is decided in [`super::decide`]. Sonae restores nothing itself.

mod board;
mod candidates;
mod estimate;
mod order;
mod progress;

use std::collections::BTreeMap;

pub use board::{Row, board};
pub use candidates::{Candidate, with_register};
pub use estimate::ESTIMATE;
pub use order::{cycles, in_order};
pub use progress::{Answer, GateNow, Progress, Recheck};

use super::event::{Event, SystemNamed};
use super::id::Id;
use super::incident::{Incident, Made};
use super::when::Moment;
use estimate::Estimates;

/// Where a system stands on its way back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 未確認: nobody has said anything about it.
    #[default]
    NotSaid,
    /// 影響なし
    Unaffected,
    /// 停止: no generation is chosen yet.
    Stopped,
    /// 関門: a generation is chosen, and a gate is open.
    Planned,
    /// 承認待ち: all gates hold.
    Cleared,
    /// 承認済み
    Approved,
    /// 復元中
    Restoring,
    /// 失敗: the restoration ended and did not work.
    Failed,
    /// 部門の確認中: restored, and not yet found right.
    Restored,
    /// 解放待ち: found right by the departments.
    Verified,
    /// 解放済み: in use again.
    Released,
}

impl Stage {
    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSaid => "not-said",
            Self::Unaffected => "unaffected",
            Self::Stopped => "stopped",
            Self::Planned => "gates",
            Self::Cleared => "to-approve",
            Self::Approved => "approved",
            Self::Restoring => "restoring",
            Self::Failed => "failed",
            Self::Restored => "to-verify",
            Self::Verified => "to-release",
            Self::Released => "released",
        }
    }

    /// Whether it is on its way back, and not there.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::NotSaid | Self::Unaffected | Self::Released)
    }
}

/// Where a generation lies beside the estimated time of intrusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Against {
    /// 前: taken before anybody came in.
    Before,
    /// 後: taken when somebody may have been in.
    After,
    /// 不明: the one time or the other is not known.
    Unknown,
}

impl Against {
    /// Where a generation lies. One that was taken in the very minute lies after.
    pub fn of(taken: Option<Moment>, intrusion: Option<Moment>) -> Self {
        match (taken, intrusion) {
            (Some(taken), Some(intrusion)) if taken < intrusion => Self::Before,
            (Some(_), Some(_)) => Self::After,
            _ => Self::Unknown,
        }
    }

    /// Its word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Unknown => "unknown",
        }
    }
}

/// What the lines about restoration add up to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Restoration {
    /// When somebody is believed to have come in; `None`: not known.
    pub intrusion: Option<Moment>,
    /// The systems of which anything was said.
    pub systems: BTreeMap<Id, Progress>,
}

impl Restoration {
    /// A system of which something was said.
    pub fn system(&self, id: &str) -> Option<&Progress> {
        self.systems.iter().find(|(known, _)| known.as_str() == id).map(|(_, progress)| progress)
    }

    fn of(&mut self, named: &SystemNamed) -> &mut Progress {
        let progress = self.systems.entry(named.id.clone()).or_default();
        progress.title.clone_from(&named.title);
        progress
    }
}

/// What the lines about restoration add up to, in the order of the record.
///
/// If the estimated time of intrusion moves earlier, the gates that it touches are open again (再確認): whether a generation is clean,
/// unless it was taken before the new time too or was known to lie after the old one; and whether the way in is shut, since who came
/// in earlier may have come another way. Evidence stays kept.
pub fn restoration(incident: &Incident) -> Restoration {
    let mut state = Restoration::default();
    let mut estimates = Estimates::default();
    let mut named = None;
    for entry in &incident.entries {
        let before = estimates.now();
        if estimates.learn(entry) {
            let now = estimates.now();
            state.intrusion = now;
            let named_before = named;
            named = now.or(named);
            let Some(earlier) = now.filter(|now| before.is_none_or(|before| *now < before)) else { continue };
            let recheck = Recheck { line: entry.hash(), before, named: named_before, earlier, at: entry.recorded_at() };
            state.systems.values_mut().for_each(|progress| progress.reopen(&recheck));
        }
        if entry.withdrawn.is_some() {
            continue;
        }
        match &entry.line.event {
            Event::SystemsMarked(marked) => {
                marked.systems.iter().for_each(|named| state.of(named).mark(Made::of(marked, entry)));
            }
            Event::GenerationNoted(noted) => state.of(&noted.system).candidates.push(Made::of(noted, entry)),
            Event::RestorePlanned(planned) => {
                planned.systems.iter().for_each(|named| state.of(named).plan(Made::of(planned, entry)));
            }
            Event::GateChecked(checked) => {
                checked.systems.iter().for_each(|named| state.of(named).check(Made::of(checked, entry)));
            }
            Event::GateOverridden(overridden) => {
                overridden.systems.iter().for_each(|named| state.of(named).overrule(Made::of(overridden, entry)));
            }
            Event::RestoreApproved(approved) => {
                approved.systems.iter().for_each(|named| state.of(named).approval = Some(Made::of(approved, entry)));
            }
            Event::RestoreBegun(begun) => {
                begun.systems.iter().for_each(|named| state.of(named).begin(Made::of(begun, entry)));
            }
            Event::RestoreEnded(ended) => {
                ended.systems.iter().for_each(|named| state.of(named).ended = Some(Made::of(ended, entry)));
            }
            Event::RestoreVerified(verified) => {
                verified.systems.iter().for_each(|named| state.of(named).verify(Made::of(verified, entry)));
            }
            Event::RestoreReleased(released) => {
                released.systems.iter().for_each(|named| state.of(named).released = Some(Made::of(released, entry)));
            }
            Event::RestoreSteppedBack(back) => state.of(&back.system).step_back(Made::of(back, entry)),
            _ => {}
        }
    }
    state
}
