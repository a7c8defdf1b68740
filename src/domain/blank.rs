//! Blank forms: what is written on paper while the system is down, as `forms/blank.toml` says.
//!
//! Owns the shape. Never holds what somebody wrote: there is no patient in this program.

use super::id::Id;

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankForm {
    /// Short name.
    pub id: Id,
    /// 用紙名
    pub title: String,
    /// What it is for and where it goes.
    pub purpose: Option<String>,
    /// Wider than high.
    pub landscape: bool,
    /// What is filled in above the lines.
    pub fields: Vec<BlankField>,
    /// The heads of the columns; none: there are no lines.
    pub columns: Vec<String>,
    /// How many blank lines.
    pub lines: u8,
    /// What must not be forgotten.
    pub notes: Vec<String>,
    /// Where it comes from.
    pub source: Vec<String>,
}

/// Something to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankField {
    /// What.
    pub title: String,
    /// To be ticked; none: there is room for writing.
    pub choices: Vec<String>,
    /// A whole line of the sheet for itself.
    pub wide: bool,
    /// How many lines of handwriting there is room for.
    pub rows: u8,
}
