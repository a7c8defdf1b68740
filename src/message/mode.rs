//! The words for departments without their systems, where screens and commands look for words. They are the report's own, so that paper
//! and screen agree.

pub use crate::report::mode_words::{account, level_of, mode, patients, said, situation, way};
