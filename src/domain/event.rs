//! The kinds of the record and what each carries.

use serde::{Deserialize, Serialize};

/// What was noticed first (BCPひな形 1.3.2), in place of a runbook that nobody has chosen yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// 見えない: records, orders or images cannot be read.
    CannotSee,
    /// 入らない: nothing can be entered.
    CannotEnter,
    /// 連絡できない: staff cannot reach one another.
    CannotContact,
    /// 機器が動かない: devices do not work, or wrongly.
    DeviceFails,
    /// 予兆: something odd that may be the beginning.
    Omen,
    /// 災害: earthquake, flood, fire, loss of power.
    Disaster,
}
