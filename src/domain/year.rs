//! The year's duties: what the facility owes itself in quiet times, as `duties/year.toml` says.
//!
//! Owns the shape. When each was last carried out is in the standing series: see [`super::standing`].

use super::id::Id;

/// One duty of the year: 研修, 訓練, 監査, 点検, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDuty {
    /// Short name; lines of the standing series carry it.
    pub id: Id,
    /// What it is.
    pub title: String,
    /// Due again this many months after it was last carried out.
    pub every_months: u16,
    /// Whose it is.
    pub role: Option<Id>,
    /// What is kept of it: the text of a training, the list of those who took part.
    pub keep: Option<String>,
    /// Where it comes from.
    pub source: Vec<String>,
}
