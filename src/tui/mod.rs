//! Screens.
use crate::message::{Exit, Message};
use std::path::PathBuf;
/// Options.
pub struct Options {
    /// d
    pub dir: PathBuf,
    /// i
    pub incident: Option<String>,
    /// a
    pub ambiguous: Option<String>,
}
/// Runs.
pub fn run(_o: Options) -> Result<Exit, Message> {
    Ok(Exit::Done)
}
